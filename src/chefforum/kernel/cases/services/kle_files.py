"""Reading a KLE list from the file that KL or others give it in, without touching the database.

KL's XML: root KLE-Emneplan with UdgivelsesDato and Hovedgruppe > Gruppe > Emne, each with ...Nr, ...Titel and
...AdministrativInfo (OprettetDato; Historisk with UdgaaetDato or, where the entry has moved, FlyttetDato); root
KLE-Handlingsfacetter with HandlingsfacetKategori > Handlingsfacet of the same shape. Versions 1.1 and 2.0 differ in
namespaces and in fields that are not read here; XSD type names (EmneKomponent) are seen as element names as well.
Numbers are used again: an entry that is in use wins over a historic one of the same number.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from ..models import KleLevel, KleList

_FORMS = {
    re.compile(r"[0-9]{2}"): KleLevel.MAIN_GROUP,
    re.compile(r"[0-9]{2}\.[0-9]{2}"): KleLevel.GROUP,
    re.compile(r"[0-9]{2}\.[0-9]{2}\.[0-9]{2}"): KleLevel.SUBJECT,
}
_FACET = re.compile(r"[A-ZÆØÅ][0-9]{2}")
_ELEMENTS = {
    "Hovedgruppe": KleList.SUBJECTS,
    "Gruppe": KleList.SUBJECTS,
    "Emne": KleList.SUBJECTS,
    "Handlingsfacet": KleList.FACETS,
}
_NUMBER_COLUMNS = ("nummer", "nr", "kle", "klenummer", "kle-nummer", "emnenr")
_TITLE_COLUMNS = ("titel", "title", "kletitel", "kle-titel", "emnetitel", "navn")
_SHOWN_PROBLEMS = 20


class BadKleFile(ValueError):
    """The file cannot be loaded; the text says in Danish why, line by line, and that nothing was changed."""

    def __init__(self, reason: str, problems: tuple[str, ...] = ()) -> None:
        self.problems = problems
        shown = [f"• {problem}" for problem in problems[:_SHOWN_PROBLEMS]]
        if len(problems) > _SHOWN_PROBLEMS:
            shown.append(f"• … og {len(problems) - _SHOWN_PROBLEMS} til.")
        super().__init__("\n".join([f"{reason} Intet er ændret.", *shown]))


@dataclass(frozen=True)
class KleEntry:
    """A subject or a facet as the file has it; `line` is where it stands. `retired_on` may lie in the future."""

    list: KleList
    number: str
    title: str
    line: int
    valid_from: dt.date | None = None
    retired_on: dt.date | None = None

    @property
    def level(self) -> KleLevel:
        return next(level for form, level in _FORMS.items() if form.fullmatch(self.number))


@dataclass(frozen=True)
class KleFile:
    """What a file says: one entry for each number, and the day KL published it where it says so."""

    entries: tuple[KleEntry, ...]
    published_on: dt.date | None


def read_kle_file(content: bytes) -> KleFile:
    """The list in the file, XML or CSV. Raises BadKleFile with every problem by line."""
    start = content.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")[:1]
    if not start:
        raise BadKleFile("Filen er tom.")
    return _read_xml(content) if start == b"<" else _read_csv(content)


# --- XML


def _read_xml(content: bytes) -> KleFile:
    root = _parsed(content)
    problems: list[str] = []
    entries = [entry for element in root.iter() if (entry := _entry_of(element, problems)) is not None]
    if problems:
        raise BadKleFile("KLE-filen har fejl.", tuple(problems))
    if not entries:
        raise BadKleFile(
            "XML-filen er ikke en KLE-liste: den har ingen emner eller facetter. Brug KL's emneplan eller "
            "handlingsfacetter som XML."
        )
    return KleFile(entries=_one_of_each(entries), published_on=_date(_text(root, "UdgivelsesDato")))


def _parsed(content: bytes) -> etree._Element:
    """The root, read without entities, network or oversized trees: the file may come from anywhere."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        line = error.lineno or 1
        raise BadKleFile(f"XML-filen kan ikke læses: den er beskadiget eller ufuldstændig ved linje {line}.") from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise BadKleFile("XML-filen har en DTD, og det har KL's filer ikke. Hent listen hos KL igen.")
    return root


def _entry_of(element: etree._Element, problems: list[str]) -> KleEntry | None:
    name = _name(element)
    if name not in _ELEMENTS:
        return None
    number, title = _text(element, f"{name}Nr"), _text(element, f"{name}Titel")
    if number is None and title is None:
        return None  # An empty element, or a word of running text that happens to be called the same.
    entry = KleEntry(
        list=_ELEMENTS[name],
        number=number or "",
        title=title or "",
        line=element.sourceline or 0,
        **_dates(element, name),
    )
    problem = _problem_with(entry)
    if problem:
        problems.append(f"Linje {entry.line}: {problem}")
        return None
    return entry


def _dates(element: etree._Element, name: str) -> dict[str, dt.date | None]:
    names = (f"{name}AdministrativInfo", "AdministrativInfo")
    found = next((child for child in element if _name(child) in names), None)
    if found is None:
        return {}
    texts = {_name(part): (part.text or "").strip() for part in found.iter() if isinstance(part.tag, str)}
    ended = texts.get("UdgaaetDato") or texts.get("FlyttetDato") or texts.get("Udgaaet")
    return {"valid_from": _date(texts.get("OprettetDato")), "retired_on": _date(ended)}


def _name(element: etree._Element) -> str:
    """The element's name without namespace and without the type's ending; empty for what is no element."""
    if not isinstance(element.tag, str):
        return ""
    return etree.QName(element).localname.removesuffix("Komponent")


def _text(element: etree._Element, name: str) -> str | None:
    for child in element:
        if _name(child) == name:
            return " ".join("".join(child.itertext()).split())
    return None


def _date(text: str | None) -> dt.date | None:
    """The day of an XML date or date-time; None where there is none or it is not one."""
    try:
        return dt.date.fromisoformat((text or "")[:10])
    except ValueError:
        return None


def _one_of_each(entries: list[KleEntry]) -> tuple[KleEntry, ...]:
    """One entry for a number: one in use before a historic one, then the newest."""
    chosen: dict[tuple[str, str], KleEntry] = {}
    for entry in sorted(entries, key=_preference):
        chosen[entry.list, entry.number] = entry
    return tuple(sorted(chosen.values(), key=lambda entry: entry.line))


def _preference(entry: KleEntry) -> tuple[dt.date, dt.date]:
    return (entry.retired_on or dt.date.max, entry.valid_from or dt.date.min)


# --- CSV


def _read_csv(content: bytes) -> KleFile:
    text = _decoded(content)
    separator = ";" if text.split("\n", 1)[0].count(";") else ","
    rows = _rows(text, separator)
    number_column, title_column = _columns(next(rows, (1, []))[1])
    problems: list[str] = []
    seen: dict[str, KleEntry] = {}
    for line, row in rows:
        if not any(cell.strip() for cell in row):
            continue
        entry = _csv_entry(row, line, number_column, title_column)
        problem = _problem_with(entry) or _problem_with_repeated(entry, seen.get(entry.number))
        if problem:
            problems.append(f"Linje {line}: {problem}")
        seen.setdefault(entry.number, entry)
    if problems:
        raise BadKleFile("KLE-filen har fejl.", tuple(problems))
    if not seen:
        raise BadKleFile("CSV-filen har ingen emner under overskrifterne.")
    return KleFile(entries=tuple(seen.values()), published_on=None)


def _rows(text: str, separator: str) -> Iterator[tuple[int, list[str]]]:
    """Each row with the line it begins on."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    line = 1
    try:
        for row in reader:
            yield line, row
            line = reader.line_num + 1
    except csv.Error as error:
        reason = f"CSV-filen kan ikke læses fra linje {line}: et anførselstegn mangler eller er for meget."
        raise BadKleFile(reason) from error


def _decoded(content: bytes) -> str:
    if b"\x00" in content:
        raise BadKleFile("Filen er hverken XML eller CSV. Gem et regneark som CSV, eller brug KL's XML.")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("latin-1")  # What Excel on Windows writes.


def _columns(header: list[str]) -> tuple[int, int]:
    names = [cell.strip().lower() for cell in header]
    number = next((names.index(name) for name in _NUMBER_COLUMNS if name in names), None)
    title = next((names.index(name) for name in _TITLE_COLUMNS if name in names), None)
    if number is None or title is None:
        raise BadKleFile(
            "Filen er hverken KL's XML eller en CSV-fil med kolonnerne nummer og titel i første linje. "
            "Ret filen og prøv igen."
        )
    return number, title


def _csv_entry(row: list[str], line: int, number_column: int, title_column: int) -> KleEntry:
    number, title = (
        " ".join(row[column].split()) if column < len(row) else "" for column in (number_column, title_column)
    )
    is_facet = _FACET.fullmatch(number.upper()) is not None
    return KleEntry(
        list=KleList.FACETS if is_facet else KleList.SUBJECTS,
        number=number.upper(),
        title=title,
        line=line,
    )


def _problem_with_repeated(entry: KleEntry, earlier: KleEntry | None) -> str | None:
    if earlier is None or earlier.title == entry.title:
        return None
    return f"{entry.number} står også på linje {earlier.line} med en anden titel."


def _problem_with(entry: KleEntry) -> str | None:
    if not entry.number:
        return "nummeret mangler."
    if entry.list == KleList.FACETS and not _FACET.fullmatch(entry.number):
        return f"“{entry.number[:40]}” er ikke en facet: et bogstav og to cifre, fx A00."
    if entry.list == KleList.SUBJECTS and not any(form.fullmatch(entry.number) for form in _FORMS):
        return f"“{entry.number[:40]}” er ikke et KLE-nummer som 00, 00.30 eller 00.30.04."
    if not entry.title:
        return f"{entry.number} har ingen titel."
    return f"titlen på {entry.number} er længere end 500 tegn." if len(entry.title) > 500 else None
