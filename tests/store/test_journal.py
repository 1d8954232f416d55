"""The change journal: numbers without gaps, what waits and what became of it, and what is offered again."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desa_app.domain.attendee import Attendee
from desa_app.domain.session import Session
from desa_app.errors import RecordTooLarge
from desa_app.store.database import immediate
from desa_app.store.journal import Journal
from desa_app.store.records import Save
from desa_app.store.store import IDENTITY, Store
from desa_app.sync.pure.change import change_hash, decode
from desa_app.sync.pure.clock import stamp_of
from desa_app.sync.pure.wire import MAX_CHANGE_BYTES, Answer, runs
from tests.store.conftest import Clock, identity, opened

HUGE = 1 << 30


def record(store: Store, *venues: str) -> list[str]:
    """A session for each venue; their ids."""
    return [store.sessions.record(Session(venue=venue)).id for venue in venues]


def change(store: Store, session: str, **fields: object) -> None:
    """Save other values of a session."""
    store.records.save([Save(msgspec.structs.replace(store.sessions.get(session), **fields))])


def settle(store: Store, *answers: Answer) -> None:
    """Let headquarters have answered."""
    with immediate(store.db):
        store.journal.settle(answers)


def states(store: Store) -> str:
    """The first letter of each own change's state, in order of number."""
    found = store.db.conn.execute("SELECT state FROM journal WHERE dev = ? ORDER BY n", [store.journal.dev])
    return "".join(state[0] for (state,) in found)


def numbers(store: Store) -> list[int]:
    """The numbers of what waits."""
    return [each.n for each in store.journal.pending(1000, HUGE)]


def test_numbers_have_no_gap_and_stamps_never_run_back(store: Store, clock: Clock) -> None:
    record(store, "A", "B")
    clock.ms -= 86_400_000
    record(store, "C")
    clock.ms += 172_800_000
    record(store, "D")
    made = store.db.conn.execute("SELECT n, stamp, hash, payload FROM journal ORDER BY n").fetchall()
    assert [n for n, *_ in made] == [1, 2, 3, 4]
    stamps = [stamp for _, stamp, *_ in made]
    assert stamps == sorted(set(stamps))
    assert stamps[-1] == stamp_of(clock.ms)
    for n, stamp, hashed, payload in made:
        assert (decode(payload).number, decode(payload).stamp) == (n, stamp)
        assert hashed == change_hash("A1", payload)


def test_a_save_that_fails_uses_no_number(store: Store) -> None:
    record(store, "A")
    with pytest.raises(RecordTooLarge, match="KB"):
        store.records.save(
            [Save(store.records.new(Session(venue="B", topics=("x" * 100,) * (MAX_CHANGE_BYTES // 90))))]
        )
    record(store, "C")
    assert numbers(store) == [1, 2]
    assert store.db.conn.execute("SELECT count(*) FROM session").fetchone() == (2,)


def test_what_waits_comes_oldest_first_within_limits_and_at_least_one(store: Store) -> None:
    record(store, *"ABCDE")
    size = len(store.journal.pending(1, HUGE)[0].payload)
    assert [each.n for each in store.journal.pending(2, HUGE)] == [1, 2]
    assert [each.n for each in store.journal.pending(5, 3 * size + 5)] == [1, 2, 3]
    assert [each.n for each in store.journal.pending(5, 1)] == [1]
    assert store.journal.pending(0, HUGE) == []
    assert store.journal.count_pending() == 5
    assert store.journal.oldest_unsent_ms() == store.clock()


def test_answers_settle_exactly_the_changes_they_name(store: Store) -> None:
    record(store, *"ABCDEFG")
    settle(
        store,
        Answer(1, 2, "ok", 1),
        Answer(3, 3, "dup", 9),
        Answer(4, 4, "quarantined", 0, "Q107", "venue"),
        Answer(5, 5, "retry"),
        Answer(6, 6, "ok_erased"),
    )
    assert states(store) == "aaaqpap"
    assert numbers(store) == [5, 7]
    [kept] = store.journal.quarantined()
    assert (kept.n, kept.noun, kept.code, kept.field) == (4, "session", "Q107", "venue")
    assert store.journal.is_quarantined(kept.record)
    assert store.journal.oldest_unsent_ms() is not None
    settle(store, Answer(5, 7, "ok", 10))
    assert store.journal.oldest_unsent_ms() is None
    assert store.journal.count_pending() == 0


def test_a_change_of_somebody_else_is_settled_by_nothing(store: Store, other: Store) -> None:
    record(other, "A")
    [theirs] = other.journal.pending(1, HUGE)
    hashed, change = change_hash("B2", theirs.payload), decode(theirs.payload)
    with immediate(store.db):
        store.db.conn.execute(
            "INSERT INTO journal (dev, n, state, noun, record, stamp, hash, payload) VALUES "
            "('B2', 1, 'acked', 'session', ?, ?, ?, ?)",
            [change.record, change.stamp, hashed, theirs.payload],
        )
    settle(store, Answer(1, 1, "quarantined", 0, "Q107", "venue"))
    assert store.journal.quarantined() == []
    with immediate(store.db):
        store.db.conn.execute("DELETE FROM journal")


def test_a_quarantined_change_counts_until_all_its_fields_are_taken_in_later_ones(store: Store) -> None:
    [session] = record(store, "A")
    change(store, session, venue="B", minutes="satu")
    settle(store, Answer(1, 1, "ok", 1), Answer(2, 2, "quarantined", 0, "Q107", "minutes"))
    store.db.conn.execute("UPDATE journal SET state = 'acked' WHERE n = 2")
    change(store, session, venue="C")
    change(store, session, minutes="dua")
    store.db.conn.execute("UPDATE journal SET state = 'quarantined' WHERE n = 2")
    settle(store, Answer(3, 3, "ok", 2))
    assert states(store) == "aqap"
    settle(store, Answer(4, 4, "quarantined", 0, "Q107", "minutes"))
    assert states(store) == "aqaq"
    change(store, session, minutes="tiga")
    assert set(decode(store.journal.pending(1, HUGE)[0].payload).fields) > {"venue", "minutes"}
    settle(store, Answer(5, 5, "ok", 3))
    assert states(store) == "aaaaa"
    assert not store.journal.is_quarantined(session)


intervals = st.lists(st.integers(1, 12), unique=True).map(lambda held: runs(sorted(held)))


@settings(max_examples=60, deadline=None, derandomize=True, database=None)
@given(have=intervals, answered=st.lists(st.sampled_from("apq"), min_size=8, max_size=8))
def test_what_was_answered_and_is_not_held_is_offered_again(
    numbered: Store, have: list[tuple[int, int]], answered: list[str]
) -> None:
    names = {"a": "acked", "p": "pending", "q": "quarantined"}
    numbered.db.conn.executemany(
        "UPDATE journal SET state = ? WHERE n = ?", [(names[state], n) for n, state in enumerate(answered, 1)]
    )
    held = {n for first, last in have for n in range(first, last + 1)}
    lost = [n for n, state in enumerate(answered, 1) if state != "p" and n not in held]
    with immediate(numbered.db):
        assert numbered.journal.offer_again(have) == len(lost)
    expected = ["p" if n in lost else state for n, state in enumerate(answered, 1)]
    assert states(numbered) == "".join(expected)


@pytest.fixture(scope="module")
def numbered(tmp_path_factory: pytest.TempPathFactory) -> Iterable[Store]:
    """A laptop with eight changes."""
    made = opened(tmp_path_factory.mktemp("numbered"), identity())
    record(made, *"ABCDEFGH")
    yield made
    made.close()


def test_numbers_that_headquarters_has_seen_are_not_given_again(folder: Path) -> None:
    store = opened(folder, identity())
    with immediate(store.db):
        store.journal.use_up([])
        store.journal.use_up([(1, 3), (7, 9)])
        store.journal.use_up([(1, 4)])
    record(store, "A")
    assert numbers(store) == [10]
    store.close()


def test_the_clock_is_raised_and_never_set_back(store: Store, clock: Clock) -> None:
    with immediate(store.db):
        store.journal.raise_clock(clock.ms + 60_000)
        store.journal.raise_clock(clock.ms - 60_000)
    record(store, "A")
    assert decode(store.journal.pending(1, HUGE)[0].payload).stamp == stamp_of(clock.ms + 60_000) + 1


def test_the_story_of_a_record_is_told_in_the_order_of_stamps(store: Store, clock: Clock) -> None:
    session, other = record(store, "A", "B")
    for venue in ("C", "D"):
        clock.ms += 1
        change(store, session, venue=venue)
    assert [(name, change.fields["venue"]) for name, _, change in store.journal.story(session)] == [
        ("A1:1", "A"),
        ("A1:3", "C"),
        ("A1:4", "D"),
    ]
    assert [name for name, *_ in store.journal.story(other)] == ["A1:2"]
    assert store.journal.seen("A1:4")
    assert not store.journal.seen("A1:5")


READINGS: dict[str, Callable[[Journal], object]] = {
    "pending": lambda journal: journal.pending(500, HUGE),
    "count_pending": lambda journal: journal.count_pending(),
    "quarantined": lambda journal: journal.quarantined(),
    "oldest_unsent_ms": lambda journal: journal.oldest_unsent_ms(),
    "settle": lambda journal: journal.settle([Answer(1, 1, "ok")]),
    "offer_again": lambda journal: journal.offer_again([(1, 10)]),
    "seen": lambda journal: journal.seen("A1:1"),
}


@pytest.mark.parametrize("name", READINGS)
def test_nothing_reads_the_whole_journal_to_find_what_waits(store: Store, name: str) -> None:
    record(store, "A")
    said: list[str] = []
    store.db.conn.set_trace_callback(said.append)
    READINGS[name](store.journal)
    store.db.conn.set_trace_callback(None)
    statements = [each for each in said if "journal" in each]
    assert statements
    for statement in statements:
        plan = [row[3] for row in store.db.conn.execute(f"EXPLAIN QUERY PLAN {statement}")]
        assert not [step for step in plan if step.startswith("SCAN")], (statement, plan)
        if "state" in statement and "n > " not in statement and "BETWEEN" not in statement:
            assert any("journal_waiting" in step for step in plan), (statement, plan)
    settle(store, Answer(1, 1, "ok"))


def become(store: Store) -> set[tuple[str, str]]:
    """Go on under another name, as a new enrolment does."""
    with immediate(store.db):
        store.settings.put(IDENTITY, identity(dev="B7", person="p9"))
        concerned = store.journal.become("B7", "p9")
        store.logs.fold(concerned)
    return concerned


def test_a_laptop_under_a_new_name_writes_what_waits_again_and_nothing_else(store: Store) -> None:
    session, other = record(store, "A", "B")
    settle(store, Answer(1, 1, "ok", 1), Answer(2, 2, "quarantined", 0, "Q107", "venue"))
    change(store, session, venue="C")
    change(store, session, venue="D", minutes="satu")
    store.records.delete(Session, session, "keliru")
    concerned = become(store)
    assert concerned == {("session", session)}
    assert store.journal.dev == "B7"
    found = store.db.conn.execute("SELECT dev, n, state FROM journal ORDER BY dev, n").fetchall()
    assert found == [
        ("A1", 1, "acked"),
        ("A1", 2, "quarantined"),
        ("B7", 1, "pending"),
        ("B7", 2, "pending"),
        ("B7", 3, "pending"),
    ]
    first, second, deletion = (decode(each.payload) for each in store.journal.pending(9, HUGE))
    assert (first.person, first.number, first.base) == ("p9", 1, {"venue": ["A1:1"]})
    assert second.base == {"venue": ["B7:1"], "minutes": []}
    assert set(deletion.fields["deletion"]["seen"]) == {"A1:1", "B7:2"}
    assert [each.record for each in store.journal.quarantined()] == [other]
    assert store.check() == []
    assert [each.id for each in store.sessions.listed()] == [other]
    record(store, "E")
    assert numbers(store) == [1, 2, 3, 4]


def test_a_repair_under_a_new_name_repairs_what_was_kept_aside_under_the_old(store: Store) -> None:
    [session] = record(store, "A")
    settle(store, Answer(1, 1, "quarantined", 0, "Q107", "venue"))
    become(store)
    change(store, session, venue="B")
    settle(store, Answer(1, 1, "ok", 1))
    assert store.journal.quarantined() == []


def test_attendees_of_one_save_are_numbered_in_order(store: Store) -> None:
    people = [Attendee(full_name=name, age=30, row=row) for row, name in enumerate("ABC", 1)]
    store.sessions.record(Session(venue="A"), people)
    waiting = [decode(each.payload) for each in store.journal.pending(9, HUGE)]
    assert [each.noun for each in waiting] == ["session", "attendee", "attendee", "attendee"]
    assert [each.fields.get("full_name") for each in waiting[1:]] == ["A", "B", "C"]
