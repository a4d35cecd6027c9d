"""Readiness is read by everybody who works here; the report is kroner from end to end, for who reads all costs."""

from __future__ import annotations

from chefforum.kernel.access.rules import Rule
from chefforum.modules.it_costs.access import reads_all_costs

READ_READINESS = Rule("it_portfolio.readiness", "se, hvad der er parat", lambda actor: actor.is_signed_in)
READ_REPORT = Rule("it_portfolio.report", "læse rapporten", reads_all_costs)
