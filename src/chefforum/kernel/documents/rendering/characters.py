"""Characters that a format or a font cannot show are never dropped: they stand as "[U+1F600]" where they were."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import cache
from itertools import groupby

from chefforum.kernel.documents.rendering.fonts import shown_characters

_NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_SUBSTITUTE = re.compile(r"\[U\+[0-9A-F]{4,6}(?: U\+[0-9A-F]{4,6})*\]")
_SOFT_HYPHEN = "\u00ad"
_BREAK = "\u200b"  # a space without width


def for_xml(text: str) -> str:
    """The text with every character that XML 1.0 forbids replaced by its number; line ends are `\\n`."""
    return _substituted(_lines(text), lambda character: not _NOT_IN_XML.match(character))


def for_print(text: str) -> str:
    """The text as the documents' font can show it.

    Composed where possible; what the font lacks is taken apart or replaced by its plain counterpart (a narrow space
    by a space, "ﬃ" by "ffi"), else it stands as its number. Marks without any appearance are left out.
    """
    composed = unicodedata.normalize("NFC", _lines(text).replace("\t", " "))
    if _stays().issuperset(composed):  # as nearly every text does
        return composed
    plain = "".join(_plain(character) for character in composed if not _is_invisible(character))
    return _substituted(plain, _is_shown)


def substituted(before: str, after: str) -> tuple[str, ...]:
    """The substitutes that `for_print` put into a text, each once, in order; none that the author wrote."""
    written = set(_SUBSTITUTE.findall(before))
    return tuple(dict.fromkeys(found for found in _SUBSTITUTE.findall(after) if found not in written))


def breakable(text: str, *, longest: int) -> str:
    """The text with places to break a line inside words of more than `longest` letters, invisible unless used.

    A word of letters gets a hyphen where it is broken, an address or a number does not.
    """
    return re.sub(rf"\S{{{longest + 1},}}", lambda word: _with_breaks(word.group(), max(longest // 3, 4)), text)


def _with_breaks(word: str, every: int) -> str:
    sign = _SOFT_HYPHEN if word.isalpha() else _BREAK
    return sign.join(word[place : place + every] for place in range(0, len(word), every))


def _lines(text: str) -> str:
    return "\n".join(text.splitlines())


def _is_shown(character: str) -> bool:
    return character in f"\n{_SOFT_HYPHEN}" or character in _printable()


@cache
def _printable() -> frozenset[str]:
    """What the font has without control, format and private characters: archive PDF forbids those."""
    characters = (chr(point) for point in shown_characters())
    return frozenset(character for character in characters if unicodedata.category(character)[0] != "C")


@cache
def _stays() -> frozenset[str]:
    """What is printed as it stands."""
    return frozenset(character for character in {*_printable(), "\n", _SOFT_HYPHEN} if not _is_invisible(character))


def _is_invisible(character: str) -> bool:
    """Format characters and variation selectors; the soft hyphen is a wish about line breaks and is kept."""
    is_selector = "\ufe00" <= character <= "\ufe0f" or "\U000e0100" <= character <= "\U000e01ef"
    return is_selector or (unicodedata.category(character) == "Cf" and character != _SOFT_HYPHEN)


def _plain(character: str) -> str:
    if _is_shown(character):
        return character
    for form in ("NFKC", "NFKD"):
        plain = unicodedata.normalize(form, character)
        stays_visible = character.isspace() or not plain[0].isspace()
        if stays_visible and all(_is_shown(part) for part in plain):
            return plain
    return character


def _substituted(text: str, is_shown: Callable[[str], bool]) -> str:
    runs = ((shown, list(run)) for shown, run in groupby(text, key=is_shown))
    return "".join("".join(run) if shown else _numbers(run) for shown, run in runs)


def _numbers(characters: list[str]) -> str:
    return f"[{' '.join(f'U+{ord(character):04X}' for character in characters)}]"
