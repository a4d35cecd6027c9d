"""Freezing figures."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone

from chefforum.kernel.access.rules import Actor
from chefforum.kernel.audit.services import record

from .models import FrozenFigure
from .queries import value_of
from .rules import FigureReference


@transaction.atomic
def freeze(
    *,
    reference: str | FigureReference,
    actor: Actor,
    at: dt.datetime,
    known_to: Actor | None = None,
    is_told: bool = True,
) -> FrozenFigure:
    """The figure as the actor may know it on the day of `at`, kept for ever with all that explains it.

    `known_to` where somebody else put it into the text that the actor sends out: it is what that person may know.
    The trail says which figure it was and its value only where it `is_told`: a text may be closed to who reads the
    trail. A missing figure is frozen as missing. Raises what queries.value_of raises.
    """
    shown = value_of(reference=reference, actor=known_to or actor, on=timezone.localdate(at))
    frozen = FrozenFigure.objects.create(
        name=shown.figure.name,
        parameters=dict(shown.parameters),
        title=shown.figure.title,
        value=shown.value.value,
        unit=shown.figure.unit,
        as_of=shown.value.as_of,
        frozen_at=at,
        definition=shown.figure.definition,
        definition_version=shown.figure.version,
        source=shown.value.source,
        missing_reason=shown.value.missing_reason,
        frozen_by=actor.name,
    )
    value = str(frozen.value) if frozen.value is not None else None
    record(
        actor=actor,
        at=at,
        action="figures.freeze",
        object_kind="figure",
        object_id=frozen.pk,
        object_name=shown.reference if is_told else "",
        data={"version": frozen.definition_version} | ({"value": value} if is_told else {}),
    )
    return frozen
