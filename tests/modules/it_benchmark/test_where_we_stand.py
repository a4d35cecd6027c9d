"""Our place among a group is an interval, and what may not be shown says why."""

from __future__ import annotations

import pytest

from chefforum.kernel.documents.services import make
from chefforum.kernel.figures.queries import value_of
from chefforum.kernel.figures.rules import parse_reference
from chefforum.modules.it_benchmark.models import Municipality
from chefforum.modules.it_benchmark.queries.positions import beside
from chefforum.modules.it_benchmark.rules.measures import BY_KEY, Facts, facts_of, value
from tests.modules.it_benchmark.conftest import NOW, TODAY, content, page

pytestmark = pytest.mark.django_db


def found(town, **asked):  # type: ignore[no-untyped-def]
    said = {"year": 2025, "view": "accrued", "measure": BY_KEY["per_fte"], **asked}
    return beside(actor=town.as_("controller"), group=town.group, **said)


def test_the_page_says_our_place_as_an_interval_and_that_our_figures_are_not_validated(grouped) -> None:  # type: ignore[no-untyped-def]
    text = page(grouped, "controller", "benchmark").content.decode()
    one = found(grouped).of("per_fte")
    assert one.rank.startswith("nr. ")
    assert one.rank.endswith(" af 11")
    assert one.rank in text
    assert "Vores tal er ikke valideret" in text
    assert "22.600 kr." in text


def test_the_true_rank_lies_within_the_interval(grouped) -> None:  # type: ignore[no-untyped-def]
    mine = 61_000_000 / 2700
    others = [
        value(BY_KEY["per_fte"], facts_of(one.deliveries.get(year=2025).content), "accrued")
        for one in grouped.group.members.all()
    ]
    rank = 1 + sum(one < mine for one in others)
    position = found(grouped).of("per_fte").position
    assert position.low <= rank <= position.high


def test_a_missing_number_is_missing_and_never_nought() -> None:
    said = content(1)
    said["costs"][3]["cash"] = None
    facts = facts_of(said)
    assert facts.total("cash") is None
    assert facts.total("accrued") is not None
    assert value(BY_KEY["per_fte"], facts, "cash") is None
    assert value(BY_KEY["per_pc"], Facts({**facts.background, "pcs": None}, facts.costs), "accrued") is None


def test_four_who_may_be_named_leave_too_few_to_hide_among(grouped) -> None:  # type: ignore[no-untyped-def]
    Municipality.objects.filter(pk__in=grouped.group.members.values("pk")[:6]).update(may_be_named=True)
    one = found(grouped).of("per_fte")
    assert not one.is_shown
    assert "skjult, så ingen kan kendes" in page(grouped, "controller", "benchmark").content.decode()


def test_who_may_be_named_is_shown_by_name_and_as_it_is(grouped) -> None:  # type: ignore[no-untyped-def]
    named = grouped.group.members.order_by("code").first()
    Municipality.objects.filter(pk=named.pk).update(may_be_named=True)
    one = found(grouped).of("per_fte")
    true = value(BY_KEY["per_fte"], facts_of(named.deliveries.get(year=2025).content), "accrued")
    assert one.by_name == {named.code: true}
    assert "Kommuner, der vises med navn" in page(grouped, "controller", "benchmark").content.decode()


def test_both_years_are_of_the_same_group(grouped) -> None:  # type: ignore[no-untyped-def]
    over_time = found(grouped).over_time
    assert sorted(over_time) == [2024, 2025]
    assert all(one.summary.members == 10 for one in over_time.values())


@pytest.mark.parametrize("format", ["pdf", "xlsx", "docx"])
def test_the_document_is_made(grouped, format: str) -> None:  # type: ignore[no-untyped-def]
    parameters = {"group": str(grouped.group.pk), "year": "2025", "view": "accrued", "measure": "per_fte"}
    made = make(
        kind="it_benchmark.benchmark", actor=grouped.as_("controller"), parameters=parameters, format=format, at=NOW
    )
    assert made.content


def test_the_living_figure_says_what_the_page_does(grouped) -> None:  # type: ignore[no-untyped-def]
    reference = parse_reference("it_benchmark.median year=2025 measure=per_fte whose=ours")
    said = value_of(reference=reference, actor=grouped.as_("controller"), on=TODAY)
    assert str(said.value.value) == "22600"


def test_nobody_without_all_costs_sees_the_page(grouped) -> None:  # type: ignore[no-untyped-def]
    for name in ("it_manager", "colleague"):
        assert page(grouped, name, "benchmark").status_code == 403
