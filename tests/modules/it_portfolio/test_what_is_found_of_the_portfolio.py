"""The list of chosen systems, extracts and competences are found by who may read them, and by nobody else."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from types import SimpleNamespace
from uuid import uuid4

import pytest

from chefforum.kernel.search.queries import hits, search
from chefforum.kernel.search.services import rebuild
from chefforum.modules.it_portfolio.services.competences import (
    CompetenceLine,
    remove_competence,
    save_competence,
    write_lines,
)
from chefforum.modules.it_portfolio.services.selection_decisions import decide, end_decision
from tests.modules.it_costs.conftest import NOW
from tests.modules.it_costs.extracts_town import book, frozen
from tests.modules.it_portfolio.selecting import run, system

pytestmark = pytest.mark.usefixtures("lake")
READERS = {"coordinator", "it_manager", "controller", "auditor", "leader", "chief"}
EVERYBODY = READERS | {"colleague"}


def found(town: SimpleNamespace, who: str, words: str, kind: str) -> list[str]:
    there = search(actor=town.as_(who), text=words, kind=kind)
    return ["".join(piece.text for piece in hit.title) for hit in hits(found=there, places=there.places)]


def who_finds(town: SimpleNamespace, words: str, kind: str) -> set[str]:
    return {who for who in EVERYBODY if found(town, who, words, kind)}


def test_the_list_is_found_by_everybody_by_its_name_and_its_systems_until_it_ends(town: SimpleNamespace) -> None:
    kind = "it_portfolio.selected"
    for name in ("Læsehulen", "Regneøen", "Sangbogen"):
        system(town, name)
    made = run(town)
    asked = {"run_id": made.pk, "changes": [], "note": "Besluttet i marts", "at": NOW}
    actor = town.as_("coordinator")
    one = decide(actor=actor, decision_id=uuid4(), seen=None, **asked)
    names = [one.system.name for one in one.systems.select_related("system")]
    assert who_finds(town, names[0], kind) == EVERYBODY
    left_out = ({"Læsehulen", "Regneøen", "Sangbogen"} - set(names)).pop()
    assert who_finds(town, left_out, kind) == set()
    other = decide(actor=actor, decision_id=uuid4(), seen=one.pk, **asked)
    assert len(found(town, "colleague", "udvalgte", kind)) == 1
    rebuild()
    assert found(town, "colleague", "marts", kind) == ["De udvalgte systemer: Prøve"]
    end_decision(actor=actor, decision_id=other.pk, at=NOW)
    assert who_finds(town, "udvalgte", kind) == set()


def test_an_extract_is_found_by_who_reads_costs(town: SimpleNamespace, post: Callable[..., None]) -> None:
    kind = "it_costs.extract"
    frozen(book(town, post), name="Forårets udtræk", analyst_name="Nordvind Analyse")
    for words in ("Forårets", "Nordvind", "2025"):
        assert who_finds(town, words, kind) == READERS, words
    rebuild()
    assert who_finds(town, "Forårets", kind) == READERS
    assert who_finds(town, "1200", kind) == set()  # no line of it is in the index


def test_a_competence_is_found_by_the_roles_that_read_competences(town: SimpleNamespace) -> None:
    kind, actor, key = "it_portfolio.competence", town.as_("coordinator"), uuid4()
    said = {"actor": actor, "code": "DB", "about": "Sikkerhedskopier", "at": NOW, "competence_id": key}
    save_competence(name="Databaser", is_new=True, **said)
    for words in ("Databaser", "Sikkerhedskopier"):
        assert who_finds(town, words, kind) == READERS
    save_competence(name="Datalagre", is_new=False, **said)
    assert who_finds(town, "Databaser", kind) == set()
    later = NOW + dt.timedelta(hours=1)
    write_lines(actor=actor, lines=[CompetenceLine(code="NET", name="Netværk")], at=later)
    rebuild()
    assert who_finds(town, "Datalagre", kind) == who_finds(town, "Netværk", kind) == READERS
    remove_competence(actor=actor, competence_id=key, at=later)
    assert who_finds(town, "Datalagre", kind) == set()
