"""On PostgreSQL the words of the title, the text and the labels stand apart, as SQLite's columns do.

They were one text, so that a phrase was found that begins in the title and ends in the text. What lies between is a
word that no text can have, since it is no letter and no digit.
"""

from django.db import migrations

from ._on_one_database import RunSQLOn

ANEW = """
drop index search_words;
alter table search_searchdocument drop column words;
alter table search_searchdocument add column words tsvector generated always as ({words}) stored;
create index search_words on search_searchdocument using gin (words);
"""
BETWEEN = "|| '''|'':1'::tsvector ||"
COLUMNS = ("title_stem", "body_stem", "labels")
APART = f" {BETWEEN} ".join(f"to_tsvector('simple', {column})" for column in COLUMNS)
TOGETHER = "to_tsvector('simple', title_stem || ' ' || body_stem || ' ' || labels)"


class Migration(migrations.Migration):
    dependencies = [("search", "0002_full_text")]
    operations = [RunSQLOn("postgresql", ANEW.format(words=APART), ANEW.format(words=TOGETHER))]
