"""The shape of the file about readiness, for whoever reads it: JSON Schema, draft 2020-12."""

from __future__ import annotations

from typing import Any

from .readiness import Ready

SCHEMA_ID = "urn:chefforum:it-readiness:1"
_DAY: dict[str, Any] = {"type": ["string", "null"], "format": "date"}
_WORD: dict[str, Any] = {"type": "string"}
_IDS: dict[str, Any] = {"type": "array", "items": {"type": "string", "format": "uuid"}}
_CONTRACT: dict[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "required": ["name", "ends_on", "notice_months", "notice_by", "irrevocable_until"],
    "properties": {
        "name": _WORD,
        "ends_on": _DAY,
        "notice_months": {"type": ["integer", "null"], "minimum": 0},
        "notice_by": _DAY | {"description": "Siges op senest; null: kendes ikke."},
        "irrevocable_until": _DAY,
    },
}
_SYSTEM: dict[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "required": [
        "id",
        "name",
        "kind",
        "unit",
        "vendor",
        "hosting",
        "personal_data",
        "business_critical",
        "socially_critical",
        "contracts",
        "needs",
        "needed_by",
        "dependencies_checked",
        "group",
        "readiness",
        "bound_until",
        "lacks",
        "waits_for",
    ],
    "properties": {
        "id": {"type": "string", "format": "uuid"},
        "name": _WORD,
        "kind": {"enum": ["system", "installation"]},
        "unit": {"type": ["string", "null"], "description": "Ansvarlig enhed; null: ikke oplyst."},
        "vendor": {"type": ["string", "null"]},
        "hosting": {"enum": ["unknown", "own", "external", "hybrid"]},
        "personal_data": {"enum": ["unknown", "none", "ordinary", "sensitive", "offences"]},
        "business_critical": {"enum": ["unknown", "yes", "no"]},
        "socially_critical": {"enum": ["unknown", "yes", "no"]},
        "contracts": {"type": "array", "items": _CONTRACT},
        "needs": _IDS,
        "needed_by": _IDS,
        "dependencies_checked": {"type": "boolean"},
        "group": {"type": ["integer", "null"], "description": "Flytter sammen med de andre i gruppen; null: alene."},
        "cost_kr": {
            "type": ["number", "null"],
            "description": "Betalt i cost_year; null: kendes ikke. Er der kun for den, der må se udgifter.",
        },
        "cost_is_whole": {
            "type": "boolean",
            "description": "Nej: den, der hentede filen, ser kun en del af systemernes udgifter.",
        },
        "readiness": {"enum": [one.value for one in Ready]},
        "bound_until": _DAY,
        "lacks": {"type": "array", "items": _WORD},
        "waits_for": {"type": "array", "items": _WORD},
    },
}
SCHEMA: dict[str, Any] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": SCHEMA_ID,
    "title": "Parathed til nationale it-driftscentre",
    "type": "object",
    "additionalProperties": False,
    "required": ["schema", "municipality", "made_at", "today", "on", "cost_year", "rules", "systems"],
    "properties": {
        "schema": {"const": SCHEMA_ID},
        "municipality": _WORD,
        "made_at": {"type": "string", "format": "date-time"},
        "today": {"type": "string", "format": "date"},
        "on": {"type": "string", "format": "date", "description": "Dagen, som paratheden gælder."},
        "cost_year": {"type": ["integer", "null"]},
        "rules": {"type": "array", "items": _WORD},
        "systems": {"type": "array", "items": _SYSTEM},
    },
}
