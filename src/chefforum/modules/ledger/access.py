"""Who reads and keeps the ledger.

| what                                   | controller, whole | controller, part | leader          | auditor        |
|----------------------------------------|-------------------|------------------|-----------------|----------------|
| amounts, postings, budget, positions   | all, closed too   | the part         | unit and below  | the part       |
| what maps to no unit                   | all               | –                | –               | over the whole |
| extracts, totals, rejected lines       | reads             | –                | –               | over the whole |
| accounts, line classes, closed months  | reads             | reads            | reads           | reads          |
| loading, mapping, naming, closing      | does              | –                | –               | –              |

The whole is every unit at the top of the organisation, and then also those that are closed. Who leads a unit reads all
below it. Administrators give out roles and read no amounts.
"""

from __future__ import annotations

from uuid import UUID

from chefforum.kernel.access.rules import AccessDenied, Actor, Role, Rule, has_any
from chefforum.kernel.organisation.models import UnitPeriod

READERS = (Role.CONTROLLER, Role.WORKPLACE_LEADER, Role.AUDITOR)
READERS_OF_ALL = (Role.CONTROLLER, Role.AUDITOR)
READ_LEDGER = Rule("ledger.read", "se regnskabet", has_any(*READERS))
READ_EXTRACTS = Rule("ledger.read_extracts", "se indlæste udtræk", has_any(Role.CONTROLLER, Role.AUDITOR))
KEEP_LEDGER = Rule("ledger.keep", "indlæse og passe regnskabet", has_any(Role.CONTROLLER))


def visible_units(actor: Actor | None) -> frozenset[UUID] | None:
    """The units whose amounts the actor reads; None: every one, also those that are closed. Without an actor it is the
    house itself that asks."""
    if actor is None or any(actor.has_role_over_all(role) for role in READERS_OF_ALL):
        return None
    return frozenset().union(*(actor.units.get(role, frozenset()) for role in READERS))


def reads_whole(actor: Actor | None) -> bool:
    """Whether the actor reads all amounts, also those of no unit. One query."""
    return actor is None or _holds_top(actor, *READERS_OF_ALL)


def keeps_ledger(actor: Actor) -> bool:
    """Whether the actor loads and keeps the ledger. One query."""
    return _holds_top(actor, Role.CONTROLLER)


def require_keeper(actor: Actor) -> None:
    """Raises AccessDenied for all but controllers over the whole organisation."""
    if not keeps_ledger(actor):
        raise AccessDenied("Du har ikke adgang til at indlæse og passe regnskabet for hele kommunen.")


def require_reader_of_whole(actor: Actor | None) -> None:
    """Raises AccessDenied for all but controllers and auditors over the whole organisation."""
    if not reads_whole(actor):
        raise AccessDenied("Du har ikke adgang til at se regnskabet for hele kommunen.")


def _holds_top(actor: Actor, *roles: Role) -> bool:
    if actor.everything:
        return True
    held: frozenset[UUID] = frozenset().union(*(actor.units.get(role, frozenset()) for role in roles))
    if not held:
        return False
    tops = set(UnitPeriod.objects.filter(parent__isnull=True, valid_to__isnull=True).values_list("unit_id", flat=True))
    return bool(tops) and tops <= held
