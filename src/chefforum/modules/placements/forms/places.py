"""The shape of a place, of why it is empty, of what the list shows and of what one looks for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

from django import forms

from chefforum.calc.cells import as_date
from chefforum.kernel.access.rules import Actor
from chefforum.web.fields import DanishDecimalField, day_field, text_area
from chefforum.web.once import MakesOnce

from ..queries.places import (
    PlaceFilter,
    departments_to_choose,
    job_types_in_use,
    languages_offered,
    task_lists_for,
)
from ..queries.workplaces import workplaces_to_offer_at
from ..rules.kinds import EMPTY_REASON_NAMES, KIND_NAMES, EmptyReason, choices
from ..rules.matching import Wish
from ..rules.places import PlaceWords
from ..rules.stays import Span
from .naming import NobodyNamed

MOST_HOURS = Decimal(37)
MOST_SLOTS, MOST_WEEKS = 200, 104


class PlaceForm(NobodyNamed):
    kind = forms.ChoiceField(label="Type", choices=choices(KIND_NAMES))
    job_type = forms.TypedChoiceField(label="Stilling", coerce=int)
    slots = forms.IntegerField(
        label="Antal pladser",
        min_value=1,
        max_value=MOST_SLOTS,
        initial=1,
        help_text="Så mange kan være her på én gang.",
    )
    hours_from = DanishDecimalField(
        label="Timer om ugen, mindst", least=Decimal(0), most=MOST_HOURS, decimals=1, required=False
    )
    hours_to = DanishDecimalField(
        label="Timer om ugen, højst", least=Decimal(0), most=MOST_HOURS, decimals=1, required=False
    )
    supervisor = forms.CharField(
        label="Vejleder", max_length=200, required=False, help_text="Hvem tager imod? Fx souschefen."
    )
    tasks = text_area("Opgaver", max_length=2000, required=False, help_text="Hvad skal der laves? Skriv det konkret.")
    task_list = forms.TypedChoiceField(label="Opgaveliste", coerce=UUID, empty_value=None, required=False)
    languages = forms.CharField(
        label="Sprog",
        max_length=200,
        required=False,
        help_text="Sprog, man kan klare sig på, med komma imellem: dansk, engelsk.",
    )
    limits = text_area("Hensyn og krav", max_length=2000, required=False, help_text="Fx børneattest eller kørekort.")
    is_shared = forms.BooleanField(
        label="I den fælles pulje", required=False, help_text="Alle konsulenter og ledere kan se pladsen og bruge den."
    )
    open_from = day_field("Åben fra")
    windows = text_area(
        "Kan begynde mellem",
        required=False,
        max_length=1000,
        help_text="Tom: hele året. Ellers et tidsrum på hver linje, fx 01-08-2026 til 31-08-2026.",
    )

    def __init__(self, *args: Any, actor: Actor, kept: PlaceWords | None = None, **kwargs: Any) -> None:
        if kept is not None:
            kwargs.setdefault("initial", {}).update(initial_of(kept))
        super().__init__(*args, **kwargs)
        types = job_types_in_use(kept=kept.job_type_id if kept else None)
        self.fields["job_type"].choices = [("", "Vælg"), *((one.pk, one.name) for one in types)]
        there = task_lists_for(actor=actor, kept=kept.task_list_id if kept else None)
        lists = ((str(one.pk), one.title) for one in there)
        self.fields["task_list"].choices = [("", "Ingen"), *lists]

    def clean_windows(self) -> tuple[Span, ...]:
        return windows_in(self.cleaned_data["windows"])

    @property
    def said(self) -> dict[str, Any]:
        """What could be read, by the names of PlaceWords."""
        names = {"job_type": "job_type_id", "task_list": "task_list_id"}
        return {names.get(name, name): said for name, said in self.cleaned_data.items() if name != "workplace"}

    @property
    def words(self) -> PlaceWords:
        return PlaceWords(**self.said)


class NewPlaceForm(MakesOnce, PlaceForm):
    workplace = forms.TypedChoiceField(label="Arbejdssted", coerce=UUID)
    field_order = ("workplace",)

    def __init__(self, *args: Any, actor: Actor, on: dt.date, **kwargs: Any) -> None:
        kwargs["initial"] = {"open_from": on, "slots": 1} | kwargs.get("initial", {})
        super().__init__(*args, actor=actor, **kwargs)
        self.workplaces = {one.pk: one for one in workplaces_to_offer_at(actor=actor, on=on)}
        names = [(str(pk), f"{one.name} ({one.p_number})") for pk, one in self.workplaces.items()]
        self.fields["workplace"].choices = names if len(names) == 1 else [("", "Vælg"), *names]


def initial_of(words: PlaceWords) -> dict[str, Any]:
    said = {name: getattr(words, name) for name in PlaceForm.base_fields if hasattr(words, name)}
    lines = (f"{one.first:%d-%m-%Y} til {one.last:%d-%m-%Y}" for one in words.windows if one.last)
    return said | {"job_type": words.job_type_id, "task_list": words.task_list_id, "windows": "\n".join(lines)}


def windows_in(text: str) -> tuple[Span, ...]:
    """
    >>> windows_in("01-08-2026 til 31-08-2026")[0].last
    datetime.date(2026, 8, 31)
    """
    found = []
    for line in filter(None, (line.strip() for line in text.splitlines())):
        parts = [part.strip() for part in line.replace("–", " til ").replace(" - ", " til ").split(" til ")]
        try:
            first, last = (as_date(part) for part in parts)
        except ValueError:
            first = last = None
        if first is None or last is None:
            raise forms.ValidationError(f"“{line[:40]}” er ikke et tidsrum. Skriv fx 01-08-2026 til 31-08-2026.")
        if last < first:
            raise forms.ValidationError(f"I “{line[:40]}” er den sidste dag før den første.")
        found.append(Span(first, last))
    return tuple(sorted(found, key=lambda one: one.first))


class EmptyForm(NobodyNamed):
    """Why it is empty."""

    reason = forms.TypedChoiceField(
        label="Hvorfor er den tom?", choices=choices(EMPTY_REASON_NAMES), coerce=EmptyReason
    )
    slots = forms.IntegerField(label="Hvor mange pladser?", min_value=1, max_value=MOST_SLOTS, initial=1)
    first_day = day_field("Fra")
    last_day = day_field(
        "Til og med", required=False, help_text="Tom: indtil den bliver besat, eller du afslutter det."
    )
    note = forms.CharField(label="Bemærkning", max_length=300, required=False)


class CloseForm(forms.Form):
    closed_on = day_field("Lukket fra", help_text="Den første dag, pladsen ikke tilbydes.")


class PlaceFilterForm(forms.Form):
    afdeling = forms.TypedChoiceField(label="Afdeling", coerce=UUID, empty_value=None, required=False)
    type = forms.ChoiceField(label="Type", required=False, choices=[("", "Alle"), *choices(KIND_NAMES)])
    stilling = forms.TypedChoiceField(label="Stilling", coerce=int, empty_value=None, required=False)
    sprog = forms.ChoiceField(label="Sprog", required=False)
    start = day_field("Kan begynde den", required=False)
    vis = forms.ChoiceField(
        label="Vis",
        required=False,
        choices=[
            ("", "Åbne pladser"),
            ("ledige", "Ledige nu"),
            ("pulje", "Den fælles pulje"),
            ("mine", "Mine egne"),
            ("lukkede", "Også lukkede"),
        ],
    )

    def __init__(self, *args: Any, actor: Actor, on: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        departments = [(str(pk), name) for pk, name in departments_to_choose(on)]
        self.fields["afdeling"].choices = [("", "Alle"), *departments]
        self.fields["stilling"].choices = [("", "Alle"), *((one.pk, one.name) for one in job_types_in_use())]
        self.fields["sprog"].choices = [("", "Alle"), *_languages(languages_offered(actor=actor))]

    @property
    def asked(self) -> PlaceFilter:
        """What was understood; the rest is as if it had not been asked."""
        said = self.cleaned_data if self.is_valid() or hasattr(self, "cleaned_data") else {}
        shows = said.get("vis", "")
        return PlaceFilter(
            department=said.get("afdeling"),
            kind=said.get("type", ""),
            job_type=said.get("stilling"),
            language=said.get("sprog", ""),
            starts_on=said.get("start"),
            only_free=shows == "ledige",
            only_shared=shows == "pulje",
            only_own=shows == "mine",
            with_closed=shows == "lukkede",
        )


class WishForm(forms.Form):
    """Somebody looks for a place."""

    type = forms.ChoiceField(label="Type", choices=choices(KIND_NAMES))
    start = day_field("Kan begynde fra", required=False)
    uger = forms.IntegerField(label="Uger", min_value=1, max_value=MOST_WEEKS)
    timer = DanishDecimalField(label="Timer om ugen", least=Decimal(0), most=MOST_HOURS, decimals=1, required=False)
    stilling = forms.TypedChoiceField(label="Stilling", coerce=int, empty_value=None, required=False)
    sprog = forms.ChoiceField(label="Sprog", required=False)

    def __init__(self, *args: Any, actor: Actor, on: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.on = on
        self.fields["stilling"].choices = [("", "Alle"), *((one.pk, one.name) for one in job_types_in_use())]
        self.fields["sprog"].choices = [("", "Lige meget"), *_languages(languages_offered(actor=actor))]

    @property
    def wish(self) -> Wish:
        said = self.cleaned_data
        return Wish(
            kind=said["type"],
            start=said["start"] or self.on,
            days=said["uger"] * 7,
            hours=said["timer"],
            language=said["sprog"],
            job_type_id=said["stilling"],
        )


def _languages(found: Sequence[str]) -> list[tuple[str, str]]:
    return [(one, one) for one in found]
