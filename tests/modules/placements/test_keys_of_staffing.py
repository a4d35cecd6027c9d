"""Keys: of the organisation's own count, by hand, from a file; what is not counted is missing, nothing changes."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.urls import reverse

from chefforum.kernel.access.rules import AccessDenied
from chefforum.kernel.audit.models import Event
from chefforum.kernel.imports.jobs import carry_out_now, read_now
from chefforum.kernel.imports.queries import get_import
from chefforum.kernel.imports.tables import workbook_of
from chefforum.kernel.organisation.models import UnitKind
from chefforum.modules.placements.models import KeyShare, StaffingKey
from chefforum.modules.placements.queries.keys import counted_departments, get_key, list_keys
from chefforum.modules.placements.services.keys import KeyRefused
from chefforum.modules.placements.services.targets import RoundRefused
from tests import factories
from tests.modules.placements.conftest import NOW, TODAY
from tests.modules.placements.golden import CELLS, FTE, key_of, set_golden

LACKING = "Økonomi & Stab"


def incomplete(town, **options):
    return key_of(town, {name: fte for name, fte in FTE.items() if name != LACKING}, **options)


def test_each_department_has_its_share(golden_town):
    found = get_key(actor=golden_town.as_("colleague"), key_id=golden_town.key.pk)
    assert found.is_usable
    assert {line.name: line.fte for line in found.lines} == FTE
    assert sum(line.share_pct for line in found.lines) == pytest.approx(100)
    assert {line.name: round(line.share_pct, 2) for line in found.lines}[LACKING] == Decimal("3.29")


def test_a_department_not_counted_is_missing_and_the_key_is_not_used(golden_town, client):
    key = incomplete(golden_town)
    found = get_key(actor=golden_town.as_("colleague"), key_id=key.pk)
    assert found.missing == (LACKING,)
    assert all(line.share_pct is None for line in found.lines)  # a share of what is known is no share
    with pytest.raises(RoundRefused, match=LACKING):
        set_golden(golden_town, key_id=key.pk)
    client.force_login(golden_town.people["colleague"])
    page = client.get(reverse("placements:key", args=[key.pk])).content.decode()
    assert "mangler" in page
    assert "Nøglen kan ikke bruges endnu" in page


def test_a_nought_is_a_number(golden_town):
    key = key_of(golden_town, FTE | {LACKING: Decimal(0)})
    assert get_key(actor=golden_town.as_("colleague"), key_id=key.pk).is_usable


def test_the_organisations_count_on_the_day_is_what_a_key_begins_with(golden_town, client):
    under = factories.unit("Rådhuset", under=golden_town.departments[LACKING], kind=UnitKind.WORKPLACE)
    factories.staffing(under, TODAY - dt.timedelta(days=40), "10.50")
    factories.staffing(under, TODAY + dt.timedelta(days=1), "99")  # counted later: not of this day
    factories.staffing(golden_town.departments[LACKING], TODAY, "5.50")
    counted = {one.unit.name: (one.fte, one.oldest) for one in counted_departments(TODAY)}
    assert counted[LACKING] == (Decimal("16.00"), TODAY - dt.timedelta(days=40))
    assert counted["Børn & Familie"] == (None, None)
    client.force_login(golden_town.people["coordinator"])
    page = client.get(reverse("placements:key_new"), {"dato": TODAY.isoformat()})
    values = {bound.label: bound.value() for _, bound in page.context["form"].lines()}
    assert values[LACKING] == "16"
    assert values["Børn & Familie"] is None
    assert "Ikke optalt" in page.content.decode()


def test_a_unit_counts_in_one_department_alone(golden_town):
    inner = factories.unit("Indre afdeling", under=golden_town.departments[LACKING])
    factories.staffing(inner, TODAY, "3")
    factories.staffing(golden_town.departments[LACKING], TODAY, "10")
    counted = {one.unit.name: one.fte for one in counted_departments(TODAY)}
    assert (counted["Indre afdeling"], counted[LACKING]) == (Decimal(3), Decimal(10))


def posted_key(town, **changes):
    said = {"name": "Min nøgle", "source": "Lønsystemet"}
    said |= {f"fte_{unit.pk.hex}": str(FTE[name]) for name, unit in town.departments.items()}
    return said | changes


def test_the_coordinator_types_a_key(golden_town, client):
    client.force_login(golden_town.people["coordinator"])
    field = f"fte_{golden_town.departments[LACKING].pk.hex}"
    address = f"{reverse('placements:key_new')}?dato={TODAY.isoformat()}"
    page = client.post(address, posted_key(golden_town, **{field: "1.234,5"}), follow=True)
    assert page.status_code == 200
    assert StaffingKey.objects.get(name="Min nøgle").shares.get(unit__code=LACKING.lower()).fte == Decimal("1234.50")
    assert Event.objects.filter(action="placements.make_key").count() == 2


@pytest.mark.parametrize(
    ("wrote", "told"),
    [("-1", "fra 0"), ("tolv", "ikke et antal årsværk"), ("9" * 30, "fra 0"), ("1,2,3", "ikke et antal årsværk")],
)
def test_numbers_that_are_none_are_told_and_nothing_is_lost(golden_town, client, wrote, told):
    client.force_login(golden_town.people["coordinator"])
    field = f"fte_{golden_town.departments[LACKING].pk.hex}"
    address = f"{reverse('placements:key_new')}?dato={TODAY.isoformat()}"
    page = client.post(address, posted_key(golden_town, **{field: wrote}))
    assert page.status_code == 422
    assert told in page.content.decode()
    assert "Lønsystemet" in page.content.decode()
    assert not StaffingKey.objects.filter(name="Min nøgle").exists()


def test_no_person_number_comes_in(golden_town):
    with pytest.raises(KeyRefused, match="CPR"):
        key_of(golden_town, name="Nøgle for 010190-1234")


@pytest.mark.parametrize("who", ["consultant", "leader", "chief", "controller", "admin", "colleague"])
def test_others_than_the_coordinator_make_none(golden_town, client, who):
    with pytest.raises(AccessDenied):
        key_of(golden_town, who=who)
    client.force_login(golden_town.people[who])
    assert client.get(reverse("placements:key_new")).status_code == 403
    assert client.post(reverse("placements:key_new"), posted_key(golden_town)).status_code == 403
    assert StaffingKey.objects.count() == 1


def test_a_key_is_of_departments_alone(golden_town):
    golden_town.departments["Nordskolen"] = golden_town.north
    with pytest.raises(KeyRefused, match="ikke er en afdeling"):
        key_of(golden_town, FTE | {"Nordskolen": Decimal(3)})


def test_a_new_key_begins_with_an_old_one(golden_town, client):
    key = incomplete(golden_town, name="Ufærdig")
    client.force_login(golden_town.people["coordinator"])
    page = client.get(reverse("placements:key_new"), {"fra": key.pk})
    values = {bound.label: bound.value() for _, bound in page.context["form"].lines()}
    assert values.pop(LACKING) is None
    assert values == {name: str(fte) for name, fte in FTE.items() if name != LACKING}


@pytest.mark.parametrize("query", ["dato=1200-01-01", "dato=9999-12-31", "dato=vrøvl", "fra=vrøvl"])
def test_odd_addresses_are_answered(golden_town, client, query):
    client.force_login(golden_town.people["coordinator"])
    assert client.get(f"{reverse('placements:key_new')}?{query}").status_code == 200


def take_in(town, content, *, who="coordinator", filename="noegle.csv"):
    item = read_now(
        kind="placements.key",
        content=content if isinstance(content, bytes) else content.encode(),
        filename=filename,
        actor=town.as_(who),
        at=NOW,
        options={"name": "Fra fil", "on_date": TODAY.isoformat(), "source": "Løn"},
    )
    return get_import(actor=town.as_(who), import_id=item.pk, at=NOW)


TABLE = [["Afdeling", "Årsværk"], *([name, str(fte)] for name, fte in FTE.items()), ["I alt", "487"]]


@pytest.mark.parametrize("content", ["\n".join(";".join(row) for row in TABLE), workbook_of("Nøgle", TABLE)])
def test_a_file_becomes_a_key(golden_town, content):
    page = take_in(golden_town, content)
    assert page.state == "ready"
    assert not page.problems
    assert len(page.changes) == len(CELLS)
    assert not StaffingKey.objects.filter(name="Fra fil").exists()  # seen, and nothing more
    carry_out_now(import_id=page.id, actor=golden_town.as_("coordinator"), at=NOW)
    key = StaffingKey.objects.get(name="Fra fil")
    assert get_key(actor=golden_town.as_("colleague"), key_id=key.pk).is_usable


def test_bad_lines_are_told_by_number_and_the_good_go_in(golden_town):
    lines = ["Kode;Årsværk", "miljø & teknik;28", "vejr;3", "børn & familie;mange", "miljø & teknik;29", "I alt;99"]
    page = take_in(golden_town, "\n".join(lines))
    told = {one.line: one.text for one in page.problems}
    assert "“vejr” er ikke en afdeling" in told[3]
    assert "“mange” er ikke et antal årsværk" in told[4]
    assert "allerede længere oppe" in told[5]
    assert "99 årsværk i alt, men linjerne giver 28" in told[6]
    assert "Nøglen kan først bruges" in told[None]
    carry_out_now(import_id=page.id, actor=golden_town.as_("coordinator"), at=NOW)
    key = StaffingKey.objects.get(name="Fra fil")
    assert list(KeyShare.objects.filter(key=key).values_list("fte", flat=True)) == [Decimal(28)]
    assert {one.key.name: one.is_usable for one in list_keys(golden_town.as_("colleague"))}["Fra fil"] is False


@pytest.mark.parametrize("content", ["", "Navn;Tal\nx;1", "Kode;Årsværk\n"])
def test_files_that_are_no_key_are_refused(golden_town, content):
    page = take_in(golden_town, content or b" ")
    assert page.state == "refused"
    assert not StaffingKey.objects.filter(name="Fra fil").exists()


def test_numbers_changed_by_hand_are_no_longer_the_organisations(golden_town, client):
    for name, unit in golden_town.departments.items():
        factories.staffing(unit, TODAY, str(FTE[name]))
    client.force_login(golden_town.people["coordinator"])
    address = f"{reverse('placements:key_new')}?dato={TODAY.isoformat()}"
    said = posted_key(golden_town, source="Optalte årsværk i organisationen")
    client.post(address, said | {"name": "Som talt"})
    client.post(address, said | {"name": "Rettet", f"fte_{golden_town.departments[LACKING].pk.hex}": "17"})
    sources = dict(StaffingKey.objects.values_list("name", "source"))
    assert sources["Som talt"] == "Optalte årsværk i organisationen"
    assert sources["Rettet"] == "Optalte årsværk i organisationen, rettet i hånden"


def test_two_keys_have_not_the_same_name(golden_town):
    name = golden_town.key.name
    with pytest.raises(KeyRefused, match=f"“{name}”, opgjort 2. april 2026"):
        key_of(golden_town, name=f" {name.upper()}")
