"""A meeting's page, with sign-in, access, search field and all, beside a bare Django template of the same HTML size.

The bare page renders the same meeting's ready text in one template without database, access or middleware: the floor
for any Django page. The ratio says what the whole costs over the floor.
"""

from __future__ import annotations

import datetime as dt

import django


def main() -> None:
    django.setup()
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=0)
    from django.db import connection
    from django.template import Context, Template
    from django.test import Client
    from django.test.utils import CaptureQueriesContext
    from django.urls import reverse

    from bench.measure import in_turn, save
    from chefforum.kernel.people.models import Person
    from chefforum.modules.meetings.models import Meeting
    from chefforum.project import demo

    if demo.is_missing():
        demo.load(at=dt.datetime.now(dt.UTC))
    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(
        Person.objects.get(email="merete.kragelund@lindeby.example"),
        backend="django.contrib.auth.backends.ModelBackend",
    )
    meeting = Meeting.objects.get(date=dt.date(2026, 2, 4))  # the demo's minutes; the other meetings move with the day
    pages = {
        "meeting": reverse("meetings:meeting", args=[meeting.pk]),
        "item": reverse("meetings:item", args=[meeting.items.get(number=5).pk]),
        "list": reverse("meetings:list"),
    }
    found = {name: client.get(url) for name, url in pages.items()}
    assert all(response.status_code == 200 for response in found.values())
    paragraphs = found["meeting"].content.decode().split("\n")
    bare = Template(
        "<!doctype html><html lang=da><body>{% for p in paragraphs %}<p>{{ p }}</p>{% endfor %}</body></html>"
    )
    contestants = {name: (lambda number, url=url: client.get(url)) for name, url in pages.items()}
    contestants["bare template"] = lambda number: bare.render(Context({"paragraphs": paragraphs}))
    seconds = in_turn(contestants, rounds=30)
    queries = {}
    for name, url in pages.items():
        with CaptureQueriesContext(
            connection,
        ) as captured:
            client.get(url)
        queries[name] = len(captured)
    figures = {
        "bytes": {name: len(response.content) for name, response in found.items()},
        "queries": queries,
        "median_ms": {name: round(value * 1000, 2) for name, value in seconds.items()},
        "ratios": {f"{name} / bare": round(seconds[name] / seconds["bare template"], 1) for name in pages},
    }
    save("page", figures=figures, packages=["Django"])


if __name__ == "__main__":
    main()
