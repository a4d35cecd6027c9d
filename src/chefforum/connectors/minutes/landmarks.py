"""The lines that a reader steers by: item headings, labels of the head, contents, journal numbers, time marks."""

from __future__ import annotations

import re
from dataclasses import dataclass

from chefforum.connectors.minutes.danish import DATE, DAY_OF_MONTH, MONTH
from chefforum.connectors.minutes.sections import empty_section, is_strong_line
from chefforum.kernel.cases.rules import BadJournalNumber, parse_journal_number

_PUNKT = re.compile(
    r"(?:dagsorden(?:s)?punkt|punkt|pkt\.?)[ \t\u00a0]{0,3}(?:nr\.?[ \t\u00a0]{0,3})?(?P<number>[0-9]{1,4})"
    r"(?:[ \t\u00a0]{0,3}[.:\-–—](?P<title>.*)|)",
    re.IGNORECASE | re.DOTALL,
)
_NUMBERED = re.compile(r"(?P<number>[0-9]{1,4})(?:[.)]|[ \t\u00a0]{0,3}[:–—])(?P<title>[ \t\u00a0].*)", re.DOTALL)


@dataclass(frozen=True)
class ItemHeading:
    """What the heading of an item says."""

    number: int
    title: str


def punkt_heading(text: str) -> ItemHeading | None:
    """The heading "Punkt 3: Økonomi" (also Pkt. 3, Dagsordenspunkt 3), else None."""
    return _item_heading(_PUNKT.fullmatch(text))


def numbered_heading(text: str) -> ItemHeading | None:
    """The heading "49. Godkendelse af dagsorden", else None; a date is no such heading."""
    return None if DAY_OF_MONTH.match(text) else _item_heading(_NUMBERED.fullmatch(text))


def item_heading(text: str) -> ItemHeading | None:
    """Number and title of a text that is known to head an item: "Punkt 3: Økonomi" or "49. Økonomi"."""
    return punkt_heading(text) or _item_heading(_NUMBERED.fullmatch(text))


def _item_heading(found: re.Match[str] | None) -> ItemHeading | None:
    if found is None:
        return None
    return ItemHeading(int(found["number"]), _once(" ".join((found["title"] or "").split("\n")[0].split())))


def _once(title: str) -> str:
    """The title where a file repeats the whole numbered heading on one line: "Budget1. Budget" is "Budget"."""
    repeated = re.fullmatch(r"(?P<title>.{3,200}?)[0-9]{1,4}\. (?P=title)", title)
    return repeated["title"].strip() if repeated else title


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split("|"))


DATE_LABELS = _names(
    "mødedato|dato|dato og tid|mødedato og tid|mødedato og -tid|tid|tidspunkt|mødetidspunkt|mødetid|starttidspunkt"
)
END_LABELS = _names("sluttidspunkt|slut|mødet slut|mødet sluttede")
PLACE_LABELS = _names("mødested|sted|lokale|mødelokale")
FORUM_LABELS = _names("udvalg|forum|mødeforum|gruppe")
KIND_LABELS = _names("møde|type|dokumenttype")
PARTICIPANT_LABELS = _names(
    "mødedeltagere|deltagere|deltager|deltagere i mødet|til stede|tilstede|tilstedeværende|medlemmer|fremmødte"
)
_OTHER_LABELS = _names(
    "afbud|fraværende|ikke til stede|mødeleder|ordstyrer|formand|referent|sekretær|gæster|bemærkninger|næste møde"
    "|mødenummer|journalnummer|sagsnummer|sagsnr."
)
HEAD_LABELS = DATE_LABELS | END_LABELS | PLACE_LABELS | FORUM_LABELS | KIND_LABELS | PARTICIPANT_LABELS | _OTHER_LABELS
_CONTENTS_LABELS = _names("indholdsfortegnelse|indhold|punkter|dagsordenspunkter|punkter på dagsordenen")
_LABEL_AND_TEXT = re.compile(r"(?P<label>[^\W\d_][^:\n]{1,38}?)[ \t]*:(?:[ \t]+(?P<text>.+))?", re.DOTALL)


def label_name(label: str) -> str:
    """The label of a head line as it is looked up: small letters, without colon."""
    return " ".join(label.split()).rstrip(" :").lower()


def is_head_label(text: str) -> bool:
    """Whether the text is one of the labels of a meeting's head and nothing else."""
    return len(text) < 40 and label_name(text) in HEAD_LABELS


def is_contents_label(text: str) -> bool:
    """Whether the text is the heading of a table of contents."""
    return len(text) < 40 and label_name(text) in _CONTENTS_LABELS


def label_and_text(text: str) -> tuple[str, str] | None:
    """Label and text of "Mødested: Rådhuset"; None where the text has no such label."""
    found = _LABEL_AND_TEXT.fullmatch(text)
    return (found["label"], (found["text"] or "").strip()) if found else None


def is_known_label_line(text: str) -> bool:
    """Whether the text is a line "Mødested: Rådhuset" with a label that heads have."""
    found = _LABEL_AND_TEXT.match(text[:80]) if ":" in text[:42] else None
    return found is not None and label_name(found["label"]) in HEAD_LABELS


_TITLE = re.compile(
    r"(?:udkast til )?(?:åbent |åben |lukket |lukkede )?(?:referat|dagsorden|beslutningsreferat|beslutningsprotokol"
    r"|mødereferat|tillægsdagsorden|protokol)\b.{0,200}",
    re.IGNORECASE | re.DOTALL,
)
_DATED_TITLE = re.compile(rf"{_TITLE.pattern[:-7]}.{{0,120}}?{DATE}\)?\.?", re.IGNORECASE | re.DOTALL)


def is_title(text: str) -> bool:
    """Whether the text could be the title of an agenda or minutes: it begins with Referat, Dagsorden, ..."""
    return _TITLE.fullmatch(text) is not None


def is_dated_title(text: str) -> bool:
    """Whether the text is a title that ends with the date of the meeting."""
    return len(text) <= 200 and _DATED_TITLE.fullmatch(text) is not None


_JOURNAL_LABEL = re.compile(
    r"(?:sagsnummer|sagsnr\.?|sags-?id|journalnummer|journalnr\.?|j\.? ?nr\.?)[ \t]*:?[ \t]*(?P<number>[0-9].*)",
    re.IGNORECASE,
)
_LIKE_A_JOURNAL_NUMBER = re.compile(r"[0-9]{2}\.[0-9]{2}\.[0-9]{2}[ \t]*[-–—].{1,40}")


def is_journal_number(text: str) -> bool:
    """Whether the text is a journal number and nothing else."""
    if len(text) > 60:
        return False
    try:
        parse_journal_number(text)
    except BadJournalNumber:
        return False
    return True


CONFIDENTIAL_LINE = "Fortroligt"  # on a line of its own below the heading of an item that is closed


def labelled_journal_number(text: str) -> str | None:
    """What follows the label in "Sagsnr.: 00.01.00-A00-1-26"; None where the text is no such line."""
    found = _JOURNAL_LABEL.fullmatch(text) if len(text) <= 90 else None
    return found["number"].strip() if found else None


def fault_of_journal_number(text: str) -> str | None:
    """What is wrong with a line that looks like a journal number but is none, in Danish; else None."""
    if not _LIKE_A_JOURNAL_NUMBER.fullmatch(text):
        return None
    try:
        parse_journal_number(text)
    except BadJournalNumber as error:
        return error.reason
    return None


_MINUTES = re.compile(
    r"\(?[ \t]{0,3}(?:tid:?[ \t]{1,3}|tidsforbrug:?[ \t]{1,3}|ca\.?[ \t]{1,3}){0,2}(?P<minutes>[0-9]{1,3})[ \t]{0,3}"
    r"(?:min\.?|minutter)[ \t]{0,3}\)?\.?",
    re.IGNORECASE,
)
_MINUTES_AT_END = re.compile(
    r"\([ \t]{0,3}(?:ca\.?[ \t]{1,3})?(?P<minutes>[0-9]{1,3})[ \t]{0,3}min(?:\.|utter)?[ \t]{0,3}\)$",
    re.IGNORECASE,
)


def planned_minutes_mark(text: str) -> int | None:
    """The minutes of a text that is a mark of planned time and nothing else: "(20 min.)"."""
    found = _MINUTES.fullmatch(text) if len(text) <= 40 else None
    return int(found["minutes"]) if found else None


def planned_minutes_in_title(title: str) -> int | None:
    """The minutes of a mark at the end of a title: "Status (20 min.)"."""
    found = _MINUTES_AT_END.search(title[-30:])
    return int(found["minutes"]) if found else None


_LEADER = re.compile(r"(?:\.[ \t]?){4,}|…{2,}")


def split_contents_line(text: str) -> tuple[str, str | None] | None:
    """Title and page of "Økonomi.....    4"; None where the text is no such line. The page may be missing.

    At least four dots lead to the page, so that an ellipsis in running text is left alone.
    """
    if text[-1:] not in ".…" and not text[-1:].isdigit():
        return None
    before = text.rstrip("0123456789")
    page = text[len(before) :]
    title = before.rstrip(" \t.…")
    if not title or len(page) > 4 or not _LEADER.search(before[len(title) :]):
        return None
    return title, page or None


def stands_alone(text: str) -> bool:
    """Whether a line is a landmark by itself, so that it never runs together with the lines around it."""
    if not text or len(text) > 250:
        return False
    return (
        is_strong_line(text)
        or empty_section(text) is not None
        or punkt_heading(text) is not None
        or is_journal_number(text)
        or is_known_label_line(text)
        or is_head_label(text)
        or is_contents_label(text)
        or is_dated_title(text)
        or split_contents_line(text) is not None
    )


_ENDS_OPEN = re.compile(r"[a-zæøåé,]$")
_LETTERED = re.compile(r"[a-zæøå]\)")


def continues_over_gap(before: str, text: str) -> bool:
    """Whether a paragraph goes on with the sentence of the one before: a page ended in the middle of it.

    The first ends with a small letter or a comma, the second begins with a small letter; parts of a recommendation
    ("at ...", "a) ...") are sentences of their own.
    """
    return (
        text[:1].islower()
        and not text.startswith("at ")
        and _LETTERED.match(text) is None
        and _ENDS_OPEN.search(before[-1:]) is not None
    )


_ORDERED = re.compile(r"(?P<number>0|[1-9][0-9]{0,2})[.)][ \t]+(?P<text>.*)", re.DOTALL)
_BULLET = re.compile(r"[-*+•·‣▪●◦–][ \t]+(?P<text>.*)", re.DOTALL)
_STARTS_WITH_MONTH = re.compile(rf"(?:{MONTH})\b", re.IGNORECASE)


def ordered_marker(text: str) -> tuple[int, str] | None:
    """Number and text of "3. Sagen udsættes"; None for other texts and for a date ("28. januar")."""
    found = _ORDERED.fullmatch(text)
    if found is None or not found["text"].strip(" \t\n") or _STARTS_WITH_MONTH.match(found["text"]):
        return None
    return int(found["number"]), found["text"]


def bullet_text(text: str) -> str | None:
    """The text after the bullet of "- Sagen udsættes"; None for other texts."""
    found = _BULLET.fullmatch(text)
    return found["text"] if found and found["text"].strip(" \t\n") else None
