"""Two who sign in the same moment, and two who decide one request: nothing is lost, and nothing is done twice."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from chefforum.kernel.audit.models import Event
from chefforum.modules.it_costs.models import (
    Extract,
    ExtractLine,
    ExtractSignature,
    ItRequest,
    ItSystem,
    RequestDecision,
)
from chefforum.modules.it_costs.queries.extract_signing import agreed_sum
from chefforum.modules.it_costs.rules.extract_kinds import Party, Via
from chefforum.modules.it_costs.rules.extract_verdicts import VerdictFacts
from chefforum.modules.it_costs.rules.register import WrongFacts
from chefforum.modules.it_costs.services.extract_signing import sign
from chefforum.modules.it_costs.services.extract_verdicts import Answer, say
from chefforum.modules.it_costs.services.extracts import ExtractWrong
from chefforum.modules.it_costs.services.request_decisions import Scope, approve, reject
from tests.beside import at_once
from tests.modules.it_costs.extracts_town import NOW, TODAY, book, frozen
from tests.modules.it_costs.requests_town import brought_to, scope

pytestmark = pytest.mark.django_db(transaction=True)
PARTIES = (("coordinator", Party.MUNICIPALITY), ("controller", Party.ANALYST))


@pytest.fixture
def agreed(town: SimpleNamespace, post) -> SimpleNamespace:
    """An extract of which both have agreed to every line."""
    book(town, post)
    town.extract = frozen(town, analyst_hand_id=town.people["controller"].pk)
    numbers = ExtractLine.objects.filter(extract=town.extract).values_list("number", flat=True)
    answers = [Answer(number, VerdictFacts("agrees")) for number in numbers]
    for who, party in PARTIES:
        said: dict[str, Any] = {"extract_id": town.extract.pk, "party": party, "via": Via.MANY, "at": NOW}
        say(actor=town.as_(who), answers=answers, **said)
    return town


def signing(town: SimpleNamespace, who: str, party: Party) -> Any:
    actor, agreed = town.as_(who), agreed_sum(town.extract)
    seen = {"seen_sha256": town.extract.sha256, "seen_agreed": agreed}
    said: dict[str, Any] = {"name": who, "role": "Chef", "on": TODAY, "at": NOW, "today": TODAY, **seen}
    return lambda: sign(actor=actor, extract_id=town.extract.pk, party=party, **said)


def test_both_parties_who_sign_at_once_have_validated_it(agreed) -> None:
    assert at_once(*(signing(agreed, who, party) for who, party in PARTIES)) == []
    assert Extract.objects.get().validated_at == NOW
    assert set(ExtractSignature.objects.values_list("party", flat=True)) == {"municipality", "analyst"}


def test_of_those_who_sign_for_one_party_at_once_one_has_signed(agreed) -> None:
    failures = at_once(*[signing(agreed, "coordinator", Party.MUNICIPALITY)] * 3)
    assert [type(one) for one in failures] == [ExtractWrong] * 2
    assert ExtractSignature.objects.count() == 1
    assert Extract.objects.get().validated_at is None
    assert Event.objects.filter(action="it_costs.sign_extract").count() == 1


def test_a_line_that_is_answered_while_a_party_signs_is_under_the_signature_or_is_refused(agreed) -> None:
    line = ExtractLine.objects.first()
    assert line is not None
    said: dict[str, Any] = {"extract_id": agreed.extract.pk, "party": Party.ANALYST, "via": Via.PAGE, "at": NOW}
    answers = [Answer(line.number, VerdictFacts("disagrees", "Nej"))]
    hand = agreed.as_("controller")
    failures = at_once(
        signing(agreed, "coordinator", Party.MUNICIPALITY), lambda: say(actor=hand, answers=answers, **said)
    )
    assert [type(one) for one in failures] == [ExtractWrong]
    signature = ExtractSignature.objects.first()
    assert signature is None or signature.agreed_sha256 == agreed_sum(agreed.extract)


def test_of_those_who_approve_one_request_at_once_one_has_decided(town) -> None:
    found = brought_to(town, "in_review")
    who = [town.as_(name) for name in ("chief", "coordinator", "chief")]
    said: dict[str, Any] = {"request_id": found.pk, "scope": scope(), "at": NOW}
    failures = at_once(*(lambda actor=actor: approve(actor=actor, **said) for actor in who))
    assert all(isinstance(one, WrongFacts) for one in failures)
    assert len(failures) == 2
    assert (RequestDecision.objects.count(), ItSystem.objects.count()) == (1, 1)
    assert Event.objects.filter(action="it_costs.approve_request").count() == 1


def test_who_approves_while_another_rejects_is_told_and_one_stands(town) -> None:
    found = brought_to(town, "in_review")
    chief, keeper = town.as_("chief"), town.as_("coordinator")
    failures = at_once(
        lambda: approve(actor=chief, request_id=found.pk, scope=scope(), at=NOW),
        lambda: reject(actor=keeper, request_id=found.pk, scope=Scope(reason="Nej"), at=NOW),
    )
    assert [isinstance(one, WrongFacts) for one in failures] == [True]
    state = ItRequest.objects.get().state
    assert RequestDecision.objects.get().outcome == state
    assert ItSystem.objects.count() == (state == "approved")
