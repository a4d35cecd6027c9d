"""The field's own words: what a system is, where it runs, what it may know of people, and what its costs are for."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any


class SystemKind(StrEnum):
    SYSTEM = "system"
    INSTALLATION = "installation"


SYSTEM_KIND_NAMES = {SystemKind.SYSTEM: "It-system", SystemKind.INSTALLATION: "Teknisk installation"}


class LifeCycle(StrEnum):
    UNKNOWN = "unknown"
    PILOT = "pilot"
    PHASING_IN = "phasing_in"
    OPERATIONAL = "operational"
    PHASING_OUT = "phasing_out"
    NOT_IN_USE = "not_in_use"


LIFE_CYCLE_NAMES = {
    LifeCycle.UNKNOWN: "Ikke oplyst",
    LifeCycle.PILOT: "Prøves af",
    LifeCycle.PHASING_IN: "Indføres",
    LifeCycle.OPERATIONAL: "I drift",
    LifeCycle.PHASING_OUT: "Udfases",
    LifeCycle.NOT_IN_USE: "Ikke i brug",
}


class Hosting(StrEnum):
    UNKNOWN = "unknown"
    OWN = "own"
    EXTERNAL = "external"
    HYBRID = "hybrid"


HOSTING_NAMES = {
    Hosting.UNKNOWN: "Ikke oplyst",
    Hosting.OWN: "Hos os selv",
    Hosting.EXTERNAL: "Hos leverandør",
    Hosting.HYBRID: "Begge dele",
}


class Answer(StrEnum):
    """What is asked of a system: "unknown" is open, never "no"."""

    UNKNOWN = "unknown"
    YES = "yes"
    NO = "no"


ANSWER_NAMES = {Answer.UNKNOWN: "Ikke oplyst", Answer.YES: "Ja", Answer.NO: "Nej"}


class PersonalData(StrEnum):
    UNKNOWN = "unknown"
    NONE = "none"
    ORDINARY = "ordinary"
    SENSITIVE = "sensitive"
    OFFENCES = "offences"


PERSONAL_DATA_NAMES = {
    PersonalData.UNKNOWN: "Ikke oplyst",
    PersonalData.NONE: "Ingen",
    PersonalData.ORDINARY: "Almindelige personoplysninger",
    PersonalData.SENSITIVE: "Følsomme personoplysninger",
    PersonalData.OFFENCES: "Strafbare forhold",
}


class Need(StrEnum):
    UNKNOWN = "unknown"
    NEED = "need"
    NICE = "nice"


NEED_NAMES = {Need.UNKNOWN: "Ikke vurderet", Need.NEED: "Nødvendigt", Need.NICE: "Rart at have"}


class Source(StrEnum):
    """Where a value comes from; what people validate here stands over what a source says later."""

    HAND = "hand"
    FILE = "file"
    KITOS = "kitos"
    TOPDESK = "topdesk"
    GRAPH = "graph"
    WIRED = "wired"
    LEDGER = "ledger"
    CONTRACT = "contract"
    DECISION = "decision"


SOURCE_NAMES = {
    Source.HAND: "Skrevet her",
    Source.FILE: "Fil",
    Source.KITOS: "KITOS",
    Source.TOPDESK: "TOPdesk",
    Source.GRAPH: "Microsoft 365",
    Source.WIRED: "Wired Relations",
    Source.LEDGER: "Regnskabet",
    Source.CONTRACT: "Kontrakt",
    Source.DECISION: "Afgørelse",
}


class CostCategory(StrEnum):
    SOFTWARE = "software"
    HARDWARE = "hardware"
    SERVICES = "services"
    STAFF = "staff"
    NETWORK = "network"


CATEGORY_NAMES = {
    CostCategory.SOFTWARE: "Licenser og abonnementer",
    CostCategory.HARDWARE: "Udstyr",
    CostCategory.SERVICES: "Konsulenter og drift hos andre",
    CostCategory.STAFF: "Egne medarbejdere",
    CostCategory.NETWORK: "Netværk og telefoni",
}


class Activity(StrEnum):
    OPERATION = "operation"
    SECURITY = "security"
    SUPPORT = "support"
    DEVELOPMENT = "development"
    MANAGEMENT = "management"


ACTIVITY_NAMES = {
    Activity.OPERATION: "Drift",
    Activity.SECURITY: "Sikkerhed",
    Activity.SUPPORT: "Support",
    Activity.DEVELOPMENT: "Udvikling",
    Activity.MANAGEMENT: "Ledelse",
}


def choices(names: Mapping[Any, str]) -> list[tuple[str, str]]:
    return [(one.value, name) for one, name in names.items()]
