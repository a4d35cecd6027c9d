"""Whatever a text says, the linter answers, answers the same again, and in time that grows with the text."""

from __future__ import annotations

import dataclasses
import datetime as dt
import gc
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chefforum.calc.blocks import texts
from chefforum.modules.meetings import linter
from tests.connectors.minutes.strategies import minutes
from tests.modules.meetings.linter.cases import CONTEXT, item

SLOW = settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])

PIECES = (
    "på på", "den 31. april 2026", "tirsdag den 1. maj", "besluttede den 3. marts 2031", "12/25/2026", "0. maj 1900",
    "29. februar 2100", "9. december 9999", "fra 0 til 0, et fald på 0", "3 af 0 (9 %)", "750.000 kr.", "0,7 mio. kr.",
    "kr. 5", "bilag 99", "bilag 0", "den vedlagte plan", "eftersendes", "[Skriv her]", "at x....", "§ 4", "Vejloven",
    "DS", "(15 min.)", "Intet at bemærke.", "Eftersendes", "\n", ". ", "  ", "\u00a0", "ß", "İ", "Lov om", "“", "(",
    "Se oplægget", "som bilag", "_____", "1.000.000.000.000 kr.", "999999999999 mia. kr.",
)  # fmt: skip
said = st.lists(st.sampled_from(PIECES) | st.text(max_size=8), max_size=12).map(" ".join)
contexts = st.builds(linter.Context, date=st.none() | st.dates(), plans_time=st.booleans())


@SLOW
@given(minutes())
def test_any_minutes(value) -> None:
    findings = linter.lint_minutes(value)
    assert findings == linter.lint_minutes(value)
    for number in {finding.item for finding in findings}:
        keys = [finding.key for finding in findings if finding.item == number]
        if sum(one.number == number for one in value.items) < 2:
            assert len(set(keys)) == len(keys)


@SLOW
@given(said, said, said, said, contexts)
def test_any_text_in_an_item(title, presentation, economy, attachments, context) -> None:
    value = item(
        f"x {' '.join(title.split())}",
        Sagsfremstilling=presentation,
        Økonomi=economy,
        Lovgrundlag="-",
        Bilag=attachments,
    )
    known = {rule.id for rule in linter.rules()}
    for finding in linter.lint_item(value, context):
        assert finding.rule in known
        assert finding.message[0].isupper() or not finding.message[0].isalpha()
        assert finding.message.endswith((".", "?"))
        assert finding.item == value.number
    linter.measure_item(value)


@given(said)
def test_an_excerpt_stands_in_the_text_word_for_word(text) -> None:
    value = item(Sagsfremstilling=text)
    whole = " ".join(" ".join(texts(section.blocks)) for section in value.sections).split()
    for finding in linter.lint_item(value, CONTEXT):
        if finding.section == "Sagsfremstilling" and finding.rule != "heavy-text":
            assert finding.excerpt.removesuffix("…").strip() in " ".join(whole)


def test_findings_come_section_by_section_as_they_stand() -> None:
    value = item("Orientering om stier", Resumé="gå gå hjem", Sagsfremstilling="er er den 31. april 2026")
    assert [finding.section for finding in linter.lint_item(value, CONTEXT)] == [
        None, "Resumé", "Sagsfremstilling", "Sagsfremstilling",
    ]  # fmt: skip


def test_a_key_stays_when_other_things_in_the_item_change() -> None:
    before = item(Sagsfremstilling="er er her")
    after = dataclasses.replace(item(Resumé="på på", Sagsfremstilling="Nyt. er er her"), number=9)
    keys = {finding.key for finding in linter.lint_item(before, CONTEXT)}
    assert len(keys) == 1
    assert len({finding.key for finding in linter.lint_item(after, CONTEXT)}) == 2
    same = dataclasses.replace(before, number=9, title="Andet")
    assert {finding.key for finding in linter.lint_item(same, CONTEXT)} == keys


def test_the_same_slip_ten_times_is_told_ten_times_and_no_more() -> None:
    repeated = item(Sagsfremstilling="Den er er her. " * 40)
    findings = [one for one in linter.lint_item(repeated, CONTEXT) if one.rule == "repeated-word"]
    assert len(findings) == 10
    assert len({finding.key for finding in findings}) == 10


@pytest.mark.parametrize("piece", PIECES)
def test_time_grows_with_the_text_and_no_faster(piece) -> None:
    """Each trap eight times as often may take eight times as long; squared it would take 64 times."""
    few, many = (_seconds(f"{piece} " * count) for count in (2000, 16000))
    assert many < 0.05 or many < 24 * few


def _seconds(text: str) -> float:
    """Of this process alone, the least of two, and nothing collected meanwhile: a busy machine is no fault."""
    value = item(Sagsfremstilling=text, Økonomi="Intet at bemærke.", Lovgrundlag="Intet.", Bilag="Plan")
    context = linter.Context(date=dt.date(2026, 1, 28))
    took = []
    gc.collect()
    gc.disable()
    try:
        for _ in range(2):
            began = time.process_time()
            linter.lint_item(value, context)
            took.append(time.process_time() - began)
    finally:
        gc.enable()
    return min(took)
