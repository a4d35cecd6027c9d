"""What an item closed to somebody says is in no page, file, search or list that they can open. The same words are
there for whoever may read them, so that the test looks for what would be seen."""

from __future__ import annotations

import dataclasses
import datetime as dt
import io
import json
import zipfile
from typing import Any

import docx
import pypdfium2
import pytest
from django.core.mail import EmailMessage
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from chefforum.calc.blocks import Paragraph
from chefforum.kernel.access.queries import actor_for
from chefforum.kernel.access.rules import Actor
from chefforum.kernel.audit.models import Event
from chefforum.kernel.documents.models import PersonalFile
from chefforum.kernel.documents.services import add_document
from chefforum.kernel.jobs.jobs import run_now
from chefforum.kernel.jobs.services import start_job
from chefforum.kernel.notifications.models import Notification
from chefforum.kernel.notifications.services import send_waiting
from chefforum.modules.meetings.models import ForumPractice, Item
from chefforum.modules.meetings.rules.section_places import NOT_THERE, Name
from chefforum.modules.meetings.services.attachments import AttachmentChanges, NewAttachment, write_attachments
from chefforum.modules.meetings.services.comments import write_comment
from chefforum.modules.meetings.services.head_writing import Change, write_head
from chefforum.modules.meetings.services.hearings import answer_hearing
from chefforum.modules.meetings.services.items import submit_item
from chefforum.modules.meetings.services.keeping import attach_file, set_confidentiality
from chefforum.modules.meetings.services.notes import write_note
from chefforum.modules.meetings.services.read_marks import mark_read
from chefforum.modules.meetings.services.section_writing import Place, write_section
from chefforum.modules.meetings.services.sending import send_changes
from tests.people import first_on_both
from tests.world import World

# They stand in the closed item of the demo's minutes and nowhere else there. Its journal number is no secret to those
# who journal and audit: see kernel/cases/access.py.
SECRETS = ("om robusthed og beredskab", "kriseledelsen", "dilemmaer", "Slides om beredskab")
JOURNAL_NUMBER = "14.00.08-A00-3-25"
OTHER_ROLES = ("auditor", "administrator", "other_secretariat")
READING = ("meetings.read_confidential", "documents.read")
BUNDLES = ("pdf", "zip")
EXPORTS = ("html", "json", "md", "pdf", "docx")


@pytest.fixture
def there(fresh_world: World) -> World:
    built = fresh_world
    ForumPractice.objects.create(forum=built.lindeby.forum, is_public=True)
    return built


def reading(there: World, name: str) -> dict[str, str]:
    """The text of every page and file where the item could show, as the person gets it."""
    client = Client()
    client.force_login(there.person(name), backend="django.contrib.auth.backends.ModelBackend")
    return {url: text_of(client, url) for url in places(there)}


def places(there: World) -> list[str]:
    return [
        reverse("start"),
        reverse("meetings:list"),
        reverse("meetings:meeting", args=[there.sent.pk]),
        reverse("meetings:versions", args=[there.sent.pk]),
        reverse("meetings:agenda", args=[there.sent.pk]),
        reverse("meetings:send_preview", args=[there.sent.pk]),
        reverse("meetings:review", args=[there.sent.pk]),
        reverse("meetings:forum", args=[there.lindeby.forum.pk]),
        *(reverse("meetings:themes"), reverse("meetings:themes_export", args=[there.lindeby.forum.pk, "pdf"])),
        reverse("meetings:year") + f"?aar={there.sent.date.year}",
        reverse("meetings:item", args=[there.closed_item.pk]),
        reverse("meetings:write", args=[there.closed_item.pk]),
        reverse("meetings:history", args=[there.closed_item.pk]),
        reverse("meetings:item", args=[there.sent.items.get(number=there.closed_item.number - 1).pk]),
        reverse("meetings:process", args=[there.closed_item.pk]),
        reverse("meetings:findings", args=[there.closed_item.pk]),
        reverse("meetings:meeting_findings", args=[there.sent.pk]),
        reverse("meetings:items"),
        reverse("meetings:item_create"),
        reverse("meetings:item_create") + f"?fra={there.closed_item.pk}",
        reverse("meetings:statistics"),
        *(reverse("meetings:export", args=[there.sent.pk, format]) for format in EXPORTS),
        reverse("meetings:prepare"),
        reverse("meetings:my_notes"),
        reverse("meetings:prepare_meeting", args=[there.sent.pk]),
        reverse("meetings:prepare_meeting", args=[there.sent.pk]) + "?oversigt",
        reverse("meetings:prepare_item", args=[there.sent.pk, there.closed_item.pk]),
        reverse("meetings:print_with_notes", args=[there.sent.pk]),
        reverse("meetings:attachment", args=[there.attachment(there.closed_item).pk]),
        reverse("meetings:bundle_choose", args=[there.sent.pk]),
        *(reverse("meetings:bundle", args=[there.sent.pk, format]) for format in BUNDLES),
        reverse("meetings:bundle", args=[there.sent.pk, "zip"]) + f"?punkt={there.closed_item.pk}",
        reverse("meetings:calendar_meeting", args=[there.sent.pk]),
        reverse("notifications:list"),
        reverse("meetings:corrections", args=[there.sent.pk]),
        reverse("meetings:minutes_progress", args=[there.sent.pk]),
        reverse("meetings:minute_item", args=[there.sent.pk, there.closed_item.pk]),
        # The closed item has these words; what is typed is shown again, so they are none of the secrets.
        reverse("search:search") + "?q=fortsat+drift",
        reverse("cases:list"),
        reverse("cases:list") + "?q=Temadrøftelse",
        reverse("cases:case", args=[there.closed_case.pk]),
        reverse("meetings:actions") + "?tilstand=all",
        reverse("meetings:action", args=[there.closed_action.pk]),
        reverse("meetings:meeting", args=[there.coming.pk]),
        *(reverse("meetings:export", args=[there.coming.pk, format]) for format in ("html", "pdf", "docx")),
        reverse("documents:newest_version", args=[there.closed_document.pk]),
        reverse("public:forums"),
        reverse("public:forum", args=[there.lindeby.forum.pk]),
        reverse("public:meeting", args=[there.sent.pk]),
        *(reverse("public:export", args=[there.sent.pk, format]) for format in ("html", "pdf")),
        reverse("public:attachment", args=[there.sent.pk, there.closed_document.pk]),
        reverse("public:sitemap"),
        reverse("imports:import_detail", args=[there.file_import.pk]),
        reverse("jobs:job_list"),
        reverse("administration:trail"),
    ]


def text_of(client: Client, url: str) -> str:
    response = client.get(url, follow=True)
    content = b"".join(response.streaming_content) if response.streaming else response.content
    return text_in(content)


def text_in(content: bytes) -> str:
    """The words of a page or a file; of a ZIP those of its names and of every file in it."""
    match content[:2]:
        case b"%P":
            with pypdfium2.PdfDocument(content) as pdf:
                pages = [pdf[number].get_textpage().get_text_range() for number in range(len(pdf))]
                bookmarks = [bookmark.get_title() for bookmark in pdf.get_toc()]
            return " ".join(" ".join([*bookmarks, *pages]).split())
        case b"PK":
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                if "word/document.xml" not in archive.namelist():
                    return " ".join(
                        [*archive.namelist(), *(text_in(archive.read(name)) for name in archive.namelist())]
                    )
            body = docx.Document(io.BytesIO(content)).element.body
            return "".join(node.text or "" for node in body.iter() if str(node.tag).endswith("}t"))
    return content.decode().replace("\r\n ", "")  # calendars fold their lines


def leaks(there: World, name: str, *secrets: str) -> set[tuple[str, str]]:
    return {(url, secret) for url, text in reading(there, name).items() for secret in secrets if secret in text}


@pytest.mark.parametrize("name", first_on_both(["observer", "substitute", "former_member", "colleague"]))
def test_nobody_else_reads_a_word_of_a_closed_item_or_its_journal_number(name: str, there: World) -> None:
    assert leaks(there, name, *SECRETS, JOURNAL_NUMBER) == set()


@pytest.mark.parametrize("name", first_on_both(["other_secretariat", "auditor", "administrator"]))
def test_those_who_journal_audit_or_run_the_system_read_no_word_of_it_either(name: str, there: World) -> None:
    assert leaks(there, name, *SECRETS) == set()


@pytest.mark.parametrize("name", first_on_both(["secretariat", "forum_chair", "forum_member"]))
def test_those_who_may_read_it_find_it_everywhere(name: str, there: World) -> None:
    """Else the test above would pass on empty pages."""
    found = {url for url, secret in leaks(there, name, *SECRETS)}
    for url in (
        reverse("meetings:meeting", args=[there.sent.pk]),
        reverse("meetings:item", args=[there.closed_item.pk]),
        *(reverse("meetings:export", args=[there.sent.pk, format]) for format in EXPORTS),
        *(reverse("meetings:bundle", args=[there.sent.pk, format]) for format in BUNDLES),
        reverse("search:search") + "?q=fortsat+drift",
        reverse("cases:case", args=[there.closed_case.pk]),
    ):
        assert url in found


def test_a_calendar_shows_it_to_nobody_since_others_read_calendars_too(there: World) -> None:
    """Not even to the member who is named on the item, and whose calendar this is."""
    calendar = text_of(Client(), reverse("meetings:calendar", args=[there.calendar_secret]))
    assert "Lukket punkt" in calendar
    assert not [secret for secret in (*SECRETS, JOURNAL_NUMBER, there.closed_item.title) if secret in calendar]


def test_nobody_is_told_it_by_message_or_mail(there: World) -> None:
    """What is told leaves the house in mails, whose words these are; so it is not told even to who may read it."""
    told = list(Notification.objects.all())
    assert told
    secrets = (*SECRETS, JOURNAL_NUMBER, there.closed_item.title)
    assert not [(one.kind, secret) for one in told for secret in secrets if secret in one.text]


def acting(there: World, name: str) -> Actor:
    return actor_for(person=there.person(name), on=there.lindeby.on)


def close(there: World, item: Item, *readers: str) -> None:
    ids = [there.person(name).pk for name in readers]
    set_confidentiality(
        actor=acting(there, "secretariat"), item=item, is_confidential=True, reader_ids=ids, at=timezone.now()
    )


@pytest.fixture
def closed_after(there: World) -> tuple[World, tuple[str, ...]]:
    """The open item of the minutes sent out, read, told of, put in a file and then closed, with words of its own in
    every kind of place; the world with it in the closed item's place, and those words."""
    at, secretariat = timezone.now(), acting(there, "secretariat")
    item = there.item
    item.refresh_from_db()
    titled = Change(item.title, "Salg af Strandgården")
    item = write_head(actor=secretariat, item=item, changes={"title": titled}, token=item.token, at=at).item
    section = item.sections.exclude(kind__in=["recommendation", "decision", "attachments", "history"])[0]
    place = Place(section.pk, Name(section.kind, section.heading))
    said = (Paragraph("Køberen hedder Vindfang og byder højest."),)
    written = write_section(actor=secretariat, item=item, place=place, blocks=said, token=section.token, at=at)
    assert written.conflict is None
    attachment = there.attachment(item)
    changes = AttachmentChanges(fields={attachment.pk: {"title": "Købstilbud fra mægleren"}})
    write_attachments(actor=secretariat, item=item, changes=changes, at=at)
    document = add_document(
        actor=secretariat,
        at=at,
        title="Købstilbud fra mægleren",
        content=io.BytesIO(b"Prisen er syv kroner."),
        filename="tilbud.txt",
    ).document
    attachment.refresh_from_db()
    attach_file(actor=secretariat, attachment=attachment, document=document, at=at)
    send_changes(actor=secretariat, meeting=there.sent, at=at, reason="Rettet")
    item.refresh_from_db()
    for name in ("observer", "substitute"):
        mark_read(actor=acting(there, name), item=item, at=at)
        write_note(actor=acting(there, name), item=item, text="Husk kaffe", quote="Vindfang", at=at)
        run_bundle(there, name)
    close(there, item, "forum_member", "former_member")  # who is named and sits there no more reads nothing
    as_closed = dataclasses.replace(
        there, closed_item=item, closed_case=there.case, closed_action=there.action, closed_document=document
    )
    return as_closed, ("Strandgården", "Vindfang", "Købstilbud", "syv kroner")


def is_there(client: Client, url: str) -> bool:
    response = client.get(url)
    if response.streaming:
        assert b"".join(response.streaming_content)
    return response.status_code == 200


def run_bundle(there: World, name: str) -> None:
    """The whole meeting under the person's "Dine filer", as a job makes it."""
    actor, at = acting(there, name), timezone.now()
    arguments = {"meeting_id": str(there.sent.pk), "format": "zip", "item_ids": None, "with_attachments": True}
    job = start_job(actor=actor, at=at, run="meetings.bundle", arguments=arguments, is_queued=False)
    run_now(job=job, actor=actor, at=at)


def test_an_item_closed_after_it_was_sent_out_is_closed_in_all_that_was_sent(
    closed_after: tuple[World, tuple[str, ...]],
) -> None:
    """Titles, text, bilag, decision and actions, in the versions before too; whoever read it while it was open."""
    there, written = closed_after
    for name in ("observer", "substitute", "former_member", "colleague", *OTHER_ROLES):
        assert leaks(there, name, *written, "Indkald styregruppen") == set(), name
    assert {secret for _, secret in leaks(there, "forum_member", *written)} == set(written)


def test_files_made_while_it_was_open_are_gone_when_it_is_closed(
    closed_after: tuple[World, tuple[str, ...]],
) -> None:
    there, _ = closed_after
    assert [file.pk for file in PersonalFile.objects.all()] == [there.personal_file.pk]


@pytest.fixture
def closed_in_the_making(there: World) -> tuple[World, tuple[str, ...]]:
    """A draft that the school is heard about, with a comment, an answer, bilag and a finding let stand; then closed."""
    at, author, head = timezone.now(), acting(there, "case_author"), acting(there, "workplace_leader")
    item = there.heard_item
    titled = Change(item.title, "Fyring af driftschefen")
    item = write_head(actor=author, item=item, changes={"title": titled}, token=item.token, at=at).item
    place = Place(None, Name("summary", "Resumé"))
    said = (Paragraph("Advokaten hedder Kvast, og og beløbet er stort."),)
    write_section(actor=author, item=item, place=place, blocks=said, token=NOT_THERE, at=at)
    new = NewAttachment("Udkast til fratrædelse")
    write_attachments(actor=author, item=item, changes=AttachmentChanges(new=[new]), at=at)
    write_comment(actor=acting(there, "secretariat"), item=item, section=None, text="Spørg Tinghuset først", at=at)
    answer_hearing(actor=head, hearing=item.hearings.get(), has_remarks=True, text="Vi savner en Kalkule", at=at)
    submit_item(actor=author, item=item, at=at)
    written = ("Fyring af driftschefen", "Kvast", "fratrædelse", "Tinghuset", "Kalkule")
    close(there, item)
    return dataclasses.replace(there, closed_item=item), written


def places_of_a_draft(there: World) -> list[str]:
    item = there.closed_item
    names = ("item", "write", "history", "process", "findings", "confidentiality", "postpone", "action_suggestions")
    return [
        reverse("start"),
        reverse("notifications:list"),
        *(reverse(f"meetings:{name}", args=[item.pk]) for name in names),
        reverse("meetings:items"),
        reverse("meetings:prepare"),
        reverse("meetings:agenda", args=[there.coming.pk]),
        reverse("meetings:meeting_findings", args=[there.coming.pk]),
        reverse("meetings:item_create"),
        reverse("meetings:item_create") + f"?fra={item.pk}",
        reverse("meetings:statistics"),
        reverse("meetings:promised"),
        reverse("search:search") + "?q=bel%C3%B8bet",
        reverse("cases:list"),
        reverse("administration:trail"),
    ]


@pytest.mark.parametrize(
    "name",
    first_on_both(
        ["workplace_leader", "observer", "forum_member", "colleague", "auditor", "administrator", "other_secretariat"]
    ),
)
def test_an_item_closed_while_it_is_made_is_closed_to_those_who_were_asked(
    name: str, closed_in_the_making: tuple[World, tuple[str, ...]]
) -> None:
    """The department that was heard and is named no more, first of all: what it was told names it no longer."""
    there, written = closed_in_the_making
    client = Client()
    client.force_login(there.person(name), backend="django.contrib.auth.backends.ModelBackend")
    found = {url: text_of(client, url) for url in places_of_a_draft(there)}
    assert {(url, secret) for url, text in found.items() for secret in written if secret in text} == set()


def test_mails_that_are_not_sent_yet_do_not_name_what_was_closed_meanwhile(
    closed_in_the_making: tuple[World, tuple[str, ...]], settings: Any, mailoutbox: list[EmailMessage]
) -> None:
    _, written = closed_in_the_making
    settings.MAIL_IS_ON = True
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    at = timezone.now() + dt.timedelta(days=1)
    send_waiting(at=at, before=at)
    mails = [str(mail.message()) for mail in mailoutbox]
    bodies = [mail.body for mail in mailoutbox]
    assert any("Lukket punkt" in body for body in bodies)
    assert not [secret for secret in written for text in (*mails, *bodies) if secret in text]


def test_the_trail_says_nothing_of_it(
    closed_in_the_making: tuple[World, tuple[str, ...]], closed_after: tuple[World, tuple[str, ...]]
) -> None:
    secrets = (*closed_in_the_making[1], *closed_after[1], "Vi savner", "Indkald styregruppen")
    events = [json.dumps([one.object_name, one.data], ensure_ascii=False) for one in Event.objects.all()]
    assert events
    assert not [(secret, event) for event in events for secret in secrets if secret in event]


def test_a_bilag_closed_later_is_closed_wherever_it_was_sent_and_stays_so_when_it_is_removed(there: World) -> None:
    """Its title in pages, files and search, and its file; also between its removal and the next version."""
    at, secretariat = timezone.now(), acting(there, "secretariat")
    attachment = there.attachment(there.item)
    changes = AttachmentChanges(fields={attachment.pk: {"title": "Ledelsesaftale om Kvartalet"}})
    write_attachments(actor=secretariat, item=there.item, changes=changes, at=at)
    send_changes(actor=secretariat, meeting=there.sent, at=at, reason="Nyt navn")
    item = Item.objects.get(pk=there.item.pk)
    searched = reverse("search:search") + "?q=Ledelsesaftale"
    url = reverse("documents:version", args=[there.document.pk, 1])
    client = Client()
    client.force_login(there.person("observer"), backend="django.contrib.auth.backends.ModelBackend")
    assert is_there(client, url)
    assert "Kvartalet" in text_of(client, searched)
    changes = AttachmentChanges(fields={attachment.pk: {"is_confidential": True}})
    write_attachments(actor=secretariat, item=item, changes=changes, at=at)
    run_bundle(there, "observer")

    def seen() -> list[str]:
        files = [url, reverse("meetings:attachment", args=[attachment.pk])]
        return [one for one in (*places(there), searched) if "Kvartalet" in text_of(client, one)] + [
            one for one in files if is_there(client, one)
        ]

    assert seen() == []
    write_attachments(actor=secretariat, item=item, changes=AttachmentChanges(removed=attachment.pk), at=at)
    assert seen() == []


def test_every_way_of_reading_it_leaves_an_event(there: World) -> None:
    """Titles in lists do not; whatever shows its text, bilag or file does."""
    item, attachment = there.closed_item, there.attachment(there.closed_item)
    client = Client()
    client.force_login(there.person("secretariat"), backend="django.contrib.auth.backends.ModelBackend")
    urls = [
        reverse("meetings:meeting", args=[there.sent.pk]),
        reverse("meetings:versions", args=[there.sent.pk]),
        reverse("meetings:meeting_findings", args=[there.sent.pk]),
        reverse("meetings:prepare_item", args=[there.sent.pk, item.pk]),
        reverse("meetings:print_with_notes", args=[there.sent.pk]),
        reverse("meetings:minute_item", args=[there.sent.pk, item.pk]),
        *(reverse(f"meetings:{name}", args=[item.pk]) for name in ("item", "write", "history", "process", "findings")),
        reverse("meetings:action_suggestions", args=[item.pk]),
        reverse("meetings:attachment", args=[attachment.pk]),
        reverse("documents:version", args=[there.closed_document.pk, 1]),
        *(reverse("meetings:export", args=[there.sent.pk, format]) for format in EXPORTS),
        *(reverse("meetings:bundle", args=[there.sent.pk, format]) for format in BUNDLES),
    ]
    silent = []
    for url in urls:
        before = Event.objects.filter(action__in=READING).count()
        assert is_there(client, url), url
        if Event.objects.filter(action__in=READING).count() == before:
            silent.append(url)
    assert silent == []
