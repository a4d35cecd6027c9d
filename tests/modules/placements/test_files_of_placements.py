"""Placements and outcomes come in from files: good lines are kept, bad ones told, and the same again is nothing."""

from __future__ import annotations

import datetime as dt
import io
import time
from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any

import pytest
import xlsxwriter

from chefforum.kernel.access.rules import AccessDenied
from chefforum.kernel.imports.registry import Preview, UnreadableFile
from chefforum.kernel.imports.tables import csv_of
from chefforum.kernel.organisation.queries import tree_on
from chefforum.modules.placements.imports.outcomes import read_outcomes
from chefforum.modules.placements.imports.placements import apply_placements, read_placements
from chefforum.modules.placements.imports.register_files import fingerprint_of_payload
from chefforum.modules.placements.models import (
    DurationLimit,
    Outcome,
    OutcomeDefinition,
    Place,
    Placement,
    PlacementChange,
)
from chefforum.modules.placements.queries.register import Chosen, list_placements
from chefforum.modules.placements.queries.register_table import register_table
from chefforum.modules.placements.rules.placement_rows import COLUMNS
from chefforum.modules.placements.services.register import cancel_placement, undo_last
from tests.modules.placements.conftest import NOW, TODAY

HEADS = tuple(name for key, name in COLUMNS.items() if key != "reference")
USUAL = {
    "Nummer i fagsystemet": "MOM-1",
    "Type": "Virksomhedspraktik",
    "Enhedskode": "nordskolen",
    "Stillingstype": "Pædagogmedhjælp",
    "Starter": "05-01-2026",
    "Slutter": "01-02-2026",
}
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def definition(db: None) -> OutcomeDefinition:
    return OutcomeDefinition.objects.create(
        version=1, name="Effekt", text="", months_after=1, valid_from=dt.date(2020, 1, 1), source="prøve"
    )


def line(**said: str) -> dict[str, str]:
    return USUAL | {name.replace("_", " "): text for name, text in said.items()}


def table(*lines: dict[str, str], heads: Sequence[str] = HEADS) -> list[tuple[str, ...]]:
    return [tuple(heads), *(tuple(one.get(head, "") for head in heads) for one in lines)]


def read(town: SimpleNamespace, content: bytes, who: str = "consultant", **options: Any) -> Preview:
    return read_placements(actor=town.as_(who), content=content, filename="x.csv", options=options, at=NOW)


def carry_out(town: SimpleNamespace, preview: Preview, who: str = "consultant") -> None:
    assert fingerprint_of_payload(preview.payload) == preview.fingerprint
    apply_placements(actor=town.as_(who), payload=preview.payload, at=NOW)


def take(town: SimpleNamespace, *lines: dict[str, str], who: str = "consultant") -> Preview:
    preview = read(town, csv_of(table(*lines)), who)
    assert not preview.problems
    carry_out(town, preview, who)
    return preview


def only_problem(preview: Preview) -> str:
    [problem] = preview.problems
    return f"{problem.line}: {problem.text}"


FULL = line(
    **{
        "Hvor": "I kommunen",
        "P-nummer": "1003402117",
        "Målgruppe": "Dagpenge",
        "Sluttede": "30-01-2026",
        "Hvordan_det_sluttede": "Ansat undervejs",
        "Timer": "18,5",
        "Udfald": "I job",
        "Sagen_lukket": "02-02-2026",
        "Udfald_opgjort": "01-04-2026",
    }
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "latin-1", "utf-16"])
@pytest.mark.parametrize("between", [";", ",", "\t"])
def test_a_file_is_read_however_it_was_saved(town: SimpleNamespace, encoding: str, between: str) -> None:
    said = FULL | {"Timer": "18,5" if between != "," else '"18,5"'}
    text = "\r\n".join(between.join(row) for row in table(said))
    carry_out(town, read(town, text.encode(encoding)))
    made = Placement.objects.get()
    assert (made.external_reference, made.kind, made.unit_id) == ("MOM-1", "internship", town.north.pk)
    assert (made.workplace_id, made.job_type_id) == (town.workplaces[town.north].pk, town.job_type.pk)
    assert (made.starts_on, made.ended_on, made.end_reason) == (dt.date(2026, 1, 5), dt.date(2026, 1, 30), "hired")
    assert (str(made.hours), made.target_group) == ("18.5", "unemployment_benefit")
    outcome = Outcome.objects.get()
    assert (outcome.exit_type, outcome.closed_on, outcome.as_of) == ("job", dt.date(2026, 2, 2), dt.date(2026, 4, 1))


def test_a_spreadsheet_may_hold_days_and_numbers(town: SimpleNamespace) -> None:
    written = io.BytesIO()
    with xlsxwriter.Workbook(written, {"in_memory": True}) as book:
        page, day = book.add_worksheet(), book.add_format({"num_format": "dd-mm-yyyy"})
        heads = ("Nummer i fagsystemet", "Type", "Enhedskode", "Starter", "Slutter", "Timer")
        page.write_row(0, 0, ["Udtræk fra fagsystemet"])
        page.write_row(2, 0, heads)
        page.write_row(3, 0, [88121, "løntilskud", "nordskolen"])
        page.write_datetime(3, 3, dt.datetime(2026, 1, 5), day)
        page.write_number(3, 4, 46054)  # 1 February 2026 without a format
        page.write_number(3, 5, 18.5)
    carry_out(town, read(town, written.getvalue()))
    made = Placement.objects.get()
    assert (made.external_reference, made.starts_on, made.ends_on) == (
        "88121",
        dt.date(2026, 1, 5),
        dt.date(2026, 2, 1),
    )


def test_days_may_be_written_in_two_ways_in_one_file(town: SimpleNamespace) -> None:
    take(town, line(Starter="2026-01-05", Slutter="1.2.2026"), line(**{"Nummer i fagsystemet": "MOM-2"}))
    assert set(Placement.objects.values_list("starts_on", "ends_on")) == {(dt.date(2026, 1, 5), dt.date(2026, 2, 1))}


def test_the_same_file_again_changes_nothing(town: SimpleNamespace) -> None:
    take(town, FULL)
    preview = read(town, csv_of(table(FULL)))
    assert preview.nothing_to_do
    assert not preview.changes


def test_what_has_changed_is_shown_before_and_after_and_can_be_undone(town: SimpleNamespace) -> None:
    take(town, FULL)
    again = take(town, FULL | {"Slutter": "08-02-2026", "Udfald": "I uddannelse"})
    [change] = again.changes
    assert change.before == "Slutter: 01-02-2026, Udfald: I job, Sagen lukket: 02-02-2026, Udfald opgjort: 01-04-2026"
    assert change.after.startswith("Slutter: 08-02-2026, Udfald: I uddannelse")
    made = Placement.objects.get()
    assert made.ends_on == dt.date(2026, 2, 8)
    last = PlacementChange.objects.filter(placement=made).first()
    assert last is not None
    undo_last(actor=town.as_("consultant"), placement_id=made.pk, change_id=last.pk, at=NOW)
    assert Outcome.objects.get().exit_type == "job"


def test_an_empty_cell_takes_nothing_away(town: SimpleNamespace) -> None:
    take(town, FULL)
    preview = read(town, csv_of(table(USUAL)))
    assert preview.nothing_to_do


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"Enhedskode": "findes ikke"}, "enheden findes ikke"),
        ({"Type": "skovtur"}, "kendes ikke. Skriv Virksomhedspraktik"),
        ({"Type": ""}, "“Type” mangler"),
        ({"Starter": ""}, "“Starter” mangler"),
        ({"Starter": "05-13-2026"}, "er ikke en dato"),
        ({"Starter": "05-01-26"}, "er ikke en dato"),
        ({"Starter": "05-01-9999"}, "fra 2000 til 2100"),
        ({"Slutter": "01-01-2026"}, "slutter, før det begynder"),
        ({"Sluttede": "01-01-2026"}, "sluttede, før det begyndte"),
        ({"Sluttede": "01-05-2026"}, "ikke er kommet"),
        ({"Timer": "99999999999999999999"}, "højst 60"),
        ({"Timer": "mange"}, "er ikke et tal"),
        ({"Timer": "-5"}, "mere end 0"),
        ({"P-nummer": "9999999999"}, "ikke et af kommunens arbejdssteder"),
        ({"Enhedskode": "sydskolen", "P-nummer": "1003402117"}, "en anden enhed"),
        ({"Enhedskode": ""}, "Skriv Enhedskode"),
        ({"Stillingstype": "astronaut"}, "stillingstypen findes ikke"),
        ({"Konsulent e-mail": "ingen@lindeby.example"}, "ingen har den adresse"),
        ({"Nummer i fagsystemet": ""}, "Nummeret mangler"),
        ({"Nummer i fagsystemet": "x" * 61}, "Der er plads til 60"),
        ({"Nummer i fagsystemet": "=HYPERLINK(1)"}, "Et nummer har kun"),
        ({"Udfald": "I job"}, "“Udfald opgjort” mangler"),
        ({"Udfald": "I job", "Udfald opgjort": "01-05-2026"}, "ikke er kommet"),
        ({"Udfald": "Stadig på ydelse", "Udfald opgjort": "02-02-2026"}, "kan først siges"),
        ({"Hvor": "Privat virksomhed", "Enhedskode": ""}, "registreres af koordinatoren"),
        ({"Enhedskode": "parken"}, "Du registrerer ikke forløb for den enhed"),
    ],
)
def test_a_bad_line_is_told_with_why_and_the_good_ones_are_kept(
    town: SimpleNamespace, said: dict[str, str], told: str
) -> None:
    good = line(**{"Nummer i fagsystemet": "MOM-0"})
    preview = read(town, csv_of(table(good, USUAL | said)))
    assert only_problem(preview).startswith("3: ")
    assert told in only_problem(preview)
    carry_out(town, preview)
    assert Placement.objects.get().external_reference == "MOM-0"


def test_a_file_may_be_taken_only_whole(town: SimpleNamespace) -> None:
    lines = [line(**{"Nummer i fagsystemet": f"MOM-{one}"}) for one in range(10)]
    lines[4] = lines[4] | {"Type": "skovtur"}
    content = csv_of(table(*lines))
    assert read(town, content, is_strict=True).refusal
    assert not read(town, content).refusal
    lines[4] = lines[4] | {"Type": "Praktik"}
    assert not read(town, csv_of(table(*lines)), is_strict=True).refusal


def test_a_tenth_of_broken_lines_leaves_nine_tenths(town: SimpleNamespace) -> None:
    lines = [line(**{"Nummer i fagsystemet": f"MOM-{one}"}) for one in range(100)]
    for one in range(0, 100, 10):
        lines[one] = lines[one] | {"Starter": "snart"}
    preview = read(town, csv_of(table(*lines)))
    assert [problem.line for problem in preview.problems] == list(range(2, 102, 10))
    carry_out(town, preview)
    assert Placement.objects.count() == 90


@pytest.mark.parametrize("cell", ["010180-1234", "0101801234", "010180 1234"])
@pytest.mark.parametrize("head", ["Nummer i fagsystemet", "Stillingstype", "CPR-nr."])
def test_a_persons_number_anywhere_refuses_the_whole_file(town: SimpleNamespace, head: str, cell: str) -> None:
    heads = (*HEADS, "CPR-nr.")
    good = line(**{"Nummer i fagsystemet": "MOM-0"})
    with pytest.raises(UnreadableFile, match="CPR") as refused:
        read(town, csv_of(table(good, USUAL | {head: cell}, heads=heads)))
    assert refused.value.line == 3
    assert cell not in str(refused.value)


def test_a_p_number_is_no_persons_number(town: SimpleNamespace) -> None:
    take(town, line(**{"P-nummer": "1003402117", "Enhedskode": ""}))
    assert Placement.objects.get().unit_id == town.north.pk


def test_a_number_twice_in_the_file_is_told_and_the_first_stands(town: SimpleNamespace) -> None:
    preview = read(town, csv_of(table(USUAL, USUAL | {"Starter": "06-01-2026"})))
    assert only_problem(preview) == "3: Nummeret MOM-1 står også på linje 2. Den første er brugt."
    take(town, USUAL)
    ours = Placement.objects.get().reference
    both = ("Nummer", *HEADS)
    by_ours = {"Nummer": ours, "Type": "Praktik", "Starter": "07-01-2026"}
    preview = read(town, csv_of(table(USUAL | {"Starter": "06-01-2026"}, by_ours, heads=both)))
    assert "står også på linje 2" in only_problem(preview)


def test_a_file_that_was_cut_is_found_out(town: SimpleNamespace) -> None:
    whole = csv_of(table(USUAL, line(**{"Nummer i fagsystemet": "MOM-2"}), line(**{"Nummer i fagsystemet": "MOM-3"})))
    preview = read(town, whole[: whole.rindex(b"MOM-3") + 12])
    assert "skåret over" in only_problem(preview)
    with pytest.raises(UnreadableFile):
        read(town, b"PK\x03\x04" + whole)


@pytest.mark.parametrize("content", [b"", b"   \n", b"a;b\n1;2\n", b"\x00\x01\x02\x03"])
def test_what_is_no_such_file_is_refused(town: SimpleNamespace, content: bytes) -> None:
    with pytest.raises(UnreadableFile):
        read(town, content)


def test_columns_that_are_missing_are_named_beside_those_that_are_there(town: SimpleNamespace) -> None:
    with pytest.raises(UnreadableFile) as refused:
        read(town, csv_of([("Nr.", "Type", "Slutdato"), ("1", "Virksomhedspraktik", "01-02-2026")]))
    text = refused.value.message
    assert "Kolonnerne “Starter”, “Nummer i fagsystemet eller Nummer” mangler." in text
    assert "Filen har kolonnerne Nr., Type, Slutdato." in text
    with pytest.raises(UnreadableFile, match="Skriv navnene i den første linje"):
        read(town, b"a;b\n1;2\n")


def test_a_number_of_ours_that_is_not_here_is_told(town: SimpleNamespace) -> None:
    take(town, USUAL)
    for other in ({}, {"Nummer i fagsystemet": ""}, {"Type": "", "Starter": ""}):
        preview = read(town, csv_of(table(line(**{"Nummer": "F-2026-9999"}) | other, heads=("Nummer", *HEADS))))
        told = "Nummeret F-2026-9999 findes ikke her. Lad feltet stå tomt for at oprette et nyt."
        assert only_problem(preview) == f"2: {told}"


def test_what_is_unusual_is_told_by_its_line_and_taken(town: SimpleNamespace) -> None:
    DurationLimit.objects.create(valid_from=dt.date(2020, 1, 1), kind="internship", weeks=4, source="LAB")
    place = Place.objects.create(
        workplace=town.workplaces[town.north],
        kind="internship",
        job_type=town.job_type,
        open_from=dt.date(2020, 1, 1),
        created_at=NOW,
    )
    late = {"Nummer i fagsystemet": "MOM-2", "Starter": "09-02-2026", "Slutter": "22-02-2026"}
    take(town, USUAL, line(**late))
    Placement.objects.update(place=place, workplace=place.workplace)
    longer = line(**{"Nummer i fagsystemet": "MOM-3", "Slutter": "01-03-2026"})
    preview = read(town, csv_of(table(USUAL, line(**late) | {"Starter": "26-01-2026"}, longer)), is_strict=True)
    assert not preview.refusal
    assert [(one.line, one.level.value, one.text) for one in preview.problems] == [
        (3, "warning", "Pladsen er optaget: med dette bliver det 2 forløb på én plads fra 26-01-2026 til 01-02-2026."),
        (4, "warning", "Forløbet varer 8 uger. For virksomhedspraktik er det længste 4 uger."),
    ]
    carry_out(town, preview)
    again = read(town, csv_of(table(USUAL, line(**late) | {"Starter": "27-01-2026"})))
    assert [one.line for one in again.problems] == [3]  # the days differ, so it is told anew
    assert Placement.objects.count() == 3


def test_all_that_is_wrong_with_a_line_is_told(town: SimpleNamespace) -> None:
    cells = {"Starter": "i går", "Timer": "mange"}
    told = only_problem(read(town, csv_of(table(USUAL | cells))))
    assert "er ikke en dato" in told
    assert "er ikke et tal" in told
    told = only_problem(read(town, csv_of(table(USUAL | {"Enhedskode": "ingen", "Stillingstype": "astronaut"}))))
    assert "enheden findes ikke" in told
    assert "stillingstypen findes ikke" in told


def test_a_column_that_is_not_known_refuses_the_file(town: SimpleNamespace) -> None:
    with pytest.raises(UnreadableFile, match="Slutdato"):
        read(town, csv_of(table(USUAL, heads=(*HEADS, "Slutdato"))))


def test_a_number_of_another_departments_is_told_and_not_shown(town: SimpleNamespace) -> None:
    take(town, USUAL | {"Enhedskode": "parken"}, who="coordinator")
    preview = read(town, csv_of(table(USUAL)))
    assert only_problem(preview) == "2: Nummeret kan ikke bruges. Spørg koordinatoren, hvis det er rigtigt."


def test_a_number_of_ours_tells_nothing_of_whether_another_department_has_it(town: SimpleNamespace) -> None:
    take(town, USUAL | {"Enhedskode": "parken"}, who="coordinator")
    theirs = Placement.objects.get().reference
    for number in (theirs, "F-2026-9999"):
        for other in ({"Nummer i fagsystemet": "MOM-77"}, {"Nummer i fagsystemet": ""}):
            preview = read(town, csv_of(table(line(**({"Nummer": number} | other)), heads=("Nummer", *HEADS))))
            told = f"2: Nummeret {number} findes ikke her. Lad feltet stå tomt for at oprette et nyt."
            assert only_problem(preview) == told


def test_rights_that_went_meanwhile_stop_the_import(town: SimpleNamespace) -> None:
    preview = read(town, csv_of(table(USUAL | {"Enhedskode": "parken"})), who="coordinator")
    with pytest.raises(AccessDenied):
        apply_placements(actor=town.as_("consultant"), payload=preview.payload, at=NOW)
    assert not Placement.objects.exists()


@pytest.mark.parametrize("who", ["leader", "controller", "colleague"])
def test_who_registers_nothing_imports_nothing(town: SimpleNamespace, who: str) -> None:
    with pytest.raises(AccessDenied):
        read(town, csv_of(table(USUAL)), who=who)


def test_what_changed_since_the_preview_is_found_out(town: SimpleNamespace) -> None:
    preview = read(town, csv_of(table(USUAL)))
    take(town, USUAL | {"Starter": "06-01-2026"})
    assert fingerprint_of_payload(preview.payload) != preview.fingerprint


def test_what_is_cancelled_stays_so(town: SimpleNamespace) -> None:
    take(town, USUAL)
    cancel_placement(actor=town.as_("consultant"), placement_id=Placement.objects.get().pk, at=NOW)
    assert "aflyst" in only_problem(read(town, csv_of(table(USUAL | {"Starter": "06-01-2026"}))))


def test_the_list_that_went_out_comes_in_again_as_nothing_new(town: SimpleNamespace) -> None:
    take(town, FULL, line(**{"Nummer i fagsystemet": "MOM-2", "Slutter": ""}))
    rows = list_placements(actor=town.as_("consultant"), chosen=Chosen(), tree=tree_on(TODAY), on=TODAY)
    preview = read(town, csv_of(register_table(rows, TODAY)))
    assert not preview.problems
    assert preview.nothing_to_do


def outcomes(town: SimpleNamespace, *lines: tuple[str, ...], who: str = "consultant", **options: Any) -> Preview:
    heads = ("Nummer i fagsystemet", "Udfald", "Sagen lukket", "Udfald opgjort")
    return read_outcomes(
        actor=town.as_(who), content=csv_of((heads, *lines)), filename="x.csv", options=options, at=NOW
    )


def test_outcomes_come_in_and_the_same_again_is_nothing(town: SimpleNamespace) -> None:
    take(town, USUAL)
    said = ("MOM-1", "I job", "02-02-2026", "01-04-2026")
    preview = outcomes(town, said)
    assert not preview.problems
    carry_out(town, preview)
    assert Outcome.objects.get().exit_type == "job"
    assert outcomes(town, said).nothing_to_do
    [change] = outcomes(town, ("MOM-1", "I uddannelse", "02-02-2026", "01-04-2026")).changes
    assert (change.before[:5], change.after[:12]) == ("I job", "I uddannelse")


@pytest.mark.parametrize(
    ("said", "told"),
    [
        (("MOM-9", "I job", "", "01-04-2026"), "ikke noget forløb med det nummer"),
        (("MOM-72", "I job", "", "01-04-2026"), "ikke noget forløb med det nummer"),
        (("MOM-1", "", "", ""), "Der står ikke noget udfald"),
        (("MOM-1", "I job", "01-01-2026", "01-04-2026"), "før forløbet begyndte"),
        (("MOM-71", "I job", "", "01-04-2026"), "ikke slut endnu"),
    ],
)
def test_an_outcome_that_cannot_be_is_told_by_its_line(town: SimpleNamespace, said: tuple[str, ...], told: str) -> None:
    take(town, USUAL, line(**{"Nummer i fagsystemet": "MOM-71", "Slutter": ""}))
    take(town, line(**{"Nummer i fagsystemet": "MOM-72", "Enhedskode": "parken"}), who="coordinator")
    assert told in only_problem(outcomes(town, said))
    assert outcomes(town, said, is_strict=True).refusal


def test_five_thousand_lines_cost_no_more_queries_than_one(
    town: SimpleNamespace, django_assert_max_num_queries: Any
) -> None:
    lines = [line(**{"Nummer i fagsystemet": f"MOM-{one}"}) for one in range(5000)]
    content, actor = csv_of(table(*lines)), town.as_("consultant")
    began = time.monotonic()
    with django_assert_max_num_queries(10):
        preview = read_placements(actor=actor, content=content, filename="x.csv", options={}, at=NOW)
    assert len(preview.changes) == 5000
    assert time.monotonic() - began < 20
