"""Writing: opening cases and loading KLE."""

from .cases import case_for
from .kle import BadKleFile, KleReceipt, load_kle

__all__ = ["BadKleFile", "KleReceipt", "case_for", "load_kle"]
