"""The migrations make the tables that the models describe, from an empty database."""

from __future__ import annotations

from io import StringIO

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

pytestmark = pytest.mark.django_db


def test_no_change_of_a_model_waits_for_a_migration() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0, stdout=StringIO())


def test_an_empty_database_gets_every_table() -> None:
    """The tests' own database is as these migrations made it: just now or, as tests/migrated.py says, before."""
    tables = set(connection.introspection.table_names())
    missing = {
        model._meta.db_table
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and model._meta.db_table not in tables
    }
    assert not missing


def test_every_migration_has_run_and_there_is_one_last_in_each_part() -> None:
    executor = MigrationExecutor(connection)
    assert executor.migration_plan(executor.loader.graph.leaf_nodes()) == []
    assert executor.loader.detect_conflicts() == {}
