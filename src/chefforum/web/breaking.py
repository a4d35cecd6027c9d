"""A number and its per cent sign stay on one line, however narrow the column."""

from __future__ import annotations

import re

# In text and not inside a tag: there the next angle bracket closes it.
_PERCENT = re.compile(r"(?<=\d) %(?=[^<>]*(?:<|$))")


def kept_together(html: str) -> str:
    """The HTML with a space that does not break before each per cent sign.

    >>> kept_together('<td title="24 %">24 %</td>')
    '<td title="24 %">24\\xa0%</td>'
    """
    return _PERCENT.sub("\u00a0%", html)
