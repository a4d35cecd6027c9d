"""What people write and paste becomes `calc.blocks`, here and nowhere else, and blocks become what people edit.

`blocks_from_html` takes the HTML of an editor or a clipboard (Word, Google Docs, Outlook): paragraphs, headings, lists
and tables are kept, everything else is dropped, and nothing of the HTML itself survives. `blocks_from_text` takes the
simple notation of a field without JavaScript. `html_from_blocks` and `text_from_blocks` are the ways back, and reading
what they write gives the same blocks.
"""

from chefforum.connectors.rich_text.clean import clean_blocks
from chefforum.connectors.rich_text.html_in import blocks_from_html
from chefforum.connectors.rich_text.html_out import html_from_blocks
from chefforum.connectors.rich_text.notation import UnreadableText, blocks_from_text, text_from_blocks

__all__ = [
    "UnreadableText",
    "blocks_from_html",
    "blocks_from_text",
    "clean_blocks",
    "html_from_blocks",
    "text_from_blocks",
]
