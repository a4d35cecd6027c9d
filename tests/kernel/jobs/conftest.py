"""Jobs that only tests know."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from chefforum.kernel.jobs import registry
from chefforum.kernel.jobs.registry import job


@pytest.fixture
def job_function() -> Iterator[Callable[[Callable[..., Any]], str]]:
    """Registers a function under a name of its own and gives the name; forgotten after the test."""
    known = dict(registry._kinds)
    names = (f"tests.job_{number}" for number in range(100))

    def register(function: Callable[..., Any]) -> str:
        name = next(names)
        job(name, title="Prøveopgave")(function)
        return name

    yield register
    registry._kinds.clear()
    registry._kinds.update(known)
