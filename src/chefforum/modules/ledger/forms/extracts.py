"""Choosing a file, saying what its columns are, and finding extracts again."""

from __future__ import annotations

from typing import Any

from django import forms

from chefforum.kernel.documents.forms import UploadField
from chefforum.kernel.documents.rules import PARQUET, TEXT, XLSX

from ..lake.mapping import (
    ACCOUNT_KIND_NAMES,
    DATE_FORMAT_NAMES,
    ENCODING_NAMES,
    END_DAY_NAMES,
    NUMBER_FORMAT_NAMES,
    WITH_DAYS,
    AccountKind,
    DateFormat,
    Encoding,
    EndDay,
    NumberFormat,
    Writing,
)
from ..lake.tables import SHAPES
from ..queries.extracts import latest_mappings, list_source_systems, loaded_extracts
from ..queries.telling import month
from ..rules.control import oere_of
from ..rules.words import BUDGET_KIND_NAMES, EXTRACT_STATE_NAMES, TABLE_NAMES, BudgetKind, ExtractState, Table

ACCEPTS = (TEXT, XLSX, PARQUET)
TABLES = [(table.value, TABLE_NAMES[table]) for table in Table]
DELIMITERS = [("", "Find selv"), (";", "Semikolon"), (",", "Komma"), ("\t", "Tabulator"), ("|", "Lodret streg")]
STRICTNESS = [
    ("all_or_nothing", "Afvis hele filen, hvis en linje er forkert"),
    ("keep_good", "Indlæs de gode linjer, og vis de andre"),
]


def _choices(names: dict[Any, str]) -> list[tuple[str, str]]:
    return [(one.value, name) for one, name in names.items()]


class UploadForm(forms.Form):
    """A file, what it holds, and which system it comes from."""

    table = forms.TypedChoiceField(label="Hvad er der i filen?", choices=TABLES, coerce=Table)
    source_system = forms.CharField(
        label="Hvilket system kommer den fra?",
        max_length=80,
        help_text="Skriv navnet ens hver gang, så huskes det, hvad kolonnerne er.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"] = UploadField(accepts=ACCEPTS)
        known = ", ".join(system.name for system in list_source_systems()[:8])
        if known:
            self.fields["source_system"].help_text += f" Kendte: {known}."


def _told(extract: Any) -> str:
    months = f", til og med {month(extract.last_period)}" if extract.last_period else ""
    return f"{extract.file_name}{months}"


class ExtractChoices(forms.Form):
    """What is done with wrong lines, unknown accounts and what was loaded before."""

    strictness = forms.ChoiceField(
        label="Hvis der er fejl i linjer", choices=STRICTNESS, initial="all_or_nothing", widget=forms.RadioSelect
    )
    creates_accounts = forms.BooleanField(
        label="Opret konti, der ikke kendes",
        required=False,
        initial=True,
        help_text="Ellers afvises linjer med ukendte konti, når der først er konti.",
    )
    replaces = forms.ChoiceField(
        label="Erstatter et tidligere udtræk", required=False, help_text="Det gamle gemmes, men læses ikke mere."
    )
    control_lines = forms.IntegerField(
        label="Antal linjer ifølge systemet",
        required=False,
        min_value=0,
        help_text="Kan udelades. Holdes op mod det, der læses; en forskel siges.",
    )
    control_sum = forms.CharField(
        label="Sum i kroner ifølge systemet", required=False, max_length=40, help_text="Fx 1.234.567,89"
    )

    def __init__(self, *args: Any, table: Table, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        earlier = [(str(row.pk), _told(row)) for row in loaded_extracts(table=table)[:50]]
        self.fields["replaces"].choices = [("", "Nej, det er nye linjer"), *earlier]
        if not SHAPES[table].has_amounts:
            del self.fields["control_sum"]
        if table in WITH_DAYS and earlier:  # such a file is all that holds, so it usually replaces the one before
            self.fields["replaces"].initial = earlier[0][0]

    def clean_control_sum(self) -> int | None:
        try:
            return oere_of(text) if (text := self.cleaned_data["control_sum"]) else None
        except ValueError as refusal:
            raise forms.ValidationError(str(refusal)) from None

    def as_options(self) -> dict[str, Any]:
        """As the import keeps them."""
        return {
            "keep_good": self.cleaned_data["strictness"] == "keep_good",
            "creates_accounts": self.cleaned_data["creates_accounts"],
            "replaces": self.cleaned_data["replaces"] or None,
            "control_lines": self.cleaned_data["control_lines"],
            "control_amount": self.cleaned_data.get("control_sum"),
        }


class SourceForm(ExtractChoices):
    """What an import asks besides the file, where the columns are mapped already."""

    mapping = forms.ChoiceField(label="System")

    def __init__(self, *args: Any, table: Table, actor: Any, **kwargs: Any) -> None:
        super().__init__(*args, table=table, **kwargs)
        self.fields["mapping"].choices = [
            (str(row.pk), f"{row.source_system.name} (kobling {row.version})") for row in latest_mappings(table=table)
        ]
        self.order_fields(["mapping", "strictness", "creates_accounts", "replaces"])  # the others follow

    def clean(self) -> dict[str, Any]:
        super().clean()
        if not self.errors:
            self.cleaned_data = {"mapping": self.cleaned_data["mapping"], **self.as_options()}
        return self.cleaned_data


class MappingForm(forms.Form):
    """Which column is which field, and how the file is written."""

    encoding = forms.ChoiceField(label="Tegnsæt", choices=_choices(ENCODING_NAMES), required=False)
    delimiter = forms.ChoiceField(label="Mellem kolonnerne", choices=DELIMITERS, required=False)
    number_format = forms.ChoiceField(label="Tal", choices=_choices(NUMBER_FORMAT_NAMES), required=False)
    date_format = forms.ChoiceField(label="Datoer", choices=_choices(DATE_FORMAT_NAMES), required=False)
    account_kind = forms.ChoiceField(label="Konti", choices=_choices(ACCOUNT_KIND_NAMES), required=False)
    is_sign_reversed = forms.BooleanField(label="Udgifter er skrevet med minus", required=False)

    def __init__(self, *args: Any, table: Table, heads: tuple[str, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.table = table
        self.column_names = [field.name for field in SHAPES[table].fields]
        choices = [("", "Findes ikke i filen"), *((head, head) for head in heads)]
        for field in SHAPES[table].fields:
            self.fields[f"column_{field.name}"] = forms.ChoiceField(
                label=field.danish, choices=choices, required=field.is_required, help_text=field.help
            )
        if table == Table.BUDGETS:
            self.fields["budget_kind"] = forms.ChoiceField(
                label="Budgettype, hvor filen ikke siger det", choices=_choices(BUDGET_KIND_NAMES), required=False
            )
        if table in WITH_DAYS:
            self.fields["column_end_day"] = forms.ChoiceField(
                label="“Gælder til” er",
                choices=_choices(END_DAY_NAMES),
                required=False,
                help_text="De fleste lønsystemer skriver den sidste dag, der er med.",
            )
            after = [f"column_{name}" for name in self.column_names]
            after.insert(after.index("column_valid_to") + 1, "column_end_day")
            self.order_fields(after)
        if table == Table.ABSENCES:
            for name in ("number_format", "account_kind", "is_sign_reversed"):
                del self.fields[name]

    @property
    def column_fields(self) -> list[Any]:
        return [field for field in self if field.name.startswith("column_")]

    @property
    def writing_fields(self) -> list[Any]:
        return [field for field in self if not field.name.startswith("column_")]

    def columns(self) -> dict[str, str]:
        return {name: head for name in self.column_names if (head := self.cleaned_data.get(f"column_{name}"))}

    def writing(self) -> Writing:
        said = self.cleaned_data
        return Writing(
            encoding=Encoding(said.get("encoding") or Encoding.FOUND),
            delimiter=said.get("delimiter") or "",
            number_format=NumberFormat(said.get("number_format") or NumberFormat.FOUND),
            date_format=DateFormat(said.get("date_format") or DateFormat.FOUND),
            account_kind=AccountKind(said.get("account_kind") or AccountKind.OWN),
            is_sign_reversed=bool(said.get("is_sign_reversed")),
            budget_kind=said.get("budget_kind") or BudgetKind.ORIGINAL.value,
            end_day=EndDay(said.get("column_end_day") or EndDay.LAST),
        )


def mapping_initial(columns: dict[str, str], writing: Writing) -> dict[str, Any]:
    """The form's values for a mapping."""
    heads = {f"column_{name}": head for name, head in columns.items()}
    return heads | writing.to_json() | {"column_end_day": writing.end_day.value}


class ExtractFilter(forms.Form):
    tabel = forms.ChoiceField(label="Tabel", choices=[("", "Alle"), *TABLES], required=False)
    tilstand = forms.ChoiceField(
        label="Tilstand",
        choices=[("", "Alle"), *((state.value, EXTRACT_STATE_NAMES[state]) for state in ExtractState)],
        required=False,
    )


class WithdrawForm(forms.Form):
    reason = forms.CharField(
        label="Hvorfor trækkes det tilbage?",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Skriv, hvorfor udtrækket skal trækkes tilbage."},
    )


class RejectedFilter(forms.Form):
    q = forms.CharField(label="Søg i linjerne", required=False, max_length=100)
    grund = forms.ChoiceField(label="Hvad er der galt", required=False)

    def __init__(self, *args: Any, reasons: dict[str, int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["grund"].choices = [
            ("", "Alt"),
            *((reason, f"{reason} ({many})") for reason, many in reasons.items()),
        ]
