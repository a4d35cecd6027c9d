"""The plan as people read it: items with what they are about and whether they are late, milestones, and history.

Everybody who works here reads it. Kroner of an item only reach who may see them: `ItemShown` has none for others.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet

from chefforum.kernel.access.rules import Actor
from chefforum.kernel.people.models import Person
from chefforum.kernel.people.queries import list_persons
from chefforum.modules.it_costs.queries.cost_lines import system_names, systems_to_choose
from chefforum.web.charts import Chart

from ..access import READ_PLAN, is_coordinator, may_say_state, sees_money_of
from ..models import Milestone, PlanChange, PlanDependency, PlanItem, PlanItemSystem
from ..rules.plan import ENDED, ROW_FIELDS, STATE_NAMES, PlanFacts, State, is_soon, late_words, milestone_late
from ..rules.plan_charts import Stretch, timeline
from ..rules.plan_offers import Offer, offers_for


class PlanNotFound(LookupError):
    """There is no such item or milestone, or it is taken out and the actor does not keep the plan."""


@dataclass(frozen=True)
class PlanChosen:
    """What the plan is narrowed to; empty is everything that is in it."""

    words: str = ""
    element: str = ""
    state: str = ""
    owner_id: UUID | None = None
    is_late: bool = False
    is_removed: bool = False


@dataclass(frozen=True)
class ItemShown:
    """An item for an actor. `late`: how it is late, "" not. Kroner are None where they are not known or not theirs,
    which `sees_money` tells apart."""

    item: PlanItem
    systems: tuple[tuple[UUID, str], ...]
    after: tuple[PlanItem, ...]
    late: str
    is_soon: bool
    sees_money: bool
    may_say_state: bool

    @property
    def cost_oere(self) -> int | None:
        return self.item.cost_oere if self.sees_money else None

    @property
    def saving_oere(self) -> int | None:
        return self.item.saving_oere if self.sees_money else None


@dataclass(frozen=True)
class MilestoneShown:
    milestone: Milestone
    late: str


def list_items(*, actor: Actor, chosen: PlanChosen, on: dt.date) -> list[ItemShown]:
    """Those that fit, by when they begin. Three queries. Raises AccessDenied."""
    READ_PLAN.require(actor)
    rows = _rows().filter(removed_at__isnull=not (chosen.is_removed and is_coordinator(actor)))
    wanted = Q()
    for word in chosen.words.split():
        wanted &= Q(title__icontains=word) | Q(why__icontains=word) | Q(systems__system__name__icontains=word)
    if chosen.element:
        wanted &= Q(element=chosen.element)
    if chosen.state:
        wanted &= Q(state=chosen.state)
    if chosen.owner_id is not None:
        wanted &= Q(owner=chosen.owner_id)
    found = [shown_of(one, actor=actor, on=on) for one in rows.filter(wanted).distinct()]
    return [one for one in found if one.late] if chosen.is_late else found


def find_item(*, actor: Actor, item_id: UUID, on: dt.date) -> ItemShown:
    """Raises AccessDenied, PlanNotFound. Three queries."""
    READ_PLAN.require(actor)
    found = _rows().filter(pk=item_id).first()
    if found is None or (found.removed_at is not None and not is_coordinator(actor)):
        raise PlanNotFound(item_id)
    return shown_of(found, actor=actor, on=on)


def _rows() -> QuerySet[PlanItem]:
    return PlanItem.objects.select_related("owner").prefetch_related(
        Prefetch("systems", PlanItemSystem.objects.select_related("system").order_by("system__name")),
        Prefetch("comes_after", PlanDependency.objects.select_related("on_item").order_by("on_item__title")),
    )


def shown_of(item: PlanItem, *, actor: Actor, on: dt.date) -> ItemShown:
    """No query where the item came with its systems and what it comes after."""
    return ItemShown(
        item=item,
        systems=tuple((one.system_id, str(one.system)) for one in item.systems.all()),
        after=tuple(one.on_item for one in item.comes_after.all() if one.on_item.removed_at is None),
        late=late_words(state=item.state, starts_on=item.starts_on, ends_on=item.ends_on, on=on),
        is_soon=is_soon(state=item.state, ends_on=item.ends_on, on=on),
        sees_money=sees_money_of(actor, item.owner_id),
        may_say_state=may_say_state(actor, item.owner_id),
    )


def coming_after(item_id: UUID) -> list[PlanItem]:
    """Those that wait for it. One query."""
    return list(PlanItem.objects.filter(comes_after__on_item=item_id, removed_at__isnull=True))


def plan_facts(item: PlanItem) -> PlanFacts:
    """What is said of it now. Two queries at most."""
    said = {name: getattr(item, name) for name in ROW_FIELDS}
    systems = tuple(sorted(one.system_id for one in item.systems.all()))
    after = tuple(sorted(one.on_item_id for one in item.comes_after.all()))
    return PlanFacts(**said, systems=systems, depends_on=after)


def history_of(*, item_id: UUID | None = None, milestone_id: UUID | None = None) -> list[PlanChange]:
    """What was done to it, the newest first. One query."""
    rows = PlanChange.objects.filter(item=item_id, milestone=milestone_id).select_related("person")
    return list(rows)


def names_in(changes: Iterable[PlanChange]) -> dict[str, str]:
    """What the persons, systems and items in the changes are called, by their id as it is kept. Three queries."""
    ids: dict[str, set[str]] = {"owner_id": set(), "systems": set(), "depends_on": set()}
    for change in changes:
        for kept in (change.was, change.became):
            ids["owner_id"] |= {kept["owner_id"]} if kept.get("owner_id") else set()
            ids["systems"] |= set(kept.get("systems") or ())
            ids["depends_on"] |= set(kept.get("depends_on") or ())
    people = Person.objects.filter(pk__in=ids["owner_id"]).values_list("pk", "name")
    items = PlanItem.objects.filter(pk__in=ids["depends_on"]).values_list("pk", "title")
    systems = system_names({UUID(one) for one in ids["systems"]}).items()
    return {str(pk): name for pk, name in (*people, *items, *systems)}


def newest_batch(*, actor: Actor) -> PlanChange | None:
    """What the actor did last and has not undone. One query."""
    if actor.person_id is None:
        return None
    return PlanChange.objects.filter(person_id=actor.person_id, undone_at__isnull=True).order_by("-at", "-pk").first()


def list_milestones(*, actor: Actor, on: dt.date, is_removed: bool = False) -> list[MilestoneShown]:
    """By when they begin. One query. Raises AccessDenied."""
    READ_PLAN.require(actor)
    rows = Milestone.objects.filter(removed_at__isnull=not is_removed)
    return [MilestoneShown(one, milestone_late(ends_on=one.ends_on, reached_on=one.reached_on, on=on)) for one in rows]


def find_milestone(*, actor: Actor, milestone_id: UUID) -> Milestone:
    """Raises AccessDenied, PlanNotFound. One query."""
    READ_PLAN.require(actor)
    found = Milestone.objects.filter(pk=milestone_id).first()
    if found is None or (found.removed_at is not None and not is_coordinator(actor)):
        raise PlanNotFound(milestone_id)
    return found


def open_offers(*, actor: Actor, on: dt.date) -> list[Offer]:
    """What other parts offer that no item has come from. One query, and what those ask."""
    offers = offers_for(actor=actor, on=on)
    taken = set(
        PlanItem.objects.filter(origin__in=[one.key for one in offers], removed_at__isnull=True).values_list(
            "origin", flat=True
        )
    )
    return [one for one in offers if one.key not in taken]


def items_of_owner(*, person_id: UUID | None, on: dt.date, days: int) -> list[PlanItem]:
    """The person's own that are late or must be done within the days. One query."""
    rows = PlanItem.objects.filter(owner=person_id, removed_at__isnull=True).exclude(state__in=ENDED)
    wanted = Q(ends_on__lte=on + dt.timedelta(days=days)) | Q(starts_on__lte=on, state="planned")
    return list(rows.filter(wanted).order_by("ends_on", "title"))


def items_to_remind(*, on: dt.date, days: int) -> list[PlanItem]:
    """Those with an owner that are late or must be done within the days. One query."""
    rows = PlanItem.objects.filter(owner__isnull=False, removed_at__isnull=True).exclude(state__in=ENDED)
    wanted = Q(ends_on__lte=on + dt.timedelta(days=days)) | Q(starts_on__lt=on, state="planned")
    return list(rows.filter(wanted).order_by("ends_on", "title"))


def titles_of_items() -> list[tuple[UUID, str]]:
    """Every item in the plan, by name. One query."""
    return list(PlanItem.objects.filter(removed_at__isnull=True).order_by("title").values_list("pk", "title"))


def sums(shown: Sequence[ItemShown]) -> tuple[int | None, int | None, int]:
    """What the items that go on cost together, what they save a year, and how many lack either. Of those whose kroner
    are seen; None where none of them is known."""
    going = [one.item for one in shown if one.sees_money and one.item.state != State.DROPPED]
    costs = [one.cost_oere for one in going if one.cost_oere is not None]
    savings = [one.saving_oere for one in going if one.saving_oere is not None]
    lacking = sum(one.cost_oere is None or one.saving_oere is None for one in going)
    return sum(costs) if costs else None, sum(savings) if savings else None, lacking


def plan_chart(items: list[ItemShown], milestones: list[MilestoneShown], on: dt.date) -> Chart | None:
    """Milestones first, then items by when they begin."""
    stretches = [
        Stretch(
            f"Milepæl: {one.milestone.name}",
            one.milestone.starts_on,
            one.milestone.ends_on,
            "Nået" if one.milestone.reached_on else "Ikke nået",
            late=one.late,
            is_ended=one.milestone.reached_on is not None,
            is_milestone=True,
        )
        for one in milestones
    ]
    stretches += [
        Stretch(
            one.item.title,
            one.item.starts_on,
            one.item.ends_on,
            STATE_NAMES[State(one.item.state)],
            late=one.late,
            is_ended=one.item.state in ENDED,
        )
        for one in items
    ]
    return timeline(title="Planen på en tidslinje", stretches=stretches, on=on)


def words_of_systems() -> dict[UUID, str]:
    """What each system in the register is called, those of the same name told apart by the beginning of their number.
    One query."""
    rows = [(pk, " ".join(name.split())) for pk, name in systems_to_choose()]
    count = Counter(name.casefold() for _, name in rows)
    return {pk: name if count[name.casefold()] == 1 else f"{name} ({str(pk)[:8]})" for pk, name in rows}


def emails_of_persons() -> dict[str, UUID]:
    """By e-mail in lower case. One query."""
    return {one.email.casefold(): one.pk for one in list_persons() if one.email}


def plan_state() -> str:
    """What an import of the plan would touch, as it stands. Three queries."""
    state = [
        list(PlanItem.objects.order_by("pk").values_list("pk", "changed_at", "removed_at")),
        list(PlanDependency.objects.order_by("pk").values_list("item", "on_item")),
        list(PlanItemSystem.objects.order_by("pk").values_list("item", "system")),
    ]
    return hashlib.sha256(repr(state).encode()).hexdigest()


def all_facts() -> dict[UUID, tuple[PlanItem, PlanFacts]]:
    """Every item in the plan with what is said of it. Three queries."""
    return {one.pk: (one, plan_facts(one)) for one in _rows().filter(removed_at__isnull=True)}
