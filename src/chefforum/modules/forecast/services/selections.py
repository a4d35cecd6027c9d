"""The dated tables of selections and refunds are kept by finance; what held before goes on holding for its own time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from uuid import UUID

from django.db import transaction

from chefforum.kernel.access.rules import Actor
from chefforum.kernel.audit.services import record

from ..models import RefundRule, Selection, SelectionRule
from ..queries.units import require_keeper
from ..rules.selections import PATTERNED, SelectionKind


class SelectionRefused(ValueError):
    """What was asked cannot be done; the message tells the person why."""


@transaction.atomic
def make_selection(
    *, actor: Actor, name: str, code: str, kind: SelectionKind, at: dt.datetime, on: dt.date
) -> Selection:
    """Raises AccessDenied for others than finance, SelectionRefused where the code is taken."""
    require_keeper(actor=actor, on=on)
    made, is_new = Selection.objects.get_or_create(code=code, defaults={"name": name.strip(), "kind": kind.value})
    if not is_new:
        raise SelectionRefused("Der er allerede et udsnit med den kode.")
    _record(actor, at, "forecast.make_selection", kind="selection", pk=made.pk)
    return made


@transaction.atomic
def add_selection_rule(
    *,
    actor: Actor,
    selection: Selection,
    takes_in: bool,
    patterns: Mapping[str, str],
    unit_id: UUID | None,
    order: int,
    valid_from: dt.date,
    source: str,
    at: dt.datetime,
    on: dt.date,
) -> SelectionRule:
    """Raises AccessDenied for others than finance, SelectionRefused where the rule says nothing."""
    require_keeper(actor=actor, on=on)
    said = {part: patterns.get(part, "").strip() for part in PATTERNED}
    if unit_id is None and not any(said.values()):
        raise SelectionRefused("Skriv mindst et mønster, eller vælg en enhed. * passer til alt.")
    made = SelectionRule.objects.create(
        selection=selection,
        takes_in=takes_in,
        unit_id=unit_id,
        order=order,
        valid_from=valid_from,
        source=source.strip(),
        **said,
    )
    _record(actor, at, "forecast.add_selection_rule", kind="selection", pk=selection.pk)
    return made


@transaction.atomic
def end_selection_rule(*, actor: Actor, rule: SelectionRule, at: dt.datetime, on: dt.date) -> None:
    """The rule holds no more from the day; one that has not begun is taken away. Raises AccessDenied."""
    require_keeper(actor=actor, on=on)
    _end(rule, on)
    _record(actor, at, "forecast.end_selection_rule", kind="selection", pk=rule.selection_id)


@transaction.atomic
def add_refund_rule(
    *,
    actor: Actor,
    refund_accounts: str,
    cost_accounts: str,
    share_pct: Decimal,
    lag_months: int,
    valid_from: dt.date,
    source: str,
    at: dt.datetime,
    on: dt.date,
) -> RefundRule:
    """Raises AccessDenied for others than finance."""
    require_keeper(actor=actor, on=on)
    made = RefundRule.objects.create(
        refund_accounts=refund_accounts.strip(),
        cost_accounts=cost_accounts.strip(),
        share_pct=share_pct,
        lag_months=lag_months,
        valid_from=valid_from,
        source=source.strip(),
    )
    _record(actor, at, "forecast.add_refund_rule", kind="refund_rule", pk=made.pk)
    return made


@transaction.atomic
def end_refund_rule(*, actor: Actor, rule: RefundRule, at: dt.datetime, on: dt.date) -> None:
    """As a selection's rule ends. Raises AccessDenied."""
    require_keeper(actor=actor, on=on)
    _record(actor, at, "forecast.end_refund_rule", kind="refund_rule", pk=rule.pk)
    _end(rule, on)


def _end(rule: SelectionRule | RefundRule, on: dt.date) -> None:
    if rule.valid_from >= on:
        rule.delete()
    elif rule.valid_to is None or rule.valid_to > on:
        rule.valid_to = on
        rule.save(update_fields=["valid_to"])


def _record(actor: Actor, at: dt.datetime, action: str, *, kind: str, pk: int) -> None:
    record(actor=actor, at=at, action=action, object_kind=kind, object_id=pk, data={})
