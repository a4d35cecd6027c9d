"""What maps to no unit, so that somebody can say where it belongs."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from chefforum.kernel.access.rules import Actor

from ..access import require_reader_of_whole
from ..lake.engine import ask
from ..rules.words import Table
from .reading import files_of, unit_codes

BY_COST_CENTRE = """
    SELECT cost_centre, period, count(*) AS n, CAST(sum(amount) AS BIGINT) AS amount
    FROM postings WHERE period BETWEEN ? AND ?
    GROUP BY cost_centre, period
"""


@dataclass(frozen=True)
class UnmappedCode:
    """A cost centre in the months in which it is no unit's: how many postings, and their sum in øre."""

    code: str
    first_period: int
    last_period: int
    lines: int
    amount: int


def unmapped(*, actor: Actor | None, first: int, last: int) -> tuple[UnmappedCode, ...]:
    """The codes that map nowhere in the months, the largest sum first. Raises AccessDenied for who does not read the
    whole."""
    require_reader_of_whole(actor)
    files = files_of(Table.POSTINGS, first=first, last=last)
    if not files:
        return ()
    read = ask(BY_COST_CENTRE, files=files, parameters=[first, last])
    codes = unit_codes()
    found: dict[str, list[tuple[int, int, int]]] = defaultdict(list)
    for code, period, lines, amount in zip(*(column.to_pylist() for column in read.columns), strict=True):
        if codes.unit_of(code, period) is None:
            found[code].append((period, lines, amount))
    told = [
        UnmappedCode(
            code=code,
            first_period=min(period for period, _, _ in months),
            last_period=max(period for period, _, _ in months),
            lines=sum(lines for _, lines, _ in months),
            amount=sum(amount for _, _, amount in months),
        )
        for code, months in found.items()
    ]
    return tuple(sorted(told, key=lambda one: (-abs(one.amount), one.code)))
