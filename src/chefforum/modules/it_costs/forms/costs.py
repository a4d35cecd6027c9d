"""What costs are narrowed to, a cost beside the ledger, a key, and a named difference."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

from django import forms

from chefforum.web.fields import DanishDecimalField, text_area

from ..rules.cells import VIEW_NAMES, View
from ..rules.cost_facts import FIRST_YEAR, LAST_YEAR, LineFacts, WeightFacts
from ..rules.kinds import ACTIVITY_NAMES, CATEGORY_NAMES, SOURCE_NAMES, Source, choices

Options = Sequence[tuple[Any, str]]
ALL, NOT_SAID, NONE = ("", "Alle"), ("", "Ingen valgt"), "ingen"
BY = {"system": "System", "enhed": "Enhed", "kategori": "Kategori", "aktivitet": "Aktivitet"}
WRITTEN = (Source.HAND, Source.CONTRACT, Source.FILE, Source.KITOS)
MOST_KRONER = Decimal(10**11)
LINES_OF_KEY, LINES_SHOWN = 12, 4  # of the form of a key


def _offer(form: forms.Form, name: str, options: Options) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = options


class CostFilter(forms.Form):
    """Two years side by side, how one-offs are counted, and what is looked at, in the address."""

    fra = forms.TypedChoiceField(label="Fra år", coerce=int, required=False)
    til = forms.TypedChoiceField(label="Til år", coerce=int, required=False)
    visning = forms.ChoiceField(label="Engangsudgifter", required=False, choices=choices(VIEW_NAMES))
    efter = forms.ChoiceField(label="Linjer efter", required=False, choices=list(BY.items()))
    kategori = forms.ChoiceField(label="Kategori", required=False, choices=[ALL, *choices(CATEGORY_NAMES)])
    aktivitet = forms.ChoiceField(label="Aktivitet", required=False, choices=[ALL, *choices(ACTIVITY_NAMES)])
    enhed = forms.ChoiceField(label="Enhed og dem under", required=False)
    system = forms.ChoiceField(label="System", required=False)

    def __init__(
        self, data: Mapping[str, Any], *, years: Sequence[int], units: Options, systems: Options, is_whole: bool
    ) -> None:
        super().__init__(data)
        self.years = sorted(years)
        for name in ("fra", "til"):
            _offer(self, name, [(year, str(year)) for year in reversed(self.years)])
        whole = [(NONE, "Hele kommunens, ikke delt ud")] if is_whole else []
        _offer(self, "enhed", [ALL, *whole, *((str(pk), name) for pk, name in units)])
        _offer(self, "system", [ALL, (NONE, "Intet system"), *((str(pk), name) for pk, name in systems)])
        self.is_valid()
        # What is shown is what was chosen, also where nothing was.
        defaults = {"fra": self.pair[0], "til": self.pair[1], "visning": self.view, "efter": self.by}
        self.data = {**{name: data.get(name, "") for name in self.fields}, **defaults}

    def said(self, name: str) -> Any:
        return self.cleaned_data.get(name) or ""

    @property
    def pair(self) -> tuple[int, int]:
        """The two newest years with postings, unless others are chosen."""
        last = self.said("til") or self.years[-1]
        before = [year for year in self.years if year < last]
        return self.said("fra") or (before[-1] if before else last), last

    @property
    def view(self) -> str:
        return self.said("visning") or View.CASH.value

    @property
    def by(self) -> str:
        return self.said("efter") or "system"


class LineForm(forms.Form):
    """A cost beside the ledger."""

    text = forms.CharField(label="Hvad det er", max_length=300)
    year = forms.IntegerField(label="År", min_value=FIRST_YEAR, max_value=LAST_YEAR)
    amount = DanishDecimalField(
        label="Beløb i kroner",
        least=-MOST_KRONER,
        most=MOST_KRONER,
        decimals=2,
        help_text="Uden moms. En kreditnota skrives med minus.",
    )
    category = forms.ChoiceField(label="Kategori", choices=choices(CATEGORY_NAMES))
    activity = forms.ChoiceField(label="Aktivitet", choices=choices(ACTIVITY_NAMES))
    system_id = forms.TypedChoiceField(label="System", required=False, coerce=UUID, empty_value=None)
    unit_id = forms.TypedChoiceField(
        label="Enhed",
        required=False,
        coerce=UUID,
        empty_value=None,
        help_text="Uden enhed er udgiften hele kommunens, til den bliver delt ud.",
    )
    key_id = forms.TypedChoiceField(label="Fordelingsnøgle", required=False, coerce=UUID, empty_value=None)
    contract_id = forms.TypedChoiceField(
        label="Kontrakt",
        required=False,
        coerce=UUID,
        empty_value=None,
        help_text="Uden system og nøgle deles udgiften på kontraktens systemer.",
    )
    life_years = forms.IntegerField(
        label="Levetid i år",
        required=False,
        min_value=1,
        max_value=30,
        help_text="Kun for det, der betales én gang.",
    )

    def __init__(
        self, *args: Any, systems: Options, units: Options, keys: Options, contracts: Options, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        offered = {"system_id": systems, "unit_id": units, "key_id": keys, "contract_id": contracts}
        for name, options in offered.items():
            _offer(self, name, [NOT_SAID, *options])

    @staticmethod
    def initial_of(line: Any) -> dict[str, Any]:
        names = ("text", "year", "category", "activity", "system_id", "unit_id", "key_id", "contract_id", "life_years")
        return {name: getattr(line, name) for name in names} | {"amount": Decimal(line.amount_oere) / 100}

    @property
    def facts(self) -> LineFacts:
        said = dict(self.cleaned_data)
        oere = int(said.pop("amount") * 100)
        source = Source.CONTRACT if said["contract_id"] else Source.HAND
        return LineFacts(**said, amount_oere=oere, source=source.value)


class LineFilter(forms.Form):
    ord = forms.CharField(label="Søg", required=False, max_length=100)
    aar = forms.IntegerField(label="År", required=False, min_value=FIRST_YEAR, max_value=LAST_YEAR)
    kilde = forms.ChoiceField(
        label="Kilde", required=False, choices=[ALL, *((one.value, SOURCE_NAMES[one]) for one in WRITTEN)]
    )
    fjernet = forms.BooleanField(label="Fjernede", required=False)


class KeyForm(forms.Form):
    """A key: some lines with a system or a unit and its weight."""

    name = forms.CharField(label="Nøglens navn", max_length=200, help_text="Fx Pc'er pr. enhed, januar 2026.")
    reason = text_area("Hvorfor der deles sådan", max_length=2000)

    def __init__(self, *args: Any, systems: Options, units: Options, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for nth in range(LINES_OF_KEY):
            for name, label, options in (("system", "System", systems), ("unit", "Enhed", units)):
                self.fields[f"{name}_{nth}"] = forms.TypedChoiceField(
                    label=f"{label} {nth + 1}",
                    required=False,
                    coerce=UUID,
                    empty_value=None,
                    choices=[NOT_SAID, *options],
                )
            self.fields[f"weight_{nth}"] = DanishDecimalField(
                label=f"Vægt {nth + 1}", required=False, least=Decimal(0), most=Decimal(10**9), decimals=4
            )

    def _lines(self, numbers: range) -> list[tuple[int, forms.BoundField, forms.BoundField, forms.BoundField]]:
        return [(nth + 1, self[f"system_{nth}"], self[f"unit_{nth}"], self[f"weight_{nth}"]) for nth in numbers]

    @property
    def first_lines(self) -> list[tuple[int, forms.BoundField, forms.BoundField, forms.BoundField]]:
        return self._lines(range(LINES_SHOWN))

    @property
    def more_lines(self) -> list[tuple[int, forms.BoundField, forms.BoundField, forms.BoundField]]:
        return self._lines(range(LINES_SHOWN, LINES_OF_KEY))

    @property
    def says_more(self) -> bool:
        """Whether something is said in the lines that are folded away: then they are shown."""
        return any(field.value() for line in self.more_lines for field in line[1:])

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        for nth in range(LINES_OF_KEY):
            is_named = said.get(f"system_{nth}") or said.get(f"unit_{nth}")
            if is_named and said.get(f"weight_{nth}") is None and f"weight_{nth}" not in self.errors:
                self.add_error(f"weight_{nth}", "Skriv en vægt. 0 betyder, at den ikke får noget.")
        return said

    @property
    def weights(self) -> list[WeightFacts]:
        said = self.cleaned_data
        return [
            WeightFacts(said[f"weight_{nth}"], said[f"system_{nth}"], said[f"unit_{nth}"])
            for nth in range(LINES_OF_KEY)
            if said[f"weight_{nth}"] is not None
        ]


class DifferenceForm(forms.Form):
    name = forms.CharField(label="Forskellen", max_length=200, help_text="Fx Kopipapir på it-kontoen.")
    reason = text_area("Hvorfor den er der", rows=2, max_length=1000)
    amount = DanishDecimalField(
        label="Beløb i kroner",
        least=-MOST_KRONER,
        most=MOST_KRONER,
        decimals=2,
        help_text="Minus, når regnskabets konti har mere end it-økonomien.",
    )
