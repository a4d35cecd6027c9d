"""Words are marked in the text of a bilag: found again page by page, carried along, and hidden where it is closed."""

from __future__ import annotations

import io
import re

import pytest
import typst
from django.test import Client
from django.urls import reverse

from chefforum.kernel.documents.page_text import SOFT_HYPHEN
from chefforum.kernel.documents.pages import text_of_pages
from chefforum.kernel.documents.services import add_document
from chefforum.modules.meetings.models import Attachment, Item, PrivateNote
from chefforum.modules.meetings.queries.attachments import AttachmentShown
from chefforum.modules.meetings.queries.changes import annotated
from chefforum.modules.meetings.queries.notes import REMOVED_ATTACHMENT, all_notes, notes_to
from chefforum.modules.meetings.queries.reading import item_on_page
from chefforum.modules.meetings.services.attachments import AttachmentChanges, write_attachments
from chefforum.modules.meetings.services.keeping import attach_file
from chefforum.modules.meetings.services.notes import write_note
from chefforum.modules.meetings.services.sending import send_changes
from chefforum.modules.meetings.templatetags.reading import page_text
from chefforum.web.annotations import text_of_html

pytestmark = pytest.mark.django_db
HEAD = "#set page(header: [Lindeby Kommune])\n"
BREAK = "\n#pagebreak()\n"


def pdf(*pages: str) -> bytes:
    return typst.compile((HEAD + BREAK.join(pages)).encode())


def bilag(world) -> Attachment:
    return Attachment.objects.filter(item__meeting=world.meeting).order_by("pk").first()


def item(world) -> Item:
    return Item.objects.get(pk=bilag(world).item_id)


def put(world, content, *, filename="bilag.pdf", attachment=None):
    """The file as the bilag's newest, sent out to the members."""
    keeper = world.as_("secretary_of_unit")
    document = add_document(actor=keeper, at=world.now, content=io.BytesIO(content), filename=filename).document
    attach_file(actor=keeper, attachment=attachment or bilag(world), document=document, at=world.now)
    send(world)


def send(world):
    send_changes(actor=world.as_("secretary_of_unit"), meeting=world.meeting, at=world.now, reason="Bilag")


def close(world):
    """The bilag is closed, its item is not."""
    fields = {bilag(world).pk: {"is_confidential": True}}
    change(world, AttachmentChanges(fields=fields))


def change(world, changes):
    write_attachments(actor=world.as_("secretary_of_unit"), item=item(world), changes=changes, at=world.now)
    send(world)


def mark(world, quote, *, page, name="member", text="", **more):
    return write_note(
        actor=world.as_(name),
        item=item(world),
        attachment_id=bilag(world).pk,
        page=page,
        quote=quote,
        text=text,
        at=world.now,
        **more,
    )


def texts(content):
    return [page.text for page in text_of_pages(content).pages]


def beside(world, *, pages=None, of=None, name="member"):
    """The notes that somebody sees beside the bilag, or with no pages beside its item."""
    shown = item_on_page(actor=world.as_(name), item=of or item(world))
    wanted = {one.id: pages for one in shown.attachments} if pages is not None else {}
    return notes_to(actor=world.as_(name), items=[shown], shown=wanted)[shown.id]


def test_marked_words_are_found_on_their_page(forum_world):
    content = pdf("Budget i alt", "Forbrug i alt")
    put(forum_world, content)
    mark(forum_world, "i alt", page=2, before="Lindeby Kommune\nForbrug ")
    (note,) = beside(forum_world, pages=texts(content))
    assert (note.place.text, note.page, note.is_gone) == (1, 2, False)
    assert note.attachment_id == bilag(forum_world).pk


def test_of_words_that_stand_alike_on_every_page_those_of_the_page_are_meant(forum_world):
    content = pdf("Et", "To", "Tre")
    put(forum_world, content)
    mark(forum_world, "Lindeby Kommune", page=2)
    (note,) = beside(forum_world, pages=texts(content))
    assert note.place.text == 1


def test_in_a_new_version_of_the_file_they_are_found_where_they_stand_now(forum_world):
    put(forum_world, pdf("Planen er god"))
    mark(forum_world, "Planen er god", page=1)
    later = pdf("Et nyt forord", "Planen\n\ner god")
    put(forum_world, later)
    (note,) = beside(forum_world, pages=texts(later))
    assert (note.place.text, note.page) == (1, 2)


def test_where_they_are_gone_it_is_said_and_the_words_are_kept(forum_world):
    put(forum_world, pdf("Planen er god"))
    mark(forum_world, "Planen er god", page=1)
    later = pdf("Helt andre ord")
    put(forum_world, later)
    (note,) = beside(forum_world, pages=texts(later))
    assert (note.place, note.is_gone, note.quote, note.page) == (None, True, "Planen er god", 1)


def test_beside_the_item_they_are_neither_looked_for_in_its_text_nor_said_to_be_gone(forum_world):
    put(forum_world, pdf("Planen er god"))
    words = next(one.blocks[0].text for one in forum_world.minutes.items[item(forum_world).number - 1].sections)
    mark(forum_world, words, page=1)
    (note,) = beside(forum_world)
    assert (note.place, note.is_gone, note.quote) == (None, False, words)
    assert annotated(notes=[note]).spans == {}


def test_a_divided_word_is_kept_without_its_hyphen(forum_world):
    note = mark(forum_world, f"Kommunal{SOFT_HYPHEN}bestyrelsen", page=1)
    assert note.quote == "Kommunalbestyrelsen"


def test_words_of_a_bilag_without_pages_are_of_page_0_and_no_page_is_told(forum_world):
    put(forum_world, b"Planen er god.", filename="plan.txt")
    mark(forum_world, "Planen", page=None)
    (note,) = beside(forum_world, pages=["Planen er god."])
    assert (note.page, note.place.start) == (0, 0)


def test_the_page_as_html_has_the_text_that_quotes_are_looked_for_in():
    content = pdf(
        "#set par(justify: true)\n" + "a < b & sundhedsforebyggelsesarbejde " * 40, "#columns(2)[a #colbreak() b]"
    )
    for page in text_of_pages(content).pages:
        assert text_of_html(page_text({}, page, 0)) == page.text
    assert AttachmentShown(None, None, pdf=text_of_pages(content)).texts == tuple(texts(content))


def test_a_closed_bilag_hides_the_words_from_who_may_still_read_the_item(forum_world):
    content = pdf("Planen er god")
    put(forum_world, content)
    for name in ("member", "chair"):
        mark(forum_world, "Planen er god", page=1, name=name, text="Min note")
    close(forum_world)
    (note,) = beside(forum_world)
    assert (note.quote, note.is_quote_hidden, note.attachment, note.attachment_id) == ("", True, "Lukket bilag", None)
    assert note.text == "Min note"
    (listed,) = all_notes(actor=forum_world.as_("member"))
    assert listed.id == item(forum_world).pk
    assert "Planen" not in str(listed)
    assert bilag(forum_world).title not in str(listed)
    # Who reads closed bilag of the item still reads the words.
    (theirs,) = beside(forum_world, name="chair", pages=texts(content))
    assert (theirs.quote, theirs.place.text) == ("Planen er god", 0)


@pytest.mark.parametrize("is_closed", [True, False])
def test_the_words_of_a_removed_bilag_are_hidden_where_it_was_closed(is_closed, forum_world):
    put(forum_world, pdf("Planen er god"))
    note = mark(forum_world, "Planen er god", page=1)
    of = item(forum_world)
    if is_closed:
        close(forum_world)
    change(forum_world, AttachmentChanges(removed=note.attachment_id))
    (shown,) = beside(forum_world, of=of)
    assert (shown.quote, shown.is_quote_hidden) == (("", True) if is_closed else ("Planen er god", False))
    assert (shown.attachment, shown.place, shown.is_gone) == (REMOVED_ATTACHMENT, None, False)
    (listed,) = all_notes(actor=forum_world.as_("member"))
    assert ("Planen" in str(listed)) != is_closed


def test_the_words_of_a_bilag_that_was_removed_without_a_trace_are_hidden(forum_world):
    """No revision says that it had the file, so nobody can say whether it was closed."""
    note = mark(forum_world, "Planen er god", page=1)
    of = item(forum_world)
    Attachment.objects.filter(pk=note.attachment_id).delete()
    assert [one.is_quote_hidden for one in beside(forum_world, of=of)] == [True]
    assert [one.is_quote_hidden for one in all_notes(actor=forum_world.as_("member"))[0].notes] == [True]


def test_they_follow_the_bilag_of_an_item_that_is_put_off(forum_world):
    content = pdf("Planen er god")
    put(forum_world, content)
    mark(forum_world, "Planen er god", page=1)
    before = item(forum_world)
    later = forum_world.take_in(date=before.meeting.date.replace(month=3), title="Chefforum 04-03-2026")
    after = later.items.get(number=before.number)
    Item.objects.filter(pk=after.pk).update(predecessor=before)
    copied = after.attachments.get(title=bilag(forum_world).title)
    Attachment.objects.filter(pk=copied.pk).update(document=bilag(forum_world).document)
    send_changes(actor=forum_world.as_("secretary_of_unit"), meeting=later, at=forum_world.now, reason="Bilag")
    after = Item.objects.get(pk=after.pk)
    (note,) = beside(forum_world, of=after, pages=texts(content))
    assert (note.attachment_id, note.place.text) == (copied.pk, 0)
    assert note.origin.startswith("Skrevet til punkt")
    # Closed where it was written, the file is still read here; closed here too, its words are nobody's.
    Attachment.objects.filter(pk=bilag(forum_world).pk).update(is_confidential=True)
    assert [one.quote for one in beside(forum_world, of=after)] == ["Planen er god"]
    Attachment.objects.filter(pk=copied.pk).update(is_confidential=True)
    assert [(one.quote, one.attachment_id) for one in beside(forum_world, of=after)] == [("", None)]


def client(world, name="member"):
    made = Client()
    made.force_login(world.persons[name], backend="django.contrib.auth.backends.ModelBackend")
    return made


def page_of(world, name="member", **headers):
    url = reverse("meetings:attachment", args=[bilag(world).pk])
    return client(world, name).get(url, headers=headers).content.decode()


def test_the_page_shows_them_numbered_at_their_words_with_a_link_to_the_note(forum_world):
    put(forum_world, pdf("Budget i alt", "Planen er god"))
    note = mark(forum_world, "Planen er god", page=2)
    text = page_of(forum_world)
    assert f'<mark id="ord-{note.pk}">Planen ' in text
    assert 'href="#note-1"' in text
    assert 'id="note-1"' in text
    assert re.search(r'data-quotable data-attachment="\d+" data-page="2"', text)
    assert "data-mark-bar" in text
    # The fold of the page that has them stands open for those without JavaScript.
    assert re.findall(r'class="page-fold"( open)?', text) == ["", " open"]


def test_text_without_pages_is_marked_and_never_becomes_tags(forum_world):
    put(forum_world, b"Tal & <b>tal</b> om planen", filename="tal.txt")
    mark(forum_world, "<b>tal</b>", page=0)
    text = page_of(forum_world)
    assert ">&lt;b&gt;tal&lt;/b&gt;</mark>" in text
    assert 'data-page="0"' in text


def test_inside_an_item_they_have_numbers_where_its_notes_stand_and_none_where_they_do_not(forum_world):
    put(forum_world, pdf("Planen er god"))
    mark(forum_world, "Planen", page=1)
    url = reverse("meetings:attachment", args=[bilag(forum_world).pk])
    with_notes = client(forum_world).get(f"{url}?noter", headers={"HX-Request": "true"}).content.decode()
    without = client(forum_world).get(url, headers={"HX-Request": "true"}).content.decode()
    assert ("<mark" in with_notes, "<mark" in without) == (True, True)
    assert ("#note-1" in with_notes, "#note-1" in without) == (True, False)
    assert ("data-quotable" in with_notes, "data-quotable" in without) == (True, False)
    item_page = client(forum_world).get(reverse("meetings:item", args=[item(forum_world).pk])).content.decode()
    assert f'hx-get="{url}?noter"' in item_page


def test_who_marks_words_comes_back_to_them_and_who_writes_to_them_to_the_notes(forum_world):
    put(forum_world, pdf("Planen er god"))
    url, back = (
        reverse("meetings:note_write", args=[item(forum_world).pk]),
        reverse("meetings:item", args=[item(forum_world).pk]),
    )
    said = {"back": back, "quote": "Planen", "attachment": str(bilag(forum_world).pk), "page": "1"}
    there = client(forum_world).post(url, said)["Location"]
    note = PrivateNote.objects.get()
    assert there == f"{reverse('meetings:attachment', args=[bilag(forum_world).pk])}#ord-{note.pk}"
    assert (note.page, note.attachment_id) == (1, bilag(forum_world).pk)
    assert client(forum_world).post(url, {**said, "text": "Husk"})["Location"] == f"{back}#noter"


def test_the_list_and_the_paper_say_which_bilag_and_which_page(forum_world):
    put(forum_world, pdf("Et", "Planen er god"))
    note = mark(forum_world, "Planen er god", page=2)
    title = bilag(forum_world).title
    listed = client(forum_world).get(reverse("meetings:my_notes")).content.decode()
    link = f"{reverse('meetings:attachment', args=[bilag(forum_world).pk])}#ord-{note.pk}"
    assert f'<a href="{link}">{title}, side 2</a>' in listed
    paper = (
        client(forum_world).get(reverse("meetings:print_with_notes", args=[forum_world.meeting.pk])).content.decode()
    )
    assert re.search(rf"Planen er god</blockquote>\s*<p[^>]*>{re.escape(title)}, side 2</p>", paper)


def test_nobody_else_sees_that_words_are_marked(forum_world):
    put(forum_world, pdf("Planen er god"))
    mark(forum_world, "Planen", page=1)
    for name in ("chair", "observer", "secretary_of_unit"):
        assert "<mark" not in page_of(forum_world, name)
