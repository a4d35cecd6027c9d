"""Administrators keep persons and roles; everybody chooses their own substitute."""

import datetime as dt

import pytest

from chefforum.kernel.access.models import RoleAssignment, Substitution
from chefforum.kernel.access.rules import AccessDenied, Role
from chefforum.kernel.audit.models import Event
from chefforum.kernel.people.models import Person
from chefforum.modules.administration.services.persons import CannotChange, end_role, grant_role, set_substitute

TODAY = dt.date(2026, 1, 28)
NOW = dt.datetime(2026, 1, 28, 9, 0, tzinfo=dt.UTC)


@pytest.fixture
def admin(town, person):
    return person("Adam Berg", role=Role.ADMINISTRATOR, over=town.K)


@pytest.fixture
def ida(town, person):
    return person("Ida Holm", unit=town.S)


@pytest.fixture
def secretary(town, person):
    """Has every relation to the organisation but the administrator's role."""
    return person("Sofie Lind", role=Role.SECRETARIAT, over=town.K, unit=town.K, leads=True)


def test_an_administrator_creates_a_person_with_employment(town, admin, signed_in):
    form = {"name": "Bo Krag", "email": "Bo@Lindeby.example", "title": "Lærer", "unit": town.S.pk}
    assert signed_in(admin).post("/personer/opret/", form).status_code == 302
    made = Person.objects.get(email="bo@lindeby.example")
    assert made.employments.get().unit == town.S
    assert not made.has_usable_password()
    assert Event.objects.get().action == "people.create"


def test_an_email_that_is_taken_is_refused_in_words(town, admin, ida, signed_in):
    form = {"name": "Ida", "email": ida.email.upper(), "title": "Lærer", "unit": town.S.pk}
    assert "allerede en person" in signed_in(admin).post("/personer/opret/", form).content.decode()
    assert Person.objects.filter(email__iexact=ida.email).count() == 1


@pytest.mark.parametrize("address", ["opret/", "{}/rolle/", "{}/adgang/", "{}/adgangskode/"])
def test_a_secretariat_over_everything_changes_no_person(secretary, ida, signed_in, address):
    before = Person.objects.get(pk=ida.pk).password
    assert signed_in(secretary).post(f"/personer/{address.format(ida.pk)}").status_code == 403
    assert Person.objects.get(pk=ida.pk).password == before


def test_roles_are_given_with_a_last_day_and_ended(town, admin, ida, signed_in, acting):
    client = signed_in(admin)
    form = {"role": "controller", "unit": town.BS.pk, "valid_from": "2026-01-01", "last_day": "2026-12-31"}
    client.post(f"/personer/{ida.pk}/rolle/", form)
    given = RoleAssignment.objects.get(person=ida)
    assert given.valid_to == dt.date(2027, 1, 1)
    assert acting(ida).has_role_over(town.S.pk, Role.CONTROLLER)
    assert not acting(ida).has_role_over(town.TM.pk, Role.CONTROLLER)
    end_role(actor=acting(admin), assignment=given, on=TODAY, at=NOW)
    assert not acting(ida).has_role(Role.CONTROLLER)
    assert list(Event.objects.values_list("action", flat=True)) == ["access.end", "access.grant"]


def test_the_same_role_twice_is_refused(town, admin, ida, acting):
    grant = {
        "actor": acting(admin),
        "person": ida,
        "role": Role.CONTROLLER,
        "unit_id": town.S.pk,
        "valid_to": None,
        "at": NOW,
    }
    grant_role(valid_from=TODAY, **grant)
    with pytest.raises(CannotChange, match="allerede"):
        grant_role(valid_from=TODAY + dt.timedelta(days=1), **grant)


def test_administrators_cannot_lock_themselves_out(admin, signed_in):
    client = signed_in(admin)
    client.post(f"/personer/{admin.pk}/adgang/", {"close": ""})
    client.post(f"/personer/roller/{admin.role_assignments.get().pk}/afslut/")
    admin.refresh_from_db()
    assert admin.is_active
    assert admin.role_assignments.get().valid_to is None
    assert not Event.objects.exists()


def test_a_deactivated_person_is_out_and_only_administrators_see_them(admin, ida, secretary, signed_in):
    signed_in(admin).post(f"/personer/{ida.pk}/adgang/", {"close": ""})
    assert signed_in(ida).get("/personer/").status_code == 302
    assert signed_in(secretary).get(f"/personer/{ida.pk}/").status_code == 404
    assert "Adgangen er lukket" in signed_in(admin).get(f"/personer/{ida.pk}/").content.decode()


def test_a_temporary_password_is_shown_once_and_works(admin, ida, signed_in):
    client = signed_in(admin)
    page = client.post(f"/personer/{ida.pk}/adgangskode/").content.decode()
    password = page.split("<code>")[1].split("</code>")[0]
    ida.refresh_from_db()
    assert ida.check_password(password)
    assert password not in client.get(f"/personer/{ida.pk}/").content.decode()
    assert password not in str(Event.objects.get().data)


def test_a_person_chooses_a_substitute_who_then_has_their_roles(town, admin, ida, secretary, acting):
    set_substitute(
        actor=acting(secretary),
        person=secretary,
        substitute=ida,
        valid_from=TODAY,
        valid_to=TODAY.replace(day=30),
        at=NOW,
    )
    assert acting(ida).has_role_over(town.S.pk, Role.SECRETARIAT)
    assert acting(ida).standing_in_for == ("Sofie Lind",)


def test_nobody_but_the_person_and_administrators_chooses_the_substitute(admin, ida, secretary, acting, signed_in):
    assert signed_in(secretary).get(f"/personer/{ida.pk}/stedfortraeder/").status_code == 403
    dates = {"valid_from": TODAY, "valid_to": TODAY.replace(day=30), "at": NOW}
    with pytest.raises(AccessDenied):
        set_substitute(actor=acting(secretary), person=ida, substitute=secretary, **dates)
    set_substitute(actor=acting(admin), person=ida, substitute=secretary, **dates)
    assert Substitution.objects.get().substitute == secretary


def test_a_colleague_does_not_see_roles_but_an_auditor_does(town, person, admin, secretary, signed_in):
    auditor = person("Rie Bak", role=Role.AUDITOR, over=town.K)
    assert "Administrator over" not in signed_in(secretary).get(f"/personer/{admin.pk}/").content.decode()
    assert "Administrator over" in signed_in(auditor).get(f"/personer/{admin.pk}/").content.decode()


def test_my_access_tells_what_i_may_and_for_whom(secretary, ida, acting, signed_in):
    today = dt.date.today()
    Substitution.objects.create(
        person=secretary, substitute=ida, valid_from=today, valid_to=today + dt.timedelta(days=1)
    )
    page = signed_in(ida).get("/personer/mig/").content.decode()
    assert "Sekretariat over 4" in page
    assert "låner af Sofie Lind" in page


def test_the_list_is_searched_by_name_and_title(ida, secretary, signed_in):
    page = signed_in(ida).get("/personer/?q=holm").content.decode()
    assert f"/personer/{ida.pk}/" in page
    assert f"/personer/{secretary.pk}/" not in page


def test_an_administrator_of_a_part_gives_and_takes_nothing_beyond_it(town, person, admin, ida, acting, signed_in):
    local = person("Lis Dam", role=Role.ADMINISTRATOR, over=town.TM)
    client = signed_in(local)
    assert client.post(f"/personer/{admin.pk}/adgangskode/").status_code == 403
    assert client.post(f"/personer/{admin.pk}/adgang/", {"close": ""}).status_code == 403
    assert client.post(f"/personer/roller/{admin.role_assignments.get().pk}/afslut/").status_code == 403
    form = {"role": "administrator", "unit": town.K.pk, "valid_from": "2026-01-01"}
    assert client.post(f"/personer/{local.pk}/rolle/", form).status_code == 403
    with pytest.raises(AccessDenied, match="en del af organisationen"):
        set_substitute(
            actor=acting(local),
            person=admin,
            substitute=local,
            valid_from=TODAY,
            valid_to=TODAY.replace(day=30),
            at=NOW,
        )
    assert client.post(f"/personer/{ida.pk}/rolle/", form | {"unit": town.TM.pk}).status_code == 302
    assert list(Event.objects.values_list("action", flat=True)) == ["access.grant"]
