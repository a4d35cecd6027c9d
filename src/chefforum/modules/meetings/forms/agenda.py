"""The shape of what the page that builds an agenda sends back."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django import forms

from ..rules.order import Direction, moved
from ..services.ordering import MOST_MINUTES, MinutesChange

MINUTES, SEEN_MINUTES = "minutter-", "sete-minutter-"


def _ids(text: str) -> tuple[UUID, ...]:
    try:
        return tuple(UUID(part) for part in text.split(",") if part)
    except ValueError:
        raise forms.ValidationError("Siden blev ikke sendt rigtigt. Intet er gemt. Åbn den igen.") from None


class ArrangeForm(forms.Form):
    """`seen` is the order that was shown, `order` the one wanted, `flyt` "up:ID" or "down:ID" of a button.

    `unreadable` says what was typed as minutes and is no number; the rest is valid all the same.
    """

    seen = forms.CharField(required=False)
    order = forms.CharField(required=False)
    flyt = forms.CharField(required=False)

    def clean_seen(self) -> tuple[UUID, ...]:
        return _ids(self.cleaned_data["seen"])

    def clean_order(self) -> tuple[UUID, ...]:
        return _ids(self.cleaned_data["order"])

    def clean_flyt(self) -> tuple[Direction, UUID] | None:
        direction, _, item = self.cleaned_data["flyt"].partition(":")
        if not item:
            return None
        if direction not in set(Direction):
            raise forms.ValidationError("Siden blev ikke sendt rigtigt. Intet er gemt. Åbn den igen.")
        return Direction(direction), _ids(item)[0]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        self.unreadable = [text for _, text, minutes in self._minutes() if text and minutes is None]
        if self.errors:
            return values
        order = values["order"] or values["seen"]
        if values["flyt"]:
            direction, item = values["flyt"]
            order = tuple(moved(order, item=item, direction=direction))
        values["order"] = order
        values["minutes"] = {
            item_id: MinutesChange(seen=_number(self.data.get(f"{SEEN_MINUTES}{item_id}", "")), wanted=minutes)
            for item_id, text, minutes in self._minutes()
            if minutes is not None or not text
        }
        return values

    def _minutes(self) -> Iterator[tuple[UUID, str, int | None]]:
        for name in self.data:
            if name.startswith(MINUTES):
                text = self.data[name].strip()
                for item_id in _ids(name.removeprefix(MINUTES)):
                    yield item_id, text, _number(text)


def _number(text: str) -> int | None:
    text = text.strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 4 and int(text) <= MOST_MINUTES else None
