"""Who reads the whole sees also what stands on units that are closed, called so; nobody else sees more than before."""

from __future__ import annotations

import pytest
from django.urls import reverse

from chefforum.modules.ledger import queries
from tests.modules.ledger.conftest import TODAY
from tests.modules.ledger.test_pages_of_the_ledger import visit

__all__ = ["visit"]
pytestmark = pytest.mark.django_db
ROWS = [("B1", 1, "15-01-2026", "4010", "4711", "100,00", "a"), ("B2", 1, "15-01-2026", "4010", "4712", "40,50", "b")]


@pytest.fixture
def closed(town, file, load):
    load(file("a.csv", ROWS))
    town.south.periods.update(valid_to=TODAY)


@pytest.mark.parametrize("who", ["controller", "auditor"])
def test_postings_of_a_closed_unit_are_in_the_sum_and_called_so(town, closed, visit, who: str) -> None:
    page = visit(who).get(f"{reverse('ledger:postings')}?fra=202601&til=202601").content.decode()
    assert "i alt 140,50 kr." in page
    assert page.count("Sydskolen (lukket enhed)") == 2  # among the units to choose, and at its posting


def test_a_closed_unit_can_be_chosen_by_itself(town, closed, visit) -> None:
    page = visit("controller").get(f"{reverse('ledger:postings')}?enhed={town.south.pk}&fra=202601&til=202601")
    assert "i alt 40,50 kr." in page.content.decode()


def test_leaders_and_who_controls_a_part_see_no_more_than_before(town, closed, visit) -> None:
    assert "lukket enhed" not in visit("chief").get(reverse("ledger:postings")).content.decode()
    assert visit("chief").get(f"{reverse('ledger:postings')}?enhed={town.south.pk}").status_code == 404
    assert visit("park_controller").get(f"{reverse('ledger:postings')}?enhed={town.south.pk}").status_code == 404


def test_the_cube_of_who_reads_the_whole_is_the_houses_own(town, closed) -> None:
    asked = {"first": 202601, "last": 202601, "with_unmapped": True}
    assert queries.cube(actor=town.controller, **asked).total == queries.cube(actor=None, **asked).total == 140_50
