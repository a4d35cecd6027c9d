"""The words that stand in the ledger's tables: what a file may hold, and what kind of line an account is."""

from __future__ import annotations

from enum import StrEnum


class Table(StrEnum):
    """What a file that is loaded holds."""

    POSTINGS = "postings"
    BUDGETS = "budgets"
    POSITIONS = "positions"
    ABSENCES = "absences"


TABLE_NAMES = {
    Table.POSTINGS: "Posteringer",
    Table.BUDGETS: "Budget",
    Table.POSITIONS: "Stillinger",
    Table.ABSENCES: "Fravær",
}


class ExtractState(StrEnum):
    """A loaded extract is read; one that is replaced or withdrawn is kept and not read."""

    LOADED = "loaded"
    REPLACED = "replaced"
    WITHDRAWN = "withdrawn"


EXTRACT_STATE_NAMES = {
    ExtractState.LOADED: "Indlæst",
    ExtractState.REPLACED: "Erstattet",
    ExtractState.WITHDRAWN: "Trukket tilbage",
}


class ExtractAct(StrEnum):
    """What was done with an extract after it was loaded."""

    WITHDRAW = "withdraw"
    RESTORE = "restore"


EXTRACT_ACT_NAMES = {ExtractAct.WITHDRAW: "Trukket tilbage", ExtractAct.RESTORE: "Taget i brug igen"}


class LineClass(StrEnum):
    """What kind of money an account is, which decides how it is forecast."""

    FIXED_PAY = "fixed_pay"
    VARIABLE_PAY = "variable_pay"
    CONTRACT = "contract"
    RENT = "rent"
    REFUND = "refund"
    INCOME = "income"
    FEW_PAYMENTS = "few_payments"
    OTHER = "other"
    INTERNAL = "internal"


LINE_CLASS_NAMES = {
    LineClass.FIXED_PAY: "Fast løn",
    LineClass.VARIABLE_PAY: "Variabel løn",
    LineClass.CONTRACT: "Kontrakter",
    LineClass.RENT: "Husleje",
    LineClass.REFUND: "Refusion",
    LineClass.INCOME: "Indtægter",
    LineClass.FEW_PAYMENTS: "Få betalinger",
    LineClass.OTHER: "Øvrige",
    LineClass.INTERNAL: "Interne afregninger",
}


class BudgetKind(StrEnum):
    """Where a budget line comes from; the corrected budget is the sum of them."""

    ORIGINAL = "original"
    SUPPLEMENTARY = "supplementary"
    TRANSFER = "transfer"
    CARRIED = "carried"


BUDGET_KIND_NAMES = {
    BudgetKind.ORIGINAL: "Oprindeligt budget",
    BudgetKind.SUPPLEMENTARY: "Tillægsbevilling",
    BudgetKind.TRANSFER: "Omplacering",
    BudgetKind.CARRIED: "Overført fra året før",
}
