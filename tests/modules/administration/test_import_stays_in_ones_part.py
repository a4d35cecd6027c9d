"""An administrator of a part of the tree imports that part: lines outside it are refused, each with its reason."""

import datetime as dt

import pytest

from chefforum.kernel.access.rules import Role
from chefforum.kernel.organisation.models import CostCentre, UnitPeriod
from chefforum.kernel.organisation.queries import tree_on
from chefforum.modules.administration.imports import apply_units, read_units
from chefforum.modules.administration.services.organisation import ExtractHasErrors

TODAY = dt.date(2026, 1, 28)
NOW = dt.datetime(2026, 1, 28, 9, 0, tzinfo=dt.UTC)
HEAD = "enhedskode;navn;type;overordnet enhedskode;omkostningssteder\n"


@pytest.fixture
def keeper(town, person, acting):
    """Administrator over Børn og Skole alone."""
    return acting(person("Bente Lind", role=Role.ADMINISTRATOR, over=town.BS))


def preview(actor, lines: str, *, is_complete: bool = False):
    options = {"on": TODAY.isoformat(), "is_complete": is_complete}
    return read_units(actor=actor, content=(HEAD + lines).encode(), filename="o.csv", options=options, at=NOW)


def refusals(shown) -> list[tuple[int, str]]:
    return [(problem.line, problem.text) for problem in shown.problems if problem.level.value == "error"]


def names_today() -> set[str]:
    return {unit.name for unit in tree_on(TODAY).units}


def test_a_whole_extract_of_the_part_changes_the_part_and_closes_nothing_beside_it(keeper):
    shown = preview(keeper, "BS;Børn og Unge;;K;\nH;Havbo;institution;BS;4712\n", is_complete=True)
    assert [(change.kind.value, change.where.split(" (")[0]) for change in shown.changes] == [
        ("changed", "Børn og Unge"),
        ("added", "Havbo"),
        ("removed", "Lindeby Skole"),
    ]
    apply_units(actor=keeper, payload=shown.payload, at=NOW)
    assert names_today() == {"Lindeby Kommune", "Børn og Unge", "Havbo", "Teknik og Miljø"}


def test_lines_outside_the_part_are_refused_by_line_and_nothing_is_changed(keeper):
    shown = preview(keeper, "BS;Børn og Unge;;K;\nTM;Teknik;;K;\nK;Ny Kommune;;;\n")
    assert refusals(shown) == [
        (3, "Teknik og Miljø (TM) hører ikke til den del af organisationen, som du er administrator for. Slet linjen."),
        (4, "Lindeby Kommune (K) hører ikke til den del af organisationen, som du er administrator for. Slet linjen."),
    ]
    with pytest.raises(ExtractHasErrors, match="Linje 3"):
        apply_units(actor=keeper, payload=shown.payload, at=NOW)
    assert UnitPeriod.objects.count() == 4


@pytest.mark.parametrize(
    "line",
    [
        "S;Lindeby Skole;;TM;",
        "BS;Børn og Skole;;TM;",
        "S;Lindeby Skole;;;",
        "NY;Ny enhed;enhed;TM;",
        "NY;Ny kommune;kommune;;",
    ],
    ids=["moved out", "the part itself moved", "moved to the top", "new outside", "new top"],
)
def test_no_unit_is_moved_or_made_outside_the_part(keeper, line):
    assert [number for number, _ in refusals(preview(keeper, line))] == [2]


def test_a_cost_centre_of_a_unit_outside_the_part_is_not_taken(keeper, town):
    CostCentre.objects.create(unit=town.TM, code="9000", valid_from=dt.date(2020, 1, 1))
    shown = preview(keeper, "S;Lindeby Skole;;BS;4711,9000\n")
    assert [(line, "9000 er knyttet til TM" in text) for line, text in refusals(shown)] == [(2, True)]


def test_new_units_under_new_units_of_the_part_are_taken(keeper):
    shown = preview(keeper, "H2;Stuen;team;H1;\nH1;Havbo;institution;BS;\n")
    assert refusals(shown) == []
    apply_units(actor=keeper, payload=shown.payload, at=NOW)
    assert {"Stuen", "Havbo"} <= names_today()


def test_a_closed_unit_of_the_part_may_be_opened_again_and_one_from_elsewhere_may_not(keeper, town):
    UnitPeriod.objects.filter(unit__in=[town.S, town.TM]).update(valid_to=dt.date(2025, 1, 1))
    assert refusals(preview(keeper, "S;Lindeby Skole;;BS;\n")) == []
    assert [line for line, _ in refusals(preview(keeper, "TM;Teknik;;BS;\n"))] == [2]


def test_an_administrator_of_the_whole_tree_may_do_everything(town, person, acting):
    keeper = acting(person("Asger Holt", role=Role.ADMINISTRATOR, over=town.K))
    UnitPeriod.objects.filter(unit=town.TM).update(valid_to=dt.date(2025, 1, 1))
    shown = preview(keeper, "K;Ny Kommune;;;\nTM;Teknik;;K;\nX;Ny top;kommune;;\n")
    assert refusals(shown) == []
    apply_units(actor=keeper, payload=shown.payload, at=NOW)
    assert {"Ny Kommune", "Teknik", "Ny top"} <= names_today()
