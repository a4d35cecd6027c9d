"""Labels: who may find an entry and of which kind it is, as tokens beside its words.

A label is looked up in the same index and by the same query as the words, so that what one may not find is never
fetched, ranked or counted.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

LABEL = "ql"
_KEY = re.compile(r"[a-z_]+(:[a-z0-9_-]+)*")


class BadAudienceKey(ValueError):
    """A key that rules/audience.py does not make; an entry with it might be found by the wrong people."""


def audience_label(key: str) -> str:
    """The token of an audience key. Raises BadAudienceKey."""
    if not _KEY.fullmatch(key):
        raise BadAudienceKey(key)
    return f"{LABEL}a{_letters(key)}"


def kind_label(kind: str) -> str:
    return f"{LABEL}k{_letters(kind)}"


def labels_text(*, kind: str, audience: Iterable[str]) -> str:
    """All labels of an entry, as they are stored."""
    return " ".join([kind_label(kind), *sorted(audience_label(key) for key in audience)])


def _letters(text: str) -> str:
    """Letters and digits alone: a colon, an underscore and a full stop become letters, a UUID's hyphens fall away."""
    return text.replace(":", "zc").replace("_", "zu").replace(".", "zd").replace("-", "")
