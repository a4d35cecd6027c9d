"""The words of a joint validation: who answers, what they may answer, how a line and an extract stand."""

from __future__ import annotations

from enum import StrEnum


class Party(StrEnum):
    MUNICIPALITY = "municipality"
    ANALYST = "analyst"


PARTY_NAMES = {Party.MUNICIPALITY: "Kommunen", Party.ANALYST: "Analytikeren"}


class Said(StrEnum):
    """What a party says of a line."""

    AGREES = "agrees"
    DISAGREES = "disagrees"
    CORRECTS = "corrects"


SAID_NAMES = {Said.AGREES: "Enig", Said.DISAGREES: "Uenig", Said.CORRECTS: "Skal rettes"}


class LineState(StrEnum):
    """How a line stands between the parties. `EXCEPTED`: named as what they agree to differ on."""

    AGREED = "agreed"
    EXCEPTED = "excepted"
    DISPUTED = "disputed"
    OPEN = "open"


LINE_STATE_NAMES = {
    LineState.AGREED: "Enige",
    LineState.EXCEPTED: "Navngiven undtagelse",
    LineState.DISPUTED: "Uenige",
    LineState.OPEN: "Mangler svar",
}


class LineKind(StrEnum):
    """A cost of a place and a year, or how many there were of an item; the two are never summed together."""

    COST = "cost"
    NUMBER = "number"


LINE_KIND_NAMES = {LineKind.COST: "Udgift", LineKind.NUMBER: "Antal"}


class ExtractStatus(StrEnum):
    """What the extract was frozen for. A draft is looked at together and can never be signed."""

    DRAFT = "draft"
    FINAL = "final"


EXTRACT_STATUS_NAMES = {
    ExtractStatus.DRAFT: "Udkast: til at se på sammen, kan ikke underskrives",
    ExtractStatus.FINAL: "Til validering: kan underskrives",
}


class Via(StrEnum):
    """How a verdict came."""

    PAGE = "page"
    MANY = "many"
    FILE = "file"


VIA_NAMES = {Via.PAGE: "på linjen", Via.MANY: "mange på én gang", Via.FILE: "fra fil"}
