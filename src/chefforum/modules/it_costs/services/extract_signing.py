"""The parties name what they agree to differ on, sign, and take a signature back while the other has not signed."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from django.db import transaction
from django.urls import reverse

from chefforum.kernel.access.rules import AccessDenied, Actor
from chefforum.kernel.audit.services import record
from chefforum.kernel.notifications.services import notify, settle

from ..access import is_coordinator
from ..models import Extract, ExtractException, ExtractSignature
from ..queries.extract_check import check_extract
from ..queries.extract_lines import LineNotFound, find_line, is_hand
from ..queries.extract_signing import agreed_sum, standing
from ..rules.extract_kinds import PARTY_NAMES, ExtractStatus, LineState, Party
from .extracts import KIND, ExtractWrong, locked, require_unsigned

ASKED, SIGNED = "it_costs.extract_asked", "it_costs.extract_signed"


def may_sign(actor: Actor, extract: Extract, party: Party) -> bool:
    """The coordinator for the municipality, their named hand for the analyst."""
    return is_hand(actor, extract) if party == Party.ANALYST else is_coordinator(actor) and not is_hand(actor, extract)


@transaction.atomic
def except_line(*, actor: Actor, extract_id: UUID, number: int, reason: str, at: dt.datetime) -> ExtractException:
    """A line that they differ on is named as one they agree to differ on. Raises ExtractWrong, LineNotFound,
    ExtractNotFound, AccessDenied."""
    extract = _open_to(actor, extract_id)
    if not reason.strip():
        raise ExtractWrong("reason", "Skriv, hvorfor I er enige om at lade linjen stå.")
    line = find_line(actor=actor, extract=extract, number=number)
    state = line.state  # type: ignore[attr-defined]
    if state == LineState.EXCEPTED:
        raise ExtractWrong("", "Linjen er allerede navngivet som undtagelse.")
    if state != LineState.DISPUTED:
        raise ExtractWrong("", "Kun en linje, som I er uenige om, kan være en undtagelse.")
    made = ExtractException.objects.create(line=line, reason=reason.strip(), at=at, person_id=actor.person_id)
    _record(actor, at, "it_costs.except_line", extract, {"line": number})
    return made


@transaction.atomic
def unexcept_line(*, actor: Actor, extract_id: UUID, number: int, at: dt.datetime) -> None:
    """Raises ExtractWrong, LineNotFound, ExtractNotFound, AccessDenied."""
    extract = _open_to(actor, extract_id)
    found = ExtractException.objects.filter(line__extract=extract, line__number=number, removed_at__isnull=True)
    if not found.update(removed_at=at):
        raise LineNotFound(number)
    _record(actor, at, "it_costs.unexcept_line", extract, {"line": number})


@transaction.atomic
def sign(
    *,
    actor: Actor,
    extract_id: UUID,
    party: Party,
    name: str,
    role: str,
    on: dt.date,
    seen_sha256: str,
    seen_agreed: str,
    at: dt.datetime,
    today: dt.date,
) -> ExtractSignature:
    """A party signs the extract and all that stands of it; with the second it is validated, for ever. `seen_…`: the
    sums as the page showed them. Raises ExtractWrong, ExtractNotFound, AccessDenied."""
    extract = locked(extract_id)
    _require_party(actor, extract, party)
    _check_signature(extract, name=name, role=role, on=on, today=today)
    others = list(extract.signatures.filter(withdrawn_at__isnull=True))
    _check_others(actor, extract, party, others)
    agreed = agreed_sum(extract)
    if (seen_sha256, seen_agreed) != (extract.sha256, agreed):
        raise ExtractWrong(
            "", "Svarene er ændret, siden siden blev vist. Se efter, og skriv under igen. Intet er gemt."
        )
    if not check_extract(extract).is_whole:
        raise ExtractWrong("", "Kontrolsummen passer ikke: noget i udtrækket er ændret. Se siden Kontrol.")
    _check_lines(extract)
    made = ExtractSignature.objects.create(
        extract=extract,
        party=party.value,
        name=name.strip(),
        role=role.strip(),
        on=on,
        sha256=extract.sha256,
        agreed_sha256=agreed,
        at=at,
        person_id=actor.person_id,
    )
    if others:
        extract.validated_at = at
        extract.save(update_fields=["validated_at"])
    _record(actor, at, "it_costs.sign_extract", extract, {"party": party.value, "sha256": extract.sha256})
    _tell(actor, extract, party, at, is_last=bool(others))
    return made


@transaction.atomic
def withdraw(*, actor: Actor, extract_id: UUID, party: Party, reason: str, at: dt.datetime) -> None:
    """Raises ExtractWrong where both have signed, nobody has, or no reason is given; ExtractNotFound, AccessDenied."""
    extract = locked(extract_id)
    _require_party(actor, extract, party)
    if extract.validated_at is not None:
        raise ExtractWrong("", "Begge har skrevet under. En underskrift kan ikke trækkes tilbage mere.")
    found = extract.signatures.filter(party=party.value, withdrawn_at__isnull=True).first()
    if found is None:
        raise ExtractWrong("", "Der er ingen underskrift at trække tilbage.")
    if not reason.strip():
        raise ExtractWrong("reason", "Skriv, hvorfor underskriften trækkes tilbage.")
    found.withdrawn_at, found.withdrawn_reason = at, reason.strip()
    found.save(update_fields=["withdrawn_at", "withdrawn_reason"])
    _record(actor, at, "it_costs.withdraw_signature", extract, {"party": party.value})


def _open_to(actor: Actor, extract_id: UUID) -> Extract:
    """Of who signs for a party, while nobody has signed."""
    extract = locked(extract_id)
    if not any(may_sign(actor, extract, party) for party in Party):
        raise AccessDenied("Det er koordinatoren og den, der skriver for analytikeren, der navngiver undtagelser.")
    require_unsigned(extract)
    return extract


def _require_party(actor: Actor, extract: Extract, party: Party) -> None:
    if not may_sign(actor, extract, party):
        raise AccessDenied(f"Du kan ikke skrive under for den part: {PARTY_NAMES[party]}.")


def _check_signature(extract: Extract, *, name: str, role: str, on: dt.date, today: dt.date) -> None:
    if extract.status != ExtractStatus.FINAL:
        raise ExtractWrong("", "Et udkast kan ikke underskrives. Frys et udtræk til validering.")
    if not name.strip():
        raise ExtractWrong("name", "Skriv navnet på den, der skriver under.")
    if not role.strip():
        raise ExtractWrong("role", "Skriv, hvilken rolle personen har.")
    if on > today:
        raise ExtractWrong("on", "Datoen kan ikke ligge i fremtiden.")
    if on < extract.created_at.date():
        raise ExtractWrong("on", "Datoen kan ikke ligge før den dag, udtrækket blev frosset.")


def _check_others(actor: Actor, extract: Extract, party: Party, others: list[ExtractSignature]) -> None:
    if extract.validated_at is not None or any(one.party == party for one in others):
        raise ExtractWrong("", f"{PARTY_NAMES[party]} har allerede skrevet under.")
    if any(one.person_id == actor.person_id for one in others):
        raise ExtractWrong("", "Den samme person kan ikke skrive under for begge parter.")


def _check_lines(extract: Extract) -> None:
    found = standing(extract)
    for party, left in found.left.items():
        if left:
            raise ExtractWrong("", f"{PARTY_NAMES[party]} mangler at svare på {left} af linjerne.")
    if found.disputed:
        raise ExtractWrong(
            "", f"I er uenige om {found.disputed} af linjerne. Bliv enige, eller navngiv dem som undtagelser."
        )


def _tell(actor: Actor, extract: Extract, party: Party, at: dt.datetime, *, is_last: bool) -> None:
    """The other party, that it waits for them; nobody is asked to answer any more."""
    url = reverse("it_costs:extract_sign", args=[extract.pk])
    other = extract.person_id if party == Party.ANALYST else extract.analyst_hand_id
    settle(kinds=[ASKED], url=reverse("it_costs:extract_lines", args=[extract.pk]), at=at)
    if is_last:
        text = f"It-udtrækket “{extract.name}” er valideret: begge parter har skrevet under"
    else:
        text = f"{PARTY_NAMES[party]} har skrevet under på it-udtrækket “{extract.name}”. Nu venter det på dig"
    notify(actor=actor, at=at, person_ids=[other], kind=SIGNED, text=text, url=url)


def _record(actor: Actor, at: dt.datetime, action: str, extract: Extract, data: dict[str, Any]) -> None:
    record(
        actor=actor,
        at=at,
        action=action,
        object_kind=KIND,
        object_id=extract.pk,
        object_name=extract.name,
        data=data,
    )
