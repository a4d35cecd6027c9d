"""Who sees which figure.

| who                         | in the list   | living value                 | frozen value                     |
|-----------------------------|---------------|------------------------------|----------------------------------|
| whom the figure's rule lets | yes           | computed with their rights   | wherever the text that has it is |
| everybody else              | no            | as if there were no figure   | wherever the text that has it is |
"""

from __future__ import annotations

from chefforum.kernel.access.rules import SIGNED_IN, Actor, Rule

from .registry import Figure, figures

SEE_FIGURES = Rule("figures.see", "se tal", SIGNED_IN.allows)


def visible_to(actor: Actor) -> tuple[Figure, ...]:
    """The figures that the actor may see, by title."""
    if not actor.is_signed_in:
        return ()
    return tuple(sorted((one for one in figures().values() if one.rule.allows(actor)), key=lambda one: one.title))
