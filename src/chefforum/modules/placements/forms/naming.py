"""What the forms of places and workplaces share."""

from __future__ import annotations

from typing import Any

from django import forms

from ..rules.pseudonyms import refused


class NobodyNamed(forms.Form):
    """Refuses what looks like a CPR number beside the field that it stands in; a P-number is no person's."""

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        for name, value in list(said.items()):
            if isinstance(value, str) and name != "p_number" and (wrong := refused(value)):
                self.add_error(name, wrong)
        return said
