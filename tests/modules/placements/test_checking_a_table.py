"""Can this table be reproduced? Any table is answered or told what is wrong with it, by line and column."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from chefforum.kernel.imports.tables import workbook_of
from chefforum.modules.placements.rules.pasted_tables import cells_of, read_pasted
from chefforum.modules.placements.rules.table_check import EXAMPLE, answer

LINES = [line.split("\t") for line in EXAMPLE.strip().splitlines()]


def answered(text):
    table = read_pasted(cells_of(text))
    assert not table.faults
    return answer(table)


def told(text):
    return [(one.where, one.text) for one in read_pasted(cells_of(text)).faults]


def test_the_sources_table_has_keys_by_three_methods_and_not_by_dhondt():
    found = answered(EXAMPLE)
    assert {one.name: one.fits for one in found.methods} == {
        "Største rest": True,
        "Sainte-Laguë": True,
        "D'Hondt": False,
        "Almindelig afrunding": True,
    }
    assert not found.sums
    assert all(fits for one in found.methods for _, fits in one.columns)


def test_the_intervals_are_those_of_the_field_notes():
    shares = {one.name: one for one in answered(EXAMPLE).methods[0].shares}
    assert (shares["Sundhed og Omsorg"].low, shares["Sundhed og Omsorg"].high) == ("25,71 %", "26,05 %")
    assert (shares["Økonomi og Ledelse"].low, shares["Økonomi og Ledelse"].high) == ("3,11 %", "3,46 %")
    assert all(one.low < one.central < one.high for one in shares.values())


def test_what_conflicts_is_named_by_cell():
    dhondt = next(one for one in answered(EXAMPLE).methods if one.name == "D'Hondt")
    assert dhondt.cells
    assert dhondt.claims
    assert "ikke alle med den samme nøgle" in dhondt.said
    changed = EXAMPLE.replace("Praktik løbende", "Løbende").replace("16\t1\nI alt\t60\t15\t487\t37", "16\t9\n")
    found = answered(changed)
    assert not found.fits
    assert all("Løbende" in " ".join(one.cells) for one in found.methods[:2])


def test_a_total_that_is_wrong_is_told():
    found = answered(EXAMPLE.replace("\t487\t", "\t488\t"))
    assert found.sums == ("Praktik pr. år: tallene giver 487, men tabellen siger 488 i alt.",)
    assert [one.fits for one in found.methods[:3]] == [False] * 3


@pytest.mark.parametrize("mark", ["\t", ";", " | ", "   "])
def test_however_the_columns_are_parted(mark):
    assert answered("\n".join(mark.join(line) for line in LINES)).fits


def test_markdown_and_our_own_noughts_are_read():
    rows = ["| " + " | ".join(line) + " |" for line in LINES]
    text = "\n".join([rows[0], "|---|---:|---:|---:|---:|", *rows[1:]]).replace("| 0 |", "| 0 (≈0,5) |")
    assert answered(text).fits


def test_numbers_at_the_end_of_lines_are_columns():
    assert answered("Afdeling antal\nÆldre, Sundhed & Social 16 4\nStab 2 0").methods[0].columns[0][0] == "Kolonne 2"


@pytest.mark.parametrize(
    ("text", "where", "words"),
    [
        ("Afdeling;A\nSkoler;3\nMiljø;x", "Linje 3, kolonne 2", "“x” er ikke et tal"),
        ("Afdeling;A\nSkoler;3,5\nMiljø;1", "Linje 2, kolonne 2", "3,5 er ikke et helt tal"),
        ("Afdeling;A\nSkoler;-3", "Linje 2, kolonne 2", "fra 0 til 100.000"),
        ("Afdeling;A;B\nSkoler;3;", "Linje 2, kolonne 3", "mangler et tal"),
        ("Afdeling;A\n;3", "Linje 2, kolonne 1", "afdelingens navn"),
        ("Afdeling;A\nSkoler;3\nSkoler;4", "Linje 3, kolonne 1", "allerede længere oppe"),
        ("Skoler;3\nMiljø;2", "Linje 1", "hvad kolonnerne hedder"),
        ("Afdeling;A", "", "en linje for hver afdeling"),
        ("vrøvl\nmere vrøvl", "Linje 1", "kun én kolonne"),
        ("Afdeling;I alt\nSkoler;3", "", "ingen kolonner med tal"),
        ("Afdeling;A\nI alt;3", "", "ingen afdelinger"),
        ("Afdeling;A\n" + "\n".join(f"a{n};1" for n in range(21)), "", "21 afdelinger"),
        ("Afdeling" + ";x" * 9 + "\na" + ";1" * 9, "", "9 kolonner"),
    ],
)
def test_what_is_wrong_is_told_by_line_and_column(text, where, words):
    assert any(place == where and words in said for place, said in told(text))


@given(st.text(max_size=300))
def test_no_text_makes_it_fall(text):
    table = read_pasted(cells_of(text))
    assert bool(table.faults) != bool(table.columns)


CELLS = st.text("abÆ 0123456789.,;|-−(≈)\t", max_size=6)


@given(st.lists(st.lists(CELLS, min_size=1, max_size=4), max_size=6))
def test_no_table_makes_it_fall(rows):
    read_pasted(rows)


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), min_size=1, max_size=5))
def test_every_table_of_whole_numbers_is_answered(rows):
    text = "Afdeling;A;B\n" + "\n".join(f"a{at};{one};{two}" for at, (one, two) in enumerate(rows))
    found = answered(text)
    says_nothing = len(rows) == 1 or not any(one or two for one, two in rows)
    assert len(found.methods) == (0 if says_nothing else 4)


@pytest.mark.parametrize(
    ("text", "words"),
    [("Afdeling;A\nSkole;7", "kun én afdeling"), ("Afdeling;A;B\nSkole;0;0\nMiljø;0;0\nI alt;0;0", "alle tal er 0")],
)
def test_a_table_that_every_key_gives_is_not_said_to_be_reproduced(text, words):
    found = answered(text)
    assert words in found.said
    assert not found.fits
    assert "Ja" not in found.said


def test_departments_that_stand_twice_are_told_once_with_their_names():
    names = [f"Afdeling {number}" for number in range(25)]
    text = "Navn;A\n" + "\n".join(f"{name};1" for name in names * 2)
    found = told(text)
    assert len(found) == 1 + (len(names) > 20)
    assert all(f"“{name}”" in found[0][1] for name in names)
    assert "“Afdeling 0” (linje 27)" in found[0][1]


@pytest.mark.django_db
class TestThePage:
    @pytest.fixture(autouse=True)
    def _signed_in(self, town, client):
        client.force_login(town.people["colleague"])

    def test_the_example_is_offered_and_answered(self, client):
        page = client.get(reverse("placements:table_check"), {"eksempel": "1"}).content.decode()
        assert "Skole og Dagtilbud\t28\t7\t223\t17" in page
        page = client.post(reverse("placements:table_check"), {"table": EXAMPLE})
        assert page.status_code == 200
        assert "Ja. Én nøgle giver tabellens 4 kolonner" in page.content.decode()

    @pytest.mark.parametrize(
        "content", ["\n".join(";".join(line) for line in LINES).encode(), workbook_of("Måltal", LINES)]
    )
    def test_a_file_does_as_well(self, client, content):
        name = "tabel.xlsx" if content.startswith(b"PK") else "tabel.csv"
        page = client.post(reverse("placements:table_check"), {"file": SimpleUploadedFile(name, content)})
        assert page.status_code == 200
        assert page.context["answer"].fits
        assert "Skole og Dagtilbud\t28" in page.content.decode()  # so that it can be put right there

    @pytest.mark.parametrize("content", [b"\x00\x00\x00", b"PK\x03\x04 nonsense", b"%PDF-1.4", b" "])
    def test_a_file_that_is_none_is_told(self, client, content):
        file = SimpleUploadedFile("tabel.xlsx", content)
        assert client.post(reverse("placements:table_check"), {"file": file}).status_code == 422

    @pytest.mark.parametrize("text", ["", "   ", "<script>", "a" * 20_001, ";;;;\n;;;;", "=1+1;2\n3;4"])
    def test_odd_input_is_answered(self, client, text):
        assert client.post(reverse("placements:table_check"), {"table": text}).status_code == 422
