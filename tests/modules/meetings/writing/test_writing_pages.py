"""The editor's addresses: what they answer, what they keep for themselves, what they leave in the trail."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from chefforum.calc.blocks import from_json
from chefforum.kernel.audit.models import Event
from chefforum.kernel.search.queries import search
from chefforum.modules.meetings.models import Attachment, Conflict, Item
from chefforum.modules.meetings.services.attachments import AttachmentChanges, NewAttachment, write_attachments
from chefforum.modules.meetings.services.keeping import set_confidentiality
from tests.desk import Desk, said

SECTION = {"prefix": "s0", "s0-kind": "summary", "s0-heading": "Resumé"}


def client(desk: Desk, name: str = "case_author") -> Client:
    made = Client()
    made.force_login(desk.lindeby.persons[name], backend="django.contrib.auth.backends.ModelBackend")
    return made


def url(desk: Desk, name: str, *more: object) -> str:
    return reverse(f"meetings:{name}", args=[desk.item.pk, *more])


def save(desk: Desk, html: str, token: int = -1, name: str = "case_author", **more: str):
    posted = {**SECTION, "s0-token": token, "s0-html": html, **more}
    return client(desk, name).post(url(desk, "write_section"), posted)


def test_a_section_is_saved_and_the_answer_says_when_and_with_which_token(desk: Desk) -> None:
    found = save(desk, "<p onclick=x>Kort <b>og</b> godt</p><script>x</script>").json()
    assert from_json(desk.section().blocks) == said("Kort og godt")
    assert (found["token"], found["conflict"]) == (1, None)
    assert found["saved"].startswith("kl. ")


def test_a_late_save_answers_with_the_way_to_both_texts(desk: Desk) -> None:
    save(desk, "<p>Hendes</p>")
    found = save(desk, "<p>Hans</p>", name="second_author").json()
    page = client(desk, "second_author").get(found["conflict_url"]).content.decode()
    assert "Hendes" in page
    assert "Hans" in page


def test_a_text_that_names_no_section_is_refused_and_nothing_is_written(desk: Desk) -> None:
    answer = client(desk).post(url(desk, "write_section"), {"prefix": "s0", "s0-kind": "decision", "s0-token": "0"})
    assert answer.status_code == 422
    assert not desk.item.sections.exists()


def test_the_conflict_of_another_item_is_not_shown(desk: Desk) -> None:
    save(desk, "<p>Hendes</p>")
    save(desk, "<p>Hans</p>", name="second_author")
    other = Item.objects.create(forum=desk.item.forum, title="En anden", kind="decision", author=desk.item.author)
    address = reverse("meetings:conflict", args=[other.pk, Conflict.objects.get().pk])
    assert client(desk).get(address).status_code == 302


def test_pasted_html_is_cleaned_and_nothing_is_saved(desk: Desk) -> None:
    answer = client(desk).post(url(desk, "clean"), {"html": "<ul><li style='x'>a<img src=x onerror=y></li></ul>"})
    assert answer.json() == {"html": "<ul><li>a</li></ul>"}
    assert not desk.item.sections.exists()


def test_the_whole_page_is_saved_without_javascript_and_untouched_fields_write_nothing(desk: Desk) -> None:
    save(desk, "<h3>Plan</h3><ul><li>a</li></ul>")
    page = client(desk).get(url(desk, "write"))
    posted = {"title": "Ny titel", "kind": "discussion", "token": "0", "initial-title": "Ny skolegård"}
    posted |= {"part": ["at det sker", ""], "part-id": ["", ""], "recommended_by": "Direktøren"}
    for one in page.context["sections"]:
        section = one["section"]
        posted |= {
            f"{one['prefix']}-{name}": value
            for name, value in {
                "section": section.section_id or "",
                "kind": section.kind,
                "heading": section.heading,
                "token": section.token,
                "sum": one["sum"],
                "text": one["text"].replace("\n", "\r\n"),
            }.items()
        }
    # Somebody else writes in the first section meanwhile; it was not touched here.
    save(desk, "<p>Nyere</p>", token=1, name="second_author")
    assert client(desk).post(url(desk, "write"), posted).status_code == 302
    item = Item.objects.get(pk=desk.item.pk)
    assert (item.title, item.kind, item.recommended_by) == ("Ny titel", "discussion", "Direktøren")
    assert [part.text for part in item.recommendation_parts.all()] == ["at det sker"]
    assert from_json(desk.section().blocks) == said("Nyere")
    assert not Conflict.objects.exists()


def test_parts_are_moved_and_removed_without_javascript(desk: Desk) -> None:
    base = {"title": "Ny skolegård", "kind": "decision", "recommended_by": "", "token": "0"}
    client(desk).post(url(desk, "write"), {**base, "part": ["a", "b", "c"], "part-id": ["", "", ""]})
    ids = {part.text: part.pk for part in desk.item.recommendation_parts.all()}

    def press(act: str, texts: str) -> list[str]:
        posted = {**base, "part": [*texts], "part-id": [ids[text] for text in texts], "initial-part": [*texts]}
        client(desk).post(url(desk, "write"), {**posted, "token": "9", "act": act})
        return list(desk.item.recommendation_parts.order_by("position").values_list("text", flat=True))

    assert press("part-up:2", "abc") == ["a", "c", "b"]
    assert press("part-down:0", "acb") == ["c", "a", "b"]
    assert press("part-remove:1", "cab") == ["c", "b"]


def test_reading_the_editor_and_the_history_of_a_closed_item_is_recorded(desk: Desk) -> None:
    desk.write("Lukket tekst")
    item = Item.objects.get(pk=desk.item.pk)
    set_confidentiality(actor=desk.actor("case_author"), item=item, is_confidential=True, reader_ids=[], at=desk.at)
    for name in ("write", "history"):
        client(desk, "secretariat").get(url(desk, name))
    told = Event.objects.filter(action="meetings.read_confidential").order_by("number")
    assert [event.data["how"] for event in told] == ["skriv", "historik"]


@pytest.mark.parametrize(
    ("name", "status"), [("case_author", 302), ("secretariat", 302), ("second_author", 403), ("workplace_leader", 403)]
)
def test_its_own_author_and_the_secretariat_close_an_item(desk: Desk, name: str, status: int) -> None:
    answer = client(desk, name).post(url(desk, "confidentiality"), {"is_confidential": "on"})
    assert answer.status_code == status
    assert Item.objects.get(pk=desk.item.pk).is_confidential == (status == 302)


def test_a_colleague_sees_no_confidential_bilag_in_the_editor(desk: Desk) -> None:
    write_attachments(
        actor=desk.actor("case_author"),
        item=desk.item,
        changes=AttachmentChanges(new=[NewAttachment("Lønliste", is_confidential=True)]),
        at=timezone.now(),
    )
    assert "Lønliste" in client(desk).get(url(desk, "write")).content.decode()
    assert "Lønliste" not in client(desk, "second_author").get(url(desk, "write")).content.decode()
    assert "Lønliste" not in client(desk, "second_author").get(url(desk, "history")).content.decode()


def test_what_is_written_is_found_by_its_author_at_once_and_by_no_member(desk: Desk) -> None:
    desk.write("Legeredskaberne er rustne", at=dt.datetime(2026, 2, 2, 10, tzinfo=dt.UTC))

    def finds(name: str) -> int:
        return search(actor=desk.actor(name), text="legeredskaberne").total

    assert finds("case_author") == 1
    assert finds("forum_member") == 0


def test_bilag_are_changed_without_javascript(desk: Desk) -> None:
    client(desk).post(url(desk, "write_attachments"), {"new-title": "Notat", "new-promised_date": "2026-03-01"})
    row = Attachment.objects.get()
    assert (row.title, row.is_promised, row.promised_date) == ("Notat", True, dt.date(2026, 3, 1))
    posted = {
        f"b{row.pk}-title": "Notat om priser",
        f"initial-b{row.pk}-title": "Notat",
        f"b{row.pk}-is_promised": "on",
    }
    posted |= {f"initial-b{row.pk}-is_promised": "True", f"b{row.pk}-promised_date": "2026-03-01"}
    client(desk).post(url(desk, "write_attachments"), {**posted, f"initial-b{row.pk}-promised_date": "01.03.2026"})
    row.refresh_from_db()
    assert (row.title, row.is_promised, row.promised_date) == ("Notat om priser", True, dt.date(2026, 3, 1))
