"""Who may do what with how our costs of technology stand beside others'.

| who                                        | position | base, groups | keeps, freezes | whole country |
|--------------------------------------------|----------|--------------|----------------|---------------|
| who reads all costs of technology          | reads    | reads        | –              | –             |
| coordinator: IT manager over the whole     | reads    | reads        | yes            | –             |
| coordinator where the exchange is operated | reads    | reads        | yes            | reads         |
| everybody else who works here              | –        | –            | –              | –             |

Whether the exchange is operated here is a setting (CHEFFORUM_EXCHANGE_OPERATOR); nowhere, where nobody said so. The
file's schema is public.
"""

from __future__ import annotations

from django.conf import settings

from chefforum.kernel.access.rules import Actor, Role, Rule
from chefforum.modules.it_costs.access import reads_all_costs


def is_coordinator(actor: Actor) -> bool:
    return actor.has_role_over_all(Role.IT_MANAGER)


def sees_the_country(actor: Actor) -> bool:
    return bool(settings.EXCHANGE_OPERATOR) and is_coordinator(actor)


READ = Rule("it_benchmark.read", "se, hvordan vi ligger ved siden af andre", reads_all_costs)
KEEP = Rule("it_benchmark.keep", "holde it-benchmark", is_coordinator)
SEE_COUNTRY = Rule("it_benchmark.country", "se hele landets it", sees_the_country)
