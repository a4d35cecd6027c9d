"""What the sending system says that a file has, is held against what was read."""

from __future__ import annotations

import pytest

from chefforum.modules.ledger.lake.manifest import read_manifest
from chefforum.modules.ledger.models import Extract
from chefforum.modules.ledger.queries.telling import control_sentences
from chefforum.modules.ledger.rules.control import Control, oere_of
from chefforum.modules.ledger.services.loading import DiffersFromControl
from tests.modules.ledger.conftest import csv_text
from tests.modules.ledger.test_bad_input import row

ROWS = [row(1, amount="1.000,50"), row(2, amount="-200,25")]


@pytest.mark.parametrize("control", [Control(2, 800_25), Control(2), Control(None, 800_25), Control()])
def test_what_agrees_is_loaded_and_said(load, file, control):
    extract = load(file("a.csv", ROWS), control=control, keep_good=False)
    manifest = read_manifest(str(extract.pk))
    assert (manifest.control_lines, manifest.control_amount) == (control.lines, control.amount)
    assert not manifest.differs_from_control
    assert all(sentence.endswith("det stemmer") for sentence in control_sentences(manifest))


@pytest.mark.parametrize(
    ("control", "told"),
    [
        (Control(3), "det er 1 for lidt"),
        (Control(1), "det er 1 for meget"),
        (Control(2, 0), "det er 800,25 kr. for meget"),
    ],
)
def test_a_difference_stops_all_or_nothing_and_is_told_else(load, file, control, told):
    path = file("a.csv", ROWS)
    with pytest.raises(DiffersFromControl):
        load(path, control=control, keep_good=False)
    assert not Extract.objects.exists()
    manifest = read_manifest(str(load(path, control=control, keep_good=True).pk))
    assert manifest.differs_from_control
    assert told in " ".join(control_sentences(manifest))


def test_a_file_cut_between_two_lines_is_found_by_the_number_of_them(load, file):
    whole = csv_text(ROWS)
    with pytest.raises(DiffersFromControl):
        load(file("a.csv", whole[: whole.rindex("2;")]), control=Control(2), keep_good=False)


def test_the_systems_own_sign_is_what_its_sum_is_held_against(load, file, mapped):
    extract = load(file("a.csv", ROWS), mapping=mapped(is_sign_reversed=True), control=Control(2, 800_25))
    assert extract.amount_read == -800_25
    assert not read_manifest(str(extract.pk)).differs_from_control


@pytest.mark.parametrize(
    ("typed", "oere"),
    [("1.234.567,89", 123456789), ("1234567,89 kr.", 123456789), ("−0,07", -7), ("-12", -1200), (" 0 ", 0)],
)
def test_a_sum_is_typed_as_danes_write_it(typed, oere):
    assert oere_of(typed) == oere


@pytest.mark.parametrize("typed", ["tolv", "1,234.50", "1,005", "5 %", "1 mio. kr."])
def test_what_is_no_sum_says_how_to_write_one(typed):
    with pytest.raises(ValueError, match="Skriv det som"):
        oere_of(typed)
