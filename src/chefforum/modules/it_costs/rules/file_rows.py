"""Rules and cost lines as files have them: a line each, read by its heads, and what could not be read by its number."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from chefforum.calc.cells import Cell, as_number, as_text, lines_under_heads

from .classification import RuleFacts, WrongRule, check_rule, settled
from .cost_facts import MOST_OERE, LineFacts, WrongLine, check_line
from .kinds import ACTIVITY_NAMES, CATEGORY_NAMES, Source

RULE_COLUMNS = {
    "order": "Rækkefølge",
    "name": "Navn",
    "supplier": "Leverandør",
    "account": "Konto",
    "cost_centre": "Omkostningssted",
    "text_pattern": "Tekst",
    "is_excluded": "Ikke it",
    "system": "System",
    "key": "Fordelingsnøgle",
    "category": "Kategori",
    "activity": "Aktivitet",
    "life_years": "Levetid i år",
}
LINE_COLUMNS = {
    "year": "År",
    "text": "Hvad det er",
    "amount": "Beløb i kroner",
    "category": "Kategori",
    "activity": "Aktivitet",
    "system": "System",
    "unit": "Enhedskode",
    "key": "Fordelingsnøgle",
    "contract": "Kontrakt",
    "life_years": "Levetid i år",
}
YES = frozenset({"ja", "j", "x", "1", "true", "sand"})


@dataclass(frozen=True)
class Known:
    """What names in a file mean: ids by name in small letters, units by code."""

    systems: Mapping[str, UUID]
    keys: Mapping[str, UUID]
    contracts: Mapping[str, UUID]
    units: Mapping[str, UUID]


@dataclass(frozen=True)
class RowProblem:
    text: str
    line: int | None = None


@dataclass(frozen=True)
class ReadRules:
    rows: tuple[tuple[int, RuleFacts], ...]
    problems: tuple[RowProblem, ...]


@dataclass(frozen=True)
class ReadLines:
    rows: tuple[LineFacts, ...]
    problems: tuple[RowProblem, ...]


class _Unread(ValueError):
    """A cell that cannot be read; the message says why."""


def read_rules(table: Sequence[Sequence[Cell]], *, known: Known) -> ReadRules:
    """Without a number for its order a rule comes after the one above it. Raises NoHeads."""
    heads = {title.casefold(): name for name, title in RULE_COLUMNS.items()}
    found = lines_under_heads(table, heads=heads, needed={"name"})
    rows, problems, order = list[tuple[int, RuleFacts]](), list[RowProblem](), 0
    names = set[str]()
    for number, said in found.lines:
        try:
            order = _whole(said.get("order"), "Rækkefølgen") or order + 10
            facts = settled(_rule(said, known))
            check_rule(facts)
            if facts.name.casefold() in names:
                raise _Unread(f"Reglen “{facts.name}” står der allerede længere oppe.")
        except (_Unread, WrongRule) as wrong:
            problems.append(RowProblem(str(wrong), number))
        else:
            names.add(facts.name.casefold())
            rows.append((order, facts))
    return ReadRules(tuple(rows), tuple(problems))


def _rule(said: Mapping[str, Cell], known: Known) -> RuleFacts:
    return RuleFacts(
        name=as_text(said.get("name")),
        supplier=as_text(said.get("supplier")),
        account=as_text(said.get("account")),
        cost_centre=as_text(said.get("cost_centre")),
        text_pattern=as_text(said.get("text_pattern")),
        is_excluded=as_text(said.get("is_excluded")).casefold() in YES,
        system_id=_named(said.get("system"), known.systems, "Systemet"),
        key_id=_named(said.get("key"), known.keys, "Fordelingsnøglen"),
        category=_word(said.get("category"), CATEGORY_NAMES, "Kategorien"),
        activity=_word(said.get("activity"), ACTIVITY_NAMES, "Aktiviteten"),
        life_years=_whole(said.get("life_years"), "Levetiden"),
    )


def read_lines(table: Sequence[Sequence[Cell]], *, known: Known) -> ReadLines:
    """Raises NoHeads."""
    heads = {title.casefold(): name for name, title in LINE_COLUMNS.items()} | {"beløb": "amount", "tekst": "text"}
    found = lines_under_heads(table, heads=heads, needed={"year", "text", "amount"})
    rows, problems = list[LineFacts](), list[RowProblem]()
    for number, said in found.lines:
        try:
            facts = _line(said, known)
            check_line(facts)
        except (_Unread, WrongLine) as wrong:
            problems.append(RowProblem(str(wrong), number))
        else:
            rows.append(facts)
    return ReadLines(tuple(rows), tuple(problems))


def _line(said: Mapping[str, Cell], known: Known) -> LineFacts:
    contract = _named(said.get("contract"), known.contracts, "Kontrakten")
    return LineFacts(
        year=_whole(said.get("year"), "Året") or 0,
        text=as_text(said.get("text")),
        category=_word(said.get("category"), CATEGORY_NAMES, "Kategorien"),
        activity=_word(said.get("activity"), ACTIVITY_NAMES, "Aktiviteten"),
        amount_oere=_oere(said.get("amount")),
        system_id=_named(said.get("system"), known.systems, "Systemet"),
        key_id=_named(said.get("key"), known.keys, "Fordelingsnøglen"),
        unit_id=_named(said.get("unit"), known.units, "Enheden"),
        contract_id=contract,
        life_years=_whole(said.get("life_years"), "Levetiden"),
        source=(Source.CONTRACT if contract else Source.FILE).value,
    )


def _named(cell: Cell, known: Mapping[str, UUID], what: str) -> UUID | None:
    word = as_text(cell)
    if not word:
        return None
    if word.casefold() not in known:
        raise _Unread(f"{what} “{word[:60]}” kendes ikke. Opret det her først, eller ret navnet i filen.")
    return known[word.casefold()]


def _word(cell: Cell, names: Mapping[Any, str], what: str) -> str:
    word = as_text(cell)
    found = next((key for key, name in names.items() if word.casefold() in (name.casefold(), key)), "")
    if word and not found:
        raise _Unread(f"{what} “{word[:60]}” er ikke en af {', '.join(names.values())}.")
    return str(found)


def _whole(cell: Cell, what: str) -> int | None:
    try:
        number = as_number(cell)
    except ValueError:
        number = Decimal("0.5")
    if number is None:
        return None
    if number != int(number) or not 0 <= number <= 100_000:
        raise _Unread(f"{what} “{as_text(cell)[:30]}” er ikke et helt tal.")
    return int(number)


def _oere(cell: Cell) -> int:
    try:
        kroner = as_number(cell)
    except ValueError:
        raise _Unread(f"Beløbet “{as_text(cell)[:30]}” er ikke et tal. Skriv det som 1.234,50.") from None
    if kroner is None:
        raise _Unread("Beløbet mangler.")
    if abs(kroner) > MOST_OERE or kroner * 100 != int(kroner * 100):
        raise _Unread(f"Beløbet “{as_text(cell)[:30]}” har flere end to decimaler eller er for stort.")
    return int(kroner * 100)
