"""Who acts, and what that lets them do: pure values, asked by pages, services, search and feeds alike."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID


class Role(StrEnum):
    """A role is held over a part of the organisation: a unit and everything below it."""

    SECRETARIAT = "secretariat"
    CASE_AUTHOR = "case_author"
    WORKPLACE_LEADER = "workplace_leader"
    CONTROLLER = "controller"
    IT_MANAGER = "it_manager"
    SURVEY_ADMINISTRATOR = "survey_administrator"
    JOB_CONSULTANT = "job_consultant"
    PREPAREDNESS_COORDINATOR = "preparedness_coordinator"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"


ROLE_NAMES = {
    Role.SECRETARIAT: "Sekretariat",
    Role.CASE_AUTHOR: "Sagsforfatter",
    Role.WORKPLACE_LEADER: "Leder af arbejdsplads",
    Role.CONTROLLER: "Controller",
    Role.IT_MANAGER: "It-ansvarlig",
    Role.SURVEY_ADMINISTRATOR: "Måleansvarlig",
    Role.JOB_CONSULTANT: "Virksomhedskonsulent",
    Role.PREPAREDNESS_COORDINATOR: "Beredskabskoordinator",
    Role.AUDITOR: "Revisor",
    Role.ADMINISTRATOR: "Administrator",
}


class AccessDenied(Exception):
    """The person may not do this; pages answer 403, the command line says why."""


@dataclass(frozen=True)
class Actor:
    """Somebody who acts on a date, with every right they have then, their own and those they stand in for.

    `units` holds, per role, every unit that the role covers (the unit named and all below it). `groups` holds, per role
    in a group, the groups, `forum_ids` those of them that are forums. `over_all` are the roles that cover the whole
    organisation. `standing_in_for` are the persons whose rights
    are borrowed. `everything` is the command line's: whoever may run programs on the server can read the database
    anyway.
    """

    person_id: UUID | None
    name: str
    units: dict[Role, frozenset[UUID]] = field(default_factory=dict)
    groups: dict[str, frozenset[UUID]] = field(default_factory=dict)
    forum_ids: frozenset[UUID] = frozenset()
    standing_in_for: tuple[str, ...] = ()
    everything: bool = False
    over_all: frozenset[Role] = frozenset()

    @classmethod
    def nobody(cls) -> Actor:
        return cls(person_id=None, name="")

    @classmethod
    def command_line(cls) -> Actor:
        return cls(person_id=None, name="Kommandolinjen", everything=True)

    @property
    def is_signed_in(self) -> bool:
        return self.person_id is not None or self.everything

    def has_role(self, *roles: Role) -> bool:
        """Holds one of the roles anywhere in the organisation."""
        return self.everything or any(self.units.get(role) for role in roles)

    def has_role_over(self, unit_id: UUID, *roles: Role) -> bool:
        """Holds one of the roles over this unit."""
        return self.everything or any(unit_id in self.units.get(role, ()) for role in roles)

    def has_role_over_all(self, role: Role) -> bool:
        return self.everything or role in self.over_all

    def is_in_group(self, group_id: UUID) -> bool:
        return any(group_id in ids for ids in self.groups.values())

    @property
    def group_ids(self) -> frozenset[UUID]:
        return frozenset().union(*self.groups.values()) if self.groups else frozenset()


@dataclass(frozen=True)
class Rule:
    """A right with a name, the words for it, and the question that decides it from the actor alone."""

    name: str
    danish: str
    allows: Callable[[Actor], bool]

    def require(self, actor: Actor) -> None:
        """Raises AccessDenied, in words for the person, where the actor has not the right."""
        if not self.allows(actor):
            raise AccessDenied(f"Du har ikke adgang til at {self.danish}.")


def has_any(*roles: Role) -> Callable[[Actor], bool]:
    return lambda actor: actor.has_role(*roles)


PUBLIC = Rule("public", "se siden", lambda actor: True)
SIGNED_IN = Rule("signed_in", "se siden", lambda actor: actor.is_signed_in)
