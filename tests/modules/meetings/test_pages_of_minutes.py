"""The pages where minutes are taken, mended and approved: every step by everybody, saving by itself, two at once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from chefforum.kernel.access.queries import actor_for
from chefforum.kernel.people.models import GroupMembership, GroupRole
from chefforum.modules.meetings.models import Attachment, Conflict, Correction, Item, Meeting
from chefforum.modules.meetings.rules.decision_sentences import mark_of
from chefforum.modules.meetings.services.actions import NewAction, create_actions
from chefforum.modules.meetings.services.running import begin_meeting
from chefforum.modules.meetings.services.sending import send_minutes
from tests import world
from tests.modules.meetings.conftest import LONG_AGO
from tests.world import World

pytestmark = pytest.mark.django_db
HTMX = {"HTTP_HX_REQUEST": "true"}
BOTH = "Chefforum godkendte indstillingen."


@pytest.fixture
def there(fresh_world: World) -> World:
    """The world, where a colleague is the forum's secretary, every correction is answered and every bilag is here."""
    Attachment.objects.update(is_promised=False)
    GroupMembership.objects.create(
        group=fresh_world.lindeby.forum,
        person=fresh_world.person("colleague"),
        role=GroupRole.SECRETARY,
        valid_from=LONG_AGO,
    )
    Correction.objects.update(state="applied", answered_at=timezone.now())
    return fresh_world


def signed_in(there: World, name: str) -> Client:
    client = Client()
    client.force_login(there.person(name), backend="django.contrib.auth.backends.ModelBackend")
    return client


def now_in(meeting: Meeting, state: str) -> Meeting:
    Meeting.objects.filter(pk=meeting.pk).update(state=state)
    return meeting


def keeper(there: World):
    return actor_for(person=there.person("secretariat"), on=there.lindeby.on)


def next_minutes_sent(there: World) -> Meeting:
    """The meeting sent out, and the one after it, which approved its minutes in words."""
    send_minutes(actor=keeper(there), meeting=there.draft, at=timezone.now())
    return now_in(there.sent, "minutes_sent")


STEPS: dict[str, tuple[Callable[[World], Meeting], str, set[str]]] = {
    "start": (lambda there: now_in(there.running, "sent"), "running", {"secretariat", "colleague"}),
    "end": (lambda there: there.running, "held", {"secretariat", "colleague"}),
    "comment": (lambda there: there.draft, "commenting", {"secretariat", "colleague"}),
    "send_minutes": (lambda there: there.draft, "minutes_sent", {"secretariat"}),
    "approve_minutes": (next_minutes_sent, "approved", {"secretariat"}),
    "close": (lambda there: now_in(there.draft, "approved"), "closed", {"secretariat"}),
    "reopen": (lambda there: there.sent, "held", {"secretariat"}),
}
NAMES = ["secretariat", "colleague", "forum_chair", "forum_member", "observer", "substitute", "other_secretariat"]


@pytest.mark.parametrize("name", [*NAMES, "administrator"])
@pytest.mark.parametrize("step", STEPS)
def test_a_step_on_the_page_is_taken_by_those_whom_the_table_names(step: str, name: str, there: World) -> None:
    prepare, target, allowed = STEPS[step]
    meeting = prepare(there)
    before = Meeting.objects.get(pk=meeting.pk).state
    url = reverse("meetings:minutes_step", args=[meeting.pk, step])
    answer = signed_in(there, name).post(url, {"reason": "En fejl", "due_date": "2030-01-01"})
    assert Meeting.objects.get(pk=meeting.pk).state == (target if name in allowed else before)
    if name not in NAMES[:2]:
        assert answer.status_code in {403, 404}


@pytest.mark.parametrize("name", ["secretariat", "colleague"])
def test_the_page_offers_the_steps_that_one_may_take(name: str, there: World) -> None:
    text = page(there, name, "meetings:minutes_progress", there.draft.pk)
    assert "Send referat til kommentering" in text
    assert ("Udsend referat</button>" in text) == (name == "secretariat")


def page(there: World, name: str, url_name: str, *args: object) -> str:
    return signed_in(there, name).get(reverse(url_name, args=args), follow=True).content.decode()


def test_what_the_minutes_lack_is_a_list_with_links(there: World) -> None:
    text = page(there, "secretariat", "meetings:minutes_progress", there.running.pk)
    for item in there.running.items.all():
        assert reverse("meetings:minute_item", args=[there.running.pk, item.pk]) in text
    assert "Punkt 2 er ikke markeret som behandlet." in text


def test_minutes_that_lack_something_are_not_sent_out_and_the_page_says_what(there: World) -> None:
    Item.objects.filter(meeting=there.draft, number=3).update(decision=None)
    url = reverse("meetings:minutes_step", args=[there.draft.pk, "send_minutes"])
    text = signed_in(there, "secretariat").post(url, follow=True).content.decode()
    assert "Punkt 3 mangler en beslutning." in text
    assert Meeting.objects.get(pk=there.draft.pk).state == "held"


# --- an item, saved by itself ---


def form(item: Item, *chosen: str, decision: str = "", **more: str) -> dict[str, str]:
    """What the page sends: the outcomes chosen, those that it showed, the text and its mark."""
    parts = item.recommendation_parts.order_by("position")
    sent = {f"outcome-{part.pk}": outcome for part, outcome in zip(parts, chosen, strict=False)}
    sent |= {f"was-{part.pk}": part.outcome or "" for part in parts}
    return sent | {"decision": decision, "mark": mark_of(item.decision or "")} | more


def save(there: World, name: str = "secretariat", *, htmx: bool = True, **data: str):
    url = reverse("meetings:minute_item", args=[there.running.pk, there.running_item.pk])
    return signed_in(there, name).post(url, data, **(HTMX if htmx else {}))


def test_choosing_outcomes_gives_the_page_the_suggested_sentence(there: World) -> None:
    answer = save(there, **form(there.running_item, "approved", "approved")).content.decode()
    assert f"data-new-text>{BOTH}</textarea>" in answer
    assert "Gemt kl." in answer
    assert f'name="mark" value="{mark_of(BOTH)}"' in answer
    assert "ikke besvaret" not in answer


def test_a_typed_text_is_saved_and_never_sent_back_changed(there: World) -> None:
    answer = save(there, **form(there.running_item, decision="Egne ord")).content.decode()
    assert "data-new-text" not in answer
    assert Item.objects.get(pk=there.running_item.pk).decision == "Egne ord"
    assert "Del 1 er ikke besvaret." in answer


def test_saving_a_text_does_not_take_back_what_the_other_has_chosen(there: World) -> None:
    as_seen = form(there.running_item, "", "", decision="Egne ord")
    save(there, "colleague", **form(there.running_item, "approved", "approved"))
    save(there, **as_seen)
    assert [part.outcome for part in there.running_item.recommendation_parts.all()] == ["approved", "approved"]


def test_two_who_write_at_once_are_told_and_choose(there: World) -> None:
    save(there, "colleague", **form(there.running_item, decision="Den enes"))
    answer = save(there, **form(there.running_item, decision="Den andens")).content.decode()
    for words in ("To har skrevet", "Den enes", "Den andens", "Kaj Sund", "Brug begge"):
        assert words in answer
    assert 'id="mark"' not in answer, "the page goes on saying which text it showed"
    conflict = Conflict.objects.get()
    save(there, htmx=False, action="settle-both", conflict=str(conflict.pk))
    assert Item.objects.get(pk=there.running_item.pk).decision == "Den enes\n\nDen andens"


def test_without_javascript_the_same_form_saves_and_goes_on(there: World) -> None:
    answer = save(there, htmx=False, **form(there.running_item, "approved", "approved", action="finish"))
    second = there.running.items.get(number=2)
    assert answer["Location"] == reverse("meetings:minute_item", args=[there.running.pk, second.pk])
    assert Item.objects.get(pk=there.running_item.pk).state == "treated"
    assert second.state == "in_treatment"


def test_a_conflict_does_not_go_on_to_the_next_item(there: World) -> None:
    save(there, "colleague", **form(there.running_item, decision="Den enes"))
    answer = save(there, htmx=False, **form(there.running_item, decision="Den andens", action="finish"))
    assert answer["Location"].endswith(f"/punkt/{there.running_item.pk}/")
    assert Item.objects.get(pk=there.running_item.pk).state == "in_treatment"
    assert "To har skrevet" in page(
        there, "secretariat", "meetings:minute_item", there.running.pk, there.running_item.pk
    )


def test_after_the_last_item_one_is_told_what_the_minutes_lack(there: World) -> None:
    there.running.items.exclude(pk=there.running_item.pk).update(state="treated")
    answer = save(there, htmx=False, **form(there.running_item, action="finish"))
    assert answer["Location"] == reverse("meetings:minutes_progress", args=[there.running.pk])


def test_one_writes_on_from_the_page_also_when_everything_is_treated(there: World) -> None:
    meeting = now_in(there.draft, "held")
    meeting.items.update(state="treated")
    page = signed_in(there, "secretariat").get(reverse("meetings:minutes_progress", args=[meeting.pk]))
    first = meeting.items.order_by("position").first()
    assert first is not None
    assert reverse("meetings:minute_item", args=[meeting.pk, first.pk]) in page.content.decode()


def test_who_reads_minutes_that_are_opened_again_is_told_so(there: World) -> None:
    words = "Referatet er genåbnet"
    url = reverse("meetings:meeting", args=[there.sent.pk])
    assert words not in signed_in(there, "forum_member").get(url).content.decode()
    now_in(there.sent, "held")
    assert words in signed_in(there, "forum_member").get(url).content.decode()
    assert words not in signed_in(there, "secretariat").get(url).content.decode()  # who reads it as it stands


def test_an_item_put_off_is_moved_from_where_it_was_said_by_those_who_may(there: World) -> None:
    item = there.running.items.order_by("position").first()
    assert item is not None
    item.recommendation_parts.create(position=9, text="at noget sker", outcome="postponed")
    url = reverse("meetings:minute_item", args=[there.running.pk, item.pk])
    link = reverse("meetings:postpone", args=[item.pk])
    for name, shows in (("secretariat", True), ("colleague", False)):
        client = signed_in(there, name)
        saved = client.post(url, {"decision": "Udsat", "mark": mark_of(item.decision or "")}, **HTMX)
        for answer in (client.get(url), saved):
            assert (link in answer.content.decode()) is shows


def test_what_no_page_of_ours_sends_is_passed_over(there: World) -> None:
    part = there.running_item.recommendation_parts.first()
    sent = {f"outcome-{part.pk}": "burnt", "outcome-x": "approved", "outcome-999999": "approved", "decision": ""}
    assert save(there, **sent).status_code == 200
    assert save(there, action="settle-mine", conflict="x", htmx=False).status_code == 302
    assert Item.objects.get(pk=there.running_item.pk).decision is None


# --- attendance and en bloc on their pages ---


def test_attendance_is_noted_on_one_page(there: World) -> None:
    one, other = there.running.participants.all()
    url = reverse("meetings:attendance", args=[there.running.pk])
    sent = {f"deltager-{one.pk}-attendance": "excused", f"deltager-{other.pk}-attendance": "present"}
    signed_in(there, "secretariat").post(url, sent | {f"deltager-{other.pk}-arrived": "09:20"})
    text = page(there, "secretariat", "meetings:meeting", there.running.pk)
    for words in ("Afbud", "Mette Eng", "kom kl. 09.20"):
        assert words in text


def test_a_time_before_the_other_is_told_and_nothing_is_saved(there: World) -> None:
    one, other = there.running.participants.all()
    sent = {f"deltager-{row.pk}-attendance": "present" for row in (one, other)}
    sent |= {f"deltager-{one.pk}-arrived": "10:00", f"deltager-{one.pk}-left": "09:00"}
    answer = signed_in(there, "secretariat").post(reverse("meetings:attendance", args=[there.running.pk]), sent)
    assert "før det, hvor deltageren kom" in answer.content.decode()
    one.refresh_from_db()
    assert one.attendance == "unknown"


def test_who_is_marked_is_saved_when_somebody_is_added_and_nobody_is_added_twice(there: World) -> None:
    one, other = there.running.participants.all()
    url = reverse("meetings:attendance", args=[there.running.pk])
    sent = {f"deltager-{one.pk}-attendance": "excused", f"deltager-{other.pk}-attendance": "present"}
    client, sent = signed_in(there, "secretariat"), sent | {"action": "add", "new_name": "Nina " * 90}
    client.post(url, sent)
    one.refresh_from_db()
    assert one.attendance == "excused"
    added = there.running.participants.get(name__startswith="Nina")
    sent |= {f"deltager-{added.pk}-attendance": "present"}
    assert "står på listen i forvejen" in client.post(url, sent, follow=True).content.decode()
    assert there.running.participants.count() == 3


def test_a_form_that_lacks_its_rows_is_shown_again(there: World) -> None:
    url = reverse("meetings:attendance", args=[there.running.pk])
    assert signed_in(there, "secretariat").post(url, {"action": "²", "new_name": "Nina"}).status_code == 200


def test_items_are_approved_together_and_it_is_undone_on_the_page(there: World) -> None:
    url = reverse("meetings:en_bloc", args=[there.running.pk])
    client = signed_in(there, "secretariat")
    ids = [str(item.pk) for item in there.running.items.filter(number__in=[2, 3])]
    text = client.post(url, {"item": [*ids, "no identity"]}, follow=True).content.decode()
    assert "Fortryd den samlede godkendelse" in text
    assert there.running.items.filter(state="treated").count() == 2
    client.post(url, {"action": "undo"})
    assert there.running.items.filter(state="treated").count() == 0


def test_corrections_are_proposed_and_answered_on_their_page(there: World) -> None:
    url = reverse("meetings:corrections", args=[there.sent.pk])
    signed_in(there, "forum_member").post(url, {"text": "Et komma mangler", "item": ""})
    correction = Correction.objects.get(text="Et komma mangler")
    answering = reverse("meetings:answer_correction", args=[correction.pk])
    signed_in(there, "secretariat").post(answering, {"came": "rejected", "answer": "Kommaet er rigtigt"})
    assert "Kommaet er rigtigt" in page(there, "forum_member", "meetings:corrections", there.sent.pk)
    assert "Kommaet er rigtigt" not in page(there, "substitute", "meetings:corrections", there.sent.pk)


def test_a_correction_stands_beside_the_decision_until_it_is_answered(there: World) -> None:
    item, meeting = there.running_item, there.running
    correction = Correction.objects.create(
        meeting=meeting, item=item, person=there.person("forum_member"), text="Det var tirsdag", at=timezone.now()
    )
    answering = f"{reverse('meetings:corrections', args=[meeting.pk])}#rettelse-{correction.pk}"
    text = page(there, "secretariat", "meetings:minute_item", meeting.pk, item.pk)
    assert "Det var tirsdag" in text
    assert answering in text
    Correction.objects.filter(pk=correction.pk).update(state="rejected")
    assert "Det var tirsdag" not in page(there, "secretariat", "meetings:minute_item", meeting.pk, item.pk)


def test_what_the_decisions_order_is_followed_up_from_the_minutes(there: World) -> None:
    ordering = there.running.items.get(position=2)
    Item.objects.filter(pk=ordering.pk).update(decision="Lars Mose indkalder til et møde.")
    making_it = reverse("meetings:action_suggestions", args=[ordering.pk])
    assert making_it in page(there, "secretariat", "meetings:minutes_progress", there.running.pk)
    # The forum's secretary takes minutes, and makes no actions.
    assert making_it not in page(there, "colleague", "meetings:minutes_progress", there.running.pk)
    create_actions(
        actor=keeper(there),
        item=ordering,
        actions=[NewAction("Lars Mose indkalder til et møde.", there.person("workplace_leader").pk, None)],
        at=timezone.now(),
    )
    assert making_it not in page(there, "secretariat", "meetings:minutes_progress", there.running.pk)


def test_approved_minutes_say_by_which_item(there: World) -> None:
    meeting = next_minutes_sent(there)
    signed_in(there, "secretariat").post(reverse("meetings:minutes_step", args=[meeting.pk, "approve_minutes"]))
    text = " ".join(page(there, "forum_member", "meetings:meeting", meeting.pk).split())
    assert "Version 2, referat, sendt ud" in text
    assert "godkendt ved punkt 1 den" in text
    assert "4. marts 2026" in text
    assert "Send ny version" not in page(there, "secretariat", "meetings:meeting", meeting.pk)


# --- how much it costs ---


def agenda(count: int) -> tuple[tuple[str, int, tuple[str, ...]], ...]:
    return tuple((f"Sag {number}", 5, ("at sagen godkendes", "at den følges op")) for number in range(count))


@pytest.mark.parametrize(
    "url_name", ["meetings:minute_taking", "meetings:en_bloc", "meetings:minutes_progress", "meetings:attendance"]
)
def test_a_hundred_items_cost_no_more_queries_than_four(url_name: str, there: World) -> None:
    client = signed_in(there, "secretariat")
    costs = []
    for days, count in ((30, 4), (31, 100)):
        date = there.lindeby.on + dt.timedelta(days=days)
        meeting = world.import_minutes(
            actor=keeper(there),
            minutes=world.short_agenda(date, agenda(count)),
            forum=there.lindeby.forum,
            publish=True,
            at=timezone.now(),
        )
        begin_meeting(actor=keeper(there), meeting=meeting, at=timezone.now())
        client.get(reverse("privacy"))
        with CaptureQueriesContext(connection) as captured:
            answer = client.get(reverse(url_name, args=[meeting.pk]))
        assert answer.status_code == 200
        costs.append(len(captured))
    assert costs[1] <= costs[0]
