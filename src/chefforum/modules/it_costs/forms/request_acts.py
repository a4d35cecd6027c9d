"""The shapes of what is done to a request: a reason, the treatment, an answer, the decision with its limits, a comment;
and the limits of who decides."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import fields
from decimal import Decimal
from typing import Any
from uuid import UUID

from django import forms

from chefforum.kernel.access.rules import Actor
from chefforum.web import danish
from chefforum.web.fields import DanishDecimalField, day_field, text_area

from ..queries.request_limits import AMOUNTS, LEVELS, LimitsOnDay
from ..queries.request_numbers import NewNumber
from ..queries.requests import readable
from ..rules.request_levels import Limits
from ..rules.request_states import RequestState
from ..rules.request_words import LEVEL_NAMES, REVIEW_ANSWERS, REVIEW_NAMES, Level, ReviewKind
from ..services.request_decisions import Scope
from ..services.request_numbers import NumberSaid
from .register import Options, offer

THE_COORDINATOR = ("", "It-koordinatoren")
_DECIDES = [(str(one.value), name) for one, name in LEVEL_NAMES.items() if one is not Level.NONE]


class ReasonForm(forms.Form):
    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    reason = text_area("Hvorfor?", required=False, max_length=4000)


class CommentForm(forms.Form):
    text = text_area("Skriv en kommentar", max_length=4000)


class BeginForm(forms.Form):
    """Who is asked for which checks, and who decides."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    level = forms.ChoiceField(label="Hvem afgør den?", choices=_DECIDES)
    text = text_area("Bemærkning", required=False, max_length=4000, help_text="Står i sagens historik.")

    def __init__(self, *args: Any, persons: Options, reviewers: dict[ReviewKind, UUID | None], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for kind, name in REVIEW_NAMES.items():
            asked = forms.BooleanField(label=f"Spørg om: {name.lower()}", required=False)
            person = forms.TypedChoiceField(
                label=f"Hvem ser på {name.lower()}?",
                required=False,
                coerce=UUID,
                empty_value=None,
                choices=[THE_COORDINATOR, *persons],
                initial=reviewers.get(kind),
            )
            self.fields[f"ask_{kind.value}"], self.fields[f"person_{kind.value}"] = asked, person

    @property
    def asked(self) -> dict[ReviewKind, UUID | None]:
        said = self.cleaned_data
        return {kind: said[f"person_{kind.value}"] for kind in ReviewKind if said[f"ask_{kind.value}"]}


class AnswerForm(forms.Form):
    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    said = forms.ChoiceField(
        label="Er det i orden?",
        choices=[(one.value, name) for one, name in REVIEW_ANSWERS.items()],
        widget=forms.RadioSelect,
    )
    text = text_area(
        "Vilkår eller begrundelse",
        required=False,
        max_length=4000,
        help_text="Kun ved et rent ja kan det stå tomt.",
    )


class DecisionForm(forms.Form):
    """An approval with its limits, and how many there come to be of what there is more of (`number_0` …): empty writes
    nothing. `shows_0` …: what the page said that there are."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    what = text_area("Hvad er godkendt?", max_length=4000)
    for_whom = forms.CharField(label="For hvem?", required=False, max_length=300)
    quantity = DanishDecimalField(
        label="Højst antal", required=False, least=Decimal(0), most=Decimal(10_000_000), decimals=3
    )
    amount = DanishDecimalField(
        label="Op til beløb i alt, kr.", least=Decimal(0), most=Decimal(10_000_000_000), decimals=2
    )
    expires_on = day_field("Godkendelsen udløber", help_text="Den sidste dag, det kan tages i brug.")
    conditions = text_area("Vilkår", required=False, max_length=4000)
    reason = text_area("Begrundelse", required=False, max_length=4000)
    meeting_on = day_field("Chefforums møde", required=False, help_text="Kun hvis Chefforum har afgjort den.")
    meeting_reference = forms.CharField(label="Punkt eller journalnummer", required=False, max_length=200)

    def __init__(self, *args: Any, is_forum: bool, numbers: Sequence[NewNumber] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.numbers = [one for one in numbers if one.may_be_written]
        for place, one in enumerate(self.numbers):
            self.fields[f"shows_{place}"] = forms.CharField(
                initial=one.stands, required=False, widget=forms.HiddenInput
            )
            self.fields[f"number_{place}"] = number = DanishDecimalField(
                label=f"Antal i alt i {one.year}: {one.item}",
                required=False,
                least=Decimal(0),
                most=Decimal(10_000_000),
                decimals=3,
                help_text=f"{_sum_in_words(one)} Det skrives i registret. Tomt: intet skrives.",
            )
            number.initial = None if one.total is None else danish.number(one.total)
        written = [f"number_{place}" for place, _ in enumerate(self.numbers)]
        self.order_fields(["seen", "what", "for_whom", "quantity", *written])
        if not is_forum:
            del self.fields["meeting_on"], self.fields["meeting_reference"]

    @property
    def scope(self) -> Scope:
        said = {name: value for name, value in self.cleaned_data.items() if name in _SCOPE}
        amount: Decimal | None = self.cleaned_data.get("amount")
        oere = None if amount is None else int(amount * 100)
        return Scope(**said, amount_oere=oere, numbers=tuple(self._numbers_said()))

    def _numbers_said(self) -> Iterator[NumberSaid]:
        for place, one in enumerate(self.numbers):
            quantity = self.cleaned_data.get(f"number_{place}")
            if quantity is not None:
                yield NumberSaid(one.item, one.year, quantity, self.cleaned_data[f"shows_{place}"])


_SCOPE = frozenset(field.name for field in fields(Scope)) - {"amount_oere", "numbers"}


def _sum_in_words(one: NewNumber) -> str:
    asked = danish.number(one.asked)
    if one.total is None:
        return f"Der søges om {asked}. Ingen har skrevet, hvor mange der er i forvejen."
    before = f"{danish.number(one.before.quantity)} i forvejen"
    if one.before_year != one.year:
        before = f"{before} ({one.before_year})"
    return f"{before} + {asked}, der søges om, er {danish.number(one.total)}."


class RejectForm(DecisionForm):
    """A refusal: why, and the meeting where the forum said it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("what", "for_whom", "quantity", "amount", "expires_on", "conditions"):
            del self.fields[name]


class LimitsForm(forms.Form):
    """Who decides what from a day on."""

    valid_from = day_field("Gælder fra")
    free_below = forms.IntegerField(label="Frit under, kr.", min_value=0, help_text="0: alt skal godkendes.")
    chief_from = forms.IntegerField(label="Områdets chef fra, kr.", min_value=0)
    forum_from = forms.IntegerField(label="Chefforum fra, kr.", min_value=0)
    ordinary_data = forms.ChoiceField(label="Almindelige personoplysninger: mindst")
    sensitive_data = forms.ChoiceField(label="Følsomme personoplysninger: mindst")
    ai = forms.ChoiceField(label="AI: mindst")
    high_risk_ai = forms.ChoiceField(label="AI med høj risiko: mindst")
    critical = forms.ChoiceField(label="Kritisk for borgere eller drift: mindst")
    months = forms.IntegerField(label="En godkendelse gælder, måneder", min_value=1, max_value=60)
    asks_security = forms.TypedChoiceField(label="Ser på sikkerhed", required=False, coerce=UUID, empty_value=None)
    asks_data = forms.TypedChoiceField(label="Ser på databeskyttelse", required=False, coerce=UUID, empty_value=None)
    asks_law = forms.TypedChoiceField(label="Ser på jura og indkøb", required=False, coerce=UUID, empty_value=None)
    source = forms.CharField(label="Hvor er det besluttet?", max_length=300, help_text="Fx Chefforum, dag og punkt.")

    def __init__(self, *args: Any, persons: Options, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in LEVELS:
            offer(self.fields[name], [(str(one.value), words) for one, words in LEVEL_NAMES.items()])
        for kind in ReviewKind:
            offer(self.fields[f"asks_{kind.value}"], [THE_COORDINATOR, *persons])

    @staticmethod
    def initial_of(now: LimitsOnDay, on: dt.date) -> dict[str, Any]:
        limits = now.limits if now.row else Limits()
        said: dict[str, Any] = {name: getattr(limits, name) for name in AMOUNTS}
        said |= {name: str(int(getattr(limits, name))) for name in LEVELS}
        return said | {f"asks_{kind.value}": person for kind, person in now.reviewers.items()} | {"valid_from": on}

    @property
    def limits(self) -> Limits:
        said = self.cleaned_data
        return Limits(**{name: said[name] for name in AMOUNTS}, **{name: Level(int(said[name])) for name in LEVELS})

    @property
    def reviewers(self) -> dict[ReviewKind, UUID | None]:
        return {kind: self.cleaned_data[f"asks_{kind.value}"] for kind in ReviewKind}


class PaperForm(forms.Form):
    """Which request the paper is of, when it is laid with an item: those that the actor reads and that wait."""

    request = forms.TypedChoiceField(label="Ansøgning", coerce=UUID)

    def __init__(self, *args: Any, actor: Actor, on: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        waiting = (RequestState.SUBMITTED.value, RequestState.IN_REVIEW.value)
        rows = readable(actor).filter(state__in=waiting).order_by("title").values_list("pk", "title")
        offer(self.fields["request"], list(rows))

    def parameters(self) -> dict[str, str]:
        return {"request": str(self.cleaned_data["request"])}
