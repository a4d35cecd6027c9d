"""The ledger's tables in the database: where files came from and how they are understood. The lines lie in the lake."""

from .accounts import Account, AccountDimension, CostCentreMapping, LineClassRule
from .closing import LedgerClosing
from .extracts import ColumnMapping, Extract, ExtractStep, SourceSystem

__all__ = [
    "Account",
    "AccountDimension",
    "ColumnMapping",
    "CostCentreMapping",
    "Extract",
    "ExtractStep",
    "LedgerClosing",
    "LineClassRule",
    "SourceSystem",
]
