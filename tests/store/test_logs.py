"""What comes from headquarters: pages follow each other, prove themselves, and are applied whole or not at all."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desa_app.domain.records import RECORDS
from desa_app.domain.session import Session
from desa_app.errors import Cloned, Unproven
from desa_app.store.database import immediate
from desa_app.store.logs import OwnChangesMissing
from desa_app.store.records import Save
from desa_app.store.search_index import remake_index
from desa_app.store.store import Store
from desa_app.sync.pure.change import SCHEMA, Change, chain_link, chain_start, change_hash, decode, encode
from desa_app.sync.pure.wire import Cursor, Entry, Grant, Page
from tests.store.conftest import SCOPE, Clock, identity, opened, people

RECORD = "0197a000-0000-7000-8000-00000000000{}"


class Logged(NamedTuple):
    """A change in a log with its effective stamp."""

    dev: str
    payload: bytes
    stamp: int


def logged(dev: str, n: int, record: int = 1, stamp: int | None = None, **fields: Any) -> Logged:
    """A session's change: the first of a device makes it, later ones replace what that device wrote before."""
    base = {name: [f"{dev}:{n - 1}"] for name in fields} if n > 1 else None
    change = Change(n, n << 16, "p7", "session", RECORD.format(record), SCOPE, SCHEMA, fields, base)
    return Logged(dev, encode(change), change.stamp if stamp is None else stamp)


def page(
    log: Sequence[Logged], start: int = 1, end: int | None = None, by_number: str = ""
) -> tuple[Page, list[bytes]]:
    """A stretch of a log; the changes of device ``by_number`` are named by their numbers."""
    chain, lines = chain_start(SCOPE), []
    for seq, each in enumerate(log[:end], 1):
        chain = chain_link(chain, change_hash(each.dev, each.payload), each.stamp)
        if seq >= start:
            lines.append(msgspec.json.encode(_entry(each, by_number)))
    return Page(SCOPE, start, len(log[:end]), len(lines), chain.hex()), lines


def _entry(each: Logged, by_number: str) -> Entry:
    change = decode(each.payload)
    if each.dev == by_number and each.stamp == change.stamp:
        return Entry(own=(change.number, change.number))
    return Entry(each.dev, msgspec.Raw(each.payload), each.stamp if each.stamp != change.stamp else 0)


def apply(store: Store, served: tuple[Page, list[bytes]], head: int | None = None, epoch: int = 1) -> int:
    """Apply a page as an exchange does."""
    with immediate(store.db):
        store.logs.follow([Grant(SCOPE, epoch, served[0].end if head is None else head)])
        return store.logs.apply(*served)


def follow(store: Store, *grants: Grant) -> None:
    """Hear which logs there are."""
    with immediate(store.db):
        store.logs.follow(grants)


def own(store: Store) -> list[Logged]:
    """This laptop's changes as headquarters would log them."""
    found = store.db.conn.execute("SELECT payload FROM journal WHERE dev = ? ORDER BY n", [store.journal.dev])
    return [Logged(str(store.journal.dev), payload, decode(payload).stamp) for (payload,) in found]


def rows(store: Store) -> dict[str, list[tuple[Any, ...]]]:
    """All records."""
    return {noun: store.db.conn.execute(f'SELECT * FROM "{noun}" ORDER BY id').fetchall() for noun in RECORDS}


def venues(store: Store) -> list[str | None]:
    """The venues of the sessions."""
    return [venue for (venue,) in store.db.conn.execute("SELECT venue FROM session ORDER BY id")]


# Which logs, and how far.


def test_a_log_is_followed_from_its_start_to_its_head(store: Store) -> None:
    follow(store, Grant(SCOPE, 1, 5), Grant("ref", 1, 0))
    assert store.logs.cursors() == {SCOPE: Cursor(0, 1), "ref": Cursor(0, 1)}
    assert store.logs.behind() == 5
    log = [logged("Z9", 1, venue="A"), logged("Z9", 2, venue="B")]
    assert apply(store, page(log), head=5) == 2
    assert store.logs.cursors()[SCOPE] == Cursor(2, 1)
    assert store.logs.behind() == 3


@pytest.mark.parametrize(("epoch", "head"), [(2, 2), (2, 9), (1, 1)], ids=["new", "new and longer", "shorter"])
def test_a_log_that_was_restored_is_read_again(store: Store, epoch: int, head: int) -> None:
    log = [logged("Z9", 1, venue="A"), logged("Z9", 2, venue="B")]
    apply(store, page(log))
    before = rows(store)
    follow(store, Grant(SCOPE, epoch, head))
    assert store.logs.cursors()[SCOPE] == Cursor(0, epoch)
    assert store.logs.behind() == head
    assert store.check() == []
    again = [log[0], logged("Z9", 2, venue="B"), logged("Y8", 1, record=2, venue="C")]
    assert apply(store, page(again), epoch=epoch) == 1
    assert rows(store)["session"][:1] == before["session"]
    assert venues(store) == ["B", "C"]


def test_places_in_a_log_of_before_are_forgotten(store: Store) -> None:
    apply(store, page([logged("Z9", 1, venue="A"), logged("Z9", 2, venue="B")]))
    other = [logged("Y8", 1, record=2, venue="C"), logged("Z9", 1, venue="A"), logged("Z9", 2, venue="B")]
    follow(store, Grant(SCOPE, 2, 3))
    apply(store, page(other, end=1), epoch=2, head=3)
    assert store.check() == []
    apply(store, page(other, start=2), epoch=2)
    assert store.check() == []


def test_a_log_that_may_not_be_read_any_more_is_not_behind(store: Store) -> None:
    follow(store, Grant(SCOPE, 1, 5), Grant("ref", 1, 2))
    follow(store, Grant("ref", 1, 3))
    assert store.logs.behind() == 3


# Pages.


def edited(store: Store) -> str:
    """A session made here and edited once."""
    session = store.sessions.record(Session(venue="A"), people("Siti")).id
    store.records.save([Save(msgspec.structs.replace(store.sessions.get(session), venue="B"))])
    return session


def test_own_changes_are_named_by_number_and_not_applied_again(store: Store) -> None:
    edited(store)
    before = rows(store)
    assert apply(store, page(own(store), by_number="A1")) == 0
    assert rows(store) == before
    assert [state for (state,) in store.db.conn.execute("SELECT state FROM journal")] == ["acked"] * 3
    assert [seq for (seq,) in store.db.conn.execute("SELECT seq FROM journal ORDER BY n")] == [1, 2, 3]


def test_an_own_stamp_that_is_not_clipped_any_more_is_brought_up_to_date(store: Store) -> None:
    edited(store)
    clipped = [each._replace(stamp=7) for each in own(store)]
    before = rows(store)
    apply(store, page(clipped))
    assert rows(store) != before
    assert store.check() == []
    follow(store, Grant(SCOPE, 2, 3))
    apply(store, page(own(store), by_number="A1"), epoch=2)
    assert rows(store) == before


def test_own_changes_that_are_missing_are_asked_for_and_taken_in_full(tmp_path: Path, clock: Clock) -> None:
    store, restored = opened(tmp_path / "a", identity(), clock), opened(tmp_path / "b", identity(), clock)
    edited(store)
    log = own(store)
    with pytest.raises(OwnChangesMissing):
        apply(restored, page(log, by_number="A1"))
    assert restored.logs.cursors() == {}
    assert apply(restored, page(log)) == 3
    assert rows(restored) == rows(store)
    restored.close()
    store.close()


def test_own_changes_that_are_not_as_they_were_are_asked_for_and_recognised(tmp_path: Path, clock: Clock) -> None:
    store, copy = opened(tmp_path / "a", identity(), clock), opened(tmp_path / "b", identity(), clock)
    edited(store)
    edited(copy)
    before = rows(copy)
    log = own(store)
    with pytest.raises(OwnChangesMissing):
        apply(copy, page(log, by_number="A1"))
    with pytest.raises(Cloned):
        apply(copy, page(log))
    assert rows(copy) == before
    assert copy.journal.count_pending() == 3
    assert copy.check() == []
    copy.close()
    store.close()


def test_another_change_under_a_known_number_of_somebody_else_is_unproven(store: Store) -> None:
    apply(store, page([logged("Z9", 1, venue="A")]))
    follow(store, Grant(SCOPE, 2, 1))
    with pytest.raises(Unproven, match="nomor yang sama"):
        apply(store, page([logged("Z9", 1, venue="B")]), epoch=2)
    assert venues(store) == ["A"]
    apply(store, page([logged("Z9", 1, venue="A")]), epoch=2)


Change_ = Callable[[Page, list[bytes]], tuple[Page, list[bytes]]]
DAMAGED: dict[str, Change_] = {
    "later": lambda page, lines: (msgspec.structs.replace(page, start=3, end=4), lines),
    "earlier": lambda page, lines: (msgspec.structs.replace(page, start=1, end=2), lines),
    "ends elsewhere": lambda page, lines: (msgspec.structs.replace(page, end=9), lines),
    "another chain": lambda page, lines: (msgspec.structs.replace(page, chain="ab" * 32), lines),
    "unknown scope": lambda page, lines: (msgspec.structs.replace(page, scope="office:LAIN"), lines),
    "turned around": lambda page, lines: (page, lines[::-1]),
    "a line missing": lambda page, lines: (page, lines[:1]),
    "a line too many": lambda page, lines: (page, [*lines, lines[0]]),
    "no lines": lambda page, lines: (page, []),
    "no JSON": lambda page, lines: (page, [lines[0], b"{"]),
    "an empty entry": lambda page, lines: (page, [lines[0], b"{}"]),
}


@pytest.mark.parametrize("name", DAMAGED)
def test_a_page_that_does_not_fit_is_unproven_and_leaves_everything_as_it_was(store: Store, name: str) -> None:
    log = [logged("Z9", 1, venue="A"), logged("Z9", 2, venue="B"), logged("Y8", 1, record=2, venue="C")]
    apply(store, page(log, end=1), head=3)
    before = (rows(store), store.logs.cursors())
    with pytest.raises(Unproven):
        apply(store, DAMAGED[name](*page(log, start=2)), head=3)
    assert (rows(store), store.logs.cursors()) == before
    assert apply(store, page(log, start=2)) == 2


def test_kinds_and_fields_of_a_later_version_are_kept(store: Store) -> None:
    later = Change(1, 5, "p7", "referral", RECORD.format(5), SCOPE, 9, {"agency": "BP3MI"})
    log = [Logged("Z9", encode(later), 5), logged("Y8", 1, venue="A", mood="baik")]
    assert apply(store, page(log)) == 2
    assert venues(store) == ["A"]
    assert "baik" in store.db.conn.execute("SELECT registers FROM session").fetchone()[0]
    assert store.journal.seen("Z9:1")


# However a log is cut into pages.


def a_log(luck: random.Random) -> list[Logged]:
    """Changes of two devices to three sessions, some of them at the same time."""
    log: list[Logged] = []
    made = {"Y8": 0, "Z9": 0}
    for _ in range(luck.randint(1, 14)):
        dev, record = luck.choice(["Y8", "Z9"]), luck.randint(1, 3)
        made[dev] += 1
        known = [
            f"{each.dev}:{decode(each.payload).number}" for each in log if RECORD.format(record) in str(each.payload)
        ]
        base = {"venue": luck.sample(known, min(len(known), luck.randint(0, 2)))} if luck.random() < 0.8 else None
        fields = {"venue": luck.choice("ABC"), "status": "draf"}
        change = Change(
            made[dev], luck.randint(0, 99), "p7", "session", RECORD.format(record), SCOPE, SCHEMA, fields, base
        )
        log.append(Logged(dev, encode(change), luck.choice([change.stamp, change.stamp // 2])))
    return log


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Store, Store]]:
    """Two laptops that only read."""
    folder = tmp_path_factory.mktemp("pair")
    made = opened(folder / "a", identity()), opened(folder / "b", identity(dev="B2"))
    yield made
    for store in made:
        store.close()


@settings(max_examples=40, deadline=None, derandomize=True, database=None)
@given(seed=st.integers(0, 10_000), cuts=st.lists(st.integers(1, 14), max_size=4))
def test_the_same_log_gives_the_same_rows_in_whatever_pages_and_however_often(
    pair: tuple[Store, Store], seed: int, cuts: list[int]
) -> None:
    log = a_log(random.Random(seed))
    for store in pair:
        with immediate(store.db):
            for table in ("journal", "cursor", "session"):
                store.db.conn.execute(f"DELETE FROM {table}")
            remake_index(store.db)
    whole, piecewise = pair
    assert apply(whole, page(log)) == len(log)
    ends = sorted({cut for cut in cuts if cut < len(log)} | {len(log)})
    for epoch in (1, 2):
        start = 1
        for end in ends:
            apply(piecewise, page(log, start, end), head=len(log), epoch=epoch)
            start = end + 1
        assert rows(piecewise) == rows(whole)
        assert piecewise.check() == []
        follow(piecewise, Grant(SCOPE, epoch + 1, len(log)))
