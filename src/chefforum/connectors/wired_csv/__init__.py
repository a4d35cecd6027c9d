"""Wired Relations by file: it has no public interface, so a list of systems saved from it as CSV or XLSX is read.

Wired takes systems from KITOS by hand and does not delete what KITOS deleted, so one may stand in Wired alone.
"""

from .reading import WiredList, WiredRow, only_in_wired, rows_of

__all__ = ["WiredList", "WiredRow", "only_in_wired", "rows_of"]
