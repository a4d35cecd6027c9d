"""The pages of meetings that stand in the navigation."""

from __future__ import annotations

from chefforum.web.navigation import NavigationItem, register_navigation

from ..access import PREPARE_MEETINGS, READ_MEETINGS, SEE_STATISTICS, SEE_THEMES, WORK_ON_ITEMS

WAYS_IN = (
    ("Møder", "list", READ_MEETINGS, 10),
    ("Forbered", "prepare", PREPARE_MEETINGS, 15),
    ("Punkter", "items", WORK_ON_ITEMS, 20),
    ("Opfølgning", "actions", READ_MEETINGS, 30),
    ("Årshjul", "year", READ_MEETINGS, 40),
    ("Temaer", "themes", SEE_THEMES, 50),
    ("Statistik", "statistics", SEE_STATISTICS, 90),
    ("Kalender", "calendar_settings", READ_MEETINGS, 90),
)


def register() -> None:
    register_navigation(
        *(
            NavigationItem(section="Møder", title=title, url_name=f"meetings:{name}", rule=rule, order=order)
            for title, name, rule, order in WAYS_IN
        )
    )
