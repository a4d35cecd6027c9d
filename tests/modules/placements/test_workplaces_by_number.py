"""Employees by P-number, from hand and file; what the representative said; the rules by date: who keeps them, and how
a workplace stands by them on a day."""

from __future__ import annotations

import datetime as dt
import io
from decimal import Decimal

import pytest
import xlsxwriter
from django.urls import reverse

from chefforum.kernel.access.rules import AccessDenied
from chefforum.kernel.documents.registry import NotMadeNow
from chefforum.kernel.documents.services import make
from chefforum.kernel.imports.jobs import carry_out_now, read_now
from chefforum.kernel.imports.queries import get_import
from chefforum.modules.placements.models import (
    DurationLimit,
    EmployeeCount,
    OutcomeDefinition,
    Placement,
    ReasonablenessRule,
    Workplace,
)
from chefforum.modules.placements.queries.duration_limits import duration_limit
from chefforum.modules.placements.queries.effect import definitions, usual_definition
from chefforum.modules.placements.queries.workplaces import (
    WorkplaceNotFound,
    find_workplace,
    list_workplaces,
    statements_lacking,
    workplace_page,
)
from chefforum.modules.placements.rules.kinds import PlacementKind
from chefforum.modules.placements.services import dated_rules, workplaces
from tests.modules.placements.conftest import NOW, TODAY

DAY = dt.timedelta(days=1)


@pytest.fixture
def rules(town):
    dated_rules.add_usual_rules(actor=town.as_("coordinator"), at=NOW)


def count(town, heads, *, on_date=TODAY, fte=None, who="leader", unit=None):
    return workplaces.count_employees(
        actor=town.as_(who),
        workplace=town.workplaces[unit or town.north],
        on_date=on_date,
        heads=heads,
        fte=fte,
        at=NOW,
    )


def placed(town, number, *, kind="wage_subsidy", first=TODAY, last=TODAY + 90 * DAY, unit=None, **other):
    unit = unit or town.north
    return Placement.objects.create(
        reference=f"F-{number}",
        kind=kind,
        unit=unit,
        workplace=town.workplaces[unit],
        starts_on=first,
        ends_on=last,
        created_at=NOW,
        **other,
    )


def page(town, *, who="leader", on=TODAY):
    workplace = town.workplaces[town.north]
    return workplace_page(actor=town.as_(who), workplace_id=workplace.pk, on=on, today=TODAY)


def register(town, placement, *, who="leader", **other):
    usual = {
        "workplace": town.workplaces[town.north],
        "placement_id": placement and placement.pk,
        "said_on": TODAY,
        "representative": "Tillidsrepræsentant for pædagogerne",
        "is_net_expansion": True,
        "is_reasonable": True,
        "text": "",
    }
    return workplaces.register_statement(actor=town.as_(who), at=NOW, **usual | other)


def test_a_workplace_stands_by_the_rule_of_the_day(town, rules):
    count(town, 10)
    placed(town, 1)
    placed(town, 2, kind="internship", first=TODAY + DAY)
    placed(town, 3, kind="utility")
    placed(town, 4, unit=town.south)
    found = page(town)
    assert (found.check.allowed, found.check.placed, found.check.more) == (2, 1, 1)
    assert [one.reference for one in found.here] == ["F-1", "F-3"]
    assert [(one.on, one.more) for one in found.to_come] == [(TODAY + DAY, 0), (TODAY + 91 * DAY, 2)]
    assert page(town, on=TODAY + DAY).check.more == 0


def test_without_a_count_it_is_not_decided_and_never_nought(town, rules):
    placed(town, 1)
    found = page(town)
    assert (found.check.is_kept, found.expansion.is_met) == (None, None)


def test_a_placement_of_the_unit_without_a_workplace_is_told_of(town, rules):
    Placement.objects.create(reference="F-9", kind="internship", unit=town.north, starts_on=TODAY, created_at=NOW)
    assert page(town).without_workplace == 1


@pytest.mark.parametrize("who", ["other_leader", "other_chief"])
def test_another_units_workplace_is_not_found(town, who):
    with pytest.raises(WorkplaceNotFound):
        find_workplace(actor=town.as_(who), workplace_id=town.workplaces[town.north].pk)
    assert town.workplaces[town.north] not in [row.workplace for row in list_workplaces(actor=town.as_(who), on=TODAY)]
    with pytest.raises(AccessDenied):
        count(town, 9, who=who)
    with pytest.raises(AccessDenied):
        register(town, None, who=who)


@pytest.mark.parametrize("who", ["controller", "admin", "colleague"])
def test_who_neither_offers_nor_places_sees_no_workplaces(town, who):
    with pytest.raises(AccessDenied):
        list_workplaces(actor=town.as_(who), on=TODAY)


def test_a_p_number_is_ten_digits_and_used_once_at_a_time(town):
    said = {"unit_id": town.north.pk, "name": "Ny", "valid_from": TODAY, "last_day": None, "at": NOW}
    for number in ("123", "10034021170", "100340211x"):
        with pytest.raises(workplaces.WorkplaceRefused, match="ti cifre"):
            workplaces.keep_workplace(actor=town.as_("leader"), p_number=number, **said)
    with pytest.raises(workplaces.WorkplaceRefused, match="i forvejen"):
        workplaces.keep_workplace(actor=town.as_("leader"), p_number="1003402117", **said)
    with pytest.raises(AccessDenied):
        workplaces.keep_workplace(actor=town.as_("other_leader"), p_number="1003402199", **said)
    assert workplaces.keep_workplace(actor=town.as_("leader"), p_number="1003402199", **said).unit == town.north


def test_a_count_of_the_same_day_is_put_right(town):
    count(town, 10)
    count(town, 12, fte=Decimal("9.5"))
    assert EmployeeCount.objects.values_list("heads", "fte").get() == (12, Decimal("9.5"))
    with pytest.raises(workplaces.WorkplaceRefused, match="ikke kommet"):
        count(town, 12, on_date=TODAY + DAY)


def test_a_wage_subsidy_without_a_statement_from_before_it_began_is_lacking(town, rules):
    first = placed(town, 1, first=TODAY + 5 * DAY)
    placed(town, 2, kind="internship")
    late = placed(town, 3, first=TODAY - 5 * DAY)
    placed(town, 4, first=TODAY - 90 * DAY, last=TODAY - DAY)
    register(town, None)
    register(town, late)
    lacking = statements_lacking(actor=town.as_("leader"), on=TODAY)
    assert [(one.placement.reference, one.has_begun, one.late is not None) for one in lacking] == [
        ("F-3", True, True),
        ("F-1", False, False),
    ]
    assert statements_lacking(actor=town.as_("other_chief"), on=TODAY) == []
    register(town, first)
    assert [one.placement.reference for one in statements_lacking(actor=town.as_("leader"), on=TODAY)] == ["F-3"]


def test_a_statement_is_of_a_placement_there_and_names_no_cpr_number(town, rules):
    elsewhere = placed(town, 1, unit=town.south)
    with pytest.raises(workplaces.WorkplaceRefused, match="ikke på arbejdsstedet"):
        register(town, elsewhere)
    with pytest.raises(workplaces.WorkplaceRefused, match="CPR"):
        register(town, None, text="Gælder 010190-1234")


def declaration(town, placement, *, who="leader", format="html"):
    return make(
        kind="placements.declaration",
        actor=town.as_(who),
        parameters={"placement": str(placement.pk)},
        format=format,
        at=NOW,
    )


def test_the_paperwork_of_a_wage_subsidy_says_facts_checks_and_statement(town, rules):
    count(town, 60, on_date=TODAY - 500 * DAY)
    one = placed(town, 1, hours=Decimal(30))
    register(town, one)
    made = declaration(town, one, format="docx")
    assert made.filename == f"Erklæring til løntilskud F-1 {TODAY}.docx"
    pdf = declaration(town, one, format="pdf")
    assert pdf.content.startswith(b"%PDF")


def test_there_is_no_paperwork_of_an_internship_nor_of_anothers(town, rules):
    with pytest.raises(NotMadeNow):
        declaration(town, placed(town, 1, kind="internship"), format="docx")
    with pytest.raises(LookupError):
        declaration(town, placed(town, 2), who="other_leader", format="docx")


def take_in(town, kind, text, *, who="coordinator"):
    item = read_now(
        kind=f"placements.{kind}",
        content=text if isinstance(text, bytes) else text.encode(),
        filename="fil.csv",
        actor=town.as_(who),
        at=NOW,
    )
    if item.state == "ready":
        carry_out_now(import_id=item.pk, actor=town.as_(who), at=NOW)
    return get_import(actor=town.as_(who), import_id=item.pk, at=NOW)


EMPLOYEES = """P-nummer;Arbejdssted;Opgjort;Personer;Årsværk
1003402117;Nordskolen;01-03-2026;62;54,5
1003402125;Sydskolen;01-03-2026;40;
123;Fejl;01-03-2026;1;
1003402117;Nordskolen;i går;62;
1003402117;Nordskolen;01-01-2030;62;
1003402117;Nordskolen;01-02-2026;mange;
1003402117;Nordskolen;01-02-2026;;
1003402117;Nordskolen;01-03-2026;63;
9999999999;Ingen;01-03-2026;9;
1003402117;Nordskolen;01-02-2026;61;-4
"""


def test_counts_come_in_from_a_file_and_bad_lines_are_told_by_number(town):
    item = take_in(town, "employees", EMPLOYEES)
    assert [one.line for one in item.problems] == [4, 5, 6, 7, 8, 9, 10, 11]
    rows = EmployeeCount.objects.order_by("workplace__p_number").values_list("workplace__p_number", "heads", "fte")
    assert list(rows) == [("1003402117", 62, Decimal("54.5")), ("1003402125", 40, None)]


def test_a_spreadsheet_with_numbers_and_days_comes_in_as_a_csv_does(town):
    written = io.BytesIO()
    with xlsxwriter.Workbook(written, {"in_memory": True}) as book:
        sheet, day = book.add_worksheet(), book.add_format({"num_format": "dd-mm-yyyy"})
        sheet.write_row(0, 0, ["P-nr.", "Dato", "Ansatte", "Fuldtidsstillinger"])
        sheet.write_number(1, 0, 1003402117)
        sheet.write_datetime(1, 1, dt.datetime(2026, 3, 1), day)
        sheet.write_row(1, 2, [62, 54.5])
    item = take_in(town, "employees", written.getvalue())
    assert list(item.problems) == []
    count_there = EmployeeCount.objects.get()
    assert (count_there.on_date, count_there.heads, count_there.fte) == (dt.date(2026, 3, 1), 62, Decimal("54.5"))


def test_a_file_without_heads_is_not_read(town):
    item = take_in(town, "employees", "en;to\n1;2\n")
    assert "P-nummer, Arbejdssted, Opgjort" in item.error


def test_a_leader_takes_in_counts_of_the_own_unit_alone(town):
    item = take_in(town, "employees", EMPLOYEES, who="leader")
    assert 3 in [one.line for one in item.problems]
    assert EmployeeCount.objects.get().workplace == town.workplaces[town.north]


def test_counts_go_out_and_come_in_again_as_they_were(town):
    count(town, 62, fte=Decimal("54.5"), on_date=TODAY - DAY)
    made = make(
        kind="placements.workplaces",
        actor=town.as_("leader"),
        parameters={"table": "ansatte"},
        format="csv",
        at=NOW,
    )
    item = take_in(town, "employees", made.content.decode("utf-8-sig"), who="leader")
    assert list(item.problems) == []
    assert list(item.changes) == []
    assert EmployeeCount.objects.count() == 1


def test_workplaces_come_in_from_a_file_and_bad_lines_are_told_by_number(town):
    text = f"""P-nummer;Enhedskode;Navn;Fra;Til og med
1003402117;{town.south.code};Nordskolen, nyt navn;;
1003402190;{town.park.code};Gartneriet;01-01-2026;
1003402191;findes-ikke;Fejl;;
10034;{town.park.code};Fejl;;
1003402192;{town.park.code};;;
1003402193;{town.park.code};Fejl;01-02-2026;01-01-2026
1003402194;{town.park.code};Anna 010190-1234;;
1003402190;{town.park.code};Gartneriet igen;;
"""
    item = take_in(town, "workplaces", text)
    assert [one.line for one in item.problems] == [4, 5, 6, 7, 8, 9]
    north = Workplace.objects.get(p_number="1003402117")
    assert (north.pk, north.unit, north.name) == (
        town.workplaces[town.north].pk,
        town.south,
        "Nordskolen, nyt navn",
    )
    assert Workplace.objects.get(p_number="1003402190").unit == town.park


@pytest.mark.parametrize("who", ["leader", "consultant", "chief"])
def test_only_the_coordinator_takes_in_workplaces_and_keeps_rules(town, who):
    with pytest.raises(AccessDenied):
        take_in(town, "workplaces", "P-nummer;Enhedskode;Navn\n", who=who)
    with pytest.raises(AccessDenied):
        dated_rules.add_usual_rules(actor=town.as_(who), at=NOW)
    with pytest.raises(AccessDenied):
        ratio(town, TODAY, who=who)


def ratio(town, valid_from, *, who="coordinator", **other):
    usual = {
        "first_per": 4,
        "first_until": 50,
        "then_per": 10,
        "at_least": 1,
        "counted_in": "fte",
        "kinds": ["internship"],
        "source": "Ny lov § 1",
    }
    return dated_rules.add_reasonableness(actor=town.as_(who), valid_from=valid_from, at=NOW, **usual | other)


def test_a_new_rule_holds_from_its_day_and_what_held_before_stands(town, rules):
    count(town, 12, fte=Decimal(8))
    ratio(town, TODAY + 10 * DAY)
    assert page(town).check.allowed == 2
    later = page(town, on=TODAY + 10 * DAY).check
    assert (later.allowed, later.rule.source) == (2, "Ny lov § 1")
    assert later.employees == 8
    with pytest.raises(dated_rules.RuleRefused, match="allerede en regel"):
        ratio(town, TODAY + 10 * DAY)


def test_the_usual_rules_come_once(town, rules):
    assert dated_rules.add_usual_rules(actor=town.as_("coordinator"), at=NOW) == 0
    assert ReasonablenessRule.objects.count() == 1


def test_only_a_rule_that_has_not_begun_is_taken_back(town, rules):
    holds, later = ReasonablenessRule.objects.get(), ratio(town, TODAY + DAY)
    take_back = {"actor": town.as_("coordinator"), "table": "rimelighedskrav", "at": NOW, "on": TODAY}
    with pytest.raises(dated_rules.RuleRefused, match="gælder allerede"):
        dated_rules.take_back_rule(rule_id=holds.pk, **take_back)
    dated_rules.take_back_rule(rule_id=later.pk, **take_back)
    assert ReasonablenessRule.objects.get() == holds


def test_a_mistyped_rule_counts_nowhere_and_its_day_is_used_again(town, rules, client):
    count(town, 12, fte=Decimal(8))
    wrong = ratio(town, TODAY, first_per=1)
    assert page(town).check.allowed == 8
    as_coordinator = {"actor": town.as_("coordinator"), "table": "rimelighedskrav", "rule_id": wrong.pk, "at": NOW}
    with pytest.raises(dated_rules.RuleRefused, match="hvad der var forkert"):
        dated_rules.withdraw_rule(reason=" ", **as_coordinator)
    with pytest.raises(AccessDenied):
        dated_rules.withdraw_rule(reason="Tastefejl", **as_coordinator | {"actor": town.as_("leader")})
    dated_rules.withdraw_rule(reason="Der stod 1 i stedet for 4", **as_coordinator)
    assert page(town).check.allowed == 2
    ratio(town, TODAY)
    assert page(town).check.allowed == 2
    with pytest.raises(dated_rules.RuleRefused, match="i forvejen"):
        dated_rules.withdraw_rule(reason="Igen", **as_coordinator)
    client.force_login(town.people["colleague"])
    told = client.get(reverse("placements:rules")).content.decode()
    assert "<s>" in told
    assert "Der stod 1 i stedet for 4" in told


def test_a_limit_and_a_definition_that_are_withdrawn_hold_for_nobody(town, rules):
    actor = town.as_("coordinator")
    dated_rules.add_usual_rules(actor=actor, at=NOW)
    limit = DurationLimit.objects.get(kind="internship", target_group="")
    dated_rules.withdraw_rule(actor=actor, table="varighed", rule_id=limit.pk, reason="Tastefejl", at=NOW)
    assert duration_limit(kind=PlacementKind.INTERNSHIP, target_group="", on=TODAY) is None
    first = OutcomeDefinition.objects.get()
    dated_rules.withdraw_rule(actor=actor, table="effekt", rule_id=first.pk, reason="Tastefejl", at=NOW)
    assert usual_definition(definitions(), year=TODAY.year, on=TODAY) is None
    assert dated_rules.add_usual_rules(actor=actor, at=NOW) == 1
    assert OutcomeDefinition.objects.get().version == first.version + 1


def test_a_new_rule_begins_as_the_one_that_holds(town, rules, client):
    ratio(town, TODAY - DAY, first_per=4, kinds=["internship"])
    client.force_login(town.people["coordinator"])
    form = client.get(reverse("placements:rule_new", args=["rimelighedskrav"])).context["form"]
    assert (form["kinds"].value(), form["first_per"].value()) == (["internship"], 4)


def test_a_rule_needs_a_source(town):
    with pytest.raises(dated_rules.RuleRefused, match="hvor reglen står"):
        ratio(town, TODAY, source=" ")
