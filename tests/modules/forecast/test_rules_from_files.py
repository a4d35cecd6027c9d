"""Selections and refund rules come in from files with a preview, go out again, and bad lines are told by number."""

from __future__ import annotations

import datetime as dt
import io
from decimal import Decimal

import pytest
import xlsxwriter
from django.test import Client
from django.urls import reverse

from chefforum.kernel.access.rules import AccessDenied
from chefforum.kernel.documents.services import make
from chefforum.kernel.imports.jobs import carry_out_now, read_now
from chefforum.kernel.imports.queries import get_import
from chefforum.kernel.imports.registry import UnreadableFile
from chefforum.kernel.imports.tables import tables_of
from chefforum.kernel.jobs.registry import JobFailed
from chefforum.modules.forecast.models import RefundRule, Selection, SelectionRule
from chefforum.modules.forecast.rules.selections import SelectionKind
from chefforum.modules.forecast.services.selections import add_selection_rule, make_selection
from tests.modules.forecast.conftest import NOW, TODAY

HEADS = (
    "Kode;Udsnit;Slags;Nr.;Regnes;Enhed;Funktion;Dranst;Ejerforhold;Gruppering;Art;Konto;Gælder fra;Gælder til og med"
)
SELECTIONS = f"""{HEADS};Kilde
serviceramme;Serviceramme;Serviceramme;10;ikke med;;;3;;;;;01-01-2024;;KL 2026
serviceramme;;;20;med;;03*,05*;1;;;;;2024-01-01;31-12-2026;KL 2026
skoler;Skoleudvalget;Udvalg;10;med;{{schools}};;;;;;;01.01.2024;;
anlaeg;Anlæg;Anlæg;;;;;;;;;;;;
"""
REFUNDS = """Refusionskonti;Udgiftskonti;Andel i procent;Måneder efter;Gælder fra;Gælder til og med;Kilde
7700*;50*,51*;66,6667;2;01-01-2024;;lov
7800*;52*;50 %;;01-01-2025;31-12-2025;
"""


def take_in(town, kind, text, *, who="controller", complete=False):
    content = text if isinstance(text, bytes) else text.encode()
    item = read_now(
        kind=f"forecast.{kind}",
        content=content,
        filename="regler.csv",
        actor=town.as_(who),
        at=NOW,
        options={"is_complete": complete},
    )
    if item.state == "ready":
        carry_out_now(import_id=item.pk, actor=town.as_(who), at=NOW)
    return get_import(actor=town.as_(who), import_id=item.pk, at=NOW)


@pytest.fixture
def selections(town):
    return SELECTIONS.format(schools=town.schools.code)


def taken_out(town, table, format):
    parameters = {"table": table}
    return make(kind="forecast.table", actor=town.controller, parameters=parameters, format=format, at=NOW).content


def test_a_file_becomes_selections_with_their_rules(town, selections):
    page = take_in(town, "selections", selections)
    assert page.state == "done"
    assert not page.problems
    assert {(one.code, one.name, one.kind) for one in Selection.objects.all()} == {
        ("serviceramme", "Serviceramme", SelectionKind.SERVICE_FRAME),
        ("skoler", "Skoleudvalget", SelectionKind.COMMITTEE),
        ("anlaeg", "Anlæg", SelectionKind.CONSTRUCTION),
    }
    out, inside = SelectionRule.objects.filter(selection__code="serviceramme")
    assert (out.takes_in, out.dranst, out.order, out.valid_to) == (False, "3", 10, None)
    assert (inside.takes_in, inside.function, inside.valid_to) == (True, "03*,05*", dt.date(2027, 1, 1))
    assert SelectionRule.objects.get(selection__code="skoler").unit_id == town.schools.pk
    assert not SelectionRule.objects.filter(selection__code="anlaeg").exists()


def test_a_file_becomes_refund_rules(town):
    take_in(town, "refund_rules", REFUNDS)
    first, second = RefundRule.objects.all()
    assert (first.refund_accounts, first.cost_accounts, first.lag_months) == ("7700*", "50*,51*", 2)
    assert first.share_pct == Decimal("66.6667")
    assert (second.share_pct, second.lag_months, second.valid_to) == (50, 0, dt.date(2026, 1, 1))


@pytest.mark.parametrize("format", ["csv", "xlsx"])
@pytest.mark.parametrize(("kind", "table"), [("selections", "udsnit"), ("refund_rules", "refusionsregler")])
def test_what_goes_out_comes_in_as_no_change(town, selections, kind, table, format):
    take_in(town, kind, selections if kind == "selections" else REFUNDS)
    content = taken_out(town, table, format)
    again = take_in(town, kind, content, complete=True)
    assert again.state == "done"
    assert not again.problems
    assert SelectionRule.objects.count() == (3 if kind == "selections" else 0)


@pytest.mark.parametrize("format", ["csv", "xlsx"])
def test_what_goes_out_makes_the_same_where_there_is_nothing(town, selections, format):
    take_in(town, "selections", selections)
    content = taken_out(town, "udsnit", format)
    before = list(
        SelectionRule.objects.order_by("order", "selection__code").values_list("order", "function", "unit", "valid_to")
    )
    Selection.objects.all().delete()
    take_in(town, "selections", content)
    after = list(
        SelectionRule.objects.order_by("order", "selection__code").values_list("order", "function", "unit", "valid_to")
    )
    assert after == before
    assert Selection.objects.count() == 3


def test_pay_tables_go_out_and_come_in_as_no_change(town):
    from tests.modules.forecast.test_pay_tables import FILE

    take_in(town, "pay_tables", FILE)
    for format in ("csv", "xlsx"):
        again = take_in(town, "pay_tables", taken_out(town, "loensatser", format), complete=True)
        assert (again.state, again.problems) == ("done", ())


def test_a_spreadsheets_own_dates_and_numbers_are_read(town):
    written = io.BytesIO()
    with xlsxwriter.Workbook(written) as book:
        page, day = book.add_worksheet(), book.add_format({"num_format": "dd-mm-yyyy"})
        page.write_row(0, 0, ["Udgiftskonti", "Refusionskonti", "Gælder fra", "Andel i procent", "Måneder efter"])
        page.write_row(1, 0, [5001, 7700])
        page.write_datetime(1, 2, dt.datetime(2025, 1, 1), day)
        page.write_row(1, 3, [12.5, 1])
    take_in(town, "refund_rules", written.getvalue())
    rule = RefundRule.objects.get()
    assert (rule.refund_accounts, rule.cost_accounts, rule.share_pct) == ("7700", "5001", Decimal("12.5"))
    assert rule.valid_from == dt.date(2025, 1, 1)


def test_another_end_of_a_rule_changes_that_rule_alone(town, selections):
    take_in(town, "selections", selections)
    page = take_in(town, "selections", selections.replace("31-12-2026", "31-12-2025"))
    assert [change.kind for change in page.changes] == ["changed"]
    assert SelectionRule.objects.count() == 3
    assert SelectionRule.objects.get(function="03*,05*").valid_to == dt.date(2026, 1, 1)


def test_a_file_that_is_all_of_it_ends_the_others_and_keeps_what_they_held_for(town, selections):
    take_in(town, "selections", selections)
    kept = "\n".join(line for line in selections.splitlines() if not line.startswith("skoler"))
    take_in(town, "selections", kept, complete=True)
    rule = SelectionRule.objects.get(selection__code="skoler")
    assert (rule.valid_from, rule.valid_to) == (dt.date(2024, 1, 1), TODAY)
    take_in(town, "refund_rules", REFUNDS)
    take_in(town, "refund_rules", REFUNDS.splitlines()[0] + "\n7900*;53*;10;0;01-01-2026;;\n", complete=True)
    assert RefundRule.objects.get(refund_accounts="7700*").valid_to == TODAY
    assert RefundRule.objects.get(refund_accounts="7800*").valid_to == dt.date(2026, 1, 1)  # had ended before


def test_with_a_fault_in_the_file_nothing_is_ended(town, selections):
    take_in(town, "selections", selections)
    page = take_in(
        town, "selections", selections.splitlines()[0] + "\nskoler;;;10;måske;;;;;;;9*;01-01-2026;;\n", complete=True
    )
    assert not SelectionRule.objects.filter(valid_to=TODAY).exists()
    assert any("intet, der ikke er i den, udgår" in problem.text for problem in page.problems)


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("ny;;;10;med;;;;;;;9*;01-01-2026;;", "findes ikke. Skriv dets navn"),
        ("ny;Nyt;Vejr;10;med;;;;;;;9*;01-01-2026;;", "Slagsen “Vejr” kendes ikke"),
        ("nyt udsnit;Nyt;Udvalg;10;med;;;;;;;9*;01-01-2026;;", "Koden “nyt udsnit”"),
        ("serviceramme;Noget andet;;30;med;;;;;;;9*;01-01-2026;;", "et andet navn"),
        ("serviceramme;;;30;måske;;;;;;;9*;01-01-2026;;", "Skriv med eller ikke med"),
        ("serviceramme;;;30;med;;;;;;;;01-01-2026;;", "hvad den gælder for"),
        ("serviceramme;;;0;med;;;;;;;9*;01-01-2026;;", "helt tal fra 1"),
        ("serviceramme;;;30;med;vejr;;;;;;;01-01-2026;;", "Enheden “vejr” findes ikke"),
        ("serviceramme;;;30;med;;;;;;;9*;;;", "“Gælder fra” mangler"),
        ("serviceramme;;;30;med;;;;;;;9*;31-02-2026;;", "er ikke en dato"),
        ("serviceramme;;;30;med;;;;;;;9*;01-01-2026;31-12-2025;", "er før den dag"),
        (f"serviceramme;;;30;med;;;{'1,' * 30};;;;9*;01-01-2026;;", "Der er plads til 40"),
        ("serviceramme;;;10;ikke med;;;3;;;;;01-01-2024;;", "står to gange"),
    ],
)
def test_a_bad_line_of_selections_is_told_and_the_others_go_in(town, selections, line, told):
    page = take_in(town, "selections", selections + line + "\n")
    (problem,) = page.problems
    assert told in problem.text
    assert problem.line == 6
    assert SelectionRule.objects.count() == 3


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (";50*;10;0;01-01-2026;;", "“Refusionskonti” mangler"),
        ("79*;;10;0;01-01-2026;;", "“Udgiftskonti” mangler"),
        ("79*;50*;;0;01-01-2026;;", "“Andel i procent” skal være"),
        ("79*;50*;0;0;01-01-2026;;", "“Andel i procent” skal være"),
        ("79*;50*;100,1;0;01-01-2026;;", "“Andel i procent” skal være"),
        ("79*;50*;10,00001;0;01-01-2026;;", "fire decimaler"),
        ("79*;50*;halvdelen;0;01-01-2026;;", "er ikke et tal"),
        ("79*;50*;10;25;01-01-2026;;", "helt tal fra 0 til 24"),
        ("79*;50*;10;1,5;01-01-2026;;", "helt tal"),
        ("79*;50*;10;0;i år;;", "er ikke en dato"),
        ("79*;50*;10;0;01-01-2026;;" + "x" * 201, "Der er plads til 200"),
    ],
)
def test_a_bad_line_of_refund_rules_is_told_and_the_others_go_in(town, line, told):
    page = take_in(town, "refund_rules", REFUNDS + line + "\n")
    (problem,) = page.problems
    assert told in problem.text
    assert problem.line == 4
    assert RefundRule.objects.count() == 2


@pytest.mark.parametrize("kind", ["selections", "refund_rules"])
def test_a_file_without_heads_is_refused(town, kind):
    page = take_in(town, kind, "bare tekst\n")
    assert page.state == "refused"
    assert "ingen linje med kolonnernes navne" in page.error


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 cut in the middle", b"a\x00b;c\n"])
def test_a_file_that_is_no_table_is_refused(content):
    with pytest.raises(UnreadableFile):
        tables_of(content)


def test_a_misspelt_head_refuses_the_file_since_the_rules_would_hold_for_more(town, selections):
    page = take_in(town, "selections", selections.replace("Funktion", "Funktoin"))
    assert page.state == "refused"
    assert "Kolonnen “Funktoin” kendes ikke" in page.error
    assert not Selection.objects.exists()


def test_a_change_meanwhile_stops_the_import(town, selections):
    actor = town.controller
    item = read_now(
        kind="forecast.selections", content=selections.encode(), filename="x.csv", actor=actor, at=NOW, options={}
    )
    made = make_selection(actor=actor, name="Andet", code="andet", kind=SelectionKind.OTHER, at=NOW, on=TODAY)
    add_selection_rule(
        actor=actor,
        selection=made,
        takes_in=True,
        patterns={"account": "1*"},
        unit_id=None,
        order=1,
        valid_from=TODAY,
        source="",
        at=NOW,
        on=TODAY,
    )
    with pytest.raises(JobFailed, match="ændret"):
        carry_out_now(import_id=item.pk, actor=actor, at=NOW)
    assert Selection.objects.count() == 1


def test_only_finance_takes_rules_in_and_out(town, selections):
    for kind, text in (("selections", selections), ("refund_rules", REFUNDS)):
        with pytest.raises(AccessDenied):
            take_in(town, kind, text, who="leader")
        with pytest.raises(JobFailed, match="økonomi"):
            take_in(town, kind, text, who="part_controller")
    with pytest.raises(AccessDenied):
        make(
            kind="forecast.table",
            actor=town.as_("part_controller"),
            parameters={"table": "udsnit"},
            format="csv",
            at=NOW,
        )
    assert not Selection.objects.exists()
    assert not RefundRule.objects.exists()


def test_the_pages_lead_to_the_import_and_the_files(town, selections):
    take_in(town, "selections", selections)
    client = Client()
    client.force_login(town.people["controller"], backend="django.contrib.auth.backends.ModelBackend")
    page = client.get(reverse("forecast:selections")).content.decode()
    address = reverse("forecast:table_file", args=["udsnit", "xlsx"])
    assert address in page
    assert reverse("imports:import_new", args=["forecast.selections"]) in page
    answer = client.get(address)
    assert tables_of(answer.content)[0][0][:3] == ["Kode", "Udsnit", "Slags"]
    assert "Udsnit" in answer["Content-Disposition"]
