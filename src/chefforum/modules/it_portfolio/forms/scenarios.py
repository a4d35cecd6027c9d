"""A scenario: which systems, what is reckoned with, and what becomes of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any
from uuid import UUID

from django import forms

from chefforum.modules.it_costs.queries.choices import system_named
from chefforum.web.fields import DanishDecimalField, SuggestingInput, day_field, text_area
from chefforum.web.once import MakesOnce

from ..rules.scenarios import (
    LIVES,
    MOST_REASON,
    MOST_SOURCE,
    MOST_TEXT,
    STATUS_NAMES,
    Guess,
    RetiredFacts,
    ScenarioFacts,
)

Options = Sequence[tuple[UUID, str]]
NOBODY = "intet"
OPEN_TO_ALL = "Læses af alle. Skriv ingen priser."
MOST_KRONER, MOST_USERS = Decimal(10**9), 1_000_000


class SystemsForm(MakesOnce):
    """Which are given up, and which one takes over. `seen`: the version that is changed, 0: a new one."""

    seen = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)
    name = forms.CharField(label="Hvad det skal hedde", max_length=200, help_text="Fx “Én formularløsning”.")
    why = text_area("Hvorfor?", required=False, max_length=MOST_TEXT, help_text=OPEN_TO_ALL)
    kept = forms.ChoiceField(label="Hvilket beholdes?", widget=forms.RadioSelect)
    other_kept = forms.CharField(label="Eller behold et andet system", required=False, max_length=220)
    retired = forms.TypedMultipleChoiceField(
        label="Hvilke nedlægges?", required=False, coerce=UUID, widget=forms.CheckboxSelectMultiple
    )
    other_retired = forms.CharField(label="Og nedlæg også", required=False, max_length=220)

    def __init__(
        self, *args: Any, candidates: Options, names: Sequence[str], only_systems: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        options = [(str(key), name) for key, name in candidates]
        for name, choices in (("kept", [*options, (NOBODY, "Intet tager over")]), ("retired", options)):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = choices
        for name in ("other_kept", "other_retired"):
            self.fields[name].widget = SuggestingInput(suggestions=names)
        if not options:
            del self.fields["retired"]
            self.fields["other_retired"].label = "Hvilket nedlægges?"
        for name in ("name", "why", "once") if only_systems else ():
            del self.fields[name]

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        for name in ("other_kept", "other_retired"):
            text = said.get(name, "").strip()
            found = system_named(text) if text else None
            if text and found is None:
                self.add_error(name, f"Intet system i registret hedder “{text}”. Vælg et på listen.")
            said[f"{name}_id"] = found
        retired = [*said.get("retired", ()), *([said["other_retired_id"]] if said["other_retired_id"] else [])]
        said["retired_ids"] = list(dict.fromkeys(retired))
        kept = said.get("kept", NOBODY)
        said["kept_id"] = said["other_kept_id"] or (None if kept == NOBODY else UUID(kept))
        if not said["retired_ids"] and not self.errors:
            self.add_error("other_retired", "Vælg mindst ét system, der nedlægges.")
        if said["kept_id"] in said["retired_ids"]:
            self.add_error("kept", "Det er også valgt som et, der nedlægges. Vælg én af delene.")
        return said


@dataclass(frozen=True)
class Group:
    """Fields that stand together under a heading; `hint` is what the house knows."""

    title: str
    hint: str
    names: tuple[str, ...]

    @property
    def is_paid(self) -> bool:
        return self.names[0].startswith("paid_until")


class ScenarioForm(forms.Form):
    """What is reckoned with, system by system."""

    seen = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    name = forms.CharField(label="Navn", max_length=200)
    why = text_area("Hvorfor?", required=False, max_length=MOST_TEXT, help_text=OPEN_TO_ALL)
    moves_on = day_field("Den første dag på det, der beholdes", required=False)
    life_years = forms.IntegerField(
        label="Regn over, antal år", min_value=LIVES[0], max_value=LIVES[-1], help_text="Fra den dag, der skiftes."
    )

    def __init__(
        self,
        *args: Any,
        facts: ScenarioFacts,
        names: Mapping[UUID, str],
        hints: Mapping[str, str],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.facts_before, self.system_names, self.hints = facts, names, hints
        self.groups: list[Group] = []
        for place, one in enumerate(facts.retired):
            name = names.get(one.system_id, "systemet")
            self._guess(f"run_{place}", f"Hvad {name} koster i drift om året, kr.", is_money=True)
            self._paid(place, name)
        if facts.kept_id:
            kept = names.get(facts.kept_id, "det, der beholdes,")
            self._guess("price", f"Hvad {kept} koster for én bruger mere om året, kr.", is_money=True)
            self._guess("moved", f"Hvor mange brugere der flytter til {kept}", is_money=False)
        self._guess("migration", "Hvad flytningen koster, én gang, kr.", is_money=True)
        self.fields["migration_on"] = day_field("Betales den", required=False, help_text="Tom: den dag, der skiftes.")

    def _guess(self, name: str, title: str, *, is_money: bool) -> None:
        for part, label in (("low", "Lavt"), ("likely", "Sandsynligt"), ("high", "Højt")):
            most = MOST_KRONER if is_money else Decimal(MOST_USERS)
            self.fields[f"{name}_{part}"] = DanishDecimalField(
                label=label, required=False, least=Decimal(0), most=most, decimals=2 if is_money else 0
            )
        self.fields[f"{name}_source"] = forms.CharField(label="Hvor det er fra", required=False, max_length=MOST_SOURCE)
        names = tuple(f"{name}_{part}" for part in ("low", "likely", "high", "source"))
        self.groups.append(Group(title, self.hints.get(name, ""), names))

    def _paid(self, place: int, name: str) -> None:
        self.fields[f"paid_until_{place}"] = day_field("Den sidste dag", required=False)
        self.fields[f"is_free_{place}"] = forms.BooleanField(label="Intet binder", required=False)
        self.fields[f"paid_source_{place}"] = forms.CharField(
            label="Hvor det står", required=False, max_length=MOST_SOURCE
        )
        names = tuple(f"{part}_{place}" for part in ("paid_until", "is_free", "paid_source"))
        title = f"Hvor længe {name} skal betales i alle tilfælde"
        self.groups.append(Group(title, self.hints.get(f"paid_{place}", ""), names))

    @property
    def first(self) -> list[forms.BoundField]:
        return [self[name] for name in ("seen", "name", "why", "moves_on", "life_years")]

    @property
    def grouped(self) -> list[tuple[Group, list[forms.BoundField]]]:
        return [
            (
                one,
                [self[name] for name in (*one.names, *(("migration_on",) if one.names[0] == "migration_low" else ()))],
            )
            for one in self.groups
        ]

    @staticmethod
    def initial_of(facts: ScenarioFacts) -> dict[str, Any]:
        """Kroner with øre, users as whole numbers."""
        said: dict[str, Any] = {
            name: getattr(facts, name) for name in ("name", "why", "moves_on", "life_years", "migration_on")
        }
        said |= _initial("price", facts.price, 100) | _initial("moved", facts.moved, 1)
        said |= _initial("migration", facts.migration, 100)
        for place, one in enumerate(facts.retired):
            said |= _initial(f"run_{place}", one.run, 100)
            said |= {
                f"paid_until_{place}": one.paid_until,
                f"is_free_{place}": one.is_free,
                f"paid_source_{place}": one.paid_source,
            }
        return said

    @property
    def facts(self) -> ScenarioFacts:
        said, before = self.cleaned_data, self.facts_before
        retired = tuple(
            RetiredFacts(
                system_id=one.system_id,
                run=_guess_of(said, f"run_{place}", 100),
                paid_until=said[f"paid_until_{place}"],
                is_free=said[f"is_free_{place}"],
                paid_source=said[f"paid_source_{place}"].strip(),
            )
            for place, one in enumerate(before.retired)
        )
        return replace(
            before,
            name=said["name"],
            why=said["why"],
            retired=retired,
            price=_guess_of(said, "price", 100) if before.kept_id else Guess(),
            moved=_guess_of(said, "moved", 1) if before.kept_id else Guess(),
            migration=_guess_of(said, "migration", 100),
            moves_on=said["moves_on"],
            migration_on=said["migration_on"],
            life_years=said["life_years"],
        )


def _initial(name: str, guess: Guess, per: int) -> dict[str, Any]:
    said: dict[str, Any] = {
        f"{name}_{part}": None if value is None else Decimal(value) / per
        for part, value in (("low", guess.low), ("likely", guess.likely), ("high", guess.high))
    }
    return said | {f"{name}_source": guess.source}


def _guess_of(said: Mapping[str, Any], name: str, per: int) -> Guess:
    numbers = [said[f"{name}_{part}"] for part in ("likely", "low", "high")]
    likely, low, high = (None if one is None else int(one * per) for one in numbers)
    return Guess(likely, low, high, said[f"{name}_source"].strip())


class StatusForm(forms.Form):
    """`seen` and `seen_version`: the last status and the version, as the page showed them."""

    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    seen_version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    status = forms.ChoiceField(
        label="Hvor er det?",
        choices=[(one.value, name) for one, name in STATUS_NAMES.items()],
        widget=forms.RadioSelect,
    )
    reason = text_area("Hvorfor?", max_length=MOST_REASON, help_text=OPEN_TO_ALL)
