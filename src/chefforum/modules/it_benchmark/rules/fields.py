"""What a municipality says of itself beside its costs, and which of it peers are chosen by."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Field:
    """`decimals`: how many it is written with. `is_yardstick`: costs are held against it."""

    key: str
    name: str
    unit: str = ""
    decimals: int = 0
    is_yardstick: bool = False
    weight: int = 0  # in the choice of peers, where nothing else is asked for


FIELDS: tuple[Field, ...] = (
    Field("citizens", "Borgere", "", 0, is_yardstick=True, weight=2),
    Field("employees", "Medarbejdere"),
    Field("fte", "Årsværk", "", 0, is_yardstick=True, weight=2),
    Field("pcs", "Pc'er", "", 0, is_yardstick=True),
    Field("systems", "It-systemer", "", 0, is_yardstick=True),
    Field("density", "Borgere pr. km²", "", 0, weight=1),
    Field("socio_index", "Socioøkonomisk indeks", "", 2, weight=1),
    Field("tax_base", "Beskatningsgrundlag pr. borger", "kr.", 0, weight=1),
    Field("age_0_17", "Andel 0-17 år", "%", 1, weight=1),
    Field("age_65", "Andel 65 år og over", "%", 1, weight=1),
    Field("without_office", "Medarbejdere uden kontorplads", "%", 1, weight=1),
    Field("own_operation", "Drift, kommunen selv står for", "%", 0, weight=1),
)
BY_KEY = {field.key: field for field in FIELDS}
NAMES = {field.key: field.name for field in FIELDS}
# What peers may be chosen by: what is hard to change in a short time, and not what is measured.
VARIABLES = tuple(field for field in FIELDS if field.weight)
USUAL_WEIGHTS = {field.key: field.weight for field in VARIABLES}
YEARS = range(2015, 2051)


def missing_fields(background: dict[str, object]) -> tuple[str, ...]:
    """The names of what is not said."""
    return tuple(field.name for field in FIELDS if background.get(field.key) is None)
