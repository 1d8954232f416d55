"""A database that isn't ours, isn't ready or fails is named in a sentence; what was written in it stays whole."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, insert, select, update

from desa_app.errors import HqDatabaseUnusable, NewerHq, NotInitialised
from desa_app.hq import database, schema
from desa_app.hq.database import CONNECTIONS, Database, portions
from desa_app.hq.headquarters import Headquarters
from tests.hq.laptops import Laptop, enrolled, logged, rows


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "hq.db"


def refused(url: str, error: type[Exception]) -> str:
    """The sentence that a database is refused with; the folder stays as it was."""
    with pytest.raises(error) as refusal:
        Headquarters(url)
    return str(refusal.value)


def test_a_database_is_made_once(url: str) -> None:
    with Headquarters.create(url) as first:
        identity = first.identity
        first.add_office("KDL", "Kendal")
        siti = enrolled(first)
        siti.push(first.exchange, siti.session())
        before = logged(first)
    with Headquarters.create(url) as again:
        assert again.identity == identity
        assert logged(again) == before
    with Headquarters(url) as opened:
        assert opened.identity == identity


def test_a_database_made_by_two_at_once_is_one(url: str) -> None:
    with ThreadPoolExecutor(4) as pool:
        made = [each.result() for each in [pool.submit(Headquarters.create, url) for _ in range(4)]]
    assert len({each.identity for each in made}) == 1
    for each in made:
        each.close()


def test_looking_for_a_database_does_not_make_one(url: str, file: Path) -> None:
    assert "desa-hq init" in refused(url, NotInitialised)
    assert [*file.parent.iterdir()] == []


@pytest.mark.parametrize("content", [b"", b"SQLite format 3\0" + bytes(84)], ids=["empty", "header"])
def test_a_file_without_tables_was_not_made_yet(url: str, file: Path, content: bytes) -> None:
    file.write_bytes(content)
    refused(url, (NotInitialised, HqDatabaseUnusable)[bool(content)])


def test_a_database_of_something_else_was_not_made_yet(url: str, file: Path) -> None:
    with closing(sqlite3.connect(file)) as other, other:
        other.execute("CREATE TABLE attendee (id)")
    refused(url, NotInitialised)


def test_a_database_whose_making_was_cut_was_not_made_yet(url: str, file: Path) -> None:
    with Headquarters.create(url):
        pass
    with closing(sqlite3.connect(file)) as cut, cut:
        cut.execute("DELETE FROM headquarters")
    refused(url, NotInitialised)


def test_a_newer_database_is_refused_and_left_alone(url: str, file: Path) -> None:
    with Headquarters.create(url) as hq, hq.database.writing() as connection:
        connection.execute(update(schema.headquarters).values(version=schema.VERSION + 1))
    before = file.read_bytes()
    assert "versi yang lebih baru" in refused(url, NewerHq)
    assert file.read_bytes() == before


@pytest.mark.parametrize("content", [b"this is no database" * 300, b"PK\x03\x04" + bytes(2_000)], ids=["text", "zip"])
def test_a_file_that_is_none_is_refused_and_left_alone(url: str, file: Path, content: bytes) -> None:
    file.write_bytes(content)
    assert str(file) in refused(url, HqDatabaseUnusable)
    with pytest.raises(HqDatabaseUnusable):
        Headquarters.create(url)
    assert file.read_bytes() == content


def test_a_damaged_database_is_refused(url: str, file: Path) -> None:
    with Headquarters.create(url):
        pass
    content = bytearray(file.read_bytes())
    content[100:8_192] = b"x" * 8_092
    file.write_bytes(content)
    refused(url, HqDatabaseUnusable)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "hq.db",
        "sqlite://",
        "sqlite:///:memory:",
        "oracle+nothing://x",
        "nothing://x",
        "sqlite:////no/such/folder/x",
    ],
)
def test_an_address_that_is_none_is_refused(url: str) -> None:
    with pytest.raises(HqDatabaseUnusable):
        Headquarters.create(url)


@pytest.mark.parametrize("url", ["nothing://hq:hunter2@db/desa", "postgresql://hq:hunter2@db:port/desa"])
def test_no_password_is_in_a_sentence(url: str) -> None:
    assert "hunter2" not in refused(url, HqDatabaseUnusable)


def write_and_fail(hq: Headquarters) -> None:
    with hq.database.writing() as connection:
        connection.execute(insert(schema.guess).values(address="x", at_ms=1))
        raise KeyError


def test_what_raised_is_undone(hq: Headquarters) -> None:
    with pytest.raises(KeyError):
        write_and_fail(hq)
    with hq.database.reading() as connection:
        assert connection.execute(select(schema.guess)).all() == []


def test_a_reader_sees_one_moment_and_waits_for_no_writer(hq: Headquarters) -> None:
    query = select(schema.guess.c.address)
    with hq.database.writing() as writer:
        writer.execute(insert(schema.guess).values(address="before", at_ms=1))
    with hq.database.reading() as reader:
        assert reader.scalars(query).all() == ["before"]
        with hq.database.writing() as writer:
            writer.execute(insert(schema.guess).values(address="after", at_ms=2))
            assert reader.scalars(query).all() == ["before"]
        assert reader.scalars(query).all() == ["before"]
    with hq.database.reading() as reader:
        assert reader.scalars(query).all() == ["before", "after"]


def test_a_writer_waits_for_the_one_before(hq: Headquarters) -> None:
    """All read before they write; a transaction that took its lock only then could not go on."""
    head = schema.scope_head.c.head
    last = select(head).where(schema.scope_head.c.scope == "ref")
    move = update(schema.scope_head).where(schema.scope_head.c.scope == "ref")

    def count(_: int) -> None:
        with hq.database.writing() as connection:
            connection.execute(move.values(head=connection.execute(last).scalar_one() + 1))

    with ThreadPoolExecutor(CONNECTIONS) as pool:
        list(pool.map(count, range(40)))
    with hq.database.reading() as connection:
        assert connection.scalar(last) == 42


def test_a_commit_is_synced_to_the_disk(hq: Headquarters) -> None:
    wanted = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}
    with hq.database.writing() as connection:
        assert {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in wanted} == wanted


def test_a_database_locked_for_too_long_is_named(hq: Headquarters, url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "BUSY_SECONDS", 0)
    with Headquarters(url) as impatient, hq.database.writing(), pytest.raises(HqDatabaseUnusable) as refusal:
        impatient.add_person("Siti", "officer", "KDL")
    assert "locked" in str(refusal.value)


@contextmanager
def full_disk(hq: Headquarters) -> Iterator[None]:
    """The database can't grow any more."""

    def stop(connection: Any, *_: object) -> None:
        connection.execute("PRAGMA max_page_count = 1")

    def go_on(connection: Any, *_: object) -> None:
        connection.execute("PRAGMA max_page_count = 1000000")

    engine = hq.database._engine
    event.listen(engine, "checkout", stop)
    yield
    event.remove(engine, "checkout", stop)
    event.listen(engine, "checkout", go_on)


def test_a_full_disk_takes_nothing_by_halves(hq: Headquarters, siti: Laptop) -> None:
    siti.push(hq.exchange, siti.session())
    before = logged(hq)
    batch = [siti.session() for _ in range(200)]
    with full_disk(hq):
        with pytest.raises(HqDatabaseUnusable) as refusal:
            siti.push(hq.exchange, *batch)
        assert "full" in str(refusal.value)
        assert logged(hq) == before
        assert siti.drain(hq.exchange).reply.have == ((1, 1),)
    assert siti.push(hq.exchange, *batch).fates[201].seq == 201
    assert len(rows(hq, "session")) == 201


def test_what_changes_say_is_in_no_error(hq: Headquarters, siti: Laptop) -> None:
    """Errors are logged; names of people are nobody's business there."""
    with full_disk(hq), pytest.raises(HqDatabaseUnusable) as refusal:
        siti.push(hq.exchange, *(siti.session(venue="Rumah Sri Wahyuni") for _ in range(200)))
    assert "Sri Wahyuni" not in f"{refusal.value} {refusal.value.__cause__}"


def test_a_fault_of_the_program_is_not_called_one_of_the_database(hq: Headquarters) -> None:
    with pytest.raises(Exception, match="UNIQUE") as fault, hq.database.writing() as connection:
        connection.execute(insert(schema.scope_head).values(scope="ref", epoch=1, head=0, chain=b""))
    assert not isinstance(fault.value, HqDatabaseUnusable)


def test_closing_lets_go_of_the_file(url: str, file: Path) -> None:
    with Headquarters.create(url) as hq:
        hq.add_office("KDL", "Kendal")
    assert [*file.parent.iterdir()] == [file], "the write-ahead log was merged and is gone"
    store = Database(url)
    store.check()
    store.close()
    store.close()


def test_portions_hold_all_values_in_order() -> None:
    sizes = [len(portion) for portion in portions(range(1_001))]
    assert sizes == [500, 500, 1]
    assert [each for portion in portions(range(1_001)) for each in portion] == [*range(1_001)]
    assert [*portions([])] == []
