"""Real servers: several on one database, killed in the middle of their work, asked to end, started where they can't."""

from __future__ import annotations

import signal
import socket
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

import pytest
import requests

from desa_app.errors import CannotListen, NotInitialised
from desa_app.hq import server
from desa_app.hq.headquarters import Headquarters
from desa_app.hq.server import served
from desa_app.sync.pure.wire import ADDRESS, MEDIA_TYPE
from tests.hq.laptops import OFFICE, OTHER_OFFICE, Laptop, enrolled, logged, merged, posted, rows
from tests.hq.processes import dying, serving

LAPTOPS = 4


def office_days(hq: Headquarters) -> list[Laptop]:
    return [enrolled(hq, office=OFFICE if n % 2 else OTHER_OFFICE) for n in range(LAPTOPS)]


def side_by_side(laptops: Sequence[Laptop], day: Callable[[Laptop], None]) -> None:
    """Let every laptop have its day at the same time."""
    with ThreadPoolExecutor(len(laptops)) as pool:
        for done in [pool.submit(day, laptop) for laptop in laptops]:
            done.result()


def check_settled(hq: Headquarters, laptops: Sequence[Laptop], acked: set[str]) -> None:
    """Nothing acknowledged is missing, nothing is there twice, all read the same, and the rows are what was read."""
    found = logged(hq)
    names = [each.name for log in found.values() for each in log]
    assert acked <= set(names)
    assert len(names) == len(set(names))
    for laptop in laptops:
        laptop.drain(hq.exchange)
        assert laptop.logs[laptop.scope] == found[laptop.scope]
    assert rows(hq, "session") == merged(found[f"office:{OFFICE}"]) | merged(found[f"office:{OTHER_OFFICE}"])


def test_several_processes_share_a_database(hq: Headquarters, url: str, tmp_path: Path) -> None:
    """Each laptop goes from one to the next and follows the logs; a page that skips an entry makes it fail."""
    laptops = office_days(hq)
    with ExitStack() as stack:
        posts = [posted(stack.enter_context(serving(url, tmp_path)).address) for _ in range(2)]

        def day(laptop: Laptop) -> None:
            for turn in range(10):
                answered = laptop.push(posts[turn % 2], laptop.session(), laptop.session(), room=3_000)
                assert {fate.result for fate in answered.fates.values()} == {"ok"}

        side_by_side(laptops, day)
    check_settled(hq, laptops, {laptop.dot(each) for laptop in laptops for each in laptop.journal.values()})
    assert len(rows(hq, "session")) == 20 * LAPTOPS


def test_killed_processes_lose_nothing_that_was_acknowledged(hq: Headquarters, url: str, tmp_path: Path) -> None:
    """The server is killed three times while laptops push, and started again; they send again what has no answer."""
    laptops = office_days(hq)
    acked: set[str] = set()
    addresses: list[str] = []
    answers = threading.Semaphore(0)
    is_up, is_over = threading.Event(), threading.Event()

    def day(laptop: Laptop) -> None:
        while is_up.wait(60) and not is_over.is_set():
            unsent = [each for each in laptop.journal.values() if laptop.dot(each) not in acked]
            try:
                answered = laptop.push(posted(addresses[-1]), *(unsent or [laptop.session(), laptop.session()]))
            except (requests.ConnectionError, requests.exceptions.ChunkedEncodingError):
                continue
            acked.update(f"{laptop.dev}:{n}" for n, fate in answered.fates.items() if fate.result in ("ok", "dup"))
            answers.release()

    with ThreadPoolExecutor(LAPTOPS) as pool:
        days = [pool.submit(day, laptop) for laptop in laptops]
        try:
            for _ in range(3):
                with serving(url, tmp_path) as running:
                    addresses.append(running.address)
                    is_up.set()
                    assert all(answers.acquire(timeout=60) for _ in range(15))
                is_up.clear()
        finally:
            is_over.set()
            is_up.set()
    assert [done.result() for done in days] == [None] * LAPTOPS
    assert len(acked) >= 45
    check_settled(hq, laptops, acked)


@pytest.mark.parametrize(("when", "kept"), [("before", 6), ("after", 9)])
def test_a_process_killed_at_its_commit(
    hq: Headquarters, siti: Laptop, url: str, tmp_path: Path, when: str, kept: int
) -> None:
    """Killed before the commit nothing of the request is there, killed after it all is, and was not acknowledged."""
    batches = [[siti.session() for _ in range(3)] for _ in range(3)]
    with dying(url, tmp_path, when, 3) as running:
        post = posted(running.address)
        for batch in batches[:2]:
            siti.push(post, *batch)
        with pytest.raises(requests.ConnectionError):
            siti.push(post, *batches[2])
        assert running.process.wait(30) == -signal.SIGKILL
    assert len(rows(hq, "session")) == kept
    with serving(url, tmp_path) as running:
        answered = siti.push(posted(running.address), *(each for batch in batches for each in batch))
    assert answered.reply.have == ((1, 9),)
    assert [fate.seq for fate in answered.fates.values()] == [*range(1, 10)]
    assert [fate.result for fate in answered.fates.values()] == ["dup"] * kept + ["ok"] * (9 - kept)
    check_settled(hq, [siti], {siti.dot(each) for each in siti.journal.values()})


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_a_server_that_is_asked_to_end_ends_and_leaves_the_database_tidy(
    hq: Headquarters, url: str, tmp_path: Path, how: signal.Signals
) -> None:
    siti = enrolled(hq)
    hq.close()
    with serving(url, tmp_path) as running:
        siti.push(posted(running.address), siti.session())
        assert running.end(how) in (0, -how)
        assert running.log.read_text() == ""
    assert {file.name for file in tmp_path.glob("hq.db*")} == {"hq.db"}


def is_served() -> bool:
    """Whether a thread of this process serves."""
    return any(thread.name == "headquarters" for thread in threading.enumerate())


def test_served_in_a_thread_ends_with_its_block(hq: Headquarters, url: str) -> None:
    with served(url) as address:
        siti = enrolled(hq)
        assert siti.push(posted(address), siti.session()).fates[1].result == "ok"
        assert is_served()
    assert not is_served()
    with pytest.raises(requests.ConnectionError):
        requests.get(f"{address}/healthz", timeout=5)


def test_a_block_that_ends_at_once_or_fails_leaves_nothing_behind(hq: Headquarters, url: str) -> None:
    with served(url):
        pass
    with pytest.raises(KeyError), served(url):
        raise KeyError
    assert not is_served()


def test_a_request_that_never_ends_does_not_keep_a_server_alive(
    hq: Headquarters, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A laptop on a dead line keeps its request open; the watchdog hangs up only where the server would wait for it."""
    monkeypatch.setattr(server, "GRACE_SECONDS", 0.2)
    head = f"POST {ADDRESS} HTTP/1.1\r\nHost: x\r\nContent-Type: {MEDIA_TYPE}\r\nContent-Encoding: gzip\r\n"
    with ExitStack() as stack:
        with served(url) as address:
            host, _, port = address.removeprefix("http://").partition(":")
            line = stack.enter_context(socket.create_connection((host, int(port))))
            watchdog = threading.Timer(30, line.shutdown, [socket.SHUT_RDWR])
            watchdog.start()
            line.sendall(head.encode() + b"Content-Length: 1000\r\n\r\nhalf")
            assert requests.get(f"{address}/healthz", timeout=5).ok
        assert watchdog.is_alive(), "the server waited"
        watchdog.cancel()
    assert not is_served()


def test_a_port_in_use_is_named(hq: Headquarters, url: str) -> None:
    with served(url) as address:
        port = int(address.rpartition(":")[2])
        with pytest.raises(CannotListen) as refusal:
            server.serve(url, "127.0.0.1", port, lambda _: None)
    assert str(port) in str(refusal.value)


def test_an_address_of_no_machine_is_named(hq: Headquarters, url: str) -> None:
    with pytest.raises(CannotListen):
        server.serve(url, "192.0.2.1", 0, lambda _: None)


def test_a_database_that_was_not_made_is_not_served(url: str) -> None:
    with pytest.raises(NotInitialised), served(url):
        raise AssertionError("served")
    with pytest.raises(NotInitialised):
        server.serve(url, "127.0.0.1", 0, lambda _: None)
