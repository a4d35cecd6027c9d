"""What is wrong with what somebody says, all of it at once, each at the field to blame. Pure."""

from __future__ import annotations

from collections.abc import Sequence

Problem = tuple[str, str]  # the field, "" where none is to blame, and the words


class Wrong(ValueError):
    """Everything that is wrong; the text is all of it, one after another. `field` is that of the first."""

    def __init__(self, field: str, words: str, also: Sequence[Problem] = ()) -> None:
        self.problems: tuple[Problem, ...] = ((field, words), *also)
        self.field = field
        super().__init__(" ".join(text for _, text in self.problems))

    @classmethod
    def require_none(cls, problems: Sequence[Problem]) -> None:
        """Raises this where there is any."""
        if problems:
            (field, words), *also = problems
            raise cls(field, words, also)
