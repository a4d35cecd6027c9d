"""Agendas in the other systems' own formats, made of a few values, for tests."""

from __future__ import annotations

import json
from collections.abc import Sequence
from html import escape
from pathlib import Path
from typing import Any

from chefforum.connectors.meeting_files import read_meeting_file
from chefforum.connectors.minutes.minutes import Minutes

FILES = Path(__file__).parent / "files"
NAMES = ("firstagenda.json", "sbsys.xml", "acadre.xml")


def read(content: bytes | str) -> Minutes:
    return read_meeting_file(content=content.encode() if isinstance(content, str) else content, filename="fil")


def file(name: str) -> bytes:
    return (FILES / name).read_bytes()


def point(title: str = "Budget", *, html: str = "<p>Tekst</p>", number: str = "1", **more: Any) -> dict[str, Any]:
    """An item of FirstAgenda; open where nothing else is said."""
    field = {"Navn": "Sagsfremstilling", "Html": html}
    return {"Navn": title, "Punktnummer": number, "IsOpen": True, "Felter": [field], "Bilag": []} | more


def firstagenda(*items: dict[str, Any], **more: Any) -> str:
    """An answer of FirstAgenda's address; `more` are fields of its meeting."""
    meeting = {"Navn": "Dagsorden", "Dato": "2026-03-04T09:00:00+01:00", "Sted": "Lokale 1"} | more
    return json.dumps({"Udvalg": {"Navn": "Chefforum"}, "Moede": meeting, "Dagsordenpunkter": list(items)})


def sbsys(*agendas: str, kind: str = "1", head: str = "") -> str:
    said = f"<PublicationTypeAsValue>{kind}</PublicationTypeAsValue>"
    return f"<Publication>{head}{said}<Agendas>{''.join(agendas)}</Agendas></Publication>"


def sbsys_agenda(items: str, *, id: str = "1", meeting: str = "7", when: str = "4. marts 2026 09:00") -> str:
    return (
        f'<Agenda ID="{id}"><Committee><Name>Chefforum</Name></Committee><Meeting ID="{meeting}"><When>{when}</When>'
        f"</Meeting><Items>{items}</Items></Agenda>"
    )


def sbsys_item(title: str = "Budget", *, public: str | None = "True", content: str = "Tekst", more: str = "") -> str:
    said = "" if public is None else f"<IsPublic>{public}</IsPublic>"
    fields = f"<Fields><ItemField><Caption>Resumé</Caption><Content>{escape(content)}</Content></ItemField></Fields>"
    return f"<Item><Caption>{escape(title)}</Caption>{said}{fields}{more}</Item>"


def older_sbsys(agenda: str = "True", item: str = "True") -> str:
    """Two items, the first of them open, in the XML that says most in attributes."""
    bilag = "<Bilag BilagID='5' Navn='Notat' MaaPubliceres='False' BilagUrl='5.pdf'/>"
    return (
        f"<Dagsorden DagsordenID='1' Åben='{agenda}' Dagsordentype='Referat'><Møde MødeID='7' Udvalg='Chefforum' "
        "Mødedato='4. marts 2026' Mødetid='09:00' Mødeslutdato='4. marts 2026' Mødesluttid='11:30' "
        "Mødested='Lokale 1'/><Dagsordenpunkter><Dagsordenpunkt Nummer='1' Åbent='True'><Overskrift>A</Overskrift>"
        "<Indhold><Sagsfremstilling>&lt;p&gt;Tekst&lt;/p&gt;</Sagsfremstilling><Beslutning>Godkendt.</Beslutning></Indhold></Dagsordenpunkt>"
        f"<Dagsordenpunkt Nummer='2' Åbent='{item}'><Overskrift>B</Overskrift><Bilagsliste>{bilag}</Bilagsliste>"
        "</Dagsordenpunkt></Dagsordenpunkter></Dagsorden>"
    )


def acadre(*items: str, head: str = "") -> str:
    meeting = _table("meeting", {"sysid": "7", "date": "2026-03-04 09:00"})
    committee = _table("committee", {"name": "Chefforum"})
    return f"<root>{head}<table name='agenda'>{meeting}{committee}{''.join(items)}</table></root>"


def acadre_item(title: str = "Budget", *, access: str | None = "1", content: str = "Tekst", more: str = "") -> str:
    fields = {"name": title} | ({} if access is None else {"access": access})
    bullet = _table("bullet", {"bulletname": "Resumé", "bulletcontent": content})
    return _table("agendaitem", fields, bullet + more)


def _table(name: str, fields: dict[str, str], inside: str = "") -> str:
    rows = "".join(f"<field name='{key}'>{escape(value)}</field>" for key, value in fields.items())
    return f"<table name='{name}'><fields>{rows}</fields>{inside}</table>"


def closed_titles(minutes: Minutes) -> Sequence[str]:
    return [item.title for item in minutes.items if item.is_confidential]
