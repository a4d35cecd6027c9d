"""After a round in the middle of a year every place tells the same targets, of the round that holds today; and of a
target of nought nobody says that it is reached."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from chefforum.kernel.access.rules import Role
from chefforum.kernel.documents.services import make
from chefforum.modules.placements.models import Target, TargetRound, TargetShare
from chefforum.modules.placements.queries.status import department_of, own_of, status_of
from chefforum.modules.placements.queries.status_paper import status_paper
from chefforum.modules.placements.queries.targets import target_number
from chefforum.modules.placements.rules.status_charts import departments_chart, way_chart
from tests import factories
from tests.modules.placements import forum_town
from tests.modules.placements.forum_town import WAGE_SUBSIDY, ForumTown
from tests.modules.placements.test_status_paper import text_of

ON = dt.date(2026, 11, 26)
AT = dt.datetime(2026, 11, 26, 12, 0, tzinfo=dt.UTC)
TOLD = "Måltallene er efter Måltal 2026, runde 2, der gælder fra 26. november 2026."


@pytest.fixture
def forum(db: None, monkeypatch: pytest.MonkeyPatch) -> ForumTown:
    """Wage subsidy is set to nought from today; what is published is until the end of October."""
    monkeypatch.setattr("django.utils.timezone.localdate", lambda value=None: ON)
    forum = forum_town.build()
    forum_town.fill(forum, until=ON)
    later = forum_town.set_targets(forum, year=2026, number=2)
    TargetRound.objects.filter(pk=later.pk).update(holds_from=ON)
    nought = Target.objects.filter(round=later, kind=WAGE_SUBSIDY.value)
    TargetShare.objects.filter(target__in=nought).update(yearly=0, running=0, running_quota=0, yearly_quota=0)
    nought.update(yearly=0, running=0)
    return forum


def leader(forum: ForumTown) -> str:
    """Somebody who leads a workplace of the first department."""
    person = factories.person("svend")
    factories.employment(person, forum.workplaces["a"], is_leader=True)
    forum.people["svend"] = person
    assert forum.as_("svend", ON).units.get(Role.WORKPLACE_LEADER)
    return "svend"


def test_the_page_the_department_the_own_box_and_the_figure_tell_one_target(forum: ForumTown) -> None:
    actor = forum.as_(leader(forum), ON)
    department = forum.departments["a"].pk
    status, row, _ = department_of(actor=actor, department_id=department, year=2026, on=ON)
    own = own_of(actor=actor, on=ON)
    assert status.is_published
    assert status.day == dt.date(2026, 10, 31)
    number = target_number(year=2026, kind=WAGE_SUBSIDY, is_yearly=True, unit_id=None, on=ON)
    told = [
        status.whole[WAGE_SUBSIDY].target,
        row.kinds[WAGE_SUBSIDY].target,
        own.department_targets[WAGE_SUBSIDY] if own else None,
    ]
    assert [one.yearly if one else None for one in told] == [0, 0, 0]
    assert number is not None
    assert number.value == 0


def test_each_page_says_which_round_and_from_when(forum: ForumTown) -> None:
    browser = Client()
    browser.force_login(forum.people[leader(forum)])
    for address in ("placements:overview",), ("placements:department", forum.departments["a"].pk):
        assert TOLD in browser.get(reverse(address[0], args=address[1:])).content.decode()


@pytest.mark.parametrize("format", ["pdf", "docx"])
def test_the_document_tells_the_same_round(forum: ForumTown, format: str) -> None:
    actor = forum.as_("colleague", ON)
    found = status_paper(actor=actor, year=2026, on=ON)
    assert found.round is not None
    assert str(found.round.round) == found.status.round_text == "Måltal 2026, runde 2"
    made = make(kind="placements.status", actor=actor, parameters={"year": "2026"}, format=format, at=AT)
    text = text_of(made)
    assert "Måltal 2026, runde 2, gælder fra 26. november 2026" in text
    assert "runde 1" not in text


def test_of_a_target_of_nought_there_is_no_verdict(forum: ForumTown) -> None:
    status = status_of(actor=forum.as_("coordinator", ON), year=2026, on=ON)
    of = status.whole[WAGE_SUBSIDY]
    assert of.sentence.endswith("Måltallet er 0 om året, så der er intet måltal at nå.")
    rows = [row.kinds[WAGE_SUBSIDY] for row in status.departments if row.id]
    assert rows
    assert {(one.standing, one.target_text, one.expected_text) for one in [of, *rows]} == {("", "0", "–")}
    chart = way_chart(of, status.ways[WAGE_SUBSIDY])
    assert chart is not None
    assert "måltallets tempo" not in chart.title
    assert departments_chart(
        list(status.departments), [row.kinds[WAGE_SUBSIDY] for row in status.departments], title=""
    )


def test_a_year_that_is_over_keeps_the_round_that_held_at_its_end(forum: ForumTown) -> None:
    forum_town.set_targets(forum, year=2025)
    status = status_of(actor=forum.as_("coordinator", ON), year=2025, on=ON)
    assert status.round_text == "Måltal 2025, runde 1"
