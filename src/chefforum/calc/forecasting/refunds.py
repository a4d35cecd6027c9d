"""Refunds: a share of a cost line, some months later. The share and the lag come from dated tables of the caller."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .exponential_smoothing import Floats


@dataclass(frozen=True)
class RefundRules:
    """One rule a row: `line` gets back `share` of what `cost` cost, `lag` months later. A line may have many rules."""

    line: NDArray[np.int64]
    cost: NDArray[np.int64]
    share: Floats
    lag: NDArray[np.int64]

    def __post_init__(self) -> None:
        if not len(self.line) == len(self.cost) == len(self.share) == len(self.lag):
            raise ValueError("a rule has a line, a cost line, a share and a lag")
        if (self.lag < 0).any():
            raise ValueError("a refund does not come before its cost")


def refunds(rules: RefundRules, *, history: NDArray[np.generic], months: Floats) -> tuple[NDArray[np.int64], Floats]:
    """The lines that the rules concern, in order, and what each gets in the months ahead: lines × horizon.

    `history` and `months` are those of all lines. A refund has the opposite sign of its cost. NaN where a cost is not
    known: a refund of what nobody has assessed is not assessed either.
    """
    lines, place = np.unique(rules.line, return_inverse=True)
    horizon, periods = months.shape[1], history.shape[1]
    total = np.zeros((len(lines), horizon))
    for ahead in range(horizon):
        at = periods + ahead - rules.lag
        cost = np.full(len(rules.line), np.nan)
        past = (at >= 0) & (at < periods)
        cost[past] = history[rules.cost[past], at[past]]
        future = at >= periods
        cost[future] = months[rules.cost[future], at[future] - periods]
        np.add.at(total[:, ahead], place, -rules.share * cost)
    return lines, total


def refund_errors(rules: RefundRules, *, came: Floats, cost_came: Floats, cost_errors: Floats) -> Floats:
    """The errors that the rules would have made at past origins: lines × origins, in the order of `refunds`.

    came: of the refund lines, and cost_came and cost_errors: of each rule's cost, what came after each origin and how
    far its forecast was off. The lag is left out: what it moves over an origin's edge is small beside the rest.
    """
    lines, place = np.unique(rules.line, return_inverse=True)
    said = np.zeros((len(lines), came.shape[1]))
    np.add.at(said, place, -rules.share[:, None] * (cost_came - cost_errors))
    return came - said
