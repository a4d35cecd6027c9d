"""My area and the whole: sums over the tree, selections, what deviates most, who has assessed, and the files of it."""

from __future__ import annotations

import dataclasses
import datetime as dt
import io
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from python_calamine import CalamineWorkbook

from chefforum.calc.blocks import Paragraph
from chefforum.kernel.access.rules import AccessDenied
from chefforum.kernel.figures.queries import value_of
from chefforum.kernel.figures.rules import parse_reference
from chefforum.kernel.organisation.models import UnitPeriod
from chefforum.modules.forecast.documents.area import area_document, area_workbook
from chefforum.modules.forecast.documents.deviations import deviations_document, deviations_workbook
from chefforum.modules.forecast.documents.pictures import furthest
from chefforum.modules.forecast.models import Selection
from chefforum.modules.forecast.queries.areas import area_of, deviations_of
from chefforum.modules.forecast.rules.rhythm import month_before
from chefforum.modules.forecast.rules.selections import SelectionKind
from chefforum.modules.forecast.services.assessing import assess_month
from chefforum.modules.forecast.services.running import run_forecast
from chefforum.modules.forecast.services.selections import (
    SelectionRefused,
    add_refund_rule,
    add_selection_rule,
    end_selection_rule,
    make_selection,
)
from chefforum.modules.ledger.rules.words import LineClass
from chefforum.modules.ledger.services.accounts import add_class_rule
from tests import factories
from tests.modules.forecast.conftest import MONTHS, NOW, TODAY, YEAR, of
from tests.modules.forecast.test_expected import north

pytestmark = pytest.mark.django_db


def area(town, who: str = "controller", **choices):
    return area_of(actor=town.as_(who), year=YEAR, on=TODAY, **choices)


def row(found, name: str):
    return next(one for one in found.rows if one.place.name == name)


def test_a_unit_is_summed_with_all_below_it(town, books) -> None:
    found = area(town)
    assert row(found, "Skoler").sum.expected == 13_200_00
    assert row(found, "Kommunen").sum.expected == 13_200_00
    assert row(found, "Park").sum is None
    assert row(found, "Skoler").own is None
    assert (found.unmapped.expected, found.total.expected) == (600_00, 13_800_00)


def test_each_sees_their_own_part_of_the_tree_and_nothing_of_no_unit(town, books) -> None:
    found = area(town, "chief")
    assert [one.place.name for one in found.rows] == ["Skoler", "Nordskolen", "Sydskolen"]
    assert found.rows[0].depth == 0
    assert found.unmapped is None
    assert found.total.expected == 13_200_00


def test_an_area_is_a_unit_and_what_is_below_it(town, books) -> None:
    found = area(town, top=town.north.pk)
    assert [one.place.name for one in found.rows] == ["Nordskolen"]
    assert found.total.expected == 12_000_00


def test_a_unit_that_one_may_not_read_is_no_area(town, books) -> None:
    found = area(town, "other_leader", top=town.north.pk)
    assert found.rows == ()
    assert found.total.lines == 0


def test_who_has_not_assessed_is_counted_above(town, books, entry) -> None:
    assert (row(area(town), "Skoler").asked, row(area(town), "Skoler").assessed) == (3, 0)
    assess_month(actor=town.leader, unit_id=town.north.pk, period=202603, explanations={}, note="", at=NOW, on=TODAY)
    found = area(town)
    assert (row(found, "Skoler").assessed, row(found, "Nordskolen").assessed, found.assessed) == (1, 1, 1)


def test_what_is_not_assessed_makes_every_sum_above_incomplete(town, books) -> None:
    found = area(town)
    assert not row(found, "Kommunen").sum.is_complete
    assert row(found, "Sydskolen").sum.is_complete


@pytest.fixture
def frame(town) -> Selection:
    """Accounts 40*, but not at Sydskolen."""
    made = make_selection(
        actor=town.controller, name="Serviceramme", code="ramme", kind=SelectionKind.SERVICE_FRAME, at=NOW, on=TODAY
    )
    for order, takes_in, unit_id, account in ((20, True, None, "40*"), (10, False, town.south.pk, "")):
        add_selection_rule(
            actor=town.controller,
            selection=made,
            takes_in=takes_in,
            patterns={"account": account},
            unit_id=unit_id,
            order=order,
            valid_from=dt.date(2026, 1, 1),
            source="Opfundet",
            at=NOW,
            on=TODAY,
        )
    return made


def test_a_selection_takes_in_what_its_first_fitting_rule_takes_in(town, books, frame) -> None:
    found = area(town)
    assert found.selections[0].sum.expected == 12_600_00  # Nordskolen's 4020 and what maps nowhere
    chosen = area(town, selected="ramme")
    assert chosen.total == found.selections[0].sum
    assert row(chosen, "Sydskolen").sum is None
    assert chosen.total.is_complete


def test_a_rule_that_is_ended_holds_no_more_from_the_day(town, books, frame) -> None:
    rule = frame.rules.get(takes_in=False)
    end_selection_rule(actor=town.controller, rule=rule, at=NOW, on=TODAY)
    assert area(town).selections[0].sum.expected == 13_800_00


def test_a_rule_says_something_and_is_made_by_finance(town, frame) -> None:
    words = {
        "selection": frame, "takes_in": True, "patterns": {}, "unit_id": None, "order": 1,
        "valid_from": TODAY, "source": "", "at": NOW, "on": TODAY,
    }  # fmt: skip
    with pytest.raises(SelectionRefused):
        add_selection_rule(actor=town.controller, **words)
    with pytest.raises(AccessDenied):
        add_selection_rule(actor=town.as_("part_controller"), **words)


def test_a_refund_is_its_share_of_the_cost(town, classes, ledger) -> None:
    add_class_rule(
        actor=town.controller,
        at=NOW,
        line_class=LineClass.REFUND,
        patterns={"account": "77*"},
        order=5,
        valid_from=factories.LONG_AGO,
    )
    add_refund_rule(
        actor=town.controller,
        refund_accounts="77*",
        cost_accounts="4020",
        share_pct=Decimal(50),
        lag_months=0,
        valid_from=dt.date(2026, 1, 1),
        source="Opfundet",
        at=NOW,
        on=TODAY,
    )
    ledger(*(one for month in MONTHS for one in ((month, "4020", "4711", "1000,00"), (month, "7701", "4711", "-1,00"))))
    assert of(north(town), "7701").sum.rest == -4_500_00


def test_what_is_furthest_from_its_budget_comes_first_in_kroner_or_per_cent(town, books, budget) -> None:
    budget(("4020", "4711", "10000,00"), ("4020", "4712", "600,00"))

    def names(by_pct: bool) -> list[str]:
        found = deviations_of(actor=town.controller, year=YEAR, on=TODAY, by_line=True, by_pct=by_pct)
        return [one.place_name for one in found.rows]

    assert names(False) == ["Nordskolen", "Sydskolen"]
    assert names(True) == ["Sydskolen", "Nordskolen"]
    found = deviations_of(actor=town.controller, year=YEAR, on=TODAY, by_line=True, by_pct=False)
    assert found.rows[0].sum.deviation == 2_000_00
    assert found.without_budget == 1  # and another is not assessed


def test_one_forecast_of_the_sum_stands_beside_the_sum_of_the_lines(town, books) -> None:
    found = area(town)
    assert found.check.expected == 1150_00 * 12  # of what is assessed
    assert round(found.check.apart_pct, 1) == 0.0


def test_the_spreadsheet_has_every_part_as_a_number(town, books, entry) -> None:
    from chefforum.kernel.documents.services import make

    made = make(kind="forecast.area", actor=town.as_("chief"), parameters={"year": YEAR}, format="xlsx", at=NOW)
    page = CalamineWorkbook.from_filelike(io.BytesIO(made.content)).get_sheet_by_name("Med alt under")
    heads, *lines = page.to_python()
    rows = {line[1]: line for line in lines}
    assert set(rows) == {"Skoler", "– Nordskolen", "– Sydskolen", "I alt"}
    first, last = heads.index("Brugt"), heads.index("Forventet (vurderet)")
    assert sum(rows["– Nordskolen"][first:last]) == rows["– Nordskolen"][last]


def figure(town, who: str, reference: str):
    return value_of(reference=parse_reference(reference), actor=town.as_(who), on=TODAY).value


def test_a_figure_is_what_the_page_says_and_says_what_is_not_in_it(town, books, whole_entry) -> None:
    code = town.schools.code
    run_forecast(actor=town.controller, year=YEAR, at=NOW, on=TODAY)
    found = figure(town, "chief", f"forecast.expected unit={code} year=2026")
    assert found.value == Decimal(14_400) + 60 * 250
    assert figure(town, "chief", f"forecast.deviation unit={code} year=2026").value is None
    assert figure(town, "chief", f"forecast.assessed unit={code}").value == 0
    whole_entry.months.all().delete()
    found = figure(town, "chief", f"forecast.expected unit={code} year=2026")
    assert (found.value, found.missing_reason[:31]) == (Decimal(13_200), "1 konto er ikke vurderet endnu ")


def test_a_figure_of_what_one_may_not_see_is_told_as_not_there(town, books) -> None:
    found = figure(town, "other_leader", f"forecast.expected unit={town.north.code} year=2026")
    assert (found.value, found.as_of) == (None, None)


def said_of(found) -> str:
    document = area_document(found, organisation="Lindeby Kommune", at=NOW)
    return " ".join(one.text for one in document.parts[0].elements if isinstance(one, Paragraph))


def test_the_document_says_kroner_once_and_what_is_not_assessed(town, books) -> None:
    said = said_of(area(town))
    assert " kr." in said
    assert "kr.." not in said
    assert "er ikke vurderet endnu" in said


def test_who_has_assessed_the_month_is_said_of_the_year_of_the_month_alone(town, books) -> None:
    found = area(town)
    assert "har vurderet marts 2026" in said_of(found)
    later = dataclasses.replace(found, period=202703)
    assert not later.is_of_the_months_year
    assert "har vurderet" not in said_of(later)


def test_the_page_of_a_year_that_is_over_says_nothing_of_this_month_and_one_thing_of_what_lacks(town, books) -> None:
    client = Client()
    client.force_login(town.people["controller"], backend="django.contrib.auth.backends.ModelBackend")
    page = client.get(reverse("forecast:whole"), {"aar": str(YEAR)}).content.decode()
    assert page.count("er ikke vurderet endnu") == 1
    assert ("Se hvem" in page) == (">Ledere</th>" in page) == (month_before(timezone.localdate()) // 100 == YEAR)


def test_a_selection_without_accounts_says_so_and_never_nought(town, books) -> None:
    made = make_selection(
        actor=town.controller, name="Anlæg", code="anlaeg", kind=SelectionKind.OTHER, at=NOW, on=TODAY
    )
    client = Client()
    client.force_login(town.people["controller"], backend="django.contrib.auth.backends.ModelBackend")
    page = client.get(reverse("forecast:whole"), {"aar": str(YEAR), "udsnit": made.code}).content.decode()
    assert f"Ingen konti i {YEAR} hører til “Anlæg”" in page
    assert "<dd>0 kr.</dd>" not in page
    assert "Hent til Excel" not in page

    written = area_workbook(area(town))
    lines = CalamineWorkbook.from_filelike(io.BytesIO(written)).get_sheet_by_name("Udsnit").to_python()
    assert next(line for line in lines if line[1] == "Anlæg")[2:] == [""] * (len(lines[0]) - 2)


def test_an_account_of_several_workplaces_is_told_with_its_workplace_in_the_picture(town, books, budget) -> None:
    budget(("4020", "4711", "10000,00"), ("4020", "4712", "600,00"))
    found = deviations_of(actor=town.controller, year=YEAR, on=TODAY, by_line=True, by_pct=False)
    chart = furthest(found.rows, by_pct=False)
    assert chart is not None
    assert "Nordskolen: " in chart.svg
    assert "Sydskolen: " in chart.svg
    alone = furthest([found.rows[0], dataclasses.replace(found.rows[0], account="4021")], by_pct=False)
    assert alone is not None
    assert "Nordskolen: " not in alone.svg


def test_what_deviates_goes_out_as_the_page_ranks_it(town, books, budget) -> None:
    budget(("4020", "4711", "10000,00"), ("4020", "4712", "600,00"))
    found = deviations_of(actor=town.controller, year=YEAR, on=TODAY, by_line=True, by_pct=True)
    page = CalamineWorkbook.from_filelike(io.BytesIO(deviations_workbook(found))).get_sheet_by_name("Afvigelser")
    heads, *lines = page.to_python()
    assert heads[:3] == ["Arbejdsplads", "Konto", "Kontonavn"]
    told = [(row.place_name, row.account, (row.sum.deviation or 0) / 100) for row in found.rows]
    against = heads.index("Mod budgettet")
    assert [(line[0], line[1], line[against]) for line in lines] == told
    assert told
    document = deviations_document(found, organisation="Lindeby Kommune", at=NOW)
    (table,) = (one for one in document.parts[0].elements if not isinstance(one, Paragraph))
    assert len(table.rows) == 1 + len(found.rows)


def test_what_deviates_is_of_what_the_actor_reads_and_of_the_choices_of_the_page(town, books, budget) -> None:
    from chefforum.kernel.documents.services import make

    budget(("4020", "4711", "10000,00"), ("4020", "4712", "600,00"))
    parameters = {"year": YEAR, "top": str(town.south.pk)}
    made = make(kind="forecast.deviations", actor=town.as_("chief"), parameters=parameters, format="xlsx", at=NOW)
    rows = CalamineWorkbook.from_filelike(io.BytesIO(made.content)).get_sheet_by_name("Afvigelser").to_python()
    assert {row[0] for row in rows[1:]} == {"Sydskolen"}
    with pytest.raises(AccessDenied):
        make(kind="forecast.deviations", actor=town.as_("colleague"), parameters=parameters, format="pdf", at=NOW)


def test_a_closed_workplace_is_not_without_a_name_among_the_accounts(town, books, budget) -> None:
    budget(("4020", "4711", "10000,00"))
    UnitPeriod.objects.filter(unit=town.north).update(valid_to=dt.date(YEAR, 3, 1))
    found = deviations_of(actor=town.controller, year=YEAR, on=TODAY, by_line=True, by_pct=False)
    assert {row.place_name for row in found.rows if row.unit_id == town.north.pk} == {"Lukket arbejdsplads"}
