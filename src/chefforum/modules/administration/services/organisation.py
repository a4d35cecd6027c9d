"""Takes an extract of the organisation in: all of it or nothing, in a fixed number of statements."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import models, transaction

from chefforum.kernel.access.rules import Actor, Role
from chefforum.kernel.audit.services import record
from chefforum.kernel.organisation.models import CostCentre, Staffing, Unit, UnitPeriod
from chefforum.kernel.people.models import Employment, Person

from ..access import KEEP_ORGANISATION
from ..queries.state import held_by_units, present_state
from ..rules.organisation_changes import Change, ChangeKind, changes
from ..rules.organisation_closing import closing_warnings
from ..rules.organisation_part import check_part, part_of
from ..rules.organisation_plan import State, check_rows, state_after
from ..rules.organisation_rows import Problem, UnitRow


class ExtractHasErrors(ValueError):
    """The extract cannot be taken in; `problems` says why, line by line."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        lines = "\n".join(f"Linje {problem.line}: {problem.text}" for problem in self.problems)
        super().__init__(f"Organisationen er ikke ændret. Ret fejlene i filen, og prøv igen.\n{lines}")


@dataclass(frozen=True)
class Plan:
    """What an extract would do: the two states and the difference in words; with an error, nothing can be done."""

    before: State
    after: State
    changes: tuple[Change, ...]
    problems: tuple[Problem, ...]

    @property
    def errors(self) -> tuple[Problem, ...]:
        return tuple(problem for problem in self.problems if problem.is_error)


def plan_import(*, actor: Actor, rows: Sequence[UnitRow], on: dt.date, is_complete: bool) -> Plan:
    """What taking the extract of the date in would change. Writes nothing. Raises AccessDenied.

    An administrator of a part of the tree changes that part alone: a line that reaches outside it is an error, and a
    complete extract is taken for the whole part.
    """
    KEEP_ORGANISATION.require(actor)
    before = present_state()
    part = _part_of(actor, before)
    outside = check_part(rows=rows, state=before, part=part, on=on)
    problems = outside or check_rows(rows=rows, state=before, on=on, is_complete=is_complete, part=part)
    if problems:
        return Plan(before=before, after=before, changes=(), problems=problems)
    after = state_after(rows=rows, state=before, on=on, is_complete=is_complete, part=part)
    return Plan(
        before=before,
        after=after,
        changes=changes(before=before, after=after, rows=rows, on=on),
        problems=closing_warnings(before=before, after=after, rows=rows, held=held_by_units(on=on)),
    )


def _part_of(actor: Actor, state: State) -> frozenset[str] | None:
    if actor.everything:
        return None
    units = Unit.objects.filter(pk__in=actor.units.get(Role.ADMINISTRATOR, ()))
    return part_of(state=state, administered=frozenset(units.values_list("code", flat=True)))


@transaction.atomic
def import_organisation(
    *, actor: Actor, rows: Sequence[UnitRow], on: dt.date, is_complete: bool, at: dt.datetime
) -> tuple[Change, ...]:
    """Takes the extract in and answers what was changed; nothing at all where the organisation says it already.

    Raises AccessDenied for all but administrators, ExtractHasErrors where a line is wrong or outside their part.
    """
    plan = plan_import(actor=actor, rows=rows, on=on, is_complete=is_complete)
    if plan.errors:
        raise ExtractHasErrors(plan.errors)
    if plan.before == plan.after:
        return ()
    _write(plan.before, plan.after)
    counted = {kind: sum(change.kind is kind for change in plan.changes) for kind in ChangeKind}
    record(
        actor=actor,
        at=at,
        action="organisation.import",
        object_kind="organisation",
        object_id=on.isoformat(),
        object_name=f"Organisationen pr. {on:%d-%m-%Y}",
        data={"lines": len(rows), "complete": is_complete} | {kind.name.lower(): n for kind, n in counted.items()},
    )
    return plan.changes


def _write(before: State, after: State) -> None:
    units = _units_for(after)
    persons = _persons_for(after)
    _write_table(
        UnitPeriod,
        ("unit__code", "valid_from"),
        before.periods,
        after.periods,
        lambda key, one: {
            "unit_id": units[key[0]],
            "valid_from": key[1],
            "name": one.name,
            "short_name": one.short_name,
            "kind": one.kind,
            "parent_id": units[one.parent] if one.parent else None,
            "valid_to": one.valid_to,
        },
    )
    _write_table(
        Staffing,
        ("unit__code", "on_date"),
        before.counts,
        after.counts,
        lambda key, fte: {"unit_id": units[key[0]], "on_date": key[1], "fte": fte},
    )
    _write_table(
        CostCentre,
        ("code", "valid_from"),
        before.centres,
        after.centres,
        lambda key, one: {
            "code": key[0],
            "valid_from": key[1],
            "unit_id": units[one.unit],
            "valid_to": one.valid_to,
        },
    )
    _write_table(
        Employment,
        ("person__email", "unit__code", "valid_from"),
        before.jobs,
        after.jobs,
        lambda key, one: {
            "person_id": persons[key[0]],
            "unit_id": units[key[1]],
            "valid_from": key[2],
            "title": one.title,
            "is_leader": one.is_leader,
            "valid_to": one.valid_to,
        },
    )


def _units_for(after: State) -> dict[str, UUID]:
    """Every unit's identity by its code; new units are made."""
    known = dict(Unit.objects.values_list("code", "id"))
    new = [Unit(code=code) for code in sorted({unit for unit, _ in after.periods} - known.keys())]
    Unit.objects.bulk_create(new)
    return known | {unit.code: unit.pk for unit in new}


def _persons_for(after: State) -> dict[str, UUID]:
    """Every person's identity by e-mail; new persons get no password, so that only single sign-on lets them in."""
    known = dict(Person.objects.values_list("email", "id"))
    new = [Person(email=email, name=name) for email, name in sorted(after.persons.items()) if email not in known]
    for person in new:
        person.set_unusable_password()
    Person.objects.bulk_create(new)
    return known | {person.email: person.pk for person in new}


def _write_table(
    model: type[models.Model],
    key_fields: tuple[str, ...],
    before: Mapping[Any, Any],
    after: Mapping[Any, Any],
    fields_of: Callable[[Any, Any], dict[str, Any]],
) -> None:
    """Makes the table say `after`. What ends is written before what begins: a unit has one open period."""
    manager = model._default_manager
    touched = {key for key in before if before[key] != after.get(key)}
    if touched:
        ids = _ids_by_key(manager.values_list("pk", *key_fields), touched)
        manager.filter(pk__in=[ids[key] for key in touched if key not in after]).delete()
        kept = [model(pk=ids[key], **fields_of(key, after[key])) for key in sorted(touched & after.keys())]
        if kept:
            names = [name for name in fields_of(*next(iter(after.items()))) if name != "pk"]
            manager.bulk_update(kept, names, batch_size=200)
    manager.bulk_create([model(**fields_of(key, after[key])) for key in sorted(after.keys() - before.keys())])


def _ids_by_key(rows: Iterable[tuple[Any, ...]], wanted: set[Any]) -> dict[Any, Any]:
    return {tuple(key): pk for pk, *key in rows if tuple(key) in wanted}
