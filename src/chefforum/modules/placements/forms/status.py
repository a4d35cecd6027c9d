"""What of the status somebody wants to see."""

from __future__ import annotations

from collections.abc import Sequence

from django import forms

from ..rules.kinds import KIND_NAMES, choices


class StatusFilter(forms.Form):
    """`years`: those that there is something to tell of, the newest first."""

    aar = forms.TypedChoiceField(label="År", required=False, coerce=int, empty_value=None)
    type = forms.ChoiceField(
        label="Type", required=False, choices=[("", "Løntilskud og virksomhedspraktik"), *choices(KIND_NAMES)]
    )

    def __init__(self, *args: object, years: Sequence[int], **options: object) -> None:
        super().__init__(*args, **options)  # type: ignore[arg-type]
        self.fields["aar"].choices = [(str(year), str(year)) for year in years]  # type: ignore[attr-defined]
