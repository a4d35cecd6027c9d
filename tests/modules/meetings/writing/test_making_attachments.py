"""Bilag made of data: with the rights of whoever makes them, with their day and source, and again with new figures."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from types import SimpleNamespace

import pytest
from django import forms
from django.urls import reverse

from chefforum.calc.blocks import Paragraph
from chefforum.kernel.access.rules import AccessDenied, Role, Rule, has_any
from chefforum.kernel.audit.models import Event
from chefforum.kernel.documents import registry
from chefforum.kernel.documents.queries import DocumentNotFound, get_version
from chefforum.kernel.documents.registry import (
    AsAttachment,
    DocumentKind,
    Material,
    NotMadeNow,
    UnknownDocumentKind,
    register_document_kind,
)
from chefforum.kernel.documents.rendering import Document, Part
from chefforum.kernel.documents.services import UnknownFormat
from chefforum.kernel.jobs.models import Job
from chefforum.modules.meetings.models import Attachment, Item, MadeAttachment, Meeting
from chefforum.modules.meetings.queries.items import items_to_write
from chefforum.modules.meetings.queries.reading import item_on_page
from chefforum.modules.meetings.rules import HIDDEN_ATTACHMENT
from chefforum.modules.meetings.rules.states import ItemState
from chefforum.modules.meetings.services.attachments import AttachmentChanges, write_attachments
from chefforum.modules.meetings.services.made_attachments import AttachmentGone, make_again, make_attachment
from tests.modules.meetings import making
from tests.modules.meetings.conftest import NOW

pytestmark = pytest.mark.django_db
LATER = NOW + dt.timedelta(hours=1)
CLOSED = dt.date(2026, 1, 31)
KIND = "test.trees"


class ParkForm(forms.Form):
    park = forms.CharField(label="Park")
    year = forms.ChoiceField(label="År", required=False, choices=[("", "Alle"), ("2026", "2026")])

    def __init__(self, *args, actor, on, **kwargs) -> None:
        super().__init__(*args, **kwargs)

    def parameters(self) -> dict[str, str]:
        return {"park": self.cleaned_data["park"]}


@pytest.fixture
def trees() -> Iterator[SimpleNamespace]:
    """A document that says how many trees there are, for case authors alone; without trees there is none."""
    now = SimpleNamespace(count=12, is_slow=False)

    def build(*, actor, parameters, at) -> Material:
        if not now.count:
            raise NotMadeNow("Ingen har talt træer.")
        part = Part(title="Træer", elements=(Paragraph(f"{now.count} i {parameters['park']}"),))
        document = Document(title="Træer", organisation="Lindeby", issued_at=at, parts=(part,))
        return Material(name="Træer", document=document, as_of=CLOSED)

    def register(*, is_slow: bool = False) -> None:
        register_document_kind(
            DocumentKind(
                name=KIND,
                title="Træer i byen",
                formats=("pdf", "docx", "html"),
                rule=Rule(KIND, "se træer", has_any(Role.CASE_AUTHOR)),
                build=build,
                as_attachment=AsAttachment(
                    words="Hvor mange træer der er.",
                    source="plantelisten",
                    formats=("pdf", "docx"),
                    form=ParkForm,
                    is_slow=is_slow,
                ),
            )
        )

    now.register = register
    register()
    yield now
    registry._kinds.pop(KIND)


@pytest.fixture
def world(forum_world, trees) -> SimpleNamespace:
    making.people(forum_world)
    forum_world.item = making.item(forum_world)
    return forum_world


def made(world, *, who: str = "case_author", format: str = "pdf", at: dt.datetime = NOW) -> Attachment:
    return make_attachment(
        actor=world.as_(who), item=world.item, kind=KIND, parameters={"park": "Byparken"}, format=format, at=at
    )


def test_it_is_a_bilag_with_its_source_and_the_day_of_its_figures(world) -> None:
    attachment = made(world)
    assert attachment.title == "Træer i byen"
    assert attachment.source == "Lavet i Chefforum af plantelisten. Tallene: plantelisten pr. 31. januar 2026."
    row = MadeAttachment.objects.get()
    assert (row.kind, row.parameters, row.format, row.as_of) == (KIND, {"park": "Byparken"}, "pdf", CLOSED)
    version = get_version(actor=world.as_("case_author"), document_id=attachment.document_id)
    assert version.filename == "Træer.pdf"
    event = Event.objects.get(action="items.make_attachment")
    assert event.data["as_of"] == "2026-01-31"
    assert not any(word in f"{event.object_name}{event.data}" for word in ("Byparken", KIND, "Træer"))


def test_its_readers_are_those_of_the_item(world) -> None:
    attachment = made(world)
    get_version(actor=world.as_("secretary_of_unit"), document_id=attachment.document_id)
    with pytest.raises(DocumentNotFound):
        get_version(actor=world.as_("colleague"), document_id=attachment.document_id)


def test_who_may_not_make_the_document_makes_no_bilag_of_it(world) -> None:
    with pytest.raises(UnknownDocumentKind):
        made(world, who="secretary_of_unit")
    assert not Attachment.objects.filter(item=world.item).exists()


@pytest.mark.parametrize("who", ["member", "auditor", "colleague"])
def test_who_does_not_write_the_item_makes_no_bilag_for_it(world, who) -> None:
    with pytest.raises(AccessDenied):
        made(world, who=who)


def test_no_other_format_than_offered(world) -> None:
    with pytest.raises(UnknownFormat):
        made(world, format="html")


def test_made_again_it_is_a_new_file_in_the_same_place(world, trees) -> None:
    first = made(world)
    before = first.document_id
    trees.count = 13
    again = make_again(actor=world.as_("case_author"), attachment_id=first.pk, at=LATER)
    assert (again.pk, again.title) == (first.pk, first.title)
    assert again.document_id != before
    assert MadeAttachment.objects.get().made_at == LATER
    assert again.source == first.source


def test_a_file_that_somebody_put_in_its_place_is_not_called_made(world) -> None:
    first = made(world)
    other = made(world)
    changes = AttachmentChanges(files={first.pk: other.document})
    write_attachments(actor=world.as_("case_author"), item=world.item, changes=changes, at=LATER)
    first.refresh_from_db()
    assert first.source == ""
    with pytest.raises(AttachmentGone):
        make_again(actor=world.as_("case_author"), attachment_id=first.pk, at=LATER)


def test_a_confidential_bilag_is_not_made_again_by_who_may_not_read_it(world) -> None:
    first = made(world)
    Attachment.objects.filter(pk=first.pk).update(is_confidential=True)
    with pytest.raises(AttachmentGone):
        make_again(actor=world.as_("head_elsewhere"), attachment_id=first.pk, at=LATER)


def test_where_a_closed_bilag_comes_from_is_as_closed_as_the_bilag(world) -> None:
    made(world)
    Attachment.objects.filter(item=world.item).update(is_confidential=True)
    shown = item_on_page(actor=world.as_("author"), item=world.item)
    assert shown.attachments[0].source.startswith("Lavet")
    shown = item_on_page(actor=world.as_("case_author"), item=world.item)
    assert (shown.attachments[0].title, shown.attachments[0].source) == (HIDDEN_ATTACHMENT, "")


# --- the pages ---


def test_the_page_offers_what_the_actor_may_make_and_makes_it(world) -> None:
    client = making.client_of(world, "case_author")
    assert "Lav et bilag" in client.get(making.page("write", world.item)).content.decode()
    assert "Træer i byen" in client.get(making.page("make_choose", world.item)).content.decode()
    url = making.page("make_attachment", world.item, KIND)
    assert 'value="Byparken"' in client.get(f"{url}?park=Byparken").content.decode()
    answer = client.post(url, {"title": "Vores træer", "format": "docx", "park": "Byparken"})
    assert answer["Location"] == f"{making.page('write', world.item)}#bilag"
    attachment = Attachment.objects.get(item=world.item)
    assert attachment.title == "Vores træer"
    page = client.get(making.page("write", world.item)).content.decode()
    assert "Hent igen" in page
    assert "Tallene: plantelisten pr. 31. januar 2026." in page
    client.post(reverse("meetings:make_again", args=[attachment.pk]))
    assert Attachment.objects.get(item=world.item).document_id != attachment.document_id


def test_what_lies_there_already_is_asked_about_and_laid_again_only_by_a_yes(world) -> None:
    client = making.client_of(world, "case_author")
    url = making.page("make_attachment", world.item, KIND)
    said = {"title": "Vores træer", "format": "docx", "park": "Byparken"}
    assert client.post(url, said).status_code == 302
    answer = client.post(url, said)
    there = Attachment.objects.get(item=world.item)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Bilaget ligger der allerede. Hent det igen i stedet?" in page
    assert reverse("meetings:make_again", args=[there.pk]) in page
    assert client.post(url, said | {"park": "Havnen"}).status_code == 302, "another park is another bilag"
    assert client.post(url, said | {"format": "pdf"}).status_code == 302, "so is another file"
    assert client.post(url, said | {"one_more": "1"}).status_code == 302
    assert Attachment.objects.filter(item=world.item).count() == 4


def test_a_choice_in_the_address_that_is_none_is_said(world) -> None:
    client = making.client_of(world, "case_author")
    url = making.page("make_attachment", world.item, KIND)
    page = client.get(f"{url}?year=1999").content.decode()
    assert "År: 1999. Vælg et andet herunder." in page
    assert "Vælg et andet" not in client.get(f"{url}?year=2026").content.decode()


def test_who_may_not_make_it_is_offered_nothing_and_finds_nothing(world) -> None:
    client = making.client_of(world, "secretary_of_unit")
    assert "Træer i byen" not in client.get(making.page("make_choose", world.item)).content.decode()
    assert client.get(making.page("make_attachment", world.item, KIND)).status_code == 404
    assert client.get(reverse("meetings:lay_with", args=[KIND])).status_code == 404


def test_what_cannot_be_made_now_says_why_and_keeps_what_was_typed(world, trees) -> None:
    trees.count = 0
    client = making.client_of(world, "case_author")
    url = making.page("make_attachment", world.item, KIND)
    answer = client.post(url, {"title": "Vores træer", "format": "pdf", "park": "Byparken"})
    assert answer.status_code == 422
    assert "Ingen har talt træer." in answer.content.decode()
    assert "Vores træer" in answer.content.decode()


def test_what_takes_long_is_made_in_the_background(world, trees, django_capture_on_commit_callbacks) -> None:
    trees.register(is_slow=True)
    client = making.client_of(world, "case_author")
    url = making.page("make_attachment", world.item, KIND)
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(url, {"title": "", "format": "pdf", "park": "Byparken"})
        assert answer.status_code == 422
        answer = client.post(url, {"title": "Træer", "format": "pdf", "park": "Byparken"})
    job = Job.objects.get(kind="meetings.make_attachment")
    assert answer["Location"] == reverse("jobs:job_detail", args=[job.pk])
    attachment = Attachment.objects.get(item=world.item)
    before = attachment.document_id
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("meetings:make_again", args=[attachment.pk]))
    attachment.refresh_from_db()
    assert attachment.document_id != before


def test_from_the_documents_side_one_chooses_among_the_items_one_writes(world) -> None:
    other = making.item(world, title="En andens", by="secretary_of_unit")
    Item.objects.filter(pk=other.pk).update(unit=world.elsewhere, author=None)
    client = making.client_of(world, "case_author")
    page = client.get(f"{reverse('meetings:lay_with', args=[KIND])}?park=Byparken").content.decode()
    assert f"{making.page('make_attachment', world.item, KIND)}?park=Byparken" in page
    assert "En andens" not in page


def test_an_item_of_a_meeting_that_is_over_is_not_offered(world) -> None:
    over, coming, today = (making.item(world, title=title) for title in ("Forbi", "Kommer", "I dag"))
    for made, days in ((over, -1), (coming, 14), (today, 0)):
        meeting = plan_meeting_on(world, CLOSED + dt.timedelta(days=days))
        Item.objects.filter(pk=made.pk).update(meeting=meeting, position=1, state=ItemState.ON_AGENDA)
    found = items_to_write(actor=world.as_("secretary_of_unit"), on=CLOSED)
    assert {item.title for item in found} & {"Forbi", "Kommer", "I dag"} == {"Kommer", "I dag"}


def plan_meeting_on(world, day: dt.date) -> Meeting:
    return Meeting.objects.create(forum=world.forum, date=day)
