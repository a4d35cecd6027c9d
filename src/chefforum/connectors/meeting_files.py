"""One way in for every file of a meeting: our own formats, and the exports of FirstAgenda, SBSYS and Acadre.

What a file is, its content says, never its name.
"""

from __future__ import annotations

import codecs
import re

from chefforum.connectors.acadre import is_acadre, read_acadre
from chefforum.connectors.exports.xml import name_of, parse_xml
from chefforum.connectors.firstagenda import ITEMS, is_firstagenda, parse_json, read_firstagenda
from chefforum.connectors.minutes import check_size, read_minutes
from chefforum.connectors.minutes.errors import unreadable
from chefforum.connectors.minutes.json_format import FORMAT
from chefforum.connectors.minutes.minutes import Minutes
from chefforum.connectors.sbsys import ROOT, read_sbsys
from chefforum.connectors.sbsys.dagsorden import OLD_ROOT, read_old_sbsys

_HEAD = 4_096  # bytes in which an XML file shows what it is
_XML = re.compile(r"\s*(?:<\?xml\b|<(?:[\w.-]+:)?(?:Publication|Dagsorden)\b|<root\b|<table\s+name\s*=)")
_WEB_PAGE = re.compile(r"<(?:!doctype\s+)?html\b", re.IGNORECASE)
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def read_meeting_file(*, content: bytes, filename: str) -> Minutes:
    """The agenda or minutes in a file of any kind that is read here.

    Raises UnreadableMinutes, in Danish and with what to do, for a file that is not, or that is damaged.
    """
    check_size(len(content), filename=filename)
    head = _head(content)
    if _XML.match(head) and not _WEB_PAGE.search(head):
        return _read_xml(content)
    text = _as_json(content)
    if text is not None:
        if f'"{ITEMS}"' in text:
            return read_firstagenda(parse_json(text))
        if '"Udvalg"' in text and is_firstagenda(value := parse_json(text)):
            return read_firstagenda(value)
    return read_minutes(content=content, filename=filename)


def _head(content: bytes) -> str:
    head = content[:_HEAD]
    if head.startswith(_UTF_16):
        return head[: len(head) // 2 * 2].decode("utf-16", "replace")
    if head.startswith((b"<\x00?\x00", b"\x00<\x00?")):  # UTF-16 without its mark, as XML may be
        return head.decode("utf-16-le" if head.startswith(b"<") else "utf-16-be", "replace")
    return head.removeprefix(codecs.BOM_UTF8).decode("latin-1")


def _read_xml(content: bytes) -> Minutes:
    root = parse_xml(content)
    if name_of(root) == ROOT:
        return read_sbsys(root)
    if name_of(root) == OLD_ROOT:
        return read_old_sbsys(root)
    if is_acadre(root):
        return read_acadre(root)
    raise unreadable(
        what=f"Filen er XML (“{name_of(root)[:40]}”), men ikke fra SBSYS eller Acadre.",
        advice="Vælg publiceringsfilen fra mødesystemet, eller gem mødet som Word eller PDF, og prøv igen.",
    )


def _as_json(content: bytes) -> str | None:
    """The text of a file that looks like JSON and is not our own; None for any other."""
    if content.startswith(_UTF_16):
        text = content.decode("utf-16", "replace")
    else:
        plain = content.removeprefix(codecs.BOM_UTF8)
        if plain.lstrip()[:1] not in (b"{", b"["):
            return None
        try:
            text = plain.decode("utf-8")
        except UnicodeDecodeError:
            text = plain.decode("cp1252", "replace")  # what Windows calls ANSI
    return text if text.lstrip()[:1] in ("{", "[") and f'"{FORMAT}"' not in text else None
