"""The same as the exchange file, for who writes it in a spreadsheet: a line for each thing that is said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from chefforum.calc.cells import Cell, as_number, as_text
from chefforum.modules.it_costs.rules.kinds import ACTIVITY_NAMES, CATEGORY_NAMES

from .exchange import MARK, VERSION, doubles, faults, schema
from .fields import FIELDS
from .measures import CELLS

COLUMNS = {
    "part": "Del",
    "name": "Navn",
    "activity": "Aktivitet",
    "value": "Værdi",
    "cash": "Betalt",
    "accrued": "Fordelt",
    "vendor": "Leverandør",
    "kle": "KLE",
    "users": "Brugere",
}
HEADS = {name.casefold(): key for key, name in COLUMNS.items()}
ABOUT, BACKGROUND, COST, SYSTEM = "Om", "Baggrund", "Udgift", "System"
_ABOUT = {
    "Kommunekode": "code",
    "Kommune": "name",
    "År": "year",
    "Valideret": "validated",
    "Må nævnes": "may_be_named",
    "Systemer må deles": "systems_agreed",
}
_YES, _NO = ("ja", "true", "1"), ("nej", "false", "0", "")
_CATEGORIES = {name.casefold(): one.value for one, name in CATEGORY_NAMES.items()}
_ACTIVITIES = {name.casefold(): one.value for one, name in ACTIVITY_NAMES.items()}
_FIELDS = {field.name.casefold(): field.key for field in FIELDS}


def table_of(content: Mapping[str, Any] | None = None) -> list[tuple[str, ...]]:
    """The lines, heads first; without content the template, in which all is to be filled in."""
    said: Mapping[str, Any] = content or {"municipality": {}, "background": {}, "costs": [], "systems": []}
    about = {**said["municipality"], **{key: said.get(key) for key in ("year", "validated", "may_be_named")}}
    about["systems_agreed"] = said.get("systems_agreed")
    costs = {(one["category"], one["activity"]): one for one in said["costs"]}
    rows = [_row(ABOUT, name, value=about.get(key)) for name, key in _ABOUT.items()]
    rows += [_row(BACKGROUND, field.name, value=said["background"].get(field.key)) for field in FIELDS]
    rows += [
        _row(
            COST,
            CATEGORY_NAMES[category],  # type: ignore[index]  # the word is the value
            activity=ACTIVITY_NAMES[activity],  # type: ignore[index]
            cash=costs.get((category, activity), {}).get("cash"),
            accrued=costs.get((category, activity), {}).get("accrued"),
        )
        for category, activity in CELLS
    ]
    rows += [
        _row(
            SYSTEM,
            one["product"],
            vendor=one["vendor"],
            kle=", ".join(one["kle"]),
            users=one["users"],
            cash=one["cost"],
        )
        for one in said["systems"]
    ]
    return [tuple(COLUMNS.values()), *rows]


def _row(part: str, name: str, **said: object) -> tuple[str, ...]:
    cells = {"part": part, "name": name, **said}
    return tuple(_cell(cells.get(key)) for key in COLUMNS)


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "ja" if value else "nej"
    return str(value).replace(".", ",") if isinstance(value, float) else str(value)


def read_table(lines: Sequence[tuple[int, dict[str, Cell]]]) -> tuple[dict[str, Any], list[tuple[int | None, str]]]:
    """The content, and what is wrong with which line. An empty cell is missing, never nought."""
    content: dict[str, Any] = {
        "schema": VERSION,
        "municipality": {},
        "background": {field.key: None for field in FIELDS},
        "systems_agreed": False,
        "systems": [],
        "validated": False,
        "may_be_named": False,
    }
    costs: dict[tuple[str, str], dict[str, Any]] = {}
    problems: list[tuple[int | None, str]] = []
    for number, said in lines:
        try:
            _take(said, content, costs)
        except ValueError as wrong:
            problems.append((number, str(wrong)))
    empty = {"cash": None, "accrued": None}
    content["costs"] = [
        {"category": category, "activity": activity, **costs.get((category, activity), empty)}
        for category, activity in CELLS
    ]
    if not problems:
        rule = schema()
        del rule["properties"][MARK]
        rule["required"].remove(MARK)
        problems += [(None, text) for text in faults(content, rule, "")]
    if not problems:
        problems += [(None, text) for text in doubles(content)]
    return content, problems


def _take(said: dict[str, Cell], content: dict[str, Any], costs: dict[tuple[str, str], dict[str, Any]]) -> None:
    """Raises ValueError with what is wrong."""
    part, name = as_text(said.get("part")), as_text(said.get("name"))
    if part == ABOUT:
        _take_about(_ABOUT.get(name), name, said, content)
    elif part == BACKGROUND:
        key = _FIELDS.get(name.casefold())
        if key is None:
            raise ValueError(f"“{name[:40]}” er ingen af de oplysninger, der spørges om.")
        content["background"][key] = _number(said.get("value"))
    elif part == COST:
        category, activity = _CATEGORIES.get(name.casefold()), _ACTIVITIES.get(as_text(said.get("activity")).casefold())
        if category is None or activity is None:
            raise ValueError(f"“{name[:40]}”, “{as_text(said.get('activity'))[:40]}” er ingen kategori og aktivitet.")
        if (category, activity) in costs:
            raise ValueError(f"{name}, {as_text(said.get('activity'))} står to gange.")
        costs[category, activity] = {key: _number(said.get(key)) for key in ("cash", "accrued")}
    elif part == SYSTEM:
        content["systems"].append(
            {
                "product": name,
                "vendor": as_text(said.get("vendor")),
                "kle": [one.strip() for one in as_text(said.get("kle")).split(",") if one.strip()],
                "users": _number(said.get("users")),
                "cost": _number(said.get("cash")),
            }
        )
    else:
        raise ValueError(f"“{part[:40]}” kendes ikke. Del er Om, Baggrund, Udgift eller System.")


def _take_about(key: str | None, name: str, said: dict[str, Cell], content: dict[str, Any]) -> None:
    text = as_text(said.get("value"))
    if key is None:
        raise ValueError(f"“{name[:40]}” kendes ikke. Kendte: {', '.join(_ABOUT)}.")
    if key in ("code", "name"):
        content["municipality"][key] = text.zfill(3) if key == "code" and text.isdigit() else text
    elif key == "year":
        content["year"] = _number(said.get("value"))
    elif text.casefold() in _YES + _NO:
        content[key] = text.casefold() in _YES
    else:
        raise ValueError(f"{name}: skriv ja eller nej.")


def _number(cell: Cell) -> int | float | None:
    """Raises ValueError with what is wrong."""
    try:
        found = as_number(cell)
    except ValueError:
        raise ValueError(f"“{as_text(cell)[:40]}” er ikke et tal. Lad cellen være tom, hvis tallet mangler.") from None
    if found is None:
        return None
    return int(found) if found == found.to_integral_value() else float(found)
