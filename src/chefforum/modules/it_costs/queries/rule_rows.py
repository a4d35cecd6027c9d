"""Rules and lines as files that come in again, and what names in such files mean."""

from __future__ import annotations

import datetime as dt
import hashlib
from decimal import Decimal

from chefforum.kernel.access.rules import Actor
from chefforum.kernel.organisation.queries import tree_on
from chefforum.web import danish

from ..access import KEEP_IT_COSTS
from ..models import CostLine
from ..rules.file_rows import LINE_COLUMNS, RULE_COLUMNS, Known
from .cost_lines import contracts_to_choose, keys_to_choose, list_lines, systems_to_choose
from .rules import active_rules, stamp


def rows_of_rules(*, actor: Actor) -> list[tuple[str, ...]]:
    """The heads and a line for each rule that holds. One query. Raises AccessDenied."""
    KEEP_IT_COSTS.require(actor)
    rows = [tuple(RULE_COLUMNS.values())]
    for rule in active_rules():
        rows.append(
            (
                str(rule.order),
                rule.name,
                rule.supplier,
                rule.account,
                rule.cost_centre,
                rule.text_pattern,
                "ja" if rule.is_excluded else "",
                rule.system.name if rule.system else "",
                rule.key.name if rule.key else "",
                rule.get_category_display(),
                rule.get_activity_display(),
                str(rule.life_years or ""),
            )
        )
    return rows


def rows_of_lines(*, actor: Actor, on: dt.date) -> list[tuple[str, ...]]:
    """The heads and a line for each cost beside the ledger that the actor may see. Two queries. Raises AccessDenied."""
    tree = tree_on(on)
    rows = [tuple(LINE_COLUMNS.values())]
    for line in list_lines(actor=actor):
        unit = tree.unit(line.unit_id) if line.unit_id else None
        rows.append(
            (
                str(line.year),
                line.text,
                danish.number(Decimal(line.amount_oere) / 100, 2).replace(danish.MINUS, "-"),
                line.get_category_display(),
                line.get_activity_display(),
                line.system.name if line.system else "",
                unit.code if unit else "",
                line.key.name if line.key else "",
                line.contract.name if line.contract else "",
                str(line.life_years or ""),
            )
        )
    return rows


def known_names(*, on: dt.date) -> Known:
    """Four queries. A name that two have is the first one's."""
    named = (systems_to_choose(), keys_to_choose(), contracts_to_choose())
    systems, keys, contracts = ({name.casefold(): pk for pk, name in reversed(rows)} for rows in named)
    return Known(systems, keys, contracts, {unit.code.casefold(): unit.id for unit in tree_on(on).units})


def state_of_rules() -> str:
    """One query."""
    return hashlib.sha256(stamp().encode()).hexdigest()


def state_of_lines() -> str:
    """Two lines from a file are told apart by nothing, so any line that came meanwhile counts. One query."""
    said = list(CostLine.objects.filter(removed_at__isnull=True).order_by("pk").values_list("pk", flat=True))
    return hashlib.sha256(repr(said).encode()).hexdigest()
