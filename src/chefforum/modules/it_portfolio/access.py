"""Who may do what with which systems to look into, keep, join and replace.

The coordinator is the IT manager over the whole, as in it_costs.

| who                                        | the chosen systems | selections, steering group | kroner, and what shows them | decides |
|--------------------------------------------|--------------------|----------------------------|-----------------------------|---------|
| everybody who works here                   | reads              | –                          | –                           | –       |
| leader, IT manager, controller, auditor    | reads              | reads                      | who reads all costs         | –       |
| coordinator                                | reads              | reads                      | yes                         | yes     |
"""

from __future__ import annotations

from chefforum.kernel.access.rules import Actor, Role, Rule, has_any

READERS = (Role.WORKPLACE_LEADER, Role.IT_MANAGER, Role.CONTROLLER, Role.AUDITOR)


def is_coordinator(actor: Actor) -> bool:
    return actor.has_role_over_all(Role.IT_MANAGER)


KEEP = Rule("it_portfolio.keep", "holde it-porteføljen", is_coordinator)
READ = Rule("it_portfolio.read", "se it-porteføljen", has_any(*READERS))
