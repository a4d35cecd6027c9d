"""After too many failures nobody comes in for a while, and the trail says so once."""

from __future__ import annotations

import pytest
from axes.models import AccessAttempt
from django.test import Client

from chefforum.kernel.people.models import Person

from .conftest import PASSWORD

LIMIT = 3


@pytest.fixture(autouse=True)
def _guarded(db: None, settings) -> None:
    settings.AXES_ENABLED = True
    settings.AXES_FAILURE_LIMIT = LIMIT


def attempt(client: Client, password: str, email: str = "asta.holm@lindeby.example"):
    return client.post("/log-ind/", {"username": email, "password": password})


def test_the_attempt_too_many_locks_and_says_what_to_do(client: Client, asta: Person, trail) -> None:
    answers = [attempt(client, "forkert") for _ in range(LIMIT)]
    assert [answer.status_code for answer in answers] == [200] * (LIMIT - 1) + [429]
    assert "Vent en time" in answers[-1].content.decode()
    assert [action for action, _ in trail()] == ["access.login_failed"] * LIMIT + ["access.locked"]


def test_while_it_is_locked_the_right_password_does_not_help(client: Client, asta: Person) -> None:
    for _ in range(LIMIT):
        attempt(client, "forkert")
    assert attempt(client, PASSWORD).status_code == 429
    assert "_auth_user_id" not in client.session


def test_going_on_fills_no_trail(client: Client, asta: Person, trail) -> None:
    for _ in range(LIMIT + 4):
        attempt(client, "forkert")
    assert len(trail()) == LIMIT + 1


def test_spelling_the_address_otherwise_gives_no_new_attempts(client: Client, asta: Person) -> None:
    spellings = ("asta.holm@lindeby.example", "ASTA.HOLM@LINDEBY.EXAMPLE", " Asta.Holm@lindeby.example ")
    answers = [attempt(client, "forkert", email=spelt).status_code for spelt in spellings]
    assert answers[-1] == 429


def test_others_come_in_meanwhile(client: Client, asta: Person, person_with) -> None:
    for _ in range(LIMIT):
        attempt(client, "forkert", email="bo.lind@lindeby.example")
    assert attempt(client, PASSWORD).status_code == 302


def test_no_password_is_kept_with_the_attempts(client: Client, asta: Person) -> None:
    attempt(client, "min hemmelige kode")
    kept = repr(AccessAttempt.objects.values())
    assert "asta" in kept
    assert "hemmelig" not in kept
