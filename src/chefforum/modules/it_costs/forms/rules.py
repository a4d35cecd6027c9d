"""A rule that sorts postings, and the year that the rules are looked at in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms

from ..rules.classification import PLAIN, RuleFacts, WrongRule, check_rule, settled
from ..rules.kinds import ACTIVITY_NAMES, CATEGORY_NAMES, choices

Options = Sequence[tuple[object, str]]
NOT_SAID = ("", "Ingen valgt")


class RuleForm(forms.Form):
    """`seen`: the stamp of the rules as the page was opened."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    name = forms.CharField(label="Navn", max_length=200)
    order = forms.IntegerField(
        label="Rækkefølge",
        required=False,
        min_value=0,
        max_value=100_000,
        help_text="Den laveste, der passer, bestemmer. Tom: efter alle andre.",
    )
    supplier = forms.CharField(
        label="Leverandør",
        required=False,
        max_length=300,
        help_text="* står for hvad som helst, ? for ét tegn. Komma mellem flere: Nordlys*, *fiber*.",
    )
    account = forms.CharField(label="Konto", required=False, max_length=300, help_text="Koder, fx 064552*.")
    cost_centre = forms.CharField(label="Omkostningssted", required=False, max_length=300)
    text_pattern = forms.CharField(
        label="Tekst", required=False, max_length=300, help_text="Det, der står på posteringen: *licens*."
    )
    is_excluded = forms.BooleanField(
        label="Ikke it", required=False, help_text="Det, reglen fanger, er ikke en it-udgift."
    )
    category = forms.ChoiceField(label="Kategori", required=False, choices=[NOT_SAID, *choices(CATEGORY_NAMES)])
    activity = forms.ChoiceField(label="Aktivitet", required=False, choices=[NOT_SAID, *choices(ACTIVITY_NAMES)])
    system_id = forms.TypedChoiceField(
        label="System",
        required=False,
        coerce=UUID,
        empty_value=None,
        help_text="Uden system er udgiften enhedens.",
    )
    key_id = forms.TypedChoiceField(
        label="Fordelingsnøgle",
        required=False,
        coerce=UUID,
        empty_value=None,
        help_text="Deler udgiften ud på systemer eller enheder.",
    )
    life_years = forms.IntegerField(
        label="Levetid i år",
        required=False,
        min_value=1,
        max_value=30,
        help_text="Kun for det, der købes én gang: pc 4 år, mobil 3, server 5.",
    )

    def __init__(self, *args: Any, systems: Options, keys: Options, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, options in (("system_id", systems), ("key_id", keys)):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [NOT_SAID, *options]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if not self.errors:
            try:
                check_rule(self.facts)
            except WrongRule as refusal:
                self.add_error(refusal.field or None, str(refusal))
        return said

    @property
    def facts(self) -> RuleFacts:
        return settled(RuleFacts(**{name: self.cleaned_data[name] for name in PLAIN}))


class YearForm(forms.Form):
    """Which year, and what nothing catches is told by."""

    aar = forms.TypedChoiceField(label="År", coerce=int, required=False)
    efter = forms.ChoiceField(label="Det, ingen regel fanger, efter", required=False)

    def __init__(self, *args: Any, years: Sequence[int], by: Options = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, options in (("aar", [(year, str(year)) for year in reversed(years)]), ("efter", by)):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = options
        if not by:
            del self.fields["efter"]
        self.is_valid()

    def said(self, name: str, default: Any) -> Any:
        """What was chosen; what makes no sense is the default."""
        return self.cleaned_data.get(name) or default
