"""Costs, what they are made of, and the ledger: the same to the øre, seen by whom they are for."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from types import SimpleNamespace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chefforum.kernel.access.rules import AccessDenied, Actor
from chefforum.kernel.imports.jobs import carry_out_now, read_now
from chefforum.kernel.imports.tables import csv_of
from chefforum.modules.it_costs.models import (
    AllocationKey,
    ClassificationRule,
    Contract,
    ContractSystem,
    CostLine,
    ItSystem,
)
from chefforum.modules.it_costs.queries.cells import parts_seen
from chefforum.modules.it_costs.queries.cost_lines import list_lines
from chefforum.modules.it_costs.queries.reconciliation import reconcile
from chefforum.modules.it_costs.queries.rule_rows import rows_of_lines
from chefforum.modules.it_costs.rules.cells import Place, View, Wanted, cells_of
from chefforum.modules.it_costs.rules.classification import RuleFacts
from chefforum.modules.it_costs.rules.cost_facts import LineFacts, WeightFacts, WrongLine
from chefforum.modules.it_costs.services.costs import (
    add_line,
    change_line,
    make_key,
    name_difference,
    remove_difference,
    remove_line,
)
from chefforum.modules.it_costs.services.rules import add_rule

NOW = dt.datetime(2026, 4, 2, 9, 0, tzinfo=dt.UTC)
POSTINGS = (
    ("10-03-2025", "4020", "4711", "1.200,50", "Licens", "Nordlys Software"),
    ("11-03-2025", "4020", "4700", "-200,50", "Kreditnota", "Nordlys Software"),
    ("12-03-2025", "4020", "9999", "33,33", "Licens", "Nordlys Software"),
    ("13-03-2024", "4030", "4711", "4.000,01", "Pc'er", "Kobberdal"),
    ("14-03-2025", "4030", "4711", "-1.000,00", "Pc'er, returneret", "Kobberdal"),
    ("15-03-2025", "4020", "4711", "50,00", "Papir", "Papirlygten"),
    ("16-03-2025", "4020", "4711", "12,00", "Gave", "Blomster"),
    ("17-03-2025", "9000", "4711", "99.999,00", "Mælk", ""),
)


def system(name: str) -> ItSystem:
    return ItSystem.objects.create(name=name, created_at=NOW, changed_at=NOW)


def line(**said: object) -> LineFacts:
    plain = {"year": 2025, "text": "Drift", "category": "services", "activity": "operation", "amount_oere": 10_000}
    return LineFacts(**{**plain, **said})  # type: ignore[arg-type]


@pytest.fixture
def ruled(town: SimpleNamespace, post) -> SimpleNamespace:
    """Licences shared by a key of two systems (2:1, and one of weight 0), PCs over four years, paper that is none."""
    post(*POSTINGS)
    actor = town.as_("coordinator")
    town.mail, town.esdh, town.dead = (system(name) for name in ("Mail", "ESDH", "Gammelt"))
    weights = [WeightFacts(Decimal(weight), one.pk) for weight, one in ((2, town.mail), (1, town.esdh), (0, town.dead))]
    town.key = make_key(actor=actor, name="Licenser", reason="Efter licenser", weights=weights, at=NOW)
    for nth, facts in enumerate(
        (
            RuleFacts("Licenser", "Nordlys*", category="software", activity="operation", key_id=town.key.pk),
            RuleFacts("Pc'er", "Kobberdal", category="hardware", activity="support", life_years=4),
            RuleFacts("Papir", "Papirlygten", is_excluded=True),
        )
    ):
        add_rule(actor=actor, facts=facts, order=None, at=NOW + dt.timedelta(seconds=nth))
    return town


def cells(actor: Actor, years: list[int], view: str = View.CASH, **wanted: object) -> dict[Place, dict[int, int]]:
    return cells_of(parts_seen(actor=actor, years=years, wanted=Wanted(**wanted)), years=years, view=view)  # type: ignore[arg-type]


def test_shared_costs_fall_on_systems_and_a_rule_without_one_on_the_unit(ruled) -> None:
    found = cells(ruled.as_("coordinator"), [2025])
    assert found == {
        Place("software", "operation", ruled.north.pk, ruled.mail.pk): {2025: 800_33},
        Place("software", "operation", ruled.north.pk, ruled.esdh.pk): {2025: 400_17},
        Place("software", "operation", ruled.digital.pk, ruled.mail.pk): {2025: -133_67},
        Place("software", "operation", ruled.digital.pk, ruled.esdh.pk): {2025: -66_83},
        Place("software", "operation", None, ruled.mail.pk): {2025: 22_22},
        Place("software", "operation", None, ruled.esdh.pk): {2025: 11_11},
        Place("hardware", "support", ruled.north.pk, None): {2025: -1_000_00},
    }


def test_what_was_bought_once_is_spread_and_its_credit_note_too(ruled) -> None:
    found = cells(ruled.as_("coordinator"), [2024, 2025, 2027, 2028], View.ACCRUED, category="hardware")
    assert found[Place("hardware", "support", ruled.north.pk, None)] == {
        2024: 1_000_01,
        2025: 1_000_00 - 250_00,
        2027: 1_000_00 - 250_00,
        2028: -250_00,
    }


def test_leaders_see_their_units_and_nobody_but_readers_of_all_what_is_the_wholes(ruled) -> None:
    for name, units in (("leader", {ruled.north.pk}), ("auditor", {ruled.north.pk}), ("it_manager", {ruled.north.pk})):
        assert {place.unit_id for place in cells(ruled.as_(name), [2025])} == units
    assert {place.unit_id for place in cells(ruled.as_("controller"), [2025])} == {
        ruled.north.pk,
        ruled.digital.pk,
        None,
    }
    with pytest.raises(AccessDenied):
        cells(ruled.as_("colleague"), [2025])
    with pytest.raises(AccessDenied):
        reconcile(actor=ruled.as_("leader"), year=2025)


def test_a_contracts_cost_falls_on_its_systems_by_their_shares(ruled) -> None:
    contract = Contract.objects.create(name="Drift", created_at=NOW, changed_at=NOW)
    for one, share in ((ruled.mail, Decimal("0.5")), (ruled.esdh, None), (ruled.dead, None)):
        ContractSystem.objects.create(contract=contract, system=one, share=share)
    add_line(actor=ruled.as_("coordinator"), facts=line(contract_id=contract.pk, year=2023), at=NOW)
    found = cells(ruled.as_("coordinator"), [2023])
    assert {place.system_id: by_year[2023] for place, by_year in found.items()} == {
        ruled.mail.pk: 50_00,
        ruled.esdh.pk: 25_00,
        ruled.dead.pk: 25_00,
    }


def test_the_year_is_reconciled_with_named_differences(ruled) -> None:
    actor = ruled.as_("coordinator")
    add_line(actor=actor, facts=line(amount_oere=-5_000, life_years=3), at=NOW)
    found = reconcile(actor=actor, year=2025)
    assert found.is_whole
    assert (found.on_accounts, found.excluded, found.technology, found.uncaught) == (9_533, 5_000, 3_333, 1_200)
    assert (found.cells, found.left) == (-1_667, -1_200)
    assert [(one.account, one.supplier, one.amount) for one in found.left_lines] == [("4020", "Blomster", 1_200)]
    named = name_difference(actor=actor, year=2025, name="Gave", reason="Ikke it", amount_oere=-1_200, at=NOW)
    assert reconcile(actor=actor, year=2025).left == 0
    remove_difference(actor=actor, difference_id=named.pk, at=NOW)
    assert reconcile(actor=actor, year=2025).left == -1_200
    with pytest.raises(AccessDenied):
        name_difference(actor=ruled.as_("controller"), year=2025, name="x", reason="y", amount_oere=1, at=NOW)


def test_a_line_that_is_changed_or_removed_is_kept(ruled) -> None:
    actor = ruled.as_("coordinator")
    made = add_line(actor=actor, facts=line(unit_id=ruled.north.pk), at=NOW)
    changed = change_line(actor=actor, line_id=made.pk, facts=line(amount_oere=0), at=NOW)
    with pytest.raises(WrongLine, match="En anden"):
        change_line(actor=actor, line_id=made.pk, facts=line(amount_oere=7), at=NOW)
    assert [one.amount_oere for one in list_lines(actor=actor)] == [0]
    assert list(list_lines(actor=ruled.as_("leader"))) == []
    remove_line(actor=actor, line_id=changed.pk, at=NOW)
    assert [one.amount_oere for one in list_lines(actor=actor, is_removed=True).order_by("amount_oere")] == [0, 10_000]
    remove_line(actor=actor, line_id=changed.pk, at=NOW, is_back=True)
    assert [one.pk for one in list_lines(actor=actor)] == [changed.pk]


def test_lines_go_out_as_a_file_and_bad_ones_are_told_by_number(ruled) -> None:
    actor = ruled.as_("coordinator")
    add_line(actor=actor, facts=line(amount_oere=-1_234_56, system_id=ruled.mail.pk, unit_id=ruled.north.pk), at=NOW)
    table = rows_of_lines(actor=actor, on=NOW.date())
    again = read_now(kind="it_costs.cost_lines", content=csv_of(table), filename="l.csv", actor=actor, at=NOW)
    assert (again.state, CostLine.objects.count()) == ("done", 1)
    bad = [*table, ("2025", "Nyt", "tolv", "Udstyr", "Drift"), ("2025", "Ny", "1.000,00", "Udstyr", "Drift", "Ukendt")]
    good = ("2026", "Ny drift", "1.000,50", "udstyr", "drift", "ESDH", "", "", "", "3")
    read = read_now(kind="it_costs.cost_lines", content=csv_of([*bad, good]), filename="l.csv", actor=actor, at=NOW)
    assert [problem["line"] for problem in read.problems if problem["level"] == "error"] == [3, 4]
    carry_out_now(import_id=read.pk, actor=actor, at=NOW)
    made = CostLine.objects.get(year=2026)
    assert (made.amount_oere, made.system, made.life_years, made.source) == (1_000_50, ruled.esdh, 3, "file")


def test_a_key_of_noughts_or_of_the_same_twice_is_refused(ruled) -> None:
    actor, weight = ruled.as_("coordinator"), WeightFacts(Decimal(1), ruled.mail.pk)
    for weights in ([], [WeightFacts(Decimal(0), ruled.mail.pk)], [weight, weight], [WeightFacts(Decimal(1))]):
        with pytest.raises(WrongLine):
            make_key(actor=actor, name="Ny", reason="Fordi", weights=weights, at=NOW)
    with pytest.raises(WrongLine, match="allerede"):
        make_key(actor=actor, name="licenser", reason="Fordi", weights=[weight], at=NOW)


RULE = st.tuples(
    st.sampled_from(["Nordlys*", "*", "K*,P*", ""]),
    st.sampled_from(["40*", "4020", "", "9000"]),
    st.sampled_from(["", "*licens*", "*r*"]),
    st.booleans(),
    st.integers(0, 2),
    st.sampled_from([None, 1, 3, 7]),
)
LINE = st.tuples(st.integers(2022, 2026), st.integers(-(10**9), 10**9), st.integers(0, 2), st.sampled_from([None, 4]))


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rules=st.lists(RULE, max_size=4), lines=st.lists(LINE, max_size=5))
def test_cells_are_postings_in_rules_and_lines_whatever_rules_keys_and_lives(ruled, rules, lines) -> None:
    ClassificationRule.objects.all().delete()
    CostLine.objects.all().delete()
    one_key = AllocationKey.objects.filter(name="Enheder").first() or make_key(
        actor=ruled.as_("coordinator"),
        name="Enheder",
        reason="Alle",
        weights=[WeightFacts(Decimal(3), None, ruled.north.pk), WeightFacts(Decimal("0.7"), None, ruled.digital.pk)],
        at=NOW,
    )
    keys = [None, ruled.key.pk, one_key.pk]
    ClassificationRule.objects.bulk_create(
        ClassificationRule(
            name=f"{nth}",
            order=nth,
            supplier=supplier or ("" if account or text else "*"),
            account=account,
            text_pattern=text,
            is_excluded=is_excluded,
            key_id=keys[key],
            category="software",
            activity="operation",
            life_years=life,
            created_at=NOW,
        )
        for nth, (supplier, account, text, is_excluded, key, life) in enumerate(rules)
    )
    for year, amount, key, life in lines:
        add_line(
            actor=ruled.as_("coordinator"),
            facts=line(year=year, amount_oere=amount, key_id=keys[key], life_years=life),
            at=NOW,
        )
    for year in (2024, 2025):
        found = reconcile(actor=ruled.as_("coordinator"), year=year)
        assert found.is_whole
        assert found.left == -found.uncaught
        assert found.on_accounts == found.technology + found.excluded + found.uncaught
