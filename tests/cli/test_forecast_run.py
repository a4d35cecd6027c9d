"""chefforum forecast run: the whole, with a bar, and a reason where there is nothing to forecast."""

import pytest
from click.testing import CliRunner

from chefforum.cli import main

pytestmark = pytest.mark.django_db


def test_where_no_month_is_closed_the_reason_is_said(db) -> None:
    answer = CliRunner().invoke(main, ["forecast", "run", "--year", "2026"])
    assert answer.exit_code == 1
    assert "Regnskabet er ikke lukket så langt, at 2026 kan beregnes." in answer.output
