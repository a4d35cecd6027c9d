"""Systems and contracts come in from files and go out as files that come in again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chefforum.kernel.audit.models import Event
from chefforum.kernel.imports.jobs import carry_out_now, read_now
from chefforum.kernel.imports.models import Import
from chefforum.kernel.imports.registry import UnreadableFile
from chefforum.kernel.imports.rules import ImportState
from chefforum.kernel.imports.services import WorldChanged
from chefforum.kernel.imports.tables import csv_of, tables_of, workbook_of
from chefforum.modules.it_costs.imports.systems import read_system_file
from chefforum.modules.it_costs.models import Contract, FieldValue, ItSystem, RegisterChange, Vendor
from chefforum.modules.it_costs.queries.register import facts_of
from chefforum.modules.it_costs.queries.register_table import contracts_table, systems_table
from chefforum.modules.it_costs.rules.contracts import ContractFacts
from chefforum.modules.it_costs.rules.field_texts import band_of, band_text, list_of, list_text, vendor_of, vendor_text
from chefforum.modules.it_costs.rules.register import SystemFacts
from chefforum.modules.it_costs.rules.system_rows import SYSTEM_COLUMNS
from chefforum.modules.it_costs.services.contracts import register_contract
from chefforum.modules.it_costs.services.register import register_system, say_need, validate_fields
from tests.modules.it_costs.conftest import NOW

LATER = NOW + dt.timedelta(hours=1)


def brought(
    town: SimpleNamespace,
    lines: str | bytes,
    *,
    kind: str = "it_costs.systems",
    name: str = "coordinator",
    options: dict[str, Any] | None = None,
) -> Import:
    content = lines.encode() if isinstance(lines, str) else lines
    actor = town.as_(name)
    item = read_now(kind=kind, content=content, filename="fil.csv", options=options or {}, actor=actor, at=LATER)
    return carry_out_now(import_id=item.pk, actor=actor, at=LATER) if item.state == ImportState.READY else item


def told(item: Import) -> list[tuple[int | None, str]]:
    return [(problem["line"], problem["text"]) for problem in item.problems]


def a_system(town: SimpleNamespace, **more: Any) -> ItSystem:
    said = {"name": "Elevplan", "owner_unit_id": town.schools.pk, "vendor_id": town.vendor.pk, "hosting": "own"}
    return register_system(actor=town.as_("coordinator"), facts=SystemFacts(**said | more), at=NOW)


def test_a_file_registers_systems_with_all_that_it_says(town: SimpleNamespace) -> None:
    owner = town.people["colleague"]
    item = brought(
        town,
        "Navn;Type;Leverandør;CVR;Enhedskode;Systemejers e-mail;Brugere, mindst;Brugere, højst;Bruges af (koder);"
        "Opgaver (KLE);Hvor det kører;Bruger AI;Eget indkøb;Nødvendigt;Begrundelse\n"
        f"Regneøen;It-system;Strandager;99000125;{town.schools.code};{owner.email.upper()};1.000;2.000;"
        f"{town.north.code};17.01, 27;hos leverandør;JA;ja;Rart at have;Bogen dækker det meste\n",
    )
    assert item.state == ImportState.DONE, item.error
    assert told(item) == []
    system = ItSystem.objects.get()
    assert facts_of(system) == SystemFacts(
        name="Regneøen",
        vendor_id=Vendor.objects.get(name="Strandager", cvr="99000125").pk,
        owner_unit_id=town.schools.pk,
        owner_id=owner.pk,
        users_low=1000,
        users_high=2000,
        units=(town.north.pk,),
        tasks=("17.01", "27"),
        hosting="external",
        uses_ai="yes",
        bought_outside_it=True,
    )
    assert (system.need, system.need_reason) == ("nice", "Bogen dækker det meste")
    value = FieldValue.objects.get(system=system, field="hosting")
    assert (value.source, value.validated_at) == ("file", None)
    assert Event.objects.get(action="it_costs.import_systems").data == {"added": 1, "changed": 0, "source": "file"}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_danish_letters_come_in_whatever_the_file_is_written_in(town: SimpleNamespace, encoding: str) -> None:
    brought(town, "Navn;Hvad det bruges til\nÆblegård;Ål på øen\n".encode(encoding))
    assert ItSystem.objects.get().name == "Æblegård"


def test_a_spreadsheet_is_read_like_a_csv(town: SimpleNamespace) -> None:
    brought(town, workbook_of("Ark", [("Navn", "Hvor det kører"), ("Regneøen", "Hos os selv")]))
    assert ItSystem.objects.get().hosting == "own"


def test_an_empty_cell_and_a_column_that_is_left_out_change_nothing(town: SimpleNamespace) -> None:
    a_system(town, description="Om elever", tasks=("17.01",))
    item = brought(town, "Navn;Hvad det bruges til;Familie\nelevplan;;Skole\n", options={"is_own": True})
    system = ItSystem.objects.get()
    assert (system.description, system.family, system.hosting) == ("Om elever", "Skole", "own")
    assert facts_of(system).tasks == ("17.01",)
    assert item.state == ImportState.DONE


def test_a_system_is_known_again_by_its_number_also_when_it_is_renamed(town: SimpleNamespace) -> None:
    system = a_system(town)
    brought(town, f"Nr.;Navn\n{system.pk};Elevplanen\n", options={"is_own": True})
    assert ItSystem.objects.get().name == "Elevplanen"
    change = RegisterChange.objects.filter(act="changed").get()
    assert (change.was, change.became) == ({"name": "Elevplan"}, {"name": "Elevplanen"})


def test_bad_lines_are_told_by_number_and_reason_and_the_others_come_in(town: SimpleNamespace) -> None:
    a_system(town)
    a_system(town)
    item = brought(
        town,
        "Navn;Enhedskode;Hvor det kører;Brugere, mindst;Brugere, højst;Opgaver (KLE);CVR;Nødvendigt;Vejr\n"
        f"God;{town.schools.code};;;;;;;sol\n"
        ";;;;;;;;regn\n"
        "A;9999;;;;;;;\n"
        "B;;Sky;;;;;;\n"
        "C;;;9;3;;;;\n"
        "D;;;mange;;;;;\n"
        "E;;;;;1.2;;;\n"
        "F;;;;;;123;;\n"
        "G;;;;;;;Rart at have;\n"
        "Elevplan;;;;;;;;\n"
        "God;;;;;;;;\n"
        "I;;;;;;99000100;;\n",
    )
    assert item.state == ImportState.DONE, item.error
    assert ItSystem.objects.filter(name="God").count() == 1
    found = dict(told(item))
    assert found[None] == "Kolonnen “Vejr” bruges ikke."
    assert {number: text.split(".")[0] for number, text in found.items() if number} == {
        4: "Ingen enhed har koden 9999 i dag",
        5: "“Hvor det kører” kan ikke være Sky",
        6: "“Brugere, højst” er mindre end “Brugere, mindst”",
        7: "“Brugere, mindst” er ikke et tal: mange",
        8: "“Opgaver (KLE)”: 1",
        9: "“CVR” skal være otte cifre",
        10: "Skriv, hvorfor",
        11: "2 hedder Elevplan",
        12: "God står to gange i filen",
        13: "Ingen leverandør her har CVR-nummer 99000100",
    }


@pytest.mark.parametrize("content", [b"", b"Vejr;Vind\nsol;ja\n", b"\x00\x01\x02", b"PK\x03\x04 ikke et regneark"])
def test_a_file_that_is_none_is_refused_and_changes_nothing(town: SimpleNamespace, content: bytes) -> None:
    with pytest.raises(UnreadableFile):
        read_system_file(actor=town.as_("coordinator"), content=content, filename="x", options={}, at=LATER)
    assert not ItSystem.objects.exists()


def test_what_somebody_validated_stands_and_the_file_is_a_proposal(town: SimpleNamespace) -> None:
    system = a_system(town)
    brought(town, "Navn;Hvor det kører;Familie\nElevplan;Hos leverandør;Skole\n")
    system.refresh_from_db()
    assert (system.hosting, system.family) == ("own", "Skole")
    value = FieldValue.objects.get(system=system, field="hosting")
    assert (value.value, value.proposed, value.proposed_by) == ("own", "external", "file")
    assert value.validated_at == NOW


def test_ones_own_file_is_right_when_one_says_so(town: SimpleNamespace) -> None:
    system = a_system(town)
    brought(town, "Navn;Hvor det kører\nElevplan;Hos leverandør\n", options={"is_own": True})
    value = FieldValue.objects.get(system=system, field="hosting")
    assert (value.value, value.source, value.validated_at) == ("external", "file", LATER)


def test_a_department_brings_in_its_own_and_is_told_of_the_rest(town: SimpleNamespace) -> None:
    a_system(town, name="Digitalt", owner_unit_id=town.digital.pk)
    item = brought(
        town,
        f"Navn;Enhedskode\nVores;{town.north.code}\nDeres;{town.digital.code}\nIngens;\nDigitalt;{town.schools.code}\n",
        name="it_manager",
    )
    assert set(ItSystem.objects.values_list("name", flat=True)) == {"Digitalt", "Vores"}
    assert ItSystem.objects.get(name="Digitalt").owner_unit_id == town.digital.pk
    assert [number for number, _ in told(item)] == [3, 4, 5]


def test_what_changes_between_preview_and_carrying_out_is_found_out(town: SimpleNamespace) -> None:
    system, actor = a_system(town), town.as_("coordinator")
    item = read_now(
        kind="it_costs.systems",
        content=b"Navn;Familie\nElevplan;Skole\n",
        filename="fil.csv",
        options={},
        actor=actor,
        at=LATER,
    )
    say_need(actor=actor, system_id=system.pk, need="need", reason="Lov", at=LATER)
    with pytest.raises(WorldChanged):
        carry_out_now(import_id=item.pk, actor=actor, at=LATER)
    assert ItSystem.objects.get().family == ""


def test_the_register_goes_out_and_comes_in_again_unchanged(town: SimpleNamespace) -> None:
    system = a_system(town, description='Med "tegn"; og\nlinjer', tasks=("17.01", "27"), units=(town.north.pk,))
    a_system(town, name="=1+1", owner_unit_id=None, users_low=5)
    say_need(actor=town.as_("coordinator"), system_id=system.pk, need="need", reason="Lov", at=NOW)
    validate_fields(actor=town.as_("coordinator"), system_id=system.pk, names=["kind"], at=NOW)
    table = systems_table(list(ItSystem.objects.all()))
    done = RegisterChange.objects.count()
    for content in (csv_of(table), workbook_of("Ark", table)):
        item = brought(town, content)
        assert (item.state, told(item)) == (ImportState.DONE, []), item.summary
    assert RegisterChange.objects.count() == done
    ItSystem.objects.all().delete()
    brought(town, csv_of([row[1:] for row in table]))
    again = systems_table(list(ItSystem.objects.all()))
    assert [row[1:] for row in again] == [row[1:] for row in table]


def test_contracts_go_out_and_come_in_again_and_know_their_systems(town: SimpleNamespace) -> None:
    one, two = a_system(town, name="A"), a_system(town, name="B")
    facts = ContractFacts(
        name="Aftale",
        number="K-1",
        vendor_id=town.vendor.pk,
        unit_id=town.schools.pk,
        starts_on=dt.date(2025, 1, 1),
        ends_on=dt.date(2026, 12, 31),
        notice_months=6,
        price_regulation="Fast",
    )
    covers = {one.pk: Decimal("0.625"), two.pk: None}
    register_contract(actor=town.as_("coordinator"), facts=facts, covers=covers, at=NOW)
    table = contracts_table(list(Contract.objects.all()))
    assert table[1][-2:] == ("A; B", "62,5; -")
    item = brought(town, csv_of(table), kind="it_costs.contracts")
    assert (item.state, told(item)) == (ImportState.DONE, [])
    assert RegisterChange.objects.filter(contract__isnull=False).count() == 1
    Contract.objects.all().delete()
    brought(town, csv_of([row[1:] for row in table]), kind="it_costs.contracts")
    assert [row[1:] for row in contracts_table(list(Contract.objects.all()))] == [row[1:] for row in table]


def test_bad_lines_of_contracts_are_told_by_number_and_reason(town: SimpleNamespace) -> None:
    a_system(town)
    item = brought(
        town,
        "Kontraktnummer;Navn;Starter;Slutter;Systemer;Andele, procent;Varsel, måneder\n"
        "K-1;God;01-01-2026;31-12-2026;Elevplan;100;3\n"
        "K-2;Bagvendt;31-12-2026;01-01-2026;;;\n"
        "K-3;Ukendt;;;Vejrstationen;;\n"
        "K-4;For meget;;;Elevplan;120;\n"
        "K-5;Uens;;;Elevplan;50; \n"
        "K-6;Ingen dag;i morgen;;;;\n"
        "K-7;Lang;;;;;500\n"
        "K-8;;;;;;\n"
        "K-1;Igen;;;;;\n",
        kind="it_costs.contracts",
    )
    assert item.state == ImportState.DONE, item.error
    assert set(Contract.objects.values_list("number", flat=True)) == {"K-1", "K-5"}
    assert {number: text.split(".")[0] for number, text in told(item)} == {
        3: "Kontrakten slutter, før den starter",
        4: "Intet system her hedder Vejrstationen",
        5: "“Andele, procent” er hver fra 0 til 100 og tilsammen højst 100",
        7: "“Starter” er ikke en dato: i morgen",
        8: "“Varsel, måneder” skal være et helt tal fra 0 til 120",
        9: "“Navn” mangler",
        10: "Igen står to gange i filen",
    }


@given(st.one_of(st.none(), st.integers(0, 10**6)), st.one_of(st.none(), st.integers(0, 10**6)))
def test_a_range_reads_back_as_it_was_written(low: int | None, high: int | None) -> None:
    assert band_of(band_text(low, high)) == (low, high)


@given(st.sets(st.from_regex(r"\d{2}(\.\d{2}){0,2}", fullmatch=True)))
def test_a_list_reads_back_as_it_was_written(parts: set[str]) -> None:
    assert set(list_of(list_text(parts))) == parts


@given(st.text(min_size=1).filter(lambda name: "\n" not in name), st.from_regex(r"[0-9]{8}", fullmatch=True))
def test_a_vendor_reads_back_as_it_was_written(name: str, cvr: str) -> None:
    assert vendor_of(vendor_text(name, cvr)) == (name, cvr)


def test_every_column_of_a_file_is_one_that_comes_in(town: SimpleNamespace) -> None:
    table: Sequence[Sequence[Any]] = tables_of(csv_of(systems_table([])))[0]
    assert list(table[0]) == list(SYSTEM_COLUMNS.values())
