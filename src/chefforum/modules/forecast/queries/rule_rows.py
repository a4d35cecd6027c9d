"""The dated rules of selections and refunds as the rows of a file."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.db.models import Prefetch

from chefforum.kernel.organisation.models import Unit

from ..models import RefundRule, Selection, SelectionRule
from ..rules.rule_rows import RefundRow, SelectionRow
from ..rules.selections import PATTERNED


def units_by_code(codes: Collection[str]) -> dict[str, UUID]:
    """Those of the codes that are a unit's, closed units too. One query."""
    return dict(Unit.objects.filter(code__in=codes).values_list("code", "pk"))


def selection_rows() -> list[SelectionRow]:
    """Every rule of every selection, also those that hold no more; a selection without rules as a row of its own.

    Two queries.
    """
    rules = Prefetch("rules", queryset=SelectionRule.objects.select_related("unit"))
    rows: list[SelectionRow] = []
    for one in Selection.objects.prefetch_related(rules):
        of_selection = [_selection_row(one, rule) for rule in one.rules.all()]
        rows += of_selection or [SelectionRow(code=one.code, name=one.name, kind=one.kind)]
    return rows


def selection_rules_by_key() -> dict[tuple[str, ...], SelectionRule]:
    """One query."""
    rules = SelectionRule.objects.select_related("selection", "unit")
    return {_selection_row(rule.selection, rule).key: rule for rule in rules}


def _selection_row(one: Selection, rule: SelectionRule) -> SelectionRow:
    return SelectionRow(
        code=one.code,
        name=one.name,
        kind=one.kind,
        valid_from=rule.valid_from,
        valid_to=rule.valid_to,
        order=rule.order,
        takes_in=rule.takes_in,
        unit=rule.unit.code if rule.unit else "",
        patterns=tuple(getattr(rule, part) for part in PATTERNED),
        source=rule.source,
    )


def refund_rows() -> list[RefundRow]:
    """Every rule, also those that hold no more. One query."""
    return [_refund_row(rule) for rule in RefundRule.objects.all()]


def refund_rules_by_key() -> dict[tuple[str, ...], RefundRule]:
    """One query."""
    return {_refund_row(rule).key: rule for rule in RefundRule.objects.all()}


def _refund_row(rule: RefundRule) -> RefundRow:
    return RefundRow(
        refund_accounts=rule.refund_accounts,
        cost_accounts=rule.cost_accounts,
        share_pct=rule.share_pct,
        lag_months=rule.lag_months,
        valid_from=rule.valid_from,
        valid_to=rule.valid_to,
        source=rule.source,
    )
