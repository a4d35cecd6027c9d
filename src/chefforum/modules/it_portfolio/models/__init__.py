"""The tables of it_portfolio, by what they hold."""

from .competences import Competence, CompetenceHeld, CompetenceNeed, KeyPerson, UpskillingStep
from .compliance import ComplianceAnswer

__all__ = ["Competence", "CompetenceHeld", "CompetenceNeed", "ComplianceAnswer", "KeyPerson", "UpskillingStep"]
