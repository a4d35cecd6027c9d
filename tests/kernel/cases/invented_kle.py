"""Small invented KLE lists in KL's format, and an administrator who loads them."""

import datetime as dt
from uuid import uuid4

from chefforum.kernel.access.rules import Actor, Role
from chefforum.kernel.cases.services import KleReceipt, load_kle

AT = dt.datetime(2026, 2, 2, 8, 0, tzinfo=dt.UTC)
ADMINISTRATOR = Actor(person_id=uuid4(), name="Administrator", units={Role.ADMINISTRATOR: frozenset({uuid4()})})


def load(content: bytes | str, filename: str = "kle.xml", at: dt.datetime = AT) -> KleReceipt:
    content = content.encode() if isinstance(content, str) else content
    return load_kle(content=content, filename=filename, actor=ADMINISTRATOR, at=at)


def subject(number: str, title: str, *, created: str = "2007-01-01", ended: str = "", how: str = "UdgaaetDato") -> str:
    historic = f"<Historisk><{how}>{ended}</{how}></Historisk>" if ended else ""
    return (
        f"<Emne><EmneNr>{number}</EmneNr><EmneTitel>{title}</EmneTitel>"
        f"<EmneAdministrativInfo><OprettetDato>{created}</OprettetDato>{historic}</EmneAdministrativInfo></Emne>\n"
    )


def plan(*subjects: str, published: str = "2026-02-01", root: str = "<KLE-Emneplan>") -> str:
    """An invented subject plan: main group 01, group 01.10 and the subjects given."""
    end = "</" + root[1:-1].split(maxsplit=1)[0] + ">"
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n{root}<UdgivelsesDato>{published}</UdgivelsesDato>\n'
        "<Hovedgruppe><HovedgruppeNr>01</HovedgruppeNr><HovedgruppeTitel>Lindebys have</HovedgruppeTitel>\n"
        "<Gruppe><GruppeNr>01.10</GruppeNr><GruppeTitel>Træer</GruppeTitel>\n"
        f"{''.join(subjects)}</Gruppe></Hovedgruppe>{end}"
    )


FACETS = """<?xml version="1.0" encoding="UTF-8"?>
<KLE-Handlingsfacetter><UdgivelsesDato>2026-02-01</UdgivelsesDato>
<HandlingsfacetKategori><HandlingsfacetKategoriNr>A</HandlingsfacetKategoriNr>
<HandlingsfacetKategoriTitel>Ledelse</HandlingsfacetKategoriTitel>
<Handlingsfacet><HandlingsfacetNr>A00</HandlingsfacetNr><HandlingsfacetTitel>I almindelighed</HandlingsfacetTitel>
<HandlingsfacetAdministrativInfo><OprettetDato>2007-01-01</OprettetDato></HandlingsfacetAdministrativInfo>
</Handlingsfacet>
<Handlingsfacet><HandlingsfacetNr>Ø00</HandlingsfacetNr><HandlingsfacetTitel>Økonomi</HandlingsfacetTitel>
</Handlingsfacet></HandlingsfacetKategori></KLE-Handlingsfacetter>"""


TWO = plan(subject("01.10.00", "Træer i almindelighed"), subject("01.10.04", "Linde"))
