"""Which encoding a text file is in, found from its bytes; and its text as UTF-8 whatever it was.

UTF-8 is recognised by its own rules. What breaks them is Windows-1252, or DOS's cp850 where the Danish letters'
bytes are
those of DOS. Where most lines are UTF-8 and some are not, the file is UTF-8 with bad lines, which are told one by one.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ..mapping import Encoding
from .batches import UnreadableSource

BLOCK = 1 << 20
MOST_EXAMINED = 2000  # lines that are not UTF-8, before it is decided
BOM = codecs.BOM_UTF8
DOS_LETTERS = frozenset(b"\x86\x91\x9b\x8f\x92\x9d")  # å æ ø Å Æ Ø in cp850
WINDOWS_LETTERS = frozenset(b"\xe5\xe6\xf8\xc5\xc6\xd8")  # the same in Windows-1252
TWICE = ("Ã¦", "Ã¸", "Ã¥", "Ã†", "Ã˜", "Ã…")


@dataclass(frozen=True)
class EncodingFound:
    """`has_bad_lines`: some lines of a UTF-8 file are not UTF-8. `first_bad_line` from 1, of what is not UTF-8."""

    encoding: Encoding
    has_bom: bool = False
    has_bad_lines: bool = False
    first_bad_line: int | None = None
    has_letters: bool = False  # anything but ASCII


def find_encoding(path: Path) -> EncodingFound:
    """Reads the file to its end. Raises UnreadableSource where it is no text."""
    with path.open("rb") as file:
        start = file.read(4)
        if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return EncodingFound(Encoding.UTF_16, has_bom=True)
        file.seek(0)
        return _Examiner().examine(file, has_bom=start.startswith(BOM))


class _Examiner:
    def __init__(self) -> None:
        self.good = self.bad = self.line = 0
        self.first_bad: int | None = None
        self.bytes_seen: dict[int, int] = {}

    def examine(self, file: object, *, has_bom: bool) -> EncodingFound:
        rest = b""
        while block := file.read(BLOCK):  # type: ignore[attr-defined]
            if b"\x00" in block:
                raise UnreadableSource("Filen er ikke tekst. Gem den som CSV eller XLSX, og prøv igen.")
            data = rest + block
            cut = data.rfind(b"\n") + 1 or len(data)
            self._look_at(data[:cut])
            rest = data[cut:]
        self._look_at(rest)
        has_letters = bool(self.good or self.bad)
        if not self.bad or self.good > self.bad:
            return EncodingFound(Encoding.UTF_8, has_bom, bool(self.bad), self.first_bad, has_letters)
        return EncodingFound(self._old(), first_bad_line=self.first_bad, has_letters=has_letters)

    def _look_at(self, data: bytes) -> None:
        if data.isascii():
            self.line += data.count(b"\n")
            return
        try:
            text = data.decode("utf-8")
        except UnicodeDecodeError:
            self._look_at_lines(data)
        else:
            self.good += len(data) - len(text)
            self.line += data.count(b"\n")

    def _look_at_lines(self, data: bytes) -> None:
        if self.bad > MOST_EXAMINED:
            self.line += data.count(b"\n")
            return
        for line in data.split(b"\n"):
            self.line += 1
            if line.isascii():
                continue
            try:
                line.decode("utf-8")
                self.good += 1
            except UnicodeDecodeError:
                self.bad += 1
                self.first_bad = self.first_bad or self.line
                for byte in line:
                    if byte > 127:
                        self.bytes_seen[byte] = self.bytes_seen.get(byte, 0) + 1
        self.line -= 1

    def _old(self) -> Encoding:
        dos = sum(self.bytes_seen.get(byte, 0) for byte in DOS_LETTERS)
        windows = sum(self.bytes_seen.get(byte, 0) for byte in WINDOWS_LETTERS)
        return Encoding.DOS if dos > windows else Encoding.WINDOWS


def settle_encoding(found: EncodingFound, wanted: Encoding) -> tuple[Encoding, list[str]]:
    """The encoding to read by and what to tell the person. Raises UnreadableSource where the file is not in the one
    that the mapping says."""
    told: list[str] = []
    if wanted not in (Encoding.FOUND, found.encoding) and found.has_letters | (found.encoding == Encoding.UTF_16):
        if wanted == Encoding.UTF_8:
            raise UnreadableSource(
                "Koblingen siger, at filen er UTF-8, men det er den ikke. Gem den som UTF-8, eller vælg “Find selv”.",
                found.first_bad_line,
            )
        if found.encoding in (Encoding.UTF_8, Encoding.UTF_16):
            raise UnreadableSource(
                f"Koblingen siger, at filen er {wanted.value}, men den er {found.encoding.value}, så æ, ø og å ville "
                "blive læst forkert. Vælg “Find selv” i koblingen."
            )
        return wanted, told
    if found.has_bad_lines:
        told.append("Tegnsættet er blandet: de fleste linjer er UTF-8, men nogle er ikke. De sidste er afvist.")
    return found.encoding, told


def utf8_blocks(path: Path, encoding: Encoding, size: int) -> Iterator[tuple[bytes, int]]:
    """The file's text as UTF-8 in blocks, with how many bytes of the file have been read; without a byte order mark.

    What is no letter in the encoding becomes U+FFFD; UTF-8 is given as it stands, good or bad.
    """
    decode = None if encoding == Encoding.UTF_8 else codecs.getincrementaldecoder(encoding.value)(errors="replace")
    with path.open("rb") as file:
        if file.read(len(BOM)) != BOM:
            file.seek(0)
        while block := file.read(size):
            yield (decode.decode(block).encode() if decode else block), file.tell()
        if decode and (last := decode.decode(b"", final=True)):
            yield last.encode(), file.tell()


def is_encoded_twice(text: str) -> bool:
    """Whether Danish letters stand as pairs that UTF-8 read as Windows-1252 gives (Ã¸ for ø)."""
    return any(pair in text for pair in TWICE)
