"""What there is in Lindeby when somebody comes to its pages: a meeting sent out and one that is not, an item open to
the forum and one that is closed, files, cases, an import and a job. Made by the product's own services."""

from __future__ import annotations

import dataclasses
import datetime as dt
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID, uuid4

from django.urls import reverse
from django.utils import timezone

from chefforum.calc.blocks import List, Paragraph
from chefforum.calc.danish_dates import in_words
from chefforum.connectors.minutes import read_minutes
from chefforum.connectors.minutes.facts import build_minutes
from chefforum.connectors.minutes.minutes import (
    HeadLine,
    ItemKind,
    Minutes,
    MinutesKind,
    Recommendation,
    Section,
    SectionKind,
)
from chefforum.connectors.minutes.minutes import Item as ItemRead
from chefforum.kernel.access.models import RoleAssignment, Substitution
from chefforum.kernel.access.queries import actor_for
from chefforum.kernel.access.rules import Actor
from chefforum.kernel.cases.models import Case
from chefforum.kernel.documents.models import Document, PersonalFile
from chefforum.kernel.documents.services import add_document, keep_for
from chefforum.kernel.imports.jobs import read_now
from chefforum.kernel.imports.models import Import
from chefforum.kernel.notifications.models import Notification
from chefforum.kernel.notifications.services import notify
from chefforum.kernel.people.models import GroupMembership, Person
from chefforum.modules.meetings.models import (
    Action,
    Attachment,
    Conflict,
    Correction,
    Item,
    Meeting,
    PrivateNote,
    StandingItem,
    Theme,
)
from chefforum.modules.meetings.rules.default_template import DEFAULT_TEMPLATE
from chefforum.modules.meetings.rules.section_places import NOT_THERE, Name
from chefforum.modules.meetings.services.actions import NewAction, create_actions
from chefforum.modules.meetings.services.agenda import place_item, plan_meeting
from chefforum.modules.meetings.services.calendar import renew_calendar
from chefforum.modules.meetings.services.comments import write_comment
from chefforum.modules.meetings.services.corrections import propose_correction
from chefforum.modules.meetings.services.hearings import ask_hearing
from chefforum.modules.meetings.services.importing import import_minutes
from chefforum.modules.meetings.services.items import approve_item, create_item, submit_item
from chefforum.modules.meetings.services.keeping import attach_file, set_confidentiality
from chefforum.modules.meetings.services.notes import write_note
from chefforum.modules.meetings.services.practice import StandingText, add_standing
from chefforum.modules.meetings.services.read_marks import mark_read
from chefforum.modules.meetings.services.running import begin_meeting
from chefforum.modules.meetings.services.section_templates import set_template
from chefforum.modules.meetings.services.section_writing import Place, write_section
from chefforum.modules.meetings.services.sending import send_changes
from chefforum.modules.meetings.services.themes import suggest_theme
from chefforum.modules.meetings.services.treatment import start_item
from tests import (
    people,
    world_of_forecast,
    world_of_ledger,
    world_of_placements,
    world_of_technology,
)
from tests.people import Lindeby
from tests.world_of_technology import TechnologyThere

MINUTES = Path(__file__).parents[1] / "demo" / "minutes" / "referat-chefforum-2026-02-04.md"
NO_SUCH_ID = UUID("00000000-0000-4000-8000-000000000000")
# None of them mandatory, so that an item can be sent on without a word in it.
ASKED_SECTIONS = tuple(dataclasses.replace(row, is_mandatory=False) for row in DEFAULT_TEMPLATE[:4])
OPEN, CLOSED = 3, 6  # positions of items with files in the demo's minutes


@dataclass(frozen=True)
class World(TechnologyThere):
    lindeby: Lindeby
    sent: Meeting
    draft: Meeting
    item: Item
    closed_item: Item  # forum_member is named as reader, so not those who stand in for them
    draft_item: Item
    document: Document
    closed_document: Document
    loose_document: Document  # hangs nowhere; secretariat brought it
    case: Case
    closed_case: Case  # nothing in it but the closed item
    file_import: Import  # the secretariat's, read and waiting
    coming: Meeting  # in a fortnight, open for items
    own_draft: Item  # the case author's, for the school
    placed_item: Item  # the case author's, on the coming meeting's agenda
    action: Action  # of the item; the job consultant's, in time
    closed_action: Action  # of the closed item; the colleague's, overdue
    promised: Attachment  # of an item of the draft; late
    agenda: Meeting  # in a week, sent out: five items, forum_member has read the first and has a note to the second
    note: PrivateNote  # that note
    heard_item: Item  # the case author's, for another department; the school is heard, the secretariat has commented
    notification: Notification  # the forum member's
    personal_file: PersonalFile  # the secretariat's
    calendar_secret: str  # the forum member's
    standing: StandingItem  # the forum's, younger than the coming meeting's agenda
    theme: Theme  # the forum member's
    desk_item: Item  # the case author's too: what browsers write in, so that no other test finds their words
    running: Meeting  # today, begun, its first item in treatment
    running_item: Item
    correction: Correction  # the forum member's, to the minutes sent out
    ledger: world_of_ledger.LedgerWorld
    forecast: world_of_forecast.ForecastThere
    placements: world_of_placements.PlacementsThere

    def person(self, name: str) -> Person:
        return self.lindeby.persons[name]

    def attachment(self, item: Item) -> Attachment:
        return item.attachments.order_by("position")[0]

    def role(self, name: str) -> RoleAssignment:
        return RoleAssignment.objects.get(person=self.person(name))

    def seat(self, name: str) -> GroupMembership:
        return GroupMembership.objects.get(person=self.person(name))

    @property
    def conflict(self) -> Conflict:
        """Two texts in the summary of the case author's draft, both by its author: in two windows."""
        found = Conflict.objects.first()
        if found is not None:
            return found
        author = actor_for(person=self.person("case_author"), on=self.lindeby.on)
        written = [
            write_section(
                actor=author,
                item=self.own_draft,
                place=Place(None, Name("summary", "Resumé")),
                blocks=(Paragraph(text),),
                token=NOT_THERE,
                at=timezone.now(),
            )
            for text in ("Skolegården er slidt og skal fornyes.", "Skolegården er slidt ned og bør lægges om.")
        ]
        assert written[1].conflict is not None
        return written[1].conflict

    @property
    def substitution(self) -> Substitution:
        return Substitution.objects.get()


def build(*, at: dt.datetime | None = None) -> World:
    """The municipality and what is in it; `at` is now where it is not said, since pages know only now."""
    at = at or timezone.now()
    lindeby = people.build(on=timezone.localdate(at))
    secretariat = actor_for(person=lindeby.persons["secretariat"], on=lindeby.on)
    sent, draft = _meetings(lindeby, secretariat, at)
    item, closed_item = sent.items.order_by("position")[OPEN], sent.items.order_by("position")[CLOSED]
    readers = [lindeby.persons["forum_member"].pk]
    set_confidentiality(actor=secretariat, item=closed_item, is_confidential=True, reader_ids=readers, at=at)
    document, closed_document = _attached(item, secretariat, at), _attached(closed_item, secretariat, at)
    send_changes(actor=secretariat, meeting=sent, at=at, reason="Bilag er lagt på")
    action, closed_action = _actions(lindeby, secretariat, at, item, closed_item)
    agenda, note = _being_prepared(lindeby, secretariat, at)
    coming, own_draft, placed_item, desk_item = _in_preparation(lindeby, at)
    set_template(actor=secretariat, forum=lindeby.forum, rows=ASKED_SECTIONS, at=at)
    running = _running(lindeby, secretariat, at)
    ledger = world_of_ledger.build(lindeby, at)
    return World(
        lindeby=lindeby,
        sent=sent,
        draft=draft,
        item=item,
        closed_item=closed_item,
        draft_item=draft.items.order_by("position")[0],
        document=document,
        closed_document=closed_document,
        loose_document=_document("Løst ark", secretariat, at),
        case=_case(item),
        closed_case=_case(closed_item),
        file_import=_import(secretariat, at),
        coming=coming,
        own_draft=own_draft,
        placed_item=placed_item,
        action=action,
        closed_action=closed_action,
        promised=_promised(draft, lindeby),
        agenda=agenda,
        note=note,
        heard_item=_heard(lindeby, coming, at),
        notification=_told(lindeby.persons["forum_member"], item, secretariat, at),
        personal_file=_file_for(secretariat, at),
        calendar_secret=renew_calendar(actor=actor_for(person=lindeby.persons["forum_member"], on=lindeby.on), at=at),
        standing=_standing(lindeby, secretariat, at),
        theme=_theme(lindeby, at),
        desk_item=desk_item,
        running=running,
        running_item=running.items.order_by("position")[0],
        correction=_correction(lindeby, sent, item, at),
        ledger=ledger,
        forecast=world_of_forecast.build(lindeby, at=at),
        placements=world_of_placements.build(lindeby=lindeby, at=at),
        **vars(world_of_technology.build(lindeby=lindeby, at=at)),
    )


def _file_for(actor: Actor, at: dt.datetime) -> PersonalFile:
    return keep_for(
        actor=actor,
        at=at,
        filename="Samlet referat.zip",
        content_type="application/zip",
        content=io.BytesIO(b"indhold"),
        keep=dt.timedelta(days=1),
    )


def _actions(lindeby: Lindeby, secretariat: Actor, at: dt.datetime, item: Item, closed_item: Item) -> list[Action]:
    """One of each item: the closed one's owner reads what to do, and nothing of the item."""
    found = []
    for of, text, owner, days in (
        (item, "Indkald styregruppen til første møde", "job_consultant", 10),
        (closed_item, "Bestil nødgeneratorer til plejehjemmene", "colleague", -3),
    ):
        new = NewAction(text, lindeby.persons[owner].pk, lindeby.on + dt.timedelta(days=days))
        found += create_actions(actor=secretariat, item=of, actions=[new], at=at)
    return found


def _promised(draft: Meeting, lindeby: Lindeby) -> Attachment:
    item = draft.items.order_by("position")[OPEN]
    item.presenter = lindeby.persons["case_author"]
    item.save(update_fields=["presenter"])
    attachment = item.attachments.order_by("position")[0]
    attachment.is_promised, attachment.promised_date = True, lindeby.on - dt.timedelta(days=1)
    attachment.save(update_fields=["is_promised", "promised_date"])
    return attachment


def _told(person: Person, item: Item, secretariat: Actor, at: dt.datetime) -> Notification:
    notify(
        actor=secretariat,
        at=at,
        person_ids=[person.pk],
        kind="meetings.sent",
        text="Der er lagt bilag på punkt 4",
        url=reverse("meetings:item", args=[item.pk]),
    )
    return Notification.objects.filter(person=person).latest("at")


def _running(lindeby: Lindeby, secretariat: Actor, at: dt.datetime) -> Meeting:
    """A meeting of today with a short agenda, begun a moment ago."""
    meeting = import_minutes(
        actor=secretariat, minutes=short_agenda(lindeby.on), forum=lindeby.forum, publish=True, at=at
    )
    meeting = begin_meeting(actor=secretariat, meeting=meeting, at=at)
    start_item(actor=secretariat, item=meeting.items.order_by("position")[0], at=at)
    return meeting


AGENDA = (
    ("Godkendelse af dagsorden og referat", 5, ("at dagsordenen godkendes", "at referatet godkendes")),
    ("Ny cykelsti ved Åbakken", 20, ("at planen for cykelstien godkendes",)),
    ("Orientering om sommerens åbningstider", 10, ("at orienteringen tages til efterretning",)),
    ("Eventuelt", None, ()),
)


def short_agenda(date: dt.date, agenda: Sequence[tuple[str, int | None, tuple[str, ...]]] = AGENDA) -> Minutes:
    """An agenda of that day that no other test's words stand in."""
    items = (_item(number, *row) for number, row in enumerate(agenda, 1))
    head = (HeadLine("Mødedato", f"{in_words(date)} kl. 09:00"), HeadLine("Mødedeltagere", "Mette Eng, Christian Dam"))
    return build_minutes(title=f"Dagsorden Chefforum d. {date:%d-%m-%Y}", head=head, items=tuple(items))


def _item(number: int, title: str, minutes: int | None, parts: tuple[str, ...]) -> ItemRead:
    said = (
        Paragraph("Kommunaldirektøren indstiller,"),
        List(tuple((Paragraph(part),) for part in parts), ordered=True),
    )
    return ItemRead(
        number=number,
        heading=f"Punkt {number}: {title}",
        title=title,
        journal_number=None,
        planned_minutes=minutes,
        kind=ItemKind.DECISION,
        recommendation=Recommendation("Kommunaldirektøren", parts) if parts else None,
        sections=(Section(SectionKind.RECOMMENDATION, "Indstilling", said),) if parts else (),
        decision=None,
        attachments=(),
    )


def _correction(lindeby: Lindeby, sent: Meeting, item: Item, at: dt.datetime) -> Correction:
    member = actor_for(person=lindeby.persons["forum_member"], on=lindeby.on)
    return propose_correction(actor=member, meeting=sent, item=item, text="Tallet er 47 og ikke 74.", at=at)


def _in_preparation(lindeby: Lindeby, at: dt.datetime) -> tuple[Meeting, Item, Item]:
    """A coming meeting, and what is written for it by the case author and approved by the leader of the school."""
    author, head, secretariat = (
        actor_for(person=lindeby.persons[name], on=lindeby.on)
        for name in ("case_author", "workplace_leader", "secretariat")
    )
    coming = plan_meeting(
        actor=secretariat,
        forum=lindeby.forum,
        date=lindeby.on + dt.timedelta(days=14),
        start_time=dt.time(9),
        end_time=dt.time(12),
        place="Lokale 915",
        at=at,
    )
    own_draft, placed, at_the_desk = (
        create_item(
            actor=author,
            forum=lindeby.forum,
            unit_id=lindeby.units["3100"].pk,
            title=title,
            kind=ItemKind.DECISION,
            at=at,
            wanted_meeting=coming,
        )
        for title in ("Ny skolegård på Nordskolen", "Varmeplan for Nordskolen", "Cykelsti til Nordskolen")
    )
    submit_item(actor=author, item=placed, at=at)
    approve_item(actor=head, item=placed, at=at)
    return coming, own_draft, place_item(actor=secretariat, item=placed, meeting=coming, at=at), at_the_desk


def _being_prepared(lindeby: Lindeby, secretariat: Actor, at: dt.datetime) -> tuple[Meeting, PrivateNote]:
    """An agenda that is sent out, of the first items of the demo's minutes, without their cases and decisions."""
    minutes = read_minutes(content=MINUTES.read_bytes(), filename=MINUTES.name)
    items = tuple(
        dataclasses.replace(
            item,
            journal_number=None,
            decision=None,
            sections=tuple(section for section in item.sections if section.kind != SectionKind.DECISION),
        )
        for item in minutes.items[:5]
    )
    date = lindeby.on + dt.timedelta(days=7)
    agenda = import_minutes(
        actor=secretariat,
        minutes=dataclasses.replace(
            minutes, kind=MinutesKind.AGENDA, title=f"Chefforum {date:%d-%m-%Y}", date=date, weekday=None, items=items
        ),
        forum=lindeby.forum,
        publish=True,
        at=at,
    )
    first, second = agenda.items.order_by("position")[:2]
    member = actor_for(person=lindeby.persons["forum_member"], on=lindeby.on)
    mark_read(actor=member, item=first, at=at)
    return agenda, write_note(actor=member, item=second, text="Spørg til tidsplanen", at=at)


def _heard(lindeby: Lindeby, coming: Meeting, at: dt.datetime) -> Item:
    """A draft that the school is asked about, with a comment by the secretariat."""
    author, secretariat = (
        actor_for(person=lindeby.persons[name], on=lindeby.on) for name in ("case_author", "secretariat")
    )
    item = create_item(
        actor=author,
        forum=lindeby.forum,
        unit_id=lindeby.units["2000"].pk,
        title="Fælles kørsel til møder",
        kind=ItemKind.DISCUSSION,
        at=at,
        wanted_meeting=coming,
    )
    due_date = lindeby.on + dt.timedelta(days=7)
    ask_hearing(actor=author, item=item, unit_ids=[lindeby.units["3100"].pk], due_date=due_date, at=at)
    write_comment(actor=secretariat, item=item, section=None, text="Hvad koster det?", at=at)
    return item


def ready_item(lindeby: Lindeby, *, title: str, at: dt.datetime) -> Item:
    """The case author's, for the school, approved by its leader and on no agenda."""
    author, head = (
        actor_for(person=lindeby.persons[name], on=lindeby.on) for name in ("case_author", "workplace_leader")
    )
    item = create_item(
        actor=author,
        forum=lindeby.forum,
        unit_id=lindeby.units["3100"].pk,
        title=title,
        kind=ItemKind.DECISION,
        at=at,
    )
    submit_item(actor=author, item=item, at=at)
    return approve_item(actor=head, item=item, at=at)


def _standing(lindeby: Lindeby, secretariat: Actor, at: dt.datetime) -> StandingItem:
    text = StandingText(
        title="Temaer til kommende møder",
        kind=ItemKind.THEME,
        journal_number="",
        planned_minutes=10,
        recommendation="at punktet drøftes",
        approves_minutes=False,
        is_last=True,
    )
    return add_standing(actor=secretariat, forum=lindeby.forum, text=text, at=at)


def _theme(lindeby: Lindeby, at: dt.datetime) -> Theme:
    return suggest_theme(
        actor=actor_for(person=lindeby.persons["forum_member"], on=lindeby.on),
        forum=lindeby.forum,
        title="Lønforhandlinger",
        text="",
        wanted_date=lindeby.on + dt.timedelta(days=14),
        at=at,
    )


def _meetings(lindeby: Lindeby, secretariat: Actor, at: dt.datetime) -> tuple[Meeting, Meeting]:
    text = MINUTES.read_text(encoding="utf-8")
    sent, draft = (
        import_minutes(
            actor=secretariat,
            minutes=read_minutes(content=each.encode(), filename=MINUTES.name),
            forum=lindeby.forum,
            publish=publish,
            at=at,
        )
        for each, publish in ((text, True), (_held_in("marts", "03", text), False))
    )
    return sent, draft


def _held_in(month: str, number: str, text: str) -> str:
    """Another meeting, about other cases: the same minutes with another month and other journal numbers."""
    dated = text.replace("4. februar 2026", f"4. {month} 2026").replace("04-02-2026", f"04-{number}-2026")
    return re.sub(r"^(\d\d\.\d\d\.\d\d-[A-ZØ]\d\d-\d+)-\d\d$", rf"\1-{number}", dated, flags=re.MULTILINE)


def _attached(item: Item, secretariat: Actor, at: dt.datetime) -> Document:
    attachment = item.attachments.order_by("position")[0]
    document = _document(attachment.title, secretariat, at)
    attach_file(actor=secretariat, attachment=attachment, document=document, at=at)
    return document


def _document(title: str, actor: Actor, at: dt.datetime) -> Document:
    content = io.BytesIO(f"{title}\n{uuid4()}\n".encode())
    return add_document(actor=actor, at=at, content=content, filename="ark.txt", title=title).document


def _case(item: Item) -> Case:
    assert item.case is not None
    return item.case


def _import(secretariat: Actor, at: dt.datetime) -> Import:
    """A third meeting, read and waiting for somebody to carry it out."""
    content = _held_in("november", "11", MINUTES.read_text(encoding="utf-8")).encode()
    return read_now(kind="meetings.minutes", content=content, filename=MINUTES.name, actor=secretariat, at=at)
