"""What a sentence orders, and when."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chefforum.calc.tasks import due_date, tasks_in

MEETING = dt.date(2026, 1, 28)
NEXT = dt.date(2026, 2, 11)


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "Forummet besluttede, at der holdes kursus i at skrive sager i maj 2026, samt at lønnen tages op.",
            ["Der holdes kursus i at skrive sager i maj 2026.", "Lønnen tages op."],
        ),
        ("Chefforum aftalte at gruppen fortsætter og at planen deles.", ["Gruppen fortsætter.", "Planen deles."]),
        ("Chefforum besluttede at godkende indstillingen, samt at planen deles.", ["Planen deles."]),
        ("Chefforum besluttede at godkende indstillingen.", ["Chefforum besluttede at godkende indstillingen."]),
        ("Chefforum bad om en oversigt.", ["Chefforum bad om en oversigt."]),
        ("Rikke følger op.", ["Rikke følger op."]),
        ("  ", []),
    ],
)
def test_each_thing_decided_is_a_task(sentence: str, expected: list[str]) -> None:
    assert [task.text for task in tasks_in(sentence)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("sager til mødet den 11. februar 2026", dt.date(2026, 2, 11)),
        ("kursus i maj 2026", dt.date(2026, 5, 31)),
        ("senest i februar", dt.date(2026, 2, 28)),
        ("inden januar er gået", dt.date(2026, 1, 31)),
        ("senest den 3. januar", dt.date(2027, 1, 3)),
        ("den 3. marts", dt.date(2026, 3, 3)),
        ("i 2. kvartal 2026", dt.date(2026, 6, 30)),
        ("inden årets udgang", dt.date(2026, 12, 31)),
        ("på næste møde", NEXT),
        ("inden næste møde i Chefforum", NEXT),
        ("som aftalt den 13. januar 2026", None),
        ("som aftalt den 13. januar 2026, inden maj 2026", dt.date(2026, 5, 31)),
        ("snarest", None),
    ],
)
def test_when_it_is_due(text: str, expected: dt.date | None) -> None:
    assert due_date(text, after=MEETING, next_meeting=NEXT) == expected


def test_the_next_meeting_is_no_date_while_none_is_planned() -> None:
    assert due_date("på næste møde", after=MEETING, next_meeting=None) is None


PIECES = st.sampled_from(
    ["besluttede", ", at ", " samt at ", "i maj", "31. februar", "den 3. marts", "4. kvartal", "næste møde", ".", "\n"]
)


@given(st.text() | st.lists(PIECES | st.text(max_size=4)).map("".join), st.dates())
def test_it_never_raises_never_says_nothing_and_never_looks_back(text: str, after: dt.date) -> None:
    assert all(task.text.strip() for task in tasks_in(text))
    found = due_date(text, after=after, next_meeting=None)
    assert found is None or found > after
