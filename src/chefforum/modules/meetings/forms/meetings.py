"""The shape of what people type about meetings."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django import forms
from django.db.models import Q

from chefforum.kernel.access.rules import Actor
from chefforum.kernel.people.queries import list_persons, members_of
from chefforum.web.fields import SuggestingInput

from ..queries.meetings import kept_by, list_forums, list_years
from ..queries.people import Leader, list_leaders

if TYPE_CHECKING:
    from chefforum.kernel.people.models import Group

SHOWN = 5  # leaders that a name fits and that are told apart


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

    another = forms.CharField(
        label="Tilføj en leder uden for forummet",
        required=False,
        max_length=300,
        widget=SuggestingInput,
        help_text="Skriv en del af navnet, og vælg på listen, eller skriv en e-mail. Lederen kan så læse punktet, når "
        "afdelingen bliver hørt om det. Gem, og tilføj den næste bagefter.",
    )

    def __init__(self, *args, forum: Group, on: dt.date, named: Collection[UUID], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        seats = members_of(group_id=forum.pk, on=on).values("person")
        self.fields["readers"].queryset = list_persons().filter(Q(pk__in=seats) | Q(pk__in=named))
        seated = set(seats.values_list("person", flat=True))
        self.leaders = [one for one in list_leaders(on=on) if one.person_id not in seated]
        self.fields["another"].widget.suggestions = [one.words for one in self.leaders]

    def clean_another(self) -> Leader | None:
        """The one leader that the words fit; whoever has the address where they are one."""
        text = " ".join(self.cleaned_data["another"].split())
        if not text:
            return None
        if "@" in text:
            person = list_persons().filter(email=text.lower()).first()
            if person is None:
                raise forms.ValidationError(f"Der er ingen person med adressen {text}.")
            return Leader(person.pk, person.name, person.email, person.name)
        sought = text.casefold()
        exact = [one for one in self.leaders if sought in (one.words.casefold(), one.name.casefold())]
        found = exact or [one for one in self.leaders if sought in one.words.casefold()]
        if not found:
            raise forms.ValidationError(f"Ingen leder hedder “{text}”. Vælg på listen, eller skriv en e-mail.")
        if len(found) > SHOWN:
            raise forms.ValidationError(
                f"“{text}” passer på {len(found)} ledere. Skriv mere af navnet, eller en e-mail."
            )
        if len(found) > 1:
            several = "; ".join(f"{one.words}, {one.email}" for one in found)
            raise forms.ValidationError(f"“{text}” passer på flere. Skriv e-mailen på den rigtige: {several}.")
        return found[0]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        is_opened = self.initial.get("is_confidential") and not values.get("another")
        if (values.get("another") or values.get("readers")) and not values.get("is_confidential") and not is_opened:
            self.add_error("is_confidential", "Sæt kryds her, hvis kun de valgte må læse punktet. Intet er ændret.")
        return values

    @property
    def reader_ids(self) -> list[UUID]:
        another = self.cleaned_data.get("another")
        return [*(person.pk for person in self.cleaned_data["readers"]), *([another.person_id] if another else [])]
