"""Practice, wage subsidy and what is like them in Lindeby: rules, workplaces, places, keys, targets, and three years of
placements (demo/courses.py, demo/placements/), by the imports and services that the pages use."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from random import Random
from uuid import UUID

from django.utils import timezone

from chefforum.calc.apportionment import Method, TieRule
from chefforum.calc.places import Whole
from chefforum.kernel.access.rules import Actor
from chefforum.kernel.organisation.queries import fte_by_unit
from chefforum.modules.placements.models import JobType, Place, Placement, TaskList, Workplace
from chefforum.modules.placements.queries.keys import counted_departments
from chefforum.modules.placements.queries.targets import last_set_id
from chefforum.modules.placements.rules.kinds import Basis, EmptyReason, ExitType, PlacementKind
from chefforum.modules.placements.rules.outcomes import months_after
from chefforum.modules.placements.rules.places import PlaceWords
from chefforum.modules.placements.rules.register import Facts
from chefforum.modules.placements.rules.stays import Span, days_of_change, most_taken, taken_on
from chefforum.modules.placements.rules.targets import KindSettings
from chefforum.modules.placements.services.dated_rules import add_definition, add_usual_rules
from chefforum.modules.placements.services.job_types import add_usual_job_types
from chefforum.modules.placements.services.keys import make_key
from chefforum.modules.placements.services.places import note_empty, offer_place
from chefforum.modules.placements.services.register import register_placement
from chefforum.modules.placements.services.targets import NewRound, set_targets
from chefforum.modules.placements.services.workplaces import register_statement
from chefforum.web import danish

from . import placement_sharing, public_figures
from .courses import DAY, KINDS, MONTHS_AFTER, Course, courses, file_of, rows_of
from .importing import bring_in, bring_in_content
from .leaders import Town
from .placement_sharing import CONSULTANTS, COORDINATOR, EMAILS

OFFERED_BEFORE = dt.timedelta(days=400)
REGISTERED_BEFORE, PLANNED_AHEAD = dt.timedelta(days=5), dt.timedelta(days=11)
QUARTERS, HEADS_PER_FTE, NOT_COUNTED = (1, 4, 7, 10), 1.2, 17.5
WHY_EMPTY = {
    EmptyReason.NO_CANDIDATE: 38,
    EmptyReason.NO_SUPERVISOR: 20,
    EmptyReason.DECLINED_BY_CITIZEN: 14,
    EmptyReason.NO_TASK: 13,
    EmptyReason.DECLINED_BY_WORKPLACE: 9,
    EmptyReason.RULE: 4,
    EmptyReason.OTHER: 2,
}
NOTES = {
    EmptyReason.NO_SUPERVISOR: "Vejlederen er på orlov til foråret.",
    EmptyReason.NO_CANDIDATE: "Taget op på konsulenternes fælles møde.",
    EmptyReason.DECLINED_BY_WORKPLACE: "Vi bygger om.",
}
SAID_NOTHING, LEAST_EMPTY = 0.35, dt.timedelta(days=10)
REPRESENTATIVES = {
    "kontor": "Tillidsrepræsentant for HK Kommunal",
    "paedagogisk": "Tillidsrepræsentant for pædagogmedhjælperne",
    "pleje": "Tillidsrepræsentant for FOA",
    "koekken": "Tillidsrepræsentant for køkkenpersonalet",
    "gartner": "Tillidsrepræsentant for 3F",
    "service": "Tillidsrepræsentant for teknisk service",
}


def _settings(kind: PlacementKind, basis: Basis, slots: int, occupancy: str, weeks: str) -> KindSettings:
    return KindSettings(
        kind,
        basis,
        slots,
        Decimal(occupancy),
        Decimal(weeks),
        Whole.DOWN,
        Method.LARGEST_REMAINDER,
        TieRule.LARGEST_WEIGHT,
    )


# 47 and 80 places come to 143 and 781 a year, and 15 filled ones and 50 places to 60 and 487.
BEFORE = (
    _settings(PlacementKind.WAGE_SUBSIDY, Basis.SLOTS, 47, "0.75", "12.8"),
    _settings(PlacementKind.INTERNSHIP, Basis.SLOTS, 80, "0.75", "3.99"),
)
NOW = (
    _settings(PlacementKind.WAGE_SUBSIDY, Basis.FILLED, 15, "1", "13"),
    _settings(PlacementKind.INTERNSHIP, Basis.SLOTS, 50, "0.75", "4"),
)
LAW_HOLDS_FROM = dt.date(2026, 2, 1)
LATER_EFFECT = (
    "Andelen af afsluttede forløb, hvor borgeren er i job, fleksjob eller uddannelse tre måneder efter sidste dag. Med "
    "loven fra 2026 er der ikke længere et jobcenter, der kan lukke en sag, så der ses på, hvor borgeren er. Den, der "
    "er flyttet, gået på pension eller på en anden ydelse, tæller ikke med."
)
GROUNDS_BEFORE = (
    "Alle afdelinger skulle have plads til flere, mens ledigheden var lav og virksomhederne tog de fleste. "
    "Varigheden er det, et forløb varede i gennemsnit året før."
)
GROUNDS = (
    "Målene sættes ned, så de kan nås. Reformen fritager flere for krav om tilbud, men investeringerne i en tidlig "
    "indsats for nyledige gør, at de, der er tilbage, skal hurtigere i gang. Der er flere på dagpenge end i sommer, og "
    "der er færre penge til køb af aktivering. Færre i løntilskud giver plads til flere med lønnede timer. Stiger "
    "ledigheden, ser vi på måltallene igen."
)


def load(*, folder: Path, at: dt.datetime) -> None:
    """Everything about placements until `at`. Raises DemoIsIncomplete."""
    folder, town, on = folder / "placements", Town.now(), timezone.localdate(at)
    made = courses(folder=folder, year=on.year)
    first = at.replace(year=on.year - 2, month=1, day=3)
    add_usual_job_types(actor=Actor.command_line(), at=first)
    add_usual_rules(actor=Actor.command_line(), at=first)
    _later_definition(at)
    bring_in("placements.workplaces", folder / "arbejdssteder.csv", {}, at=first)
    _employees(at)
    for past in (on.year - 2, on.year - 1):
        _file(made, at.replace(year=past, month=12, day=31))
    _targets(town, at)
    placement_sharing.consultants(town, at)
    lists = placement_sharing.task_lists(folder, town, at)
    offered = _places(folder, town, lists, at)
    _register(town, [one for one in made if one.unit and one.starts.year == on.year], offered, at)
    begins = at.replace(day=1)
    if begins.month > 1:
        # What all may see is what was known when the month began.
        _file(made, begins - DAY)
    _file(made, at)
    _why_empty(town, offered, at)
    _statements(town, at)
    public_figures.load(folder=folder, at=at)


def _later_definition(at: dt.datetime) -> None:
    """Effect as it is measured from the law of 2026 on: nobody has a case in a job centre to be closed any more."""
    add_definition(
        actor=Actor.command_line(),
        valid_from=LAW_HOLDS_FROM,
        name="I job eller uddannelse tre måneder efter",
        text=LATER_EFFECT,
        months_after=MONTHS_AFTER,
        counted_exits=[ExitType.JOB.value, ExitType.FLEX_JOB.value, ExitType.EDUCATION.value],
        source="Opdigtet for Lindeby, efter lov nr. 1750 af 29-12-2025",
        at=min(at, at.replace(year=LAW_HOLDS_FROM.year, month=1, day=20)),
    )


def _file(made: Sequence[Course], moment: dt.datetime) -> None:
    """The employment system's file as it was on the day."""
    on = timezone.localdate(moment)
    p_numbers = dict(Workplace.objects.values_list("unit__code", "p_number"))
    content = file_of(made, on=on, p_numbers=p_numbers, emails=EMAILS)
    bring_in_content("placements.placements", f"forloeb-{on}.csv", content, {}, at=moment)


def _employees(at: dt.datetime) -> None:
    """Heads and full-time equivalents of every workplace, quarter by quarter since last year."""
    on = timezone.localdate(at)
    counted = fte_by_unit(on)
    days = [day for year in (on.year - 1, on.year) for month in QUARTERS if (day := dt.date(year, month, 1)) <= on]
    lines = ["P-nummer;Opgjort;Personer;Årsværk"]
    for unit_id, p_number in Workplace.objects.order_by("unit__code").values_list("unit", "p_number"):
        random = Random(p_number)  # noqa: S311 - invented on purpose, and the same every time
        now = float(counted[unit_id][0]) if unit_id in counted else NOT_COUNTED
        trend = random.choice((-4, -2, 1, 2, 3, 4))
        for back, day in enumerate(reversed(days)):
            fte = f"{now * (1 - trend * back / 400):.2f}".replace(".", ",")
            heads = round(now * HEADS_PER_FTE * (1 - trend * back / 400))
            lines.append(f"{p_number};{day:%d-%m-%Y};{heads};{fte}")
    bring_in_content("placements.employees", "ansatte.csv", "\n".join(lines).encode(), {}, at=at)


def _targets(town: Town, at: dt.datetime) -> None:
    """A key and a round for last year and for this, as the coordinator set them."""
    on = timezone.localdate(at)
    counted = {one.unit.id: one.fte for one in counted_departments(on) if one.fte is not None}
    before = {unit: round(fte * (1 - Decimal(place) / 400), 2) for place, (unit, fte) in enumerate(counted.items())}
    _round(town, dt.date(on.year - 1, 1, 22), before, BEFORE, GROUNDS_BEFORE, at)
    _round(town, min(dt.date(on.year, 2, 4), on), counted, NOW, GROUNDS, at)


def _round(
    town: Town,
    decided: dt.date,
    shares: Mapping[UUID, Decimal],
    settings: tuple[KindSettings, ...],
    grounds: str,
    at: dt.datetime,
) -> None:
    moment = min(at, at.replace(year=decided.year, month=decided.month, day=decided.day))
    coordinator, beginning = town.actor(COORDINATOR, moment), dt.date(decided.year, 1, 1)
    key = make_key(
        actor=coordinator,
        name=f"Årsværk 1. januar {decided.year}",
        on_date=beginning,
        source="Lønsystemet: ansatte omregnet til fuld tid",
        shares=shares,
        at=moment,
    )
    new = NewRound(
        year=decided.year,
        key_id=key.pk,
        holds_from=beginning,
        grounds=grounds,
        decision=f"Chefforum {danish.date(decided)}",
        targets=settings,
        seen=last_set_id(),
    )
    set_targets(actor=coordinator, new=new, at=moment)


@dataclass
class Offered:
    """A place with the line that it was made of, and who has been given it."""

    place: Place
    row: Mapping[str, str]
    windows: tuple[Span, ...]
    stays: list[Span] = field(default_factory=list)

    def takes(self, one: Course) -> bool:
        """Whether somebody can begin there then, with a slot free all the time."""
        if self.place.kind != one.kind or self.row["stillingstype"] != one.job_type:
            return False
        if self.windows and not any(window.holds(one.starts) for window in self.windows):
            return False
        return most_taken(self.stays, first=one.starts, last=one.ends) < self.place.slots


def _places(folder: Path, town: Town, lists: Mapping[str, TaskList], at: dt.datetime) -> dict[str, list[Offered]]:
    """Places as leaders offered them, by the unit's code."""
    types = {one.name: one.pk for one in JobType.objects.all()}
    workplaces = {one.unit.code: one for one in Workplace.objects.select_related("unit")}
    made: dict[str, list[Offered]] = defaultdict(list)
    moment = at - OFFERED_BEFORE
    for row in rows_of(folder / "pladser.csv"):
        code, windows = row["enhedskode"], _windows(row["starter i måned"], timezone.localdate(at).year)
        found = lists.get(row["opgaveliste"])
        words = PlaceWords(
            kind=KINDS[row["type"]].value,
            job_type_id=types[row["stillingstype"]],
            slots=int(row["antal"]),
            open_from=timezone.localdate(moment),
            hours_from=Decimal(row["timer fra"]),
            hours_to=Decimal(row["timer til"]),
            supervisor=row["vejleder"],
            tasks=row["opgaver"],
            task_list_id=found.pk if found else None,
            languages=row["sprog"],
            limits=row["hensyn og krav"],
            is_shared=row["fælles pulje"] == "ja",
            windows=windows,
        )
        place = offer_place(actor=_leader(town, code, at), workplace=workplaces[code], words=words, at=moment)
        made[code].append(Offered(place, row, windows))
    return made


def _windows(months: str, year: int) -> tuple[Span, ...]:
    """Each month of "3,4,8", in this year and the next."""
    return tuple(
        Span(dt.date(one, int(month), 1), months_after(dt.date(one, int(month), 1), 1) - DAY)
        for one in (year, year + 1)
        for month in filter(None, months.split(","))
    )


def _leader(town: Town, code: str, at: dt.datetime) -> Actor:
    """Who leads the unit; the coordinator where nobody does."""
    return town.leader(code, at) if code in town.leads else town.actor(COORDINATOR, at)


def _register(town: Town, made: Sequence[Course], offered: Mapping[str, Sequence[Offered]], at: dt.datetime) -> None:
    """This year's in the municipality, one by one as consultants write them, in a place where one is free."""
    on = timezone.localdate(at)
    types = {one.name: one.pk for one in JobType.objects.all()}
    workplaces = {code: (pk, unit) for code, pk, unit in Workplace.objects.values_list("unit__code", "pk", "unit")}
    actors = {name: town.actor(name, at) for name in {COORDINATOR, *CONSULTANTS.values()}}
    for one in made:
        if one.starts > on + PLANNED_AHEAD:
            break
        found = next((there for there in offered.get(one.unit, ()) if there.takes(one)), None)
        if found is not None:
            found.stays.append(Span(one.starts, one.ended if one.ended <= on else one.ends))
        name = CONSULTANTS.get(one.unit[:3], COORDINATOR)
        day = min(one.starts - REGISTERED_BEFORE, on)
        facts = Facts(
            kind=one.kind.value,
            sector=one.sector.value,
            starts_on=one.starts,
            ends_on=one.ends,
            unit_id=workplaces[one.unit][1],
            workplace_id=workplaces[one.unit][0],
            place_id=found.place.pk if found else None,
            job_type_id=types[one.job_type],
            target_group=one.group.value,
            hours=Decimal(one.hours),
            consultant_id=actors[name].person_id,
            external_reference=one.number,
        )
        register_placement(actor=actors[name], facts=facts, at=at - (on - day))


def _why_empty(town: Town, offered: Mapping[str, Sequence[Offered]], at: dt.datetime) -> None:
    """What leaders said of most of the times in the year that a slot stood empty; of some nobody said why."""
    on = timezone.localdate(at)
    random = Random("Lindeby står tom")  # noqa: S311 - invented on purpose, and the same every time
    for code, there in offered.items():
        actor = _leader(town, code, at)
        for one in there:
            for gap, slots in _gaps(one, first=dt.date(on.year, 1, 1), on=on):
                [reason] = random.choices(list(WHY_EMPTY), list(WHY_EMPTY.values()))
                if random.random() < SAID_NOTHING:
                    continue
                note_empty(
                    actor=actor,
                    place_id=one.place.pk,
                    reason=reason,
                    slots=slots,
                    first_day=gap.first,
                    last_day=gap.last,
                    note=NOTES.get(reason, "") if gap.last is None else "",
                    at=at - (on - gap.first),
                )


def _gaps(one: Offered, *, first: dt.date, on: dt.date) -> Iterator[tuple[Span, int]]:
    """Times of some length until the day that a slot was free, with how many; the last, if it goes on, is open."""
    begun, free = first, 0
    for day in days_of_change(one.stays, first=first, last=on):
        now = one.place.slots - taken_on(one.stays, day)
        if now == free:
            continue
        if free and day - begun >= LEAST_EMPTY:
            yield Span(begun, day - DAY), free
        begun, free = day, now
    if free and on - begun >= LEAST_EMPTY:
        yield Span(begun), free


def _statements(town: Town, at: dt.datetime) -> None:
    """What representatives said before this year's wage subsidies; now and then nobody has asked them."""
    on, coordinator = timezone.localdate(at), town.actor(COORDINATOR, at)
    asked = Placement.objects.filter(kind=PlacementKind.WAGE_SUBSIDY.value, starts_on__year=on.year, unit__isnull=False)
    for place, one in enumerate(asked.select_related("workplace", "job_type").order_by("starts_on", "reference")):
        said_on = one.starts_on - DAY * 6
        if one.workplace is None or place % 6 == 5 or said_on > on:
            continue
        register_statement(
            actor=coordinator,
            workplace=one.workplace,
            placement_id=one.pk,
            said_on=said_on,
            representative=REPRESENTATIVES.get(one.job_type.code if one.job_type else "", "Tillidsrepræsentant"),
            is_net_expansion=True,
            is_reasonable=True,
            text="",
            at=at - (on - said_on),
        )
