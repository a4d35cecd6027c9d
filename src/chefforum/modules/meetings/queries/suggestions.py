"""What a decision suggests to be followed up, with the people of the forum and the house at hand."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from uuid import UUID

from chefforum.calc.named_persons import Key, KnownGroup, KnownPeople, KnownPerson, KnownUnit
from chefforum.kernel.organisation.models import UnitKind
from chefforum.kernel.organisation.queries import tree_on, valid_on
from chefforum.kernel.people.models import Employment, Group, GroupKind, GroupMembership, GroupRole

from ..models import Action, Item
from ..rules.suggestions import Suggestion, suggestions
from .actions import date_of_next_meeting

_WORDS = {GroupKind.WORKING_GROUP: "arbejdsgruppen", GroupKind.STEERING_GROUP: "styregruppen"}


def suggested_actions(*, item: Item) -> list[Suggestion]:
    """What the item's decision as it stands suggests, without what is an action already; keys are persons' ids.

    For those who keep the meeting: callers ask first. A fixed number of queries.
    """
    if item.meeting is None or not item.decision:
        return []
    on = item.meeting.date
    people, names = known_people(forum=item.forum, on=on)
    found = suggestions(
        decision=item.decision,
        people=people,
        name_of=lambda key: names[key],
        on=on,
        next_meeting=date_of_next_meeting(meeting=item.meeting),
    )
    there = set(Action.objects.filter(item=item).values_list("text", "owner_id"))
    texts_without_owner = {text for text, owner_id in there}
    return [
        one
        for one in found
        if (one.text, one.owner) not in there and not (one.owner is None and one.text in texts_without_owner)
    ]


def known_people(*, forum: Group, on: dt.date) -> tuple[KnownPeople, dict[Key, str]]:
    """Everybody who may be named in a decision of the forum on the date, and each one's name with department.

    Five queries. The municipality itself is no department that somebody answers for.
    """
    units = [unit for unit in tree_on(on).units if unit.kind != UnitKind.MUNICIPALITY]
    called = {unit.id: unit for unit in units}
    employments = list(
        Employment.objects.filter(valid_on(on), person__is_active=True).select_related("person").order_by("pk")
    )
    seats = list(GroupMembership.objects.filter(valid_on(on), group=forum).select_related("person"))
    leaders: dict[UUID, list[UUID]] = defaultdict(list)
    jobs: dict[UUID, list[Employment]] = defaultdict(list)
    persons = {seat.person_id: seat.person for seat in seats if seat.role != GroupRole.OBSERVER}
    seated = frozenset(persons)
    for employment in employments:
        jobs[employment.person_id].append(employment)
        persons.setdefault(employment.person_id, employment.person)
        if employment.is_leader:
            leaders[employment.unit_id].append(employment.person_id)
    people = [
        KnownPerson(
            key=person_id,
            name=person.name,
            titles=tuple(job.title for job in jobs[person_id]),
            units=tuple(
                word
                for job in jobs[person_id]
                if job.unit_id in called
                for word in (called[job.unit_id].name, called[job.unit_id].short_name)
                if word
            ),
            is_in_forum=person_id in seated,
            is_head=any(job.is_leader for job in jobs[person_id]),
        )
        for person_id, person in persons.items()
    ]
    names = {one.key: f"{one.name} ({one.units[0]})" if one.units else one.name for one in people}
    known_units = [KnownUnit(unit.name, unit.short_name, tuple(leaders[unit.id])) for unit in units]
    known = KnownPeople(people, known_units, _groups(forum, on))
    return known, names | {seat.person_id: seat.person.name for seat in seats if seat.person_id not in names}


def _groups(forum: Group, on: dt.date) -> list[KnownGroup]:
    chairs: dict[UUID, list[UUID]] = defaultdict(list)
    chaired = GroupMembership.objects.filter(valid_on(on), role=GroupRole.CHAIR, person__is_active=True)
    for group_id, person_id in chaired.exclude(group=forum).values_list("group_id", "person_id"):
        chairs[group_id].append(person_id)
    return [
        KnownGroup(group.name, _WORDS.get(GroupKind(group.kind), ""), tuple(chairs[group.pk]))
        for group in Group.objects.filter(valid_on(on)).exclude(pk=forum.pk)
    ]
