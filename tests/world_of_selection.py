"""A selection of Lindeby's systems: a draft, a run, one that could not be, the list that counts; the steering group.

The run is of systems that are invented and not in the register, so that there is something to choose among without
changing what other pages show; the list that counts is of the school's system.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict, dataclass, replace
from random import Random
from uuid import UUID, uuid4

from chefforum.kernel.access.queries import actor_for
from chefforum.modules.it_portfolio.models import (
    SelectionDecision,
    SelectionDraft,
    SelectionRun,
    SteeringGroupMember,
)
from chefforum.modules.it_portfolio.rules.selection import Forced, Overlap, PointsByHand, Settings, SystemThen
from chefforum.modules.it_portfolio.rules.selection_run import run_selection
from chefforum.modules.it_portfolio.rules.steering_group import USUAL_WEIGHTS, Asked
from chefforum.modules.it_portfolio.services.selection_decisions import decide
from chefforum.modules.it_portfolio.services.selection_drafts import begin_draft
from chefforum.modules.it_portfolio.services.selection_runs import make_run
from chefforum.modules.it_portfolio.services.steering_group import seat_member, set_steering_group
from tests.people import Lindeby
from tests.world_of_it import ItWorld

COUNT, CHOSEN = 40, 12
RUN_ID, CONFLICT_ID = (UUID(f"00000000-0000-4000-8000-00000000000{nth}") for nth in (1, 2))
DEPARTMENTS = ("Skoler og dagtilbud", "Sundhed og omsorg", "Økonomi og Stab", "Klima, Miljø og Teknik")
VENDORS = ("Bøgeskov Systemer", "Tinghøj Data", "Klitgård Data", "Havblik It", "Fjordtek")


@dataclass(frozen=True)
class SelectionWorld:
    draft: SelectionDraft  # the it_manager's, with a choice, points and an overlap
    run: SelectionRun
    conflict: SelectionRun
    small: SelectionRun  # of the school's system alone
    decision: SelectionDecision  # from the small one
    seat: SteeringGroupMember  # the colleague's, for the school


def build(*, lindeby: Lindeby, it: ItWorld, at: dt.datetime) -> SelectionWorld:
    """Writes it, by the services that pages use where the systems are the register's."""
    actor, on = actor_for(person=lindeby.persons["it_manager"], on=lindeby.on), lindeby.on
    system, other = str(it.system.pk), str(it.installation.pk)
    asked = Settings(
        year=on.year - 1,
        with_installations=True,
        least=1,
        most=1,
        forced=(Forced(system, is_in=True, reason="Aftalt med skolerne"),),
        by_hand=(PointsByHand(system, "focus", 80, "Ny strategi for matematik"),),
        overlaps=(Overlap("Net og læring", "all_or_none", (system, other)),),
    )
    draft = begin_draft(actor=actor, draft_id=uuid4(), title="Udvælgelse i foråret", settings=asked, at=at)
    plain = begin_draft(actor=actor, draft_id=uuid4(), title="Kun skolens", settings=replace(asked, overlaps=()), at=at)
    small = make_run(actor=actor, draft_id=plain.pk, at=at, on=on)
    decision = decide(
        actor=actor, run_id=small.pk, decision_id=uuid4(), changes=(), note="Besluttet på mødet", seen=None, at=at
    )
    many = invented()
    wide = Settings(
        year=on.year - 1,
        least=CHOSEN - 2,
        most=CHOSEN,
        departments={one.department_id: 2 for one in many},
        vulnerable=3,
        per_vendor=4,
        types=("Sag og dokument",),
        forced=(Forced(many[5].id, is_in=True, reason="Udbud til efteråret"),),
        overlaps=(Overlap("Vagtplaner", "at_most_one", (many[0].id, many[1].id)),),
    )
    set_steering_group(actor=actor, asked=Asked(7, USUAL_WEIGHTS, {str(lindeby.units["3100"].pk): 1}), seen=None, at=at)
    seat = seat_member(actor=actor, unit_id=lindeby.units["3100"].pk, person_id=lindeby.persons["colleague"].pk, at=at)
    return SelectionWorld(
        draft=draft,
        run=_run(RUN_ID, draft, "Udvælgelse i foråret", wide, many, at),
        conflict=_run(CONFLICT_ID, draft, "Med for mange krav", replace(wide, per_vendor=1), many, at),
        small=small,
        decision=decision,
        seat=seat,
    )


def invented() -> list[SystemThen]:
    """The same every time; the last lacks something."""
    random = Random(7)
    found = [
        SystemThen(
            id=str(UUID(int=number + 1, version=4)),
            name=f"Fagsystem {number:02}"
            if number
            else "Et fagsystem med et navn, der er så langt, at det skal brydes",
            department_id=str(UUID(int=number % len(DEPARTMENTS) + 900, version=4)),
            department=DEPARTMENTS[number % len(DEPARTMENTS)],
            vendor=VENDORS[number % len(VENDORS)],
            type="Sag og dokument" if number == 9 else "Fag",
            users=random.randrange(20, 1500),
            cost_oere=random.randrange(20_000, 2_400_000) * 100,
            criticality=random.choice(("social", "business", "ordinary")),
            vulnerable=random.choice(("yes", "no", "no")),
            evidence=random.randrange(30, 100),
        )
        for number in range(COUNT)
    ]
    return [*found[:-1], replace(found[-1], users=None, criticality="")]


def _run(
    run_id: UUID, draft: SelectionDraft, title: str, asked: Settings, systems: list[SystemThen], at: dt.datetime
) -> SelectionRun:
    return SelectionRun.objects.create(
        pk=run_id,
        draft=draft,
        title=title,
        settings=asked.as_json(),
        systems=[asdict(one) for one in systems],
        result=run_selection(settings=asked, systems=systems, tell=lambda *said: None),
        solver="HiGHS i SciPy",
        made_at=at,
        person_id=draft.person_id,
    )
