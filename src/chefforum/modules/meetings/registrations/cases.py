"""What a case shows of its meetings: items, and what came of them."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.urls import reverse

from chefforum.kernel.access.rules import Actor
from chefforum.kernel.cases.registry import CaseContent, CaseRow, register_case_content

from ..queries import actions as action_queries
from ..queries import meetings as queries


def register() -> None:
    register_case_content(
        CaseContent(kind="meetings.item", title="Punkter på møder", case_ids=queries.cases_with_items, rows=_case_rows)
    )
    register_case_content(
        CaseContent(
            kind="meetings.action",
            title="Opfølgning",
            case_ids=action_queries.cases_with_actions,
            rows=_action_rows,
        )
    )


def _case_rows(actor: Actor, case_ids: Collection[UUID]) -> list[CaseRow]:
    return [
        CaseRow(
            case_id=row.item.case_id,
            title=row.title,
            url=reverse("meetings:item", args=[row.item.pk]),
            date=row.meeting.date if row.meeting else None,
            detail=_where(row),
        )
        for row in queries.treatments_of_cases(actor=actor, case_ids=case_ids)
        if row.item.case_id
    ]


def _where(row: queries.Treatment) -> str:
    if row.meeting is None:
        return f"{row.item.forum.name}, {row.item.get_state_display().lower()}"
    return f"{row.meeting.forum.name}, punkt {row.item.number}"


def _action_rows(actor: Actor, case_ids: Collection[UUID]) -> list[CaseRow]:
    return [
        CaseRow(
            case_id=action.item.case_id,
            title=action.text,
            url=reverse("meetings:action", args=[action.pk]),
            date=action.due_date,
            detail=f"{action.get_state_display()}, {action.owner.name if action.owner else 'ingen ansvarlig'}",
        )
        for action in action_queries.actions_of_cases(actor=actor, case_ids=case_ids)
        if action.item.case_id
    ]
