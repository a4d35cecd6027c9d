"""Readiness of a whole register: pages cost the same, files say what pages do, kroner are of who may see them."""

from __future__ import annotations

import json
from types import SimpleNamespace

import jsonschema
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from chefforum.kernel.access.rules import AccessDenied
from chefforum.kernel.figures.registry import figures
from chefforum.kernel.imports.tables import tables_of
from chefforum.modules.it_costs.models import Dependency, ItSystem
from chefforum.modules.it_costs.queries.ties import costs_of_systems, lacks_counted, tied_systems
from chefforum.modules.it_costs.rules.cost_facts import LineFacts
from chefforum.modules.it_costs.rules.register import SystemFacts
from chefforum.modules.it_costs.services.costs import add_line
from chefforum.modules.it_costs.services.dependencies import say_dependency
from chefforum.modules.it_costs.services.register import register_system
from chefforum.modules.it_portfolio.models import DependencyCheck
from chefforum.modules.it_portfolio.rules.readiness_schema import SCHEMA
from chefforum.modules.it_portfolio.services.readiness import check_dependencies
from tests.modules.it_costs.conftest import NOW, TODAY
from tests.modules.it_costs.test_a_register_of_480 import fill

URL = "it_portfolio:readiness"


def signed_in(town: SimpleNamespace, name: str) -> Client:
    client = Client()
    client.force_login(town.people[name], backend="django.contrib.auth.backends.ModelBackend")
    client.get(reverse("privacy"))
    return client


def system(town: SimpleNamespace, name: str, **said: object) -> ItSystem:
    facts = SystemFacts(**{"name": name, "owner_unit_id": town.north.pk, **said})  # type: ignore[arg-type]
    return register_system(actor=town.as_("coordinator"), facts=facts, at=NOW)


def cost(client: Client, name: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(reverse(name)).status_code == 200
    return len(captured)


def test_480_systems_cost_as_many_queries_as_one(town: SimpleNamespace, lake: object) -> None:
    for name in ("Sagen", "Sagen igen"):  # alike, so that the report says so
        system(town, name, tasks=("27.36.00",), description="Sager om børn", units=(town.north.pk,))
    client = signed_in(town, "coordinator")
    before = {name: cost(client, name) for name in (URL, "it_portfolio:plan", "it_portfolio:report")}
    fill(town, 480)
    assert ItSystem.objects.count() > 470
    after = {name: cost(client, name) for name in before}
    assert all(after[name] <= before[name] for name in before), (before, after)
    made = client.get(reverse("it_portfolio:readiness_file", args=["json"]))
    found = json.loads(made.content if not made.streaming else b"".join(made.streaming_content))
    jsonschema.validate(found, SCHEMA, format_checker=jsonschema.FormatChecker())
    assert len(found["systems"]) == ItSystem.objects.count()


def test_what_it_needs_is_all_only_while_the_register_says_the_same(town: SimpleNamespace) -> None:
    one, other = system(town, "Sagen"), system(town, "Nettet")
    actor = town.as_("it_manager")
    assert check_dependencies(actor=actor, system_ids=[one.pk], is_all=True, at=NOW) == [one.pk]
    assert check_dependencies(actor=actor, system_ids=[one.pk], is_all=True, at=NOW) == []
    page = signed_in(town, "colleague").get(f"{reverse(URL)}?ord=Sagen").content.decode()
    assert "afhængigheder er set efter" not in page.split("<tbody>")[-1]
    say_dependency(actor=town.as_("coordinator"), system_id=one.pk, on_system_id=other.pk, text="", at=NOW)
    page = signed_in(town, "colleague").get(f"{reverse(URL)}?ord=Sagen").content.decode()
    assert "at afhængigheder er set efter" in page
    assert Dependency.objects.count() == 1
    check_dependencies(actor=actor, system_ids=[one.pk], is_all=True, at=NOW)
    check_dependencies(actor=actor, system_ids=[one.pk], is_all=False, at=NOW)
    assert not DependencyCheck.objects.exists()


def test_who_does_not_write_the_system_does_not_say_it(town: SimpleNamespace) -> None:
    one = system(town, "Sagen", owner_unit_id=town.digital.pk)
    with pytest.raises(AccessDenied):
        check_dependencies(actor=town.as_("it_manager"), system_ids=[one.pk], is_all=True, at=NOW)


def test_kroner_are_of_who_reads_them_and_missing_is_no_nought(town: SimpleNamespace, lake: object) -> None:
    mine, theirs = system(town, "Sagen"), system(town, "Andres")
    for one, unit, oere in ((mine, town.north, 700_00), (theirs, town.digital, 900_00)):
        line = LineFacts(
            year=2025,
            text="Drift",
            category="software",
            activity="operation",
            amount_oere=oere,
            system_id=one.pk,
            unit_id=unit.pk,
        )
        add_line(actor=town.as_("coordinator"), facts=line, at=NOW)
    system(town, "Gratis?")

    def told(name: str) -> dict[str, str]:
        made = signed_in(town, name).get(reverse("it_portfolio:readiness_file", args=["csv"]))
        content = made.content if not made.streaming else b"".join(made.streaming_content)
        table = tables_of(content)[0]
        place = table[0].index("Udgift 2025, kr.") if "Udgift 2025, kr." in table[0] else None
        return {str(row[1]): str(row[place]) if place is not None else "" for row in table[1:]}

    assert told("controller") == {"Sagen": "700,00", "Andres": "900,00", "Gratis?": "mangler"}
    assert told("leader") == {"Sagen": "700,00", "Andres": "mangler", "Gratis?": "mangler"}
    assert told("colleague") == {"Sagen": "", "Andres": "", "Gratis?": ""}
    assert costs_of_systems(actor=town.as_("leader"), years=[2025]) == {mine.pk: {2025: 700_00}}
    with pytest.raises(AccessDenied):
        costs_of_systems(actor=town.as_("colleague"), years=[2025])


def test_the_spreadsheet_has_the_rows_of_the_page(town: SimpleNamespace) -> None:
    one, other = system(town, "Sagen"), system(town, "Nettet")
    say_dependency(actor=town.as_("coordinator"), system_id=one.pk, on_system_id=other.pk, text="", at=NOW)
    client = signed_in(town, "colleague")
    rows = client.get(reverse(URL)).context["found"].rows
    made = client.get(reverse("it_portfolio:readiness_file", args=["xlsx"]))
    table = tables_of(made.content if not made.streaming else b"".join(made.streaming_content))[0]
    assert [(row[1], row[3], row[15]) for row in table[1:]] == [
        (row.tied.system.name, row.stated.words, "; ".join(name for _, name in row.needs) or "mangler") for row in rows
    ]


def test_the_living_figure_counts_what_the_page_does(town: SimpleNamespace) -> None:
    system(town, "Sagen")
    figure = (
        figures()["it_portfolio.readiness"]
        if isinstance(figures(), dict)
        else next(one for one in figures() if one.name == "it_portfolio.readiness")
    )
    value = figure.compute(actor=town.as_("colleague"), parameters={"state": "lacks"}, on=TODAY)
    assert value.value == 1


def test_what_is_out_of_the_register_ties_nothing(town: SimpleNamespace) -> None:
    one, other = system(town, "Sagen"), system(town, "Nettet")
    say_dependency(actor=town.as_("coordinator"), system_id=one.pk, on_system_id=other.pk, text="", at=NOW)
    ItSystem.objects.filter(pk=other.pk).update(removed_at=NOW)
    tied = tied_systems(actor=town.as_("colleague"))
    assert [(row.system.name, row.needs) for row in tied] == [("Sagen", frozenset())]
    assert lacks_counted(actor=town.as_("colleague"))["kontrakt"] == 1
