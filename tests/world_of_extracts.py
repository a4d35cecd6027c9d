"""Two frozen extracts of Lindeby's technology: one that both parties signed, and one that they are in the middle of."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from chefforum.kernel.access.queries import actor_for
from chefforum.kernel.organisation.queries import tree_on
from chefforum.modules.it_costs.models import Extract, ExtractLine
from chefforum.modules.it_costs.queries.extract_signing import agreed_sum
from chefforum.modules.it_costs.rules.extract_kinds import Party, Via
from chefforum.modules.it_costs.rules.extract_verdicts import VerdictFacts
from chefforum.modules.it_costs.services.extract_signing import sign
from chefforum.modules.it_costs.services.extract_verdicts import Answer, say
from chefforum.modules.it_costs.services.extracts import FreezeFacts, freeze
from tests.people import Lindeby

AGREES = VerdictFacts("agrees")
SIGNERS = ((Party.MUNICIPALITY, "it_manager", "Digitaliseringschef"), (Party.ANALYST, "controller", "Analysechef"))


@dataclass(frozen=True)
class ExtractWorld:
    """`own`: a line of the school's; `disputed`: another that they differ on; `whole`: one of no unit's."""

    open: Extract
    signed: Extract
    own: ExtractLine
    disputed: ExtractLine
    whole: ExtractLine


def build(*, lindeby: Lindeby, at: dt.datetime) -> ExtractWorld:
    """Writes them, by the services that pages use. The controller writes for the analyst."""
    signed = _frozen(lindeby, "Første udtræk", None, at)
    _agree_and_sign(lindeby, signed, at)
    open_one = _frozen(lindeby, "Andet udtræk", signed, at + dt.timedelta(seconds=1))
    lines = ExtractLine.objects.filter(extract=open_one, kind="cost")
    own, disputed = lines.filter(unit=lindeby.units["3100"])[:2]
    whole = lines.filter(unit__isnull=True)[0]
    _say(lindeby, open_one, Party.MUNICIPALITY, at, Answer(disputed.number, VerdictFacts("disagrees", "Står to gange")))
    _say(lindeby, open_one, Party.ANALYST, at, Answer(disputed.number, AGREES))
    return ExtractWorld(open_one, signed, own, disputed, whole)


def _frozen(lindeby: Lindeby, name: str, previous: Extract | None, at: dt.datetime) -> Extract:
    facts = FreezeFacts(
        name=name,
        years=(lindeby.on.year - 1, lindeby.on.year),
        answer_by=lindeby.on + dt.timedelta(days=30),
        analyst_name="Bølgetal",
        analyst_hand_id=lindeby.persons["controller"].pk,
        previous_id=previous.pk if previous else None,
    )
    actor = actor_for(person=lindeby.persons["it_manager"], on=lindeby.on)
    return freeze(actor=actor, facts=facts, tree=tree_on(lindeby.on), at=at, on=lindeby.on)


def _say(lindeby: Lindeby, extract: Extract, party: Party, at: dt.datetime, *answers: Answer) -> None:
    name = {one: person for one, person, _ in SIGNERS}[party]
    actor = actor_for(person=lindeby.persons[name], on=lindeby.on)
    say(actor=actor, extract_id=extract.pk, party=party, answers=answers, via=Via.MANY, at=at)


def _agree_and_sign(lindeby: Lindeby, extract: Extract, at: dt.datetime) -> None:
    numbers = list(ExtractLine.objects.filter(extract=extract).values_list("number", flat=True))
    for party, _, _ in SIGNERS:
        _say(lindeby, extract, party, at, *(Answer(number, AGREES) for number in numbers))
    for party, name, role in SIGNERS:
        person = lindeby.persons[name]
        sign(
            actor=actor_for(person=person, on=lindeby.on),
            extract_id=extract.pk,
            party=party,
            name=person.name,
            role=role,
            on=lindeby.on,
            seen_sha256=extract.sha256,
            seen_agreed=agreed_sum(extract),
            at=at,
            today=lindeby.on,
        )
    extract.refresh_from_db()
