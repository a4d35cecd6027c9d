"""What a file turned out to be, in words for the person who brought it."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from chefforum.calc.periods import name_of
from chefforum.web import danish

from ..lake.manifest import Manifest
from ..lake.mapping import (
    DATE_FORMAT_NAMES,
    ENCODING_NAMES,
    END_DAY_NAMES,
    NUMBER_FORMAT_NAMES,
    WITH_DAYS,
    DateFormat,
    Encoding,
    EndDay,
    NumberFormat,
)
from ..rules.words import Table


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


def control_sentences(manifest: Manifest) -> tuple[str, ...]:
    """What the sending system says of the file, held against what was read; nothing where it says nothing."""
    told = []
    if manifest.control_lines is not None:
        told.append(
            _held(danish.counted(manifest.control_lines, "linje,linjer"), danish.number(manifest.lines_read))
            + _difference(manifest.lines_read - manifest.control_lines, danish.number)
        )
    if manifest.control_amount is not None:
        amount = manifest.amount_as_sent or 0
        told.append(
            _held(kroner(manifest.control_amount), kroner(amount))
            + _difference(amount - manifest.control_amount, kroner)
        )
    return tuple(told)


def closed_sentences(manifest: Manifest, *, closed_through: int | None, is_loaded: bool = False) -> tuple[str, ...]:
    """Lines that lie in months that are, or were when the file was loaded, closed: they count at once all the same."""
    if manifest.table != Table.POSTINGS or closed_through is None:
        return ()
    late = [one for one in manifest.periods if one.period and one.period <= closed_through and one.lines_loaded]
    if not late:
        return ()
    lines = danish.counted(sum(one.lines_loaded for one in late), "linje ligger,linjer ligger")
    named = sorted(one.period for one in late if one.period)
    months = danish.listed(map(month, named)) if len(named) <= 3 else f"{month(named[0])} til {month(named[-1])}"
    if is_loaded:
        return (f"{lines} i måneder, der var lukket, da filen blev indlæst ({months}). De tæller med.",)
    return (f"{lines} i måneder, der er lukket ({months}). De tæller med med det samme.",)


def _held(said: str, read: str) -> str:
    return f"Systemet siger {said}; der er læst {read}: "


def _difference(difference: int, written: Callable[[int], str]) -> str:
    if not difference:
        return "det stemmer"
    return f"det er {written(abs(difference))} for {'meget' if difference > 0 else 'lidt'}"


def how_it_is_written(manifest: Manifest) -> str:
    """The file's encoding, separator, numbers and dates as they were understood."""
    parts = [f"Filen er læst som {encoding_name(manifest.encoding)}"]
    if manifest.delimiter:
        parts.append(f"{manifest.delimiter} mellem kolonnerne")
    if manifest.number_format and manifest.amount_read is not None:
        parts.append(f"tal som {NUMBER_FORMAT_NAMES[NumberFormat(manifest.number_format)]}")
    if manifest.date_format:
        parts.append(f"datoer som {DATE_FORMAT_NAMES[DateFormat(manifest.date_format)]}")
    if manifest.table in WITH_DAYS:
        end_day = EndDay(manifest.mapping["writing"].get("end_day", EndDay.AFTER))
        parts.append(
            f"“gælder til” som {END_DAY_NAMES[end_day].lower()}{', der er med' if end_day == EndDay.LAST else ''}"
        )
    return ", ".join(parts)
