"""The shape of what people type about meetings."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING
from uuid import UUID

from django import forms

from chefforum.kernel.access.rules import Actor
from chefforum.kernel.people.queries import list_persons, members_of

from ..queries.meetings import kept_by, list_forums, list_years

if TYPE_CHECKING:
    from chefforum.kernel.people.models import Group


class MeetingFilter(forms.Form):
    forum = forms.TypedChoiceField(label="Forum", required=False, coerce=UUID, empty_value=None)
    aar = forms.TypedChoiceField(label="År", required=False, coerce=int, empty_value=None)

    def __init__(self, *args, actor: Actor, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["forum"].choices = [
            ("", "Alle"),
            *((str(forum.pk), forum.name) for forum in list_forums(actor=actor)),
        ]
        self.fields["aar"].choices = [("", "Alle"), *((year, str(year)) for year in list_years(actor=actor))]


class ImportOptions(forms.Form):
    """What an import of minutes asks besides the file."""

    forum = forms.ModelChoiceField(
        label="Forum",
        queryset=None,
        required=False,
        empty_label="Det forum, som filen nævner",
        help_text="Vælg selv, hvis filen skriver forummets navn på en anden måde.",
    )
    draft = forms.BooleanField(
        label="Gem som kladde",
        required=False,
        help_text="Så kan kun sekretariatet, formanden og sekretæren se mødet, til du udsender det.",
    )

    def __init__(self, *args, actor: Actor, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["forum"].queryset = kept_by(actor=actor)

    def clean_forum(self) -> str:
        """Options are kept as JSON values."""
        forum = self.cleaned_data["forum"]
        return str(forum.pk) if forum else ""


class ConfidentialityForm(forms.Form):
    is_confidential = forms.BooleanField(
        label="Punktet er fortroligt",
        required=False,
        help_text="Andre ser kun “Lukket punkt”. Det gælder også søgning, PDF og andre filer.",
    )
    readers = forms.ModelMultipleChoiceField(
        label="Må også læse punktet",
        queryset=None,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Sekretariatet, formanden og sekretæren kan altid læse det, og det samme kan den, der har skrevet "
        "det, og lederen. En stedfortræder arver ikke adgangen.",
    )

    def __init__(self, *args, forum: Group, on: dt.date, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["readers"].queryset = list_persons().filter(
            pk__in=members_of(group_id=forum.pk, on=on).values("person")
        )
