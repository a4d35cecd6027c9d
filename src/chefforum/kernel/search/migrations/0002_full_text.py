"""Each database's own full-text index over the table, kept by the database itself.

SQLite has no prefix index: it doubles the index and the time of writing, and the beginning of a word is found among
100,000 items in milliseconds without (bench/search.py). Its hash table is let grow to 16 MB, from one, while much is
written at once, which makes fewer pieces to merge.

A later migration that makes SQLite rebuild the table drops these triggers with it and has to make them again; a test
(test_index_follows_table) tells when that is forgotten.
"""

from typing import Any

from django.db import migrations

SQLITE = """
create virtual table search_index using fts5 (
    title_stem, body_stem, labels,
    content='search_searchdocument', content_rowid='id',
    tokenize="unicode61 remove_diacritics 0"
);
insert into search_index (search_index, rank) values ('hashsize', 16777216);
create trigger search_index_insert after insert on search_searchdocument begin
    insert into search_index (rowid, title_stem, body_stem, labels)
    values (new.id, new.title_stem, new.body_stem, new.labels);
end;
create trigger search_index_delete after delete on search_searchdocument begin
    insert into search_index (search_index, rowid, title_stem, body_stem, labels)
    values ('delete', old.id, old.title_stem, old.body_stem, old.labels);
end;
create trigger search_index_update after update on search_searchdocument begin
    insert into search_index (search_index, rowid, title_stem, body_stem, labels)
    values ('delete', old.id, old.title_stem, old.body_stem, old.labels);
    insert into search_index (rowid, title_stem, body_stem, labels)
    values (new.id, new.title_stem, new.body_stem, new.labels);
end;
"""
SQLITE_BACK = """
drop trigger search_index_insert;
drop trigger search_index_delete;
drop trigger search_index_update;
drop table search_index;
"""
POSTGRESQL = """
alter table search_searchdocument add column words tsvector
    generated always as (to_tsvector('simple', title_stem || ' ' || body_stem || ' ' || labels)) stored;
create index search_words on search_searchdocument using gin (words);
"""
POSTGRESQL_BACK = """
drop index search_words;
alter table search_searchdocument drop column words;
"""


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
    import sqlite3

    found, waiting = [], ""
    for line in sql.strip().splitlines():
        waiting += line + "\n"
        if sqlite3.complete_statement(waiting):
            found.append(waiting)
            waiting = ""
    return found


class Migration(migrations.Migration):
    dependencies = [("search", "0001_initial")]
    operations = [
        RunSQLOn("sqlite", SQLITE, SQLITE_BACK),
        RunSQLOn("postgresql", POSTGRESQL, POSTGRESQL_BACK),
    ]
