"""What waits stands on the coordinator's start page until it is done; groups are found by who reads the benchmark."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace

from pytest_django import DjangoAssertNumQueries

from chefforum.kernel.access.rules import Role
from chefforum.kernel.search.queries import hits, search
from chefforum.kernel.search.services import rebuild
from chefforum.modules.it_benchmark.cards import benchmark_waits
from chefforum.modules.it_benchmark.models import ExchangeFile, PeerGroup, PublicFigure
from chefforum.modules.it_benchmark.services.deliveries import receive_delivery
from chefforum.modules.it_benchmark.services.groups import take_in
from chefforum.modules.it_costs.models import CostLine
from tests import factories
from tests.modules.it_benchmark.conftest import NOW, TODAY, client_of, content, page
from tests.modules.it_benchmark.signing import frozen, signed


def told(town: SimpleNamespace, on: dt.date = TODAY) -> list[tuple[str, str, str]]:
    card = benchmark_waits(actor=town.as_("coordinator"), on=on)
    return [(row.text, row.url, row.meta) for row in card.rows] if card else []


def anew(town: SimpleNamespace, *numbers: int) -> None:
    """They deliver 2025 again, with another word of whether it is validated."""
    for number in numbers:
        before = content(number)
        changed = before | {"validated": not before["validated"]}
        receive_delivery(actor=town.as_("coordinator"), content=changed, at=NOW)


def test_nothing_waits_where_nothing_does(grouped: SimpleNamespace) -> None:
    assert told(grouped) == []
    assert "It-benchmark</h" not in client_of(grouped, "coordinator").get("/").content.decode()


def test_a_validated_year_waits_until_its_file_is_fetched(town: SimpleNamespace) -> None:
    signed(town, frozen(town))
    rows = told(town)
    assert [text for text, *_ in rows] == [
        "Vores tal for 2025 er valideret og ikke hentet til de andre kommuner siden",
        "Vores tal for 2024 er valideret og ikke hentet til de andre kommuner siden",
    ]
    assert rows[0][1:] == ("/it/benchmark/udveksling/?aar=2025", "valideret 2. april 2026")
    client = client_of(town, "coordinator")
    assert "valideret og ikke hentet" in client.get("/").content.decode()
    assert "Ikke hentet endnu." in client.get(rows[0][1]).content.decode()

    assert page(town, "coordinator", "exchange_file", "json", aar="2025").status_code == 200
    fetched = ExchangeFile.objects.get()
    assert (fetched.year, fetched.is_validated, fetched.person) == (2025, True, town.people["coordinator"])
    assert [text[:18] for text, *_ in told(town)] == ["Vores tal for 2024"]
    assert "Sidst hentet" in client.get(rows[0][1]).content.decode()


def test_a_file_that_was_fetched_before_the_signatures_is_not_enough(town: SimpleNamespace) -> None:
    page(town, "coordinator", "exchange_file", "json", aar="2025")
    ExchangeFile.objects.update(at=NOW - dt.timedelta(days=1))
    signed(town, frozen(town))
    assert any("2025" in text for text, *_ in told(town))


def test_the_page_says_where_the_file_would_be_another_now(town: SimpleNamespace) -> None:
    page(town, "coordinator", "exchange_file", "json", aar="2025")
    assert "er et andet nu" not in page(town, "coordinator", "exchange", aar="2025").content.decode()
    CostLine.objects.filter(year=2025).update(amount_oere=1)
    assert "er et andet nu" in page(town, "coordinator", "exchange", aar="2025").content.decode()


def test_new_deliveries_wait_when_enough_have_come_and_not_before(grouped: SimpleNamespace) -> None:
    members = sorted(int(one.code) - 900 for one in grouped.group.members.all())
    anew(grouped, *members[:4])
    assert told(grouped) == []
    anew(grouped, members[4])
    (row,) = told(grouped)
    assert row[0] == "Nye leveringer kan tages med i “Ligner os”"
    assert row[2] == "2025"
    assert client_of(grouped, "coordinator").get(row[1]).status_code == 200
    take_in(actor=grouped.as_("coordinator"), group=grouped.group, year=2025, at=NOW)
    assert told(grouped) == []


def test_public_figures_are_old_after_a_year(town: SimpleNamespace) -> None:
    PublicFigure.objects.create(table="REGK31", measure="it_cost", area="Askeby", year=2024, value=1, fetched_on=TODAY)
    assert told(town, TODAY + dt.timedelta(days=365)) == []
    ((text, _, meta),) = told(town, TODAY + dt.timedelta(days=366))
    assert (text, meta) == ("Offentlige tal fra REGK31 er over et år gamle", "hentet 2. april 2026")


def test_more_groups_and_years_take_no_more_queries(
    grouped: SimpleNamespace, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    actor = grouped.as_("coordinator")
    with django_assert_num_queries(9):
        benchmark_waits(actor=actor, on=TODAY)
    other = PeerGroup.objects.create(name="Andre", reason="Fordi", year=2025, choice={}, frozen_at=NOW)
    other.members.set(grouped.members[:6])
    signed(grouped, frozen(grouped))
    with django_assert_num_queries(9):
        benchmark_waits(actor=actor, on=TODAY)


def test_only_the_coordinator_has_the_card(town: SimpleNamespace) -> None:
    signed(town, frozen(town))
    for name in ("controller", "it_manager", "colleague"):
        assert "valideret og ikke hentet" not in client_of(town, name).get("/").content.decode()


def test_a_group_is_found_by_those_who_read_all_costs_and_no_others(grouped: SimpleNamespace) -> None:
    factories.role(grouped.people["colleague"], Role.CONTROLLER, grouped.schools)  # over a part alone

    def finds(name: str, words: str) -> bool:
        found = search(actor=grouped.as_(name), text=words)
        return any(grouped.group.pk.hex in hit.url.replace("-", "") for hit in hits(found=found, places=found.places))

    for _ in range(2):
        for words in ("Ligner os", "ligner os"):
            assert finds("coordinator", words)
            assert finds("controller", words)
            assert not finds("it_manager", words)
            assert not finds("colleague", words)
        rebuild()  # says the same
