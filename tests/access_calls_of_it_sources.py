"""The addresses of what other systems know of ours, and what is meant by their states."""

from __future__ import annotations

from tests.access_calls import Call, get, post

CALLS: dict[str, dict[str, Call]] = {
    "it_costs:sources": {"": get()},
    "it_costs:source_fetch": {
        "not set up": post(lambda world: (), lambda world: {"kilde": "kitos"}),
        "no such source": post(lambda world: (), lambda world: {"kilde": "x"}),
    },
    "it_costs:source_settle": {
        "keep ours": post(
            lambda world: (), lambda world: {"valg": "vores", "forskel": [world.it_sources.difference.pk]}
        ),
        "nothing chosen": post(lambda world: (), lambda world: {"valg": "kilden"}),
    },
    "it_costs:source_mapping": {
        "": get(),
        "seen again": post(posted=lambda world: {"seen": "0", "felt_vendor": "leverandoer", "vis": "1"}),
        "saved": post(posted=lambda world: {"seen": "0", "felt_vendor": "leverandoer", "gem": "1"}),
        "no such field": post(posted=lambda world: {"seen": "0", "felt_vendor": "findes-ikke", "gem": "1"}),
    },
    "it_costs:source_try": {"not set up": post()},
    "it_costs:source_numbers": {
        "payments": get(query="?kilde=kitos"),
        "not read": get(query="?kilde=topdesk"),
        "no numbers": get(query="?kilde=wired"),
    },
    "it_costs:source_proposals": {
        "payments": get(query="?kilde=kitos"),
        "not read": get(query="?kilde=graph"),
        "counts nothing of a year": get(query="?kilde=topdesk"),
        "nothing chosen": Call(lambda world: (), lambda world: {}, "?kilde=kitos"),
    },
    "it_costs:source_untie": {
        "of another": post(lambda world: (world.it_sources.link.pk,), lambda world: {"fra": ""}),
        "the row's system": post(
            lambda world: (world.it_sources.link.pk,), lambda world: {"fra": str(world.it_sources.link.system_id)}
        ),
    },
    "it_costs:source_new": {
        "KITOS": get(query="?kilde=kitos"),
        "nothing is left": get(query="?kilde=wired"),
        "no such source": get(query="?kilde=x"),
        "nothing chosen": Call(lambda world: (), lambda world: {}, "?kilde=kitos"),
        "all that look like nothing here": Call(lambda world: (), lambda world: {"alle": "ja"}, "?kilde=kitos"),
    },
}
