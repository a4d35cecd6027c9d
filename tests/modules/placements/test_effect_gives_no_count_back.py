"""An attacker with every number that the effect is told in: page, pictures, document and figure give no few away."""

from __future__ import annotations

import datetime as dt
import itertools
from collections import defaultdict
from types import SimpleNamespace

import pytest
from django.test import Client
from django.utils import timezone

from chefforum.kernel.documents.services import make
from chefforum.kernel.figures.queries import value_of
from chefforum.modules.placements.rules.effect import Came, Defined, Effect, Where, published
from chefforum.modules.placements.rules.effect_charts import ways_chart, where_chart, years_chart
from chefforum.modules.placements.rules.effect_words import (
    between,
    compared_in,
    in_short,
    missing_in,
    percent,
    why_no_share,
)
from chefforum.modules.placements.rules.kinds import PlacementKind
from chefforum.modules.placements.rules.outcomes import Definition
from tests.modules.placements.conftest import NOW, TODAY
from tests.modules.placements.test_effect import definition, ended, page
from tests.modules.placements.test_status_paper import text_of

YEARS = (2025, 2024)
DEFINED = Defined(Definition(1, "Sag lukket", 3, dt.date(2020, 1, 1), None), 1, "Tekst", "prøve", frozenset({"job"}))
OTHERS = published((30, 0, 14, 0, 70, 0))
NOBODY = published((0, 0, 0, 0, 0, 0))
SMALL = range(1, 5)


def all_that_is_told(counts: tuple[int, ...]) -> str:
    """Of one group: sentences, tables, pictures with their drawing, comparisons with others, and the share as exact as
    any of them could have it."""
    group = published(counts)
    kind = PlacementKind.INTERNSHIP
    groups = {(year, where, one.value): NOBODY for year in YEARS for where in Where for one in PlacementKind}
    groups |= {(2024, Where.MUNICIPAL, kind.value): OTHERS, (2025, Where.OUTSIDE, kind.value): OTHERS}
    groups[2025, Where.MUNICIPAL, kind.value] = group
    effect = Effect(DEFINED, YEARS, groups, dt.date(2025, 12, 31), (), dt.date(2026, 2, 1), NOW)
    charts = (
        years_chart(effect, Where.MUNICIPAL),
        where_chart(effect, 2025),
        ways_chart([("Praktik", group)]),
        ways_chart([("Praktik", group), ("Uden for", OTHERS)]),
    )
    table = [percent(group.share.estimate), str(group.known), between(group.share)] if group.share else []
    figure = repr(100 * (group.closed or 0) / (group.known or 1)) if group.share else why_no_share(group)
    return repr((in_short(effect, 2025), missing_in(effect, 2025), compared_in(effect), charts, table, figure))


def test_trying_every_small_count_pins_none_of_those_that_are_hidden() -> None:
    """Every group of a small world, by what is told of it: those that are told the same cannot be told apart. A count
    from one to four may never be the same in all of them. Groups at the edge of the world have likes outside it."""
    told_the_same = defaultdict(list)
    for job, education, is_open, missing in itertools.product(range(11), range(6), range(4, 12), (0, 1, 4, 6)):
        told_the_same[all_that_is_told((job, 0, education, 0, is_open, missing))].append(
            {
                Came.JOB: job,
                Came.EDUCATION: education,
                Came.OPEN: is_open,
                Came.MISSING: missing,
                "closed": job + education,
            }
        )
    tried = 0
    for alike in told_the_same.values():
        if any(one["closed"] > 10 or not 5 <= one[Came.OPEN] <= 10 for one in alike):
            continue
        tried += 1
        for name in (Came.JOB, Came.EDUCATION, Came.MISSING, "closed"):
            values = {one[name] for one in alike}
            assert len(values) > 1 or not values & set(SMALL), (name, alike[0])
        missing = {one[Came.MISSING] for one in alike}
        assert missing == {1, 4} or not missing & {1, 4}, alike[0]
    assert tried > 100


@pytest.fixture
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "localdate", lambda *_: TODAY)


@pytest.mark.usefixtures("_today")
def test_page_document_and_figure_are_the_same_whichever_few_are_missing(town: SimpleNamespace, client: Client) -> None:
    """27 % of 22, and a few missing: with bounds of 23 and 38 % anybody would reckon that they are four."""
    by = definition()
    ended(town, 6, "job", by=by)
    ended(town, 16, "on_benefit", by=by)
    read = []
    for _ in SMALL:
        # Of another year than they began in, for the status counts those that begin.
        ended(town, 1, on=dt.date(2025, 1, 10))
        actor = town.as_("colleague")
        made = make(kind="placements.status", actor=actor, parameters={"year": "2025"}, format="docx", at=NOW)
        figure = value_of(
            reference="placements.effect year=2025 kind=internship sector=municipal", actor=actor, on=TODAY
        ).value
        read.append((body_of(page(client, town)), text_of(made), str(figure)))
    assert "Udfald mangler for nogle få; tallet er skjult." in read[0][0]
    assert "Udfald mangler for nogle få; tallet er skjult." in read[0][1]
    assert "27 % af 22" in read[0][0]
    assert "hvis ingen af dem er lukket" not in read[0][0] + read[0][1]
    assert len(set(read)) == 1


def body_of(said: str) -> str:
    """Without the head, whose marks are new in every answer."""
    return said.partition("<main")[2].partition("</main>")[0]
