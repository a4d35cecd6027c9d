"""The shape of what people type while minutes are taken and mended."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING
from uuid import UUID

from django import forms
from django.http import QueryDict

from chefforum.calc.decisions import Outcome
from chefforum.web.fields import day_field
from chefforum.web.typed import whole_number

from ..rules.attendance import NOTABLE

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ..models import Participant


def changed_outcomes(data: QueryDict) -> dict[int, Outcome | None]:
    """The outcomes that differ from what the page showed (`was-ID`), by part's id: so that who saves a text does not
    take back what somebody else has chosen meanwhile."""
    found: dict[int, Outcome | None] = {}
    for name, value in data.items():
        part = name.removeprefix("outcome-")
        pk = whole_number(part, -1)  # 0 is the item itself, where it has no parts
        if part == name or pk < 0 or value == data.get(f"was-{part}", ""):
            continue
        if value == "" or value in set(Outcome):
            found[pk] = Outcome(value) if value else None
    return found


def _clock() -> forms.TimeInput:
    return forms.TimeInput(attrs={"type": "time", "class": "form-input"}, format="%H:%M")


class AttendanceRow(forms.Form):
    """What is noted of one participant."""

    attendance = forms.ChoiceField(
        label="Fremmøde",
        choices=NOTABLE,
        widget=forms.RadioSelect,
    )
    arrived = forms.TimeField(label="Kom kl.", required=False, widget=_clock())
    left = forms.TimeField(label="Gik kl.", required=False, widget=_clock())

    def clean(self) -> dict[str, object]:
        data = super().clean() or {}
        arrived, left = data.get("arrived"), data.get("left")
        if arrived and left and left < arrived:
            self.add_error("left", "Klokkeslættet er før det, hvor deltageren kom.")
        return data


def attendance_rows(participants: Sequence[Participant], data: QueryDict | None = None) -> list[AttendanceRow]:
    """A row for each participant; who is not noted yet is suggested to be there."""
    return [
        AttendanceRow(
            data,
            prefix=f"deltager-{one.pk}",
            initial={
                "attendance": one.attendance if one.attendance != "unknown" else "present",
                "arrived": one.arrived,
                "left": one.left,
            },
        )
        for one in participants
    ]


def chosen_items(data: QueryDict) -> list[UUID]:
    """The items that are ticked; what is no identity is passed over."""
    return list(_uuids(data.getlist("item")))


def _uuids(values: Iterable[str]) -> Iterator[UUID]:
    for value in values:
        try:
            yield UUID(value)
        except ValueError:
            continue


class CommentForm(forms.Form):
    """How the draft of minutes is sent for comments."""

    due_date = day_field("Rettelser senest", required=False)


class CorrectionForm(forms.Form):
    """A correction to minutes: to which item, and what."""

    item = forms.TypedChoiceField(label="Hvor", required=False, coerce=UUID, empty_value=None)
    text = forms.CharField(
        label="Hvad skal rettes?",
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=5000,
        help_text="Skriv gerne både det, der står, og det, der bør stå.",
    )

    def __init__(self, *args, items: Sequence[tuple[UUID, int, str]], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        named = [(str(item_id), f"Punkt {number}: {title}") for item_id, number, title in items]
        self.fields["item"].choices = [("", "Hele referatet"), *named]
