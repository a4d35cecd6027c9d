"""The tables of it_portfolio."""

from .overlaps import NeedQuestion, OverlapVerdict
from .scenarios import ConsolidationScenario, ScenarioStatusChange, ScenarioSystem, ScenarioVersion
from .selection import SelectedSystem, SelectionDecision, SelectionDraft, SelectionRun
from .steering_group import SteeringGroup, SteeringGroupMember

__all__ = [
    "ConsolidationScenario",
    "NeedQuestion",
    "OverlapVerdict",
    "ScenarioStatusChange",
    "ScenarioSystem",
    "ScenarioVersion",
    "SelectedSystem",
    "SelectionDecision",
    "SelectionDraft",
    "SelectionRun",
    "SteeringGroup",
    "SteeringGroupMember",
]
