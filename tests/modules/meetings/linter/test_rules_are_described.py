"""What the linter looks for stands in the documentation, word for word, and each rule can be understood by itself."""

from __future__ import annotations

import re

import pytest

from chefforum.modules.meetings import linter
from tests.conftest import REPOSITORY

PAGE = REPOSITORY / "docs" / "methods" / "linter.md"
RULES = linter.rules()


def test_the_page_is_written_from_the_rules() -> None:
    """Write it anew: put the output of `chefforum lint --rules` below its heading “Regler”."""
    assert PAGE.read_text(encoding="utf-8").endswith(f"-->\n\n{linter.rules_as_markdown()}")


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_rule_says_what_why_and_what_to_do(rule) -> None:
    assert re.fullmatch(r"[a-z]+(-[a-z]+)+", rule.id)
    assert all(text.strip() == text and text for text in (rule.title, rule.reason, rule.example, rule.fix))
    assert rule.fix.endswith(".")
    assert not rule.title.endswith(".")


def test_every_rule_is_tried_in_a_test_of_its_own() -> None:
    tests = "".join(
        path.read_text(encoding="utf-8") for path in PAGE.parents[2].glob("tests/modules/meetings/linter/*.py")
    )
    assert [rule.id for rule in RULES if f'"{rule.id}"' not in tests] == []
