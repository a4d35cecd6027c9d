"""From what KITOS says to answers of ours. "Undecided", "DontKnow" and nothing are no answer: it stays open."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Protocol

from chefforum.modules.it_costs.rules.contracts import months_after
from chefforum.modules.it_costs.rules.kinds import SOURCE_NAMES, Source

from .compliance import Said, Status

MONTHS = {"BiYearly": 6, "Yearly": 12, "EveryOtherYear": 24, "EveryThirdYear": 36}
RISKS = {"Low": "low", "Medium": "medium", "High": "high"}


class Protection(Protocol):
    """KITOS' row of a system in use."""

    @property
    def agreement_required(self) -> str | None: ...
    @property
    def risk_assessed(self) -> str | None: ...
    @property
    def risk_assessed_on(self) -> dt.date | None: ...
    @property
    def risk(self) -> str | None: ...
    @property
    def impact_assessed(self) -> str | None: ...
    @property
    def impact_assessed_on(self) -> dt.date | None: ...
    @property
    def web_accessible(self) -> str | None: ...
    @property
    def web_checked_on(self) -> dt.date | None: ...


class Processing(Protocol):
    """KITOS' registration of who processes data for us."""

    @property
    def is_concluded(self) -> str | None: ...
    @property
    def concluded_on(self) -> dt.date | None: ...
    @property
    def transfers(self) -> str | None: ...
    @property
    def basis_for_transfer(self) -> str: ...
    @property
    def interval(self) -> str | None: ...
    @property
    def is_overseen(self) -> str | None: ...
    @property
    def overseen_on(self) -> dt.date | None: ...


def said_by_kitos(protection: Protection, processing: Iterable[Processing]) -> dict[str, Said]:
    """By the requirement's code; what KITOS does not say is not there."""
    rows = tuple(processing)
    found = {
        "gdpr_agreement": _agreement(protection, rows),
        "gdpr_oversight": _oversight(rows),
        "gdpr_risk": _risk(protection),
        "gdpr_dpia": _done(protection.impact_assessed, protection.impact_assessed_on, "Konsekvensanalyse"),
        "gdpr_transfer": _transfer(rows),
        "web_scope": _web_scope(protection),
        "web_access": _web(protection),
    }
    return {code: said for code, said in found.items() if said is not None}


def _say(
    status: Status, ground: str, *, on: dt.date | None = None, until: dt.date | None = None, choice: str = ""
) -> Said:
    name = SOURCE_NAMES[Source.KITOS]
    return Said(status.value, choice, ground, on, until, source=Source.KITOS.value, by=name)


def _agreement(protection: Protection, rows: tuple[Processing, ...]) -> Said | None:
    if protection.agreement_required == "No":
        return _say(Status.NOT_APPLICABLE, "KITOS siger, at en databehandleraftale ikke er nødvendig")
    words = [one.is_concluded for one in rows]
    if "No" in words:
        return _say(Status.NOT_FULFILLED, "KITOS siger, at aftalen ikke er indgået")
    if not words or None in words or "Undecided" in words:
        return None
    if "Yes" not in words:
        return _say(Status.NOT_APPLICABLE, "KITOS siger, at en aftale ikke er relevant")
    days = [one.concluded_on for one in rows if one.concluded_on is not None]
    return _say(Status.FULFILLED, "Aftalen er indgået", on=max(days, default=None))


def _oversight(rows: tuple[Processing, ...]) -> Said | None:
    """The registration that was looked after longest ago decides."""
    if not rows:
        return None
    if any(one.overseen_on is None for one in rows):
        said_no = any(one.overseen_on is None and one.is_overseen == "No" for one in rows)
        return _say(Status.NOT_FULFILLED, "KITOS siger, at der ikke er ført tilsyn") if said_no else None
    ends = [(_end(one), one) for one in rows]
    oldest = min((one for _, one in ends), key=lambda one: one.overseen_on or dt.date.max)
    until = min((end for end, _ in ends if end is not None), default=None)
    return _say(Status.FULFILLED, "Tilsyn ført", on=oldest.overseen_on, until=until)


def _end(row: Processing) -> dt.date | None:
    months = MONTHS.get(row.interval or "")
    return months_after(row.overseen_on, months) if months and row.overseen_on else None


def _risk(protection: Protection) -> Said | None:
    if protection.risk_assessed == "Irrelevant":
        return _say(Status.NOT_APPLICABLE, "KITOS siger, at en risikovurdering ikke er relevant")
    choice = RISKS.get(protection.risk or "", "")
    if protection.risk_assessed == "Yes" and choice:
        return _say(Status.FULFILLED, "Risikoen er vurderet", on=protection.risk_assessed_on, choice=choice)
    return _say(Status.NOT_FULFILLED, "KITOS siger nej") if protection.risk_assessed == "No" else None


def _done(word: str | None, on: dt.date | None, what: str) -> Said | None:
    if word == "Yes":
        return _say(Status.FULFILLED, f"{what} er lavet", on=on)
    return _say(Status.NOT_FULFILLED, f"{what} er ikke lavet") if word == "No" else None


def _transfer(rows: tuple[Processing, ...]) -> Said | None:
    words = [one.transfers for one in rows]
    if any(one.transfers == "Yes" and not one.basis_for_transfer for one in rows):
        return _say(Status.NOT_FULFILLED, "Sendes til usikre lande uden et grundlag i KITOS")
    if not words or None in words or "Undecided" in words:
        return None
    grounds = sorted({one.basis_for_transfer for one in rows if one.transfers == "Yes"})
    return _say(Status.FULFILLED, f"Grundlag: {', '.join(grounds)}" if grounds else "Intet sendes til usikre lande")


def _web_scope(protection: Protection) -> Said | None:
    if protection.web_accessible is None:
        return None
    return _say(Status.FULFILLED, "KITOS følger tilgængeligheden", choice="yes")


def _web(protection: Protection) -> Said | None:
    if protection.web_accessible == "Yes":
        return _say(Status.FULFILLED, "Lever op til kravene", on=protection.web_checked_on)
    if protection.web_accessible in ("No", "Partially"):
        words = "lever delvist op" if protection.web_accessible == "Partially" else "lever ikke op"
        return _say(Status.NOT_FULFILLED, f"KITOS siger, at det {words} til kravene", on=protection.web_checked_on)
    return None
