"""Agendas and minutes of meetings, in and out: Markdown and plain text, DOCX, PDF and JSON in; JSON and Markdown out.

Every format becomes one stream of source blocks (`text_file`, `docx`, `pdf`); one assembler makes `Minutes` of it; what
a file says and the minutes lack is found by counting letters (`conservation`), so that no reader can lose text.
"""

from chefforum.connectors.minutes.conservation import lost_text
from chefforum.connectors.minutes.differences import Change, Difference, differences
from chefforum.connectors.minutes.errors import UnreadableMinutes
from chefforum.connectors.minutes.facts import build_item, build_minutes, says_nothing
from chefforum.connectors.minutes.json_format import from_json, item_from_json, item_to_json, schema, to_json
from chefforum.connectors.minutes.markdown_writer import to_markdown
from chefforum.connectors.minutes.reading import LARGEST_FILE, check_size, read_minutes
from chefforum.connectors.minutes.sections import section_kind

__all__ = [
    "LARGEST_FILE",
    "Change",
    "Difference",
    "UnreadableMinutes",
    "build_item",
    "build_minutes",
    "check_size",
    "differences",
    "from_json",
    "item_from_json",
    "item_to_json",
    "lost_text",
    "read_minutes",
    "says_nothing",
    "schema",
    "section_kind",
    "to_json",
    "to_markdown",
]
