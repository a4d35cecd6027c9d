"""Twelve invented municipalities that delivered 2025, what Lindeby says of itself, and a group that is frozen."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from uuid import uuid4

from chefforum.kernel.access.queries import actor_for
from chefforum.modules.it_benchmark.models import Municipality, PeerGroup
from chefforum.modules.it_benchmark.rules.fields import USUAL_WEIGHTS
from chefforum.modules.it_benchmark.rules.invented import NAMES, municipality
from chefforum.modules.it_benchmark.services.deliveries import receive_delivery, write_background
from chefforum.modules.it_benchmark.services.groups import freeze_group
from chefforum.modules.it_costs.rules.measures import CITIZENS, FTE, PCS
from chefforum.modules.it_costs.services.measures import write_headcount
from tests.people import Lindeby

YEAR = 2025
OURS = {
    "systems": 60,
    "density": 150,
    "socio_index": 1,
    "tax_base": 200_000,
    "age_0_17": 19,
    "age_65": 22,
    "without_office": 62,
    "own_operation": 60,
}


@dataclass(frozen=True)
class BenchmarkWorld:
    municipality: Municipality
    group: PeerGroup


def build(*, lindeby: Lindeby, at: dt.datetime) -> BenchmarkWorld:
    """Writes it, by the services that pages use."""
    actor = actor_for(person=lindeby.persons["it_manager"], on=lindeby.on)
    for number in range(12):
        for content in municipality(code=str(900 + number), name=NAMES[number], years=[YEAR], systems=4, seed=3):
            content["background"]["without_office"] = 60
            receive_delivery(actor=actor, content=content, at=at)
    for measure, value in ((CITIZENS, 34_000), (FTE, 2_700), (PCS, 2_500)):
        write_headcount(actor=actor, measure=measure, year=YEAR, value=Decimal(value), source="Opdigtet", at=at)
    values = {key: Decimal(value) for key, value in OURS.items()}
    write_background(actor=actor, year=YEAR, values=values, source="Opdigtet", at=at)
    group = freeze_group(
        actor=actor,
        group_id=uuid4(),
        name="Ligner os",
        reason="Samme størrelse og vilkår.",
        year=YEAR,
        weights=USUAL_WEIGHTS,
        count=10,
        at=at,
    )
    return BenchmarkWorld(Municipality.objects.get(code="901"), group)
