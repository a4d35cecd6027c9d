"""New targets: the year, the key, and for each kind what its target is reckoned from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django import forms

from chefforum.calc.apportionment import TieRule
from chefforum.calc.places import Whole
from chefforum.web.fields import DanishDecimalField

from ..queries.keys import KeyFound
from ..queries.targets import RoundFound
from ..rules.kinds import BASIS_NAMES, KIND_NAMES, TARGETED, Basis, PlacementKind
from ..rules.pseudonyms import refused
from ..rules.target_change import noughts_in
from ..rules.target_words import METHOD_NAMES, TIE_NAMES, WHOLE_NAMES
from ..rules.targets import LEAST_WEEKS, METHODS, MOST_SLOTS, MOST_WEEKS, KindSettings, what_is_wrong
from ..services.targets import FIRST_YEAR, LAST_YEAR, MOST_LETTERS

HUNDRED = Decimal(100)
# What a kind begins with where no round has been set: those of the forum's own paper.
USUAL = {
    PlacementKind.WAGE_SUBSIDY: {"basis": Basis.FILLED.value, "occupancy": HUNDRED, "weeks": Decimal(13)},
    PlacementKind.INTERNSHIP: {"basis": Basis.SLOTS.value, "occupancy": Decimal(75), "weeks": Decimal(4)},
}
_HOLDS = ("holds_from", "grounds", "decision")


class TargetsForm(forms.Form):
    """Fields of a round, and of each kind under its own name. `is_preview`: the table is shown without grounds too."""

    year = forms.IntegerField(label="År", min_value=FIRST_YEAR, max_value=LAST_YEAR)
    key = forms.ChoiceField(label="Årsværksnøgle")
    holds_from = forms.DateField(label="Gælder fra", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    grounds = forms.CharField(
        label="Begrundelse",
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=10_000,
        help_text="Hvorfor måltallene er, som de er: reformen, antallet af ledige, budgettet.",
    )
    decision = forms.CharField(
        label="Besluttet", max_length=MOST_LETTERS, required=False, help_text="Fx Chefforum 28. januar 2026, punkt 5."
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    noughts = forms.BooleanField(label="Ja, måltallet er 0", required=False)

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        keys: Sequence[KeyFound],
        initial: Mapping[str, Any] | None = None,
        is_preview: bool = False,
    ) -> None:
        super().__init__(data, initial=dict(initial or {}))
        self.keys, self.is_preview = {str(one.key.pk): one for one in keys}, is_preview
        self.fields["key"].choices = [
            (pk, one.key.name if one.is_usable else f"{one.key.name} (mangler årsværk)")
            for pk, one in self.keys.items()
        ]
        for kind in TARGETED:
            for name, one in _kind_fields().items():
                # Both kinds have a field of the name: an error says which it is of.
                one.label = f"{KIND_NAMES[kind]}, {str(one.label).lower()}"
                self.fields[f"{kind}_{name}"] = one

    def full_clean(self) -> None:
        """What a preview does without is asked for all the same when the round is set, and the page says so."""
        for name in _HOLDS if self.is_preview else ():
            self.fields[name].required = False
        super().full_clean()
        for name in _HOLDS:
            self.fields[name].required = self.base_fields[name].required

    def clean_key(self) -> KeyFound:
        found = self.keys[self.cleaned_data["key"]]
        if not found.is_usable:
            missing = ", ".join(found.missing) or "alle afdelinger"
            raise forms.ValidationError(
                f"Nøglen mangler årsværk for {missing}. Lav en ny nøgle ud fra den, og udfyld resten."
            )
        return found

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        for name in ("grounds", "decision"):
            if why := refused(said.get(name, "")):
                self.add_error(name, why)
        day, year = said.get("holds_from"), said.get("year")
        if day and year and day.year != year:
            self.add_error("holds_from", f"Måltal for {year} gælder fra en dag i {year}.")
        for kind in TARGETED:
            settings = self._settings_of(kind)
            if said.get(f"{kind}_basis") == Basis.SLOTS and said.get(f"{kind}_occupancy", 0) is None:
                self.add_error(f"{kind}_occupancy", "Skriv, hvor stor en del af pladserne der er besat.")
            elif settings is not None and (wrong := what_is_wrong(settings)):
                self.add_error(f"{kind}_{wrong.field}", wrong.text)
        every = None if self.is_preview else self.settings()
        if every and not said.get("noughts") and noughts_in(every):
            self.add_error("noughts", "Sæt kryds ved tabellen, hvis det er meningen.")
        return said

    def _settings_of(self, kind: PlacementKind) -> KindSettings | None:
        """None where something of the kind is not filled in properly."""
        said: dict[str, Any] = {name: self.cleaned_data.get(f"{kind}_{name}") for name in _kind_fields()}
        asked = said if said["basis"] == Basis.SLOTS else said.keys() - {"occupancy"}
        if any(said[name] is None or said[name] == "" for name in asked):
            return None
        basis = Basis(said["basis"])
        return KindSettings(
            kind=kind,
            basis=basis,
            slots=said["slots"],
            # Filled places are counted when they are filled: the field is not asked.
            occupancy=Decimal(1) if basis is Basis.FILLED else said["occupancy"] / HUNDRED,
            weeks=said["weeks"],
            rounding=said["rounding"],
            method=said["method"],
            tie_rule=said["tie_rule"],
        )

    def settings(self) -> tuple[KindSettings, ...] | None:
        """What each kind's target is reckoned from; None until both are filled in, with the key and the year."""
        needed = {"key", "year", *(f"{kind}_{name}" for kind in TARGETED for name in _kind_fields())}
        if not self.is_bound or needed & set(self.errors):
            return None
        found = tuple(self._settings_of(kind) for kind in TARGETED)
        return tuple(one for one in found if one is not None) if all(found) else None

    def head(self) -> list[forms.BoundField]:
        return [self[name] for name in ("year", "key", "holds_from")]

    def words(self) -> list[forms.BoundField]:
        return [self[name] for name in ("grounds", "decision")]

    def kinds(self) -> list[tuple[str, list[forms.BoundField]]]:
        return [(KIND_NAMES[kind], self._of_kind(kind)) for kind in TARGETED]

    def _of_kind(self, kind: PlacementKind) -> list[forms.BoundField]:
        """The kind's fields under its name, which their labels need not repeat."""
        found = []
        for name, one in _kind_fields().items():
            bound = self.fields[f"{kind}_{name}"].get_bound_field(self, f"{kind}_{name}")
            bound.label = one.label or ""
            found.append(bound)
        return found


def _kind_fields() -> dict[str, forms.Field]:
    return {
        "basis": forms.ChoiceField(label="Tallet er", choices=[(one.value, name) for one, name in BASIS_NAMES.items()]),
        "slots": forms.IntegerField(
            label="Løbende", min_value=0, max_value=MOST_SLOTS, help_text="Hvor mange ad gangen."
        ),
        "occupancy": DanishDecimalField(
            label="Besættelse i procent",
            least=Decimal(0),
            most=HUNDRED,
            required=False,
            help_text="Hvor meget af pladserne der er i brug i snit. Gælder ikke besatte pladser.",
        ),
        "weeks": DanishDecimalField(
            label="Uger pr. forløb", least=LEAST_WEEKS, most=MOST_WEEKS, help_text="Hvor længe et forløb varer i snit."
        ),
        "rounding": forms.TypedChoiceField(
            label="Afrunding",
            choices=[(one.value, name) for one, name in WHOLE_NAMES.items()],
            coerce=Whole,
        ),
        "method": forms.TypedChoiceField(
            label="Fordeling",
            choices=[(one.value, METHOD_NAMES[one]) for one in METHODS],
            coerce=lambda value: next(one for one in METHODS if one.value == value),
        ),
        "tie_rule": forms.TypedChoiceField(
            label="Står afdelinger lige",
            choices=[(one.value, name) for one, name in TIE_NAMES.items()],
            coerce=TieRule,
        ),
    }


def initial_of(*, before: RoundFound | None, keys: Sequence[KeyFound], seen: str, on: dt.date) -> dict[str, Any]:
    """What the form begins with: the settings of the round before, the newest key that can be used."""
    usable = next((one for one in keys if one.is_usable), None)
    said: dict[str, Any] = {
        "year": on.year,
        "key": str(usable.key.pk) if usable else "",
        "holds_from": on,
        "seen": seen,
    }
    for kind in TARGETED:
        said |= {f"{kind}_{name}": value for name, value in USUAL[kind].items()}
    for target in before.facts.targets if before and before.facts else ():
        one = target.settings
        said |= {
            f"{one.kind}_{name}": value
            for name, value in {
                "basis": one.basis.value,
                "slots": one.slots,
                "occupancy": one.occupancy * 100,
                "weeks": one.weeks,
                "rounding": one.rounding.value,
                "method": one.method.value,
                "tie_rule": one.tie_rule.value,
            }.items()
        }
    return said
