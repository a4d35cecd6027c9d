"""What a reader should tell about minutes that it has read: where they contradict themselves or leave something out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from chefforum.calc.danish_dates import weekday_of
from chefforum.connectors.minutes.danish import dates_in
from chefforum.connectors.minutes.facts import planned_minutes, written_weekday
from chefforum.connectors.minutes.minutes import Item, Minutes, Note


def remarks(*, minutes: Minutes, lines: Sequence[int | None]) -> Iterator[Note]:
    """Notes on the minutes; `lines` has the line of each item's heading."""
    yield from _on_the_date(minutes)
    yield from _on_numbers(minutes.items, lines)
    for item, line in zip(minutes.items, lines, strict=True):
        said = sorted(set(planned_minutes(item.title, item.sections)))
        if len(said) > 1:
            times = " og ".join(f"{minutes} min." for minutes in said)
            yield Note(f"Punkt {item.number} angiver forskellig tid: {times} Den første er brugt.", line)


def _on_the_date(minutes: Minutes) -> Iterator[Note]:
    if minutes.date is None:
        yield Note("Mødets dato blev ikke fundet, hverken i titlen eller på en linje som “Mødedato”.")
        return
    in_title = next(dates_in(minutes.title), None)
    if in_title and in_title != minutes.date:
        yield Note(
            f"Titlen siger {in_title:%d-%m-%Y}, men mødedatoen er {minutes.date:%d-%m-%Y}. Mødedatoen er brugt.",
            excerpt=minutes.title,
        )
    weekday = written_weekday(minutes.head)
    if weekday and weekday != weekday_of(minutes.date):
        yield Note(f"Der står {weekday}, men {minutes.date:%d-%m-%Y} er en {weekday_of(minutes.date)}.")


def _on_numbers(items: Sequence[Item], lines: Sequence[int | None]) -> Iterator[Note]:
    for before, item, line in zip(items, items[1:], lines[1:], strict=False):
        if item.number != before.number + 1:
            text = f"Punkt {item.number} kommer efter punkt {before.number}. Rækkefølgen er som i filen."
            yield Note(text, line, item.heading)
