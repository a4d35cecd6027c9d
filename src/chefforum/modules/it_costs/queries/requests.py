"""Requests as those who have to do with them read them: the list, one of them, and what somebody is to it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from django.db.models import (
    BigIntegerField,
    Case,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    Sum,
    When,
)

from chefforum.kernel.access.rules import Actor
from chefforum.kernel.organisation.models import UnitKind, UnitPeriod
from chefforum.kernel.organisation.queries import valid_on
from chefforum.kernel.organisation.rules import OrganisationTree

from ..access import READ_REQUESTS, is_coordinator, is_same_person, leads, units_of_costs
from ..models import ItRequest, RequestDecision, RequestLine, RequestReview
from ..rules.request_facts import PLAIN, LineFacts, RequestFacts
from ..rules.request_states import EXPIRED, RequestState, parts_of
from ..rules.request_words import Level, ReviewAnswer

MINE, WAITS, ALL = "mine", "venter", "alle"
SOON, SOON_DAYS = "snart", 60


class RequestNotFound(LookupError):
    """There is no such request, or the actor may not know of it."""


@dataclass(frozen=True)
class RequestsChosen:
    """What a list is narrowed to; empty is everything that the actor reads."""

    whose: str = ALL
    words: str = ""
    state: str = ""
    kind: str = ""
    unit_id: UUID | None = None


REQUESTS_SORTED_BY = {
    "navn": "title",
    "type": "kind",
    "enhed": "unit_name",
    "tilstand": "state",
    "beloeb": "total_oere",
    "aendret": "changed_at",
    "udloeber": "expires_on",
}


def readable(actor: Actor) -> QuerySet[ItRequest]:
    """Those that the actor may know of. Raises AccessDenied."""
    READ_REQUESTS.require(actor)
    if actor.everything:
        return ItRequest.objects.all()
    asked = RequestReview.objects.filter(request=OuterRef("pk"), person=actor.person_id)
    sent = ~Q(state=RequestState.DRAFT.value)
    units = units_of_costs(actor)
    theirs = sent if units is None else sent & (Q(unit__in=units) | Q(Exists(asked)))
    return ItRequest.objects.filter(Q(author=actor.person_id) | theirs)


def list_requests(
    *, actor: Actor, chosen: RequestsChosen, tree: OrganisationTree, on: dt.date, order: str = "-changed_at"
) -> QuerySet[ItRequest]:
    """Those that fit, with `unit_name`, `total_oere` (all years; None: an amount is missing) and `expires_on`. One
    query. Raises AccessDenied."""
    rows = _with_sums(readable(actor), on).select_related("author", "unit")
    wanted = Q()
    if chosen.whose == MINE:
        wanted &= Q(author=actor.person_id)
    if chosen.whose == WAITS:
        wanted &= waits_for(actor, tree)
    if chosen.state == SOON:
        last = on + dt.timedelta(days=SOON_DAYS)
        wanted &= Q(state=RequestState.APPROVED.value, expires_on__gte=on, expires_on__lte=last)
    elif chosen.state == EXPIRED:
        wanted &= Q(state=RequestState.APPROVED.value, expires_on__lt=on)
    elif chosen.state == RequestState.APPROVED:
        wanted &= Q(state=chosen.state) & (Q(expires_on__gte=on) | Q(expires_on__isnull=True))
    elif chosen.state:
        wanted &= Q(state=chosen.state)
    if chosen.kind:
        wanted &= Q(kind=chosen.kind)
    if chosen.unit_id is not None:
        wanted &= Q(unit__in=tree.below([chosen.unit_id]))
    for word in chosen.words.split():
        said = ("title", "need", "vendor_name", "author__name")
        wanted &= Q(*((f"{field}__icontains", word) for field in said), _connector=Q.OR)
    direction = F(order.removeprefix("-"))
    by = direction.desc(nulls_last=True) if order.startswith("-") else direction.asc(nulls_last=True)
    return rows.filter(wanted).order_by(by, "title", "pk")


def _with_sums(rows: QuerySet[ItRequest], on: dt.date) -> QuerySet[ItRequest]:
    name = UnitPeriod.objects.filter(valid_on(on), unit=OuterRef("unit")).values("name")[:1]
    lines = RequestLine.objects.filter(request=OuterRef("pk"))
    whole = BigIntegerField()
    yearly = ExpressionWrapper(F("amount_oere") * F("years"), output_field=whole)
    each = Case(When(is_yearly=True, then=yearly), default=F("amount_oere"), output_field=whole)
    total = lines.order_by().values("request").annotate(sum=Sum(each, output_field=whole)).values("sum")
    standing = RequestDecision.objects.filter(request=OuterRef("pk"), undone_at__isnull=True)
    return rows.annotate(
        unit_name=Subquery(name),
        total_oere=Case(
            When(Exists(lines.filter(amount_oere__isnull=True)), then=None),
            default=Subquery(total),
            output_field=whole,
        ),
        expires_on=Subquery(standing.values("expires_on")[:1]),
    )


def waiting_requests(*, actor: Actor, tree: OrganisationTree, on: dt.date, most: int) -> list[ItRequest]:
    """What waits for the actor, the one that has waited longest first. One query. Raises AccessDenied."""
    rows = _with_sums(readable(actor), on).filter(waits_for(actor, tree))
    return list(rows.order_by("changed_at", "pk")[:most])


def expiring(*, on: dt.date) -> QuerySet[RequestDecision]:
    """Approvals that are not in use and expire within `SOON_DAYS`, or did within as many. One query; everybody's."""
    days = dt.timedelta(days=SOON_DAYS)
    rows = RequestDecision.objects.filter(undone_at__isnull=True, request__state=RequestState.APPROVED.value)
    return rows.filter(expires_on__gte=on - days, expires_on__lte=on + days).select_related("request")


def waits_for(actor: Actor, tree: OrganisationTree) -> Q:
    """What the actor is the one to act on: another's request to screen, to decide or to check; one's own that was sent
    back, or is approved and not in use."""
    S = RequestState
    me = Q(author=actor.person_id)
    asked = RequestReview.objects.filter(
        request=OuterRef("pk"), dropped_at__isnull=True, answer=ReviewAnswer.OPEN.value
    )
    waits = me & Q(state__in=(S.RETURNED.value, S.APPROVED.value))
    waits |= ~me & Q(state=S.IN_REVIEW.value) & Q(Exists(asked.filter(person=actor.person_id)))
    # Who decides is asked when every check is answered.
    ready = Q(state=S.IN_REVIEW.value) & ~Q(Exists(asked))
    if is_coordinator(actor):
        waits |= ~me & Q(state=S.SUBMITTED.value)
        waits |= ~me & Q(state=S.IN_REVIEW.value) & Q(Exists(asked.filter(person__isnull=True)))
        waits |= ~me & ready & Q(level__in=(Level.COORDINATOR.value, Level.FORUM.value))
    areas = [unit.id for unit in tree.units if leads(actor, unit.id) and leads(actor, area_of(tree, unit.id))]
    if areas:
        waits |= ~me & ready & Q(level=Level.CHIEF.value, unit__in=areas)
    return waits


def area_of(tree: OrganisationTree, unit_id: UUID) -> UUID:
    """The unit whose leader is the area's chief: the nearest that is not a workplace, or the unit where all are."""
    path = [unit for unit in reversed(tree.path(unit_id)) if unit.kind != UnitKind.WORKPLACE]
    return path[0].id if path else unit_id


def find_request(*, actor: Actor, request_id: UUID) -> ItRequest:
    """With its lines, reviews and decisions. Five queries. Raises RequestNotFound, AccessDenied."""
    lines = Prefetch("lines", RequestLine.objects.order_by("place"))
    reviews = Prefetch("reviews", RequestReview.objects.select_related("person", "answered_by"))
    decisions = Prefetch("decisions", RequestDecision.objects.select_related("person", "system", "contract"))
    rows = readable(actor).select_related("author", "system", "contract", "unit")
    found = rows.filter(pk=request_id).prefetch_related(lines, reviews, decisions).first()
    if found is None:
        raise RequestNotFound(request_id)
    return found


def facts_of(found: ItRequest) -> RequestFacts:
    """What is said of it now. One query, or none where its lines are there."""
    said = {name: getattr(found, name) for name in PLAIN}
    lines = tuple(
        LineFacts(
            item=one.item,
            category=one.category,
            first_year=one.first_year,
            amount_oere=one.amount_oere,
            hardware=one.hardware,
            quantity=plain(one.quantity),
            is_yearly=one.is_yearly,
            years=one.years,
        )
        for one in found.lines.all()
    )
    return RequestFacts(**said, tasks=tuple(filter(None, found.tasks.split(","))), lines=lines)


def plain(quantity: Decimal | None) -> Decimal | None:
    """Without the zeros that the database adds, which a Dane reads as thousands."""
    return None if quantity is None else Decimal(f"{quantity.normalize():f}")


def standing_decision(found: ItRequest) -> RequestDecision | None:
    """The one that was not undone. No query where its decisions are there."""
    return next((one for one in found.decisions.all() if one.undone_at is None), None)


def open_reviews(found: ItRequest) -> list[RequestReview]:
    """Those that are asked for. No query where its reviews are there."""
    return [one for one in found.reviews.all() if one.dropped_at is None]


def parts_in(found: ItRequest, *, actor: Actor, tree: OrganisationTree) -> frozenset[str]:
    """What the actor is to the request. Level forum is decided by the meeting, and noted by the coordinator or the
    chief; the coordinator's level by the chief as well. No query where its reviews are there."""
    is_chief = leads(actor, area_of(tree, found.unit_id))
    coordinates = is_coordinator(actor)
    return parts_of(
        is_author=actor.person_id == found.author_id,
        is_own=is_same_person(actor, person_id=found.author_id, name=found.author.name),
        is_coordinator=coordinates,
        may_decide=is_chief or (coordinates and found.level != Level.CHIEF.value),
        is_asked=any(
            coordinates if one.person_id is None else one.person_id == actor.person_id for one in open_reviews(found)
        ),
    )
