"""The log of a scope has no gap, its chain holds, and its pages bring every reader all of it, once, in order."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import update

from desa_app.hq import log, schema
from desa_app.hq.access import REFERENCE
from desa_app.hq.headquarters import Headquarters
from desa_app.sync.pure.change import decode
from desa_app.sync.pure.clock import stamp_of
from desa_app.sync.pure.wire import MAX_ROOM, Cursor
from tests.hq.laptops import NOW_MS, OFFICE, OTHER_OFFICE, Answered, Laptop, enrolled, logged

KENDAL, SEMARANG = f"office:{OFFICE}", f"office:{OTHER_OFFICE}"
LINE = 700
"""A little less than a new session weighs as a line of a page."""
TOMORROW = stamp_of(NOW_MS + 86_400_000)


def own_runs(answered: Answered) -> list[tuple[int, int] | None]:
    """What each line of the pages is: a run of the reader's own changes, or None for a change as bytes."""
    return [entry.own for entry in answered.entries]


def forget(laptop: Laptop) -> None:
    """The laptop reads from the start again."""
    laptop.cursors.clear()
    laptop.chains.clear()
    laptop.logs.clear()


def test_changes_get_the_next_places_of_their_scope(
    hq: Headquarters, siti: Laptop, budi: Laptop, wayan: Laptop
) -> None:
    first = siti.push(hq.exchange, siti.session(), siti.session())
    elsewhere = wayan.push(hq.exchange, wayan.session())
    second = budi.push(hq.exchange, budi.session())
    assert [(fate.result, fate.seq) for fate in first.fates.values()] == [("ok", 1), ("ok", 2)]
    assert (elsewhere.fates[1].seq, second.fates[1].seq) == (1, 3)
    assert {scope: len(each) for scope, each in logged(hq).items()} == {KENDAL: 3, SEMARANG: 1, REFERENCE: 2}


def test_readers_get_the_changes_as_the_bytes_they_were_made(hq: Headquarters, siti: Laptop, budi: Laptop) -> None:
    siti.push(hq.exchange, siti.session(), siti.session())
    budi.push(hq.exchange, budi.session())
    siti.drain(hq.exchange)
    assert [each.payload for each in budi.logs[KENDAL]] == [siti.journal[1], siti.journal[2], budi.journal[1]]
    assert siti.logs == budi.logs == {scope: logged(hq)[scope] for scope in (KENDAL, REFERENCE)}


def test_own_changes_come_as_runs_of_their_numbers(hq: Headquarters, siti: Laptop, budi: Laptop) -> None:
    siti.push(hq.exchange, *(siti.session() for _ in range(3)))
    budi.push(hq.exchange, budi.session())
    siti.push(hq.exchange, siti.session(), siti.session())
    forget(siti)
    answered = siti.drain(hq.exchange)
    assert own_runs(answered)[:3] == [(1, 3), None, (4, 5)]


def test_a_run_ends_where_a_number_is_missing(hq: Headquarters, siti: Laptop) -> None:
    siti.push(hq.exchange, siti.session(), siti.session(headcount_male=-1), siti.session(), siti.session())
    forget(siti)
    assert own_runs(siti.drain(hq.exchange))[:2] == [(1, 1), (3, 4)]


def test_a_laptop_that_lost_its_own_changes_gets_them_as_bytes(hq: Headquarters, siti: Laptop) -> None:
    siti.push(hq.exchange, siti.session(), siti.session())
    forget(siti)
    answered = siti.drain(hq.exchange, own_in_full=True)
    assert own_runs(answered)[:2] == [None, None]
    assert [each.payload for each in siti.logs[KENDAL]] == [siti.journal[1], siti.journal[2]]


def test_an_own_change_with_another_stamp_comes_as_bytes_with_that_stamp(hq: Headquarters, siti: Laptop) -> None:
    change = siti.session()
    early = siti.write("session", decode(change).record, {"venue": "Aula"}, {"venue": []}, stamp=TOMORROW)
    answered = siti.push(hq.exchange, change, early)
    assert own_runs(answered)[:2] == [(1, 1), None]
    assert answered.entries[1].stamp == siti.logs[KENDAL][1].stamp == stamp_of(NOW_MS)


@pytest.mark.parametrize("chunk", [1, 2, 7, 250])
@pytest.mark.parametrize(("room", "exchanges"), [(1, 7), (2 * LINE, 3), (MAX_ROOM, 1)])
def test_pages_cut_for_room_bring_everything_in_the_end(
    hq: Headquarters,
    siti: Laptop,
    budi: Laptop,
    room: int,
    exchanges: int,
    chunk: int,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(log, "CHUNK", chunk)
    siti.push(hq.exchange, *(siti.session() for _ in range(4)))
    budi.push(hq.exchange, budi.session(), room=0)
    siti.push(hq.exchange, *(siti.session() for _ in range(2)))
    budi.cursors[REFERENCE] = Cursor(2, 1)
    answers = [budi.push(hq.exchange, room=room)]
    while answers[-1].reply.more:
        answers.append(budi.push(hq.exchange, room=room))
    assert budi.logs[KENDAL] == logged(hq)[KENDAL]
    assert len(answers) == exchanges
    assert max(sum(map(len, answered.raw.splitlines()[1:-1])) for answered in answers) < room + 2 * LINE


def test_no_room_asks_for_nothing_but_says_that_there_is_more(hq: Headquarters, siti: Laptop) -> None:
    answered = siti.push(hq.exchange, siti.session(), room=0)
    assert (answered.entries, answered.reply.more) == ([], True)
    assert answered.heads[KENDAL] == 1
    assert not siti.drain(hq.exchange).reply.more
    assert siti.push(hq.exchange, room=0).reply.more is False


def test_room_is_shared_by_the_scopes(hq: Headquarters, siti: Laptop, wayan: Laptop, admin: Laptop) -> None:
    for laptop in (siti, wayan):
        laptop.push(hq.exchange, *(laptop.session() for _ in range(3)))
    answered = admin.push(hq.exchange, room=2 * LINE)
    assert [page.scope for page in answered.reply.pages] == [KENDAL]
    assert answered.reply.more
    admin.drain(hq.exchange, room=2 * LINE)
    assert admin.logs == logged(hq)


def test_a_page_holds_only_so_many_entries_however_little_they_weigh(
    hq: Headquarters, siti: Laptop, monkeypatch: pytest.MonkeyPatch
) -> None:
    siti.push(hq.exchange, *(siti.session() for _ in range(7)), room=0)
    monkeypatch.setattr(log, "MOST_ENTRIES", 3)
    ends = []
    for _ in range(3):
        answered = siti.push(hq.exchange)
        ends += [(page.start, page.end, answered.reply.more) for page in answered.reply.pages if page.scope == KENDAL]
    assert ends == [(1, 3, True), (4, 6, True), (7, 7, False)]


@pytest.mark.parametrize("cursor", [Cursor(2, 1), Cursor(9, 1), Cursor(0, 7), Cursor(1, 0)])
def test_a_cursor_at_the_end_beyond_it_or_of_another_epoch_gets_no_page(
    hq: Headquarters, siti: Laptop, cursor: Cursor
) -> None:
    siti.push(hq.exchange, siti.session(), siti.session())
    answered = siti.push(hq.exchange, cursors={KENDAL: cursor, REFERENCE: Cursor(2, 1)})
    assert (answered.entries, answered.reply.more) == ([], False)
    assert answered.heads[KENDAL] == 2


def test_a_laptop_that_knows_the_new_epoch_reads_from_the_start(hq: Headquarters, siti: Laptop) -> None:
    siti.push(hq.exchange, siti.session())
    with hq.database.writing() as connection:
        connection.execute(update(schema.scope_head).values(epoch=2))
    answered = siti.push(hq.exchange)
    assert not answered.entries
    assert {grant.epoch for grant in answered.reply.grants} == {2}
    forget(siti)
    siti.cursors[KENDAL] = Cursor(0, 2)
    siti.push(hq.exchange)
    assert siti.logs == {scope: logged(hq)[scope] for scope in (KENDAL, REFERENCE)}


def test_many_at_once_leave_no_gap_and_miss_nothing(hq: Headquarters) -> None:
    """Each laptop follows the logs while all of them write: a page that skips one makes it fail."""
    laptops = [enrolled(hq, office=office) for office in (OFFICE, OTHER_OFFICE) for _ in range(3)]

    def day(laptop: Laptop) -> None:
        for _ in range(10):
            fates = laptop.push(hq.exchange, laptop.session(), laptop.session(), room=4_000).fates
            assert {fate.result for fate in fates.values()} == {"ok"}

    with ThreadPoolExecutor(len(laptops)) as pool:
        for done in [pool.submit(day, laptop) for laptop in laptops]:
            done.result()
    found = logged(hq)
    assert (len(found[KENDAL]), len(found[SEMARANG])) == (60, 60)
    for laptop in laptops:
        laptop.drain(hq.exchange)
        assert laptop.logs == {scope: found[scope] for scope in (laptop.scope, REFERENCE)}
