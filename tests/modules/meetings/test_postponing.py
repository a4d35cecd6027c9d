"""An item that is put off keeps its place in its minutes and goes on as another, once."""

from __future__ import annotations

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from chefforum.calc.blocks import Paragraph, to_json
from chefforum.connectors.minutes.minutes import ItemKind, SectionKind
from chefforum.kernel.access.rules import AccessDenied
from chefforum.kernel.documents.models import Document
from chefforum.kernel.notifications.models import Notification
from chefforum.kernel.people.models import Person
from chefforum.modules.meetings.forms.postponing import PostponeForm
from chefforum.modules.meetings.models import Attachment, Hearing, Item, Meeting, RecommendationPart
from chefforum.modules.meetings.queries.meetings import find_item
from chefforum.modules.meetings.services.agenda import plan_meeting
from chefforum.modules.meetings.services.attendance import leave_room
from chefforum.modules.meetings.services.beginning import create_item_from
from chefforum.modules.meetings.services.keeping import set_confidentiality
from chefforum.modules.meetings.services.postponing import postpone_items, undo_postponement
from chefforum.modules.meetings.services.sending import send_agenda
from chefforum.modules.meetings.services.standing import add_standing_item
from chefforum.modules.meetings.services.steps import ReasonMissing, StepNotPossible

NEXT = dt.date(2026, 3, 4)


@pytest.fixture
def held(forum_world):
    """A held meeting whose fourth item has a recommendation in parts and a file, and a coming one, open for items."""
    secretary = forum_world.as_("secretary_of_unit")
    Meeting.objects.filter(pk=forum_world.meeting.pk).update(state="held")
    forum_world.meeting.refresh_from_db()
    item = forum_world.meeting.items.get(number=4)
    author = Person.objects.create(name="Forfatter", email="author@lindeby.example")
    document = Document.objects.create(title="Bilag", created_at=forum_world.now)
    item.author, item.decision = author, None
    item.save(update_fields=["author", "decision"])
    item.attachments.update(document=document)
    following = plan_meeting(actor=secretary, forum=forum_world.forum, date=NEXT, at=forum_world.now)
    return SimpleNamespace(
        meeting=forum_world.meeting,
        item=item,
        next=following,
        author=author,
        document=document,
        secretary=secretary,
        as_=forum_world.as_,
        at=forum_world.now,
        persons=forum_world.persons,
    )


def put_off(held, *, to="next", actor=None, reason="", items=None) -> Item:
    meeting = held.next if to == "next" else to
    return postpone_items(
        actor=actor or held.secretary, items=items or [held.item], to=meeting, at=held.at, reason=reason
    )[0]


def said(item: Item, *without: str) -> list:
    sections = item.sections.exclude(kind__in=without).order_by("position")
    return [(section.kind, section.heading, section.blocks) for section in sections]


@pytest.mark.django_db
def test_the_form_is_one_list_however_many_meetings_are_planned_and_begins_with_the_next(held):
    dates = [NEXT + dt.timedelta(weeks=weeks) for weeks in range(1, 25)]
    for date in dates:
        plan_meeting(actor=held.secretary, forum=held.meeting.forum, date=date, at=held.at, is_open=False)
    form = PostponeForm(actor=held.secretary, item=held.item)
    assert form["to"].widget_type == "select"
    assert form["to"].initial == str(held.next.pk)
    assert len(form.fields["to"].choices) == 26
    assert not form["to"].help_text
    Meeting.objects.filter(date__gte=NEXT).update(state="held")
    form = PostponeForm({}, actor=held.secretary, item=held.item)
    assert form["to"].initial == "rework"
    assert "ikke planlagt senere møder" in form["to"].help_text
    assert form.errors["to"] == ["Vælg en af mulighederne."]


@pytest.mark.django_db
def test_the_item_keeps_its_place_with_every_part_put_off_and_words_for_it(held):
    number = held.item.number
    put_off(held)
    held.item.refresh_from_db()
    assert (held.item.meeting_id, held.item.number, held.item.state) == (held.meeting.pk, number, "treated")
    assert set(held.item.recommendation_parts.values_list("outcome", flat=True)) == {"postponed"}
    assert held.item.decision == "Udsat til Chefforum den 4. marts 2026."
    assert held.item.deferral == Item.Deferral.TO_MEETING
    (section,) = held.item.sections.filter(kind=SectionKind.DECISION)
    assert section.blocks == to_json([Paragraph(held.item.decision)])


@pytest.mark.django_db
def test_what_was_decided_already_stays_above_the_words(held):
    Item.objects.filter(pk=held.item.pk).update(decision="Chefforum drøftede sagen.")
    put_off(held)
    held.item.refresh_from_db()
    assert held.item.decision == "Chefforum drøftede sagen.\nUdsat til Chefforum den 4. marts 2026."


@pytest.mark.django_db
def test_the_next_meeting_gets_it_as_it_stood_with_the_same_files(held):
    written = said(held.item, "decision", "history")
    documents, attachments = Document.objects.count(), held.item.attachments.count()
    successor = put_off(held)
    successor.refresh_from_db()
    assert (successor.meeting_id, successor.state) == (held.next.pk, "on_agenda")
    assert successor.predecessor_id == held.item.pk
    for field in ("title", "journal_number", "case_id", "planned_minutes", "author_id", "recommended_by", "kind"):
        assert getattr(successor, field) == getattr(held.item, field)
    assert said(successor, "decision", "history") == written
    assert not successor.sections.filter(kind=SectionKind.DECISION).exists()
    assert set(successor.recommendation_parts.values_list("outcome", flat=True)) == {None}
    assert Document.objects.count() == documents
    assert {one.document_id for one in successor.attachments.all()} == {held.document.pk}
    assert successor.attachments.count() == held.item.attachments.count() == attachments


@pytest.mark.django_db
def test_who_was_not_there_for_it_stays_with_the_meeting_and_it_can_still_be_taken_back(held):
    """Neither what is put off nor a copy of it says who was out of the room at another meeting."""
    participant = held.meeting.participants.first()
    leave_room(
        actor=held.secretary,
        item=held.item,
        participant_id=participant.pk,
        is_disqualified=True,
        reason="Nabo",
        at=held.at,
    )
    copy = create_item_from(
        actor=held.secretary,
        source=held.item,
        forum=held.item.forum,
        unit_id=None,
        title="",
        kind=ItemKind.DECISION,
        at=held.at,
    )
    successor = put_off(held)
    for one in (successor, copy):
        assert participant.name not in str(said(one))
        assert not one.left_rooms.exists()
    assert f"{participant.name} deltog ikke i behandlingen (inhabil)." in str(said(held.item))
    undo_postponement(actor=held.secretary, item=held.item, at=held.at)
    assert f"{participant.name} deltog ikke i behandlingen (inhabil)." in str(said(held.item))


@pytest.mark.django_db
def test_it_stands_before_the_items_that_stand_last_with_a_number_and_leaves_no_gap_when_taken_back(held):
    last = held.meeting.forum.standing_items.create(title="Eventuelt", kind="theme", is_last=True, position=0)
    add_standing_item(actor=held.secretary, standing=last, meeting=held.next, at=held.at)
    put_off(held, items=[held.meeting.items.get(number=3), held.item])
    put_off(held, items=[held.meeting.items.get(number=5)])
    titles = list(held.meeting.items.filter(number__in=[3, 4, 5]).order_by("number").values_list("title", flat=True))
    assert agenda(held.next) == [*enumerate(titles, 1), (4, "Eventuelt")]
    undo_postponement(actor=held.secretary, item=held.item, at=held.at)
    assert agenda(held.next) == [(1, titles[0]), (2, titles[2]), (3, "Eventuelt")]


def agenda(meeting: Meeting) -> list[tuple[int, str]]:
    return list(meeting.items.order_by("position").values_list("number", "title"))


@pytest.mark.django_db
def test_a_meeting_that_is_not_open_yet_gets_it_as_ready_and_one_sent_out_as_a_supplement(held):
    Meeting.objects.filter(pk=held.next.pk).update(state="planned")
    waiting = put_off(held)
    assert (waiting.state, waiting.meeting_id, waiting.wanted_meeting_id) == ("ready", None, held.next.pk)
    Meeting.objects.filter(pk=held.next.pk).update(state="sent")
    other = put_off(held, items=[held.meeting.items.get(number=5)])
    assert (other.state, other.is_supplement, other.position) == ("on_agenda", True, 0)


@pytest.mark.django_db
def test_back_to_be_worked_on_it_is_a_draft_and_its_author_is_told_without_its_name(held):
    with pytest.raises(ReasonMissing):
        put_off(held, to=None)
    successor = put_off(held, to=None, reason="Tallene mangler")
    assert (successor.state, successor.meeting_id) == ("draft", None)
    held.item.refresh_from_db()
    assert held.item.deferral == Item.Deferral.FOR_REWORK
    assert held.item.decision == "Sendt tilbage til bearbejdning."
    (told,) = Notification.objects.filter(person=held.author)
    assert "Sendt tilbage til bearbejdning" in told.text
    assert held.item.title not in told.text
    assert str(successor.pk) in told.url


@pytest.mark.django_db
def test_a_closed_item_goes_on_closed_for_the_same_readers(held):
    member = held.persons["member"].pk
    set_confidentiality(actor=held.secretary, item=held.item, is_confidential=True, reader_ids=[member], at=held.at)
    successor = put_off(held)
    assert successor.is_confidential
    assert list(successor.readers.values_list("person_id", flat=True)) == [member]
    for name in ("observer", "substitute", "colleague"):
        assert find_item(actor=held.as_(name), item_id=successor.pk) is None
    send_agenda(actor=held.secretary, meeting=held.next, at=held.at)
    successor.refresh_from_db()
    assert successor.published_id is not None


@pytest.mark.django_db
def test_hearings_without_an_answer_and_promised_bilag_follow_it(held):
    unit = held.item.forum.unit
    waiting = Hearing.objects.create(item=held.item, unit=unit, due_date=NEXT, asked_at=held.at)
    promised = Attachment.objects.create(
        item=held.item, position=9, title="Notat", is_promised=True, promised_date=NEXT
    )
    successor = put_off(held)
    waiting.refresh_from_db()
    promised.refresh_from_db()
    assert waiting.item_id == successor.pk
    assert not promised.is_promised
    assert successor.attachments.get(title="Notat").promised_date == NEXT
    undo_postponement(actor=held.secretary, item=held.item, at=held.at)
    waiting.refresh_from_db()
    promised.refresh_from_db()
    assert waiting.item_id == held.item.pk
    assert promised.is_promised


@pytest.mark.django_db
def test_it_is_put_off_once_until_what_it_became_is_withdrawn(held):
    successor = put_off(held)
    with pytest.raises(StepNotPossible, match="allerede udsat"):
        put_off(held, to=None, reason="Igen")
    Item.objects.filter(pk=successor.pk).update(state="withdrawn", meeting=None, position=None)
    again = put_off(held)
    assert again.predecessor_id == held.item.pk
    assert Item.objects.filter(predecessor=held.item).count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    "state", ["planned", "open", "review", "sent", "minutes_sent", "approved", "closed", "cancelled"]
)
def test_only_at_a_meeting_and_until_its_minutes_are_out(held, state):
    Meeting.objects.filter(pk=held.meeting.pk).update(state=state)
    with pytest.raises(StepNotPossible):
        put_off(held)
    assert Item.objects.filter(predecessor=held.item).count() == 0


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("state", "date"),
    [("running", NEXT), ("held", NEXT), ("cancelled", NEXT), ("open", dt.date(2026, 1, 7))],
)
def test_not_to_a_meeting_that_is_held_or_off_nor_to_an_earlier_one(held, state, date):
    Meeting.objects.filter(pk=held.next.pk).update(state=state, date=date)
    with pytest.raises(StepNotPossible):
        put_off(held)


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["other_secretariat", "member", "chair", "observer", "colleague", "auditor", "admin"])
def test_nobody_but_the_secretariat_puts_off_or_takes_back(held, name):
    with pytest.raises(AccessDenied):
        put_off(held, actor=held.as_(name))
    put_off(held)
    with pytest.raises(AccessDenied):
        undo_postponement(actor=held.as_(name), item=held.item, at=held.at)


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["to a meeting", "to be worked on"])
def test_taken_back_everything_is_as_it_was(held, kind):
    before = said(held.item, "decision"), held.item.state, held.item.decision, Item.objects.count()
    put_off(held, to=held.next if kind == "to a meeting" else None, reason="Tallene")
    undo_postponement(actor=held.secretary, item=held.item, at=held.at)
    held.item.refresh_from_db()
    assert (said(held.item), held.item.state, held.item.decision, Item.objects.count()) == before
    assert held.item.deferral is None
    assert set(held.item.recommendation_parts.values_list("outcome", flat=True)) == {None}
    assert put_off(held).predecessor_id == held.item.pk


TOUCHES = {
    "title": lambda one, held: Item.objects.filter(pk=one.pk).update(title="Et andet"),
    "section": lambda one, held: one.sections.filter(kind="summary").update(blocks=to_json([Paragraph("Nyt")])),
    "part": lambda one, held: RecommendationPart.objects.filter(item=one).update(text="at vente"),
    "bilag": lambda one, held: one.attachments.update(document=None),
    "comment": lambda one, held: one.comments.create(text="Husk", at=held.at),
    "reader": lambda one, held: one.readers.create(person=held.author),
    "step": lambda one, held: one.steps.create(name="return", source="on_agenda", target="returned", at=held.at),
    "sent out": lambda one, held: send_agenda(actor=held.secretary, meeting=held.next, at=held.at),
}


@pytest.mark.django_db
@pytest.mark.parametrize("touch", TOUCHES.values(), ids=TOUCHES)
def test_it_is_not_taken_back_once_somebody_has_worked_on_what_it_became(held, touch):
    successor = put_off(held)
    touch(successor, held)
    with pytest.raises(StepNotPossible, match="arbejdet videre"):
        undo_postponement(actor=held.secretary, item=held.item, at=held.at)
    assert Item.objects.filter(pk=successor.pk).exists()


@pytest.mark.django_db(transaction=True)
def test_two_who_put_it_off_at_once_make_one_successor(held):
    barrier, refused = Barrier(2), []

    def press() -> None:
        try:
            barrier.wait(timeout=20)
            put_off(held)
        except StepNotPossible:
            refused.append(True)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        for done in [pool.submit(press) for _ in range(2)]:
            done.result(timeout=60)
    assert len(refused) == 1
    assert Item.objects.filter(predecessor=held.item).count() == 1


def many(held, items: int, attachments: int) -> list[Item]:
    first = Item.objects.filter(meeting=held.meeting).count()
    made = Item.objects.bulk_create(
        Item(
            meeting=held.meeting,
            forum=held.meeting.forum,
            position=first + place,
            number=first + place + 1,
            title=f"Sag {place}",
            kind="decision",
            state="treated",
            has_recommendation=True,
        )
        for place in range(items)
    )
    Attachment.objects.bulk_create(
        Attachment(item=item, position=place, title=f"Bilag {place}", document=held.document)
        for item in made
        for place in range(attachments)
    )
    RecommendationPart.objects.bulk_create(RecommendationPart(item=item, position=0, text="at") for item in made)
    return made


@pytest.mark.django_db
def test_ten_items_with_ten_bilag_each_cost_a_fixed_number_of_queries(held, assert_queries):
    few, items = many(held, 2, 2), many(held, 10, 10)
    with CaptureQueriesContext(connection) as captured:
        put_off(held, items=few)
    with assert_queries("meetings.postpone 10x10"), CaptureQueriesContext(connection) as more:
        put_off(held, items=items)
    assert len(more) == len(captured)
    assert held.next.items.count() == 12
    assert Attachment.objects.filter(item__meeting=held.next).count() == 104
