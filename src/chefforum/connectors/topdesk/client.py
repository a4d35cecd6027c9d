"""Asks TOPdesk over HTTP by a login name and an application password; 206 says that there is more, 200 that is all."""

from __future__ import annotations

import base64
import datetime as dt
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from ..asking import ASK, Asker, NotSetUp, Reply, StrangeAnswer, json_of

SOURCE = "TOPdesk"
ASSETS = "application/x.topdesk-am-assets-v2+json"
FIELDS = "application/x.topdesk-am-fields-v2+json"
FIELDS_AT_ONCE = 50  # an address has a limit
INCIDENT_FIELDS = "id,object,asset,category,timeSpent,callDate"
MOST_PAGES = 1000
GOOD = frozenset({200, 204, 206})
Row = dict[str, Any]


class Client:
    """`address`: that of the API, "https://lindeby.topdesk.net/tas/api". Raises NotSetUp."""

    def __init__(
        self,
        *,
        user: str,
        password: str,
        address: str,
        page_size: int = 1000,
        incident_page_size: int = 5000,
        seconds: float = 60,
        tries: int = 4,
        wait: Callable[[float], object] = time.sleep,
    ) -> None:
        if not user.strip() or not password:
            raise NotSetUp(
                "Der er ingen bruger til TOPdesk. Sæt CHEFFORUM_TOPDESK_USER og CHEFFORUM_TOPDESK_PASSWORD "
                "(en applikationsadgangskode)."
            )
        self._asker = Asker(source=SOURCE, address=address, seconds=seconds, tries=tries, wait=wait)
        key = base64.b64encode(f"{user.strip()}:{password}".encode()).decode("ascii")
        self._authorization = f"Basic {key}"
        self._page_size, self._incident_page_size = page_size, incident_page_size

    def assets(self, *, templates: Sequence[str] = (), fields: Sequence[str] = ()) -> dict[str, Any]:
        """{"columns": […], "dataSet": […]}: those in use, of some templates or all. Raises SourceError."""
        asked = _asked(templates, fields)
        columns: list[Row] = []
        rows: dict[str, Row] = {}
        for page in range(MOST_PAGES):
            asked |= {"pageStart": page * self._page_size, "pageSize": self._page_size}
            status, answer = self._get("/assetmgmt/assets", asked, accept=ASSETS)
            answer = _assets_in(answer)
            columns = columns or answer["columns"]
            if self._take(answer["dataSet"], rows, has_more=status == 206):
                return {"columns": columns, "dataSet": list(rows.values())}
        raise StrangeAnswer(f"TOPdesk har flere sider, end vi læser. Intet er ændret. {ASK}")

    def sample(self, *, templates: Sequence[str] = (), rows: int = 20) -> dict[str, Any]:
        """As `assets`: the first few, with every field that the customer has in use. Raises SourceError."""
        _, answer = self._get("/assetmgmt/fields", {"includeInUse": "true"}, accept=FIELDS)
        if not isinstance(answer, dict) or not _are_rows(answer.get("fields")):
            raise StrangeAnswer(f"TOPdesks svar har ikke “fields”. Intet er ændret. {ASK}")
        names = [str(one["id"]) for one in answer["fields"] if one.get("id") and one.get("inUse", True)]
        columns: dict[str, Row] = {}
        found: dict[str, Row] = {}
        for first in range(0, max(len(names), 1), FIELDS_AT_ONCE):
            asked = _asked(templates, names[first : first + FIELDS_AT_ONCE]) | {"pageStart": 0, "pageSize": rows}
            part = _assets_in(self._get("/assetmgmt/assets", asked, accept=ASSETS)[1])
            columns |= {str(one.get("fieldName")): one for one in part["columns"]}
            these: dict[str, Row] = {}
            self._take(part["dataSet"], these, has_more=False)
            found = {key: found.get(key, {}) | row for key, row in these.items()}
        return {"columns": list(columns.values()), "dataSet": list(found.values())}

    def incidents(self, *, first_day: dt.date, last_day: dt.date) -> list[Row]:
        """Those called in between two days, both included, archived ones too. Raises SourceError."""
        after_last = last_day + dt.timedelta(days=1)
        asked: dict[str, str | int] = {
            "fields": INCIDENT_FIELDS,
            "all": "true",
            "dateFormat": "iso8601",
            "sort": "callDate:asc",
            "query": f"callDate=ge={first_day}T00:00:00Z;callDate=lt={after_last}T00:00:00Z",
        }
        rows: dict[str, Row] = {}
        for page in range(MOST_PAGES):
            asked |= {"pageStart": page * self._incident_page_size, "pageSize": self._incident_page_size}
            status, answer = self._get("/incidents", asked, accept="application/json")
            if status == 204:
                return list(rows.values())
            if not _are_rows(answer):
                raise StrangeAnswer(f"TOPdesk svarede ikke med en liste over sager. Intet er ændret. {ASK}")
            if self._take(answer, rows, has_more=status == 206):
                return list(rows.values())
        raise StrangeAnswer(f"TOPdesk har flere sider, end vi læser. Intet er ændret. {ASK}")

    def _take(self, found: Sequence[Row], rows: dict[str, Row], *, has_more: bool) -> bool:
        """Whether that was the last. Raises StrangeAnswer where a page brings nothing new and says there is more."""
        for line, row in enumerate(found, start=1):
            number = row.get("id") or row.get("unid")
            if not isinstance(number, str):
                raise StrangeAnswer(f"Række {line} fra TOPdesk har intet nummer (“id”). Intet er ændret. {ASK}")
        new = {str(row.get("id") or row.get("unid")): row for row in found}
        if has_more and set(new) <= set(rows):
            raise StrangeAnswer(f"TOPdesk siger, at der er mere, men sender intet nyt. Intet er ændret. {ASK}")
        rows |= new
        return not has_more

    def _get(self, path: str, params: Mapping[str, str | int], *, accept: str) -> tuple[int, Any]:
        headers = {"Authorization": self._authorization, "Accept": accept}

        def read(reply: Reply) -> tuple[int, Any]:
            return reply.status, None if reply.status == 204 else json_of(SOURCE, reply.content)

        found: tuple[int, Any] = self._asker.ask(
            "GET", path, headers=headers, params=dict(params), good=GOOD, read=read
        )
        return found


def _asked(templates: Sequence[str], fields: Sequence[str]) -> dict[str, str | int]:
    asked: dict[str, str | int] = {"archived": "false", "resolveDropdownOptions": "true", "$orderby": "name asc"}
    asked["fields"] = ",".join(dict.fromkeys(("name", "@type", "@@summary", *fields)))
    if templates:
        asked["templateName"] = ",".join(templates)
    return asked


def _assets_in(answer: Any) -> dict[str, Any]:
    """Raises StrangeAnswer."""
    if not isinstance(answer, dict) or not _are_rows(answer.get("columns")) or not _are_rows(answer.get("dataSet")):
        raise StrangeAnswer(f"TOPdesks svar har ikke “columns” og “dataSet”. Intet er ændret. {ASK}")
    return answer


def _are_rows(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(one, dict) for one in value)
