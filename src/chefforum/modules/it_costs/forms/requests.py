"""The shapes of a request: what a list is narrowed to, the few fields that begin one, and the case as it grows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from django import forms

from chefforum.kernel.organisation.rules import OrganisationTree
from chefforum.web import danish
from chefforum.web.fields import DanishDecimalField, SuggestingInput, day_field, text_area
from chefforum.web.once import MakesOnce

from ..queries.choices import system_named, units_to_choose
from ..queries.requests import ALL as EVERY
from ..queries.requests import MINE, SOON, SOON_DAYS, WAITS, RequestsChosen
from ..rules.kinds import ANSWER_NAMES, CATEGORY_NAMES, HOSTING_NAMES, PERSONAL_DATA_NAMES, choices
from ..rules.register import KLE_NUMBER
from ..rules.request_facts import FIELD_NAMES, FIRST_YEAR, LAST_YEAR, MOST_YEARS, PLAIN, LineFacts, RequestFacts
from ..rules.request_states import SHOWN_NAMES
from ..rules.request_words import AI_CLASS_NAMES, HARDWARE_NAMES, MAKES_A_SYSTEM, REQUEST_KIND_NAMES, RequestKind
from .register import ALL, NONE_CHOSEN, Options, offer

EMPTY_LINES = 2
_STATES = [ALL, *SHOWN_NAMES.items(), (SOON, f"Udløber inden for {SOON_DAYS} dage")]
_WHOSE = [(EVERY, "Alle, jeg kan se"), (MINE, "Mine"), (WAITS, "Venter på mig")]
_HINTS = {
    "need": "Opgaven, og hvad der ikke virker i dag.",
    "alternatives": "Også at lade være, og at bruge noget, vi har.",
    "effects": "Tid, kvalitet, penge. Skriv tal, hvis du har dem.",
    "for_whom": "Fx lærere på mellemtrinnet.",
    "vendor_name": "Lad stå tomt, hvis den ikke er fundet.",
    "tasks": "Numre med komma imellem: 17.01, 00.30.04.",
    "system_id": "Begynd at skrive navnet.",
    "contract_id": "Lad stå, hvis der ikke er nogen.",
    "funding_account": "Konto og omkostningssted.",
    "funding": "Fx inden for rammen, en pulje, eller noget, der spares.",
    "dpia": "En konsekvensanalyse (DPIA) kræves som regel ved følsomme oplysninger.",
    "ai_class": "Er du i tvivl, så lad den stå. Så ser andre på det.",
}


class RequestFilter(forms.Form):
    """What the list is narrowed to, in the address."""

    vis = forms.ChoiceField(label="Vis", required=False, choices=_WHOSE)
    ord = forms.CharField(label="Søg", required=False, max_length=100)
    tilstand = forms.ChoiceField(
        label="Tilstand",
        required=False,
        choices=_STATES,
    )
    type = forms.ChoiceField(label="Hvad", required=False, choices=[ALL, *choices(REQUEST_KIND_NAMES)])
    enhed = forms.TypedChoiceField(label="Enhed", required=False, coerce=UUID, empty_value=None)

    def __init__(self, *args: Any, units: Options, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self.fields["enhed"], [ALL, *units])

    @property
    def chosen(self) -> RequestsChosen:
        """What makes no sense narrows nothing."""
        self.is_valid()
        said = self.cleaned_data
        return RequestsChosen(
            whose=said.get("vis") or EVERY,
            words=said.get("ord", "").strip(),
            state=said.get("tilstand", ""),
            kind=said.get("type", ""),
            unit_id=said.get("enhed"),
        )


def requests_chosen(parameters: Mapping[str, Any], tree: OrganisationTree) -> RequestsChosen:
    """What the list's address says. No query."""
    return RequestFilter(parameters, units=units_to_choose(tree)).chosen


@dataclass(frozen=True)
class RequestOffered:
    """What fields about units, systems and contracts offer; `askable` are the units that the actor asks for."""

    askable: Options
    units: Options = ()
    systems: Sequence[str] = ()
    contracts: Options = ()
    vendors: Sequence[str] = ()


class StartForm(MakesOnce):
    """The few fields that begin a draft; the rest is asked on its page, by what is asked for."""

    kind = forms.ChoiceField(label=FIELD_NAMES["kind"], choices=choices(REQUEST_KIND_NAMES), widget=forms.RadioSelect)
    title = forms.CharField(label=FIELD_NAMES["title"], max_length=200, help_text="Fx Læsehjulet, 40 tablets.")
    unit_id = forms.TypedChoiceField(label=FIELD_NAMES["unit_id"], coerce=UUID)
    need = text_area(FIELD_NAMES["need"], required=False, max_length=4000, help_text=_HINTS["need"])

    def __init__(self, *args: Any, offered: RequestOffered, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self.fields["unit_id"], [*offered.askable])

    @property
    def facts(self) -> RequestFacts:
        said = self.cleaned_data
        return RequestFacts(**{name: said[name] for name in ("kind", "title", "unit_id", "need")})


def _text(name: str, *, most: int, rows: int = 3) -> forms.CharField:
    return text_area(FIELD_NAMES[name], rows=rows, required=False, max_length=most, help_text=_HINTS.get(name, ""))


def _line(name: str, *, most: int) -> forms.CharField:
    return forms.CharField(label=FIELD_NAMES[name], required=False, max_length=most, help_text=_HINTS.get(name, ""))


def _one_of(name: str, names: Mapping[Any, str]) -> forms.ChoiceField:
    return forms.ChoiceField(label=FIELD_NAMES[name], choices=choices(names), help_text=_HINTS.get(name, ""))


def _id(name: str) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=FIELD_NAMES[name], required=False, coerce=UUID, empty_value=None, help_text=_HINTS.get(name, "")
    )


class RequestForm(forms.Form):
    """The whole case. Nothing but the name must be said for it to be kept. `seen`: when it was changed last."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    kind = _one_of("kind", REQUEST_KIND_NAMES)
    title = forms.CharField(label=FIELD_NAMES["title"], max_length=200)
    unit_id = forms.TypedChoiceField(label=FIELD_NAMES["unit_id"], coerce=UUID)
    need = _text("need", most=4000, rows=4)
    system_id = _line("system_id", most=220)
    alternatives = _text("alternatives", most=4000)
    effects = _text("effects", most=4000)
    for_whom = _line("for_whom", most=300)
    users = forms.IntegerField(label=FIELD_NAMES["users"], required=False, min_value=0, max_value=1_000_000)
    vendor_name = _line("vendor_name", most=200)
    contract_id = _id("contract_id")
    tasks = _line("tasks", most=1000)
    wanted_from = day_field(FIELD_NAMES["wanted_from"], required=False)
    wanted_until = day_field(FIELD_NAMES["wanted_until"], required=False)
    personal_data = _one_of("personal_data", PERSONAL_DATA_NAMES)
    processor_agreement = _one_of("processor_agreement", ANSWER_NAMES)
    dpia = _one_of("dpia", ANSWER_NAMES)
    ai_class = _one_of("ai_class", AI_CLASS_NAMES)
    is_critical = _one_of("is_critical", ANSWER_NAMES)
    serves_vulnerable = _one_of("serves_vulnerable", ANSWER_NAMES)
    is_accessible = _one_of("is_accessible", ANSWER_NAMES)
    hosting = _one_of("hosting", HOSTING_NAMES)
    funding_unit_id = _id("funding_unit_id")
    funding_account = _line("funding_account", most=200)
    funding = _text("funding", most=2000)

    def __init__(self, *args: Any, offered: RequestOffered, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self.fields["unit_id"], [*offered.askable])
        offer(self.fields["funding_unit_id"], [NONE_CHOSEN, *offered.units])
        offer(self.fields["contract_id"], [("", "Ingen"), *offered.contracts])
        self.fields["system_id"].widget = SuggestingInput(suggestions=offered.systems)
        self.fields["vendor_name"].widget = SuggestingInput(suggestions=offered.vendors)

    @staticmethod
    def initial_of(facts: RequestFacts, *, system_name: str) -> dict[str, Any]:
        said = {name: getattr(facts, name) for name in PLAIN}
        return said | {"tasks": ", ".join(facts.tasks), "system_id": system_name}

    def clean_system_id(self) -> UUID | None:
        said = self.cleaned_data["system_id"].strip()
        if not said:
            return None
        found = system_named(said)
        if found is None:
            raise forms.ValidationError("Det system er ikke i registret. Vælg et på listen, eller lad feltet stå tomt.")
        return found

    def clean_tasks(self) -> tuple[str, ...]:
        numbers = [one.strip() for one in self.cleaned_data["tasks"].replace(";", ",").split(",")]
        if wrong := [one for one in numbers if one and not KLE_NUMBER.fullmatch(one)]:
            raise forms.ValidationError(f"“{wrong[0]}” er ikke et KLE-nummer. Skriv det som 00, 00.30 eller 00.30.04.")
        return tuple(one for one in numbers if one)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        begins, ends = said.get("wanted_from"), said.get("wanted_until")
        if begins and ends and ends < begins:
            self.add_error("wanted_until", "Det slutter, før det begynder.")
        return said

    def facts(self, lines: Sequence[LineFacts]) -> RequestFacts:
        said = {name: self.cleaned_data[name] for name in PLAIN}
        return RequestFacts(**said, tasks=self.cleaned_data["tasks"], lines=tuple(lines))

    def facts_so_far(self, lines: Sequence[LineFacts], *, unit_id: UUID) -> RequestFacts:
        """What can be read of what is being written; what cannot is not said yet."""
        self.is_valid()
        blank = RequestFacts(kind=RequestKind.NEW_SYSTEM.value, title="", unit_id=unit_id)
        said = {name: self.cleaned_data.get(name, getattr(blank, name)) for name in PLAIN}
        return RequestFacts(**said, tasks=self.cleaned_data.get("tasks", ()), lines=tuple(lines))

    @property
    def sections(self) -> list[tuple[str, list[forms.BoundField]]]:
        """The fields that are asked for what is asked for, under their headings."""
        kind = self["kind"].value()
        return [(title, [self[name] for name in names]) for title, names in _sections(kind)]

    @property
    def rest(self) -> list[forms.BoundField]:
        """What is seldom asked; it stands below, folded, and opens where something in it is wrong."""
        kind = self["kind"].value()
        asked = {name for _, names in _sections(kind) for name in names} | {"seen", *_MONEY}
        return [bound for bound in self if bound.name not in asked]

    @property
    def rest_is_wrong(self) -> bool:
        return any(bound.errors for bound in self.rest)

    @property
    def money(self) -> list[forms.BoundField]:
        return [self[name] for name in _MONEY]


_MONEY = ("funding_unit_id", "funding_account", "funding")


def _sections(kind: str) -> list[tuple[str, tuple[str, ...]]]:
    first: tuple[str, ...] = ("kind", "title", "unit_id", "need")
    if kind in MAKES_A_SYSTEM:
        case: tuple[str, ...] = ("alternatives", "effects", "for_whom", "users", "vendor_name", "tasks", "wanted_from")
        data = ("personal_data", "processor_agreement", "dpia", "ai_class", "is_critical", "is_accessible", "hosting")
        until = ("wanted_until",) if kind == RequestKind.PILOT else ()
        return [
            ("Hvad og hvorfor", first),
            ("Begrundelsen", (*case, *until)),
            ("Data og lovgivning", (*data, "serves_vulnerable")),
        ]
    if kind == RequestKind.HARDWARE:
        return [("Hvad og hvorfor", (*first, "alternatives", "for_whom", "vendor_name", "contract_id", "wanted_from"))]
    until = ("wanted_until",) if kind == RequestKind.PROLONG else ("users",)
    return [("Hvad og hvorfor", (*first, "system_id", "contract_id", "alternatives", *until))]


class LineForm(forms.Form):
    """What is bought. A line in which nothing is written is none."""

    item = forms.CharField(label="Hvad", required=False, max_length=200)
    category = forms.ChoiceField(label="Slags", choices=choices(CATEGORY_NAMES))
    hardware = forms.ChoiceField(label="Udstyr", required=False, choices=[("", "–"), *choices(HARDWARE_NAMES)])
    quantity = DanishDecimalField(label="Antal", required=False, least=Decimal(0), most=Decimal(10_000_000), decimals=3)
    amount = DanishDecimalField(
        label="Pris i alt, kr.", required=False, least=Decimal(0), most=Decimal(10_000_000_000), decimals=2
    )
    is_yearly = forms.BooleanField(label="Hvert år", required=False)
    first_year = forms.IntegerField(label="Fra år", required=False, min_value=FIRST_YEAR, max_value=LAST_YEAR)
    years = forms.IntegerField(label="I antal år", required=False, min_value=1, max_value=MOST_YEARS)

    def __init__(self, *args: Any, year: int, **kwargs: Any) -> None:
        self.year = year
        super().__init__(*args, **kwargs)

    @property
    def is_written(self) -> bool:
        said = self.cleaned_data
        return bool(said.get("item", "").strip()) or said.get("amount") is not None or said.get("quantity") is not None

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if self.is_written and not said.get("item", "").strip():
            self.add_error("item", "Skriv, hvad der købes.")
        return said

    @property
    def facts(self) -> LineFacts:
        said = self.cleaned_data
        amount = said["amount"]
        return LineFacts(
            item=said["item"].strip(),
            category=said["category"],
            first_year=said["first_year"] or self.year,
            amount_oere=None if amount is None else int(amount * 100),
            hardware=said["hardware"],
            quantity=said["quantity"],
            is_yearly=said["is_yearly"],
            years=(said["years"] or 1) if said["is_yearly"] else 1,
        )


_Lines = forms.formset_factory(LineForm, extra=EMPTY_LINES, max_num=40, absolute_max=40)


def lines_form(data: Any, *, lines: Sequence[LineFacts], year: int) -> Any:
    """The lines that there are, and some empty ones."""
    initial = [
        {
            "item": one.item,
            "category": one.category,
            "hardware": one.hardware,
            "quantity": None if one.quantity is None else danish.number(one.quantity),
            "amount": None if one.amount_oere is None else danish.number(Decimal(one.amount_oere) / 100),
            "is_yearly": one.is_yearly,
            "first_year": one.first_year,
            "years": one.years if one.is_yearly else None,
        }
        for one in lines
    ]
    return _Lines(data, prefix="linje", initial=initial, form_kwargs={"year": year})


def lines_written(formset: Any) -> list[LineFacts]:
    """Of a formset that was checked: the lines in which something stands and nothing is wrong."""
    formset.is_valid()
    checked = (form for form in formset.forms if not form.errors and hasattr(form, "cleaned_data"))
    return [form.facts for form in checked if form.is_written]
