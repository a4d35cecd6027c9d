"""What people say of two systems is written, and undone; and owners are asked whether a system is needed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import Any
from uuid import UUID, uuid5

from django.db import IntegrityError, transaction
from django.urls import reverse

from chefforum.kernel.access.rules import AccessDenied, Actor
from chefforum.kernel.audit.services import record
from chefforum.kernel.notifications.services import notify
from chefforum.modules.it_costs.access import may_write_system
from chefforum.modules.it_costs.queries.comparing import ComparedSystem, systems_to_compare
from chefforum.modules.it_costs.rules.kinds import Need
from chefforum.modules.it_costs.rules.register import NEED_ASKED

from ..access import may_judge
from ..models import NeedQuestion, OverlapVerdict
from ..queries.overlaps import PairNotFound, basis_now
from ..rules.overlaps import Verdict, WrongVerdict, check_verdict, in_order

KIND = "it_overlap"
SAID_MEANWHILE = "En anden har vurderet de to systemer, siden du åbnede siden. Din vurdering er ikke gemt."
ASKED_AGAIN_AFTER = dt.timedelta(days=14)


@transaction.atomic
def say_verdict(
    *, actor: Actor, one: UUID, other: UUID, verdict: str, reason: str, seen: int, at: dt.datetime
) -> OverlapVerdict:
    """`seen`: the number of the last row of the pair that the actor saw, 0: none. Raises WrongVerdict, PairNotFound,
    AccessDenied."""
    systems = _judged(actor, one, other)
    check_verdict(verdict, reason)
    first, second = in_order(one, other)
    basis = basis_now(systems, (first, second))
    said = {"verdict": verdict, "reason": reason.strip(), "basis": basis.as_json() if basis else {}}
    row = _added(first, second, seen, actor=actor, at=at, **said)
    _record(actor, at, "it_portfolio.say_verdict", row)
    return row


@transaction.atomic
def undo_verdict(*, actor: Actor, one: UUID, other: UUID, seen: int, at: dt.datetime) -> OverlapVerdict:
    """What stood before the last one stands again; undone twice, the last one does. Raises WrongVerdict where there is
    nothing to undo or another was there first, PairNotFound, AccessDenied."""
    _judged(actor, one, other)
    first, second = in_order(one, other)
    if not seen:
        raise WrongVerdict("", "Der er ingen vurdering at fortryde.")
    before = OverlapVerdict.objects.filter(first=first, second=second, number=seen - 1).first()
    said: dict[str, Any] = {"verdict": Verdict.NOT_SAID.value, "reason": "", "basis": {}}
    if before is not None:
        said = {"verdict": before.verdict, "reason": before.reason, "basis": before.basis}
    row = _added(first, second, seen, actor=actor, at=at, is_undo=True, **said)
    _record(actor, at, "it_portfolio.undo_verdict", row)
    return row


def _judged(actor: Actor, one: UUID, other: UUID) -> dict[UUID, ComparedSystem]:
    systems = systems_to_compare(actor=actor, also=[one, other])
    if one == other or one not in systems or other not in systems:
        raise PairNotFound(f"{one} {other}")
    if not may_judge(actor, [systems[each].owner_unit_id for each in (one, other)]):
        raise AccessDenied("Det er den, der er it-ansvarlig for et af systemerne, der vurderer det.")
    return systems


def _added(first: UUID, second: UUID, seen: int, *, actor: Actor, at: dt.datetime, **said: Any) -> OverlapVerdict:
    last = OverlapVerdict.objects.filter(first=first, second=second).order_by("-number").first()
    if (last.number if last else 0) != seen:
        raise WrongVerdict("", SAID_MEANWHILE)
    try:
        with transaction.atomic():
            return OverlapVerdict.objects.create(
                first_id=first, second_id=second, number=seen + 1, at=at, person_id=actor.person_id, **said
            )
    except IntegrityError:
        raise WrongVerdict("", SAID_MEANWHILE) from None


def _record(actor: Actor, at: dt.datetime, action: str, row: OverlapVerdict) -> None:
    record(
        actor=actor,
        at=at,
        action=action,
        object_kind=KIND,
        object_id=uuid5(row.first_id, str(row.second_id)),
        data={"first": str(row.first_id), "second": str(row.second_id), "verdict": row.verdict},
    )


@transaction.atomic
def ask_owners(*, actor: Actor, system_ids: Collection[UUID], at: dt.datetime) -> int:
    """Owners of the systems that the actor writes and of which nobody has said whether they are needed are asked, not
    twice in a fortnight. Answers how many questions were sent. Raises AccessDenied where the actor writes none."""
    wanted = set(system_ids)
    systems = [one for one in systems_to_compare(actor=actor).values() if one.id in wanted]
    writable = [one for one in systems if may_write_system(actor, one.owner_unit_id)]
    if wanted and not writable:
        raise AccessDenied("Du kan spørge ejerne af de systemer, som du er it-ansvarlig for.")
    lately = set(NeedQuestion.objects.filter(at__gt=at - ASKED_AGAIN_AFTER).values_list("system_id", "owner_id"))
    asked = [
        one
        for one in writable
        if one.need == Need.UNKNOWN and one.owner_id is not None and (one.id, one.owner_id) not in lately
    ]
    NeedQuestion.objects.bulk_create(
        NeedQuestion(system_id=one.id, owner_id=one.owner_id, at=at, person_id=actor.person_id)
        for one in asked
        if one.owner_id is not None
    )
    for one in asked:
        notify(
            actor=actor,
            at=at,
            person_ids=[one.owner_id],
            kind=NEED_ASKED,
            text=f"Er {one.name} nødvendigt, eller er det rart at have? Skriv det, og hvorfor.",
            url=reverse("it_costs:system_need", args=[one.id]),
            key=f"need:{one.id}:{at:%Y-%m-%d}",
        )
    if asked:
        data = {"count": len(asked)}
        record(
            actor=actor,
            at=at,
            action="it_portfolio.ask_need",
            object_kind="it_need",
            object_id="",
            data=data,
        )
    return len(asked)
