"""Places, targets, placements and what came of them, task lists, consultants, and the law's rules by date."""

from .changes import PlacementChange, Publication, ReferenceSeries
from .consultants import Consultant, ConsultantService, Contact
from .dated_rules import DatedRule, DurationLimit, NetExpansionRule, OutcomeDefinition, ReasonablenessRule
from .placement import Outcome, Placement
from .places import (
    EmployeeCount,
    EmptySpell,
    JobType,
    Place,
    RepresentativeStatement,
    StartWindow,
    Workplace,
)
from .public_figures import PublicExtract, PublicFigure
from .sharing import Task, TaskList, TaskListUse
from .targets import KeyShare, StaffingKey, Target, TargetRound, TargetShare

__all__ = [
    "Consultant",
    "ConsultantService",
    "Contact",
    "DatedRule",
    "DurationLimit",
    "EmployeeCount",
    "EmptySpell",
    "JobType",
    "KeyShare",
    "NetExpansionRule",
    "Outcome",
    "OutcomeDefinition",
    "Place",
    "Placement",
    "PlacementChange",
    "PublicExtract",
    "PublicFigure",
    "Publication",
    "ReasonablenessRule",
    "ReferenceSeries",
    "RepresentativeStatement",
    "StaffingKey",
    "StartWindow",
    "Target",
    "TargetRound",
    "TargetShare",
    "Task",
    "TaskList",
    "TaskListUse",
    "Workplace",
]
