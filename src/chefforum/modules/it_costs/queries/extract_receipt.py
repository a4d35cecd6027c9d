"""What the receipt of a validation tells. For who reads all costs."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.db.models import Sum

from chefforum.kernel.access.rules import Actor
from chefforum.web import danish

from ..access import READ_ALL_COSTS
from ..models import Extract, LineVerdict
from ..rules.extract_kinds import SAID_NAMES, LineKind, Said
from ..rules.extract_progress import progress_by
from ..rules.kinds import ACTIVITY_NAMES, CATEGORY_NAMES, Activity, CostCategory
from .extract_lines import groups_of, standing_verdicts, with_state
from .extract_signing import exceptions_seen, signatures_of
from .extracts import lines_seen


def receipt(*, actor: Actor, extract: Extract) -> dict[str, Any]:
    """As documents.validation asks for it. Five queries. Raises AccessDenied."""
    READ_ALL_COSTS.require(actor)
    lines = lines_seen(actor=actor, extract=extract)
    groups = groups_of(with_state(lines))
    excepted = list(exceptions_seen(actor=actor, extract=extract))
    said = standing_verdicts([one.line for one in excepted])
    sums = (
        lines.filter(kind=LineKind.COST.value)
        .order_by("category", "year")
        .values_list("category", "year")
        .annotate(cash=Sum("cash_oere"), accrued=Sum("accrued_oere"))
    )
    return {
        "signatures": [one for one in signatures_of(extract) if one.withdrawn_at is None],
        "exceptions": [(one.line, _words(said.get(one.line_id, {})), one.reason) for one in excepted],
        "progress": progress_by(
            groups, lambda one: CATEGORY_NAMES[CostCategory(one.category)] if one.category else "Antal"
        ),
        "sums": {(category, year): (cash, accrued) for category, year, cash, accrued in sums},
    }


def _words(said: dict[str, LineVerdict]) -> dict[str, str]:
    """What each party says, why, and what it wants the line to say."""
    return {
        party: ". ".join(filter(None, (SAID_NAMES[Said(one.said)], one.reason.rstrip("."), *_proposed(one))))
        for party, one in said.items()
    }


def _proposed(one: LineVerdict) -> list[str]:
    found = []
    if one.proposed_oere is not None:
        found.append(f"Skal være {danish.number(Decimal(one.proposed_oere) / 100, 2)} kr")
    if one.proposed_quantity is not None:
        found.append(f"Skal være {danish.number(one.proposed_quantity.normalize())} i antal")
    if one.proposed_category:
        found.append(f"Skal være {CATEGORY_NAMES[CostCategory(one.proposed_category)]}")
    if one.proposed_activity:
        found.append(f"Skal være {ACTIVITY_NAMES[Activity(one.proposed_activity)]}")
    if one.proposed_unit is not None:
        found.append(f"Skal være enheden {one.proposed_unit.code}")
    if one.proposed_system is not None:
        found.append(f"Skal være {one.proposed_system.name}")
    return found
