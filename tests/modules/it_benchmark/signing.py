"""Extracts of the town's costs, frozen and signed by the services that pages use."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace

from chefforum.kernel.organisation.queries import tree_on
from chefforum.modules.it_costs.models import Extract, ExtractLine
from chefforum.modules.it_costs.queries.extract_signing import agreed_sum
from chefforum.modules.it_costs.rules.extract_kinds import Party, Via
from chefforum.modules.it_costs.rules.extract_verdicts import VerdictFacts
from chefforum.modules.it_costs.services.extract_signing import except_line, sign
from chefforum.modules.it_costs.services.extract_verdicts import Answer, say
from chefforum.modules.it_costs.services.extracts import FreezeFacts, freeze
from tests.modules.it_benchmark.conftest import NOW, TODAY

AGREES = VerdictFacts("agrees")
PARTIES = ((Party.MUNICIPALITY, "coordinator"), (Party.ANALYST, "controller"))


def frozen(town: SimpleNamespace, name: str = "Udtræk", years: tuple[int, int] = (2024, 2025)) -> Extract:
    facts = FreezeFacts(name=name, years=years, analyst_name="Bølgetal", analyst_hand_id=town.people["controller"].pk)
    return freeze(actor=town.as_("coordinator"), facts=facts, tree=tree_on(TODAY), at=NOW, on=TODAY)


def signed(
    town: SimpleNamespace, extract: Extract, *, after: int = 0, differ_on: int | None = None, by: int = 2
) -> None:
    """By both, or the first of them, so many hours after; where they differ on a line, it is let stand."""
    at = NOW + dt.timedelta(hours=after)
    numbers = list(ExtractLine.objects.filter(extract=extract).values_list("number", flat=True))
    for party, name in PARTIES:
        facts = dict.fromkeys(numbers, AGREES)
        if differ_on is not None and party == Party.ANALYST:
            facts[differ_on] = VerdictFacts("disagrees", "Mangler bilag")
        answers = [Answer(number, said) for number, said in facts.items()]
        say(actor=town.as_(name), extract_id=extract.pk, party=party, answers=answers, via=Via.MANY, at=at)
    if differ_on is not None:
        except_line(
            actor=town.as_("coordinator"), extract_id=extract.pk, number=differ_on, reason="Afklares siden", at=at
        )
    for party, name in PARTIES[:by]:
        sign(
            actor=town.as_(name),
            extract_id=extract.pk,
            party=party,
            name=name,
            role="Chef",
            on=TODAY,
            seen_sha256=extract.sha256,
            seen_agreed=agreed_sum(extract),
            at=at,
            today=TODAY,
        )
