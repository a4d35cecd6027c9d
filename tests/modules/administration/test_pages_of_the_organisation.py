"""Everybody who is signed in sees the organisation on a date; what is missing is said to be missing."""

import datetime as dt

import pytest

from chefforum.kernel.access.rules import Actor
from chefforum.kernel.organisation.models import Staffing, Unit, UnitPeriod
from chefforum.modules.administration.imports import read_organisation_file, read_units
from chefforum.modules.administration.queries.organisation import organisation_on, unit_page

TODAY = dt.date(2026, 1, 28)
NOW = dt.datetime(2026, 1, 28, 9, 0, tzinfo=dt.UTC)


@pytest.fixture
def ida(town, person):
    return person("Ida Holm", unit=town.S, leads=True)


def test_the_tree_shows_leaders_fte_and_what_is_missing(ida, signed_in):
    page = signed_in(ida).get("/organisation/?dato=2026-01-28").content.decode()
    assert "28. januar 2026" in page
    assert "Ida Holm" in page
    assert "40,5 årsværk" in page
    assert "årsværk mangler" in page
    assert "leder mangler" in page


def test_fte_is_summed_upwards_and_uncounted_units_are_counted(town, ida, acting):
    Staffing.objects.create(unit=town.TM, on_date=TODAY + dt.timedelta(days=1), fte="99")
    (top,) = organisation_on(actor=acting(ida), on=TODAY)
    assert (top.fte, top.fte_below, top.uncounted) == (None, 40.5, 3)


def test_a_search_keeps_the_units_that_match_and_those_above(ida, acting, signed_in):
    (top,) = organisation_on(actor=acting(ida), on=TODAY, text="ida")
    assert [child.unit.name for child in top.children] == ["Børn og Skole"]
    assert "Ingen enhed" in signed_in(ida).get("/organisation/?q=findes+ikke").content.decode()


def test_a_date_before_the_organisation_shows_none(ida, signed_in):
    assert "Der er ingen enheder" in signed_in(ida).get("/organisation/?dato=1999-01-01").content.decode()


@pytest.mark.parametrize("text", ["i går", "2026-02-31", ""])
def test_a_date_that_does_not_exist_shows_today(ida, signed_in, text):
    assert signed_in(ida).get("/organisation/", {"dato": text}).status_code == 200


def test_the_tree_takes_as_many_queries_for_many_units_as_for_few(town, ida, acting, django_assert_num_queries):
    actor = acting(ida)
    for number in range(30):
        unit = Unit.objects.create(code=f"U{number}")
        UnitPeriod.objects.create(unit=unit, name=str(number), kind="team", parent=town.S, valid_from=TODAY)
    with django_assert_num_queries(3):
        organisation_on(actor=actor, on=TODAY)


def test_a_units_page_shows_people_cost_centres_and_history(town, ida, signed_in):
    page = signed_in(ida).get(f"/organisation/{town.S.pk}/?dato=2026-01-28").content.decode()
    for text in ("Lindeby Skole", "Børn og Skole", "Ida Holm", "40,5", "4711", "1. januar 2020"):
        assert text in page


def test_a_unit_that_does_not_exist_on_the_date_says_so(town, ida, acting):
    assert unit_page(actor=acting(ida), unit_id=town.S.pk, on=dt.date(1999, 1, 1)).unit is None


def test_an_unknown_unit_is_not_found(ida, signed_in):
    assert signed_in(ida).get("/organisation/00000000-0000-0000-0000-000000000000/").status_code == 404


def test_nobody_sees_the_organisation_without_signing_in(town, site, client):
    assert client.get("/organisation/").status_code == 302


def test_the_export_can_be_imported_again_and_changes_nothing(ida, signed_in):
    response = signed_in(ida).get("/organisation/som/xlsx/?dato=2026-01-28")
    assert response.status_code == 200
    rows, problems = read_organisation_file(response.content)
    assert ([row.code for row in rows], problems) == (["BS", "K", "S", "TM"], ())
    shown = read_units(
        actor=Actor.command_line(),
        content=response.content,
        filename="o.xlsx",
        options={"on": "2026-01-28", "is_complete": True},
        at=NOW,
    )
    assert (shown.changes, shown.problems, shown.nothing_to_do) == ((), (), True)


def test_a_format_that_is_not_made_is_not_found(ida, signed_in):
    assert signed_in(ida).get("/organisation/som/exe/").status_code == 404


def test_a_units_page_draws_its_counts_over_time_and_lists_them_oldest_first(town, ida, signed_in):
    Staffing.objects.create(unit=town.S, on_date=dt.date(2024, 12, 31), fte="38.25")
    page = signed_in(ida).get(f"/organisation/{town.S.pk}/?dato=2026-01-28").content.decode()
    assert page.count("<svg") > signed_in(ida).get(f"/organisation/{town.TM.pk}/").content.decode().count("<svg")
    figures = page[page.index('<th scope="col">Opgjort') :]
    places = [figures.index(text) for text in ("31. december 2024", "38,25", "31. december 2025", "40,50")]
    assert places == sorted(places)


def test_a_unit_that_was_never_counted_has_no_picture_of_it(town, ida, signed_in):
    page = signed_in(ida).get(f"/organisation/{town.TM.pk}/?dato=2026-01-28").content.decode()
    assert "Årsværk mangler" in page
    assert "<figure" not in page
