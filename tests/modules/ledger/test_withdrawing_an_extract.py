"""An extract is withdrawn: nobody reads its lines, its files stay, sums tie out before and after; it can be taken into
use again, never so that something counts twice. A process that is killed in the middle leaves it whole or away."""

from __future__ import annotations

import datetime as dt
import textwrap
from pathlib import Path

import pytest
from click.testing import CliRunner
from django.urls import reverse

from chefforum.cli.ledger import ledger as command
from chefforum.kernel.access.rules import AccessDenied
from chefforum.kernel.audit.models import Event
from chefforum.modules.ledger import queries
from chefforum.modules.ledger.lake.manifest import read_manifest
from chefforum.modules.ledger.models import Extract, ExtractStep
from chefforum.modules.ledger.queries.withdrawing import Total, held_by, read_now
from chefforum.modules.ledger.rules.words import Table
from chefforum.modules.ledger.services.loading import (
    Choices,
    OthersLoaded,
    load_extract,
    stage_file,
    sweep_orphans,
)
from chefforum.modules.ledger.services.withdrawing import (
    NotPossible,
    ReasonMissing,
    restore_extract,
    withdraw_extract,
)
from tests.beside import killed
from tests.modules.ledger.conftest import NOW
from tests.modules.ledger.test_pages_of_the_ledger import visit

__all__ = ["visit"]

pytestmark = pytest.mark.django_db
FIRST = [("B1", 1, "15-01-2026", "4010", "4711", "100,00", "a"), ("B2", 1, "15-12-2025", "4010", "4711", "40,50", "b")]
SECOND = [("B3", 1, "15-02-2026", "4010", "4712", "7,25", "c")]


def total() -> int:
    return queries.cube(actor=None, first=202501, last=202612, with_unmapped=True).total


def withdraw(town, extract, reason="Forkert fil"):
    return withdraw_extract(actor=town.controller, at=NOW, extract_id=extract.pk, reason=reason)


def restore(town, extract):
    return restore_extract(actor=town.controller, at=NOW, extract_id=extract.pk)


@pytest.fixture
def both(file, load):
    return load(file("a.csv", FIRST)), load(file("b.csv", SECOND))


def test_its_lines_are_read_no_more_and_its_files_stay(town, both, lake: Path) -> None:
    first, second = both
    files = {path: path.read_bytes() for path in lake.rglob("*") if path.is_file()}
    assert total() == 147_75
    withdraw(town, first)
    assert total() == 7_25
    assert queries.loaded_now() == (second.pk,)
    assert queries.first_period() == 202602
    assert {path: path.read_bytes() for path in files} == files
    assert len(list((lake / "manifests").iterdir())) == 3  # two manifests, and beside the one what was done


def test_sums_tie_out_before_and_after(town, both) -> None:
    first, _ = both
    held = held_by(extract=first, manifest=read_manifest(str(first.pk)))
    assert [(year.year, year.total) for year in held.years] == [(2025, Total(1, 40_50)), (2026, Total(1, 100_00))]
    assert (held.now, held.then) == (Total(3, 147_75), Total(1, 7_25))
    withdraw(town, first)
    assert read_now(Table.POSTINGS) == held.then
    assert held.then.amount == total()
    restore(town, Extract.objects.get(pk=first.pk))
    assert read_now(Table.POSTINGS) == held.now
    assert held.now.amount == total()


def test_a_file_that_is_gone_can_be_withdrawn_and_not_taken_into_use_again(town, both, lake: Path) -> None:
    first, _ = both
    for path in lake.rglob(f"{first.pk}-*.parquet"):
        path.unlink()
    held = held_by(extract=first, manifest=read_manifest(str(first.pk)))
    assert held.total == Total(2, 140_50)
    withdraw(town, first)
    assert total() == 7_25
    with pytest.raises(Exception, match="En fil mangler"):
        restore(town, first)
    assert total() == 7_25


def test_it_takes_a_reason_and_finance(town, both) -> None:
    first, _ = both
    with pytest.raises(ReasonMissing):
        withdraw(town, first, "  ")
    for who in ("park_controller", "auditor", "admin", "leader", "chief"):
        with pytest.raises(AccessDenied):
            withdraw_extract(actor=town.as_(who), at=NOW, extract_id=first.pk, reason="x")
        with pytest.raises(AccessDenied):
            restore_extract(actor=town.as_(who), at=NOW, extract_id=first.pk)
    assert total() == 147_75


def test_each_step_is_kept_and_audited(town, both) -> None:
    first, _ = both
    withdraw(town, first)
    restore(town, first)
    assert set(ExtractStep.objects.values_list("name", "reason")) == {("withdraw", "Forkert fil"), ("restore", "")}
    events = Event.objects.filter(object_id=str(first.pk), action__in=["ledger.withdraw", "ledger.restore"])
    assert events.count() == 2


def test_it_is_done_once(town, both) -> None:
    first, _ = both
    with pytest.raises(NotPossible):
        restore(town, first)
    withdraw(town, first)
    with pytest.raises(NotPossible):
        withdraw(town, first)


def test_the_same_file_can_be_loaded_again_and_then_the_withdrawn_cannot_come_back(town, both, file, load) -> None:
    first, _ = both
    withdraw(town, first)
    again = load(file("a.csv", FIRST))
    assert again.lines_loaded == 2
    with pytest.raises(NotPossible, match="Den samme fil"):
        restore(town, first)
    assert total() == 147_75


def test_vouchers_that_came_with_another_file_since_do_not_count_twice(town, both, file, load) -> None:
    first, _ = both
    withdraw(town, first)
    load(file("rettet.csv", [(*FIRST[0][:5], "120,00", "rettet")]))
    with pytest.raises(NotPossible, match="1 af linjerne"):
        restore(town, first)


def test_what_a_replacement_stood_for_comes_back_only_when_it_is_asked_for(town, both, file, load) -> None:
    first, _ = both
    later = load(file("a2.csv", FIRST[:1]), replaces=first.pk)
    with pytest.raises(NotPossible):
        restore(town, first)
    withdraw(town, later)
    assert total() == 7_25
    restore(town, first)
    assert total() == 147_75
    restore(town, later)  # it replaces the first again
    assert total() == 107_25
    assert Extract.objects.get(pk=first.pk).state == "replaced"


def test_of_two_that_replace_the_same_only_one_is_read(town, both, file, load) -> None:
    first, _ = both
    later = load(file("a2.csv", FIRST[:1]), replaces=first.pk)
    withdraw(town, later)
    restore(town, first)
    load(file("a3.csv", FIRST[1:]), replaces=first.pk)
    with pytest.raises(NotPossible, match="a3"):
        restore(town, later)
    assert total() == 47_75


def test_a_file_that_was_read_before_is_held_up_against_what_is_read_now(town, both, file, mapped) -> None:
    first, _ = both
    path, choices = file("rettet.csv", [(*FIRST[0][:5], "120,00", "rettet")]), Choices(keep_good=True)
    staged = stage_file(
        actor=town.controller, at=NOW, path=path, file_name=path.name, mapping=mapped(), choices=choices
    )
    withdraw(town, first)
    with pytest.raises(OthersLoaded):
        load_extract(actor=town.controller, at=NOW, extract_id=staged.extract_id, choices=choices)


def test_other_tables_too(town, file, load, mapped) -> None:
    columns = {"kind": "Type", "year": "År", "account": "Konto", "cost_centre": "Sted", "amount": "Beløb"}
    mapping = mapped(Table.BUDGETS, columns)
    extract = load(file("b.csv", "Type;År;Konto;Sted;Beløb\nOprindeligt;2026;4010;4711;900\n"), mapping=mapping)
    held = held_by(extract=extract, manifest=read_manifest(str(extract.pk)))
    assert [(year.year, year.total) for year in held.years] == [(2026, Total(1, 900_00))]
    withdraw(town, extract)
    assert not len(queries.budget_of(actor=None, year=2026))


def test_the_page_says_what_vanishes_asks_why_and_can_put_it_back(town, both, visit) -> None:
    first, _ = both
    client = visit("controller")
    page, url = reverse("ledger:extract", args=[first.pk]), reverse("ledger:withdraw", args=[first.pk])
    assert url in client.get(page).content.decode()
    shown = client.get(url).content.decode()
    assert "2025 i alt" in shown
    assert "140,50" in shown
    assert "7,25" in shown
    assert "Skriv, hvorfor" in client.post(url, {"reason": ""}).content.decode()
    assert total() == 147_75
    assert client.post(url, {"reason": "Testfil"}).url == page
    assert total() == 7_25
    after = client.get(page).content.decode()
    assert "Udtrækket er trukket tilbage" in after
    assert "Testfil" in after
    back = reverse("ledger:restore", args=[first.pk])
    assert "Tag udtrækket i brug igen" in client.get(back).content.decode()
    client.post(back)
    assert total() == 147_75


def test_the_command_does_the_same(town, both) -> None:
    first, _ = both
    run = CliRunner()
    asked = run.invoke(command, ["withdraw", str(first.pk), "--reason", "Forkert"], input="n\n")
    assert asked.exit_code == 1
    assert total() == 147_75
    done = run.invoke(command, ["withdraw", str(first.pk), "--reason", "Forkert", "--yes"])
    assert done.exit_code == 0, done.output
    assert "2 linjer, 140,50 kr." in done.output
    assert total() == 7_25
    assert run.invoke(command, ["restore", str(first.pk), "--yes"]).exit_code == 0
    assert total() == 147_75


PROGRAM = textwrap.dedent("""
    import datetime as dt, sys, time
    from pathlib import Path

    import django

    django.setup()
    from chefforum.kernel.access.rules import Actor
    from chefforum.modules.ledger.services import withdrawing

    def stops(*_, **__):
        Path(sys.argv[1]).touch()
        time.sleep(60)

    setattr(withdrawing, sys.argv[2], stops)
    at = dt.datetime(2026, 4, 2, 10, 0, tzinfo=dt.UTC)
    withdrawing.withdraw_extract(actor=Actor.command_line(), at=at, extract_id=sys.argv[3], reason="x")
""")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("where", ["put_mark", "record"])
def test_a_kill_leaves_it_in_use_and_it_can_be_withdrawn_after(town, both, lake, tmp_path: Path, where: str) -> None:
    first, _ = both
    killed(PROGRAM, where, str(first.pk), folder=tmp_path, lake=lake)
    assert total() == 147_75
    later = dt.datetime.now(tz=dt.UTC) + dt.timedelta(days=3)
    assert sweep_orphans(at=later) == (0 if where == "put_mark" else 1)
    withdraw(town, first)
    assert sweep_orphans(at=later) == 0
    assert total() == 7_25
