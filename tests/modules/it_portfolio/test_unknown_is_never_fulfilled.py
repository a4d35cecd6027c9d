"""Properties of how it stands with the law: what nobody knows is open, and no source's word stands over a person's."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chefforum.modules.it_costs.rules.kinds import Answer, PersonalData, SystemKind
from chefforum.modules.it_portfolio.rules.compliance import (
    Said,
    Status,
    WrongAnswer,
    cell_of,
    cells_of,
    check_answer,
    counts_of,
    difference,
)
from chefforum.modules.it_portfolio.rules.requirements import BY_CODE, CHOICES, REQUIREMENTS, Facts, Law

ON = dt.date(2026, 11, 20)
AT = dt.datetime(2026, 11, 1, 9, tzinfo=dt.UTC)
days = st.none() | st.dates(dt.date(2015, 1, 1), ON)
requirements = st.sampled_from(REQUIREMENTS)


@st.composite
def answers(draw, requirement=None) -> Said:
    one = requirement or draw(requirements)
    return Said(
        status=draw(st.sampled_from([status.value for status in Status])),
        choice=draw(st.sampled_from(["", *one.choices])),
        ground=draw(st.sampled_from(["", "Et dokument"])),
        checked_on=draw(days),
        valid_until=draw(days | st.just(dt.date(2030, 1, 1))),
        by=draw(st.sampled_from(["Kaj", "KITOS"])),
        at=AT,
        settled_at=draw(st.sampled_from([None, AT])),
    )


facts = st.builds(
    Facts,
    kind=st.sampled_from([one.value for one in SystemKind]),
    personal_data=st.sampled_from([one.value for one in PersonalData]),
    uses_ai=st.sampled_from([one.value for one in Answer]),
    is_business_critical=st.sampled_from([one.value for one in Answer]),
    is_socially_critical=st.sampled_from([one.value for one in Answer]),
    has_owner=st.booleans(),
    has_contract=st.sampled_from([None, True, False]),
)
words = st.fixed_dictionaries({}, optional={one.code: answers(one) for one in REQUIREMENTS})


@given(facts, words, words, st.dates(dt.date(2016, 1, 1), dt.date(2030, 1, 1)))
def test_an_unknown_fact_never_gives_fulfilled(known: Facts, persons, sources, on: dt.date) -> None:
    for cell in cells_of(known, persons, sources, on=on):
        chosen = {
            code: said.choice for code in CHOICES if (said := persons.get(code) or sources.get(code)) and said.choice
        }
        if cell.requirement.applies(replace(known, chosen=chosen)) is None:
            assert cell.status is not Status.FULFILLED
        if cell.status is Status.FULFILLED:
            assert cell.says or cell.requirement.code in persons or cell.requirement.code in sources
            assert cell.until is None or cell.until >= on


@given(facts, words)
def test_nobody_has_answered_is_open_unless_the_register_says_it(known: Facts, sources) -> None:
    for cell in cells_of(known, {}, {}, on=ON):
        if cell.status is Status.FULFILLED:
            assert cell.requirement.reads is not None
            assert cell.says == "Registret"


@given(facts, words, words)
def test_a_sources_word_changes_nothing_where_a_person_has_answered(known: Facts, persons, sources) -> None:
    with_source = cells_of(known, persons, {code: one for code, one in sources.items() if code in persons}, on=ON)
    without = cells_of(known, persons, {}, on=ON)
    for one, other in zip(with_source, without, strict=True):
        assert replace(one, differs="") == replace(other, differs="")


@given(requirements.flatmap(lambda one: st.tuples(st.just(one), answers(one), answers(one))))
def test_a_difference_is_told_until_a_person_has_kept_their_word_against_it(drawn) -> None:
    requirement, person, source = drawn
    told = difference(requirement, person, source)
    same = person.status == source.status and source.choice in ("", person.choice)
    if same or source.status == Status.OPEN or person.settled_at == source.at:
        assert told == ""
    else:
        assert told.startswith(f"{source.by} siger")


@given(facts, words, words)
def test_every_requirement_is_answered_once_and_counted_once(known: Facts, persons, sources) -> None:
    cells = cells_of(known, persons, sources, on=ON)
    assert [one.requirement for one in cells] == list(REQUIREMENTS)
    assert sum(counts_of(cells).values()) == len(REQUIREMENTS)
    assert all(one.why for one in cells if one.status is Status.OPEN)


@given(requirements.flatmap(lambda one: st.tuples(st.just(one), answers(one))))
def test_what_is_kept_can_be_kept_again(drawn) -> None:
    requirement, said = drawn
    try:
        kept = check_answer(requirement, said, on=ON)
    except WrongAnswer:
        return
    assert check_answer(requirement, kept, on=ON) == kept
    assert kept.status != Status.NOT_APPLICABLE or kept.ground


PERSONAL = Facts(kind="system", personal_data="ordinary", is_business_critical="no", is_socially_critical="no")


def yes(**said: object) -> Said:
    return Said(Status.FULFILLED.value, by="Kaj", at=AT, **said)  # type: ignore[arg-type]


def test_an_oversight_is_overdue_the_day_after_its_interval() -> None:
    requirement = BY_CODE["gdpr_oversight"]
    said = yes(checked_on=dt.date(2025, 3, 31))
    last = dt.date(2026, 3, 31)
    assert cell_of(requirement, PERSONAL, person=said, source=None, on=last).status is Status.FULFILLED
    cell = cell_of(requirement, PERSONAL, person=said, source=None, on=last + dt.timedelta(days=1))
    assert (cell.status, cell.is_overdue, cell.word) == (Status.OPEN, True, "Forfalden")


def test_no_needs_both_noes_to_be_uncritical_and_one_yes_to_be_critical() -> None:
    assert Facts(kind="system", is_business_critical="no").is_critical is None
    assert Facts(kind="system", is_business_critical="no", is_socially_critical="no").is_critical is False
    assert Facts(kind="system", is_socially_critical="yes").is_critical is True


def test_a_high_risk_asks_for_a_plan_and_an_impact_assessment() -> None:
    cells = {
        one.requirement.code: one
        for one in cells_of(PERSONAL, {"gdpr_risk": yes(choice="high", checked_on=ON)}, {}, on=ON)
    }
    assert cells["gdpr_risk"].status is Status.FULFILLED
    assert cells["gdpr_risk_plan"].status is Status.OPEN
    assert cells["gdpr_dpia"].status is Status.OPEN
    low = cells_of(PERSONAL, {"gdpr_risk": yes(choice="low", checked_on=ON)}, {}, on=ON)
    stands = {one.requirement.code: one.status for one in low}
    assert stands["gdpr_risk_plan"] is stands["gdpr_dpia"] is Status.NOT_APPLICABLE


def test_a_prohibited_use_of_ai_is_never_fulfilled() -> None:
    said = check_answer(BY_CODE["ai_class"], yes(choice="prohibited"), on=ON)
    assert said.status == Status.NOT_FULFILLED


def test_a_law_that_does_not_hold_yet_is_not_asked() -> None:
    known = Facts(kind="system", uses_ai="yes")
    said = {"ai_class": yes(choice="high")}
    before = cells_of(known, said, {}, on=dt.date(2027, 12, 1))
    after = cells_of(known, said, {}, on=dt.date(2027, 12, 2))
    place = [one.code for one in REQUIREMENTS].index("ai_high")
    assert (before[place].status, after[place].status) == (Status.NOT_APPLICABLE, Status.OPEN)


@pytest.mark.parametrize(
    ("code", "said", "field"),
    [
        ("gdpr_agreement", Said("not_applicable"), "ground"),
        ("gdpr_risk", Said("fulfilled", checked_on=ON), "choice"),
        ("gdpr_oversight", Said("fulfilled"), "checked_on"),
        ("gdpr_oversight", Said("fulfilled", checked_on=ON + dt.timedelta(days=1)), "checked_on"),
        ("gdpr_agreement", Said("fulfilled", checked_on=ON, valid_until=ON - dt.timedelta(days=1)), "valid_until"),
        ("gdpr_agreement", Said("fulfilled", choice="high"), "choice"),
        ("gdpr_agreement", Said("måske"), "status"),
    ],
)
def test_an_answer_that_cannot_be_says_what_to_do(code: str, said: Said, field: str) -> None:
    with pytest.raises(WrongAnswer) as wrong:
        check_answer(BY_CODE[code], said, on=ON)
    assert wrong.value.field == field


def test_every_requirement_tells_its_law_its_paragraph_and_its_day() -> None:
    for one in REQUIREMENTS:
        assert one.law in Law
        assert one.title
        assert one.paragraph
        assert one.words
        assert one.when
        assert one.valid_from.year >= 2018
        assert len(one.code) <= 40
        assert all(len(choice) <= 20 for choice in one.choices)
