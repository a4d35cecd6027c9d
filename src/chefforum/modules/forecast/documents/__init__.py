"""Files that the forecast writes: the leader's sheet to be filled in, an area's expected year, what deviates, and dated
tables."""

from .area import area_document, area_workbook, title_of
from .deviations import deviations_document, deviations_workbook, title_of_deviations
from .rule_tables import TABLE_TITLES, dated_table
from .sheet import sheet_workbook

__all__ = [
    "TABLE_TITLES",
    "area_document",
    "area_workbook",
    "dated_table",
    "deviations_document",
    "deviations_workbook",
    "sheet_workbook",
    "title_of",
    "title_of_deviations",
]
