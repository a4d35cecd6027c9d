"""What an extract says of itself: where it came from, how it was read, and the counts and sums that it ties out by."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field
from typing import Any

from chefforum.kernel.lake import storage


@dataclass(frozen=True)
class PeriodTotal:
    """Sums of a month, in øre. What no month could be read of stands under period None."""

    period: int | None
    lines_loaded: int
    lines_rejected: int
    amount_loaded: int
    amount_rejected: int


@dataclass(frozen=True)
class Manifest:
    """`lines_read` counts lines with something on them, without the heads; read = loaded + rejected, of lines and of
    øre.

    `amount_*` are None for tables without amounts. `unread_amounts` are rejected lines of which no amount could be
    read: they are in no sum. `findings` are sentences about the file as a whole.
    """

    extract_id: str
    table: str
    municipality: str
    source_system: str
    file_name: str
    sha256: str
    staged_at: str
    mapping: dict[str, Any]
    encoding: str
    delimiter: str
    number_format: str
    date_format: str
    lines_read: int
    lines_loaded: int
    lines_rejected: int
    lines_empty: int
    amount_read: int | None
    amount_loaded: int | None
    amount_rejected: int | None
    unread_amounts: int
    first_period: int | None
    last_period: int | None
    files: tuple[str, ...] = ()
    rejects_file: str = ""
    reasons: dict[str, int] = field(default_factory=dict)
    findings: tuple[str, ...] = ()
    loaded_then: str = ""  # what was loaded of the table when the file was held up against it
    periods: tuple[PeriodTotal, ...] = ()
    control_lines: int | None = None  # what the sending system says, of lines and of øre with its own sign
    control_amount: int | None = None

    @property
    def amount_as_sent(self) -> int | None:
        """What was read, in øre with the sending system's own sign."""
        is_reversed = self.mapping["writing"].get("is_sign_reversed")
        return -self.amount_read if is_reversed and self.amount_read is not None else self.amount_read

    @property
    def has_control(self) -> bool:
        return self.control_lines is not None or self.control_amount is not None

    @property
    def differs_from_control(self) -> bool:
        """Whether the sending system says something else than what was read."""
        lines = self.control_lines is not None and self.control_lines != self.lines_read
        return lines or (self.control_amount is not None and self.control_amount != self.amount_as_sent)

    @property
    def ties_out(self) -> bool:
        """Whether each line and each øre that was read is either loaded or rejected."""
        lines = self.lines_read == self.lines_loaded + self.lines_rejected
        if self.amount_read is None:
            return lines
        return lines and self.amount_read == (self.amount_loaded or 0) + (self.amount_rejected or 0)


def manifest_name(extract_id: str) -> str:
    return f"manifests/{extract_id}.json"


def write_manifest(manifest: Manifest) -> None:
    storage.put_json(dataclasses.asdict(manifest), manifest_name(manifest.extract_id))


def put_mark(extract_id: str, step_id: str, said: dict[str, Any]) -> None:
    """Says beside the manifest that the extract was withdrawn, or taken into use again: no file of the lake changes."""
    storage.put_json(said, mark_name(extract_id, step_id))


def mark_name(extract_id: str, step_id: str) -> str:
    return f"manifests/{extract_id}.{step_id}.json"


def read_manifest(extract_id: str) -> Manifest:
    """Raises storage.MissingFile."""
    values = storage.read_json(manifest_name(extract_id))
    values["periods"] = tuple(PeriodTotal(**row) for row in values["periods"])
    for name in ("files", "findings"):
        values[name] = tuple(values[name])
    return Manifest(**values)
