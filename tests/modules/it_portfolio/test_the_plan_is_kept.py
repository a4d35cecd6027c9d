"""The plan: written by the coordinator, said by its owners, late ones told, undone, and the same through a file."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from chefforum.kernel.access.rules import AccessDenied
from chefforum.kernel.documents.services import make
from chefforum.kernel.imports.jobs import carry_out_now, read_now
from chefforum.kernel.imports.tables import tables_of
from chefforum.modules.it_costs.models import ItSystem
from chefforum.modules.it_portfolio.imports.plan import read_plan_file
from chefforum.modules.it_portfolio.models import PlanChange, PlanItem
from chefforum.modules.it_portfolio.queries.plan import (
    PlanChosen,
    PlanNotFound,
    find_item,
    list_items,
    list_milestones,
    newest_batch,
    open_offers,
    plan_facts,
)
from chefforum.modules.it_portfolio.registrations.plan import to_remind
from chefforum.modules.it_portfolio.rules import plan_offers
from chefforum.modules.it_portfolio.rules.plan import PlanFacts, WrongPlan, goes_round, late_words
from chefforum.modules.it_portfolio.services.plan import (
    CHANGED_MEANWHILE,
    begin_calendar,
    change_item,
    remove_item,
    say_state,
    undo,
    write_item,
)
from tests.modules.it_costs.conftest import NOW, TODAY

BEGINS, ENDS = dt.date(2026, 8, 1), dt.date(2026, 10, 31)
LATER = NOW + dt.timedelta(minutes=5)
AFTER_ITS_END = dt.date(2026, 11, 3)


def facts(town: SimpleNamespace, **said: object) -> PlanFacts:
    usual = {"title": "Saml journaler", "owner_id": town.people["colleague"].pk, "starts_on": BEGINS, "ends_on": ENDS}
    return PlanFacts(**{**usual, **said})  # type: ignore[arg-type]


@pytest.fixture
def item(town: SimpleNamespace) -> PlanItem:
    return write_item(actor=town.as_("coordinator"), facts=facts(town, cost_oere=100_00), at=NOW)


def signed_in(town: SimpleNamespace, name: str) -> Client:
    client = Client()
    client.force_login(town.people[name], backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_only_the_coordinator_writes_and_the_owner_says_how_it_goes(town: SimpleNamespace, item: PlanItem) -> None:
    with pytest.raises(AccessDenied):
        write_item(actor=town.as_("it_manager"), facts=facts(town), at=NOW)
    with pytest.raises(AccessDenied):
        say_state(actor=town.as_("leader"), item_id=item.pk, state="running", note="", at=LATER)
    say_state(actor=town.as_("colleague"), item_id=item.pk, state="running", note="Godt i gang", at=LATER)
    assert PlanItem.objects.get().state == "running"


def test_its_kroner_are_seen_by_its_owner_and_who_reads_all_costs(town: SimpleNamespace, item: PlanItem) -> None:
    seen = {
        name: list_items(actor=town.as_(name), chosen=PlanChosen(), on=TODAY)[0].cost_oere
        for name in ("coordinator", "controller", "colleague", "chief", "it_manager")
    }
    assert seen == {"coordinator": 100_00, "controller": 100_00, "colleague": 100_00, "chief": None, "it_manager": None}
    page = signed_in(town, "chief").get(reverse("it_portfolio:plan_item", args=[item.pk])).content.decode()
    assert "Udgift: vises ikke for dig" in page
    assert "100 kr." not in page


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"title": " "}, "title"),
        ({"starts_on": dt.date(2026, 6, 30)}, "starts_on"),
        ({"ends_on": dt.date(2026, 7, 31)}, "ends_on"),
        ({"cost_oere": -1}, "cost_oere"),
    ],
)
def test_what_cannot_be_is_refused_with_words(town: SimpleNamespace, said: dict[str, object], field: str) -> None:
    with pytest.raises(WrongPlan) as wrong:
        write_item(actor=town.as_("coordinator"), facts=facts(town, **said), at=NOW)
    assert wrong.value.field == field


def test_two_who_change_at_once_are_told(town: SimpleNamespace, item: PlanItem) -> None:
    change_item(actor=town.as_("coordinator"), item_id=item.pk, facts=facts(town, title="Ny"), at=LATER, seen=NOW)
    with pytest.raises(WrongPlan, match=CHANGED_MEANWHILE):
        change_item(actor=town.as_("coordinator"), item_id=item.pk, facts=facts(town), at=LATER, seen=NOW)


def test_nothing_comes_after_itself_through_others(town: SimpleNamespace, item: PlanItem) -> None:
    actor = town.as_("coordinator")
    second = write_item(actor=actor, facts=facts(town, title="To", depends_on=(item.pk,)), at=NOW)
    with pytest.raises(WrongPlan, match="efter sig selv"):
        change_item(actor=actor, item_id=item.pk, facts=facts(town, depends_on=(second.pk,)), at=LATER)


def test_what_one_did_last_is_undone_and_what_another_changed_since_stays(
    town: SimpleNamespace, item: PlanItem
) -> None:
    actor = town.as_("coordinator")
    change_item(actor=actor, item_id=item.pk, facts=facts(town, title="Ny", why="Derfor"), at=LATER)
    first = newest_batch(actor=actor)
    assert first is not None
    assert undo(actor=actor, batch=first.batch, at=LATER) == (1, [])
    back = PlanItem.objects.get()
    assert (back.title, back.why, back.cost_oere) == ("Saml journaler", "", 100_00 if back.cost_oere else None)
    say_state(actor=actor, item_id=item.pk, state="paused", note="", at=LATER)
    mine = newest_batch(actor=actor)
    say_state(actor=town.as_("colleague"), item_id=item.pk, state="running", note="", at=LATER)
    assert mine is not None
    count, stays = undo(actor=actor, batch=mine.batch, at=LATER)
    assert (count, len(stays), PlanItem.objects.get().state) == (0, 1, "running")


def test_an_item_that_was_taken_out_is_found_by_the_coordinator_alone_and_put_back(
    town: SimpleNamespace, item: PlanItem
) -> None:
    actor = town.as_("coordinator")
    remove_item(actor=actor, item_id=item.pk, is_removed=True, at=LATER)
    assert list_items(actor=actor, chosen=PlanChosen(), on=TODAY) == []
    with pytest.raises(PlanNotFound):
        find_item(actor=town.as_("colleague"), item_id=item.pk, on=TODAY)
    newest = newest_batch(actor=actor)
    assert newest is not None
    undo(actor=actor, batch=newest.batch, at=LATER)
    assert len(list_items(actor=actor, chosen=PlanChosen(), on=TODAY)) == 1


def test_late_ones_are_told_and_their_owners_reminded_once(town: SimpleNamespace, item: PlanItem) -> None:
    shown = list_items(actor=town.as_("colleague"), chosen=PlanChosen(is_late=True), on=AFTER_ITS_END)
    assert [one.late for one in shown] == ["Skulle være slut for 3 dage siden"]
    due = [list(to_remind(on=AFTER_ITS_END + dt.timedelta(days=more), at=NOW)) for more in (0, 1)]
    assert [one.key for one in due[0]] == [one.key for one in due[1]]
    assert due[0][0].person_id == town.people["colleague"].pk
    say_state(actor=town.as_("colleague"), item_id=item.pk, state="done", note="", at=LATER)
    assert list(to_remind(on=AFTER_ITS_END, at=NOW)) == []


def test_what_ends_soon_is_reminded_of_before(town: SimpleNamespace, item: PlanItem) -> None:
    say_state(actor=town.as_("colleague"), item_id=item.pk, state="running", note="", at=LATER)
    assert list(to_remind(on=ENDS - dt.timedelta(days=15), at=NOW)) == []
    assert ["soon" in one.key for one in to_remind(on=ENDS - dt.timedelta(days=14), at=NOW)] == [True]


def test_the_calendar_of_a_year_is_put_in_once_and_undone_as_one(town: SimpleNamespace) -> None:
    actor = town.as_("coordinator")
    batch = begin_calendar(actor=actor, year=2028, at=NOW, on=TODAY)
    shown = [one.milestone for one in list_milestones(actor=actor, on=TODAY)]
    assert [(one.starts_on.month, one.ends_on.month) for one in shown] == [(1, 2), (2, 3), (4, 5), (6, 6)]
    assert shown[0].ends_on == dt.date(2028, 2, 29)
    with pytest.raises(WrongPlan, match="allerede"):
        begin_calendar(actor=actor, year=2028, at=LATER, on=TODAY)
    assert undo(actor=actor, batch=batch, at=LATER) == (4, [])
    assert list_milestones(actor=actor, on=TODAY) == []


def filled(town: SimpleNamespace) -> None:
    actor = town.as_("coordinator")
    system = ItSystem.objects.create(name="Journalen; den gamle", created_at=NOW, changed_at=NOW)
    one = ItSystem.objects.create(name="Sagen", created_at=NOW, changed_at=NOW)
    first = write_item(
        actor=actor, facts=facts(town, cost_oere=1_234_50, systems=(one.pk,), why="Fordi\ndet er."), at=NOW
    )
    write_item(actor=actor, facts=facts(town, title="Flyt", depends_on=(first.pk,), saving_oere=0), at=NOW)
    assert system.pk


@pytest.mark.parametrize("format", ["xlsx", "csv"])
def test_the_file_says_what_the_page_does_and_comes_in_as_no_change(town: SimpleNamespace, format: str) -> None:
    filled(town)
    actor = town.as_("coordinator")
    made = make(kind="it_portfolio.plan", actor=actor, parameters={}, format=format, at=NOW)
    content = made.content if isinstance(made.content, bytes) else made.content.encode()
    table = tables_of(content)[0]
    assert [row[1] for row in table] == ["Hvad", "Flyt", "Saml journaler"]
    assert table[2][7] == "1.234,5"
    assert table[1][7] == ""  # not known, and no nought
    assert table[1][8] == "0"
    preview = read_plan_file(actor=actor, content=content, filename=f"plan.{format}", options={}, at=LATER)
    assert (preview.nothing_to_do, preview.problems, preview.changes) == (True, (), ())


def test_a_file_is_shown_first_carried_out_and_undone_as_one(town: SimpleNamespace, item: PlanItem) -> None:
    actor = town.as_("coordinator")
    lines = (
        "Hvad;Begynder;Udgift, kr.;Status;Kommer efter;Ansvarligs e-mail\n"
        "Saml journaler;;Ikke oplyst;I gang;;\n"
        f"Skift net;01-02-2027;2.500;;Saml journaler;{town.people['leader'].email}\n"
        "Forkert;31-02-2027;;;;\n"
        "Ukendt;;;;Findes ikke;\n"
    )
    read = read_now(kind="it_portfolio.plan", content=lines.encode(), filename="plan.csv", actor=actor, at=LATER)
    assert PlanItem.objects.count() == 1
    carry_out_now(import_id=read.pk, actor=actor, at=LATER)
    changed, new = (PlanItem.objects.get(title=title) for title in ("Saml journaler", "Skift net"))
    assert (changed.cost_oere, changed.state, changed.starts_on) == (None, "running", BEGINS)
    assert (new.cost_oere, new.owner_id) == (2_500_00, town.people["leader"].pk)
    assert plan_facts(new).depends_on == (changed.pk,)
    assert PlanItem.objects.count() == 2
    newest = newest_batch(actor=actor)
    assert newest is not None
    assert undo(actor=actor, batch=newest.batch, at=LATER)[1] == []
    assert [one.title for one in PlanItem.objects.filter(removed_at__isnull=True)] == ["Saml journaler"]
    assert plan_facts(PlanItem.objects.get(title="Saml journaler")) == facts(town, cost_oere=100_00)


def test_what_was_decided_elsewhere_is_offered_until_an_item_comes_from_it(
    town: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    offer = plan_offers.Offer(key="scenario:1", title="Saml", why="Sparer", element="steps", saving_oere=500_00)
    monkeypatch.setitem(plan_offers._offers, "scenarios", lambda actor, on: [offer])
    client = signed_in(town, "coordinator")
    assert "Sæt i planen" in client.get(reverse("it_portfolio:plan")).content.decode()
    page = client.get(f"{reverse('it_portfolio:plan_item_new')}?tilbud=scenario:1").context["form"]
    said = {name: value for name, value in page.initial.items() if value not in (None, ())}
    client.post(reverse("it_portfolio:plan_item_new"), said | {"once": str(uuid4())})
    assert PlanItem.objects.get().saving_oere == 500_00
    assert open_offers(actor=town.as_("coordinator"), on=TODAY) == []


def test_the_history_tells_every_value_before_and_after(town: SimpleNamespace, item: PlanItem) -> None:
    say_state(actor=town.as_("colleague"), item_id=item.pk, state="done", note="Færdig", at=LATER)
    newest = PlanChange.objects.first()
    assert newest is not None
    assert (newest.was, newest.became) == ({"state": "planned", "note": ""}, {"state": "done", "note": "Færdig"})
    page = signed_in(town, "colleague").get(reverse("it_portfolio:plan_item", args=[item.pk])).content.decode()
    assert "Status: Ikke begyndt → Gjort" in page


DAYS = st.none() | st.dates(dt.date(2026, 7, 1), dt.date(2030, 1, 1))


@given(DAYS, DAYS, st.sampled_from(["planned", "running", "paused", "done", "dropped"]), st.integers(0, 900))
def test_what_is_late_stays_late_until_it_ends(
    starts_on: dt.date | None, ends_on: dt.date | None, state: str, more: int
) -> None:
    on = dt.date(2027, 6, 1)
    said = late_words(state=state, starts_on=starts_on, ends_on=ends_on, on=on)
    later = late_words(state=state, starts_on=starts_on, ends_on=ends_on, on=on + dt.timedelta(days=more))
    assert not said or later
    assert not said or state not in ("done", "dropped")


@given(st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)), max_size=15), st.integers(0, 6))
def test_a_ring_is_found_exactly_where_there_is_one(pairs: list[tuple[int, int]], node: int) -> None:
    known: dict[int, list[int]] = {}
    for one, other in pairs:
        known.setdefault(one, []).append(other)
    reach, new = set(known.get(node, [])), set(known.get(node, []))
    while new:
        new = {other for one in new for other in known.get(one, [])} - reach
        reach |= new
    assert goes_round(node, known.get(node, []), known) == (node in reach)  # type: ignore[arg-type]
