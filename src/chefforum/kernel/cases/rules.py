"""Journal numbers: what the number of a case says by itself.

A Danish municipality's journal number is the KLE subject, the KLE facet, a serial number and a year, as in
00.30.04-Ø00-21-26: main group 00, group 30, subject 04; facet Ø00; the 21st such case of 2026. Source of the form:
KL's rules for KLE, where a facet is a letter of the Danish alphabet and two digits.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_DASH = r"[ \t\u00a0]{0,3}[-\u2010-\u2015\u2212][ \t\u00a0]{0,3}"
_NUMBER = re.compile(
    rf"(?<![0-9.])(?P<subject>[0-9]{{2}}\.[0-9]{{2}}\.[0-9]{{2}}){_DASH}(?P<facet>[A-Za-zÆØÅæøå][0-9]{{2}})"
    rf"{_DASH}(?P<serial>[0-9]{{1,7}}){_DASH}(?P<year>[0-9]{{4}}|[0-9]{{2}})(?![0-9])"
)
_PARTS = re.compile(_DASH)
_FIRST_YEAR = 1970  # municipal reform: older journals follow other plans, so 70-99 are of the 20th century


@dataclass(frozen=True)
class JournalNumber:
    """A journal number in its parts; `text` is the number as it was written, `year` has four digits."""

    subject: str
    facet: str
    serial: int
    year: int
    text: str

    @property
    def canonical(self) -> str:
        """The number as the product writes it, whatever dashes, letters and years it was written with.

        The year has two digits where they read back as the same year, else four.
        """
        year = f"{self.year % 100:02d}" if _full_year(f"{self.year % 100:02d}") == self.year else f"{self.year:04d}"
        return f"{self.subject}-{self.facet}-{self.serial}-{year}"

    @property
    def main_group(self) -> str:
        """The KLE main group, "00"."""
        return self.subject[:2]

    @property
    def group(self) -> str:
        """The KLE group, "00.30"."""
        return self.subject[:5]


class BadJournalNumber(ValueError):
    """The text is no journal number; `reason` says in Danish what is wrong with it."""

    def __init__(self, text: str, reason: str) -> None:
        self.text = text
        self.reason = reason
        super().__init__(f"“{text}” er ikke et journalnummer: {reason}")


def parse_journal_number(text: str) -> JournalNumber:
    """The parts of a journal number such as 00.30.04-Ø00-21-26.

    Spaces around the hyphens and dashes in their place are accepted when reading; `text` keeps them. The year has
    two or four digits; two digits from 70 to 99 mean 1970-1999 and from 00 to 69 mean 2000-2069.

    Raises BadJournalNumber with the first thing that is wrong, in Danish.
    """
    found = _NUMBER.fullmatch(text.strip())
    if found is None:
        raise BadJournalNumber(text, _reason(text.strip()))
    return _journal_number(found)


def find_journal_numbers(text: str) -> Iterator[JournalNumber]:
    """Every journal number in a running text, in order."""
    return map(_journal_number, _NUMBER.finditer(text))


def _journal_number(found: re.Match[str]) -> JournalNumber:
    return JournalNumber(
        subject=found["subject"],
        facet=found["facet"].upper(),
        serial=int(found["serial"]),
        year=_full_year(found["year"]),
        text=found[0],
    )


def _full_year(digits: str) -> int:
    if len(digits) == 4:
        return int(digits)
    year = 1900 + int(digits)
    return year if year >= _FIRST_YEAR else year + 100


def _reason(text: str) -> str:
    if not text:
        return "det er tomt."
    parts = _PARTS.split(text)
    if len(parts) != 4:
        return "det skal have fire dele med bindestreg imellem: emne, facet, løbenummer og år."
    forms = (
        (r"[0-9]{2}\.[0-9]{2}\.[0-9]{2}", "emnet skal være tre gange to cifre med punktum imellem, fx 00.30.04."),
        (r"[A-Za-zÆØÅæøå][0-9]{2}", "facetten skal være et bogstav og to cifre, fx A00 eller Ø00."),
        (r"[0-9]{1,7}", "løbenummeret skal være et tal på højst syv cifre."),
    )
    for part, (form, reason) in zip(parts, forms, strict=False):
        if not re.fullmatch(form, part):
            return reason
    return "året skal være to eller fire cifre."
