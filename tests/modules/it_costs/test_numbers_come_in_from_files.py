"""Numbers come in from files, Danish and English ones told apart; what is written out comes in again as it went."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from types import SimpleNamespace

import pytest

from chefforum.kernel.access.rules import Actor
from chefforum.kernel.documents.services import make
from chefforum.kernel.imports.registry import Preview, UnreadableFile
from chefforum.modules.it_costs.imports.price_indices import apply_price_indices, read_price_indices
from chefforum.modules.it_costs.imports.volumes import apply_volumes, read_volumes
from chefforum.modules.it_costs.models import ItSystem, PriceIndex, Volume
from chefforum.modules.it_costs.rules.kinds import Source
from chefforum.modules.it_costs.rules.volumes import NOT_THERE, Facts
from chefforum.modules.it_costs.services.volumes import facts_of, undo_volumes
from tests.modules.it_costs.conftest import NOW

HEAD = "System;Ting;År;Antal;Enhed;Beløb\n"


@pytest.fixture
def coordinator(town: SimpleNamespace) -> Actor:
    for name in ("Elevplan", "Sagsstyring"):
        ItSystem.objects.create(name=name, owner_unit=town.schools, created_at=NOW, changed_at=NOW)
    return town.as_("coordinator")  # type: ignore[no-any-return]


def read(actor: Actor, text: str | bytes, **options: object) -> Preview:
    content = text.encode() if isinstance(text, str) else text
    return read_volumes(actor=actor, content=content, filename="antal.csv", options=options, at=NOW)


def load(actor: Actor, text: str | bytes, **options: object) -> None:
    apply_volumes(actor=actor, payload=read(actor, text, **options).payload, at=NOW)


def stands() -> dict[tuple[str, str, int], Facts]:
    return {(one.system.name, one.item, one.year): facts_of(one) for one in Volume.objects.select_related("system")}


def test_lines_are_known_again_by_system_item_and_year_and_an_empty_cell_changes_nothing(coordinator: Actor) -> None:
    load(coordinator, HEAD + "Elevplan;Licens;2022;1.200,5;licens;250.000,50\n")
    load(coordinator, "System;Ting;År;Beløb\nelevplan;Licens;2022;300000\n")
    assert stands() == {("Elevplan", "Licens", 2022): Facts(Decimal("1200.5"), "licens", 30_000_000)}
    assert Volume.objects.get().source == Source.FILE.value
    assert read(coordinator, HEAD + "Elevplan;Licens;2022;1200,5;licens;300000\n").nothing_to_do


def test_english_numbers_are_told_from_danish_ones_by_those_that_can_be_only_one(coordinator: Actor) -> None:
    load(coordinator, HEAD + "Elevplan;Licens;2022;1,200;licens;250,000.50\nElevplan;Licens;2025;1,300;licens;1.50\n")
    assert stands()["Elevplan", "Licens", 2022] == Facts(Decimal(1200), "licens", 25_000_050)
    load(coordinator, HEAD + "Elevplan;Licens;2025;1.300;licens;1,50\n")
    assert stands()["Elevplan", "Licens", 2025] == Facts(Decimal(1300), "licens", 150)


def test_numbers_that_may_be_either_are_read_as_danish_and_it_is_said(coordinator: Actor) -> None:
    found = read(coordinator, HEAD + "Elevplan;Licens;2022;1.200;licens;500\n")
    assert "1.234 er læst på dansk" in found.problems[0].text
    english = read(coordinator, HEAD + "Elevplan;Licens;2022;1.200;licens;500\n", numbers="english")
    assert english.payload[0][3]["quantity"] == "1.2"


def test_a_file_with_both_kinds_of_numbers_is_refused_with_the_lines(coordinator: Actor) -> None:
    with pytest.raises(UnreadableFile, match=r"dansk \(linje 2\) og engelsk \(linje 3\)"):
        read(coordinator, HEAD + "Elevplan;Licens;2022;1;licens;1.000,50\nElevplan;Licens;2025;1;licens;1,000.50\n")


def test_bad_lines_are_told_by_number_and_the_good_ones_come_in(coordinator: Actor) -> None:
    text = HEAD + (
        "Elevplan;Licens;2022;10;licens;100\n"
        "Ukendt;Licens;2022;10;licens;100\n"
        "Elevplan;Licens;tyve;10;licens;100\n"
        "Elevplan;Licens;2025;mange;licens;100\n"
        "Elevplan;Licens;2022;11;licens;100\n"
        "Elevplan;;2022;11;licens;100\n"
        "Elevplan;Kreditnota;2022;;;-50\n"
        "Elevplan;Minus;2022;-1;;\n"
    )
    found = read(coordinator, text)
    assert [one.line for one in found.problems] == [3, 4, 5, 6, 7, 9]
    assert len(found.payload) == 2


def test_a_file_that_is_the_whole_list_says_what_was_not_there(coordinator: Actor) -> None:
    text = HEAD + "Elevplan;Licens;2022;10;;100\nElevplan;Licens;2025;10;;100\nSagsstyring;Licens;2025;5;;500\n"
    load(coordinator, text)
    assert ("Sagsstyring", "Licens", 2022) not in stands()
    load(coordinator, text, is_whole=True)
    assert stands()["Sagsstyring", "Licens", 2022] == NOT_THERE


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_what_is_written_out_comes_in_again_and_changes_nothing(coordinator: Actor, kind: str) -> None:
    text = HEAD + (
        "Elevplan;Licens;2022;1234,567;licens;1.234.567,89\nElevplan;Aftale;2022;;Aftale;-100\nSagsstyring;=1+1;2025;0;;\n"
    )
    load(coordinator, text)
    made = make(kind="it_costs.volumes", actor=coordinator, parameters={}, format=kind, at=NOW)
    was = stands()
    assert read(coordinator, made.content).nothing_to_do
    Volume.objects.all().delete()
    load(coordinator, made.content)
    assert stands() == was


def test_a_load_can_be_undone_as_one(coordinator: Actor) -> None:
    load(coordinator, HEAD + "Elevplan;Licens;2022;10;;100\nSagsstyring;Licens;2025;5;;500\n")
    change = Volume.objects.first()
    assert change
    batch = change.system.volume_changes.get().batch
    assert undo_volumes(actor=coordinator, batch=batch, at=NOW + dt.timedelta(hours=1)).count == 2
    assert not Volume.objects.exists()


def test_an_index_of_months_from_statbank_becomes_the_mean_of_whole_years(coordinator: Actor) -> None:
    months = "".join(f"Forbrugerprisindeks, i alt;2024M{month:02};{100 + month},0\n" for month in range(1, 13))
    text = "VAREGR;TID;INDHOLD\n" + months + "Forbrugerprisindeks, i alt;2025M01;113,5\n"
    options = {"name": "Forbrugerprisindekset", "source": "Danmarks Statistik, PRIS111"}
    found = read_price_indices(actor=coordinator, content=text.encode(), filename="x.csv", options=options, at=NOW)
    assert "2025 har 1 af 12 måneder" in found.problems[0].text
    apply_price_indices(actor=coordinator, payload=found.payload, at=NOW)
    index = PriceIndex.objects.get()
    assert (index.name, index.year, index.value) == ("Forbrugerprisindekset", 2024, Decimal("106.5"))
