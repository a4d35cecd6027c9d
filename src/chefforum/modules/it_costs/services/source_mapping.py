"""Which of TOPdesk's fields is which of ours is said by the coordinator; each saying is a row of its own."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from django.db import transaction

from chefforum.kernel.access.rules import Actor
from chefforum.kernel.audit.services import record

from ..access import require_coordinator
from ..models import SourceMapping, SourceSnapshot
from ..queries.source_mapping import TOPDESK, newest_mapping, offered_fields
from ..rules.kinds import SOURCE_NAMES, Source
from ..rules.source_rows import FIELDS_TRIED
from .source_files import Kept, forget_file


class WrongMapping(ValueError):
    """Why it is not kept, for people."""


@transaction.atomic
def write_try(*, actor: Actor, kept: Kept, at: dt.datetime) -> SourceSnapshot:
    """The fields of the source, in the place of those of an earlier try. Raises AccessDenied."""
    require_coordinator(actor)
    _forget_tries()
    tried = SourceSnapshot.objects.create(
        source=TOPDESK,
        collection=FIELDS_TRIED,
        fetched_at=at,
        rows=kept.rows,
        sha256=kept.sha256,
        file=kept.file,
        person_id=actor.person_id,
    )
    record(
        actor=actor,
        at=at,
        action="it_costs.try_source",
        object_kind="source_snapshot",
        object_id=tried.pk,
        object_name=SOURCE_NAMES[Source.TOPDESK],
        data={"rows": kept.rows},
    )
    return tried


@transaction.atomic
def save_mapping(*, actor: Actor, columns: Mapping[str, str], seen: int, at: dt.datetime) -> SourceMapping:
    """`columns`: our field → theirs. `seen`: the mapping that the page had. The examples of a try are forgotten.

    Raises AccessDenied, and WrongMapping where a field is not the source's or another saved meanwhile.
    """
    require_coordinator(actor)
    newest = newest_mapping()
    if (newest.pk if newest else 0) != seen:
        raise WrongMapping("En anden har gemt koblingen imens. Det, du har valgt, står her. Se den anden, og gem igen.")
    known = {one.name: one.title for one in offered_fields(actor=actor).fields}
    gone = sorted({theirs for theirs in columns.values() if theirs and theirs not in known})
    if gone:
        raise WrongMapping(f"TOPdesk har ikke kolonnen “{gone[0]}”. Vælg en anden.")
    made = SourceMapping.objects.create(
        source=TOPDESK,
        columns={ours: theirs for ours, theirs in columns.items() if theirs},
        known=known,
        at=at,
        person_id=actor.person_id,
    )
    _forget_tries()
    record(
        actor=actor,
        at=at,
        action="it_costs.map_source",
        object_kind="source_mapping",
        object_id=str(made.pk),
        object_name=SOURCE_NAMES[Source.TOPDESK],
        data={"fields": sorted(made.columns)},
    )
    return made


def _forget_tries() -> None:
    for one in SourceSnapshot.objects.filter(collection=FIELDS_TRIED):
        name = one.file
        one.delete()
        transaction.on_commit(lambda name=name: forget_file(name))  # type: ignore[misc]
