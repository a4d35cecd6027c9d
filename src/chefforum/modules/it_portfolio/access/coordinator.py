"""Who keeps the portfolio, and who reads selections and the steering group.

| who                                     | the chosen | selections, steering group | what costs brought  | decides |
|-----------------------------------------|------------|----------------------------|---------------------|---------|
| everybody who works here                | reads      | –                          | –                   | –       |
| leader, IT manager, controller, auditor | reads      | reads                      | who reads all costs | –       |
| coordinator                             | reads      | reads                      | yes                 | yes     |

A selection weighs costs, and points on a fixed scale tell kroner. Who does not read all costs therefore sees the list,
the points of the other criteria, and what they come to without costs: no sums, distances, frequencies or kroner, from
which the rest could be worked out. A bilag shows them only where the coordinator has said so.
"""

from __future__ import annotations

from chefforum.kernel.access.rules import AccessDenied, Actor, Role, Rule, has_any

READERS = (Role.WORKPLACE_LEADER, Role.IT_MANAGER, Role.CONTROLLER, Role.AUDITOR)


def is_coordinator(actor: Actor) -> bool:
    return actor.has_role_over_all(Role.IT_MANAGER)


KEEP = Rule("it_portfolio.keep", "holde it-porteføljen", is_coordinator)
READ = Rule("it_portfolio.read", "se it-porteføljen", has_any(*READERS))


def refuse_unless(is_allowed: bool, words: str) -> None:
    """Raises AccessDenied."""
    if not is_allowed:
        raise AccessDenied(f"Du har ikke adgang til at {words}.")
