"""A file on its way in: read, seen, carried out."""

import dataclasses
import datetime as dt
import io

import pytest

from chefforum.kernel.access.models import RoleAssignment
from chefforum.kernel.access.rules import AccessDenied, Actor
from chefforum.kernel.audit.models import Event
from chefforum.kernel.documents.models import Document
from chefforum.kernel.documents.queries import DocumentNotFound
from chefforum.kernel.documents.rules import RefusedFile
from chefforum.kernel.documents.services import open_version
from chefforum.kernel.imports import services
from chefforum.kernel.imports.jobs import carry_out_now, read_now
from chefforum.kernel.imports.models import Import
from chefforum.kernel.imports.queries import ImportNotFound, get_import
from chefforum.kernel.imports.registry import UnknownImportKind, register_import_kind
from chefforum.kernel.imports.services import (
    NotPossibleNow,
    WorldChanged,
    cancel_import,
    start_carrying_out,
    start_import,
    start_reading_again,
)
from chefforum.kernel.jobs.jobs import run_now, run_queued
from chefforum.kernel.jobs.models import Job
from chefforum.kernel.jobs.registry import JobFailed, Progress
from chefforum.kernel.people.models import Person

FILE = "import1;Eva Ravn\nimport2;Finn Dam\n"


@pytest.fixture
def actor(owner, actor_of):
    return actor_of(owner)


@pytest.fixture
def put(actor, now):
    def read(text=FILE, **rest):
        return read_now(kind="tests.persons", content=text.encode(), filename="p.csv", actor=actor, at=now, **rest)

    return read


@pytest.fixture
def carry_out(actor, now):
    return lambda item: carry_out_now(import_id=item.pk, actor=actor, at=now)


def test_reading_shows_what_would_change_and_changes_nothing(put, actor, now, imported):
    Person.objects.create(email="import1@lindeby.example", name="Eva Holm")
    item = put("import1;Eva Ravn\nimport2;Finn Dam\nimport3\n")
    page = get_import(actor=actor, import_id=item.pk, at=now)
    assert page.state == "ready"
    assert [(change.where, change.before, change.after) for change in page.changes] == [
        ("import1@lindeby.example", "Eva Holm", "Eva Ravn"),
        ("import2@lindeby.example", "", "Finn Dam"),
    ]
    assert [word for _, word in page.worded_changes] == ["Ændres", "Ny"]
    [problem] = page.problems
    assert (problem.line, problem.text) == (3, "Der er intet navn: import3")
    assert imported() == {"import1": "Eva Holm"}


def test_carrying_out_does_what_was_shown_and_leaves_a_receipt(put, carry_out, actor, now, imported):
    done = carry_out(put())
    assert imported() == {"import1": "Eva Ravn", "import2": "Finn Dam"}
    page = get_import(actor=actor, import_id=done.pk, at=now)
    assert (page.state, page.receipt.summary) == ("done", ("2 personer skrevet",))
    assert page.receipt.links[0].url == "/personer/"


def test_options_reach_the_reader(put, carry_out):
    carry_out(put("import1;Eva Ravn", options={"domain": "ravnby.example"}))
    assert Person.objects.filter(email="import1@ravnby.example").exists()


def test_the_same_file_again_has_nothing_to_do(put, carry_out, actor, now):
    carry_out(put())
    again = put()
    page = get_import(actor=actor, import_id=again.pk, at=now)
    assert (again.state, page.state_name, page.receipt.summary) == ("done", "Ingen ændringer", ("Ingen ændringer",))
    assert Import.objects.values("version__file").distinct().count() == 1


def test_a_second_press_changes_nothing_again(put, carry_out, imported):
    item = carry_out(put())
    Person.objects.filter(email="import1@lindeby.example").update(name="Eva Ny")
    events = Event.objects.count()
    assert carry_out(item).state == "done"
    assert imported()["import1"] == "Eva Ny"
    assert Event.objects.count() == events


def test_a_file_that_cannot_be_read_is_refused_with_the_line_and_cannot_be_carried_out(put, carry_out):
    item = put("ulæselig\n")
    assert (item.state, item.error) == ("refused", "Linje 1: Første linje skal være en person.")
    with pytest.raises(NotPossibleNow):
        carry_out(item)


def test_a_reader_that_breaks_makes_the_import_failed_with_advice(put, actor, now):
    with pytest.raises(ZeroDivisionError):
        put("går i stykker\n")
    page = get_import(actor=actor, import_id=Import.objects.get().pk, at=now)
    assert (page.state, page.error) == ("failed", "Intet er ændret. Prøv igen.")
    assert page.may_read_again


def test_if_one_line_breaks_none_is_written(put, carry_out, imported):
    item = put("import1;Eva Ravn\nimport2;Går I Stykker\n")
    with pytest.raises(ZeroDivisionError):
        carry_out(item)
    item.refresh_from_db()
    assert (item.state, item.error) == ("failed", "Intet er ændret. Prøv igen.")
    assert imported() == {}
    assert not Event.objects.filter(action="imports.carry_out").exists()


def test_what_has_changed_since_the_preview_is_not_overwritten(put, carry_out, actor, now, imported):
    item = put()
    Person.objects.create(email="import1@lindeby.example", name="Eva Holm")
    with pytest.raises(WorldChanged):
        carry_out(item)
    item.refresh_from_db()
    assert item.state == "failed"
    assert "Læs filen igen" in item.error
    assert imported() == {"import1": "Eva Holm"}


def test_reading_again_gives_a_preview_of_how_things_stand_now(put, carry_out, actor, now, imported):
    item = put()
    Person.objects.create(email="import1@lindeby.example", name="Eva Holm")
    with pytest.raises(WorldChanged):
        carry_out(item)
    again = start_reading_again(actor=actor, at=now, import_id=item.pk, is_queued=False)
    run_now(job=again.job, actor=actor, at=now)
    page = get_import(actor=actor, import_id=item.pk, at=now)
    assert (page.state, page.error, page.changes[0].before) == ("ready", "", "Eva Holm")
    carry_out(item)
    assert imported() == {"import1": "Eva Ravn", "import2": "Finn Dam"}


def test_an_import_that_is_cancelled_changes_nothing_and_stays_cancelled(put, carry_out, actor, now, imported):
    item = put()
    cancel_import(actor=actor, at=now, import_id=item.pk)
    with pytest.raises(NotPossibleNow):
        carry_out(item)
    assert imported() == {}
    assert cancel_import(actor=actor, at=now, import_id=item.pk).state == "cancelled"
    assert Event.objects.filter(action="imports.cancel").count() == 1


def test_what_is_done_cannot_be_cancelled(put, carry_out, actor, now):
    item = carry_out(put())
    with pytest.raises(NotPossibleNow):
        cancel_import(actor=actor, at=now, import_id=item.pk)


def test_reading_that_ends_after_the_person_cancelled_is_thrown_away(actor, now, kind, monkeypatch):
    item = start_import(
        actor=actor, at=now, kind="tests.persons", content=io.BytesIO(FILE.encode()), filename="p.csv", is_queued=False
    )

    def read_slowly(**keywords):
        cancel_import(actor=actor, at=now, import_id=item.pk)
        return kind.read(**keywords)

    register_import_kind(dataclasses.replace(kind, read=read_slowly))
    run_now(job=item.job, actor=actor, at=now)
    item.refresh_from_db()
    assert (item.state, item.payload) == ("cancelled", None)


def test_every_step_has_its_event(put, carry_out):
    carry_out(put("import1;Eva Ravn\nimport3\n"))
    steps = Event.objects.filter(object_kind="import").order_by("number")
    assert [(step.action, step.data["state"]) for step in steps] == [
        ("imports.read", "ready"),
        ("imports.carry_out", "done"),
    ]
    assert (steps[0].data["changes"], steps[0].data["problems"]) == (1, 1)


def test_the_file_is_kept_as_it_came_for_the_person_alone(put, actor, now, colleague, actor_of):
    item = put()
    with open_version(actor=actor, at=now, document_id=item.version.document_id).file as file:
        assert file.read() == FILE.encode()
    with pytest.raises(DocumentNotFound):
        open_version(actor=actor_of(colleague), at=now, document_id=item.version.document_id)


def test_a_type_that_the_kind_does_not_take_leaves_no_trace(put):
    with pytest.raises(RefusedFile, match="Filen er af typen JSON"):
        put('{"a": 1}')
    assert not Import.objects.exists()
    assert not Document.objects.exists()


def test_who_may_not_use_the_kind_is_refused_before_the_file_is_kept(put, owner, actor_of, now):
    RoleAssignment.objects.filter(person=owner).delete()
    with pytest.raises(AccessDenied, match="importere personer"):
        read_now(kind="tests.persons", content=b"a;b", filename="p.csv", actor=actor_of(owner), at=now)
    assert not Document.objects.exists()


def test_a_colleague_with_the_same_role_neither_sees_nor_carries_out_mine(put, colleague, actor_of, now):
    item = put()
    for act in (start_carrying_out, cancel_import, get_import):
        with pytest.raises(ImportNotFound):
            act(actor=actor_of(colleague), at=now, import_id=item.pk)


def test_a_right_that_is_lost_before_the_job_runs_stops_it(put, owner, actor, now, imported):
    item = put()
    queued = start_carrying_out(actor=actor, at=now, import_id=item.pk)
    RoleAssignment.objects.filter(person=owner).delete()
    run_queued.call(str(queued.job.pk))
    item.refresh_from_db()
    assert item.state == "failed"
    assert "Du har ikke adgang" in item.error
    assert imported() == {}


def test_a_damaged_file_is_not_read(actor, now, tmp_path):
    item = start_import(
        actor=actor, at=now, kind="tests.persons", content=io.BytesIO(FILE.encode()), filename="p.csv", is_queued=False
    )
    [path] = (tmp_path / "documents").rglob(item.version.file_id)
    path.write_bytes(b"import1;En Anden")
    with pytest.raises(JobFailed, match="beskadiget"):
        run_now(job=item.job, actor=actor, at=now)
    item.refresh_from_db()
    assert item.state == "failed"


def test_the_command_line_imports_without_being_a_person(now, db, imported):
    actor = Actor.command_line()
    heard = []
    item = read_now(
        kind="tests.persons", content=FILE.encode(), filename="p.csv", actor=actor, at=now, progress=heard.append
    )
    assert [report.done for report in heard] == [1, 2]
    done = carry_out_now(import_id=item.pk, actor=actor, at=now)
    assert (done.state, done.person) == ("done", None)
    assert imported() == {"import1": "Eva Ravn", "import2": "Finn Dam"}


def test_a_kind_that_nobody_registered_is_refused(actor, now):
    with pytest.raises(UnknownImportKind):
        read_now(kind="tests.nothing", content=b"a", filename="a.txt", actor=actor, at=now)


def test_when_the_job_has_died_the_import_has_failed_and_can_be_tried_again(put, actor, now):
    item = put()
    start_carrying_out(actor=actor, at=now, import_id=item.pk)
    Job.objects.filter(pk=Import.objects.get().job_id).update(state="running", started_at=now, sign_of_life_at=now)
    alive = get_import(actor=actor, import_id=item.pk, at=now + dt.timedelta(minutes=1))
    dead = get_import(actor=actor, import_id=item.pk, at=now + dt.timedelta(minutes=3))
    assert (alive.state, alive.may_cancel) == ("carrying_out", False)
    assert (dead.state, dead.error) == ("failed", "Intet er ændret. Prøv igen.")
    start_reading_again(actor=actor, at=now + dt.timedelta(minutes=3), import_id=item.pk)
    assert Import.objects.get().state == "reading"


def test_a_job_that_was_only_slow_finds_that_its_turn_is_over(put, actor, now, imported):
    item = put()
    slow = start_carrying_out(actor=actor, at=now, import_id=item.pk)
    Job.objects.filter(pk=slow.job_id).update(state="running", started_at=now, sign_of_life_at=now)
    start_reading_again(actor=actor, at=now + dt.timedelta(minutes=3), import_id=item.pk)
    receipt = services.carry_out(actor=actor, at=now, import_id=item.pk, attempt=slow.attempt, progress=Progress())
    assert receipt is None
    assert imported() == {}
