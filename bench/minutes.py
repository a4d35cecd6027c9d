"""Minutes in and out: parse, import and PDF of the source, beside WeasyPrint making PDF/UA of the same minutes.

The source is ../shared/source where it is, else the demo's. Each round's text differs by a word, so that no cache
answers. WeasyPrint gets the HTML that Chefforum exports, and makes what it calls pdf/ua-1.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import django

ROOT = Path(__file__).parents[1]
SOURCES = [ROOT.parent / "shared/source/referat-chefforum-2026-01-28.md", *(ROOT / "demo/minutes").glob("*.md")]
AT = dt.datetime(2026, 2, 1, 8, 0, tzinfo=dt.UTC)


def main() -> None:
    django.setup()
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=0)
    from django.db import transaction

    from bench.measure import in_turn, save
    from chefforum.connectors.minutes import read_minutes
    from chefforum.kernel.access.rules import Actor
    from chefforum.kernel.documents.rendering import to_html, to_pdf
    from chefforum.modules.meetings.documents import minutes_document
    from chefforum.modules.meetings.services.forums import create_forum
    from chefforum.modules.meetings.services.importing import import_minutes

    source = next(path for path in SOURCES if path.exists())
    text = source.read_text(encoding="utf-8")
    actor = Actor.command_line()
    with transaction.atomic():
        forum = create_forum(actor=actor, name="Chefforum", municipality="Lindeby Kommune", at=AT)

    def read(number: int):
        return read_minutes(content=text.replace("drøft", f"drøft{number}", 1).encode(), filename=source.name)

    def document(number: int):
        return minutes_document(minutes=read(number), journal={}, organisation="Lindeby Kommune", issued_at=AT)

    def whole(number: int) -> None:
        import_minutes(actor=actor, minutes=read(number), forum=forum, publish=True, at=AT)
        to_pdf(document(number))

    contestants = {
        "parse": read,
        "import": lambda number: import_minutes(actor=actor, minutes=read(number), forum=forum, publish=True, at=AT),
        "parse + import + PDF": whole,
        "PDF/UA by Chefforum (Typst)": lambda number: to_pdf(document(number)),
    }
    packages = ["typst"]
    try:
        import weasyprint
    except (ImportError, OSError) as error:
        print(f"WeasyPrint kan ikke køre her, og måles ikke: {error}")
    else:
        contestants["PDF/UA by WeasyPrint"] = lambda number: weasyprint.HTML(
            string=to_html(document(number))
        ).write_pdf(pdf_variant="pdf/ua-1")
        packages.append("weasyprint")
    seconds = in_turn(contestants, rounds=5)
    peer, own = seconds.get("PDF/UA by WeasyPrint"), seconds["PDF/UA by Chefforum (Typst)"]
    ratios = {"WeasyPrint's PDF / Chefforum's PDF": round(peer / own, 1)} if peer else {}
    if peer:
        ratios["WeasyPrint's PDF / Chefforum's parse + import + PDF"] = round(peer / seconds["parse + import + PDF"], 1)
    figures = {"source": source.name, "characters": len(text), "ratios": ratios}
    save(
        "minutes",
        figures={**figures, "median_seconds": {k: round(v, 4) for k, v in seconds.items()}},
        packages=packages,
    )


if __name__ == "__main__":
    main()
