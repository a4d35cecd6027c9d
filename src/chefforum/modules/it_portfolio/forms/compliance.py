"""The shapes of what laws ask: what the matrix is narrowed to, an answer, and what the document shows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms

from chefforum.kernel.access.rules import Actor
from chefforum.modules.it_costs.rules.kinds import choices
from chefforum.web.fields import day_field, text_area

from ..queries.compliance import Chosen
from ..rules.compliance import STATUS_NAMES, Said, Status
from ..rules.requirements import LAW_NAMES, Requirement

ALL = ("", "Alle")


class ComplianceFilter(forms.Form):
    """What the matrix is narrowed to, in the address."""

    ord = forms.CharField(label="Søg", required=False, max_length=100)
    lov = forms.ChoiceField(label="Lov", required=False, choices=[("", "Alle love"), *choices(LAW_NAMES)])
    enhed = forms.TypedChoiceField(label="Ansvarlig enhed", required=False, coerce=UUID, empty_value=None)
    svar = forms.ChoiceField(
        label="Har noget, der er", required=False, choices=[ALL, *choices(STATUS_NAMES), ("overdue", "Forfalden")]
    )
    kritisk = forms.ChoiceField(
        label="Kritisk",
        required=False,
        choices=[ALL, ("ja", "Ja"), ("nej", "Nej"), ("ved_ikke", "Ikke oplyst")],
    )
    uenig = forms.BooleanField(label="Kun hvor en kilde siger noget andet", required=False)

    def __init__(self, *args: Any, units: Sequence[tuple[UUID, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["enhed"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [ALL, *units]

    @property
    def chosen(self) -> Chosen:
        """What makes no sense narrows nothing."""
        self.is_valid()
        said = self.cleaned_data
        status = said.get("svar", "")
        return Chosen(
            words=said.get("ord", "").strip(),
            law=said.get("lov", ""),
            unit_id=said.get("enhed"),
            status="" if status == "overdue" else status,
            critical=said.get("kritisk", ""),
            is_overdue=status == "overdue",
            differs=said.get("uenig", False),
        )


class AnswerForm(forms.Form):
    """An answer to a requirement. `seen`: the answer that the page showed; `word`: the source's."""

    seen = forms.UUIDField(required=False, widget=forms.HiddenInput)
    word = forms.UUIDField(required=False, widget=forms.HiddenInput)
    status = forms.ChoiceField(label="Svar", choices=choices(STATUS_NAMES), widget=forms.RadioSelect)
    choice = forms.ChoiceField(label="Valg", required=False)
    ground = text_area(
        "Grundlag",
        required=False,
        max_length=2000,
        help_text="Hvad svaret bygger på: et dokument, et journalnummer, en beslutning. Skriv ingen adgangskoder eller "
        "personoplysninger.",
    )
    checked_on = day_field("Set efter", required=False, help_text="Den dag, det sidst blev gjort.")
    valid_until = day_field("Gælder til og med", required=False)

    def __init__(self, *args: Any, requirement: Requirement, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if requirement.choices:
            field = self.fields["choice"]
            assert isinstance(field, forms.ChoiceField)
            field.label = requirement.title
            field.choices = [("", "Ikke valgt"), *((key, name) for key, (name, _) in requirement.choices.items())]
        else:
            del self.fields["choice"]
        if requirement.interval_months:
            self.fields[
                "valid_until"
            ].help_text = f"Lad feltet stå tomt, så regnes {requirement.interval_months} måneder fra dagen."

    @property
    def said(self) -> Said:
        one = self.cleaned_data
        return Said(
            status=one["status"],
            choice=one.get("choice", ""),
            ground=one["ground"],
            checked_on=one["checked_on"],
            valid_until=one["valid_until"],
        )

    @staticmethod
    def initial_of(said: Said | None) -> dict[str, Any]:
        if said is None:
            return {"status": Status.OPEN.value}
        return {name: getattr(said, name) for name in ("status", "choice", "ground", "checked_on", "valid_until")}


class ComplianceDocumentForm(forms.Form):
    """What is asked of the document, when it is laid with an item."""

    with_names = forms.BooleanField(
        label="Vis, hvilke systemer der mangler noget",
        required=False,
        help_text="Navnene viser, hvor kommunen kan rammes. Lad være, hvis punktet er åbent.",
    )

    def __init__(self, *args: Any, actor: Actor, on: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)

    def parameters(self) -> dict[str, str]:
        return {"names": "1" if self.cleaned_data["with_names"] else ""}
