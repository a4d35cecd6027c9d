"""Terms of reference as a person writes them: paragraphs with an empty line between, "# " headings, "- " lists."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from chefforum.calc.blocks import Block, Heading, List, Paragraph, texts


def blocks_of(text: str) -> tuple[Block, ...]:
    """The text as blocks: "- " begins the item of a list, "# " a heading; an empty line parts paragraphs."""
    found: list[Block] = []
    lines: list[str] = []
    for line in [*text.replace("\r\n", "\n").split("\n"), ""]:
        stripped = line.strip()
        if lines and (not stripped or _kind(stripped) != _kind(lines[0]) or _kind(stripped) == "# "):
            found.append(_block(lines))
            lines = []
        if stripped:
            lines.append(stripped)
    return tuple(found)


def text_of(blocks: Iterable[Block]) -> str:
    """The blocks as text to edit; `blocks_of` gives them back where they hold paragraphs, headings and flat lists."""
    return "\n\n".join(_written(block) for block in blocks)


def _kind(line: str) -> str:
    return line[:2] if line[:2] in ("- ", "# ") else ""


def _block(lines: Sequence[str]) -> Block:
    match _kind(lines[0]):
        case "- ":
            return List(tuple((Paragraph(line[2:].strip()),) for line in lines))
        case "# ":
            return Heading(lines[0][2:].strip())
    return Paragraph("\n".join(lines))


def _written(block: Block) -> str:
    match block:
        case Paragraph(text):
            return text
        case Heading(text):
            return f"# {text}"
        case List(items):
            return "\n".join(f"- {' '.join(texts(item))}" for item in items)
    return "\n".join(texts([block]))
