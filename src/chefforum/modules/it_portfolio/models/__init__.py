"""The tables of it_portfolio."""

from .selection import SelectedSystem, SelectionDecision, SelectionDraft, SelectionRun
from .steering_group import SteeringGroup, SteeringGroupMember

__all__ = [
    "SelectedSystem",
    "SelectionDecision",
    "SelectionDraft",
    "SelectionRun",
    "SteeringGroup",
    "SteeringGroupMember",
]
