"""What an extract makes of the organisation, without a database."""

import datetime as dt
import random
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from chefforum.modules.administration.rules.organisation_changes import ChangeKind, changes
from chefforum.modules.administration.rules.organisation_plan import Centre, Job, Period, State, check_rows, state_after
from chefforum.modules.administration.rules.organisation_rows import Leader, UnitRow

START, BEFORE, DAY, LATER = dt.date(2020, 1, 1), dt.date(2025, 6, 1), dt.date(2026, 1, 28), dt.date(2027, 1, 1)


def school(**changed) -> UnitRow:
    fields = {"line": 2, "code": "S", "name": "Lindeby Skole", "parent": "K", "kind": "workplace", "short_name": ""}
    return UnitRow(**fields | changed)


def organisation(**changed) -> State:
    fields = {
        "periods": {
            ("K", START): Period("Lindeby Kommune", "", "municipality", None, None),
            ("S", START): Period("Lindeby Skole", "", "workplace", "K", None),
        },
        "centres": {("4711", START): Centre("S", None)},
        "jobs": {("ida@lindeby.example", "S", START): Job("Skoleleder", True, None)},
        "persons": {"ida@lindeby.example": "Ida Holm"},
    }
    return State(**fields | changed)


def after(*rows: UnitRow, state: State | None = None, on: dt.date = DAY, is_complete: bool = False) -> State:
    return state_after(rows=rows, state=state or organisation(), on=on, is_complete=is_complete)


def test_a_unit_that_is_renamed_closes_its_period_and_opens_a_new_one():
    periods = after(school(name="Skolen ved Lind")).periods
    assert periods["S", START] == Period("Lindeby Skole", "", "workplace", "K", DAY)
    assert periods["S", DAY] == Period("Skolen ved Lind", "", "workplace", "K", None)


def test_a_period_that_begins_on_the_very_day_is_corrected_in_place():
    once = after(school(name="Skolen ved Lnid"))
    again = after(school(name="Skolen ved Lind"), state=once)
    assert again.periods["S", DAY].name == "Skolen ved Lind"
    assert len(again.periods) == 3


def test_a_change_that_is_planned_for_later_stands():
    planned = after(school(name="Ny Skole"), on=LATER)
    periods = after(school(name="Mellemskolen"), state=planned).periods
    assert periods["S", DAY] == Period("Mellemskolen", "", "workplace", "K", LATER)
    assert periods["S", LATER].name == "Ny Skole"


def test_the_line_says_itself_from_when_it_holds():
    periods = after(school(name="Ny Skole", valid_from=LATER)).periods
    assert periods["S", START].valid_to == LATER
    assert ("S", DAY) not in periods


def test_a_last_day_in_the_file_ends_the_unit_its_cost_centres_and_its_leader():
    state = after(school(valid_to=LATER))
    assert state.periods["S", START].valid_to == LATER
    assert state.centres["4711", START].valid_to == LATER
    assert state.jobs["ida@lindeby.example", "S", START].valid_to == LATER


def test_units_that_are_missing_are_closed_only_where_the_extract_is_the_whole_tree():
    top = UnitRow(line=2, code="K", name="Lindeby Kommune")
    assert after(top).periods["S", START].valid_to is None
    state = after(top, is_complete=True)
    assert state.periods["S", START].valid_to == DAY
    assert state.centres["4711", START].valid_to == DAY
    assert state.jobs["ida@lindeby.example", "S", START].valid_to == DAY


def test_a_column_that_is_not_in_the_file_changes_nothing():
    state = after(school(short_name=None, kind=None))
    assert state == organisation()


def test_an_empty_cell_for_the_leader_means_that_there_is_none():
    assert after(school(says_leader=True)).jobs["ida@lindeby.example", "S", START].valid_to == DAY


def test_a_new_leader_takes_over_on_the_day_and_becomes_known():
    state = after(school(says_leader=True, leader=Leader("bo@lindeby.example", "Bo Krag", "Skoleleder")))
    assert state.jobs["ida@lindeby.example", "S", START].valid_to == DAY
    assert state.jobs["bo@lindeby.example", "S", DAY] == Job("Skoleleder", True, None)
    assert state.persons["bo@lindeby.example"] == "Bo Krag"


def test_somebody_who_worked_there_already_may_become_the_leader():
    state = organisation(jobs={("ida@lindeby.example", "S", START): Job("Lærer", False, None)})
    jobs = after(school(says_leader=True, leader=Leader("ida@lindeby.example", "", "")), state=state).jobs
    assert jobs["ida@lindeby.example", "S", START] == Job("Lærer", False, DAY)
    assert jobs["ida@lindeby.example", "S", DAY] == Job("Lærer", True, None)


def test_a_cost_centre_moves_to_the_unit_that_names_it():
    hall = school(code="H", name="Hallen", cost_centres=("4711",))
    centres = after(hall).centres
    assert centres["4711", START] == Centre("S", DAY)
    assert centres["4711", DAY] == Centre("H", None)


def test_a_cost_centre_that_its_unit_no_longer_names_ends():
    assert after(school(cost_centres=())).centres["4711", START].valid_to == DAY


def test_fte_is_kept_with_the_day_it_was_counted():
    row = school(fte=Decimal("37.50"), counted_on=BEFORE)
    assert after(row).counts == {("S", BEFORE): Decimal("37.50")}


def test_the_preview_tells_what_was_and_what_becomes():
    rows = [school(name="Skolen ved Lind", fte=Decimal("1234.5"), cost_centres=("4711", "4712"))]
    before = organisation(counts={("S", BEFORE): Decimal("30.00")})
    told = changes(before=before, after=after(*rows, state=before), rows=rows, on=DAY)
    assert [(change.kind, change.code) for change in told] == [(ChangeKind.CHANGED, "S")]
    assert [(fact.label, fact.before, fact.after) for fact in told[0].facts] == [
        ("Navn", "Lindeby Skole", "Skolen ved Lind"),
        ("Årsværk", "30,00 (01-06-2025)", "1.234,50 (28-01-2026)"),
        ("Omkostningssteder", "4711", "4711, 4712"),
    ]


def test_a_ring_is_named_on_one_of_its_lines():
    rows = [school(parent="H"), school(line=3, code="H", name="Hallen", parent="S")]
    problems = check_rows(rows=rows, state=organisation(), on=DAY, is_complete=False)
    assert [problem.line for problem in problems] == [2]
    assert "ring" in problems[0].text


def test_a_parent_that_the_file_would_close_is_a_problem_only_for_a_whole_tree():
    rows = [school()]
    assert check_rows(rows=rows, state=organisation(), on=DAY, is_complete=False) == ()
    assert "Tag den med" in check_rows(rows=rows, state=organisation(), on=DAY, is_complete=True)[0].text


CODES = ["A", "B", "C", "D", "E"]
DAYS = st.sampled_from([START, BEFORE, DAY, dt.date(2026, 3, 1), LATER])
LEADERS = st.builds(
    Leader, st.sampled_from(["a@x.dk", "b@x.dk"]), st.sampled_from(["Anne", "Bo"]), st.sampled_from(["", "Chef"])
)


@st.composite
def extracts(draw) -> list[UnitRow]:
    """Rows that have passed the checks between lines: own codes, parents above, each cost centre once."""
    codes = draw(st.lists(st.sampled_from(CODES), unique=True, min_size=1))
    centres = draw(st.lists(st.sampled_from(["1", "2", "3", "4"]), unique=True))
    owners = {centre: draw(st.sampled_from(codes)) for centre in centres}
    says_centres = draw(st.booleans())
    rows = []
    for line, code in enumerate(codes, start=2):
        begins = draw(st.none() | DAYS)
        ends = draw(st.none() | DAYS | st.just(dt.date(2028, 1, 1)))
        owned = tuple(sorted(centre for centre, owner in owners.items() if owner == code))
        rows.append(
            UnitRow(
                line=line,
                code=code,
                name=draw(st.sampled_from(["x", "y"])),
                parent=draw(st.sampled_from([None, *codes[: line - 2]])),
                kind="team",
                short_name=draw(st.none() | st.just("k")),
                valid_from=begins,
                valid_to=ends if ends and ends > (begins or LATER) else None,
                fte=draw(st.none() | st.just(Decimal("1.00"))),
                counted_on=draw(st.none() | DAYS),
                cost_centres=owned if says_centres else None,
                leader=draw(st.none() | LEADERS),
                says_leader=draw(st.booleans()),
            )
        )
    return rows


def _have_clean_leaders(rows: list[UnitRow]) -> list[UnitRow]:
    return [row if row.says_leader else UnitRow(**{**vars(row), "leader": None}) for row in rows]


@st.composite
def histories(draw) -> State:
    """An organisation that extracts have made, some after each other."""
    state = State()
    for _ in range(draw(st.integers(0, 3))):
        rows = _have_clean_leaders(draw(extracts()))
        state = state_after(rows=rows, state=state, on=draw(DAYS), is_complete=draw(st.booleans()))
    return state


@given(histories(), extracts(), DAYS, st.booleans())
def test_the_same_extract_a_second_time_changes_nothing(state, rows, on, is_complete):
    rows = _have_clean_leaders(rows)
    once = state_after(rows=rows, state=state, on=on, is_complete=is_complete)
    assert state_after(rows=rows, state=once, on=on, is_complete=is_complete) == once
    assert changes(before=once, after=once, rows=rows, on=on) == ()


@given(histories(), extracts(), st.booleans(), st.randoms(use_true_random=False))
def test_the_order_of_the_lines_does_not_matter(state, rows, is_complete, chance: random.Random):
    shuffled = list(rows)
    chance.shuffle(shuffled)
    given_order = state_after(rows=rows, state=state, on=DAY, is_complete=is_complete)
    assert state_after(rows=shuffled, state=state, on=DAY, is_complete=is_complete) == given_order


@given(histories(), extracts(), st.booleans())
def test_no_period_ends_before_it_begins_and_no_two_hold_at_once(state, rows, is_complete):
    found = state_after(rows=rows, state=state, on=DAY, is_complete=is_complete)
    for spans in (found.periods, found.centres):
        for (code, begins), span in spans.items():
            assert span.valid_to is None or span.valid_to > begins
            following = [other for unit, other in spans if unit == code and other > begins]
            assert not following or (span.valid_to and span.valid_to <= min(following))


@given(histories(), extracts(), st.booleans())
def test_what_the_extract_says_of_name_and_place_holds_from_its_day(state, rows, is_complete):
    found = state_after(rows=rows, state=state, on=DAY, is_complete=is_complete)
    for row in rows:
        begins = row.valid_from or DAY
        held = [
            span
            for (code, first), span in found.periods.items()
            if code == row.code and first <= begins and (span.valid_to is None or span.valid_to > begins)
        ]
        assert [(span.name, span.parent) for span in held] == [(row.name, row.parent)]
