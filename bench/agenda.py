"""The pages of a meeting of 100 items with five bilag each, beside the same rows read and put through a bare template.

The bare page reads the rows of the items, their sections and bilag with three queries and puts all their text on a
page: no access, versions, search field or read marks. It is the least that a page of so many items takes. Beside it
stands what is done once: sending the agenda out, and putting ten items of it off.
"""

from __future__ import annotations

import datetime as dt
import io
import time
from collections.abc import Callable
from typing import Any

import django

ITEMS, ATTACHMENTS = 100, 5
TEXT = "Udgifterne til vikarer følger det forventede niveau, og der er ikke grundlag for at ændre budgettet. " * 4
BARE = """<!doctype html><html lang="da"><body>{% for item in items %}<h2>{{ item.number }} {{ item.title }}</h2>
{% for section in item.sections.all %}<h3>{{ section.heading }}</h3>{% for block in section.blocks %}
<p>{{ block }}</p>{% endfor %}{% endfor %}
<ul>{% for one in item.attachments.all %}<li>{{ one.title }}</li>{% endfor %}</ul>{% endfor %}</body></html>"""


def main() -> None:
    django.setup()
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=0)
    from django.db import connection
    from django.template import Context, Template
    from django.test.utils import CaptureQueriesContext

    from bench.measure import in_turn, save
    from chefforum.kernel.access.queries import actor_for
    from chefforum.kernel.people.models import Person
    from chefforum.modules.meetings.services.postponing import postpone_items
    from chefforum.modules.meetings.services.running import begin_meeting
    from chefforum.modules.meetings.services.sending import send_agenda
    from chefforum.project import demo

    at = dt.datetime.now(dt.UTC)
    if demo.is_missing():
        demo.load(at=at)
    secretary = Person.objects.get(email="helle.agerbo@lindeby.example")
    keeper = actor_for(person=secretary, on=at.date())
    meeting = _agenda(keeper, at)
    once: dict[str, float] = {}
    once["send the agenda out"] = _timed(lambda: send_agenda(actor=keeper, meeting=meeting, at=at))
    meeting.refresh_from_db()
    once["begin the meeting"] = _timed(lambda: begin_meeting(actor=keeper, meeting=meeting, at=at))

    pages = _pages(meeting, secretary)
    sizes, queries = {}, {}
    for name, (client, url) in pages.items():
        with CaptureQueriesContext(connection) as captured:
            answer = client.get(url, follow=True)
        assert answer.status_code == 200, (name, answer.status_code)
        sizes[name], queries[name] = len(answer.content), len(captured)

    bare = Template(BARE)

    def bare_page(number: int) -> str:
        items = meeting.items.order_by("position").prefetch_related("sections", "attachments")
        return bare.render(Context({"items": items}))

    contestants: dict[str, Callable[[int], Any]] = {
        name: (lambda number, page=page: page[0].get(page[1], follow=True)) for name, page in pages.items()
    }
    seconds = in_turn({**contestants, "bare template": bare_page}, rounds=5)
    ten = list(meeting.items.order_by("position")[1:11])
    once["put ten items off"] = _timed(
        lambda: postpone_items(actor=keeper, items=ten, to=None, at=at, reason="Tiden slap op")
    )
    figures = {
        "rows": {"items": ITEMS, "attachments": ITEMS * ATTACHMENTS},
        "bytes": sizes,
        "queries": queries,
        "median_ms": {name: round(value * 1000, 1) for name, value in seconds.items()},
        "once_ms": {name: round(value * 1000, 1) for name, value in once.items()},
        "ratios": {f"{name} / bare": round(seconds[name] / seconds["bare template"], 1) for name in pages},
    }
    save("agenda", figures=figures, packages=["Django"])


def _pages(meeting: Any, secretary: Any) -> dict[str, tuple[Any, str]]:
    """Each page: who asks for it, signed in, and its address."""
    from django.test import Client
    from django.urls import reverse

    from chefforum.kernel.people.models import Person

    def client_of(email: str) -> Client:
        made = Client(headers={"host": "127.0.0.1"})
        person = Person.objects.get(email=email)
        made.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        return made

    member, keeping = client_of("merete.kragelund@lindeby.example"), client_of(secretary.email)
    return {
        "the meeting, to a member": (member, reverse("meetings:meeting", args=[meeting.pk])),
        "the meeting, to the secretary": (keeping, reverse("meetings:meeting", args=[meeting.pk])),
        "preparing": (member, reverse("meetings:prepare")),
        "preparing, the whole meeting": (member, reverse("meetings:prepare_meeting", args=[meeting.pk]) + "?oversigt"),
        "the agenda builder": (keeping, reverse("meetings:agenda", args=[meeting.pk])),
        "taking minutes": (keeping, reverse("meetings:minute_taking", args=[meeting.pk])),
    }


def _agenda(keeper: Any, at: dt.datetime) -> Any:
    """A meeting half a year ahead that takes items, read in from a file, with a file behind each bilag."""
    from chefforum.connectors.minutes import read_minutes
    from chefforum.kernel.documents.services import add_document
    from chefforum.kernel.people.models import Group, GroupKind
    from chefforum.modules.meetings.models import Attachment
    from chefforum.modules.meetings.services.importing import import_minutes

    forum = Group.objects.get(kind=GroupKind.FORUM, name="Chefforum")
    day = at.date() + dt.timedelta(days=180)
    lines = ["# Dagsorden for Chefforum", "", f"Mødedato: {day:%d-%m-%Y}", ""]
    for number in range(1, ITEMS + 1):
        lines += [f"## Punkt {number}: Status for område {number}", "", "### Indstilling", ""]
        lines += ["Direktionen indstiller,", "", "1. at status tages til efterretning", "", "### Sagsfremstilling", ""]
        lines += [f"{TEXT} (1 min.)", "", "### Økonomi", "", "Intet at bemærke.", "", "### Bilag", ""]
        lines += [line for one in range(1, ATTACHMENTS + 1) for line in (f"Bilag {one} om område {number}", "")]
    minutes = read_minutes(content="\n".join(lines).encode(), filename="dagsorden.md")
    assert len(minutes.items) == ITEMS
    meeting = import_minutes(actor=keeper, minutes=minutes, forum=forum, publish=False, at=at)
    file = add_document(actor=keeper, at=at, content=io.BytesIO(b"Notat\n"), filename="Notat.txt")
    rows = Attachment.objects.filter(item__meeting=meeting)
    assert rows.update(document=file.document) == ITEMS * ATTACHMENTS
    return meeting


def _timed(run: Callable[[], object]) -> float:
    began = time.perf_counter()
    run()
    return time.perf_counter() - began


if __name__ == "__main__":
    main()
