"""Invented municipalities for the demo and for measuring: the same seed gives the same."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from random import Random
from typing import Any

from .exchange import VERSION
from .measures import CELLS

NAMES = (
    "Askeby", "Birkholm", "Dalsø", "Egenæs", "Fjordby", "Granlund", "Havrebjerg", "Isager", "Jernlund Vest", "Klintrup",
    "Lyngholm", "Mosevig", "Nordholt", "Odderø", "Pileby", "Rørbæk Syd", "Skovsted", "Tangvig", "Ulstrup Nord",
    "Vesterlund", "Ydersted", "Æblerød", "Østervang", "Ålholt",
)  # fmt: skip
# How technology's costs are wont to fall, about.
_CATEGORIES = {"software": 34, "hardware": 17, "services": 13, "staff": 27, "network": 9}
_ACTIVITIES = {"operation": 62, "security": 6, "support": 15, "development": 10, "management": 7}
_VENDORS = (
    "Sagsbro Software", "Nordlys IT", "Fjeld & Data", "Digital Kyst", "Omsorgsværket", "Skolelinje",
    "Kortværk", "Tallogik", "Borgervej", "Netværkshuset", "Plan og Park", "Lønsum", "Arkivgruppen",
    "Vandkanten Systemer", "Klart Svar",
)  # fmt: skip
_KINDS = (
    ("Sagsbroen", "27"), ("Omsorgsjournalen", "27"), ("Skoledagen", "17"), ("Børnevejen", "16"), ("Kortbordet", "02"),
    ("Lønlinjen", "81"), ("Bogholderiet", "00"), ("Vagtplanen", "81"), ("Byggesagen", "02"), ("Vejviseren", "05"),
    ("Biblioteket", "20"), ("Blanketten", "00"), ("Jobbroen", "15"), ("Dialogen", "00"), ("Miljøtilsynet", "09"),
    ("Booking", "18"), ("Pladsanvisningen", "16"), ("Tandkortet", "29"), ("Arkivet", "00"), ("Energiuret", "82"),
)  # fmt: skip


def catalogue(count: int) -> list[tuple[str, str, str]]:
    """Products with vendor and KLE main group; the first are the most used."""
    return [
        (
            f"{_KINDS[at % len(_KINDS)][0]} {at // len(_KINDS) + 1}" if at >= len(_KINDS) else _KINDS[at][0],
            _VENDORS[(at * 7 + at // 11) % len(_VENDORS)],
            _KINDS[at % len(_KINDS)][1],
        )
        for at in range(count)
    ]


def municipality(*, code: str, name: str, years: Sequence[int], systems: int, seed: int) -> Iterator[dict[str, Any]]:
    """Its content for each year, growing a little from one to the next; some of it is missing here and there."""
    random = Random(f"{seed} {code}")  # noqa: S311  # invented figures, nothing secret
    citizens = int(18_000 + random.betavariate(1.6, 2.6) * 68_000)
    fte_share, level = random.uniform(0.072, 0.094), random.lognormvariate(0, 0.16)
    density, index = random.uniform(45, 420), random.uniform(0.72, 1.32)
    shares = {cell: _CATEGORIES[cell[0]] * _ACTIVITIES[cell[1]] * random.lognormvariate(0, 0.35) for cell in CELLS}
    products = catalogue(max(systems * 2, 40))
    used = [one for place, one in enumerate(products) if random.random() < _used(place, systems, len(products))]
    users = {one[0]: int(8 + random.betavariate(0.7, 3.5) * citizens * 0.075) for one in used}
    dear = {one[0]: random.lognormvariate(5.9, 0.55) for one in used}
    lacks = random.random()
    for nth, year in enumerate(years):
        people = int(citizens * (1 + 0.004 * nth))
        fte = int(people * fte_share)
        whole = fte * 21_500 * level * 1.045**nth
        background: dict[str, Any] = {
            "citizens": people,
            "employees": int(fte * 1.19),
            "fte": fte,
            "pcs": None if lacks < 0.06 else int(fte * (0.82 + 0.03 * nth)),
            "systems": len(used),
            "density": round(density),
            "socio_index": round(index, 2),
            "tax_base": round(186_000 + 41_000 * (1.4 - index) * (1 + 0.03 * nth)),
            "age_0_17": round(17.5 + 4 * (density / 420), 1),
            "age_65": round(24.5 - 5 * (density / 420), 1),
            "without_office": None if 0.06 <= lacks < 0.1 else round(52 + 10 * index, 1),
            "own_operation": round(35 + 60 * ((density * 7) % 1)),
        }
        costs = [
            {
                "category": category,
                "activity": activity,
                "cash": round(whole * share / sum(shares.values()) * (1 + 0.1 * (0.5 - lacks))),
                "accrued": round(whole * share / sum(shares.values())),
            }
            for (category, activity), share in shares.items()
        ]
        yield {
            "schema": VERSION,
            "municipality": {"code": code, "name": name},
            "year": year,
            "validated": lacks > 0.4,
            "may_be_named": False,
            "background": background,
            "costs": costs,
            "systems_agreed": True,
            "systems": [
                {
                    "product": product,
                    "vendor": vendor,
                    "kle": [kle],
                    "users": None if (place * 13 + nth) % 17 == 0 else users[product],
                    "cost": None if (place * 7 + nth) % 23 == 0 else round(users[product] * dear[product] * 1.03**nth),
                }
                for place, (product, vendor, kle) in enumerate(used)
            ],
        }


def _used(place: int, systems: int, of: int) -> float:
    """How likely a product is to be used: the first nearly everywhere, the last nearly nowhere."""
    return max(0.04, min(0.95, systems / of * 2 * (1 - place / of)))
