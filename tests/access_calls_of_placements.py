"""The addresses of placements, and what is meant by their states."""

from __future__ import annotations

from tests.access_calls import NOTHING_THERE, Call, get, post
from tests.world import World


def shared(world: World) -> tuple[object, ...]:
    return (world.placements.task_list.pk,)


def own(world: World) -> tuple[object, ...]:
    return (world.placements.own_task_list.pk,)


def department(world: World) -> tuple[object, ...]:
    return (world.lindeby.units["3000"].pk,)


def consultant(world: World) -> tuple[object, ...]:
    return (world.placements.consultant.pk,)


CALLS: dict[str, dict[str, Call]] = {
    "placements:overview": {
        "": get(),
        "types of job": get(query="?vis=stillinger"),
        "workplaces": get(query="?vis=arbejdssteder&type=internship"),
        "year for year": get(query="?vis=aar-for-aar"),
        "nonsense": get(query="?vis=alt&aar=1066&type=ferie"),
    },
    "placements:department": {"": get(department), "does not exist": NOTHING_THERE},
    "placements:task_lists": {"": get(), "own": get(query="?egne=on")},
    "placements:task_list_new": {
        "": get(),
        "no list": get(query="?fra=vejr"),
        "a list that does not exist": get(query="?fra=00000000-0000-4000-8000-000000000000"),
    },
    "placements:task_list": {"shared": get(shared), "the school's own": get(own), "does not exist": NOTHING_THERE},
    "placements:task_list_change": {
        "shared": get(shared),
        "the school's own": get(own),
        "does not exist": NOTHING_THERE,
    },
    "placements:task_list_share": {
        "shared": post(shared),
        "the school's own": post(own, lambda world: {"del": "1"}),
    },
    "placements:task_list_remove": {"shared": post(shared), "the school's own": post(own)},
    "placements:task_list_use": {"shared": post(shared), "the school's own": post(own)},
    "placements:consultants": {"": get()},
    "placements:consultant": {
        "": get(consultant),
        "asked": post(consultant),
        "does not exist": get(lambda world: (0,)),
    },
    "placements:consultant_new": {"": get()},
    "placements:consultant_keep": {"": get(consultant), "does not exist": get(lambda world: (0,))},
    "placements:service_end": {
        "": post(lambda world: (world.placements.consultant.pk, world.placements.consultant.services.get().pk)),
        "does not exist": post(lambda world: (world.placements.consultant.pk, 0)),
    },
    "placements:contact_settle": {
        "held": post(lambda world: (world.placements.contact.pk,), lambda world: {"act": "held"}),
        "no act": post(lambda world: (world.placements.contact.pk,)),
        "does not exist": post(lambda world: (0,), lambda world: {"act": "held"}),
    },
}
