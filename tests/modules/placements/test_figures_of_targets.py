"""The target of a year as a figure in a text: of the whole or a department, at a time or a year; or missing."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest

from chefforum.kernel.figures.forms import ParametersForm
from chefforum.kernel.figures.queries import value_of
from chefforum.kernel.figures.registry import BadParameters
from chefforum.kernel.figures.rules import parse_reference
from chefforum.modules.placements.registrations.figures import TARGET
from tests.modules.placements.conftest import NOW, TODAY
from tests.modules.placements.golden import set_golden


def value(town, said, who="colleague"):
    reference = parse_reference(f"placements.target {said}")
    return value_of(reference=reference, actor=town.as_(who), on=TODAY).value


@pytest.mark.parametrize(
    ("kind", "counted", "unit", "number"),
    [
        ("internship", "yearly", "kommunen", 487),
        ("internship", "running", "kommunen", 37),
        ("wage_subsidy", "yearly", "kommunen", 60),
        ("wage_subsidy", "running", '"økonomi & stab"', 0),
        ("internship", "yearly", '"dagtilbud & skole"', 223),
    ],
)
def test_the_number_of_the_round_that_holds(golden_town, kind, counted, unit, number):
    set_golden(golden_town, year=2025, holds_from=TODAY.replace(year=2025))
    made = set_golden(golden_town)
    found = value(golden_town, f"year=2026 kind={kind} counted={counted} unit={unit}")
    assert (found.value, found.as_of, found.source) == (Decimal(number), made.holds_from, str(made))


@pytest.mark.parametrize(
    "said",
    [
        "year=2031 kind=internship counted=yearly unit=kommunen",
        "year=2026 kind=internship counted=yearly unit=nordskolen",
        "year=2026 kind=internship counted=yearly unit=vejr",
    ],
)
def test_what_there_is_no_target_for_is_missing_and_never_nought(golden_town, said):
    set_golden(golden_town, at=NOW)
    found = value(golden_town, said)
    assert found.value is None
    assert found.missing_reason


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (
            "year=2026 kind=praktik counted=yearly unit=kommunen",
            "“praktik” duer ikke som type. Skriv kind=wage_subsidy for Løntilskud eller kind=internship for "
            "Virksomhedspraktik.",
        ),
        ("year=2026 kind=internship counted=daily unit=kommunen", "counted=yearly for Pr. år eller counted=running"),
        ("year=2026 kind=internship unit=kommunen", "skriv counted=… Skriv counted=yearly for Pr. år"),
    ],
)
def test_a_choice_that_is_none_is_told_by_name_and_by_what_to_write(golden_town, said, words):
    with pytest.raises(BadParameters, match=re.escape(words)):
        value(golden_town, said)


def test_kinds_are_chosen_by_their_names(golden_town):
    form = ParametersForm(figure=TARGET, on=TODAY)
    assert ("internship", "Virksomhedspraktik") in form.fields["kind"].choices
    said = {"year": "2026", "kind": "internship", "counted": "yearly", "unit": "kommunen"}
    assert ParametersForm(said, figure=TARGET, on=TODAY).is_valid()
    assert not ParametersForm(said | {"kind": "vejr"}, figure=TARGET, on=TODAY).is_valid()
