"""Where something is not assessed every exit says the same: what of the budget that is, what is expected of the rest,
and how far that is from its own budget; and rows sum to totals."""

from __future__ import annotations

import datetime as dt
import io
import re

import pypdfium2
import pytest
from django.test import Client
from django.urls import reverse
from python_calamine import CalamineWorkbook

from chefforum.calc.blocks import Table, texts
from chefforum.kernel.documents.services import make
from chefforum.kernel.figures.in_text import words_of_value
from chefforum.kernel.figures.queries import value_of
from chefforum.modules.forecast.cards import area_standing
from chefforum.modules.forecast.documents.presentation import presentation_document
from chefforum.modules.forecast.models import FrozenFigure
from chefforum.modules.forecast.queries.areas import area_of, deviations_of, furthest_units
from chefforum.modules.forecast.queries.presentation import presented
from chefforum.modules.forecast.queries.rounds import figures_of_round
from chefforum.modules.forecast.queries.what_if import situation_of
from chefforum.modules.forecast.queries.workplace import workplace_year
from chefforum.modules.forecast.rules.rounds import FigurePart, RoundKind
from chefforum.modules.forecast.services.freezing import freeze_with_forecast
from chefforum.modules.forecast.services.rounds import begin_round
from chefforum.modules.forecast.services.running import run_forecast
from tests.modules.forecast.conftest import NOW, TODAY, YEAR

pytestmark = pytest.mark.django_db
WHOLE = ("102.600", "90.000", "13.800", "1.200 over")  # budget, not assessed, expected and deviation of the assessed
NORTH = ("101.000", "90.000", "12.000", "1.000 over")
SOUTH = ("1.000", "0", "1.200", "200 over")
SAID = "90.000 kr. af budgettet er ikke vurderet endnu"
LEFT = 15_000_00  # what Nordskolen's leader has written for May and June: the other months lack, so it is not assessed


@pytest.fixture
def world(town, books, budget, entry):
    """Nordskolen's substitutes have a budget of 90,000 and are not assessed in full; the rest is."""
    budget(
        ("4020", "4711", "11000"), ("5101", "4711", "90000"), ("4020", "4712", "1000"), ("4020", "9999", "600")
    )  # fmt: skip
    run_forecast(actor=town.controller, year=YEAR, at=NOW, on=TODAY)
    return town


def page_of(town, name: str, *args, who: str = "controller", **asked) -> str:
    client = Client()
    client.force_login(town.people[who], backend="django.contrib.auth.backends.ModelBackend")
    answer = client.get(reverse(f"forecast:{name}", args=args), {"aar": str(YEAR), **asked})
    assert answer.status_code == 200
    return answer.content.decode()


def row_of(page: str, name: str) -> tuple[str, ...]:
    """The first four numbers of the last row of that name, without what stands small under them."""
    found = [row for row in re.findall(r"<tr[^>]*>(.*?)</tr>", page, re.S) if words(row).startswith(name)]
    assert found, (name, words(page))
    cells = re.findall(r"<td[^>]*>(.*?)</td>", found[-1], re.S)
    return tuple(words(re.sub(r"<span.*?</span>", "", cell)) for cell in cells[:4])


def words(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", "", html)).strip()


def round_of(town):
    return begin_round(
        actor=town.controller, kind=RoundKind.FR1, period=202603, deadline=TODAY, at=NOW, on=TODAY
    )  # fmt: skip


def test_the_areas_page(world) -> None:
    page = page_of(world, "whole")
    assert (row_of(page, "I alt"), row_of(page, "Nordskolen"), row_of(page, "Sydskolen")) == (WHOLE, NORTH, SOUTH)
    assert SAID in page
    assert "<h1>Hele kommunen" in page
    assert "Mit område" in page_of(world, "whole", who="chief")


def test_the_deviations(world) -> None:
    page = page_of(world, "deviations")
    assert (row_of(page, "Nordskolen"), row_of(page, "Sydskolen")) == (NORTH, SOUTH)
    assert SAID in page
    found = deviations_of(actor=world.controller, year=YEAR, on=TODAY, by_line=True, by_pct=False)
    assert [row.sum.deviation for row in found.rows] == [1_000_00, 200_00]  # and nothing of the substitutes


def test_the_start_page(world) -> None:
    rows = area_standing(actor=world.controller, on=TODAY).rows
    assert [row.text for row in rows if "kr." in row.text] == [
        "I alt 1.200 kr. over",
        "Nordskolen: 1.000 kr. over",
        "Sydskolen: 200 kr. over",
    ]
    assert rows[0].meta.startswith(SAID)
    alone = area_standing(actor=world.leader, on=TODAY).rows[0]
    assert alone.text.startswith("I ender 2026 ca. 1.000 kr. over budgettet")
    assert alone.meta.startswith(SAID)


def test_the_workplaces_page_and_what_if(world) -> None:
    page = page_of(world, "workplace", world.north.pk)
    assert [row_of(page, name)[0] for name in ("Korrigeret budget", "Heraf ikke vurderet", "Forventet (")] == [
        *NORTH[:3]
    ]
    assert row_of(page, "Mod budgettet")[0] == NORTH[3]
    assert SAID in page
    shown = workplace_year(actor=world.leader, unit_id=world.north.pk, year=YEAR, on=TODAY)
    assert (shown.months.expected[11], shown.months.budget[11]) == (12_000_00, 11_000_00)
    assert sum(group.change for group in shown.groups) == shown.total.deviation
    lines = page_of(world, "lines", world.north.pk)
    assert row_of(lines, "I alt")[0] == NORTH[0]
    assert row_of(lines, "Heraf ikke vurderet")[:2] == (NORTH[1], "1.200")
    situation = situation_of(actor=world.leader, unit_id=world.north.pk, year=YEAR, on=TODAY)
    assert situation.shown.total == shown.total


@pytest.mark.parametrize("is_frozen", [False, True])
def test_a_round(world, is_frozen) -> None:
    made = round_of(world)
    if is_frozen:
        freeze_with_forecast(actor=world.controller, round_id=made.pk, at=NOW, on=TODAY)
        made.refresh_from_db()
    page = page_of(world, "round", made.pk)
    assert (row_of(page, "I alt"), row_of(page, "Nordskolen"), row_of(page, "Sydskolen")) == (WHOLE, NORTH, SOUTH)
    assert SAID in page
    found = figures_of_round(actor=world.controller, shown=made, beside=None, on=TODAY)
    area = area_of(actor=world.controller, year=YEAR, on=TODAY)
    assert found.total.entries == area.total.entries == LEFT


def test_a_round_of_before_that_kept_less_says_what_it_kept(world) -> None:
    made = round_of(world)
    freeze_with_forecast(actor=world.controller, round_id=made.pk, at=NOW, on=TODAY)
    made.refresh_from_db()
    of_old = FrozenFigure.objects.filter(round=made)
    of_old.filter(part__in=[FigurePart.BUDGET_ASSESSED, FigurePart.ENTRIES_LEFT]).delete()
    of_old.filter(part=FigurePart.EXPECTED).exclude(label="").update(
        amount_oere=None, label="1 konto er ikke vurderet"
    )  # fmt: skip
    page = page_of(world, "round", made.pk)
    assert row_of(page, "Nordskolen") == ("101.000", "101.000", "ikke vurderet", "–")
    assert row_of(page, "Sydskolen") == SOUTH
    assert row_of(page, "I alt") == ("102.600", "101.000", "1.800", "200 over")
    total = figures_of_round(actor=world.controller, shown=made, beside=None, on=TODAY).total
    assert total.entries is None


def test_the_areas_pdf_and_spreadsheet(world) -> None:
    written = make(kind="forecast.area", actor=world.controller, parameters={"year": YEAR}, format="pdf", at=NOW)
    text = "".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(written.content))
    text = re.sub(r"\s+", " ", text.replace("\ufffe", ""))  # words are parted at the end of a line
    for row in (f"I alt {' '.join(WHOLE)}", f"Nordskolen {' '.join(NORTH)}", SAID):
        assert row in text, text
    written = make(kind="forecast.area", actor=world.controller, parameters={"year": YEAR}, format="xlsx", at=NOW)
    heads, *rows = (
        CalamineWorkbook.from_filelike(io.BytesIO(written.content)).get_sheet_by_name("Egne konti").to_python()
    )
    of = {row[1]: dict(zip(heads, row, strict=True)) for row in rows}
    names = ("Korrigeret budget", "Heraf ikke vurderet", "Forventet (vurderet)", "Mod budgettet")
    assert [of["I alt"][name] for name in names] == [102_600, 90_000, 13_800, 1_200]
    assert [of["Nordskolen"][name] for name in names] == [101_000, 90_000, 12_000, 1_000]
    assert of["I alt"]["Lederens poster, resten af året"] == LEFT / 100
    for name in (*names, "Brugt", "Lederens poster, resten af året"):
        assert of["I alt"][name] == sum(row[name] for title, row in of.items() if title != "I alt")
    for row in of.values():
        first, last = heads.index("Brugt"), heads.index("Forventet (vurderet)")
        assert sum(row[name] or 0 for name in heads[first:last]) == row["Forventet (vurderet)"]


def test_the_presentation(world) -> None:
    document = presentation_document(
        presented(actor=world.controller, on=TODAY), organisation="Lindeby", issued_at=NOW
    )  # fmt: skip
    part = next(part for part in document.parts if part.title == "Hvor ender året?")
    (table,) = [one for one in part.elements if isinstance(one, Table)]
    rows = {cells[0]: tuple(cells[2:]) for cells in ([" ".join(texts(cell)) for cell in row] for row in table.rows)}
    assert rows["I alt"] == WHOLE
    assert rows["Skoler"] == ("102.000", "90.000", "13.200", "1.200 over")
    assert any(SAID in text for text in texts(part.elements[:1]))
    part = next(part for part in document.parts if part.title == "Hvad er ikke vurderet endnu?")
    assert any("90.000" in text for text in texts(part.elements))


def test_a_figure_in_a_text(world) -> None:
    def said(name: str, code: str) -> str:
        found = value_of(reference=f"{name} unit={code} year={YEAR}", actor=world.controller, on=TODAY).value
        assert found.missing_reason.startswith(SAID)
        return words_of_value(found.value, "kr.", found.missing_reason)

    assert said("forecast.expected", world.top.code) == "13.800 kr. (ufuldstændigt)"  # the whole, as its page has it
    assert said("forecast.deviation", world.top.code) == "1.200 kr. (ufuldstændigt)"
    assert said("forecast.expected", world.north.code) == "12.000 kr. (ufuldstændigt)"
    assert said("forecast.deviation", world.north.code) == "1.000 kr. (ufuldstændigt)"


def test_where_nothing_is_assessed_nobody_says_nought(town, classes, ledger) -> None:
    ledger(*((month, "5101", "4711", "400,00") for month in ("2026-01", "2026-02", "2026-03")))
    area = area_of(actor=town.controller, year=YEAR, on=TODAY)
    assert (area.total.expected, area.total.deviation, area.total.against()) == (None, None, "ikke vurderet")
    shown = workplace_year(actor=town.leader, unit_id=town.north.pk, year=YEAR, on=TODAY)
    assert shown.sentence == "Hvor I ender 2026, kan ikke siges endnu: intet er vurderet."
    found = value_of(reference=f"forecast.expected unit={town.north.code} year={YEAR}", actor=town.leader, on=TODAY)
    assert found.value.value is None
    total, furthest = furthest_units(actor=town.controller, year=YEAR, on=TODAY, count=3)
    assert (total.expected, furthest) == (None, [])
    assert "ikke vurderet" in page_of(town, "workplace", town.north.pk)
    assert "ikke vurderet" in page_of(town, "whole")


def test_what_the_headline_names_stands_first_in_the_table_and_last_years_budget_is_shown(
    town, books, budget, file, load, mapped
) -> None:
    budget(("4020", "4711", "9000"), ("5101", "4711", "90000"))
    from chefforum.modules.ledger.rules.words import Table as LedgerTable

    fields = {"kind": "Type", "year": "År", "account": "Konto", "cost_centre": "Sted", "amount": "Beløb"}
    mapping = mapped(LedgerTable.BUDGETS, fields)
    text = "Type;År;Konto;Sted;Beløb\nOprindeligt;2025;4020;4711;11500\n"
    load(file("sidste.csv", text), mapping=mapping)
    shown = workplace_year(actor=town.leader, unit_id=town.north.pk, year=YEAR, on=TODAY)
    assert shown.groups[0].name == "Øvrige"
    assert "mest på øvrige konti, især 4020" in shown.sentence
    assert shown.last_year_budget == 11_500_00
    assert "11.500" in page_of(town, "workplace", town.north.pk)


def test_the_last_day_of_a_month_is_said_as_it_is(town, monkeypatch) -> None:
    from chefforum.modules.forecast.registrations.notifications import _when

    due = dt.date(2026, 4, 13)
    assert _when(due - dt.timedelta(days=1), due) == ""
    assert _when(due, due) == ": i dag er sidste dag"
    assert _when(due + dt.timedelta(days=3), due) == ". Fristen var 13. april 2026"
