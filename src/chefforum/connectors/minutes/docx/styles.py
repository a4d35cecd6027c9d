"""What a DOCX says about its paragraphs outside them: styles and numbering."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from chefforum.connectors.minutes.docx.package import Package

_HEADING = re.compile(r"(?:heading|overskrift) ?([1-9])", re.IGNORECASE)
_LOWEST = 6
_LETTERS = frozenset(("lowerLetter", "upperLetter"))


def tag(element: etree._Element) -> str:
    """The name of an element without its namespace: Word has two, for the transitional and the strict form."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def child(element: etree._Element | None, *path: str) -> etree._Element | None:
    """The first element down a path of names; None where there is none."""
    for name in path:
        if element is None:
            return None
        element = next((inner for inner in element if tag(inner) == name), None)
    return element


def value(element: etree._Element | None, name: str = "val") -> str | None:
    """An attribute by its name without namespace."""
    if element is None:
        return None
    return next((text for key, text in element.attrib.items() if str(key).rpartition("}")[2] == name), None)


def is_on(element: etree._Element | None) -> bool | None:
    """A switch such as bold: None where it is not said."""
    return None if element is None else value(element) not in ("0", "false", "off", "none")


def number(text: str | None) -> int | None:
    """A whole number, None for other texts."""
    return int(text) if text is not None and re.fullmatch(r"-?[0-9]{1,9}", text) else None


@dataclass(frozen=True)
class Style:
    """A style of paragraphs, with what it takes over from the one it is based on."""

    name: str = ""
    level: int | None = None
    list_id: str | None = None
    list_level: int | None = None
    is_bold: bool = False
    is_italic: bool = False


def read_styles(package: Package) -> dict[str, Style]:
    """The styles of paragraphs by their id."""
    if "word/styles.xml" not in package.names:
        return {}
    elements = {
        style_id: element
        for element in package.part("word/styles.xml")
        if tag(element) == "style" and (style_id := value(element, "styleId"))
    }
    return {style_id: _style(style_id, elements) for style_id in elements}


def _style(style_id: str, elements: dict[str, etree._Element]) -> Style:
    style = Style()
    for element in reversed(list(_ancestry(style_id, elements))):
        name = value(child(element, "name")) or ""
        numbering = child(element, "pPr", "numPr")
        run = child(element, "rPr")
        bold, italic = is_on(child(run, "b")), is_on(child(run, "i"))
        list_id = value(child(numbering, "numId"))
        list_level = number(value(child(numbering, "ilvl")))
        style = Style(
            name=name,
            level=_heading_level(name, number(value(child(element, "pPr", "outlineLvl"))), style.level),
            list_id=list_id if list_id is not None else style.list_id,
            list_level=list_level if list_level is not None else style.list_level,
            is_bold=style.is_bold if bold is None else bold,
            is_italic=style.is_italic if italic is None else italic,
        )
    return style


def _ancestry(style_id: str, elements: dict[str, etree._Element]) -> Iterator[etree._Element]:
    seen: set[str] = set()
    next_id: str | None = style_id
    while next_id is not None and next_id in elements and next_id not in seen:
        seen.add(next_id)
        yield elements[next_id]
        next_id = value(child(elements[next_id], "basedOn"))


def _heading_level(name: str, outline: int | None, inherited: int | None) -> int | None:
    """The level of a style's headings: by its name, which is English in every language's Word, or its outline level."""
    lowered = name.lower()
    if lowered in ("title", "titel"):
        return 1
    if lowered.startswith("toc") or lowered in ("subtitle", "undertitel"):
        return None
    named = _HEADING.fullmatch(lowered)
    if named:
        return min(int(named[1]), _LOWEST)
    if outline is not None:
        return outline + 1 if outline < _LOWEST else None
    return inherited


@dataclass(frozen=True)
class _Level:
    form: str = "decimal"
    start: int = 1
    text: str = "%1."


@dataclass
class Numbering:
    """The lists of a document and how far each has been counted."""

    levels: dict[str, dict[int, _Level]] = field(default_factory=dict)
    same: dict[str, str] = field(default_factory=dict)  # lists that count on with each other
    counts: dict[tuple[str, int], int] = field(default_factory=dict)

    def is_list(self, list_id: str | None, level: int) -> bool:
        """Whether paragraphs of this list have a mark; "0" takes a paragraph out of its style's list."""
        return self._level(list_id, level) is not None

    def next_number(self, list_id: str, level: int) -> int | None:
        """Counts one paragraph: its number, None for a bullet."""
        found = self._level(list_id, level)
        if found is None or found.form == "bullet":
            return None
        key = self.same.get(list_id, list_id)
        count = self.counts.get((key, level), found.start - 1) + 1
        self.counts[key, level] = count
        for other in [place for place in self.counts if place[0] == key and place[1] > level]:
            del self.counts[other]
        return count

    def label(self, list_id: str, level: int) -> str:
        """The words and numbers that Word sets before a paragraph just counted: "Punkt 3:"; empty for a bullet."""
        found = self._level(list_id, level)
        if found is None or found.form == "bullet":
            return ""
        key = self.same.get(list_id, list_id)
        return re.sub(r"%([1-9])", lambda place: str(self.counts.get((key, int(place[1]) - 1), 1)), found.text)

    def _level(self, list_id: str | None, level: int) -> _Level | None:
        levels = self.levels.get(list_id or "0")
        found = (levels or {}).get(level)
        return None if found is None or found.form == "none" else found


def read_numbering(package: Package) -> Numbering:
    """The lists that a document's paragraphs may belong to."""
    numbering = Numbering()
    if "word/numbering.xml" not in package.names:
        return numbering
    root = package.part("word/numbering.xml")
    abstract = {value(element, "abstractNumId"): element for element in root if tag(element) == "abstractNum"}
    for element in root:
        list_id = value(element, "numId")
        if tag(element) != "num" or list_id is None:
            continue
        base_id = value(child(element, "abstractNumId"))
        levels = dict(_levels(abstract.get(base_id)))
        overrides = [inner for inner in element if tag(inner) == "lvlOverride"]
        for override in overrides:
            place = number(value(override, "ilvl")) or 0
            start = number(value(child(override, "startOverride")))
            known = dict(_levels(override)).get(place) or levels.get(place, _Level())
            levels[place] = _Level(known.form, known.start if start is None else start, known.text)
        numbering.levels[list_id] = levels
        if not overrides and base_id is not None:
            numbering.same[list_id] = f"abstract {base_id}"
    return numbering


def _levels(element: etree._Element | None) -> Iterator[tuple[int, _Level]]:
    for inner in element if element is not None else ():
        if tag(inner) == "lvl":
            start = number(value(child(inner, "start")))
            text = value(child(inner, "lvlText")) or ""
            form = value(child(inner, "numFmt")) or "decimal"
            yield number(value(inner, "ilvl")) or 0, _Level(form, 1 if start is None else max(start, 0), text)
