"""Parts of the accounts with a name, and which lines of a forecast are in them on a day."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np
from django.db.models import Prefetch, Q, QuerySet
from numpy.typing import NDArray

from chefforum.calc.account_string import NotAnAccountString, parse
from chefforum.kernel.organisation.queries import valid_on
from chefforum.kernel.organisation.rules import OrganisationTree
from chefforum.modules.ledger.queries import accounts_by_code

from ..models import Selection, SelectionRule
from ..rules.selections import PATTERNED, fits
from .system_side import SystemSide


class SelectionNotFound(LookupError):
    pass


def list_selections() -> QuerySet[Selection]:
    return Selection.objects.all()


def find_selection(code: str) -> Selection:
    """Raises SelectionNotFound."""
    found = Selection.objects.filter(code=code).first()
    if found is None:
        raise SelectionNotFound(code)
    return found


def find_selection_rule(rule_id: int) -> SelectionRule:
    """Raises SelectionNotFound."""
    found = SelectionRule.objects.select_related("selection").filter(pk=rule_id).first()
    if found is None:
        raise SelectionNotFound(rule_id)
    return found


def rules_of(selection: Selection, *, on: dt.date) -> QuerySet[SelectionRule]:
    """Those that hold on the day or later, the first to be asked first."""
    live = Q(valid_to__isnull=True) | Q(valid_to__gt=on)
    return selection.rules.filter(live).select_related("unit")


@dataclass(frozen=True)
class LiveSelection:
    """A selection with the rules that hold on a day."""

    selection: Selection
    rules: tuple[SelectionRule, ...]


def selections_with_rules(*, on: dt.date) -> list[LiveSelection]:
    """Every selection. Two queries."""
    live = Prefetch("rules", queryset=SelectionRule.objects.filter(valid_on(on)))
    return [LiveSelection(one, tuple(one.rules.all())) for one in Selection.objects.prefetch_related(live)]


class Sorter:
    """Which lines are in a selection. The accounts' parts are read once. One query."""

    def __init__(self, system: SystemSide, *, tree: OrganisationTree, on: dt.date) -> None:
        self.system, self.tree = system, tree
        known = accounts_by_code(on=on, codes=system.accounts) if system.accounts else {}
        self.parts = [known[code].parts if code in known else {"account": code} for code in system.accounts]
        for code, parts in zip(system.accounts, self.parts, strict=True):
            parts.setdefault("ownership", _ownership(code))

    def mask(self, selection: LiveSelection) -> NDArray[np.bool_]:
        """Of each line, whether the first of the selection's live rules that fits takes it in."""
        inside = np.zeros(len(self.system), dtype=bool)
        for rule in reversed(selection.rules):
            inside[self._fits(rule)] = rule.takes_in
        return inside

    def _fits(self, rule: SelectionRule) -> NDArray[np.bool_]:
        patterns = {part: getattr(rule, part) for part in PATTERNED if getattr(rule, part)}
        of_account = np.array(
            [all(fits(pattern, parts.get(part, "")) for part, pattern in patterns.items()) for parts in self.parts],
            dtype=bool,
        )
        found = of_account[self.system.account_of] if len(self.system) else np.zeros(0, dtype=bool)
        if rule.unit_id is None:
            return found
        below = set(self.tree.below([rule.unit_id]))
        of_unit = np.array([*(unit in below for unit in self.system.units), False], dtype=bool)
        return np.asarray(found & of_unit[self.system.unit_of])


def _ownership(code: str) -> str:
    try:
        return parse(code).ownership
    except NotAnAccountString:
        return ""
