"""The shapes of registering placements: the list's choices, a placement, its end, its outcomes, and types of job."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError

from chefforum.calc.cells import as_number
from chefforum.web.fields import day_field
from chefforum.web.once import MakesOnce

from ..queries.choices import Choices
from ..queries.register import Chosen
from ..rules.kinds import (
    END_REASON_NAMES,
    EXIT_TYPE_NAMES,
    KIND_NAMES,
    SECTOR_NAMES,
    TARGET_GROUP_NAMES,
    ExitType,
    Sector,
    choices,
)
from ..rules.register import FIELD_NAMES, Facts
from ..rules.states import STATE_NAMES

LACKS_OUTCOME = "udfald-mangler"
CHOOSE = ("", "Vælg")
NONE_CHOSEN = ("", "Ikke valgt")


class HoursField(forms.CharField):
    """Hours a week, written as 30 or 18,5; empty is None."""

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=10, widget=forms.TextInput(attrs={"inputmode": "decimal"}), **options)

    def to_python(self, value: Any) -> Any:
        try:
            hours = as_number(str(value or ""))
        except ValueError:
            raise ValidationError("Skriv et tal, fx 18,5.") from None
        if hours is not None and hours != round(hours, 1):
            raise ValidationError("Skriv timerne med højst én decimal, fx 18,5.")
        return hours

    def run_validators(self, value: Any) -> None:
        return None

    def prepare_value(self, value: Any) -> Any:
        return f"{value:f}".removesuffix(".0").replace(".", ",") if isinstance(value, Decimal) else value


class PlaceSelect(forms.Select):
    """A list of places; each option has the fields that follow from it, for place_choice.js."""

    follows: Mapping[str, Mapping[str, Any]] = {}

    def __init__(self) -> None:
        super().__init__(attrs={"data-fills": True})

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option: dict[str, Any] = super().create_option(name, value, *args, **kwargs)
        if says := self.follows.get(str(value)):
            option["attrs"]["data-follows"] = json.dumps(says)
        return option


class PlacementFilter(forms.Form):
    """What the list is narrowed to, in the address."""

    aar = forms.TypedChoiceField(label="Begyndt i", required=False, coerce=int, empty_value=0)
    type = forms.ChoiceField(label="Type", required=False, choices=[("", "Alle"), *choices(KIND_NAMES)])
    enhed = forms.TypedChoiceField(label="Afdeling eller enhed", required=False, coerce=UUID, empty_value=None)
    arbejdssted = forms.TypedChoiceField(label="Arbejdssted", required=False, coerce=UUID, empty_value=None)
    hvor = forms.ChoiceField(label="Hvor", required=False, choices=[("", "Alle"), *choices(SECTOR_NAMES)])
    stilling = forms.ChoiceField(label="Stillingstype", required=False)
    tilstand = forms.ChoiceField(
        label="Tilstand",
        required=False,
        choices=[
            ("", "Alle"),
            *((one.value, name) for one, name in STATE_NAMES.items()),
            (LACKS_OUTCOME, "Udfald mangler"),
        ],
    )
    nummer = forms.CharField(label="Nummer", required=False, max_length=60)

    def __init__(
        self,
        *args: Any,
        years: Sequence[int],
        units: Sequence[tuple[UUID, str]],
        workplaces: Sequence[tuple[UUID, str]],
        job_types: Sequence[tuple[str, str]],
        has_outside: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        offered: dict[str, list[tuple[Any, str]]] = {
            "aar": [("", "Alle år"), *((year, str(year)) for year in years)],
            "enhed": [("", "Alle"), *units],
            "arbejdssted": [("", "Alle"), *workplaces],
            "stilling": [("", "Alle"), *job_types],
        }
        for name, options in offered.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = options
        if not has_outside:
            del self.fields["hvor"]

    @property
    def chosen(self) -> Chosen:
        """What makes no sense narrows nothing."""
        self.is_valid()
        said = self.cleaned_data
        state = said.get("tilstand", "")
        return Chosen(
            year=said.get("aar") or 0,
            kind=said.get("type", ""),
            sector=said.get("hvor", ""),
            unit_id=said.get("enhed"),
            workplace_id=said.get("arbejdssted"),
            job_type=said.get("stilling", ""),
            state="" if state == LACKS_OUTCOME else state,
            number=said.get("nummer", "").strip(),
            is_lacking_outcome=state == LACKS_OUTCOME,
        )


class PlacementForm(MakesOnce):
    kind = forms.ChoiceField(label=FIELD_NAMES["kind"], choices=[CHOOSE, *choices(KIND_NAMES)])
    target_group = forms.ChoiceField(
        label=FIELD_NAMES["target_group"],
        required=False,
        choices=[NONE_CHOSEN, *choices(TARGET_GROUP_NAMES)],
        help_text="Hvad borgeren lever af, når forløbet begynder. Den afgør, hvor længe det må vare.",
    )
    external_reference = forms.CharField(
        label=FIELD_NAMES["external_reference"],
        required=False,
        max_length=60,
        help_text="Forløbets nummer, fx MOM-88121. Aldrig borgerens CPR-nummer.",
    )
    sector = forms.ChoiceField(label=FIELD_NAMES["sector"])
    unit_id = forms.TypedChoiceField(
        label="Enhed",
        required=False,
        coerce=UUID,
        empty_value=None,
        help_text="Kan stå tom, når du vælger arbejdssted eller plads.",
    )
    workplace_id = forms.TypedChoiceField(label="Arbejdssted", required=False, coerce=UUID, empty_value=None)
    place_id = forms.TypedChoiceField(
        label="Plads",
        required=False,
        coerce=UUID,
        empty_value=None,
        widget=PlaceSelect,
        help_text="En af de pladser, arbejdsstederne tilbyder. Den udfylder enhed, arbejdssted og stillingstype. "
        "Kan stå tom.",
    )
    job_type_id = forms.TypedChoiceField(label="Stillingstype", required=False, coerce=int, empty_value=None)
    starts_on = day_field("Starter")
    ends_on = day_field("Slutter", required=False, help_text="Sidste dag, som det er aftalt.")
    hours = HoursField(label="Timer om ugen", required=False)
    consultant_id = forms.TypedChoiceField(label="Konsulent", required=False, coerce=UUID, empty_value=None)
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, offered: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        options: dict[str, Sequence[tuple[Any, str]]] = {
            "sector": offered.sectors,
            "unit_id": [NONE_CHOSEN, *offered.units],
            "workplace_id": [NONE_CHOSEN, *offered.workplaces],
            "place_id": [NONE_CHOSEN, *((one.id, one.words) for one in offered.places)],
            "job_type_id": [NONE_CHOSEN, *offered.job_types],
            "consultant_id": [NONE_CHOSEN, *offered.consultants],
        }
        for name, values in options.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = list(values)
        self.fields["place_id"].widget.follows = {str(one.id): one.follows for one in offered.places}
        if len(offered.sectors) == 1:
            self.fields["sector"].widget = forms.HiddenInput()
            self.fields["sector"].initial = Sector.MUNICIPAL.value

    @property
    def facts(self) -> Facts:
        said = {name: value for name, value in self.cleaned_data.items() if name != "seen"}
        return Facts(**said | {"external_reference": said["external_reference"].strip() or None})


class EndForm(forms.Form):
    ended_on = day_field(
        "Sidste dag",
        required=False,
        help_text="Lad dagen stå tom, hvis forløbet alligevel ikke er slut.",
    )
    end_reason = forms.ChoiceField(
        label="Hvordan sluttede det?", required=False, choices=[CHOOSE, *choices(END_REASON_NAMES)]
    )

    def __init__(self, *args: Any, has_ended: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not has_ended:
            for field in self.fields.values():
                field.required = True
            self.fields["ended_on"].help_text = "Den sidste dag, borgeren var der."


class OutcomeForm(forms.Form):
    exit_type = forms.ChoiceField(label="Hvor er borgeren nu?", choices=[CHOOSE, *choices(EXIT_TYPE_NAMES)])
    closed_on = day_field(
        "Sagen lukket",
        required=False,
        help_text="Den dag, sagen blev lukket. Står tom, når borgeren stadig er på ydelse.",
    )
    as_of = day_field("Data fra", help_text="Den dag, oplysningen er fra.")


class OutcomeRowsForm(forms.Form):
    """One day of the data for all, and a line for each placement; a line without a choice says nothing."""

    as_of = day_field("Data fra", help_text="Den dag, oplysningerne er fra. Gælder alle linjer, du udfylder.")

    def __init__(self, *args: Any, references: Mapping[UUID, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for one, reference in references.items():
            self.fields[f"exit-{one}"] = forms.ChoiceField(
                label=f"Udfald af {reference}",
                required=False,
                choices=[("", "Ved det ikke endnu"), *choices(EXIT_TYPE_NAMES)],
                widget=forms.Select(attrs={"class": "form-select"}),
            )
            closed = day_field(f"Sagen lukket, {reference}", required=False)
            closed.widget.attrs["class"] = "form-input"
            self.fields[f"closed-{one}"] = closed
        self.placement_ids = tuple(references)

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        for one in self.placement_ids:
            if said.get(f"closed-{one}") and not said.get(f"exit-{one}"):
                self.add_error(f"exit-{one}", "Vælg et udfald til datoen.")
        return said

    @property
    def said(self) -> dict[UUID, tuple[ExitType, dt.date | None]]:
        """The lines that say something."""
        values = self.cleaned_data
        return {
            one: (ExitType(values[f"exit-{one}"]), values.get(f"closed-{one}"))
            for one in self.placement_ids
            if values.get(f"exit-{one}")
        }


class JobTypeForm(forms.Form):
    name = forms.CharField(label="Navn", max_length=100)
    is_active = forms.BooleanField(
        label="I brug",
        required=False,
        help_text="En type, der ikke er i brug, kan ikke vælges til nye forløb og pladser.",
    )


class NewJobTypeForm(forms.Form):
    name = forms.CharField(label="Ny stillingstype", max_length=100)


class DeleteForm(forms.Form):
    """Up to which day; the page asks once more before anything is deleted."""

    before = day_field("Slet forløb, der sluttede før")
    is_sure = forms.BooleanField(required=False)


class StrictFile(forms.Form):
    """What the imports of placements and outcomes ask besides the file."""

    is_strict = forms.BooleanField(
        label="Tag kun filen, hvis alle linjer er i orden",
        required=False,
        help_text="Ellers tages de gode linjer, og du ser, hvad der er galt med de andre.",
    )

    def __init__(self, *args: Any, actor: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
