"""Asks Jobindsats over HTTP: tries, time and size are bounded, and the token is in a header alone."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

import httpx

from . import version3
from .answers import Answer, answer_of, periods_of
from .errors import NotAllowed, NotReached, NotSetUp, StrangeAnswer, UnknownPeriod, UnknownTable

ADDRESS = "https://api.jobindsats.dk/v3"
VERSIONS = ("v2", "v3")
ON_THIS_MACHINE = frozenset({"127.0.0.1", "localhost", "::1"})
TRY_AGAIN = frozenset({429, 500, 502, 503, 504})
LONGEST_WAIT = 60.0
MOST_BYTES = 100 * 1024 * 1024


class Client:
    """One municipality's way in. Nothing is kept open between questions. The address ends with the version to speak.

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
        self._version = self._address.rpartition("/")[2]
        if self._version not in VERSIONS:
            raise NotSetUp("Adressen på Jobindsats skal slutte på /v3 eller /v2, så vi ved, hvordan der skal spørges.")
        self._seconds, self._tries, self._wait = seconds, tries, wait

    def periods(self, table: str) -> tuple[str, ...]:
        """The periods that the table has, in order of the codes. Raises JobindsatsError."""
        if self._version == "v3":
            return self._described(table)[1].periods
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
        parts = dimensions or {}
        if self._version == "v3":
            name, told = self._described(table)
            _require_known(table, periods, told.periods)
            asked = version3.question(told, periods=periods, areas=areas, dimensions=parts)
            return answer_of(self._ask("GET", f"/data/{name}", params=asked), dimensions=len(parts))
        _require_known(table, periods, self.periods(table))
        body: dict[str, Any] = {"area": "*" if areas is None else list(areas), "period": list(periods)}
        body |= {name: list(values) for name, values in parts.items()}
        return answer_of(self._ask("POST", f"/data/{table}/json", body), dimensions=len(parts))

    def _described(self, table: str) -> tuple[str, version3.Described]:
        """What version 3 calls the table, and what it tells of it."""
        name = version3.table_id(self._ask("GET", "/tables", params={"format": "json"}), table)
        return name, version3.described(self._ask("GET", f"/table/{name}", params={"format": "json"}))

    def _ask(
        self, method: str, path: str, body: dict[str, Any] | None = None, params: Mapping[str, str] | None = None
    ) -> bytes:
        """What was answered, tried again where that may help. Raises JobindsatsError."""
        failure, pause = "", 0.0
        for attempt in range(self._tries):
            if attempt:
                self._wait(pause)
            pause = min(2.0**attempt, LONGEST_WAIT)
            try:
                status, headers, content = self._once(method, path, body, params)
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

    def _once(
        self, method: str, path: str, body: dict[str, Any] | None, params: Mapping[str, str] | None
    ) -> tuple[int, httpx.Headers, bytes]:
        key = f"Bearer {self._token}" if self._version == "v3" else self._token
        headers = {"Authorization": key, "Accept": "application/json"}
        until, read = time.monotonic() + 5 * self._seconds, bytearray()
        is_here = urlsplit(self._address).hostname in ON_THIS_MACHINE
        with (
            httpx.Client(timeout=self._seconds, follow_redirects=False, trust_env=not is_here) as client,
            client.stream(method, self._address + path, headers=headers, json=body, params=params) as answer,
        ):
            for piece in answer.iter_bytes():
                read += piece
                if len(read) > MOST_BYTES:
                    raise StrangeAnswer("Svaret er for stort. Spørg om færre år.")
                if time.monotonic() > until:
                    raise httpx.ReadTimeout("too slow")
            return answer.status_code, answer.headers, bytes(read)


def _require_known(table: str, periods: Sequence[str], known: Sequence[str]) -> None:
    unknown = sorted(set(periods) - set(known))
    if unknown or not periods:
        raise UnknownPeriod(f"Tabellen {table} har ingen tal for {', '.join(unknown[:5]) or 'ingen perioder'}.")


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
    table = path.split("/")[2] if path.count("/") > 1 else "(listen)"
    if status in (400, 404, 422):
        return UnknownTable(f"Jobindsats kender ikke tabellen {table}, eller den kan ikke spørges sådan ({status}).")
    return StrangeAnswer(f"Jobindsats svarede {status} på tabellen {table}. Intet er ændret.")
