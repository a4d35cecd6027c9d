"""The shape of what people type about how a forum works, and about its themes."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms

from chefforum.connectors.minutes.minutes import ItemKind
from chefforum.kernel.access.rules import Actor
from chefforum.kernel.cases.rules import BadJournalNumber, parse_journal_number
from chefforum.web.fields import day_field

from ..queries.forums import forums_of
from ..rules.words import ITEM_KINDS
from .fields import clock_field

MOST_DAYS = 60


class PracticeForm(forms.Form):
    start_time = clock_field("Møderne begynder", required=False)
    meeting_minutes = forms.IntegerField(
        label="Mødets længde i minutter", min_value=5, max_value=24 * 60, required=False
    )
    place = forms.CharField(label="Sted", max_length=500, required=False)
    submission_days = forms.IntegerField(
        label="Punkter afleveres, arbejdsdage før mødet", min_value=0, max_value=MOST_DAYS
    )
    sending_days = forms.IntegerField(
        label="Dagsorden udsendes, arbejdsdage før mødet", min_value=0, max_value=MOST_DAYS
    )
    is_public = forms.BooleanField(
        label="Åbne referater vises for alle",
        required=False,
        help_text="Lukkede punkter vises aldrig.",
    )

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        submission, sending = values.get("submission_days"), values.get("sending_days")
        if submission is not None and sending is not None and submission < sending:
            self.add_error("submission_days", "Punkter skal afleveres, før dagsordenen udsendes.")
        return values


class StandingForm(forms.Form):
    title = forms.CharField(label="Titel", max_length=500)
    kind = forms.TypedChoiceField(
        label="Type",
        choices=[(kind.value, ITEM_KINDS[kind]) for kind in ItemKind if kind != ItemKind.UNKNOWN],
        coerce=ItemKind,
        help_text="Et sidste punkt af typen Tema får listen over temaer, når dagsordenen udsendes.",
    )
    is_last = forms.BooleanField(label="Står sidst på dagsordenen", required=False)
    planned_minutes = forms.IntegerField(label="Minutter", min_value=0, max_value=24 * 60, required=False)
    journal_number = forms.CharField(label="Journalnummer", max_length=60, required=False)
    recommendation = forms.CharField(
        label="Indstilling",
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Én del på hver linje, fx “at dagsordenen godkendes”.",
    )
    approves_minutes = forms.BooleanField(
        label="Punktet godkender det seneste referat",
        required=False,
        help_text="Så står der selv, hvilket: “at referat fra 4. februar 2026 godkendes”.",
    )

    def clean_journal_number(self) -> str:
        text = self.cleaned_data["journal_number"].strip()
        if text:
            try:
                parse_journal_number(text)
            except BadJournalNumber as refusal:
                raise forms.ValidationError(str(refusal)) from None
        return text


class ThemeForm(forms.Form):
    title = forms.CharField(label="Tema", max_length=500)
    text = forms.CharField(
        label="Hvad skal der tales om?", required=False, widget=forms.Textarea(attrs={"rows": 3}), max_length=4000
    )
    wanted_date = day_field("Ønsket dato", required=False)


class SuggestForm(ThemeForm):
    """A new theme; the forum is asked for where there is more than one."""

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        forums = forums_of(actor=actor)
        self.fields["forum"] = forms.ModelChoiceField(label="Forum", queryset=forums, empty_label=None)
        if len(forums) == 1:
            self.fields["forum"].initial = forums[0].pk
            self.fields["forum"].widget = forms.HiddenInput()


class ThemeItemForm(forms.Form):
    """For which department the item is written, and for which meeting."""

    unit = forms.TypedChoiceField(
        label="Afdeling", coerce=UUID, help_text="Den skriver punktet, og dens leder godkender."
    )
    meeting = forms.TypedChoiceField(label="Til mødet", coerce=UUID, required=False, empty_value=None)

    def __init__(
        self, *args: Any, units: list[tuple[UUID, str]], meetings: list[tuple[UUID, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].choices = units
        self.fields["meeting"].choices = [("", "Ikke bestemt endnu"), *meetings]


class YearFilter(forms.Form):
    forum = forms.TypedChoiceField(label="Forum", required=False, coerce=UUID, empty_value=None)
    aar = forms.IntegerField(label="År", required=False, min_value=1900, max_value=2199)

    def __init__(self, *args: Any, actor: Actor, years: list[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        forums = [(str(forum.pk), forum.name) for forum in forums_of(actor=actor)]
        self.fields["forum"].choices = [("", "Alle"), *forums]
        self.fields["aar"].widget = forms.Select(choices=[(year, str(year)) for year in years])
