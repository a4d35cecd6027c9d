"""Forms that make something make it once: whoever goes back in the browser and saves again gets what is there.

The form carries a token, and the token of a person gives the id that the new thing will have: the table's own key
keeps it to one, in two processes too, and nobody can hit upon what another has made.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4, uuid5

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect

ALREADY_SAVED = "Det er allerede gemt. Her er det. Skal der være et til, så begynd på en ny."
SAVED_AND_CHANGED = "Det var gemt i forvejen. Du har rettet noget siden: se efter, og gem."


class AlreadyMade(Exception):
    """The same form was sent before; `made_id` is what it made."""

    def __init__(self, made_id: UUID) -> None:
        super().__init__(ALREADY_SAVED)
        self.made_id = made_id


class MakesOnce(forms.Form):
    """A form that makes something. The view gives `made_id` to the service, which raises AlreadyMade."""

    once = forms.UUIDField(required=False, initial=uuid4, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or self.cleaned_data
        self.token = said.pop("once", None)
        return said

    def made_id(self, person_id: UUID | None) -> UUID:
        """The id of what the form makes, also where something in it is wrong; a new one where the token was lost."""
        self.is_valid()
        return uuid5(person_id, str(self.token)) if self.token and person_id else uuid4()


def sent_again(request: HttpRequest, **seen: Any) -> QueryDict:
    """What was sent, for the form that changes what is there already: without the token, and with what it has seen."""
    said = request.POST.copy()
    said.pop("once", None)
    for name, value in seen.items():
        said[name] = str(value)
    return said


def to_what_was_made(request: HttpRequest, url_name: Any, made_id: UUID) -> HttpResponse:
    """The page of what the form made the first time."""
    messages.info(request, ALREADY_SAVED)
    return redirect(url_name, made_id)
