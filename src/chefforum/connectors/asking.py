"""Asks another system over HTTP so that nothing hangs, fills the memory or carries a key astray.

Tries, time and size are bounded, no redirect is followed, and what went wrong is said in words for who asked. No words
hold a key.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlsplit

import httpx

ON_THIS_MACHINE = frozenset({"127.0.0.1", "localhost", "::1"})
TRY_AGAIN = frozenset({408, 425, 429, 500, 502, 503, 504})
LONGEST_WAIT = 60.0
MOST_BYTES = 200 * 1024 * 1024
ASK = "Meld det til den, der driver Chefforum: kilden kan være ændret."


class SourceError(Exception):
    """Nothing came that can be used."""


class NotSetUp(SourceError):
    """Something is not set, or the address is one that a key must not be sent to."""


class NotAllowed(SourceError):
    """The key is not taken, or it may not see this. `status` is 401 or 403."""

    def __init__(self, words: str, status: int = 401) -> None:
        super().__init__(words)
        self.status = status


class NotReached(SourceError):
    """Nobody answered in time, or the connection broke, as often as it was tried."""


class StrangeAnswer(SourceError):
    """What came is not what the source's description says."""


@dataclass(frozen=True)
class Reply:
    """What was answered, whole."""

    status: int
    headers: Mapping[str, str]
    content: bytes


class Asker:
    """The way to one source. `source`: its name in what is told. Nothing is kept open between questions.

    `seconds`: for each step of an answer, and five times that for the whole of it. `wait` is told how many seconds to
    wait before the next try. Raises NotSetUp.
    """

    def __init__(
        self,
        *,
        source: str,
        address: str,
        seconds: float = 60,
        tries: int = 4,
        wait: Callable[[float], object] = time.sleep,
    ) -> None:
        self.source, self.address = source, safe_address(source, address)
        self._seconds, self._tries, self._wait = seconds, tries, wait

    def ask(
        self,
        method: str,
        path: str,
        *,
        headers: Mapping[str, str] | None = None,
        params: Mapping[str, str | int] | None = None,
        form: Mapping[str, str] | None = None,
        body: Any = None,
        good: frozenset[int] = frozenset({200}),
        read: Callable[[Reply], Any] = lambda reply: reply,
    ) -> Any:
        """What `read` makes of a good answer; tried again where that may help, a StrangeAnswer of `read` too, since a
        proxy may have cut it. `path` may be a whole address. Raises SourceError."""
        url = path if "://" in path else self.address + path
        failure: SourceError = NotReached(f"{self.source} svarede ikke.")
        pause = 0.0
        for attempt in range(self._tries):
            if attempt:
                self._wait(pause)
            pause = min(2.0**attempt, LONGEST_WAIT)
            try:
                reply = self._once(method, url, headers=headers, params=params, data=form, json=body)
                if reply.status in good:
                    return read(reply)
            except httpx.TimeoutException:
                failure = NotReached(self._words("svarede ikke i tide"))
            except (httpx.TransportError, httpx.DecodingError):
                failure = NotReached(self._words("kunne ikke nås, eller forbindelsen brød af midt i svaret"))
            except StrangeAnswer as odd:
                failure = odd
            else:
                if reply.status not in TRY_AGAIN:
                    raise self._refusal(reply)
                why = "har travlt" if reply.status == 429 else f"har en fejl hos sig selv ({reply.status})"
                failure = NotReached(self._words(why))
                pause = _asked_to_wait(reply.headers, pause)
        raise failure

    def _words(self, what: str) -> str:
        return f"{self.source} {what} ({self._tries} forsøg). Intet er ændret. Prøv igen senere."

    def _once(self, method: str, url: str, **asked: Any) -> Reply:
        until, read = time.monotonic() + 5 * self._seconds, bytearray()
        is_here = urlsplit(url).hostname in ON_THIS_MACHINE
        with (
            httpx.Client(timeout=self._seconds, follow_redirects=False, trust_env=not is_here) as client,
            client.stream(method, url, **{name: value for name, value in asked.items() if value is not None}) as answer,
        ):
            for piece in answer.iter_bytes():
                read += piece
                if len(read) > MOST_BYTES:
                    raise NotReached(f"Svaret fra {self.source} er for stort. Intet er ændret.")
                if time.monotonic() > until:
                    raise httpx.ReadTimeout("too slow")
            return Reply(answer.status_code, dict(answer.headers), bytes(read))

    def _refusal(self, reply: Reply) -> SourceError:
        if reply.status == 401:
            return NotAllowed(
                f"{self.source} tager ikke imod navn og nøgle. Bed den, der driver Chefforum, om at se efter, om de er "
                "rigtige og ikke udløbet. Intet er ændret.",
                401,
            )
        if reply.status == 403:
            return NotAllowed(
                f"{self.source} lader ikke vores bruger se det. Bed den, der styrer {self.source}, om at give den "
                "adgang til at læse. Intet er ændret.",
                403,
            )
        if 300 <= reply.status < 400:
            return StrangeAnswer(
                f"{self.source} sender os videre til en anden adresse. Det følger vi ikke, for nøglen ville komme med. "
                "Ret adressen i indstillingerne. Intet er ændret."
            )
        return StrangeAnswer(f"{self.source} svarede {reply.status}, som vi ikke venter. Intet er ændret. {ASK}")


def safe_address(source: str, address: str) -> str:
    """The address without its last stroke. Raises NotSetUp where it is none, or would show the key to others."""
    parts = urlsplit(address.strip())
    if not parts.hostname:
        raise NotSetUp(f"Adressen på {source} er ikke sat.")
    if parts.scheme != "https" and parts.hostname not in ON_THIS_MACHINE:
        raise NotSetUp(f"Adressen på {source} skal begynde med https://, ellers kan andre læse nøglen.")
    if parts.username or parts.password:
        raise NotSetUp(f"Adressen på {source} har navn eller nøgle i sig. De skal stå for sig selv.")
    return address.strip().rstrip("/")


def json_of(source: str, content: bytes) -> Any:
    """What the text says; numbers with decimals keep their digits. Raises StrangeAnswer."""
    try:
        return json.loads(content.decode("utf-8-sig"), parse_float=Decimal, parse_constant=_no_number)
    except (UnicodeDecodeError, ValueError, RecursionError):
        start = content.lstrip()[:20].lower()
        what = "en webside" if start.startswith((b"<!doctype", b"<html")) else "ikke hel JSON"
        raise StrangeAnswer(f"Det, der kom fra {source}, er {what}. Intet er ændret. Prøv igen om lidt.") from None


def _no_number(name: str) -> None:
    raise ValueError(name)


def _asked_to_wait(headers: Mapping[str, str], pause: float) -> float:
    """What the server asks for in seconds or as a time, by its own clock; never longer than a minute."""
    said = headers.get("retry-after", "").strip()
    if said.isdecimal():
        return min(float(said), LONGEST_WAIT)
    try:
        seconds = (parsedate_to_datetime(said) - parsedate_to_datetime(headers["date"])).total_seconds()
    except (KeyError, TypeError, ValueError):
        return pause
    return min(max(seconds, 0.0), LONGEST_WAIT)
