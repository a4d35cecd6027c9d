"""Sums that a sentence states and that do not come out: "fra 80 til 50, et fald på 40", "30 af 120 (20 %)"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from chefforum.calc.anchored import at_words_with

_NUMBER = r"(?P<{0}>[0-9]{{1,3}}(?:\.[0-9]{{3}})+(?:,[0-9]{{1,4}})?|[0-9]{{1,9}}(?:,[0-9]{{1,4}})?)"
_UNIT = r"(?:[ \u00a0]?(?P<{0}>%|pct\.?|procentpoint|procent|mio\. kr\.|mia\. kr\.|t\.kr\.|kr\.|kroner)(?!\w))?"
_UP = r"stigning|stiger|steget|steg|vækst|vokset|vokser|forøgelse|forøges|hævet|hæves|øget|øges|løftes|løftet"
_DOWN = r"fald|falder|faldet|faldt|reduktion|reduceret|reduceres|nedsat|nedsættes|sænket|sænkes|nedgang|besparelse"
_FROM_TO = re.compile(
    rf"[Ff]ra[ \u00a0]{_NUMBER.format('before')}{_UNIT.format('unit_before')}(?:[ \u00a0][^\W\d_]{{2,20}}){{0,2}}"
    rf"[ \u00a0]til[ \u00a0]{_NUMBER.format('after')}{_UNIT.format('unit_after')}"
    rf"(?P<gap>[^.;\d]{{0,60}}?)\b(?P<word>{_UP}|{_DOWN})\b(?:[^\W\d_]|[ ,\u00a0]){{0,12}}?"
    rf"\bpå[ \u00a0]{_NUMBER.format('change')}{_UNIT.format('unit')}",
    re.IGNORECASE,
)
_SHARE = re.compile(
    rf"(?<![\w.,/-]){_NUMBER.format('part')}(?:[ \u00a0][^\W\d_]{{2,20}}){{0,2}}"
    rf"[ \u00a0](?:ud[ \u00a0])?af[ \u00a0](?:de |i alt )?"
    rf"{_NUMBER.format('whole')}(?:[ \u00a0][^\W\d_]{{2,24}}){{0,2}}"
    rf"[ \u00a0]?(?:\(|,? svarende til (?:ca\. )?|,? altså )"
    rf"(?:ca\. )?{_NUMBER.format('share')}[ \u00a0]?(?:%|pct\.?|procent)",
    re.IGNORECASE,
)
_PER_CENT = re.compile(r"%|pct|procent")
_PERCENT = ("%", "pct", "pct.", "procent")


@dataclass(frozen=True)
class WrongSum:
    """A statement from `start` to `end` (exclusive) and what it comes to, in its own unit, as Danes write numbers."""

    start: int
    end: int
    text: str
    stated: str
    correct: str


def wrong_sums(text: str) -> Iterator[WrongSum]:
    """Every stated change and share that does not come out, with half of the last stated decimal allowed.

    A statement is left alone where its units differ or where the change is in per cent of something that it does not
    say.
    """
    found = [
        wrong for match in at_words_with(_FROM_TO, text, "fra ", "Fra ", "fra\u00a0") if (wrong := _of_change(match))
    ]
    if _PER_CENT.search(text):
        found += [wrong for match in _SHARE.finditer(text) if (wrong := _of_share(match))]
    yield from sorted(found, key=lambda wrong: wrong.start)


def _of_change(match: re.Match[str]) -> WrongSum | None:
    before, after, change = _value(match["before"]), _value(match["after"]), _value(match["change"])
    unit = (match["unit"] or "").lower()
    units = {(match[name] or "").lower() for name in ("unit_before", "unit_after")} - {""}
    if _is_year(match["before"]) or not before:
        return None
    difference = abs(after - before)
    if unit in _PERCENT and units & set(_PERCENT) and abs(100 * difference / before - change) <= 1:
        return None  # per cent of the per cent: "fra 20 % til 25 %, en stigning på 25 %"
    if unit in _PERCENT and not units & set(_PERCENT):
        return _unless_close(match, change, 100 * difference / before, unit)
    if unit in ("procentpoint", "") or units <= {unit}:
        return _unless_close(match, change, difference, unit)
    return None


def _of_share(match: re.Match[str]) -> WrongSum | None:
    part, whole, share = _value(match["part"]), _value(match["whole"]), _value(match["share"])
    if not whole or part > whole:
        return None
    return _unless_close(match, share, 100 * part / whole, "%")


def _unless_close(match: re.Match[str], stated: Decimal, correct: Decimal, unit: str) -> WrongSum | None:
    name = "share" if "share" in match.groupdict() else "change"
    decimals = len(match[name].partition(",")[2])
    step = Decimal(1).scaleb(-decimals)
    # "et fald på 40 %" is often rounded to the ten, so only a whole step off counts
    if abs(stated - correct) <= step:
        return None
    written = f"{correct:.{decimals}f}".replace(".", ",")
    sign = f" {unit}" if unit else ""
    return WrongSum(match.start(), match.end(), match[0], f"{match[name]}{sign}", f"{written}{sign}")


def _value(text: str) -> Decimal:
    return Decimal(text.replace(".", "").replace(",", "."))


def _is_year(text: str) -> bool:
    return len(text) == 4 and text.isdigit() and 1900 <= int(text) <= 2100
