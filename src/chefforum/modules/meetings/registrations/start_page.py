"""The cards of meetings on the start page, and who sees which."""

from __future__ import annotations

from chefforum.web.start_cards import CardGroup, StartCard, register_start_card

from ..access import KEEP_MEETINGS, PREPARE_MEETINGS, READ_MEETINGS, WORK_ON_ITEMS
from ..cards import actions, items, meetings, minutes, preparing

WAITING = (
    ("items", "Punkter, der venter på dig", 5, WORK_ON_ITEMS, items.items_waiting),
    ("actions", "Dine opfølgninger", 5, READ_MEETINGS, actions.my_actions),
    ("prepare", "Forbered", 5, PREPARE_MEETINGS, preparing.coming_to_prepare),
    ("comments", "Kommentarer til dine punkter", 6, WORK_ON_ITEMS, items.comments_to_me),
    ("keep", "Møder, du passer", 10, KEEP_MEETINGS, meetings.meetings_to_look_at),
    ("comment", "Referater at kommentere", 12, READ_MEETINGS, minutes.minutes_to_comment),
    ("corrections", "Rettelser at besvare", 14, READ_MEETINGS, minutes.corrections_to_answer),
    ("actions_done", "Opfølgning at bekræfte", 20, KEEP_MEETINGS, actions.done_actions),
    ("promised", "Bilag, der eftersendes", 30, KEEP_MEETINGS, actions.promised),
)
CHANGED = (
    ("changed", "Ændret, siden du læste", 5, PREPARE_MEETINGS, preparing.changed_since_read),
    ("newest", "Senest udsendt", 10, READ_MEETINGS, meetings.newest_meetings),
)


def register() -> None:
    for group, cards in ((CardGroup.WAITING, WAITING), (CardGroup.CHANGED, CHANGED)):
        for name, title, order, rule, content in cards:
            register_start_card(
                StartCard(name=f"meetings.{name}", group=group, title=title, order=order, rule=rule, content=content)
            )
