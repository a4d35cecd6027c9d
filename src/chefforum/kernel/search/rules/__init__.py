"""How searching works, without a database: words, queries, who finds what, and what is marked in a hit."""

from .audience import (
    SIGNED_IN_KEY,
    audience_keys,
    group_key,
    group_role_key,
    person_key,
    role_key,
    role_over_key,
    role_over_person_key,
    seated_person_key,
    secretariat_key,
)

__all__ = [
    "SIGNED_IN_KEY",
    "audience_keys",
    "group_key",
    "group_role_key",
    "person_key",
    "role_key",
    "role_over_key",
    "role_over_person_key",
    "seated_person_key",
    "secretariat_key",
]
