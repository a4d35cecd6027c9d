"""Who may see which case, and who may load KLE.

| who                                   | case's number and KLE subject | its content            | load KLE |
|---------------------------------------|-------------------------------|------------------------|----------|
| may see something that belongs to it  | sees                          | sees what is theirs    | –        |
| secretariat, case author, auditor     | sees                          | sees what is theirs    | –        |
| administrator                         | –                             | –                      | yes      |
| everybody else                        | –                             | –                      | –        |

The choice: those who journal and those who audit find every journal number, since a number in use must not be given
twice; a number and its KLE subject say what sort of case it is, never what it is about. The title of a case may come
from a confidential item, so only the titles of content that the actor may see are shown or searched.
"""

from __future__ import annotations

from django.db.models import Q, QuerySet

from chefforum.kernel.access.rules import SIGNED_IN, Actor, Role, Rule, has_any

from .models import Case
from .registry import case_contents

SEE_CASES = Rule("cases.see", "se sager", SIGNED_IN.allows)
OPEN_CASES = Rule("cases.open", "oprette sager", has_any(Role.SECRETARIAT, Role.CASE_AUTHOR))
LOAD_KLE = Rule("cases.load_kle", "indlæse KLE", has_any(Role.ADMINISTRATOR))

_SEES_ALL_NUMBERS = has_any(Role.SECRETARIAT, Role.CASE_AUTHOR, Role.AUDITOR)


def visible_to(actor: Actor) -> QuerySet[Case]:
    """Cases that the actor may know of."""
    if not actor.is_signed_in:
        return Case.objects.none()
    if _SEES_ALL_NUMBERS(actor):
        return Case.objects.all()
    return Case.objects.filter(with_content(actor))


def with_content(actor: Actor, text: str = "") -> Q:
    """Cases where the actor may see something whose title contains the text."""
    condition = Q(pk__in=[])
    for content in case_contents():
        condition |= Q(pk__in=content.case_ids(actor, text))
    return condition
