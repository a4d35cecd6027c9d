"""Who may do what with which systems to look into, keep, join and replace: a file for each part.

The coordinator is the IT manager over the whole, as in it_costs.
"""

from .competences import ASK_COMPETENCES, READ_COMPETENCES, may_count, units_of_competences
from .compliance import (
    ASK_COMPLIANCE,
    LOAD_ANSWERS,
    READ_ALL_COMPLIANCE,
    READ_COMPLIANCE,
    may_answer,
    may_see_compliance,
    reads_all_compliance,
    units_of_compliance,
)
from .coordinator import KEEP, READ, READERS, is_coordinator, refuse_unless
from .overlaps import may_judge
from .plan import READ_PLAN, may_say_state, require_state, sees_money_of
from .report import READ_READINESS, READ_REPORT

__all__ = [
    "ASK_COMPETENCES",
    "ASK_COMPLIANCE",
    "KEEP",
    "LOAD_ANSWERS",
    "READ",
    "READERS",
    "READ_ALL_COMPLIANCE",
    "READ_COMPETENCES",
    "READ_COMPLIANCE",
    "READ_PLAN",
    "READ_READINESS",
    "READ_REPORT",
    "is_coordinator",
    "may_answer",
    "may_count",
    "may_judge",
    "may_say_state",
    "may_see_compliance",
    "reads_all_compliance",
    "refuse_unless",
    "require_state",
    "sees_money_of",
    "units_of_competences",
    "units_of_compliance",
]
