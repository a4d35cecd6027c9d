"""Two parties say what they think of each line, what they said is kept, and they sign only what they agree on."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace
from typing import Any

import pytest

from chefforum.kernel.access.rules import AccessDenied
from chefforum.kernel.notifications.models import Notification
from chefforum.modules.it_costs.models import Extract, ExtractException, ExtractLine, ExtractSignature, LineVerdict
from chefforum.modules.it_costs.queries.extract_lines import Chosen, chosen_lines, find_line, verdicts_of
from chefforum.modules.it_costs.queries.extract_signing import agreed_sum, standing
from chefforum.modules.it_costs.queries.extracts import ExtractNotFound
from chefforum.modules.it_costs.rules.extract_kinds import ExtractStatus, LineState, Party, Said, Via
from chefforum.modules.it_costs.rules.extract_verdicts import VerdictFacts, state_of
from chefforum.modules.it_costs.services.extract_signing import except_line, sign, unexcept_line, withdraw
from chefforum.modules.it_costs.services.extract_verdicts import Answer, SaidOf, say, take_back
from chefforum.modules.it_costs.services.extracts import ExtractWrong, name_hand
from tests import factories
from tests.modules.it_costs.extracts_town import NOW, TODAY, book, frozen

AGREES = VerdictFacts(Said.AGREES.value)
DISAGREES = VerdictFacts(Said.DISAGREES.value, "Det er ikke vores")


@pytest.fixture
def shared(town: SimpleNamespace, post) -> SimpleNamespace:
    """An extract whose analyst's hand is the controller."""
    book(town, post)
    town.extract = frozen(town, analyst_hand_id=town.people["controller"].pk)
    town.lines = list(ExtractLine.objects.filter(extract=town.extract))
    return town


def later(minutes: int) -> dt.datetime:
    return NOW + dt.timedelta(minutes=minutes)


def answer(
    town: SimpleNamespace, who: str, party: Party, *answers: Answer, minutes: int = 1, via: Via = Via.PAGE
) -> SaidOf:
    return say(
        actor=town.as_(who),
        extract_id=town.extract.pk,
        party=party,
        answers=answers,
        via=via,
        at=later(minutes),
    )


def both_agree(town: SimpleNamespace) -> None:
    every = [Answer(line.number, AGREES) for line in town.lines]
    answer(town, "coordinator", Party.MUNICIPALITY, *every)
    answer(town, "controller", Party.ANALYST, *every)


def signed(town: SimpleNamespace, who: str, party: Party, **said: Any) -> ExtractSignature:
    plain = {
        "name": "Ane Holm",
        "role": "Digitaliseringschef",
        "on": TODAY,
        "seen_sha256": town.extract.sha256,
        "seen_agreed": agreed_sum(town.extract),
        "at": later(60),
        "today": TODAY,
    }
    return sign(actor=town.as_(who), extract_id=town.extract.pk, party=party, **{**plain, **said})


def states(town: SimpleNamespace) -> dict[str, int]:
    return {name: count for name, count in standing(town.extract).states.items() if count}


def test_the_table_and_the_rule_say_the_same_of_how_a_line_stands(shared) -> None:
    every = [None, AGREES, DISAGREES]
    number = shared.lines[0].number
    for municipality in every:
        for analyst in every:
            LineVerdict.objects.all().delete()
            for who, party, facts in (
                ("coordinator", Party.MUNICIPALITY, municipality),
                ("controller", Party.ANALYST, analyst),
            ):
                if facts is not None:
                    answer(shared, who, party, Answer(number, facts))
            line = find_line(actor=shared.as_("coordinator"), extract=shared.extract, number=number)
            expected = state_of(
                municipality=municipality.said if municipality else None,
                analyst=analyst.said if analyst else None,
                is_excepted=False,
            )
            assert line.state == expected  # type: ignore[attr-defined]


def test_who_changed_their_mind_is_kept(shared) -> None:
    number = shared.lines[0].number
    answer(shared, "coordinator", Party.MUNICIPALITY, Answer(number, DISAGREES))
    answer(shared, "coordinator", Party.MUNICIPALITY, Answer(number, AGREES), minutes=2)
    assert answer(shared, "coordinator", Party.MUNICIPALITY, Answer(number, AGREES), minutes=3).count == 0
    told = [(one.said, one.at, one.replaced_at) for one in verdicts_of(shared.lines[0])]
    assert told == [("agrees", later(2), None), ("disagrees", later(1), later(2))]


def test_two_at_once_are_told_and_the_first_stands(shared) -> None:
    number = shared.lines[0].number
    assert answer(shared, "coordinator", Party.MUNICIPALITY, Answer(number, DISAGREES, seen=0)).count == 1
    second = answer(shared, "coordinator", Party.MUNICIPALITY, Answer(number, AGREES, seen=0), minutes=2)
    assert (second.count, len(second.refused)) == (0, 1)
    assert "En anden har svaret" in second.refused[0][1]
    assert LineVerdict.objects.get(replaced_at=None).said == Said.DISAGREES


@pytest.mark.parametrize(
    "facts",
    [
        VerdictFacts("disagrees"),
        VerdictFacts("corrects", "Fordi"),
        VerdictFacts("corrects", "Fordi", category="software"),
        VerdictFacts("agrees", amount_oere=1),
        VerdictFacts("maybe"),
        VerdictFacts("corrects", "Fordi", category="weather"),
    ],
)
def test_what_says_nothing_is_refused(shared, facts: VerdictFacts) -> None:
    line = next(one for one in shared.lines if one.category == "software")
    saying = answer(shared, "coordinator", Party.MUNICIPALITY, Answer(line.number, facts))
    assert (saying.count, len(saying.refused)) == (0, 1)
    assert not LineVerdict.objects.exists()


def test_each_answers_for_their_own_lines_alone(shared) -> None:
    theirs = [one for one in shared.lines if one.unit_id == shared.north.pk]
    others = [one for one in shared.lines if one.unit_id != shared.north.pk]
    every = [Answer(one.number, AGREES) for one in shared.lines]
    saying = answer(shared, "it_manager", Party.MUNICIPALITY, *every)
    assert (saying.count, len(saying.refused)) == (len(theirs), len(others))
    assert {text for _, text in saying.refused} == {"Den linje er der ikke."}
    for who in ("auditor", "leader", "chief"):
        saying = answer(shared, who, Party.MUNICIPALITY, *every)
        assert (saying.count, len(saying.refused)) == (0, len(shared.lines))
    with pytest.raises(AccessDenied):
        answer(shared, "colleague", Party.MUNICIPALITY, *every)


def test_a_leader_who_owns_a_system_answers_for_its_lines_on_their_unit(shared) -> None:
    shared.mail.owner = shared.people["leader"]
    shared.mail.save()
    saying = answer(shared, "leader", Party.MUNICIPALITY, *(Answer(one.number, AGREES) for one in shared.lines))
    assert saying.count == sum(
        1 for one in shared.lines if one.system_id == shared.mail.pk and one.unit_id == shared.north.pk
    )


def test_only_the_named_hand_answers_for_the_analyst_and_never_for_both(shared) -> None:
    one = Answer(shared.lines[0].number, AGREES)
    for who in ("coordinator", "it_manager", "auditor", "leader"):
        with pytest.raises(AccessDenied):
            answer(shared, who, Party.ANALYST, one)
    with pytest.raises(AccessDenied):
        answer(shared, "controller", Party.MUNICIPALITY, one)
    assert answer(shared, "coordinator", Party.ANALYST, one, via=Via.FILE).count == 1


def test_what_was_said_at_once_is_taken_back_and_what_stood_before_stands_again(shared) -> None:
    first, second = shared.lines[0].number, shared.lines[1].number
    answer(shared, "coordinator", Party.MUNICIPALITY, Answer(first, DISAGREES))
    many = answer(shared, "coordinator", Party.MUNICIPALITY, Answer(first, AGREES), Answer(second, AGREES), minutes=2)
    assert many.batch is not None
    said: dict[str, Any] = {"extract_id": shared.extract.pk, "batch": many.batch, "at": later(3)}
    assert take_back(actor=shared.as_("it_manager"), **said) == 0
    assert take_back(actor=shared.as_("coordinator"), **said) == 2
    stands = {one.line.number: one.reason for one in LineVerdict.objects.filter(replaced_at=None)}
    assert stands == {first: DISAGREES.reason}
    assert take_back(actor=shared.as_("coordinator"), **said) == 0


def test_lines_are_found_by_how_they_stand(shared) -> None:
    numbers = [one.number for one in shared.lines]
    answer(shared, "coordinator", Party.MUNICIPALITY, *(Answer(one, AGREES) for one in numbers[1:]))
    answer(shared, "controller", Party.ANALYST, Answer(numbers[1], AGREES), Answer(numbers[2], DISAGREES))

    def found(**said: Any) -> list[int]:
        rows = chosen_lines(actor=shared.as_("coordinator"), extract=shared.extract, chosen=Chosen(**said))
        return [one.number for one in rows]

    assert found(state=LineState.AGREED.value) == numbers[1:2]
    assert found(state=LineState.DISPUTED.value) == numbers[2:3]
    assert found(left_by="municipality") == numbers[:1]
    assert found(words="pc'er") == [one.number for one in shared.lines if one.source_name == "Pc'er"]
    assert found(is_of_no_unit=True) == [one.number for one in shared.lines if one.unit_id is None]


def test_both_sign_and_then_nothing_can_be_changed(shared) -> None:
    both_agree(shared)
    first = signed(shared, "coordinator", Party.MUNICIPALITY)
    assert Notification.objects.get().person == shared.people["controller"]
    assert Extract.objects.get().validated_at is None
    with pytest.raises(ExtractWrong):
        answer(shared, "coordinator", Party.MUNICIPALITY, Answer(shared.lines[0].number, DISAGREES))
    second = signed(shared, "controller", Party.ANALYST)
    assert Extract.objects.get().validated_at == later(60)
    assert (first.sha256, first.agreed_sha256) == (second.sha256, second.agreed_sha256)
    number, pk, at = shared.lines[0].number, shared.extract.pk, later(90)
    coordinator = shared.as_("coordinator")
    for act in (
        lambda: answer(shared, "coordinator", Party.MUNICIPALITY, Answer(number, DISAGREES)),
        lambda: withdraw(actor=coordinator, extract_id=pk, party=Party.MUNICIPALITY, reason="Fejl", at=at),
        lambda: except_line(actor=coordinator, extract_id=pk, number=number, reason="Fordi", at=at),
        lambda: name_hand(actor=coordinator, extract_id=pk, analyst_name="", hand_id=None, at=at, on=TODAY),
        lambda: signed(shared, "coordinator", Party.MUNICIPALITY),
    ):
        with pytest.raises(ExtractWrong):
            act()


@pytest.mark.parametrize(
    ("lacks", "words"),
    [
        ({"name": " "}, "navnet"),
        ({"role": ""}, "rolle"),
        ({"on": TODAY + dt.timedelta(days=1)}, "fremtiden"),
        ({"on": TODAY - dt.timedelta(days=1)}, "før den dag"),
        ({"seen_sha256": "0" * 64}, "ændret"),
        ({"seen_agreed": "0" * 64}, "ændret"),
    ],
)
def test_a_signature_that_lacks_one_thing_is_refused_for_it(shared, lacks: dict[str, Any], words: str) -> None:
    both_agree(shared)
    with pytest.raises(ExtractWrong, match=words):
        signed(shared, "coordinator", Party.MUNICIPALITY, **lacks)
    assert not ExtractSignature.objects.exists()
    signed(shared, "coordinator", Party.MUNICIPALITY)


@pytest.mark.parametrize("party", list(Party))
def test_one_line_that_one_party_has_not_answered_holds_the_signature_back(shared, party: Party) -> None:
    both_agree(shared)
    LineVerdict.objects.filter(line=shared.lines[0], party=party.value).delete()
    with pytest.raises(ExtractWrong, match="mangler at svare på 1 "):
        signed(shared, "coordinator", Party.MUNICIPALITY)


def test_one_line_that_they_differ_on_holds_it_back_until_it_is_a_named_exception(shared) -> None:
    both_agree(shared)
    number, pk, coordinator = shared.lines[0].number, shared.extract.pk, shared.as_("coordinator")
    with pytest.raises(ExtractWrong, match="Kun en linje"):
        except_line(actor=coordinator, extract_id=pk, number=number, reason="Fordi", at=later(3))
    answer(shared, "controller", Party.ANALYST, Answer(number, DISAGREES), minutes=2)
    with pytest.raises(ExtractWrong, match="uenige om 1 "):
        signed(shared, "coordinator", Party.MUNICIPALITY)
    with pytest.raises(ExtractWrong, match="Skriv"):
        except_line(actor=coordinator, extract_id=pk, number=number, reason=" ", at=later(3))
    with pytest.raises(AccessDenied):
        except_line(actor=shared.as_("it_manager"), extract_id=pk, number=number, reason="Fordi", at=later(3))
    except_line(actor=coordinator, extract_id=pk, number=number, reason="Rettes næste år", at=later(3))
    unexcept_line(actor=coordinator, extract_id=pk, number=number, at=later(4))
    with pytest.raises(ExtractWrong, match="uenige om 1 "):
        signed(shared, "coordinator", Party.MUNICIPALITY)
    except_line(actor=coordinator, extract_id=pk, number=number, reason="Rettes næste år", at=later(5))
    signed(shared, "coordinator", Party.MUNICIPALITY)
    assert ExtractException.objects.filter(removed_at=None).count() == 1
    assert states(shared)[LineState.EXCEPTED] == 1


def test_a_draft_is_never_signed(town, post) -> None:
    book(town, post)
    town.extract = frozen(town, status=ExtractStatus.DRAFT.value, analyst_hand_id=town.people["controller"].pk)
    town.lines = list(ExtractLine.objects.filter(extract=town.extract))
    both_agree(town)
    with pytest.raises(ExtractWrong, match="udkast"):
        signed(town, "coordinator", Party.MUNICIPALITY)


def test_what_somebody_changed_in_the_table_is_not_signed(shared) -> None:
    both_agree(shared)
    ExtractLine.objects.filter(pk=shared.lines[0].pk).update(accrued_oere=1)
    with pytest.raises(ExtractWrong, match="Kontrolsummen"):
        signed(shared, "coordinator", Party.MUNICIPALITY)


def test_who_signs_for_neither_party_is_refused(shared) -> None:
    both_agree(shared)
    for who, party in (
        ("controller", Party.MUNICIPALITY),
        ("it_manager", Party.MUNICIPALITY),
        ("coordinator", Party.ANALYST),
        ("auditor", Party.ANALYST),
    ):
        with pytest.raises(AccessDenied):
            signed(shared, who, party)


def test_one_person_does_not_sign_for_both_though_they_became_the_other(shared) -> None:
    both_agree(shared)
    factories.role(shared.people["controller"], "it_manager", shared.top)
    signed(shared, "coordinator", Party.MUNICIPALITY)
    Extract.objects.update(analyst_hand=shared.people["coordinator"])
    with pytest.raises(ExtractWrong, match="samme person"):
        signed(shared, "coordinator", Party.ANALYST)


def test_a_signature_is_taken_back_with_a_reason_while_the_other_has_not_signed(shared) -> None:
    both_agree(shared)
    signed(shared, "coordinator", Party.MUNICIPALITY)
    said: dict[str, Any] = {"extract_id": shared.extract.pk, "at": later(70)}
    with pytest.raises(ExtractWrong, match="Skriv"):
        withdraw(actor=shared.as_("coordinator"), party=Party.MUNICIPALITY, reason=" ", **said)
    with pytest.raises(AccessDenied):
        withdraw(actor=shared.as_("controller"), party=Party.MUNICIPALITY, reason="Fejl", **said)
    with pytest.raises(ExtractWrong, match="ingen underskrift"):
        withdraw(actor=shared.as_("controller"), party=Party.ANALYST, reason="Fejl", **said)
    withdraw(actor=shared.as_("coordinator"), party=Party.MUNICIPALITY, reason="Fejl", **said)
    assert answer(shared, "coordinator", Party.MUNICIPALITY, Answer(shared.lines[0].number, DISAGREES)).count == 1
    answer(shared, "coordinator", Party.MUNICIPALITY, Answer(shared.lines[0].number, AGREES), minutes=2)
    signed(shared, "coordinator", Party.MUNICIPALITY, at=later(80))
    assert ExtractSignature.objects.count() == 2


def test_there_is_no_answering_an_extract_that_is_not_there(shared) -> None:
    shared.extract.pk = shared.north.pk
    with pytest.raises(ExtractNotFound):
        answer(shared, "coordinator", Party.MUNICIPALITY, Answer(1, AGREES))
