"""The shape of what people type when they plan, move, cancel and review meetings."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from django import forms
from django.core.validators import validate_email
from django.utils import timezone

from chefforum.kernel.access.rules import Actor
from chefforum.kernel.people.queries import list_persons, members_of
from chefforum.web.fields import day_field, in_our_time

from ..queries.meetings import kept_by
from ..queries.reviews import persons_by_email, possible_reviewers
from ..rules.series import BadWeeks, weeks_of
from ..services.planning import Guest
from .fields import clock_field

EVERY = [(0, "Ét møde"), (1, "Hver uge"), (2, "Hver anden uge"), (3, "Hver tredje uge"), (4, "Hver fjerde uge")]


def _check_times(form: forms.Form, values: dict[str, Any]) -> None:
    start, end = values.get("start_time"), values.get("end_time")
    if start and end and end <= start:
        form.add_error("end_time", "Mødet slutter, før det begynder.")


class PlanForm(forms.Form):
    """One meeting, or a series with the weeks that it leaves out."""

    forum = forms.ModelChoiceField(label="Forum", queryset=None, empty_label=None)
    date = day_field("Dato", help_text="Ved flere møder er det det første. De andre falder på samme ugedag.")
    start_time = clock_field("Begynder", required=False)
    end_time = clock_field("Slutter", required=False)
    place = forms.CharField(label="Sted", max_length=500, required=False)
    every_weeks = forms.TypedChoiceField(label="Hvor tit", choices=EVERY, coerce=int, initial=0)
    last_date = day_field("Til og med", required=False, help_text="Kun ved flere møder.")
    without_weeks = forms.CharField(
        label="Uger uden møder",
        max_length=200,
        required=False,
        help_text="Skoleferier, fx 7, 29-32, 42. Helligdage springes over af sig selv.",
    )
    is_open = forms.BooleanField(
        label="Åbn for punkter med det samme",
        required=False,
        help_text="Ellers står mødet som planlagt, til du åbner det.",
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["forum"].queryset = kept_by(actor=actor)

    def clean_without_weeks(self) -> frozenset[int]:
        try:
            return weeks_of(self.cleaned_data["without_weeks"])
        except BadWeeks as refusal:
            raise forms.ValidationError(str(refusal)) from None

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        _check_times(self, values)
        if values.get("every_weeks"):
            if not values.get("last_date"):
                self.add_error("last_date", "Skriv, hvornår rækken af møder slutter.")
            elif values.get("date") and values["last_date"] < values["date"]:
                self.add_error("last_date", "Den sidste dag ligger før den første.")
        return values


class DatesForm(forms.Form):
    """The dates that were chosen in the preview of a series."""

    dates = forms.MultipleChoiceField(required=False)

    def __init__(self, *args: Any, possible: list[dt.date], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["dates"].choices = [(date.isoformat(), date.isoformat()) for date in possible]

    def clean_dates(self) -> list[dt.date]:
        return [dt.date.fromisoformat(text) for text in self.cleaned_data["dates"]]


class EditForm(forms.Form):
    date = day_field("Dato")
    start_time = clock_field("Begynder", required=False)
    end_time = clock_field("Slutter", required=False)
    place = forms.CharField(label="Sted", max_length=500, required=False)
    submission_deadline = forms.DateTimeField(
        label="Frist for punkter",
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M"],
        validators=[in_our_time],
        help_text="Lad feltet være tomt, så regnes fristen ud efter forummets praksis.",
    )
    persons = forms.ModelMultipleChoiceField(
        label="Deltagere", queryset=None, required=False, widget=forms.CheckboxSelectMultiple
    )
    guests = forms.CharField(
        label="Andre deltagere",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Én på hver linje: navn, titel.",
    )

    def __init__(self, *args: Any, forum_id: UUID, called: list[UUID], on: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        seats = members_of(group_id=forum_id, on=on).values("person")
        self.fields["persons"].queryset = list_persons().filter(pk__in=seats) | list_persons().filter(pk__in=called)

    def clean_guests(self) -> list[Guest]:
        pairs = [line.partition(",") for line in self.cleaned_data["guests"].splitlines() if line.strip()]
        return [Guest(name.strip()[:300], title.strip()[:300] or None) for name, _, title in pairs if name.strip()]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        _check_times(self, values)
        deadline, date = values.get("submission_deadline"), values.get("date")
        if deadline and date and timezone.localdate(deadline) > date:
            self.add_error("submission_deadline", "Fristen ligger efter mødet.")
        return values


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label="Begrundelse",
        max_length=500,
        help_text="Den sendes til alle, der er kaldt ind. Skriv ikke, hvad et lukket punkt handler om.",
    )


class ReviewForm(forms.Form):
    """Who looks the agenda through; those who have no seat in the forum by their address."""

    persons = forms.ModelMultipleChoiceField(
        label="Ser dagsordenen igennem", queryset=None, required=False, widget=forms.CheckboxSelectMultiple
    )
    others = forms.CharField(
        label="Andre",
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="E-mail på dem, der ikke sidder i forummet, én på hver linje.",
    )
    message = forms.CharField(
        label="Hvad skal de se efter?",
        required=False,
        max_length=500,
        help_text="Teksten står her på siden og i mødets historik.",
    )

    def __init__(self, *args: Any, meeting: Any, on: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["persons"].queryset = possible_reviewers(meeting=meeting, on=on)

    def clean_others(self) -> list[UUID]:
        emails = [line.strip().lower() for line in self.cleaned_data["others"].splitlines() if line.strip()]
        for email in emails:
            validate_email(email)
        known = persons_by_email(emails)
        if unknown := [email for email in emails if email not in known]:
            raise forms.ValidationError(f"Der er ingen person med adressen {', '.join(unknown)}.")
        return list(known.values())

    @property
    def person_ids(self) -> set[UUID]:
        return {person.pk for person in self.cleaned_data["persons"]} | set(self.cleaned_data["others"])
