"""The four parts of a pair's score as a small picture: four bars with their names and numbers."""

from __future__ import annotations

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from chefforum.calc.overlap import Pair
from chefforum.web import danish
from chefforum.web.drawing import FILLS, FONT, INK, QUIET

NAMES = (("kle", "Opgaver"), ("text", "Tekst"), ("business_type", "Type"), ("units", "Brugere"))
WIDTH, ROW, LEFT, ROOM = 220, 20, 62, 100


def percent(share: float | None) -> str:
    """
    >>> percent(0.4), percent(None)
    ('40 %', 'mangler')
    """
    return danish.MISSING if share is None else f"{danish.number(round(share * 100))} %"


def parts_in_words(pair: Pair) -> str:
    """ "Opgaver 100 %, tekst 23 %, type mangler, brugere 50 %"."""
    told = ", ".join(f"{name} {percent(getattr(pair.parts, part))}" for part, name in NAMES)
    return told[:1] + told[1:].lower()


def parts_picture(pair: Pair) -> SafeString:
    """What is not known has an empty dashed bar."""
    rows = format_html_join("", "{}", ((_row(name, getattr(pair.parts, part), at),) for at, (part, name) in _placed()))
    return format_html(
        '<svg class="overlap-parts" viewBox="0 0 {} {}" width="{}" height="{}" role="img" aria-label="{}"'
        ' font-family="{}" font-size="13">{}</svg>',
        WIDTH,
        ROW * len(NAMES),
        WIDTH,
        ROW * len(NAMES),
        f"Hvor ens de er: {parts_in_words(pair)}.",
        FONT,
        rows,
    )


def _placed() -> list[tuple[int, tuple[str, str]]]:
    return [(place * ROW, name) for place, name in enumerate(NAMES)]


def _row(name: str, share: float | None, top: int) -> SafeString:
    frame = format_html(
        '<rect x="{}" y="{}" width="{}" height="10" fill="#fff" stroke="{}" stroke-width="1"{}/>',
        LEFT,
        top + 5,
        ROOM,
        QUIET,
        format_html(' stroke-dasharray="{}"', "3 3") if share is None else "",
    )
    bar = format_html(
        '<rect x="{}" y="{}" width="{}" height="10" fill="{}"/>', LEFT, top + 5, round((share or 0) * ROOM, 1), FILLS[0]
    )
    words = '<text x="0" y="{}" fill="{}">{}</text><text x="{}" y="{}" fill="{}">{}</text>'
    text = format_html(words, top + 14, INK, name, LEFT + ROOM + 8, top + 14, INK, percent(share))
    return format_html("{}{}{}", frame, bar if share else "", text)
