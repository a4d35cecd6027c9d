"""Who may be chosen in the demo, and in which order they are shown to somebody who does not know whom to be."""

from __future__ import annotations

from collections.abc import Collection

from chefforum.kernel.access.rules import Role

# Names below .example belong to nobody (RFC 2606), so no real person can be taken for one of the demo's.
DEMO_ADDRESSES = ".example"

DEMO_GROUPS: tuple[tuple[str, frozenset[Role]], ...] = (
    ("Forbereder møder og skriver sager", frozenset({Role.SECRETARIAT, Role.CASE_AUTHOR})),
    (
        "Passer økonomi, it og andre fagområder",
        frozenset(
            {
                Role.CONTROLLER,
                Role.IT_MANAGER,
                Role.SURVEY_ADMINISTRATOR,
                Role.JOB_CONSULTANT,
                Role.PREPAREDNESS_COORDINATOR,
            }
        ),
    ),
    ("Leder en arbejdsplads", frozenset({Role.WORKPLACE_LEADER})),
    ("Administrerer og reviderer", frozenset({Role.ADMINISTRATOR, Role.AUDITOR})),
)
FORUM_GROUP = "Sidder i et forum"


def is_of_the_demo(email: str) -> bool:
    return email.lower().endswith(DEMO_ADDRESSES)


def demo_group(roles: Collection[Role]) -> str:
    """The heading that a person of the demo stands under: by the first role that has one, else by the seat."""
    return next((heading for heading, fitting in DEMO_GROUPS if fitting & set(roles)), FORUM_GROUP)


def demo_headings() -> tuple[str, ...]:
    """The headings as they are shown: those who prepare, those who sit in the forum, and then the others."""
    first, *others = (heading for heading, _ in DEMO_GROUPS)
    return (first, FORUM_GROUP, *others)
