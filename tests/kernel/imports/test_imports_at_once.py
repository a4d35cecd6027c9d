"""Imports that meet: two presses, two files, and a process that is killed."""

import os
import signal
import subprocess
import sys
import textwrap
import threading
import time
from pathlib import Path

import pytest
from django.db import connection

from chefforum.kernel.audit.models import Event
from chefforum.kernel.imports.jobs import carry_out_now, read_now
from chefforum.kernel.imports.models import Import
from chefforum.kernel.imports.queries import get_import
from chefforum.kernel.jobs.models import Job
from chefforum.kernel.jobs.rules import DEAD_AFTER

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*acts):
    """Runs all at the same time, each on a connection of its own; gives what they raised."""
    ready, failures = threading.Barrier(len(acts)), []

    def run(act):
        try:
            ready.wait(10)
            act()
        except Exception as failure:
            failures.append(failure)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return failures


def read(actor, now, text):
    return read_now(kind="tests.persons", content=text.encode(), filename="p.csv", actor=actor, at=now)


def test_two_presses_at_once_carry_out_once(owner, actor_of, now, imported):
    actor = actor_of(owner)
    item = read(actor, now, "import1;Eva Ravn")
    failures = at_once(*[lambda: carry_out_now(import_id=item.pk, actor=actor, at=now)] * 4)
    assert failures == []
    assert imported() == {"import1": "Eva Ravn"}
    assert Event.objects.filter(action="imports.carry_out").count() == 1
    assert Import.objects.get().state == "done"


def test_of_two_files_previewed_against_the_same_state_one_is_carried_out_and_one_asked_to_look_again(
    owner, colleague, actor_of, now, imported
):
    mine = read(actor_of(owner), now, "import1;Eva Ravn")
    theirs = read(actor_of(colleague), now, "import1;Eva Holm")
    failures = at_once(
        lambda: carry_out_now(import_id=mine.pk, actor=actor_of(owner), at=now),
        lambda: carry_out_now(import_id=theirs.pk, actor=actor_of(colleague), at=now),
    )
    assert [type(failure).__name__ for failure in failures] == ["WorldChanged"]
    assert sorted(Import.objects.values_list("state", flat=True)) == ["done", "failed"]
    done = Import.objects.get(state="done")
    assert imported() == {"import1": done.payload["import1@lindeby.example"]}


def test_a_kill_in_the_middle_leaves_everything_as_before(owner, actor_of, now, imported, tmp_path):
    """A real process carries out, is killed with its transaction open, and nothing of it is left."""
    actor = actor_of(owner)
    item = read(actor, now, "import1;Eva Ravn\nimport2;Finn Dam")
    mark, words = tmp_path / "half-way", tmp_path / "words"
    program = textwrap.dedent("""
        import sys, time
        from pathlib import Path
        from uuid import UUID

        sys.path.insert(0, sys.argv[1])
        import django

        django.setup()
        from django.utils import timezone
        import conftest
        from chefforum.kernel.access.rules import Actor
        from chefforum.kernel.imports.jobs import carry_out_now
        from chefforum.kernel.imports.registry import ImportKind, register_import_kind
        from chefforum.kernel.people.models import Person

        def apply(*, payload, **rest):
            for email, name in payload.items():
                Person.objects.create(email=email, name=name)
            Path(sys.argv[3]).touch()
            time.sleep(60)

        register_import_kind(ImportKind(
            name="tests.persons", title="Personer", help="", accepts=(), rule=conftest.MAY_IMPORT,
            read=conftest.read, fingerprint=conftest.fingerprint, apply=apply,
        ))
        carry_out_now(import_id=UUID(sys.argv[2]), actor=Actor.command_line(), at=timezone.now())
    """)
    with words.open("w") as stderr:
        process = subprocess.Popen(
            [sys.executable, "-c", program, str(Path(__file__).parent), str(item.pk), str(mark)],
            env={**os.environ, **settings_with_this_database(tmp_path)},
            stderr=stderr,
        )
    try:
        wait_for(mark, process, words)
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait()
    assert imported() == {}
    assert not Event.objects.filter(action="imports.carry_out").exists()
    job = Job.objects.get(kind="imports.carry_out")
    after = job.sign_of_life_at + DEAD_AFTER * 1.1
    page = get_import(actor=actor, import_id=item.pk, at=after)
    assert (page.state, page.error, page.may_read_again) == ("failed", "Intet er ændret. Prøv igen.", True)


def settings_with_this_database(folder):
    """Where a process of its own finds settings with the tests' database in them."""
    parts = {key: value for key, value in connection.settings_dict.items() if key != "TEST"}
    parts["NAME"] = str(parts["NAME"])
    text = f"from chefforum.project.settings_test import *\n\nDATABASES = {{'default': {parts!r}}}\n"
    (folder / "settings_of_the_other.py").write_text(text)
    return {"DJANGO_SETTINGS_MODULE": "settings_of_the_other", "PYTHONPATH": str(folder)}


def wait_for(mark, process, words, seconds=60):
    end = time.monotonic() + seconds
    while not mark.exists():
        if process.poll() is not None or time.monotonic() > end:
            pytest.fail(f"the process did not come half-way: {words.read_text()}")
        time.sleep(0.05)
