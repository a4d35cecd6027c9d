"""Administrators and the secretariat over its unit keep a group."""

import datetime as dt

import pytest

from chefforum.kernel.access.rules import Role
from chefforum.kernel.people.models import Group, GroupMembership, TermsOfReference

START = dt.date(2020, 1, 1)


@pytest.fixture
def group(town):
    return Group.objects.create(name="Styregruppe for skoler", kind="steering_group", unit=town.BS, valid_from=START)


@pytest.fixture
def secretary(town, person):
    return person("Sofie Lind", role=Role.SECRETARIAT, over=town.BS)


@pytest.fixture
def neighbour(town, person, group):
    """Secretariat elsewhere, and a member and leader here: everything but the role over the group's unit."""
    made = person("Nis Bech", role=Role.SECRETARIAT, over=town.TM, unit=town.BS, leads=True)
    GroupMembership.objects.create(group=group, person=made, role="chair", valid_from=START)
    return made


def test_the_secretariat_creates_a_group_in_its_own_part_of_the_organisation(town, secretary, signed_in):
    form = {"name": "Arbejdsgruppe", "kind": "working_group", "unit": town.S.pk, "valid_from": "2026-01-01"}
    assert signed_in(secretary).post("/grupper/opret/", form).status_code == 302
    assert Group.objects.get().unit == town.S
    assert signed_in(secretary).post("/grupper/opret/", form | {"name": "To", "unit": town.TM.pk}).status_code == 403
    assert Group.objects.count() == 1


def test_a_member_comes_and_goes_with_dates(group, secretary, person, signed_in):
    ida, client = person("Ida Holm"), signed_in(secretary)
    client.post(f"/grupper/{group.pk}/medlem/", {"person": ida.pk, "role": "member", "valid_from": "2026-01-01"})
    seat = GroupMembership.objects.get(person=ida)
    assert "Ida Holm" in client.get(f"/grupper/{group.pk}/").content.decode()
    client.post(f"/grupper/{group.pk}/medlem/{seat.pk}/afslut/")
    seat.refresh_from_db()
    assert seat.valid_to is not None
    assert "Tidligere og kommende" in client.get(f"/grupper/{group.pk}/").content.decode()


def test_new_terms_of_reference_leave_the_old_ones_to_be_read(group, secretary, signed_in):
    client = signed_in(secretary)
    for day, text in (("2025-01-01", "Det gamle formål"), ("2026-01-01", "Det nye formål\n\n- en opgave")):
        client.post(f"/grupper/{group.pk}/kommissorium/", {"text": text, "valid_from": day})
    assert TermsOfReference.objects.count() == 2
    page = client.get(f"/grupper/{group.pk}/").content.decode()
    assert page.index("Det nye formål") < page.index("Kommissorium fra 1. januar 2025") < page.index("Det gamle formål")
    assert "<li>en opgave</li>" in page


@pytest.mark.parametrize("address", ["ret/", "medlem/", "kommissorium/"])
def test_a_secretariat_elsewhere_reads_the_group_and_changes_nothing(group, neighbour, signed_in, address):
    client = signed_in(neighbour)
    page = client.get(f"/grupper/{group.pk}/")
    assert page.status_code == 200
    assert "Ret gruppen" not in page.content.decode()
    assert client.post(f"/grupper/{group.pk}/{address}", {"text": "x"}).status_code == 403
    assert GroupMembership.objects.count() == 1
    assert not TermsOfReference.objects.exists()


def test_a_name_that_is_taken_is_refused_in_words(town, group, secretary, signed_in):
    form = {"name": group.name, "kind": "forum", "unit": town.S.pk, "valid_from": "2026-01-01"}
    assert "allerede en gruppe" in signed_in(secretary).post("/grupper/opret/", form).content.decode()


def test_where_there_is_no_group_yet_the_page_says_how_to_begin(secretary, person, signed_in):
    words = "Opret gruppen"
    assert words in signed_in(secretary).get("/grupper/").content.decode()
    assert words not in signed_in(person("Ida Holm")).get("/grupper/").content.decode()
