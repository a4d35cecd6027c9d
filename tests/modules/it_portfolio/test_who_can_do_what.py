"""Competences: what is needed held against how many can; an unsaid number is not nought, and names are few."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace
from uuid import UUID, uuid4

import pytest
from django.db.models import ProtectedError
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from chefforum.kernel.access.rules import AccessDenied
from chefforum.kernel.documents.services import make
from chefforum.kernel.figures.registry import figures
from chefforum.kernel.imports.jobs import carry_out_now, read_now
from chefforum.kernel.imports.registry import UnreadableFile
from chefforum.kernel.imports.tables import tables_of
from chefforum.kernel.organisation.queries import tree_on
from chefforum.modules.it_portfolio.imports.competences import read_competence_file
from chefforum.modules.it_portfolio.models import Competence, CompetenceHeld, CompetenceNeed, KeyPerson
from chefforum.modules.it_portfolio.queries.competences import competence_page, list_steps, overview
from chefforum.modules.it_portfolio.rules.competences import Held, Standing, able, gap_of
from chefforum.modules.it_portfolio.services.competences import (
    StepFacts,
    WrongCompetence,
    name_key_person,
    remove_competence,
    remove_key_person,
    remove_step,
    save_competence,
    save_step,
    say_held,
    say_need,
)
from chefforum.web.once import AlreadyMade
from tests.modules.it_portfolio.law_town import NOW, TODAY, law_town

LATER = NOW + dt.timedelta(hours=1)
UNITS = [UUID(int=number) for number in range(3)]
held_rows = st.lists(st.builds(Held, st.sampled_from(UNITS), st.integers(1, 3), st.integers(0, 9)), max_size=8)
needs = st.lists(st.tuples(st.integers(1, 3), st.integers(1, 9)), min_size=1, max_size=5)


@given(needs, held_rows)
def test_a_number_that_nobody_has_said_is_not_known_and_never_nought(
    asked: list[tuple[int, int]], rows: list[Held]
) -> None:
    gap = gap_of(asked, rows)
    if rows:
        assert gap.held == sum(one.persons for one in rows if one.level >= gap.level)
        assert gap.lacking == max(0, gap.needed - gap.held)
    else:
        assert gap.held is None
        assert gap.lacking is None
        assert gap.standing is Standing.UNKNOWN


@given(needs, held_rows)
def test_the_gap_is_that_of_the_system_that_lacks_most(asked: list[tuple[int, int]], rows: list[Held]) -> None:
    gap = gap_of(asked, rows)
    assert (gap.level, gap.needed) in asked
    assert (gap.lacking or 0) == max(gap_of([one], rows).lacking or 0 for one in asked)


@given(held_rows, st.integers(1, 2))
def test_fewer_can_do_it_at_a_higher_level(rows: list[Held], level: int) -> None:
    low, high = able(rows, level=level), able(rows, level=level + 1)
    assert (low is None) is (high is None)
    assert (low or 0) >= (high or 0)


@pytest.fixture
def town(db: None) -> SimpleNamespace:
    there = law_town()
    there.maths = save_competence(
        actor=there.as_("coordinator"),
        code="MAT",
        name="Regneøen",
        about="",
        at=NOW,
        competence_id=uuid4(),
        is_new=True,
    )
    say_need(
        actor=there.as_("owner"), competence_id=there.maths.pk, system_id=there.school.pk, level=2, persons=2, at=NOW
    )
    return there


def found(town: SimpleNamespace, who: str = "coordinator", unit: UUID | None = None):
    return overview(actor=town.as_(who), on=TODAY, tree=tree_on(TODAY), unit_id=unit)


def test_only_one_can_is_told(town: SimpleNamespace) -> None:
    assert found(town).rows[0].standing is Standing.UNKNOWN
    leader = town.as_("leader")
    assert (
        say_held(actor=leader, competence_id=town.maths.pk, unit_id=town.north.pk, level=3, persons=1, at=NOW) is None
    )
    row = found(town).rows[0]
    assert (row.standing, row.gap.lacking, [one.competence.code for one in found(town).singles]) == (
        Standing.LACKS,
        1,
        ["MAT"],
    )
    assert say_held(actor=leader, competence_id=town.maths.pk, unit_id=town.north.pk, level=3, persons=2, at=NOW) == 1
    assert found(town).rows[0].standing is Standing.ENOUGH
    assert (
        say_held(actor=leader, competence_id=town.maths.pk, unit_id=town.north.pk, level=3, persons=None, at=NOW) == 2
    )
    assert found(town).rows[0].standing is Standing.UNKNOWN


def test_a_department_is_held_against_its_own_people(town: SimpleNamespace) -> None:
    keeper = town.as_("coordinator")
    say_held(actor=keeper, competence_id=town.maths.pk, unit_id=town.digital.pk, level=3, persons=5, at=NOW)
    assert found(town).rows[0].standing is Standing.ENOUGH
    assert found(town, unit=town.schools.pk).rows[0].standing is Standing.UNKNOWN
    assert [(one.unit.name, dict(one.counts)) for one in found(town).units] == [("Skoler", {Standing.UNKNOWN: 1})]


@pytest.mark.parametrize(
    ("who", "may_need", "may_count"),
    [
        ("coordinator", True, True),
        ("it_manager", True, True),
        ("owner", True, False),
        ("leader", False, True),
        ("controller", False, False),
        ("local_auditor", False, False),
        ("colleague", False, False),
    ],
)
def test_each_says_what_is_theirs_to_say(town: SimpleNamespace, who: str, may_need: bool, may_count: bool) -> None:
    actor = town.as_(who)
    acts = (
        (
            may_need,
            lambda: say_need(
                actor=actor, competence_id=town.maths.pk, system_id=town.school.pk, level=1, persons=1, at=NOW
            ),
        ),
        (
            may_count,
            lambda: say_held(
                actor=actor, competence_id=town.maths.pk, unit_id=town.north.pk, level=1, persons=1, at=NOW
            ),
        ),
    )
    for may, act in acts:
        if may:
            act()
        else:
            with pytest.raises(AccessDenied):
                act()


def test_a_name_needs_a_purpose_and_is_seen_by_few(town: SimpleNamespace) -> None:
    need = CompetenceNeed.objects.get()
    owner, leader = town.as_("owner"), town.people["leader"]
    with pytest.raises(WrongCompetence):
        name_key_person(actor=owner, need_id=need.pk, named_id=leader.pk, purpose=" ", at=NOW)
    with pytest.raises(AccessDenied):
        name_key_person(actor=town.as_("leader"), need_id=need.pk, named_id=leader.pk, purpose="Afløser", at=NOW)
    name_key_person(actor=owner, need_id=need.pk, named_id=leader.pk, purpose="Oplæring", at=NOW)

    def names(who: str) -> int:
        page = competence_page(actor=town.as_(who), competence_id=town.maths.pk, on=TODAY, tree=tree_on(TODAY))
        return len(page.key_persons)

    assert {who: names(who) for who in ("owner", "it_manager", "coordinator", "leader")} == {
        "owner": 1,
        "it_manager": 1,
        "coordinator": 1,
        "leader": 1,  # who is named sees it
    }
    assert names("controller") == names("local_auditor") == 0
    with pytest.raises(AccessDenied):
        names("colleague")
    remove_key_person(actor=owner, key_person_id=KeyPerson.objects.get().pk, at=LATER)
    assert not KeyPerson.objects.exists()


def test_the_plan_is_written_once_changed_by_one_at_a_time_and_undone(town: SimpleNamespace) -> None:
    actor, number = town.as_("it_manager"), uuid4()
    facts = StepFacts(town.maths.pk, "Kursus", unit_id=town.north.pk, persons=2, cost_oere=500_000)
    step = save_step(actor=actor, facts=facts, at=NOW, step_id=number, is_new=True)
    with pytest.raises(AlreadyMade):
        save_step(actor=actor, facts=facts, at=NOW, step_id=number, is_new=True)
    with pytest.raises(WrongCompetence):
        save_step(actor=actor, facts=facts, at=LATER, step_id=number, is_new=False, seen="før")
    with pytest.raises(AccessDenied):
        save_step(actor=actor, facts=StepFacts(town.maths.pk, "For alle"), at=NOW, step_id=uuid4(), is_new=True)
    remove_step(actor=actor, step_id=step.pk, at=LATER)
    assert list_steps(actor=actor, on=TODAY, tree=tree_on(TODAY)) == []
    remove_step(actor=actor, step_id=step.pk, at=LATER, is_removed=False)
    assert [row.unit for row in list_steps(actor=actor, on=TODAY, tree=tree_on(TODAY))] == ["Nordskolen"]


def test_what_something_hangs_on_is_not_removed_from_the_catalogue(town: SimpleNamespace) -> None:
    with pytest.raises(WrongCompetence):
        remove_competence(actor=town.as_("coordinator"), competence_id=town.maths.pk, at=NOW)
    with pytest.raises(ProtectedError):
        town.maths.delete()
    say_need(actor=town.as_("owner"), competence_id=town.maths.pk, system_id=town.school.pk, level=2, persons=0, at=NOW)
    remove_competence(actor=town.as_("coordinator"), competence_id=town.maths.pk, at=NOW)
    assert not Competence.objects.exists()


def test_a_file_is_read_with_its_bad_lines_told(town: SimpleNamespace) -> None:
    content = (
        "Kode;Navn;System;Enhedskode;Niveau;Personer\n"
        "NET;Netværk;;;;\n"
        "NET;;Sagsbroen;;3;2\n"
        "NET;;;1100;Kan selv;4\n"
        "MAT;Regneøens opsætning;;3100;1;0\n"
        "NET;;Ukendt;;1;1\n"
        "NET;;Sagsbroen;1100;1;1\n"
        "NET;;;9999;1;1\n"
        "NET;;;1100;Mester;1\n"
        "NET;;;1100;1;mange\n"
        "NET;;Regneøen;;1;0\n"
        ";Uden kode;;;;\n"
    )
    actor = town.as_("coordinator")
    item = read_now(
        kind="it_portfolio.competences", content=content.encode(), filename="k.csv", options={}, actor=actor, at=NOW
    )
    assert sorted(one["line"] for one in item.problems) == [6, 7, 8, 9, 10, 11, 12]
    carry_out_now(import_id=item.pk, actor=actor, at=NOW)
    assert Competence.objects.get(code="MAT").name == "Regneøens opsætning"
    held = {
        (one.competence.code, one.level): one.persons for one in CompetenceHeld.objects.select_related("competence")
    }
    assert held == {("NET", 2): 4, ("MAT", 1): 0}
    assert CompetenceNeed.objects.count() == 2
    made = make(kind="it_portfolio.competences", actor=actor, parameters={}, format="xlsx", at=NOW)
    assert any("Netværk" in [str(cell) for cell in row] for sheet in tables_of(made.content) for row in sheet)
    value = figures()["it_portfolio.competences"].compute(actor=actor, parameters={"standing": "lacks"}, on=TODAY)
    assert value.value == 2


@pytest.mark.parametrize("content", [b"", b"Vejr;Vind\n1;2\n"])
def test_a_file_that_is_no_list_of_competences_is_refused(town: SimpleNamespace, content: bytes) -> None:
    with pytest.raises(UnreadableFile):
        read_competence_file(actor=town.as_("coordinator"), content=content, filename="x.csv", options={}, at=NOW)
    with pytest.raises(AccessDenied):
        read_competence_file(actor=town.as_("it_manager"), content=b"Kode\nA\n", filename="x.csv", options={}, at=NOW)


def test_a_form_that_cannot_be_kept_keeps_what_was_typed(town: SimpleNamespace, client: Client) -> None:
    client.force_login(town.people["owner"], backend="django.contrib.auth.backends.ModelBackend")
    url = reverse("it_portfolio:competence_key_person", args=[town.maths.pk])
    page = client.post(url, {"noegle-purpose": "Oplæring af en afløser"})
    assert page.status_code == 422
    assert "Oplæring af en afløser" in page.content.decode()
