"""SQL for one kind of database: each keeps its full-text index in its own way."""

from __future__ import annotations

import sqlite3
from typing import Any

from django.db import migrations


class RunSQLOn(migrations.RunSQL):
    """SQL for one kind of database; on the others nothing."""

    def __init__(self, vendor: str, sql: str, reverse_sql: str) -> None:
        super().__init__(sql, reverse_sql)
        self.vendor = vendor

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        if schema_editor.connection.vendor == self.vendor:
            self._run(schema_editor)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        if schema_editor.connection.vendor == self.vendor:
            self._run(schema_editor, backwards=True)

    def _run(self, schema_editor: Any, *, backwards: bool = False) -> None:
        statements = self.reverse_sql if backwards else self.sql
        if self.vendor == "sqlite":  # Triggers hold semicolons, so the statements are told apart by SQLite itself.
            for statement in _statements(str(statements)):
                schema_editor.execute(statement, params=None)
        else:
            schema_editor.execute(statements, params=None)


def _statements(sql: str) -> list[str]:
    found, waiting = [], ""
    for line in sql.strip().splitlines():
        waiting += line + "\n"
        if sqlite3.complete_statement(waiting):
            found.append(waiting)
            waiting = ""
    return found
