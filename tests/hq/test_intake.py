"""Each change of a request is answered for itself, once and for all: the same request again changes nothing."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Semaphore
from typing import Any

import pytest
from sqlalchemy import select

from desa_app.hq import schema
from desa_app.hq.headquarters import Headquarters
from desa_app.hq.problems import CLONED, Denied
from desa_app.sync.pure.change import decode
from desa_app.sync.pure.clock import stamp_of
from desa_app.sync.pure.wire import MAX_BATCH, Answer
from tests.hq.laptops import NOW_MS, Clock, Laptop, logged, merged, new_record, rows

BAD: dict[str, Any] = {"headcount_male": -1}
HOUR_MS = 3_600_000


def everything(hq: Headquarters) -> dict[str, list[tuple[object, ...]]]:
    """All that the database holds, except when each laptop was last here."""
    with hq.database.reading() as connection:
        return {
            table.name: sorted(
                map(tuple, connection.execute(select(*(c for c in table.c if c.name != "last_sync_ms")))), key=repr
            )
            for table in schema.metadata.sorted_tables
        }


def record(payload: bytes) -> str:
    return decode(payload).record


def test_accepted_changes_are_answered_in_runs_and_the_others_one_by_one(hq: Headquarters, siti: Laptop) -> None:
    batch = [siti.session(), siti.session(), siti.session(**BAD), siti.session(**BAD), siti.session()]
    assert siti.push(hq.exchange, *batch).reply.answers == (
        Answer(1, 2, "ok", 1),
        Answer(3, 3, "quarantined", 0, "Q107", "headcount_male"),
        Answer(4, 4, "quarantined", 0, "Q107", "headcount_male"),
        Answer(5, 5, "ok", 3),
    )


def test_a_run_of_answers_ends_where_the_places_do_not_go_on(hq: Headquarters, siti: Laptop, budi: Laptop) -> None:
    first = siti.push(hq.exchange, siti.session())
    budi.push(hq.exchange, budi.session())
    second = siti.push(hq.exchange, siti.session())
    again = siti.push(hq.exchange, *siti.journal.values())
    assert [answered.fates for answered in (first, second)] == [{1: ("ok", 1, "", "")}, {2: ("ok", 3, "", "")}]
    assert again.reply.answers == (Answer(1, 1, "dup", 1), Answer(2, 2, "dup", 3))


def test_a_full_batch_is_answered_by_one_run(hq: Headquarters, siti: Laptop) -> None:
    batch = [siti.session() for _ in range(MAX_BATCH)]
    assert siti.push(hq.exchange, *batch).reply.answers == (Answer(1, MAX_BATCH, "ok", 1),)
    assert siti.push(hq.exchange, *batch).reply.answers == (Answer(1, MAX_BATCH, "dup", 1),)
    assert rows(hq, "session") == merged(logged(hq)[siti.scope])


@pytest.mark.parametrize(
    "again",
    [
        pytest.param(lambda batch: batch, id="as it was"),
        pytest.param(lambda batch: batch[::-1], id="backwards"),
        pytest.param(lambda batch: batch[1:3], id="a part"),
        pytest.param(lambda batch: batch + batch, id="twice over"),
    ],
)
def test_a_batch_sent_again_changes_nothing(
    hq: Headquarters, siti: Laptop, clock: Clock, again: Callable[[list[bytes]], list[bytes]]
) -> None:
    session = siti.session()
    edit = siti.edit("session", record(session), {"venue": "Aula"}, [siti.dot(session)])
    batch = [session, edit, siti.session(**BAD), siti.attendee("0197a000-0000-7000-8000-ffffffffffff")]
    first = siti.push(hq.exchange, *batch)
    before = everything(hq)
    clock.ms += HOUR_MS
    second = siti.push(hq.exchange, *again(batch))
    assert everything(hq) == before
    for number, fate in second.fates.items():
        result = "dup" if first.fates[number].result == "ok" else "quarantined"
        assert fate == first.fates[number]._replace(result=result)


def test_the_same_change_twice_in_a_batch_is_one(hq: Headquarters, siti: Laptop) -> None:
    change = siti.session()
    assert siti.push(hq.exchange, change, change).fates == {1: ("ok", 1, "", "")}
    assert len(logged(hq)[siti.scope]) == 1


def test_the_same_request_twice_at_once_is_taken_once(hq: Headquarters, siti: Laptop, looked: Semaphore) -> None:
    """As when a laptop gave up on a slow answer and asks again."""
    body = siti.body([siti.session(), siti.session()])
    with ThreadPoolExecutor(2) as pool:
        with hq.database.writing():
            both = [pool.submit(hq.exchange, body) for _ in range(2)]
            assert all(looked.acquire(timeout=30) for _ in both)
        answers = [replace(siti, cursors={}, chains={}, logs={}).take(each.result()) for each in both]
    assert sorted(fate.result for each in answers for fate in each.fates.values()) == ["dup", "dup", "ok", "ok"]
    assert [fate.seq for each in answers for fate in each.fates.values()] == [1, 2, 1, 2]
    assert len(logged(hq)[siti.scope]) == 2


def test_changes_out_of_order_are_all_taken(hq: Headquarters, siti: Laptop) -> None:
    session = siti.session()
    attendee = siti.attendee(record(session))
    edit = siti.edit("attendee", record(attendee), {"full_name": "Aminah"}, [siti.dot(attendee)])
    answered = siti.push(hq.exchange, edit, attendee, session)
    assert {number: fate.result for number, fate in answered.fates.items()} == {1: "ok", 2: "ok", 3: "ok"}
    assert rows(hq, "attendee")[record(attendee)]["full_name"] == "Aminah"
    assert not hq.quarantined()


@pytest.mark.parametrize("fields", [{}, BAD], ids=["in the log", "in quarantine"])
def test_the_same_number_with_other_bytes_is_a_clone_and_nothing_is_taken(
    hq: Headquarters, siti: Laptop, fields: dict[str, Any]
) -> None:
    siti.push(hq.exchange, siti.session(**fields))
    before = everything(hq)
    other, fresh = siti.write("session", new_record(), {}, number=1), siti.session()
    with pytest.raises(Denied) as denied:
        siti.push(hq.exchange, other, fresh)
    assert denied.value.kind is CLONED
    assert everything(hq) == before


def test_one_number_for_two_changes_of_a_batch_is_a_clone(hq: Headquarters, siti: Laptop) -> None:
    with pytest.raises(Denied) as denied:
        siti.push(hq.exchange, siti.session(), siti.write("session", new_record(), {}, number=1))
    assert denied.value.kind is CLONED
    assert not rows(hq, "session")


def test_other_laptops_numbers_are_their_own(hq: Headquarters, siti: Laptop, budi: Laptop) -> None:
    siti.push(hq.exchange, siti.session())
    assert budi.push(hq.exchange, budi.session()).fates == {1: ("ok", 2, "", "")}


def test_have_names_the_numbers_that_are_here_with_their_gaps(hq: Headquarters, siti: Laptop) -> None:
    batch = [siti.session(**(BAD if number == 4 else {})) for number in range(1, 10)]
    assert siti.push(hq.exchange).reply.have == ()
    assert siti.push(hq.exchange, batch[0], batch[3]).reply.have == ((1, 1), (4, 4))
    assert siti.push(hq.exchange, *batch[6:8]).reply.have == ((1, 1), (4, 4), (7, 8))
    assert siti.push(hq.exchange, *batch[1:3]).reply.have == ((1, 4), (7, 8))
    assert siti.push(hq.exchange, *batch).reply.have == ((1, 9),)


@pytest.mark.parametrize(
    ("ahead_ms", "counted_ms"), [(-HOUR_MS, -HOUR_MS), (0, 0), (1, 0), (HOUR_MS, 0)], ids=["past", "now", "1 ms", "1 h"]
)
def test_no_stamp_runs_ahead_of_its_receipt(hq: Headquarters, siti: Laptop, ahead_ms: int, counted_ms: int) -> None:
    siti.push(hq.exchange, siti.write("session", "0197a000-0000-7000-8000-000000000000", {"venue": "Aula"}))
    late = siti.edit(
        "session",
        "0197a000-0000-7000-8000-000000000000",
        {"venue": "Balai"},
        [f"{siti.dev}:1"],
        stamp=stamp_of(NOW_MS + ahead_ms),
    )
    siti.push(hq.exchange, late)
    assert logged(hq)[siti.scope][1].stamp == stamp_of(NOW_MS + counted_ms)
    assert rows(hq, "session") == merged(logged(hq)[siti.scope])


def test_a_laptop_of_next_year_does_not_win_over_a_later_edit(
    hq: Headquarters, siti: Laptop, budi: Laptop, clock: Clock
) -> None:
    session = siti.session()
    siti.push(hq.exchange, session)
    saw = [siti.dot(session)]
    siti.push(
        hq.exchange,
        siti.edit("session", record(session), {"date": "2025-11-14"}, saw, stamp=stamp_of(NOW_MS + 9_000 * HOUR_MS)),
    )
    clock.ms += HOUR_MS
    budi.push(
        hq.exchange,
        budi.edit("session", record(session), {"date": "2025-11-15"}, saw, stamp=stamp_of(NOW_MS + HOUR_MS)),
    )
    row = rows(hq, "session")[record(session)]
    assert (row["date"], row["conflicts"]) == ("2025-11-15", '["date"]')


def test_a_settled_conflict_is_none_any_more(hq: Headquarters, siti: Laptop, budi: Laptop) -> None:
    session = siti.session()
    saw = [siti.dot(session)]
    siti.push(hq.exchange, session, ours := siti.edit("session", record(session), {"date": "2025-11-14"}, saw))
    budi.push(hq.exchange, theirs := budi.edit("session", record(session), {"date": "2025-11-15"}, saw))
    assert rows(hq, "session")[record(session)]["conflicts"] == '["date"]'
    both = [siti.dot(ours), budi.dot(theirs)]
    budi.push(hq.exchange, budi.edit("session", record(session), {"date": "2025-11-14"}, both))
    row = rows(hq, "session")[record(session)]
    assert (row["date"], row["conflicts"]) == ("2025-11-14", "")


def test_the_time_of_the_last_status_is_when_it_arrived_here(
    hq: Headquarters, siti: Laptop, budi: Laptop, clock: Clock
) -> None:
    session = siti.session(status="diajukan")
    siti.push(hq.exchange, session)
    clock.ms += HOUR_MS
    budi.push(hq.exchange, budi.edit("session", record(session), {"status": "disetujui"}, [siti.dot(session)]))
    clock.ms += HOUR_MS
    siti.push(hq.exchange, siti.edit("session", record(session), {"venue": "Aula"}, [siti.dot(session)]))
    with hq.database.reading() as connection:
        assert connection.scalar(select(schema.RECORD_TABLES["session"].c.status_ms)) == NOW_MS + HOUR_MS
