"""A list of what is to be done after meetings, as a document and as a table in another."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from chefforum.calc.blocks import Table
from chefforum.kernel.documents.rendering.document import Document, Fact, Part
from chefforum.web import danish

from ..queries.actions import ActionOnPage
from ..rules.follow_up import ACTION_HEADS
from .tables import table_of

ACTION_FORMATS = {"xlsx": "Excel", "pdf": "PDF"}


def actions_table(actions: Sequence[ActionOnPage]) -> Table:
    """Actions as they stand, a row each."""
    rows = [
        (
            action.text,
            action.owner or "ingen endnu",
            danish.date(action.due_date) if action.due_date else "ingen",
            f"{action.state_name}, over fristen" if action.is_overdue else action.state_name,
            f"{action.where}: {action.title}",
        )
        for action in actions
    ]
    return table_of((ACTION_HEADS, *rows))


def actions_document(*, actions: Sequence[ActionOnPage], organisation: str, issued_at: dt.datetime) -> Document:
    """A list of actions to print or to go on with in a spreadsheet."""
    return Document(
        title="Opfølgning",
        organisation=organisation,
        issued_at=issued_at,
        facts=(Fact("Opfølgninger", (str(len(actions)),)),),
        parts=(Part(title="Opfølgning", elements=(actions_table(actions),)),),
    )
