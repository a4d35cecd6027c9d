"""What is asked when an extract is frozen, answered and signed, and what its lines are narrowed to."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django import forms

from chefforum.kernel.access.rules import Actor
from chefforum.kernel.organisation.rules import OrganisationTree
from chefforum.web.fields import DanishDecimalField, day_field, text_area
from chefforum.web.once import MakesOnce

from ..queries.extract_lines import Chosen
from ..queries.extracts import list_extracts
from ..rules.cells import VIEW_NAMES, View
from ..rules.extract_kinds import (
    EXTRACT_STATUS_NAMES,
    LINE_KIND_NAMES,
    LINE_STATE_NAMES,
    PARTY_NAMES,
    SAID_NAMES,
    ExtractStatus,
    LineKind,
    Said,
)
from ..rules.extract_verdicts import LONGEST_REASON, VerdictFacts
from ..rules.kinds import ACTIVITY_NAMES, CATEGORY_NAMES, choices
from ..services.extracts import FreezeFacts
from .costs import ALL, MOST_KRONER, NONE, NOT_SAID, Options

NOBODY = ("", "Ingen endnu")
HAND_HELP = (
    "En her i huset, der skriver for analytikeren, når analytikeren ikke selv kan logge ind. Det skal være en anden "
    "end den, der svarer for kommunen."
)


def offer(form: forms.Form, name: str, options: Options) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = options


def _id(label: str, **options: Any) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(label=label, required=False, coerce=UUID, empty_value=None, **options)


class FreezeForm(MakesOnce):
    name = forms.CharField(label="Udtrækkets navn", max_length=200, help_text="Fx It-udgifter 2022 og 2025, version 2.")
    first_year = forms.TypedChoiceField(label="Fra år", coerce=int)
    second_year = forms.TypedChoiceField(label="Til år", coerce=int)
    status = forms.ChoiceField(
        label="Hvad det er til", choices=choices(EXTRACT_STATUS_NAMES), initial=ExtractStatus.FINAL.value
    )
    answer_by = day_field("Svar senest", required=False)
    analyst_name = forms.CharField(label="Analytikeren", max_length=200, required=False, help_text="Firma eller navn.")
    analyst_hand_id = _id("Skriver for analytikeren", help_text=HAND_HELP)
    previous_id = _id("Kommer efter", help_text="Det udtræk, forskellene vises til.")

    def __init__(self, *args: Any, years: Sequence[int], persons: Options, extracts: Options, **kwargs: Any) -> None:
        pair = (years[-2] if len(years) > 1 else None, years[-1] if years else None)
        newest = extracts[0][0] if extracts else None
        initial = {"first_year": pair[0], "second_year": pair[1], "previous_id": newest}
        super().__init__(*args, **{**kwargs, "initial": initial | (kwargs.get("initial") or {})})
        for name in ("first_year", "second_year"):
            offer(self, name, [(year, str(year)) for year in reversed(years)])
        offer(self, "analyst_hand_id", [NOBODY, *persons])
        offer(self, "previous_id", [("", "Intet: det er det første"), *extracts])

    @property
    def facts(self) -> FreezeFacts:
        said = dict(self.cleaned_data)
        return FreezeFacts(years=(said.pop("first_year"), said.pop("second_year")), **said)


def initial_of_freeze(said: Mapping[str, Any]) -> dict[str, Any]:
    """The form as it was sent before."""
    if not said:
        return {}
    first, second = said["years"]
    return {name: value for name, value in said.items() if name != "years"} | {
        "first_year": first,
        "second_year": second,
    }


class AnalystForm(forms.Form):
    analyst_name = forms.CharField(label="Analytikeren", max_length=200, required=False, help_text="Firma eller navn.")
    analyst_hand_id = _id("Skriver for analytikeren", help_text=HAND_HELP)

    def __init__(self, *args: Any, persons: Options, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "analyst_hand_id", [NOBODY, *persons])


class LinesFilter(forms.Form):
    """What of the lines is shown, in the address."""

    ord = forms.CharField(label="Søg", required=False, max_length=100)
    stand = forms.ChoiceField(label="Hvordan de står", required=False, choices=[ALL, *choices(LINE_STATE_NAMES)])
    mangler = forms.ChoiceField(label="Mangler svar fra", required=False, choices=[("", "–"), *choices(PARTY_NAMES)])
    type = forms.ChoiceField(label="Type", required=False, choices=[ALL, *choices(LINE_KIND_NAMES)])
    aar = forms.TypedChoiceField(label="År", required=False, coerce=int, empty_value=None)
    kategori = forms.ChoiceField(label="Kategori", required=False, choices=[ALL, *choices(CATEGORY_NAMES)])
    aktivitet = forms.ChoiceField(label="Aktivitet", required=False, choices=[ALL, *choices(ACTIVITY_NAMES)])
    enhed = forms.ChoiceField(label="Enhed og dem under", required=False)
    system = forms.ChoiceField(label="System", required=False)

    def __init__(
        self,
        data: Mapping[str, Any],
        *,
        years: Sequence[int],
        units: Options,
        systems: Options,
        is_whole: bool,
        tree: OrganisationTree,
    ) -> None:
        super().__init__(data)
        self.tree = tree
        offer(self, "aar", [ALL, *((year, str(year)) for year in years)])
        wholes = [(NONE, "Hele kommunens, ikke delt ud")] if is_whole else []
        offer(self, "enhed", [ALL, *wholes, *((str(pk), name) for pk, name in units)])
        offer(self, "system", [ALL, (NONE, "Intet system"), *((str(pk), name) for pk, name in systems)])
        self.is_valid()

    @property
    def chosen(self) -> Chosen:
        """What cannot be understood asks for nothing."""
        said = self.cleaned_data
        unit, system = said.get("enhed", ""), said.get("system", "")
        return Chosen(
            kind=said.get("type", ""),
            year=said.get("aar"),
            category=said.get("kategori", ""),
            activity=said.get("aktivitet", ""),
            units=self.tree.below([UUID(unit)]) if unit not in ("", NONE) else None,
            is_of_no_unit=unit == NONE,
            system_id=UUID(system) if system not in ("", NONE) else None,
            is_of_no_system=system == NONE,
            state=said.get("stand", ""),
            left_by=said.get("mangler", ""),
            words=said.get("ord", "").strip(),
        )

    @property
    def query(self) -> str:
        """The choice as it stands in an address."""
        return urlencode({name: self.cleaned_data[name] for name in self.fields if self.cleaned_data.get(name)})

    @property
    def in_words(self) -> list[tuple[str, str]]:
        found = []
        for name, field in self.fields.items():
            said = self.cleaned_data.get(name)
            if said:
                options = {str(key): word for key, word in getattr(field, "choices", [])}
                found.append((str(field.label), str(options.get(str(said), said)).lstrip("– ")))
        return found


class ManyForm(forms.Form):
    """What is said of many lines at once: no amount, since they are not alike."""

    said = forms.ChoiceField(label="Svar", choices=choices(SAID_NAMES), widget=forms.RadioSelect)
    reason = text_area("Begrundelse", max_length=LONGEST_REASON, required=False)
    category = forms.ChoiceField(
        label="Skal være kategorien", required=False, choices=[NOT_SAID, *choices(CATEGORY_NAMES)]
    )
    activity = forms.ChoiceField(
        label="Skal være aktiviteten", required=False, choices=[NOT_SAID, *choices(ACTIVITY_NAMES)]
    )
    unit_id = _id("Skal være enheden")
    system_id = _id("Skal være systemet")

    def __init__(self, *args: Any, units: Options, systems: Options, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "unit_id", [NOT_SAID, *units])
        offer(self, "system_id", [NOT_SAID, *systems])

    @property
    def facts(self) -> VerdictFacts:
        """Raises KeyError before the form is valid. What is proposed counts only where it is to be corrected."""
        said = {name: value for name, value in self.cleaned_data.items() if value not in (None, "")}
        said["reason"] = said.get("reason", "").strip()
        if said["said"] != Said.CORRECTS:
            said = {name: said[name] for name in ("said", "reason")}
        return VerdictFacts(**said)


class VerdictForm(ManyForm):
    """What is said of a line. `seen`: the verdict that stood when the page was shown."""

    amount = DanishDecimalField(
        label="Skal være beløbet, kroner", required=False, least=-MOST_KRONER, most=MOST_KRONER, decimals=2
    )
    quantity = DanishDecimalField(
        label="Skal være antallet", required=False, least=Decimal(0), most=Decimal(10**10), decimals=3
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False, initial=0)
    field_order = ("said", "reason", "amount", "quantity", "category", "activity", "unit_id", "system_id", "seen")

    def __init__(self, *args: Any, kind: str, hides_amount: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        dropped = ("category", "activity") if kind == LineKind.NUMBER else ("quantity",)
        for name in (*dropped, *(("amount",) if hides_amount else ())):
            del self.fields[name]

    @property
    def facts(self) -> VerdictFacts:
        said = {name: value for name, value in self.cleaned_data.items() if value not in (None, "") and name != "seen"}
        said["reason"] = said.get("reason", "").strip()
        if said["said"] != Said.CORRECTS:
            return VerdictFacts(said=said["said"], reason=said["reason"])
        if "amount" in said:
            said["amount_oere"] = int(said.pop("amount") * 100)
        return VerdictFacts(**said)


def initial_of(facts: VerdictFacts | None) -> dict[str, Any]:
    """The form as it says what stands."""
    if facts is None:
        return {}
    found = dict(vars(facts))
    oere = found.pop("amount_oere")
    return found | {"amount": None if oere is None else Decimal(oere) / 100}


class SignForm(forms.Form):
    name = forms.CharField(label="Navn på den, der skriver under", max_length=200)
    role = forms.CharField(label="Rolle", max_length=200, help_text="Fx digitaliseringschef eller analysechef.")
    on = day_field("Dato")
    seen_sha256 = forms.CharField(widget=forms.HiddenInput, max_length=64)
    seen_agreed = forms.CharField(widget=forms.HiddenInput, max_length=64)


class ReasonForm(forms.Form):
    reason = text_area("Hvorfor", rows=2, max_length=LONGEST_REASON)


class DifferencesFilter(forms.Form):
    """Which earlier extract, how one-offs are counted, and what of the differences is listed."""

    med = forms.ChoiceField(label="Sammenlign med", required=False)
    visning = forms.ChoiceField(label="Engangsudgifter", required=False, choices=choices(VIEW_NAMES))
    vis = forms.ChoiceField(
        label="Vis linjer",
        required=False,
        choices=[
            ("", "Alle forskelle"),
            ("new", "Nye"),
            ("gone", "Væk"),
            ("amount", "Andet beløb"),
            ("moved", "Flyttede"),
        ],
    )

    def __init__(self, data: Mapping[str, Any], *, extracts: Options, chosen: Any) -> None:
        super().__init__(data)
        offer(self, "med", [(str(pk), name) for pk, name in extracts])
        self.is_valid()
        self.data = {**{name: data.get(name, "") for name in self.fields}, "med": self.old_id or chosen or ""}

    @property
    def old_id(self) -> str:
        return self.cleaned_data.get("med") or ""

    @property
    def view(self) -> str:
        return self.cleaned_data.get("visning") or View.CASH.value

    @property
    def kind(self) -> str:
        return self.cleaned_data.get("vis") or ""


class ReceiptForm(forms.Form):
    """Of which extract the receipt is, when it is laid with an item."""

    udtraek = forms.ChoiceField(label="Udtræk")

    def __init__(self, *args: Any, actor: Actor, on: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found = list_extracts(actor=actor).filter(validated_at__isnull=False)
        offer(self, "udtraek", [(str(one.pk), one.name) for one in found])

    def parameters(self) -> dict[str, str]:
        return {"extract": self.cleaned_data["udtraek"]}
