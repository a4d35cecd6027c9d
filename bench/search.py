"""Search among items of 250 words, on SQLite and on PostgreSQL, beside each database's own plain search.

Ours is the whole path behind the search page: query parsed, rights looked up, hits found with access, ranked, the first
page's texts read, cut and marked. The plain searches have the same texts in a table of their own, no access, no
marking and no compounds: FTS5 as it comes, ordered by its bm25; a Danish tsvector with GIN, ordered by ts_rank.
Building is `chefforum search rebuild` from nothing, beside the plain table and its index; each is merged or analysed at
the end.

python -m bench.search [--items N] [--queries N]; each size has a result file of its own. --here measures the database
that DATABASE_URL names.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any
from uuid import UUID

import django

from bench.synthetic_items import Item, Items

ROOT = Path(__file__).parents[1]
COLLEAGUE = UUID(int=1)
FORUMS = [UUID(int=number) for number in range(100, 140)]
SEATS = 3  # Of the forums, that the one who searches is a member of.
PAGE = 20
NO_POSTGRESQL = 77


def main() -> None:
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--items", type=int, default=10_000)
    arguments.add_argument("--queries", type=int, default=60)
    arguments.add_argument("--here", type=Path, help="measure one database and write the figures to this file")
    chosen = arguments.parse_args()
    if chosen.here:
        chosen.here.write_text(json.dumps(_measure(chosen.items, chosen.queries)))
        return
    from bench.measure import save

    found = {
        "sqlite": _in_a_process([], chosen),
        "postgresql": _in_a_process([str(ROOT / "scripts/postgres")], chosen),
    }
    _print(found)
    save(
        f"search-{chosen.items}", figures={"items": chosen.items, **found}, packages=["Django", "PyStemmer", "psycopg"]
    )


def _in_a_process(starter: list[str], chosen: argparse.Namespace) -> dict[str, Any] | None:
    """The figures of one database; None where there is no such database here."""
    with tempfile.TemporaryDirectory(prefix="chefforum-bench-") as folder:
        answer = Path(folder) / "figures.json"
        measure = [sys.executable, "-m", "bench.search", "--here", str(answer)]
        sizes = ["--items", str(chosen.items), "--queries", str(chosen.queries)]
        environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
        environment |= {"DJANGO_SETTINGS_MODULE": "chefforum.project.settings", "CHEFFORUM_DATA": folder}
        done = subprocess.run([*starter, *measure, *sizes], cwd=ROOT, env=environment, check=False)
        if done.returncode == NO_POSTGRESQL:
            return None
        done.check_returncode()
        return json.loads(answer.read_text())


def _measure(count: int, many: int) -> dict[str, Any]:
    django.setup()
    from django.core.management import call_command
    from django.db import connection

    call_command("migrate", interactive=False, verbosity=0)
    items = Items(count)
    made = list(items)  # So that inventing them is in nobody's time.
    ours, plain = _ours(made), _PLAIN[connection.vendor](made)
    kinds = {kind: _beside(ours.find, plain.find, texts) for kind, texts in items.queries(many).items()}
    return {
        "server": _version(connection),
        "index_seconds": {
            "ours": ours.index_seconds,
            "plain": plain.index_seconds,
            "ratio": round(ours.index_seconds / max(plain.index_seconds, 0.1), 2),
        },
        "one_item_ms": ours.one_item_ms,
        "queries": kinds,
    }


class _Contestant:
    def __init__(self, load: Callable[[], object], find: Callable[[str], object]) -> None:
        began = time.perf_counter()
        load()
        self.index_seconds = round(time.perf_counter() - began, 1)
        self.find = find
        self.one_item_ms: float | None = None


def _ours(items: list[Item]) -> _Contestant:
    from chefforum.kernel.access.rules import SIGNED_IN, Actor
    from chefforum.kernel.search.queries import hits, search
    from chefforum.kernel.search.registry import SearchEntry, SearchSource, register_search_source
    from chefforum.kernel.search.rules import SIGNED_IN_KEY, group_key
    from chefforum.kernel.search.services import index, rebuild

    actor = Actor(person_id=COLLEAGUE, name="Kollega", groups={"member": frozenset(FORUMS[:SEATS])})

    def entry(item: Item) -> SearchEntry:
        key = SIGNED_IN_KEY if item.is_open else group_key(FORUMS[item.number // 4 % len(FORUMS)])
        return SearchEntry("bench.item", str(item.number), "/", item.title, item.body, item.date, "", frozenset({key}))

    def find(text: str) -> int:
        found = search(actor=actor, text=text)
        hits(found=found, places=found.places[:PAGE])
        return found.total

    def load() -> None:
        rebuild()
        _analyse()

    register_search_source(SearchSource("bench.item", "Punkter", lambda: map(entry, items), SIGNED_IN))
    contestant = _Contestant(load, find)
    seconds = [_seconds(lambda item=item: index(entries=[entry(item)])) for item in items[:PAGE]]
    contestant.one_item_ms = round(statistics.median(seconds) * 1000, 2)
    return contestant


def _analyse() -> None:
    """What PostgreSQL's autovacuum does by itself a minute after a load."""
    from django.db import connection

    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("vacuum analyze")


def _plain_fts5(items: list[Item]) -> _Contestant:
    sql = "select rowid, title, bm25(plain) from plain where plain match %s order by bm25(plain) limit 20"

    def load() -> None:
        _run("drop table if exists plain")
        _run("create virtual table plain using fts5(title, body, tokenize='unicode61 remove_diacritics 0')")
        _insert("insert into plain (rowid, title, body) values (%s, %s, %s)", items)
        _run("insert into plain (plain) values ('optimize')")

    def find(text: str) -> object:
        return _run(sql, [" ".join(f'"{word}"*' if len(word) == 4 else f'"{word}"' for word in text.split())])

    return _Contestant(load, find)


def _plain_postgresql(items: list[Item]) -> _Contestant:
    sql = """
        select id, title, ts_rank(words, query) from plain, to_tsquery('danish', %s) query
        where words @@ query order by 3 desc limit 20
    """

    def load() -> None:
        _run("drop table if exists plain")
        _run("""
            create table plain (id int primary key, title text, body text, words tsvector
            generated always as (to_tsvector('danish', title || ' ' || body)) stored)
        """)
        _insert("insert into plain (id, title, body) values (%s, %s, %s)", items)
        _run("create index plain_words on plain using gin (words)")
        _analyse()

    def find(text: str) -> object:
        return _run(sql, [" & ".join(f"{word}:*" if len(word) == 4 else word for word in text.split())])

    return _Contestant(load, find)


_PLAIN = {"sqlite": _plain_fts5, "postgresql": _plain_postgresql}


def _run(sql: str, parameters: Iterable[Any] = ()) -> list[Any]:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(sql, list(parameters))
        return cursor.fetchall() if cursor.description else []


def _insert(sql: str, items: list[Item]) -> None:
    from django.db import connection, transaction

    with transaction.atomic(), connection.cursor() as cursor:
        cursor.executemany(sql, ((item.number, item.title, item.body) for item in items))


def _seconds(run: Callable[[], object]) -> float:
    began = time.perf_counter()
    run()
    return time.perf_counter() - began


def _beside(ours: Callable[[str], object], plain: Callable[[str], object], texts: list[str]) -> dict[str, Any]:
    """Milliseconds of both, taking turns; the first three queries only warm up."""
    pairs = [(_seconds(lambda text=text: ours(text)), _seconds(lambda text=text: plain(text))) for text in texts][3:]
    figures: dict[str, Any] = {}
    for name, seconds in zip(("ours", "plain"), zip(*pairs, strict=True), strict=True):
        figures[name] = {
            "p50_ms": round(statistics.median(seconds) * 1000, 1),
            "p95_ms": round(statistics.quantiles(seconds, n=20)[-1] * 1000, 1),
        }
    figures["ratio"] = {
        part: round(figures["ours"][f"{part}_ms"] / max(figures["plain"][f"{part}_ms"], 0.1), 2)
        for part in ("p50", "p95")
    }
    return figures


def _version(connection: Any) -> str:
    return {
        "sqlite": lambda: f"SQLite {_run('select sqlite_version()')[0][0]}",
        "postgresql": lambda: f"PostgreSQL {_run('show server_version')[0][0]}",
    }[connection.vendor]()


def _print(found: dict[str, dict[str, Any] | None]) -> None:
    print(f"{'p50 / p95':34}{'ours ms':>16}{'plain ms':>16}{'ratio':>14}")
    for database, figures in found.items():
        for kind, row in (figures or {"queries": {}})["queries"].items():
            times = [f"{row[who]['p50_ms']} / {row[who]['p95_ms']}" for who in ("ours", "plain")]
            ratio = f"{row['ratio']['p50']} / {row['ratio']['p95']}"
            print(f"{database:14}{kind:20}{times[0]:>16}{times[1]:>16}{ratio:>14}")


if __name__ == "__main__":
    main()
