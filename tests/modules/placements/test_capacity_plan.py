"""A plan of places: the forum's own figures come out, and what cannot be planned is told."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from django.urls import reverse

from chefforum.modules.placements.rules.capacity_plan import EXAMPLE, Asked, plan_of
from chefforum.modules.placements.rules.capacity_words import answers, mixed_in_words
from tests.modules.placements.golden import INTERNSHIP, WAGE_SUBSIDY, set_golden
from tests.modules.placements.test_effect import page


def test_the_forums_own_places_pooled_and_split() -> None:
    """Field figures: 50 places, 37.5 offered lose 0.9 %; split 13, 2, 3, 23, 4, 3, 2 they give 434 a year."""
    plan = plan_of(EXAMPLE)
    assert plan.pooled.offered == 37.5
    assert round(100 * plan.pooled.blocking, 1) == 0.9
    assert [one.loss.places for one in plan.departments] == [13, 2, 3, 23, 4, 3, 2]
    assert (int(plan.wanted), round(plan.yearly), round(plan.split_yearly)) == (487, 483, 434)
    assert [one.name for one in plan.departments if one.is_small] == list(plan.small_names)
    assert len(plan.small_names) == 5
    assert all(0.22 <= round(one.loss.blocking, 2) <= 0.36 for one in plan.departments if one.is_small)
    assert plan.small is not None
    assert round(plan.small.blocking, 3) == 0.074
    assert round(plan.departments[-1].none, 2) == 0.29  # Økonomi & Stab
    assert plan.mixed is not None
    assert (float(plan.mixed.weeks), round(plan.mixed.yearly)) == (5.95, 405)


def test_it_is_told_in_plain_words() -> None:
    told = " ".join(answers(plan_of(EXAMPLE)))
    assert "I én fælles pulje går 0,9 % forgæves: 483 begynder om året af de 487, der er brug for." in told
    assert "begynder 434 om året, 49 færre end i puljen." in told
    assert "De fem små bør dele en pulje (Borger, Arbejdsmarked & Erhverv, Børn & Familie," in told
    assert "Økonomi & Stab har ingen i 29 % af ugerne" in told
    assert "39 pladser i én pulje og 56, når hver står alene." in told
    assert "gennemsnit 5,95 uger i stedet for 4" in mixed_in_words(plan_of(EXAMPLE))


def test_two_equal_departments_worked_by_hand() -> None:
    """Two places, one offered each: alone B(1) = 1/2; together B = 2²/2 ÷ (1 + 2 + 2) = 2/5."""
    plan = plan_of(Asked(2, Decimal(1), Decimal(4), {"A": Decimal(1), "B": Decimal(1)}))
    assert [one.loss.blocking for one in plan.departments] == [0.5, 0.5]
    assert round(plan.pooled.blocking, 10) == 0.4
    assert round(plan.yearly, 6) == round(2 * 0.6 * 13, 6)
    assert plan.split_yearly == 13
    assert "Ingen afdeling er stor nok til at stå alene" in " ".join(answers(plan))


def test_a_department_without_weight_has_no_places_and_takes_nobodys() -> None:
    plan = plan_of(Asked(20, Decimal("0.5"), Decimal(4), {"A": Decimal(3), "B": Decimal(0)}))
    assert plan.departments[1].loss.places == 0
    assert plan.split_yearly == plan.yearly


def test_the_page_begins_with_the_newest_round(golden_town, client) -> None:
    set_golden(golden_town)
    said = page(client, golden_town, "colleague", name="capacity")
    assert "483 begynder om året af de 487" in said
    assert "Dagtilbud &amp; Skole: 223" in said
    assert "kendte svar" in said.lower()


def test_without_a_round_it_is_the_forums_own_case(town, client) -> None:
    said = page(client, town, name="capacity")
    assert "Regnet af tallene fra Chefforums sag i januar 2026." in said


def test_a_plan_is_an_address_and_stores_nothing(town, client) -> None:
    query = "?pladser=2&besaettelse=100&uger=4&risiko=10&noegle=A:+1%0AB%091&andel_1=50&uger_1=4&andel_2=50&uger_2=12"
    said = page(client, town, query=query, name="capacity")
    assert "40 % forgæves" in said
    assert "gennemsnit 8 uger i stedet for 4" in said


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("pladser=0&besaettelse=75&uger=4&risiko=10&noegle=A+1", "1"),
        ("pladser=50&besaettelse=101&uger=4&risiko=10&noegle=A+1", "Skriv et tal fra 1 til 100."),
        ("pladser=50&besaettelse=75&uger=4&risiko=10&noegle=A", "Linje 1: skriv et navn og et tal"),
        ("pladser=50&besaettelse=75&uger=4&risiko=10&noegle=A+1%0AA+2", "Linje 2: “A” står der allerede."),
        ("pladser=50&besaettelse=75&uger=4&risiko=10&noegle=A+0", "Mindst én afdeling skal have et tal over 0."),
        ("pladser=50&besaettelse=75&uger=4&risiko=10&noegle=A+-1", "Linje 1: tallet skal være fra 0"),
        ("pladser=50&besaettelse=75&uger=4&risiko=10&noegle=A+1&andel_1=50&uger_1=4", "De giver 50."),
        ("pladser=50&besaettelse=75&uger=4&risiko=10&noegle=A+1&andel_1=50", "Skriv både andel og uger."),
    ],
)
def test_what_cannot_be_planned_is_told(town, client, query, words) -> None:
    client.force_login(town.people["colleague"])
    answer = client.get(f"{reverse('placements:capacity')}?{query}")
    assert answer.status_code == 422
    assert words in answer.content.decode()


@pytest.mark.django_db
def test_a_round_without_internships_is_not_planned_with_the_forums_own_example(golden_town, client):
    set_golden(golden_town, targets=(WAGE_SUBSIDY, replace(INTERNSHIP, slots=0)))
    client.force_login(golden_town.people["colleague"])
    answer = client.get(reverse("placements:capacity"))
    page = answer.content.decode()
    assert answer.status_code == 200
    assert answer.context["plan"] is None
    assert "har ingen pladser til virksomhedspraktik" in page
    assert "Regnet af tallene fra Chefforums sag" not in page
    assert "Økonomi &amp; Stab" in page
