"""The steps of an item's way by name, as its page offers them."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from chefforum.kernel.access.rules import Actor

from ..access import require_keeper
from ..models import Item, Meeting
from .agenda import place_item, take_off_item
from .items import (
    approve_item,
    return_item,
    revive_item,
    submit_item,
    take_back_item,
    withdraw_item,
    withdraw_late_item,
)
from .steps import StepNotPossible

_PLAIN = {
    "submit": submit_item,
    "take_back": take_back_item,
    "approve": approve_item,
    "take_off": take_off_item,
    "revive": revive_item,
}
_WITH_REASON = {"return": return_item, "withdraw": withdraw_item, "withdraw_late": withdraw_late_item}


@transaction.atomic
def take_step(
    *, actor: Actor, item: Item, name: str, at: dt.datetime, reason: str = "", meeting: Meeting | None = None
) -> Item:
    """Takes one of rules.process.STEPS_ON_THE_WAY. Raises AccessDenied and StepNotPossible; KeyError for no such step.

    `meeting` is where to place an item, `reason` what is said with a step that asks for one.
    """
    if name == "place":
        require_keeper(actor, item.forum)
        if meeting is None:
            raise StepNotPossible("Vælg det møde, som punktet skal på. Intet er ændret.")
        return place_item(actor=actor, item=item, meeting=meeting, at=at)
    if name in _WITH_REASON:
        return _WITH_REASON[name](actor=actor, item=item, at=at, reason=reason)
    return _PLAIN[name](actor=actor, item=item, at=at)
