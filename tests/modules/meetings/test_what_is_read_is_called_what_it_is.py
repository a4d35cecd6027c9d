"""While minutes are taken, members read the agenda: on the start page and in files it is called so."""

import pytest

from chefforum.modules.meetings.cards import meetings as cards
from chefforum.modules.meetings.services.running import end_meeting
from tests.modules.meetings.conftest import NOW, TODAY, begin

pytestmark = pytest.mark.django_db


def test_a_meeting_whose_minutes_are_a_draft_is_an_agenda_to_its_members(forum_world, client):
    keeper = forum_world.as_("secretary_of_unit")
    meeting = begin(keeper, forum_world.forum)
    end_meeting(actor=keeper, meeting=meeting, at=NOW)
    card = cards.newest_meetings(actor=forum_world.as_("member"), on=TODAY)
    assert [row.meta.partition(",")[0] for row in card.rows if "11. februar" in row.text] == ["Dagsorden"]
    client.force_login(forum_world.persons["member"], backend="django.contrib.auth.backends.ModelBackend")
    named = client.get(f"/moeder/{meeting.pk}/som/pdf/")["Content-Disposition"]
    assert "agsorden" in named
    assert "eferat" not in named
