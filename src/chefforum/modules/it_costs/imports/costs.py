"""Rules that sort postings, and costs beside the ledger, come in from files."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils import timezone

from chefforum.calc.cells import NoHeads
from chefforum.kernel.access.rules import Actor
from chefforum.kernel.imports import registry
from chefforum.kernel.imports.tables import tables_of
from chefforum.web import danish

from ..access import require_coordinator
from ..models import CostLine
from ..queries.rule_rows import known_names, state_of_lines, state_of_rules
from ..queries.rules import active_rules, facts_of
from ..rules.classification import PLAIN, RuleFacts, in_words
from ..rules.cost_facts import LINE_FIELDS, LineFacts
from ..rules.file_rows import LINE_COLUMNS, RULE_COLUMNS, RowProblem, read_lines, read_rules
from ..services.costs import add_lines
from ..services.rules import write_rules


def read_rule_file(
    *, actor: Actor, content: bytes, filename: str, options: Mapping[str, Any], at: dt.datetime, progress: Any = None
) -> registry.Preview:
    """Raises UnreadableFile, AccessDenied."""
    require_coordinator(actor)
    fingerprint = state_of_rules()
    try:
        read = read_rules(tables_of(content)[0], known=known_names(on=timezone.localdate(at)))
    except NoHeads:
        raise _no_heads(RULE_COLUMNS) from None
    there = {rule.name.casefold(): rule for rule in active_rules()}
    changes, rows = list[registry.Change](), list[tuple[int, RuleFacts]]()
    for order, facts in read.rows:
        old = there.get(facts.name.casefold())
        if old is not None and old.order == order and facts_of(old) == facts:
            continue
        rows.append((order, facts))
        kind = registry.ChangeKind.ADDED if old is None else registry.ChangeKind.CHANGED
        before = "" if old is None else f"{old.order}. {in_words(facts_of(old))}"
        changes.append(registry.Change(facts.name, kind, before, f"{order}. {in_words(facts)}"))
    return registry.Preview(
        summary=(f"{danish.counted(len(read.rows), 'regel,regler')}, {len(rows)} nye eller ændrede",),
        payload=[{"order": order, **_said(vars(facts))} for order, facts in rows],
        fingerprint=fingerprint,
        changes=tuple(changes),
        problems=_problems(read.problems),
        nothing_to_do=not rows and not read.problems,
        refusal="" if rows or not read.problems else "Ingen af filens regler kan bruges.",
    )


def fingerprint_of_rules(payload: Any) -> str:
    return state_of_rules()


def apply_rules(*, actor: Actor, payload: Any, at: dt.datetime, progress: Any = None) -> registry.Receipt:
    """Raises AccessDenied, WrongRule."""
    rows = [(row["order"], RuleFacts(**{name: _back(name, row[name]) for name in PLAIN})) for row in payload]
    added, changed = write_rules(actor=actor, rows=rows, at=at)
    link = registry.Link("Se reglerne", reverse("it_costs:rules"))
    return registry.Receipt((f"{added} nye regler og {changed} ændrede.",), (link,))


def read_line_file(
    *, actor: Actor, content: bytes, filename: str, options: Mapping[str, Any], at: dt.datetime, progress: Any = None
) -> registry.Preview:
    """Lines that are there already, told by everything they say, are left out. Raises UnreadableFile, AccessDenied."""
    require_coordinator(actor)
    fingerprint = state_of_lines()
    try:
        read = read_lines(tables_of(content)[0], known=known_names(on=timezone.localdate(at)))
    except NoHeads:
        raise _no_heads(LINE_COLUMNS) from None
    said = [name for name in LINE_FIELDS if name != "source"]
    there = set(CostLine.objects.filter(removed_at__isnull=True).values_list(*said))
    rows = [facts for facts in read.rows if tuple(getattr(facts, name) for name in said) not in there]
    again = len(read.rows) - len(rows)
    problems = [*_problems(read.problems)]
    if again:
        text = f"{danish.counted(again, 'linje,linjer')} står her allerede og er ikke taget med."
        problems.append(registry.Problem(text, None, registry.Level.NOTE))
    return registry.Preview(
        summary=(danish.counted(len(rows), "ny linje,nye linjer"),),
        payload=[_said(vars(facts)) for facts in rows],
        fingerprint=fingerprint,
        changes=tuple(
            registry.Change(
                f"{facts.year} {facts.text}",
                registry.ChangeKind.ADDED,
                "",
                f"{danish.number(facts.amount_oere // 100)} kr.",
            )
            for facts in rows
        ),
        problems=tuple(problems),
        nothing_to_do=not rows and not read.problems,
        refusal="" if rows or not read.problems else "Ingen af filens linjer kan bruges.",
    )


def fingerprint_of_lines(payload: Any) -> str:
    return state_of_lines()


def apply_lines(*, actor: Actor, payload: Any, at: dt.datetime, progress: Any = None) -> registry.Receipt:
    """Raises AccessDenied, WrongLine."""
    rows = [LineFacts(**{name: _back(name, row[name]) for name in LINE_FIELDS}) for row in payload]
    count = add_lines(actor=actor, rows=rows, at=at)
    link = registry.Link("Se linjerne", reverse("it_costs:cost_lines"))
    return registry.Receipt((f"{danish.counted(count, 'linje,linjer')} er lagt til.",), (link,))


def _no_heads(columns: Mapping[str, str]) -> registry.UnreadableFile:
    return registry.UnreadableFile(f"Filen har ingen linje med kolonnernes navne: {', '.join(columns.values())}.")


def _problems(found: tuple[RowProblem, ...]) -> tuple[registry.Problem, ...]:
    return tuple(registry.Problem(one.text, one.line, registry.Level.ERROR) for one in found)


def _said(values: Mapping[str, Any]) -> dict[str, Any]:
    """As JSON."""
    return {name: str(value) if isinstance(value, UUID) else value for name, value in values.items()}


def _back(name: str, value: Any) -> Any:
    return UUID(value) if name.endswith("_id") and value else value
