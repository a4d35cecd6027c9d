"""Which table of Jobindsats is fetched or read, and what of it is shown."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from ..queries.public_figures import Choices
from ..rules.public_figures import COUNTRY, TABLES, usual_measure

TABLE_CHOICES = [(one.id, f"{one.title} ({one.id})") for one in TABLES.values()]
OTHERS = ("omraade1", "omraade2", "omraade3")


class TableForm(forms.Form):
    tabel = forms.ChoiceField(label="Tabel", choices=TABLE_CHOICES)


class TableOptions(forms.Form):
    """What an import asks besides the file."""

    table = forms.ChoiceField(label="Hvilken tabel er det?", choices=TABLE_CHOICES)

    def __init__(self, *args: Any, actor: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)


class ShownForm(forms.Form):
    """A measure, a group where there are some, and up to three to stand beside the municipality."""

    maaling = forms.ChoiceField(label="Vis", required=False)
    gruppe = forms.ChoiceField(label="For", required=False)
    omraade1 = forms.ChoiceField(label="Sammen med", required=False)
    omraade2 = forms.ChoiceField(label="og", required=False)
    omraade3 = forms.ChoiceField(label="og", required=False)

    def __init__(self, data: Any, *, choices: Choices, own: str) -> None:
        super().__init__(data)
        self.choices, self.own = choices, own
        self._may_choose("maaling", choices.measures)
        self.fields["maaling"].initial = usual_measure(choices.measures)
        self._may_choose("gruppe", choices.groups)
        if len(choices.groups) < 2:
            del self.fields["gruppe"]
        others = [("", "Ingen"), *((area, area) for area in choices.areas if area != own)]
        for name in OTHERS:
            self.fields[name].choices = others
        self.fields["omraade1"].initial = self._usual_other()

    def _may_choose(self, name: str, values: Sequence[str]) -> None:
        self.fields[name].choices = [(value, value) for value in values]
        self.fields[name].initial = values[0] if values else ""

    def _usual_other(self) -> str:
        return COUNTRY if COUNTRY in self.choices.areas else ""

    def asked(self) -> tuple[str, str, list[str]]:
        """The measure, the group and the areas; what was not asked for, or is not there, as usual."""
        said = self.cleaned_data if self.is_valid() else {}
        measure = said.get("maaling") or usual_measure(self.choices.measures)
        group = said.get("gruppe") or self.choices.groups[0]
        others = [said.get(name, "") for name in OTHERS] if said and "omraade1" in self.data else [self._usual_other()]
        own = [self.own] if self.own in self.choices.areas else []
        return measure, group, list(dict.fromkeys([*own, *filter(None, others)]))
