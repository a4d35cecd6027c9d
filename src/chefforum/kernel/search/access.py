"""Who may search, and what each finds.

| who                          | finds                                                                        |
|------------------------------|------------------------------------------------------------------------------|
| everybody who is signed in   | entries whose audience has a key in common with theirs (rules/audience.py)   |
| the command line             | everything                                                                   |

The keys are labels in the index itself, and part of every query: what is not for the actor is never fetched, ranked
or counted.
"""

from __future__ import annotations

from chefforum.kernel.access.rules import SIGNED_IN, Actor, Role, Rule, has_any

from .models import AudienceKey
from .rules.audience import audience_keys
from .rules.labels import audience_label

SEARCH = Rule("search.search", "søge", SIGNED_IN.allows)
REBUILD = Rule("search.rebuild", "bygge søgeindekset op på ny", has_any(Role.ADMINISTRATOR))


def labels_for(actor: Actor) -> list[str] | None:
    """The labels that let the actor find an entry; None for everything, an empty list for nothing."""
    keys = audience_keys(actor)
    if keys is None:
        return None
    in_use = AudienceKey.objects.filter(key__in=keys).order_by("key")
    return [audience_label(key) for key in in_use.values_list("key", flat=True)]
