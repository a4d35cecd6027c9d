"""A municipality's 480 systems, all pairs: pages cost as many queries as with few."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from chefforum.kernel.organisation.queries import tree_on
from chefforum.modules.it_costs.models import ItSystem
from chefforum.modules.it_costs.rules.register import SystemFacts
from chefforum.modules.it_costs.services.register import register_system
from chefforum.modules.it_portfolio.queries.overlaps import OverlapsAsked, find_overlaps
from chefforum.modules.it_portfolio.services.overlaps import say_verdict
from chefforum.modules.it_portfolio.services.scenarios import make_scenario
from tests.modules.it_costs.conftest import NOW, TODAY
from tests.modules.it_costs.test_a_register_of_480 import cost, fill


def test_480_systems_cost_no_more_queries_than_three(town: SimpleNamespace, lake: Any) -> None:
    actor = town.as_("coordinator")
    facts = {"owner_unit_id": town.schools.pk, "units": (town.north.pk,), "tasks": ("17.01",)}
    three = [
        register_system(actor=actor, facts=SystemFacts(name=name, **facts), at=NOW)  # type: ignore[arg-type]
        for name in ("Første", "Andet", "Tredje")
    ]
    one, other = three[0].pk, three[1].pk
    say_verdict(actor=actor, one=one, other=other, verdict="overlap", reason="Ens.", seen=0, at=NOW)
    scenario = make_scenario(actor=actor, name="Ét", why="", kept_id=one, retired_ids=[other], at=NOW, on=TODAY)
    urls = [
        reverse("it_portfolio:overlaps"),
        reverse("it_portfolio:overlaps") + f"?enhed={town.schools.pk}&vurdering=uafklaret&ens=40",
        reverse("it_portfolio:overlap_pairs"),
        reverse("it_portfolio:overlap_pair", args=[one, other]),
        reverse("it_portfolio:overlap_products"),
        reverse("it_portfolio:overlap_needs"),
        reverse("it_portfolio:overlap_export", args=["xlsx"]),
        reverse("it_portfolio:scenarios"),
        reverse("it_portfolio:scenario", args=[scenario.pk]),
        reverse("it_portfolio:scenario_change", args=[scenario.pk]),
        reverse("it_portfolio:scenario_new") + f"?system={one}",
        reverse("it_portfolio:scenario_bound"),
    ]
    client = Client()
    client.force_login(town.people["coordinator"], backend="django.contrib.auth.backends.ModelBackend")
    client.get(reverse("privacy"))
    before = [cost(client, url) for url in urls]
    fill(town, 480)
    assert ItSystem.objects.count() == 483
    after = [cost(client, url) for url in urls]
    more = {url: (was, now) for url, was, now in zip(urls, before, after, strict=True) if now > was}
    assert more == {}
    tree = tree_on(TODAY)
    with CaptureQueriesContext(connection) as captured:
        found = find_overlaps(actor=actor, asked=OverlapsAsked(), tree=tree)
    assert found.compared == 483 * 482 // 2
    assert len(captured) == 4
    assert found.clusters
