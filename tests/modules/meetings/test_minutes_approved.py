"""Minutes are approved by an item of the next meeting, when its minutes are sent out; with changes as a new version.
Only the latest are opened again."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse

from chefforum.calc.decisions import Outcome
from chefforum.kernel.access.rules import AccessDenied
from chefforum.kernel.audit.models import Event
from chefforum.kernel.notifications.models import Notification
from chefforum.modules.meetings.access import may_write
from chefforum.modules.meetings.models import Correction, Item, Meeting
from chefforum.modules.meetings.queries.progress import progress_of
from chefforum.modules.meetings.queries.versions import checksum_of, list_versions
from chefforum.modules.meetings.rules.decision_sentences import mark_of
from chefforum.modules.meetings.services.approval import approve_minutes, close_meeting, reopen_minutes
from chefforum.modules.meetings.services.corrections import answer_correction, propose_correction
from chefforum.modules.meetings.services.postponing import postpone_items
from chefforum.modules.meetings.services.running import end_meeting
from chefforum.modules.meetings.services.sending import send_changes, send_minutes
from chefforum.modules.meetings.services.steps import ReasonMissing, StepNotPossible
from chefforum.modules.meetings.services.treatment import finish_item, set_outcomes, write_decision

pytestmark = pytest.mark.django_db
KEEPER = "secretary_of_unit"
NEXT = dt.datetime(2026, 2, 11, 12, 0, tzinfo=dt.UTC)


def fresh(meeting):
    return Meeting.objects.select_related("forum").get(pk=meeting.pk)


def hold(world, *outcomes, send=True):
    """The next meeting, held, with these outcomes of item 1: its agenda, the minutes before it."""
    meeting, actor = world.begin(), world.as_(KEEPER)
    for item in meeting.items.order_by("position"):
        parts = list(item.recommendation_parts.order_by("position"))
        chosen = outcomes if item.number == 1 else [Outcome.NOTED] * len(parts)
        answers = {part.pk: outcome for part, outcome in zip(parts, chosen, strict=False)}
        set_outcomes(actor=actor, item=item, outcomes=answers or {0: Outcome.DISCUSSED}, at=NEXT)
        if not Item.objects.get(pk=item.pk).decision:
            write_decision(actor=actor, item=item, text="Intet besluttet.", mark=mark_of(""), at=NEXT)
        finish_item(actor=actor, item=item, at=NEXT)
    end_meeting(actor=actor, meeting=meeting, at=NEXT)
    if send:
        send_minutes(actor=actor, meeting=meeting, at=NEXT)
    return fresh(meeting)


def approve(world, name=KEEPER):
    return approve_minutes(actor=world.as_(name), meeting=world.meeting, at=NEXT)


def rewrite(world, text="Rettet tekst.", at=NEXT):
    item = world.meeting.items.get(number=2)
    write_decision(actor=world.as_(KEEPER), item=item, text=text, mark=mark_of(item.decision or ""), at=at)


def test_sending_out_the_next_minutes_approves_those_before(forum_world):
    meeting = hold(forum_world, Outcome.APPROVED, Outcome.APPROVED)
    before = fresh(forum_world.meeting)
    assert (before.state, before.approved_by) == ("approved", meeting.items.get(number=1))
    assert meeting.state == "minutes_sent"


@pytest.mark.parametrize(
    "answers",
    [(), (Outcome.APPROVED,), (Outcome.APPROVED, Outcome.POSTPONED), (Outcome.APPROVED, Outcome.REJECTED)],
)
def test_only_the_part_about_the_minutes_counts(forum_world, answers):
    hold(forum_world, *answers)
    assert fresh(forum_world.meeting).state == "minutes_sent"


def test_an_agenda_that_is_not_approved_does_not_hold_the_minutes_back(forum_world):
    hold(forum_world, Outcome.REJECTED, Outcome.APPROVED)
    assert fresh(forum_world.meeting).state == "approved"


def test_only_the_meeting_just_before_is_approved(forum_world):
    older = forum_world.begin(date=dt.date(2026, 1, 7))
    Meeting.objects.filter(pk=older.pk).update(state="minutes_sent")
    hold(forum_world, Outcome.APPROVED, Outcome.APPROVED)
    assert (fresh(older).state, fresh(forum_world.meeting).state) == ("minutes_sent", "approved")


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("at referat fra 21. januar 2026 godkendes", "minutes_sent"),
        ("at referat fra 4. februar 2026 godkendes", "approved"),
        ("at referatet af mødet den 4. februar godkendes", "approved"),
    ],
)
def test_an_item_that_names_other_minutes_approves_none_by_itself(forum_world, text, state):
    meeting = hold(forum_world, Outcome.APPROVED, Outcome.APPROVED, send=False)
    meeting.items.get(number=1).recommendation_parts.filter(position=1).update(text=text)
    assert progress_of(meeting=meeting).approves_before is (state == "approved")
    send_minutes(actor=forum_world.as_(KEEPER), meeting=meeting, at=NEXT)
    assert fresh(forum_world.meeting).state == state
    if state == "minutes_sent":  # a person may say that it was meant
        approval = progress_of(meeting=fresh(forum_world.meeting)).approval
        assert approval is not None
        assert approval.names_others_than(forum_world.meeting)
        approve(forum_world)


def test_what_is_put_off_in_words_alone_is_listed_until_it_goes_on(forum_world):
    meeting = hold(forum_world, Outcome.APPROVED, Outcome.APPROVED, send=False)
    item = meeting.items.get(number=2)
    item.recommendation_parts.update(outcome=Outcome.POSTPONED.value)
    assert progress_of(meeting=meeting).unmoved == (item,)
    postpone_items(actor=forum_world.as_(KEEPER), items=[item], to=None, at=NEXT, reason="Regn efter")
    assert progress_of(meeting=meeting).unmoved == ()


def test_another_forums_minutes_are_left_alone(forum_world):
    other = type(forum_world.forum).objects.create(
        name="Andet", kind="forum", unit=forum_world.forum.unit, valid_from=dt.date(2020, 1, 1)
    )
    Meeting.objects.filter(pk=forum_world.meeting.pk).update(forum=other)
    hold(forum_world, Outcome.APPROVED, Outcome.APPROVED)
    assert fresh(forum_world.meeting).state == "minutes_sent"


# --- with changes ---


def test_minutes_approved_with_changes_wait_for_the_changes(forum_world):
    hold(forum_world, Outcome.APPROVED, Outcome.APPROVED_WITH_CHANGES)
    assert fresh(forum_world.meeting).state == "minutes_sent"
    with pytest.raises(StepNotPossible, match="ikke ændret noget"):
        approve(forum_world)


def test_the_changes_become_a_new_version_and_the_old_one_stands_with_its_checksum(forum_world):
    first = forum_world.meeting.versions.get()
    before = checksum_of(first)
    hold(forum_world, Outcome.APPROVED, Outcome.APPROVED_WITH_CHANGES)
    rewrite(forum_world)
    approve(forum_world)
    meeting = fresh(forum_world.meeting)
    assert (meeting.state, meeting.versions.count()) == ("approved", 2)
    newest, oldest = list_versions(actor=forum_world.as_("member"), meeting=meeting)
    assert newest.version.reason == "Rettet ved godkendelsen, punkt 1 den 11. februar 2026"
    assert "Rettet tekst." in {one.after for one in newest.changes}
    assert (oldest.checksum, oldest.version.pk) == (before, first.pk)
    event = Event.objects.filter(action="meetings.minutes_approved").get()
    assert event.data["earlier"] == {"1": before}
    assert (event.data["version"], event.data["sha256"]) == (2, newest.checksum)


def test_corrections_are_answered_before_minutes_are_approved(forum_world):
    correction = propose_correction(
        actor=forum_world.as_("member"), meeting=forum_world.meeting, item=None, text="En fejl", at=forum_world.now
    )
    hold(forum_world, Outcome.APPROVED, Outcome.APPROVED)
    assert fresh(forum_world.meeting).state == "minutes_sent"
    with pytest.raises(StepNotPossible, match="ikke er besvaret"):
        approve(forum_world)
    answer_correction(
        actor=forum_world.as_(KEEPER), correction=correction, is_applied=False, answer="Det passer", at=NEXT
    )
    approve(forum_world)
    assert fresh(forum_world.meeting).state == "approved"
    assert Correction.objects.get().state == "rejected"


def test_what_stands_must_be_what_was_approved(forum_world):
    rewrite(forum_world)
    hold(forum_world, Outcome.APPROVED, Outcome.APPROVED)
    with pytest.raises(StepNotPossible, match="ikke er sendt ud"):
        approve(forum_world)
    send_changes(actor=forum_world.as_(KEEPER), meeting=forum_world.meeting, at=NEXT, reason="Stavefejl")
    approve(forum_world)


# --- by hand, and imported ---


def test_minutes_are_not_approved_before_the_next_meeting_has(forum_world):
    with pytest.raises(StepNotPossible, match="næste møde"):
        approve(forum_world)
    hold(forum_world, Outcome.APPROVED, Outcome.APPROVED, send=False)
    with pytest.raises(StepNotPossible, match="næste møde"):
        approve(forum_world)


def test_what_an_imported_text_says_is_confirmed_by_a_person(forum_world):
    """Item 1 of the demo's minutes approves minutes in words alone."""
    later = forum_world.take_in(date=dt.date(2026, 2, 18))
    assert fresh(forum_world.meeting).state == "minutes_sent"
    approve(forum_world)
    before = fresh(forum_world.meeting)
    assert (before.state, before.approved_by.meeting) == ("approved", later)


@pytest.mark.parametrize("name", ["chair", "member", "secretary", "observer", "other_secretariat", "admin"])
def test_only_the_secretariat_approves_closes_and_opens_again(forum_world, name):
    hold(forum_world, Outcome.APPROVED, Outcome.APPROVED_WITH_CHANGES)
    rewrite(forum_world)
    actor = forum_world.as_(name)
    for act, more in ((approve_minutes, {}), (close_meeting, {}), (reopen_minutes, {"reason": "Fejl"})):
        meeting = fresh(forum_world.meeting) if act is not reopen_minutes else Meeting.objects.order_by("-date").first()
        with pytest.raises(AccessDenied):
            act(actor=actor, meeting=meeting, at=NEXT, **more)


# --- locked, closed, opened again ---


def test_approved_minutes_are_locked(forum_world):
    hold(forum_world, Outcome.APPROVED, Outcome.APPROVED)
    meeting = fresh(forum_world.meeting)
    assert not may_write(forum_world.as_(KEEPER), meeting.items.first())
    with pytest.raises(StepNotPossible):
        rewrite(forum_world)
    with pytest.raises(StepNotPossible, match="låst"):
        send_changes(actor=forum_world.as_(KEEPER), meeting=meeting, at=NEXT, reason="Noget")
    with pytest.raises(AccessDenied):
        propose_correction(actor=forum_world.as_("member"), meeting=meeting, item=None, text="Fejl", at=NEXT)


def test_closing_closes_the_items(forum_world):
    hold(forum_world, Outcome.APPROVED, Outcome.APPROVED)
    close_meeting(actor=forum_world.as_(KEEPER), meeting=forum_world.meeting, at=NEXT)
    meeting = fresh(forum_world.meeting)
    assert (meeting.state, {item.state for item in meeting.items.all()}) == ("closed", {"closed"})
    assert meeting.items.first().steps.filter(name="close").exists()


def test_only_the_latest_minutes_are_opened_again(forum_world):
    latest = hold(forum_world, Outcome.APPROVED, Outcome.APPROVED)
    with pytest.raises(StepNotPossible, match="seneste"):
        reopen_minutes(actor=forum_world.as_(KEEPER), meeting=forum_world.meeting, at=NEXT, reason="En fejl")
    with pytest.raises(ReasonMissing):
        reopen_minutes(actor=forum_world.as_(KEEPER), meeting=latest, at=NEXT, reason=" ")
    reopen_minutes(actor=forum_world.as_(KEEPER), meeting=latest, at=NEXT, reason="En fejl")
    assert fresh(latest).state == "held"
    assert fresh(forum_world.meeting).state == "approved"


# --- what the approving item says later ---


def reopened_with(world, latest, *outcomes):
    """The latest minutes opened again, with other outcomes of item 1; not sent out yet."""
    actor = world.as_(KEEPER)
    reopen_minutes(actor=actor, meeting=latest, at=NEXT, reason="Forkert udfald")
    item = latest.items.get(number=1)
    parts = item.recommendation_parts.order_by("position")
    answers = {part.pk: outcome for part, outcome in zip(parts, outcomes, strict=True)}
    set_outcomes(actor=actor, item=item, outcomes=answers, at=NEXT)
    return fresh(latest)


NO_LONGER = (Outcome.REJECTED, Outcome.POSTPONED, Outcome.APPROVED_WITH_CHANGES)


@pytest.mark.parametrize("is_closed", [False, True], ids=["approved", "closed"])
@pytest.mark.parametrize("outcome", NO_LONGER)
def test_the_approval_follows_the_outcome_when_the_minutes_that_gave_it_are_sent_out_again(
    forum_world, outcome, is_closed
):
    """Not before: what is drafted is nobody else's to see, in the earlier minutes neither."""
    keeper = forum_world.as_(KEEPER)
    latest = hold(forum_world, Outcome.APPROVED, Outcome.APPROVED)
    if is_closed:
        close_meeting(actor=keeper, meeting=forum_world.meeting, at=NEXT)
    state = fresh(forum_world.meeting).state
    latest = reopened_with(forum_world, latest, Outcome.APPROVED, outcome)
    assert (fresh(forum_world.meeting).state, progress_of(meeting=latest).takes_back) == (state, forum_world.meeting)
    send_minutes(actor=keeper, meeting=latest, at=NEXT)
    before = fresh(forum_world.meeting)
    assert (before.state, before.approved_by) == ("minutes_sent", None)
    assert before.steps.get(name="unapprove").reason == "Ikke længere godkendt ved punkt 1 den 11. februar 2026."
    assert Event.objects.filter(action="meetings.unapprove", object_id=before.pk).count() == 1
    assert {item.state for item in before.items.all()} <= {"treated"}
    told = Notification.objects.filter(kind="meetings.unapproved").values_list("person__name", flat=True)
    assert set(told) == {"member", "chair", "observer", "secretary"}


def test_what_was_taken_back_is_approved_again_and_only_the_latest_is_opened(forum_world, client):
    keeper = forum_world.as_(KEEPER)
    latest = reopened_with(
        forum_world, hold(forum_world, Outcome.APPROVED, Outcome.APPROVED), Outcome.APPROVED, Outcome.REJECTED
    )
    client.force_login(forum_world.persons[KEEPER], backend="django.contrib.auth.backends.ModelBackend")
    page = client.get(reverse("meetings:minutes_progress", args=[latest.pk])).content.decode()
    assert "venter på godkendelse igen, når du udsender dette" in page
    send_minutes(actor=keeper, meeting=latest, at=NEXT)
    with pytest.raises(StepNotPossible, match="seneste"):
        reopen_minutes(actor=keeper, meeting=forum_world.meeting, at=NEXT, reason="En fejl")
    latest = reopened_with(forum_world, fresh(latest), Outcome.APPROVED, Outcome.APPROVED)
    send_minutes(actor=keeper, meeting=latest, at=NEXT)
    before = fresh(forum_world.meeting)
    assert (before.state, before.approved_by.meeting) == ("approved", latest)


def test_minutes_that_say_the_same_again_leave_the_approval_alone(forum_world):
    latest = reopened_with(
        forum_world, hold(forum_world, Outcome.APPROVED, Outcome.APPROVED), Outcome.REJECTED, Outcome.APPROVED
    )
    send_minutes(actor=forum_world.as_(KEEPER), meeting=latest, at=NEXT)
    assert fresh(forum_world.meeting).state == "approved"
    assert not fresh(forum_world.meeting).steps.filter(name="unapprove").exists()


def test_an_outcome_mended_without_opening_the_minutes_counts_when_the_change_is_sent_out(forum_world):
    keeper = forum_world.as_(KEEPER)
    latest = hold(forum_world, Outcome.APPROVED, Outcome.APPROVED)
    item = latest.items.get(number=1)
    part = item.recommendation_parts.order_by("position").last()
    set_outcomes(actor=keeper, item=item, outcomes={part.pk: Outcome.POSTPONED}, at=NEXT)
    assert fresh(forum_world.meeting).state == "approved"
    send_changes(actor=keeper, meeting=latest, at=NEXT, reason="Forkert udfald")
    assert fresh(forum_world.meeting).state == "minutes_sent"


def test_opening_closed_minutes_again_lets_the_items_be_written_and_tells_the_forum(forum_world):
    keeper = forum_world.as_(KEEPER)
    forum_world.take_in(date=dt.date(2026, 2, 18))
    approve(forum_world)
    close_meeting(actor=keeper, meeting=forum_world.meeting, at=NEXT)
    Meeting.objects.filter(date=dt.date(2026, 2, 18)).update(state="held")
    reopen_minutes(actor=keeper, meeting=forum_world.meeting, at=NEXT, reason="En fejl")
    meeting = fresh(forum_world.meeting)
    assert (meeting.state, meeting.approved_by) == ("held", None)
    rewrite(forum_world)
    told = set(Notification.objects.filter(kind="meetings.reopened").values_list("person__name", flat=True))
    assert told == {"member", "chair", "observer", "secretary"}
    assert set(Notification.objects.filter(kind="meetings.reopened").values_list("text", flat=True)) == {
        "Referatet fra Chefforum 4. februar 2026 er genåbnet: En fejl"
    }
    assert meeting.steps.get(name="reopen").reason == "En fejl"
    version = send_minutes(actor=keeper, meeting=meeting, at=NEXT)
    assert (version.number, version.reason) == (2, "En fejl")
