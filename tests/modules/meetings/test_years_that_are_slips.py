"""A year that nobody can mean is asked about before a meeting is made of it."""

import pytest

from chefforum.kernel.access.rules import Actor
from chefforum.modules.meetings.forms.planning import PlanForm

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("date", ["0001-01-01", "1900-01-01", "2999-12-31", "9999-12-31"])
def test_a_date_far_from_our_time_is_asked_about(date):
    form = PlanForm({"date": date, "every_weeks": "1", "last_date": date}, actor=Actor.nobody())
    assert "Året skal ligge mellem" in str(form.errors["date"])
    assert "Året skal ligge mellem" in str(form.errors["last_date"])
