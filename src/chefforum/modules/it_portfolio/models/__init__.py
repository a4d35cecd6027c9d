"""The tables of it_portfolio, by what they hold."""

from .plan import Milestone, PlanChange, PlanDependency, PlanItem, PlanItemSystem
from .readiness import DependencyCheck
from .report import FrozenReport, ReportText

__all__ = [
    "DependencyCheck",
    "FrozenReport",
    "Milestone",
    "PlanChange",
    "PlanDependency",
    "PlanItem",
    "PlanItemSystem",
    "ReportText",
]
