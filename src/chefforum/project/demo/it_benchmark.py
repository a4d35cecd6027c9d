"""Twenty-four invented municipalities that deliver for two years, what Lindeby says of itself, and a group that is
frozen."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from uuid import uuid4

from django.conf import settings

from chefforum.kernel.access.rules import Actor
from chefforum.modules.it_benchmark.models import Municipality
from chefforum.modules.it_benchmark.rules.fields import USUAL_WEIGHTS
from chefforum.modules.it_benchmark.rules.invented import NAMES, municipality
from chefforum.modules.it_benchmark.rules.statbank import CITIZENS, COST
from chefforum.modules.it_benchmark.services.deliveries import note_consent, receive_delivery, write_background
from chefforum.modules.it_benchmark.services.groups import freeze_group
from chefforum.modules.it_benchmark.services.national import build_national_table
from chefforum.modules.it_benchmark.services.public_figures import keep_public_figures
from chefforum.modules.it_costs.queries.volumes import list_headcounts
from chefforum.modules.it_costs.services.measures import write_headcount

from .leaders import Town

SOURCE = "Opdigtet til demoen"
# Of ourselves in the year before the last, and in the last.
OURS = (
    {
        "systems": "61",
        "density": "173",
        "socio_index": "1.02",
        "tax_base": "198400",
        "age_0_17": "19.1",
        "age_65": "22.7",
        "without_office": "61.5",
        "own_operation": "70",
    },
    {
        "systems": "65",
        "density": "175",
        "socio_index": "1.01",
        "tax_base": "204900",
        "age_0_17": "18.9",
        "age_65": "23.0",
        "without_office": "62.0",
        "own_operation": "65",
    },
)
COUNTED = (
    {"employees": 3120, "fte": 2671, "pcs": 2470, "citizens": 32_780},
    {"employees": 3180, "fte": 2705, "pcs": 2560, "citizens": 33_040},
)
NAMED = {"901": "Mail fra kommunens it-chef", "908": "Aftalt på netværksmøde"}


def load(*, at: dt.datetime) -> None:
    """On top of what technology costs."""
    keeper = Town.now().actor("kim.stavnsbo", at)
    years = (at.year - 2, at.year - 1)
    for number, name in enumerate(NAMES):
        made = municipality(code=str(901 + number), name=f"{name} Kommune", years=years, systems=55, seed=11)
        for nth, content in enumerate(made):
            if number == 17 and nth == 1:
                continue  # one is behind
            receive_delivery(actor=keeper, content=content, at=at - dt.timedelta(days=40 - number - nth))
    for code, source in NAMED.items():
        one = Municipality.objects.get(code=code)
        note_consent(actor=keeper, municipality_id=one.pk, may_be_named=True, source=source, at=at)
    for year, values, counted in zip(years, OURS, COUNTED, strict=True):
        written = {key: Decimal(value) for key, value in values.items()}
        write_background(actor=keeper, year=year, values=written, source=SOURCE, at=at)
        there = {one.measure for one in list_headcounts() if one.year == year}
        for measure in sorted(counted.keys() - there):
            said = Decimal(counted[measure])
            write_headcount(actor=keeper, measure=measure, year=year, value=said, source=SOURCE, at=at)
    freeze_group(
        actor=keeper,
        group_id=uuid4(),
        name="Tolv, der ligner Lindeby",
        reason="Samme størrelse, alder og velstand. Tæthed tæller med, fordi net og telefoni koster mere på landet.",
        year=years[-1],
        weights=USUAL_WEIGHTS,
        count=12,
        at=at,
    )
    _public(keeper, years, at)
    if settings.EXCHANGE_OPERATOR:
        build_national_table(actor=keeper, at=at)


def _public(keeper: Actor, years: tuple[int, int], at: dt.datetime) -> None:
    """What StatBank might say: what is posted on the common function alone, less than all that technology costs."""
    rows = []
    for number, name in enumerate(("Lindeby", *NAMES)):
        for nth, year in enumerate(years):
            citizens = 33_040 + (number * 7919) % 31_000 if number else COUNTED[nth]["citizens"]
            each = 1_020 + (number * 137) % 480 + nth * 34
            rows += [(CITIZENS, name, year, Decimal(citizens)), (COST, name, year, Decimal(citizens * each))]
    keep_public_figures(actor=keeper, table="REGK31", rows=rows, fetched_on=at.date(), at=at)
