"""What the start page says is waiting: statements, outcomes that are due, and the consultant's own contacts."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from django.test import Client
from django.urls import reverse

from chefforum.modules.placements import cards
from chefforum.modules.placements.models import Consultant
from tests.modules.placements.conftest import TODAY
from tests.modules.placements.test_consultants import consultant, planned
from tests.modules.placements.test_workplaces_by_number import DAY, placed, rules

__all__ = ["consultant", "rules"]


def told(town: SimpleNamespace, who: str) -> list[str] | None:
    content = cards.waits(actor=town.as_(who), on=TODAY)
    return None if content is None else [row.text for row in content.rows]


def test_statements_and_outcomes_wait_for_those_whose_they_are(town, rules) -> None:
    placed(town, 1, first=TODAY + 5 * DAY)
    placed(town, 2, kind="internship", first=TODAY - 200 * DAY, last=TODAY - 120 * DAY)
    placed(town, 3, kind="internship", first=TODAY - 200 * DAY, last=TODAY - 120 * DAY, unit=town.park)
    statement = "1 forløb mangler medarbejdernes udtalelse"
    assert told(town, "coordinator") == [statement, "2 forløb mangler udfald"]
    assert told(town, "consultant") == [statement, "1 forløb mangler udfald"]
    assert told(town, "leader") == [statement]
    assert told(town, "other_chief") is None


def test_contacts_of_a_week_and_those_overdue_wait_for_the_consultant_alone(town, consultant: Consultant) -> None:
    planned(town, consultant, "consultant", when=TODAY + 8 * DAY)
    late = planned(town, consultant, "consultant", when=TODAY)
    late.planned_for = TODAY - 3 * DAY
    late.save()
    planned(town, consultant, "consultant", unit=town.south, when=TODAY + 7 * DAY)
    content = cards.waits(actor=town.as_("consultant"), on=TODAY)
    assert content is not None
    assert [row.text for row in content.rows] == [
        f"{late.get_kind_display()}: Nordskolen",
        f"{late.get_kind_display()}: Sydskolen",
    ]
    assert content.rows[0].meta.startswith("skulle være holdt ")
    assert told(town, "coordinator") == []
    assert told(town, "leader") is None


def test_it_stands_on_the_start_page_with_its_way(town, rules, monkeypatch) -> None:
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_: TODAY)
    placed(town, 2, kind="internship", first=TODAY - 200 * DAY, last=TODAY - 120 * DAY)
    client = Client()
    client.force_login(town.people["consultant"], backend="django.contrib.auth.backends.ModelBackend")
    page = client.get(reverse("start")).content.decode()
    assert "1 forløb mangler udfald" in page
    assert reverse("placements:outcomes_missing") in page


@pytest.mark.parametrize("count", [1, 12])
def test_however_many_wait_the_questions_are_the_same(town, rules, count: int, django_assert_num_queries):
    for number in range(count):
        placed(town, f"s{number}", first=TODAY + 5 * DAY)
        placed(town, f"o{number}", kind="internship", first=TODAY - 200 * DAY, last=TODAY - 120 * DAY)
    actor = town.as_("coordinator")
    with django_assert_num_queries(6):
        cards.waits(actor=actor, on=TODAY)
