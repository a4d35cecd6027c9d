"""What is meant by each state of the ledger's addresses in the access matrix."""

from __future__ import annotations

from chefforum.modules.ledger.queries.mappings import standing
from tests.access_calls import NOTHING_THERE, Call, get, post
from tests.world import NO_SUCH_ID, World
from tests.world_of_ledger import SYSTEM


def changed_mapping(world: World) -> dict[str, str]:
    """What is posted by who saw the mapping before it became what it is."""
    return {"enhed": str(world.ledger.mapping.unit_id), "fra": "2026-01-01", "seen": "en anden"}


KNOWN = f"?tabel=postings&system={SYSTEM}"

CALLS: dict[str, dict[str, Call]] = {
    "ledger:books": {"": get()},
    "ledger:postings": {"": get(), "of no unit that is seen": get(query="?enhed=00000000-0000-4000-8000-000000000000")},
    "ledger:extracts": {"": get()},
    "ledger:extract": {"": get(lambda world: (world.ledger.extract.pk,)), "does not exist": NOTHING_THERE},
    "ledger:withdraw": {
        "": get(lambda world: (world.ledger.extract.pk,)),
        "no reason": post(lambda world: (world.ledger.extract.pk,), lambda world: {"reason": ""}),
        "with a reason": post(lambda world: (world.ledger.extract.pk,), lambda world: {"reason": "Forkert fil"}),
        "does not exist": NOTHING_THERE,
    },
    "ledger:restore": {
        "that is in use": get(lambda world: (world.ledger.extract.pk,)),
        "withdrawn": get(lambda world: (world.ledger.withdrawn.pk,)),
        "put back": post(lambda world: (world.ledger.withdrawn.pk,)),
        "does not exist": NOTHING_THERE,
    },
    "ledger:mappings": {"": get()},
    "ledger:mapping_change": {
        "": get(lambda world: (world.ledger.mapping.pk,)),
        "to another day": get(lambda world: (world.ledger.mapping.pk,), f"?enhed={NO_SUCH_ID}&fra=2026-01-01"),
        "stale": post(lambda world: (world.ledger.mapping.pk,), changed_mapping),
        "does not exist": get(lambda world: (10**9,)),
    },
    "ledger:mapping_undo": {
        "": get(lambda world: (world.ledger.mapping.pk,)),
        "done": post(lambda world: (world.ledger.mapping.pk,), lambda world: {"seen": standing(world.ledger.mapping)}),
        "does not exist": get(lambda world: (10**9,)),
    },
    "ledger:rejected": {
        "": get(lambda world: (world.ledger.extract.pk, "csv")),
        "does not exist": get(lambda world: (NO_SUCH_ID, "csv")),
    },
    "ledger:rejected_of_import": {
        "the controller's": get(lambda world: (world.ledger.read.pk, "xlsx")),
        "does not exist": get(lambda world: (NO_SUCH_ID, "csv")),
    },
    "ledger:upload": {"": get(), "no file sent": post()},
    "ledger:mapping": {
        "the controller's": get(lambda world: (world.ledger.document.pk,), KNOWN),
        "another system": get(lambda world: (world.ledger.document.pk,), "?tabel=budgets&system=Nyt"),
        "nothing said": get(lambda world: (world.ledger.document.pk,)),
    },
    "ledger:unmapped": {"": get(), "nothing chosen": post(posted=lambda world: {"code": "9999"})},
    "ledger:accounts": {"": get()},
    "ledger:account": {
        "": get(lambda world: (world.ledger.account.pk,)),
        "named": post(lambda world: (world.ledger.account.pk,), lambda world: {"name": "Kontorartikler"}),
        "does not exist": get(lambda world: (10**9,)),
    },
    "ledger:line_classes": {"": get(), "no pattern": post(posted=lambda world: {"line_class": "rent", "order": "1"})},
    "ledger:line_class_end": {
        "": post(lambda world: (world.ledger.rule.pk,)),
        "read": get(lambda world: (world.ledger.rule.pk,)),
    },
    "ledger:closing": {"": get(), "reopened without a reason": post(posted=lambda world: {"period": ""})},
}
