"""The notation of a plain text field: `# Overskrift`, `- punkt`, `1. punkt`, tables with `|`, an empty line between
paragraphs. It is the Markdown that files of minutes are read and written in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from chefforum.calc.blocks import Block, Heading
from chefforum.connectors.minutes.errors import UnreadableMinutes
from chefforum.connectors.minutes.markdown import read_markdown
from chefforum.connectors.minutes.markdown_writer import section_text
from chefforum.connectors.minutes.source import SourceBlock, SourceText
from chefforum.connectors.minutes.to_blocks import to_block
from chefforum.connectors.rich_text.clean import clean_blocks


class UnreadableText(ValueError):
    """The text cannot be read: a table lacks cells. The words say where and what to do."""


def blocks_from_text(text: str) -> tuple[Block, ...]:
    """The blocks of a text in the notation. Raises UnreadableText for a table whose rows are not equally long."""
    try:
        return clean_blocks(_blocks(read_markdown(text.replace("\r\n", "\n").replace("\r", "\n"))))
    except UnreadableMinutes as error:
        raise UnreadableText(error.message) from error


def _blocks(sources: Iterable[SourceBlock]) -> Iterator[Block]:
    for source in sources:
        if isinstance(source, SourceText) and source.level is not None:
            yield Heading(source.text, source.level)
        else:
            yield to_block(source)


def text_from_blocks(blocks: Iterable[Block]) -> str:
    """The blocks in the notation; `blocks_from_text` reads the same blocks from it."""
    return section_text(tuple(blocks))
