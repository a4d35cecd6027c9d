"""While one writes: do we own something that does it, is there a contract, what do we pay for the like, data and law,
and who decides. Real words, and what is not known is open."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chefforum.calc.overlap_parts import System
from chefforum.modules.it_costs.models import Contract, ContractSystem, ItSystem, SystemTask, Volume
from chefforum.modules.it_costs.queries.request_checks import look
from chefforum.modules.it_costs.rules.kinds import Answer, PersonalData
from chefforum.modules.it_costs.rules.request_checks import Mark, checks_of
from chefforum.modules.it_costs.rules.request_facts import LineFacts, by_year, total_oere
from chefforum.modules.it_costs.rules.request_levels import Limits, level_of, level_of_amount
from chefforum.modules.it_costs.rules.request_overlap import nearest
from chefforum.modules.it_costs.rules.request_words import AiClass, Level
from tests.modules.it_costs.conftest import NOW, TODAY
from tests.modules.it_costs.requests_town import whole

OWNED = (
    ("Skærmbesøget", "Besøg hos borgere på skærm", "27.36"),
    ("Halkalenderen", "Booking af haller og lokaler", "18.20"),
    ("Vejmanden", "Veje, huller, skilte og gravetilladelser", "05.01"),
    ("Sagsbroen", "Journal, sager og dokumenter for hele administrationen", "00.01"),
    ("Læselygten", "Oplæsning og skrivehjælp", "17.01"),
)
SYSTEMS = [System(name, name, what, frozenset({kle})) for name, what, kle in OWNED]


def near(name: str, need: str, *kle: str) -> list[str]:
    wish = System("", name, need, frozenset(kle))
    return [one.key for one in nearest(wish=wish, systems=SYSTEMS)]


@pytest.mark.parametrize(
    ("name", "need", "kle", "first"),
    [
        ("Skærmlægen", "Samtaler på skærm med borgere efter udskrivning", "", "Skærmbesøget"),
        ("Hallerne", "Foreninger booker haller og lokaler", "", "Halkalenderen"),
        ("Hulmelder", "Borgere melder huller i veje", "05", "Vejmanden"),
        ("Ordbogen", "Oplæsning af tekster for ordblinde", "17.01", "Læselygten"),
        ("Sagsbroen 2", "Noget helt andet", "", "Sagsbroen"),
    ],
)
def test_what_we_own_that_may_do_it_is_found_first(name: str, need: str, kle: str, first: str) -> None:
    assert near(name, need, *filter(None, [kle]))[0] == first


def test_what_is_like_nothing_is_like_nothing() -> None:
    assert near("Zoomfoto", "Xylofon") == []
    assert near("", "") == []


def test_why_is_told_by_tasks_and_words_as_they_were_written() -> None:
    wish = System("", "Skærmlægen", "Besøg på skærm", frozenset({"27.36"}))
    found = nearest(wish=wish, systems=SYSTEMS)[0]
    assert (found.kle, found.words) == (("27.36",), ("besøg", "skærm"))


@given(st.permutations(SYSTEMS))
def test_the_order_of_the_register_does_not_matter(systems: list[System]) -> None:
    wish = System("", "Skærmlægen", "Besøg hos borgere", frozenset({"27.36"}))
    assert nearest(wish=wish, systems=systems) == nearest(wish=wish, systems=SYSTEMS)


@pytest.fixture
def owned(town: SimpleNamespace) -> dict[str, ItSystem]:
    made = {
        name: ItSystem.objects.create(name=name, description=what, created_at=NOW, changed_at=NOW)
        for name, what, _ in OWNED
    }
    for name, _, kle in OWNED:
        SystemTask.objects.create(system=made[name], kle_number=kle)
    return made


def test_systems_contracts_and_prices_are_shown_to_who_reads_them(
    town: SimpleNamespace, owned: dict[str, ItSystem]
) -> None:
    contract = Contract.objects.create(name="Ramme", vendor=town.vendor, ends_on=TODAY, created_at=NOW, changed_at=NOW)
    Contract.objects.create(
        name="Slut", vendor=town.vendor, ends_on=TODAY - dt.timedelta(days=1), created_at=NOW, changed_at=NOW
    )
    ContractSystem.objects.create(contract=contract, system=owned["Læselygten"])
    for year, amount in ((2024, 9_000_00), (2025, 10_000_00)):
        Volume.objects.create(
            system=owned["Læselygten"], item="Elevlicens", year=year, quantity=100, amount_oere=amount, source="hand",
            at=NOW,
        )  # fmt: skip
    line = LineFacts("Elevlicens", "software", 2026, 15_000_00, quantity=Decimal(120), is_yearly=True, years=2)
    facts = whole(town, need="Oplæsning for elever", lines=(line,))
    found = look(actor=town.as_("controller"), facts=facts, on=TODAY)
    assert found.owned[0].system == owned["Læselygten"]
    assert [one.name for one in found.contracts] == ["Ramme"]
    assert found.prices is not None
    paid = found.prices[0].paid[0]
    assert (paid.year, paid.price_oere, paid.compared) == (2025, 100_00, "25 % dyrere nu")
    assert look(actor=town.as_("leader"), facts=facts, on=TODAY).prices is None


def test_what_is_bought_once_is_not_held_against_what_is_paid_a_year(
    town: SimpleNamespace, owned: dict[str, ItSystem]
) -> None:
    said = {"year": 2025, "quantity": 10, "amount_oere": 900_00, "source": "hand", "at": NOW}
    Volume.objects.create(system=owned["Læselygten"], item="Tablet, leje", **said)
    facts = whole(town, lines=(LineFacts("Tablet, leje", "hardware", 2026, 40_000_00, quantity=Decimal(10)),))
    found = look(actor=town.as_("controller"), facts=facts, on=TODAY)
    assert found.prices is not None
    assert [one.compared for one in found.prices[0].paid] == [""]


def marks(town: SimpleNamespace, **changes: Any) -> dict[str, Mark]:
    return {one.title: one.mark for one in checks_of(whole(town, **changes))}


def test_what_is_unknown_is_open_and_never_in_order(town: SimpleNamespace) -> None:
    unknown = {"personal_data": "unknown", "ai_class": "unknown", "lines": ()}
    assert set(marks(town, **unknown).values()) == {Mark.OPEN}


def test_no_stops_and_what_is_not_asked_is_not_there(town: SimpleNamespace) -> None:
    assert marks(town, processor_agreement="no")["Databehandleraftale"] is Mark.STOP
    assert "Databehandleraftale" not in marks(town, personal_data="none")
    assert "Konsekvensanalyse" not in marks(town)
    assert marks(town, personal_data="sensitive", dpia="no")["Konsekvensanalyse"] is Mark.STOP
    assert marks(town, ai_class="forbidden")["AI"] is Mark.STOP


LIMITS = Limits(free_below=10_000, chief_from=100_000, forum_from=1_000_000)


@pytest.mark.parametrize(
    ("kroner", "level"),
    [(0, 0), (9_999, 0), (10_000, 1), (99_999, 1), (100_000, 2), (999_999, 2), (1_000_000, 3)],
)
def test_a_limit_is_reached_by_the_krone_that_it_names(kroner: int, level: int) -> None:
    assert level_of_amount(kroner * 100, LIMITS) == level


def test_an_amount_that_is_not_known_is_never_free(town: SimpleNamespace) -> None:
    assert level_of_amount(None, LIMITS) is Level.COORDINATOR
    facts = whole(town, personal_data="none", lines=(LineFacts("Licens", "software", 2026),))
    assert level_of(facts, LIMITS).reasons == ("Beløbet mangler",)


@given(
    data=st.sampled_from(list(PersonalData)),
    ai=st.sampled_from(list(AiClass)),
    critical=st.sampled_from(list(Answer)),
    kroner=st.integers(0, 3_000_000),
)
def test_not_saying_is_never_decided_lower_than_saying_the_least(
    data: PersonalData, ai: AiClass, critical: Answer, kroner: int
) -> None:
    place = SimpleNamespace(north=SimpleNamespace(pk=UUID(int=1)))
    lines = (LineFacts("Licens", "software", 2026, kroner * 100),)
    said = {"personal_data": data.value, "ai_class": ai.value, "is_critical": critical.value, "lines": lines}
    level = level_of(whole(place, **said), LIMITS).level
    for name, least in (("personal_data", "none"), ("ai_class", "none"), ("is_critical", "no")):
        open_one = level_of(whole(place, **said | {name: "unknown"}), LIMITS).level
        assert open_one >= level_of(whole(place, **said | {name: least}), LIMITS).level
    assert level >= level_of_amount(kroner * 100, LIMITS)


@given(
    st.lists(
        st.builds(
            LineFacts,
            item=st.just("Licens"),
            category=st.just("software"),
            first_year=st.integers(2024, 2030),
            amount_oere=st.integers(0, 10**9),
            is_yearly=st.booleans(),
            years=st.integers(1, 10),
        ),
        min_size=1,
        max_size=6,
    )
)
def test_the_years_come_to_the_total(lines: list[LineFacts]) -> None:
    assert sum(by_year(lines).values()) == total_oere(lines)
    assert total_oere([*lines, LineFacts("Ukendt", "software", 2026)]) is None
