"""Contracts come in from a file: read, shown, then kept."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils import timezone

from chefforum.calc.cells import NoHeads
from chefforum.kernel.access.rules import Actor
from chefforum.kernel.imports import registry
from chefforum.kernel.imports.tables import tables_of
from chefforum.web import danish

from ..access import WRITE_SYSTEMS, may_write_system
from ..models import Contract, ContractSystem, ItSystem
from ..queries.texts import texts_of_contracts
from ..rules.contract_rows import CONTRACT_COLUMNS, percent, read_contracts
from ..rules.contracts import CONTRACT_NAMES, check_shares
from ..rules.field_texts import in_words
from ..rules.lines import Line, WrongLine
from ..rules.register import WrongFacts
from ..services.contract_rows import ContractRow, write_contract_rows
from .looking_up import Book, by_name, fingerprint, known_again, problems_of

KINDS = registry.ChangeKind
TITLES = {name.removesuffix("_id"): title for name, title in CONTRACT_NAMES.items()}
_DAYS = ("starts_on", "ends_on", "irrevocable_until")
_PLAIN = ("name", "number", "price_regulation", "accounting")


def read_contract_file(
    *, actor: Actor, content: bytes, filename: str, options: Mapping[str, Any], at: dt.datetime, progress: Any = None
) -> registry.Preview:
    """What the file would register and change; lines that are wrong are told and left out. Raises UnreadableFile,
    AccessDenied."""
    WRITE_SYSTEMS.require(actor)
    state = fingerprint(None)
    try:
        read = read_contracts(tables_of(content)[0])
    except NoHeads:
        heads = ", ".join(CONTRACT_COLUMNS.values())
        raise registry.UnreadableFile(
            "Filen har ingen linje med kolonnernes navne. Navn eller Kontraktnummer skal være der; de andre kan "
            f"mangle: {heads}."
        ) from None
    problems = problems_of(read)
    reading = _Reading(actor, Book.now(on=timezone.localdate(at)))
    for line in read.lines:
        try:
            reading.take(line)
        except (WrongLine, WrongFacts) as wrong:
            problems.append(registry.Problem(str(wrong), line.number, registry.Level.ERROR))
    rows = reading.rows
    new = sum(row.contract_id is None for row in rows)
    summary = [
        danish.counted(len(read.lines), "linje læst,linjer læst"),
        f"{danish.counted(new, 'ny kontrakt,nye kontrakter')}, {len(rows) - new} ændres, "
        f"{reading.seen - len(rows)} er der i forvejen",
    ]
    if vendors := reading.book.new_vendors:
        summary.append(danish.counted(len(vendors), "ny leverandør oprettes,nye leverandører oprettes"))
    return registry.Preview(
        summary=tuple(summary),
        payload=[row.as_json() for row in rows],
        fingerprint=state,
        changes=tuple(reading.changes),
        problems=tuple(sorted(problems, key=lambda one: one.line or 0)),
        nothing_to_do=not rows,
    )


class _Reading:
    """The lines taken so far against the register as it stands."""

    def __init__(self, actor: Actor, book: Book) -> None:
        self.actor, self.book = actor, book
        contracts = list(Contract.objects.all())
        self._by_id, self._by_name = {one.pk: one for one in contracts}, by_name(contracts)
        self._by_number: dict[str, list[Contract]] = defaultdict(list)
        for one in contracts:
            if one.number:
                self._by_number[one.number.casefold()].append(one)
        self._texts = texts_of_contracts(self._by_id)
        self._covers: dict[UUID, dict[UUID, Decimal | None]] = defaultdict(dict)
        for covered in ContractSystem.objects.all():
            self._covers[covered.contract_id][covered.system_id] = covered.share
        systems = list(ItSystem.objects.all())
        self._systems, self._names = by_name(systems), {one.pk: one.name for one in systems}
        self._met: set[object] = set()
        self.rows: list[ContractRow] = []
        self.changes: list[registry.Change] = []
        self.seen = 0

    def take(self, line: Line) -> None:
        """Raises WrongLine, WrongFacts."""
        there = self._known_again(line.said)
        name = line.said.get("name") or (there.name if there else "")
        if not name:
            raise WrongLine("“Navn” mangler.")
        if (key := there.pk if there else (line.said.get("number") or name).casefold()) in self._met:
            raise WrongLine(f"{name[:60]} står to gange i filen. Den første er brugt.")
        before = self._texts[there.pk] if there else {}
        after = self._said(line.said)
        self._ask_access(there, after)
        _check({**before, **after})
        held = self._covers[there.pk] if there else {}
        covers = self._wanted(line.said, held)
        self._met.add(key)
        self.seen += 1
        becomes = {one: text for one, text in after.items() if before.get(one, "") != text}
        new_covers = {one: share for one, share in covers.items() if one not in held or held[one] != share}
        if there is not None and not becomes and not new_covers:
            return
        self.rows.append(ContractRow(there.pk if there else None, becomes, new_covers or None))
        self._tell(name, there, before, becomes, new_covers)

    def _known_again(self, said: Mapping[str, Any]) -> Contract | None:
        number = said.get("number", "").casefold()
        if "id" not in said and number:
            found = self._by_number.get(number, [])
            if len(found) > 1:
                raise WrongLine(f"{len(found)} kontrakter har nummer {said['number']}. Skriv vores eget nummer i Nr.")
            if found:
                return found[0]
            same = self._by_name.get(said.get("name", "").casefold(), [])
            return same[0] if len(same) == 1 and not same[0].number else None
        found_by_name: Contract | None = known_again(said, self._by_id, self._by_name, "Ingen kontrakt her")
        return found_by_name

    def _said(self, said: Mapping[str, Any]) -> dict[str, str]:
        found = {name: said[name] for name in _PLAIN if name in said}
        if "vendor" in said or "cvr" in said:
            found["vendor"] = self.book.vendor_text(said.get("vendor", ""), said.get("cvr", ""))
        if "unit" in said:
            self.book.unit(said["unit"])
            found["unit"] = said["unit"]
        found |= {name: said[name].isoformat() for name in _DAYS if name in said}
        if "notice_months" in said:
            found["notice_months"] = str(said["notice_months"])
        return found

    def _wanted(self, said: Mapping[str, Any], held: Mapping[UUID, Decimal | None]) -> dict[UUID, Decimal | None]:
        """The systems that the line names with their shares. Raises WrongLine, WrongFacts."""
        names, shares = said.get("systems", ()), said.get("shares")
        if shares is not None and len(shares) != len(names):
            raise WrongLine("Der skal være en andel for hvert system, eller ingen.")
        found: dict[UUID, Decimal | None] = {}
        for place, name in enumerate(names):
            system = self._system(name)
            found[system] = shares[place] if shares is not None else held.get(system)
        check_shares(list({**held, **found}.values()))
        return found

    def _system(self, name: str) -> UUID:
        found = self._systems.get(name.casefold(), [])
        if len(found) != 1:
            many = "Flere systemer" if found else "Intet system her"
            raise WrongLine(f"{many} hedder {name[:60]}.")
        pk: UUID = found[0].pk
        return pk

    def _ask_access(self, there: Contract | None, after: Mapping[str, str]) -> None:
        code = after.get("unit")
        units: list[UUID | None] = [self.book.units[code]] if code else [] if there else [None]
        units += [there.unit_id] if there else []
        if not all(may_write_system(self.actor, unit) for unit in units):
            raise WrongLine(
                "Den hører til en enhed, du ikke er it-ansvarlig for."
                if code or there
                else "Skriv enhedskoden på en enhed, du er it-ansvarlig for."
            )

    def _tell(
        self,
        name: str,
        there: Contract | None,
        before: Mapping[str, str],
        becomes: Mapping[str, str],
        covers: Mapping[UUID, Decimal | None],
    ) -> None:
        told = sorted(becomes, key=list(TITLES).index)
        after = [self._words(one, becomes) for one in told]
        after += [
            f"Dækker: {self._names[one]}{'' if share is None else f' ({percent(share)} %)'}"
            for one, share in covers.items()
        ]
        self.changes.append(
            registry.Change(
                name,
                KINDS.CHANGED if there else KINDS.ADDED,
                "; ".join(self._words(one, before) for one in told) if there else "",
                "; ".join(after),
            )
        )

    def _words(self, name: str, texts: Mapping[str, str]) -> str:
        text = texts.get(name, "")
        said = danish.date(dt.date.fromisoformat(text)) if text and name in _DAYS else ""
        return f"{TITLES[name]}: {said or in_words(name, text, self.book.names_of_units) or '–'}"


def _check(texts: Mapping[str, str]) -> None:
    starts, ends, until = (texts.get(name, "") for name in _DAYS)
    if starts and ends and ends < starts:
        raise WrongLine("Kontrakten slutter, før den starter.")
    if starts and until and until < starts:
        raise WrongLine("“Uopsigelig til og med” er, før kontrakten starter.")


def apply_contracts(*, actor: Actor, payload: Any, at: dt.datetime, progress: Any = None) -> registry.Receipt:
    """Carries the preview out. Raises AccessDenied."""
    rows = [ContractRow.from_json(row) for row in payload]
    new, changed = write_contract_rows(actor=actor, rows=rows, at=at)
    words = f"{danish.counted(new, 'kontrakt er registreret,kontrakter er registreret')}, {changed} er ændret."
    return registry.Receipt((words,), (registry.Link("Se kontrakterne", reverse("it_costs:contracts")),))
