"""A request as its page tells it: the case in words, its costs by year, who was asked, and what happened."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from chefforum.kernel.access.rules import Actor
from chefforum.kernel.organisation.rules import OrganisationTree
from chefforum.web import danish

from ..access import may_ask_for
from ..models import Contract, ItRequest, RequestEvent
from ..rules.kinds import CATEGORY_NAMES, CostCategory
from ..rules.request_facts import FIELD_NAMES, LineFacts, RequestFacts, lacks
from ..rules.request_words import HARDWARE_NAMES, MAKES_A_SYSTEM, HardwareKind

_ACTS = {
    "write": "Kladde begyndt",
    "submit": "Indsendt",
    "take_back": "Hentet tilbage",
    "begin": "Behandling begyndt",
    "answer": "Svar",
    "drop_review": "Spørges ikke mere",
    "send_back": "Sendt tilbage",
    "approve": "Godkendt",
    "reject": "Afvist",
    "not_needed": "Kræver ikke godkendelse",
    "use": "Taget i brug",
    "undo_use": "Ikke i brug alligevel",
    "undo_decision": "Beslutning fortrudt",
    "withdraw": "Trukket tilbage",
    "revive": "Genoptaget",
    "comment": "Kommentar",
}
_SYSTEM = (
    "need",
    "alternatives",
    "effects",
    "for_whom",
    "users",
    "vendor_name",
    "contract_id",
    "tasks",
    "wanted_from",
    "wanted_until",
    "personal_data",
    "processor_agreement",
    "dpia",
    "ai_class",
    "is_critical",
    "serves_vulnerable",
    "is_accessible",
    "hosting",
)
_MORE = ("need", "system_id", "alternatives", "effects", "for_whom", "users", "vendor_name", "contract_id")
_MONEY = ("funding_unit_id", "funding_account", "funding")


@dataclass(frozen=True)
class Said:
    """A field of the case; `words` "" where nothing is said. `is_asked`: it must be said before it is sent."""

    title: str
    words: str
    is_asked: bool


@dataclass(frozen=True)
class Happened:
    at: dt.datetime
    who: str
    what: str
    text: str


def case_of(found: ItRequest, facts: RequestFacts, *, tree: OrganisationTree) -> tuple[Said, ...]:
    """What is said, and what must be; what is neither asked nor said is left out. No query."""
    missing = lacks(facts)
    names = _SYSTEM if found.kind in MAKES_A_SYSTEM else (*_MORE, *(name for name in _SYSTEM if name not in _MORE))
    told = [(name, _words(found, name, tree)) for name in (*names, *_MONEY)]
    return tuple(Said(FIELD_NAMES[name], words, name in missing) for name, words in told if words or name in missing)


def _words(found: ItRequest, name: str, tree: OrganisationTree) -> str:
    value = getattr(found, name)
    if value in (None, "", "unknown"):
        return ""
    if name == "funding_unit_id":
        unit = tree.unit(value)
        return unit.name if unit else "en nedlagt enhed"
    if name in ("system_id", "contract_id"):
        return str(getattr(found, name.removesuffix("_id")))
    if isinstance(value, dt.date):
        return danish.date(value)
    if name == "tasks":
        return str(value).replace(",", ", ")
    named = getattr(found, f"get_{name}_display", None)
    return str(named()) if named else str(value)


def lines_of(facts: RequestFacts) -> list[tuple[LineFacts, str]]:
    """The lines with what kind of thing each is, in words."""
    return [(line, _kind_of(line)) for line in facts.lines]


def _kind_of(line: LineFacts) -> str:
    if line.hardware:
        return HARDWARE_NAMES[HardwareKind(line.hardware)]
    return CATEGORY_NAMES[CostCategory(line.category)]


def history_of_request(found: ItRequest) -> list[Happened]:
    """The newest first. One query."""
    rows = RequestEvent.objects.filter(request=found).select_related("person").order_by("-at", "-pk")
    return [
        Happened(one.at, one.person.name if one.person else "Kommandolinjen", _ACTS.get(one.act, one.act), one.text)
        for one in rows
    ]


def contracts_to_choose(on: dt.date, *, but: UUID | None = None) -> list[tuple[UUID, str]]:
    """Contracts that run; `but`: one that is chosen already, run out or not. One query."""
    rows = Contract.objects.filter(removed_at__isnull=True).order_by("name").values_list("pk", "name", "ends_on")
    return [(pk, name) for pk, name, ends_on in rows if ends_on is None or ends_on >= on or pk == but]


def units_to_ask_for(actor: Actor, tree: OrganisationTree) -> list[tuple[UUID, str]]:
    """The units that the actor asks for, with their depth in dashes below the highest. No query."""
    shown = [(depth, unit) for depth, unit in tree.walk() if may_ask_for(actor, unit.id)]
    least = min((depth for depth, _ in shown), default=0)
    return [(unit.id, f"{'– ' * (depth - least)}{unit.name}") for depth, unit in shown]


def kroner(oere: int | Decimal | None) -> str:
    """Whole kroner; "mangler" where it is not known."""
    return "mangler" if oere is None else danish.money(round(Decimal(oere) / 100))
