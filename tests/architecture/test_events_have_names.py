"""Whatever is recorded is called something in Danish: who audits reads no name of ours."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from chefforum.modules.administration.rules.actions import ACTION_NAMES
from chefforum.modules.meetings.rules.action_states import ACTION_STEPS
from chefforum.modules.meetings.rules.states import ITEM_STEPS, MEETING_STEPS
from tests.architecture.source import layer, tree

NAME = re.compile(r"[a-z_]+(\.[a-z_]+)?")


def said(value: ast.expr) -> list[str]:
    """The words that an argument may be: "x", or "x" if so else "y"."""
    if isinstance(value, ast.IfExp):
        return [*said(value.body), *said(value.orelse)]
    return [value.value] if isinstance(value, ast.Constant) and isinstance(value.value, str) else []


def recorded(path: Path) -> Iterator[str]:
    """`action="items.create"`, and `what="comment"`, which its file or note_change puts a name before."""
    calls = [node for node in ast.walk(tree(path)) if isinstance(node, ast.Call)]
    named = [(word.arg, word.value) for call in calls for word in call.keywords if word.arg in {"action", "what"}]
    begins = [value.values[0] for name, value in named if name == "action" and isinstance(value, ast.JoinedStr)]
    prefix = next((text for one in begins for text in said(one)), "items.")
    for _, value in named:
        for text in filter(NAME.fullmatch, said(value)):
            yield text if "." in text else prefix + text
    for call in calls:  # _record(actor, meeting, at, "meetings.attendance")
        if isinstance(call.func, ast.Name) and call.func.id == "_record":
            words = (text for value in call.args for text in said(value))
            yield from (text for text in words if "." in text and NAME.fullmatch(text))


def test_every_event_has_a_name() -> None:
    found = {text for path in layer("services") for text in recorded(path)}
    steps = [("items", ITEM_STEPS), ("meetings", MEETING_STEPS), ("actions", ACTION_STEPS)]
    found |= {f"{kind}.{name}" for kind, table in steps for name in table}
    assert len(found) > 80
    missing = sorted(found - set(ACTION_NAMES))
    assert not missing, f"add to modules/administration/rules/actions.py: {missing}"
