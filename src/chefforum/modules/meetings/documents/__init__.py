"""The documents that meetings make, a file for each: values that kernel/documents writes as PDF, Word and more."""

from .actions import ACTION_FORMATS, actions_document, actions_table
from .minutes import FORMATS, PUBLIC_FORMATS, PUBLIC_KIND, minutes_document
from .statistics import numbers_of, statistics_document
from .themes import THEME_FORMATS, themes_document

__all__ = [
    "ACTION_FORMATS",
    "FORMATS",
    "PUBLIC_FORMATS",
    "PUBLIC_KIND",
    "THEME_FORMATS",
    "actions_document",
    "actions_table",
    "minutes_document",
    "numbers_of",
    "statistics_document",
    "themes_document",
]
