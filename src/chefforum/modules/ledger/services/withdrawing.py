"""An extract is withdrawn, and taken into use again. Its files stay in the lake as they are; what is read is decided by
the row alone.

What was done is written beside the manifest before the row is changed. So whatever dies at whatever moment, the extract
is read whole or not at all; a mark that no row knows says nothing, and is swept away like other files nobody knows.
"""

from __future__ import annotations

import datetime as dt
from uuid import UUID, uuid4

from django.db import transaction

from chefforum.kernel.access.rules import Actor
from chefforum.kernel.audit.services import record

from ..access import require_keeper
from ..lake.manifest import put_mark, read_manifest
from ..models import Extract, ExtractStep, SourceSystem
from ..queries.extracts import ExtractNotFound
from ..queries.withdrawing import Total, counted, vouchers_read, why_not_restored, why_not_withdrawn
from ..rules.words import ExtractAct, ExtractState


class ReasonMissing(ValueError):
    """An extract is withdrawn only with a reason."""

    def __init__(self) -> None:
        super().__init__("Skriv, hvorfor udtrækket skal trækkes tilbage.")


class NotPossible(Exception):
    """The extract stands otherwise than was asked for; the message says how."""


@transaction.atomic
def withdraw_extract(*, actor: Actor, at: dt.datetime, extract_id: UUID, reason: str) -> Extract:
    """Its lines are read no more. What it replaced is not read by that either.

    Raises AccessDenied, ExtractNotFound, ReasonMissing, NotPossible.
    """
    require_keeper(actor)
    if not reason.strip():
        raise ReasonMissing
    extract = _locked(extract_id)
    if refusal := why_not_withdrawn(extract):
        raise NotPossible(refusal)
    _done(extract, ExtractAct.WITHDRAW, ExtractState.WITHDRAWN, reason=reason.strip(), actor=actor, at=at)
    return extract


@transaction.atomic
def restore_extract(*, actor: Actor, at: dt.datetime, extract_id: UUID, reason: str = "") -> Extract:
    """Its lines are read again, as they were; where it replaced an extract that is read, it does so again. Also one
    that was replaced, once what replaced it is withdrawn.

    Raises AccessDenied, ExtractNotFound, MissingFile, and NotPossible where that would count something twice or the
    files do not hold what they did.
    """
    require_keeper(actor)
    extract = _locked(extract_id)
    if refusal := why_not_restored(extract):
        raise NotPossible(refusal)
    if counted(extract) != Total(extract.lines_loaded, extract.amount_loaded) and extract.files:
        raise NotPossible("Filen i lageret stemmer ikke med det, der blev indlæst. Giv en administrator besked.")
    twice = vouchers_read(extract=extract, manifest=read_manifest(str(extract.pk)))
    if twice:
        raise NotPossible(
            f"{twice} af linjerne er indlæst med andre udtræk siden og ville tælle to gange. Træk dem tilbage først."
        )
    replaced = extract.replaces
    if replaced is not None and replaced.state == ExtractState.LOADED.value:
        replaced.state = ExtractState.REPLACED.value
        replaced.save(update_fields=["state"])
    _done(extract, ExtractAct.RESTORE, ExtractState.LOADED, reason=reason.strip(), actor=actor, at=at)
    return extract


def _locked(extract_id: UUID) -> Extract:
    """Who loads waits for who withdraws, and the other way round. Raises ExtractNotFound."""
    list(SourceSystem.objects.select_for_update().order_by("pk"))
    rows = Extract.objects.select_related("mapping", "replaces").select_for_update(of=("self",))
    found = rows.filter(pk=extract_id).first()
    if found is None:
        raise ExtractNotFound(extract_id)
    return found


def _done(
    extract: Extract, act: ExtractAct, state: ExtractState, *, reason: str, actor: Actor, at: dt.datetime
) -> None:
    step = ExtractStep(id=uuid4(), extract=extract, name=act.value, reason=reason, at=at, person_id=actor.person_id)
    said = {"state": state.value, "at": at.isoformat(), "reason": reason}
    put_mark(str(extract.pk), str(step.pk), said)
    extract.state = state.value
    extract.save(update_fields=["state"])
    step.save(force_insert=True)
    record(
        actor=actor,
        at=at,
        action=f"ledger.{act.value}",
        object_kind="extract",
        object_id=extract.pk,
        object_name=extract.file_name,
        data={
            "table": extract.table,
            "lines": extract.lines_loaded,
            "amount": extract.amount_loaded,
            "first_period": extract.first_period,
            "last_period": extract.last_period,
            "reason": reason,
        },
    )
