"""Every revision can be read and restored; what is closed is not read in old revisions either."""

from __future__ import annotations

import datetime as dt

import pytest

from chefforum.calc.blocks import from_json, to_json
from chefforum.calc.redline import Mark
from chefforum.kernel.access.rules import AccessDenied
from chefforum.modules.meetings.access import reads_history
from chefforum.modules.meetings.models import Attachment, Item
from chefforum.modules.meetings.queries.history import difference_of, list_revisions
from chefforum.modules.meetings.services.attachments import AttachmentChanges, NewAttachment, write_attachments
from chefforum.modules.meetings.services.head_writing import Change, PartText, write_head
from chefforum.modules.meetings.services.keeping import set_confidentiality
from chefforum.modules.meetings.services.restoring import restore_revision
from chefforum.modules.meetings.services.steps import StepNotPossible
from tests.desk import ECONOMY, PRESENTATION, Desk, said


def fresh(desk: Desk) -> Item:
    return Item.objects.select_related("forum", "meeting").get(pk=desk.item.pk)


def bilag(desk: Desk, by: str = "case_author", **changes: object) -> None:
    write_attachments(
        actor=desk.actor(by),
        item=desk.item,
        changes=AttachmentChanges(**changes),
        at=desk.later(),  # type: ignore[arg-type]
    )


def restore(desk: Desk, number: int, by: str = "case_author") -> None:
    restore_revision(actor=desk.actor(by), item=desk.item, number=number, at=desk.later())


def test_what_one_writes_in_one_go_is_one_revision(desk: Desk) -> None:
    first = desk.write("Et")
    desk.write("Et to", token=first.token, at=desk.at + dt.timedelta(minutes=3))
    assert [row.made_by for row in list_revisions(item=desk.item)] == ["Clara Bakke"]


def test_a_difference_is_told_word_by_word(desk: Desk) -> None:
    first = desk.write("Der er afsat 2 mio. kr.")
    desk.write("Der er afsat 3 mio. kr. årligt", token=first.token)
    desk.write("Nyt", name=ECONOMY)
    found = difference_of(actor=desk.actor("case_author"), item=desk.item, old=1, new=None)
    assert found is not None
    assert [(section.heading, section.mark) for section in found.sections] == [
        ("Resumé", Mark.SAME),
        ("Økonomi", Mark.ADDED),
    ]
    pieces = found.sections[0].lines[0].pieces
    assert [piece.text for piece in pieces if piece.mark == Mark.ADDED] == ["3", " årligt"]


def test_a_restored_revision_is_a_new_one_and_what_stood_is_kept(desk: Desk) -> None:
    author = desk.actor("case_author")
    first = desk.write("Første")
    write_head(
        actor=author,
        item=desk.item,
        changes={"title": Change("Ny skolegård", "Ny titel"), "parts": Change([], [PartText(None, "at det sker")])},
        token=0,
        at=desk.later(),
    )
    bilag(desk, new=[NewAttachment("Tegning", is_promised=True)])
    desk.write("Anden", token=first.token)
    desk.write("Mere", name=PRESENTATION)
    before = fresh(desk).revisions.count()
    restore(desk, 1)
    found = fresh(desk)
    assert found.title == "Ny skolegård"
    assert not found.has_recommendation
    assert from_json(desk.section().blocks) == said("Første")
    assert not Attachment.objects.exists()
    assert found.revisions.count() == before + 1
    restore(desk, before)
    assert fresh(desk).title == "Ny titel"
    assert from_json(desk.section().blocks) == said("Anden")
    assert [row.title for row in fresh(desk).attachments.all()] == ["Tegning"]
    assert difference_of(actor=author, item=desk.item, old=before, new=None) is not None
    assert not difference_of(actor=author, item=desk.item, old=before, new=None)


def test_somebody_who_writes_while_a_revision_is_restored_meets_a_conflict(desk: Desk) -> None:
    first = desk.write("Første")
    second = desk.write("Anden", token=first.token)
    restore(desk, 1)
    assert desk.write("Anden og mere", token=second.token).conflict is not None


def test_a_revision_that_is_not_there_cannot_be_restored(desk: Desk) -> None:
    with pytest.raises(StepNotPossible):
        restore(desk, 7)


@pytest.mark.parametrize("name", ["workplace_leader", "forum_chair", "colleague"])
def test_who_does_not_write_does_not_restore(desk: Desk, name: str) -> None:
    desk.write("Første")
    with pytest.raises(AccessDenied):
        restore(desk, 1, by=name)


def test_history_is_read_by_who_makes_the_item_and_who_keeps_the_meeting(desk: Desk) -> None:
    desk.write("Første")
    readers = {name for name in desk.lindeby.persons if reads_history(desk.actor(name), fresh(desk))}
    assert readers == {"case_author", "second_author", "workplace_leader", "secretariat", "forum_chair"}


def test_the_history_of_a_closed_item_is_closed_to_colleagues(desk: Desk) -> None:
    desk.write("Første")
    set_confidentiality(
        actor=desk.actor("case_author"), item=fresh(desk), is_confidential=True, reader_ids=[], at=desk.at
    )
    readers = {name for name in desk.lindeby.persons if reads_history(desk.actor(name), fresh(desk))}
    assert readers == {"case_author", "workplace_leader", "secretariat", "forum_chair"}


def test_a_confidential_bilag_has_no_title_in_the_history_of_those_who_may_not_read_it(desk: Desk) -> None:
    bilag(desk, new=[NewAttachment("Lønliste", is_confidential=True)])
    bilag(desk, removed=Attachment.objects.get().pk)
    told = {
        name: str(difference_of(actor=desk.actor(name), item=desk.item, old=1, new=None))
        for name in ("case_author", "second_author")
    }
    assert "Lønliste" in told["case_author"]
    assert "Lønliste" not in told["second_author"]
    assert "Lukket bilag" in told["second_author"]


def test_restoring_opens_no_bilag_and_touches_none_that_one_may_not_read(desk: Desk) -> None:
    bilag(desk, new=[NewAttachment("Lønliste"), NewAttachment("Tegning")])
    secret = Attachment.objects.get(title="Lønliste")
    bilag(desk, fields={secret.pk: {"is_confidential": True}})
    bilag(desk, by="second_author", fields={secret.pk: {"title": "Åben"}})
    restore(desk, 1, by="second_author")
    secret.refresh_from_db()
    assert (secret.title, secret.is_confidential) == ("Lønliste", True)
    restore(desk, 1)
    secret.refresh_from_db()
    assert secret.is_confidential


def test_what_came_from_a_file_is_the_first_revision_and_nobodys(desk: Desk) -> None:
    desk.item.sections.create(position=0, kind="summary", heading="Resumé", blocks=to_json(said("Fra filen")))
    desk.write("Nyt", token=0)
    revisions = list_revisions(item=desk.item)
    assert [row.made_by for row in revisions] == ["Clara Bakke", ""]
    restore(desk, 1)
    assert from_json(desk.section().blocks) == said("Fra filen")
