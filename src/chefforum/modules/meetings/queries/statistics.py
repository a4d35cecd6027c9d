"""A year of a forum's items in figures, for those who keep the forum; how it is counted stands in rules.statistics."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from uuid import UUID

from django.db.models import Prefetch, QuerySet

from chefforum.calc.readability import Readability
from chefforum.connectors.minutes import minutes as values
from chefforum.connectors.minutes import says_nothing
from chefforum.connectors.minutes.minutes import SectionKind
from chefforum.kernel.access.rules import Actor
from chefforum.kernel.organisation.models import UnitKind
from chefforum.kernel.organisation.queries import tree_on
from chefforum.kernel.organisation.rules import OrganisationTree
from chefforum.kernel.people.models import Group

from .. import linter
from ..access import kept_forums, reads_everything_of
from ..models import DismissedFinding, Item, ItemStep, Meeting
from ..rules.states import IS_PUBLISHED, ItemState
from ..rules.statistics import (
    DepartmentFigures,
    ItemFacts,
    RuleFigures,
    SectionFigures,
    by_department,
    by_rule,
    by_section,
    how_many,
)
from ..rules.words import SECTION_KINDS
from .content import content_of, head_of, with_content
from .findings import context_of_minutes

WITHOUT_DEPARTMENT = "Uden afdeling"
_DEPARTMENTS = {UnitKind.DIRECTORATE, UnitKind.DEPARTMENT}
_WRITTEN_BY_NOBODY = {SectionKind.DECISION, SectionKind.ATTACHMENTS, SectionKind.OTHER}


class ForumNotFound(LookupError):
    """There is no such forum, or the actor does not keep it."""


@dataclass(frozen=True)
class MeetingTime:
    """Planned and used minutes of a meeting; None where nobody planned or took the time."""

    date: dt.date
    planned: int | None
    used: int | None


@dataclass(frozen=True)
class Statistics:
    """A forum's year. Rules in `rules` are those that found something, `titles` names them."""

    forum: Group
    year: int
    items: int
    findings: int
    rules: tuple[RuleFigures, ...]
    titles: dict[str, str]
    departments: tuple[DepartmentFigures, ...]
    sections: tuple[SectionFigures, ...]
    supplements: int
    postponed: int
    returned: int
    meetings: tuple[MeetingTime, ...]

    @property
    def per_item(self) -> float | None:
        return self.findings / self.items if self.items else None


def forums_with_statistics(*, actor: Actor) -> QuerySet[Group]:
    """Forums that the actor keeps, chairs or is the secretary of, and that have met."""
    forums = Group.objects.all() if actor.everything else Group.objects.filter(kept_forums(actor))
    return forums.filter(meetings__isnull=False).distinct().order_by("name")


def years_with_statistics(*, actor: Actor) -> list[int]:
    forums = forums_with_statistics(actor=actor)
    return [date.year for date in _sent_out().filter(forum__in=forums.values("pk")).dates("date", "year", "DESC")]


def _sent_out() -> QuerySet[Meeting]:
    """An agenda that is being made says nothing yet about how it is written."""
    return Meeting.objects.filter(state__in=[state.value for state in IS_PUBLISHED])


def find_forum(*, actor: Actor, forum_id: UUID) -> Group:
    """Raises ForumNotFound, also where the actor does not keep the forum."""
    forum = Group.objects.filter(pk=forum_id).first()
    if forum is None or not reads_everything_of(actor, forum):
        raise ForumNotFound
    return forum


def statistics_of(*, actor: Actor, forum: Group, year: int) -> Statistics:
    """The items of the year's agendas that are sent out, as they stand now; withdrawn ones left out. Fixed queries.

    Takes a second or two for 300 items that are read for the first time, a third of a second later. Raises
    ForumNotFound for those who do not keep the forum.
    """
    if not reads_everything_of(actor, forum):
        raise ForumNotFound
    meetings = list(_meetings(forum, year))
    facts = list(_facts(forum, meetings))
    rules = by_rule(facts)
    return Statistics(
        forum=forum,
        year=year,
        items=len(facts),
        findings=sum(row.count for row in rules),
        rules=tuple(rules),
        titles={rule.id: rule.title for rule in linter.rules()},
        departments=tuple(by_department(facts)),
        sections=tuple(by_section(facts)),
        supplements=how_many(facts, lambda one: one.is_supplement),
        postponed=how_many(facts, lambda one: one.is_postponed),
        returned=how_many(facts, lambda one: one.is_returned),
        meetings=tuple(_time(meeting) for meeting in meetings),
    )


def _meetings(forum: Group, year: int) -> QuerySet[Meeting]:
    items = with_content(Item.objects.exclude(state=ItemState.WITHDRAWN)).order_by("position")
    meetings = _sent_out().filter(forum=forum, date__year=year).order_by("date")
    return meetings.prefetch_related("participants", Prefetch("items", items, to_attr="counted"))


def _facts(forum: Group, meetings: Sequence[Meeting]) -> Iterable[ItemFacts]:
    items = [item for meeting in meetings for item in meeting.counted]  # type: ignore[attr-defined]
    ids = [item.pk for item in items]
    dismissed = set(DismissedFinding.objects.filter(item__in=ids).values_list("item_id", "key"))
    returned = set(ItemStep.objects.filter(item__in=ids, name="return").values_list("item_id", flat=True))
    names = _Departments(meetings)
    templates = list(forum.section_templates.all())
    for meeting in meetings:
        contents = [content_of(item).item for item in meeting.counted]  # type: ignore[attr-defined]
        minutes = dataclasses.replace(head_of(meeting), items=tuple(contents))
        context = context_of_minutes(minutes=minutes, templates=templates)
        for item, said in zip(meeting.counted, contents, strict=True):  # type: ignore[attr-defined]
            found, readability = _read(said, context)
            yield ItemFacts(
                department=names.of(item.unit_id),
                found=tuple((rule, (item.pk, key) in dismissed) for rule, key in found),
                readability=readability,
                sections=tuple(
                    (SECTION_KINDS[section.kind], says_nothing(section))
                    for section in said.sections
                    if section.kind not in _WRITTEN_BY_NOBODY
                ),
                is_supplement=item.is_supplement,
                is_postponed=item.deferral is not None,
                is_returned=item.pk in returned,
            )


_Found = tuple[tuple[str, str], ...]


def _read(said: values.Item, context: linter.Context) -> tuple[_Found, Readability]:
    """Rule and key of each finding, and how heavy the text is; what was read once is remembered while it runs."""
    template = context.template
    headings = tuple(template.headings.items())
    return _reading(said, context.date, context.plans_time, template.order, template.mandatory, headings)


@lru_cache(maxsize=1000)
def _reading(
    said: values.Item,
    date: dt.date | None,
    plans_time: bool,
    order: tuple[SectionKind, ...],
    mandatory: frozenset[SectionKind],
    headings: tuple[tuple[SectionKind, str], ...],
) -> tuple[_Found, Readability]:
    template = linter.Template(order, mandatory, dict(headings))
    found = linter.lint_item(said, linter.Context(date, template, plans_time))
    return tuple((one.rule, one.key) for one in found), _readability(said)


def _readability(said: values.Item) -> Readability:
    """The item's whole text, but for what the meeting wrote."""
    parts = [one.readability for one in linter.measure_item(said) if one.kind is not SectionKind.DECISION]
    return Readability(
        words=sum(part.words for part in parts),
        sentences=sum(part.sentences for part in parts),
        long_words=sum(part.long_words for part in parts),
    )


class _Departments:
    """The department that a unit belongs to, as the organisation was at the year's last meeting."""

    def __init__(self, meetings: Sequence[Meeting]) -> None:
        self.tree = tree_on(meetings[-1].date) if meetings else OrganisationTree(())

    def of(self, unit_id: UUID | None) -> str:
        path = self.tree.path(unit_id) if unit_id else ()
        above = [unit for unit in path if unit.kind in _DEPARTMENTS]
        return (above or list(path))[-1].name if path else WITHOUT_DEPARTMENT


def _time(meeting: Meeting) -> MeetingTime:
    planned = [item.planned_minutes for item in meeting.counted if item.planned_minutes is not None]  # type: ignore[attr-defined]
    used = None
    if meeting.started_at and meeting.ended_at:
        used = round((meeting.ended_at - meeting.started_at).total_seconds() / 60)
    return MeetingTime(meeting.date, sum(planned) if planned else None, used)
