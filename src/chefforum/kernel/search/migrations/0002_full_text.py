"""Each database's own full-text index over the table, kept by the database itself.

SQLite has no prefix index: it doubles the index and the time of writing, and the beginning of a word is found among
100,000 items in milliseconds without (bench/search.py). Its hash table is let grow to 16 MB, from one, while much is
written at once, which makes fewer pieces to merge.

A later migration that makes SQLite rebuild the table drops these triggers with it and has to make them again; a test
(test_index_follows_table) tells when that is forgotten.
"""

from django.db import migrations

from ._on_one_database import RunSQLOn

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


class Migration(migrations.Migration):
    dependencies = [("search", "0001_initial")]
    operations = [
        RunSQLOn("sqlite", SQLITE, SQLITE_BACK),
        RunSQLOn("postgresql", POSTGRESQL, POSTGRESQL_BACK),
    ]
