"""How many there were in Lindeby of what, and what it cost (demo/it/antal.csv): more licences and dearer ones, a
journal that was replaced, something that ended, and numbers that lack."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path

from chefforum.modules.it_costs.models import ItSystem
from chefforum.modules.it_costs.rules.measures import CITIZENS, EMPLOYEES, FTE, PCS
from chefforum.modules.it_costs.services.measures import say_replacement, write_headcount, write_indices

from .importing import bring_in
from .leaders import Town

# The old, the new, and from which year.
REPLACED = (("Arkivkisten", "Sagsbroen", 2024), ("Formularhjulet", "Blanketten", 2023))
SOURCE = "Opdigtet til demoen"
INDEX = {2022: "100", 2023: "103.1", 2024: "105.2", 2025: "107.4", 2026: "109.3"}
COUNTED = {
    EMPLOYEES: {2022: 3050, 2025: 3180, 2026: 3195},
    FTE: {2022: 2610, 2025: 2705, 2026: 2715},
    PCS: {2022: 2310, 2025: 2560, 2026: 2590},
    CITIZENS: {2022: 32150, 2025: 33040, 2026: 33210},
}


def load(*, folder: Path, at: dt.datetime) -> None:
    """On top of the register. Raises DemoIsIncomplete."""
    keeper = Town.now().actor("kim.stavnsbo", at)
    bring_in("it_costs.volumes", folder / "it" / "antal.csv", {}, at=at)
    systems = {
        one.name: one.pk for one in ItSystem.objects.filter(name__in={name for row in REPLACED for name in row[:2]})
    }
    for old, new, year in REPLACED:
        say_replacement(actor=keeper, old_id=systems[old], new_id=systems[new], year=year, at=at)
    rows = [("Nettopriser", year, Decimal(value), SOURCE) for year, value in INDEX.items()]
    write_indices(actor=keeper, rows=rows, at=at)
    for measure, years in COUNTED.items():
        for year, value in years.items():
            write_headcount(actor=keeper, measure=measure, year=year, value=Decimal(value), source=SOURCE, at=at)
