"""Lindeby chooses which systems to look into: a run, the list decided from it, a draft whose rules conflict, and who
steers it.

The register of the demo has 65 systems where a municipality has some 480, so that 12-14 are chosen and not 26-28.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from uuid import UUID, uuid4

from django.utils import timezone

from chefforum.kernel.access.rules import Actor
from chefforum.kernel.organisation.queries import tree_on
from chefforum.modules.it_portfolio.models import SelectionRun
from chefforum.modules.it_portfolio.queries.selection import (
    departments_with_systems,
    names_of_systems,
    usual_settings,
)
from chefforum.modules.it_portfolio.queries.steering_group import group_now
from chefforum.modules.it_portfolio.rules.selection import Forced, Overlap, PointsByHand, Settings
from chefforum.modules.it_portfolio.rules.steering_group import USUAL_WEIGHTS, Asked
from chefforum.modules.it_portfolio.services.selection_decisions import ChangeByHand, decide
from chefforum.modules.it_portfolio.services.selection_drafts import begin_draft, begin_from_run, change_draft
from chefforum.modules.it_portfolio.services.selection_runs import make_run
from chefforum.modules.it_portfolio.services.steering_group import seat_member, set_steering_group

from .leaders import Town

KEEPER = "kim.stavnsbo"
TITLE = "Udvælgelse til undersøgelsen (12-14 af Lindebys 65)"
FOCUS = (
    ("Skolesporet", 90, "Skoleudvalget har bedt om at få det set efter."),
    ("Nødkaldet", 80, "Skal i udbud næste år."),
    ("Blanketten", 60, "Borgerne ringer, fordi de ikke kan finde rundt i den."),
)
FORCED = (
    ("Bostedsbogen", True, "Tilsynet pegede på den. Hvad den koster, er vi ved at finde ud af."),
    ("Arkivkisten", False, "Lukkes, når de gamle sager er afleveret."),
)
OVERLAPS = (("Læring i klassen", "at_most_one", ("Klassevæg", "Læselygten")),)
PUT_IN = ("Intra", "Alle bruger det hver dag, og aftalen udløber til sommer.")
NOTE = "Styregruppen gennemgik listen på sit møde og tog Intra med."
SEATS, LEFT_EMPTY = 9, 2  # the last departments have not said yet who comes


def load(*, at: dt.datetime) -> None:
    """As it stands at `at`, by the coordinator. Systems, costs and persons are there already."""
    town = Town.now()
    actor = town.actor(KEEPER, at)
    names = {name: key for key, name in names_of_systems(actor=actor).items()}
    departments = [key for key, _ in departments_with_systems(actor=actor, tree=tree_on(timezone.localdate(at)))]
    asked = _asked(names, departments, on=timezone.localdate(at))
    first = at - dt.timedelta(days=24)
    draft = begin_draft(actor=actor, draft_id=uuid4(), title=TITLE, settings=asked, at=first)
    run = make_run(actor=actor, draft_id=draft.pk, at=first, on=timezone.localdate(first))
    decide(
        actor=actor,
        run_id=run.pk,
        decision_id=uuid4(),
        changes=[ChangeByHand(UUID(names[PUT_IN[0]]), is_in=True, reason=PUT_IN[1])],
        note=NOTE,
        seen=None,
        at=at - dt.timedelta(days=17),
    )
    _second(actor, run, town, at=at - dt.timedelta(days=3))
    _steering(actor, town, at=at - dt.timedelta(days=20))


def _asked(names: dict[str, str], departments: list[str], *, on: dt.date) -> Settings:
    return replace(
        usual_settings(on=on),
        least=12,
        most=14,
        departments=dict.fromkeys(departments, 1),
        vulnerable=5,
        cost_share=50,
        per_vendor=3,
        types=("Sag og dokument",),
        by_hand=tuple(PointsByHand(names[name], "focus", points, why) for name, points, why in FOCUS),
        forced=tuple(Forced(names[name], is_in, why) for name, is_in, why in FORCED),
        overlaps=tuple(Overlap(name, take, tuple(names[one] for one in those)) for name, take, those in OVERLAPS),
    )


def _second(actor: Actor, run: SelectionRun, town: Town, *, at: dt.datetime) -> None:
    """What if one department had three? Too little is known of its systems for that."""
    draft = begin_from_run(
        actor=actor, run_id=run.pk, draft_id=uuid4(), title="Hvad nu, hvis Familie & Forebyggelse får tre?", at=at
    )
    family = str(town.unit("310"))
    change_draft(
        actor=actor,
        draft_id=draft.pk,
        change=lambda settings: replace(settings, departments={**settings.departments, family: 3}),
        at=at + dt.timedelta(minutes=4),
        seen=None,
    )
    when = at + dt.timedelta(minutes=5)
    make_run(actor=actor, draft_id=draft.pk, at=when, on=timezone.localdate(when))


def _steering(actor: Actor, town: Town, *, at: dt.datetime) -> None:
    codes = {str(pk): code for code, pk in town.units.items()}
    set_steering_group(actor=actor, asked=Asked(SEATS, USUAL_WEIGHTS, {}), seen=None, at=at)
    found = group_now(actor=actor, on=timezone.localdate(at))
    for one in found.departments[: len(found.departments) - LEFT_EMPTY]:
        leader = town.leads.get(codes[one.row.unit_id])
        if leader is not None and one.row.seats:
            seat_member(actor=actor, unit_id=UUID(one.row.unit_id), person_id=leader.pk, at=at)
