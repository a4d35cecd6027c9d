"""An agenda from another system becomes a meeting: closed items arrive closed, and no file ever opens one."""

from __future__ import annotations

import copy
import dataclasses
import json
import uuid

import pytest

from chefforum.connectors.meeting_files import read_meeting_file
from chefforum.kernel.imports.registry import ChangeKind, UnreadableFile
from chefforum.kernel.jobs.registry import Progress
from chefforum.modules.meetings.models import Attachment, Item, Meeting
from chefforum.modules.meetings.queries import meetings as queries
from chefforum.modules.meetings.queries.reading import meeting_on_page, minutes_of
from chefforum.modules.meetings.services import import_kind
from chefforum.modules.meetings.services.keeping import set_confidentiality
from tests.connectors.exports.systems import NAMES, file, firstagenda, point

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(forum_world):
    """The forum without a meeting."""
    Meeting.objects.all().delete()
    Item.objects.all().delete()
    return forum_world


def preview(world, content):
    return import_kind.read(
        actor=world.as_("secretary_of_unit"),
        content=content if isinstance(content, bytes) else content.encode(),
        filename="fil",
        options={},
        at=world.now,
        progress=Progress(),
    )


def take_in(world, content):
    shown = preview(world, content)
    import_kind.apply(actor=world.as_("secretary_of_unit"), payload=shown.payload, at=world.now, progress=Progress())
    return Meeting.objects.get()


def titles_for(world, name, meeting):
    return [item.title for item in meeting_on_page(actor=world.as_(name), meeting=meeting).items]


@pytest.mark.parametrize("name", NAMES)
def test_the_closed_item_is_masked_for_members_from_the_first_moment(world, name):
    meeting = take_in(world, file(name))
    assert [item.number for item in meeting.items.order_by("position") if item.is_confidential] == [7]
    assert titles_for(world, "member", meeting)[6] == "Lukket punkt"
    assert titles_for(world, "chair", meeting)[6].startswith("Temadrøftelse om robusthed")


@pytest.mark.parametrize("name", NAMES)
def test_nothing_of_it_is_in_what_members_can_export(world, name):
    meeting = take_in(world, file(name))
    exported = str(minutes_of(actor=world.as_("member"), meeting=meeting))
    assert "robusthed" not in exported
    assert "kriseledelsen" not in exported


@pytest.mark.parametrize("name", NAMES)
def test_the_same_file_again_changes_nothing(world, name):
    take_in(world, file(name))
    again = preview(world, file(name))
    assert again.nothing_to_do
    assert again.changes == ()


def test_a_protected_bilag_is_closed_to_members(world):
    meeting = take_in(world, file("sbsys.xml"))
    item = meeting_on_page(actor=world.as_("member"), meeting=meeting).items[2]
    assert [one.title for one in item.attachments] == ["Lukket bilag", "Notat fra forvaltningen"]


def test_an_item_that_was_closed_here_is_not_opened_by_a_file_that_says_it_is_open(world):
    content = firstagenda(point("Budget"), point("Personsag", number="2"))
    meeting = take_in(world, content)
    set_confidentiality(
        actor=world.as_("secretary_of_unit"),
        item=meeting.items.get(number=2),
        is_confidential=True,
        reader_ids=[],
        at=world.now,
    )
    assert preview(world, content).nothing_to_do
    meeting = take_in(world, firstagenda(point("Budget"), point("Personsag", number="2", html="<p>Ny tekst</p>")))
    assert meeting.items.get(number=2).is_confidential
    assert titles_for(world, "member", meeting) == ["Budget", "Lukket punkt"]


def test_a_bilag_that_was_closed_here_is_not_opened(world):
    meeting = take_in(world, file("sbsys.xml"))
    Attachment.objects.filter(title="Notat fra forvaltningen").update(is_confidential=True)
    meeting = take_in(world, file("sbsys.xml").replace(b"<Number>1</Number>", b"<Number>1</Number> "))
    assert set(
        Attachment.objects.filter(title="Notat fra forvaltningen").values_list("is_confidential", flat=True)
    ) == {True}
    assert meeting.items.count() == 8


def test_an_item_that_the_new_file_closes_is_closed_for_what_was_sent_out_before_as_well(world):
    take_in(world, firstagenda(point("Budget"), point("Personsag", number="2")))
    closed = firstagenda(point("Budget"), point("Personsag", number="2", IsOpen=False))
    shown = preview(world, closed)
    assert [(change.where, change.after) for change in shown.changes] == [("Punkt 2, fortrolighed", "lukket punkt")]
    meeting = take_in(world, closed)
    assert titles_for(world, "member", meeting) == ["Budget", "Lukket punkt"]


def test_our_own_file_of_a_meeting_closes_what_was_closed_in_it(world):
    meeting = take_in(world, file("sbsys.xml"))
    exported = minutes_of(actor=world.as_("secretary_of_unit"), meeting=meeting)
    assert exported == read_meeting_file(content=file("sbsys.xml"), filename="x")
    masked = minutes_of(actor=world.as_("member"), meeting=meeting)
    assert [item.number for item in masked.items if item.is_confidential] == [7]


def test_a_released_again_agenda_has_new_ids_and_is_the_same_meeting(world):
    """FirstAgenda gives a re-released agenda, its items and its bilag new ids; two bilag vanish without notice."""
    bilag = [{"Id": str(uuid.uuid4()), "Navn": f"Bilag {number}", "Order": number} for number in range(1, 24)]
    value = json.loads(firstagenda(point("Budget", Id=str(uuid.uuid4()), Bilag=bilag), point("Eventuelt", number="2")))
    meeting = take_in(world, json.dumps(value))
    before = set(meeting.items.values_list("pk", flat=True))
    again = copy.deepcopy(value)
    again["Id"] = str(uuid.uuid4())
    for item in again["Dagsordenpunkter"]:
        item["Id"] = str(uuid.uuid4())
        item["Bilag"] = [one | {"Id": str(uuid.uuid4())} for one in item["Bilag"] if one["Order"] not in (7, 19)]
    shown = preview(world, json.dumps(again))
    assert [(change.kind, change.where, change.before) for change in shown.changes] == [
        (ChangeKind.REMOVED, "Punkt 1, Bilag", "- Bilag 7"),
        (ChangeKind.REMOVED, "Punkt 1, Bilag", "- Bilag 19"),
    ]
    assert take_in(world, json.dumps(again)).pk == meeting.pk
    assert set(meeting.items.values_list("pk", flat=True)) == before
    assert meeting.items.get(number=1).attachments.count() == 21


def test_a_supplement_joins_the_agenda_that_is_here(world):
    take_in(world, firstagenda(point("Budget"), point("Eventuelt", number="2"), Navn="Dagsorden"))
    supplement = firstagenda(point("Hastesag"), IsSupplementaryAgenda=True, Navn="Tillægsdagsorden")
    assert [(change.kind, change.after) for change in preview(world, supplement).changes] == [
        (ChangeKind.ADDED, "Hastesag")
    ]
    meeting = take_in(world, supplement)
    assert list(meeting.items.order_by("position").values_list("number", "title", "is_supplement")) == [
        (1, "Budget", False),
        (2, "Eventuelt", False),
        (3, "Hastesag", True),
    ]
    assert preview(world, supplement).nothing_to_do


def test_a_second_supplement_leaves_the_first_where_it_is(world):
    take_in(world, firstagenda(point("Budget")))
    for title in ("Første tillæg", "Andet tillæg"):
        meeting = take_in(world, firstagenda(point(title), IsSupplementaryAgenda=True))
    assert list(meeting.items.order_by("position").values_list("number", "title")) == [
        (1, "Budget"),
        (2, "Første tillæg"),
        (3, "Andet tillæg"),
    ]


def test_a_closed_item_stays_closed_when_a_supplement_joins(world):
    take_in(world, firstagenda(point("Personsag", IsOpen=False)))
    meeting = take_in(world, firstagenda(point("Hastesag"), IsSupplementaryAgenda=True))
    assert titles_for(world, "member", meeting) == ["Lukket punkt", "Hastesag"]


def test_a_supplement_whose_agenda_is_not_here_is_refused(world):
    with pytest.raises(UnreadableFile, match="Indlæs dagsordenen først"):
        preview(world, firstagenda(point(), IsSupplementaryAgenda=True))


def test_an_import_closes_what_the_minutes_close_whoever_calls_it(forum_world):
    closed = dataclasses.replace(forum_world.minutes.items[1], is_confidential=True)
    items = (forum_world.minutes.items[0], closed, *forum_world.minutes.items[2:])
    forum_world.take_in(items=items)
    item = Item.objects.get(number=2)
    assert item.is_confidential
    forum_world.take_in()
    item.refresh_from_db()
    assert item.is_confidential
    assert queries.reader_ids(item) == []
