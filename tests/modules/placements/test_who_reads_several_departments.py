"""Who reads several departments sees the same publication as all, and works out nobody in the others by it."""

from __future__ import annotations

import datetime as dt
import re
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.html import escape

from chefforum.kernel.access.queries import actor_for
from chefforum.kernel.access.rules import Role
from chefforum.kernel.organisation.queries import tree_on
from chefforum.modules.placements.access import readable_units
from chefforum.modules.placements.queries.readers import units_read
from chefforum.modules.placements.queries.status import status_of
from chefforum.modules.placements.rules.departments import departments_read
from chefforum.modules.placements.rules.kinds import PlacementKind
from chefforum.modules.placements.rules.publishing import HIDDEN
from chefforum.modules.placements.rules.status import DepartmentStatus, KindStatus
from tests import factories
from tests.modules.placements import forum_town
from tests.modules.placements.forum_town import PAPER, ForumTown

ON = dt.date(2026, 7, 10)
KIND = PlacementKind.INTERNSHIP
COUNTS = {"a": 12, "b": 5, "c": 1, "d": 19, "g": 4}  # of whom b and g are the consultant's: c is hidden beside them


@pytest.fixture
def forum(db: None) -> ForumTown:
    """41 under way, all begun this year; "consultant" is nobody's yet, and "substitute" nobody's."""
    made = forum_town.build()
    forum_town.place_people(made, COUNTS, kind=KIND, year=2026, until=ON)
    forum_town.Placement.objects.update(starts_on=dt.date(2026, 6, 1), ends_on=dt.date(2026, 9, 1))
    made.people["consultant"] = factories.person("consultant")  # type: ignore[index]
    made.people["substitute"] = factories.person("substitute")  # type: ignore[index]
    return made


def consults(forum: ForumTown, codes: str = "bg", **period: dt.date) -> None:
    for code in codes:
        factories.role(forum.people["consultant"], Role.JOB_CONSULTANT, forum.departments[code], **period)


def hidden_to(forum: ForumTown, name: str, measure: str) -> tuple[int | None, list[str]]:
    """The total, and the departments whose count the person does not see."""
    status = status_of(actor=forum.as_(name, ON), year=2026, on=ON)

    def of(found: DepartmentStatus | KindStatus) -> int | None:
        kind = found.kinds[KIND] if isinstance(found, DepartmentStatus) else found
        value: int | None = getattr(kind, measure).value
        return value

    return of(status.whole[KIND]), sorted(row.code for row in status.departments if of(row) is None)


@pytest.mark.parametrize("measure", ["running", "started"])
def test_a_consultant_over_two_departments_cannot_take_their_own_from_the_total(forum: ForumTown, measure: str) -> None:
    assert hidden_to(forum, "colleague", measure) == (41, ["b", "c", "g"])
    consults(forum)
    total, hidden = hidden_to(forum, "consultant", measure)
    assert (total, hidden) == (41, ["a", "c"])
    assert hidden_to(forum, "colleague", measure) == (41, ["a", "b", "c", "g"])
    assert hidden_to(forum, "a", measure) == (41, ["b", "c", "g"])


def test_the_consultants_page_hides_the_others_and_shows_their_own(
    forum: ForumTown, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("django.utils.timezone.localdate", lambda value=None: ON)
    consults(forum)
    client.force_login(forum.people["consultant"], backend="django.contrib.auth.backends.ModelBackend")
    page = client.get(reverse("placements:overview"), {"vis": "aar-for-aar"}).content.decode()
    rows = re.findall(r"<tr>(.*?)</tr>", page.split('id="tabel"')[1], re.DOTALL)
    cells = {code: [row for row in rows if escape(name) in row] for code, name in zip("abcdefg", PAPER, strict=True)}
    assert {code for code, found in cells.items() if f">{HIDDEN}<" in "".join(found)} == {"a", "c"}
    assert any(">4<" in row for row in cells["g"])


def test_a_leader_of_a_part_of_a_department_counts_as_one_who_knows_the_whole(forum: ForumTown) -> None:
    consults(forum, "b")
    factories.employment(forum.people["consultant"], forum.workplaces["g"], is_leader=True)
    assert hidden_to(forum, "colleague", "running") == (41, ["a", "b", "c", "g"])


def test_a_substitute_counts_for_their_own_and_for_what_is_lent(forum: ForumTown) -> None:
    factories.substitution(forum.people["b"], forum.people["g"], valid_from=ON, valid_to=ON + dt.timedelta(days=1))
    assert hidden_to(forum, "colleague", "running") == (41, ["a", "b", "c", "g"])


def test_what_somebody_read_within_the_month_is_not_shown_again_before_the_next(forum: ForumTown) -> None:
    """Else the two publications could be laid together."""
    consults(forum, valid_from=dt.date(2026, 7, 3), valid_to=dt.date(2026, 7, 6))
    assert hidden_to(forum, "colleague", "running") == (41, ["a", "b", "c", "g"])


def test_what_somebody_read_before_the_month_or_will_read_hides_nothing(forum: ForumTown) -> None:
    consults(forum, valid_from=dt.date(2026, 6, 1), valid_to=dt.date(2026, 7, 1))
    consults(forum, valid_from=dt.date(2026, 7, 11))
    assert hidden_to(forum, "colleague", "running") == (41, ["b", "c", "g"])


def test_the_sets_that_are_read_are_those_that_persons_read_by_their_rights(forum: ForumTown) -> None:
    consults(forum)
    factories.role(forum.people["colleague"], Role.CONTROLLER, forum.departments["a"])
    for lender in ("consultant", "d"):
        factories.substitution(
            forum.people[lender], forum.people["substitute"], valid_from=ON, valid_to=ON + dt.timedelta(days=1)
        )
    tree = tree_on(ON)
    with CaptureQueriesContext(connection) as asked:
        found = units_read(first=ON, last=ON, tree=tree)
    assert len(asked) == 2
    by_rights: set[frozenset[UUID]] = {
        readable_units(actor_for(person=one, on=ON)) or frozenset() for one in forum.people.values()
    }
    assert found == by_rights - {frozenset(), frozenset(one.id for one in tree.units)}


def test_of_a_department_that_is_read_in_part_the_whole_and_nothing_are_reckoned_with() -> None:
    units = [UUID(int=number) for number in range(5)]
    part_of = dict(zip(units, ("A", "A", "B", "C", "C"), strict=True))
    assert set(departments_read(frozenset(units[:4]), part_of)) == {frozenset("ABC"), frozenset("AB")}
    assert set(departments_read(frozenset(), part_of)) == {frozenset()}
