"""A real Chromium on the real server: `chefforum serve` with a folder of its own, and the access matrix's world."""

from __future__ import annotations

import json
import os
import shutil
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.browser.looking import Lookout, danish_browser

REPOSITORY = Path(__file__).parents[2]
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-dev-shm-usage",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
MISSING = (
    "Prøverne i en rigtig browser mangler Chromium eller Chrome. Debian: sudo apt-get install chromium. "
    "Ubuntu: sudo snap install chromium. En browser et andet sted angives med CHROMIUM=sti."
)


@dataclass(frozen=True)
class Site:
    """The running server and who and what is in it."""

    address: str
    database: Path
    sessions: dict[str, str]
    names: dict[str, str]
    emails: dict[str, str]
    urls: dict[str, str]
    password: str

    def url(self, url_name: str, state: str = "") -> str:
        return self.address + self.urls[f"{url_name} [{state}]"]

    @property
    def as_built(self) -> Path:
        return self.database.with_suffix(".as-built")


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("chefforum")
    environment = settings_of(folder)
    made = subprocess.run(
        [sys.executable, "-m", "tests.browser.make_world"],
        cwd=REPOSITORY,
        env=environment,
        stdout=subprocess.PIPE,
        check=True,
        timeout=280,  # a busy machine is no fault in the code
    )
    with serving(environment) as address:
        there = Site(address=address, database=folder / "chefforum.sqlite3", **json.loads(made.stdout))
        _copy(there.database, to=there.as_built)
        yield there


def settings_of(folder: Path) -> dict[str, str]:
    """The product's, with all that it keeps in the folder."""
    environment = {key: value for key, value in os.environ.items() if key not in {"DATABASE_URL", "CHEFFORUM_STATIC"}}
    return environment | {
        "CHEFFORUM_DATA": str(folder),
        "DJANGO_SETTINGS_MODULE": "chefforum.project.settings",
        "SECRET_KEY": "only-for-tests",
        "LOG_LEVEL": "ERROR",
    }


@contextmanager
def serving(environment: dict[str, str]) -> Iterator[str]:
    """The address of a server that runs meanwhile."""
    port = _free_port()
    command = [str(Path(sys.executable).parent / "chefforum"), "serve", "--demo", "--workers", "1", "--port", str(port)]
    log = Path(environment["CHEFFORUM_DATA"]) / f"server-{port}.log"
    with log.open("w") as output, subprocess.Popen(command, env=environment, stdout=output, stderr=output) as server:
        try:
            _wait_for(f"http://127.0.0.1:{port}/sund/", server, log)
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()


@pytest.fixture(scope="module", autouse=True)
def each_file_begins_with_the_world_as_it_was_built(site: Site) -> None:
    """What the tests of other files wrote is gone, in whatever order they came; the server goes on meanwhile."""
    _copy(site.as_built, to=site.database)


def _copy(database: Path, *, to: Path) -> None:
    """Through SQLite, which locks as any other writer does."""
    with closing(sqlite3.connect(database)) as source, closing(sqlite3.connect(to, timeout=30)) as target:
        source.backup(target)


@pytest.fixture(scope="session")
def years_of_sheets() -> Iterator[int]:
    return count(timezone.localdate().year + 1)


@pytest.fixture
def sheet(site: Site, years_of_sheets: Iterator[int]) -> str:
    """The address of the school's sheet of a year in which no month is closed, and that no other test has had."""
    return site.url("forecast:entries", "the school's") + f"?aar={next(years_of_sheets)}"


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def _wait_for(address: str, server: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(300):
        if server.poll() is not None:
            break
        try:
            with urllib.request.urlopen(address, timeout=5) as answer:
                if answer.status == 200:
                    return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.2)
    pytest.fail(f"chefforum serve did not answer:\n{log.read_text()}", pytrace=False)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    path = next(
        (found for name in (os.environ.get("CHROMIUM", ""), *NAMES) if name and (found := shutil.which(name))), ""
    )
    if not path:
        pytest.fail(MISSING, pytrace=False)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def context(chromium: Browser) -> Iterator[BrowserContext]:
    made = danish_browser(chromium)
    yield made
    made.close()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """A page that nothing may go wrong on: what the browser complains of fails the test when it ends."""
    made = context.new_page()
    lookout = Lookout(made)
    yield made
    lookout.nothing_was_wrong()


@pytest.fixture
def patience() -> Iterator[None]:
    """For texts that are saved a moment after they were written, while the server may have more to do."""
    expect.set_options(timeout=20_000)
    yield
    expect.set_options(timeout=5_000)


@pytest.fixture
def page_without_javascript(chromium: Browser) -> Iterator[Page]:
    context = danish_browser(chromium, java_script_enabled=False)
    made = context.new_page()
    lookout = Lookout(made)
    yield made
    lookout.nothing_was_wrong()
    context.close()
