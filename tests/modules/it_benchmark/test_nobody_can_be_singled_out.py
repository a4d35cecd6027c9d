"""A differencing attack: whoever sees every page, file and figure of every group, before and after new deliveries, can
bound no unnamed member's cost to within a fifth."""

from __future__ import annotations

import contextlib
import itertools
import random
import re
from decimal import Decimal
from fractions import Fraction

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from chefforum.kernel.documents.services import make
from chefforum.kernel.figures.queries import value_of
from chefforum.kernel.figures.rules import parse_reference
from chefforum.modules.it_benchmark.models import Delivery, Municipality, PeerGroup
from chefforum.modules.it_benchmark.rules.masking import HIGHEST, LOWEST, mask, true_between
from chefforum.modules.it_benchmark.rules.measures import MEASURES, facts_of
from chefforum.modules.it_benchmark.rules.publication import plan
from chefforum.modules.it_benchmark.services.groups import GroupRefused, NotTakenIn, take_in
from tests.modules.it_benchmark.conftest import NOW, client_of, content, deliver, freeze, page

FIFTH = 0.2


def is_within_a_fifth(true: float, low: float, high: float) -> bool:
    return true * (1 - FIFTH) <= low and high <= true * (1 + FIFTH)


@given(st.floats(0, 1), st.floats(1, 1e9))
def test_who_knows_a_masked_cost_to_the_krone_knows_no_true_one_to_within_a_fifth(drawn: float, true: float) -> None:
    masked = true * mask(lambda: drawn)
    low, high = true_between(masked)
    assert low <= true * 1.000001
    assert true <= high * 1.000001
    assert not is_within_a_fifth(true, low, high)


# --- everything that is handed out hangs on masked costs alone -------------------------------------------------------


def everything_seen(town) -> str:  # type: ignore[no-untyped-def]
    """Every page, file and figure that reads the benchmark, of every group, year and view, without what changes with
    time and with each page (tokens)."""
    seen = []
    for group in PeerGroup.objects.order_by("name"):
        for view in ("cash", "accrued"):
            for year in ("2024", "2025"):
                query = {"gruppe": str(group.pk), "aar": year, "visning": view}
                seen.append(page(town, "coordinator", "benchmark", **query).content.decode())
        seen.append(page(town, "coordinator", "group", group.pk).content.decode())
        for format in ("xlsx", "pdf"):
            parameters = {"group": str(group.pk), "year": "2025", "view": "accrued", "measure": "per_fte"}
            made = make(
                kind="it_benchmark.benchmark",
                actor=town.as_("coordinator"),
                parameters=parameters,
                format=format,
                at=NOW,
            )
            seen.append(repr(made.content))
    for name in ("base", "groups", "public_figures"):
        seen.append(page(town, "coordinator", name).content.decode())
    for measure in MEASURES:
        reference = parse_reference(f"it_benchmark.median year=2025 measure={measure.key} whose=group")
        seen.append(repr(value_of(reference=reference, actor=town.as_("coordinator"), on=NOW.date()).value))
    return re.sub(
        r'csrf[^>]*value="[^"]*"|"X-CSRFToken": "[^"]*"|name="csrf-token" content="[^"]*"|nonce="[^"]*"',
        "",
        "\n".join(seen),
    )


def other_world(town, code: str, factor: Fraction) -> None:  # type: ignore[no-untyped-def]
    """The member costs so much more (less), and its secret number is as much less (more)."""
    one = Municipality.objects.get(code=code)
    one.mask = Decimal(one.mask / Decimal(factor.numerator) * Decimal(factor.denominator))
    one.save(update_fields=["mask"])
    for delivery in Delivery.objects.filter(municipality=one):
        for cell in delivery.content["costs"]:
            for mark in ("cash", "accrued"):
                cell[mark] = cell[mark] * factor.numerator // factor.denominator
        delivery.save(update_fields=["content"])


@pytest.mark.django_db
def test_a_world_where_a_member_costs_a_quarter_more_or_less_looks_the_same(base, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    """For each of two members, one near the middle: all that anybody sees is the same, to the letter."""
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    deliver(base, *range(12, 24))
    for one in Municipality.objects.all():
        one.mask = Decimal("1")
        one.save(update_fields=["mask"])
    # Costs that can be taken a quarter of, so that the other world is exact.
    for delivery in Delivery.objects.all():
        for cell in delivery.content["costs"]:
            cell["cash"], cell["accrued"] = (cell["cash"] // 1000 * 1000, cell["accrued"] // 1000 * 1000)
        delivery.save(update_fields=["content"])
    freeze(base, "Ti")
    with contextlib.suppress(GroupRefused):
        freeze(base, "Fjorten", count=14, density=5.0, citizens=0.0)
    before = everything_seen(base)
    codes = list(PeerGroup.objects.get(name="Ti").members.order_by("code").values_list("code", flat=True))
    for code, factor in ((codes[0], Fraction(5, 4)), (codes[5], Fraction(4, 5))):
        other_world(base, code, factor)
        changed = Municipality.objects.get(code=code)
        assert LOWEST <= float(changed.mask) <= HIGHEST
        assert everything_seen(base) == before
        other_world(base, code, 1 / factor)


# --- brute force on small bases: what an attacker could do without the mask, and cannot with it ----------------------


def published(costs: tuple[int, ...], sets: list[list[int]]) -> tuple:
    """Medians and quartiles of each set, exactly: more than any page shows."""
    return tuple(tuple(sorted(costs[at] for at in members)) for members in sets)


@pytest.mark.parametrize("seed", range(3))
def test_brute_force_finds_worlds_apart_for_every_member(seed: int) -> None:
    """Six members, two groups of five, before and after a new delivery: the attacker is even given all masked values
    of each set in order, and tries every true cost and secret number on a grid."""
    drawn = random.Random(seed)
    grid = [80, 100, 125]
    numbers = [Fraction(4, 5), Fraction(1), Fraction(5, 4)]
    true = tuple(drawn.choice(grid) for _ in range(6))
    secret = [drawn.choice(numbers) for _ in range(6)]
    sets = [[0, 1, 2, 3, 4], [1, 2, 3, 4, 5], [0, 1, 2, 3, 4, 5]]
    masked = tuple(one * number for one, number in zip(true, secret, strict=True))
    answer = published(masked, sets)
    possible: list[set[int]] = [set() for _ in range(6)]
    # Whatever is told hangs on masked costs, so the attacker may find those first, then what makes each of them.
    values = sorted(set(itertools.chain(*answer)))
    for guess in itertools.product(values, repeat=6):
        if published(guess, sets) != answer:
            continue
        for at, one in enumerate(guess):
            possible[at] |= {cost for cost in grid for number in numbers if cost * number == one}
    for at, costs in enumerate(possible):
        assert true[at] in costs
    unmasked = [set() for _ in range(6)]
    for guess in itertools.product(grid, repeat=6):
        if published(guess, sets) == published(true, sets):
            for at, one in enumerate(guess):
                unmasked[at].add(one)
    # Without the mask, somebody is known exactly: 0 and 5 are told apart by what the sets do not share.
    assert any(len(costs) == 1 for costs in unmasked)
    # With it, the continuous range of every member is wider than a fifth to either side.
    for at in range(6):
        low, high = true_between(float(masked[at]))
        assert not is_within_a_fifth(float(true[at]), low, high)


@given(st.data())
def test_sets_that_are_shown_never_differ_by_one_to_four(data: st.DataObject) -> None:
    """Whatever members lack, and in whatever order groups come, of each measure and year."""
    codes = [str(900 + at) for at in range(14)]
    members = {}
    for at, code in enumerate(codes[:14]):
        said = content(at)
        if data.draw(st.booleans()):
            said["background"]["pcs"] = None
        if data.draw(st.integers(0, 4)) == 0:
            said["costs"][0]["cash"] = None
        members[code] = facts_of(said)
    earlier: list = []
    for nth in range(4):
        group = data.draw(st.lists(st.sampled_from(codes), min_size=5, max_size=14, unique=True))
        planned = plan(members={code: members[code] for code in group}, consenting=(), earlier=earlier)
        earlier.append((str(nth), planned.shown))
    for (_, one), (_, other) in itertools.combinations(earlier, 2):
        for key in one.keys() & other.keys():
            ones, others = set(one[key]), set(other[key])
            assert not 0 < len(ones - others) < 5
            assert not 0 < len(others - ones) < 5


@pytest.mark.django_db
def test_a_late_delivery_moves_nothing_until_five_have_come(grouped) -> None:  # type: ignore[no-untyped-def]
    before = page(grouped, "coordinator", "benchmark").content.decode()
    code = grouped.group.members.order_by("code").first().code
    changed = content(int(code) - 900)
    changed["costs"][0]["accrued"] *= 9
    deliver(grouped, int(code) - 900, years=(2025,), costs=changed["costs"])
    with pytest.raises(NotTakenIn):
        take_in(actor=grouped.as_("coordinator"), group=grouped.group, year=2025, at=NOW)
    after = page(grouped, "coordinator", "benchmark").content.decode()
    assert "som tages med, når 4 kommuner mere har leveret" in after
    chart = re.compile(r"<figure.*?</figure>", re.DOTALL)
    assert chart.findall(before) == chart.findall(after)


@pytest.mark.django_db
def test_no_page_holds_a_masks_number_or_an_unnamed_members_cost(grouped) -> None:  # type: ignore[no-untyped-def]
    text = everything_seen(grouped)
    for one in Municipality.objects.all():
        assert str(one.mask) not in text
        total = sum(cell["accrued"] for cell in one.deliveries.get(year=2025).content["costs"])
        assert f"{total:,}".replace(",", ".") not in text
    client = client_of(grouped, "coordinator")
    assert client.get("/it/benchmark/grundlag/").status_code == 200
