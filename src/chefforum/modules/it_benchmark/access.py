"""Who may do what with how our costs of technology stand beside others.

The coordinator is the IT manager over the whole, as in it_costs.
"""

from __future__ import annotations

from chefforum.kernel.access.rules import Actor, Role, Rule


def is_coordinator(actor: Actor) -> bool:
    return actor.has_role_over_all(Role.IT_MANAGER)


KEEP = Rule("it_benchmark.keep", "holde it-benchmark", is_coordinator)
