"""The piece of text that a finding shows."""

from __future__ import annotations

LONGEST = 120
_AROUND = 30


def shortened(text: str, longest: int = LONGEST) -> str:
    """The text on one line, cut with … where it is longer."""
    line = " ".join(text.split())
    return line if len(line) <= longest else f"{line[: longest - 1].rstrip()}…"


def around(text: str, start: int, end: int) -> str:
    """The text from `start` to `end` with some whole words of the same line on both sides."""
    line_start = text.rfind("\n", 0, start) + 1
    line_end = text.find("\n", end)
    line_end = len(text) if line_end < 0 else line_end
    left = max(line_start, start - _AROUND)
    right = min(line_end, end + _AROUND)
    if left > line_start:
        left = text.find(" ", left, start) + 1 or start
    if right < line_end:
        space = text.rfind(" ", end, right)
        right = space if space >= 0 else end
    return shortened(text[left:right], 400)


def unstopped(text: str) -> str:
    """The text without the full stop of an abbreviation at its end, where the sentence's own follows."""
    return text.removesuffix(".")
