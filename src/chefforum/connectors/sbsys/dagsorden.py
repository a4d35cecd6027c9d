"""SBSYS's older XML, which says most in attributes (root element Dagsorden). Untested on a real export."""

from __future__ import annotations

from lxml import etree

from chefforum.connectors.exports.agenda import ExportedAgenda, ExportedField, ExportedFile, ExportedItem
from chefforum.connectors.exports.moments import moment
from chefforum.connectors.exports.to_minutes import to_minutes
from chefforum.connectors.exports.xml import child, children, inner_html, name_of, text_at
from chefforum.connectors.minutes.minutes import Minutes, MinutesKind

SYSTEM = "SBSYS"
OLD_ROOT = "Dagsorden"
_UNSAID = "Systemet siger ikke, om punktet er åbent, så det er læst som lukket."
_OF_AN_ITEM = frozenset({"overskrift", "indhold", "bilagsliste"})


def read_old_sbsys(root: etree._Element) -> Minutes:
    """The minutes in the file. Raises UnreadableMinutes where there is no item."""
    meeting = child(root, "Møde")
    kind = _said(root, "Dagsordentype").casefold()
    date, start = moment(f"{_said(meeting, 'Mødedato')} {_said(meeting, 'Mødetid')}")
    _, end = moment(f"{_said(meeting, 'Mødeslutdato')} {_said(meeting, 'Mødesluttid')}")
    is_closed = not _is_open(_said(root, "Åben")) if _said(root, "Åben") else False
    agenda = ExportedAgenda(
        system=SYSTEM,
        forum=_said(meeting, "Udvalg"),
        kind=MinutesKind.MINUTES if "referat" in kind else MinutesKind.AGENDA,
        date=date,
        start_time=start,
        end_time=end,
        place=_said(meeting, "Mødested"),
        meeting_id=_said(meeting, "MødeID"),
        is_draft="kladde" in kind,
        is_supplement="tillæg" in kind,
        items=tuple(
            _item(one, is_closed_agenda=is_closed)
            for one in children(child(root, "Dagsordenpunkter"), "Dagsordenpunkt")
        ),
        rest=tuple(
            (name_of(one), inner_html(one))
            for one in root
            if name_of(one) not in ("", "Møde", "Dagsordenpunkter") and "".join(one.itertext()).strip()
        ),
    )
    return to_minutes([agenda])


def _item(item: etree._Element, *, is_closed_agenda: bool) -> ExportedItem:
    said = _said(item, "Åbent")
    fields = [
        ExportedField(name_of(one).replace("_", " "), inner_html(one))
        for content in children(item, "Indhold")
        for one in content
        if name_of(one) and "".join(one.itertext()).strip()
    ]
    fields += [
        ExportedField(name_of(one), inner_html(one))
        for one in item
        if name_of(one).lower() not in {"", *_OF_AN_ITEM} and "".join(one.itertext()).strip()
    ]
    return ExportedItem(
        number=_said(item, "Nummer"),
        title=text_at(item, "Overskrift"),
        is_closed=is_closed_agenda or not _is_open(said),
        case_number=_said(item, "Sagsnummer"),
        fields=tuple(fields),
        files=tuple(
            ExportedFile(
                title=_said(one, "Navn") or _said(one, "BilagUrl"),
                id=_said(one, "BilagUrl") or _said(one, "BilagID"),
                is_closed=bool(_said(one, "MaaPubliceres")) and not _is_open(_said(one, "MaaPubliceres")),
            )
            for one in children(child(item, "Bilagsliste"), "Bilag")
        ),
        remarks=() if said else (_UNSAID,),
    )


def _said(element: etree._Element | None, name: str) -> str:
    return "" if element is None else (element.get(name) or "").strip()


def _is_open(text: str) -> bool:
    return text.casefold() in ("true", "1", "ja")
