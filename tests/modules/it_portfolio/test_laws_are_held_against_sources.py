"""What each requirement was held against is told where it is answered, and what nobody has held against a source."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace

import pytest
from django.test import Client
from django.urls import reverse

from chefforum.modules.it_portfolio.rules import requirement_sources
from chefforum.modules.it_portfolio.rules.requirement_sources import HELD, LAW_NOT_HELD, NOT_HELD, held_of
from chefforum.modules.it_portfolio.rules.requirements import BY_CODE, REQUIREMENTS, Law
from tests.modules.it_portfolio.law_town import law_town as build_town


@pytest.fixture
def town(db: None) -> SimpleNamespace:
    return build_town()


def test_every_requirement_tells_what_it_was_held_against() -> None:
    assert set(HELD) == {one.code for one in REQUIREMENTS}
    assert set(LAW_NOT_HELD) == set(Law)
    assert held_of("et nyt krav").not_held == NOT_HELD


def test_the_days_are_those_of_the_laws_as_they_were_changed() -> None:
    days = {
        "gdpr_agreement": dt.date(2018, 5, 25),
        "nis2_supplier": dt.date(2025, 7, 1),
        "ai_class": dt.date(2025, 2, 2),
        "ai_literacy": dt.date(2025, 2, 2),
        "ai_transparency": dt.date(2026, 8, 2),
        "ai_high": dt.date(2027, 12, 2),
        "web_statement": dt.date(2018, 9, 23),
    }
    assert {code: BY_CODE[code].valid_from for code in days} == days


def test_where_one_answers_stand_the_day_and_the_source(town: SimpleNamespace, client: Client) -> None:
    page = told(town, client, "ai_high")
    assert "2. december 2027" in page
    assert "mod artikel 26 på engelsk" in page
    page = told(town, client, "web_access")
    assert "Hvor tit, siger loven ikke." in page


def test_what_nobody_held_against_anything_says_so(
    town: SimpleNamespace, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(requirement_sources.HELD, "gdpr_risk")
    page = told(town, client, "gdpr_risk")
    assert "Ikke efterprøvet" in page
    assert " mod " not in page.split("Efterprøvet")[1].split("</dd>")[0]


def test_the_page_of_a_law_tells_what_of_it_was_not_read(town: SimpleNamespace, client: Client) -> None:
    client.force_login(town.people["coordinator"])
    page = client.get(reverse("it_portfolio:compliance"), {"lov": "nis2"}).content.decode()
    assert "Bilag 1 er ikke læst" in page
    assert "gælder fra 1. juli 2025" in page


def told(town: SimpleNamespace, client: Client, code: str) -> str:
    client.force_login(town.people["coordinator"])
    return client.get(reverse("it_portfolio:compliance_answer", args=[town.school.pk, code])).content.decode()
