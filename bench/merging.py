"""A whole meeting with ten items of ten bilag of three pages as one PDF with bookmarks, beside pypdf putting the same
files one after the other: no lists, no bookmarks for items, and nothing looked after."""

from __future__ import annotations

import contextlib
import datetime as dt
import io
from functools import partial

import django


def main() -> None:
    django.setup()
    import pypdf

    from bench.measure import in_turn, save
    from chefforum.calc.blocks import Paragraph
    from chefforum.kernel.documents.rendering import Document, Part, to_pdf
    from chefforum.kernel.documents.rendering.merging import Chapter, Content, Enclosure, merge
    from chefforum.kernel.documents.rules import PDF

    text = "Udgifterne til vikarer følger det forventede niveau, og der er ikke grundlag for at ændre budgettet. " * 12
    moment = dt.datetime(2026, 2, 4, 8, 0, tzinfo=dt.UTC)

    def document(title: str, parts: int) -> Document:
        made = tuple(
            Part(label=f"Punkt {number}", title="Status", elements=(Paragraph(text),) * 3)
            for number in range(1, parts + 1)
        )
        return Document(title=title, organisation="Lindeby Kommune", issued_at=moment, parts=made)

    agenda = document("Dagsorden", 10)
    files = [to_pdf(document(f"Bilag {number}", 4)) for number in range(100)]
    chapters = [
        Chapter(
            under=f"Punkt {item}: Status",
            title=f"Bilag til punkt {item}",
            subtitle="Status",
            enclosures=tuple(
                Enclosure(
                    f"Bilag {number}: Notat",
                    Content(PDF, "", partial(lambda data: contextlib.nullcontext(io.BytesIO(data)), data)),
                )
                for number, data in enumerate(files[10 * (item - 1) : 10 * item], start=1)
            ),
        )
        for item in range(1, 11)
    ]

    def ours(number: int) -> int:
        return merge(document=agenda, chapters=chapters, target=io.BytesIO())

    def plain(number: int) -> int:
        writer = pypdf.PdfWriter()
        for data in [to_pdf(agenda), *files]:
            writer.append(io.BytesIO(data), import_outline=False)
        writer.write(io.BytesIO())
        return len(writer.pages)

    pages = {"chefforum": ours(0), "pypdf": plain(0)}
    seconds = in_turn({"chefforum": ours, "pypdf": plain}, rounds=5)
    figures = {
        "files": len(files),
        "pages": pages,
        "median_ms": {name: round(value * 1000, 1) for name, value in seconds.items()},
        "pypdf_over_chefforum": round(seconds["pypdf"] / seconds["chefforum"], 2),
    }
    save("merging", figures=figures, packages=["pikepdf", "pypdf", "typst"])


if __name__ == "__main__":
    main()
