"""Asks Graph as an application (client credentials). Its report is one redirect away, followed without the key."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import quote, urlsplit

from ..asking import ASK, ON_THIS_MACHINE, Asker, NotAllowed, NotSetUp, Reply, StrangeAnswer, json_of, safe_address
from .reading import TeamsUse, teams_use_of

SOURCE = "Microsoft 365"
ADDRESS = "https://graph.microsoft.com/v1.0"
LOGIN = "https://login.microsoftonline.com"
SCOPE = "https://graph.microsoft.com/.default"
PERIODS = ("D7", "D30", "D90", "D180")
MOST_PAGES = 100
FOUND = frozenset({302, 307})
# Where Microsoft keeps finished reports.
REPORTS_AT = (".office.com", ".office365.com", ".microsoft.com", ".microsoftonline.com", ".windows.net")


class Client:
    """Raises NotSetUp."""

    def __init__(
        self,
        *,
        tenant: str,
        client_id: str,
        secret: str,
        address: str = ADDRESS,
        login: str = LOGIN,
        seconds: float = 60,
        tries: int = 4,
        wait: Callable[[float], object] = time.sleep,
    ) -> None:
        if not tenant.strip() or not client_id.strip() or not secret:
            raise NotSetUp(
                "Der er ingen adgang til Microsoft 365. Sæt CHEFFORUM_GRAPH_TENANT, CHEFFORUM_GRAPH_CLIENT og "
                "CHEFFORUM_GRAPH_SECRET."
            )
        self._asker = Asker(source=SOURCE, address=address, seconds=seconds, tries=tries, wait=wait)
        self._login = safe_address(SOURCE, login)
        self._tenant, self._client_id, self._secret = tenant.strip(), client_id.strip(), secret
        self._token = ""

    def subscribed_skus(self) -> list[dict[str, Any]]:
        """The licences as Graph wrote them. Raises SourceError."""
        found: list[dict[str, Any]] = []
        path = "/subscribedSkus"
        for _ in range(MOST_PAGES):
            answer = self._get(path, read=_json)
            value = answer.get("value") if isinstance(answer, dict) else None
            if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
                raise StrangeAnswer(f"Svaret fra Microsoft 365 har ikke “value”. Intet er ændret. {ASK}")
            found += value
            path = answer.get("@odata.nextLink") or ""
            if not path:
                return found
            if not isinstance(path, str) or urlsplit(path).netloc != urlsplit(self._asker.address).netloc:
                raise StrangeAnswer(f"Microsoft 365 peger på en anden adresse end sin egen. Intet er ændret. {ASK}")
        raise StrangeAnswer(f"Microsoft 365 har flere sider, end vi læser. Intet er ændret. {ASK}")

    def teams_use(self, *, period: str = "D90") -> TeamsUse:
        """Counted at once: the rows, which are people, are kept nowhere. Raises SourceError."""
        if period not in PERIODS:
            raise ValueError(period)
        path = f"/reports/getTeamsUserActivityUserDetail(period='{period}')"
        reply: Reply = self._get(path, good=FOUND, read=lambda one: one)
        place = reply.headers.get("location", "")
        host = urlsplit(place).hostname or ""
        own = urlsplit(self._asker.address).hostname
        is_theirs = host == own if own in ON_THIS_MACHINE else host.endswith(REPORTS_AT)
        if not is_theirs:
            raise StrangeAnswer("Microsoft 365 sender os til en fremmed adresse efter rapporten. Den henter vi ikke.")
        address = safe_address(SOURCE, place)
        use: TeamsUse = self._asker.ask("GET", address, read=lambda one: teams_use_of(one.content))
        return use

    def _get(self, path: str, *, read: Callable[[Reply], Any], good: frozenset[int] = frozenset({200})) -> Any:
        is_new = not self._token
        try:
            return self._ask(path, read, good)
        except NotAllowed as refusal:
            if refusal.status != 401 or is_new:
                raise
        self._token = ""
        return self._ask(path, read, good)

    def _ask(self, path: str, read: Callable[[Reply], Any], good: frozenset[int]) -> Any:
        self._token = self._token or self._new_token()
        headers = {"Authorization": f"Bearer {self._token}", "Accept": "application/json"}
        return self._asker.ask("GET", path, headers=headers, good=good, read=read)

    def _new_token(self) -> str:
        form = {
            "client_id": self._client_id,
            "client_secret": self._secret,
            "grant_type": "client_credentials",
            "scope": SCOPE,
        }
        address = f"{self._login}/{quote(self._tenant, safe='')}/oauth2/v2.0/token"
        # 400 and 401 are how Microsoft says that the secret is wrong or has run out.
        answer = self._asker.ask("POST", address, form=form, good=frozenset({200, 400, 401}), read=_json)
        token = answer.get("access_token") if isinstance(answer, Mapping) else None
        if not isinstance(token, str) or not token.isascii() or any(letter.isspace() for letter in token) or not token:
            raise NotAllowed(
                "Microsoft 365 tager ikke imod vores app. Bed den, der driver Chefforum, om at se efter, om "
                "CHEFFORUM_GRAPH_CLIENT og CHEFFORUM_GRAPH_SECRET er rigtige og ikke udløbet. Intet er ændret."
            )
        return token


def _json(reply: Reply) -> Any:
    return json_of(SOURCE, reply.content)
