"""The linter and the reader of decisions on a megabyte of Danish, beside what counting its words alone takes.

The text is the source's (../shared/source) where it is, else the demo's: the items again and again until the letters
make a megabyte, each time with other numbers, so that no cache answers. The peer is the least that any checker of text
must do: find the words of the same text with one regular expression. No checker of Danish agendas is known that could
run here; LanguageTool needs Java and a server, and looks for other things.
"""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path

from bench.measure import in_turn, save
from chefforum.calc.blocks import Block, Heading, List, Paragraph, Table, texts
from chefforum.calc.decisions import read_decision
from chefforum.connectors.minutes import read_minutes
from chefforum.connectors.minutes.minutes import Item, Minutes
from chefforum.modules.meetings import linter

ROOT = Path(__file__).parents[1]
SOURCES = [ROOT.parent / "shared/source/referat-chefforum-2026-01-28.md", *(ROOT / "demo/minutes").glob("*.md")]
SIZE = 1_000_000  # characters
_WORD = re.compile(r"\w+")
_YEAR = re.compile(r"2026")


def main() -> None:
    source = next(path for path in SOURCES if path.exists())
    minutes = read_minutes(content=source.read_bytes(), filename=source.name)
    rounds = [_megabyte(minutes, number) for number in range(4)]
    plain = ["\n".join(_text(item) for item in one.items) for one in rounds]
    seconds = in_turn(
        {
            "lint_minutes": lambda number: linter.lint_minutes(rounds[number]),
            "read_decision of every item": lambda number: [_decided(item) for item in rounds[number].items],
            "words by one regular expression": lambda number: _WORD.findall(plain[number]),
            "lint_minutes of the source itself": lambda number: linter.lint_minutes(minutes),
        },
        rounds=3,
    )
    least, own = seconds["words by one regular expression"], seconds["lint_minutes"]
    save(
        "linter",
        figures={
            "source": source.name,
            "characters": len(plain[0]),
            "items": len(rounds[0].items),
            "rules": len(linter.rules()),
            "findings": len(linter.lint_minutes(rounds[0])),
            "ratios": {"lint_minutes / finding the words": round(own / least, 1)},
            "median_seconds": {name: round(value, 4) for name, value in seconds.items()},
        },
        packages=[],
    )


def _megabyte(minutes: Minutes, number: int) -> Minutes:
    size = sum(len(_text(item)) for item in minutes.items)
    items = [
        _varied(item, f"{2100 + number * 100 + turn}") for turn in range(SIZE // size + 1) for item in minutes.items
    ]
    return dataclasses.replace(minutes, items=tuple(items))


def _varied(item: Item, year: str) -> Item:
    sections = tuple(
        dataclasses.replace(section, blocks=tuple(_with_year(block, year) for block in section.blocks))
        for section in item.sections
    )
    return dataclasses.replace(item, sections=sections)


def _with_year(block: Block, year: str) -> Block:
    match block:
        case Paragraph(text):
            return Paragraph(_YEAR.sub(year, text))
        case Heading(text, level):
            return Heading(_YEAR.sub(year, text), level)
        case List(items, ordered, start):
            return List(tuple(tuple(_with_year(one, year) for one in item) for item in items), ordered, start)
        case Table(rows, header_rows):
            cells = tuple(tuple(tuple(_with_year(one, year) for one in cell) for cell in row) for row in rows)
            return Table(cells, header_rows)


def _text(item: Item) -> str:
    return "\n".join(text for section in item.sections for text in texts(section.blocks))


def _decided(item: Item) -> object:
    return read_decision(text=item.decision, parts=item.recommendation.parts if item.recommendation else ())


if __name__ == "__main__":
    main()
