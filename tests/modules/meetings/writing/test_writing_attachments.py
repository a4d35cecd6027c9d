"""Bilag: added, promised, renamed, put in order, replaced and removed; the file stays in old revisions."""

from __future__ import annotations

import datetime as dt
import io

import pytest

from chefforum.kernel.access.rules import AccessDenied
from chefforum.kernel.documents.models import Document
from chefforum.kernel.documents.services import add_document
from chefforum.modules.meetings.models import Attachment, RevisionFile
from chefforum.modules.meetings.queries.writing import attachments_to_write
from chefforum.modules.meetings.search import entries
from chefforum.modules.meetings.services.attachments import AttachmentChanges, NewAttachment, write_attachments
from tests.desk import Desk


def document(desk: Desk, text: str = "Tegning") -> Document:
    return add_document(
        actor=desk.actor("case_author"), at=desk.at, content=io.BytesIO(text.encode()), filename="a.txt", title=text
    ).document


def change(desk: Desk, by: str = "case_author", **changes: object) -> None:
    write_attachments(
        actor=desk.actor(by),
        item=desk.item,
        changes=AttachmentChanges(**changes),
        at=desk.later(),  # type: ignore[arg-type]
    )


def titles(desk: Desk) -> list[str]:
    return list(desk.item.attachments.order_by("position").values_list("title", flat=True))


def test_bilag_are_added_several_at_once_and_named_in_the_text(desk: Desk) -> None:
    change(desk, new=[NewAttachment("Tegning", document(desk)), NewAttachment("Notat", is_promised=True)])
    assert titles(desk) == ["Tegning", "Notat"]
    assert desk.item.sections.get(kind="attachments").blocks[0]["items"][1] == [{"type": "paragraph", "text": "Notat"}]


def test_a_bilag_is_moved_up_and_down_and_not_past_the_ends(desk: Desk) -> None:
    change(desk, new=[NewAttachment(title) for title in "abc"])
    last = Attachment.objects.get(title="c").pk
    change(desk, moved=(last, -1))
    assert titles(desk) == ["a", "c", "b"]
    change(desk, moved=(last, -1))
    change(desk, moved=(last, -1))
    assert titles(desk) == ["c", "a", "b"]


def test_a_promised_bilag_says_when_and_gets_its_file(desk: Desk) -> None:
    change(desk, new=[NewAttachment("Notat", is_promised=True, promised_date=dt.date(2026, 2, 9))])
    row = Attachment.objects.get()
    change(desk, files={row.pk: document(desk)}, fields={row.pk: {"title": "Notat om priser"}})
    row.refresh_from_db()
    assert (row.title, row.document is not None) == ("Notat om priser", True)


def test_a_removed_bilag_stays_in_the_revision_that_had_it(desk: Desk) -> None:
    file = document(desk)
    change(desk, new=[NewAttachment("Tegning", file)])
    change(desk, removed=Attachment.objects.get().pk)
    assert titles(desk) == []
    assert not desk.item.sections.filter(kind="attachments").exists()
    assert RevisionFile.objects.get(revision__number=1).document == file


def test_who_may_not_read_a_confidential_bilag_neither_sees_nor_changes_it(desk: Desk) -> None:
    change(desk, new=[NewAttachment("Lønliste", is_confidential=True)])
    row = Attachment.objects.get()
    shown = attachments_to_write(actor=desk.actor("second_author"), item=desk.item)
    assert [(one.title, one.is_hidden) for one in shown] == [("Lukket bilag", True)]
    change(desk, by="second_author", fields={row.pk: {"title": "x", "is_confidential": False}}, removed=row.pk)
    row.refresh_from_db()
    assert (row.title, row.is_confidential) == ("Lønliste", True)


def test_a_confidential_bilag_is_not_found_by_searching(desk: Desk) -> None:
    change(desk, new=[NewAttachment("Lønliste", is_confidential=True), NewAttachment("Tegning")])
    words = next(entry.body for entry in entries() if entry.object_id == desk.item.pk)
    assert "Lønliste" not in words
    assert "Tegning" in words


@pytest.mark.parametrize("name", ["workplace_leader", "forum_chair", "colleague"])
def test_who_does_not_write_the_item_brings_no_bilag(desk: Desk, name: str) -> None:
    with pytest.raises(AccessDenied):
        change(desk, by=name, new=[NewAttachment("Notat")])


def test_the_trail_says_no_title(desk: Desk) -> None:
    change(desk, new=[NewAttachment("Lønliste")])
    event = desk.events()[-1]
    assert event.action == "items.write_attachments"
    assert "Lønliste" not in str((event.data, event.object_name))
