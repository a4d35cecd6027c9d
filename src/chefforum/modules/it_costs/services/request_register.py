"""What an approval writes in the register, in its transaction: the system on its way in, and its contract; and takes it
out again while nothing hangs on it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from chefforum.kernel.access.rules import Actor
from chefforum.kernel.organisation.rules import OrganisationTree
from chefforum.web import danish

from ..models import CostLine, Dependency, ItRequest, ItSystem, RegisterChange, RequestDecision, Volume
from ..queries.contracts import contract_facts
from ..queries.register import facts_of as facts_of_system
from ..queries.request_numbers import NewNumber
from ..queries.requests import facts_of
from ..rules.kinds import Answer, LifeCycle, PersonalData
from ..rules.register import SystemFacts, WrongFacts
from ..rules.request_facts import RequestFacts
from ..rules.request_words import MAKES_A_SYSTEM, AiClass, RequestKind
from .contracts import change_contract, cover_system
from .register import change_system, register_system, remove_system
from .volumes import Write, write_volumes


@dataclass(frozen=True)
class InRegister:
    """What is written, as the page shows it before: the system's words, and what people still must see to."""

    values: tuple[tuple[str, str], ...]
    to_do: tuple[str, ...]


def shown(*, found: ItRequest, tree: OrganisationTree, numbers: Sequence[NewNumber] = ()) -> InRegister:
    """No query where its system and contract are there. `numbers`: those that the decision itself is asked to write."""
    unit = tree.unit(found.unit_id)
    to_do = []
    if found.contract_id is None:
        to_do.append("Registrér kontrakten, når den er indgået.")
    for line in found.lines.all():
        if line.quantity is not None and not numbers:
            to_do.append(f"Skriv antal for {line.item}, når det er taget i brug.")
    if found.kind not in MAKES_A_SYSTEM:
        name = found.system.name if found.system else "Intet system er valgt"
        values = (("Nyt i registret", "Nej"), ("Det handler om", name), *_prolonging_in_words(found))
        return InRegister(values, tuple(to_do))
    life = LifeCycle.PILOT if found.kind == RequestKind.PILOT else LifeCycle.PHASING_IN
    values = (
        ("Nyt system", found.title),
        ("Livscyklus", ItSystem(life_cycle=life.value).get_life_cycle_display()),
        ("Ansvarlig enhed", unit.name if unit else "mangler"),
        ("Systemejer", found.author.name),
        ("Leverandør", found.vendor_name or "mangler"),
        ("Kontrakt", found.contract.name if found.contract else "mangler"),
        ("Opgaver (KLE)", found.tasks.replace(",", ", ") or "mangler"),
        ("Personoplysninger", found.get_personal_data_display()),
    )
    return InRegister(values, tuple(to_do))


def _prolonging_in_words(found: ItRequest) -> tuple[tuple[str, str], ...]:
    if not is_prolonging(found):
        return ()
    assert found.contract is not None
    ends = f"Den {danish.date(found.contract.ends_on)}" if found.contract.ends_on else "Ikke oplyst"
    becomes = danish.date(found.wanted_until)
    return (
        ("Kontrakt", found.contract.name),
        ("Kontrakten slutter", f"{ends}. Den {becomes}, når det er taget i brug"),
    )


def is_prolonging(found: ItRequest) -> bool:
    """Whether taking it into use moves the end of its contract: never to an earlier day."""
    contract, until = found.contract, found.wanted_until
    if found.kind != RequestKind.PROLONG or contract is None or until is None or contract.removed_at is not None:
        return False
    return contract.ends_on is None or contract.ends_on < until


def write_in(*, actor: Actor, found: ItRequest, at: dt.datetime) -> ItSystem | None:
    """The new system, or None where the request makes none. The decision is what gives the right to write it, so it is
    written whether or not who decides keeps IT for the unit. Raises WrongFacts."""
    if found.kind not in MAKES_A_SYSTEM:
        return None
    allowed = _allowed(actor)
    system = register_system(
        actor=allowed, facts=system_facts(found, facts_of(found)), at=at, new_vendor=found.vendor_name
    )
    if found.contract_id is not None:
        cover_system(actor=allowed, contract_id=found.contract_id, system_id=system.pk, share=None, at=at)
    return ItSystem.objects.get(pk=system.pk)


def system_facts(found: ItRequest, facts: RequestFacts) -> SystemFacts:
    ai = {AiClass.UNKNOWN.value: Answer.UNKNOWN, AiClass.NONE.value: Answer.NO}.get(facts.ai_class, Answer.YES)
    life = LifeCycle.PILOT if facts.kind == RequestKind.PILOT else LifeCycle.PHASING_IN
    return SystemFacts(
        name=facts.title,
        description=facts.need,
        owner_unit_id=facts.unit_id,
        owner_id=found.author_id,
        life_cycle=life.value,
        hosting=facts.hosting,
        is_business_critical=facts.is_critical,
        personal_data=facts.personal_data or PersonalData.UNKNOWN.value,
        uses_ai=ai.value,
        serves_vulnerable=facts.serves_vulnerable,
        users_low=facts.users,
        users_high=facts.users,
        units=(facts.unit_id,),
        tasks=facts.tasks,
    )


def take_out(*, actor: Actor, decision: RequestDecision, at: dt.datetime) -> None:
    """What the decision wrote is out of the register again. Raises WrongFacts where somebody has built on it."""
    assert decision.system_id is not None
    if words := hangs_on(decision):
        raise WrongFacts("", f"Systemet er i brug i registret: {words}. Tag det ud dér først, eller lad det stå.")
    remove_system(actor=_allowed(actor), system_id=decision.system_id, is_removed=True, at=at)


def hangs_on(decision: RequestDecision) -> str:
    """What has come to hang on the system that the decision wrote, in words; "" where nothing has. Four queries."""
    system = ItSystem.objects.filter(pk=decision.system_id).first() if decision.system_id else None
    if system is None or system.removed_at is not None:
        return ""
    if system.changed_at != decision.at:
        return "det er ændret siden"
    found = (
        (Volume.objects.filter(system=system).exists(), "der er skrevet antal"),
        (CostLine.objects.filter(system=system, removed_at__isnull=True).exists(), "der er skrevet udgifter"),
        (Dependency.objects.filter(on_system=system).exists(), "andre systemer har brug for det"),
    )
    return next((words for is_so, words in found if is_so), "")


def put_in_use(*, actor: Actor, found: ItRequest, decision: RequestDecision, year: int, at: dt.datetime) -> int:
    """The new system is in operation (a pilot stays one), and numbers that nobody has written are written for the year:
    answers how many. More of what was there already is counted by who counts it. Raises WrongFacts."""
    if decision.system_id is None:
        return 0
    allowed = _allowed(actor)
    _life(allowed, decision.system_id, LifeCycle.PHASING_IN, LifeCycle.OPERATIONAL, at)
    there = set(Volume.objects.filter(system=decision.system_id, year=year).values_list("item", flat=True))
    writes = [
        Write(decision.system_id, line.item, year, "quantity", line.quantity)
        for line in found.lines.all()
        if line.quantity is not None and line.item not in there
    ]
    return write_volumes(actor=allowed, writes=writes, at=at).count


def prolong(*, actor: Actor, found: ItRequest, at: dt.datetime) -> bool:
    """The contract of what is prolonged ends when the request said, told in its history; answers whether it was moved.
    Raises WrongFacts."""
    if not is_prolonging(found):
        return False
    assert found.contract is not None
    facts = replace(contract_facts(found.contract), ends_on=found.wanted_until)
    return bool(change_contract(actor=_allowed(actor), contract_id=found.contract.pk, facts=facts, at=at))


def unprolong(*, actor: Actor, found: ItRequest, at: dt.datetime) -> None:
    """The contract ends when it did, where nobody has changed it since it was prolonged."""
    contract = found.contract
    if found.kind != RequestKind.PROLONG or contract is None:
        return
    last = RegisterChange.objects.filter(contract=contract).first()
    # When it was taken into use is when the request was last moved.
    if last is None or last.at != found.changed_at or set(last.became) != {"ends_on"}:
        return
    was = dt.date.fromisoformat(last.was["ends_on"]) if last.was["ends_on"] else None
    facts = replace(contract_facts(contract), ends_on=was)
    change_contract(actor=_allowed(actor), contract_id=contract.pk, facts=facts, at=at)


def out_of_use(*, actor: Actor, decision: RequestDecision, at: dt.datetime) -> None:
    """The system is on its way in again, where nobody has said otherwise since. Its numbers stay: they are undone
    where they stand."""
    if decision.system_id is not None:
        _life(_allowed(actor), decision.system_id, LifeCycle.OPERATIONAL, LifeCycle.PHASING_IN, at)


def _life(actor: Actor, system_id: UUID, was: LifeCycle, becomes: LifeCycle, at: dt.datetime) -> None:
    system = ItSystem.objects.get(pk=system_id)
    if system.life_cycle == was.value and system.removed_at is None:
        facts = replace(facts_of_system(system), life_cycle=becomes.value)
        change_system(actor=actor, system_id=system_id, facts=facts, at=at)


def _allowed(actor: Actor) -> Actor:
    """The person, who writes what the decision says with the right that it gives."""
    return replace(actor, everything=True)
