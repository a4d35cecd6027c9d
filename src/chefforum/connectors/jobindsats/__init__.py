"""Public figures of employment from Jobindsats (api.jobindsats.dk, version 3 or 2): asked, or read from a saved answer.

What comes is a value, checked whole: an answer that is cut, changed or odd is refused and never taken in part.
"""

from .answers import Answer, PublicRow, answer_of, answer_of_table, periods_of
from .client import ADDRESS, Client
from .errors import (
    JobindsatsError,
    NoFigures,
    NotAllowed,
    NotReached,
    NotSetUp,
    StrangeAnswer,
    UnknownPeriod,
    UnknownTable,
)

__all__ = [
    "ADDRESS",
    "Answer",
    "Client",
    "JobindsatsError",
    "NoFigures",
    "NotAllowed",
    "NotReached",
    "NotSetUp",
    "PublicRow",
    "StrangeAnswer",
    "UnknownPeriod",
    "UnknownTable",
    "answer_of",
    "answer_of_table",
    "periods_of",
]
