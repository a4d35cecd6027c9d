"""The shape of what people type. Last days are typed as they are said (til og med) and kept exclusive."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms

from chefforum.kernel.access.rules import ROLE_NAMES, Role
from chefforum.kernel.people.models import GroupKind, GroupRole
from chefforum.kernel.people.queries import list_persons
from chefforum.modules.administration.queries.persons import units_to_choose


def _day(label: str, **options: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **options)


def _last_day(**options: Any) -> forms.DateField:
    return _day("Til og med", **options)


def day_after(last: dt.date | None) -> dt.date | None:
    return last + dt.timedelta(days=1) if last else None


class DatedForm(forms.Form):
    """Says so where the last day lies before the first."""

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        first, last = values.get("valid_from"), values.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", "Den sidste dag ligger før den første.")
        return values


class UnitChoice(forms.TypedChoiceField):
    def __init__(self, *, on: dt.date, **options: Any) -> None:
        from uuid import UUID

        super().__init__(choices=lambda: [("", "Vælg enhed"), *units_to_choose(on=on)], coerce=UUID, **options)


class OrganisationFilter(forms.Form):
    dato = _day("Dato", required=False)
    q = forms.CharField(label="Søg i enheder og ledere", required=False, max_length=100)


class TextFilter(forms.Form):
    q = forms.CharField(label="Søg", required=False, max_length=100)


class ImportOptions(forms.Form):
    """What an import of the organisation asks besides the file."""

    on = _day("Udtrækket gælder fra", help_text="Ændringer får denne dato, hvis linjen ikke selv siger en.")
    is_complete = forms.BooleanField(
        label="Filen er hele organisationen",
        required=False,
        help_text="Enheder, der ikke er i filen, lukkes på datoen.",
    )

    def __init__(self, *args: Any, actor: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)

    def clean_on(self) -> str:
        """Options are kept as JSON values."""
        return self.cleaned_data["on"].isoformat()


class PersonForm(forms.Form):
    name = forms.CharField(label="Navn", max_length=200)
    email = forms.EmailField(label="E-mail", help_text="Personen logger ind med den.")
    title = forms.CharField(label="Titel", max_length=200)
    is_leader = forms.BooleanField(label="Leder enheden", required=False)

    def __init__(self, *args: Any, on: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"] = UnitChoice(label="Enhed", on=on)


class RoleForm(DatedForm):
    role = forms.TypedChoiceField(label="Rolle", choices=[(role.value, ROLE_NAMES[role]) for role in Role], coerce=Role)

    def __init__(self, *args: Any, on: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"] = UnitChoice(label="Over", on=on, help_text="Rollen gælder enheden og alle under den.")
        self.fields["valid_from"] = _day("Fra", initial=on)
        self.fields["last_day"] = _last_day(required=False)


class SubstituteForm(DatedForm):
    substitute = forms.ModelChoiceField(label="Stedfortræder", queryset=None)

    def __init__(self, *args: Any, on: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["substitute"].queryset = list_persons()
        self.fields["valid_from"] = _day("Fra", initial=on)
        self.fields["last_day"] = _last_day()


class GroupForm(DatedForm):
    name = forms.CharField(label="Navn", max_length=200)
    kind = forms.ChoiceField(label="Type", choices=GroupKind.choices)

    def __init__(self, *args: Any, on: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"] = UnitChoice(label="Hører under", on=on)
        self.fields["valid_from"] = _day("Fra", initial=on)
        self.fields["last_day"] = _last_day(required=False)


class MemberForm(forms.Form):
    person = forms.ModelChoiceField(label="Person", queryset=None)
    role = forms.ChoiceField(label="Rolle i gruppen", choices=GroupRole.choices, initial=GroupRole.MEMBER)

    def __init__(self, *args: Any, on: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = list_persons()
        self.fields["valid_from"] = _day("Fra", initial=on)


class TermsForm(forms.Form):
    text = forms.CharField(
        label="Kommissorium",
        widget=forms.Textarea(attrs={"rows": 16}),
        help_text="En tom linje skiller afsnit. Begynd en linje med “- ” for et punkt og med “# ” for en overskrift.",
    )

    def __init__(self, *args: Any, on: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["valid_from"] = _day("Gælder fra", initial=on)


class TrailFilter(forms.Form):
    q = forms.CharField(label="Hvem eller hvad", required=False, max_length=100)
    handling = forms.ChoiceField(label="Handling", required=False)
    fra = _day("Fra", required=False)
    til = _day("Til og med", required=False)

    def __init__(self, *args: Any, actions: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["handling"].choices = [("", "Alle"), *actions]

    def as_filters(self) -> dict[str, Any]:
        """The choices as audit.queries.list_events takes them; those that make no sense are left out."""
        self.is_valid()
        chosen = getattr(self, "cleaned_data", {})
        return {
            "text": chosen.get("q", ""),
            "action": chosen.get("handling", ""),
            "from_date": chosen.get("fra"),
            "to_date": chosen.get("til"),
        }
