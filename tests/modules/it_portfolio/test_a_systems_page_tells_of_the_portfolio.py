"""What the portfolio says on a system's page, which it_costs shows without knowing who says it."""

from __future__ import annotations

import re
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.test import Client
from django.urls import reverse

from chefforum.modules import it_costs
from chefforum.modules.it_costs.models import ItSystem
from chefforum.modules.it_costs.rules.register import SystemFacts
from chefforum.modules.it_costs.services.register import register_system, remove_system
from chefforum.modules.it_portfolio.services.overlaps import say_verdict, undo_verdict
from tests.modules.it_costs.conftest import NOW

pytestmark = pytest.mark.usefixtures("lake")


@pytest.fixture
def two(town: SimpleNamespace) -> tuple[ItSystem, ItSystem]:
    """Nordskolen's, owned by the colleague."""
    facts = {"owner_unit_id": town.north.pk, "owner_id": town.people["colleague"].pk}
    actor = town.as_("coordinator")
    one, other = (
        register_system(actor=actor, facts=SystemFacts(name=name, **facts), at=NOW)
        for name in ("Elevplan", "Elevmappe")
    )
    return one, other


def page_of(town: SimpleNamespace, who: str, one: ItSystem) -> str:
    client = Client()
    client.force_login(town.people[who], backend="django.contrib.auth.backends.ModelBackend")
    answer = client.get(reverse("it_costs:system", args=[one.pk]))
    assert answer.status_code == 200
    return answer.content.decode()


def test_what_can_do_the_same_is_named_until_it_is_undone_or_out_of_the_register(
    town: SimpleNamespace, two: tuple[ItSystem, ItSystem]
) -> None:
    actor, pair = town.as_("coordinator"), {"one": two[0].pk, "other": two[1].pk}
    pairs = f"{reverse('it_portfolio:overlap_pairs')}?system={two[0].pk}"
    page = page_of(town, "leader", two[0])
    assert pairs in page
    assert "Ingen har sagt, at et andet system kan det samme." in page
    say_verdict(actor=actor, verdict="overlap", reason="Samme skemaer.", seen=0, at=NOW, **pair)
    assert "Kan det samme som Elevmappe." in page_of(town, "leader", two[0])
    undo_verdict(actor=actor, seen=1, at=NOW, **pair)
    assert "Kan det samme som" not in page_of(town, "leader", two[0])
    say_verdict(actor=actor, verdict="same_product", reason="Købt to gange.", seen=2, at=NOW, **pair)
    remove_system(actor=actor, system_id=two[1].pk, is_removed=True, at=NOW)
    assert "Kan det samme som" not in page_of(town, "leader", two[0])


def test_the_way_to_what_laws_ask_is_shown_to_who_may_see_it_alone(
    town: SimpleNamespace, two: tuple[ItSystem, ItSystem]
) -> None:
    url = reverse("it_portfolio:compliance_system", args=[two[0].pk])
    for who, sees in (
        ("coordinator", True),
        ("it_manager", True),
        ("controller", True),
        ("colleague", True),  # its owner
        ("leader", False),
        ("auditor", False),
    ):
        assert (url in page_of(town, who, two[0])) is sees, who
    remove_system(actor=town.as_("coordinator"), system_id=two[0].pk, is_removed=True, at=NOW)
    assert url not in page_of(town, "coordinator", two[0])


def test_it_costs_names_nothing_that_builds_on_it() -> None:
    root = Path(it_costs.__file__).parent
    files = [one for one in root.rglob("*") if one.suffix in (".py", ".html", ".css", ".js")]
    assert len(files) > 100
    assert [str(one) for one in files if re.search("it_portfolio|it_benchmark", one.read_text())] == []
