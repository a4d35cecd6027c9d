"""Figures in the browser."""

import datetime as dt

import pytest
from django.urls import reverse

from chefforum.kernel.people.models import Person
from tests import factories

PAGE = reverse("figures:list")


@pytest.fixture
def reader(db: None) -> Person:
    return factories.person("Asta Holm")


def shown(browser_of, reader: Person, reference: str, status: int = 200) -> str:
    answer = browser_of(reader).get(PAGE, {"figur": reference})
    assert answer.status_code == status
    return answer.content.decode()


def test_the_list_has_what_one_may_see_and_how_it_is_written(reader: Person, browser_of) -> None:
    text = browser_of(reader).get(PAGE).content.decode()
    assert "organisation.fte unit=…" in text


def test_a_figure_shows_value_unit_definition_version_day_and_source(reader: Person, browser_of) -> None:
    factories.staffing(factories.unit("Have", code="5100"), dt.date(2025, 9, 1), "1234.50")
    text = shown(browser_of, reader, "organisation.fte unit=5100")
    for part in ("1.234,5", "årsværk", "den seneste opgørelse", "1. september 2025", "indlæst med organisationen"):
        assert part in text


def test_a_missing_figure_is_said_to_be_missing_and_is_never_nought(reader: Person, browser_of) -> None:
    factories.unit("Have", code="5100")
    text = shown(browser_of, reader, "organisation.fte unit=5100")
    assert "Kan ikke vises: mangler data" in text
    assert "0 årsværk" not in text


@pytest.mark.parametrize(
    ("reference", "status"),
    [("test.nothing", 404), ("organisation.fte", 400), ("<script>alert(1)</script>", 400), ('a.b x="', 400)],
)
def test_what_cannot_be_shown_is_told_in_words(reader: Person, browser_of, reference: str, status: int) -> None:
    text = shown(browser_of, reader, reference, status)
    assert "Tallet kan ikke vises" in text
    assert "<script>alert(1)" not in text


def test_one_who_is_not_signed_in_is_sent_to_sign_in(client, db: None) -> None:
    assert client.get(PAGE).status_code == 302
