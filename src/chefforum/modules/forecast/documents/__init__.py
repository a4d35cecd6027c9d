"""Files that the forecast writes: the leader's sheet to be filled in, an area's expected year, and dated tables."""

from .area import area_document, area_workbook, title_of
from .rule_tables import TABLE_TITLES, dated_table
from .sheet import sheet_workbook

__all__ = ["TABLE_TITLES", "area_document", "area_workbook", "dated_table", "sheet_workbook", "title_of"]
