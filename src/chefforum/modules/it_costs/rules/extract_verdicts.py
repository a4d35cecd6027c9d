"""What a party may say of a line, and the sum of all that both said. Pure."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from .extract_kinds import LineKind, LineState, Said
from .kinds import ACTIVITY_NAMES, CATEGORY_NAMES

LONGEST_REASON = 2000
# What a line says → where a verdict keeps what it should say.
PROPOSED = {
    "amount_oere": "proposed_oere",
    "quantity": "proposed_quantity",
    "category": "proposed_category",
    "activity": "proposed_activity",
    "unit_id": "proposed_unit_id",
    "system_id": "proposed_system_id",
}


class WrongVerdict(ValueError):
    """Why it cannot be said; `field` of the form, "" for the whole."""

    def __init__(self, field: str, text: str) -> None:
        super().__init__(text)
        self.field = field


@dataclass(frozen=True)
class VerdictFacts:
    """What is said, why, and what the line should say instead: only what should be another."""

    said: str
    reason: str = ""
    amount_oere: int | None = None
    quantity: Decimal | None = None
    category: str = ""
    activity: str = ""
    unit_id: UUID | None = None
    system_id: UUID | None = None

    @property
    def proposes(self) -> bool:
        is_number = self.amount_oere is not None or self.quantity is not None
        return is_number or bool(self.category or self.activity or self.unit_id or self.system_id)


@dataclass(frozen=True)
class LineFacts:
    """What of a line a proposal is held against."""

    kind: str
    amount_oere: int | None
    quantity: Decimal | None
    category: str
    activity: str
    unit_id: UUID | None
    system_id: UUID | None


def check_verdict(facts: VerdictFacts, line: LineFacts) -> None:
    """Raises WrongVerdict."""
    if facts.said not in tuple(Said):
        raise WrongVerdict("said", "Vælg Enig, Uenig eller Skal rettes.")
    if facts.said != Said.AGREES and not facts.reason.strip():
        raise WrongVerdict("reason", "Skriv hvorfor.")
    if len(facts.reason) > LONGEST_REASON:
        raise WrongVerdict("reason", f"Begrundelsen må højst være på {LONGEST_REASON} tegn.")
    if facts.said != Said.CORRECTS and facts.proposes:
        raise WrongVerdict("said", "Vælg Skal rettes, når du foreslår, hvad der skal stå.")
    if facts.said == Said.CORRECTS:
        _check_proposal(facts, line)


def _check_proposal(facts: VerdictFacts, line: LineFacts) -> None:
    if not facts.proposes:
        raise WrongVerdict("said", "Skriv, hvad der skal stå: beløb, antal, kategori, aktivitet, enhed eller system.")
    if facts.category and facts.category not in tuple(CATEGORY_NAMES):
        raise WrongVerdict("category", "Den kategori findes ikke.")
    if facts.activity and facts.activity not in tuple(ACTIVITY_NAMES):
        raise WrongVerdict("activity", "Den aktivitet findes ikke.")
    if line.kind == LineKind.NUMBER and (facts.category or facts.activity):
        raise WrongVerdict("category", "Et antal har ingen kategori eller aktivitet.")
    if line.kind == LineKind.COST and facts.quantity is not None:
        raise WrongVerdict("quantity", "En udgift har intet antal.")
    for name in PROPOSED:
        proposed = getattr(facts, name)
        if proposed not in (None, "") and proposed == getattr(line, name):
            raise WrongVerdict(name, "Det, du foreslår, står der i forvejen.")


def state_of(*, municipality: str | None, analyst: str | None, is_excepted: bool) -> LineState:
    """How the line stands by what each party says (None: nothing)."""
    said = (municipality, analyst)
    if said == (Said.AGREES, Said.AGREES):
        return LineState.AGREED
    if any(one is not None and one != Said.AGREES for one in said):
        return LineState.EXCEPTED if is_excepted else LineState.DISPUTED
    return LineState.OPEN


def agreed_hash(verdicts: Iterable[tuple[Any, ...]], exceptions: Iterable[tuple[Any, ...]]) -> str:
    """SHA-256 of all that stands: each verdict and each exception as a line of JSON, sorted."""
    rows = [json.dumps([kind, *map(_plain, row)], ensure_ascii=False) for kind, row in _each(verdicts, exceptions)]
    return hashlib.sha256("".join(f"{row}\n" for row in sorted(rows)).encode()).hexdigest()


def _each(
    verdicts: Iterable[tuple[Any, ...]], exceptions: Iterable[tuple[Any, ...]]
) -> Iterable[tuple[str, tuple[Any, ...]]]:
    yield from (("verdict", row) for row in verdicts)
    yield from (("exception", row) for row in exceptions)


def _plain(value: Any) -> Any:
    return value if value is None or isinstance(value, int | str) else str(value)
