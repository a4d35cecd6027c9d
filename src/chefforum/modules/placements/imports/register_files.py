"""What the imports of placements and of outcomes have in common: the file's rows, and what is told of them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from chefforum.calc.cells import NoHeads
from chefforum.kernel.imports.registry import Level, Problem, UnreadableFile
from chefforum.kernel.imports.tables import no_columns, tables_of

from ..models import Outcome, Placement
from ..rules.placement_rows import NUMBERS, FileRow, FileRows, read_rows
from ..rules.register import as_json

PERSON_NUMBER = (
    "Her står noget, der ligner et CPR-nummer, så hele filen er afvist. Fjern kolonnen eller nummeret, og brug "
    "fagsystemets nummer på forløbet."
)
REFUSED_FOR_LINES = (
    "Filen er ikke taget, fordi du har valgt, at alle linjer skal være i orden. Ret linjerne, og prøv igen."
)
VALUES = (
    "pk",
    "reference",
    "external_reference",
    "kind",
    "sector",
    "unit_id",
    "workplace_id",
    "place_id",
    "job_type_id",
    "target_group",
    "starts_on",
    "ends_on",
    "ended_on",
    "end_reason",
    "hours",
    "consultant_id",
    "cancelled_at",
)


def rows_in(content: bytes, *, columns: Mapping[str, str], needed: Sequence[str], must: str) -> FileRows:
    """The rows of the file's first sheet. Raises UnreadableFile, also where a person's number stands in it."""
    try:
        found = read_rows(tables_of(content)[0], columns=columns, needed=needed)
    except NoHeads as missing:
        raise no_columns(missing, columns=columns, must=must) from None
    if found.person_number_line is not None:
        raise UnreadableFile(PERSON_NUMBER, line=found.person_number_line)
    if found.unknown:
        raise UnreadableFile(
            f"Kolonnen “{found.unknown[0][:40]}” kendes ikke. Kolonnerne er: {', '.join(columns.values())}."
        )
    return found


class Standing:
    """The placements that there are, by both their numbers, and what was noted of them. Two queries."""

    def __init__(self) -> None:
        self.by_id: dict[UUID, dict[str, Any]] = {
            one["pk"]: one for one in Placement.objects.order_by().values(*VALUES).iterator()
        }
        self.by_number: dict[tuple[str, str], dict[str, Any]] = {
            (name, one[name]): one for one in self.by_id.values() for name in NUMBERS if one[name]
        }
        self.outcomes: dict[tuple[UUID, int], dict[str, Any]] = {
            (one["placement_id"], one["definition_id"]): dict(one)
            for one in Outcome.objects.order_by().values(
                "placement_id", "definition_id", "exit_type", "closed_on", "as_of"
            )
        }

    def of(self, row: FileRow) -> dict[str, Any] | None:
        """The placement that the line is about; raises ValueError where its two numbers name two."""
        found = [
            self.by_number[name, row.says[name]] for name in NUMBERS if (name, row.says.get(name)) in self.by_number
        ]
        if len({one["pk"] for one in found}) > 1:
            raise ValueError("Linjens to numre står på hver sit forløb.")
        return found[0] if found else None

    def fingerprint(self, numbers: Iterable[str], ids: Iterable[str]) -> str:
        """The state of the placements with these numbers, there or not, and of those with these ids."""
        said = [(number, self.by_number.get(("external_reference", number))) for number in sorted(set(numbers))]
        known = [(one, self.by_id.get(UUID(one))) for one in sorted(set(ids))]
        held = {one["pk"] for _, one in (*said, *known) if one}
        noted = sorted((repr(one) for key, one in self.outcomes.items() if key[0] in held))
        return hashlib.sha256(repr((said, known, noted)).encode()).hexdigest()


def fingerprint_of_payload(payload: Any) -> str:
    """The state now of all that a preview would touch."""
    return Standing().fingerprint(payload["numbers"], payload["ids"])


def told(problems: Iterable[tuple[int, str]], remarks: Iterable[tuple[int, str]] = ()) -> tuple[Problem, ...]:
    """What is left out, and what is taken and should be looked at, by line."""
    lines = [(line, 0, Problem(text, line, Level.ERROR)) for line, text in problems]
    lines += [(line, 1, Problem(text, line, Level.WARNING)) for line, text in remarks]
    return tuple(problem for *_, problem in sorted(lines, key=lambda one: (*one[:2], one[2].text)))


def json_of(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: as_json(value) for name, value in values.items()}
