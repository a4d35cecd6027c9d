"""The exchange file: what one municipality hands to another of a year, in one canonical form with its SHA-256."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from chefforum.modules.it_costs.rules.kinds import ACTIVITY_NAMES, CATEGORY_NAMES

from .fields import FIELDS, NAMES, YEARS
from .measures import CELLS

VERSION = "chefforum-it-benchmark/1"
MOST_SYSTEMS = 5000
MARK = "sha256"
_PLAIN = "^[^\\u0000-\\u001f\\u007f]*$"  # on one line, without signs that nobody sees
_TEXT = {"type": "string", "minLength": 1, "maxLength": 200, "pattern": _PLAIN}
_CODE = {"type": "string", "pattern": "^[0-9]{3,4}$"}
_NUMBER = {"type": ["number", "null"], "minimum": 0, "maximum": 1_000_000_000}
_KRONER = {"type": ["integer", "null"], "minimum": -100_000_000_000, "maximum": 100_000_000_000}
_COUNT = {"type": ["integer", "null"], "minimum": 0, "maximum": 10_000_000}


def _whole(properties: Mapping[str, Any]) -> dict[str, Any]:
    """An object that has all of these and nothing else."""
    return {
        "type": "object",
        "required": list(properties),
        "additionalProperties": False,
        "properties": dict(properties),
    }


def schema() -> dict[str, Any]:
    """The published JSON Schema (draft 2020-12) of VERSION."""
    cost = {
        "category": {"enum": [one.value for one in CATEGORY_NAMES]},
        "activity": {"enum": [one.value for one in ACTIVITY_NAMES]},
        "cash": _KRONER,
        "accrued": _KRONER,
    }
    system = {
        "product": _TEXT,
        "vendor": {"type": "string", "maxLength": 200, "pattern": _PLAIN},
        "kle": {
            "type": "array",
            "maxItems": 50,
            "items": {"type": "string", "pattern": "^[0-9]{2}([.][0-9]{2}){0,2}$"},
        },
        "users": _COUNT,
        "cost": _KRONER,
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "It-benchmark: udveksling mellem kommuner",
        "description": "Kroner er hele kroner. null er, at tallet mangler; 0 er nul. Hver celle af kategori og "
        "aktivitet står én gang. sha256 er af filens kanoniske form uden sha256: nøgler sorteret, ingen mellemrum, "
        "UTF-8, tal uden overflødige nuller, udgifter i skemaets rækkefølge og systemer efter produkt og leverandør.",
        **_whole(
            {
                "schema": {"const": VERSION},
                "municipality": _whole({"code": _CODE, "name": _TEXT}),
                "year": {"type": "integer", "minimum": YEARS[0], "maximum": YEARS[-1]},
                "validated": {"type": "boolean"},
                "may_be_named": {"type": "boolean"},
                "background": _whole({field.key: _NUMBER for field in FIELDS}),
                "costs": {"type": "array", "minItems": len(CELLS), "maxItems": len(CELLS), "items": _whole(cost)},
                "systems_agreed": {"type": "boolean"},
                "systems": {"type": "array", "maxItems": MOST_SYSTEMS, "items": _whole(system)},
                MARK: {"type": "string", "pattern": "^[0-9a-f]{64}$"},
            }
        ),
    }


class NotExchange(ValueError):
    """The file is none, or cannot be read; the text says where and why."""


def canonical(content: Mapping[str, Any]) -> str:
    """The one way to write the content, without its mark."""
    ordered = {key: value for key, value in content.items() if key != MARK}
    places = {cell: place for place, cell in enumerate(CELLS)}
    ordered["costs"] = sorted(content["costs"], key=lambda one: places[one["category"], one["activity"]])
    ordered["systems"] = sorted(
        content["systems"], key=lambda one: (one["product"].casefold(), one["vendor"].casefold(), _written(one))
    )
    return _written(ordered)


def _written(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ",".join(f"{_written(key)}:{_written(value[key])}" for key in sorted(value)) + "}"
    if isinstance(value, list | tuple):
        return "[" + ",".join(map(_written, value)) + "]"
    if isinstance(value, float | Decimal) and not isinstance(value, bool):
        return plain(Decimal(str(value)))
    return json.dumps(value, ensure_ascii=False)


def plain(number: Decimal) -> str:
    """Without zeros that say nothing.

    >>> plain(Decimal("1200.50")), plain(Decimal("1E+3")), plain(Decimal("-0.0"))
    ('1200.5', '1000', '0')
    """
    if not number:
        return "0"
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def mark_of(content: Mapping[str, Any]) -> str:
    return hashlib.sha256(canonical(content).encode()).hexdigest()


def written_file(content: Mapping[str, Any]) -> str:
    """The file, for a person to read too: canonical numbers and order, with the mark last."""
    inner = json.loads(canonical(content), parse_float=Decimal)
    return json.dumps({**inner, MARK: mark_of(content)}, ensure_ascii=False, indent=1, default=_as_float) + "\n"


def _as_float(number: Decimal) -> float:
    return float(number)


def read_file(text: str) -> tuple[dict[str, Any], list[str]]:
    """The content without its mark, and everything that is wrong with it, each with its place. Raises NotExchange where
    it is no file of ours at all."""
    try:
        text.encode()
        found = json.loads(
            text,
            parse_float=_number,
            parse_int=_number,
            parse_constant=_no_constant,
            object_pairs_hook=_once_each,
        )
        _written(found).encode()
    except json.JSONDecodeError as wrong:
        raise NotExchange(f"Filen er ikke JSON: linje {wrong.lineno}, tegn {wrong.colno}.") from None
    except (RecursionError, UnicodeEncodeError):
        raise NotExchange("Filen er ikke JSON, som kan læses.") from None
    if not isinstance(found, dict) or "schema" not in found:
        raise NotExchange("Filen er ikke en udvekslingsfil: “schema” mangler øverst.")
    if found["schema"] != VERSION:
        raise NotExchange(f"Filen er af udgaven “{str(found['schema'])[:60]}”. Her læses {VERSION}.")
    problems = list(faults(found, schema(), ""))
    if problems:
        return {}, problems
    problems += doubles(found)
    content = {key: value for key, value in found.items() if key != MARK}
    content = _in_numbers(content)
    if not problems and mark_of(content) != found[MARK]:
        problems.append(
            "sha256: kontrolsummen passer ikke med indholdet. Filen er ændret, efter at den blev lavet. Bed kommunen "
            "om en ny."
        )
    return content, problems


def _number(text: str) -> int | Decimal:
    """Raises NotExchange for one that no municipality has."""
    try:
        found = Decimal(text)
    except InvalidOperation:
        found = Decimal("Infinity")
    if not found.is_finite() or abs(found.adjusted()) > 30 or len(text) > 60:
        raise NotExchange(f"Tallet {text[:20]} kan ikke læses.")
    return int(found) if found == found.to_integral_value() else found


def _no_constant(name: str) -> None:
    raise NotExchange(f"Filen har {name} i stedet for et tal. Skriv null, hvor et tal mangler.")


def _once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, one in pairs:
        if key in found:
            raise NotExchange(f"“{key[:60]}” står to gange i det samme felt.")
        found[key] = one
    return found


def _in_numbers(value: Any) -> Any:
    """Decimals as whole numbers where they are, else as floats: JSON again keeps them."""
    if isinstance(value, dict):
        return {key: _in_numbers(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_in_numbers(one) for one in value]
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value


def doubles(content: Mapping[str, Any]) -> list[str]:
    """Cells that stand twice; since there are as many as there should be, another then lacks."""
    seen, found = set(), []
    for number, one in enumerate(content["costs"], start=1):
        cell = one["category"], one["activity"]
        if cell in seen:
            found.append(f"costs, linje {number}: {CATEGORY_NAMES[cell[0]]}, {ACTIVITY_NAMES[cell[1]]} står to gange.")
        seen.add(cell)
    return found


def faults(value: Any, rule: Mapping[str, Any], place: str) -> Any:
    """Each fault as "place: reason", by the part of JSON Schema that `schema` uses."""
    at = place or "filen"
    kinds = rule.get("type")
    if kinds is not None and not any(_is(value, one) for one in ([kinds] if isinstance(kinds, str) else kinds)):
        yield f"{at}: {_TYPES[kinds if isinstance(kinds, str) else kinds[0]]} ventet, fandt {_shown(value)}."
        return
    if "const" in rule and value != rule["const"]:
        yield f"{at}: skal være “{rule['const']}”."
        return
    if "enum" in rule and value not in rule["enum"]:
        yield f"{at}: {_shown(value)} kendes ikke. Kendte: {', '.join(rule['enum'])}."
        return
    if isinstance(value, str):
        yield from _text_faults(value, rule, at)
    if _is(value, "number"):
        if "minimum" in rule and value < rule["minimum"]:
            yield f"{at}: {_shown(value)} er under {rule['minimum']}."
        if "maximum" in rule and value > rule["maximum"]:
            yield f"{at}: {_shown(value)} er over {rule['maximum']}."
    if isinstance(value, dict):
        yield from _object_faults(value, rule, place)
    if isinstance(value, list):
        if not rule.get("minItems", 0) <= len(value) <= rule["maxItems"]:
            yield f"{at}: har {len(value)} linjer, og skal have {rule.get('minItems', 0)} til {rule['maxItems']}."
        for number, one in enumerate(value[: rule["maxItems"]], start=1):
            yield from faults(one, rule["items"], f"{at}, linje {number}")


def _text_faults(value: str, rule: Mapping[str, Any], at: str) -> Any:
    if len(value) < rule.get("minLength", 0):
        yield f"{at}: er tom."
    if len(value) > rule.get("maxLength", len(value)):
        yield f"{at}: er længere end {rule['maxLength']} tegn."
    if "pattern" in rule and not re.search(rule["pattern"].replace("$", r"\Z"), value):
        yield f"{at}: {_shown(value)} har ikke den form, den skal have."


def _object_faults(value: Mapping[str, Any], rule: Mapping[str, Any], place: str) -> Any:
    for key in rule.get("required", ()):
        if key not in value:
            name = f" ({NAMES[key]})" if key in NAMES else ""
            yield f"{_inside(place, key)}: mangler{name}. Skriv null, hvis tallet ikke kendes."
    for key, one in value.items():
        if key in rule["properties"]:
            yield from faults(one, rule["properties"][key], _inside(place, key))
        else:
            yield f"{_inside(place, key[:60])}: kendes ikke."


def _inside(place: str, key: str) -> str:
    return f"{place}.{key}" if place else key


_TYPES = {
    "object": "et felt med navne",
    "array": "en liste",
    "string": "tekst",
    "boolean": "true eller false",
    "integer": "et helt tal eller null",
    "number": "et tal eller null",
}


def _is(value: Any, kind: str) -> bool:
    is_number = isinstance(value, int | float | Decimal) and not isinstance(value, bool)
    return {
        "object": isinstance(value, dict),
        "array": isinstance(value, list),
        "string": isinstance(value, str),
        "boolean": isinstance(value, bool),
        "null": value is None,
        "number": is_number,
        "integer": is_number and value == int(value),
    }[kind]


def _shown(value: Any) -> str:
    if value is None:
        return "null"
    if isinstance(value, dict | list):
        return "et felt" if isinstance(value, dict) else "en liste"
    return f"“{str(value)[:40]}”"
