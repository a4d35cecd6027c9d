"""Accounts get names, and rules say what kind of line they are. The authorised structure is loaded as a list."""

from __future__ import annotations

import csv
import datetime as dt
import io
from typing import Any

from django.db import transaction

from chefforum.calc.account_string import DANISH, Dimension
from chefforum.kernel.access.rules import Actor
from chefforum.kernel.audit.services import record

from .. import search
from ..access import require_keeper
from ..models import Account, AccountDimension, LineClassRule
from ..rules.words import LineClass


class BadStructure(ValueError):
    """The list of the authorised structure cannot be read; the words say where."""


@transaction.atomic
def name_account(*, actor: Actor, at: dt.datetime, account: Account, name: str) -> Account:
    """Raises AccessDenied."""
    require_keeper(actor)
    account.name = name.strip()
    account.save(update_fields=["name"])
    search.index_accounts([account])
    _record(actor, at, "ledger.name_account", "account", account.pk, account.code, {})
    return account


@transaction.atomic
def add_class_rule(
    *,
    actor: Actor,
    at: dt.datetime,
    line_class: LineClass,
    patterns: dict[str, str],
    order: int,
    valid_from: dt.date,
    valid_to: dt.date | None = None,
) -> LineClassRule:
    """`patterns` by part of the account (account, function, dranst, grouping, art). Raises AccessDenied."""
    require_keeper(actor)
    rule = LineClassRule.objects.create(
        order=order, line_class=line_class.value, valid_from=valid_from, valid_to=valid_to, **patterns
    )
    data = {"class": line_class.value, "patterns": patterns, "order": order}
    _record(actor, at, "ledger.add_class_rule", "line_class_rule", rule.pk, line_class.value, data)
    return rule


@transaction.atomic
def end_class_rule(*, actor: Actor, at: dt.datetime, rule: LineClassRule, on: dt.date) -> None:
    """The rule holds no more from the day; one that has not begun is taken away. Raises AccessDenied."""
    require_keeper(actor)
    pk = rule.pk
    if rule.valid_from >= on:
        rule.delete()
    else:
        rule.valid_to = on
        rule.save(update_fields=["valid_to"])
    _record(actor, at, "ledger.end_class_rule", "line_class_rule", pk, rule.line_class, {"on": on.isoformat()})


@transaction.atomic
def load_structure(*, actor: Actor, at: dt.datetime, content: str, valid_from: dt.date) -> int:
    """The authorised structure from a CSV with dimension, code and name, in force from the day; how many codes.

    Dimensions are named in Danish or as here. What stood before ends on the day, in the dimensions that the list has.
    Raises AccessDenied, BadStructure.
    """
    require_keeper(actor)
    rows = _structure(content)
    dimensions = sorted({dimension for dimension, _, _ in rows})
    there = AccountDimension.objects.filter(dimension__in=dimensions)
    there.filter(valid_from__gte=valid_from).delete()
    there.filter(valid_to__isnull=True).update(valid_to=valid_from)
    AccountDimension.objects.bulk_create(
        AccountDimension(dimension=dimension, code=code, name=name, valid_from=valid_from)
        for dimension, code, name in rows
    )
    data = {"codes": len(rows), "valid_from": valid_from.isoformat()}
    _record(actor, at, "ledger.load_structure", "account_dimension", valid_from.isoformat(), "Kontoplan", data)
    return len(rows)


def _structure(content: str) -> list[tuple[str, str, str]]:
    by_name = {name: dimension.value for dimension, name in DANISH.items()} | {
        one.value: one.value for one in Dimension
    }
    head = content.lstrip("\ufeff").split("\n", 1)[0]
    reader = csv.DictReader(io.StringIO(content.lstrip("\ufeff"), newline=""), delimiter=max(";,\t", key=head.count))
    found: dict[tuple[str, str], str] = {}
    for row in reader:
        said, code = (row.get("dimension") or "").strip().lower(), (row.get("code") or row.get("kode") or "").strip()
        name = (row.get("name_da") or row.get("name") or row.get("navn") or "").strip()
        dimension = by_name.get(said)
        if dimension is None:
            continue  # lists hold other dimensions too
        if not code or not name:
            raise BadStructure(f"Linje {reader.line_num} mangler kode eller navn. Intet er indlæst.")
        found[dimension, code] = name
    if not found:
        raise BadStructure("Listen har ingen linjer med dimension, kode og navn. Intet er indlæst.")
    return [(dimension, code, name) for (dimension, code), name in found.items()]


def _record(actor: Actor, at: dt.datetime, action: str, kind: str, pk: object, name: str, data: dict[str, Any]) -> None:
    record(actor=actor, at=at, action=action, object_kind=kind, object_id=pk, object_name=name, data=data)
