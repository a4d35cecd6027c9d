"""Accounts: what they are called and what kind of line they are. Everybody who reads the ledger may know."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from chefforum.calc.account_string import NotAnAccountString, parse
from chefforum.kernel.access.rules import Actor
from chefforum.kernel.organisation.queries import valid_on

from ..access import require_keeper
from ..models import Account, AccountDimension, LineClassRule
from ..rules.line_classes import PATTERNED, ClassRule, class_of
from ..rules.words import LINE_CLASS_NAMES, LineClass


@dataclass(frozen=True)
class AccountOnDate:
    code: str
    name: str
    parts: dict[str, str]

    @property
    def title(self) -> str:
        return f"{self.code} {self.name}".strip()


def accounts_by_code(*, on: dt.date, codes: Collection[str] | None = None) -> dict[str, AccountOnDate]:
    """The accounts that are known on the date, by code; of those asked for. One query."""
    rows = Account.objects.filter(valid_on(on))
    if codes is not None and len(codes) <= 500:
        rows = rows.filter(code__in=list(codes))
    found = rows.values_list("name", "code", *PATTERNED[1:])
    return {
        code: AccountOnDate(code, name, dict(zip(PATTERNED, (code, *parts), strict=True)))
        for name, code, *parts in found
    }


def line_classes(*, codes: Collection[str], on: dt.date) -> dict[str, LineClass | None]:
    """Each account's class on the date by the rules of the date; None where no rule fits. Two queries."""
    known, rules = accounts_by_code(on=on, codes=codes), class_rules(on=on)
    return {code: class_of(known[code].parts if code in known else code_parts(code), rules) for code in codes}


def code_parts(code: str) -> dict[str, str]:
    """The parts of a code that no account is known for: those of an authorised string, else the code alone."""
    try:
        read = parse(code)
    except NotAnAccountString:
        return {"account": code}
    return {
        "account": code,
        "function": read.function_key,
        "dranst": read.dranst,
        "ownership": read.ownership,
        "grouping": read.grouping,
        "art": read.art_key,
    }


def class_rules(*, on: dt.date) -> tuple[ClassRule, ...]:
    """The rules that hold on the date, the first to be asked first. One query."""
    rows = LineClassRule.objects.filter(valid_on(on)).values_list("line_class", *PATTERNED)
    return tuple(
        ClassRule(
            patterns={part: pattern for part, pattern in zip(PATTERNED, patterns, strict=True) if pattern},
            line_class=LineClass(line_class),
        )
        for line_class, *patterns in rows
    )


def list_accounts(*, on: dt.date, search: str = "") -> QuerySet[Account]:
    rows = Account.objects.filter(valid_on(on))
    if search.strip():
        rows = rows.filter(Q(code__startswith=search.strip()) | Q(name__icontains=search.strip()))
    return rows


def known_dimensions(*, on: dt.date) -> dict[str, set[str]]:
    """The codes of the authorised structure that hold on the date, by dimension. One query."""
    found: dict[str, set[str]] = {}
    for dimension, code in AccountDimension.objects.filter(valid_on(on)).values_list("dimension", "code"):
        found.setdefault(dimension, set()).add(code)
    return found


class AccountNotFound(LookupError):
    """There is no such account or rule for this actor."""


def get_account(*, actor: Actor, account_id: int) -> Account:
    """Raises AccessDenied for who does not keep the ledger, AccountNotFound."""
    require_keeper(actor)
    found = Account.objects.filter(pk=account_id).first()
    if found is None:
        raise AccountNotFound(account_id)
    return found


def get_class_rule(*, actor: Actor, rule_id: int) -> LineClassRule:
    """Raises AccessDenied for who does not keep the ledger, AccountNotFound."""
    require_keeper(actor)
    found = LineClassRule.objects.filter(pk=rule_id).first()
    if found is None:
        raise AccountNotFound(rule_id)
    return found


def list_class_rules(*, on: dt.date) -> QuerySet[LineClassRule]:
    """The rules that hold on the date or later, the first to be asked first."""
    return LineClassRule.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=on))


def count_unclassed(*, on: dt.date) -> int:
    """How many accounts no rule fits. Two queries."""
    rules = class_rules(on=on)
    return sum(class_of(account.parts, rules) is None for account in accounts_by_code(on=on).values())


def class_name(line_class: LineClass | None) -> str:
    """In words; empty where no rule fits."""
    return LINE_CLASS_NAMES[line_class] if line_class else ""
