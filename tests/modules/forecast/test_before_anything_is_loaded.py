"""Before a ledger is loaded each page of finance says what is lacking and where to mend it,
and starts nothing that must fail."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import timezone

from chefforum.kernel.jobs.models import Job
from chefforum.modules.forecast.models import Round
from chefforum.modules.forecast.rules.rhythm import month_before
from tests.modules.forecast.test_long_sheets import client_of

pytestmark = pytest.mark.django_db


def test_no_trial_is_begun_that_has_nothing_to_try_on(town) -> None:
    client, url = client_of(town, "controller"), reverse("forecast:backtest")
    page = client.get(url).text
    assert "Der skal være to hele lukkede år." in page
    assert reverse("ledger:extracts") in page
    assert "Afprøv på vores egne år" not in page
    assert "Der skal være to hele lukkede år." in client.post(url, follow=True).text
    assert not Job.objects.exists()


def test_accuracy_says_that_there_is_no_forecast(town) -> None:
    page = client_of(town, "controller").get(reverse("forecast:accuracy")).text
    assert "Der er ingen prognose for året" in page
    assert reverse("ledger:closing") in page
    assert reverse("ledger:closing") not in client_of(town, "leader").get(reverse("forecast:accuracy")).text


def test_an_open_round_says_that_nothing_is_forecast(town) -> None:
    client = client_of(town, "controller")
    said = {"kind": "fr1", "period": month_before(timezone.localdate()), "deadline": "2030-01-01"}
    client.post(reverse("forecast:rounds"), said)
    page = client.get(reverse("forecast:round", args=[Round.objects.get().pk])).text
    assert "Kun lederes poster er kendt" in page
    assert reverse("ledger:extracts") in page


def test_no_suggestion_says_that_last_year_is_not_loaded(town, ledger) -> None:
    last_year = timezone.localdate().year - 1
    client, url = client_of(town, "leader"), reverse("forecast:suggestions", args=[town.north.pk])
    assert f"Regnskabet for {last_year} er ikke indlæst." in client.get(url).text
    ledger((f"{last_year}-11", "5101", "4711", "10000,00"), closed=None)
    assert f"Regnskabet begynder november {last_year}." in client.get(url).text
