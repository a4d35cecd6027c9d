"""Lindeby and its analyst validate what technology costs: a first extract that both signed, and a second half way."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.utils import timezone

from chefforum.kernel.access.rules import Actor, Role
from chefforum.kernel.organisation.queries import tree_on
from chefforum.modules.it_costs.models import CostLine, Extract, ExtractLine
from chefforum.modules.it_costs.queries.cells import years_to_choose
from chefforum.modules.it_costs.queries.extract_signing import agreed_sum
from chefforum.modules.it_costs.rules.cost_facts import LINE_FIELDS, LineFacts
from chefforum.modules.it_costs.rules.extract_kinds import Party, Via
from chefforum.modules.it_costs.rules.extract_verdicts import VerdictFacts
from chefforum.modules.it_costs.services.costs import change_line
from chefforum.modules.it_costs.services.extract_signing import except_line, sign
from chefforum.modules.it_costs.services.extract_verdicts import Answer, say
from chefforum.modules.it_costs.services.extracts import FreezeFacts, freeze

from .leaders import Town

KEEPER, HAND, SCHOOLS = "kim.stavnsbo", "pia.lundager", "signe.moelholt"
ANALYST = "Vandkant Analyse"
AGREES = VerdictFacts("agrees")
CORRECTED = "Ledelse af it"  # The line that the analyst wanted otherwise, and that was put right since.
MORE = 180_000_00
DISPUTED = (
    VerdictFacts("disagrees", "Vi har ingen kontrakt, der forklarer beløbet. Kan I sende fakturaen?"),
    VerdictFacts("corrects", "Det er support, ikke drift: aftalen er med brugerhjælp.", activity="support"),
    VerdictFacts("corrects", "Hører til udstyr, ikke licenser.", category="hardware"),
    VerdictFacts("disagrees", "Beløbet svarer ikke til antallet af brugere."),
)


def load(*, at: dt.datetime) -> None:
    """On top of rules, costs and numbers. Nothing where the books have not two years."""
    years = [year for year in years_to_choose() if year < timezone.localdate(at).year]
    if len(years) < 2:
        return
    pair, town = (years[-2], years[-1]), Town.now()
    first = _frozen(town, f"It-udgifter {pair[0]} og {pair[1]}", pair, None, at - dt.timedelta(days=45))
    _first(town, first, at - dt.timedelta(days=40))
    second = _frozen(town, f"It-udgifter {pair[0]} og {pair[1]}, version 2", pair, first, at - dt.timedelta(days=9))
    _second(town, second, at - dt.timedelta(days=6))


def _frozen(town: Town, name: str, years: tuple[int, int], previous: Extract | None, at: dt.datetime) -> Extract:
    on = timezone.localdate(at)
    facts = FreezeFacts(
        name=name,
        years=years,
        answer_by=on + dt.timedelta(days=21),
        analyst_name=ANALYST,
        analyst_hand_id=town.people[HAND].pk,
        previous_id=previous.pk if previous else None,
    )
    return freeze(actor=town.actor(KEEPER, at), facts=facts, tree=tree_on(on), at=at, on=on)


def _say(actor: Actor, extract: Extract, party: Party, answers: Iterable[Answer], via: Via, at: dt.datetime) -> None:
    say(actor=actor, extract_id=extract.pk, party=party, answers=answers, via=via, at=at)


def _first(town: Town, extract: Extract, at: dt.datetime) -> None:
    """Both agree but for one line, which they let stand; then both sign, and the books are put right."""
    keeper, hand = town.actor(KEEPER, at), town.actor(HAND, at)
    lines = list(ExtractLine.objects.filter(extract=extract))
    _say(keeper, extract, Party.MUNICIPALITY, [Answer(one.number, AGREES) for one in lines], Via.MANY, at)
    wrong = next((one for one in reversed(lines) if one.source_name == CORRECTED), None)
    answers = {one.number: AGREES for one in lines}
    if wrong is not None and wrong.amount_oere is not None:
        reason = "Digitaliseringschefens løn er kun med for ni måneder."
        answers[wrong.number] = VerdictFacts("corrects", reason, amount_oere=wrong.amount_oere + MORE)
    day = at + dt.timedelta(days=2)
    _say(hand, extract, Party.ANALYST, [Answer(*one) for one in answers.items()], Via.FILE, day)
    if wrong is not None:
        reason = "Lønnen rettes i bøgerne og kommer med i næste udtræk."
        except_line(actor=keeper, extract_id=extract.pk, number=wrong.number, reason=reason, at=day)
    for nth, (party, actor, name, role) in enumerate(
        (
            (Party.MUNICIPALITY, keeper, keeper.name, "Leder af It & Digitalisering"),
            (Party.ANALYST, hand, "Runa Skovlyst", "Chefanalytiker"),
        ),
        start=3,
    ):
        signed_at = at + dt.timedelta(days=nth)
        sign(
            actor=actor,
            extract_id=extract.pk,
            party=party,
            name=name,
            role=role,
            on=timezone.localdate(signed_at),
            seen_sha256=extract.sha256,
            seen_agreed=agreed_sum(extract),
            at=signed_at,
            today=timezone.localdate(signed_at),
        )
    if wrong is not None:
        _put_right(keeper, wrong, at + dt.timedelta(days=20))


def _put_right(keeper: Actor, wrong: ExtractLine, at: dt.datetime) -> None:
    assert wrong.source_id is not None
    line = CostLine.objects.get(pk=wrong.source_id)
    said = {name: getattr(line, name) for name in LINE_FIELDS} | {"amount_oere": line.amount_oere + MORE}
    change_line(actor=keeper, line_id=line.pk, facts=LineFacts(**said), at=at)


def _second(town: Town, extract: Extract, at: dt.datetime) -> None:
    """The coordinator has answered what is the whole's and the administration's, the schools' half of theirs, and the
    analyst the licences; four lines are disputed."""
    lines = list(ExtractLine.objects.filter(extract=extract))
    schools = town.actor(SCHOOLS, at)
    theirs = {one.number for one in lines if one.unit_id and schools.has_role_over(one.unit_id, Role.IT_MANAGER)}
    ours = [Answer(one.number, AGREES) for one in lines if one.number not in theirs and one.number % 5]
    _say(town.actor(KEEPER, at), extract, Party.MUNICIPALITY, ours, Via.MANY, at)
    half = [Answer(number, AGREES) for number in sorted(theirs) if number % 2]
    _say(schools, extract, Party.MUNICIPALITY, half, Via.PAGE, at + dt.timedelta(hours=3))
    answers = {one.number: AGREES for one in lines if one.category == "software" or one.number % 3 == 0}
    disputed = [one for one in lines if one.category == "software" and one.activity == "operation"][3::17]
    answers |= {one.number: facts for one, facts in zip(disputed, DISPUTED, strict=False)}
    said = [Answer(*one) for one in answers.items()]
    _say(town.actor(HAND, at), extract, Party.ANALYST, said, Via.FILE, at + dt.timedelta(days=1))
