"""What the systems of clusters cost to run, for who reads all costs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from chefforum.kernel.access.rules import Actor
from chefforum.modules.it_costs.queries.run_costs import newest_run_costs

from .overlaps import ClusterFound


@dataclass(frozen=True)
class ClusterCost:
    """Øre in the year of those whose costs are known, None: of none; `lacking`: how many are not."""

    year: int | None
    oere: int | None
    lacking: int


def costs_of_clusters(*, actor: Actor, clusters: Sequence[ClusterFound], last_whole_year: int) -> list[ClusterCost]:
    """In their order. Eight queries and one scan at most. Raises AccessDenied."""
    costs = newest_run_costs(actor=actor, last_whole_year=last_whole_year)
    told = []
    for cluster in clusters:
        known = [costs.by_system[one.id] for one in cluster.systems if one.id in costs.by_system]
        told.append(ClusterCost(costs.year, sum(known) if known else None, len(cluster.systems) - len(known)))
    return told
