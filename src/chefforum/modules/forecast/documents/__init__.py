"""Files that the forecast writes: the leader's sheet to be filled in, and an area's expected year."""

from .area import area_document, area_workbook, title_of
from .sheet import sheet_workbook

__all__ = ["area_document", "area_workbook", "sheet_workbook", "title_of"]
