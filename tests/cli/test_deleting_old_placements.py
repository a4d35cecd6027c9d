"""chefforum placements delete-old: asks first, says how many went, and takes none that are still needed."""

from __future__ import annotations

import datetime as dt

import pytest
from click.testing import CliRunner
from django.utils import timezone

from chefforum.cli import main
from chefforum.modules.placements.models import Placement

pytestmark = pytest.mark.django_db
COMMAND = ["placements", "delete-old"]


@pytest.fixture(autouse=True)
def there(db: None) -> None:
    for number, first in enumerate((dt.date(2012, 1, 1), timezone.localdate())):
        Placement.objects.create(
            reference=f"F-{number}",
            kind="internship",
            sector="private",
            starts_on=first,
            ends_on=first + dt.timedelta(days=20),
            created_at=timezone.now(),
        )


def test_who_says_no_deletes_nothing() -> None:
    answer = CliRunner().invoke(main, COMMAND, input="n\n")
    assert answer.exit_code != 0
    assert Placement.objects.count() == 2


def test_the_old_ones_go() -> None:
    answer = CliRunner().invoke(main, [*COMMAND, "--yes"])
    assert answer.output == "Slettede forløb: 1.\n"
    assert Placement.objects.get().reference == "F-1"


def test_those_that_are_still_needed_stay() -> None:
    answer = CliRunner().invoke(main, [*COMMAND, "--yes", "--before", str(timezone.localdate())])
    assert answer.exit_code == 1
    assert "udfald af nyere forløb" in answer.output
    assert Placement.objects.count() == 2
