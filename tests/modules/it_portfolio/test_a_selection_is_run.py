"""A selection: scored from the register and the costs, under rules, kept as it was."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from chefforum.kernel.access.rules import AccessDenied
from chefforum.kernel.audit.models import Event
from chefforum.kernel.jobs.models import Job
from chefforum.modules.it_costs.models import ItSystem, Volume
from chefforum.modules.it_portfolio.models import SelectionRun
from chefforum.modules.it_portfolio.queries.selection import middle, shown, systems_then
from chefforum.modules.it_portfolio.rules.selection import (
    DEFAULT_WEIGHTS,
    Forced,
    Overlap,
    PointsByHand,
    SelectionWrong,
    Settings,
    SystemThen,
    check,
    criticality_of,
    with_forced,
    with_points,
    without,
)
from chefforum.modules.it_portfolio.rules.selection_run import run_selection, score
from chefforum.modules.it_portfolio.rules.selection_shown import show
from chefforum.modules.it_portfolio.services import selection_runs
from chefforum.modules.it_portfolio.services.selection_drafts import change_draft
from tests.modules.it_costs.conftest import NOW, TODAY
from tests.modules.it_portfolio.selecting import YEAR, draft, id_of, names_of, run, system

pytestmark = pytest.mark.usefixtures("lake")


def test_the_best_are_chosen_and_each_has_points_and_a_reason_in_words(town: SimpleNamespace) -> None:
    system(town, "Stort", users=1000, kroner=2_000_000, is_socially_critical="yes", serves_vulnerable="yes")
    system(town, "Mellem", users=500, kroner=1_000_000, is_business_critical="yes")
    system(town, "Lille", users=1, kroner=1)
    made = run(town)
    assert names_of(made) == ["Stort", "Mellem"]
    found = shown(actor=town.as_("controller"), run=made)
    assert found.chosen[0].words.startswith("Høj omkostning, kritisk for driften og mange brugere")
    assert {one.name: str(one.points) for one in found.chosen[1].points}["Kritisk"] == "60.00"
    assert [one.system.name for one in found.missed] == ["Lille"]
    assert "point under den laveste" in found.missed[0].words
    assert Event.objects.get(action="it_portfolio.run_selection").data == {"systems": 3, "chosen": 2}


def test_a_system_that_lacks_something_is_listed_with_what_it_lacks(town: SimpleNamespace) -> None:
    system(town, "A")
    system(town, "B")
    system(town, "Uden noget", users=None, kroner=None, is_socially_critical="unknown", serves_vulnerable="unknown")
    made = run(town)
    assert set(names_of(made)) == {"A", "B"}
    (lacks,) = shown(actor=town.as_("coordinator"), run=made).unscored
    assert lacks.missing == ("antal brugere", "omkostning", "om det er kritisk", "om det bruges til udsatte")
    assert lacks.highest > lacks.lowest


def test_points_by_hand_stand_instead_of_the_registers(town: SimpleNamespace) -> None:
    system(town, "A", users=900)
    system(town, "B", users=800)
    low = system(town, "C", users=None)
    by_hand = tuple(PointsByHand(id_of(low), name, 100, "Talt på stedet.") for name in ("users", "focus"))
    made = run(town, by_hand=by_hand)
    assert "C" in names_of(made)
    line = next(one for one in shown(actor=town.as_("coordinator"), run=made).chosen if one.system.name == "C")
    assert {one.name: one.by_hand for one in line.points}["Brugere"] == "Talt på stedet."


def test_a_run_stays_as_it_was_when_register_and_draft_change(town: SimpleNamespace) -> None:
    one = system(town, "A", users=900)
    system(town, "B")
    made = SelectionRun.objects.get(pk=run(town).pk)
    before = (made.systems, made.settings, made.result)
    ItSystem.objects.filter(pk=one.pk).update(name="Omdøbt", users_low=1, users_high=1)
    Volume.objects.all().delete()
    change_draft(
        actor=town.as_("coordinator"),
        draft_id=made.draft_id,
        change=lambda settings: replace(settings, most=9),
        at=NOW,
        seen=None,
    )
    kept = SelectionRun.objects.get(pk=made.pk)
    assert (kept.systems, kept.settings, kept.result) == before
    assert shown(actor=town.as_("coordinator"), run=kept).chosen[0].system.name == "A"


def test_the_same_is_chosen_whenever_the_same_is_asked(town: SimpleNamespace) -> None:
    for number in range(6):
        system(town, f"S{number}", users=100 * number)
    one, other = run(town), run(town)
    assert one.result == other.result


def test_a_tie_is_told(town: SimpleNamespace) -> None:
    for name in "ABC":
        system(town, name)
    found = shown(actor=town.as_("coordinator"), run=run(town))
    assert not found.is_unique
    assert found.others[0].behind == 0


def test_a_choice_by_hand_is_kept_and_its_price_told(town: SimpleNamespace) -> None:
    system(town, "A", users=900)
    system(town, "B", users=800)
    low = system(town, "C", users=100)
    made = run(town, forced=(Forced(id_of(low), is_in=True, reason="Aftalt med skolen"),))
    assert set(names_of(made)) == {"A", "C"}
    (price,) = shown(actor=town.as_("coordinator"), run=made).by_hand
    assert price.name == "C"
    assert price.instead == ("B",)
    assert price.cost is not None
    assert price.cost > 0


def test_conflicting_rules_are_named_with_what_giving_way_would_be(town: SimpleNamespace) -> None:
    system(town, "A")
    system(town, "B")
    system(town, "C", owner_unit_id=town.digital.pk)
    made = run(town, per_vendor=1)
    found = shown(actor=town.as_("coordinator"), run=made)
    assert found.chosen == ()
    assert found.conflict is not None
    words = [one.words for one in found.conflict.claims]
    assert words == ["Mindst 2 systemer i alt", "Højst 1 fra Nordlys Software"]
    (way,) = found.conflict.ways
    assert way.words in (
        "Sæt mindst i alt ned fra 2 til 1",
        "Sæt højst fra en leverandør op fra 1 til 2, af hensyn til Nordlys Software",
    )
    assert {one.anchor for one in found.conflict.claims} == {"id_least", "id_per_vendor"}


def test_a_type_that_no_system_has_is_a_conflict_of_its_own(town: SimpleNamespace) -> None:
    system(town, "A")
    system(town, "B")
    found = shown(actor=town.as_("coordinator"), run=run(town, types=("ESDH",)))
    assert found.conflict is not None
    assert [one.words for one in found.conflict.claims] == ["Mindst ét af typen ESDH (0 kan vælges)"]


def test_departments_overlaps_and_vulnerable_are_covered(town: SimpleNamespace) -> None:
    rich = [system(town, name, users=900) for name in "ABC"]
    system(town, "D", owner_unit_id=town.digital.pk)
    system(town, "E", serves_vulnerable="yes", users=1, kroner=1)
    made = run(
        town,
        least=3,
        most=3,
        departments={str(town.digital.pk): 1},
        vulnerable=1,
        overlaps=(Overlap("Det samme", "at_most_one", tuple(id_of(one) for one in rich)),),
    )
    assert set(names_of(made)) >= {"D", "E"}
    assert len(set(names_of(made)) & {"A", "B", "C"}) == 1
    found = shown(actor=town.as_("coordinator"), run=made)
    words = {one.system.name: one.words for one in (*found.chosen, *found.missed)}
    assert words["D"].endswith("Med, fordi reglerne kræver mindst 1 fra Digitalisering.") or words["E"]
    assert "Ligner" in " ".join(words.values())


def test_the_cost_share_is_held(town: SimpleNamespace) -> None:
    system(town, "Dyr", users=1, kroner=900_000)
    system(town, "Billig 1", users=900, kroner=50_000)
    system(town, "Billig 2", users=900, kroner=50_000)
    weights = {**{str(key): 0 for key in DEFAULT_WEIGHTS}, "users": 1}
    assert names_of(run(town, least=1, most=1, weights=weights)) != ["Dyr"]
    made = run(town, least=1, most=1, weights=weights, cost_share=80)
    assert names_of(made) == ["Dyr"]


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"weights": {str(key): 0 for key in DEFAULT_WEIGHTS}}, "weight_users"),
        ({"weights": {**{str(key): 1 for key in DEFAULT_WEIGHTS}, "cost": -1}}, "weight_cost"),
        ({"weights": {**{str(key): 1 for key in DEFAULT_WEIGHTS}, "focus": 1001}}, "weight_focus"),
        ({"least": 3, "most": 2}, "most"),
        ({"least": 0, "most": 0}, "most"),
        ({"cost_share": 101}, "cost_share"),
        ({"per_vendor": 0}, "per_vendor"),
        ({"users_full": 0}, "users_full"),
        ({"cost_full": 0}, "cost_full"),
    ],
)
def test_weights_and_rules_that_cannot_be_are_refused(asked: dict[str, object], field: str) -> None:
    with pytest.raises(SelectionWrong) as refusal:
        check(replace(Settings(year=YEAR), **asked))
    assert refusal.value.field == field


def test_a_choice_without_a_reason_is_refused() -> None:
    with pytest.raises(SelectionWrong):
        with_forced(Settings(year=YEAR), Forced("a", is_in=True, reason=" "))
    with pytest.raises(SelectionWrong):
        with_points(Settings(year=YEAR), PointsByHand("a", "focus", 5, ""))


def test_settings_come_back_from_json_as_they_were() -> None:
    asked = Settings(
        year=YEAR,
        types=("ESDH",),
        by_hand=(PointsByHand("a", "focus", 40, "x"),),
        forced=(Forced("b", is_in=False, reason="y"),),
        overlaps=(Overlap("z", "all", ("a", "b")),),
    )
    assert Settings.from_json(asked.as_json()) == asked
    assert without(without(asked, what="valg", key="b"), what="point", key="a:focus").forced == ()


def test_what_nobody_has_said_is_open_and_never_no() -> None:
    assert criticality_of(socially="no", business="no") == "ordinary"
    assert criticality_of(socially="no", business="unknown") == ""
    assert criticality_of(socially="unknown", business="yes") == ""
    assert (middle(10, 20), middle(None, 7), middle(None, None)) == (15, 7, None)


@given(
    users=st.lists(st.integers(0, 3000), min_size=3, max_size=7),
    weight=st.integers(1, 50),
    extra=st.integers(0, 3000),
)
def test_a_score_never_depends_on_which_other_systems_are_there(users: list[int], weight: int, extra: int) -> None:
    def there(number: int, count: int) -> SystemThen:
        return SystemThen(str(number), str(number), users=count, cost_oere=1, criticality="ordinary", vulnerable="no")

    asked = replace(Settings(year=YEAR), weights={**Settings(year=YEAR).weights, "users": weight})
    some = [there(number, count) for number, count in enumerate(users)]
    one, _ = score(settings=asked, systems=some)
    more, _ = score(settings=asked, systems=[*some, there(99, extra)])
    assert {key: more[key] for key in one} == one


@given(st.integers(0, 100))
def test_who_does_not_read_costs_sees_nothing_that_costs_have_moved(percent: int) -> None:
    """The same page whatever the systems cost, as long as the same are chosen."""
    asked = replace(Settings(year=YEAR, least=1, most=1), forced=(Forced("a", is_in=True, reason="x"),))

    def page(cost: int) -> object:
        systems = [
            SystemThen("a", "A", users=5, cost_oere=1, criticality="ordinary", vulnerable="no"),
            SystemThen("b", "B", users=5, cost_oere=cost, criticality="ordinary", vulnerable="no"),
            SystemThen("c", "C", users=None, cost_oere=cost, criticality="ordinary", vulnerable="no"),
        ]
        result = run_selection(settings=asked, systems=systems, tell=lambda *said: None)
        bare = [replace(one, cost_oere=None) for one in systems]
        return show(settings=asked, systems=bare, result=result, with_costs=False)

    assert page(percent * 1_000_000) == page(1)


@pytest.mark.parametrize("who", ["it_manager", "controller", "auditor", "leader", "chief", "colleague"])
def test_only_the_coordinator_runs(town: SimpleNamespace, who: str) -> None:
    kept = draft(town)
    with pytest.raises(AccessDenied):
        selection_runs.make_run(actor=town.as_(who), draft_id=kept.pk, at=NOW, on=TODAY)


def test_a_job_that_dies_in_the_middle_leaves_no_run_and_the_draft_as_it_was(
    town: SimpleNamespace,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: Callable[..., object],
) -> None:
    system(town, "A")
    system(town, "B")
    kept = draft(town)

    def dies(*args: object, **said: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(selection_runs, "record", dies)
    with pytest.raises(KeyboardInterrupt):
        selection_runs.make_run(actor=town.as_("coordinator"), draft_id=kept.pk, at=NOW, on=TODAY)
    assert not SelectionRun.objects.exists()
    kept.refresh_from_db()
    assert kept.changed_at == NOW


def test_two_orders_at_once_are_one_job(town: SimpleNamespace) -> None:
    kept = draft(town)
    first = selection_runs.order_run(actor=town.as_("coordinator"), draft_id=kept.pk, at=NOW)
    again = selection_runs.order_run(actor=town.as_("coordinator"), draft_id=kept.pk, at=NOW)
    assert first == again
    assert Job.objects.count() == 1


def test_a_job_gives_the_run_and_says_in_danish_why_it_could_not(
    town: SimpleNamespace, django_capture_on_commit_callbacks: Callable[..., object]
) -> None:
    kept = draft(town)
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
        job = selection_runs.order_run(actor=town.as_("coordinator"), draft_id=kept.pk, at=NOW)
    job.refresh_from_db()
    assert "Der er ingen systemer" in job.error
    system(town, "A")
    system(town, "B")
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
        job = selection_runs.order_run(actor=town.as_("coordinator"), draft_id=kept.pk, at=NOW)
    job.refresh_from_db()
    assert job.error == ""
    assert str(SelectionRun.objects.get().pk) in job.result_url


def test_480_systems_are_read_by_as_many_queries_as_two(town: SimpleNamespace) -> None:
    actor = town.as_("coordinator")
    system(town, "A")
    system(town, "B")
    asked = Settings(year=YEAR)
    with CaptureQueriesContext(connection) as few:
        systems_then(actor=actor, settings=asked, on=TODAY)
    ItSystem.objects.bulk_create(
        ItSystem(name=f"S{number}", created_at=NOW, changed_at=NOW, owner_unit=town.north, vendor=town.vendor)
        for number in range(480)
    )
    with CaptureQueriesContext(connection) as many:
        assert len(systems_then(actor=actor, settings=asked, on=TODAY)) == 482
    assert len(many) == len(few)
