"""Numbers of Lindeby's technology in 2022 and 2025: more and dearer licences, a system that replaced another, and an
item that nobody has said anything of in 2022."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from chefforum.kernel.access.rules import Actor
from chefforum.modules.it_costs.models import ItSystem, Replacement
from chefforum.modules.it_costs.rules.measures import EMPLOYEES
from chefforum.modules.it_costs.services.measures import say_replacement, write_headcount, write_indices
from chefforum.modules.it_costs.services.volumes import Write, write_volumes


def build(*, actor: Actor, system: ItSystem, other: ItSystem, removed: ItSystem, at: dt.datetime) -> Replacement:
    """The system's licences, its help that came in the place of the removed one, and an installation of one year
    alone."""
    said = (
        (system, "Licens", 2022, 800, "licens", 960_000),
        (system, "Licens", 2025, 1000, "licens", 1_500_000),
        (system, "Hjælp", 2022, 0, "", None),
        (system, "Hjælp", 2025, None, "aftale", 120_000),
        (removed, "Tavle", 2022, None, "aftale", 90_000),
        (removed, "Tavle", 2025, 0, "", None),
        (other, "Antenne", 2025, 40, "antenne", 20_000),
    )
    writes = []
    for one, item, year, quantity, unit, kroner in said:
        values = {
            "quantity": None if quantity is None else Decimal(quantity),
            "measured_in": unit,
            "amount_oere": None if kroner is None else kroner * 100,
        }
        writes += [Write(one.pk, item, year, field, value) for field, value in values.items()]
    write_volumes(actor=actor, writes=writes, at=at)
    rows = [("Nettopriser", year, value, "Opdigtet") for year, value in ((2022, Decimal(100)), (2025, Decimal(107)))]
    write_indices(actor=actor, rows=rows, at=at)
    for year, value in ((2022, Decimal(300)), (2025, Decimal(330))):
        write_headcount(actor=actor, measure=EMPLOYEES, year=year, value=value, source="Opdigtet", at=at)
    return say_replacement(actor=actor, old_id=removed.pk, new_id=system.pk, year=2024, at=at)
