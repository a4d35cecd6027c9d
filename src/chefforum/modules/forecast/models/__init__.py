"""What leaders enter and assess, the rounds that freeze it, and the dated tables that fixed pay is reckoned from."""

from .assessment import Assessment, AssessmentStep, DeviationNote, Rhythm, RollOutStep
from .entry import CategoryRate, Entry, EntryCategory, EntryChange, EntryMonth, Override
from .pay_table import PayTable
from .round import FrozenFigure, Round

__all__ = [
    "Assessment",
    "AssessmentStep",
    "CategoryRate",
    "DeviationNote",
    "Entry",
    "EntryCategory",
    "EntryChange",
    "EntryMonth",
    "FrozenFigure",
    "Override",
    "PayTable",
    "Rhythm",
    "RollOutStep",
    "Round",
]
