"""What the forms of the room share."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

from ..rules.pseudonyms import refused
from ..rules.wrong import Problem


class NobodyNamed(forms.Form):
    """Refuses what looks like a CPR number beside the field that it stands in; a P-number is no person's."""

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        for name, value in list(said.items()):
            if isinstance(value, str) and name != "p_number" and (wrong := refused(value)):
                self.add_error(name, wrong)
        return said


def say(form: forms.Form, problems: Iterable[Problem]) -> None:
    """Each problem stands at its field, where nothing is said of the field already."""
    said = set(form.errors)
    for name, words in problems:
        field = name if name in form.fields and not form.fields[name].widget.is_hidden else None
        if field is None or field not in said:
            form.add_error(field, words)
