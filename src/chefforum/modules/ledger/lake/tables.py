"""The lake's tables: which fields a line has, what they are called, and how their columns are recognised."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from ..rules.words import Table


class FieldKind(StrEnum):
    """How what stands in a column is read."""

    TEXT = "text"
    AMOUNT = "amount"
    DATE = "date"
    PERIOD = "period"
    YEAR = "year"
    MONTH = "month"
    SHARE = "share"
    BUDGET_KIND = "budget_kind"
    REFERENCE = "reference"  # a number of a person's, never CPR
    YES = "yes"  # yes or no


@dataclass(frozen=True)
class Field:
    """A field of a table; `heads` are heads that columns with it have been seen under, in small letters."""

    name: str
    danish: str
    kind: FieldKind
    heads: tuple[str, ...]
    is_required: bool = False
    help: str = ""


@dataclass(frozen=True)
class Shape:
    """`fields` can be mapped to columns; `stored` are the Parquet columns in their order, with DuckDB's types."""

    table: Table
    fields: tuple[Field, ...]
    stored: tuple[tuple[str, str], ...]
    sorted_by: tuple[str, ...]
    has_amounts: bool

    def field(self, name: str) -> Field:
        return next(field for field in self.fields if field.name == name)


_ACCOUNT = Field(
    "account", "Konto", FieldKind.TEXT, ("konto", "kontostreng", "artskonto", "account", "kontonr", "kontonummer"), True
)
_COST_CENTRE = Field(
    "cost_centre",
    "Omkostningssted",
    FieldKind.TEXT,
    ("omkostningssted", "omk.sted", "omkostningsted", "costcentre", "cost_centre", "profitcenter", "sted", "afdeling"),
    help="Lad det stå tomt, hvis omkostningsstedet ligger i kontostrengen.",
)
_AMOUNT = Field(
    "amount", "Beløb", FieldKind.AMOUNT, ("beløb", "belob", "amount", "beløb i dkk", "nettobeløb", "kr.", "kr")
)
_PERIOD = Field(
    "period",
    "Regnskabsmåned",
    FieldKind.PERIOD,
    ("periode", "period", "regnskabsperiode", "måned", "month", "bogføringsperiode", "regnskabsmåned"),
    help="Tom: måneden tages fra datoen.",
)
_FROM = Field("valid_from", "Gælder fra", FieldKind.DATE, ("fra", "valid_from", "fra dato", "startdato", "start"), True)
_TO = Field(
    "valid_to",
    "Gælder til",
    FieldKind.DATE,
    ("til", "valid_to", "til dato", "til og med", "gælder til (ikke med)", "slutdato", "slut"),
    help="Tom eller 31-12-9999: stadig gældende.",
)
_POSITION_ID = Field(
    "position_id",
    "Stillingsnummer",
    FieldKind.REFERENCE,
    ("stilling", "stillingsnummer", "stillingsnr", "position_id", "ansættelse", "tjenestenummer"),
    True,
)

POSTINGS = Shape(
    table=Table.POSTINGS,
    fields=(
        Field("voucher", "Bilag", FieldKind.TEXT, ("bilag", "bilagsnr", "bilagsnummer", "voucher", "bilagsnr.")),
        Field(
            "voucher_line",
            "Linje på bilaget",
            FieldKind.TEXT,
            ("bilagslinje", "linje", "voucher_line", "linjenr", "pos"),
        ),
        Field("date", "Dato", FieldKind.DATE, ("dato", "bogføringsdato", "posteringsdato", "date", "bogf.dato")),
        _PERIOD,
        _ACCOUNT,
        _COST_CENTRE,
        _AMOUNT,
        Field("debit", "Debet", FieldKind.AMOUNT, ("debet", "debit"), help="I stedet for beløb, sammen med kredit."),
        Field("credit", "Kredit", FieldKind.AMOUNT, ("kredit", "credit")),
        Field("text", "Tekst", FieldKind.TEXT, ("tekst", "posteringstekst", "text", "beskrivelse")),
        Field(
            "supplier",
            "Leverandør",
            FieldKind.TEXT,
            ("leverandør", "leverandørnavn", "kreditor", "kreditornavn", "vendor", "supplier"),
            help="Den, der har sendt regningen. It-økonomien sorterer efter den.",
        ),
    ),
    stored=(
        ("line", "INTEGER"),
        ("voucher", "VARCHAR"),
        ("voucher_line", "VARCHAR"),
        ("date", "DATE"),
        ("period", "INTEGER"),
        ("account", "VARCHAR"),
        ("cost_centre", "VARCHAR"),
        ("amount", "BIGINT"),
        ("text", "VARCHAR"),
        ("supplier", "VARCHAR"),  # files from before it was read lack it: then it is null
    ),
    sorted_by=("cost_centre", "account", "period", "line"),
    has_amounts=True,
)
BUDGETS = Shape(
    table=Table.BUDGETS,
    fields=(
        Field("kind", "Budgettype", FieldKind.BUDGET_KIND, ("type", "budgettype", "kind", "bevillingstype")),
        _PERIOD,
        Field("year", "År", FieldKind.YEAR, ("år", "budgetår", "year", "regnskabsår")),
        _ACCOUNT,
        _COST_CENTRE,
        _AMOUNT,
        Field("reason", "Begrundelse", FieldKind.TEXT, ("begrundelse", "tekst", "reason", "bemærkning")),
    ),
    stored=(
        ("line", "INTEGER"),
        ("kind", "VARCHAR"),
        ("period", "INTEGER"),
        ("year", "INTEGER"),
        ("account", "VARCHAR"),
        ("cost_centre", "VARCHAR"),
        ("amount", "BIGINT"),
        ("reason", "VARCHAR"),
    ),
    sorted_by=("cost_centre", "account", "period", "line"),
    has_amounts=True,
)
POSITIONS = Shape(
    table=Table.POSITIONS,
    fields=(
        _POSITION_ID,
        Field(
            "employee_ref",
            "Medarbejdernummer",
            FieldKind.REFERENCE,
            ("medarbejdernummer", "medarbejdernr", "lønnummer", "employee_ref"),
            help="Et nummer uden CPR. Tomt: stillingen er ledig. Filer med CPR tages ikke ind.",
        ),
        _COST_CENTRE,
        _ACCOUNT,
        Field(
            "occupation", "Stillingsgruppe", FieldKind.TEXT, ("stillingsgruppe", "stillingskode", "occupation"), True
        ),
        Field("step", "Løntrin", FieldKind.TEXT, ("løntrin", "trin", "step"), True),
        Field(
            "hours_share", "Beskæftigelsesgrad", FieldKind.SHARE, ("beskæftigelsesgrad", "grad", "hours_share"), True
        ),
        _FROM,
        _TO,
        Field(
            "is_budgeted",
            "Budgetteret, mens den er ledig",
            FieldKind.YES,
            ("budgetteret", "budgetteret vakance", "vakance budgetteret", "is_budgeted"),
            help="Ja: en ledig stilling regnes med, som om den var besat. Ellers koster den 0 kr.",
        ),
    ),
    stored=(
        ("line", "INTEGER"),
        ("position_id", "VARCHAR"),
        ("employee_ref", "VARCHAR"),
        ("cost_centre", "VARCHAR"),
        ("account", "VARCHAR"),
        ("occupation", "VARCHAR"),
        ("step", "VARCHAR"),
        ("hours_share", "DECIMAL(9,6)"),
        ("valid_from", "DATE"),
        ("valid_to", "DATE"),
        ("is_budgeted", "BOOLEAN"),
    ),
    sorted_by=("cost_centre", "position_id", "valid_from", "line"),
    has_amounts=False,
)
ABSENCES = Shape(
    table=Table.ABSENCES,
    fields=(
        _POSITION_ID,
        Field("kind", "Fraværstype", FieldKind.TEXT, ("fraværstype", "type", "kind", "fraværsårsag"), True),
        _FROM,
        _TO,
        Field("pay_share", "Andel af løn", FieldKind.SHARE, ("lønandel", "løn pct", "pay_share"), True),
        Field(
            "reimbursement_rule", "Refusionsregel", FieldKind.TEXT, ("refusionsregel", "refusion", "reimbursement_rule")
        ),
    ),
    stored=(
        ("line", "INTEGER"),
        ("position_id", "VARCHAR"),
        ("kind", "VARCHAR"),
        ("valid_from", "DATE"),
        ("valid_to", "DATE"),
        ("pay_share", "DECIMAL(9,6)"),
        ("reimbursement_rule", "VARCHAR"),
    ),
    sorted_by=("position_id", "valid_from", "line"),
    has_amounts=False,
)
SHAPES = {shape.table: shape for shape in (POSTINGS, BUDGETS, POSITIONS, ABSENCES)}
REJECTS = (("line", "INTEGER"), ("raw", "VARCHAR"), ("column", "VARCHAR"), ("reason", "VARCHAR"), ("amount", "BIGINT"))
