"""What a page of minutes says was chosen: only what was changed on it, and nothing of what is no outcome."""

from __future__ import annotations

import pytest
from django.http import QueryDict

from chefforum.calc.decisions import Outcome
from chefforum.modules.meetings.forms.minutes import changed_outcomes


@pytest.mark.parametrize(
    ("sent", "expected"),
    [
        ("outcome-7=approved", {7: Outcome.APPROVED}),
        ("outcome-0=discussed", {0: Outcome.DISCUSSED}),  # an item without parts
        ("outcome-7=&was-7=approved", {7: None}),
        ("outcome-7=approved&was-7=approved", {}),
        ("outcome-7=flown", {}),
        ("outcome-x=approved&outcome-²=approved&outcome--1=approved", {}),
        ("decision=approved", {}),
    ],
)
def test_what_was_changed_is_what_is_chosen(sent: str, expected: dict[int, Outcome | None]) -> None:
    assert changed_outcomes(QueryDict(sent)) == expected
