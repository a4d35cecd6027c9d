"""The dated tables of selections and refunds are kept by finance; what held before goes on holding for its own time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal
from uuid import UUID

from django.db import transaction

from chefforum.kernel.access.rules import Actor
from chefforum.kernel.audit.services import record

from ..models import RefundRule, Selection, SelectionRule
from ..queries.rule_rows import refund_rules_by_key, selection_rules_by_key, units_by_code
from ..queries.units import require_keeper
from ..rules.rule_rows import RefundRow, SelectionRow
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


@transaction.atomic
def keep_selection_rows(
    *, actor: Actor, rows: Sequence[SelectionRow], gone: Collection[tuple[str, ...]], at: dt.datetime, on: dt.date
) -> None:
    """Puts rows in, each in the place of the one with its key, with their selections; those with a key in `gone` hold
    no more from the day. Raises AccessDenied for others than finance."""
    require_keeper(actor=actor, on=on)
    there, units = selection_rules_by_key(), units_by_code({row.unit for row in rows if row.unit})
    for row in rows:
        selection, _ = Selection.objects.update_or_create(code=row.code, defaults={"name": row.name, "kind": row.kind})
        if row.valid_from is None:
            continue
        rule = there.get(row.key) or SelectionRule(
            selection=selection,
            order=row.order,
            takes_in=row.takes_in,
            unit_id=units[row.unit] if row.unit else None,
            valid_from=row.valid_from,
            **dict(zip(PATTERNED, row.patterns, strict=True)),
        )
        rule.valid_to, rule.source = row.valid_to, row.source
        rule.save()
    for key in gone:
        _end(there[key], on)
    _record(actor, at, "forecast.import_selections", kind="selection", data={"new": len(rows), "gone": len(gone)})


@transaction.atomic
def keep_refund_rows(
    *, actor: Actor, rows: Sequence[RefundRow], gone: Collection[tuple[str, ...]], at: dt.datetime, on: dt.date
) -> None:
    """As keep_selection_rows. Raises AccessDenied for others than finance."""
    require_keeper(actor=actor, on=on)
    there = refund_rules_by_key()
    for row in rows:
        rule = there.get(row.key) or RefundRule(
            refund_accounts=row.refund_accounts, cost_accounts=row.cost_accounts, valid_from=row.valid_from
        )
        rule.share_pct, rule.lag_months = row.share_pct, row.lag_months
        rule.valid_to, rule.source = row.valid_to, row.source
        rule.save()
    for key in gone:
        _end(there[key], on)
    _record(actor, at, "forecast.import_refund_rules", kind="refund_rule", data={"new": len(rows), "gone": len(gone)})


def _end(rule: SelectionRule | RefundRule, on: dt.date) -> None:
    if rule.valid_from >= on:
        rule.delete()
    elif rule.valid_to is None or rule.valid_to > on:
        rule.valid_to = on
        rule.save(update_fields=["valid_to"])


def _record(
    actor: Actor, at: dt.datetime, action: str, *, kind: str, pk: int | str = "", data: Mapping[str, int] | None = None
) -> None:
    record(actor=actor, at=at, action=action, object_kind=kind, object_id=pk, data=dict(data or {}))
