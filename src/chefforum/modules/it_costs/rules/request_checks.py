"""What is looked at while a request is written and when it is decided: data and law, and the money. Pure.

What nobody has said is open, never "no" and never "in order".
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from chefforum.web import danish

from .kinds import Answer, PersonalData
from .request_facts import RequestFacts, total_oere
from .request_words import AiClass


class Mark(StrEnum):
    GOOD = "good"
    OPEN = "open"
    STOP = "stop"


MARK_NAMES = {Mark.GOOD: "I orden", Mark.OPEN: "Åbent", Mark.STOP: "Ikke i orden"}


@dataclass(frozen=True)
class Check:
    """One thing that was looked at, in words that say what to do where it is open."""

    title: str
    mark: Mark
    words: str

    @property
    def told(self) -> str:
        return MARK_NAMES[self.mark]


def checks_of(facts: RequestFacts) -> tuple[Check, ...]:
    """Data, law and budget, in the order that they are read."""
    return (_data(facts), *_agreement(facts), _ai(facts), _accessible(facts), _budget(facts))


def _data(facts: RequestFacts) -> Check:
    said = facts.personal_data
    if said == PersonalData.UNKNOWN:
        return Check("Personoplysninger", Mark.OPEN, "Sig, om der er personoplysninger i det, og hvilke.")
    if said == PersonalData.NONE:
        return Check("Personoplysninger", Mark.GOOD, "Der er ingen.")
    if said == PersonalData.ORDINARY:
        return Check("Personoplysninger", Mark.GOOD, "Almindelige personoplysninger.")
    return Check("Personoplysninger", Mark.GOOD, "Følsomme personoplysninger eller strafbare forhold.")


def _agreement(facts: RequestFacts) -> list[Check]:
    """Regulation 2016/679, articles 28 and 35: nothing is asked where there are no personal data."""
    if facts.personal_data == PersonalData.NONE:
        return []
    found = [
        _answer(
            "Databehandleraftale",
            facts.processor_agreement,
            yes="Den er indgået.",
            no="Den skal indgås, før der lægges personoplysninger ind.",
            unknown="Sig, om den er indgået, eller spørg leverandøren.",
        )
    ]
    if facts.personal_data in (PersonalData.SENSITIVE, PersonalData.OFFENCES) or facts.ai_class == AiClass.HIGH:
        found.append(
            _answer(
                "Konsekvensanalyse",
                facts.dpia,
                yes="Den er lavet.",
                no="Følsomme oplysninger eller AI med høj risiko kræver den som regel. Lav den først.",
                unknown="Sig, om den er lavet.",
            )
        )
    return found


def _ai(facts: RequestFacts) -> Check:
    said = facts.ai_class
    if said == AiClass.UNKNOWN:
        return Check("AI", Mark.OPEN, "Sig, om det bruger AI, og med hvilken risiko.")
    if said == AiClass.FORBIDDEN:
        return Check("AI", Mark.STOP, "Den slags AI er forbudt (AI-forordningens artikel 5).")
    if said == AiClass.HIGH:
        return Check("AI", Mark.OPEN, "Høj risiko: leverandørens papirer, tilsyn af et menneske og log skal være klar.")
    if said == AiClass.LIMITED:
        return Check("AI", Mark.OPEN, "De, der møder det, skal vide, at det er AI.")
    return Check("AI", Mark.GOOD, "Det bruger ikke AI." if said == AiClass.NONE else "Lille risiko.")


def _accessible(facts: RequestFacts) -> Check:
    return _answer(
        "Tilgængelighed",
        facts.is_accessible,
        yes="Leverandøren siger, at det følger reglerne.",
        no="Websider og apps skal følge reglerne. Sæt det som vilkår, eller vælg et andet.",
        unknown="Bed leverandøren om en tilgængelighedserklæring.",
    )


def _budget(facts: RequestFacts) -> Check:
    total = total_oere(facts.lines)
    if total is None:
        return Check("Budget", Mark.OPEN, "Skriv, hvad det koster, i hver linje.")
    told = danish.money(round(total / 100))
    if facts.funding_unit_id is None:
        return Check("Budget", Mark.OPEN, f"{told} i alt. Skriv, hvem der betaler.")
    if not facts.funding_account.strip() and not facts.funding.strip():
        return Check("Budget", Mark.OPEN, f"{told} i alt. Skriv kontoen, eller hvor pengene kommer fra.")
    return Check("Budget", Mark.GOOD, f"{told} i alt. {facts.funding_account or facts.funding}".strip())


def _answer(title: str, said: str, *, yes: str, no: str, unknown: str) -> Check:
    if said == Answer.YES:
        return Check(title, Mark.GOOD, yes)
    return Check(title, Mark.STOP, no) if said == Answer.NO else Check(title, Mark.OPEN, unknown)
