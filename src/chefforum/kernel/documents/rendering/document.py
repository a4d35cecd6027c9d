"""What a document says, as one value: title, head, contents and parts. The writers beside this file turn it into files.

The model is small on purpose. A part holds elements: the blocks that all text is made of, sections (which hold
elements again), definitions, figures and small print. A new kind of element is a frozen dataclass here, its name in
`Element`, and one `case` in each writer; a test sees to it that no writer is forgotten.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, TypeAlias, TypeVar

from chefforum.calc.blocks import Block, Table

Value = TypeVar("Value")
_NO_WORDS = {"is_words": False}  # mark-up: a change of the document's words must not touch it


class Tone(Enum):
    """How a section speaks: as text, so that it stands out (a decision), or quietly ("Intet at bemærke")."""

    PLAIN = "plain"
    CALLOUT = "callout"
    QUIET = "quiet"


@dataclass(frozen=True)
class Fact:
    """A label and what it says; several values are a list, as the participants of a meeting."""

    label: str
    values: tuple[str, ...]


@dataclass(frozen=True)
class Definitions:
    """Terms and what they mean, one after the other in running text."""

    facts: tuple[Fact, ...]


@dataclass(frozen=True)
class Figure:
    """A picture (SVG), the numbers behind it, or both, under one caption; `source` says where the numbers come from.

    `alternative` says in words what the picture shows, for who cannot see it. Raises ValueError without any of the
    two, and for a picture without alternative.
    """

    caption: str
    svg: str = field(default="", metadata=_NO_WORDS)
    alternative: str = ""
    numbers: Table | None = None
    source: str = ""

    def __post_init__(self) -> None:
        if not self.svg and (self.numbers is None or not any(self.numbers.rows)):
            raise ValueError("a figure has a picture or numbers")
        if self.svg and not _says_something(self.alternative):
            raise ValueError("a picture needs a text for who cannot see it")


@dataclass(frozen=True)
class SmallPrint:
    text: str


@dataclass(frozen=True)
class Section:
    """A heading with what belongs under it; without heading only the tone counts."""

    heading: str
    elements: tuple[Element, ...]
    tone: Tone = Tone.PLAIN


Element: TypeAlias = Block | Section | Definitions | Figure | SmallPrint


@dataclass(frozen=True)
class Part:
    """One line of the contents: "Punkt 3: Status". `details` stand under the heading (journal number, subject)."""

    title: str
    elements: tuple[Element, ...] = ()
    label: str = ""
    details: tuple[str, ...] = ()
    on_new_page: bool = False

    @property
    def heading(self) -> str:
        """Label and title on one line; empty where the part has neither."""
        return ": ".join(" ".join(text.split()) for text in (self.label, self.title) if text.strip())


@dataclass(frozen=True)
class Document:
    """A whole document in Danish. `issued_at` (with time zone) is its date in every format, so that the same
    document gives the same file; `running_head` stands on every page and is organisation and title if left empty.
    `told` says what its figures are of and when, and by whom they were put together: first, and on every page.

    Raises ValueError for a moment without time zone and for a document without title.
    """

    title: str
    organisation: str
    issued_at: dt.datetime
    parts: tuple[Part, ...] = ()
    subtitle: str = ""
    running_head: str = ""
    facts: tuple[Fact, ...] = ()
    with_contents: bool = False
    is_slides: bool = False
    told: str = ""

    def __post_init__(self) -> None:
        if self.issued_at.tzinfo is None:
            raise ValueError("issued_at needs a time zone")
        if not _says_something(self.title):
            raise ValueError("a document has a title")

    @property
    def head(self) -> str:
        """The text on every page."""
        return self.running_head or " · ".join(text for text in (self.organisation, self.title) if text)


def _says_something(text: str) -> bool:
    return any(unicodedata.category(character)[0] in "LNPS" for character in text)


def with_texts(value: Value, change: Callable[[str], str]) -> Value:
    """The same value with `change` applied to every text in it, however deep; mark-up of pictures stays."""
    return _with_texts(value, change)


def _with_texts(value: Any, change: Callable[[str], str]) -> Any:
    if isinstance(value, Enum):
        return value
    if isinstance(value, str):
        return change(value)
    if isinstance(value, tuple):
        return tuple(_with_texts(part, change) for part in value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        words = [item.name for item in dataclasses.fields(value) if item.metadata.get("is_words", True)]
        return dataclasses.replace(value, **{name: _with_texts(getattr(value, name), change) for name in words})
    return value
