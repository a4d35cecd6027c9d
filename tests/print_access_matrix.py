# ruff: noqa: E402
"""Prints the access matrix as the pages answer now: `.venv/bin/python -m tests.print_access_matrix > now.csv`, or those
lines of it whose names begin so: `.venv/bin/python -m tests.print_access_matrix placements:`.

What has changed is then read, line by line, before it becomes what is expected: this program never writes the file.
"""

from __future__ import annotations

import csv
import logging
import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "chefforum.project.settings_test")
django.setup()

from django.conf import settings
from django.db import connection
from django.test.utils import setup_test_environment

from tests import world
from tests.access_matrix import CALLS, addresses, answered, sessions
from tests.people import PEOPLE


def main() -> None:
    setup_test_environment()
    logging.disable()  # each refusal would be told
    connection.creation.create_test_db(verbosity=0)
    try:
        print_matrix()
    finally:
        connection.creation.destroy_test_db(str(settings.DATABASES["default"]["NAME"]), verbosity=0)


def print_matrix() -> None:
    """A line for each address and state; one without a state says that tests/access_matrix.py lacks it."""
    there = world.build()
    signed_in = sessions(there)
    lines = csv.writer(sys.stdout, lineterminator="\n")
    lines.writerow(["url_name", "state", *PEOPLE])
    names = {address.name for address in addresses()} | set(CALLS)
    for url_name in sorted(name for name in names if name.startswith(tuple(sys.argv[1:]) or "")):
        if url_name not in CALLS:
            lines.writerow([url_name, "no call is written in tests/access_matrix.py"])
        for state, call in CALLS.get(url_name, {}).items():
            statuses = (
                answered(url_name=url_name, call=call, world=there, session=signed_in.get(name)) for name in PEOPLE
            )
            lines.writerow([url_name, state, *statuses])


if __name__ == "__main__":
    main()
