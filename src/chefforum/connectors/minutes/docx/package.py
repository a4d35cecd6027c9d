"""The parts of a DOCX file, opened with care: a zip may lie about its size, and XML may hold traps."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator

from lxml import etree

from chefforum.connectors.minutes.errors import UnreadableMinutes, unreadable

DOCUMENT = "word/document.xml"
_MOST_PARTS = 5_000
_LARGEST = 400 * 1024 * 1024  # bytes of all parts unpacked: pictures take most of it, and stay unread
_LARGEST_PART = 60 * 1024 * 1024  # bytes of a part that is read
_RATIO_FROM = 1024 * 1024  # bytes: a part smaller than this is harmless however well it is packed
_HIGHEST_RATIO = 200  # unpacked to packed; text of real documents reaches about 30
_FAULTS = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError)


class Package:
    """A DOCX file's parts, read one by one and only when asked for."""

    def __init__(self, content: bytes) -> None:
        """Raises UnreadableMinutes for a file that is cut off, no Word document, protected, or a zip bomb."""
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(content))
        except _FAULTS as error:
            raise _damaged() from error
        infos = self._zip.infolist()
        _check_bomb(infos)
        self.names = frozenset(info.filename for info in infos)
        if DOCUMENT not in self.names:
            raise self._not_word()
        if any(info.flag_bits & 1 for info in infos):
            raise unreadable(
                what="Word-filen er beskyttet med adgangskode.", advice="Fjern beskyttelsen i Word, og prøv igen."
            )

    def _not_word(self) -> UnreadableMinutes:
        what = "Filen er en zip-fil uden et Word-dokument i."
        if "content.xml" in self.names:
            what = "Filen er et OpenDocument (.odt) og kan ikke læses her."
        elif any(name.startswith(("xl/", "ppt/")) for name in self.names):
            what = "Filen er et regneark eller en præsentation, ikke et Word-dokument."
        return unreadable(what=what, advice="Gem dokumentet som Word (.docx) eller PDF, og prøv igen.")

    def parts(self, prefix: str) -> Iterator[etree._Element]:
        """The parts in the folder word/ whose name begins with `prefix`, such as word/header1.xml, in order."""
        for name in sorted(self.names):
            if name.startswith(f"word/{prefix}") and name.endswith(".xml"):
                yield self.part(name)

    def part(self, name: str) -> etree._Element:
        """The XML of a part that is there.

        Raises UnreadableMinutes for a part that is damaged, larger than it says, or declares entities.
        """
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
        try:
            root = etree.fromstring(self._bytes(name), parser)
        except etree.XMLSyntaxError as error:
            raise _damaged() from error
        if root.getroottree().docinfo.doctype:
            raise unreadable(
                what="Word-filen rummer en DOCTYPE, som Word aldrig selv skriver; den kan være lavet for at skade.",
                advice="Åbn dokumentet i Word, gem det på ny, og prøv igen.",
            )
        return root

    def _bytes(self, name: str) -> bytes:
        try:
            with self._zip.open(name) as part:
                data = part.read(_LARGEST_PART + 1)
        except _FAULTS as error:
            raise _damaged() from error
        if len(data) > _LARGEST_PART:
            raise _too_large()
        return data


def _check_bomb(infos: list[zipfile.ZipInfo]) -> None:
    """Raises UnreadableMinutes where the directory of the zip promises more than a document holds."""
    is_large = len(infos) > _MOST_PARTS or sum(info.file_size for info in infos) > _LARGEST
    if is_large or any(
        info.file_size > _RATIO_FROM and info.file_size > _HIGHEST_RATIO * max(info.compress_size, 1) for info in infos
    ):
        raise _too_large()


def _too_large() -> UnreadableMinutes:
    return unreadable(
        what="Word-filen fylder så meget, når den pakkes ud, at den ikke kan være et referat (en “zip-bombe”).",
        advice="Åbn dokumentet i Word, gem det på ny uden billeder og vedlagte filer, og prøv igen.",
    )


def _damaged() -> UnreadableMinutes:
    return unreadable(
        what="Word-filen er ikke hel: den er afbrudt undervejs eller beskadiget.",
        advice="Hent eller gem filen igen, og prøv igen.",
    )
