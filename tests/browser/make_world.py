"""Fills an empty database with the world of the access matrix, and prints what a browser needs to walk it: addresses,
and each person's name and session. Run by conftest.py as a program of its own, with the settings of the product."""

from __future__ import annotations

import datetime as dt
import io
import json
import os
import sys
from itertools import count

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "chefforum.project.settings")
django.setup()

import typst  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.urls import reverse  # noqa: E402
from django.utils import timezone  # noqa: E402

from chefforum.kernel.access.queries import actor_for  # noqa: E402
from chefforum.kernel.documents.services import add_document  # noqa: E402
from chefforum.kernel.people.models import Employment, Person  # noqa: E402
from chefforum.modules.meetings.services.keeping import attach_file  # noqa: E402
from chefforum.modules.meetings.services.sending import send_changes  # noqa: E402
from chefforum.modules.placements.models import Outcome, Placement  # noqa: E402
from tests import world  # noqa: E402
from tests.access_matrix import CALLS, sessions  # noqa: E402
from tests.people import LONG_AGO  # noqa: E402

# Items that are approved and on no agenda, for the journeys that build one.
READY = ("Budget 2028", "Status for praktik", "Lederprogram", "Sen sag", "Cykelstier", "Skolemad", "Legepladser")
PASSWORD = "en lang og god adgangskode"


# A bilag of three pages, to mark words in.
PAGES = """
#set page(header: [Lindeby Kommune])
#set par(justify: true)
= Plan for telefonen
Planen er ny, og den gælder for hele kommunen. #lorem(60)
#pagebreak()
Planen er god, og den koster ikke mere end den gamle. #lorem(60)
#table(columns: 2, [Udgift i alt], [1.200.000 kr.])
#pagebreak()
Planen er klar, når Chefforum har drøftet den. #lorem(60)
"""


def attached_pdf(there: world.World) -> str:
    """The address of the bilag, which hangs on the item before the open one and is sent out."""
    secretariat = actor_for(person=there.person("secretariat"), on=there.lindeby.on)
    attachment = there.attachment(there.sent.items.order_by("position")[2])
    at, content = timezone.now(), io.BytesIO(typst.compile(PAGES.encode()))
    document = add_document(actor=secretariat, at=at, content=content, filename="plan.pdf").document
    attach_file(actor=secretariat, attachment=attachment, document=document, at=at)
    send_changes(actor=secretariat, meeting=there.sent, at=at, reason="Planen er lagt på")
    return reverse("meetings:attachment", args=[attachment.pk])


def add_effect(there: world.World) -> None:
    """Placements of the last two years whose outcomes are known, so many that shares may be told; some are missing."""
    definition = there.placements.definition
    number = count(1)
    for back in (1, 2):
        year = there.lindeby.on.year - back
        for kind, sector, job, education, still, missing in (
            ("internship", "municipal", 38, 11, 156, 12),
            ("internship", "private", 40, 12, 170, 0),
            ("wage_subsidy", "municipal", 14, 0, 26, 0),
            ("utility", "municipal", 6, 0, 12, 3),
        ):
            exits = ["job"] * job + ["education"] * education + ["on_benefit"] * still + [""] * missing
            for place, exit_type in enumerate(exits):
                last_day = dt.date(year, 1 + place % 8, 28)
                unit = there.lindeby.units["3100"] if sector == "municipal" else None
                placement = Placement.objects.create(
                    reference=f"E-{next(number):05}",
                    kind=kind,
                    sector=sector,
                    unit=unit,
                    starts_on=last_day - dt.timedelta(days=27 + place % 40),
                    ended_on=last_day,
                    created_at=timezone.now() - dt.timedelta(days=60),
                )
                if not exit_type:
                    continue
                closed = last_day + dt.timedelta(days=place % 80) if exit_type != "on_benefit" else None
                Outcome.objects.create(
                    placement=placement,
                    definition=definition,
                    exit_type=exit_type,
                    closed_on=closed,
                    as_of=last_day + dt.timedelta(days=100),
                    at=timezone.now(),
                )


def add_chief(there: world.World) -> None:
    """Who leads the directorate above the school: they approve its months, and may write on its sheet."""
    chief = Person.objects.create(name="Else Friis", email="chief@lindeby.example")
    Employment.objects.create(
        person=chief, unit=there.lindeby.units["3000"], title="Direktør", is_leader=True, valid_from=LONG_AGO
    )
    there.lindeby.persons["chief"] = chief


def main() -> None:
    call_command("migrate", verbosity=0, interactive=False)
    there = world.build()
    for title in READY:
        world.ready_item(there.lindeby, title=title, at=timezone.now())
    member = there.person("forum_member")
    member.set_password(PASSWORD)
    member.save(update_fields=["password"])
    pdf = attached_pdf(there)
    add_chief(there)
    add_effect(there)
    json.dump(
        {
            "password": PASSWORD,
            "sessions": sessions(there),
            "names": {key: person.name for key, person in there.lindeby.persons.items()},
            "emails": {key: person.email for key, person in there.lindeby.persons.items()},
            "urls": {
                f"{url_name} [{state}]": call.url(url_name, there)
                for url_name, calls in CALLS.items()
                for state, call in calls.items()
                if call.posted is None
            }
            | {"meetings:attachment [pdf]": pdf},
        },
        sys.stdout,
    )


if __name__ == "__main__":
    main()
