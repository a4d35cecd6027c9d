"""What every test may ask for."""

from __future__ import annotations

import copy
import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING

import hypothesis
import pytest
from django.db import transaction
from pytest_django.plugin import DjangoDbBlocker

from tests import migrated
from tests.query_counts import QueryCounts

if TYPE_CHECKING:
    from tests.world import World

REPOSITORY = Path(__file__).parents[1]
SHARED = REPOSITORY.parent / "shared"
BROWSER_TESTS = REPOSITORY / "tests" / "browser"
DATABASE_FIXTURES = frozenset({"db", "transactional_db", "live_server", "django_db_setup"})
QUERY_COUNTS = pytest.StashKey[QueryCounts]()

# A busy machine is no fault in the code; in CI the same examples are tried each time.
hypothesis.settings.register_profile("house", deadline=None, derandomize="CI" in os.environ)
hypothesis.settings.load_profile("house")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-query-counts", action="store_true", help="skriv antal forespørgsler i query_counts.json")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Marks tests by what they ask for and where they stand, not by what their authors remembered."""
    for item in items:
        if item.path.is_relative_to(BROWSER_TESTS):
            item.add_marker("browser")
        asked = DATABASE_FIXTURES & set(getattr(item, "fixturenames", ()))
        if asked or item.get_closest_marker("django_db"):
            item.add_marker("database")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if "WITHOUT_POSTGRESQL" in os.environ:
        terminalreporter.write_line(
            "PostgreSQL findes ikke på denne maskine: prøverne på PostgreSQL er sprunget over. "
            "Installér den med: sudo apt-get install postgresql",
            yellow=True,
        )


def pytest_configure(config: pytest.Config) -> None:
    config.stash[QUERY_COUNTS] = QueryCounts(update=config.getoption("--update-query-counts"))


def pytest_sessionfinish(session: pytest.Session) -> None:
    counts = session.config.stash[QUERY_COUNTS]
    if counts.update:
        counts.write()


@pytest.fixture(scope="session")
def database_of_migrations(request: pytest.FixtureRequest) -> Path | None:
    assert request.config.cache is not None
    return migrated.kept(request.config.cache.mkdir("migrated"))


@pytest.fixture(scope="session")
def django_db_keepdb(database_of_migrations: Path | None, django_db_modify_db_settings: None) -> bool:
    """Whether the migrations have run already: see tests/migrated.py."""
    return database_of_migrations is not None and migrated.take(database_of_migrations)


@pytest.fixture(scope="session")
def django_db_setup(
    django_db_setup: None,
    django_db_keepdb: bool,
    django_db_blocker: DjangoDbBlocker,
    database_of_migrations: Path | None,
) -> None:
    if database_of_migrations is not None and not django_db_keepdb:
        with django_db_blocker.unblock():
            migrated.keep(database_of_migrations)


@pytest.fixture
def assert_queries(request: pytest.FixtureRequest, db: None) -> Callable[[str], AbstractContextManager[None]]:
    """`with assert_queries("meetings.list"):` fails where the block asks more queries than query_counts.json allows."""
    return request.config.stash[QUERY_COUNTS].assert_queries


@pytest.fixture(scope="session")
def shared() -> Callable[[str], Path]:
    """The path of a real file beside the project: shared("data/kle/kle_emner_2026-02.csv"); skips where it is not."""

    def path(name: str) -> Path:
        found = SHARED / name
        if not found.exists():
            pytest.skip(f"../shared/{name} findes ikke her: prøven på de rigtige data er sprunget over")
        return found

    return path


@pytest.fixture(scope="module")
def world_of_module(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    """The world of tests/world.py, built once (a second and more) and gone again after the module's last test. Only for
    modules whose tests with a database all ask for it, and none of which commits: the others would meet it too."""
    from tests import world

    with django_db_blocker.unblock(), transaction.atomic():
        yield world.build()
        transaction.set_rollback(True)


@pytest.fixture
def fresh_world(world_of_module: World, db: None) -> World:
    """That world as it was built: what a test writes is rolled back, and the objects are the test's own."""
    return copy.deepcopy(world_of_module)


@pytest.fixture(scope="session")
def demo_minutes() -> Path:
    """The demo's minutes: invented, with the structure and slips of real ones."""
    return REPOSITORY / "demo" / "minutes" / "referat-chefforum-2026-02-04.md"
