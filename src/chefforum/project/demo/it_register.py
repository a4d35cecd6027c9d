"""Lindeby's systems and installations (demo/it/systemer.csv): who makes and has them, contracts, what needs what;
loaded by the imports and services that the pages use. More are invented on top for whoever asks for many."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

from django.utils import timezone

from chefforum.kernel.access.rules import Actor
from chefforum.modules.it_costs.models import ItSystem
from chefforum.modules.it_costs.queries.register import facts_of
from chefforum.modules.it_costs.rules.contract_rows import CONTRACT_COLUMNS
from chefforum.modules.it_costs.rules.contracts import months_after
from chefforum.modules.it_costs.rules.system_rows import SYSTEM_COLUMNS
from chefforum.modules.it_costs.services.dependencies import say_dependency
from chefforum.modules.it_costs.services.register import validate_fields

from .importing import bring_in_content
from .leaders import Town

SEED, YEARS_BACK = 6, 4
VENDORS = (
    "Bøgeskov Systemer",
    "Tinghøj Data",
    "Solbakke Sky",
    "Lyngbakke Kommunesystemer",
    "Havblik It",
    "Klitgård Data",
    "Kornblomst Apps",
    "Ravnsø Sikkerhed",
    "Fjordtek",
    "Skovmærke Web",
    "Vandmærke Gis",
    "Egekrog Teknik",
    "Mosegård Telefoni",
    "Brombær Print",
    "Strandager Læring",
)
# The number of nobody: the check digit of a CVR number does not fit them.
CVR = {name: f"990001{place:02}" for place, name in enumerate(VENDORS, 11)}
WITHOUT_CVR = ("Brombær Print", "Skovmærke Web")
# Who needs whom, and what is exchanged.
NEEDS = (
    ("Sagsbroen", "Adgangsmesteren", "brugere"),
    ("Rigsdaler", "Adgangsmesteren", "brugere"),
    ("Omsorgen", "Adgangsmesteren", "brugere"),
    ("Omsorgen", "Databroen", "borgere og medicin"),
    ("Omsorgen", "Plejehjemmenes netværk", ""),
    ("Nødkaldet", "Plejehjemmenes netværk", ""),
    ("Vagtplan Vest", "Lønkilden", "timer"),
    ("Lønkilden", "Rigsdaler", "løn pr. omkostningssted"),
    ("Rigsdaler Indkøb", "Rigsdaler", "fakturaer"),
    ("Budgettavlen", "Rigsdaler", "bogført"),
    ("Tallageret", "Databroen", "udtræk hver nat"),
    ("Blanketten", "Sagsbroen", "ansøgninger"),
    ("Byggeplanen", "Sagsbroen", "sager"),
    ("Byggeplanen", "Kortbordet", "matrikler"),
    ("Barnets Sag", "Sagsbroen", "sager"),
    ("Jobsporet", "Databroen", "borgere"),
    ("Ydelsesværket", "Databroen", "borgere"),
    ("Skolesporet", "Databroen", "elever"),
    ("Klassevæg", "Skolesporet", "klasser"),
    ("Pladsen", "Rigsdaler", "opkrævninger"),
    ("Børnehusets dag", "Pladsen", "børn"),
    ("Arkivkisten", "Serverrum Nord", ""),
    ("Tandjournalen", "Serverrum Nord", ""),
    ("Tallageret", "Serverrum Nord", ""),
)
# What a list from elsewhere says otherwise than somebody has said is right.
SAID_ELSEWHERE = (
    {"Navn": "Kursusporten", "Brugere, mindst": "1400", "Brugere, højst": "1700"},
    {"Navn": "Arkivkisten", "Livscyklus": "Ikke i brug"},
    {"Navn": "Sig til", "Leverandør": "Vandmærke Gis"},
)
# For many more than the file has: what they are about, the task, and who has them.
_ABOUT = (
    ("Lære", "Læremiddel", "17.01", "330", "Læremidler"),
    ("Pleje", "Hjælp i plejen", "27.36", "320", "Velfærdsteknologi"),
    ("Byg", "Drift af bygninger", "82", "230", "Bygninger"),
    ("Vej", "Veje og parker", "05", "220", "Vej"),
    ("Job", "Kontakt til virksomheder", "15", "210", "Beskæftigelse"),
    ("Familie", "Forløb for familier", "27.24", "310", "Social"),
    ("Kultur", "Aktiviteter og tilmelding", "18", "230", "Kultur"),
    ("Kontor", "Hjælp til sagsgange", "00.01", "110", "Sag og dokument"),
    ("Sundheds", "Forløb og vejledning", "29", "310", "Sundhed og pleje"),
    ("Børne", "Planlægning i dagtilbud", "28", "330", "Dagtilbud"),
)
_ENDINGS = ("boksen", "hjulet", "loggen", "tavlen", "vejen", "kortet", "nøglen", "kilden", "porten", "bogen", "linjen")
REGULATIONS = ("Nettoprisindekset hver januar", "KL's pris- og lønskøn", "Fast pris")
_KINDS_OF_DATA = ("Ingen", "Almindelige personoplysninger", "Følsomme personoplysninger", "")


@dataclass(frozen=True)
class Invented:
    """Lines as the imports read them, by head."""

    systems: tuple[Mapping[str, str], ...]
    contracts: tuple[Mapping[str, str], ...]


def invent(*, folder: Path, on: dt.date, owners: Mapping[str, str], units: Sequence[str], count: int = 0) -> Invented:
    """The file's systems, and as many more as make `count`; with their contracts around the day `on`.

    `owners`: e-mail of who owns what the unit of the code has; `units`: every unit's code. The same every time.
    """
    random = Random(SEED)  # noqa: S311 - invented on purpose, and the same every time
    with (folder / "it" / "systemer.csv").open(encoding="utf-8", newline="") as file:
        systems = [_system(line, owners, units) for line in csv.DictReader(file, delimiter=";")]
    names = {one["Navn"] for one in systems}
    while len(systems) < count:
        made = _more(random, len(systems), owners, units)
        if made["Navn"] not in names:
            names.add(made["Navn"])
            systems.append(made)
    return Invented(tuple(systems), tuple(_contracts(random, systems, on)))


def file_of(rows: Iterable[Mapping[str, str]], heads: Iterable[str]) -> bytes:
    """A CSV of the lines, as somebody would send it."""
    text = io.StringIO(newline="")
    lines = csv.DictWriter(text, fieldnames=list(heads), delimiter=";", restval="")
    lines.writeheader()
    lines.writerows(rows)
    return text.getvalue().encode()


def load(*, folder: Path, at: dt.datetime) -> None:
    """The register as it stands at `at`. Raises DemoIsIncomplete."""
    town, on = Town.now(), timezone.localdate(at)
    owners = {code: person.email for code, person in town.leads.items()}
    made = invent(folder=folder, on=on, owners=owners, units=sorted(town.units))
    first = at - dt.timedelta(days=200)
    bring_in_many(made, at=first)
    actor = Actor.command_line()
    systems = {one.name: one for one in ItSystem.objects.all()}
    for name, other, text in NEEDS:
        say_dependency(actor=actor, system_id=systems[name].pk, on_system_id=systems[other].pk, text=text, at=first)
    keeper = town.actor("kim.stavnsbo", at)
    for name in sorted(systems)[::2] + [one["Navn"] for one in SAID_ELSEWHERE]:
        said = [
            field for field, value in vars(facts_of(systems[name])).items() if value not in ("", "unknown", None, ())
        ]
        validate_fields(actor=keeper, system_id=systems[name].pk, names=said, at=at - dt.timedelta(days=40))
    bring_in_content(
        "it_costs.systems", "liste-fra-revisionen.csv", file_of(SAID_ELSEWHERE, _heads(SAID_ELSEWHERE)), {}, at=at
    )


def bring_in_many(made: Invented, *, at: dt.datetime) -> None:
    """By the imports. Raises DemoIsIncomplete."""
    bring_in_content("it_costs.systems", "systemer.csv", file_of(made.systems, SYSTEM_COLUMNS.values()), {}, at=at)
    bring_in_content(
        "it_costs.contracts", "kontrakter.csv", file_of(made.contracts, CONTRACT_COLUMNS.values()), {}, at=at
    )


def _heads(rows: Iterable[Mapping[str, str]]) -> list[str]:
    return list(dict.fromkeys(head for row in rows for head in row))


def _system(line: Mapping[str, str], owners: Mapping[str, str], units: Sequence[str]) -> dict[str, str]:
    return {
        "Navn": line["navn"],
        "Type": line["type"],
        "Hvad det bruges til": line["hvad"],
        "Familie": line["familie"],
        "Livscyklus": line["livscyklus"],
        **_vendor(line["leverandør"]),
        "Enhedskode": line["enhed"],
        "Systemejers e-mail": owners.get(line["enhed"], ""),
        "Eget indkøb": line["eget"],
        "Brugere, mindst": line["mindst"],
        "Brugere, højst": line["højst"],
        "Bruges af (koder)": "; ".join(_users(line["bruges af"], units)),
        "Opgaver (KLE)": line["kle"],
        "Hvor det kører": line["drift"],
        "Forretningskritisk": line["forretningskritisk"],
        "Samfundskritisk": line["samfundskritisk"],
        "Udsatte borgere": line["udsatte"],
        "Personoplysninger": line["personoplysninger"],
        "Bruger AI": line["ai"],
        "Nødvendigt": line["behov"],
        "Begrundelse": line["begrundelse"],
    }


def _users(said: str, units: Sequence[str]) -> list[str]:
    """Every workplace, those of departments, or the ones that are named."""
    if said == "*":
        return [code for code in units if len(code) == 5]
    return [code for part in said.split(",") for code in units if code.startswith(part) and len(code) == 5]


def _vendor(name: str) -> dict[str, str]:
    return {"Leverandør": name, "CVR": "" if name in WITHOUT_CVR else CVR.get(name, "")}


def _more(random: Random, place: int, owners: Mapping[str, str], units: Sequence[str]) -> dict[str, str]:
    begins, what, task, department, family = random.choice(_ABOUT)
    below = [code for code in units if code.startswith(department) and len(code) == 5] or list(units)
    unit = random.choice(below)
    low = random.choice((None, 5, 10, 50, 100, 400))
    return {
        "Navn": f"{begins}{random.choice(_ENDINGS)} {place}",
        "Type": "Teknisk installation" if random.random() < 0.15 else "It-system",
        "Hvad det bruges til": what,
        "Familie": family,
        "Livscyklus": random.choice(("I drift", "I drift", "I drift", "Udfases", "Prøves af", "")),
        **_vendor(random.choice((*VENDORS, ""))),
        "Enhedskode": unit,
        "Systemejers e-mail": owners.get(unit, ""),
        "Eget indkøb": random.choice(("Ja", "Nej", "Nej")),
        "Brugere, mindst": "" if low is None else str(low),
        "Brugere, højst": "" if low is None else str(low * 2),
        "Bruges af (koder)": "; ".join(sorted(random.sample(below, min(len(below), random.randint(1, 4))))),
        "Opgaver (KLE)": task,
        "Hvor det kører": random.choice(("Hos leverandør", "Hos leverandør", "Hos os selv", "")),
        "Forretningskritisk": random.choice(("Ja", "Nej", "Nej", "")),
        "Personoplysninger": random.choice(_KINDS_OF_DATA),
        "Bruger AI": random.choice(("Ja", "Nej", "Nej", "")),
    }


def _contracts(random: Random, systems: Sequence[Mapping[str, str]], on: dt.date) -> list[dict[str, str]]:
    """One for each vendor's family where a vendor is known; every eighth is a department's that nobody wrote down."""
    groups: dict[tuple[str, str, str], list[str]] = {}
    for one in systems:
        if one["Leverandør"]:
            groups.setdefault((one["Leverandør"], one["Familie"], one["Enhedskode"]), []).append(one["Navn"])
    made = []
    for place, ((vendor, family, unit), names) in enumerate(groups.items()):
        if place % 8 == 5:
            continue
        year = on.year - random.randint(1, YEARS_BACK)
        starts = dt.date(year, random.choice((1, 4, 7, 10)), 1)
        years = random.choice((2, 4, 4, 6, None))
        ends = months_after(starts, 12 * years) - dt.timedelta(days=1) if years else None
        notice = random.choice((3, 6, 6, 12, None))
        made.append(
            {
                "Kontraktnummer": f"K-{year}-{place:03}",
                "Navn": f"{family}, {vendor} {place:03}" if len(names) > 1 else f"Aftale om {names[0]}",
                **_vendor(vendor),
                "Enhedskode": unit,
                "Starter": f"{starts:%d-%m-%Y}",
                "Slutter": f"{ends:%d-%m-%Y}" if ends else "",
                "Uopsigelig til og med": f"{months_after(starts, 24) - dt.timedelta(days=1):%d-%m-%Y}"
                if place % 3 == 0
                else "",
                "Varsel, måneder": "" if notice is None else str(notice),
                "Prisregulering": random.choice(
                    ("Nettoprisindekset hver januar", "KL's pris- og lønskøn", "Fast pris")
                ),
                "Systemer": "; ".join(names),
            }
        )
    return made
