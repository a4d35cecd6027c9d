"""A forum's template: set by who keeps its meetings."""

from __future__ import annotations

import pytest

from chefforum.connectors.minutes.minutes import SectionKind
from chefforum.kernel.access.rules import AccessDenied
from chefforum.modules.meetings.rules.default_template import DEFAULT_TEMPLATE, TemplateRow
from chefforum.modules.meetings.services.section_templates import BadTemplate, set_template
from tests.desk import Desk


def test_the_template_is_what_was_set_in_its_order(desk: Desk) -> None:
    rows = [
        TemplateRow(SectionKind.ECONOMY, "Penge", "Hvad koster det?", True),
        TemplateRow(SectionKind.OTHER, "Trivsel"),
    ]
    set_template(actor=desk.actor("secretariat"), forum=desk.lindeby.forum, rows=rows, at=desk.at)
    found = desk.lindeby.forum.section_templates.order_by("position")
    assert [(row.heading, row.kind, row.is_mandatory) for row in found] == [
        ("Penge", "economy", True),
        ("Trivsel", "other", False),
    ]


@pytest.mark.parametrize("name", ["other_secretariat", "forum_chair", "case_author", "administrator"])
def test_others_do_not_set_it(desk: Desk, name: str) -> None:
    with pytest.raises(AccessDenied):
        set_template(actor=desk.actor(name), forum=desk.lindeby.forum, rows=[], at=desk.at)


@pytest.mark.parametrize(
    "rows",
    [
        [TemplateRow(SectionKind.OTHER, " ")],
        [TemplateRow(SectionKind.ECONOMY, "Økonomi"), TemplateRow(SectionKind.OTHER, "økonomi")],
        [TemplateRow(SectionKind.DECISION, "Beslutning")],
    ],
    ids=["no heading", "the same heading twice", "written elsewhere"],
)
def test_a_template_that_cannot_be_is_refused_and_the_old_one_stands(desk: Desk, rows: list[TemplateRow]) -> None:
    with pytest.raises(BadTemplate):
        set_template(actor=desk.actor("secretariat"), forum=desk.lindeby.forum, rows=rows, at=desk.at)
    assert desk.lindeby.forum.section_templates.count() == len(DEFAULT_TEMPLATE)


def test_the_default_has_help_for_every_section() -> None:
    assert all(row.help_text for row in DEFAULT_TEMPLATE)
