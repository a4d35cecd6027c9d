"""What laws ask of a system: each requirement with its paragraph, from when it holds, and the rule that says whether it
is asked of this system. A rule answers None where the fact that decides is not known: then the requirement is open.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from chefforum.modules.it_costs.rules.kinds import Answer, PersonalData, SystemKind


class Law(StrEnum):
    GDPR = "gdpr"
    NIS2 = "nis2"
    AI = "ai"
    WEB = "web"


LAW_NAMES = {Law.GDPR: "Persondata", Law.NIS2: "Cybersikkerhed", Law.AI: "AI", Law.WEB: "Webtilgængelighed"}
LAW_TITLES = {
    Law.GDPR: "Databeskyttelsesforordningen (GDPR)",
    Law.NIS2: "NIS 2-loven",
    Law.AI: "AI-forordningen",
    Law.WEB: "Webtilgængelighedsloven",
}
LAW_SOURCES = {
    Law.GDPR: "Forordning (EU) 2016/679",
    Law.NIS2: "Lov nr. 434 af 6. maj 2025",
    Law.AI: "Forordning (EU) 2024/1689, ændret ved forordning (EU) 2026/1744 af 8. juli 2026",
    Law.WEB: "Lov nr. 692 af 8. juni 2018 med senere ændringer",
}


@dataclass(frozen=True)
class Facts:
    """What the register says of a system, and what was chosen where a requirement asks for a choice (code → choice).
    `has_contract` None: no contract is known; False: all that are known have ended."""

    kind: str
    personal_data: str = PersonalData.UNKNOWN.value
    uses_ai: str = Answer.UNKNOWN.value
    is_business_critical: str = Answer.UNKNOWN.value
    is_socially_critical: str = Answer.UNKNOWN.value
    has_owner: bool = False
    has_contract: bool | None = None
    chosen: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_critical(self) -> bool | None:
        """None: not known. One yes is enough; no takes both."""
        both = {self.is_business_critical, self.is_socially_critical}
        if Answer.YES in both:
            return True
        return False if both == {Answer.NO.value} else None


Applies = Callable[[Facts], bool | None]


@dataclass(frozen=True)
class Requirement:
    """`words`: the law in plain words; `when`: the rule of `applies` in words; `lacks`: the fact that it waits for
    where that answers None. `choices`: what fulfilling it means choosing among, each with whether that fulfils.
    `interval_months`: fulfilled for so long after it was looked at. `reads`: what the register alone says of it."""

    code: str
    law: Law
    title: str
    paragraph: str
    words: str
    when: str
    lacks: str
    valid_from: dt.date
    applies: Applies
    interval_months: int | None = None
    choices: Mapping[str, tuple[str, bool]] = field(default_factory=dict)
    reads: Callable[[Facts], tuple[bool | None, str]] | None = None


def _personal(facts: Facts) -> bool | None:
    if facts.personal_data == PersonalData.UNKNOWN:
        return None
    return facts.personal_data != PersonalData.NONE


def _dpia(facts: Facts) -> bool | None:
    if facts.personal_data in (PersonalData.SENSITIVE, PersonalData.OFFENCES):
        return True
    if facts.personal_data == PersonalData.NONE:
        return False
    if facts.personal_data == PersonalData.UNKNOWN:
        return None
    return _chosen(facts, "gdpr_risk", yes=("high",))


def _risk_plan(facts: Facts) -> bool | None:
    asked = _personal(facts)
    return _chosen(facts, "gdpr_risk", yes=("high",)) if asked else asked


def _ai(facts: Facts) -> bool | None:
    return {Answer.YES.value: True, Answer.NO.value: False}.get(facts.uses_ai)


def _ai_class(*classes: str) -> Applies:
    def asked(facts: Facts) -> bool | None:
        uses = _ai(facts)
        return _chosen(facts, "ai_class", yes=classes) if uses else uses

    return asked


def _web(facts: Facts) -> bool | None:
    if facts.kind == SystemKind.INSTALLATION:
        return False
    return _chosen(facts, "web_scope", yes=("yes",))


def _chosen(facts: Facts, code: str, *, yes: Collection[str]) -> bool | None:
    choice = facts.chosen.get(code, "")
    return choice in yes if choice else None


def _criticality(facts: Facts) -> tuple[bool | None, str]:
    critical = facts.is_critical
    if critical is None:
        return None, ""
    return True, "Registret siger, at det er kritisk" if critical else "Registret siger, at det ikke er kritisk"


def _owner(facts: Facts) -> tuple[bool | None, str]:
    return (True, "Systemejeren står i registret") if facts.has_owner else (None, "")


def _contract(facts: Facts) -> tuple[bool | None, str]:
    if facts.has_contract is None:
        return None, ""
    return (
        (True, "En kontrakt står i registret") if facts.has_contract else (False, "Kontrakten i registret er udløbet")
    )


PERSONAL = "Systemet har personoplysninger."
CRITICAL = "Systemet er forretnings- eller samfundskritisk."
GDPR_DAY, NIS_DAY, WEB_DAY = dt.date(2018, 5, 25), dt.date(2025, 7, 1), dt.date(2018, 9, 23)
YEAR = 12
REQUIREMENTS: tuple[Requirement, ...] = (
    Requirement(
        "gdpr_agreement", Law.GDPR, "Databehandleraftale", "Artikel 28, stk. 3",
        "Den, der behandler personoplysninger for os, skal være bundet af en aftale om hvad, hvor længe og til hvad.",
        PERSONAL, "personoplysninger", GDPR_DAY, _personal,
    ),
    Requirement(
        "gdpr_oversight", Law.GDPR, "Tilsyn med databehandleren", "Artikel 28, stk. 1 og stk. 3, litra h",
        "Vi må kun bruge databehandlere, der kan stå inde for sikkerheden. Aftalen skal lade os se efter, at de gør.",
        PERSONAL, "personoplysninger", GDPR_DAY, _personal, interval_months=YEAR,
    ),
    Requirement(
        "gdpr_risk", Law.GDPR, "Risikovurdering", "Artikel 32",
        "Sikkerheden skal passe til, hvad der kan ske for borgere og ansatte, hvis det går galt. Det skal vurderes.",
        PERSONAL, "personoplysninger", GDPR_DAY, _personal, interval_months=2 * YEAR,
        choices={"low": ("Lav risiko", True), "medium": ("Mellem risiko", True), "high": ("Høj risiko", True)},
    ),
    Requirement(
        "gdpr_risk_plan", Law.GDPR, "Plan for høj risiko", "Artikel 32, stk. 1",
        "Sikkerheden skal passe til risikoen. Er den høj, skal vi gøre noget ved den. Planen siger hvad, og hvornår.",
        "Risikoen er vurderet til høj.", "risikovurdering", GDPR_DAY, _risk_plan,
    ),
    Requirement(
        "gdpr_dpia", Law.GDPR, "Konsekvensanalyse", "Artikel 35, stk. 1 og stk. 3, litra b",
        "Er risikoen for borgerne høj, skal følgerne analyseres, før behandlingen går i gang. Det er den ved følsomme "
        "oplysninger og strafbare forhold i stort omfang. Er det ikke i stort omfang, så svar, at kravet ikke gælder.",
        "Systemet har følsomme oplysninger eller oplysninger om strafbare forhold, eller risikoen er høj.",
        "personoplysninger og risiko", GDPR_DAY, _dpia,
    ),
    Requirement(
        "gdpr_transfer", Law.GDPR, "Overførsel til lande uden for EU", "Artikel 44-46",
        "Oplysninger må kun sendes ud af EU, hvis landet er godkendt, eller hvis der er stillet garantier for dem.",
        PERSONAL, "personoplysninger", GDPR_DAY, _personal,
    ),
    Requirement(
        "nis2_criticality", Law.NIS2, "Taget stilling til, om det er kritisk", "§ 6, stk. 1, nr. 1 og 9",
        "Loven kræver risikoanalyse og styr på det, vi ejer. Vi skal vide, hvad vigtige opgaver står og falder med.",
        "Alle systemer.", "", NIS_DAY, lambda facts: True, reads=_criticality,
    ),
    Requirement(
        "nis2_owner", Law.NIS2, "En ansvarlig systemejer", "§ 6, stk. 1, nr. 9",
        "Loven kræver styr på det, vi ejer. Derfor skal et kritisk system have én, der svarer for det.",
        CRITICAL, "kritisk", NIS_DAY, lambda facts: facts.is_critical, reads=_owner,
    ),
    Requirement(
        "nis2_contract", Law.NIS2, "Gyldig kontrakt med krav til sikkerhed", "§ 6, stk. 1, nr. 4 og 5",
        "Sikkerheden skal også holde hos leverandøren. Det kræver en aftale, der gælder.",
        CRITICAL, "kritisk", NIS_DAY, lambda facts: facts.is_critical, reads=_contract,
    ),
    Requirement(
        "nis2_contingency", Law.NIS2, "Beredskabsplan", "§ 6, stk. 1, nr. 3 og 6",
        "Vi skal kunne arbejde videre, når systemet er nede, og få det op igen. Det skal vurderes, om planen virker.",
        CRITICAL, "kritisk", NIS_DAY, lambda facts: facts.is_critical, interval_months=YEAR,
    ),
    Requirement(
        "nis2_supplier", Law.NIS2, "Vurdering af leverandøren", "§ 6, stk. 1, nr. 4",
        "Vi skal vide, hvad der sker, hvis leverandøren bliver ramt, også når flere systemer har den samme.",
        CRITICAL, "kritisk", NIS_DAY, lambda facts: facts.is_critical, interval_months=2 * YEAR,
    ),
    Requirement(
        "ai_class", Law.AI, "Klasse", "Artikel 5, 6 og 50",
        "AI er forbudt, høj risiko, begrænset eller minimal risiko. Klassen afgør, hvad der mere kræves. "
        "Forbuddene har været der siden 2. februar 2025; to nye om krænkende billeder gælder fra 2. december 2026.",
        "Systemet bruger AI.", "om det bruger AI", dt.date(2025, 2, 2), _ai,
        choices={
            "prohibited": ("Forbudt brug", False), "high": ("Høj risiko", True),
            "limited": ("Begrænset risiko", True), "minimal": ("Minimal risiko", True),
        },
    ),
    Requirement(
        "ai_role", Law.AI, "Vores rolle", "Artikel 3, nr. 3 og 4",
        "Den, der udvikler AI eller sætter sit navn på den, har flere pligter end den, der bruger den.",
        "Systemet bruger AI.", "om det bruger AI", dt.date(2025, 2, 2), _ai,
        choices={"deployer": ("Vi bruger den (idriftsætter)", True), "provider": ("Vi udbyder den (udbyder)", True)},
    ),
    Requirement(
        "ai_literacy", Law.AI, "Oplærte brugere", "Artikel 4",
        "Vi skal gøre noget for, at de, der bruger AI for os, forstår den. Loven kræver ikke, at den enkelte når "
        "et bestemt niveau.",
        "Systemet bruger AI.", "om det bruger AI", dt.date(2025, 2, 2), _ai,
    ),
    Requirement(
        "ai_high", Law.AI, "Pligter ved høj risiko", "Artikel 26, 27 og 113",
        "Mennesker skal følge med og kunne gribe ind, logge skal gemmes i mindst seks måneder, og følgerne for "
        "borgernes rettigheder skal vurderes. For AI i produkter (bilag I) er dagen 2. august 2028.",
        "AI i systemet er høj risiko.", "AI-klasse", dt.date(2027, 12, 2), _ai_class("high"),
    ),
    Requirement(
        "ai_transparency", Law.AI, "Sige, at det er AI", "Artikel 50",
        "Den, der taler med AI, skal vide det. Billeder, lyd og film, der ser ægte ud, skal mærkes. Det skal tekst, "
        "der oplyser borgerne, også, hvis ingen har set den efter.",
        "AI i systemet er begrænset eller høj risiko.", "AI-klasse", dt.date(2026, 8, 2), _ai_class("limited", "high"),
    ),
    Requirement(
        "web_scope", Law.WEB, "Er det en hjemmeside eller app?", "§ 1, stk. 1",
        "Loven gælder vores websteder og apps, også intranet. Interne sags- og fagsystemer er som udgangspunkt ikke "
        "med, men det, de viser på et websted eller intranettet, er.",
        "It-systemer. Tekniske installationer er det ikke.", "", WEB_DAY,
        lambda facts: facts.kind != SystemKind.INSTALLATION,
        choices={"yes": ("Ja, hjemmeside eller app", True), "no": ("Nej, ingen af delene", True)},
    ),
    Requirement(
        "web_access", Law.WEB, "Alle kan bruge det", "§ 3, stk. 1",
        "Websteder og apps skal kunne opfattes, bruges og forstås af alle, også med skærmlæser og uden mus.",
        "Det er en hjemmeside eller app.", "om det er en hjemmeside eller app", WEB_DAY, _web, interval_months=YEAR,
    ),
    Requirement(
        "web_statement", Law.WEB, "Tilgængelighedserklæring", "§ 4",
        "Der skal ligge en erklæring om, hvor tilgængeligt det er. Den skal føres ajour mindst én gang om året.",
        "Det er en hjemmeside eller app.", "om det er en hjemmeside eller app", WEB_DAY, _web, interval_months=YEAR,
    ),
)  # fmt: skip
BY_CODE = {one.code: one for one in REQUIREMENTS}
BY_LAW = {law: tuple(one for one in REQUIREMENTS if one.law is law) for law in Law}
# The facts of the register that decide here; choices are made in the answers themselves.
CHOICES = tuple(one.code for one in REQUIREMENTS if one.choices)
