"""Asks Jobindsats over HTTP: tries, time and size are bounded, and the token is in a header alone."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

import httpx

from .answers import Answer, answer_of, periods_of
from .errors import NotAllowed, NotReached, NotSetUp, StrangeAnswer, UnknownPeriod, UnknownTable

ADDRESS = "https://api.jobindsats.dk/v2"
ON_THIS_MACHINE = frozenset({"127.0.0.1", "localhost", "::1"})
TRY_AGAIN = frozenset({429, 500, 502, 503, 504})
LONGEST_WAIT = 60.0
MOST_BYTES = 100 * 1024 * 1024


class Client:
    """One municipality's way in. Nothing is kept open between questions.

    `seconds`: for each step of an answer, and five times that for the whole of it. `wait` is told how many seconds to
    wait before the next try. Raises NotSetUp.
    """

    def __init__(
        self,
        *,
        token: str,
        address: str = ADDRESS,
        seconds: float = 60,
        tries: int = 4,
        wait: Callable[[float], object] = time.sleep,
    ) -> None:
        parts = urlsplit(address)
        if not token.strip():
            raise NotSetUp("Der er ingen nøgle til Jobindsats. Sæt CHEFFORUM_JOBINDSATS_TOKEN, eller indlæs en fil.")
        if not token.strip().isascii() or any(letter.isspace() for letter in token.strip()):
            raise NotSetUp("Nøglen til Jobindsats er skrevet forkert: den har mellemrum eller andre tegn i sig.")
        if parts.scheme != "https" and parts.hostname not in ON_THIS_MACHINE:
            raise NotSetUp("Adressen på Jobindsats skal begynde med https://, ellers kan andre læse nøglen.")
        self._token, self._address = token.strip(), address.rstrip("/")
        self._seconds, self._tries, self._wait = seconds, tries, wait

    def periods(self, table: str) -> tuple[str, ...]:
        """The periods that the table has, in order of the codes. Raises JobindsatsError."""
        return periods_of(self._ask("GET", f"/tables/{table}/json/"))

    def figures(
        self,
        table: str,
        *,
        periods: Sequence[str],
        areas: Sequence[str] | None = None,
        dimensions: Mapping[str, Sequence[str]] | None = None,
    ) -> Answer:
        """The table's rows in these periods; `areas` None: all that there are. Raises JobindsatsError.

        A period that the table does not have is asked of nobody: UnknownPeriod.
        """
        unknown = sorted(set(periods) - set(self.periods(table)))
        if unknown or not periods:
            raise UnknownPeriod(f"Tabellen {table} har ingen tal for {', '.join(unknown[:5]) or 'ingen perioder'}.")
        asked: dict[str, Any] = {"area": "*" if areas is None else list(areas), "period": list(periods)}
        asked |= {name: list(values) for name, values in (dimensions or {}).items()}
        return answer_of(self._ask("POST", f"/data/{table}/json", asked), dimensions=len(dimensions or {}))

    def _ask(self, method: str, path: str, body: dict[str, Any] | None = None) -> bytes:
        """What was answered, tried again where that may help. Raises JobindsatsError."""
        failure, pause = "", 0.0
        for attempt in range(self._tries):
            if attempt:
                self._wait(pause)
            pause = min(2.0**attempt, LONGEST_WAIT)
            try:
                status, headers, content = self._once(method, path, body)
            except httpx.TimeoutException:
                failure = "svarede ikke i tide"
                continue
            except (httpx.TransportError, httpx.DecodingError):
                failure = "kunne ikke nås, eller forbindelsen brød af midt i svaret"
                continue
            if status == 200:
                return content
            if status not in TRY_AGAIN:
                raise _refusal(status, path)
            failure = "har travlt" if status == 429 else f"har en fejl hos sig selv ({status})"
            pause = _asked_to_wait(headers, pause)
        raise NotReached(f"Jobindsats {failure} ({self._tries} forsøg). Intet er ændret. Prøv igen senere.")

    def _once(self, method: str, path: str, body: dict[str, Any] | None) -> tuple[int, httpx.Headers, bytes]:
        headers = {"Authorization": self._token, "Accept": "application/json"}
        until, read = time.monotonic() + 5 * self._seconds, bytearray()
        is_here = urlsplit(self._address).hostname in ON_THIS_MACHINE
        with (
            httpx.Client(timeout=self._seconds, follow_redirects=False, trust_env=not is_here) as client,
            client.stream(method, self._address + path, headers=headers, json=body) as answer,
        ):
            for piece in answer.iter_bytes():
                read += piece
                if len(read) > MOST_BYTES:
                    raise StrangeAnswer("Svaret er for stort. Spørg om færre år.")
                if time.monotonic() > until:
                    raise httpx.ReadTimeout("too slow")
            return answer.status_code, answer.headers, bytes(read)


def _asked_to_wait(headers: httpx.Headers, pause: float) -> float:
    """What the server asks for, never longer than a minute."""
    said = headers.get("Retry-After", "")
    return min(float(said), LONGEST_WAIT) if said.isdecimal() else pause


def _refusal(status: int, path: str) -> Exception:
    if status in (401, 403):
        return NotAllowed(
            "Jobindsats tager ikke imod nøglen. Bed den, der driver Chefforum, om at se efter, om "
            "CHEFFORUM_JOBINDSATS_TOKEN er rigtig og ikke udløbet."
        )
    table = path.split("/")[2]
    if status in (400, 404, 422):
        return UnknownTable(f"Jobindsats kender ikke tabellen {table}, eller den kan ikke spørges sådan ({status}).")
    return StrangeAnswer(f"Jobindsats svarede {status} på tabellen {table}. Intet er ændret.")
