"""Which of a source's numbers are written, and what costs of it are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from ..queries.source_proposals import Offered
from ..rules.kinds import ACTIVITY_NAMES, CATEGORY_NAMES, Activity, CostCategory, choices

Options = Sequence[tuple[str, str]]


class OfferedForm(forms.Form):
    """`laest`: the reading that the page was shown of; `stod-…`: what stood there of each licence."""

    laest = forms.UUIDField(widget=forms.HiddenInput)
    valg = forms.MultipleChoiceField(
        error_messages={"required": "Sæt kryds ved det, der skal skrives.", "invalid_choice": "Vælg fra listen."}
    )

    def __init__(self, data: Any = None, *, found: Offered) -> None:
        super().__init__(data, initial={"laest": found.snapshot.pk})
        self.found = found
        valg = self.fields["valg"]
        assert isinstance(valg, forms.MultipleChoiceField)
        valg.choices = [(one.key, one.key) for one in (*found.numbers, *found.costs)]
        if found.costs:
            for name, label, words, first in (
                ("kategori", "Kategori", CATEGORY_NAMES, CostCategory.SOFTWARE),
                ("aktivitet", "Aktivitet", ACTIVITY_NAMES, Activity.OPERATION),
            ):
                self.fields[name] = forms.ChoiceField(label=label, choices=choices(words), initial=first.value)

    @property
    def chosen(self) -> frozenset[str]:
        """What is ticked: all that is news, before anybody has chosen."""
        if self.is_bound:
            return frozenset(self.data.getlist("valg"))
        return frozenset(one.key for one in (*self.found.numbers, *self.found.costs) if one.is_news)

    @property
    def seen(self) -> dict[str, str]:
        """What stood there of what is chosen, as the page showed it."""
        return {key: self.data.get(f"stod-{key}", "") for key in self.cleaned_data["valg"]}
