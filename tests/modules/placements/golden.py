"""The table of the source's item 5, with a key that it comes from."""

from __future__ import annotations

from decimal import Decimal

from chefforum.calc.apportionment import Method, TieRule
from chefforum.calc.places import Whole
from chefforum.modules.placements.models import StaffingKey
from chefforum.modules.placements.queries.targets import last_set_id
from chefforum.modules.placements.rules.kinds import Basis, PlacementKind
from chefforum.modules.placements.rules.targets import KindSettings
from chefforum.modules.placements.services.keys import make_key
from chefforum.modules.placements.services.targets import NewRound, set_targets
from tests.modules.placements.conftest import NOW, TODAY, YEAR

# name: wage subsidy a year, running, internship a year, running
CELLS = {
    "Borger, Arbejdsmarked & Erhverv": [3, 1, 23, 2],
    "Børn & Familie": [3, 1, 27, 2],
    "Dagtilbud & Skole": [28, 7, 223, 17],
    "Kultur, Fritid & Ejendomme": [5, 1, 44, 3],
    "Miljø & Teknik": [3, 1, 28, 2],
    "Ældre, Sundhed & Social": [16, 4, 126, 10],
    "Økonomi & Stab": [2, 0, 16, 1],
}
TOTALS = [60, 15, 487, 37]
FTE = {name: Decimal(cells[2]) for name, cells in CELLS.items()}
WAGE_SUBSIDY = KindSettings(
    kind=PlacementKind.WAGE_SUBSIDY,
    basis=Basis.FILLED,
    slots=15,
    occupancy=Decimal(1),
    weeks=Decimal(13),
    rounding=Whole.DOWN,
    method=Method.LARGEST_REMAINDER,
    tie_rule=TieRule.LARGEST_WEIGHT,
)
INTERNSHIP = KindSettings(
    kind=PlacementKind.INTERNSHIP,
    basis=Basis.SLOTS,
    slots=50,
    occupancy=Decimal("0.75"),
    weeks=Decimal(4),
    rounding=Whole.DOWN,
    method=Method.LARGEST_REMAINDER,
    tie_rule=TieRule.LARGEST_WEIGHT,
)
GROUNDS = "Reformen, investeringsforslagene i budget 2026 og det aktuelle antal ledige."
DECISION = "Chefforum 28. januar 2026, punkt 5"


def key_of(town, shares=None, *, who="coordinator", name=None):
    said = FTE if shares is None else shares
    made = StaffingKey.objects.count()
    name = name or ("Årsværk 1. januar 2026" if not made else f"Årsværk 1. januar 2026, {made + 1}")
    return make_key(
        actor=town.as_(who),
        name=name,
        on_date=TODAY,
        source="Lønsystemet",
        shares={town.departments[one].pk: fte for one, fte in said.items()},
        at=NOW,
    )


def new_round(town, **changes):
    said = {
        "year": YEAR,
        "key_id": town.key.pk,
        "holds_from": TODAY,
        "grounds": GROUNDS,
        "decision": DECISION,
        "targets": (WAGE_SUBSIDY, INTERNSHIP),
        "seen": last_set_id(),
    }
    return NewRound(**said | changes)


def set_golden(town, *, who="coordinator", at=NOW, **changes):
    return set_targets(actor=town.as_(who), new=new_round(town, **changes), at=at)


def posted(town, **changes):
    """What the form sends for the table."""
    said = {
        "year": str(YEAR),
        "key": str(town.key.pk),
        "holds_from": f"{YEAR}-01-28",
        "grounds": GROUNDS,
        "decision": DECISION,
        "seen": last_set_id(),
    }
    for kind, basis, slots, occupancy, weeks in (
        ("wage_subsidy", "filled", "15", "100", "13"),
        ("internship", "slots", "50", "75", "4"),
    ):
        said |= {
            f"{kind}_basis": basis,
            f"{kind}_slots": slots,
            f"{kind}_occupancy": occupancy,
            f"{kind}_weeks": weeks,
            f"{kind}_rounding": "down",
            f"{kind}_method": "largest_remainder",
            f"{kind}_tie_rule": "largest_weight",
        }
    return said | changes
