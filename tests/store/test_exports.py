"""The log of what left the laptop: kept before it leaves, struck out where nothing did, never with what it said."""

from __future__ import annotations

from pathlib import Path

import pytest

from desa_app.errors import FolderUnusable
from desa_app.store.identity import Identity
from desa_app.store.store import Store


class Clock:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.ms = 1_779_000_000_000

    def __call__(self) -> int:
        return self.ms


@pytest.fixture
def store(tmp_path: Path) -> Store:
    opened = Store.open(tmp_path / "laptop", "jangan-dipakai", Clock())
    opened.enrolled(Identity("A1", "p1", "Dewi", "officer", "KANIM-SMG", "Semarang", "hq", "http://x", "x"))
    return opened


def test_what_left_is_kept_with_who_when_and_how_much(store: Store) -> None:
    store.exports.note("sessions", 12, named=True)
    store.exports.note("coverage", 514)
    newest, before = store.exports.recent()
    assert (newest.kind, newest.count, newest.named) == ("coverage", 514, False)
    assert (before.kind, before.count, before.named, before.person, before.name) == ("sessions", 12, True, "p1", "Dewi")
    assert before.at.timestamp() * 1000 == store.clock()
    assert len(store.exports.recent(1)) == 1
    store.close()


def test_it_is_noted_before_it_leaves(store: Store) -> None:
    with store.exports.noting("offers", 3):
        assert [one.kind for one in store.exports.recent()] == ["offers"]
    assert [one.kind for one in store.exports.recent()] == ["offers"]
    store.close()


def test_what_came_to_nothing_is_struck_out_and_nothing_else(store: Store) -> None:
    store.exports.note("print", 2)
    with pytest.raises(ZeroDivisionError), store.exports.noting("offers", 3):
        print(store.exports.note("copy", 1) / 0)
    assert [one.kind for one in store.exports.recent()] == ["copy", "print"]
    store.close()


def test_a_laptop_that_nobody_owns_yet_keeps_its_log_too(tmp_path: Path) -> None:
    store = Store.open(tmp_path / "laptop", "jangan-dipakai")
    store.exports.note("support", 1)
    assert [(one.person, one.name) for one in store.exports.recent()] == [("", "")]
    store.close()


def test_a_backup_is_noted_and_one_that_failed_is_not(store: Store, tmp_path: Path) -> None:
    with pytest.raises(FolderUnusable):
        store.back_up(tmp_path / "nowhere")
    assert store.exports.recent() == []
    store.back_up(tmp_path)
    assert [(one.kind, one.named) for one in store.exports.recent()] == [("backup", True)]
    store.close()
