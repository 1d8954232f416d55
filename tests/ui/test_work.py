"""Work beside the window: in order, with every failure said, saves finished at the end, and nothing kept waiting."""

from __future__ import annotations

import threading
import weakref
from collections.abc import Callable, Iterator

import pytest
from pytestqt.qtbot import QtBot

from desa_app.errors import DesaError, DiskFull, Unexpected
from desa_app.ui.work import Work, Worker

LONG_ENOUGH_MS = 10_000


class Bench:
    """What the workers of these tests work with: a list of what was done, and whether it was closed."""

    def __init__(self) -> None:
        self.done: list[object] = []
        self.closed = threading.Event()
        self.thread = threading.current_thread()

    def close(self) -> None:
        assert threading.current_thread() is self.thread
        self.closed.set()


class Benches:
    """Opens benches, and keeps them to be looked at; ``fails`` is raised instead, as often as it says."""

    def __init__(self) -> None:
        self.opened: list[Bench] = []
        self.fails: list[DesaError] = []

    def __call__(self) -> Bench:
        if self.fails:
            raise self.fails.pop()
        self.opened.append(Bench())
        return self.opened[-1]


@pytest.fixture
def benches() -> Benches:
    return Benches()


@pytest.fixture
def worker(qapp: object, benches: Benches) -> Iterator[Worker[Bench]]:
    made = Worker(benches, "bench")
    yield made
    made.stop()


def noting(what: object) -> Callable[[Bench], object]:
    """Work that notes itself on the bench."""

    def run(bench: Bench) -> object:
        bench.done.append(what)
        return what

    return run


def test_work_is_done_in_order_on_one_other_thread(qtbot: QtBot, worker: Worker[Bench], benches: Benches) -> None:
    told: list[object] = []
    worker.do(Work(noting(1), told.append))
    worker.begin()
    worker.do(Work(noting(2), told.append))
    assert told == []
    qtbot.waitUntil(lambda: told == [1, 2], timeout=LONG_ENOUGH_MS)
    assert not worker.is_busy
    assert benches.opened[0].done == [1, 2]
    assert benches.opened[0].thread is not threading.current_thread()


def test_a_failure_goes_to_whom_it_was_asked_for_else_to_all(qtbot: QtBot, worker: Worker[Bench]) -> None:
    def broken(bench: Bench) -> None:
        raise RuntimeError("never shown")

    def full(bench: Bench) -> None:
        raise DiskFull

    asked: list[DesaError] = []
    said: list[DesaError] = []
    worker.failed.connect(said.append)
    worker.begin()
    worker.do(Work(full, lambda _: None, asked.append))
    worker.do(Work(broken, lambda _: None))
    qtbot.waitUntil(lambda: bool(asked and said), timeout=LONG_ENOUGH_MS)
    assert isinstance(asked[0], DiskFull)
    assert isinstance(said[0], Unexpected)
    assert "never shown" not in str(said[0])


def test_a_store_that_did_not_open_is_tried_again(qtbot: QtBot, worker: Worker[Bench], benches: Benches) -> None:
    benches.fails.append(DiskFull())
    said: list[DesaError] = []
    told: list[object] = []
    worker.failed.connect(said.append)
    worker.begin()
    worker.do(Work(noting(1), told.append))
    worker.do(Work(noting(2), told.append))
    qtbot.waitUntil(lambda: told == [2], timeout=LONG_ENOUGH_MS)
    assert isinstance(said[0], DiskFull)


@pytest.mark.parametrize("begun", [True, False])
def test_what_was_asked_for_is_finished_at_the_end_and_told_to_nobody(
    worker: Worker[Bench], benches: Benches, begun: bool
) -> None:
    told: list[object] = []
    if begun:
        worker.begin()
    for number in range(3):
        worker.do(Work(noting(number), told.append))
    worker.stop()
    assert benches.opened[0].done == [0, 1, 2]
    assert benches.opened[0].closed.is_set()
    assert worker.has_ended
    assert told == []


def test_cancelling_reaches_the_work_under_way_and_not_the_next(qtbot: QtBot, worker: Worker[Bench]) -> None:
    at_work = threading.Event()

    def long(bench: Bench) -> bool:
        at_work.set()
        return worker.cancelling.wait(LONG_ENOUGH_MS / 1000)

    told: list[object] = []
    worker.begin()
    worker.do(Work(long, told.append))
    at_work.wait()
    worker.cancel()
    qtbot.waitUntil(lambda: told == [True], timeout=LONG_ENOUGH_MS)
    worker.do(Work(lambda _: worker.cancelling.is_set(), told.append))
    qtbot.waitUntil(lambda: told == [True, False], timeout=LONG_ENOUGH_MS)


def test_work_that_does_not_end_keeps_nobody_waiting(worker: Worker[Bench], benches: Benches) -> None:
    at_work, silent = threading.Event(), threading.Event()

    def waiting(bench: Bench) -> None:
        at_work.set()
        silent.wait()

    worker.begin()
    worker.do(Work(waiting, lambda _: None))
    at_work.wait()
    worker.stop(patience=0)
    assert not worker.has_ended
    silent.set()
    assert benches.opened[0].closed.wait(LONG_ENOUGH_MS / 1000)


def test_a_worker_at_rest_keeps_nothing_of_its_last_work(qtbot: QtBot, worker: Worker[Bench]) -> None:
    brought: list[weakref.ref[Bench]] = []
    worker.begin()
    with qtbot.waitSignal(worker.busy, check_params_cb=lambda busy: not busy, timeout=LONG_ENOUGH_MS):
        worker.do(Work(lambda _: Bench(), lambda result: brought.append(weakref.ref(result))))
    qtbot.waitUntil(lambda: bool(brought) and brought[0]() is None, timeout=LONG_ENOUGH_MS)
