"""Whatever a decision says, its suggestions say something and give it to nobody but those who are named."""

from __future__ import annotations

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from chefforum.modules.meetings.rules.suggestions import Suggestion, suggestions
from tests.calc.test_named_persons import KNOWN, PEOPLE, UNITS

NAMES = {person.key: person.name for person in PEOPLE}
MEETING = dt.date(2026, 1, 28)
PIECES = st.sampled_from(
    [
        "Chefforum besluttede, at ",
        ", samt at ",
        "Chefforum bad om ",
        " følger op",
        " skriver til alle skoler i maj 2026",
        " på næste møde",
        ". ",
        "\n",
        "Ad 2: ",
        "hver chef",
        "arbejdsgruppen",
        "Afdelingschefen for ",
        "(ØS)",
    ]
    + [name.split()[0] for name in NAMES.values()]
    + [unit.name for unit in UNITS]
)


def suggested(text: str) -> list[Suggestion]:
    return suggestions(decision=text, people=KNOWN, name_of=NAMES.__getitem__, on=MEETING, next_meeting=None)


@given(st.text() | st.lists(PIECES | st.text(max_size=6)).map("".join))
def test_nobody_is_guessed(text: str) -> None:
    for one in suggested(text):
        assert one.text.strip()
        assert one.note.strip()
        assert one.due_date is None or one.due_date > MEETING
        if one.owner is not None:
            assert one.candidates in ((one.owner,), ())
            is_named = NAMES[one.owner].split()[0] in text
            leads = any(one.owner in unit.leaders for unit in UNITS)
            has_title = "direktør" in text.lower()
            assert is_named or leads or has_title


def test_a_decision_that_is_not_there_suggests_nothing() -> None:
    assert suggestions(decision=None, people=KNOWN, name_of=NAMES.__getitem__, on=MEETING, next_meeting=None) == []
