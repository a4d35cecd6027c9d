"""Where both parties signed an extract of a year, its figures are ours; else the costs as they are, told as not
validated. What was changed after they signed is told and changes no figure."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from pytest_django import DjangoAssertNumQueries

from chefforum.kernel.access.rules import AccessDenied
from chefforum.kernel.organisation.queries import tree_on
from chefforum.modules.it_benchmark.queries.own import NOT_VALIDATED, OwnYear, own_content, own_years
from chefforum.modules.it_costs.models import CostLine
from tests.modules.it_benchmark.conftest import NOW, TODAY, page
from tests.modules.it_benchmark.signing import frozen, signed

SOFTWARE = ("software", "operation", "cash")
QUERIES = 7


def ours(town: SimpleNamespace, *years: int) -> dict[int, OwnYear]:
    return own_years(actor=town.as_("controller"), years=years or (2024, 2025))


def dearer(year: int, kroner: int) -> None:
    """The books are changed: the software of the year costs so much more."""
    line = CostLine.objects.get(year=year, category="software")
    CostLine.objects.filter(pk=line.pk).update(amount_oere=line.amount_oere + kroner * 100)


def test_what_nobody_signed_is_told_as_not_validated(town: SimpleNamespace) -> None:
    frozen(town)
    found = ours(town)[2025]
    assert found.told == NOT_VALIDATED
    assert found.oere[SOFTWARE] == 31_000_000_00


def test_the_signature_of_one_is_not_enough(town: SimpleNamespace) -> None:
    signed(town, frozen(town), by=1)
    assert ours(town)[2025].told == NOT_VALIDATED


def test_figures_that_both_signed_are_used_and_told(town: SimpleNamespace) -> None:
    before = ours(town)[2025]
    signed(town, frozen(town, "Version 2"))
    found = ours(town)[2025]
    assert found.told == "Vores tal er valideret 2. april 2026: Version 2."
    assert {cell: amount for cell, amount in found.oere.items() if amount} == dict(before.oere)
    assert dict(found.by_system) == dict(before.by_system)
    assert found.facts == before.facts


def test_what_the_books_say_after_they_signed_is_told_and_changes_nothing(town: SimpleNamespace) -> None:
    signed(town, frozen(town))
    dearer(2025, 1_000_000)
    found = ours(town)
    assert found[2025].oere[SOFTWARE] == 31_000_000_00
    assert found[2025].by_system[town.system.pk] == 31_000_000_00
    assert found[2025].told.endswith("Bøgerne er ændret siden: i dag er der betalt 1.000.000 kr. mere i alt.")
    assert "ændret" not in found[2024].told


def test_what_was_moved_between_cells_is_told_though_the_sum_is_the_same(town: SimpleNamespace) -> None:
    signed(town, frozen(town))
    CostLine.objects.filter(year=2025, category="software").update(activity="security")
    assert ours(town)[2025].told.endswith("Bøgerne er ændret siden: i dag er der betalt det samme i alt.")


def test_what_the_parties_differ_on_is_told(town: SimpleNamespace) -> None:
    signed(town, frozen(town), differ_on=1)
    assert "Parterne er uenige om 1 linje i det." in ours(town)[2025].told


def test_each_year_has_its_newest_signed_extract(town: SimpleNamespace) -> None:
    CostLine.objects.filter(year=2024).update(year=2022)
    signed(town, frozen(town, "To år", (2022, 2025)))
    dearer(2025, 5)
    CostLine.objects.create(
        year=2023, category="staff", activity="support", text="Løn", amount_oere=100, created_at=NOW
    )
    signed(town, frozen(town, "Nyere", (2023, 2025)), after=1)
    found = ours(town, 2022, 2023, 2024, 2025)
    assert "To år" in found[2022].told
    assert "Nyere" in found[2023].told
    assert "Nyere" in found[2025].told
    assert found[2025].oere[SOFTWARE] == 31_000_005_00
    assert (found[2024].told, dict(found[2024].oere)) == (NOT_VALIDATED, {})


def test_any_number_of_years_takes_as_many_queries(
    town: SimpleNamespace, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    signed(town, frozen(town))
    actor = town.as_("controller")
    for years in ([2025], [2022, 2023, 2024, 2025]):
        with django_assert_num_queries(QUERIES):
            own_years(actor=actor, years=years)


def test_the_file_that_is_sent_carries_the_signed_figures_and_says_so(town: SimpleNamespace) -> None:
    def sent() -> tuple[bool, int]:
        made = own_content(
            actor=town.as_("coordinator"),
            year=2025,
            may_be_named=False,
            systems_agreed=True,
            tree=tree_on(TODAY),
            on=TODAY,
        )
        cash = {(one["category"], one["activity"]): one["cash"] for one in made["costs"]}
        return made["validated"], cash["software", "operation"]

    assert sent() == (False, 31_000_000)
    signed(town, frozen(town))
    dearer(2025, 1_000_000)
    assert sent() == (True, 31_000_000)


def test_the_page_tells_it(grouped: SimpleNamespace) -> None:
    assert NOT_VALIDATED in page(grouped, "controller", "benchmark", aar="2025").content.decode()
    signed(grouped, frozen(grouped))
    dearer(2025, -1_000_000)
    told = page(grouped, "controller", "benchmark", aar="2025").content.decode()
    assert "Bøgerne er ændret siden: i dag er der betalt 1.000.000 kr. mindre i alt." in told


def test_who_does_not_read_all_costs_has_no_figures(town: SimpleNamespace) -> None:
    signed(town, frozen(town))
    with pytest.raises(AccessDenied):
        own_years(actor=town.as_("it_manager"), years=[2025])
