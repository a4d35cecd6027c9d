"""The tables of it_portfolio."""

from .competences import Competence, CompetenceHeld, CompetenceNeed, KeyPerson, UpskillingStep
from .compliance import ComplianceAnswer
from .overlaps import NeedQuestion, OverlapVerdict
from .plan import Milestone, PlanChange, PlanDependency, PlanItem, PlanItemSystem
from .readiness import DependencyCheck
from .report import FrozenReport, ReportText
from .scenarios import ConsolidationScenario, ScenarioStatusChange, ScenarioSystem, ScenarioVersion
from .selection import SelectedSystem, SelectionDecision, SelectionDraft, SelectionRun
from .steering_group import SteeringGroup, SteeringGroupMember

__all__ = [
    "Competence",
    "CompetenceHeld",
    "CompetenceNeed",
    "ComplianceAnswer",
    "ConsolidationScenario",
    "DependencyCheck",
    "FrozenReport",
    "KeyPerson",
    "Milestone",
    "NeedQuestion",
    "OverlapVerdict",
    "PlanChange",
    "PlanDependency",
    "PlanItem",
    "PlanItemSystem",
    "ReportText",
    "ScenarioStatusChange",
    "ScenarioSystem",
    "ScenarioVersion",
    "SelectedSystem",
    "SelectionDecision",
    "SelectionDraft",
    "SelectionRun",
    "SteeringGroup",
    "SteeringGroupMember",
    "UpskillingStep",
]
