"""sqlite-utils works with SQLCipher's classes, whichever of our modules is imported first."""

from __future__ import annotations

import pkgutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlite_utils import Database

import desa_app.store
from desa_app.store.database import immediate, open_database

MODULES = sorted(module.name for module in pkgutil.iter_modules(desa_app.store.__path__, "desa_app.store."))


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    made = open_database(tmp_path / "x.db", bytes(32))
    yield made
    made.close()


def test_a_column_that_is_missing_is_added(db: Database) -> None:
    db.table("person").insert({"id": 1})
    db.table("person").insert({"id": 2, "name": "Siti"}, alter=True)
    assert list(db.query("SELECT * FROM person")) == [{"id": 1, "name": None}, {"id": 2, "name": "Siti"}]


def test_an_index_whose_name_is_taken_gets_another(db: Database) -> None:
    db.table("person").create({"id": int, "name": str})
    for _ in range(2):
        db.table("person").create_index(["name"], find_unique_name=True)
    assert {index.name for index in db.table("person").indexes} == {"idx_person_name", "idx_person_name_2"}


def test_a_table_that_is_not_there_can_be_dropped(db: Database) -> None:
    db.table("nobody").drop(ignore=True)
    assert db.table_names() == []


def test_returning_within_a_savepoint_is_kept(db: Database) -> None:
    db.table("person").create({"id": int, "name": str}, pk="id")
    with immediate(db), db.atomic():
        rows = list(db.query("INSERT INTO person (name) VALUES ('Siti') RETURNING id"))
        with pytest.raises(ZeroDivisionError):
            add_and_fail(db)
    assert rows == [{"id": 1}]
    assert list(db.query("SELECT name FROM person")) == [{"name": "Siti"}]


def add_and_fail(db: Database) -> None:
    """Add somebody in a savepoint that is rolled back."""
    with db.atomic():
        list(db.query("INSERT INTO person (name) VALUES ('Budi') RETURNING id"))
        raise ZeroDivisionError


def test_the_engine_is_registered_whichever_module_comes_first() -> None:
    script = """
import importlib, os, sys
for module in sys.argv[1:]:
    if child := os.fork():
        assert os.waitpid(child, 0)[1] == 0, module
        continue
    importlib.import_module(module)
    from sqlite_utils import utils
    assert utils.sqlite3.__name__ == "sqlcipher3", (module, utils.sqlite3)
    assert utils.OperationalError.__module__ == "sqlcipher3.dbapi2", (module, utils.OperationalError)
    os._exit(0)
print("all")
"""
    run = subprocess.run([sys.executable, "-c", script, *MODULES], capture_output=True, text=True, check=False)
    assert (run.stdout, run.stderr) == ("all\n", "")
