"""The number of licences that a decision writes in the register, and puts back when it is undone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from uuid import UUID

from chefforum.kernel.access.rules import Actor

from ..models import ItRequest, ItSystem, RequestDecision
from ..queries.request_numbers import new_numbers
from ..rules.kinds import Source
from ..rules.register import WrongFacts
from .volumes import Write, put_back, write_volumes


@dataclass(frozen=True)
class NumberSaid:
    """What who decides says that there are of an item in a year. `stands`: what the page said that there were."""

    item: str
    year: int
    quantity: Decimal
    stands: str


def write_numbers(*, actor: Actor, found: ItRequest, said: Sequence[NumberSaid], at: dt.datetime) -> UUID | None:
    """Within the decision's transaction; the decision gives the right to it. Answers the batch, None where nothing was
    to be written. Raises WrongFacts where another has written meanwhile, or both parties have signed for the number."""
    if not said or found.system_id is None:
        return None
    ItSystem.objects.select_for_update().get(pk=found.system_id)
    now = {one.key: one for one in new_numbers(found)}
    writes = []
    for one in said:
        new = now.get((one.item, one.year))
        if new is None or not new.may_be_written or new.stands != one.stands:
            text = f"Antallet af {one.item} er ændret, siden du åbnede siden. Intet er gemt. Se, hvad der står nu."
            raise WrongFacts("", text)
        key = (found.system_id, one.item, one.year)
        writes.append(Write(*key, "quantity", one.quantity))
        writes.append(Write(*key, "measured_in", new.before.measured_in))
    allowed = replace(actor, everything=True)
    saved = write_volumes(actor=allowed, writes=writes, at=at, source=Source.DECISION)
    if saved.refused:
        raise WrongFacts("", saved.refused[0][1])
    return saved.batch


def put_numbers_back(*, actor: Actor, decision: RequestDecision, at: dt.datetime) -> tuple[str, ...]:
    """The numbers are as before the decision, whoever undoes it; answers what stays, in words: what was changed since,
    and what both parties have signed for since."""
    if decision.volume_batch is None:
        return ()
    return put_back(actor=replace(actor, everything=True), batch=decision.volume_batch, at=at)
