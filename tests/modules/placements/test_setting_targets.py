"""Rounds are set by the coordinator alone, refused where the numbers make no sense, and never changed afterwards."""

from __future__ import annotations

import dataclasses
import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from threading import Barrier

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import get_resolver, reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from chefforum.calc.apportionment import Method, TieRule
from chefforum.calc.places import Whole
from chefforum.kernel.access.rules import AccessDenied
from chefforum.kernel.audit.models import Event
from chefforum.modules.placements.models import Placement, Target, TargetRound, TargetShare
from chefforum.modules.placements.queries.target_drafts import began_by_department
from chefforum.modules.placements.queries.targets import get_round, holding_round, round_before, round_of, target_number
from chefforum.modules.placements.rules.kinds import Basis, PlacementKind
from chefforum.modules.placements.rules.targets import KindSettings, facts_of, reckon, what_is_wrong
from chefforum.modules.placements.services.targets import RoundRefused
from tests.modules.placements.conftest import NOW, TODAY, YEAR
from tests.modules.placements.golden import INTERNSHIP, WAGE_SUBSIDY, key_of, new_round, posted, set_golden


def rows():
    """All that is kept of rounds."""
    return [list(model.objects.order_by("pk").values()) for model in (TargetRound, Target, TargetShare)]


def test_a_later_round_supersedes_and_both_say_so(golden_town, client):
    first = set_golden(golden_town)
    second = set_golden(golden_town, at=NOW + dt.timedelta(days=1))
    assert (first.number, second.number) == (1, 2)
    assert second.supersedes == first
    client.force_login(golden_town.people["colleague"])
    old = client.get(reverse("placements:target_round", args=[first.pk])).content.decode()
    new = client.get(reverse("placements:target_round", args=[second.pk])).content.decode()
    assert "En senere runde gælder" in old
    assert "Måltal 2026, runde 2" in old
    assert "Afløser" in new


def test_a_round_of_another_year_supersedes_nothing_and_is_what_was_before(golden_town):
    first = set_golden(golden_town, year=YEAR - 1, holds_from=TODAY.replace(year=YEAR - 1))
    second = set_golden(golden_town)
    assert second.supersedes is None
    assert round_before(second).round == first


def test_what_changes_is_told_by_department(golden_town, client):
    set_golden(golden_town)
    more = dataclasses.replace(INTERNSHIP, slots=80)
    second = set_golden(golden_town, targets=(WAGE_SUBSIDY, more))
    client.force_login(golden_town.people["colleague"])
    beside = client.get(reverse("placements:target_round", args=[second.pk])).context["beside"]
    assert sum(row.kinds[1].change for row in beside[:-1]) == beside[-1].kinds[1].change == 780 - 487
    assert all(row.kinds[0].change == 0 for row in beside)


@pytest.mark.parametrize("who", ["consultant", "leader", "chief", "controller", "admin", "colleague", "substitute"])
def test_others_than_the_coordinator_set_none(golden_town, client, who):
    with pytest.raises(AccessDenied):
        set_golden(golden_town, who=who)
    client.force_login(golden_town.people[who])
    for act in ("show", "confirm", "set"):
        assert client.post(reverse("placements:target_new"), posted(golden_town, act=act)).status_code == 403
    assert not TargetRound.objects.exists()


def test_a_round_leaves_a_trace_without_its_grounds(golden_town):
    made = set_golden(golden_town)
    event = Event.objects.get(action="placements.set_targets")
    assert event.object_id == str(made.pk)
    assert event.data["internship"] == {"running": 37, "yearly": 487}
    assert "Reformen" not in str(event.data)


def test_no_address_changes_a_round(golden_town, client):
    made = set_golden(golden_town)
    before = rows()
    client.force_login(golden_town.people["coordinator"])
    data = posted(golden_town, act="set", round=str(made.pk), id=str(made.pk), number="1", internship_slots="99")
    for name in ("target_round", "key"):
        address = reverse(f"placements:{name}", args=[made.pk if name == "target_round" else golden_town.key.pk])
        for method in ("post", "put", "patch", "delete"):
            assert getattr(client, method)(address, data if method == "post" else None).status_code == 405
    assert client.post(reverse("placements:target_file", args=[made.pk, "csv"]), data).status_code == 405
    client.post(reverse("placements:target_new"), data)  # another round at most, whatever it says of this one
    assert [one[: len(two)] for one, two in zip(sorted_by_pk(rows(), before), before, strict=True)] == before


def sorted_by_pk(now, before):
    """The rows that were there before, as they are now."""
    known = [{row["id"] for row in table} for table in before]
    return [[row for row in table if row["id"] in ids] for table, ids in zip(now, known, strict=True)]


def test_the_only_addresses_of_a_round_and_a_key_are_read():
    names = {name for name in get_resolver().namespace_dict["placements"][1].reverse_dict if isinstance(name, str)}
    mine = {name for name in names if name.startswith(("target", "key"))}
    assert mine == {"targets", "target_new", "target_round", "target_file", "keys", "key_new", "key"}


@pytest.mark.parametrize(
    ("model", "changes", "told"),
    [
        (Target, {"yearly": 488}, "pr. år i alt: der står 488, beregningen giver 487"),
        (Target, {"weeks": Decimal("5")}, "beregningen giver 390"),
        (TargetShare, {"yearly": 1}, "der står 1, beregningen giver"),
        (TargetShare, {"running_quota": Decimal("1.5")}, "løbende før afrunding: der står 1,5"),
        (TargetRound, {"grounds": "Noget andet"}, "Fingeraftrykket passer ikke"),
        (TargetRound, {"decision": "Byrådet"}, "Fingeraftrykket passer ikke"),
        (Target, {"method": "lodtrækning"}, "kan ikke læses"),
    ],
)
def test_who_changes_the_database_is_found_out(golden_town, client, model, changes, told):
    made = set_golden(golden_town)
    assert get_round(actor=golden_town.as_("colleague"), round_id=made.pk).agrees
    of = model.objects.filter(kind="internship") if model is Target else model.objects.all()
    of.update(**changes)
    found = get_round(actor=golden_town.as_("colleague"), round_id=made.pk)
    assert told in " ".join(found.wrong)
    client.force_login(golden_town.people["colleague"])
    page = client.get(reverse("placements:target_round", args=[made.pk]))
    assert "Genberegnet: passer ikke" in page.content.decode()


def test_a_key_that_is_changed_in_the_database_is_found_out(golden_town):
    made = set_golden(golden_town)
    golden_town.key.shares.filter(unit__code="økonomi & stab").update(fte=60)
    wrong = get_round(actor=golden_town.as_("colleague"), round_id=made.pk).wrong
    assert any("Økonomi & Stab, pr. år: der står 16" in one for one in wrong)


@pytest.mark.parametrize(
    ("field", "wrote"),
    [
        ("internship_occupancy", "0"),
        ("internship_occupancy", "100,01"),
        ("internship_occupancy", "75,123"),
        ("internship_occupancy", ""),
        ("internship_occupancy", "mange"),
        ("internship_weeks", "0"),
        ("internship_weeks", "-4"),
        ("internship_weeks", "9" * 30),
        ("internship_slots", "-1"),
        ("internship_slots", "5001"),
        ("internship_slots", "9" * 400),
        ("internship_slots", "37,5"),
        ("internship_method", "d_hondt"),
        ("internship_tie_rule", "lod"),
        ("internship_basis", ""),
        ("year", "26"),
        ("year", "99999999999999"),
        ("key", "x"),
        ("holds_from", "2025-12-31"),
        ("holds_from", "i morgen"),
        ("grounds", "   "),
        ("grounds", "Aftalt med 010190-1234"),
        ("decision", "x" * 201),
    ],
)
def test_what_makes_no_sense_is_told_and_the_form_stands(golden_town, client, field, wrote):
    client.force_login(golden_town.people["coordinator"])
    for act in ("confirm", "set"):
        page = client.post(reverse("placements:target_new"), posted(golden_town, act=act, **{field: wrote}))
        assert page.status_code == 422
        assert field in page.context["form"].errors
        assert "Chefforum 28. januar 2026" in page.content.decode() or field == "decision"
    assert not TargetRound.objects.exists()


def test_too_many_a_year_are_not_shared_out(golden_town, client):
    client.force_login(golden_town.people["coordinator"])
    data = posted(golden_town, act="show", internship_slots="5000", internship_weeks="0,5")
    page = client.post(reverse("placements:target_new"), data)
    assert "Højst 20000 kan fordeles" in page.content.decode()


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"grounds": " "}, "hvorfor"),
        ({"grounds": "010190-1234"}, "CPR"),
        ({"year": 1900}, "Året"),
        ({"holds_from": dt.date(2031, 1, 1)}, "gælder fra en dag i"),
        ({"targets": ()}, "Sæt måltal"),
        ({"targets": (INTERNSHIP, INTERNSHIP)}, "Sæt måltal"),
        ({"targets": (dataclasses.replace(INTERNSHIP, kind=PlacementKind.UTILITY),)}, "Sæt måltal"),
        ({"targets": (dataclasses.replace(INTERNSHIP, occupancy=Decimal(0)),)}, "over 0"),
        ({"targets": (dataclasses.replace(INTERNSHIP, weeks=Decimal(0)),)}, "uger"),
        ({"targets": (dataclasses.replace(INTERNSHIP, method=Method.D_HONDT),)}, "største rest"),
        ({"targets": (dataclasses.replace(WAGE_SUBSIDY, occupancy=Decimal("0.75")),)}, "uden besættelse"),
    ],
)
def test_the_service_refuses_what_the_form_would(golden_town, changes, told):
    with pytest.raises(RoundRefused, match=told):
        set_golden(golden_town, **changes)
    assert not TargetRound.objects.exists()


def test_who_is_overtaken_is_told_and_loses_nothing(golden_town, client):
    client.force_login(golden_town.people["coordinator"])
    data = posted(golden_town, act="set")
    first = set_golden(golden_town)
    page = client.post(reverse("placements:target_new"), data)
    assert page.status_code == 422
    assert "Der er fastlagt en ny runde" in page.content.decode()
    assert "investeringsforslagene" in page.content.decode()
    assert TargetRound.objects.get() == first
    again = {**data, "seen": page.context["form"]["seen"].value()}
    assert client.post(reverse("placements:target_new"), again).status_code == 302
    assert TargetRound.objects.count() == 2


def test_the_database_numbers_a_round_once(golden_town):
    made = set_golden(golden_town)
    with pytest.raises(IntegrityError), transaction.atomic():
        TargetRound.objects.create(
            year=YEAR, number=1, key=golden_town.key, holds_from=TODAY, grounds="x", set_at=NOW, fingerprint="0" * 64
        )
    assert TargetRound.objects.get() == made


@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_one_comes_first(golden_town):
    """On both databases: the other is told, and nothing is half written."""
    new, barrier = new_round(golden_town), Barrier(2)
    from chefforum.modules.placements.services.targets import set_targets

    def run(_):
        try:
            barrier.wait(timeout=20)
            return set_targets(actor=golden_town.as_("coordinator"), new=new, at=NOW)
        except RoundRefused as refused:
            return refused
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(run, range(2)))
    assert sorted(isinstance(one, TargetRound) for one in answers) == [False, True]
    assert TargetRound.objects.count() == 1
    assert Target.objects.count() == 2


def test_sent_again_a_round_is_set_once_and_its_draft_is_gone(golden_town, client):
    client.force_login(golden_town.people["coordinator"])
    address = reverse("placements:target_new")
    said = posted(golden_town, act="set")
    client.post(address, said | {"act": "confirm"})
    answers = [client.post(address, said) for _ in range(3)]
    made = TargetRound.objects.get()
    assert [one.get("Location") for one in answers] == [reverse("placements:target_round", args=[made.pk])] * 3
    page = client.get(reverse("placements:targets")).content.decode()
    assert "Fortsæt med nye måltal" not in page
    assert "Nye måltal" in page


def test_another_round_on_an_old_page_is_told_and_its_draft_stays(golden_town, client):
    client.force_login(golden_town.people["coordinator"])
    address = reverse("placements:target_new")
    said = posted(golden_town, act="set")
    client.post(address, said)
    assert client.post(address, said | {"internship_slots": "80"}).status_code == 422
    assert "Fortsæt med nye måltal" in client.get(reverse("placements:targets")).content.decode()
    assert TargetRound.objects.count() == 1


def test_the_same_from_somebody_else_is_told(golden_town, client):
    said = posted(golden_town, act="set")
    set_golden(golden_town, holds_from=dt.date(YEAR, 1, 28))
    TargetRound.objects.update(person=golden_town.people["consultant"])
    client.force_login(golden_town.people["coordinator"])
    assert client.post(reverse("placements:target_new"), said).status_code == 422


@pytest.mark.parametrize(("day", "words"), [((6, 30), ["Kommer", "Gælder"]), ((7, 1), ["Gælder", "Afløst"])])
def test_the_list_and_the_page_of_a_round_say_the_same_on_a_day(golden_town, client, monkeypatch, day, words):
    rounds = [
        set_golden(golden_town, holds_from=dt.date(YEAR, 7, 1), at=NOW + dt.timedelta(hours=hours)) for hours in (0, 1)
    ]
    TargetRound.objects.filter(pk=rounds[0].pk).update(holds_from=dt.date(YEAR, 3, 1))
    client.force_login(golden_town.people["coordinator"])
    monkeypatch.setattr(timezone, "localdate", lambda *_: dt.date(YEAR, *day))
    listed = client.get(reverse("placements:targets")).context["rounds"]
    pages = [client.get(reverse("placements:target_round", args=[one.pk])).context["state"] for one, _ in listed]
    assert [state.value for _, state in listed] == [state.value for state in pages] == words


def test_what_is_written_is_kept_until_it_is_set_or_thrown_away(golden_town, client):
    client.force_login(golden_town.people["coordinator"])
    address = reverse("placements:target_new")
    client.post(address, posted(golden_town, act="show", grounds="Halvt skrevet"))
    page = client.get(address).content.decode()
    assert "Dit udkast er hentet frem" in page
    assert "Halvt skrevet" in page
    client.post(address, {"act": "clear"})
    assert "Halvt skrevet" not in client.get(address).content.decode()


def test_a_resumed_draft_does_not_call_the_grounds_optional(golden_town, client):
    client.force_login(golden_town.people["coordinator"])
    address = reverse("placements:target_new")
    client.post(address, posted(golden_town, act="show"))
    form = client.get(address).context["form"]
    assert form.fields["grounds"].required
    assert form.fields["holds_from"].required


def test_a_target_of_nought_is_asked_for_in_so_many_words(golden_town, client):
    client.force_login(golden_town.people["coordinator"])
    address, said = reverse("placements:target_new"), {"internship_slots": "0"}
    preview = client.post(address, posted(golden_town, act="show", **said)).content.decode()
    assert "Virksomhedspraktik: måltallet bliver 0 løbende og 0 pr. år." in preview
    assert "Ja, måltallet er 0" in preview
    for act in ("confirm", "set"):
        answer = client.post(address, posted(golden_town, act=act, **said))
        assert answer.status_code == 422
        assert "Sæt kryds ved tabellen" in answer.content.decode()
    assert not TargetRound.objects.exists()
    assert client.post(address, posted(golden_town, act="confirm", noughts="on", **said)).status_code == 200
    assert client.post(address, posted(golden_town, act="set", noughts="on", **said)).status_code == 302
    assert TargetRound.objects.exists()


def test_the_confirmation_says_what_a_round_in_the_middle_of_a_year_changes(golden_town, client):
    set_golden(golden_town, holds_from=dt.date(YEAR, 1, 1))
    set_golden(golden_town, holds_from=dt.date(YEAR, 10, 1), at=NOW + dt.timedelta(hours=1))
    client.force_login(golden_town.people["coordinator"])
    said = posted(golden_town, act="confirm", holds_from=f"{YEAR}-07-01", internship_slots="80")
    answer = client.post(reverse("placements:target_new"), said)
    page = answer.content.decode()
    assert f"Fra 1. juli {YEAR} gælder denne runde. Til og med 30. juni {YEAR} gælder Måltal {YEAR}, runde 1." in page
    assert f"Måltal {YEAR}, runde 2, der er sat til at gælde fra 1. oktober {YEAR}, gælder ikke." in page
    total = answer.context["draft"].beside[-1].kinds[1]
    assert (total.before, total.now, total.change_text) == (487, 780, "+293")
    assert (total.running_before, total.running, total.running_change_text) == (37, 60, "+23")


def test_departments_stand_in_one_order_in_every_table_of_the_page(golden_town, client):
    client.force_login(golden_town.people["coordinator"])
    draft = client.post(reverse("placements:target_new"), posted(golden_town, act="show")).context["draft"]
    names = [row.name for row in draft.table.rows]
    assert [row.name for row in draft.beside[:-1]] == names == [row.name for row in draft.plain.rows]


def test_an_error_says_which_kind_it_is_of(golden_town, client):
    client.force_login(golden_town.people["coordinator"])
    said = posted(golden_town, act="confirm", internship_slots="", wage_subsidy_weeks="")
    page = client.post(reverse("placements:target_new"), said).content.decode()
    assert "Virksomhedspraktik, løbende: Udfyld feltet." in page
    assert "Løntilskud, uger pr. forløb: " in page


def test_everybody_asks_the_same_round_by_its_day(golden_town):
    first = set_golden(golden_town, holds_from=dt.date(YEAR, 3, 1))
    second = set_golden(golden_town, holds_from=dt.date(YEAR, 7, 1), at=NOW + dt.timedelta(hours=1))
    asked = {
        dt.date(YEAR, 1, 1): first,
        dt.date(YEAR, 3, 1): first,
        dt.date(YEAR, 6, 30): first,
        dt.date(YEAR, 7, 1): second,
        dt.date(YEAR + 1, 1, 1): second,
    }
    for day, holds in asked.items():
        assert holding_round(TargetRound.objects.all(), year=YEAR, day=day) == holds
        assert round_of(year=YEAR, day=day).round == holds
        number = target_number(year=YEAR, kind=PlacementKind.INTERNSHIP, is_yearly=True, unit_id=None, on=day)
        assert number.round == holds
    third = set_golden(golden_town, holds_from=dt.date(YEAR, 5, 1), at=NOW + dt.timedelta(hours=2))
    assert round_of(year=YEAR, day=dt.date(YEAR, 12, 31)).round == third


def test_a_tie_is_told_with_who_won_it_and_why(golden_town, client):
    names = list(golden_town.departments)
    key = key_of(golden_town, dict.fromkeys(names, Decimal(1)), name="Lige")
    made = set_golden(golden_town, key_id=key.pk, targets=(dataclasses.replace(WAGE_SUBSIDY, slots=1),))
    found = get_round(actor=golden_town.as_("colleague"), round_id=made.pk)
    assert found.agrees
    assert TargetShare.objects.filter(target__round=made, by_tie=True).count() == len(names)
    client.force_login(golden_town.people["colleague"])
    ties = client.get(reverse("placements:target_round", args=[made.pk])).context["ties"]
    assert any("stod lige" in told and "den største afdeling går først" in told for told in ties)


def test_what_began_counts_the_municipalitys_own_and_no_cancelled(golden_town):
    departments = golden_town.departments
    under = {"kind": "internship", "created_at": NOW, "starts_on": dt.date(YEAR - 1, 5, 1)}
    stab, skole = departments["Økonomi & Stab"], departments["Dagtilbud & Skole"]
    for number, more in enumerate(
        [
            {"unit": stab},
            {"unit": stab},
            {"unit": skole},
            {"unit": golden_town.north},  # under no department
            {"unit": stab, "cancelled_at": NOW},
            {"unit": stab, "starts_on": dt.date(YEAR, 1, 1)},
            {"unit": stab, "starts_on": dt.date(YEAR - 2, 12, 31)},
            {"unit": None, "sector": "private"},
            {"unit": stab, "kind": "utility"},
        ]
    ):
        Placement.objects.create(reference=f"F-{number}", **under | more)
    began = began_by_department(year=YEAR - 1, on=TODAY)
    assert began == {PlacementKind.INTERNSHIP: {"": 4, stab.code: 2, skole.code: 1}}


SETTINGS = st.builds(
    KindSettings,
    kind=st.sampled_from([PlacementKind.INTERNSHIP, PlacementKind.WAGE_SUBSIDY]),
    basis=st.just(Basis.SLOTS),
    slots=st.integers(0, 200),
    occupancy=st.decimals("0.01", "1", places=4),
    weeks=st.decimals("1", "52", places=2),
    rounding=st.sampled_from(Whole),
    method=st.sampled_from([Method.LARGEST_REMAINDER, Method.SAINTE_LAGUE]),
    tie_rule=st.sampled_from(TieRule),
)
KEYS = st.dictionaries(
    st.text("abcdefg", min_size=1, max_size=3), st.decimals("0.01", "5000", places=2), min_size=1, max_size=9
)


@given(settings=SETTINGS, key=KEYS)
def test_departments_always_sum_to_the_whole(settings, key):
    if what_is_wrong(settings):
        return
    facts = facts_of(reckon(settings=settings, key=key))
    assert sum(one.running for one in facts.shares) == facts.running
    assert sum(one.yearly for one in facts.shares) == facts.yearly
    again = facts_of(reckon(settings=settings, key=dict(reversed(key.items()))))
    assert {one.code: one for one in again.shares} == {one.code: one for one in facts.shares}


def test_a_round_says_whether_it_holds_today(golden_town, client):
    today = timezone.localdate()
    days = (dt.date(today.year, 1, 1), dt.date(today.year, 12, 31))
    rounds = [set_golden(golden_town, year=today.year, holds_from=day) for day in days]
    client.force_login(golden_town.people["colleague"])
    pages = [client.get(reverse("placements:target_round", args=[one.pk])).content.decode() for one in rounds]
    if today < days[1]:
        assert "En senere runde er fastlagt" in pages[0]
        assert "Kommer" in pages[1]
    else:
        assert "En senere runde gælder" in pages[0]
