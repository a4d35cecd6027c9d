"""One reading: within it, what several parts ask for alike is asked once, and all of it is of one moment."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

Answer = TypeVar("Answer")
_asked: ContextVar[dict[Hashable, Any] | None] = ContextVar("asked", default=None)


@contextmanager
def one_reading() -> Iterator[None]:
    """For what is reckoned from several tables, or told by several parts: though somebody writes meanwhile, it is of
    one moment. Nothing is written within it. One within another is the same reading."""
    token = _asked.set({} if _asked.get() is None else _asked.get())
    try:
        yield
    finally:
        _asked.reset(token)


def once(key: Hashable, ask: Callable[[], Answer]) -> Answer:
    """The answer, asked for anew where it was not within the same reading. What is answered is not changed by who gets
    it: another gets the same."""
    asked = _asked.get()
    if asked is None:
        return ask()
    if key not in asked:
        asked[key] = ask()
    answer: Answer = asked[key]
    return answer
