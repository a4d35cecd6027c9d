"""chefforum serve: a quiet start, a clean stop with Ctrl+C, and plain words where the port is taken."""

from __future__ import annotations

import os
import pty
import signal
import socket
import subprocess
import time
import urllib.request

import pytest

from tests.cli.conftest import COMMAND

QUIET = (
    "Gør databasen klar ...\n\nChefforum kører på {address}\nLog ind med e-mail og adgangskode.\nStop med Ctrl+C.\n\n"
)


@pytest.fixture
def port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def wait_for(address: str) -> None:
    until = time.monotonic() + 60
    while True:
        try:
            with urllib.request.urlopen(address, timeout=5) as page:
                assert page.status == 200
            return
        except OSError:
            assert time.monotonic() < until, "the server did not answer"
            time.sleep(0.2)


def said_in(terminal: int) -> str:
    said = b""
    try:
        while chunk := os.read(terminal, 4096):
            said += chunk
    except OSError:  # Linux answers so when the last program has left the terminal
        pass
    return said.decode().replace("\r\n", "\n")


def sit_at_terminal() -> None:
    """As a person's shell starts a program: at the session's terminal, and listening to Ctrl+C.

    Whoever runs the tests in the background has it ignored, and their programs with them.
    """
    os.close(os.open(os.ttyname(0), os.O_RDWR))
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def test_it_starts_without_noise_and_stops_cleanly_with_ctrl_c(place, port):
    ours, theirs = pty.openpty()
    address = f"http://127.0.0.1:{port}"
    server = subprocess.Popen(
        [COMMAND, "serve", "--port", str(port), "--workers", "1"],
        env=place.environment,
        cwd=place.folder,
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        start_new_session=True,
        preexec_fn=sit_at_terminal,
    )
    os.close(theirs)
    try:
        wait_for(address)
        time.sleep(1)  # the background worker has started too
        os.write(ours, b"\x03")
        status = server.wait(timeout=20)
    finally:
        server.kill()
        server.wait()
    said = said_in(ours)
    os.close(ours)
    assert said.replace("^C", "") == QUIET.format(address=address) + "Chefforum stopper.\n"
    assert status == 0


def test_a_port_in_use_is_told_with_what_to_do_before_anything_is_started(place, port):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", port))
        taken.listen()
        said = place.run("serve", "--port", str(port))
    assert said.status == 1
    assert f"Port {port} er optaget" in said.err
    assert f"make run PORT={port + 1}" in said.err
    assert said.out == ""
