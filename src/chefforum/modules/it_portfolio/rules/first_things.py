"""What should be done first about what laws ask, and which vendors much rests on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from .compliance import Cell, Status
from .requirements import Facts, Law


class First(StrEnum):
    """From what is gravest."""

    PROHIBITED = "prohibited"
    HIGH_RISK = "high_risk"
    AGREEMENT = "agreement"
    CRITICAL = "critical"
    OVERSIGHT = "oversight"
    AI_CLASS = "ai_class"


FIRST_NAMES = {
    First.PROHIBITED: "Forbudt brug af AI",
    First.HIGH_RISK: "Høj risiko uden plan",
    First.AGREEMENT: "Personoplysninger uden databehandleraftale",
    First.CRITICAL: "Kritiske systemer, hvor noget mangler",
    First.OVERSIGHT: "Tilsyn, der er forfaldet",
    First.AI_CLASS: "AI uden klasse",
}
FIRST_HELP = {
    First.PROHIBITED: "Hold op med at bruge den del, og skriv, hvornår det er sket.",
    First.HIGH_RISK: "Skriv, hvad der gøres ved risikoen, og hvornår.",
    First.AGREEMENT: "Find aftalen, eller få den lavet. Er der ingen databehandler, så svar, at kravet ikke gælder.",
    First.CRITICAL: "Ejer, kontrakt, beredskabsplan og leverandør skal være på plads, hvor meget afhænger af systemet.",
    First.OVERSIGHT: "Før tilsyn igen, og skriv dagen.",
    First.AI_CLASS: "Afgør, om AI i systemet er forbudt, høj, begrænset eller minimal risiko.",
}


def first_things(facts: Facts, cells: Iterable[Cell]) -> list[tuple[First, Cell]]:
    """What of a system stands on the list, each once. What the fact of the register waits for is not: it is open, and
    the register is to be filled in first."""
    found = []
    for cell in cells:
        reason = _reason(facts, cell)
        if reason is not None:
            found.append((reason, cell))
    return found


def _reason(facts: Facts, cell: Cell) -> First | None:
    code = cell.requirement.code
    if code == "ai_class" and cell.choice == "prohibited":
        return First.PROHIBITED
    if not cell.is_lacking or cell.requirement.applies(facts) is False:
        return None
    if code == "gdpr_risk_plan" and facts.chosen.get("gdpr_risk") == "high":
        return First.HIGH_RISK
    if code == "gdpr_agreement" and cell.requirement.applies(facts):
        return First.AGREEMENT
    if code == "gdpr_oversight" and cell.is_overdue:
        return First.OVERSIGHT
    if cell.requirement.law is Law.NIS2 and facts.is_critical:
        return First.CRITICAL
    return First.AI_CLASS if code == "ai_class" and cell.requirement.applies(facts) else None


@dataclass(frozen=True)
class Supplier:
    """What rests on a vendor. `unknown`: systems of which nobody has said whether they are critical."""

    name: str
    systems: int
    critical: int
    unknown: int
    lacking: int
    share: float | None  # of all critical systems; None where none is known


def suppliers(rows: Sequence[tuple[str, bool | None, int]]) -> list[Supplier]:
    """Of (vendor, is critical, how much lacks) for each system: who most critical systems rest on, first. Systems
    without a vendor are "Uden leverandør", last."""
    found = defaultdict(list)
    for vendor, critical, lacking in rows:
        found[vendor].append((critical, lacking))
    total = sum(1 for _, critical, _ in rows if critical)
    said = [
        Supplier(
            name=name or "Uden leverandør",
            systems=len(group),
            critical=sum(1 for critical, _ in group if critical),
            unknown=sum(1 for critical, _ in group if critical is None),
            lacking=sum(lacking for _, lacking in group),
            share=sum(1 for critical, _ in group if critical) / total if total else None,
        )
        for name, group in found.items()
    ]
    return sorted(said, key=lambda one: (one.name == "Uden leverandør", -one.critical, -one.systems, one.name))


def worst_of(cells: Sequence[Cell]) -> Status | None:
    """What a law comes to for a system: the worst of its requirements."""
    order = (Status.NOT_FULFILLED, Status.OPEN, Status.FULFILLED, Status.NOT_APPLICABLE)
    return min((one.status for one in cells), key=order.index, default=None)
