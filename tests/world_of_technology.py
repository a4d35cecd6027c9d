"""What there is in Lindeby of the rooms of technology: it_costs, it_portfolio and it_benchmark."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from tests import (
    world_of_compliance,
    world_of_costs,
    world_of_extracts,
    world_of_it,
    world_of_it_benchmark,
    world_of_it_sources,
    world_of_overlaps,
    world_of_plan,
    world_of_requests,
    world_of_selection,
)
from tests.people import Lindeby


@dataclass(frozen=True)
class TechnologyThere:
    it: world_of_it.ItWorld
    requests: world_of_requests.RequestsWorld
    costs: world_of_costs.CostWorld
    it_sources: world_of_it_sources.ItSourcesThere
    selection: world_of_selection.SelectionWorld
    overlaps: world_of_overlaps.OverlapWorld
    compliance: world_of_compliance.ComplianceThere
    plan: world_of_plan.PlanThere
    extracts: world_of_extracts.ExtractWorld
    it_benchmark: world_of_it_benchmark.BenchmarkWorld


def build(*, lindeby: Lindeby, at: dt.datetime) -> TechnologyThere:
    technology = world_of_it.build(lindeby=lindeby, at=at)
    return TechnologyThere(
        it=technology,
        requests=world_of_requests.build(lindeby=lindeby, at=at),
        costs=world_of_costs.build(lindeby=lindeby, it=technology, at=at),
        it_sources=world_of_it_sources.build(lindeby=lindeby, at=at),
        selection=world_of_selection.build(lindeby=lindeby, it=technology, at=at),
        overlaps=world_of_overlaps.build(lindeby=lindeby, it=technology, at=at),
        compliance=world_of_compliance.build(lindeby=lindeby, it=technology, at=at),
        plan=world_of_plan.build(lindeby=lindeby, it=technology, at=at),
        extracts=world_of_extracts.build(lindeby=lindeby, at=at),
        it_benchmark=world_of_it_benchmark.build(lindeby=lindeby, at=at),
    )
