"""Taking minutes of an item: its treatment, its outcomes, the words of its decision.

Two may take minutes at once: what one has written is never overwritten by the other, both texts are kept.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction

from chefforum.calc.blocks import Paragraph, from_json, texts, to_json
from chefforum.calc.decisions import Outcome
from chefforum.connectors.minutes.minutes import SectionKind
from chefforum.kernel.access.rules import AccessDenied, Actor

from ..access import may_take_minutes, takes_minutes
from ..models import Conflict, Item, Meeting, RecommendationPart
from ..rules.decision_sentences import as_paragraphs, mark_of, suggest_decision, suggest_en_bloc
from ..rules.states import ItemState
from .mirroring import mirror_decision
from .steps import StepNotPossible, locked_item, locked_meeting, step_item
from .writing import note_change

_OVER = frozenset({ItemState.CLOSED, ItemState.WITHDRAWN})


@dataclass(frozen=True)
class Saved:
    """What came of saving: the item, the conflict where somebody else had written meanwhile, and whether the outcomes
    have given the decision another text than the one that was sent."""

    item: Item
    conflict: Conflict | None
    has_new_text: bool


def meeting_to_minute(*, actor: Actor, meeting: Meeting) -> Meeting:
    """The meeting, locked. Raises as `item_to_minute` does."""
    meeting = locked_meeting(meeting)
    if not takes_minutes(actor, meeting):
        raise AccessDenied("Du har ikke adgang til at skrive referat af mødet.")
    if not may_take_minutes(actor, meeting):
        raise StepNotPossible("Mødet er ikke begyndt, eller referatet er sendt ud. Intet er ændret.")
    return meeting


def item_to_minute(*, actor: Actor, item: Item) -> Item:
    """The item, locked. Raises AccessDenied for those who take no minutes, StepNotPossible where there are none now."""
    item = locked_item(item)
    if item.meeting is None or not takes_minutes(actor, item.meeting):
        raise AccessDenied("Du har ikke adgang til at skrive referat af mødet.")
    if item.state in _OVER or not may_take_minutes(actor, item.meeting):
        raise StepNotPossible(
            f"Der kan ikke skrives referat af punktet nu: mødet er “{item.meeting.get_state_display()}”. "
            "Intet er ændret. Begynd mødet, eller genåbn referatet."
        )
    return item


@transaction.atomic
def start_item(*, actor: Actor, item: Item, at: dt.datetime) -> Item:
    """The item is in treatment from now on, again if it was treated before."""
    item = item_to_minute(actor=actor, item=item)
    name = "resume" if item.state == ItemState.TREATED else "start"
    return step_item(actor=actor, item=item, name=name, at=at, started_at=item.started_at or at, ended_at=None)


@transaction.atomic
def finish_item(*, actor: Actor, item: Item, at: dt.datetime) -> Item:
    """The item is treated. What it still lacks is told before the minutes are sent out, not now."""
    item = item_to_minute(actor=actor, item=item)
    return step_item(actor=actor, item=item, name="treat", at=at, ended_at=at)


@transaction.atomic
def take_minutes(
    *, actor: Actor, item: Item, text: str, mark: str, outcomes: Mapping[int, Outcome | None], at: dt.datetime
) -> Saved:
    """Text and outcomes as one page sends them: the text first, so that a suggestion never takes its place.

    `mark` is that of the text which the page showed (`mark_of`), `outcomes` those that were changed on it, by part.
    """
    item, conflict = _write(actor=actor, item=item, text=text, mark=mark, at=at)
    before = item.decision
    item = set_outcomes(actor=actor, item=item, outcomes=outcomes, at=at) if outcomes else item
    return Saved(item, conflict, has_new_text=item.decision != before)


@transaction.atomic
def write_decision(*, actor: Actor, item: Item, text: str, mark: str, at: dt.datetime) -> Conflict | None:
    """The decision's words. Where somebody else has changed them since `mark`, theirs stand, these are kept beside."""
    return _write(actor=actor, item=item, text=text, mark=mark, at=at)[1]


def _write(*, actor: Actor, item: Item, text: str, mark: str, at: dt.datetime) -> tuple[Item, Conflict | None]:
    item = item_to_minute(actor=actor, item=item)
    text, standing = as_paragraphs(text), item.decision or ""
    if mark_of(text) in {mark, mark_of(standing)}:
        return item, None
    if mark_of(standing) != mark and (conflict := _keep_both(item, text, actor, at)):
        return item, conflict
    _put(item, text)
    note_change(actor=actor, item=item, at=at, what="decision")
    return item, None


def _put(item: Item, text: str) -> None:
    item.decision = text or None
    item.token += 1
    item.save(update_fields=["decision", "token"])
    mirror_decision(item)


def _keep_both(item: Item, text: str, actor: Actor, at: dt.datetime) -> Conflict | None:
    """None where the other has taken the text away: then nothing is lost by writing this one."""
    section = item.sections.filter(kind=SectionKind.DECISION).first()
    if section is None:
        return None
    open_ones = section.conflicts.filter(settled_at=None)
    mine = next((one for one in open_ones if one.person_id == actor.person_id), None)
    conflict = mine or Conflict(section=section, person_id=actor.person_id)
    conflict.blocks, conflict.at = to_json(tuple(Paragraph(line) for line in text.split("\n\n"))), at
    conflict.save()
    return conflict


@transaction.atomic
def settle_conflict(*, actor: Actor, item: Item, conflict_id: int, choice: str, at: dt.datetime) -> None:
    """Which text stands: "mine" (the one kept beside), "theirs" (the one that stands) or "both", one after the other.

    Raises StepNotPossible where somebody has settled it already.
    """
    item = item_to_minute(actor=actor, item=item)
    conflict = Conflict.objects.filter(pk=conflict_id, section__item=item, settled_at=None).first()
    if conflict is None:
        raise StepNotPossible("De to tekster er allerede valgt imellem. Intet er ændret.")
    kept = "\n\n".join(texts(from_json(conflict.blocks)))
    standing = item.decision or ""
    text = {"mine": kept, "both": as_paragraphs(f"{standing}\n{kept}")}.get(choice, standing)
    conflict.settled_at = at
    conflict.save(update_fields=["settled_at"])
    if text != standing:
        _put(item, text)
        note_change(actor=actor, item=item, at=at, what="decision")


@transaction.atomic
def set_outcomes(*, actor: Actor, item: Item, outcomes: Mapping[int, Outcome | None], at: dt.datetime) -> Item:
    """The outcome of parts of the recommendation, by part's id; the suggested sentence follows where nobody has typed.

    An item without parts has one outcome, under 0, which is its sentence alone.
    """
    item = item_to_minute(actor=actor, item=item)
    parts = list(item.recommendation_parts.order_by("position"))
    before = [part.outcome for part in parts]
    suggested = suggestions(item, parts)
    for part in parts:
        part.outcome = outcomes.get(part.pk, part.outcome)
    RecommendationPart.objects.bulk_update(parts, ["outcome"])
    standing = item.decision or ""
    new = _suggest(item, parts) if parts else _sentence_of_the_whole(item, outcomes.get(0))
    is_typed = standing and standing not in suggested
    if not is_typed and new != standing:
        _put(item, new)
    elif [part.outcome for part in parts] == before:
        return item
    note_change(actor=actor, item=item, at=at, what="outcome", data={"parts": len(outcomes)})
    return item


def suggestions(item: Item, parts: Sequence[RecommendationPart]) -> set[str]:
    """The texts that the outcomes as they stand suggest: whoever finds one of these finds nothing that was typed."""
    if not parts:
        return {_sentence_of_the_whole(item, outcome) for outcome in Outcome}
    texts_of, answers = [part.text for part in parts], [_outcome(part) for part in parts]
    en_bloc = suggest_en_bloc(forum=item.forum.name, parts=texts_of, outcomes=answers)
    return {_suggest(item, parts), en_bloc}


def _suggest(item: Item, parts: Sequence[RecommendationPart]) -> str:
    return suggest_decision(
        forum=item.forum.name, parts=[part.text for part in parts], outcomes=[_outcome(part) for part in parts]
    )


def _sentence_of_the_whole(item: Item, outcome: Outcome | None) -> str:
    return suggest_decision(forum=item.forum.name, parts=(), outcomes=[outcome])


def _outcome(part: RecommendationPart) -> Outcome | None:
    return Outcome(part.outcome) if part.outcome else None
