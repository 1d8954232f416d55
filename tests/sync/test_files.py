"""Photos and evidence over the line: whole or not at all, behind the records, from the very byte where they were cut,
and only for whoever may read the record."""

from __future__ import annotations

import random
import re
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
import requests
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from sqlalchemy import select, update

from desa_app.domain.attachment import Attachment, digest
from desa_app.domain.file_choice import FilesWaiting
from desa_app.domain.offer import Offer
from desa_app.errors import Cancelled, FileNotHere, NoConnection, Unproven
from desa_app.hq import schema
from desa_app.hq.server import served
from desa_app.store.store import IDENTITY, Store
from desa_app.sync.files import MISSES, TRIES, FileRun
from desa_app.sync.line import Line
from desa_app.sync.pure.change import change_hash
from desa_app.sync.pure.files import MAX_CHUNK, MIN_CHUNK, next_chunk, smaller_chunk
from desa_app.sync.run import Progress, SyncReport, sync
from tests.hq.processes import dying
from tests.sync.fault_proxy import FaultProxy, altered, answer_cut, answered, pass_on, request_cut, response
from tests.sync.laptops import KENDAL, NOW, Clock, Patience, World, me, visit

PHOTO = random.Random(1).randbytes(200_000)
SMALL = random.Random(2).randbytes(9_000)
BIG = random.Random(3).randbytes(1_300_000)


def at(store: Store, url: str) -> Store:
    """The laptop, whose headquarters answers at ``url``."""
    store.settings.put(IDENTITY, replace(me(store), hq_url=url))
    return store


def attached(*contents: bytes) -> tuple[Attachment, ...]:
    """How a record names these bytes."""
    return tuple(Attachment(digest(content), "image/jpeg", size=len(content)) for content in contents)


def photographed(store: Store, *contents: bytes) -> str:
    """A session with photos that were taken in here; its id."""
    store.files.put(*((content, "image/jpeg") for content in contents))
    return visit(store, photos=attached(*contents))


def offered(store: Store, *contents: bytes) -> str:
    """An offer with evidence that was taken in here; its id."""
    store.files.put(*((content, "image/png") for content in contents))
    return store.offers.record(Offer(evidence=attached(*contents))).id


def run(store: Store, patience: Patience | None = None, **more: object) -> SyncReport:
    """One run that waits for nothing."""
    return sync(store, cancelled=patience or Patience(), **more)  # type: ignore[arg-type]


def at_hq(world: World, content: bytes) -> bool:
    """Whether headquarters has these very bytes, as a file that is complete."""
    with world.hq.database.reading() as connection:
        row = connection.execute(select(schema.file).where(schema.file.c.sha256 == digest(content))).first()
    if row is None or row.complete_ms is None:
        return False
    return world.hq.files._storage.read(row.sha256, 0, row.size) == content


def uploads(world: World) -> list[tuple[str, int]]:
    """The uploads under way and how far each is."""
    with world.hq.database.reading() as connection:
        return [tuple(row) for row in connection.execute(select(schema.upload.c.sha256, schema.upload.c.offset))]


@pytest.fixture
def siti(world: World, online: str) -> Store:
    """An officer of Semarang on the line."""
    return at(world.laptop("siti"), online)


@pytest.fixture
def budi(world: World, online: str) -> Store:
    """The team lead of Semarang on the line."""
    return at(world.laptop("budi", role="lead"), online)


def test_photos_go_up_and_a_lead_gets_the_evidence(world: World, siti: Store, budi: Store) -> None:
    photographed(siti, PHOTO)
    offered(siti, SMALL)
    done = run(siti)
    assert (done.files_sent, done.files_left, done.files_stopped) == (2, 0, "")
    assert at_hq(world, PHOTO)
    assert at_hq(world, SMALL)
    assert uploads(world) == []
    assert siti.files.waiting() == []
    assert run(budi).files_got == 1, "evidence comes ahead, photos when they are wanted"
    assert budi.files.get(digest(SMALL)) == SMALL
    assert budi.files.waiting() == [], "what came from headquarters isn't sent there"
    budi.files.coming.ask(attached(PHOTO))
    assert run(budi).files_got == 1
    assert budi.files.get(digest(PHOTO)) == PHOTO
    assert run(siti).exchanges == 1


def test_chunks_are_as_large_as_the_line_bears() -> None:
    sizes, chunk = [], MIN_CHUNK
    for seconds in (0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 2.0, 9.0, 9.0):
        chunk = next_chunk(chunk, seconds)
        sizes.append(chunk >> 10)
    assert sizes == [64, 128, 256, 512, 1024, 1024, 1024, 512, 256]
    assert smaller_chunk(MIN_CHUNK + 1) == MIN_CHUNK
    assert next_chunk(MAX_CHUNK, 0) == MAX_CHUNK


def test_a_slow_line_gets_small_chunks_and_a_quick_one_large(siti: Store, proxy: FaultProxy) -> None:
    at(siti, proxy.url)
    photographed(siti, BIG)
    now = iter(range(0, 100_000, 10))
    _files(siti, now=lambda: next(now)).move(lambda _: True, ahead=False)
    assert set(chunks(proxy)[1:-1]) == {MIN_CHUNK}
    proxy.requests.clear()
    photographed(siti, BIG[::-1])
    run(siti)
    assert max(chunks(proxy)) == MAX_CHUNK >> 1


def _files(store: Store, now: Callable[[], float]) -> FileRun:
    """The files of a run whose records are through."""
    run_records(store)
    line = Line(me(store).hq_url)
    return FileRun(store, me(store), line, lambda: None, lambda _: None, lambda _: None, now)


def chunks(proxy: FaultProxy) -> list[int]:
    """How large the chunks were that went up."""
    return [len(each.partition(b"\r\n\r\n")[2]) for each in proxy.requests if each.startswith(b"PATCH")]


class Settled(Patience):
    """Before it tries again, the laptop waits until headquarters has noticed that the line broke."""

    def __init__(self, is_settled: Callable[[], bool]) -> None:
        super().__init__()
        self._is_settled = is_settled

    def wait(self, timeout: float | None = None) -> bool:
        for _ in range(1000):
            if self._is_settled():
                break
            threading.Event().wait(0.01)
        return super().wait(timeout)


@pytest.mark.parametrize("after", [0, 10, 700, 20_000, 66_000])
def test_an_upload_that_is_cut_goes_on_at_that_very_byte(
    world: World, siti: Store, proxy: FaultProxy, after: int
) -> None:
    at(siti, proxy.url)
    photographed(siti, PHOTO)
    proxy.faults += [pass_on, pass_on, request_cut(after)]
    done = run(siti, Settled(lambda: any(offset for _, offset in uploads(world))) if after > 1000 else None)
    assert (done.files_sent, done.files_stopped) == (1, "")
    assert at_hq(world, PHOTO)
    patches = asked(proxy, b"PATCH")
    arrived = after - patches[0].index(b"\r\n\r\n") - 4
    if arrived > 1000:  # a few bytes in one packet with the head are let go by the server
        assert arrived in {number(rb"upload-offset: (\d+)", each) for each in patches}, "sent again"


@pytest.mark.parametrize("after", [0, 200, 5_000, 60_000])
def test_a_download_that_is_cut_goes_on_at_that_very_byte(
    siti: Store, budi: Store, proxy: FaultProxy, after: int
) -> None:
    offered(siti, PHOTO)
    run(siti)
    run_records(at(budi, proxy.url))
    proxy.requests.clear()
    proxy.faults += [pass_on, answer_cut(after)]
    assert run(budi).files_got == 1
    assert budi.files.get(digest(PHOTO)) == PHOTO
    ranges = [number(rb"range: bytes=(\d+)-", each) for each in asked(proxy, b"GET")]
    head = next(each for each in proxy.answers if b"206 Partial" in each[:40]).index(b"\r\n\r\n") + 4
    assert ranges[:2] == [0, max(0, after - head)], "what had come is not asked for again"


def number(pattern: bytes, text: bytes) -> int:
    """The number that a pattern finds."""
    found = re.search(pattern, text)
    assert found
    return int(found[1])


def run_records(store: Store) -> None:
    """A run in which no file moves."""
    before = store.file_choice.when
    store.file_choice.choose("asked")
    run(store)
    store.file_choice.choose(before)


def asked(proxy: FaultProxy, method: bytes) -> list[bytes]:
    """The requests of a method, as they went over the line."""
    return [each for each in proxy.requests if each.startswith(method)]


FAULTS = st.one_of(st.just(("pass", 0)), st.tuples(st.sampled_from(["request", "answer"]), st.integers(0, 90_000)))


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(faults=st.lists(FAULTS, max_size=14), seed=st.integers(0, 2**32))
def test_whatever_is_cut_the_file_is_whole_at_both_ends(
    world: World, siti: Store, budi: Store, proxy: FaultProxy, faults: list[tuple[str, int]], seed: int
) -> None:
    content = random.Random(seed).randbytes(150_000)
    made = {"pass": lambda _: pass_on, "request": request_cut, "answer": answer_cut}
    offered(siti, content)
    for store in (at(siti, proxy.url), at(budi, proxy.url)):
        proxy.faults.extend(made[kind](after) for kind, after in faults)
        for _ in range(4):
            with suppress(NoConnection):
                run(store)
        proxy.faults.clear()
        run(store)
    assert at_hq(world, content)
    assert budi.files.get(digest(content)) == content
    assert uploads(world) == []


class Dies(BaseException):
    """The machine goes off."""


def test_a_laptop_that_dies_in_a_download_goes_on_where_it_was(
    world: World, siti: Store, budi: Store, proxy: FaultProxy
) -> None:
    offered(siti, BIG)
    run(siti)
    at(budi, proxy.url)

    def dies(progress: Progress) -> None:
        if progress.files and progress.files.done:
            raise Dies

    with pytest.raises(Dies):
        run(budi, progress=dies)
    again = world.reopened(budi.folder)
    held = again.files.coming.held(digest(BIG))
    assert 0 < held < len(BIG)
    proxy.requests.clear()
    assert run(again).files_got == 1
    assert again.files.get(digest(BIG)) == BIG
    assert f"bytes={held}-".encode() in asked(proxy, b"GET")[0]


@pytest.mark.parametrize(("when", "commit"), [("before", 4), ("after", 8)])
def test_a_headquarters_that_is_killed_at_a_commit_loses_nothing(
    world: World, tmp_path: Path, when: str, commit: int
) -> None:
    siti = world.laptop("siti")
    with dying(world.url, tmp_path, when, 500) as server:
        run(at(siti, server.address))
    photographed(siti, BIG)
    with dying(world.url, tmp_path, when, commit) as server:
        at(siti, server.address)
        with suppress(NoConnection):
            run(siti)
        assert server.process.wait(30) != 0, "it did not come so far"
    assert (siti.files.waiting() == []) <= at_hq(world, BIG), "a receipt for what is not there"
    with served(world.url) as address:
        run(at(siti, address))
    assert at_hq(world, BIG)
    assert siti.files.waiting() == []


def test_a_record_that_is_saved_meanwhile_goes_before_the_next_chunk(siti: Store, proxy: FaultProxy) -> None:
    at(siti, proxy.url)
    photographed(siti, BIG)

    def save(progress: Progress) -> None:
        if progress.files and progress.files.done and not siti.journal.count_pending() and len(saved) < 1:
            saved.append(visit(siti, venue="Masjid"))

    saved: list[str] = []
    assert run(siti, progress=save).files_sent == 1
    order = [each[:5] for each in proxy.requests]
    place = order.index(b"PATCH") + 1
    assert order[place : place + 3] == [b"PATCH", b"POST ", b"PATCH"]
    assert b"/v1/sync" in proxy.requests[place + 1][:40]
    assert siti.journal.count_pending() == 0


def test_nobody_reads_a_file_by_its_digest(world: World, siti: Store, online: str) -> None:
    photographed(siti, PHOTO)
    run(siti)
    wayan = at(world.laptop("wayan", KENDAL), online)
    wayan.files.coming.ask(attached(PHOTO))
    assert run(wayan).files_got == 0, "no record names it"
    assert [each.refusal for each in wayan.files.coming.asked()] == ["H442"]
    visit(wayan, photos=attached(PHOTO))
    assert run(wayan).files_got == 0, "a record of one's own is no way to another office's file"
    assert [each.refusal for each in wayan.files.coming.asked()] == ["H443"]
    with pytest.raises(FileNotHere):
        wayan.files.get(digest(PHOTO))
    made = at(world.laptop("made", KENDAL), online)
    made.files.put((PHOTO, "image/jpeg"))
    assert run(made).files_sent == 1, "whoever has the bytes brings them, though headquarters has them of others"
    assert run(wayan).files_got == 1


def test_a_file_follows_its_record_to_another_office(world: World, siti: Store, online: str) -> None:
    record = photographed(siti, PHOTO)
    run(siti)
    wayan = at(world.laptop("wayan", KENDAL), online)
    with world.hq.database.writing() as connection:
        table = schema.RECORD_TABLES["session"]
        connection.execute(update(table).where(table.c.id == record).values(scope=f"office:{KENDAL}"))
    wayan.files.coming.ask(attached(PHOTO))
    assert run(wayan).files_got == 1
    budi = at(world.laptop("budi"), online)
    budi.files.coming.ask(attached(PHOTO))
    assert run(budi).files_got == 0


def test_what_no_record_names_never_leaves(world: World, siti: Store) -> None:
    siti.files.put((SMALL, "image/png"))
    photographed(siti, PHOTO)
    assert run(siti).files_sent == 1
    assert not at_hq(world, SMALL)


def test_a_file_whose_record_was_set_aside_waits_and_holds_up_no_other(world: World, siti: Store) -> None:
    record = photographed(siti, PHOTO)
    change = siti.journal.pending(1, 1 << 20)[0]
    spoilt = change.payload.replace(b'"image/jpeg"', b'"' + b"x" * 200 + b'"')
    siti.db.conn.execute("UPDATE journal SET payload = ?, hash = ?", [spoilt, change_hash(me(siti).dev, spoilt)])
    photographed(siti, SMALL)
    done = run(siti)
    assert (done.quarantined, done.files_sent, done.files_left) == (1, 1, 1)
    assert not at_hq(world, PHOTO)
    siti.sessions.record(replace(siti.sessions.get(record), venue="Balai Desa Baru"))
    assert run(siti).files_sent == 1


def test_only_headquarters_own_receipt_makes_a_file_sent(siti: Store, proxy: FaultProxy) -> None:
    at(siti, proxy.url)
    photographed(siti, SMALL)
    forge = altered(lambda answer: re.sub(rb"(?i)(desa-receipt: \d+) ..", rb"\1 AA", answer))
    proxy.faults += [pass_on, pass_on, *[forge] * TRIES]
    with pytest.raises(Unproven):
        run(siti)
    assert len(siti.files.waiting()) == 1
    captive = response("204 No Content", b"", "text/plain", f"upload-offset: {len(SMALL)}")
    proxy.faults += [pass_on, *[answered(captive)] * TRIES]
    with pytest.raises(Unproven):
        run(siti)
    assert len(siti.files.waiting()) == 1
    assert run(siti).files_sent == 1


def test_a_login_page_in_the_middle_stops_files_and_not_what_was_done(siti: Store, proxy: FaultProxy) -> None:
    at(siti, proxy.url)
    photographed(siti, SMALL)
    proxy.faults += [pass_on, answered(response("200 OK", b"<html>Masuk</html>", "text/html"))]
    done = run(siti)
    assert done.pushed == 1
    assert "Wi-Fi" in done.files_stopped
    assert (done.files_left, done.files_left_bytes) == (1, len(SMALL))


def test_the_officer_says_when_files_may_go(siti: Store) -> None:
    photographed(siti, SMALL)
    siti.file_choice.choose("unmetered")
    assert run(siti, metered=lambda: True).files_sent == 0
    assert siti.exchange().files == FilesWaiting(1, len(SMALL), "unmetered")
    assert run(siti, metered=lambda: False).files_sent == 1
    photographed(siti, PHOTO)
    siti.file_choice.choose("asked")
    assert run(siti).files_sent == 0
    siti.file_choice.allow_now()
    siti.clock.ms += 60_000  # type: ignore[attr-defined]
    photographed(siti, BIG)
    done = run(siti)
    assert (done.files_sent, done.files_left) == (1, 1), "what was taken in later waits to be asked about"
    siti.clock.ms -= 60_000  # type: ignore[attr-defined]


def test_what_a_person_waits_for_comes_first_and_whatever_the_choice_is(siti: Store, budi: Store) -> None:
    offered(siti, PHOTO, SMALL)
    run(siti)
    budi.file_choice.choose("asked")
    assert run(budi).files_got == 0
    budi.files.coming.ask(attached(SMALL))
    assert budi.exchange().files.asked == 1
    assert run(budi, metered=lambda: True).files_got == 1
    assert budi.files.get(digest(SMALL)) == SMALL
    photographed(budi, BIG)
    budi.files.coming.ask(attached(PHOTO))
    budi.file_choice.choose("always")
    told: list[str] = []
    run(budi, progress=lambda each: told.append(each.files.name) if each.files else None)
    assert list(dict.fromkeys(told)) == [digest(PHOTO), digest(BIG)]


def test_a_file_that_is_not_at_headquarters_yet_says_so_and_comes_later(siti: Store, budi: Store) -> None:
    offered(siti, SMALL)
    run_records(siti)
    assert run(budi).files_got == 0
    budi.files.coming.ask(attached(SMALL))
    run(budi)
    assert [each.refusal for each in budi.files.coming.asked()] == ["H443"]
    run(siti)
    assert run(budi).files_got == 1
    assert budi.files.coming.asked() == []


def test_a_lead_does_not_ask_a_whole_office_for_what_it_has_not_sent(
    siti: Store, budi: Store, proxy: FaultProxy
) -> None:
    names = []
    for number in range(MISSES + 4):
        siti.clock.ms += 1000  # type: ignore[attr-defined]
        content = SMALL + bytes([number])
        offered(siti, content)
        names.append(digest(content))
    run_records(siti)
    at(budi, proxy.url)
    told = []
    for _ in range(2):
        budi.clock.ms += 1000  # type: ignore[attr-defined]
        run(budi)
        told.append([each.split(b" ")[1].decode()[-64:] for each in asked(proxy, b"GET")])
        proxy.requests.clear()
    assert told[0] == names[: -MISSES - 1 : -1], "the newest first"
    assert told[1] == [*names[3::-1], *told[0][: MISSES - 4]], "what was never asked for, then what was asked first"
    run(siti)
    assert run(budi).files_got == len(names)


def test_bytes_that_are_wrong_at_headquarters_never_become_a_file(world: World, siti: Store, budi: Store) -> None:
    offered(siti, SMALL)
    run(siti)
    assert world.hq.files.check() == []
    world.hq.files._storage.put(digest(SMALL), b"x" + SMALL[1:])
    assert world.hq.files.check() == [digest(SMALL)]
    assert run(budi).files_got == 0
    with pytest.raises(FileNotHere):
        budi.files.get(digest(SMALL))
    assert budi.files.coming.held(digest(SMALL)) == 0
    world.hq.files._storage.put(digest(SMALL), SMALL)
    assert run(budi).files_got == 1


def test_a_headquarters_that_was_restored_is_offered_its_files_again(world: World) -> None:
    siti = world.laptop("siti")
    with served(world.url) as address:
        run(at(siti, address))
    backup = world.back_up()
    photographed(siti, PHOTO)
    with served(world.url) as address:
        assert run(at(siti, address)).files_sent == 1
    world.restore(backup, new_epoch=True)
    world.hq.files._storage.drop(digest(PHOTO))
    with served(world.url) as address:
        assert run(at(siti, address)).files_sent == 1
    assert at_hq(world, PHOTO)


def test_a_run_that_is_cancelled_ends_between_two_chunks(siti: Store) -> None:
    photographed(siti, BIG)
    patience = Patience()

    def stop(progress: Progress) -> None:
        if progress.files and progress.files.done:
            patience.set()

    with pytest.raises(Cancelled):
        run(siti, patience, progress=stop)
    patience.clear()
    assert run(siti, patience).files_sent == 1


def test_a_request_is_taken_once_as_it_was_signed(siti: Store, budi: Store, proxy: FaultProxy, online: str) -> None:
    offered(siti, SMALL)
    run(siti)
    run(at(budi, proxy.url))
    (request,) = asked(proxy, b"GET")
    head, _, _ = request.partition(b"\r\n\r\n")
    lines = [line.decode().partition(": ") for line in head.split(b"\r\n")[1:]]
    headers = {name: value for name, _, value in lines if name.lower() not in ("host", "connection")}
    url = online + head.split(b" ")[1].decode()
    again = requests.get(url, headers=headers, timeout=30)
    assert (again.status_code, again.json()["number"]) == (401, "H441"), "heard on the line and sent again"
    other = requests.get(url, headers=headers | {"range": "bytes=0-1"}, timeout=30)
    assert (other.status_code, other.json()["number"]) == (401, "H402")
    without = requests.get(url, headers={"range": "bytes=0-1"}, timeout=30)
    assert (without.status_code, without.json()["number"]) == (401, "H402")


def test_a_laptop_whose_clock_is_years_off_moves_files(world: World, online: str) -> None:
    late = at(world.laptop("late", clock=Clock(NOW - 400 * 24 * 3600 * 1000)), online)
    photographed(late, SMALL)
    assert run(late).files_sent == 1


def test_a_line_that_breaks_again_and_again_brings_a_file_through_all_the_same(
    world: World, siti: Store, proxy: FaultProxy
) -> None:
    at(siti, proxy.url)
    photographed(siti, BIG)
    proxy.faults += [pass_on, *[pass_on, request_cut(24_000)] * 3 * TRIES]
    done = run(siti)
    assert (done.files_sent, done.files_stopped) == (1, ""), "each time some of it came through"
    assert at_hq(world, BIG)
