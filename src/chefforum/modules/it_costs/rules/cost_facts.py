"""What a cost beside the ledger, an allocation key and a named difference say, and what they must."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from decimal import Decimal
from uuid import UUID

from .classification import MOST_YEARS
from .kinds import Activity, CostCategory, Source

FIRST_YEAR, LAST_YEAR = 2000, 2100
MOST_OERE = 10**13  # a hundred milliards of kroner: a line above it is an error
HALF_BIGGEST_WEIGHT = Decimal(10**9)


class WrongLine(ValueError):
    """What was said cannot be; `field` is "" where no field is to blame, the message says what to do."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


@dataclass(frozen=True)
class LineFacts:
    """A cost beside the ledger, in øre. Without unit and key it is the whole's, and is not shared out."""

    year: int
    text: str
    category: str
    activity: str
    amount_oere: int
    system_id: UUID | None = None
    key_id: UUID | None = None
    unit_id: UUID | None = None
    contract_id: UUID | None = None
    life_years: int | None = None
    source: str = Source.HAND.value


LINE_FIELDS = tuple(field.name for field in fields(LineFacts))


def check_line(facts: LineFacts) -> None:
    """Raises WrongLine."""
    if not facts.text.strip():
        raise WrongLine("text", "Skriv, hvad det er en udgift til.")
    if not FIRST_YEAR <= facts.year <= LAST_YEAR:
        raise WrongLine("year", f"Året er fra {FIRST_YEAR} til {LAST_YEAR}.")
    if facts.category not in set(CostCategory):
        raise WrongLine("category", "Vælg en kategori.")
    if facts.activity not in set(Activity):
        raise WrongLine("activity", "Vælg en aktivitet.")
    if abs(facts.amount_oere) > MOST_OERE:
        raise WrongLine("amount", "Beløbet er for stort til at være rigtigt.")
    if facts.life_years is not None and not 1 <= facts.life_years <= MOST_YEARS:
        raise WrongLine("life_years", f"Levetiden er fra 1 til {MOST_YEARS} år.")


@dataclass(frozen=True)
class WeightFacts:
    weight: Decimal
    system_id: UUID | None = None
    unit_id: UUID | None = None


def check_key(*, name: str, reason: str, weights: Sequence[WeightFacts]) -> None:
    """Raises WrongLine."""
    if not name.strip():
        raise WrongLine("name", "Skriv, hvad nøglen hedder.")
    if not reason.strip():
        raise WrongLine("reason", "Skriv, hvorfor der deles sådan. Begrundelsen vises, hvor nøglen bruges.")
    if any(not 0 <= one.weight <= HALF_BIGGEST_WEIGHT for one in weights):
        raise WrongLine("weights", "Vægte er 0 eller derover, og højst en milliard.")
    if any(one.system_id is None and one.unit_id is None for one in weights):
        raise WrongLine("weights", "Hver vægt er et systems eller en enheds.")
    named = [(one.system_id, one.unit_id) for one in weights]
    if len(set(named)) < len(named):
        raise WrongLine("weights", "Samme system eller enhed står to gange.")
    if not any(one.weight for one in weights):
        raise WrongLine("weights", "Mindst én vægt skal være over 0, ellers er der ingen at dele ud til.")
