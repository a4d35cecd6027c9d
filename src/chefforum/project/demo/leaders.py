"""What leaders of Lindeby wrote: entries, explanations, notes to one another; and what those above answered."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from django.utils import timezone

from chefforum.kernel.access.models import RoleAssignment
from chefforum.kernel.access.queries import actor_for
from chefforum.kernel.access.rules import Actor, Role
from chefforum.kernel.organisation.models import Unit
from chefforum.kernel.people.models import Employment, Person
from chefforum.modules.forecast.models import EntryCategory
from chefforum.modules.forecast.queries.assessments import month_to_assess, pace_on
from chefforum.modules.forecast.queries.planning import suggestions_for
from chefforum.modules.forecast.queries.workplace import workplace_year
from chefforum.modules.forecast.rules.entries import Confidence
from chefforum.modules.forecast.rules.rhythm import ReturnCause, due_date
from chefforum.modules.forecast.rules.running import MadeBy
from chefforum.modules.forecast.services.assessing import approve_month, assess_month, return_month
from chefforum.modules.forecast.services.entries import NewEntry, add_entries
from chefforum.modules.forecast.services.overrides import set_override
from chefforum.modules.forecast.services.sharing import share_note
from chefforum.modules.ledger.queries import closed_through

# Who began first, who came after, and who is invited to the next workshop; by the unit's code.
EARLY = ("330", "33001", "33002", "33003", "33004", "33006", "320", "32001", "32002", "32003", "32004")
LATE = ("33005", "33007", "33009", "32005", "310", "31001", "31003", "21001", "21003", "22001", "23001", "23004")
INVITED = ("32006", "32007", "31002", "21002", "22002", "33008")
CHOSEN = ("33001", "32001")  # Whom a visitor of the demo may choose to be.

APPROVED = ("33002", "33004", "32002", "32003", "21003", "23001")
WAITING = ("33003", "33005", "33009", "32004", "31001", "21001")
RETURNED = {"32001": "Aften og nat er igen langt over planen. Hvad gør I i de måneder, der er tilbage?"}

BECAUSE = {
    "vikar": (
        "To langtidssyge ud over det, vi regnede med. Den ene er tilbage nu, så vi venter færre vikarer fremover.",
        "Roligere end ventet: næsten ingen sygdom. Vi lader planen stå, for det er tidligt at regne med det.",
    ),
    "aften-nat": (
        "To faste vagter stod tomme hele måneden. Stillingerne er slået op, og vi venter dem besat om to måneder.",
        "Vi fik dækket flere vagter med egne folk end planlagt.",
    ),
    "overarbejde": ("Nedbrud i vagtplanen gav dobbeltvagter i en uge. Det kommer ikke igen.", "Færre dobbeltvagter."),
    "ekstra": ("Ekstra hænder under ombygningen. Den er slut nu.", "Ombygningen tog kortere tid end ventet."),
}
COMMENTS = ("", "Ingen overraskelser.", "", "Vi følger sygefraværet uge for uge.", "Budgettet til kurser er brugt.")
NOTES = {
    "33002": "Vi lod to lærere dele vikardagene på 7. årgang. Det tog 40 timer om måneden af forbruget, og eleverne "
    "kender dem, der kommer.",
    "32002": "Vagtplanen lægges nu seks uger frem. Overarbejdet er faldet, siden vi begyndte.",
    "33006": "Vi ringer til hinanden, før vi ringer til bureauet: tre børnehuse har fælles vikarliste. Spørg gerne.",
    "23004": "Vi købte ind til vinteren sammen med Materielgården og fik mængderabat på salt og grus.",
}


@dataclass(frozen=True)
class Plan:
    """A row that a leader writes by hand. `amounts`: how much in each of the months before the year is out."""

    category: str
    text: str
    comment: str
    confidence: Confidence
    months: int
    amount: int


BY_HAND = {
    "33001": (
        Plan("vikar", "barsel på 3. årgang", "Vikar fra første dag; barslen er meldt.", Confidence.CERTAIN, 4, 60),
        Plan("indkoeb", "borde til faglokalet", "Tilbud er hentet hos to.", Confidence.LIKELY, 2, 42_500),
        Plan("indtaegt", "udlejning af hallen", "Som sidste år.", Confidence.LIKELY, 4, 6_000),
    ),
    "32001": (
        Plan("ekstra", "fast vagt på afsnit B", "Indtil stillingen er besat.", Confidence.LIKELY, 5, 160),
        Plan("indkoeb", "to plejesenge", "Bestilt.", Confidence.CERTAIN, 1, 58_000),
    ),
    "33002": (Plan("vikar", "lejrskole", "Uge 45.", Confidence.CERTAIN, 2, 50),),
}
THOUGHT_AGAIN = {
    "33001": Plan("vikar", "influenza", "Sidste vinter kostede den 90 timer om måneden.", Confidence.GUESS, 2, 90),
    "32003": Plan("vikar", "vinter", "Glatte veje giver flere timer på ruterne.", Confidence.GUESS, 2, 120),
    "33004": Plan("vikar", "fratrædelse", "Stillingen besættes først efter nytår.", Confidence.LIKELY, 2, 110),
}
SEEN_FROM_MONTHS = (MadeBy.STEADY, MadeBy.RHYTHM, MadeBy.LAST_YEAR)
OVERRIDDEN, SHARE = "Kurser og uddannelse", Decimal("0.92")
REASON = "Efterårets kurser er aflyst. Der kommer kun det, der er bestilt."


@dataclass(frozen=True)
class Town:
    units: Mapping[str, UUID]
    leads: Mapping[str, Person]
    people: Mapping[str, Person]
    categories: dict[str, EntryCategory]

    @classmethod
    def now(cls) -> Town:
        """Raises nothing; a unit without a leader has none."""
        codes = {unit.pk: unit.code for unit in Unit.objects.all()}
        led = Employment.objects.filter(is_leader=True).select_related("person")
        return cls(
            units={code: pk for pk, code in codes.items()},
            leads={codes[one.unit_id]: one.person for one in led},
            people={person.email.partition("@")[0]: person for person in Person.objects.all()},
            categories={},
        )

    def unit(self, code: str) -> UUID:
        return self.units[code]

    def actor(self, name: str, at: dt.datetime) -> Actor:
        return actor_for(person=self.people[name], on=timezone.localdate(at))

    def leader(self, code: str, at: dt.datetime) -> Actor:
        return actor_for(person=self.leads[code], on=timezone.localdate(at))

    def head(self, code: str, at: dt.datetime) -> Actor:
        """Who approves the unit's months: a department's head for its workplaces, and so on up."""
        above = code[:3] if len(code) > 3 else "300" if code.startswith("3") else "200"
        return self.leader(above, at)

    def category(self, code: str) -> EntryCategory:
        if not self.categories:
            self.categories.update({one.code: one for one in EntryCategory.objects.prefetch_related("rates")})
        return self.categories[code]


def plan_year(town: Town, *, code: str, year: int, at: dt.datetime) -> None:
    """What came in the same months last year, in round numbers, and what the leader knows besides."""
    actor, unit_id, on = town.leader(code, at), town.unit(code), timezone.localdate(at)
    closed, new = closed_through() or 0, []
    for one in suggestions_for(actor=actor, unit_id=unit_id, year=year, on=on).found:
        left = [
            (month, value or Decimal(0)) for month, value in enumerate(one.values, 1) if year * 100 + month > closed
        ]
        values = tuple((month, Decimal(int(round(value, -1)))) for month, value in left)
        new.append(NewEntry(one.category.pk, rate_oere=one.rate_oere, copied_from=str(year - 1), values=values))
    new += [_by_hand(town, plan, year, closed) for plan in BY_HAND.get(code, ())]
    add_entries(actor=actor, unit_id=unit_id, year=year, new=[one for one in new if one.values], at=at)


def think_again(town: Town, *, year: int, at: dt.datetime) -> None:
    """Some leaders expect more than they did when the last round was frozen."""
    for code, plan in THOUGHT_AGAIN.items():
        entry = _by_hand(town, plan, year, closed_through() or 0)
        if entry.values:
            add_entries(actor=town.leader(code, at), unit_id=town.unit(code), year=year, new=[entry], at=at)


def _by_hand(town: Town, plan: Plan, year: int, closed: int) -> NewEntry:
    category = town.category(plan.category)
    rate = next((one.rate_oere for one in category.rates.all()), None)
    months = [month for month in range(13 - plan.months, 13) if year * 100 + month > closed]
    return NewEntry(
        category.pk,
        text=plan.text,
        comment=plan.comment,
        confidence=plan.confidence.value,
        rate_oere=rate,
        values=tuple((month, Decimal(plan.amount)) for month in months),
    )


def assess_and_approve(town: Town, *, code: str, period: int, at: dt.datetime) -> None:
    """A month that is over and done with; now and then somebody forgets."""
    if (int(code) + period) % 7 == 0:
        return
    _assess(town, code=code, period=period, at=at)
    on = timezone.localdate(at)
    approve_month(actor=town.head(code, at), unit_id=town.unit(code), period=period, at=at, on=on)


def the_month_now(town: Town, *, period: int, at: dt.datetime) -> None:
    """Some are approved, some wait for it, one is sent back, and the others have not assessed yet."""
    pace = pace_on(timezone.localdate(at))
    due = due_date(period=period, pace=pace) if pace else timezone.localdate(at)
    for place, code in enumerate((*APPROVED, *WAITING, *RETURNED)):
        late = timezone.localdate(at) - due - dt.timedelta(days=place % 3 - 1)
        moment = at - max(late, dt.timedelta(0)) - dt.timedelta(minutes=10 + 7 * place)
        _assess(town, code=code, period=period, at=moment)
        on, unit_id, head = timezone.localdate(moment), town.unit(code), town.head(code, moment)
        after = moment + dt.timedelta(minutes=5)
        if code in APPROVED:
            approve_month(actor=head, unit_id=unit_id, period=period, at=after, on=on)
        elif code in RETURNED:
            return_month(
                actor=head,
                unit_id=unit_id,
                period=period,
                cause=ReturnCause.EXPLANATION,
                reason=RETURNED[code],
                at=after,
                on=on,
            )


def _assess(town: Town, *, code: str, period: int, at: dt.datetime) -> None:
    actor, unit_id, on = town.leader(code, at), town.unit(code), timezone.localdate(at)
    month = month_to_assess(actor=actor, unit_id=unit_id, period=period, on=on)
    said = {
        one.category.pk: BECAUSE[one.category.code][(one.pair.difference_oere or 0) < 0] for one in month.deviations
    }
    note = COMMENTS[(int(code) + period) % len(COMMENTS)]
    assess_month(actor=actor, unit_id=unit_id, period=period, explanations=said, note=note, at=at, on=on)


def override_and_notes(town: Town, *, year: int, last: int, at: dt.datetime) -> None:
    """A number put instead of the system's, what leaders tell one another, and two of them to be in the demo."""
    on = timezone.localdate(at)
    _override(town, code=CHOSEN[0], year=year, at=at)
    for days, (code, text) in enumerate(NOTES.items()):
        moment = at - dt.timedelta(days=9 * days + 3)
        share_note(actor=town.leader(code, moment), unit_id=town.unit(code), year=year, text=text, at=moment)
    for code in CHOSEN:  # Who leads by employment alone is not among the persons that one may choose to be.
        RoleAssignment.objects.create(
            person=town.leads[code],
            role=Role.WORKPLACE_LEADER.value,
            unit_id=town.unit(code),
            valid_from=on.replace(month=1, day=1),
        )


def _override(town: Town, *, code: str, year: int, at: dt.datetime) -> None:
    actor, on = town.leader(code, at), timezone.localdate(at)
    seen = workplace_year(actor=actor, unit_id=town.unit(code), year=year, on=on)
    lines = (line for group in seen.groups for line in group.lines if line.name.startswith(OVERRIDDEN))
    line = next((line for line in lines if line.line.made_by in SEEN_FROM_MONTHS), None)
    if line is None or on >= dt.date(year, 12, 31):
        return
    set_override(
        actor=actor,
        unit_id=town.unit(code),
        account=line.account,
        year=year,
        amount_oere=int(line.line.system * SHARE) // 1000_00 * 1000_00,
        reason=REASON,
        expires=dt.date(year, 12, 31),
        at=at,
        on=on,
    )
