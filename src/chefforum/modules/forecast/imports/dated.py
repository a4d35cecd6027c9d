"""What the imports of dated tables have in common: rows that came beside rows that stand, told to who is to decide."""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from decimal import Decimal
from enum import StrEnum
from typing import Any, Generic, TypeVar

from django import forms

from chefforum.calc.cells import Cell, NoHeads
from chefforum.kernel.imports import registry
from chefforum.kernel.imports.tables import tables_of
from chefforum.web import danish

from ..rules.rows import Keyed, ReadRows, RowProblem

Row = TypeVar("Row", bound=Keyed)
KINDS = registry.ChangeKind
NEW = "ny eller ændret,nye eller ændrede"


class CompleteFile(forms.Form):
    """What an import of a dated table asks besides the file."""

    is_complete = forms.BooleanField(required=False)

    def __init__(self, *args: Any, actor: Any, label: str, help_text: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["is_complete"].label, self.fields["is_complete"].help_text = label, help_text


@dataclasses.dataclass(frozen=True)
class Told(Generic[Row]):
    """How a kind of row is told: where it stands, and what it says there."""

    where: Callable[[Row], str]
    says: Callable[[Row], str]


def read_file(
    content: bytes, read: Callable[[Sequence[Sequence[Cell]]], ReadRows[Row]], *, heads: Collection[str], must: str
) -> ReadRows[Row]:
    """The rows of the file's first sheet. `must`: the heads that have to be there.

    Raises UnreadableFile, also for a head that means nothing: a rule that does not say what it holds for holds for
    all, so a column with a misspelt head would make every rule wider than it was meant.
    """
    try:
        found = read(tables_of(content)[0])
    except NoHeads:
        raise registry.UnreadableFile(
            f"Filen har ingen linje med kolonnernes navne. Den skal mindst have {must}."
        ) from None
    if found.unknown:
        raise registry.UnreadableFile(
            f"Kolonnen “{found.unknown[0][:40]}” kendes ikke. Kolonnerne er: {', '.join(heads)}."
        )
    return found


def preview_of(
    *,
    rows: Sequence[Row],
    problems: Iterable[RowProblem],
    there: Mapping[tuple[str, ...], Row],
    gone: Collection[tuple[str, ...]],
    told: Told[Row],
    fingerprint: str,
    more: Mapping[str, Any] | None = None,
) -> registry.Preview:
    """What the rows would change in those that stand; bad lines are told, and left out.

    `gone`: keys that go out because the file is all there is; none of them does where a line could not be read.
    """
    bad = tuple(registry.Problem(one.text, one.line, registry.Level.ERROR) for one in problems)
    if bad and gone:
        text = "Der er fejl i filen, så intet, der ikke er i den, udgår."
        bad, gone = (*bad, registry.Problem(text, level=registry.Level.NOTE)), ()
    changed = [row for row in rows if there.get(row.key) != row]
    changes = [_change(there.get(row.key), row, told) for row in changed]
    changes += [_change(there[key], None, told) for key in gone]
    return registry.Preview(
        summary=(
            f"{danish.counted(len(rows), 'række,rækker')} læst",
            f"{danish.counted(len(changed), NEW)}, {len(gone)} udgår",
        ),
        payload={"rows": [as_json(row) for row in changed], "gone": [list(key) for key in gone], **(more or {})},
        fingerprint=fingerprint,
        changes=tuple(changes),
        problems=bad,
        nothing_to_do=not changes,
    )


def _change(before: Row | None, after: Row | None, told: Told[Row]) -> registry.Change:
    row = after or before
    assert row is not None
    kind = KINDS.REMOVED if after is None else KINDS.ADDED if before is None else KINDS.CHANGED
    return registry.Change(
        told.where(row), kind, told.says(before) if before else "", told.says(after) if after else ""
    )


def receipt_of(payload: Any, link: registry.Link) -> registry.Receipt:
    """What was carried out."""
    new, gone = len(payload["rows"]), len(payload["gone"])
    return registry.Receipt((f"{danish.counted(new, NEW)}, {gone} udgået",), (link,))


def state_of(rows: Iterable[Any]) -> str:
    """Rows as they stand, in a few letters."""
    return hashlib.sha256(repr(sorted(map(repr, rows))).encode()).hexdigest()


def as_json(row: Any) -> dict[str, Any]:
    """A row as JSON values."""
    return {name: _plain(value) for name, value in dataclasses.asdict(row).items()}


def _plain(value: Any) -> Any:
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, StrEnum):
        return value.value
    return str(value) if isinstance(value, Decimal) else value


def day_in(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


def number_in(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)
