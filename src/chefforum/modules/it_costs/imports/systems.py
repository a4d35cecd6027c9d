"""Systems come in from a file: read, shown, then kept."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.urls import reverse
from django.utils import timezone

from chefforum.calc.cells import NoHeads
from chefforum.kernel.access.rules import Actor
from chefforum.kernel.imports import registry
from chefforum.kernel.imports.tables import tables_of
from chefforum.web import danish

from ..access import WRITE_SYSTEMS, may_write_system
from ..models import ItSystem
from ..queries.proposals import validated_fields
from ..queries.texts import texts_of
from ..rules.field_texts import FIELD_NAMES, NO, USERS, YES, band_of, band_text, in_words, list_text
from ..rules.kinds import SystemKind
from ..rules.lines import Line, WrongLine
from ..rules.register import WrongFacts, check_need
from ..rules.system_rows import SYSTEM_COLUMNS, read_systems
from ..services.register_rows import SystemRow, write_system_rows
from .looking_up import Book, by_name, fingerprint, known_again, problems_of

KINDS = registry.ChangeKind
TITLES = FIELD_NAMES | {"need": "Nødvendigt", "need_reason": "Begrundelse"}
_NEW = {"kind": SystemKind.SYSTEM.value, "bought_outside_it": NO, "need": "unknown"}


class SystemOptions(forms.Form):
    """What an import of systems asks besides the file."""

    is_own = forms.BooleanField(
        label="Ret også oplysninger, som nogen har bekræftet",
        required=False,
        help_text="Sæt kryds, når filen er jeres egen og er rigtig. Ellers bliver det, filen siger, et forslag ved "
        "siden af det bekræftede.",
    )

    def __init__(self, *args: Any, actor: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)


def read_system_file(
    *, actor: Actor, content: bytes, filename: str, options: Mapping[str, Any], at: dt.datetime, progress: Any = None
) -> registry.Preview:
    """What the file would register and change; lines that are wrong are told and left out. Raises UnreadableFile,
    AccessDenied."""
    WRITE_SYSTEMS.require(actor)
    state = fingerprint(None)
    try:
        read = read_systems(tables_of(content)[0])
    except NoHeads:
        heads = ", ".join(SYSTEM_COLUMNS.values())
        raise registry.UnreadableFile(
            f"Filen har ingen linje med kolonnernes navne. Navn skal være der; de andre kan mangle: {heads}."
        ) from None
    problems = problems_of(read)
    reading = _Reading(actor, Book.now(on=timezone.localdate(at)), is_own=bool(options.get("is_own")))
    for line in read.lines:
        try:
            reading.take(line)
        except (WrongLine, WrongFacts) as wrong:
            problems.append(registry.Problem(str(wrong), line.number, registry.Level.ERROR))
    problems += reading.notes
    rows = reading.rows
    new = sum(row.system_id is None for row in rows)
    proposed = sum(bool(row.proposes) for row in rows)
    summary = [
        danish.counted(len(read.lines), "linje læst,linjer læst"),
        f"{danish.counted(new, 'nyt system,nye systemer')}, {len(rows) - new} ændres, "
        f"{reading.seen - len(rows)} er der i forvejen",
    ]
    if proposed:
        summary.append(
            f"{danish.counted(proposed, 'system får,systemer får')} forslag ved siden af det, nogen har bekræftet"
        )
    if vendors := reading.book.new_vendors:
        summary.append(danish.counted(len(vendors), "ny leverandør oprettes,nye leverandører oprettes"))
    return registry.Preview(
        summary=tuple(summary),
        payload={"is_own": reading.is_own, "rows": [row.as_json() for row in rows]},
        fingerprint=state,
        changes=tuple(reading.changes),
        problems=tuple(sorted(problems, key=lambda one: one.line or 0)),
        nothing_to_do=not rows,
    )


class _Reading:
    """The lines taken so far against the register as it stands."""

    def __init__(self, actor: Actor, book: Book, *, is_own: bool) -> None:
        self.actor, self.book, self.is_own = actor, book, is_own
        systems = list(ItSystem.objects.all())
        self._by_id, self._by_name = {one.pk: one for one in systems}, by_name(systems)
        self._texts = texts_of(self._by_id)
        for one in systems:
            self._texts[one.pk] |= {"need": one.need, "need_reason": one.need_reason}
        self._validated = validated_fields()
        self._met: set[object] = set()
        self.rows: list[SystemRow] = []
        self.changes: list[registry.Change] = []
        self.notes: list[registry.Problem] = []
        self.seen = 0

    def take(self, line: Line) -> None:
        """Raises WrongLine, WrongFacts."""
        there = known_again(line.said, self._by_id, self._by_name, "Intet system her")
        name = line.said.get("name") or (there.name if there else "")
        if not name:
            raise WrongLine("“Navn” mangler.")
        if (key := there.pk if there else name.casefold()) in self._met:
            raise WrongLine(f"{name[:60]} står to gange i filen. Den første er brugt.")
        before = self._texts[there.pk] if there else {}
        after = self._said(line.said, before)
        self._ask_access(there, after)
        self._check(before | after)
        self._met.add(key)
        self.seen += 1
        changed = {one: text for one, text in after.items() if before.get(one, _empty(one)) != text}
        held = self._validated.get(there.pk, frozenset()) if there and not self.is_own else frozenset()
        proposes = {one: text for one, text in changed.items() if one in held}
        becomes = {one: text for one, text in changed.items() if one not in held}
        if there is None:
            becomes = after
        elif not changed:
            return
        self.rows.append(SystemRow(there.pk if there else None, becomes, proposes))
        self._tell(name, there, before, becomes, proposes)
        if there is not None and there.removed_at is not None:
            text = f"{name[:60]} er ude af registret. Det rettes, men bliver ude."
            self.notes.append(registry.Problem(text, line.number, registry.Level.WARNING))

    def _said(self, said: Mapping[str, Any], before: Mapping[str, str]) -> dict[str, str]:
        """The line's values as texts by field."""
        found = {
            name: value
            for name, value in said.items()
            if name in TITLES and isinstance(value, str) and name != "vendor"
        }
        if "vendor" in said or "cvr" in said:
            found["vendor"] = self.book.vendor_text(said.get("vendor", ""), said.get("cvr", ""))
        if "owner_unit" in said:
            self.book.unit(said["owner_unit"])
        if "owner" in said:
            self.book.person(said["owner"])
            found["owner"] = self.book.persons[said["owner"]].email
        for code in said.get("units", ()):
            self.book.unit(code)
        found |= {name: list_text(said[name]) for name in ("units", "tasks") if name in said}
        if "bought_outside_it" in said:
            found["bought_outside_it"] = YES if said["bought_outside_it"] else NO
        if "users_low" in said or "users_high" in said:
            low, high = band_of(before.get(USERS, ""))
            found[USERS] = band_text(said.get("users_low", low), said.get("users_high", high))
        return found

    def _check(self, texts: Mapping[str, str]) -> None:
        low, high = band_of(texts.get(USERS, ""))
        if low is not None and high is not None and high < low:
            raise WrongLine("“Brugere, højst” er mindre end “Brugere, mindst”.")
        check_need(texts.get("need", "unknown"), texts.get("need_reason", ""))

    def _ask_access(self, there: ItSystem | None, after: Mapping[str, str]) -> None:
        code = after.get("owner_unit")
        units: list[UUID | None] = [self.book.units[code]] if code else [] if there else [None]
        units += [there.owner_unit_id] if there else []
        if not all(may_write_system(self.actor, unit) for unit in units):
            raise WrongLine(
                "Det hører til en enhed, du ikke er it-ansvarlig for."
                if code or there
                else "Skriv enhedskoden på en enhed, du er it-ansvarlig for."
            )

    def _tell(
        self,
        name: str,
        there: ItSystem | None,
        before: Mapping[str, str],
        becomes: Mapping[str, str],
        proposes: Mapping[str, str],
    ) -> None:
        told = sorted({*becomes, *proposes}, key=list(TITLES).index)
        after = [self._words(one, {**becomes, **proposes}) + (" (forslag)" if one in proposes else "") for one in told]
        self.changes.append(
            registry.Change(
                name,
                KINDS.CHANGED if there else KINDS.ADDED,
                "; ".join(self._words(one, before) for one in told) if there else "",
                "; ".join(one for one in after if there or not one.endswith(": –")),
            )
        )

    def _words(self, name: str, texts: Mapping[str, str]) -> str:
        return f"{TITLES[name]}: {in_words(name, texts.get(name, ''), self.book.names_of_units) or '–'}"


def _empty(name: str) -> str:
    return _NEW.get(name, "")


def apply_systems(*, actor: Actor, payload: Any, at: dt.datetime, progress: Any = None) -> registry.Receipt:
    """Carries the preview out. Raises AccessDenied."""
    rows: Sequence[SystemRow] = [SystemRow.from_json(row) for row in payload["rows"]]
    new, changed = write_system_rows(actor=actor, rows=rows, is_own=payload["is_own"], at=at)
    words = f"{danish.counted(new, 'system er registreret,systemer er registreret')}, {changed} er ændret."
    return registry.Receipt((words,), (registry.Link("Se systemerne", reverse("it_costs:systems")),))
