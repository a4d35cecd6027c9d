"""What a file turned out to be, in words for the person who brought it."""

from __future__ import annotations

from decimal import Decimal

from chefforum.calc.periods import name_of
from chefforum.web import danish

from ..lake.manifest import Manifest
from ..lake.mapping import DATE_FORMAT_NAMES, ENCODING_NAMES, NUMBER_FORMAT_NAMES, DateFormat, Encoding, NumberFormat


def kroner(oere: int | None) -> str:
    """Øre as kroner with two decimals."""
    return danish.MISSING if oere is None else f"{danish.number(Decimal(oere) / 100, 2)} kr."


def month(period: int | None) -> str:
    """202603 as marts 2026."""
    return danish.MISSING if period is None else name_of(period)


def encoding_name(encoding: str) -> str:
    """The encoding as the mapping page names it; a byte order mark is told."""
    bare, mark, _ = encoding.partition(" med ")
    known = {one.value: ENCODING_NAMES[one] for one in Encoding}
    return f"{known.get(bare, bare)}{' med BOM' if mark else ''}"


def sentences(manifest: Manifest) -> tuple[str, ...]:
    """How many lines and how much money was read, loaded and rejected, and how the file is written."""
    told = [
        f"{danish.counted(manifest.lines_read, 'linje,linjer')} læst: {danish.number(manifest.lines_loaded)} gode, "
        f"{danish.number(manifest.lines_rejected)} afvist"
    ]
    if manifest.amount_read is not None:
        told.append(
            f"Sum i filen: {kroner(manifest.amount_read)}, heraf {kroner(manifest.amount_loaded)} i de gode linjer og "
            f"{kroner(manifest.amount_rejected)} i de afviste"
        )
    if manifest.unread_amounts:
        told.append(
            f"{danish.counted(manifest.unread_amounts, 'linje,linjer')} har et beløb, der ikke kan læses, "
            "og er ikke med i summerne"
        )
    if manifest.first_period is not None:
        first, last = month(manifest.first_period), month(manifest.last_period)
        told.append(f"Måneder: {first}" if first == last else f"Måneder: {first} til {last}")
    return (*told, how_it_is_written(manifest))


def how_it_is_written(manifest: Manifest) -> str:
    """The file's encoding, separator, numbers and dates as they were understood."""
    parts = [f"Filen er læst som {encoding_name(manifest.encoding)}"]
    if manifest.delimiter:
        parts.append(f"{manifest.delimiter} mellem kolonnerne")
    if manifest.number_format and manifest.amount_read is not None:
        parts.append(f"tal som {NUMBER_FORMAT_NAMES[NumberFormat(manifest.number_format)]}")
    if manifest.date_format:
        parts.append(f"datoer som {DATE_FORMAT_NAMES[DateFormat(manifest.date_format)]}")
    return ", ".join(parts)
