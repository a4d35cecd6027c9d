"""A case is opened once for a journal number, however and by however many at once the number is written."""

import datetime as dt
import threading
from uuid import uuid4

import pytest
from django.db import connection, connections

from chefforum.kernel.access.rules import AccessDenied, Actor, Role
from chefforum.kernel.audit.models import Event
from chefforum.kernel.cases.models import Case
from chefforum.kernel.cases.rules import BadJournalNumber
from chefforum.kernel.cases.services import case_for

AT = dt.datetime(2026, 1, 28, 9, 0, tzinfo=dt.UTC)
SECRETARY = Actor(person_id=uuid4(), name="Sekretær", units={Role.SECRETARIAT: frozenset({uuid4()})})


def open_case(text: str, title: str = "En sag") -> Case:
    return case_for(journal_number=text, title=title, actor=SECRETARY, at=AT)


@pytest.mark.django_db
def test_a_new_journal_number_opens_a_case_with_its_parts() -> None:
    case = open_case("00.30.04-Ø00-21-26")
    assert (case.journal_number, case.subject, case.facet, case.serial, case.year) == (
        "00.30.04-Ø00-21-26",
        "00.30.04",
        "Ø00",
        21,
        2026,
    )


@pytest.mark.django_db
@pytest.mark.parametrize("text", ["00.30.04-ø00-21-26", "00.30.04 - Ø00 - 21 - 26", "00.30.04–Ø00–21–2026"])
def test_the_same_number_written_otherwise_is_the_same_case(text: str) -> None:
    assert open_case("00.30.04-Ø00-21-26").pk == open_case(text).pk


@pytest.mark.django_db
def test_the_next_serial_is_another_case() -> None:
    assert open_case("00.30.04-Ø00-21-26").pk != open_case("00.30.04-Ø00-2-26").pk


@pytest.mark.django_db
def test_a_known_case_keeps_its_title_and_is_not_audited_again() -> None:
    open_case("00.30.04-Ø00-21-26", "Første titel")
    assert open_case("00.30.04-Ø00-21-26", "Anden titel").title == "Første titel"
    assert Event.objects.filter(action="cases.open").count() == 1


@pytest.mark.django_db
def test_what_is_no_journal_number_opens_nothing() -> None:
    with pytest.raises(BadJournalNumber):
        open_case("00.30.04")
    assert not Case.objects.exists()


@pytest.mark.django_db
def test_somebody_with_every_other_role_may_not_open_a_case() -> None:
    unit = frozenset({uuid4()})
    others = {role: unit for role in Role if role not in (Role.SECRETARIAT, Role.CASE_AUTHOR)}
    with pytest.raises(AccessDenied):
        case_for(
            journal_number="00.30.04-Ø00-21-26",
            title="En sag",
            actor=Actor(person_id=uuid4(), name="Anden", units=others),
            at=AT,
        )
    assert not Case.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_who_ask_at_once_get_the_same_case() -> None:
    if connection.vendor == "sqlite" and connection.is_in_memory_db():
        pytest.skip("SQLite i hukommelsen har én forbindelse; prøven kører på PostgreSQL")
    start = threading.Barrier(2)
    found: list[object] = []

    def ask() -> None:
        try:
            start.wait(timeout=10)
            found.append(open_case("00.30.04-Ø00-21-26").pk)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=ask) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert len(found) == 2
    assert len(set(found)) == 1
