"""What KITOS says of the protection of data: of a system in use, and of a registration of who processes data for us.

Words are read as words alone: in which order older rows number them is not published, so a number is not known.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from .reading import YES_NO, YES_NO_UNDECIDED, Reader
from .values import ProcessingRow, ProtectionRow

CONCLUDED = ("No", "Yes", "Irrelevant", "Undecided")
REQUIRED = ("No", "Yes", "DecidedByLaw")
RISKS = ("Low", "Medium", "High", "Undecided")
WEB = ("No", "Yes", "Partially")
INTERVALS = ("BiYearly", "Yearly", "EveryOtherYear", "EveryThirdYear", "Other", "Undecided")


def protection_of(row: Any) -> ProtectionRow:
    """Of a system in use. Raises StrangeAnswer."""
    read = Reader(row, "It-systemet i anvendelse")
    read.required("uuid", of=str)
    read.required("general", "gdpr", of=Mapping)
    return ProtectionRow(
        uuid=row["uuid"],
        agreement_required=_word(read, "gdpr.isDataProcessingAgreementRequired", REQUIRED),
        risk_assessed=_word(read, "gdpr.riskAssessmentConducted", (*YES_NO, "Irrelevant")),
        risk_assessed_on=read.day("gdpr.riskAssessmentConductedDate"),
        risk=_word(read, "gdpr.riskAssessmentResult", RISKS),
        impact_assessed=_word(read, "gdpr.dpiaConducted", YES_NO),
        impact_assessed_on=read.day("gdpr.dpiaDate"),
        web_accessible=_word(read, "general.webAccessibilityCompliance", WEB),
        web_checked_on=read.day("general.lastWebAccessibilityCheck"),
        remarks=tuple(read.remarks),
    )


def processing_of(row: Any) -> ProcessingRow:
    """Raises StrangeAnswer."""
    read = Reader(row, "Databehandlingen")
    read.required("uuid", of=str)
    read.required("general", "oversight", of=Mapping)
    read.required("systemUsages", of=list)
    return ProcessingRow(
        uuid=row["uuid"],
        name=read.text("name"),
        usages=read.many("systemUsages"),
        is_concluded=_word(read, "general.isAgreementConcluded", CONCLUDED),
        concluded_on=read.day("general.agreementConcludedAt"),
        transfers=_word(read, "general.transferToInsecureThirdCountries", YES_NO_UNDECIDED),
        basis_for_transfer=read.text("general.basisForTransfer.name"),
        interval=_word(read, "oversight.oversightInterval", INTERVALS),
        is_overseen=_word(read, "oversight.isOversightCompleted", YES_NO_UNDECIDED),
        overseen_on=_last_overseen(read),
        remarks=tuple(read.remarks),
    )


def _word(read: Reader, path: str, words: tuple[str, ...]) -> str | None:
    said = read.at(path)
    if isinstance(said, int):
        read.remarks.append(f"{path}: tallet {said} kender vi ikke")
        return None
    return read.word(said, words, path)


def _last_overseen(read: Reader) -> dt.date | None:
    days = []
    for one in read.rows("oversight.oversightDates"):
        inner = Reader(one, "Tilsynet i databehandlingen")
        inner.name = read.name
        days.append(inner.day("completedAt"))
        read.remarks += inner.remarks
    return max((day for day in days if day is not None), default=None)
