"""Requests for technology at the school: one in each state that pages show differently, all the leader's, made
by the services that pages use."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import uuid4

from chefforum.kernel.access.queries import actor_for
from chefforum.kernel.access.rules import Actor
from chefforum.modules.it_costs.models import ApprovalLimits, ItRequest
from chefforum.modules.it_costs.rules.request_facts import LineFacts, RequestFacts
from chefforum.modules.it_costs.rules.request_levels import Limits
from chefforum.modules.it_costs.rules.request_words import Level, ReviewKind
from chefforum.modules.it_costs.services.request_decisions import Scope, approve, take_into_use
from chefforum.modules.it_costs.services.request_limits import set_limits
from chefforum.modules.it_costs.services.request_steps import answer, begin, submit
from chefforum.modules.it_costs.services.requests import write_request
from tests.people import Lindeby


@dataclass(frozen=True)
class RequestsWorld:
    draft: ItRequest
    submitted: ItRequest
    in_review: ItRequest  # the auditor is asked about law, and has not answered
    ready: ItRequest  # checks are answered; the coordinator decides
    for_forum: ItRequest  # the forum decides
    approved: ItRequest
    in_use: ItRequest
    coordinators_own: ItRequest  # the IT manager's own, ready to be decided
    limits: ApprovalLimits


def facts(lindeby: Lindeby, title: str) -> RequestFacts:
    """A system that lacks nothing that must be said."""
    school = lindeby.units["3100"].pk
    return RequestFacts(
        kind="new_system",
        title=title,
        unit_id=school,
        need="Matematik på mellemtrinnet med opgaver, der retter sig selv",
        alternatives="Bogen dækker det meste.",
        for_whom="Elever i 4.-6. klasse",
        users=120,
        vendor_name="Klitgård Data",
        tasks=("17.01",),
        personal_data="ordinary",
        ai_class="none",
        is_critical="no",
        funding_unit_id=school,
        funding_account="Undervisningsmidler",
        lines=(LineFacts("Elevlicens", "software", lindeby.on.year, 24_000_00, "", None, True, 3),),
    )


def build(*, lindeby: Lindeby, at: dt.datetime) -> RequestsWorld:
    leader, keeper, auditor = (
        actor_for(person=lindeby.persons[name], on=lindeby.on) for name in ("workplace_leader", "it_manager", "auditor")
    )
    limits = set_limits(
        actor=keeper,
        valid_from=lindeby.on - dt.timedelta(days=30),
        limits=Limits(free_below=10_000, forum_from=3_000_000),
        reviewers={ReviewKind.LAW: auditor.person_id},
        source="Chefforum, punkt 4",
        at=at,
    )

    def make(title: str, *, by: Actor = leader) -> ItRequest:
        return write_request(actor=by, facts=facts(lindeby, title), at=at, made_id=uuid4())

    def sent(title: str, *, by: Actor = leader) -> ItRequest:
        return submit(actor=by, request_id=make(title, by=by).pk, at=at)

    def begun(
        title: str, *, asked: Iterable[ReviewKind] = (), level: Level | None = None, by: Actor = leader
    ) -> ItRequest:
        people = dict.fromkeys(asked, auditor.person_id)
        return begin(actor=keeper, request_id=sent(title, by=by).pk, asked=people, level=level, at=at)

    def approved(title: str) -> ItRequest:
        found = begun(title)
        scope = Scope(what=title, amount_oere=72_000_00, expires_on=lindeby.on + dt.timedelta(days=40))
        approve(actor=keeper, request_id=found.pk, scope=scope, at=at)
        return found

    ready = begun("Talrækken", asked=[ReviewKind.LAW])
    answer(actor=auditor, request_id=ready.pk, kind=ReviewKind.LAW, said="if", text="Indgå en aftale først.", at=at)
    in_use = approved("Brøkbogen")
    take_into_use(actor=leader, request_id=in_use.pk, at=at)
    return RequestsWorld(
        draft=make("Regneskibet"),
        submitted=sent("Gangebordet"),
        in_review=begun("Plusvejen", asked=[ReviewKind.LAW]),
        ready=ready,
        for_forum=begun("Tabelrejsen", level=Level.FORUM),
        approved=approved("Minuslinjen"),
        in_use=in_use,
        coordinators_own=begun("Vinkelmåleren", by=keeper),
        limits=limits,
    )
