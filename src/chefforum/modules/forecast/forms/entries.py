"""The shape of what leaders type on their sheet."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django import forms
from django.http import QueryDict

from ..rules.entries import CONFIDENCE_NAMES, MONTHS, NotANumber, read_cell
from ..services.entries import NewEntry, Write
from .fields import DanishNumberField, oere_of

if TYPE_CHECKING:
    from ..models import EntryCategory

CONFIDENCES = [("", "Ikke angivet"), *((one.value, name) for one, name in CONFIDENCE_NAMES.items())]


def read_cells(posted: QueryDict) -> tuple[list[Write], dict[str, str]]:
    """What was written in the cells of a sheet, and what is wrong with the others, by the cell's name.

    A cell is `c-ENTRY-MONTH`, with `s-ENTRY-MONTH` as it stood when it was shown. Cells that stand as they were shown
    are left out.
    """
    writes, wrong = [], {}
    for name in posted:
        place = _place(name)
        seen_text = posted.get(f"s{name[1:]}")
        said = str(posted[name])
        if place is None or seen_text is None or said.strip() == seen_text.strip():
            continue
        try:
            value, seen = read_cell(said), read_cell(seen_text)
        except NotANumber as problem:
            wrong[name] = str(problem)
            continue
        writes.append(Write.cell(entry_id=place[0], month=place[1], value=value, seen=seen))
    return writes, wrong


def _place(name: str) -> tuple[UUID, int] | None:
    if not name.startswith("c-"):
        return None
    entry_id, _, month = name[2:].rpartition("-")
    try:
        found = UUID(entry_id), int(month)
    except ValueError:
        return None
    return found if found[1] in MONTHS else None


class NewEntryForm(forms.Form):
    category = forms.TypedChoiceField(label="Kategori", coerce=int)
    text = forms.CharField(label="Hvad", max_length=200, required=False, help_text="Fx barsel hos 3. b.")
    counts = forms.ChoiceField(
        label="Skriv i",
        required=False,
        choices=[("", "Kategoriens sats, hvis den har en"), ("kroner", "Kroner"), ("rate", "Antal med egen sats")],
    )
    rate = DanishNumberField(label="Sats i kr.", required=False)

    def __init__(self, *args: Any, categories: Sequence[EntryCategory], rates: dict[int, int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rates = rates
        self.fields["category"].choices = [(one.pk, one.name) for one in categories]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        rate: Decimal | None = said.get("rate")
        if said.get("counts") == "rate" and rate is None and "rate" not in self.errors:
            self.add_error("rate", "Skriv, hvad en koster.")
        if rate is not None and rate < 0:
            self.add_error("rate", "Satsen kan ikke være negativ.")
        return said

    @property
    def entry(self) -> NewEntry:
        said = self.cleaned_data
        rate = {"kroner": None, "rate": oere_of(said["rate"])}.get(
            said["counts"], oere_of(said["rate"]) or self.rates.get(said["category"])
        )
        return NewEntry(category_id=said["category"], text=said["text"], rate_oere=rate)


class EntryForm(forms.Form):
    """What stands beside a row's months. Fields that stand as they were shown are not written."""

    text = forms.CharField(label="Hvad", max_length=200, required=False)
    rate = DanishNumberField(label="Sats i kr.", required=False)
    account = forms.CharField(label="Konto", max_length=60, required=False, help_text="Hvis posten hører til én konto.")
    confidence = forms.ChoiceField(label="Hvor sikkert er det?", required=False, choices=CONFIDENCES)
    comment = forms.CharField(
        label="Bemærkning", required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 4})
    )

    def __init__(self, *args: Any, has_rate: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not has_rate:
            del self.fields["rate"]
        for name in list(self.fields):
            self.fields[f"seen_{name}"] = forms.CharField(required=False, widget=forms.HiddenInput, strip=False)

    def clean_rate(self) -> Decimal | None:
        rate = self.cleaned_data["rate"]
        if rate is None or rate < 0:
            raise forms.ValidationError("Skriv en sats, fx 245,50.")
        return rate

    def writes(self, entry_id: UUID) -> list[Write]:
        """The fields that are not as they were shown."""
        found = []
        for name in ("text", "rate", "account", "confidence", "comment"):
            if name not in self.fields:
                continue
            seen = self.cleaned_data[f"seen_{name}"].replace("\r\n", "\n")
            after = self.cleaned_data[name]
            after = str(oere_of(after)) if name == "rate" else after.replace("\r\n", "\n")
            if after != seen:
                found.append(Write(entry_id, name, after, seen))
        return found
