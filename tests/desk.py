"""A draft of a case that a case author writes to a forum with a template, and the people around it."""

from __future__ import annotations

import dataclasses
import datetime as dt
from dataclasses import dataclass

from chefforum.calc.blocks import Block, Paragraph
from chefforum.connectors.minutes.minutes import ItemKind
from chefforum.kernel.access.models import RoleAssignment
from chefforum.kernel.access.queries import actor_for
from chefforum.kernel.access.rules import Actor, Role
from chefforum.kernel.audit.models import Event
from chefforum.kernel.people.models import Person
from chefforum.modules.meetings.models import Item, Section
from chefforum.modules.meetings.rules.default_template import DEFAULT_TEMPLATE
from chefforum.modules.meetings.rules.section_places import NOT_THERE, Name
from chefforum.modules.meetings.services.items import create_item
from chefforum.modules.meetings.services.section_templates import set_template
from chefforum.modules.meetings.services.section_writing import Place, Written, write_section
from tests import people

TODAY = dt.date(2026, 2, 2)
NOW = dt.datetime(2026, 2, 2, 9, 0, tzinfo=dt.UTC)
SUMMARY = Name("summary", "Resumé")
ECONOMY = Name("economy", "Økonomi")
PRESENTATION = Name("presentation", "Sagsfremstilling")


def said(*texts: str) -> tuple[Block, ...]:
    return tuple(map(Paragraph, texts))


@dataclass
class Desk:
    """Where somebody writes; the clock goes an hour at each write, so that each is a revision of its own."""

    lindeby: people.Lindeby
    item: Item
    at: dt.datetime = NOW

    def actor(self, name: str) -> Actor:
        return actor_for(person=self.lindeby.persons[name], on=TODAY)

    def later(self) -> dt.datetime:
        self.at += dt.timedelta(hours=1)
        return self.at

    def write(
        self,
        *texts: str,
        name: Name = SUMMARY,
        token: int = NOT_THERE,
        by: str = "case_author",
        at: dt.datetime | None = None,
        **more,
    ) -> Written:
        return write_section(
            actor=self.actor(by),
            item=self.item,
            place=Place(None, name),
            blocks=said(*texts),
            token=token,
            at=at or self.later(),
            **more,
        )

    def section(self, name: Name = SUMMARY) -> Section:
        return self.item.sections.get(kind=name.kind)

    def events(self) -> list[Event]:
        return list(Event.objects.filter(object_id=str(self.item.pk)).order_by("number"))


def build() -> Desk:
    """The draft, empty."""
    lindeby = people.build(on=TODAY)
    other = Person.objects.create(name="Karen Vad", email="second_author@lindeby.example")
    RoleAssignment.objects.create(
        person=other, role=Role.CASE_AUTHOR, unit=lindeby.units["3100"], valid_from=people.LONG_AGO
    )
    persons = {**lindeby.persons, "second_author": other}
    lindeby = dataclasses.replace(lindeby, persons=persons)
    secretariat = actor_for(person=persons["secretariat"], on=TODAY)
    set_template(actor=secretariat, forum=lindeby.forum, rows=DEFAULT_TEMPLATE, at=NOW)
    item = create_item(
        actor=actor_for(person=persons["case_author"], on=TODAY),
        forum=lindeby.forum,
        unit_id=lindeby.units["3100"].pk,
        title="Ny skolegård",
        kind=ItemKind.DECISION,
        at=NOW,
    )
    return Desk(lindeby, item)
