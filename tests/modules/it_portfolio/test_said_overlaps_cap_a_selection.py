"""Systems that people say do the same are not chosen together: their last word counts, and a run keeps it as it was."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from chefforum.modules.it_costs.models import ItSystem
from chefforum.modules.it_costs.services.register import remove_system
from chefforum.modules.it_portfolio.models import SelectionDraft
from chefforum.modules.it_portfolio.rules.overlaps import APART, TOGETHER, Two, Verdict, groups_said, in_order
from chefforum.modules.it_portfolio.rules.selection import Overlap, Settings, with_overlap
from chefforum.modules.it_portfolio.services.overlaps import say_verdict, undo_verdict
from chefforum.modules.it_portfolio.services.selection_drafts import begin_from_run, change_draft
from chefforum.modules.it_portfolio.services.selection_runs import make_run
from tests.modules.it_costs.conftest import NOW, TODAY
from tests.modules.it_portfolio.selecting import draft, id_of, names_of, run, system

IDS = [UUID(int=number) for number in range(1, 7)]
PAIRS = [in_order(one, other) for place, one in enumerate(IDS) for other in IDS[place + 1 :]]
verdicts = st.dictionaries(st.sampled_from(PAIRS), st.sampled_from([one.value for one in Verdict]))


@pytest.fixture
def three(town: SimpleNamespace, lake: object) -> tuple[ItSystem, ...]:
    """The first two are the most worth; the third is chosen where they may not both be."""
    return tuple(system(town, name, users=users) for name, users in (("A", 900), ("B", 800), ("C", 10)))


def say(town: SimpleNamespace, one: ItSystem, other: ItSystem, verdict: str = "overlap", seen: int = 0) -> None:
    asked = {"verdict": verdict, "reason": "Samme skemaer.", "seen": seen, "at": NOW}
    say_verdict(actor=town.as_("coordinator"), one=one.pk, other=other.pk, **asked)


@given(said=verdicts, there=st.sets(st.sampled_from(IDS)))
def test_every_pair_said_to_do_the_same_is_in_a_group_and_no_group_holds_two_said_to_be_apart(
    said: dict[Two, str], there: set[UUID]
) -> None:
    groups = groups_said(said, there)
    held = {in_order(a, b) for group in groups for a in group for b in group if a != b}
    assert {two for two, one in said.items() if one in TOGETHER and set(two) <= there} <= held
    assert not {two for two, one in said.items() if one in APART} & held
    assert {one for group in groups for one in group} <= there
    assert all(len(group) > 1 for group in groups)
    assert groups == groups_said(dict(reversed(said.items())), there)


def test_two_that_do_the_same_are_not_both_chosen_until_it_is_undone(
    town: SimpleNamespace, three: tuple[ItSystem, ...]
) -> None:
    assert names_of(run(town)) == ["A", "B"]
    say(town, *three[:2])
    made = run(town)
    assert sorted(names_of(made)) == ["A", "C"]
    kept = Settings.from_json(made.settings)
    assert kept.overlaps == (Overlap("A og B", "at_most_one", (id_of(three[0]), id_of(three[1])), is_said=True),)
    undo_verdict(actor=town.as_("coordinator"), one=three[0].pk, other=three[1].pk, seen=1, at=NOW)
    assert names_of(run(town)) == ["A", "B"]
    made.refresh_from_db()
    assert Settings.from_json(made.settings) == kept


@pytest.mark.parametrize(("verdict", "is_capped"), [("same_product", True), ("complement", False), ("distinct", False)])
def test_only_what_does_the_same_caps(
    town: SimpleNamespace, three: tuple[ItSystem, ...], verdict: str, is_capped: bool
) -> None:
    say(town, *three[:2], verdict=verdict)
    assert ("C" in names_of(run(town))) is is_capped


def test_where_it_is_to_make_no_difference_it_makes_none(town: SimpleNamespace, three: tuple[ItSystem, ...]) -> None:
    say(town, *three[:2])
    made = run(town, said_overlaps="")
    assert names_of(made) == ["A", "B"]
    assert Settings.from_json(made.settings).overlaps == ()


def test_what_is_out_of_the_register_is_in_no_group(town: SimpleNamespace, three: tuple[ItSystem, ...]) -> None:
    say(town, *three[:2])
    remove_system(actor=town.as_("coordinator"), system_id=three[0].pk, is_removed=True, at=NOW)
    assert Settings.from_json(run(town).settings).overlaps == ()


def test_a_group_that_was_typed_goes_before_the_same_one_that_was_said(
    town: SimpleNamespace, three: tuple[ItSystem, ...]
) -> None:
    say(town, *three[:2])
    typed = Overlap("Det samme", "all", (id_of(three[1]), id_of(three[0])))
    made = run(town, overlaps=(typed,))
    assert names_of(made) == ["A", "B"]
    assert Settings.from_json(made.settings).overlaps == (typed,)
    other = Overlap("A og B", "all_or_none", (id_of(three[1]), id_of(three[2])))
    both = Settings.from_json(run(town, overlaps=(other,), least=1).settings).overlaps
    assert [one.name for one in both] == ["A og B", "A og B (vurderet)"]


def test_a_draft_made_from_a_run_asks_people_anew(town: SimpleNamespace, three: tuple[ItSystem, ...]) -> None:
    actor = town.as_("coordinator")
    say(town, *three[:2])
    made = run(town)
    undo_verdict(actor=actor, one=three[0].pk, other=three[1].pk, seen=1, at=NOW)
    again = begin_from_run(actor=actor, run_id=made.pk, draft_id=uuid4(), title="Igen", at=NOW)
    assert names_of(make_run(actor=actor, draft_id=again.pk, at=NOW, on=TODAY)) == ["A", "B"]


def test_two_that_must_be_in_and_do_the_same_are_named_as_a_conflict(
    town: SimpleNamespace, three: tuple[ItSystem, ...]
) -> None:
    say(town, *three[:2])
    made = run(town, least=3, most=3)
    page = browser(town).get(reverse("it_portfolio:selection_run", args=[made.pk])).content.decode()
    assert "Højst ét af A og B" in page


def browser(town: SimpleNamespace) -> Client:
    client = Client()
    client.force_login(town.people["coordinator"], backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_pages_tell_what_was_said_and_what_was_added_by_hand(
    town: SimpleNamespace, three: tuple[ItSystem, ...]
) -> None:
    say(town, *three[:2])
    kept, client = draft(town), browser(town)
    url = reverse("it_portfolio:selection_draft", args=[kept.pk])
    page = client.get(url).content.decode()
    assert "A og B: højst ét af dem." in page
    typed = Overlap("Skemaer", "at_most_one", (id_of(three[1]), id_of(three[2])))
    change_draft(
        actor=town.as_("coordinator"),
        draft_id=kept.pk,
        change=lambda settings: with_overlap(settings, typed),
        at=NOW,
        seen=None,
    )
    assert "Tilføjet i hånden." in client.get(url).content.decode()
    made = make_run(actor=town.as_("coordinator"), draft_id=kept.pk, at=NOW, on=TODAY)
    shown = client.get(reverse("it_portfolio:selection_run", args=[made.pk])).content.decode()
    assert "Højst ét af dem, fordi de it-ansvarlige siger, at de gør det samme: A og B." in shown
    assert "Højst ét af dem i Skemaer: B og C." in shown


def test_how_many_may_be_chosen_is_changed_with_the_rules(town: SimpleNamespace, three: tuple[ItSystem, ...]) -> None:
    kept, client = draft(town), browser(town)
    url = reverse("it_portfolio:selection_rules", args=[kept.pk])
    form = client.get(url).context["form"]
    assert form["said_overlaps"].value() == "at_most_one"
    sent = {name: "" if form[name].value() is None else form[name].value() for name in form.fields}
    del sent["with_installations"]
    assert client.post(url, sent | {"said_overlaps": ""}).status_code == 302
    assert not Settings.from_json(SelectionDraft.objects.get().settings).said_overlaps
    page = client.get(reverse("it_portfolio:selection_draft", args=[kept.pk])).content.decode()
    assert "tæller ikke med" in page


def test_a_draft_that_was_kept_before_takes_what_people_say() -> None:
    kept = replace(Settings(year=2025), overlaps=(Overlap("Net", "all", ("a", "b")),)).as_json()
    del kept["said_overlaps"]
    del kept["overlaps"][0]["is_said"]
    assert Settings.from_json(kept).said_overlaps == "at_most_one"
    assert Settings.from_json(kept).overlaps[0].is_said is False
