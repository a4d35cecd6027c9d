"""Who operates the exchange sees the whole country, and nobody of it."""

from __future__ import annotations

import copy

import pytest
from django.urls import reverse

from chefforum.modules.it_benchmark.models import Municipality, NationalTable
from chefforum.modules.it_benchmark.queries import columns
from chefforum.modules.it_benchmark.queries.columns import Asked
from chefforum.modules.it_benchmark.queries.national import country, newest_table, who_is_behind
from chefforum.modules.it_benchmark.rules.masking import HIGHEST, LOWEST
from chefforum.modules.it_benchmark.services.national import build_national_table
from tests.modules.it_benchmark.conftest import NOW, client_of, content, deliver, page

pytestmark = pytest.mark.django_db


@pytest.fixture
def land(base, settings, tmp_path):  # type: ignore[no-untyped-def]
    """Twenty-four that delivered both years but the last, who delivered the first alone."""
    storages = copy.deepcopy(settings.STORAGES)
    storages["lake"]["OPTIONS"] = {"location": str(tmp_path / "lake")}
    settings.STORAGES = storages
    settings.EXCHANGE_OPERATOR = True
    deliver(base, *range(12, 23))
    deliver(base, 23, years=(2024,))
    build_national_table(actor=base.as_("coordinator"), at=NOW)
    return base


def seen(land, **asked):  # type: ignore[no-untyped-def]
    actor = land.as_("coordinator")
    return country(actor=actor, table=newest_table(actor=actor), asked=Asked(**{"year": 2025, **asked}))


def test_it_is_denied_where_nobody_said_that_the_exchange_is_operated_here(land, settings) -> None:  # type: ignore[no-untyped-def]
    assert page(land, "coordinator", "national").status_code == 200
    assert page(land, "controller", "national").status_code == 403
    settings.EXCHANGE_OPERATOR = False
    for name in ("national", "national_file"):
        assert page(land, "coordinator", name).status_code == 403
    assert client_of(land, "coordinator").post(reverse("it_benchmark:national_build")).status_code == 403


def test_the_most_used_products_are_counted_as_by_hand(land) -> None:  # type: ignore[no-untyped-def]
    counts: dict[str, int] = {}
    for number in range(23):
        for one in content(number)["systems"]:
            counts[one["product"]] = counts.get(one["product"], 0) + 1
    for line in seen(land).products:
        expected = counts[line.name]
        assert line.municipalities == (expected if expected >= 5 else None)


def test_fewer_than_five_are_hidden_in_page_and_file(land) -> None:  # type: ignore[no-untyped-def]
    hidden = [one for one in seen(land).products if one.municipalities is None]
    assert hidden
    assert all(one.users is None and one.spread is None for one in hidden)
    text = page(land, "coordinator", "national_file").content.decode()
    row = next(line for line in text.splitlines() if line.lstrip("\ufeff").startswith(hidden[0].name + ";"))
    assert "under 5" in row
    assert "skjult" in row


def test_cost_for_each_user_takes_eight(land) -> None:  # type: ignore[no-untyped-def]
    lines = [one for one in seen(land).products if one.spread is not None]
    assert lines
    assert all(one.spread.of >= 8 and one.spread.low <= one.spread.median <= one.spread.high for one in lines)


def test_a_size_is_shown_of_nothing_where_any_size_has_one_to_four(land) -> None:  # type: ignore[no-untyped-def]
    """Else all less the others would be those few."""
    whole = {one.name: one for one in seen(land).products}
    sizes: dict[str, dict[str, int]] = {}
    for number in range(23):
        said = content(number)
        size = columns.size_of(said["background"]["citizens"])
        for one in said["systems"]:
            sizes.setdefault(one["product"], {}).setdefault(size, 0)
            sizes[one["product"]][size] += 1
    for size in columns.SIZES:
        for line in seen(land, size=size).products:
            if any(1 <= count <= 4 for count in sizes[line.name].values()):
                assert line.municipalities is None
            else:
                assert line.municipalities == sizes[line.name].get(size)
    assert whole


def test_every_cost_in_the_file_is_masked(land) -> None:  # type: ignore[no-untyped-def]
    import pyarrow.parquet as pq

    from chefforum.kernel.lake import storage

    true = {(900 + n, one["product"]): one["cost"] for n in range(23) for one in content(n)["systems"]}
    rows = pq.read_table(storage.local_path(NationalTable.objects.get().file)).to_pylist()
    masks = {one.code: float(one.mask) for one in Municipality.objects.all()}
    for row in rows:
        if row["year"] == 2025 and row["cost"] is not None:
            assert row["cost"] == pytest.approx(true[int(row["code"]), row["product"]] * masks[row["code"]])
            assert LOWEST <= masks[row["code"]] <= HIGHEST
    assert len({round(one, 6) for one in masks.values()}) > 1


def test_filters_narrow(land) -> None:  # type: ignore[no-untyped-def]
    assert {one.vendor for one in seen(land, words="nordlys").products} == {"Nordlys IT"}
    assert len(seen(land, kle="27").products) < len(seen(land).products)
    assert seen(land, kle="99").products == ()
    text = page(land, "coordinator", "national", aar="2025", ord="findes ikke").content.decode()
    assert "Intet passer til valget" in text


def test_who_is_behind_is_told(land) -> None:  # type: ignore[no-untyped-def]
    newest, behind = who_is_behind(actor=land.as_("coordinator"))
    assert newest == 2025
    assert [one.last for one in behind] == [2024]
    assert "senest 2024" in page(land, "coordinator", "national").content.decode()


def test_who_may_be_named_protects_nobody_here_either(land) -> None:  # type: ignore[no-untyped-def]
    Municipality.objects.exclude(code__in=["900", "901", "902", "903"]).update(may_be_named=True)
    assert all(one.municipalities is None for one in seen(land).products)


def test_concentration_is_of_all_vendors(land) -> None:  # type: ignore[no-untyped-def]
    found = seen(land).concentration
    assert found.vendors >= 10
    assert 0 < found.herfindahl < 10_000
    assert 0 < found.largest_five <= 100
