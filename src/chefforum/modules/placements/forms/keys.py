"""A key of full-time equivalents, typed by hand on top of what the organisation counts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

from django import forms

from ..queries.keys import CountedDepartment
from ..rules.key_rows import read_fte
from ..rules.pseudonyms import refused


class DayForm(forms.Form):
    """Which day the key is of."""

    dato = forms.DateField(
        label="Årsværk opgjort", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), required=False
    )


class KeyForm(forms.Form):
    """A field for each department of the day: empty where it is not counted."""

    name = forms.CharField(label="Nøglens navn", max_length=200)
    source = forms.CharField(label="Kilde", max_length=300, required=False, help_text="Hvor tallene kommer fra.")

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        departments: Sequence[CountedDepartment],
        initial: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(data, initial=dict(initial or {}))
        self.departments = departments
        for one in departments:
            self.fields[field_of(one)] = forms.CharField(
                label=one.unit.name,
                max_length=30,
                required=False,
                widget=forms.TextInput(attrs={"inputmode": "decimal"}),
            )

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        for name in ("name", "source"):
            if why := refused(said.get(name, "")):
                self.add_error(name, why)
        for one in self.departments:
            fte, wrong = read_fte(said.get(field_of(one)))
            if wrong:
                self.add_error(field_of(one), wrong)
            said[field_of(one)] = fte
        if not self.errors and not any(self.shares().values()):
            self.add_error(None, "Skriv årsværk for mindst én afdeling.")
        return said

    def shares(self) -> dict[UUID, Decimal | None]:
        """What is written for each department, None where nothing is."""
        return {one.unit.id: self.cleaned_data.get(field_of(one)) for one in self.departments}

    def lines(self) -> list[tuple[CountedDepartment, forms.BoundField]]:
        return [(one, self[field_of(one)]) for one in self.departments]

    def head(self) -> list[forms.BoundField]:
        return [self["name"], self["source"]]


def field_of(one: CountedDepartment) -> str:
    """The name of the department's field."""
    return f"fte_{one.unit.id.hex}"
