"""What the linter finds in an item, let stand and taken up again; and that it never stands in anybody's way."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from chefforum.connectors.minutes.minutes import ItemKind, SectionKind
from chefforum.kernel.access.rules import AccessDenied, Actor
from chefforum.kernel.audit.models import Event
from chefforum.modules.meetings import linter
from chefforum.modules.meetings.models import Attachment, DismissedFinding, Item, SectionTemplate
from chefforum.modules.meetings.queries.findings import context_of_item, findings_on_item
from chefforum.modules.meetings.rules.states import ItemState
from chefforum.modules.meetings.services.agenda import plan_meeting
from chefforum.modules.meetings.services.findings import dismiss_finding, restore_finding
from chefforum.modules.meetings.services.items import create_item, submit_item
from chefforum.modules.meetings.services.steps import ReasonMissing, StepNotPossible
from tests import factories
from tests.modules.meetings import making
from tests.modules.meetings.conftest import NOW

pytestmark = pytest.mark.django_db
SLIP = "Bussen kører på på hverdage."


@pytest.fixture
def world(forum_world):
    making.people(forum_world)
    forum_world.item = making.item(forum_world)
    making.write(forum_world.item, SLIP)
    return forum_world


def found(world, by="author"):
    return findings_on_item(actor=world.as_(by), item=world.item)


def rules(shown) -> list[str]:
    return [row.finding.rule for group in shown.groups for row in group.findings]


def let_stand(world, by="author", reason="Det er et citat"):
    [row] = [row for group in found(world).groups for row in group.findings if "på på" in row.finding.excerpt]
    return dismiss_finding(actor=world.as_(by), item=world.item, key=row.finding.key, reason=reason, at=NOW)


def test_a_finding_is_let_stand_with_a_reason_and_stays_so_while_its_text_does(world):
    dismissed = let_stand(world)
    shown = found(world)
    assert dismissed.rule not in rules(shown)
    assert [row.dismissed.reason for row in shown.dismissed] == ["Det er et citat"]
    making.write(world.item, "Der er to busser.", kind="economy", heading="Økonomi")
    making.write(world.item, f"Der er noget nyt før. {SLIP} Og noget efter.")
    Item.objects.filter(pk=world.item.pk).update(title="Et andet navn", number=7)
    world.item.refresh_from_db()
    assert dismissed.rule not in rules(found(world))
    making.write(world.item, "Bussen kører på på fredage, og på på lørdage.")
    assert dismissed.rule in rules(found(world))
    making.write(world.item, SLIP)
    assert dismissed.rule not in rules(found(world))
    restore_finding(actor=world.as_("head"), item=world.item, key=dismissed.key, at=NOW)
    assert dismissed.rule in rules(found(world))


@pytest.mark.parametrize("name", ["author", "case_author", "head", "secretary_of_unit"])
def test_those_who_prepare_the_item_let_a_finding_stand(world, name):
    assert let_stand(world, by=name).person == world.persons[name]


@pytest.mark.parametrize("name", ["chair", "member", "head_elsewhere"])
def test_nobody_else_does(world, name):
    with pytest.raises(AccessDenied):
        let_stand(world, by=name)


def test_a_reason_is_asked_for_and_the_text_must_still_be_there(world):
    with pytest.raises(ReasonMissing):
        let_stand(world, reason=" ")
    with pytest.raises(StepNotPossible, match="ikke længere"):
        dismiss_finding(actor=world.as_("author"), item=world.item, key="gone", reason="Set", at=NOW)
    assert not DismissedFinding.objects.exists()


def test_the_trail_says_which_rule_and_no_word_of_the_text(world):
    let_stand(world)
    event = Event.objects.get(action="items.dismiss_finding")
    assert set(event.data) == {"rule"}


def test_a_department_that_is_heard_does_not_see_what_is_found(world):
    world.item.hearings.create(unit=world.elsewhere, due_date=NOW.date(), asked_at=NOW)
    with pytest.raises(AccessDenied):
        found(world, by="head_elsewhere")


def test_the_item_is_held_against_the_day_of_its_meeting_and_the_forum_s_own_sections(world):
    coming = plan_meeting(
        actor=world.as_("secretary_of_unit"), forum=world.forum, date=NOW.date().replace(day=25), at=NOW
    )
    SectionTemplate.objects.create(
        forum=world.forum, position=0, kind="legal_basis", heading="Lov og ret", is_mandatory=True
    )
    SectionTemplate.objects.create(forum=world.forum, position=1, kind="other", heading="Klima", is_mandatory=True)
    world.item.wanted_meeting = coming
    context = context_of_item(world.item, actor=world.as_("case_author"))
    assert context.date == coming.date
    assert context.template.mandatory == {SectionKind.LEGAL_BASIS}
    assert context.template.headings == {SectionKind.LEGAL_BASIS: "Lov og ret"}
    assert not context.plans_time
    coming.items.create(forum=world.forum, position=0, title="Andet", kind="decision", planned_minutes=10)
    assert context_of_item(world.item, actor=world.as_("case_author")).plans_time
    assert [lack.words.partition(" er tomt")[0] for lack in found(world).lacks] == ["“Lov og ret”", "“Klima”"]


def test_the_title_of_a_confidential_bilag_is_quoted_to_nobody_who_may_not_read_it(world):
    """A colleague of the author writes the item too, but reads no confidential bilag."""
    Attachment.objects.create(item=world.item, position=0, title="Hemmelig rapport", is_confidential=True)
    world.item.sections.create(
        position=1,
        kind="attachments",
        heading="Bilag",
        blocks=[{"type": "paragraph", "text": "Hemmelig rapport rapport"}],
    )
    for name, quoted in (("author", True), ("case_author", False)):
        page = making.client_of(world, name).get(making.page("findings", world.item)).content.decode()
        assert ("Hemmelig rapport" in page) <= quoted


def test_htmx_gets_the_list_alone_and_everybody_else_a_page(world):
    client = making.client_of(world, "author")
    url = making.page("findings", world.item)
    alone = client.get(url, headers={"hx-request": "true"})
    assert "<html" not in alone.content.decode()
    assert "HX-Request" in alone.headers["Vary"]
    whole = client.get(url).content.decode()
    assert "<html" in whole
    for text in (alone.content.decode(), whole):
        assert 'data-finding="' in text
        assert "#afsnit-presentation" in text
        assert "Hvorfor?" in text
        assert "LIX" in text


def test_a_finding_is_let_stand_and_taken_up_again_on_the_page(world):
    client = making.client_of(world, "author")
    text = client.get(making.page("findings", world.item)).content.decode()
    key = re.search(r'name="key" value="(\w+)"', text)[1]
    url = making.page("dismiss", world.item)
    refused = client.post(url, {"key": key}, headers={"hx-request": "true"}).content.decode()
    assert "Skriv en begrundelse" in refused
    shown = client.post(url, {"key": key, "reason": "Set"}, headers={"hx-request": "true"}).content.decode()
    assert "Står med en begrundelse" in shown
    assert client.post(url, {"key": key, "restore": "yes"}).status_code == 302
    assert not DismissedFinding.objects.exists()


def test_a_whole_agenda_is_gone_through_by_those_who_keep_it(world):
    client = making.client_of(world, "secretary_of_unit")
    page = client.get(making.page("meeting_findings", world.meeting)).content.decode()
    assert page.count('data-finding="') == 16
    assert making.client_of(world, "member").get(making.page("meeting_findings", world.meeting)).status_code == 403


def test_items_without_numbers_are_told_apart_on_the_agenda(world):
    """Before the agenda is sent out no item has a number."""
    world.meeting.items.update(number=None)
    page = making.client_of(world, "secretary_of_unit").get(making.page("meeting_findings", world.meeting))
    text = page.content.decode()
    assert all(f"Punkt {number}:" in text for number in range(1, 9))
    assert text.count('data-finding="') == 16


def test_every_rule_is_explained_to_everybody(world):
    page = making.client_of(world, "colleague").get("/moeder/regler/").content.decode()
    assert all(f'id="{rule.id}"' in page for rule in linter.rules())


LETTERS = st.characters(codec="utf-8", exclude_characters="\x00")


class NothingThatIsFoundStopsAnybody(TestCase):
    @settings(max_examples=25)
    @given(
        title=st.text(st.characters(codec="utf-8", exclude_characters="\x00"), min_size=1).filter(str.strip),
        text=st.text(st.characters(codec="utf-8", exclude_characters="\x00"))
        | st.just(f"{SLIP} Den 30. februar 2026."),
    )
    def test_whatever_is_written_can_be_sent_to_approval(self, title: str, text: str) -> None:
        unit = factories.unit("Kommunen")
        forum = factories.group("Forum", unit)
        item = create_item(
            actor=Actor.command_line(), forum=forum, unit_id=unit.pk, title=title, kind=ItemKind.ORIENTATION, at=NOW
        )
        making.write(item, text)
        findings_on_item(actor=Actor.command_line(), item=item)
        assert submit_item(actor=Actor.command_line(), item=item, at=NOW).state == ItemState.SUBMITTED
