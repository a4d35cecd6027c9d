"""Cases and the KLE list in the browser."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from invented_kle import TWO, load

from chefforum.kernel.access.rules import Actor
from chefforum.kernel.cases.models import Case, KleSubject
from chefforum.kernel.cases.services import case_for
from chefforum.kernel.people.models import Person
from tests import factories

LIST, KLE = reverse("cases:list"), reverse("cases:kle")


@pytest.fixture
def case(db: None, now) -> Case:
    return case_for(journal_number="01.10.04-A00-3-26", title="Hemmelig", actor=Actor.command_line(), at=now)


def send(browser: Client, content: bytes, name: str = "kle.xml"):
    return browser.post(KLE, {"file": SimpleUploadedFile(name, content)}, follow=True)


def test_the_list_shows_numbers_with_their_kle_subject(owner: Person, case: Case, browser_of) -> None:
    load(TWO)
    text = browser_of(owner).get(LIST).content.decode()
    assert "01.10.04-A00-3-26" in text
    assert "Linde" in text
    assert "Hemmelig" not in text


def test_a_filter_that_fits_nothing_says_what_to_write(owner: Person, case: Case, browser_of) -> None:
    assert "Ingen sager passer til" in browser_of(owner).get(LIST, {"q": "99.99"}).content.decode()
    assert "01.10.04-A00-3-26" in browser_of(owner).get(LIST, {"q": "01.10"}).content.decode()


def test_a_case_shows_its_subject_and_says_when_there_is_nothing_one_may_see(
    owner: Person, case: Case, browser_of
) -> None:
    load(TWO)
    text = browser_of(owner).get(reverse("cases:case", args=[case.pk])).content.decode()
    for part in ("Linde", "Træer", "01.10.04-A00-3-26", "Der er intet i sagen, som du må se."):
        assert part in text
    assert "Hemmelig" not in text


def test_a_case_one_may_not_know_of_is_not_found(case: Case, browser_of) -> None:
    browser = browser_of(factories.person("Fremmed"))
    assert browser.get(reverse("cases:case", args=[case.pk])).status_code == 404
    assert "Der er ingen sager til dig endnu" in browser.get(LIST).content.decode()


def test_an_administrator_loads_a_list_and_sees_what_is_in_use(administrator: Person, browser_of) -> None:
    browser = browser_of(administrator)
    assert "Der er ikke indlæst en KLE-liste" in browser.get(KLE).content.decode()
    text = send(browser, TWO.encode()).content.decode()
    assert "Emneplan: 4 poster i filen, 4 nye" in text
    assert "1. februar 2026" in text
    assert KleSubject.objects.count() == 4


def test_a_file_that_is_no_list_is_refused_on_the_page_and_nothing_is_changed(
    administrator: Person, browser_of
) -> None:
    answer = send(browser_of(administrator), b"navn,alder\nA,3\n", "alder.csv")
    assert answer.status_code == 422
    assert "nummer og titel" in answer.content.decode()
    assert not KleSubject.objects.exists()


def test_sending_nothing_is_answered_with_what_to_do(administrator: Person, browser_of) -> None:
    answer = browser_of(administrator).post(KLE, {})
    assert answer.status_code == 422
    assert "Vælg en fil" in answer.content.decode()


def test_all_but_administrators_are_refused_the_kle_page(owner: Person, browser_of) -> None:
    assert browser_of(owner).get(KLE).status_code == 403
    assert send(browser_of(owner), TWO.encode()).status_code == 403
    assert not KleSubject.objects.exists()


def test_a_page_of_many_cases_costs_no_more_queries_than_one(owner: Person, browser_of, now, assert_queries) -> None:
    browser = browser_of(owner)
    case_for(journal_number="01.10.04-A00-1-26", title="", actor=Actor.command_line(), at=now)
    with assert_queries("cases.list"):
        browser.get(LIST)
    for serial in range(2, 40):
        case_for(journal_number=f"01.10.04-A00-{serial}-26", title="", actor=Actor.command_line(), at=now)
    with assert_queries("cases.list"):
        browser.get(LIST)
