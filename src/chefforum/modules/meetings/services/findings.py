"""What the linter finds can be let stand, with a reason; the text that it is about changed, it is found again."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from chefforum.kernel.access.rules import AccessDenied, Actor
from chefforum.kernel.audit.services import record

from ..access import parts_in_item
from ..models import DismissedFinding, Item
from ..queries.findings import MAY_DISMISS, current_finding
from .steps import ReasonMissing, StepNotPossible


@transaction.atomic
def dismiss_finding(*, actor: Actor, item: Item, key: str, reason: str, at: dt.datetime) -> DismissedFinding:
    """Lets a finding stand. Of two who do so at once, the first one's reason is kept.

    Raises AccessDenied for others than who writes the item, its head and the secretariat; ReasonMissing without a
    reason; StepNotPossible where it is no longer found.
    """
    _require(actor, item)
    if not reason.strip():
        raise ReasonMissing
    finding = current_finding(actor=actor, item=item, key=key)
    if finding is None:
        raise StepNotPossible("Teksten er ændret siden, så fundet er der ikke længere. Intet er ændret.")
    defaults = {"rule": finding.rule, "reason": reason.strip(), "person_id": actor.person_id, "at": at}
    dismissed, is_new = DismissedFinding.objects.get_or_create(item=item, key=key, defaults=defaults)
    if is_new:
        _record(actor=actor, at=at, dismissed=dismissed, what="dismiss_finding")
    return dismissed


@transaction.atomic
def restore_finding(*, actor: Actor, item: Item, key: str, at: dt.datetime) -> None:
    """The finding counts again; nothing happens where it did already."""
    _require(actor, item)
    dismissed = DismissedFinding.objects.filter(item=item, key=key).first()
    if dismissed is not None:
        _record(actor=actor, at=at, dismissed=dismissed, what="restore_finding")
        dismissed.delete()


def _require(actor: Actor, item: Item) -> None:
    if not parts_in_item(actor, item) & MAY_DISMISS:
        raise AccessDenied("Kun de, der skriver punktet, kan lade et fund stå.")


def _record(*, actor: Actor, at: dt.datetime, dismissed: DismissedFinding, what: str) -> None:
    record(
        actor=actor,
        at=at,
        action=f"items.{what}",
        object_kind="item",
        object_id=dismissed.item_id,
        data={"rule": dismissed.rule},
    )
