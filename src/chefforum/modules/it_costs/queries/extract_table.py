"""The lines of an extract as the file that an analyst answers in."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from chefforum.kernel.access.rules import Actor
from chefforum.web import danish

from ..access import READ_COSTS
from ..models import Extract, ExtractLine, LineVerdict
from ..rules.extract_kinds import LINE_KIND_NAMES, SAID_NAMES, LineKind, Party, Said
from ..rules.extract_rows import table_of
from ..rules.kinds import ACTIVITY_NAMES, CATEGORY_NAMES, Activity, CostCategory
from .extract_lines import hides_amount
from .extracts import lines_seen

Verdicts = dict[tuple[int, str], tuple[str, str]]


def lines_table(*, actor: Actor, extract: Extract) -> list[list[str]]:
    """Those that the actor reads, with what stands of them. Two queries. Raises AccessDenied."""
    READ_COSTS.require(actor)
    said: Verdicts = {
        (line, party): (SAID_NAMES[Said(word)], reason)
        for line, party, word, reason in LineVerdict.objects.filter(
            line__extract=extract, replaced_at__isnull=True
        ).values_list("line_id", "party", "said", "reason")
    }
    seen = lines_seen(actor=actor, extract=extract).order_by("number")
    return table_of([_row(one, extract, said, hides_amount(actor, one)) for one in seen.iterator(chunk_size=2000)])


def _row(line: ExtractLine, extract: Extract, said: Verdicts, hides: bool) -> dict[str, Any]:
    municipality = said.get((line.pk, Party.MUNICIPALITY.value), ("", ""))
    analyst = said.get((line.pk, Party.ANALYST.value), ("", ""))
    return {
        "sha256": extract.sha256,
        "number": line.number,
        "kind": LINE_KIND_NAMES[LineKind(line.kind)],
        "year": line.year,
        "category": CATEGORY_NAMES[CostCategory(line.category)] if line.category else "",
        "activity": ACTIVITY_NAMES[Activity(line.activity)] if line.activity else "",
        "unit_code": line.unit_code,
        "unit": line.unit_name or "Hele kommunens, ikke delt ud",
        "system": line.system_name,
        "source": line.source_name,
        "source_year": line.source_year,
        "amount": "" if hides else _kroner(line.amount_oere),
        "cash": _kroner(line.cash_oere),
        "accrued": _kroner(line.accrued_oere),
        "item": line.item,
        "quantity": "" if line.quantity is None else danish.number(line.quantity.normalize()),
        "measured_in": line.measured_in,
        "municipality": municipality[0],
        "municipality_reason": municipality[1],
        "analyst": analyst[0],
        "analyst_reason": analyst[1],
    }


def _kroner(oere: int | None) -> str:
    return "" if oere is None else danish.number(Decimal(oere) / 100, 2).replace(danish.MINUS, "-")
