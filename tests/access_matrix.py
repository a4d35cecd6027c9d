"""The access matrix: every address × what state the thing is in × who asks → the status that is answered.

What is expected stands in access_matrix.csv, written and reviewed by hand. What is meant by a state stands here.
`python -m tests.print_access_matrix` prints what is answered now, in the file's form, for whoever updates it.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from tests import (
    access_calls_of_areas,
    access_calls_of_compliance,
    access_calls_of_costs,
    access_calls_of_effect,
    access_calls_of_extracts,
    access_calls_of_forecast,
    access_calls_of_it,
    access_calls_of_it_benchmark,
    access_calls_of_it_sources,
    access_calls_of_it_volumes,
    access_calls_of_ledger,
    access_calls_of_meetings,
    access_calls_of_overlaps,
    access_calls_of_placement_register,
    access_calls_of_placements,
    access_calls_of_places,
    access_calls_of_plan,
    access_calls_of_public_figures,
    access_calls_of_requests,
    access_calls_of_selection,
    access_calls_of_targets,
)
from tests.access_calls import NOTHING_THERE, Call, get, post
from tests.people import PEOPLE
from tests.world import World

FILE = Path(__file__).with_name("access_matrix.csv")


@dataclass(frozen=True)
class Address:
    """A leaf of the URL resolver; `rule` is what its view declares."""

    name: str
    route: str
    rule: object


def addresses() -> list[Address]:
    """Every address of the product, by name."""
    return sorted(_walk(get_resolver(), "", ""), key=lambda address: address.name)


def _walk(resolver: URLResolver, namespace: str, route: str) -> Iterator[Address]:
    for pattern in resolver.url_patterns:
        full = f"{route}{pattern.pattern}"
        if isinstance(pattern, URLPattern):
            name = f"{namespace}{pattern.name}" if pattern.name else ""
            yield Address(name, full, getattr(pattern.callback, "access_rule", None))
        else:
            yield from _walk(pattern, f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace, full)


@dataclass(frozen=True)
class Row:
    url_name: str
    state: str
    expected: dict[str, int]

    def __str__(self) -> str:
        return f"{self.url_name} [{self.state}]"


def read_matrix() -> list[Row]:
    with FILE.open(encoding="utf-8", newline="") as file:
        return [
            Row(line["url_name"], line["state"], {name: int(line[name]) for name in PEOPLE})
            for line in csv.DictReader(file)
        ]


CALLS: dict[str, dict[str, Call]] = {
    **access_calls_of_meetings.CALLS,
    **access_calls_of_forecast.CALLS,
    **access_calls_of_areas.CALLS,
    **access_calls_of_costs.CALLS,
    **access_calls_of_ledger.CALLS,
    **access_calls_of_placement_register.CALLS,
    **access_calls_of_places.CALLS,
    **access_calls_of_placements.CALLS,
    **access_calls_of_targets.CALLS,
    **access_calls_of_effect.CALLS,
    **access_calls_of_public_figures.CALLS,
    **access_calls_of_it.CALLS,
    **access_calls_of_selection.CALLS,
    **access_calls_of_it_benchmark.CALLS,
    **access_calls_of_it_sources.CALLS,
    **access_calls_of_it_volumes.CALLS,
    **access_calls_of_overlaps.CALLS,
    **access_calls_of_compliance.CALLS,
    **access_calls_of_plan.CALLS,
    **access_calls_of_extracts.CALLS,
    **access_calls_of_requests.CALLS,
    "start": {"": get()},
    "health": {"": get()},
    "accessibility": {"": get()},
    "privacy": {"": get()},
    "documents:newest_version": {
        "of an item": get(lambda world: (world.document.pk,)),
        "of a closed item": get(lambda world: (world.closed_document.pk,)),
    },
    "documents:version": {
        "of an item": get(lambda world: (world.document.pk, 1)),
        "of a closed item": get(lambda world: (world.closed_document.pk, 1)),
        "hangs nowhere": get(lambda world: (world.loose_document.pk, 1)),
        "does not exist": get(lambda world: (world.document.pk, 2)),
    },
    "documents:page": {"no PDF": get(lambda world: (world.document.pk, 1, 1))},
    "documents:personal_files": {"": get()},
    "documents:personal_file": {
        "the secretariat's": get(lambda world: (world.personal_file.pk,)),
        "does not exist": NOTHING_THERE,
    },
    "notifications:list": {"": get()},
    "notifications:open": {
        "the forum member's": get(lambda world: (world.notification.pk,)),
        "does not exist": NOTHING_THERE,
    },
    "notifications:read_all": {"": post(), "read": get()},
    "notifications:choices": {
        "": get(),
        "saved": post(
            posted=lambda world: {
                "meetings.writing": "at_once",
                "meetings.following": "daily",
                "meetings.sent": "never",
                "forecast": "daily",
                "placements": "daily",
                "it_requests": "daily",
                "it_costs.extracts": "daily",
                "it_need": "never",
                "it_portfolio": "daily",
                "other": "daily",
            }
        ),
    },
    "cases:list": {"": get()},
    "cases:case": {
        "of an item": get(lambda world: (world.case.pk,)),
        "of a closed item": get(lambda world: (world.closed_case.pk,)),
    },
    "cases:kle": {"": get(), "no file sent": post()},
    "figures:list": {"": get()},
    "search:search": {"": get(), "a word": get(query="?q=budget")},
    "imports:import_list": {"": get()},
    "imports:import_new": {
        "minutes": get(lambda world: ("meetings.minutes",)),
        "organisation": get(lambda world: ("organisation.units",)),
        "pay tables": get(lambda world: ("forecast.pay_tables",)),
        "a leader's sheet": get(lambda world: ("forecast.sheet",)),
        "employees of workplaces": get(lambda world: ("placements.employees",)),
        "workplaces": get(lambda world: ("placements.workplaces",)),
        "postings": get(lambda world: ("ledger.postings",)),
        "placements": get(lambda world: ("placements.placements",)),
        "outcomes": get(lambda world: ("placements.outcomes",)),
        "a key of staffing": get(lambda world: ("placements.key",)),
        "systems": get(lambda world: ("it_costs.systems",)),
        "contracts": get(lambda world: ("it_costs.contracts",)),
        "numbers of licences": get(lambda world: ("it_costs.volumes",)),
        "price indices": get(lambda world: ("it_costs.price_indices",)),
        "answers to laws": get(lambda world: ("it_portfolio.answers",)),
        "competences": get(lambda world: ("it_portfolio.competences",)),
        "plan for it": get(lambda world: ("it_portfolio.plan",)),
        "a benchmark delivery": get(lambda world: ("it_benchmark.delivery",)),
        "public figures of technology": get(lambda world: ("it_benchmark.public_figures",)),
        "no such kind": get(lambda world: ("weather",)),
    },
    "imports:import_detail": {"the secretariat's": get(lambda world: (world.file_import.pk,))},
    "imports:import_carry_out": {"the secretariat's": post(lambda world: (world.file_import.pk,))},
    "imports:import_read_again": {"the secretariat's": post(lambda world: (world.file_import.pk,))},
    "imports:import_cancel": {"the secretariat's": post(lambda world: (world.file_import.pk,))},
    "jobs:job_list": {"": get()},
    "jobs:job_detail": {"the secretariat's": get(lambda world: (world.file_import.job_id,))},
    "administration:organisation": {"": get(), "a day long ago": get(query="?dato=2021-01-01")},
    "administration:organisation_export": {
        "xlsx": get(lambda world: ("xlsx",)),
        "no such format": get(lambda world: ("exe",)),
    },
    "administration:unit": {"": get(lambda world: (world.lindeby.units["3100"].pk,)), "does not exist": NOTHING_THERE},
    "administration:persons": {"": get()},
    "administration:own_access": {"": get()},
    "administration:person": {
        "the colleague": get(lambda world: (world.person("colleague").pk,)),
        "does not exist": NOTHING_THERE,
    },
    "administration:person_create": {"": get()},
    "administration:role_grant": {
        "": get(lambda world: (world.person("colleague").pk,)),
        "saved": post(
            lambda world: (world.person("colleague").pk,),
            lambda world: {"role": "auditor", "unit": str(world.lindeby.units["1000"].pk), "valid_from": "2026-01-01"},
        ),
    },
    "administration:role_end": {"the controller's": post(lambda world: (world.role("controller").pk,))},
    "administration:person_active": {"the colleague": post(lambda world: (world.person("colleague").pk,))},
    "administration:person_password": {"the colleague": post(lambda world: (world.person("colleague").pk,))},
    "administration:substitute_set": {"for the colleague": get(lambda world: (world.person("colleague").pk,))},
    "administration:substitute_end": {"the forum member's": post(lambda world: (world.substitution.pk,))},
    "administration:groups": {"": get()},
    "administration:group": {"": get(lambda world: (world.lindeby.forum.pk,)), "does not exist": NOTHING_THERE},
    "administration:group_create": {"": get()},
    "administration:group_edit": {"": get(lambda world: (world.lindeby.forum.pk,))},
    "administration:member_add": {"": get(lambda world: (world.lindeby.forum.pk,))},
    "administration:member_end": {
        "the observer": post(lambda world: (world.lindeby.forum.pk, world.seat("observer").pk))
    },
    "administration:terms_write": {"": get(lambda world: (world.lindeby.forum.pk,))},
    "administration:trail": {"": get(), "checked": get(query="?kontrol=1")},
    "administration:trail_export": {"": post(), "read": get()},
    "access:login": {"": get()},
    "access:logout": {"": post()},
    "access:password": {"": get()},
    "access:demo_login": {
        "as the colleague": post(posted=lambda world: {"person": str(world.person("colleague").pk)}),
        "as nobody": post(),
        "read": get(),
    },
}


def sessions(world: World) -> dict[str, str]:
    """Each person's signed-in session, by name; nobody has none."""
    found = {}
    for name, person in world.lindeby.persons.items():
        client = Client()
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        found[name] = client.cookies[settings.SESSION_COOKIE_NAME].value
    return found


def answered(*, url_name: str, call: Call, world: World, session: str | None) -> int:
    """The status of the answer. Nothing of what the request wrote is left."""
    client = Client()
    if session:
        client.cookies[settings.SESSION_COOKIE_NAME] = session
    with transaction.atomic():
        url = call.url(url_name, world)
        response = client.get(url) if call.posted is None else client.post(url, call.posted(world))
        if response.streaming:
            list(response.streaming_content)  # read to the end, else the file stays open
        transaction.set_rollback(True)
    return response.status_code
