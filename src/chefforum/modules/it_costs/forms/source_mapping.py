"""Which of a source's fields is which of ours."""

from __future__ import annotations

from typing import Any

from django import forms

from ..queries.source_mapping import Offered, TheirField
from ..rules.source_fields import FIELD_NAMES

# A name is told of every asset; lists and numbers of users have no one field there.
MAPPED = {name: title for name, title in FIELD_NAMES.items() if name not in ("name", "users", "tasks", "units")}
NOWHERE = [("", "Hentes ikke")]


class SourceMappingForm(forms.Form):
    """A choice of theirs for each of ours. `seen`: the mapping that the page was made from."""

    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, offered: Offered) -> None:
        super().__init__(data, initial={"seen": offered.seen, **{f"felt_{a}": b for a, b in offered.columns.items()}})
        choices = [(one.name, _told(one)) for one in offered.fields]
        gone = [(name, f"{name} (findes ikke mere)") for name in offered.gone]
        for name, title in MAPPED.items():
            self.fields[f"felt_{name}"] = forms.ChoiceField(
                label=title, choices=[*NOWHERE, *choices, *gone], required=False
            )

    @property
    def column_fields(self) -> list[Any]:
        return [bound for bound in self if bound.name.startswith("felt_")]

    def columns(self) -> dict[str, str]:
        """As chosen, else as it stands."""
        said = self.cleaned_data if self.is_bound else self.initial
        return {name: theirs for name in MAPPED if (theirs := said.get(f"felt_{name}"))}


def _told(field: TheirField) -> str:
    return f"{field.title} (fx {field.examples[0][:40]})" if field.examples else field.title
