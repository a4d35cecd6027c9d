"""The forum's meetings in Lindeby around the day that the demo is loaded: what is over, what is being prepared.

Everything is made by the services that the pages use, as the persons who would do it, on the days that they would.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

from django.utils import timezone

from chefforum.calc.blocks import Paragraph
from chefforum.calc.decisions import Outcome
from chefforum.connectors.minutes import read_minutes
from chefforum.connectors.minutes.minutes import Item as ItemRead
from chefforum.connectors.minutes.minutes import ItemKind, SectionKind
from chefforum.kernel.access.models import RoleAssignment
from chefforum.kernel.access.queries import actor_for
from chefforum.kernel.access.rules import Actor, Role
from chefforum.kernel.documents.models import Document
from chefforum.kernel.documents.rendering import Document as PrintedDocument
from chefforum.kernel.documents.rendering import Part, to_pdf
from chefforum.kernel.documents.services import add_document
from chefforum.kernel.organisation.models import Unit
from chefforum.kernel.people.models import Group, Person
from chefforum.modules.meetings.models import Action, Item, Meeting
from chefforum.modules.meetings.rules.decision_sentences import mark_of
from chefforum.modules.meetings.rules.default_template import DEFAULT_TEMPLATE
from chefforum.modules.meetings.rules.section_places import NOT_THERE, Name
from chefforum.modules.meetings.services.actions import NewAction, create_actions, step_action
from chefforum.modules.meetings.services.agenda import place_item, plan_meeting
from chefforum.modules.meetings.services.attachments import AttachmentChanges, NewAttachment, write_attachments
from chefforum.modules.meetings.services.attendance import Noted, note_attendance
from chefforum.modules.meetings.services.comments import write_comment
from chefforum.modules.meetings.services.corrections import propose_correction
from chefforum.modules.meetings.services.head_writing import Change, PartText, write_head
from chefforum.modules.meetings.services.hearings import ask_hearing
from chefforum.modules.meetings.services.items import approve_item, create_item, return_item, submit_item
from chefforum.modules.meetings.services.keeping import set_confidentiality
from chefforum.modules.meetings.services.made_attachments import make_attachment
from chefforum.modules.meetings.services.notes import write_note
from chefforum.modules.meetings.services.planning import plan_series
from chefforum.modules.meetings.services.practice import Practice, StandingText, add_standing, save_practice
from chefforum.modules.meetings.services.read_marks import mark_read
from chefforum.modules.meetings.services.running import begin_meeting, end_meeting
from chefforum.modules.meetings.services.section_templates import set_template
from chefforum.modules.meetings.services.section_writing import Place, write_section
from chefforum.modules.meetings.services.sending import send_agenda, send_for_comments
from chefforum.modules.meetings.services.themes import suggest_theme
from chefforum.modules.meetings.services.treatment import finish_item, set_outcomes, start_item, write_decision

COPENHAGEN = ZoneInfo("Europe/Copenhagen")
PLACE = "Lindeby Rådhus, lokale 3.14"
START, END = dt.time(9), dt.time(12)
SECRETARY, CHAIR, AUTHOR, FINANCE = "helle.agerbo", "solvej.ravnkilde", "niels.tornby", "pia.lundager"
STAFF, CITIZENS, BUILDINGS, EXAMPLE = "110", "210", "230", "32001"
HEADS = {STAFF: "jeppe.sand", CITIZENS: "merete.kragelund", BUILDINGS: "camilla.poulsen"}
EVERY_OTHER_WEEK = dt.timedelta(days=14)


@dataclass(frozen=True)
class Town:
    """Who and what the story is about, and the cases that it tells of, by number."""

    forum: Group
    persons: Mapping[str, Person]
    units: Mapping[str, Unit]
    cases: Mapping[int, ItemRead]

    def actor(self, name: str, at: dt.datetime) -> Actor:
        return actor_for(person=self.persons[name], on=timezone.localdate(at))


def load(*, folder: Path, at: dt.datetime) -> None:
    """A year of meetings, the last of them with minutes out for comments, the next with its agenda being built."""
    town = _town(folder)
    today = timezone.localdate(at)
    coming = _next_wednesday(today + dt.timedelta(days=15))
    held, sent = coming - 2 * EVERY_OTHER_WEEK, coming - EVERY_OTHER_WEEK
    _agree(town, _on(held, -60))
    _treated(town, held)
    _sent_out(town, sent, at)
    _being_prepared(town, coming, at)
    helle = town.actor(SECRETARY, at)
    later = [day for number in range(1, 9) if not is_christmas(day := coming + number * EVERY_OTHER_WEEK)]
    plan_series(actor=helle, forum=town.forum, dates=later, at=at, start_time=START, end_time=END, place=PLACE)


def _town(folder: Path) -> Town:
    file = folder / "meetings" / "sager.md"
    cases = read_minutes(content=file.read_bytes(), filename=file.name).items
    return Town(
        forum=Group.objects.get(name="Chefforum"),
        persons={person.email.partition("@")[0]: person for person in Person.objects.all()},
        units={unit.code: unit for unit in Unit.objects.all()},
        cases={item.number: item for item in cases},
    )


def _next_wednesday(day: dt.date) -> dt.date:
    return day + dt.timedelta(days=(2 - day.weekday()) % 7)


def is_christmas(day: dt.date) -> bool:
    return (day.month, day.day) >= (12, 20) or (day.month, day.day) <= (1, 3)


def _on(day: dt.date, days: int = 0, hour: int = 10, minute: int = 0) -> dt.datetime:
    return dt.datetime.combine(day + dt.timedelta(days=days), dt.time(hour, minute), tzinfo=COPENHAGEN)


def _agree(town: Town, at: dt.datetime) -> None:
    """How the forum works: times, the template for cases, the two items that every meeting has, themes."""
    helle = town.actor(SECRETARY, at)
    practice = Practice(
        start_time=START, meeting_minutes=180, place=PLACE, submission_days=6, sending_days=4, is_public=False
    )
    save_practice(actor=helle, forum=town.forum, practice=practice, at=at)
    set_template(actor=helle, forum=town.forum, rows=DEFAULT_TEMPLATE, at=at)
    approval = StandingText(
        title="Godkendelse af dagsorden og referat",
        kind=ItemKind.FORMALITY,
        journal_number="00.01.00-A00-17-24",
        planned_minutes=5,
        recommendation="at dagsordenen godkendes\nat referatet godkendes",
        approves_minutes=True,
        is_last=False,
    )
    themes = StandingText(
        title="Temaer til kommende møder og eventuelt",
        kind=ItemKind.THEME,
        journal_number="",
        planned_minutes=10,
        recommendation="at punktet drøftes",
        approves_minutes=False,
        is_last=True,
    )
    for text in (approval, themes):
        add_standing(actor=helle, forum=town.forum, text=text, at=at)
    for name, title in (
        ("merete.kragelund", "Kunstig intelligens i sagsbehandlingen"),
        (CHAIR, "Lokale lønforhandlinger"),
    ):
        member = town.actor(name, at)
        suggest_theme(actor=member, forum=town.forum, title=title, text="", wanted_date=None, at=at)


def _treated(town: Town, day: dt.date) -> None:
    """A meeting that is held: minutes out for comments, one correction proposed, something to follow up."""
    planned, sent = _on(day, -40), _on(day, -6)
    helle = town.actor(SECRETARY, planned)
    meeting = plan_meeting(
        actor=helle, forum=town.forum, date=day, at=planned, start_time=START, end_time=END, place=PLACE
    )
    vacation, illness, homework = (_placed(town, number, STAFF, meeting, _on(day, -20)) for number in (1, 2, 3))
    send_agenda(actor=helle, meeting=meeting, at=sent)
    _held(town, meeting, day)
    write_decision(
        actor=town.actor(SECRETARY, _on(day)),
        item=homework,
        text="Chefforum drøftede hjemmearbejde. Merete (BJE) skriver et forslag til fælles rammer til næste møde, "
        "og Personale & Udvikling samler eksempler fra tre arbejdspladser.",
        mark=_mark(homework),
        at=_on(day, hour=12),
    )
    _follow_up(town, homework, ("merete.kragelund", "Skriv forslag til fælles rammer for hjemmearbejde", 14), day)
    _follow_up(town, homework, ("nanna.degnbol", "Saml eksempler fra tre arbejdspladser", 5), day)
    told = _follow_up(town, vacation, ("jeppe.sand", "Fortæl de ansatte om ferielukningen", 7), day)
    at = _on(day, 1)
    done = "Der er en nyhed på intranettet, og lederne har fået en tekst til deres møder."
    step_action(actor=town.actor("jeppe.sand", at), action=told, name="finish", at=at, reason=done)
    send_for_comments(actor=town.actor(SECRETARY, at), meeting=_fresh(meeting), at=at)
    propose_correction(
        actor=town.actor("ulrik.dam", _on(day, 2)),
        meeting=_fresh(meeting),
        item=illness,
        text="Der mangler, at Klima & Miljø fortalte om deres samtaler efter 14 dage.",
        at=_on(day, 2),
    )


def _follow_up(town: Town, item: Item, wanted: tuple[str, str, int], day: dt.date) -> Action:
    """What `wanted` says: who is to do what, and in how many days."""
    name, text, days = wanted
    action = NewAction(text, town.persons[name].pk, day + dt.timedelta(days=days))
    at = _on(day, hour=13)
    return create_actions(actor=town.actor(SECRETARY, at), item=item, actions=[action], at=at)[0]


def _held(town: Town, meeting: Meeting, day: dt.date) -> None:
    """The meeting begins, each item is treated in its time, and it ends a little late."""
    helle = town.actor(SECRETARY, _on(day))
    begin_meeting(actor=helle, meeting=meeting, at=_on(day, hour=9))
    minute = 2
    for item in meeting.items.order_by("position"):
        start_item(actor=helle, item=item, at=_on(day, hour=9, minute=minute))
        parts = list(item.recommendation_parts.order_by("position"))
        chosen = {part.pk: _outcome(item) for part in parts}
        minute += (item.planned_minutes or 10) // 2 + 3
        set_outcomes(actor=helle, item=item, outcomes=chosen, at=_on(day, hour=9, minute=minute - 1))
        finish_item(actor=helle, item=item, at=_on(day, hour=9, minute=minute))
    absent = {"bjarke.lyng": "excused"}
    noted = [
        Noted(row.pk, absent.get(_key(row.person), "present")) for row in meeting.participants.select_related("person")
    ]
    note_attendance(actor=helle, meeting=_fresh(meeting), noted=noted, at=_on(day, hour=9, minute=5))
    end_meeting(actor=helle, meeting=_fresh(meeting), at=_on(day, hour=11, minute=50))


def _key(person: Person | None) -> str:
    return person.email.partition("@")[0] if person else ""


def _outcome(item: Item) -> Outcome:
    by_kind = {
        ItemKind.ORIENTATION: Outcome.NOTED,
        ItemKind.DISCUSSION: Outcome.DISCUSSED,
        ItemKind.THEME: Outcome.DISCUSSED,
    }
    return by_kind.get(ItemKind(item.kind), Outcome.APPROVED)


def _sent_out(town: Town, day: dt.date, at: dt.datetime) -> None:
    """The next meeting: its agenda is sent out, one item is closed, one bilag is still to come, a chief has begun."""
    helle = town.actor(SECRETARY, at)
    meeting = plan_meeting(
        actor=helle, forum=town.forum, date=day, at=_on(day, -40), start_time=START, end_time=END, place=PLACE
    )
    written = min(_on(day, -10), at)
    _placed(town, 4, BUILDINGS, meeting, written, readers=("camilla.poulsen", "jeppe.sand", CHAIR))
    telephones = _placed(town, 5, CITIZENS, meeting, written)
    promised = NewAttachment(
        "Præsentation af telefonpolitikken", is_promised=True, promised_date=day - dt.timedelta(days=1)
    )
    write_attachments(actor=helle, item=telephones, changes=AttachmentChanges(new=[promised]), at=at)
    _presented(town, meeting, written)
    send_agenda(actor=helle, meeting=_fresh(meeting), at=min(_on(day, -5), at))
    merete = town.actor("merete.kragelund", at)
    mark_read(actor=merete, item=meeting.items.order_by("position")[0], at=at)
    write_note(actor=merete, item=telephones, text="Husk tallene fra mandagene i Borgerservice.", at=at)


def _presented(town: Town, meeting: Meeting, at: dt.datetime) -> None:
    """Finance presents Mit Forventede Regnskab: figures in the text, and the presentation as a bilag made of data."""
    unit = town.units[STAFF]
    RoleAssignment.objects.create(
        person=town.persons[FINANCE], role=Role.CASE_AUTHOR.value, unit=unit, valid_from=dt.date(at.year, 1, 1)
    )
    pia, jeppe = town.actor(FINANCE, at), town.actor(HEADS[STAFF], at)
    item = _written(town, 9, STAFF, meeting, at, author=FINANCE)
    year = timezone.localdate(at).year
    said = (
        f"Kommunens forventede regnskab for {year} er {{{{forecast.expected unit=100 year={year}}}}}.",
        f"Plejehjemmet Lindegården ventes at ende på {{{{forecast.expected "
        f"unit={EXAMPLE} year={year}}}}}, mod budgettet {{{{forecast.deviation unit={EXAMPLE} year={year}}}}}.",
    )
    place = Place(None, Name(SectionKind.ECONOMY.value, "Økonomi"))
    write_section(actor=pia, item=item, place=place, blocks=tuple(map(Paragraph, said)), token=NOT_THERE, at=at)
    make_attachment(actor=pia, item=item, kind="forecast.presentation", parameters={}, format="pdf", at=at)
    _say_nothing(item, pia, at)
    submit_item(actor=pia, item=Item.objects.get(pk=item.pk), at=at)
    approve_item(actor=jeppe, item=Item.objects.get(pk=item.pk), at=at)
    placed = Item.objects.get(pk=item.pk)
    place_item(actor=town.actor(SECRETARY, at), item=placed, meeting=_fresh(meeting), at=at)


def _placements_told(town: Town, meeting: Meeting, at: dt.datetime) -> None:
    """The head of the department tells of practice and wage subsidy: figures in the text, the status as a bilag."""
    merete, on = town.actor(HEADS[CITIZENS], at), timezone.localdate(at)
    item = _written(town, 10, CITIZENS, meeting, at, author=HEADS[CITIZENS])
    year = on.year if on.month > 1 else on.year - 1  # published figures are of months that are over
    said = (
        f"I {year} er der til nu begyndt {{{{placements.started year={year} kind=internship unit=100}}}} i "
        f"virksomhedspraktik og {{{{placements.started year={year} kind=wage_subsidy unit=100}}}} i løntilskud. "
        "Hver borger, der kommer i job, sparer kommunen for ydelse.",
    )
    place = Place(None, Name(SectionKind.ECONOMY.value, "Økonomi"))
    write_section(actor=merete, item=item, place=place, blocks=tuple(map(Paragraph, said)), token=NOT_THERE, at=at)
    parameters = {"year": str(year)}
    make_attachment(actor=merete, item=item, kind="placements.status", parameters=parameters, format="pdf", at=at)
    _say_nothing(item, merete, at)
    submit_item(actor=merete, item=Item.objects.get(pk=item.pk), at=at)
    approve_item(actor=merete, item=Item.objects.get(pk=item.pk), at=at)
    placed = Item.objects.get(pk=item.pk)
    place_item(actor=town.actor(SECRETARY, at), item=placed, meeting=_fresh(meeting), at=at)


def _being_prepared(town: Town, day: dt.date, at: dt.datetime) -> None:
    """The meeting after it: one item is placed, one waits for its head, one is returned, one is being written."""
    helle, niels = town.actor(SECRETARY, at), town.actor(AUTHOR, at)
    meeting = plan_meeting(actor=helle, forum=town.forum, date=day, at=at, start_time=START, end_time=END, place=PLACE)
    _placed(town, 6, STAFF, meeting, at)
    damage = _written(town, 7, STAFF, meeting, at, author=AUTHOR)
    _say_nothing(damage, niels, at)
    submit_item(actor=niels, item=damage, at=at)
    _placements_told(town, meeting, at)
    welcome = _written(town, 8, STAFF, meeting, at, author=AUTHOR)
    ask_hearing(
        actor=niels, item=welcome, unit_ids=[town.units[CITIZENS].pk], due_date=day - dt.timedelta(days=9), at=at
    )
    write_comment(
        actor=helle, item=welcome, section=None, text="Skriv gerne, hvad I foreslår at gøre anderledes.", at=at
    )
    jeppe = town.actor(HEADS[STAFF], at)
    apprentices = create_item(
        actor=niels,
        forum=town.forum,
        unit_id=town.units[STAFF].pk,
        title="Orientering om årets lærlinge",
        kind=ItemKind.ORIENTATION,
        at=at,
        wanted_meeting=meeting,
    )
    _say_nothing(apprentices, niels, at)
    submit_item(actor=niels, item=apprentices, at=at)
    return_item(
        actor=jeppe,
        item=apprentices,
        at=at,
        reason="Hvor mange lærlinge er blevet ansat bagefter? Skriv det i resuméet.",
    )


def _say_nothing(item: Item, actor: Actor, at: dt.datetime) -> None:
    """ "Intet at bemærke" in each mandatory section that says nothing."""
    said = {section.heading for section in item.sections.all()}
    for row in DEFAULT_TEMPLATE:
        if row.is_mandatory and row.heading not in said:
            place = Place(None, Name(row.kind.value, row.heading))
            write_section(actor=actor, item=item, place=place, blocks=(), token=NOT_THERE, at=at, is_nothing=True)


def _written(town: Town, number: int, unit: str, meeting: Meeting, at: dt.datetime, *, author: str) -> Item:
    """The case of that number as its author writes it: head, recommendation, sections and bilag."""
    case, actor = town.cases[number], town.actor(author, at)
    item = create_item(
        actor=actor,
        forum=town.forum,
        unit_id=town.units[unit].pk,
        title=case.title,
        kind=case.kind,
        at=at,
        wanted_meeting=meeting,
    )
    recommendation = case.recommendation
    values = {
        "journal_number": case.journal_number,
        "planned_minutes": 20,
        "presenter": town.persons[HEADS[unit]],
        "recommended_by": recommendation.by if recommendation else None,
        "parts": tuple(PartText(None, text) for text in recommendation.parts) if recommendation else (),
    }
    changes = {name: Change(based_on=None, value=value) for name, value in values.items()}
    write_head(actor=actor, item=item, changes=changes, token=item.token, at=at)
    for section in case.sections:
        if section.kind not in {SectionKind.RECOMMENDATION, SectionKind.ATTACHMENTS}:
            place = Place(None, Name(section.kind.value, section.heading))
            write_section(actor=actor, item=item, place=place, blocks=section.blocks, token=NOT_THERE, at=at)
    files = [NewAttachment(title, document=_file(title, actor, at)) for title in case.attachments]
    write_attachments(actor=actor, item=item, changes=AttachmentChanges(new=files), at=at)
    return Item.objects.get(pk=item.pk)


def _placed(
    town: Town, number: int, unit: str, meeting: Meeting, at: dt.datetime, *, readers: Sequence[str] = ()
) -> Item:
    """Written by the head of the department, approved and put on the agenda; closed to all but its readers, if any."""
    head, helle = town.actor(HEADS[unit], at), town.actor(SECRETARY, at)
    item = _written(town, number, unit, meeting, at, author=HEADS[unit])
    if readers:
        allowed = [town.persons[name].pk for name in readers]
        set_confidentiality(actor=helle, item=item, is_confidential=True, reader_ids=allowed, at=at)
    _say_nothing(item, head, at)
    submit_item(actor=head, item=item, at=at)
    approve_item(actor=head, item=item, at=at)
    return place_item(actor=helle, item=item, meeting=_fresh(meeting), at=at)


def _file(title: str, actor: Actor, at: dt.datetime) -> Document:
    body = Part(title=title, elements=(Paragraph("Opfundet indhold til demoen. Markér ord her for at prøve det."),))
    content = io.BytesIO(
        to_pdf(PrintedDocument(title=title, organisation="Lindeby Kommune", issued_at=at, parts=(body,)))
    )
    return add_document(actor=actor, at=at, title=title, content=content, filename=f"{title}.pdf").document


def _fresh(meeting: Meeting) -> Meeting:
    return Meeting.objects.select_related("forum").get(pk=meeting.pk)


def _mark(item: Item) -> str:
    return mark_of(Item.objects.get(pk=item.pk).decision or "")
