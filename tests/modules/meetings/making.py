"""An item that somebody writes in the world of `forum_world`, and people each with one relation to it."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace

from django.test import Client
from django.urls import reverse

from chefforum.connectors.minutes.minutes import ItemKind
from chefforum.kernel.access.models import RoleAssignment
from chefforum.kernel.access.rules import Role
from chefforum.kernel.organisation.models import Unit, UnitKind, UnitPeriod
from chefforum.kernel.people.models import Employment, Person
from chefforum.modules.meetings.models import Item, Section
from chefforum.modules.meetings.rules.states import Part
from chefforum.modules.meetings.services.items import create_item
from tests.modules.meetings.conftest import LONG_AGO, NOW

# What each is to the item that `author` writes for the department.
PARTS = {
    "secretary_of_unit": {Part.SECRETARIAT},
    "chair": {Part.CHAIR},
    "author": {Part.AUTHOR},
    "case_author": {Part.AUTHOR},
    "head": {Part.HEAD},
    "head_elsewhere": set(),
    "member": set(),
    "other_secretariat": set(),
    "auditor": set(),
}


def people(world: SimpleNamespace) -> None:
    """`case_author` and `head` of the department; `head_elsewhere` leads another one, which `author` writes for now."""
    department = Unit.objects.get(code="afdelingen")
    elsewhere = Unit.objects.create(code="andre")
    top = Unit.objects.get(code="kommunen")
    UnitPeriod.objects.create(
        unit=elsewhere, parent=top, name="De andre", kind=UnitKind.DEPARTMENT, valid_from=LONG_AGO
    )
    for name in ("author", "case_author", "head", "head_elsewhere"):
        world.persons[name] = Person.objects.create(email=f"{name}@lindeby.example", name=name)
    for name, unit in (("head", department), ("head_elsewhere", elsewhere)):
        Employment.objects.create(
            person=world.persons[name], unit=unit, title="Chef", is_leader=True, valid_from=LONG_AGO
        )
    for name, unit in (("author", elsewhere), ("case_author", department)):
        RoleAssignment.objects.create(person=world.persons[name], role=Role.CASE_AUTHOR, unit=unit, valid_from=LONG_AGO)
    world.department, world.elsewhere, world.top = department, elsewhere, top


def item(world: SimpleNamespace, *, title: str = "Ny bus", by: str = "case_author", at: dt.datetime = NOW) -> Item:
    """A draft of the department's; its author is `author`, who has no other relation to it."""
    made = create_item(
        actor=world.as_(by),
        forum=world.forum,
        unit_id=world.department.pk,
        title=title,
        kind=ItemKind.DECISION,
        at=at,
    )
    made.author = world.persons["author"]
    made.save()
    return made


def write(made: Item, text: str, *, kind: str = "presentation", heading: str = "Sagsfremstilling") -> Section:
    """The section says the text, and nothing else."""
    section, _ = Section.objects.update_or_create(
        item=made,
        kind=kind,
        heading=heading,
        defaults={"position": 0, "blocks": [{"type": "paragraph", "text": text}]},
    )
    return section


def client_of(world: SimpleNamespace, name: str) -> Client:
    client = Client()
    client.force_login(world.persons[name], backend="django.contrib.auth.backends.ModelBackend")
    return client


def page(name: str, made: Item, *more: object) -> str:
    return reverse(f"meetings:{name}", args=[made.pk, *more])
