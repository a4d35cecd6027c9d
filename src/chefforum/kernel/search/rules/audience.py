"""Who finds an entry: entry and actor each have keys, and one in common is enough."""

from __future__ import annotations

from uuid import UUID

from chefforum.kernel.access.rules import Actor, Role

SIGNED_IN_KEY = "signed_in"
ROLES_OVER_UNITS = (Role.CASE_AUTHOR, Role.WORKPLACE_LEADER, Role.IT_MANAGER)


def group_key(group_id: UUID) -> str:
    """Everybody with a seat in the group, and those who stand in for them."""
    return f"group:{group_id}"


def group_role_key(group_id: UUID, role: str) -> str:
    """Those who hold one role in the group ("chair", "secretary")."""
    return f"group:{group_id}:{role}"


def secretariat_key(unit_id: UUID) -> str:
    """Secretariats whose part of the organisation holds the unit: give the unit that owns the forum."""
    return f"secretariat:{unit_id}"


def role_key(role: Role) -> str:
    """Whoever holds the role anywhere in the organisation."""
    return f"role:{role.value}"


def role_over_all_key(role: Role) -> str:
    """Those who hold the role over the whole organisation."""
    return f"role:{role.value}:all"


def role_over_key(role: Role, unit_id: UUID) -> str:
    """Those who hold the role over the unit: for the roles in `ROLES_OVER_UNITS`."""
    return f"{role.value}:{unit_id}"


def role_over_person_key(role: Role, unit_id: UUID, person_id: UUID) -> str:
    """One person, as long as they hold the role over the unit, their own or a borrowed one."""
    return f"{role.value}:{unit_id}:person:{person_id}"


def person_key(person_id: UUID) -> str:
    """One person, never those who stand in for them."""
    return f"person:{person_id}"


def seated_person_key(group_id: UUID, person_id: UUID) -> str:
    """One person, as long as they have a seat in the group, their own or a borrowed one."""
    return f"group:{group_id}:person:{person_id}"


def audience_keys(actor: Actor) -> frozenset[str] | None:
    """Every key that the actor has; None for the command line, which finds everything."""
    if actor.everything:
        return None
    if not actor.is_signed_in:
        return frozenset()
    keys = {SIGNED_IN_KEY}
    if actor.person_id:
        keys.add(person_key(actor.person_id))
    for role, group_ids in actor.groups.items():
        for group_id in group_ids:
            keys |= {group_key(group_id), group_role_key(group_id, role)}
            if actor.person_id:
                keys.add(seated_person_key(group_id, actor.person_id))
    keys |= {role_key(role) for role, units in actor.units.items() if units}
    keys |= {role_over_all_key(role) for role in actor.over_all}
    keys |= {secretariat_key(unit_id) for unit_id in actor.units.get(Role.SECRETARIAT, ())}
    for role in ROLES_OVER_UNITS:
        for unit_id in actor.units.get(role, ()):
            keys.add(role_over_key(role, unit_id))
            if actor.person_id:
                keys.add(role_over_person_key(role, unit_id, actor.person_id))
    return frozenset(keys)
