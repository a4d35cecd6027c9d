"""Fills an empty database with the world of the access matrix, and prints what a browser needs to walk it: addresses,
and each person's name and session. Run by conftest.py as a program of its own, with the settings of the product."""

from __future__ import annotations

import json
import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "chefforum.project.settings")
django.setup()

from django.core.management import call_command  # noqa: E402
from django.utils import timezone  # noqa: E402

from tests import world  # noqa: E402
from tests.access_matrix import CALLS, sessions  # noqa: E402

# Items that are approved and on no agenda, for the journeys that build one.
READY = ("Budget 2028", "Status for praktik", "Lederprogram", "Sen sag", "Cykelstier", "Skolemad")
PASSWORD = "en lang og god adgangskode"


def main() -> None:
    call_command("migrate", verbosity=0, interactive=False)
    there = world.build()
    for title in READY:
        world.ready_item(there.lindeby, title=title, at=timezone.now())
    member = there.person("forum_member")
    member.set_password(PASSWORD)
    member.save(update_fields=["password"])
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
            },
        },
        sys.stdout,
    )


if __name__ == "__main__":
    main()
