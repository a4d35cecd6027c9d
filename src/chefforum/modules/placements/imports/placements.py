"""Placements come in from the employment system's file: read, shown as new and changed, and then written."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils import timezone

from chefforum.kernel.access.rules import Actor
from chefforum.kernel.imports.registry import Change, ChangeKind, Link, Preview, Receipt
from chefforum.kernel.organisation.queries import tree_on
from chefforum.kernel.people.models import Person
from chefforum.web import danish

from ..access import WRITE_PLACEMENTS, may_read_unit, may_write_placement
from ..models import JobType, Workplace
from ..queries.known import value_of
from ..queries.outcomes import list_definitions
from ..queries.remarks import RemarksOnRows, unusual
from ..rules.kinds import (
    END_REASON_NAMES,
    EXIT_TYPE_NAMES,
    KIND_NAMES,
    SECTOR_NAMES,
    TARGET_GROUP_NAMES,
    Sector,
)
from ..rules.outcomes import Definition, WrongOutcome, check_outcome, months_after
from ..rules.placement_rows import COLUMNS, NUMBERS, OF_OUTCOME, FileRow
from ..rules.register import FIELD_NAMES, Facts, WrongFacts, check_facts, differences
from ..services.outcomes import NO_DEFINITION
from ..services.register_checks import NOT_USABLE
from ..services.register_rows import RowOutcome, RowWrite, write_rows
from .register_files import (
    REFUSED_FOR_LINES,
    Standing,
    json_of,
    rows_in,
    told,
)

MUST = "Nummer i fagsystemet, Type og Starter"
_ENUMS: dict[str, dict[Any, str]] = {
    "kind": dict(KIND_NAMES),
    "sector": dict(SECTOR_NAMES),
    "target_group": dict(TARGET_GROUP_NAMES),
    "end_reason": dict(END_REASON_NAMES),
    "exit_type": dict(EXIT_TYPE_NAMES),
}
EMPTY: dict[str, Any] = {
    "sector": Sector.MUNICIPAL.value,
    "unit_id": None,
    "workplace_id": None,
    "place_id": None,
    "job_type_id": None,
    "target_group": "",
    "ends_on": None,
    "ended_on": None,
    "end_reason": "",
    "hours": None,
    "consultant_id": None,
    "external_reference": None,
}
_OF_END = ("ended_on", "end_reason")


class WrongLine(ValueError):
    """Why the line cannot be used, in words for the person."""


class Known:
    """What the file's words can mean, and their names again. Five queries."""

    def __init__(self, on: dt.date) -> None:
        self.tree = tree_on(on)
        self.units = {unit.code.casefold(): unit.id for unit in self.tree.units}
        self.workplaces: dict[str, tuple[UUID, UUID, str]] = {}
        for one in Workplace.objects.order_by("valid_from").values_list("p_number", "pk", "unit_id", "name"):
            self.workplaces[one[0]] = (one[1], one[2], one[3])  # the newest of those with the number
        self.job_types: dict[str, int] = {}
        self.names: dict[str, dict[Any, str]] = {"job_type_id": {}, "consultant_id": {}}
        for key, code, name in JobType.objects.values_list("pk", "code", "name"):
            self.job_types |= {code.casefold(): key, name.casefold(): key}
            self.names["job_type_id"][key] = name
        self.persons: dict[str, UUID] = {}
        for person, email, name in Person.objects.filter(is_active=True).values_list("pk", "email", "name"):
            self.persons[email.casefold()] = person
            self.names["consultant_id"][person] = name
        self.names["unit_id"] = {unit.id: unit.name for unit in self.tree.units}
        self.names["workplace_id"] = {key: name for key, _, name in self.workplaces.values()}
        self.definitions: tuple[Definition, ...] = list_definitions()

    def values(self, row: FileRow) -> dict[str, Any]:
        """What the line says, by the table's fields. Raises WrongLine."""
        says = dict(row.says)
        values = {name: says[name] for name in says if name in FIELD_NAMES}
        wrong = []
        for column, name, known, words in (
            ("unit", "unit_id", self.units, "enheden findes ikke"),
            ("job_type", "job_type_id", self.job_types, "stillingstypen findes ikke"),
            ("email", "consultant_id", self.persons, "ingen har den adresse"),
        ):
            if column not in says:
                continue
            found = known.get(says[column].casefold())
            if found is None:
                wrong.append(f"“{says[column][:40]}” i “{COLUMNS[column]}”: {words}.")
            else:
                values[name] = found
        if "p_number" in says and (there := self.workplaces.get(says["p_number"])) is None:
            wrong.append("P-nummeret er ikke et af kommunens arbejdssteder. Opret arbejdsstedet først.")
        elif "p_number" in says and there is not None:
            values["workplace_id"], unit_id, _ = there
            if values.setdefault("unit_id", unit_id) != unit_id:
                wrong.append("P-nummeret hører til en anden enhed end Enhedskode.")
        if wrong:
            raise WrongLine(" ".join(wrong))
        return values

    def word(self, name: str, value: Any) -> str:
        if value in (None, ""):
            return "ikke udfyldt"
        if name in _ENUMS:
            return _ENUMS[name][value]
        if name in self.names:
            return self.names[name].get(value, "en anden")
        if isinstance(value, dt.date):
            return f"{value:%d-%m-%Y}"
        return str(value).removesuffix(".0").replace(".", ",") if name == "hours" else str(value)

    def words(self, values: Mapping[str, Any]) -> str:
        """Values in words for a preview: "Starter: 02-04-2026, Timer om ugen: 30"."""
        heads = FIELD_NAMES | {name: COLUMNS[name] for name in OF_OUTCOME}
        said = [(heads[name], self.word(name, values[name])) for name in heads if name in values]
        return ", ".join(f"{head}: {word}" for head, word in said)


@dataclass(frozen=True)
class Wanted:
    """What a line would write: the placement's id (None: a new one), and what differs before and after."""

    line: int
    name: str
    placement_id: UUID | None
    was: dict[str, Any]
    becomes: dict[str, Any]
    outcome_was: dict[str, Any] | None = None
    outcome: dict[str, Any] | None = None
    definition_id: int = 0

    @property
    def changes_something(self) -> bool:
        return bool(self.becomes) or self.outcome is not None


def read_placements(
    *, actor: Actor, content: bytes, filename: str, options: Mapping[str, Any], at: dt.datetime, progress: Any = None
) -> Preview:
    """What the file would add and change; an empty cell says nothing, so it changes nothing.

    A fixed number of queries, however many lines. Raises UnreadableFile, AccessDenied.
    """
    WRITE_PLACEMENTS.require(actor)
    on = timezone.localdate(at)
    file = rows_in(content, columns=COLUMNS, needed=("kind", "starts_on"), must=MUST)
    standing, known = Standing(), Known(on)
    problems: list[tuple[int, str]] = []
    wanted: list[Wanted] = []
    seen: dict[UUID, int] = {}
    same = 0
    for number, row in enumerate(file.rows, start=1):
        if progress is not None and number % 200 == 0:
            progress.report(number, len(file.rows), "Læser linjerne")
        try:
            if row.problem:
                raise WrongLine(row.problem)
            one = _wanted(actor, row, standing, known, on)
            if one.placement_id is not None and (first := seen.setdefault(one.placement_id, row.line)) != row.line:
                raise WrongLine(f"Forløbet står også på linje {first}. Den første er brugt.")
        except (WrongLine, WrongFacts, WrongOutcome) as wrong:
            problems.append((row.line, str(wrong)))
            continue
        if one.changes_something:
            wanted.append(one)
        else:
            same += 1
    return _preview(wanted, same, problems, standing, known, options)


def _wanted(actor: Actor, row: FileRow, standing: Standing, known: Known, on: dt.date) -> Wanted:
    """Raises WrongLine, WrongFacts, WrongOutcome."""
    there = _standing(actor, row, standing)
    values = known.values(row)
    if there is None:
        if lacks := [f"“{COLUMNS[name]}”" for name in ("kind", "starts_on") if name not in values]:
            raise WrongLine(f"{' og '.join(lacks)} mangler.")
        before = dict(EMPTY)
    else:
        _require_own(actor, there["unit_id"])
        if there["cancelled_at"] is not None:
            raise WrongLine("Forløbet er aflyst. Fortryd aflysningen, hvis det alligevel er i gang.")
        before = {name: there[name] for name in there if name not in ("pk", "reference", "cancelled_at")}
    facts = {name: value for name, value in values.items() if name not in OF_OUTCOME and name != "reference"}
    after = before | facts
    if there is not None and after["unit_id"] != before["unit_id"] and "workplace_id" not in facts:
        after["workplace_id"] = after["place_id"] = None  # it is somewhere else now
    if there is not None and after["workplace_id"] != before["workplace_id"]:
        after["place_id"] = None
    if "sector" in facts and facts["sector"] != Sector.MUNICIPAL and "unit_id" not in facts:
        after["unit_id"] = after["workplace_id"] = after["place_id"] = None
    _check(after, on)
    _require_own(actor, after["unit_id"])
    was, becomes = ({}, after) if there is None else differences(before, after)
    name = after["external_reference"] or (there["reference"] if there else "")
    wanted = Wanted(row.line, name, there["pk"] if there else None, was, becomes)
    return _with_outcome(wanted, row, after, standing, known, on)


def _check(after: Mapping[str, Any], on: dt.date) -> None:
    """Raises WrongLine, WrongFacts."""
    if after["unit_id"] is None and after["sector"] == Sector.MUNICIPAL:
        raise WrongLine("Skriv Enhedskode eller P-nummer, eller skriv i “Hvor”, at det er uden for kommunen.")
    check_facts(Facts(**{name: value for name, value in after.items() if name not in _OF_END}))
    ended_on = after["ended_on"]
    if ended_on is not None and ended_on < after["starts_on"]:
        raise WrongLine("Forløbet sluttede, før det begyndte.")
    if ended_on is not None and ended_on > on:
        raise WrongLine("“Sluttede” er en dag, der ikke er kommet. Skriv den i “Slutter”.")
    if ended_on is None and after["end_reason"]:
        raise WrongLine("“Sluttede” mangler: der står, hvordan forløbet sluttede, men ikke hvornår.")


def _standing(actor: Actor, row: FileRow, standing: Standing) -> dict[str, Any] | None:
    """The placement that the line is about, None for a new one. Raises WrongLine.

    One that the actor may not know of is as if it were not here; only its number cannot be given to another.
    """
    found = {name: standing.by_number.get((name, row.says.get(name) or "")) for name in NUMBERS}
    hidden = {name for name, one in found.items() if one is not None and not _may_read(actor, one["unit_id"])}
    if row.says.get("reference") and (found["reference"] is None or "reference" in hidden):
        raise WrongLine(f"Nummeret {row.says['reference']} findes ikke her. Lad feltet stå tomt for at oprette et nyt.")
    if hidden:
        raise WrongLine(NOT_USABLE)
    try:
        return standing.of(row)
    except ValueError as wrong:
        raise WrongLine(str(wrong)) from None


def _may_read(actor: Actor, unit_id: UUID | None) -> bool:
    return may_write_placement(actor, unit_id) or (unit_id is not None and may_read_unit(actor, unit_id))


def _require_own(actor: Actor, unit_id: UUID | None) -> None:
    """Raises WrongLine."""
    if may_write_placement(actor, unit_id):
        return
    raise WrongLine(
        "Forløb uden for kommunen registreres af koordinatoren."
        if unit_id is None
        else "Du registrerer ikke forløb for den enhed."
    )


def _with_outcome(
    wanted: Wanted, row: FileRow, after: Mapping[str, Any], standing: Standing, known: Known, on: dt.date
) -> Wanted:
    """With what the line says came after. Raises WrongLine, WrongOutcome."""
    said = outcome_in(row)
    if said is None:
        return wanted
    last_day = after["ended_on"] or after["ends_on"]
    outcome_was, outcome, definition_id = checked_outcome(
        said,
        placement_id=wanted.placement_id,
        starts_on=after["starts_on"],
        last_day=last_day,
        standing=standing,
        definitions=known.definitions,
        on=on,
    )
    return dataclasses.replace(wanted, outcome_was=outcome_was, outcome=outcome, definition_id=definition_id)


def outcome_in(row: FileRow) -> dict[str, Any] | None:
    """What the line says came after, None where it says nothing. Raises WrongLine where it says only half of it."""
    said = {name: row.says.get(name) for name in OF_OUTCOME}
    if not any(said.values()):
        return None
    for name in ("exit_type", "as_of"):
        if said[name] is None:
            raise WrongLine(f"“{COLUMNS[name]}” mangler til udfaldet.")
    return said


def checked_outcome(
    said: dict[str, Any],
    *,
    placement_id: UUID | None,
    starts_on: dt.date,
    last_day: dt.date | None,
    standing: Standing,
    definitions: tuple[Definition, ...],
    on: dt.date,
) -> tuple[dict[str, Any] | None, dict[str, Any] | None, int]:
    """What was noted, what is to be (None: the same already), and by which definition.

    Raises WrongLine, WrongOutcome.
    """
    if last_day is None or last_day > on:
        raise WrongLine("Forløbet er ikke slut endnu, så det har intet udfald.")
    definition = next((one for one in definitions if one.holds_for(last_day)), None)
    if definition is None:
        raise WrongLine(NO_DEFINITION)
    check_outcome(**said, starts_on=starts_on, due=months_after(last_day, definition.months), on=on)
    noted = standing.outcomes.get((placement_id, definition.id)) if placement_id else None
    was = {name: noted[name] for name in OF_OUTCOME} if noted else None
    return was, None if was == said else said, definition.id


def _preview(
    wanted: list[Wanted],
    same: int,
    problems: list[tuple[int, str]],
    standing: Standing,
    known: Known,
    options: Mapping[str, Any],
) -> Preview:
    new = [one for one in wanted if one.placement_id is None]
    numbers = [one.becomes["external_reference"] for one in wanted if one.becomes.get("external_reference")]
    ids = [str(one.placement_id) for one in wanted if one.placement_id]
    return Preview(
        summary=(
            f"{danish.counted(len(wanted) + same + len(problems), 'linje,linjer')} læst",
            f"{danish.counted(len(new), 'nyt forløb,nye forløb')}, {len(wanted) - len(new)} ændres, {same} som før",
        ),
        payload={
            "rows": [
                {
                    "id": str(one.placement_id) if one.placement_id else None,
                    "was": json_of(one.was),
                    "becomes": json_of(one.becomes),
                    "outcome": json_of(one.outcome) if one.outcome else None,
                    "outcome_was": json_of(one.outcome_was) if one.outcome_was else None,
                    "definition": one.definition_id,
                }
                for one in wanted
            ],
            "numbers": numbers,
            "ids": ids,
        },
        fingerprint=standing.fingerprint(numbers, ids),
        changes=tuple(_told(one, known) for one in wanted),
        problems=told(problems, _remarks(wanted, standing)),
        nothing_to_do=not wanted,
        refusal=REFUSED_FOR_LINES if problems and options.get("is_strict") else "",
    )


def _remarks(wanted: list[Wanted], standing: Standing) -> list[tuple[int, str]]:
    """What is unusual in what each line would write, and was not so before: to be looked at; it stops nothing."""
    if not any(one.becomes for one in wanted):
        return []
    looked, found = RemarksOnRows(standing.by_id), []
    for one in wanted:
        before = standing.by_id[one.placement_id] if one.placement_id else None
        key = one.placement_id or one.line
        was = looked.on(key, before) if before else []
        now = looked.on(key, (before or {}) | one.becomes)
        found += [(one.line, remark.text) for remark in unusual(now, before=was)]
    return found


def _told(one: Wanted, known: Known) -> Change:
    is_new = one.placement_id is None
    becomes = {name: value for name, value in one.becomes.items() if value not in (None, "")} if is_new else one.becomes
    before, after = known.words(one.was), known.words(becomes)
    if one.outcome is not None:
        before = ", ".join(
            filter(None, (before, known.words(one.outcome_was) if one.outcome_was else "Udfald mangler"))
        )
        after = ", ".join(filter(None, (after, known.words(one.outcome))))
    kind = ChangeKind.ADDED if is_new else ChangeKind.CHANGED
    return Change(one.name, kind, "" if is_new else before, after)


def apply_placements(*, actor: Actor, payload: Any, at: dt.datetime, progress: Any = None) -> Receipt:
    """Carries the preview out. Raises AccessDenied."""
    rows = [
        RowWrite(
            placement_id=UUID(row["id"]) if row["id"] else None,
            was=row["was"],
            becomes={name: value_of(name, value) for name, value in row["becomes"].items()},
            outcome=_outcome(row),
        )
        for row in payload["rows"]
    ]
    added, changed = write_rows(actor=actor, rows=rows, at=at)
    return Receipt(
        (f"{danish.counted(added, 'nyt forløb,nye forløb')}, {danish.counted(changed, 'ændret,ændrede')}.",),
        (Link("Se forløbene", reverse("placements:placements")),),
    )


def _outcome(row: Mapping[str, Any]) -> RowOutcome | None:
    said = row["outcome"]
    if said is None:
        return None
    closed = dt.date.fromisoformat(said["closed_on"]) if said["closed_on"] else None
    return RowOutcome(
        row["definition"], said["exit_type"], closed, dt.date.fromisoformat(said["as_of"]), row["outcome_was"]
    )
