"""What a file of contracts says, line by line, and how contracts go out as one that comes in again. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal
from uuid import UUID

from chefforum.calc.cells import Cell, as_number, as_text

from . import lines
from .contracts import MOST_MONTHS
from .field_texts import vendor_of
from .lines import ReadLines, WrongLine
from .system_rows import read_cvr, read_id

CONTRACT_COLUMNS = {
    "id": "Nr.",
    "number": "Kontraktnummer",
    "name": "Navn",
    "vendor": "Leverandør",
    "cvr": "CVR",
    "unit": "Enhedskode",
    "starts_on": "Starter",
    "ends_on": "Slutter",
    "irrevocable_until": "Uopsigelig til og med",
    "notice_months": "Varsel, måneder",
    "price_regulation": "Prisregulering",
    "accounting": "Kontering",
    "systems": "Systemer",
    "shares": "Andele, procent",
}
_ALSO = {
    "kontrakt": "name",
    "kontraktnavn": "name",
    "id": "id",
    "uuid": "id",
    "nummer": "number",
    "kontraktnr.": "number",
    "startdato": "starts_on",
    "slutdato": "ends_on",
    "udløber": "ends_on",
    "uopsigelig til": "irrevocable_until",
    "opsigelsesvarsel": "notice_months",
    "opsigelsesvarsel, måneder": "notice_months",
    "kode": "unit",
    "ansvarlig enhed": "unit",
    "cvr-nummer": "cvr",
    "system": "systems",
}
NOT_SAID = "-"


def read_contracts(table: Sequence[Sequence[Cell]]) -> ReadLines:
    """Raises NoHeads: a line must name the columns, and one of them be Navn, Kontraktnummer or Nr."""
    return lines.read_lines(
        table, columns=CONTRACT_COLUMNS, also=_ALSO, needed=(), any_of=("name", "number", "id"), readers=_READERS
    )


def _systems(cell: Cell, head: str) -> tuple[str, ...]:
    """Names with ; between."""
    return tuple(" ".join(part.split()) for part in as_text(cell).split(";") if part.strip())


def _shares(cell: Cell, head: str) -> tuple[Decimal | None, ...]:
    """Percents with ; between, in the order of the systems; - where it is not said."""
    parts = [cell] if isinstance(cell, int | float) else [part.strip() for part in as_text(cell).split(";")]
    try:
        found = [None if part == NOT_SAID else as_number(part) for part in parts]
    except ValueError:
        raise WrongLine(f"“{head}” er ikke procenter med semikolon imellem: {as_text(cell)[:40]}.") from None
    shares = [None if one is None else one / 100 for one in found]
    said = [one for one in shares if one is not None]
    if any(not 0 <= one <= 1 for one in said) or sum(said, Decimal(0)) > 1:
        raise WrongLine(f"“{head}” er hver fra 0 til 100 og tilsammen højst 100.")
    return tuple(shares)


_READERS: dict[str, lines.Reader] = {
    "id": read_id,
    "number": lines.longest(60),
    "name": lines.longest(200),
    "vendor": lines.longest(200),
    "cvr": read_cvr,
    "starts_on": lines.day,
    "ends_on": lines.day,
    "irrevocable_until": lines.day,
    "notice_months": lines.count(MOST_MONTHS),
    "price_regulation": lines.longest(100),
    "accounting": lines.longest(200),
    "systems": _systems,
    "shares": _shares,
}


def contract_cells(
    contract_id: UUID, texts: Mapping[str, str], covers: Sequence[tuple[str, Decimal | None]]
) -> tuple[str, ...]:
    """A contract as a line of the file; `covers`: names of systems with their share."""
    vendor, cvr = vendor_of(texts["vendor"])
    days = {name: _day(texts[name]) for name in ("starts_on", "ends_on", "irrevocable_until")}
    shares = [NOT_SAID if share is None else percent(share) for _, share in covers]
    said = {**texts, **days} | {
        "id": str(contract_id),
        "vendor": vendor,
        "cvr": cvr,
        "systems": "; ".join(" ".join(name.replace(";", " ").split()) for name, _ in covers),
        "shares": "; ".join(shares) if any(share is not None for _, share in covers) else "",
    }
    return tuple(said[column] for column in CONTRACT_COLUMNS)


def percent(share: Decimal) -> str:
    """
    >>> percent(Decimal("0.5")), percent(Decimal("0.333333"))
    ('50', '33,3333')
    """
    return f"{(share * 100).normalize():f}".replace(".", ",")


def _day(text: str) -> str:
    return f"{dt.date.fromisoformat(text):%d-%m-%Y}" if text else ""
