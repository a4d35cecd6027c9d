"""The steering group's seats: what is asked, and what comes out in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from chefforum.calc.steering_group import Criticality, Owned, SteeringGroupError, Tie, Weights, propose
from chefforum.web import danish
from chefforum.web.charts import Chart, bar_chart

WEIGHT_NAMES = {
    "ordinary": "Almindeligt system",
    "important": "Forretningskritisk system",
    "critical": "Samfundskritisk system",
    "installation": "Teknisk installation",
    "vulnerable": "Ekstra, når det bruges til udsatte borgere",
}
USUAL_WEIGHTS = {"ordinary": 1, "important": 2, "critical": 3, "installation": 2, "vulnerable": 1}
USUAL_SEATS = 9
MOST_SEATS = 50
_OF_CLASS = {"social": Criticality.CRITICAL, "business": Criticality.IMPORTANT, "ordinary": Criticality.ORDINARY}


class SteeringWrong(ValueError):
    """What is said cannot be; `field` names where, "" for the whole."""

    def __init__(self, words: str, field: str = "") -> None:
        super().__init__(words)
        self.field = field


@dataclass(frozen=True)
class Asked:
    """How many seats, what counts how much, and who is promised how many (unit → at least)."""

    seats: int
    weights: Mapping[str, int]
    promised: Mapping[str, int]


@dataclass(frozen=True)
class Thing:
    """A system or an installation, the department that answers for it, and what is known of it."""

    name: str
    department_id: str
    criticality: str
    is_installation: bool
    serves_vulnerable: bool


@dataclass(frozen=True)
class Row:
    """A department: how much it has, what that counts, its exact part of the seats, and the whole seats."""

    unit_id: str
    name: str
    systems: int
    installations: int
    weight: int
    quota: Fraction
    seats: int
    promised: int


@dataclass(frozen=True)
class Shared:
    """`problem`: why nothing could be shared out, "" where it could."""

    asked: Asked
    rows: tuple[Row, ...]
    tie: str
    without_owner: tuple[str, ...]
    without_criticality: tuple[str, ...]
    problem: str = ""


def check(asked: Asked) -> None:
    """Raises SteeringWrong."""
    if not 1 <= asked.seats <= MOST_SEATS:
        raise SteeringWrong(f"Skriv fra 1 til {MOST_SEATS} pladser.", "seats")
    if any(weight < 0 for weight in asked.weights.values()) or not any(asked.weights.values()):
        raise SteeringWrong("Vægte er 0 eller mere, og mindst én er over 0.", "weight_ordinary")
    if sum(asked.promised.values()) > asked.seats:
        raise SteeringWrong("Der er lovet flere pladser, end der er.", "seats")


def share_out(*, asked: Asked, things: Sequence[Thing], names: Mapping[str, str]) -> Shared:
    """The seats by department, most first. What nobody answers for counts for nobody, and what is not known to be
    critical counts as ordinary; both are listed."""
    owned = [
        Owned(
            key=str(number),
            departments=frozenset({one.department_id} - {""}),
            criticality=_OF_CLASS.get(one.criticality),
            is_installation=one.is_installation,
            serves_vulnerable=one.serves_vulnerable,
        )
        for number, one in enumerate(things)
    ]
    promised = {unit: least for unit, least in asked.promised.items() if least}
    try:
        check(asked)
        found = propose(owned=owned, seats=asked.seats, weights=Weights(**asked.weights), at_least=promised)
    except SteeringWrong as refusal:
        return Shared(asked, (), "", (), (), str(refusal))
    except SteeringGroupError:
        return Shared(
            asked,
            (),
            "",
            (),
            (),
            "Pladserne kan ikke fordeles: ingen afdeling har noget, der tæller, eller alle har kun det, de er lovet.",
        )
    rows = tuple(
        Row(
            unit_id=one.name,
            name=names.get(one.name, "En afdeling, der er nedlagt"),
            systems=int(one.systems),
            installations=int(one.installations),
            weight=int(one.key),
            quota=one.quota,
            seats=one.seats,
            promised=promised.get(one.name, 0),
        )
        for one in found.departments
    )
    return Shared(
        asked,
        tuple(sorted(rows, key=lambda one: (-one.seats, -one.weight, one.name))),
        _tie_said(found.tie, names),
        tuple(things[int(key)].name for key in found.without_owner),
        tuple(things[int(key)].name for key in found.without_criticality),
    )


def _tie_said(tie: Tie | None, names: Mapping[str, str]) -> str:
    if tie is None:
        return ""
    said, won = (danish.listed(sorted(names.get(one, one) for one in keys)) for keys in (tie.names, tie.winners))
    return f"{said} stod lige om de sidste pladser. {won} fik: blandt lige går den med flest point forrest."


def seats_chart(found: Shared) -> Chart | None:
    """None where there is nothing to draw."""
    if not found.rows:
        return None
    return bar_chart(
        title="Pladser i styregruppen",
        labels=[one.name for one in found.rows],
        values=[one.seats for one in found.rows],
        corner="Afdeling",
    )
