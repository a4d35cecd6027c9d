"""Searching in the browser."""

import datetime as dt
import html
import re

import pytest
from django.test import Client
from django.urls import reverse
from searching import entry

from chefforum.kernel.people.models import Person
from chefforum.kernel.search.rules import person_key
from chefforum.kernel.search.services import index
from tests import factories

PAGE = reverse("search:search")


@pytest.fixture
def reader(db: None) -> Person:
    return factories.person("Asta Holm")


@pytest.fixture
def browser(reader: Person, browser_of) -> Client:
    return browser_of(reader)


def text_of(browser: Client, **query: object) -> str:
    answer = browser.get(PAGE, query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_without_a_word_the_page_says_how_to_search(browser: Client) -> None:
    assert "Sådan søger du" in text_of(browser)
    assert "Sådan søger du" in text_of(browser, q="   ")


def test_a_hit_has_title_kind_date_address_and_the_words_marked(browser: Client) -> None:
    index(entries=[entry("1", "Et budgetforslag om træer.", title="Status", journal_number="00.30.04-Ø00-21-26")])
    text = text_of(browser, q="forslag")
    assert "<mark>budgetforslag</mark>" in text
    assert 'href="/punkter/1/"' in text
    assert "28. januar 2026" in text
    assert "00.30.04-Ø00-21-26" in text
    assert 'role="status"' in text
    assert "1 fund." in " ".join(text.split())


def test_text_is_escaped_around_and_inside_the_marks(browser: Client) -> None:
    index(entries=[entry("1", "<b>budget</b> & <script>alert(1)</script>", title="<i>Budget</i>")])
    text = text_of(browser, q="budget <script>")
    assert "<script>alert(1)" not in text
    assert "<i>" not in text
    shown = re.search(r"<h2[^>]*><a[^>]*>(.*?)</a>", text, re.DOTALL)
    assert shown is not None
    assert html.unescape(shown[1].replace("<mark>", "").replace("</mark>", "")) == "<i>Budget</i>"


def test_without_hits_the_page_says_what_to_try(browser: Client, reader: Person) -> None:
    index(entries=[entry("1", "Lindens sygdom", audience=[person_key(factories.person("Bo Lind").pk)])])
    text = text_of(browser, q="sygdom")
    assert "Ingen fund" in text
    assert "Prøv færre ord" in text


def test_kind_and_year_are_in_the_address_and_what_makes_no_sense_is_passed_over(browser: Client) -> None:
    index(
        entries=[
            entry("old", "budget", title="Gammelt", date=dt.date(2024, 1, 1)),
            entry("new", "budget", title="Nyt", date=dt.date(2026, 1, 1)),
        ]
    )
    text = text_of(browser, q="budget", aar=2024)
    assert "Gammelt" in text
    assert "Nyt" not in text
    assert "2 fund" in text_of(browser, q="budget", aar="i fjor", type="findes.ikke", side="sidste")


def test_the_pages_of_many_hits_hold_them_all_once(browser: Client) -> None:
    index(entries=[entry(str(number), "budget") for number in range(45)])
    found = [re.findall(r'href="/punkter/(\d+)/"', text_of(browser, q="budget", side=side)) for side in (1, 2, 3)]
    assert [len(page) for page in found] == [20, 20, 5]
    assert sorted(int(one) for page in found for one in page) == list(range(45))


def test_more_than_a_thousand_hits_are_said_to_be_more(browser: Client) -> None:
    index(entries=[entry(str(number), "budget") for number in range(1001)])
    assert "Mere end 1.000 fund" in text_of(browser, q="budget")


def test_many_hits_cost_no_more_queries_than_one(browser: Client, assert_queries) -> None:
    index(entries=[entry(str(number), "budget " * 50) for number in range(60)])
    with assert_queries("search.search"):
        text_of(browser, q="budget")
    index(entries=[entry("lone", "ensom")])
    with assert_queries("search.search"):
        text_of(browser, q="ensom")


def test_a_very_long_address_is_answered(browser: Client) -> None:
    assert "kun de første ord" in text_of(browser, q="ord " * 1000)


def test_one_who_is_not_signed_in_is_sent_to_sign_in(client: Client, db: None) -> None:
    assert client.get(PAGE, {"q": "budget"}).status_code == 302
