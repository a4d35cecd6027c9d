"""Invented books of a municipality, as its economy and payroll systems would deliver them: for demo, tests and benches.

The same seed gives the same books to the øre. See README.md.
"""

from .files import FORMS, write_books, write_organisation
from .lake import write_lake
from .making import Books, make_books
from .sizes import FULL, Size, demo_size
from .town import Town, invented_town, lindeby

__all__ = [
    "FORMS",
    "FULL",
    "Books",
    "Size",
    "Town",
    "demo_size",
    "invented_town",
    "lindeby",
    "make_books",
    "write_books",
    "write_lake",
    "write_organisation",
]
