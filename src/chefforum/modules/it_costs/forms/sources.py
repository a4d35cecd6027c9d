"""What the coordinator chooses about sources."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django import forms

from ..queries.sources import SOURCES, Difference, LooseRow
from ..rules.kinds import SOURCE_NAMES, Source
from ..services.source_fetching import FETCHED

NEW, NOTHING = "ny", ""
THEIRS, OURS = "kilden", "vores"


class SourceForm(forms.Form):
    """A source that can be asked."""

    kilde = forms.ChoiceField(choices=[(one, SOURCE_NAMES[Source(one)]) for one in FETCHED])
    aendringer = forms.BooleanField(label="Kun det, der er ændret siden sidst", required=False)
    mange_vaek = forms.BooleanField(label="Mange er væk, og det er rigtigt", required=False)


class AskedForm(forms.Form):
    """Which source a page is about."""

    kilde = forms.ChoiceField(choices=[(one, SOURCE_NAMES[Source(one)]) for one in SOURCES])

    def source_among(self, offered: Iterable[Source]) -> Source | None:
        """The one that the address names; None where it names none that the page is of."""
        said = self.cleaned_data["kilde"] if self.is_valid() else None
        return Source(said) if said in set(offered) else None


class SettleForm(forms.Form):
    """Differences that are ticked, or all; and whose word stands."""

    valg = forms.ChoiceField(choices=[(THEIRS, "Brug kildens"), (OURS, "Behold vores")])
    alle = forms.BooleanField(required=False)
    forskel = forms.TypedMultipleChoiceField(coerce=int, required=False)

    def __init__(self, data: Any, *, differences: Sequence[Difference]) -> None:
        super().__init__(data)
        self.fields["forskel"].choices = [(one.id, str(one.id)) for one in differences]

    def chosen(self) -> list[int] | None:
        """Their numbers; None for all."""
        return None if self.cleaned_data["alle"] else self.cleaned_data["forskel"]


class TakeOnForm(forms.Form):
    """For each row on the page: nothing, a new one, or one of the systems or contracts that it may be."""

    def __init__(self, data: Any = None, *, rows: Sequence[LooseRow]) -> None:
        super().__init__(data)
        self.rows = rows
        for row in rows:
            alike = [(str(one), f"Er {name}") for one, name in row.may_be]
            choices = [(NOTHING, "Vent"), (NEW, "Opret"), *alike]
            initial = NOTHING if alike else NEW
            self.fields[f"r{row.link_id}"] = forms.ChoiceField(
                label=row.name,
                choices=choices,
                initial=initial,
                required=False,
                widget=forms.Select({"class": "form-select sources-choice"}),
            )

    def clean(self) -> dict[str, Any]:
        """A contract is one row of a source; a system may be several."""
        seen: set[str] = set()
        for row in self.rows:
            choice = self.cleaned_data.get(self._field(row), NOTHING)
            if not row.is_contract or choice in (NOTHING, NEW):
                continue
            if choice in seen:
                self.add_error(self._field(row), "To rækker kan ikke være samme kontrakt. Lad den ene vente.")
            seen.add(choice)
        return self.cleaned_data

    def systems(self) -> dict[str, UUID | None]:
        return self._chosen(is_contract=False)

    def contracts(self) -> dict[str, UUID | None]:
        return self._chosen(is_contract=True)

    def _chosen(self, *, is_contract: bool) -> dict[str, UUID | None]:
        """By the source's number: what it is here, None for a new one."""
        said = {
            row.external_id: self.cleaned_data.get(self._field(row), NOTHING)
            for row in self.rows
            if row.is_contract == is_contract
        }
        return {number: None if choice == NEW else UUID(choice) for number, choice in said.items() if choice}

    @staticmethod
    def _field(row: LooseRow) -> str:
        return f"r{row.link_id}"


class UntieForm(forms.Form):
    """What a row of a source is loosed from, as the page showed it."""

    fra = forms.UUIDField()
