"""The files that the forecast makes."""

from .sheet import sheet_workbook

__all__ = ["sheet_workbook"]
