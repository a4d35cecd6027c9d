"""The pages of numbers and of why it costs more: what is written changes the picture, and files say the same."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from chefforum.kernel.access.queries import actor_for
from chefforum.kernel.documents.registry import NotMadeNow
from chefforum.kernel.documents.services import make
from chefforum.kernel.figures.queries import value_of
from chefforum.kernel.figures.rules import parse_reference
from chefforum.modules.it_costs.models import ItSystem, Volume
from chefforum.modules.it_costs.services.volumes import Write, write_volumes
from tests import world_of_it_volumes
from tests.modules.it_costs.conftest import NOW, TODAY

pytestmark = pytest.mark.django_db
YEARS = {"fra": "2022", "til": "2025"}


@pytest.fixture
def filled(town):  # type: ignore[no-untyped-def]
    made = [
        ItSystem.objects.create(name=name, family="Skole", owner_unit=unit, created_at=NOW, changed_at=NOW)
        for name, unit in (("Regneøen", town.north), ("Skolens wifi", town.schools), ("Kridttavlen", town.schools))
    ]
    system, other, removed = made
    world_of_it_volumes.build(actor=town.as_("coordinator"), system=system, other=other, removed=removed, at=NOW)
    town.system, town.other = system, other
    return town


def page(town, name: str, url_name: str, *args: str, **query: str):  # type: ignore[no-untyped-def]
    client = Client()
    client.force_login(town.people[name], backend="django.contrib.auth.backends.ModelBackend")
    return client.get(reverse(f"it_costs:{url_name}", args=args), query)


def test_the_page_says_how_much_more_and_of_what(filled) -> None:  # type: ignore[no-untyped-def]
    text = page(filled, "controller", "why", **YEARS).content.decode()
    assert "Det koster 570.000 kr. mere i 2025 end i 2022" in text
    assert "Kridttavlen er udskiftet med Regneøen." in text
    assert "Antenne" in text
    assert "intet er skrevet for 2022" in text


def test_narrowed_to_a_department_below_it_counts_and_others_do_not(filled) -> None:  # type: ignore[no-untyped-def]
    both = page(filled, "controller", "why", enhed=str(filled.schools.pk), **YEARS).content.decode()
    assert "Det koster 570.000 kr. mere" in both
    none = page(filled, "controller", "why", enhed=str(filled.digital.pk), **YEARS).content.decode()
    assert "Der er ingen tal for de to år" in none


def test_a_part_opens_down_to_the_item_with_its_formula(filled) -> None:  # type: ignore[no-untyped-def]
    text = page(filled, "controller", "why_part", "udskiftet", **YEARS).content.decode()
    assert "Hjælp" in text
    assert "120.000 − 0 = +120.000 kr." in text


@pytest.mark.parametrize("kind", ["pdf", "docx", "xlsx"])
def test_the_document_is_made_in_each_form(filled, kind: str) -> None:  # type: ignore[no-untyped-def]
    actor = actor_for(person=filled.people["controller"], on=TODAY)
    made = make(kind="it_costs.why", actor=actor, parameters={"from": "2022", "to": "2025"}, format=kind, at=NOW)
    assert made.filename.startswith("Hvorfor koster it mere 2022-2025")
    assert len(made.content) > 2000


def test_there_is_no_document_of_years_without_numbers(filled) -> None:  # type: ignore[no-untyped-def]
    actor = actor_for(person=filled.people["controller"], on=TODAY)
    with pytest.raises(NotMadeNow):
        make(kind="it_costs.why", actor=actor, parameters={"from": "1999", "to": "2000"}, format="pdf", at=NOW)


def test_the_living_figure_is_what_the_page_says_and_unknown_to_who_may_not_see_it(filled) -> None:  # type: ignore[no-untyped-def]
    reference = parse_reference("it_costs.change year=2025 from=2022 part=all")
    controller = actor_for(person=filled.people["controller"], on=TODAY)
    shown = value_of(reference=reference, actor=controller, on=TODAY).value
    assert shown is not None
    assert shown.value == Decimal(570_000)


def test_an_average_year_is_in_the_prices_of_the_newest_and_tells_what_lacks(filled) -> None:  # type: ignore[no-untyped-def]
    text = page(filled, "controller", "average_year", indeks="Nettopriser").content.decode()
    # 2022: (960.000 + 90.000) · 1,07 = 1.123.500; 2025: 1.500.000 + 120.000 + 20.000.
    assert "Et gennemsnitsår koster 1.381.750 kr. i priserne fra 2025." in text
    write_volumes(
        actor=filled.as_("coordinator"),
        writes=[Write(filled.other.pk, "Antenne", 2022, "quantity", Decimal(5))],
        at=NOW,
    )
    assert "1 mangler beløb" in page(filled, "controller", "average_year").content.decode()


def test_the_owner_sees_numbers_and_no_amount_in_the_list(filled) -> None:  # type: ignore[no-untyped-def]
    ItSystem.objects.filter(pk=filled.system.pk).update(owner=filled.people["colleague"])
    text = page(filled, "colleague", "volumes").content.decode()
    assert "1.000" in text
    assert "1.500.000" not in text
    assert "Antenne" not in text
    assert Volume.objects.count() == 7
