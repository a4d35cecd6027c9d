"""A figure in an item's text is live while it is written and stands from the moment that the item is sent out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.urls import reverse

from chefforum.calc.blocks import Paragraph, Table, texts, to_json
from chefforum.connectors.minutes import to_markdown
from chefforum.kernel.access.models import RoleAssignment
from chefforum.kernel.access.rules import SIGNED_IN, Role, Rule, has_any
from chefforum.kernel.audit.models import Event
from chefforum.kernel.documents.services import make
from chefforum.kernel.figures.in_text import mark, references_in, with_figures, words_of_value
from chefforum.kernel.figures.models import FrozenFigure
from chefforum.kernel.figures.registry import Figure, FigureValue, forget_figure, register_figure
from chefforum.modules.meetings.models import FigureInText, Item, Section
from chefforum.modules.meetings.queries.findings import findings_on_item
from chefforum.modules.meetings.queries.lacks import figures_it_lacks
from chefforum.modules.meetings.queries.outgoing import outgoing
from chefforum.modules.meetings.queries.reading import item_on_page, meeting_on_page, minutes_of
from chefforum.modules.meetings.rules.content import content_from_json
from chefforum.modules.meetings.rules.section_places import FIGURES, NOT_THERE, Name
from chefforum.modules.meetings.services.figures_in_texts import fetch_figures, fetch_figures_in_drafts
from chefforum.modules.meetings.services.postponing import postpone_items
from chefforum.modules.meetings.services.restoring import restore_revision
from chefforum.modules.meetings.services.running import begin_meeting
from chefforum.modules.meetings.services.section_writing import Place, write_section
from chefforum.modules.meetings.services.sending import recall_agenda, send_agenda, send_changes
from tests.modules.meetings import making
from tests.modules.meetings.agenda_world import KEEPER, planned
from tests.modules.meetings.conftest import LONG_AGO, NOW

pytestmark = pytest.mark.django_db
TEXT = "Der er plantet {{test.trees}} i år."
WHERE = Place(None, Name("presentation", "Sagsfremstilling"))
LATER = NOW + dt.timedelta(hours=2)


@pytest.fixture
def counted() -> Iterator[SimpleNamespace]:
    """A figure that is what `value` says now, for case authors and nobody else; and one that everybody sees."""
    now = SimpleNamespace(value=Decimal(1200), why="")

    def trees(*, actor, parameters, on) -> FigureValue:
        return FigureValue(now.value, on, "Plantelisten", now.why)

    rule = Rule("test.trees", "se træer", has_any(Role.CASE_AUTHOR))
    register_figure(Figure("test.trees", "Træer", "træer", "Træer plantet i år.", 1, (), rule, trees))
    register_figure(Figure("test.open", "Åbne", "stk.", "Åbne for alle.", 1, (), SIGNED_IN, trees))
    yield now
    forget_figure("test.trees")
    forget_figure("test.open")


@pytest.fixture
def world(forum_world, counted) -> SimpleNamespace:
    """An item on an agenda; it is written by a case author, who may see the figure, and kept by those who may not."""
    making.people(forum_world)
    forum_world.item = making.item(forum_world)
    forum_world.coming = planned(forum_world)
    return forum_world


def write(world, *blocks, who: str = "case_author", at: dt.datetime = NOW) -> Item:
    section = world.item.sections.filter(kind="presentation").first()
    write_section(
        actor=world.as_(who),
        item=world.item,
        place=WHERE,
        blocks=blocks or (Paragraph(TEXT),),
        token=section.token if section else NOT_THERE,
        at=at,
    )
    return world.item


def send_out(world) -> None:
    Item.objects.filter(pk=world.item.pk).update(meeting=world.coming, position=0, state="on_agenda")
    send_agenda(actor=world.as_(KEEPER), meeting=world.coming, at=LATER)
    world.coming.refresh_from_db()


def said(world, who: str = "case_author") -> str:
    shown = item_on_page(actor=world.as_(who), item=Item.objects.get(pk=world.item.pk))
    return "\n".join(text for section in shown.sections for text in texts(section.blocks))


def test_a_draft_says_what_the_figure_is_now_and_the_editor_keeps_the_mark(world, counted) -> None:
    write(world)
    assert "Der er plantet 1.200 træer i år." in said(world)
    assert "Træer: 1.200 træer. Opgjort 2. februar 2026. Kilde: Plantelisten." in said(world)
    assert world.item.sections.get(kind="presentation").blocks[0]["text"] == TEXT
    counted.value = Decimal(1300)
    assert fetch_figures_in_drafts(at=LATER) == 1
    assert "1.300 træer" in said(world)
    assert fetch_figures_in_drafts(at=LATER) == 0


def test_it_is_known_as_who_put_it_in_may_know_it_whoever_sends_the_item_out(world, counted) -> None:
    write(world)
    send_out(world)
    assert "1.200 træer" in said(world, "member")
    frozen = FrozenFigure.objects.get()
    assert (frozen.value, frozen.frozen_by) == (Decimal(1200), "secretary_of_unit")
    event = Event.objects.get(action="figures.freeze")
    assert not any(word in f"{event.object_name}{event.data}" for word in ("trees", "1200"))
    counted.value = Decimal(1300)
    fetch_figures_in_drafts(at=LATER)
    assert "1.200 træer" in said(world, "member")
    assert "1.200 træer" in said(world, KEEPER)
    assert not meeting_on_page(actor=world.as_(KEEPER), meeting=world.coming).has_unsent_changes


def test_who_may_not_see_a_figure_puts_none_in(world) -> None:
    write(world, who=KEEPER)
    assert "Der er plantet [tal mangler] i år." in said(world)
    assert not FigureInText.objects.exists()


WRONG = ["{{test.nix}}", "{{test.trees year=2026}}", "{{Træer}}", "{{}}", "{{test.trees}", "{{test.trees"]


@pytest.mark.parametrize("mark_of", WRONG)
def test_a_reader_never_sees_a_mark_that_is_wrong(world, client, mark_of) -> None:
    write(world, Paragraph(f"Der er plantet {mark_of}"))
    assert "Der er plantet [tal mangler]" in said(world)
    assert world.item.sections.get(kind="presentation").blocks[0]["text"].endswith(mark_of)
    client.force_login(world.persons["case_author"])
    page = client.get(reverse("meetings:item", args=[world.item.pk])).content.decode()
    assert '<span class="missing" title="Tallet kan ikke vises' in page
    send_out(world)
    assert "Der er plantet [tal mangler]" in said(world, "member")
    restored = world.item.revisions.order_by("-number").first()
    assert restored is None or "[tal mangler]" not in str(content_from_json(restored.content).sections_written)


def test_the_linter_finds_a_wrong_mark_with_its_line_and_the_nearest_name(world) -> None:
    write(world, Paragraph("Træer i byen."), Paragraph("Der er plantet {{test.tree}} og {{test.trees year=2026}}."))
    found = findings_on_item(actor=world.as_("case_author"), item=world.item)
    rows = [row.finding for group in found.groups for row in group.findings if row.finding.rule == "figure-missing"]
    assert [row.excerpt for row in rows] == ["{{test.tree}}", "{{test.trees year=2026}}"]
    assert all(row.message.startswith("Linje 2: ") and row.level == "error" for row in rows)
    assert rows[0].suggestions == ("{{test.trees}}",)
    assert "kender ikke “year”. Skriv test.trees." in rows[1].message


def test_a_number_that_is_not_known_is_found_as_well(world, counted) -> None:
    counted.value, counted.why = None, "Ingen har talt."
    write(world)
    found = findings_on_item(actor=world.as_("case_author"), item=world.item)
    messages = [row.finding.message for group in found.groups for row in group.findings]
    assert "Linje 1: Ingen har talt." in messages


def test_the_editor_and_the_way_say_which_numbers_cannot_be_shown_and_stop_nothing(world, client) -> None:
    write(world, Paragraph("Der er plantet {{test.nix}} i år."))
    client.force_login(world.persons["case_author"])
    for name in ("meetings:write", "meetings:process"):
        page = client.get(reverse(name, args=[world.item.pk])).content.decode()
        assert "Tal i teksten, der ikke kan vises" in page
        assert "Der er intet tal, der hedder “test.nix”" in page
    sections = world.item.sections.all()
    lacking = figures_it_lacks(actor=world.as_("case_author"), item=world.item, sections=sections)
    assert [one.mark for one in lacking] == ["{{test.nix}}"]


def test_what_is_about_to_be_sent_out_says_which_numbers_are_missing(world) -> None:
    write(world, Paragraph("Der er plantet {{test.nix}} i år."))
    Item.objects.filter(pk=world.item.pk).update(meeting=world.coming, position=0, state="on_agenda")
    shown = outgoing(actor=world.as_(KEEPER), meeting=world.coming, on=NOW.date())
    assert any("tallet “test.nix” i “Sagsfremstilling” mangler" in told for told in shown.warnings)


def test_a_mark_in_a_file_that_was_imported_is_text(world) -> None:
    Section.objects.create(
        item=world.item, position=9, kind="presentation", heading="Sag", blocks=to_json([Paragraph("Skriv {{navn}}.")])
    )
    assert "Skriv {{navn}}." in said(world)


def test_who_writes_beside_it_later_does_not_take_it_over(world) -> None:
    write(world)
    write(world, Paragraph(TEXT), Paragraph("Og mere."), who=KEEPER)
    assert FigureInText.objects.get().put_in_by == world.persons["case_author"]
    assert "1.200 træer" in said(world)


def test_a_figure_that_is_missing_says_so_and_why(world, counted) -> None:
    counted.value, counted.why = None, "Ingen har talt."
    write(world)
    assert "Der er plantet (tallet mangler) i år." in said(world)
    assert "Træer: mangler. Ingen har talt." in said(world)
    send_out(world)
    assert "Ingen har talt." in said(world, "member")
    assert FrozenFigure.objects.get().value is None


def test_who_has_lost_the_right_to_a_figure_shows_it_no_longer(world) -> None:
    write(world)
    RoleAssignment.objects.filter(person=world.persons["case_author"]).update(valid_to=LONG_AGO + dt.timedelta(days=1))
    send_out(world)
    assert "(tallet mangler)" in said(world, "member")
    assert "kan ikke længere se det" in said(world, "member")


def test_fetched_again_after_it_was_sent_it_waits_to_be_sent_again(world, counted) -> None:
    write(world)
    send_out(world)
    counted.value = Decimal(1300)
    fetch_figures(actor=world.as_(KEEPER), item=Item.objects.get(pk=world.item.pk), at=LATER)
    assert "1.200 træer" in said(world, "member")
    assert meeting_on_page(actor=world.as_(KEEPER), meeting=world.coming).has_unsent_changes
    send_changes(actor=world.as_(KEEPER), meeting=world.coming, at=LATER, reason="Nye tal")
    assert "1.300 træer" in said(world, "member")


def test_an_agenda_that_is_called_back_has_live_figures_again(world, counted) -> None:
    write(world)
    send_out(world)
    recall_agenda(actor=world.as_(KEEPER), meeting=world.coming, at=LATER, reason="Fejl")
    counted.value = Decimal(1300)
    fetch_figures_in_drafts(at=LATER)
    assert "1.300 træer" in said(world)


def test_a_removed_figure_is_forgotten_and_its_section_with_it(world) -> None:
    write(world)
    write(world, Paragraph("Der er plantet mange."), at=LATER)
    assert not FigureInText.objects.exists()
    assert not world.item.sections.filter(heading=FIGURES).exists()


def test_an_earlier_text_comes_back_with_its_mark(world) -> None:
    write(world)
    write(world, Paragraph("Noget helt andet."), at=LATER)
    restore_revision(actor=world.as_("case_author"), item=world.item, number=1, at=LATER)
    assert world.item.sections.get(kind="presentation").blocks[0]["text"] == TEXT
    assert "1.200 træer" in said(world)
    assert world.item.sections.filter(heading=FIGURES).count() == 1


def test_a_postponed_item_has_the_figures_as_they_are_then(world, counted) -> None:
    write(world)
    send_out(world)
    counted.value = Decimal(1300)
    later = planned(world, date=dt.date(2026, 3, 18))
    item = Item.objects.get(pk=world.item.pk)
    begin_meeting(actor=world.as_(KEEPER), meeting=world.coming, at=LATER)
    postpone_items(actor=world.as_(KEEPER), items=[item], to=later, at=LATER)
    fetch_figures_in_drafts(at=LATER)
    world.item = Item.objects.get(predecessor=item)
    assert "1.300 træer" in said(world, KEEPER)


@pytest.mark.parametrize("format", ["pdf", "docx", "html", "json", "md"])
def test_files_say_what_the_page_says(world, format) -> None:
    write(world, Table((((Paragraph("Træer"),), (Paragraph("{{test.trees}}"),)),), header_rows=0))
    send_out(world)
    minutes = minutes_of(actor=world.as_("member"), meeting=world.coming)
    assert "1.200 træer" in to_markdown(minutes)
    made = make(
        kind="meetings.minutes",
        actor=world.as_("member"),
        parameters={"meeting": world.coming.pk},
        format=format,
        at=LATER,
    )
    assert b"{{test.trees}}" not in made.content


def test_a_mark_is_read_as_it_is_written_and_what_is_none_is_text() -> None:
    reference = 'test.trees kind="to ord" year=2026'
    assert references_in([f"a {mark(reference)} b {mark(reference)}", "{{ikke et tal}}"]) == (reference,)
    assert with_figures(f"a {mark(reference)} {{{{x.y}}}}", {reference: "7"}) == "a 7 {{x.y}}"


@pytest.mark.parametrize(
    ("value", "unit", "words"),
    [("1234567.89", "kr.", "1.234.568 kr."), ("83.333", "procent", "83,3 procent"), ("12", "stk.", "12 stk.")],
)
def test_a_figure_stands_in_a_sentence_without_needless_decimals(value, unit, words) -> None:
    assert words_of_value(Decimal(value), unit) == words
