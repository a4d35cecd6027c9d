"""The sum of an extract reckoned anew from its rows, and its canonical form for who wants to reckon it elsewhere."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from chefforum.kernel.access.rules import Actor

from ..access import READ_ALL_COSTS
from ..models import Extract, ExtractLine, ExtractSum
from ..rules.extract_hash import (
    LINE_FIELDS,
    SUM_FIELDS,
    Checked,
    canonical,
    hash_of,
    hash_of_text,
    line_text,
    sum_text,
)


def head_of(extract: Extract) -> dict[str, Any]:
    """What of the extract itself its sum covers."""
    return {
        "id": extract.pk,
        "name": extract.name,
        "years": [extract.first_year, extract.second_year],
        "status": extract.status,
        "frozen_at": extract.created_at.astimezone(dt.UTC).isoformat(timespec="microseconds"),
        "lines": extract.line_count,
        "sums": extract.sum_count,
    }


def check_extract(extract: Extract) -> Checked:
    """Every row held against its own sum, and all of them against the extract's. The house itself asks: it tells
    nothing but numbers of lines. Two queries."""
    lines = list(ExtractLine.objects.filter(extract=extract).values(*LINE_FIELDS, "sha256"))
    sums = list(ExtractSum.objects.filter(extract=extract).values(*SUM_FIELDS, "sha256"))
    return Checked(
        said=extract.sha256,
        found=hash_of(canonical(head_of(extract), lines, sums)),
        changed=tuple(sorted(one["number"] for one in lines if hash_of_text(line_text(one)) != one["sha256"])),
        changed_sums=sum(1 for one in sums if hash_of_text(sum_text(one)) != one["sha256"]),
        lacking=extract.line_count + extract.sum_count - len(lines) - len(sums),
    )


def canonical_file(*, actor: Actor, extract: Extract) -> Iterator[bytes]:
    """The canonical form, line by line; its SHA-256 is the extract's. For who reads all costs. Raises AccessDenied."""
    READ_ALL_COSTS.require(actor)
    lines = ExtractLine.objects.filter(extract=extract).values(*LINE_FIELDS)
    sums = ExtractSum.objects.filter(extract=extract).values(*SUM_FIELDS)
    return (f"{text}\n".encode() for text in canonical(head_of(extract), lines, sums))
