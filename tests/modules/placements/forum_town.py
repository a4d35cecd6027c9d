"""The municipality of the forum's paper: seven departments, targets of a year as the paper has them, and placements."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from hashlib import sha256

from chefforum.kernel.access.queries import actor_for
from chefforum.kernel.access.rules import Actor, Role
from chefforum.kernel.organisation.models import Unit, UnitKind
from chefforum.kernel.people.models import Person
from chefforum.modules.placements.models import (
    JobType,
    Place,
    Placement,
    StaffingKey,
    Target,
    TargetRound,
    TargetShare,
    Workplace,
)
from chefforum.modules.placements.rules.kinds import PlacementKind
from tests import factories

AT = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
# name: wage subsidy a year and running, internships a year and running.
PAPER = {
    "Ældre, Sundhed & Social": (16, 4, 126, 10),
    "Borger, Arbejdsmarked & Erhverv": (3, 1, 23, 2),
    "Børn & Familie": (3, 1, 27, 2),
    "Dagtilbud & Skole": (28, 7, 223, 17),
    "Kultur, Fritid & Ejendomme": (5, 1, 44, 3),
    "Miljø & Teknik": (3, 1, 28, 2),
    "Økonomi & Stab": (2, 0, 16, 1),
}
INTERNSHIP, WAGE_SUBSIDY = PlacementKind.INTERNSHIP, PlacementKind.WAGE_SUBSIDY


@dataclass(frozen=True)
class ForumTown:
    """Departments and, below each, one workplace; `people`: coordinator, colleague, and a chief of each department
    (by its code) and a leader of each workplace ("leder-" and the code)."""

    top: Unit
    departments: Mapping[str, Unit]  # by code, "a" to "g" in the paper's order
    workplaces: Mapping[str, Unit]
    people: Mapping[str, Person]
    job_types: Mapping[str, JobType]

    def as_(self, name: str, on: dt.date) -> Actor:
        return actor_for(person=self.people[name], on=on)


def build() -> ForumTown:
    top = factories.unit("Kommunen", kind=UnitKind.MUNICIPALITY)
    people = {name: factories.person(name) for name in ("coordinator", "colleague", "director")}
    factories.role(people["coordinator"], Role.JOB_CONSULTANT, top)
    factories.employment(people["director"], top, is_leader=True)
    departments, workplaces = {}, {}
    for code, name in zip("abcdefg", PAPER, strict=True):
        departments[code] = factories.unit(name, under=top, code=code, kind=UnitKind.DEPARTMENT)
        workplaces[code] = factories.unit(
            f"Arbejdsplads {code}", under=departments[code], code=f"{code}1", kind=UnitKind.WORKPLACE
        )
        for person, unit in ((code, departments[code]), (f"leder-{code}", workplaces[code])):
            people[person] = factories.person(person)
            factories.employment(people[person], unit, is_leader=True)
    factories.employment(people["colleague"], workplaces["a"])
    job_types = {
        code: JobType.objects.create(code=code, name=name, position=place)
        for place, (code, name) in enumerate((("pleje", "Pleje"), ("kontor", "Kontor"), ("it", "It")))
    }
    return ForumTown(top, departments, workplaces, people, job_types)


def set_targets(town: ForumTown, *, year: int, number: int = 1) -> TargetRound:
    """The paper's table, as the round of a year."""
    key = StaffingKey.objects.create(name=f"Nøgle {year}.{number}", on_date=dt.date(year, 1, 1), created_at=AT)
    made = TargetRound.objects.create(
        year=year,
        number=number,
        key=key,
        holds_from=dt.date(year, 1, 1),
        grounds="Som forelagt.",
        set_at=AT,
        fingerprint="0" * 64,
    )
    for kind, yearly_at, totals in ((WAGE_SUBSIDY, 0, (60, 15)), (INTERNSHIP, 2, (487, 37))):
        target = Target.objects.create(
            round=made,
            kind=kind.value,
            basis="filled",
            slots=totals[1],
            occupancy=Decimal("0.75"),
            weeks=Decimal(4),
            rounding="down",
            method="largest_remainder",
            tie_rule="largest_first",
            yearly=totals[0],
            running=totals[1],
        )
        for code, row in zip("abcdefg", PAPER.values(), strict=True):
            TargetShare.objects.create(
                target=target,
                unit=town.departments[code],
                yearly=row[yearly_at],
                running=row[yearly_at + 1],
                running_quota=Decimal(row[yearly_at + 1]) or Decimal("0.4928"),
                yearly_quota=Decimal(row[yearly_at]),
            )
    return made


def _reference(*parts: object) -> str:
    """A number of its own, no longer than numbers are."""
    return sha256(repr(parts).encode()).hexdigest()[:18]


def place_people(
    town: ForumTown,
    counts: Mapping[str, int],
    *,
    kind: PlacementKind,
    year: int,
    days: int = 28,
    until: dt.date | None = None,
    job_type: str = "pleje",
) -> list[Placement]:
    """So many in each department's workplace, begun evenly over the year or until a day; each lasts `days` days."""
    first, last = dt.date(year, 1, 1), until or dt.date(year, 12, 31)
    made = []
    for code, count in counts.items():
        for place in range(count):
            begins = first + dt.timedelta(days=int((last - first).days * (place + 0.5) / count))
            made.append(
                Placement(
                    reference=_reference(year, kind, job_type, code, place, days),
                    kind=kind.value,
                    unit=town.workplaces[code],
                    job_type=town.job_types[job_type],
                    starts_on=begins,
                    ends_on=begins + dt.timedelta(days=days - 1),
                    created_at=AT,
                )
            )
    return Placement.objects.bulk_create(made)


def offer(town: ForumTown, code: str, *, kind: PlacementKind, slots: int) -> Place:
    """Slots at the department's workplace, open for years."""
    at, _ = Workplace.objects.get_or_create(
        unit=town.workplaces[code],
        defaults={
            "p_number": f"10034021{ord(code) - 87:02d}",
            "name": f"Sted {code}",
            "valid_from": dt.date(2020, 1, 1),
        },
    )
    return Place.objects.create(
        workplace=at,
        kind=kind.value,
        job_type=town.job_types["pleje"],
        slots=slots,
        open_from=dt.date(2023, 1, 1),
        created_at=AT,
    )


# As the paper says of the two years: 211 and 37, 205 and 40.
INTERNSHIPS_2024 = {"a": 60, "b": 8, "c": 12, "d": 95, "e": 19, "f": 12, "g": 5}
INTERNSHIPS_2025 = {"a": 58, "b": 22, "c": 10, "d": 78, "e": 20, "f": 11, "g": 6}
WAGE_SUBSIDIES_2024 = {"a": 10, "b": 3, "c": 2, "d": 15, "e": 4, "f": 2, "g": 1}
WAGE_SUBSIDIES_2025 = {"a": 11, "b": 6, "c": 1, "d": 14, "e": 5, "f": 2, "g": 1}


def fill(town: ForumTown, *, until: dt.date) -> None:
    """2024, 2025 and 2026 until a day: internships of four weeks, wage subsidies of thirteen."""
    set_targets(town, year=2026)
    place_people(town, INTERNSHIPS_2024, kind=INTERNSHIP, year=2024)
    place_people(town, INTERNSHIPS_2025, kind=INTERNSHIP, year=2025)
    place_people(town, WAGE_SUBSIDIES_2024, kind=WAGE_SUBSIDY, year=2024, days=91)
    place_people(town, WAGE_SUBSIDIES_2025, kind=WAGE_SUBSIDY, year=2025, days=91)
    place_people(
        town, {code: count // 2 for code, count in INTERNSHIPS_2025.items()}, kind=INTERNSHIP, year=2026, until=until
    )
    place_people(
        town, {"a": 8, "b": 3, "c": 1, "d": 9, "e": 2, "f": 2}, kind=WAGE_SUBSIDY, year=2026, days=91, until=until
    )
    place_people(town, {"b": 6, "e": 5}, kind=INTERNSHIP, year=2026, until=until, job_type="kontor")
    place_people(town, {"g": 2}, kind=INTERNSHIP, year=2026, until=until, job_type="it")
    for code, slots in (("a", 8), ("b", 2), ("d", 12), ("e", 3), ("f", 2)):
        offer(town, code, kind=INTERNSHIP, slots=slots)
