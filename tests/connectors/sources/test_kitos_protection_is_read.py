"""What KITOS says of the protection of data is read as words; what it does not say, or we do not know, is not known."""

from __future__ import annotations

import datetime as dt

import pytest

from chefforum.connectors import kitos
from chefforum.connectors.asking import StrangeAnswer
from tests.connectors.sources.stub_of_kitos import processing, usage


def test_a_row_says_what_it_says() -> None:
    row = kitos.protection_of(
        usage(
            1,
            general={"webAccessibilityCompliance": "Partially", "lastWebAccessibilityCheck": "2026-03-01T00:00:00Z"},
            gdpr={
                "riskAssessmentConducted": "Yes",
                "riskAssessmentConductedDate": "2026-01-15T00:00:00Z",
                "riskAssessmentResult": "High",
                "isDataProcessingAgreementRequired": "DecidedByLaw",
            },
        )
    )
    assert (row.risk_assessed, row.risk_assessed_on, row.risk) == ("Yes", dt.date(2026, 1, 15), "High")
    assert (row.web_accessible, row.web_checked_on) == ("Partially", dt.date(2026, 3, 1))
    assert (row.agreement_required, row.impact_assessed, row.remarks) == ("DecidedByLaw", None, ())


@pytest.mark.parametrize("word", ["Perhaps", 1, 0])
def test_a_word_or_a_number_that_we_do_not_know_is_not_known_and_told(word: object) -> None:
    row = kitos.protection_of(usage(1, gdpr={"dpiaConducted": word}))
    assert row.impact_assessed is None
    assert len(row.remarks) == 1


def test_the_last_oversight_counts() -> None:
    dates = [{"completedAt": f"{year}-05-01T00:00:00Z"} for year in (2024, 2026, 2025)]
    row = kitos.processing_of(processing(1, usages=[1, 2], oversight={"oversightDates": dates}))
    assert (row.overseen_on, row.interval) == (dt.date(2026, 5, 1), "Yearly")
    assert [one.uuid for one in row.usages] == ["u-1", "u-2"]
    none = kitos.processing_of(processing(1, usages=[], oversight={"oversightDates": None}))
    assert none.overseen_on is None


@pytest.mark.parametrize("lacks", ["uuid", "general", "oversight", "systemUsages"])
def test_a_row_without_what_it_must_have_is_refused(lacks: str) -> None:
    row = processing(1, usages=[1])
    del row[lacks]
    with pytest.raises(StrangeAnswer):
        kitos.processing_of(row)
