"""The shapes of the plan: what it is narrowed to, an item, how it goes, a milestone."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

from django import forms

from chefforum.web.fields import DanishDecimalField, SuggestingInput, day_field, text_area
from chefforum.web.once import MakesOnce

from ..queries.plan import PlanChosen
from ..rules.plan import (
    ELEMENT_NAMES,
    MILESTONE_FIELDS,
    MILESTONE_NAMES,
    MOST_OERE,
    PLAN_NAMES,
    STATE_NAMES,
    MilestoneFacts,
    PlanFacts,
)

Options = Sequence[tuple[object, str]]
ALL, NOBODY = ("", "Alle"), ("", "Ikke valgt")
ELEMENTS = [(one.value, name) for one, name in ELEMENT_NAMES.items()]
STATES = [(one.value, name) for one, name in STATE_NAMES.items()]


class PlanFilter(forms.Form):
    """What the plan is narrowed to, in the address."""

    ord = forms.CharField(label="Søg", required=False, max_length=100)
    analyse = forms.ChoiceField(label="Del af analysen", required=False, choices=[ALL, *ELEMENTS])
    status = forms.ChoiceField(label="Status", required=False, choices=[ALL, *STATES])
    ansvarlig = forms.TypedChoiceField(label="Ansvarlig", required=False, coerce=UUID, empty_value=None)
    forsinket = forms.BooleanField(label="Kun forsinkede", required=False)
    ude = forms.BooleanField(label="Taget ud af planen", required=False)

    def __init__(self, *args: Any, owners: Options, keeps: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["ansvarlig"].choices = [ALL, *owners]  # type: ignore[attr-defined]
        if not keeps:
            del self.fields["ude"]

    @property
    def chosen(self) -> PlanChosen:
        """What makes no sense narrows nothing."""
        self.is_valid()
        said = self.cleaned_data
        return PlanChosen(
            words=said.get("ord", "").strip(),
            element=said.get("analyse", ""),
            state=said.get("status", ""),
            owner_id=said.get("ansvarlig"),
            is_late=said.get("forsinket", False),
            is_removed=said.get("ude", False),
        )


def _kroner(label: str, help_text: str) -> DanishDecimalField:
    most = Decimal(MOST_OERE // 100)
    return DanishDecimalField(label=label, required=False, least=Decimal(0), most=most, decimals=2, help_text=help_text)


class PlanItemForm(MakesOnce):
    """An item. `seen`: when it was changed last, as the page was opened."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    origin = forms.CharField(required=False, max_length=120, widget=forms.HiddenInput)
    title = forms.CharField(label=PLAN_NAMES["title"], max_length=200)
    why = text_area(PLAN_NAMES["why"], required=False, max_length=4000)
    element = forms.ChoiceField(label=PLAN_NAMES["element"], choices=ELEMENTS)
    owner_id = forms.TypedChoiceField(
        label=PLAN_NAMES["owner_id"],
        required=False,
        coerce=UUID,
        empty_value=None,
        help_text="Får besked, når det nærmer sig, og når det er forsinket.",
    )
    starts_on = day_field(PLAN_NAMES["starts_on"], required=False, help_text="Tidligst 1. juli 2026.")
    ends_on = day_field(PLAN_NAMES["ends_on"], required=False)
    cost_kr = _kroner("Udgift, kr.", "Tom, hvis den ikke er kendt. 0, hvis det intet koster.")
    saving_kr = _kroner("Besparelse om året, kr.", "Tom, hvis den ikke er kendt. 0, hvis intet spares.")
    state = forms.ChoiceField(label=PLAN_NAMES["state"], choices=STATES)
    note = text_area(PLAN_NAMES["note"], required=False, max_length=2000, rows=2)
    depends_on = forms.TypedMultipleChoiceField(
        label=PLAN_NAMES["depends_on"],
        required=False,
        coerce=UUID,
        widget=forms.CheckboxSelectMultiple,
        help_text="Det, der skal være gjort først.",
    )

    def __init__(self, *args: Any, owners: Options, items: Options, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner_id"].choices = [NOBODY, *owners]  # type: ignore[attr-defined]
        self.fields["depends_on"].choices = list(items)  # type: ignore[attr-defined]
        if not items:
            del self.fields["depends_on"]

    @staticmethod
    def initial_of(facts: PlanFacts) -> dict[str, Any]:
        said = dict(vars(facts))
        for name, kroner in (("cost_oere", "cost_kr"), ("saving_oere", "saving_kr")):
            amount = said.pop(name)
            said[kroner] = None if amount is None else Decimal(amount) / 100
        return said

    def facts(self, *, systems: tuple[UUID, ...]) -> PlanFacts:
        """What was said, with the systems that are tied to it elsewhere."""
        said = self.cleaned_data
        return PlanFacts(
            title=said["title"],
            why=said["why"],
            element=said["element"],
            owner_id=said["owner_id"],
            starts_on=said["starts_on"],
            ends_on=said["ends_on"],
            cost_oere=_oere(said["cost_kr"]),
            saving_oere=_oere(said["saving_kr"]),
            state=said["state"],
            note=said["note"],
            origin=said["origin"],
            systems=systems,
            depends_on=tuple(sorted(said.get("depends_on", ()))),
        )


def _oere(kroner: Decimal | None) -> int | None:
    return None if kroner is None else int(kroner * 100)


class StateForm(forms.Form):
    """How an item goes."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    state = forms.ChoiceField(label=PLAN_NAMES["state"], choices=STATES)
    note = text_area(PLAN_NAMES["note"], required=False, max_length=2000, rows=2)


class SystemForm(forms.Form):
    """A system that an item is about."""

    system = forms.CharField(label="System", max_length=220)

    def __init__(self, *args: Any, names: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["system"].widget = SuggestingInput(suggestions=names)


class MilestoneForm(forms.Form):
    """A milestone. `seen`: when it was changed last, as the page was opened."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    name = forms.CharField(label=MILESTONE_NAMES["name"], max_length=200)
    starts_on = day_field(MILESTONE_NAMES["starts_on"])
    ends_on = day_field(MILESTONE_NAMES["ends_on"], help_text="Den sidste dag.")
    reached_on = day_field(MILESTONE_NAMES["reached_on"], required=False, help_text="Tom, hvis den ikke er nået.")
    note = text_area(MILESTONE_NAMES["note"], required=False, max_length=2000, rows=2)

    @property
    def facts(self) -> MilestoneFacts:
        return MilestoneFacts(**{name: self.cleaned_data[name] for name in MILESTONE_FIELDS})


class CalendarForm(forms.Form):
    """The year whose calendar begins."""

    year = forms.IntegerField(label="År", min_value=2026, max_value=2100)
