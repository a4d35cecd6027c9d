"""The dated rules of refunds, as lines of a forecast."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict

import numpy as np
from django.db.models import QuerySet
from numpy.typing import NDArray

from chefforum.calc.forecasting.refunds import RefundRules
from chefforum.kernel.organisation.queries import valid_on

from ..models import RefundRule
from ..rules.selections import fits


def list_refund_rules() -> QuerySet[RefundRule]:
    return RefundRule.objects.all()


class RefundRuleNotFound(LookupError):
    pass


def find_refund_rule(rule_id: int) -> RefundRule:
    """Raises RefundRuleNotFound."""
    found = RefundRule.objects.filter(pk=rule_id).first()
    if found is None:
        raise RefundRuleNotFound(rule_id)
    return found


def refund_rules_on(
    *,
    on: dt.date,
    accounts: tuple[str, ...],
    unit_of: NDArray[np.int32],
    account_of: NDArray[np.int32],
    is_refund: NDArray[np.bool_],
) -> RefundRules | None:
    """The rules that hold on the day, for each unit that has both the refund and the cost. One query.

    A unit's refund is one of its lines of class refund that fit, the first; a share of each cost line that fits.
    No more comes back of a cost than all of it: what a later rule would bring beyond that is left out.
    """
    given: dict[tuple[int, int], float] = defaultdict(float)
    found: list[tuple[int, int, float, int]] = []
    for rule in RefundRule.objects.filter(valid_on(on)).order_by("pk"):
        fit_refund = np.array([fits(rule.refund_accounts, code) for code in accounts], dtype=bool)
        fit_cost = np.array([fits(rule.cost_accounts, code) for code in accounts], dtype=bool)
        refunds = np.flatnonzero(fit_refund[account_of] & is_refund)
        of_unit = {int(unit_of[line]): int(line) for line in refunds[::-1]}
        for cost in np.flatnonzero(fit_cost[account_of] & ~is_refund):
            line = of_unit.get(int(unit_of[cost]))
            if line is None:
                continue
            share = min(float(rule.share_pct) / 100, 1 - given[line, int(cost)])
            if share > 0:
                given[line, int(cost)] += share
                found.append((line, int(cost), share, rule.lag_months))
    if not found:
        return None
    line_, cost_, shares, lag = zip(*found, strict=True)
    return RefundRules(np.array(line_), np.array(cost_), np.array(shares, dtype=np.float64), np.array(lag))
