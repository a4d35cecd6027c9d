"""What others ask the ledger: see README.md for the list. Nothing outside this room reads its tables or its lake."""

from ..lake.sorting import NONE, Patterns
from ..rules.words import LINE_CLASS_NAMES, LineClass
from .accounts import accounts_by_code, line_classes
from .budgets import BudgetLines, budget_of
from .closing import closed_through, first_period, loaded_now
from .cube import Cube, cube, months_of_unit
from .positions import absences_of, positions_of
from .postings import PostingPage, PostingRow, postings_of
from .reading import coded_now
from .sorting import SortedPage, SortedPosting, SortedSum, posted_years, sorted_postings, sorted_sums
from .unmapped import UnmappedCode, unmapped

__all__ = [
    "LINE_CLASS_NAMES",
    "NONE",
    "BudgetLines",
    "Cube",
    "LineClass",
    "Patterns",
    "PostingPage",
    "PostingRow",
    "SortedPage",
    "SortedPosting",
    "SortedSum",
    "UnmappedCode",
    "absences_of",
    "accounts_by_code",
    "budget_of",
    "closed_through",
    "coded_now",
    "cube",
    "first_period",
    "line_classes",
    "loaded_now",
    "months_of_unit",
    "positions_of",
    "posted_years",
    "postings_of",
    "sorted_postings",
    "sorted_sums",
    "unmapped",
]
