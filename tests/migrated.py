"""The tests' SQLite database as the migrations leave it, kept from one run to the next.

Django draws every model anew for each step of each migration: most of a minute of one core, in every process of every
run, for tables that take a second to make. So the file is kept under a name made of all the migrations' words; where
one of them is changed, or Django is, it is made from nothing again. PostgreSQL's is made from nothing each time.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import sqlite3
from pathlib import Path

import django
from django.apps import apps
from django.db import connection


def kept(folder: Path) -> Path | None:
    """Where the database of these migrations is kept, whether or not it has been made; None on PostgreSQL."""
    if connection.vendor != "sqlite":
        return None
    words = hashlib.sha256(django.__version__.encode())
    for app in sorted(apps.get_app_configs(), key=lambda app: app.label):
        for file in sorted(Path(app.path, "migrations").glob("*.py")):
            words.update(f"{app.label}/{file.name}\n".encode() + file.read_bytes())
    return folder / f"{words.hexdigest()}.sqlite3"


def take(file: Path) -> bool:
    """Lays it where this process's tests look for their database, where there is one to take."""
    if not file.exists():
        return False
    shutil.copyfile(file, connection.settings_dict["TEST"]["NAME"])
    return True


def keep(file: Path) -> None:
    """Keeps this process's database, which no test has written in yet, and none of other migrations."""
    making = file.with_suffix(f".{os.getpid()}")
    with sqlite3.connect(connection.settings_dict["NAME"]) as source, sqlite3.connect(making) as target:
        source.backup(target)
    source.close()
    target.close()
    making.replace(file)
    for other in file.parent.glob("*.sqlite3"):
        if other != file:  # which another process may be taking just now
            other.unlink(missing_ok=True)
