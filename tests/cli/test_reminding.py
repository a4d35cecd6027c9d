"""chefforum remind: what a daily timer runs, with a mail server of this machine, and without one."""

from __future__ import annotations

import socket
import subprocess
import sys

from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Sink

from tests.cli.conftest import COMMAND, Place


def run(place: Place, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [COMMAND, "remind"],
        env=place.environment | environment,
        cwd=place.folder,
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=120,
    )


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


class Box(Sink):
    def __init__(self) -> None:
        self.taken: list[str] = []

    async def handle_DATA(self, server, session, envelope):
        self.taken += envelope.rcpt_tos
        return "250 OK"


def tell(place: Place) -> str:
    """Tells the first of the demo's persons something, as a service would; gives their address."""
    code = (
        "import django; django.setup()\n"
        "from django.utils import timezone\n"
        "from chefforum.kernel.access.rules import Actor\n"
        "from chefforum.kernel.notifications.services import notify\n"
        "from chefforum.kernel.people.models import Person\n"
        "one = Person.objects.order_by('email')[0]\n"
        "notify(actor=Actor.command_line(), at=timezone.now(), person_ids=[one.pk], kind='x', text='Nyt', url='/')\n"
        "print(one.email)"
    )
    made = subprocess.run(
        [sys.executable, "-c", code],
        env=place.environment,
        capture_output=True,
        encoding="utf-8",
        check=True,
        timeout=60,
    )
    return made.stdout.strip()


def test_without_a_mail_server_it_says_so_and_is_content(place):
    done = run(place)
    assert done.returncode == 0, done.stderr
    assert "Der sendes ingen mails: EMAIL_URL er ikke sat." in done.stdout


def test_with_one_the_mail_goes_and_the_next_time_there_is_none(place):
    address, port, box = tell(place), free_port(), Box()
    server = Controller(box, hostname="127.0.0.1", port=port)
    server.start()
    mail = {"EMAIL_URL": f"smtp://127.0.0.1:{port}", "CHEFFORUM_ADDRESS": "https://chefforum.lindeby.example"}
    try:
        assert "Mails sendt: 1." in run(place, **mail).stdout
        assert "Mails sendt: 0." in run(place, **mail).stdout
    finally:
        server.stop()
    assert box.taken == [address]


def test_with_one_that_is_away_it_fails_and_says_that_they_wait(place):
    tell(place)
    mail = {"EMAIL_URL": f"smtp://127.0.0.1:{free_port()}", "CHEFFORUM_ADDRESS": "https://chefforum.lindeby.example"}
    done = run(place, **mail)
    assert done.returncode == 1
    assert "Mails, der ikke kunne sendes og venter: 1." in done.stderr


def test_mail_without_the_sites_address_is_refused_at_the_start(place):
    done = run(place, EMAIL_URL="smtp://127.0.0.1:25")
    assert done.returncode != 0
    assert "CHEFFORUM_ADDRESS" in done.stderr
