"""What an item closed to somebody says is in no page, file, search or list that they can open. The same words are
there for whoever may read them, so that the test looks for what would be seen."""

from __future__ import annotations

import io
import zipfile

import docx
import pypdfium2
import pytest
from django.test import Client
from django.urls import reverse

from chefforum.kernel.notifications.models import Notification
from chefforum.modules.meetings.models import ForumPractice
from tests import world
from tests.world import World

# They stand in the closed item of the demo's minutes and nowhere else there. Its journal number is no secret to those
# who journal and audit: see kernel/cases/access.py.
SECRETS = ("om robusthed og beredskab", "kriseledelsen", "dilemmaer", "Slides om beredskab")
JOURNAL_NUMBER = "14.00.08-A00-3-25"
BUNDLES = ("pdf", "zip")
EXPORTS = ("html", "json", "md", "pdf", "docx")


@pytest.fixture
def there(db: None) -> World:
    built = world.build()
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
        reverse("meetings:themes"),
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


@pytest.mark.parametrize("name", ["observer", "substitute", "former_member", "colleague"])
def test_nobody_else_reads_a_word_of_a_closed_item_or_its_journal_number(name: str, there: World) -> None:
    assert leaks(there, name, *SECRETS, JOURNAL_NUMBER) == set()


@pytest.mark.parametrize("name", ["other_secretariat", "auditor", "administrator"])
def test_those_who_journal_audit_or_run_the_system_read_no_word_of_it_either(name: str, there: World) -> None:
    assert leaks(there, name, *SECRETS) == set()


@pytest.mark.parametrize("name", ["secretariat", "forum_chair", "forum_member"])
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
