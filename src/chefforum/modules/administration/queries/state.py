"""The organisation with all its history, as the plan of an import needs it. Five queries, whatever its size."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import defaultdict

from chefforum.kernel.access.models import RoleAssignment
from chefforum.kernel.organisation.models import CostCentre, Staffing, UnitPeriod
from chefforum.kernel.organisation.queries import valid_on
from chefforum.kernel.people.models import Employment, Group, Person

from ..rules.organisation_closing import Held
from ..rules.organisation_plan import Centre, Job, Period, State


def present_state() -> State:
    """Everything that an import of the organisation may touch."""
    periods = UnitPeriod.objects.values_list(
        "unit__code", "valid_from", "name", "short_name", "kind", "parent__code", "valid_to"
    )
    counts = Staffing.objects.values_list("unit__code", "on_date", "fte")
    centres = CostCentre.objects.values_list("code", "valid_from", "unit__code", "valid_to")
    jobs = Employment.objects.values_list("person__email", "unit__code", "valid_from", "title", "is_leader", "valid_to")
    return State(
        periods={
            (code, begins): Period(name, short, kind, parent, ends)
            for code, begins, name, short, kind, parent, ends in periods.order_by("unit", "valid_from")
        },
        counts={(code, on_date): fte for code, on_date, fte in counts},
        centres={(code, begins): Centre(unit, ends) for code, begins, unit, ends in centres},
        jobs={(email, unit, begins): Job(title, leads, ends) for email, unit, begins, title, leads, ends in jobs},
        persons=dict(Person.objects.values_list("email", "name")),
    )


def held_by_units(*, on: dt.date) -> dict[str, Held]:
    """The groups and roles tied to units on the date, by the unit's code. Two queries."""
    groups: dict[str, list[str]] = defaultdict(list)
    holders: dict[str, list[str]] = defaultdict(list)
    for code, name in Group.objects.filter(valid_on(on)).values_list("unit__code", "name"):
        groups[code].append(name)
    roles = RoleAssignment.objects.filter(valid_on(on)).values_list("unit__code", "person__name").distinct()
    for code, name in roles.order_by():
        holders[code].append(name)
    return {code: Held(tuple(groups[code]), tuple(holders[code])) for code in groups.keys() | holders.keys()}


def fingerprint_of_state() -> str:
    """The same for the same organisation, another as soon as anything in it is changed."""
    state = present_state()
    tables = (state.periods, state.counts, state.centres, state.jobs, state.persons)
    text = repr([sorted(table.items(), key=lambda item: item[0]) for table in tables])
    return hashlib.sha256(text.encode()).hexdigest()
