"""Opening cases."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from chefforum.kernel.access.rules import Actor
from chefforum.kernel.audit.services import record

from ..access import OPEN_CASES
from ..models import Case
from ..rules import parse_journal_number


@transaction.atomic
def case_for(*, journal_number: str, title: str, actor: Actor, at: dt.datetime) -> Case:
    """The case of the journal number, however the number is written; opened where it is new.

    Two who ask at once get the same case: the number is unique in the database. A known case keeps its title.
    Raises BadJournalNumber where the text is no journal number, AccessDenied where the actor may not open cases.
    """
    OPEN_CASES.require(actor)
    number = parse_journal_number(journal_number)
    case, is_new = Case.objects.get_or_create(
        journal_number=number.canonical,
        defaults={
            "subject": number.subject,
            "facet": number.facet,
            "serial": number.serial,
            "year": number.year,
            "title": title,
            "created_at": at,
        },
    )
    if is_new:
        record(
            actor=actor,
            at=at,
            action="cases.open",
            object_kind="case",
            object_id=case.pk,
            object_name=case.journal_number,
        )
    return case
