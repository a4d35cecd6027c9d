"""What happens beside: several who act in the same moment, each on a connection of their own; and a process that is
killed half-way, with the tests' own database and lake."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import connection

PATIENCE = 300  # seconds, where the machine is busy


def at_once(*acts: Callable[[], object]) -> list[Exception]:
    """Runs all in the same moment; gives what they raised."""
    ready, failures = threading.Barrier(len(acts)), list[Exception]()

    def run(act: Callable[[], object]) -> None:
        try:
            ready.wait(PATIENCE)
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


def killed(program: str, *arguments: str, folder: Path, lake: Path) -> None:
    """Runs the program until it has made the file that its first argument names, and kills it."""
    mark, words = folder / "half-way", folder / "words"
    with words.open("w") as told:
        process = subprocess.Popen(
            [sys.executable, "-c", program, str(mark), *arguments],
            env={**os.environ, **_settings(folder, lake)},
            stderr=told,
        )
    try:
        end = time.monotonic() + PATIENCE
        while not mark.exists():
            if process.poll() is not None or time.monotonic() > end:
                pytest.fail(f"the process did not come half-way: {words.read_text()}")
            time.sleep(0.05)
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait()


def _settings(folder: Path, lake: Path) -> dict[str, str]:
    """Where a process of its own finds settings with the tests' database and lake in them."""
    parts = {key: value for key, value in connection.settings_dict.items() if key != "TEST"}
    parts["NAME"] = str(parts["NAME"])
    text = (
        f"from chefforum.project.settings_test import *\n\nDATABASES = {{'default': {parts!r}}}\n"
        f"STORAGES['lake']['OPTIONS'] = {{'location': {str(lake)!r}}}\n"
    )
    (folder / "settings_of_the_other.py").write_text(text)
    return {"DJANGO_SETTINGS_MODULE": "settings_of_the_other", "PYTHONPATH": str(folder)}
