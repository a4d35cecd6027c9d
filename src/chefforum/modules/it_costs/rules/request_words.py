"""The words of approval: what is asked for, who decides, which checks are asked of people, and what is said of data."""

from __future__ import annotations

from enum import IntEnum, StrEnum


class RequestKind(StrEnum):
    NEW_SYSTEM = "new_system"
    PILOT = "pilot"
    LICENCES = "licences"
    HARDWARE = "hardware"
    PROLONG = "prolong"


REQUEST_KIND_NAMES = {
    RequestKind.NEW_SYSTEM: "Nyt system",
    RequestKind.PILOT: "Afprøvning",
    RequestKind.LICENCES: "Flere licenser",
    RequestKind.HARDWARE: "Udstyr",
    RequestKind.PROLONG: "Forlængelse",
}
# What comes into the register by being approved; the others are more of what is there.
MAKES_A_SYSTEM = frozenset({RequestKind.NEW_SYSTEM, RequestKind.PILOT})


class HardwareKind(StrEnum):
    PC = "pc"
    TABLET = "tablet"
    PHONE = "phone"
    SCREEN = "screen"
    PRINTER = "printer"
    AV = "av"
    CAMERA = "camera"
    SENSOR = "sensor"
    SERVER = "server"
    OTHER = "other"


HARDWARE_NAMES = {
    HardwareKind.PC: "Pc",
    HardwareKind.TABLET: "Tablet",
    HardwareKind.PHONE: "Mobil",
    HardwareKind.SCREEN: "Skærm",
    HardwareKind.PRINTER: "Printer",
    HardwareKind.AV: "Mødeudstyr",
    HardwareKind.CAMERA: "Kamera eller drone",
    HardwareKind.SENSOR: "Velfærdsteknologi og sensorer",
    HardwareKind.SERVER: "Server og netværk",
    HardwareKind.OTHER: "Andet udstyr",
}


class AiClass(StrEnum):
    """The AI Act's classes (regulation 2024/1689, articles 5, 6 and 50); "unknown" is open, never "none"."""

    UNKNOWN = "unknown"
    NONE = "none"
    MINIMAL = "minimal"
    LIMITED = "limited"
    HIGH = "high"
    FORBIDDEN = "forbidden"


AI_CLASS_NAMES = {
    AiClass.UNKNOWN: "Ikke oplyst",
    AiClass.NONE: "Bruger ikke AI",
    AiClass.MINIMAL: "AI med lille risiko",
    AiClass.LIMITED: "AI, man skal oplyses om (fx chat)",
    AiClass.HIGH: "AI med høj risiko",
    AiClass.FORBIDDEN: "AI, der er forbudt",
}


class Level(IntEnum):
    """Who decides; a higher one may decide what a lower one may."""

    NONE = 0
    COORDINATOR = 1
    CHIEF = 2
    FORUM = 3


LEVEL_NAMES = {
    Level.NONE: "Kræver ikke godkendelse",
    Level.COORDINATOR: "It-koordinatoren",
    Level.CHIEF: "Områdets chef",
    Level.FORUM: "Chefforum",
}


class ReviewKind(StrEnum):
    SECURITY = "security"
    DATA = "data"
    LAW = "law"


REVIEW_NAMES = {
    ReviewKind.SECURITY: "Sikkerhed",
    ReviewKind.DATA: "Databeskyttelse",
    ReviewKind.LAW: "Jura og indkøb",
}


class ReviewAnswer(StrEnum):
    OPEN = ""
    YES = "yes"
    IF = "if"
    NO = "no"


REVIEW_ANSWERS = {
    ReviewAnswer.YES: "I orden",
    ReviewAnswer.IF: "I orden på vilkår",
    ReviewAnswer.NO: "Ikke i orden",
}
