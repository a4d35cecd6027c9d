"""A round of targets is set: reckoned, written once with its fingerprint, and never changed. A later one supersedes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import IntegrityError, transaction

from chefforum.kernel.access.rules import Actor
from chefforum.kernel.audit.services import record

from ..access import require_coordinator
from ..models import Target, TargetRound, TargetShare
from ..queries.keys import KeyFound, KeyNotFound, get_key
from ..queries.targets import facts_in, last_set_id
from ..rules.kinds import KIND_NAMES, TARGETED
from ..rules.pseudonyms import refused
from ..rules.targets import KindSettings, RoundFacts, TargetFacts, facts_of, fingerprint_of, reckon, what_is_wrong

FIRST_YEAR, LAST_YEAR = 2000, 2999
MOST_LETTERS = 200  # of the decision
OVERTAKEN = "Der er fastlagt en ny runde, siden du begyndte. Se den, og fastlæg så din, hvis den stadig skal gælde."


class RoundRefused(ValueError):
    """The round cannot be set; the message tells the person why."""


@dataclass(frozen=True)
class NewRound:
    """What a round is to be. `seen`: the round that was the last when the person looked, as `last_set_id` said it."""

    year: int
    key_id: UUID
    holds_from: dt.date
    grounds: str
    decision: str
    targets: tuple[KindSettings, ...]
    seen: str


def set_targets(*, actor: Actor, new: NewRound, at: dt.datetime) -> TargetRound:
    """Writes the round, numbered after the year's last, which it supersedes.

    Raises AccessDenied for others than the coordinator; RoundRefused where something is wrong with what was asked, and
    where somebody set a round meanwhile: one of two at the same time comes first, the other is told.
    """
    require_coordinator(actor)
    try:
        with transaction.atomic():
            return _set(actor, new, at)
    except IntegrityError:
        raise RoundRefused(OVERTAKEN) from None


def already_set(*, actor: Actor, new: NewRound) -> TargetRound | None:
    """The round that was set last, where it is just this one and the actor set it: the same form was sent twice."""
    found = TargetRound.objects.select_related("key").order_by("-set_at", "-number").first()
    if found is None or found.person_id != actor.person_id:
        return None
    facts = facts_in(found)
    is_same = (
        (found.year, found.key_id, found.holds_from) == (new.year, new.key_id, new.holds_from)
        and (found.grounds, found.decision) == (new.grounds.strip(), new.decision.strip())
        and {one.settings for one in facts.targets} == set(new.targets)
    )
    return found if is_same else None


def _set(actor: Actor, new: NewRound, at: dt.datetime) -> TargetRound:
    if last_set_id() != new.seen:
        raise RoundRefused(OVERTAKEN)
    try:
        key = get_key(actor=actor, key_id=new.key_id)
    except KeyNotFound:
        raise RoundRefused("Vælg en årsværksnøgle.") from None
    if why := _why_not(new, key):
        raise RoundRefused(why)
    before = TargetRound.objects.filter(year=new.year).first()
    order = sorted(new.targets, key=lambda one: TARGETED.index(one.kind))
    targets = tuple(facts_of(reckon(settings=one, key=key.weights)) for one in order)
    facts = _facts(new, key, targets, number=before.number + 1 if before else 1)
    made = TargetRound.objects.create(
        year=facts.year,
        number=facts.number,
        key=key.key,
        holds_from=facts.holds_from,
        grounds=facts.grounds,
        decision=facts.decision,
        supersedes=before,
        set_at=at,
        person_id=actor.person_id,
        fingerprint=fingerprint_of(facts),
    )
    _write(made, targets, {share.unit.code: share.unit_id for share in key.key.shares.select_related("unit")})
    data = {
        "year": facts.year,
        "number": facts.number,
        "key": facts.key_id,
        "fingerprint": made.fingerprint,
        **{one.settings.kind.value: {"running": one.running, "yearly": one.yearly} for one in targets},
    }
    record(
        actor=actor,
        at=at,
        action="placements.set_targets",
        object_kind="target_round",
        object_id=made.pk,
        object_name=str(made),
        data=data,
    )
    return made


def _facts(new: NewRound, key: KeyFound, targets: Sequence[TargetFacts], *, number: int) -> RoundFacts:
    return RoundFacts(
        year=new.year,
        number=number,
        holds_from=new.holds_from,
        grounds=new.grounds.strip(),
        decision=new.decision.strip(),
        key_id=str(key.key.pk),
        key_date=key.key.on_date,
        key_shares=tuple(key.weights.items()),
        targets=tuple(targets),
    )


def _write(made: TargetRound, targets: Sequence[TargetFacts], units: dict[str, UUID]) -> None:
    for facts in targets:
        settings = facts.settings
        target = Target.objects.create(
            round=made,
            kind=settings.kind.value,
            basis=settings.basis.value,
            slots=settings.slots,
            occupancy=settings.occupancy,
            weeks=settings.weeks,
            rounding=settings.rounding.value,
            method=settings.method.value,
            tie_rule=settings.tie_rule.value,
            running=facts.running,
            yearly=facts.yearly,
        )
        TargetShare.objects.bulk_create(
            TargetShare(
                target=target,
                unit_id=units[one.code],
                running=one.running,
                yearly=one.yearly,
                running_quota=one.running_quota,
                yearly_quota=one.yearly_quota,
                by_tie=one.by_tie,
            )
            for one in facts.shares
        )


def _why_not(new: NewRound, key: KeyFound) -> str:
    if key.missing:
        return f"Nøglen mangler årsværk for {', '.join(key.missing)}. Lav en ny nøgle, hvor de er med."
    if not key.is_usable:
        return "Nøglen har ingen årsværk at fordele efter."
    if not new.grounds.strip():
        return "Skriv, hvorfor måltallene er, som de er."
    if not FIRST_YEAR <= new.year <= LAST_YEAR:
        return f"Året skal være fra {FIRST_YEAR} til {LAST_YEAR}."
    if new.holds_from.year != new.year:
        return f"Måltal for {new.year} gælder fra en dag i {new.year}."
    if len(new.decision) > MOST_LETTERS:
        return "Henvisningen til beslutningen er for lang."
    if why := refused(f"{new.grounds}\n{new.decision}"):
        return why
    kinds = [one.kind for one in new.targets]
    if not kinds or len(kinds) != len(set(kinds)) or set(kinds) - set(TARGETED):
        return "Sæt måltal for løntilskud og virksomhedspraktik, hver én gang."
    wrong = ((one.kind, what_is_wrong(one)) for one in new.targets)
    return next((f"{KIND_NAMES[kind]}: {found.text}" for kind, found in wrong if found), "")
