"""What leaders enter and assess, the rounds that freeze it, and the dated tables that fixed pay is reckoned from."""

from .assessment import Assessment, AssessmentStep, DeviationNote, Rhythm, RollOutStep
from .entry import CategoryRate, Entry, EntryCategory, EntryChange, EntryMonth, Override
from .pay_table import PayTable
from .round import FrozenFigure, Round
from .run import Backtest, ForecastRun, MethodChoice
from .selection import RefundRule, Selection, SelectionRule
from .sharing import SharedNote

__all__ = [
    "Assessment",
    "AssessmentStep",
    "Backtest",
    "CategoryRate",
    "DeviationNote",
    "Entry",
    "EntryCategory",
    "EntryChange",
    "EntryMonth",
    "ForecastRun",
    "FrozenFigure",
    "MethodChoice",
    "Override",
    "PayTable",
    "RefundRule",
    "Rhythm",
    "RollOutStep",
    "Round",
    "Selection",
    "SelectionRule",
    "SharedNote",
]
