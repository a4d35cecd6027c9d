"""The shape of what people type about items on their way to an agenda."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from django import forms

from chefforum.connectors.minutes.minutes import ItemKind
from chefforum.kernel.access.rules import Actor
from chefforum.web import danish
from chefforum.web.fields import day_field

from ..queries import items as queries
from ..rules.states import ITEM_STATES, PREPARED, ItemState
from ..rules.words import ITEM_KINDS

WHOSE = (
    ("", "Alle, du arbejder på"),
    ("waiting", "Dem, der venter på dig"),
    ("mine", "Dine egne"),
    ("unit", "Din afdelings"),
)
_STATES = [state for state in ItemState if state in PREPARED] + [ItemState.WITHDRAWN]


class ItemFilter(forms.Form):
    vis = forms.ChoiceField(label="Vis", required=False, choices=WHOSE)
    forum = forms.TypedChoiceField(label="Forum", required=False, coerce=UUID, empty_value=None)
    tilstand = forms.ChoiceField(
        label="Tilstand",
        required=False,
        choices=[("", "Alle undtagen trukne"), *((state.value, ITEM_STATES[state]) for state in _STATES)],
    )
    moede = forms.TypedChoiceField(label="Møde", required=False, coerce=UUID, empty_value=None)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        forums = ((str(forum.pk), forum.name) for forum in queries.list_filter_forums(actor=actor))
        meetings = ((str(meeting.pk), meeting.name) for meeting in queries.list_filter_meetings(actor=actor))
        self.fields["forum"].choices = [("", "Alle"), *forums]
        self.fields["moede"].choices = [("", "Alle"), *meetings]


class ItemForm(forms.Form):
    """A new item. Fields with one choice only hold it already."""

    begin = forms.ChoiceField(
        label="Begynd fra",
        required=False,
        help_text="Tekst og indstilling kopieres til en ny kladde i samme sag. Beslutning og bilag følger ikke med.",
    )
    title = forms.CharField(
        label="Titel",
        max_length=500,
        help_text="Sig, hvad mødet skal: “Beslutning om …”, “Drøftelse af …”. Tom: titlen på det, du begynder fra.",
        error_messages={"required": "Skriv en titel, eller vælg noget at begynde fra."},
    )
    kind = forms.ChoiceField(
        label="Type",
        choices=[(kind.value, name) for kind, name in ITEM_KINDS.items() if kind is not ItemKind.UNKNOWN],
        initial=ItemKind.DECISION.value,
    )
    forum = forms.TypedChoiceField(label="Forum", coerce=UUID)
    unit = forms.TypedChoiceField(
        label="Afdeling",
        coerce=UUID,
        empty_value=None,
        help_text="Afdelingens leder godkender punktet, før det kan komme på en dagsorden.",
        error_messages={"required": "Vælg den afdeling, du skriver for."},
    )
    meeting = forms.TypedChoiceField(
        label="Ønsket møde",
        required=False,
        coerce=UUID,
        empty_value=None,
        help_text="Sekretariatet afgør, om der er plads.",
    )

    def __init__(self, *args: Any, actor: Actor, on: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.forums = {forum.pk: forum for forum in queries.forums_to_write_for(actor=actor, on=on)}
        self.meetings = {meeting.pk: meeting for meeting in queries.meetings_to_write_for(actor=actor, on=on)}
        self.keeps = {forum.pk for forum in queries.kept_by(actor=actor)}
        self.fields["forum"].choices = [(str(pk), forum.name) for pk, forum in self.forums.items()]
        self.fields["unit"].choices = self._units(actor, on)
        self.fields["meeting"].choices = [
            ("", "Ikke bestemt"),
            *((str(pk), _meeting_in_words(meeting)) for pk, meeting in self.meetings.items()),
        ]
        # What one begins from has a title, and the secretariat writes for no department too.
        self.fields["title"].required = not self.data.get("begin")
        self.fields["unit"].required = not self.keeps
        self.fields["begin"].choices = _begin_choices(queries.beginnings(actor=actor))

    def _units(self, actor: Actor, on: dt.date) -> list[tuple[str, str]]:
        units = [(str(pk), name) for pk, name in queries.units_to_write_for(actor=actor, on=on)]
        if self.keeps:
            return [("", "Sekretariatets eget punkt"), *units]
        return units if len(units) == 1 else [("", "Vælg afdeling"), *units]

    def clean(self) -> dict[str, Any]:
        chosen = super().clean() or {}
        meeting, forum = self.meetings.get(chosen.get("meeting")), chosen.get("forum")
        if meeting is not None and forum is not None and meeting.forum_id != forum:
            self.add_error("meeting", f"Mødet er i {meeting.forum.name}. Vælg et møde i det forum, punktet er til.")
        if self.keeps and forum is not None and chosen.get("unit") is None and forum not in self.keeps:
            self.add_error("unit", self.fields["unit"].error_messages["required"])
        return chosen


def _meeting_in_words(meeting: Any) -> str:
    text = meeting.name
    if meeting.submission_deadline:
        text += f" (frist {danish.moment(meeting.submission_deadline)})"
    return text


def _begin_choices(found: list[queries.Beginning]) -> list[tuple[str, Any]]:
    standing = [(one.key, one.title) for one in found if one.is_standing]
    items = [(one.key, one.title) for one in found if not one.is_standing]
    choices: list[tuple[str, Any]] = [("", "En tom kladde")]
    if standing:
        choices.append(("Faste punkter", standing))
    if items:
        choices.append(("Tidligere punkter", items))
    return choices


class CommentForm(forms.Form):
    section = forms.TypedChoiceField(label="Om", required=False, coerce=int, empty_value=None)
    text = forms.CharField(label="Kommentar", widget=forms.Textarea(attrs={"rows": 4}), max_length=10_000)

    def __init__(self, *args: Any, sections: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = ((section.pk, section.heading or "Tekst uden overskrift") for section in sections)
        self.fields["section"].choices = [("", "Hele punktet"), *named]


class HearingForm(forms.Form):
    units = forms.TypedMultipleChoiceField(
        label="Afdelinger",
        coerce=UUID,
        widget=forms.CheckboxSelectMultiple,
        help_text="Deres ledere kan læse punktet fra nu af og får besked.",
    )
    due_date = day_field("Svar senest")

    def __init__(self, *args: Any, units: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["units"].choices = [(str(pk), name) for pk, name in units]


class AnswerForm(forms.Form):
    """A department's answer; remarks need words."""

    has_remarks = forms.TypedChoiceField(
        label="Svar",
        choices=[("no", "Ingen bemærkninger"), ("yes", "Vi har bemærkninger")],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    text = forms.CharField(
        label="Bemærkninger", required=False, widget=forms.Textarea(attrs={"rows": 4}), max_length=20_000
    )

    def clean(self) -> dict[str, Any]:
        chosen = super().clean() or {}
        if chosen.get("has_remarks") and not chosen.get("text", "").strip():
            self.add_error("text", "Skriv bemærkningerne, eller vælg “Ingen bemærkninger”.")
        return chosen
