"""What is asked of numbers: what the list is narrowed to, the grid's cells, a new item, and what numbers are held
against."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from itertools import product
from typing import Any
from uuid import UUID

from django import forms
from django.http import QueryDict

from chefforum.web.fields import DanishDecimalField

from ..queries.volumes import ChosenVolumes, VolumeRow, usual_years
from ..rules.kinds import choices
from ..rules.measures import MEASURE_NAMES
from ..rules.volumes import (
    FIELDS,
    NOT_THERE,
    STYLE_NAMES,
    YEARS,
    Facts,
    VolumeWrong,
    missing_fields,
    read_field,
    write_field,
)
from ..services.volumes import AMOUNT, Write

Options = Sequence[tuple[object, str]]
ALL = ("", "Alle")
MOST_ROWS = 200


def year_field(label: str) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=YEARS[0], max_value=YEARS[-1], required=False)


def offer(field: Any, options: Options) -> None:
    field.choices = [(str(value), name) for value, name in options]


class WordsFilter(forms.Form):
    ord = forms.CharField(label="System eller ting", required=False, max_length=100)


class YearsAsked(forms.Form):
    """Two years in the address; the usual two where it says none, or the same twice."""

    fra = year_field("Fra år")
    til = year_field("Til år")

    def __init__(self, data: Mapping[str, Any], *, there: Sequence[int], **kwargs: Any) -> None:
        self.usual = usual_years(there)
        usual = {"fra": str(self.usual[0]), "til": str(self.usual[1])}
        super().__init__({**usual, **{name: data[name] for name in data if data[name]}}, **kwargs)

    @property
    def years(self) -> tuple[int, int]:
        self.is_valid()
        said = self.cleaned_data
        before, after = said.get("fra") or self.usual[0], said.get("til") or self.usual[1]
        return (before, after) if before != after else self.usual


class VolumeFilter(YearsAsked):
    """What the list of numbers is narrowed to."""

    ord = forms.CharField(label="Søg", required=False, max_length=100)
    familie = forms.ChoiceField(label="Familie", required=False)
    enhed = forms.TypedChoiceField(label="Ansvarlig enhed", required=False, coerce=UUID, empty_value=None)
    mangler = forms.BooleanField(label="Kun hvor noget mangler", required=False)

    def __init__(self, data: Mapping[str, Any], *, families: Sequence[str], units: Options, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        offer(self.fields["familie"], [ALL, *((one, one) for one in families)])
        offer(self.fields["enhed"], [ALL, *units])

    @property
    def chosen(self) -> ChosenVolumes:
        """What makes no sense narrows nothing."""
        self.is_valid()
        said = self.cleaned_data
        return ChosenVolumes(
            words=said.get("ord", "").strip(),
            family=said.get("familie", ""),
            unit_id=said.get("enhed"),
            lacks=bool(said.get("mangler")),
        )


class GridCell:
    """A field of an item in a year as a cell of the page, and as it was seen."""

    def __init__(self, key: str, year: int, field: str, facts: Facts) -> None:
        self.field, self.year = field, year
        self.name, self.seen_name = f"c-{key}-{year}-{field}", f"s-{key}-{year}-{field}"
        self.text = self.seen = write_field(field, facts)
        self.error = ""
        self.is_missing = field in missing_fields(facts)

    @property
    def label(self) -> str:
        return f"{FIELDS[self.field]} {self.year}"


class GridRow:
    """An item of a system with its cells. What was sent and not kept stands in its cell, with why."""

    def __init__(
        self, row: VolumeRow, fields: Sequence[str], sent: Mapping[str, str], wrong: Mapping[str, str]
    ) -> None:
        self.row, self.key = row, row_key(row.system.pk, row.item)
        self.cells = [GridCell(self.key, year, field, facts) for year, facts in row.years for field in fields]
        for cell in self.cells:
            if cell.name in wrong:
                cell.text, cell.error = sent.get(cell.name, cell.text), wrong[cell.name]


def row_key(system_id: UUID, item: str) -> str:
    """The same for an item wherever it stands on the page."""
    return hashlib.sha256(f"{system_id}|{item}".encode()).hexdigest()[:16]


def read_grid(posted: QueryDict, *, years: Sequence[int]) -> tuple[dict[str, Write], dict[str, str]]:
    """The cells that were changed, by name, and why some of them cannot be read.

    A cell that stands as it was seen says nothing. Rows of what is no system are passed over.
    """
    writes: dict[str, Write] = {}
    wrong: dict[str, str] = {}
    for key in posted.getlist("row")[:MOST_ROWS]:
        try:
            system_id = UUID(posted.get(f"system-{key}", ""))
        except ValueError:
            continue
        for year, field in product(years, FIELDS):
            name, seen = f"c-{key}-{year}-{field}", posted.get(f"s-{key}-{year}-{field}", "")
            if name not in posted or str(posted[name]).strip() == seen:
                continue
            try:
                value = read_field(field, str(posted[name]))
                writes[name] = Write(system_id, posted.get(f"item-{key}", ""), year, field, value, seen)
            except VolumeWrong as refusal:
                wrong[name] = str(refusal)
    return writes, wrong


class NewItemForm(forms.Form):
    """An item that nothing is written of yet, in one of the years that are shown."""

    system = forms.TypedChoiceField(label="System", coerce=UUID)
    item = forms.CharField(
        label="Hvad tælles", max_length=200, help_text="Fx “Licens, fuld” eller “Bærbar pc”. Det samme ord i alle år."
    )
    year = forms.TypedChoiceField(label="År", coerce=int)
    quantity = DanishDecimalField(label="Antal", required=False)
    measured_in = forms.CharField(
        label="Enhed",
        max_length=60,
        required=False,
        help_text="Fx “licens”. Skriv “aftale”, når der betales samlet, uanset hvor mange der bruger det.",
    )
    amount = DanishDecimalField(label="Beløb i alt, kr.", required=False)

    def __init__(self, *args: Any, systems: Options, years: Sequence[int], with_amount: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self.fields["system"], [("", "Vælg"), *systems])
        offer(self.fields["year"], [(year, str(year)) for year in years])
        if not with_amount:
            del self.fields["amount"]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        unit = read_field("measured_in", said.get("measured_in") or "")
        if said.get("quantity") is None and said.get("amount") is None and unit != "aftale" and not self.errors:
            raise forms.ValidationError("Skriv et antal eller et beløb.")
        return said

    @property
    def writes(self) -> list[Write]:
        """Raises VolumeWrong."""
        said = self.cleaned_data
        values = {
            "quantity": said.get("quantity"),
            "measured_in": read_field("measured_in", said.get("measured_in") or ""),
            AMOUNT: read_field(AMOUNT, str(said["amount"]).replace(".", ","))
            if said.get("amount") is not None
            else None,
        }
        item = " ".join(said["item"].split())
        return [
            Write(said["system"], item, said["year"], field, value)
            for field, value in values.items()
            if value or value == 0
        ]


def not_there_writes(chosen: Sequence[str], year: int) -> list[Write]:
    """That none of the items, each "system|item", was there in the year."""
    found = []
    for key in chosen:
        system, _, item = key.partition("|")
        try:
            found.append(Write(UUID(system), item, year, "quantity", NOT_THERE.quantity, seen=""))
        except ValueError:
            continue
    return found


class ReplacementForm(forms.Form):
    old = forms.TypedChoiceField(label="Det gamle system", coerce=UUID)
    new = forms.TypedChoiceField(label="Det nye system", coerce=UUID)
    year = forms.IntegerField(label="Fra år", min_value=YEARS[0], max_value=YEARS[-1])

    def __init__(self, *args: Any, systems: Options, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("old", "new"):
            offer(self.fields[name], [("", "Vælg"), *systems])


class IndexForm(forms.Form):
    name = forms.CharField(label="Indeks", max_length=100, help_text="Fx “Nettoprisindekset” eller “KL's P/L”.")
    year = forms.IntegerField(label="År", min_value=YEARS[0], max_value=YEARS[-1])
    value = DanishDecimalField(label="Værdi", decimals=4)
    source = forms.CharField(label="Kilde", max_length=300)


class HeadcountForm(forms.Form):
    measure = forms.ChoiceField(label="Hvad er talt", choices=list(MEASURE_NAMES.items()))
    year = forms.IntegerField(label="År", min_value=YEARS[0], max_value=YEARS[-1])
    value = DanishDecimalField(label="Antal", decimals=2)
    source = forms.CharField(label="Kilde", max_length=300)


class VolumeFileOptions(forms.Form):
    """How a file of numbers is read."""

    numbers = forms.ChoiceField(
        label="Sådan er tallene skrevet", required=False, choices=[("", "Find selv ud af det"), *choices(STYLE_NAMES)]
    )
    is_whole = forms.BooleanField(
        label="Filen er hele listen for sine år",
        required=False,
        help_text="Det, der står i filen for ét af dens år og ikke for et andet, var der ikke i det andet år.",
    )

    def __init__(self, *args: Any, actor: object, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)


class IndexFileOptions(forms.Form):
    """What a file from StatBank does not say itself."""

    name = forms.CharField(label="Indeksets navn", max_length=100, required=False, help_text="Når filen ikke har det.")
    source = forms.CharField(
        label="Kilde", max_length=300, required=False, help_text="Fx “Danmarks Statistik, PRIS114”."
    )

    def __init__(self, *args: Any, actor: object, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
