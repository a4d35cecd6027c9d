"""What the invented municipality's books are made of: kinds of workplace, occupations, kinds of account.

The tables lie in demo/ledger. Main accounts, functions, dranst and arter are codes of the authorised chart of accounts;
the groupings are the demo municipality's own.
"""

from __future__ import annotations

import csv
from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

FOLDER = Path(__file__).parents[4] / "demo" / "ledger"
FIXED, VARIABLE, REFUND, INTERNAL = "fast løn", "variabel løn", "refusion", "intern"
SUBSTITUTES, SICK_REFUND, LEAVE_REFUND, BENEFITS, STATE_REFUND, BUYS, SELLS = (
    "131", "141", "142", "403", "404", "601", "602"
)  # fmt: skip


@dataclass(frozen=True)
class Kind:
    """A kind of account: what it is called, how large and how regular it is."""

    code: str
    name: str
    art: str
    dranst: str
    line_class: str
    rank: int  # The lower, the more likely that a small chart has it.
    weight: float  # Percent of the workplace's fixed pay in a year; income is negative.
    profile: npt.NDArray[np.float64]  # Of each month; twelve in all.
    drift: float
    noise: float
    active: float  # How likely a month has any.
    vouchers: float
    types: frozenset[str]  # Empty: all.
    function: str  # Empty: the workplace's own.


@dataclass(frozen=True)
class Occupation:
    code: str
    name: str
    first_step: int
    last_step: int
    pension: float


@dataclass(frozen=True)
class WorkplaceType:
    name: str
    called: str
    function: str
    also: str  # Another type whose lines a part of the workplace has.
    department: str
    units: int
    staff: float
    cover: float  # How much of absence is covered by substitutes.
    is_open_always: bool
    mix: dict[str, int]  # Occupation → percent of the staff.


def rows(name: str) -> list[dict[str, str]]:
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def number(text: str) -> float:
    return float(text.replace(",", "."))


@cache
def occupations() -> list[Occupation]:
    return [
        Occupation(r["gruppering"], r["navn"], int(r["trin fra"]), int(r["trin til"]), number(r["pension i procent"]))
        for r in rows("stillinger")
    ]


@cache
def kinds() -> list[Kind]:
    """The occupations' fixed pay first, then the rest."""
    shapes = {
        name: np.array([number(value) for value in values]) for name, *values in map(dict.values, rows("profiler"))
    }
    pay = [
        Kind(
            o.code, f"Månedsløn, {o.name.lower()}", "10", "1", FIXED, 1, 0, shapes["jævn"], 0, 0, 1, 1, frozenset(), ""
        )
        for o in occupations()
    ]
    return pay + [
        Kind(
            r["gruppering"],
            r["navn"],
            r["hovedart"] + r["art"],
            r["dranst"],
            r["klasse"],
            int(r["rang"]),
            number(r["vægt"]),
            shapes[r["profil"]] / shapes[r["profil"]].mean(),
            number(r["drift"]),
            number(r["støj"]),
            number(r["aktiv"]),
            number(r["bilag"]),
            frozenset(r["typer"].split()) - {"*"},
            r["funktion"],
        )
        for r in rows("arter")
    ]


@cache
def workplace_types() -> list[WorkplaceType]:
    return [
        WorkplaceType(
            r["type"],
            r["navne"],
            r["funktion"],
            r["bitype"],
            r["afdeling"],
            int(r["enheder"]),
            number(r["årsværk"]),
            number(r["vikarer"]),
            r["døgn"] == "1",
            {code: int(percent) for code, _, percent in (part.partition(":") for part in r["personale"].split())},
        )
        for r in rows("arbejdspladstyper")
    ]


@dataclass(frozen=True)
class Account:
    string: str
    name: str
    function: str
    kind: int
    """Its place among `kinds()`."""

    @property
    def line_class(self) -> str:
        return kinds()[self.kind].line_class


def chart(count: int) -> list[Account]:
    """The `count` accounts that a chart of that size would have, in the order of their strings; it has
    seventy for fixed pay at least."""
    functions = {row["funktion"]: row["navn"] for row in rows("funktioner")}
    found: dict[str, Account] = {}
    used: Counter[str] = Counter()
    for workplace in workplace_types():
        for place, kind in enumerate(kinds()):
            if kind.line_class == FIXED and kind.code not in workplace.mix:
                continue
            if kind.types and workplace.name not in kind.types:
                continue
            function = kind.function or workplace.function
            string = account_string(function, kind)
            used[string] += workplace.units
            found[string] = Account(string, f"{kind.name} ({functions[function]})", function, place)
    # Pay first; then those that most workplaces would have.
    order = sorted(found, key=lambda string: (*_importance(found[string]), -used[string], string))
    return [found[string] for string in sorted(order[:count])]


def _importance(account: Account) -> tuple[bool, bool]:
    return account.line_class != FIXED, kinds()[account.kind].rank > 1


def account_string(function: str, kind: Kind) -> str:
    """The sixteen digits: the cost centre's four are left at nought, for it has a column of its own."""
    return f"{function}{kind.dranst}10000{kind.code}{kind.art}"
