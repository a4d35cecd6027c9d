"""Asks KITOS over HTTP: a token by name and password, collections page by page until a page is short."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from ..asking import ASK, Asker, NotAllowed, NotSetUp, Reply, StrangeAnswer, json_of

SOURCE = "KITOS"
ADDRESS = "https://kitos.dk"
PAGE_SIZE = 250
MOST_PAGES = 400
# Our name of a collection → its path, what names the organisation in the question, its name in the feed of deletions.
COLLECTIONS: dict[str, tuple[str, str, str]] = {
    "it-system-usages": ("/api/v2/it-system-usages", "organizationUuid", "ItSystemUsage"),
    "it-systems": ("/api/v2/it-systems", "usedInOrganizationUuid", "ItSystem"),
    "it-contracts": ("/api/v2/it-contracts", "organizationUuid", "ItContract"),
    "data-processing-registrations": (
        "/api/v2/data-processing-registrations",
        "organizationUuid",
        "DataProcessingRegistration",
    ),
}
Row = dict[str, Any]


class Client:
    """One municipality's way in, by the name and password of a user of the API. Raises NotSetUp."""

    def __init__(
        self,
        *,
        user: str,
        password: str,
        address: str = ADDRESS,
        page_size: int = PAGE_SIZE,
        seconds: float = 60,
        tries: int = 4,
        wait: Callable[[float], object] = time.sleep,
    ) -> None:
        if not user.strip() or not password:
            raise NotSetUp(
                "Der er ingen bruger til KITOS. Sæt CHEFFORUM_KITOS_USER og CHEFFORUM_KITOS_PASSWORD, eller indlæs "
                "en fil."
            )
        self._asker = Asker(source=SOURCE, address=address, seconds=seconds, tries=tries, wait=wait)
        self._user, self._password, self._page_size = user.strip(), password, page_size
        self._token = ""

    def organisations(self) -> list[Row]:
        """Those that the user is a member of. Raises SourceError."""
        return self._pages("/api/v2/organizations", {"onlyWhereUserHasMembership": "true"})

    def rows(self, collection: str, *, organisation: str, changed_since: dt.datetime | None = None) -> list[Row]:
        """Every row of a collection, or those changed at or after a moment. Raises SourceError."""
        path, name, _ = COLLECTIONS[collection]
        asked = {name: organisation}
        if collection == "it-systems":
            asked["includeDeactivated"] = "true"
        if changed_since is not None:
            asked["changedSinceGtEq"] = _utc(changed_since)
        return self._pages(path, asked)

    def units(self, *, organisation: str) -> list[Row]:
        """Raises SourceError."""
        return self._pages(f"/api/v2/organizations/{organisation}/organization-units", {})

    def deleted(self, collection: str, *, since: dt.datetime) -> frozenset[str]:
        """The numbers of the rows that were deleted at or after a moment. Raises SourceError."""
        asked = {"entityType": COLLECTIONS[collection][2], "deletedSinceUTC": _utc(since)}
        rows = self._pages("/api/v2/delta-feed/deleted-entities", asked, key="entityUuid")
        return frozenset(str(row["entityUuid"]) for row in rows)

    def kle(self) -> dict[str, str]:
        """KITOS' own number of each task → its number in KLE. Raises SourceError."""
        answer = self._get("/api/v2/kle-options", {})
        payload = answer.get("payload") if isinstance(answer, dict) else None
        if not isinstance(payload, list) or not all(isinstance(one, dict) for one in payload):
            raise StrangeAnswer(f"KITOS' liste over KLE-numre ser ikke ud, som den plejer. Intet er ændret. {ASK}")
        return {str(one.get("uuid", "")): str(one.get("kleNumber", "")) for one in payload}

    def _pages(self, path: str, asked: Mapping[str, str], *, key: str = "uuid") -> list[Row]:
        """By number, each once: a row that moved to the next page while one read comes twice."""
        found: dict[str, Row] = {}
        for page in range(MOST_PAGES):
            params: dict[str, str | int] = {**asked, "Page": page, "PageSize": self._page_size}
            if key == "uuid":
                params["orderByProperty"] = "CreationOrder"
            rows = _rows(self._get(path, params), path, key)
            if len(rows) > self._page_size:
                raise StrangeAnswer(f"KITOS sendte en side, der er længere, end vi bad om ({path}). {ASK}")
            new = {str(row[key]): row for row in rows}
            if page and rows and set(new) <= set(found):
                raise StrangeAnswer(f"KITOS sender den samme side igen og igen ({path}). Intet er ændret. {ASK}")
            found |= new
            if len(rows) < self._page_size:
                return list(found.values())
        raise StrangeAnswer(f"KITOS har flere sider, end vi læser ({path}). Intet er ændret. {ASK}")

    def _get(self, path: str, params: Mapping[str, str | int]) -> Any:
        """One answer as JSON; a token that has run out is renewed once. Raises SourceError."""
        is_new = not self._token
        try:
            return self._ask(path, params)
        except NotAllowed as refusal:
            if refusal.status != 401 or is_new:
                raise
        self._token = ""
        return self._ask(path, params)

    def _ask(self, path: str, params: Mapping[str, str | int]) -> Any:
        self._token = self._token or self._new_token()
        headers = {"Authorization": f"bearer {self._token}", "Accept": "application/json"}
        return self._asker.ask("GET", path, headers=headers, params=params, read=_json)

    def _new_token(self) -> str:
        body = {"email": self._user, "password": self._password}
        answer = self._asker.ask("POST", "/api/authorize/GetToken", body=body, read=_json)
        said = answer.get("response") if isinstance(answer, dict) else None
        if not isinstance(said, dict):
            raise StrangeAnswer(f"KITOS' svar på vores bruger ser ikke ud, som det plejer. Intet er ændret. {ASK}")
        token = said.get("token")
        if said.get("loginSuccessful") is False or not isinstance(token, str) or not token.strip():
            raise NotAllowed(
                "KITOS tager ikke imod brugeren. Bed den, der driver Chefforum, om at se efter CHEFFORUM_KITOS_USER og "
                "CHEFFORUM_KITOS_PASSWORD. Brugeren skal være en API-bruger. Intet er ændret."
            )
        if not token.isascii() or any(letter.isspace() for letter in token):
            raise StrangeAnswer(f"KITOS' nøgle kan ikke bruges. Intet er ændret. {ASK}")
        return token


def with_changes(rows: Sequence[Row], *, changed: Iterable[Row], deleted: Iterable[str]) -> list[Row]:
    """An earlier whole reading with what has changed and what is gone since."""
    kept = {str(row["uuid"]): row for row in rows} | {str(row["uuid"]): row for row in changed}
    for uuid in deleted:
        kept.pop(uuid, None)
    return list(kept.values())


def _json(reply: Reply) -> Any:
    return json_of(SOURCE, reply.content)


def _rows(answer: Any, path: str, key: str) -> list[Row]:
    if not isinstance(answer, list):
        raise StrangeAnswer(f"KITOS svarede ikke med en liste ({path}). Intet er ændret. {ASK}")
    for line, row in enumerate(answer, start=1):
        if not isinstance(row, dict) or not isinstance(row.get(key), str) or not row[key]:
            raise StrangeAnswer(f"Række {line} fra KITOS har ikke feltet “{key}” ({path}). Intet er ændret. {ASK}")
    return answer


def _utc(moment: dt.datetime) -> str:
    return moment.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
