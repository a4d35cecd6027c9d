"""The shape of what people type about actions."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django import forms

from chefforum.kernel.access.rules import Actor
from chefforum.web.fields import day_field

from ..queries.actions import ActionFilter, forums_with_actions, meetings_with_actions, persons_to_choose
from ..rules.action_states import ACTION_STATES
from ..services.actions import NewAction

if TYPE_CHECKING:
    from chefforum.kernel.people.models import Group, Person

NOBODY = ("", "Vælg senere")


class ActionFilterForm(forms.Form):
    mine = forms.BooleanField(label="Kun mine", required=False)
    overdue = forms.BooleanField(label="Over fristen", required=False)
    tilstand = forms.ChoiceField(
        label="Tilstand",
        required=False,
        choices=[
            ("", "Ikke afsluttet"),
            *((state.value, name) for state, name in ACTION_STATES.items()),
            ("all", "Alle"),
        ],
    )
    forum = forms.TypedChoiceField(label="Forum", required=False, coerce=UUID, empty_value=None)
    moede = forms.TypedChoiceField(label="Møde", required=False, coerce=UUID, empty_value=None)

    def __init__(self, *args, actor: Actor, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        forums, meetings = forums_with_actions(actor=actor), meetings_with_actions(actor=actor)
        self.fields["forum"].choices = [("", "Alle"), *((str(forum.pk), forum.name) for forum in forums)]
        self.fields["moede"].choices = [
            ("", "Alle"),
            *((str(one.pk), one.name) for one in meetings),
        ]

    @property
    def chosen(self) -> ActionFilter:
        """What the address asks for; all of it left out where it asks for what there is not."""
        if not self.is_bound or not self.is_valid():
            return ActionFilter()
        said = self.cleaned_data
        return ActionFilter(
            mine=said["mine"],
            forum_id=said["forum"],
            meeting_id=said["moede"],
            state=said["tilstand"],
            overdue=said["overdue"],
        )


class ActionForm(forms.Form):
    text = forms.CharField(
        label="Hvad skal gøres?", max_length=2000, widget=forms.Textarea(attrs={"rows": 3}), strip=True
    )
    owner = forms.TypedChoiceField(label="Hvem gør det?", required=False, coerce=UUID, empty_value=None)
    due_date = day_field("Hvornår senest?", required=False)

    def __init__(self, *args, people: list[tuple[str, Any]], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].choices = [NOBODY, *people]

    @property
    def action(self) -> NewAction:
        return NewAction(self.cleaned_data["text"], self.cleaned_data["owner"], self.cleaned_data["due_date"])


class SuggestionForm(ActionForm):
    """One of the suggestions of a decision; what is not ticked is not looked at."""

    take = forms.BooleanField(label="Opret denne", required=False)
    note = forms.CharField(required=False, widget=forms.HiddenInput)
    field_order = ["take", "text", "owner", "due_date", "note"]

    def __init__(self, *args, people: list[tuple[str, Any]], **kwargs) -> None:
        """Those whom the decision may mean come first."""
        named = {str(key) for key in (kwargs.get("initial") or {}).get("candidates", ())}
        first = [choice for _, group in people for choice in group if choice[0] in named]
        super().__init__(*args, people=[("Nævnt", first), *people] if first else people, **kwargs)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if not said.get("take"):
            self._errors.clear()
        return said


class SuggestionFormSet(forms.BaseFormSet):
    def clean(self) -> None:
        if not any(self.errors) and not chosen_of(self):
            raise forms.ValidationError("Sæt flueben ved mindst én. Intet er oprettet.")


SuggestionForms = forms.formset_factory(SuggestionForm, formset=SuggestionFormSet, extra=0, max_num=100)


def chosen_of(suggested: forms.BaseFormSet) -> list[NewAction]:
    """What is ticked of suggestions that are in order."""
    return [form.action for form in suggested.forms if form.cleaned_data.get("take")]


class StepForm(forms.Form):
    """What is said with a step of an action, and the file that shows that it is done."""

    reason = forms.CharField(required=False, max_length=5000, widget=forms.Textarea(attrs={"rows": 3}))
    file = forms.FileField(required=False)


def people_for(forum: Group, on: dt.date, also: Person | None = None) -> list[tuple[str, Any]]:
    """Who can be chosen, in groups; `also` is who is chosen already, though they may have left."""
    people = [(name, group) for name, group in persons_to_choose(forum=forum, on=on) if group]
    known = {key for _, group in people for key, _ in group}
    return (
        [*people, ("Ikke længere aktiv", [(str(also.pk), also.name)])] if also and str(also.pk) not in known else people
    )
