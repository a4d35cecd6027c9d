"""The invented books are like a municipality's: their sums, shares and seasons, and the same for the same seed."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from chefforum.project.books import Books, Size, demo_size, invented_town, lindeby, make_books
from chefforum.project.books.budgets import CARRIED, KINDS, TRANSFER
from chefforum.project.books.catalogue import FIXED, VARIABLE, kinds
from chefforum.project.books.postings import ACCRUED, AGAIN, CREDIT, MOVED, REVERSED, TRADE

SIZE = Size(
    units=120, accounts=400, first=202307, months=36, postings=450_000, positions=1500, seed=4, reorganised=202501
)


@pytest.fixture(scope="module")
def books() -> Books:
    return make_books(SIZE, invented_town(SIZE))


@pytest.fixture(scope="module")
def batches(books):
    return list(books.every_month())


def _of_class(books: Books, *classes: str) -> np.ndarray:
    return np.isin(np.array([kind.line_class for kind in kinds()])[books.lines.kind], classes)


def _of_code(books: Books, *codes: str) -> np.ndarray:
    return np.isin(np.array([kind.code for kind in kinds()])[books.lines.kind], codes)


def _by_month_of_year(books: Books, chosen: np.ndarray) -> np.ndarray:
    sums = books.truth[chosen].sum(axis=0)
    return np.array([sums[books.calendar.month == month].mean() for month in range(12)])


def test_the_same_seed_gives_the_same_books(books):
    again = make_books(SIZE, invented_town(SIZE))
    assert (again.truth == books.truth).all()
    first, second = next(again.delivered()), next(books.delivered())
    for field in dataclasses.fields(first):
        assert np.array_equal(getattr(first, field.name), getattr(second, field.name)), field.name


def test_another_seed_gives_others(books):
    other = dataclasses.replace(SIZE, seed=5)
    assert make_books(other, invented_town(other)).truth.sum() != books.truth.sum()


def test_there_are_as_many_as_were_asked_for(books):
    assert len(books.town.before) == SIZE.units
    assert len(books.accounts) == SIZE.accounts
    assert len(np.unique(books.positions.position)) == SIZE.positions
    assert books.closed_through == 202606
    assert sum(len(batch) for batch in books.delivered()) == pytest.approx(SIZE.postings, rel=0.02)


def test_every_posting_has_a_cost_centre_that_a_unit_owns_in_its_period(books, batches):
    codes = [code for code, _, _ in books.centres]
    units = {unit.code for unit in (*books.town.before, *books.town.after)}
    for batch in batches:
        owners = books.town.owners(batch.period)
        centres = {codes[centre] for centre in np.unique(books.lines.centre[batch.line])}
        assert centres <= set(owners)
        assert set(owners.values()) <= units


def test_the_postings_of_a_period_come_to_the_truth(books, batches):
    for number, batch in enumerate(batches):
        assert batch.amount.sum() == books.truth[:, number].sum()
        assert (batch.amount != 0).all()
    year = sum(books.year_end(2025).values())
    assert year == books.truth[:, books.calendar.year == 2025].sum()


def test_pay_is_69_percent_of_operating_cost(books):
    art = np.array([kind.art for kind in kinds()])[books.lines.kind]
    costs = np.isin(art.astype("U1"), ("1", "2", "4", "5")) & (art != "52")
    pay = books.truth[_of_class(books, FIXED, VARIABLE)].sum()
    assert pay / books.truth[costs].sum() == pytest.approx(0.69, abs=0.01)


def test_fixed_pay_is_that_of_the_positions_to_the_oere(books, batches):
    pay = books.pay.salary + books.pay.pension + books.pay.allowance
    fixed = _of_class(books, FIXED)
    assert (books.truth[fixed].sum(axis=0) == pay.sum(axis=0)).all()


def test_income_and_refunds_are_negative(books):
    assert (books.truth[_of_class(books, "indtægt", "refusion")].sum(axis=1) <= 0).all()


def test_heating_is_for_the_winter_and_licences_for_january(books):
    heating = _by_month_of_year(books, _of_code(books, "202"))
    assert heating[[0, 1, 11]].mean() > 5 * heating[[5, 6, 7]].mean()
    licences = _by_month_of_year(books, _of_code(books, "304"))
    assert licences[0] > 0.8 * licences.sum()


def test_rent_by_the_quarter_comes_in_four_months(books):
    rent = _by_month_of_year(books, _of_code(books, "301"))
    assert rent[[0, 3, 6, 9]].sum() > 0.85 * rent.sum()


def test_schools_buy_in_august_and_not_in_july(books):
    bought = _by_month_of_year(books, _of_code(books, "206"))
    assert bought[7] > 5 * bought[6]


def test_substitutes_follow_absence(books):
    places = _of_code(books, "131")
    sums = books.truth[places].sum(axis=0)[books.calendar.year == 2025]
    assert sums[6] > sums[[4, 5, 7, 8]].max()  # July: holidays where it is always open.
    assert sums[1] > sums[3:6].min()  # February: illness.


def test_the_state_refunds_half_of_the_benefits_a_month_later(books):
    def amounts(code: str) -> dict[int, np.ndarray]:
        lines = np.flatnonzero(_of_code(books, code))
        return dict(zip(books.lines.centre[lines], books.lines.amounts[lines], strict=True))

    benefits, refunds = amounts("403"), amounts("404")
    both = set(benefits) & set(refunds)
    assert both
    for centre in both:
        assert np.abs(benefits[centre][:-1] + 2 * refunds[centre][1:]).max() <= 2


def test_internal_vouchers_come_to_nought(batches):
    for batch in batches:
        inner = np.isin(batch.text, (TRADE, MOVED))
        sums = np.bincount(batch.voucher[inner] - batch.voucher.min(), batch.amount[inner].astype(float))
        assert inner.any()
        assert (sums == 0).all()


def test_an_accrual_is_taken_back_in_january(batches):
    put = {b.period: b.amount[b.text == ACCRUED].sum() for b in batches}
    back = {b.period: b.amount[b.text == REVERSED].sum() for b in batches}
    assert put[202412] == -back[202501] != 0
    assert not any(amount for period, amount in put.items() if period % 100 != 12)


def test_some_postings_are_late_and_some_are_credited(batches):
    month = [batch.date.astype("datetime64[M]").astype(int) for batch in batches]
    periods = [(batch.period // 100 - 1970) * 12 + batch.period % 100 - 1 for batch in batches]
    late = np.array([(found == period - 1).mean() for found, period in zip(month, periods, strict=True)])
    assert all(np.isin(found, (period - 1, period)).all() for found, period in zip(month, periods, strict=True))
    assert 0.005 < late[1:-1].mean() < 0.05
    credited = sum((batch.text == CREDIT).sum() for batch in batches)
    again = sum((batch.text == AGAIN).sum() for batch in batches)
    assert 0.5 < again / credited < 0.8


def test_vouchers_have_several_lines_of_one_date_numbered_from_one(batches):
    batch = batches[5]
    order = np.lexsort((batch.voucher_line, batch.voucher))
    voucher, line = batch.voucher[order], batch.voucher_line[order]
    new = np.diff(voucher, prepend=-1) != 0
    assert (line[new] == 1).all()
    assert (np.diff(line)[~new[1:]] == 1).all()
    assert (np.diff(batch.date[order].astype(int))[~new[1:]] == 0).all()
    assert (line > 1).mean() > 0.1


def test_a_few_lines_are_most_of_the_money(books):
    sizes = np.sort(np.abs(books.truth).sum(axis=1))[::-1]
    assert sizes[: len(sizes) // 5].sum() > 0.7 * sizes.sum()


def test_the_reorganisation_moves_cost_centres_on_its_date(books):
    before, after = books.town.owners(202412), books.town.owners(202501)
    assert set(before) == set(after)
    moved = {centre for centre in before if before[centre] != after[centre]}
    assert moved
    assert set(after.values()) - set(before.values()), "a unit is new"
    assert set(before.values()) - set(after.values()), "a unit is gone"


def test_budgets_are_roughly_right_with_units_over_and_under(books):
    budgets, year = books.budgets, books.calendar.year == 2025
    mine = budgets.year == 2025
    centres = len(books.centres)
    budgeted = np.bincount(books.lines.centre[budgets.line[mine]], budgets.amount[mine], centres)
    actual = np.bincount(books.lines.centre, books.truth[:, year].sum(axis=1), centres)
    off = (actual - budgeted) / np.abs(budgeted)
    assert abs((actual - budgeted).sum()) < 0.05 * budgeted.sum()
    assert (off > 0.02).sum() > centres // 20
    assert (off < -0.02).sum() > centres // 20


def test_no_cost_has_a_budget_below_nought_and_what_is_carried_over_is_a_part_of_it(books):
    budgets, costs = books.budgets, ~_of_class(books, "indtægt", "refusion", "intern")
    for year in np.unique(budgets.year):
        mine = budgets.year == year
        whole = np.bincount(budgets.line[mine], budgets.amount[mine], len(books.lines))
        carried = mine & (budgets.kind == CARRIED)
        over = np.bincount(budgets.line[carried], np.abs(budgets.amount[carried]), len(books.lines))
        assert (whole[costs] >= 0).all(), year
        assert (over <= np.abs(whole) + 200_000).all(), year
    assert (budgets.kind == CARRIED).any()


def test_transfers_come_to_nought_and_every_kind_of_budget_is_there(books):
    budgets = books.budgets
    assert set(budgets.kind) == set(range(len(KINDS)))
    for year in np.unique(budgets.year):
        assert budgets.amount[(budgets.kind == TRANSFER) & (budgets.year == year)].sum() == 0


def test_lindeby_has_about_40_000_postings_in_three_years():
    size = demo_size(closed_through=202610, first=202311)
    books = make_books(size, lindeby())
    assert 35_000 < sum(len(batch) for batch in books.delivered()) < 50_000
