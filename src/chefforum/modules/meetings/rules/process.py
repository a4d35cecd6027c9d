"""The words of an item's way to the agenda: where it is, what was done, and what waits for somebody."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from enum import StrEnum

from . import HIDDEN_TITLE
from .states import ITEM_STEPS, ItemState, Step, steps_from

# The steps that are taken on the item's own page; those of the meeting itself are taken where it is held.
STEPS_ON_THE_WAY = (
    "submit",
    "approve",
    "place",
    "revive",
    "return",
    "take_back",
    "take_off",
    "withdraw",
    "withdraw_late",
)
_MAIN = frozenset({"submit", "approve", "place", "revive"})

WHERE = {
    ItemState.DRAFT: "Punktet er ved at blive skrevet.",
    ItemState.SUBMITTED: "Punktet venter på at blive godkendt.",
    ItemState.RETURNED: "Punktet er sendt retur og skal rettes, før det sendes igen.",
    ItemState.READY: "Punktet er godkendt og venter på en plads på en dagsorden.",
    ItemState.ON_AGENDA: "Punktet står på en dagsorden, som ikke er sendt ud endnu.",
    ItemState.SENT: "Punktet er sendt ud med dagsordenen.",
    ItemState.IN_TREATMENT: "Punktet behandles på mødet nu.",
    ItemState.TREATED: "Punktet er behandlet.",
    ItemState.CLOSED: "Punktet er afsluttet.",
    ItemState.WITHDRAWN: "Punktet er trukket. Det kan tages op igen.",
}
STATE_KINDS = {
    ItemState.SUBMITTED: "info",
    ItemState.RETURNED: "warning",
    ItemState.READY: "success",
    ItemState.ON_AGENDA: "success",
    ItemState.WITHDRAWN: "error",
}
DONE = {
    "submit": "Sendt til godkendelse",
    "take_back": "Hentet tilbage",
    "return": "Sendt retur",
    "approve": "Godkendt",
    "place": "Sat på dagsordenen",
    "take_off": "Taget af dagsordenen",
    "send": "Sendt ud med dagsordenen",
    "start": "Begyndt på mødet",
    "treat": "Behandlet",
    "resume": "Taget op igen på mødet",
    "withdraw": "Trukket",
    "withdraw_late": "Trukket",
    "revive": "Genoptaget",
    "postpone": "Udsat",
    "continue": "Fortsætter fra et tidligere møde",
    "undo_postpone": "Udsættelsen er fortrudt",
}


class Waiting(StrEnum):
    """What an item waits for from somebody, the most pressing first."""

    APPROVAL = "1_approval"
    HEARING = "2_hearing"
    RETURNED = "3_returned"
    PLACE = "4_place"
    DRAFT = "5_draft"
    NOTHING = "9_nothing"

    @property
    def danish(self) -> str:
        return _WAITING[self]


_WAITING = {
    Waiting.APPROVAL: "Skal godkendes",
    Waiting.HEARING: "Høring skal besvares",
    Waiting.RETURNED: "Sendt retur til dig",
    Waiting.PLACE: "Klar til dagsordenen",
    Waiting.DRAFT: "Din kladde",
    Waiting.NOTHING: "",
}


def steps_on_the_way(*, state: str, parts: Collection[str]) -> tuple[Step | None, tuple[Step, ...]]:
    """The one step that comes next, if it is this person's, and the others that they may take."""
    allowed = {step.name: step for step in steps_from(ITEM_STEPS, state=state, parts=parts)}
    steps = [allowed[name] for name in STEPS_ON_THE_WAY if name in allowed]
    main = next((step for step in steps if step.name in _MAIN), None)
    return main, tuple(step for step in steps if step is not main)


def spoken_title(*, title: str, is_confidential: bool) -> str:
    """The item's name in what leaves the house; never that of a closed item."""
    return HIDDEN_TITLE if is_confidential else f"“{title}”"


def is_late(*, due: dt.date, on: dt.date) -> bool:
    """Whether something due on a day comes late on another; the day itself is in time."""
    return on > due
