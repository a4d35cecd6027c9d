"""Two who save a decision in the same moment: one text stands, the other is kept, on both databases."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from chefforum.modules.meetings.models import Conflict, Item
from chefforum.modules.meetings.rules.decision_sentences import mark_of
from chefforum.modules.meetings.services.treatment import write_decision

WRITERS = ("secretary_of_unit", "secretary")


@pytest.mark.django_db(transaction=True)
def test_no_text_is_lost(forum_world):
    item = forum_world.begin().items.get(number=1)
    actors = {name: forum_world.as_(name) for name in WRITERS}
    barrier = Barrier(len(WRITERS))

    def write(name: str) -> None:
        try:
            barrier.wait(timeout=20)
            write_decision(actor=actors[name], item=item, text=name, mark=mark_of(""), at=forum_world.now)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(WRITERS)) as pool:
        for done in [pool.submit(write, name) for name in WRITERS]:
            done.result(timeout=120)
    kept = [block["text"] for conflict in Conflict.objects.all() for block in conflict.blocks]
    assert sorted([Item.objects.get(pk=item.pk).decision, *kept]) == sorted(WRITERS)
