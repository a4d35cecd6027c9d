"""Somebody with a password, and the trail of what happened."""

from collections.abc import Callable

import pytest

from chefforum.kernel.access.rules import Role
from chefforum.kernel.audit.models import Event
from chefforum.kernel.people.models import Person

PASSWORD = "syv gule bjerge 7"


@pytest.fixture
def asta(person_with: Callable[..., Person]) -> Person:
    person = person_with("Asta Holm", Role.SECRETARIAT)
    person.set_password(PASSWORD)
    person.save()
    return person


@pytest.fixture
def trail(db: None) -> Callable[[], list[tuple[str, str]]]:
    """What has happened so far: action and whom it was about, oldest first."""
    return lambda: list(Event.objects.order_by("number").values_list("action", "object_name"))
