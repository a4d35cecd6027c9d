"""Shares of closed cases: hand-worked, with what is missing, by dated definitions, and nobody worked out."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from itertools import count
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from chefforum.calc.suppression import Sum, attack
from chefforum.kernel.access.rules import AccessDenied, Actor
from chefforum.kernel.figures.queries import value_of
from chefforum.kernel.figures.registry import BadParameters
from chefforum.kernel.figures.rules import parse_reference
from chefforum.modules.placements.models import Outcome, OutcomeDefinition, Placement
from chefforum.modules.placements.queries import effect as queries
from chefforum.modules.placements.rules.effect import Came, State, Where, published
from chefforum.modules.placements.rules.effect_words import compared, missing_words, why_no_share
from tests.modules.placements.conftest import NOW, TODAY

INTERNSHIP, WAGE = "internship", "wage_subsidy"
_numbers = count(1)


def definition(version: int = 1, since: dt.date = dt.date(2020, 1, 1), **also) -> OutcomeDefinition:
    values = {
        "name": "Sag lukket",
        "text": "Sagen er lukket tre måneder efter.",
        "valid_from": since,
        "source": "prøve",
        "counted_exits": ["job", "flex_job", "education", "other_benefit", "retired", "moved", "other"],
    }
    return OutcomeDefinition.objects.create(version=version, **(values | also))


def ended(town, how_many, exit_type=None, *, by=None, on=dt.date(2025, 6, 30), kind=INTERNSHIP, outside=False, **also):
    """So many that ended on the day, began four weeks before, and have that outcome; none where it is missing."""
    where = {"sector": "private"} if outside else {"unit": town.north}
    placements = Placement.objects.bulk_create(
        Placement(
            reference=f"E-{next(_numbers):05}",
            kind=kind,
            starts_on=on - dt.timedelta(days=27),
            ended_on=on,
            created_at=NOW - dt.timedelta(days=40),
            **where,
        )
        for _ in range(how_many)
    )
    if exit_type:
        Outcome.objects.bulk_create(
            Outcome(
                placement=one, definition=by, exit_type=exit_type, **({"as_of": dt.date(2026, 2, 1), "at": NOW} | also)
            )
            for one in placements
        )


def effect(town, *years, by=None, who="colleague"):
    known = queries.definitions()
    chosen = next(one for one in known if by is None or one.span.id == by.pk)
    return queries.effect_of(actor=town.as_(who), years=years or (2025,), definition=chosen, on=TODAY)


def test_a_share_is_those_closed_of_those_known(town: SimpleNamespace) -> None:
    by = definition()
    ended(town, 49, "job", by=by)
    ended(town, 156, "on_benefit", by=by)
    ended(town, 14, "education", by=by, kind=WAGE)
    ended(town, 26, "on_benefit", by=by, kind=WAGE)
    ended(town, 30, "job", by=by, outside=True)
    ended(town, 70, "on_benefit", by=by, outside=True)

    found = effect(town)

    inside = found.of(2025, Where.MUNICIPAL, INTERNSHIP)
    assert (inside.closed, inside.known) == (49, 205)
    assert inside.share is not None
    # Wilson, worked by hand: centre (0,239 + 0,00937)/1,01874 = 24,4 %, half 5,8 %.
    assert [round(100 * one, 1) for one in (inside.share.estimate, inside.share.low, inside.share.high)] == [
        23.9,
        18.6,
        30.2,
    ]
    wage = found.of(2025, Where.MUNICIPAL, WAGE)
    assert (wage.closed, wage.known) == (14, 40)
    assert wage.ways == {Came.JOB: 0, Came.FLEX_JOB: 0, Came.EDUCATION: 14, Came.OTHER_WAY: 0}
    assert found.of(2025, Where.OUTSIDE, INTERNSHIP).closed == 30
    assert found.of(2025, Where.OUTSIDE, WAGE).state is State.NOBODY


def test_missing_is_no_failure_and_is_told(town: SimpleNamespace) -> None:
    by = definition()
    ended(town, 24, "job", by=by)
    ended(town, 24, "on_benefit", by=by)
    ended(town, 12)

    found = effect(town).of(2025, Where.MUNICIPAL, INTERNSHIP)

    assert (found.closed, found.known, found.missing) == (24, 48, 12)
    assert missing_words(found) == (
        "Udfald mangler for 12 af 60. Andelen er 40 %, hvis ingen af dem er lukket, og 60 %, hvis alle er."
    )


def test_where_nothing_is_known_all_is_missing_and_not_nought(town: SimpleNamespace) -> None:
    definition()
    ended(town, 12)
    found = effect(town).of(2025, Where.MUNICIPAL, INTERNSHIP)
    assert (found.state, found.known, found.share) == (State.MISSING, 0, None)


def test_a_few_missing_are_not_counted_aloud(town: SimpleNamespace) -> None:
    by = definition()
    ended(town, 20, "job", by=by)
    ended(town, 20, "on_benefit", by=by)
    ended(town, 3)
    found = effect(town).of(2025, Where.MUNICIPAL, INTERNSHIP)
    assert found.missing is None
    assert found.bounds is None
    assert missing_words(found) == "Udfald mangler for nogle få; tallet er skjult."


def test_whose_time_has_not_gone_is_not_in_it(town: SimpleNamespace) -> None:
    """On 2 April published figures are of 31 March: who ended on 31 December is due, who ended on 1 January is not."""
    by = definition()
    ended(town, 20, "job", by=by, on=dt.date(2025, 12, 31), as_of=dt.date(2026, 3, 31))
    ended(town, 20, "job", by=by, on=dt.date(2026, 1, 1), as_of=dt.date(2026, 3, 31))
    found = effect(town, 2026, 2025)
    assert found.due_until == dt.date(2025, 12, 31)
    assert found.of(2025, Where.MUNICIPAL, INTERNSHIP).known == 20
    assert found.of(2026, Where.MUNICIPAL, INTERNSHIP).state is State.NOBODY


def test_what_came_in_this_month_waits_for_the_next(town: SimpleNamespace) -> None:
    by = definition()
    ended(town, 20, "job", by=by)
    ended(town, 5, "on_benefit", by=by, as_of=dt.date(2026, 4, 1))
    found = effect(town).of(2025, Where.MUNICIPAL, INTERNSHIP)
    assert (found.known, found.missing) == (20, 5)


def test_closed_after_the_months_is_not_closed_in_time(town: SimpleNamespace) -> None:
    by = definition()
    ended(town, 15, "job", by=by, closed_on=dt.date(2025, 9, 30))
    ended(town, 15, "job", by=by, closed_on=dt.date(2025, 10, 1))
    found = effect(town).of(2025, Where.MUNICIPAL, INTERNSHIP)
    assert (found.closed, found.known) == (15, 30)


def test_an_exit_that_the_definition_does_not_count_is_open(town: SimpleNamespace) -> None:
    by = definition(counted_exits=["job"])
    ended(town, 15, "job", by=by)
    ended(town, 15, "moved", by=by)
    assert effect(town).of(2025, Where.MUNICIPAL, INTERNSHIP).closed == 15


def test_a_definition_asks_of_those_that_ended_while_it_held(town: SimpleNamespace) -> None:
    old, new = definition(), definition(2, dt.date(2025, 7, 1))
    ended(town, 20, "job", by=old, on=dt.date(2025, 6, 30))
    ended(town, 30, "job", by=new, on=dt.date(2025, 7, 1))

    by_old, by_new = effect(town, by=old), effect(town, by=new)

    assert (by_old.of(2025, Where.MUNICIPAL, INTERNSHIP).known, by_new.of(2025, Where.MUNICIPAL, INTERNSHIP).known) == (
        20,
        30,
    )
    assert by_old.otherwise == by_new.otherwise == (2025,)
    assert (
        by_old.of(2025, Where.MUNICIPAL, INTERNSHIP).missing
        == by_new.of(2025, Where.MUNICIPAL, INTERNSHIP).missing
        == 0
    )


def test_a_year_measured_otherwise_is_not_told_as_one_in_which_nobody_ended(
    town: SimpleNamespace,
) -> None:
    old, new = definition(), definition(2, dt.date(2025, 7, 1))
    ended(town, 20, "job", by=old, on=dt.date(2024, 6, 30))
    ended(town, 30, "job", by=new, on=dt.date(2025, 7, 1))

    found = effect(town, 2025, 2024, 2023, by=new)

    assert found.kinds == (INTERNSHIP,)
    assert [why_no_share(found.of(year, Where.MUNICIPAL, INTERNSHIP)) for year in (2024, 2023)] == [
        "Ingen målt sådan",
        "Ingen forløb",
    ]
    assert missing_words(found.of(2024, Where.MUNICIPAL, INTERNSHIP)) == ""


def test_who_measures_backwards_measures_the_whole_year(town: SimpleNamespace) -> None:
    """Else one could choose those that went well."""
    old, new = definition(), definition(2, dt.date(2026, 1, 1))
    ended(town, 20, "job", by=new)
    ended(town, 30, "on_benefit", by=old)
    found = effect(town, by=new)
    assert found.otherwise == ()
    assert (found.of(2025, Where.MUNICIPAL, INTERNSHIP).known, found.of(2025, Where.MUNICIPAL, INTERNSHIP).missing) == (
        20,
        30,
    )


def test_without_a_choice_it_is_the_definition_that_held(town: SimpleNamespace) -> None:
    old, new = definition(), definition(2, dt.date(2026, 2, 1))
    known = queries.definitions()

    def chosen(year: int, on: dt.date) -> int:
        found = queries.usual_definition(known, year=year, on=on)
        assert found is not None
        return found.span.id

    assert chosen(2025, TODAY) == old.pk
    assert chosen(2026, TODAY) == old.pk  # nobody who ended from February on is due
    assert chosen(2026, dt.date(2026, 6, 1)) == new.pk
    assert chosen(2025, dt.date(2026, 6, 1)) == old.pk


SMALL = st.integers(0, 6) | st.integers(0, 60)


@settings(max_examples=60, deadline=None)
@given(st.tuples(SMALL, SMALL, SMALL, SMALL, SMALL, SMALL))
def test_nobody_works_out_a_few_from_what_is_shown(counts: tuple[int, ...]) -> None:
    """Whoever has every number that is told of a kind. Each count below five that they do not see may be 1 or 4, or
    anything between."""
    group = published(counts)
    truth = dict(zip(("job", "flex_job", "education", "other_way", "open"), counts, strict=False))
    truth |= {"closed": sum(counts[:4]), "known": sum(counts[:5])}
    told = {"known": group.known, "closed": group.closed} | {way.value: number for way, number in group.ways.items()}
    if group.known == 0:
        told |= dict.fromkeys(truth, 0)
    shown = {name: number for name, number in told.items() if number is not None}
    assert all(shown[name] == truth[name] for name in shown)
    assert not [name for name, number in shown.items() if 0 < number < 5]
    assert group.missing in (None, counts[5])
    assert group.missing is None or group.missing == 0 or group.missing >= 5
    assert group.share is None or truth["known"] >= 10

    sums = [
        Sum(("closed",), (("job",), ("flex_job",), ("education",), ("other_way",))),
        Sum(("known",), (("closed",), ("open",))),
    ]
    # Where there is no share, what is left out is not hidden for its size: it may be nought as well.
    may_be_nought = {"open"} if group.share else set(truth) - set(shown) - {"known"}
    found = attack(
        shown={(name,): number for name, number in shown.items()},
        sums=sums,
        unpublished=[(name,) for name in may_be_nought - set(shown)],
    )
    nobody = sum(1 for name in ("job", "flex_job", "education", "other_way") if truth[name])
    for (name,), possible in found.items():
        if 0 < truth[name] < 5:
            # That a total is at least as many as its parts that are not nought is no secret.
            assert possible.low <= max(1, nobody if name in ("closed", "known") else 1), name
            assert possible.high is None or possible.high >= 4, name


def test_a_share_of_fewer_than_ten_is_not_shown() -> None:
    nine = published((4, 0, 0, 0, 5, 0))
    assert (nine.state, nine.share) == (State.FEW, None)


def test_a_small_kind_hides_nothing_of_a_large_one(town: SimpleNamespace) -> None:
    by = definition()
    ended(town, 49, "job", by=by)
    ended(town, 156, "on_benefit", by=by)
    ended(town, 4, "job", by=by, kind=WAGE)
    found = effect(town)
    assert found.of(2025, Where.MUNICIPAL, INTERNSHIP).closed == 49
    wage = found.of(2025, Where.MUNICIPAL, WAGE)
    assert (wage.state, wage.known, wage.closed) == (State.FEW, None, None)


def test_two_groups_are_told_apart_with_what_so_many_can_show() -> None:
    wage, internship = published((14, 0, 0, 0, 26, 0)), published((49, 0, 0, 0, 156, 0))
    told = compared(name="Løntilskud", one=wage, against_name="praktik", against=internship)
    assert told is not None
    assert told.shares == "35 % mod 24 %"
    assert told.difference == "11 (fra −3 til 27)"
    assert told.verdict == "Kan være tilfældigt"
    assert told.smallest == "22 op eller 18 ned"


def test_only_who_is_signed_in_is_told(town: SimpleNamespace) -> None:
    definition()
    with pytest.raises(AccessDenied):
        queries.effect_of(actor=Actor.nobody(), years=(2025,), definition=queries.definitions()[0], on=TODAY)


def test_however_many_it_is_three_queries(town: SimpleNamespace, django_assert_num_queries) -> None:
    by = definition()
    ended(town, 30, "job", by=by)
    known, actor = queries.definitions(), town.as_("colleague")
    with django_assert_num_queries(3):  # when it was known, placements, what has been done since
        queries.effect_of(actor=actor, years=(2025, 2024), definition=known[0], on=TODAY)


def page(client: Client, town: SimpleNamespace, who: str = "colleague", query: str = "", name: str = "effect") -> str:
    client.force_login(town.people[who])
    answer = client.get(reverse(f"placements:{name}") + query)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


@pytest.fixture
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "localdate", lambda *_: TODAY)


@pytest.mark.usefixtures("_today")
def test_the_page_says_it_in_words_with_the_warning(town: SimpleNamespace, client: Client) -> None:
    by = definition()
    ended(town, 49, "job", by=by)
    ended(town, 156, "on_benefit", by=by)
    ended(town, 14, "education", by=by, kind=WAGE)
    ended(town, 26, "on_benefit", by=by, kind=WAGE)
    ended(town, 12, kind=WAGE)
    said = page(client, town)
    assert "Virksomhedspraktik: 24 % af 205 (mellem 19–30 %)." in said
    assert "Udfald mangler for 12 af 52." in said
    assert "Grupperne er ikke trukket ved lodtrækning." in said
    assert "Ingen forløb" in said  # 2024
    assert "Udfald, der mangler</a>" not in said
    assert "Udfald, der mangler</a>" in page(client, town, "coordinator")


@pytest.mark.usefixtures("_today")
def test_a_page_of_few_has_no_share_and_everybody_reads_the_same(town: SimpleNamespace, client: Client) -> None:
    by = definition()
    ended(town, 3, "job", by=by)
    ended(town, 4, "on_benefit", by=by)
    pages = [page(client, town, who) for who in ("colleague", "leader", "controller", "consultant")]
    assert "Færre end 10 (n = 7)" in pages[0]
    assert "der er for få forløb til at sige noget" in pages[0]
    assert "43 %" not in pages[0]
    assert all("43 %" not in one and "(n = 7)" in one for one in pages)


@pytest.mark.usefixtures("_today")
def test_a_share_that_is_hidden_of_ten_is_not_said_to_be_of_too_few(town: SimpleNamespace, client: Client) -> None:
    by = definition()
    ended(town, 3, "job", by=by)
    ended(town, 7, "on_benefit", by=by)
    said = page(client, town)
    assert "Skjult (n = 10)" in said
    assert "For få" not in said
    assert "Færre end 10 (n" not in said


@pytest.mark.usefixtures("_today")
def test_empty_pages_say_what_to_do(town: SimpleNamespace, client: Client) -> None:
    for name in ("effect", "time_to_close"):
        assert reverse("placements:rules") in page(client, town, name=name)
    definition()
    assert "Ingen forløb med udfald i 2025" in page(client, town)
    assert "For få til at vise" in page(client, town, name="time_to_close")
    assert "Vælg" in page(client, town, query="?aar=vejr&definition=99")


@pytest.mark.usefixtures("_today")
def test_the_page_costs_no_more_with_many(town: SimpleNamespace, client: Client) -> None:
    by = definition()

    def queries_of() -> int:
        with CaptureQueriesContext(connection) as counted:
            page(client, town)
        return len(counted)

    ended(town, 12, "job", by=by)
    page(client, town)
    few = queries_of()
    ended(town, 60, "on_benefit", by=by)
    assert queries_of() == few


def test_a_figure_says_what_the_page_says(town: SimpleNamespace) -> None:
    by = definition()
    ended(town, 49, "job", by=by)
    ended(town, 156, "on_benefit", by=by)
    ended(town, 4, "job", by=by, kind=WAGE)

    def value(kind: str):
        reference = f"placements.effect year=2025 kind={kind} sector=municipal"
        return value_of(reference=parse_reference(reference), actor=town.as_("colleague"), on=TODAY).value

    assert (value("internship").value, value("internship").as_of) == (Decimal("23.9"), dt.date(2026, 2, 1))
    assert value("internship").source == "Udfald af forløb: Sag lukket (version 1), n = 205"
    assert (value("wage_subsidy").value, value("wage_subsidy").missing_reason) == (None, "Skjult.")
    with pytest.raises(BadParameters, match="Skriv kind=internship for Virksomhedspraktik"):
        value("vejr")
