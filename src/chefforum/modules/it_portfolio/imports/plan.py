"""The plan comes in from a file: read, shown, then written; undone as one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID, uuid4

from django.urls import reverse

from chefforum.calc.cells import Cell, NoHeads, as_text, lines_under_heads
from chefforum.kernel.access.rules import Actor
from chefforum.kernel.imports import registry
from chefforum.kernel.imports.tables import no_columns, tables_of
from chefforum.web import danish

from ..access import KEEP
from ..queries.plan import all_facts, emails_of_persons, plan_state, words_of_systems
from ..queries.plan_words import Names, said_in_words
from ..rules.plan import PLAN_FIELDS, PLAN_NAMES, PlanFacts, WrongPlan, as_json, check_plan, differing, from_json
from ..rules.plan_rows import (
    HEADS,
    PLAN_COLUMNS,
    WrongCell,
    is_unsaid,
    parts_of,
    read_day,
    read_element,
    read_kroner,
    read_state,
)
from ..services.plan import write_rows

LONGEST = {"title": 200, "why": 4000, "note": 2000}


def read_plan_file(
    *, actor: Actor, content: bytes, filename: str, options: Mapping[str, Any], at: dt.datetime, progress: Any = None
) -> registry.Preview:
    """What the file would write and change; lines that are wrong are told and left out. Raises UnreadableFile,
    AccessDenied."""
    KEEP.require(actor)
    state = plan_state()
    try:
        found = lines_under_heads(tables_of(content)[0], heads=HEADS, needed=("title",))
    except NoHeads as missing:
        raise no_columns(missing, columns=PLAN_COLUMNS, must="“Hvad”") from None
    reading = _Reading()
    problems = [
        registry.Problem(f"Kolonnen “{head[:40]}” bruges ikke.", level=registry.Level.NOTE) for head in found.unknown
    ]
    for number, line in found.lines:
        try:
            reading.take(number, line)
        except (WrongCell, WrongPlan) as wrong:
            problems.append(registry.Problem(str(wrong), number, registry.Level.ERROR))
    problems += reading.tie_together()
    rows = reading.rows()
    new = sum(item_id is None for item_id, _, _ in rows)
    return registry.Preview(
        summary=(
            danish.counted(len(found.lines), "linje læst,linjer læst"),
            f"{danish.counted(new, 'nyt punkt,nye punkter')}, {len(rows) - new} ændres, "
            f"{len(reading.met) - len(rows)} står der i forvejen",
        ),
        payload=[
            [
                str(item_id) if item_id else None,
                str(made_id),
                {name: as_json(getattr(facts, name)) for name in PLAN_FIELDS},
            ]
            for item_id, made_id, facts in rows
        ],
        fingerprint=state,
        changes=tuple(reading.changes(rows)),
        problems=tuple(sorted(problems, key=lambda one: one.line or 0)),
        nothing_to_do=not rows,
    )


class _Reading:
    """The lines taken so far against the plan as it stands."""

    def __init__(self) -> None:
        self._there = all_facts()
        self._titles: dict[str, list[UUID]] = {}
        for pk, (item, _) in self._there.items():
            self._titles.setdefault(_key(item.title), []).append(pk)
        self._systems = {word.casefold(): pk for pk, word in words_of_systems().items()}
        self._persons = emails_of_persons()
        self.met: dict[UUID, PlanFacts] = {}  # by the id that it has or will have
        self._after: dict[UUID, tuple[int, list[str]]] = {}

    def take(self, number: int, line: Mapping[str, Cell]) -> None:
        """Raises WrongCell, WrongPlan."""
        there = self._known_again(line)
        before = self._there[there][1] if there else PlanFacts(title="")
        said = {"title": " ".join(as_text(line["title"]).split()) or before.title}
        for column, field, read in self._readers():
            if column in line and as_text(line[column]):
                said[field] = read(line[column])
        facts = PlanFacts(**{**vars(before), **said})
        for field, most in LONGEST.items():
            if len(getattr(facts, field)) > most:
                raise WrongCell(f"“{PLAN_NAMES[field]}” er længere end {most} tegn.")
        check_plan(facts)
        made_id = there or uuid4()
        if made_id in self.met or any(
            _key(one.title) == _key(facts.title) and there is None for one in self.met.values()
        ):
            raise WrongCell(f"“{facts.title[:60]}” står to gange i filen. Den første er brugt.")
        self.met[made_id] = facts
        if as_text(line.get("after")):
            said_after = [] if is_unsaid(line["after"]) else parts_of(as_text(line["after"]))
            self._after[made_id] = (number, said_after)

    def _readers(self) -> tuple[tuple[str, str, Callable[[Cell], Any]], ...]:
        return (
            ("why", "why", _text),
            ("element", "element", lambda cell: read_element(as_text(cell))),
            ("owner", "owner_id", self._person),
            ("starts_on", "starts_on", read_day),
            ("ends_on", "ends_on", read_day),
            ("cost", "cost_oere", read_kroner),
            ("saving", "saving_oere", read_kroner),
            ("systems", "systems", self._systems_of),
            ("state", "state", lambda cell: read_state(as_text(cell))),
            ("note", "note", _text),
        )

    def _known_again(self, line: Mapping[str, Cell]) -> UUID | None:
        number = as_text(line.get("id"))
        if number:
            try:
                found = UUID(number)
            except ValueError:
                raise WrongCell(f"“{number[:60]}” er ikke et nummer herfra. Lad Nr. være tomt i nye.") from None
            if found not in self._there:
                raise WrongCell("Intet punkt i planen har det nummer. Lad Nr. være tomt i nye.")
            return found
        same = self._titles.get(_key(as_text(line["title"])), [])
        if len(same) > 1:
            raise WrongCell(f"{len(same)} punkter hedder det. Skriv nummeret fra en fil herfra i Nr.")
        return same[0] if same else None

    def _person(self, cell: Cell) -> UUID | None:
        email = as_text(cell).casefold()
        if is_unsaid(cell):
            return None
        if email not in self._persons:
            raise WrongCell(f"Ingen her har e-mailen {email[:60]}.")
        return self._persons[email]

    def _systems_of(self, cell: Cell) -> tuple[UUID, ...]:
        if is_unsaid(cell):
            return ()
        names = parts_of(as_text(cell))
        unknown = [one for one in names if one.casefold() not in self._systems]
        if unknown:
            raise WrongCell(f"Intet system i registret hedder {unknown[0][:60]}.")
        return tuple(sorted({self._systems[one.casefold()] for one in names}))

    def tie_together(self) -> list[registry.Problem]:
        """What each comes after, which may stand further down; a line that names nothing known is left out."""
        titles = {_key(facts.title): pk for pk, facts in self.met.items()}
        titles = {_key(item.title): pk for pk, (item, _) in self._there.items()} | titles
        problems = []
        for pk, (number, names) in self._after.items():
            unknown = [one for one in names if _key(one) not in titles]
            if unknown:
                del self.met[pk]
                text = f"Intet punkt hedder “{unknown[0][:60]}”, som det skulle komme efter."
                problems.append(registry.Problem(text, number, registry.Level.ERROR))
            else:
                after = tuple(sorted({titles[_key(one)] for one in names} - {pk}))
                self.met[pk] = PlanFacts(**{**vars(self.met[pk]), "depends_on": after})
        return problems

    def rows(self) -> list[tuple[UUID | None, UUID, PlanFacts]]:
        """Those that would change anything."""
        return [
            (pk if pk in self._there else None, pk, facts)
            for pk, facts in self.met.items()
            if pk not in self._there or differing(self._there[pk][1], facts)
        ]

    def changes(self, rows: list[tuple[UUID | None, UUID, PlanFacts]]) -> list[registry.Change]:
        titles = {pk: item.title for pk, (item, _) in self._there.items()}
        titles |= {pk: facts.title for pk, facts in self.met.items()}
        systems = {pk: word for word, pk in self._systems.items()}
        persons = {pk: email for email, pk in self._persons.items()}
        names: Names = {str(pk): word for pk, word in (*titles.items(), *systems.items(), *persons.items())}
        found = []
        for item_id, _, facts in rows:
            before = self._there[item_id][1] if item_id else PlanFacts(title="", element="", state="")
            kind = registry.ChangeKind.CHANGED if item_id else registry.ChangeKind.ADDED
            for name, (was, becomes) in differing(before, facts).items():
                was_said = said_in_words(name, as_json(was), names, sees_money=True) if item_id else ""
                becomes_said = said_in_words(name, as_json(becomes), names, sees_money=True)
                found.append(registry.Change(f"{facts.title}: {PLAN_NAMES[name]}", kind, was_said, becomes_said))
        return found


def _key(text: str) -> str:
    return " ".join(text.split()).casefold()


def _text(cell: Cell) -> str:
    return "" if is_unsaid(cell) else str(cell or "").strip()


def fingerprint_of_plan(payload: Any) -> str:
    return plan_state()


def apply_plan(*, actor: Actor, payload: Any, at: dt.datetime, progress: Any = None) -> registry.Receipt:
    """Carries the preview out. Raises AccessDenied, WrongPlan where two would come after each other."""
    rows = [
        (
            UUID(item_id) if item_id else None,
            UUID(made_id),
            PlanFacts(**{name: from_json(name, value) for name, value in said.items()}),
        )
        for item_id, made_id, said in payload
    ]
    written, changed, _ = write_rows(actor=actor, rows=rows, at=at)
    summary = (
        f"{danish.counted(written, 'punkt er skrevet,punkter er skrevet')}, {changed} er ændret.",
        "Fortryd det nederst på siden Plan, hvis det var forkert.",
    )
    return registry.Receipt(summary, (registry.Link("Se planen", reverse("it_portfolio:plan")),))
