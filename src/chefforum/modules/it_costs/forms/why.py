"""What is asked of the change between two years, and of an average year."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django import forms

from chefforum.kernel.access.rules import Actor

from ..queries.average import AskedAverage
from ..queries.volumes import usual_years, years_there
from ..queries.why import Asked
from .volumes import ALL, Options, YearsAsked, offer


class WhyFilter(YearsAsked):
    """Two years, and what of it: the whole, a family, a department or a system."""

    enhed = forms.TypedChoiceField(label="Ansvarlig enhed", required=False, coerce=UUID, empty_value=None)
    familie = forms.ChoiceField(label="Familie", required=False)
    system = forms.TypedChoiceField(label="System", required=False, coerce=UUID, empty_value=None)
    indeks = forms.ChoiceField(label="Prisudvikling efter", required=False)
    delt = forms.BooleanField(label="Del antallet i medarbejdere og antal pr. medarbejder", required=False)

    def __init__(
        self,
        data: Mapping[str, Any],
        *,
        families: Sequence[str],
        units: Options,
        systems: Options,
        indices: Sequence[str],
        **kwargs: Any,
    ) -> None:
        super().__init__(data, **kwargs)
        offer(self.fields["enhed"], [ALL, *units])
        offer(self.fields["familie"], [ALL, *((one, one) for one in families)])
        offer(self.fields["system"], [ALL, *systems])
        offer(self.fields["indeks"], [("", "Intet indeks"), *((one, one) for one in indices)])

    @property
    def asked(self) -> Asked:
        """What makes no sense narrows nothing."""
        before, after = self.years
        said = self.cleaned_data
        return Asked(
            before=before,
            after=after,
            family=said.get("familie", ""),
            unit_id=said.get("enhed"),
            system_id=said.get("system"),
            index=said.get("indeks", ""),
            is_split=bool(said.get("delt")),
        )


def query_of(asked: Asked, **changes: object) -> str:
    """The choice as it stands in an address; `changes` in the address's words, "" leaves out."""
    said: dict[str, object] = {
        "fra": asked.before,
        "til": asked.after,
        "enhed": asked.unit_id or "",
        "familie": asked.family,
        "system": asked.system_id or "",
        "indeks": asked.index,
        "delt": "on" if asked.is_split else "",
    } | changes
    return urlencode({name: str(value) for name, value in said.items() if value})


class AverageFilter(YearsAsked):
    """Which years, in which year's prices: those of the years from and to that something is written of."""

    prisniveau = forms.TypedChoiceField(label="I priserne fra", required=False, coerce=int, empty_value=None)
    indeks = forms.ChoiceField(label="Prisudvikling efter", required=False)
    enhed = forms.TypedChoiceField(label="Ansvarlig enhed", required=False, coerce=UUID, empty_value=None)
    familie = forms.ChoiceField(label="Familie", required=False)

    def __init__(
        self,
        data: Mapping[str, Any],
        *,
        there: Sequence[int],
        indices: Sequence[str],
        units: Options,
        families: Sequence[str],
    ) -> None:
        super().__init__(data, there=there)
        self.there = there
        offer(self.fields["prisniveau"], [("", "Det seneste år"), *((year, str(year)) for year in there)])
        offer(self.fields["indeks"], [("", "Som de blev betalt"), *((one, one) for one in indices)])
        offer(self.fields["enhed"], [ALL, *units])
        offer(self.fields["familie"], [ALL, *((one, one) for one in families)])

    @property
    def asked(self) -> AskedAverage | None:
        """None where there is no year to take."""
        first, last = sorted(self.years)
        years = tuple(year for year in self.there if first <= year <= last)
        if not years:
            return None
        said = self.cleaned_data
        return AskedAverage(
            years=years,
            price_level=said.get("prisniveau") or years[-1],
            index=said.get("indeks", ""),
            unit_id=said.get("enhed"),
            family=said.get("familie", ""),
        )


class WhyDocumentForm(forms.Form):
    """What is asked of the document, when it is laid with an item: two years, of the whole."""

    fra = forms.TypedChoiceField(label="Fra år", coerce=int)
    til = forms.TypedChoiceField(label="Til år", coerce=int)

    def __init__(self, *args: Any, actor: Actor, on: dt.date, **kwargs: Any) -> None:
        there = years_there()
        old, new = usual_years(there)
        kwargs["initial"] = {"fra": old, "til": new} | {
            key: one for key, one in kwargs.get("initial", {}).items() if one
        }
        super().__init__(*args, **kwargs)
        for name in ("fra", "til"):
            offer(self.fields[name], [(year, str(year)) for year in there])

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("fra") is not None and said.get("fra") == said.get("til"):
            raise forms.ValidationError("Vælg to forskellige år.")
        return said

    def parameters(self) -> dict[str, str]:
        return {"from": str(self.cleaned_data["fra"]), "to": str(self.cleaned_data["til"])}
