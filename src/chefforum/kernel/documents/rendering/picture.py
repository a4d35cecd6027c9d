"""Pictures for formats that cannot hold SVG."""

from __future__ import annotations

import typst

from chefforum.kernel.documents.rendering.characters import for_print
from chefforum.kernel.documents.rendering.fonts import document_fonts

_PAGE = b'#set page(width: auto, height: auto, margin: 0pt)\n#image("picture.svg", width: 154mm)'
_DOTS_PER_INCH = 220


def svg_to_png(svg: str) -> bytes:
    """The picture as PNG, 154 mm wide in print quality. Raises FontsMissingError, typst.TypstError on bad SVG."""
    files = {"main": _PAGE, "picture.svg": for_print(svg).encode()}
    return typst.compile(  # type: ignore[call-overload]  # its types do not know several files
        files, font_paths=document_fonts(), format="png", ppi=_DOTS_PER_INCH
    )
