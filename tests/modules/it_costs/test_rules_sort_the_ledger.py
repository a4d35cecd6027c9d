"""Rules over real postings: what they catch, whom they take it from, and that every act can be undone."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace

import pytest

from chefforum.kernel.access.rules import AccessDenied
from chefforum.kernel.imports.jobs import carry_out_now, read_now
from chefforum.kernel.imports.tables import csv_of
from chefforum.modules.it_costs.models import ClassificationRule, CostLine
from chefforum.modules.it_costs.queries import classified
from chefforum.modules.it_costs.queries.rule_rows import rows_of_rules
from chefforum.modules.it_costs.queries.rules import RuleNotFound, active_rules, stamp
from chefforum.modules.it_costs.rules.classification import RuleFacts, WrongRule
from chefforum.modules.it_costs.services.rules import add_rule, change_rule, move_rule, remove_rule, undo_last

NOW = dt.datetime(2026, 4, 2, 9, 0, tzinfo=dt.UTC)
LICENCES = RuleFacts("Licenser", supplier="Nordlys*", category="software", activity="operation")
PHONES = RuleFacts("Telefoner", text_pattern="*telefon*", category="network", activity="operation")
POSTINGS = (
    ("10-02-2024", "4020", "4711", "1.000,00", "Licens", "Nordlys Software"),
    ("10-03-2025", "4020", "4711", "1.200,50", "Licens", "NORDLYS software"),
    ("11-03-2025", "4020", "4700", "-200,50", "Kreditnota", "Nordlys Software"),
    ("12-03-2025", "4021", "4711", "0,00", "Telefon, nul", "Nordlys Net"),
    ("13-03-2025", "4021", "9999", "75,00", "Telefoner", "Stormfugl"),
    ("14-03-2025", "2020", "4711", "5.000,00", "Mælk", ""),
)


def later(minutes: int) -> dt.datetime:
    return NOW + dt.timedelta(minutes=minutes)


@pytest.fixture
def rules(town: SimpleNamespace, post) -> list[ClassificationRule]:
    post(*POSTINGS)
    actor = town.as_("coordinator")
    return [
        add_rule(actor=actor, facts=facts, order=None, at=later(nth)) for nth, facts in enumerate((LICENCES, PHONES))
    ]


def names() -> list[str]:
    return [rule.name for rule in active_rules()]


def test_each_rule_tells_what_it_catches_and_the_rest_is_told(town, rules) -> None:
    found = classified.overview(actor=town.as_("coordinator"), year=2025)
    assert [(one.rule.name, one.caught.count, one.caught.amount) for one in found.rules] == [
        ("Licenser", 3, 1_000_00),
        ("Telefoner", 1, 75_00),
    ]
    assert (found.technology.amount, found.uncaught.amount) == (1_075_00, 5_000_00)
    left = classified.uncaught(actor=town.as_("coordinator"), year=2025, by="unit")
    assert [(one.unit_id, one.caught.amount) for one in left] == [(town.north.pk, 5_000_00)]


def test_a_preview_says_what_a_rule_would_take_and_from_whom(town, rules) -> None:
    facts = RuleFacts("Net", supplier="*net, storm*", category="network", activity="operation")
    first = classified.preview(actor=town.as_("coordinator"), year=2025, facts=facts, order=5)
    assert (first.caught.count, first.caught.amount) == (2, 75_00)
    assert [(one.rule.name if one.rule else None, one.caught.count) for one in first.taken] == [
        ("Licenser", 1),
        ("Telefoner", 1),
    ]
    last = classified.preview(actor=town.as_("coordinator"), year=2025, facts=facts, order=None)
    assert last.caught.count == 0
    narrowed = RuleFacts(**{**vars(LICENCES), "supplier": "Nordlys Net"})
    changed = classified.preview(
        actor=town.as_("coordinator"), year=2025, facts=narrowed, order=None, changes=rules[0].pk
    )
    assert (changed.caught.count, changed.let_go.count, changed.let_go.amount) == (1, 2, 1_000_00)
    assert CostLine.objects.count() == 0
    assert names() == ["Licenser", "Telefoner"]


def test_every_act_is_undone_and_the_undoing_too(town, rules) -> None:
    actor = town.as_("coordinator")
    move_rule(actor=actor, rule_id=rules[1].pk, is_up=True, at=later(10))
    assert names() == ["Telefoner", "Licenser"]
    undo_last(actor=actor, at=later(11))
    assert names() == ["Licenser", "Telefoner"]
    undo_last(actor=actor, at=later(12))
    assert names() == ["Telefoner", "Licenser"]
    remove_rule(actor=actor, rule_id=active_rules()[0].pk, at=later(13))
    assert names() == ["Licenser"]
    undo_last(actor=actor, at=later(14))
    assert names() == ["Telefoner", "Licenser"]
    dearer = RuleFacts(**{**vars(LICENCES), "name": "Programmer"})
    change_rule(actor=actor, rule_id=active_rules()[1].pk, facts=dearer, order=None, at=later(15))
    assert names() == ["Telefoner", "Programmer"]
    undo_last(actor=actor, at=later(16))
    assert names() == ["Telefoner", "Licenser"]


def test_who_saw_other_rules_is_told_and_nothing_is_saved(town, rules) -> None:
    seen = stamp()
    remove_rule(actor=town.as_("coordinator"), rule_id=rules[0].pk, at=later(20))
    with pytest.raises(WrongRule, match="En anden"):
        add_rule(actor=town.as_("coordinator"), facts=LICENCES, order=1, at=later(21), seen=seen)
    with pytest.raises(RuleNotFound):
        remove_rule(actor=town.as_("coordinator"), rule_id=rules[0].pk, at=later(22))


@pytest.mark.parametrize("name", ["it_manager", "controller", "leader", "colleague"])
def test_only_the_coordinator_keeps_rules(town, rules, name) -> None:
    with pytest.raises(AccessDenied):
        add_rule(actor=town.as_(name), facts=LICENCES, order=1, at=later(30))
    with pytest.raises(AccessDenied):
        classified.overview(actor=town.as_(name), year=2025)


def test_postings_are_shown_of_units_whose_costs_one_reads(town, rules) -> None:
    def of(name: str, **asked: object) -> tuple[int, int]:
        page = classified.postings_of_rule(actor=town.as_(name), rule_id=rules[0].pk, year=2025, **asked)[1]
        return page.count, page.amount

    assert of("coordinator") == (3, 1_000_00)
    assert of("controller", unit_id=town.digital.pk) == (1, -200_50)
    assert of("leader") == (2, 1_200_50)
    assert of("leader", unit_id=town.digital.pk) == (0, 0)
    assert of("leader", is_of_no_unit=True) == (0, 0)
    nobody = classified.postings_of_rule(
        actor=town.as_("coordinator"), rule_id=rules[1].pk, year=2025, is_of_no_unit=True
    )[1]
    assert [(one.supplier, one.row.amount) for one in nobody.rows] == [("Stormfugl", 75_00)]


def test_rules_go_out_as_a_file_and_come_in_again(town, rules) -> None:
    actor = town.as_("coordinator")
    content = csv_of(rows_of_rules(actor=actor))
    same = read_now(kind="it_costs.rules", content=content, filename="r.csv", actor=actor, at=later(40))
    assert (same.state, names()) == ("done", ["Licenser", "Telefoner"])
    changed = content.decode("utf-8-sig").replace("Nordlys*", "Nordlys Software") + "30;Vrøvl;;;;;;;;;;\n"
    read = read_now(kind="it_costs.rules", content=changed.encode(), filename="r.csv", actor=actor, at=later(41))
    carry_out_now(import_id=read.pk, actor=actor, at=later(42))
    assert [rule.supplier for rule in active_rules()] == ["Nordlys Software", ""]
    undo_last(actor=actor, at=later(43))
    assert [rule.supplier for rule in active_rules()] == ["Nordlys*", ""]


def test_a_rule_without_patterns_or_with_no_category_is_refused(town, post) -> None:
    for facts in (RuleFacts("x", category="software", activity="operation"), RuleFacts("x", supplier="a")):
        with pytest.raises(WrongRule):
            add_rule(actor=town.as_("coordinator"), facts=facts, order=None, at=NOW)
