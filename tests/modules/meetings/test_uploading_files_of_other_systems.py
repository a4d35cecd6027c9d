"""The files of other systems come in by the same page and the same command as all others."""

from __future__ import annotations

import pytest
from click.testing import CliRunner
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from chefforum.cli import main
from chefforum.kernel.imports.jobs import read_now
from tests.connectors.exports.systems import FILES, NAMES, file

pytestmark = pytest.mark.django_db


def with_utf_16(content):
    return content.decode("utf-8").replace("utf-8", "utf-16").encode("utf-16")


@pytest.mark.parametrize("content", [*map(file, NAMES), with_utf_16(file("acadre.xml"))], ids=[*NAMES, "utf-16"])
def test_a_file_is_taken_in_whatever_it_is_called(forum_world, content):
    found = read_now(
        kind="meetings.minutes",
        content=content,
        filename="eksport.txt",
        actor=forum_world.as_("secretary_of_unit"),
        at=forum_world.now,
    )
    assert (found.error, found.state) == ("", "ready")


def test_the_page_says_which_files_are_not_tried(forum_world):
    client = Client()
    client.force_login(forum_world.persons["secretary_of_unit"], backend="django.contrib.auth.backends.ModelBackend")
    address = reverse("imports:import_new", args=["meetings.minutes"])
    text = client.get(address).content.decode()
    assert "FirstAgenda (JSON), SBSYS eller Acadre (XML)" in text
    assert "ikke prøvet på rigtige filer" in text
    answer = client.post(address, {"file": SimpleUploadedFile("sbsys.xml", file("sbsys.xml"))})
    assert answer.status_code == 302


@pytest.mark.parametrize("name", NAMES)
def test_the_command_reads_them(name):
    shown = CliRunner().invoke(main, ["minutes", "parse", str(FILES / name)])
    assert shown.exit_code == 0, shown.output
    assert "7. Temadrøftelse om robusthed og beredskab LUKKET" in shown.output
