"""What the receipt of a validation tells. For who reads all costs."""

from __future__ import annotations

from typing import Any

from django.db.models import Sum

from chefforum.kernel.access.rules import Actor

from ..access import READ_ALL_COSTS
from ..models import Extract
from ..rules.extract_kinds import SAID_NAMES, LineKind, Said
from ..rules.extract_progress import progress_by
from ..rules.kinds import CATEGORY_NAMES, CostCategory
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


def _words(said: dict[str, Any]) -> dict[str, str]:
    return {
        party: f"{SAID_NAMES[Said(one.said)]}{f': {one.reason}' if one.reason else ''}" for party, one in said.items()
    }
