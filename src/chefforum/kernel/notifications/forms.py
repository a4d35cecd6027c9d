"""How a person wants mails."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

from .registry import Family
from .rules import FREQUENCIES, Frequency


class MailForm(forms.Form):
    """A choice for each family of notifications."""

    def __init__(self, *args: Any, choices: Iterable[tuple[Family, Frequency]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for family, chosen in choices:
            self.fields[family.name] = forms.ChoiceField(
                label=family.title,
                choices=[(each.value, FREQUENCIES[each]) for each in Frequency],
                initial=chosen.value,
                widget=forms.RadioSelect,
            )
