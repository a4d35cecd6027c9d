"""What overlaps are narrowed to, and what somebody says of a pair."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django import forms

from chefforum.kernel.organisation.rules import OrganisationTree
from chefforum.modules.it_costs.queries.choices import units_to_choose, vendors_to_choose
from chefforum.modules.it_costs.rules.register import KLE_NUMBER
from chefforum.web.fields import text_area

from ..queries.overlaps import MOVED, THRESHOLD, UNSAID, OverlapsAsked
from ..rules.overlaps import MOST_REASON, VERDICT_HELP, VERDICT_NAMES, Verdict

Options = Sequence[tuple[Any, str]]
ALL = ("", "Alle")
HOW_ALIKE = (("40", "Mindst 40 %"), ("50", "Mindst 50 %"), ("60", "Mindst 60 %"), ("70", "Mindst 70 %"))
SAID = [one for one in Verdict if one is not Verdict.NOT_SAID]


class OverlapFilter(forms.Form):
    """In the address."""

    ord = forms.CharField(label="Søg", required=False, max_length=100)
    enhed = forms.TypedChoiceField(label="Afdeling eller enhed", required=False, coerce=UUID, empty_value=None)
    kle = forms.CharField(label="Opgave (KLE)", required=False, max_length=8)
    leverandoer = forms.TypedChoiceField(label="Leverandør", required=False, coerce=UUID, empty_value=None)
    vurdering = forms.ChoiceField(
        label="Vurdering",
        required=False,
        choices=[
            ALL,
            (UNSAID, "Ikke vurderet"),
            *((one.value, VERDICT_NAMES[one]) for one in SAID),
            (MOVED, "Ændret siden vurderingen"),
        ],
    )
    ens = forms.ChoiceField(label="Hvor ens", required=False, choices=HOW_ALIKE)
    system = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Mapping[str, Any], *, units: Options, vendors: Options) -> None:
        super().__init__({**{name: data.get(name, "") for name in self.base_fields}, "ens": data.get("ens") or "50"})
        for name, options in (("enhed", units), ("leverandoer", vendors)):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [ALL, *options]

    @property
    def asked(self) -> OverlapsAsked:
        """What makes no sense narrows nothing."""
        self.is_valid()
        said = self.cleaned_data
        task = said.get("kle", "").strip()
        return OverlapsAsked(
            words=said.get("ord", "").strip(),
            unit_id=said.get("enhed"),
            task=task if KLE_NUMBER.fullmatch(task) else "",
            vendor_id=said.get("leverandoer"),
            verdict=said.get("vurdering", ""),
            system_id=said.get("system"),
            threshold=int(said["ens"]) / 100 if said.get("ens") else THRESHOLD,
        )


def overlaps_asked(parameters: Mapping[str, Any], tree: OrganisationTree) -> OverlapsAsked:
    """What the page's address says. One query."""
    return OverlapFilter(parameters, units=units_to_choose(tree), vendors=vendors_to_choose()).asked


class VerdictForm(forms.Form):
    """`seen`: the number of the last verdict, as the page showed it."""

    seen = forms.IntegerField(min_value=0, initial=0, widget=forms.HiddenInput)
    verdict = forms.ChoiceField(
        label="Hvad er de?",
        choices=[(one.value, f"{VERDICT_NAMES[one]}. {VERDICT_HELP[one]}") for one in SAID],
        widget=forms.RadioSelect,
    )
    reason = text_area("Hvorfor?", max_length=MOST_REASON, help_text="Læses af alle. Skriv ingen priser.")
