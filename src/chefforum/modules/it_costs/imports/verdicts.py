"""What a party says of an extract's lines comes in from the file that the extract went out as."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

from django import forms
from django.urls import reverse
from django.utils import timezone

from chefforum.calc.cells import NoHeads
from chefforum.kernel.access.rules import AccessDenied, Actor
from chefforum.kernel.imports import registry
from chefforum.kernel.imports.tables import no_columns, tables_of
from chefforum.kernel.organisation.queries import tree_on
from chefforum.web import danish

from ..models import Extract, ExtractLine, LineVerdict
from ..queries.cost_lines import systems_to_choose
from ..queries.extract_lines import facts_said, line_facts
from ..queries.extracts import ExtractNotFound, find_extract, lines_seen, list_extracts
from ..rules.extract_kinds import PARTY_NAMES, SAID_NAMES, Party, Said, Via
from ..rules.extract_rows import READ, OtherExtract, read_verdicts
from ..rules.extract_verdicts import VerdictFacts, WrongVerdict, check_verdict
from ..rules.kinds import choices
from ..rules.lines import Line, ReadLines, WrongLine
from ..services.extract_verdicts import Answer, may_bring, say
from ..services.extracts import ExtractWrong
from .looking_up import problems_of

KINDS = registry.ChangeKind


class VerdictOptions(forms.Form):
    """Which extract the file answers, and for whom."""

    extract = forms.ChoiceField(label="Udtræk")
    party = forms.ChoiceField(label="Hvem har svaret", choices=list(reversed(choices(PARTY_NAMES))))

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["extract"]
        assert isinstance(field, forms.ChoiceField)
        found = list_extracts(actor=actor).filter(validated_at__isnull=True)
        field.choices = [(str(one.pk), f"{one.name} ({one.sha256[:8]})") for one in found]


def read_verdict_file(
    *, actor: Actor, content: bytes, filename: str, options: Mapping[str, Any], at: dt.datetime, progress: Any = None
) -> registry.Preview:
    """What the file would say of each line; bad lines are told and left out, and a file of another extract is refused.
    Raises UnreadableFile, AccessDenied."""
    extract, party = _asked(actor, options)
    try:
        may_bring(actor=actor, extract=extract, party=party)
    except (AccessDenied, ExtractWrong) as refusal:
        raise registry.UnreadableFile(str(refusal)) from refusal
    fingerprint = _state(extract.pk)
    read = _read(content, extract)
    problems = problems_of(read)
    reading = _Reading(actor, extract, party, at)
    for line in read.lines:
        if "said" not in line.said:
            if any(name in line.said for name in READ if name not in ("sha256", "number")):
                problems.append(registry.Problem("“Svar” er tomt. Skriv Enig, Uenig eller Skal rettes.", line.number))
            continue
        if "sha256" not in line.said:
            problems.append(registry.Problem("“Kontrolsum” er tom. Lad den stå, som filen blev hentet.", line.number))
            continue
        try:
            reading.take(line)
        except (WrongLine, WrongVerdict) as wrong:
            problems.append(registry.Problem(str(wrong), line.number, registry.Level.ERROR))
    found = reading.found
    return registry.Preview(
        summary=(
            f"{extract.name}: {danish.counted(len(found), 'svar,svar')} fra {PARTY_NAMES[party].lower()}",
            f"{reading.same} står der i forvejen",
        ),
        payload={
            "extract": str(extract.pk),
            "party": party.value,
            "answers": [[number, _plain(facts)] for number, facts in found.items()],
        },
        fingerprint=fingerprint,
        changes=tuple(reading.changes),
        problems=tuple(sorted(problems, key=lambda one: one.line or 0)),
        nothing_to_do=not found,
    )


def _asked(actor: Actor, options: Mapping[str, Any]) -> tuple[Extract, Party]:
    try:
        extract = find_extract(actor=actor, extract_id=UUID(options["extract"]))
    except ExtractNotFound:
        raise registry.UnreadableFile("Udtrækket findes ikke mere. Vælg et andet.") from None
    return extract, Party(options["party"])


def _read(content: bytes, extract: Extract) -> ReadLines:
    try:
        return read_verdicts(tables_of(content)[0], sha256=extract.sha256)
    except NoHeads as missing:
        raise no_columns(missing, columns=READ, must="Kontrolsum, Linje og Svar") from None
    except OtherExtract as other:
        raise registry.UnreadableFile(
            f"Filen hører til et andet udtræk: kontrolsummen er ikke den, “{extract.name}” har. Vælg det udtræk, filen "
            "er hentet fra, eller hent filen igen.",
            line=other.line,
        ) from None


class _Reading:
    """What the file says, held against what stands. Five queries for the whole file."""

    def __init__(self, actor: Actor, extract: Extract, party: Party, at: dt.datetime) -> None:
        self.lines = {one.number: one for one in lines_seen(actor=actor, extract=extract)}
        standing = LineVerdict.objects.filter(line__extract=extract, party=party.value, replaced_at__isnull=True)
        self.standing = {one.line_id: facts_said(one) for one in standing}
        self.systems: dict[str, list[UUID]] = {}
        for pk, name in systems_to_choose():
            self.systems.setdefault(name.casefold(), []).append(pk)
        self.units = {unit.code.casefold(): unit.id for unit in tree_on(timezone.localdate(at)).units}
        self.found: dict[int, VerdictFacts] = {}
        self.changes: list[registry.Change] = []
        self.same = 0

    def take(self, line: Line) -> None:
        """Raises WrongLine, WrongVerdict."""
        number = line.said.get("number")
        frozen = self.lines.get(number) if number is not None else None
        if frozen is None:
            raise WrongLine(f"Udtrækket har ingen linje {number if number is not None else 'uden nummer'} hos dig.")
        if frozen.number in self.found:
            raise WrongLine(f"Linje {frozen.number} står to gange i filen. Den første er brugt.")
        facts = self._facts(line)
        check_verdict(facts, line_facts(frozen))
        stands = self.standing.get(frozen.pk)
        if stands == facts:
            self.same += 1
            return
        self.found[frozen.number] = facts
        kind = KINDS.ADDED if stands is None else KINDS.CHANGED
        where = f"Linje {frozen.number}: {_named(frozen)}"
        self.changes.append(registry.Change(where, kind, in_words(stands) if stands else "", in_words(facts)))

    def _facts(self, line: Line) -> VerdictFacts:
        said = line.said
        unit, system = said.get("proposed_unit", ""), said.get("proposed_system", "")
        if unit and unit.casefold() not in self.units:
            raise WrongLine(f"Ingen enhed har koden {unit[:40]} i dag.")
        systems: Sequence[UUID] = self.systems.get(system.casefold(), ()) if system else ()
        if system and len(systems) != 1:
            raise WrongLine(f"{len(systems) or 'Ingen'} systemer i registret hedder {system[:60]}.")
        return VerdictFacts(
            said=said["said"],
            reason=said.get("reason", "").strip(),
            amount_oere=said.get("proposed_amount"),
            quantity=said.get("proposed_quantity"),
            category=said.get("proposed_category", ""),
            activity=said.get("proposed_activity", ""),
            unit_id=self.units[unit.casefold()] if unit else None,
            system_id=systems[0] if systems else None,
        )


def _named(line: ExtractLine) -> str:
    return ", ".join(filter(None, (line.system_name, line.source_name, str(line.year))))


def in_words(facts: VerdictFacts) -> str:
    reason = f": {facts.reason}" if facts.reason else ""
    return f"{SAID_NAMES[Said(facts.said)]}{reason}"


def _plain(facts: VerdictFacts) -> dict[str, Any]:
    return {
        name: str(value) if isinstance(value, UUID | Decimal) else value
        for name, value in vars(facts).items()
        if value not in (None, "")
    }


def _back(said: Mapping[str, Any]) -> VerdictFacts:
    found = dict(said)
    for name, kind in (("unit_id", UUID), ("system_id", UUID), ("quantity", Decimal)):
        if name in found:
            found[name] = kind(found[name])
    return VerdictFacts(**found)


def fingerprint_of_verdicts(payload: Any) -> str:
    return _state(UUID(payload["extract"]))


def _state(extract_id: UUID) -> str:
    """What stands, and who signed: any of it that is another since the preview stops the import. Two queries."""
    rows = LineVerdict.objects.filter(line__extract=extract_id, replaced_at__isnull=True)
    signed = Extract.objects.filter(pk=extract_id, signatures__withdrawn_at__isnull=True)
    said = [list(rows.order_by("pk").values_list("pk", flat=True)), list(signed.values_list("signatures", flat=True))]
    return hashlib.sha256(repr(said).encode()).hexdigest()


def apply_verdicts(*, actor: Actor, payload: Any, at: dt.datetime, progress: Any = None) -> registry.Receipt:
    """Raises AccessDenied, ExtractWrong, ExtractNotFound."""
    pk = UUID(payload["extract"])
    saying = say(
        actor=actor,
        extract_id=pk,
        party=Party(payload["party"]),
        answers=[Answer(number, _back(facts)) for number, facts in payload["answers"]],
        via=Via.FILE,
        at=at,
    )
    lines = [f"{danish.counted(saying.count, 'linje er besvaret,linjer er besvaret')}."]
    lines += [f"Linje {number}: {text}" for number, text in saying.refused[:50]]
    return registry.Receipt(tuple(lines), (registry.Link("Se linjerne", reverse("it_costs:extract_lines", args=[pk])),))
