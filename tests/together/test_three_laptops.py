"""Three laptops of two offices and a headquarters, all real processes: nothing lost, nothing twice, nothing leaked."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from desa_app.store.store import Store
from tests.together.conftest import PASSPHRASE, VILLAGES, Hq, Laptop, joined


@pytest.fixture
def laptops(hq: Hq, tmp_path: Path) -> list[Laptop]:
    """Two laptops of office A and one of office B."""
    people = (("dewi", "officer", "KANIM-A"), ("rini", "lead", "KANIM-A"), ("yan", "officer", "KANIM-B"))
    return [joined(hq, tmp_path, *person) for person in people]


def write(path: Path, values: Any) -> Path:
    path.write_text(json.dumps(values), encoding="utf-8")
    return path


def test_both_values_written_at_the_same_time_survive_and_no_other_office_sees_them(
    laptops: list[Laptop], tmp_path: Path
) -> None:
    first, second, other = laptops
    day = {
        "date": "2025-11-13",
        "villages": [VILLAGES["KANIM-A"]],
        "headcount_female": 3,
        "attendees": [{"full_name": "Siti Aminah", "phone": "0812-0000-0001"}],
    }
    session = first.json("session", "add", write(tmp_path / "day.json", day))["session"]
    for laptop in laptops:
        laptop.run("sync")
    person = first.json("session", "show", session)["session"]["attendees"][0]["id"]
    phones = {"0812-1111-1111": first, "0812-2222-2222": second}
    for phone, laptop in phones.items():
        edit = write(tmp_path / "edit.json", {"attendees": [{"id": person, "phone": phone}]})
        laptop.run("session", "edit", session, edit)
    for laptop in (first, second, first, other):
        laptop.run("sync")
    for laptop in (first, second):
        [conflict] = [each for each in laptop.json("status")["conflicts"] if each["field"] == "phone"]
        assert {each["value"] for each in conflict["values"]} == set(phones)
        assert conflict in laptop.json("session", "show", session)["conflicts"]
        assert all(phone in laptop.run("session", "show", session) for phone in phones)
    assert other.json("session", "list") == []
    assert "E103" in other.run("session", "show", session, code=1)
    assert not anything_of(other, session)


def anything_of(laptop: Laptop, record: str) -> bool:
    """Whether a laptop's journal holds any change of a record or of another office's scope."""
    store = Store.open(laptop.folder, PASSPHRASE)
    try:
        mine = store.me.scope if store.me else ""
        rows = store.db.execute("SELECT record, scope FROM journal WHERE scope NOT IN (?, 'ref')", [mine]).fetchall()
        return bool(rows) or any(store.journal.story(record))
    finally:
        store.close()


def test_killing_either_end_at_any_moment_loses_and_doubles_nothing(hq: Hq, laptops: list[Laptop]) -> None:
    first, second, other = laptops
    saved = {laptop.folder: killed_at_work(hq, laptop) for laptop in (first, other)}
    killed_while_pulling(second)
    for laptop in (*laptops, *laptops):
        laptop.run("sync")
    for laptop in laptops:
        assert laptop.json("check") == []
        assert laptop.json("status")["unsent"]["records"] == 0
    assert saved[first.folder] <= sessions_on(first) == sessions_on(second)
    assert saved[other.folder] <= sessions_on(other)
    assert not sessions_on(first) & sessions_on(other)
    assert rows_of(first) == rows_of(second)
    whole_log_at(hq, laptops)


def killed_at_work(hq: Hq, laptop: Laptop) -> set[str]:
    """The sessions whose save returned, while headquarters and the laptop were killed again and again."""
    village = VILLAGES["KANIM-B" if laptop.folder.name == "yan" else "KANIM-A"]
    saved: set[str] = set()
    for saves in (1, 3, 6):
        at_work = laptop.at_work(village, 40)
        at_work.until("saved", saves)
        at_work.kill()
        saved |= at_work.saved
    for word, times in (("syncing", 1), ("syncing", 2), ("synced", 1), ("progress", 2)):
        at_work = laptop.at_work(village, 12)
        at_work.until(word, times)
        hq.kill()
        at_work.until("saved")
        hq.start()
        at_work.end()
        saved |= at_work.saved
    return saved


def killed_while_pulling(laptop: Laptop) -> None:
    for word in ("syncing", "progress", "progress"):
        at_work = laptop.at_work(VILLAGES["KANIM-A"], 0)
        at_work.until(word)
        at_work.kill()


def sessions_on(laptop: Laptop) -> set[str]:
    return {row["id"] for row in laptop.json("session", "list")}


def rows_of(laptop: Laptop) -> dict[str, Sequence[Any]]:
    """What the laptop shows of every record."""
    store = Store.open(laptop.folder, PASSPHRASE)
    try:
        return {
            noun: store.db.execute(f"SELECT * FROM {noun} ORDER BY id").fetchall() for noun in ("session", "attendee")
        }
    finally:
        store.close()


def whole_log_at(hq: Hq, laptops: list[Laptop]) -> None:
    """Headquarters holds every change that a laptop counts as acked, once, and its numbers have no gaps."""
    log = sqlite3.connect(hq.database.removeprefix("sqlite:///"))
    try:
        held = Counter(log.execute("SELECT dev, n FROM log").fetchall())
        numbered = log.execute("SELECT scope, count(*), max(seq) FROM log GROUP BY scope").fetchall()
        quarantined = log.execute("SELECT count(*) FROM quarantine").fetchone()[0]
    finally:
        log.close()
    assert set(held.values()) == {1}
    assert all(count == last for _, count, last in numbered)
    assert quarantined == 0
    for laptop in laptops:
        store = Store.open(laptop.folder, PASSPHRASE)
        try:
            dev = store.journal.dev
            mine = store.db.execute("SELECT dev, n FROM journal WHERE dev = ? AND state = 'acked'", [dev]).fetchall()
            last = store.db.execute("SELECT n FROM device").fetchone()[0]
        finally:
            store.close()
        assert len(mine) == last
        assert {tuple(row) for row in mine} <= held.keys()
