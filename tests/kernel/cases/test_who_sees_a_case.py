"""A case is seen by those who see something in it and by those who journal or audit; content only by the former."""

import datetime as dt
from collections.abc import Collection, Iterator
from uuid import UUID, uuid4

import pytest

from chefforum.kernel.access.rules import Actor, Role
from chefforum.kernel.cases.models import Case
from chefforum.kernel.cases.queries import case_on_page, cases_on_list, find_case, list_cases
from chefforum.kernel.cases.registry import CaseContent, CaseRow, forget_case_content, register_case_content
from chefforum.kernel.cases.services import case_for

AT = dt.datetime(2026, 1, 28, 9, 0, tzinfo=dt.UTC)
MEMBER = Actor(person_id=uuid4(), name="Medlem")
STRANGER = Actor(person_id=uuid4(), name="Fremmed")


def holding(role: Role) -> Actor:
    return Actor(person_id=uuid4(), name=role.value, units={role: frozenset({uuid4()})})


class Notes:
    """A module's content: notes on cases, each with those who may see it."""

    def __init__(self) -> None:
        self.rows: list[tuple[CaseRow, frozenset[UUID | None]]] = []

    def add(self, case: Case, title: str, *readers: Actor, date: dt.date = dt.date(2026, 1, 1)) -> None:
        row = CaseRow(case_id=case.pk, title=title, url=f"/noter/{len(self.rows)}/", date=date)
        self.rows.append((row, frozenset(reader.person_id for reader in readers)))

    def visible(self, actor: Actor) -> Iterator[CaseRow]:
        return (row for row, readers in self.rows if actor.everything or actor.person_id in readers)

    def of(self, actor: Actor, case_ids: Collection[UUID]) -> list[CaseRow]:
        return [row for row in self.visible(actor) if row.case_id in case_ids]

    def case_ids(self, actor: Actor, text: str):
        found = [row.case_id for row in self.visible(actor) if text.lower() in row.title.lower()]
        return Case.objects.filter(pk__in=found).values("pk")


@pytest.fixture
def notes() -> Iterator[Notes]:
    notes = Notes()
    register_case_content(CaseContent(kind="test.note", title="Noter", case_ids=notes.case_ids, rows=notes.of))
    yield notes
    forget_case_content("test.note")


@pytest.fixture
def case(db) -> Case:
    return case_for(journal_number="01.10.04-A00-3-26", title="Hemmelig titel", actor=Actor.command_line(), at=AT)


def numbers(actor: Actor, text: str = "") -> list[str]:
    return [case.journal_number for case in list_cases(actor=actor, text=text)]


def test_who_may_see_something_in_a_case_sees_the_case_and_others_do_not(case: Case, notes: Notes) -> None:
    notes.add(case, "Lindens alder", MEMBER)
    assert find_case(actor=MEMBER, case_id=case.pk) == case
    assert find_case(actor=STRANGER, case_id=case.pk) is None
    assert numbers(STRANGER) == []


def test_a_row_for_somebody_else_is_not_there(case: Case, notes: Notes) -> None:
    notes.add(case, "Lindens alder", MEMBER)
    notes.add(case, "Lindens sygdom", STRANGER)
    shown = case_on_page(actor=MEMBER, case=case)
    assert [row.title for content in shown.contents for row in content.rows] == ["Lindens alder"]
    assert [row.row_count for row in cases_on_list(actor=MEMBER, cases=[case])] == [1]


@pytest.mark.parametrize("role", [Role.SECRETARIAT, Role.CASE_AUTHOR, Role.AUDITOR])
def test_who_journals_or_audits_finds_every_number_but_no_content(case: Case, notes: Notes, role: Role) -> None:
    notes.add(case, "Lindens sygdom", MEMBER)
    actor = holding(role)
    assert numbers(actor) == ["01.10.04-A00-3-26"]
    shown = case_on_page(actor=actor, case=case)
    assert (shown.title, shown.contents) == ("", ())


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.CONTROLLER, Role.WORKPLACE_LEADER])
def test_other_roles_give_no_sight_of_cases(case: Case, notes: Notes, role: Role) -> None:
    notes.add(case, "Lindens sygdom", MEMBER)
    assert numbers(holding(role)) == []


@pytest.mark.django_db
def test_nobody_sees_nothing(case: Case, notes: Notes) -> None:
    notes.add(case, "Lindens alder", MEMBER)
    assert numbers(Actor.nobody()) == []


def test_the_title_is_that_of_the_newest_row_that_one_may_see(case: Case, notes: Notes) -> None:
    notes.add(case, "Første behandling", MEMBER, date=dt.date(2025, 1, 1))
    notes.add(case, "Anden behandling", MEMBER, date=dt.date(2026, 1, 1))
    notes.add(case, "Lukket behandling", STRANGER, date=dt.date(2026, 2, 1))
    assert case_on_page(actor=MEMBER, case=case).title == "Anden behandling"


def test_searching_for_a_hidden_title_finds_nothing(case: Case, notes: Notes) -> None:
    notes.add(case, "Lindens alder", MEMBER)
    notes.add(case, "Lindens sygdom", STRANGER)
    assert numbers(MEMBER, "sygdom") == []
    assert numbers(MEMBER, "Hemmelig") == []
    assert numbers(holding(Role.AUDITOR), "Hemmelig") == []
    assert numbers(MEMBER, "alder") == ["01.10.04-A00-3-26"]


@pytest.mark.parametrize("text", ["01.10.04", "01.10.04-a00", "A00-3-26", "01.10.04 - A00 - 3"])
def test_a_part_of_the_number_finds_the_case(case: Case, notes: Notes, text: str) -> None:
    notes.add(case, "Lindens alder", MEMBER)
    assert numbers(MEMBER, text) == ["01.10.04-A00-3-26"]
    assert numbers(MEMBER, "01.10.05") == []


@pytest.mark.django_db
def test_a_page_of_cases_takes_as_many_queries_as_one(notes: Notes, django_assert_num_queries) -> None:
    cases = [
        case_for(journal_number=f"01.10.04-A00-{serial}-26", title="", actor=Actor.command_line(), at=AT)
        for serial in range(25)
    ]
    with django_assert_num_queries(5):
        cases_on_list(actor=MEMBER, cases=cases[:1])
    with django_assert_num_queries(5):
        cases_on_list(actor=MEMBER, cases=cases)
