"""What leaders of Lindeby share of tasks, and the company consultants: whom they serve and when they come by."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from operator import itemgetter
from pathlib import Path

from django.utils import timezone

from chefforum.calc.working_days import is_working_day
from chefforum.kernel.access.rules import Actor
from chefforum.modules.placements.models import Consultant, JobType, TaskList
from chefforum.modules.placements.rules.kinds import ContactKind
from chefforum.modules.placements.services.consultants import (
    ConsultantWords,
    begin_service,
    keep_consultant,
    plan_contact,
    settle_contact,
)
from chefforum.modules.placements.services.task_lists import (
    ListWords,
    TaskWords,
    make_task_list,
    share_task_list,
    use_task_list,
)

from .courses import DAY, rows_of
from .leaders import Town

COORDINATOR = "bodil.kaersgaard"
# Who serves which department; of Klima & Miljø the coordinator herself writes the placements.
CONSULTANTS = {
    "110": "omar.dalsgaard",
    "210": "omar.dalsgaard",
    "230": "omar.dalsgaard",
    "310": "tenna.hvilsted",
    "320": "tenna.hvilsted",
    "330": "palle.vestermark",
}
EMAILS = {code: f"{name}@lindeby.example" for code, name in CONSULTANTS.items()}
WORDS = {
    "omar.dalsgaard": ConsultantWords("43 11 20 31", "kontor, it, bibliotek, bygninger", Decimal(34)),
    "tenna.hvilsted": ConsultantWords("43 11 20 32", "pleje, køkken, familier", Decimal(30)),
    "palle.vestermark": ConsultantWords("43 11 20 33", "skoler, dagtilbud, fritid", Decimal(25), False),
}
FIRST_SHARED = dt.timedelta(days=150)
COPIES = (  # the list, who copied it, what they call it
    ("Køkkenet på et plejehjem", "32002", "Søvangs køkken"),
    ("Hjælp i børnehuset", "33006", "Hjælp i Kastanjen"),
    ("Hjælp i børnehuset", "33007", "Hjælp i Myretuen"),
    ("Hjælp på et kontor", "11004", "Hjælp i sekretariatet"),
)
USES = (
    ("Køkkenet på et plejehjem", "32005"),
    ("Køkkenet på et plejehjem", "33001"),
    ("Hjælp i børnehuset", "33009"),
    ("Hjælp på et kontor", "11001"),
    ("Hjælp på et kontor", "21001"),
    ("Hjælp på et kontor", "32007"),
)


@dataclass(frozen=True)
class Touch:
    """A consultant and a unit in touch, so many days from today; `asked` by the unit itself."""

    unit: str
    kind: ContactKind
    days: int
    note: str
    asked: bool = False


TOUCHES = (
    Touch("32001", ContactKind.VISIT, -40, "Sommerens forløb i køkkenet"),
    Touch("33001", ContactKind.CALL, -21, "Ny plads i kantinen"),
    Touch("21003", ContactKind.VISIT, -12, "To nye vejledere"),
    Touch("32001", ContactKind.VISIT, 6, "Pladser til foråret"),
    Touch("32003", ContactKind.MEETING, 9, "Hvordan finder vi nye vejledere?", asked=True),
    Touch("32004", ContactKind.CALL, 3, "Løntilskud, der slutter"),
    Touch("31001", ContactKind.VISIT, 15, ""),
    Touch("33005", ContactKind.VISIT, 5, "Tre børnehuse sammen om opgavelisten", asked=True),
    Touch("33002", ContactKind.CALL, 2, "SFO-pladsen"),
    Touch("33003", ContactKind.VISIT, 12, "Efter ombygningen"),
    Touch("11002", ContactKind.MEETING, 8, "Lærlinge og praktik"),
    Touch("23001", ContactKind.VISIT, 13, "Løntilskud fra nytår", asked=True),
    Touch("21001", ContactKind.CALL, 1, ""),
)


def task_lists(folder: Path, town: Town, at: dt.datetime) -> dict[str, TaskList]:
    """Those of the file by title, shared; copied by others, and in use."""
    types = {one.name: one.pk for one in JobType.objects.all()}
    made: dict[str, TaskList] = {}
    words_of: dict[str, ListWords] = {}
    for place, (title, found) in enumerate(groupby(rows_of(folder / "opgavelister.csv"), key=itemgetter("liste"))):
        moment = at - FIRST_SHARED + DAY * 11 * place
        rows = list(found)
        first = rows[0]
        leader = town.actor(first["e-mail"], at)
        tasks = [
            TaskWords(row["opgave"], row["sådan gør du"], row["hvor tit"], row["med hjælp"] == "ja") for row in rows
        ]
        code, job_type = first["enhedskode"], types[first["stillingstype"]]
        words_of[title] = ListWords(title, first["om"], town.unit(code), job_type, tasks)
        kept = make_task_list(actor=leader, words=words_of[title], at=moment)
        made[title] = share_task_list(actor=leader, list_id=kept.pk, is_shared=True, at=moment)
    for place, (title, code, new_title) in enumerate(COPIES):
        words = words_of[title]
        adapted = ListWords(new_title, words.about, town.unit(code), words.job_type_id, words.tasks[:-1])
        moment = at - DAY * (90 - 14 * place)
        make_task_list(actor=town.leader(code, at), words=adapted, at=moment, copied_from=made[title])
    for place, (title, code) in enumerate(USES):
        moment = at - DAY * (80 - 11 * place)
        use_task_list(actor=town.leader(code, at), list_id=made[title].pk, unit_id=town.unit(code), at=moment)
    return made


def consultants(town: Town, at: dt.datetime) -> None:
    """The company consultants with whom they serve, and when they are in touch with whom."""
    coordinator, kept = town.actor(COORDINATOR, at), {}
    on, beginning = timezone.localdate(at), min(at, at.replace(month=1, day=2))
    for name, words in WORDS.items():
        person_id = town.people[name].pk
        kept[name] = keep_consultant(actor=coordinator, person_id=person_id, words=words, at=beginning)
    for code, name in CONSULTANTS.items():
        begin_service(
            actor=coordinator,
            consultant_id=kept[name].pk,
            unit_id=town.unit(code),
            is_main=True,
            valid_from=beginning.date(),
            at=beginning,
        )
    for touch in TOUCHES:
        _touch(town, touch, kept, on, at)


def _touch(town: Town, touch: Touch, kept: Mapping[str, Consultant], on: dt.date, at: dt.datetime) -> None:
    name, day = CONSULTANTS[touch.unit[:3]], on + DAY * touch.days
    while not is_working_day(day):
        day += DAY
    earlier = min(0, touch.days) - 8
    actor: Actor = town.leader(touch.unit, at) if touch.asked else town.actor(name, at)
    contact = plan_contact(
        actor=actor,
        consultant_id=kept[name].pk,
        unit_id=town.unit(touch.unit),
        kind=touch.kind,
        planned_for=day,
        note=touch.note,
        on=on + DAY * earlier,
        at=at + DAY * earlier,
    )
    if day <= on:
        moment = at - (on - day)
        settle_contact(actor=town.actor(name, at), contact_id=contact.pk, held_on=day, on=on, at=moment)
