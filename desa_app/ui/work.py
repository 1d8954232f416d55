"""Work beside the window: one thread with its own store, fed with values of work, shown errors by default.

A piece of work is a value: what to run with the store, what to do with the result on the window's thread, and
what to do with a failure. A failure nobody asked for is shown as a sentence (``failed``).
"""

from __future__ import annotations

import contextlib
import logging
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from queue import SimpleQueue
from typing import Any, Generic, Protocol, TypeVar

from PySide6.QtCore import QObject, Signal, Slot

from desa_app.errors import DesaError, Unexpected

T = TypeVar("T")
_M_ARENA_MAX = -8
"""The setting's name in <malloc.h>."""
log = logging.getLogger(__name__)


class Closing(Protocol):
    """What a worker needs of the thing it works with: that it can be closed on its thread."""

    def close(self) -> None: ...


S = TypeVar("S", bound=Closing)


@dataclass(frozen=True)
class Work(Generic[S, T]):
    """Run ``run`` with the store on the worker's thread, then ``done`` or ``failed`` on the window's."""

    run: Callable[[S], T]
    done: Callable[[T], None]
    failed: Callable[[DesaError], None] | None = None


def share_one_heap() -> None:
    """Let all threads take memory from one place; called before the first of them begins.

    The C library of Linux gives every thread a place of its own and leaves there what was freed, 10 MB by the evening.
    Apart from each other they would seldom wait, but Python lets only one of them run at a time anyway.
    """
    if sys.platform == "linux":
        import ctypes

        with contextlib.suppress(AttributeError, OSError):
            ctypes.CDLL(None).mallopt(_M_ARENA_MAX, 1)


class Worker(QObject, Generic[S]):
    """One background thread that opens its own store at the first work and closes it at the end. ``begin`` starts it.

    ``cancelling`` is handed to long work, which looks at it between two steps. The thread never keeps the program
    from ending: whatever a store has taken is on the disk, and everything else may be cut at any moment.
    """

    failed = Signal(object)
    busy = Signal(bool)
    _finished = Signal(object, object, object)

    def __init__(self, open_store: Callable[[], S], name: str) -> None:
        super().__init__()
        self.cancelling = threading.Event()
        self._open_store = open_store
        self._asked: SimpleQueue[Work[S, Any] | None] = SimpleQueue()
        self._waiting = 0
        self._stopped = False
        self._thread = threading.Thread(target=self._take_all, name=name, daemon=True)
        self._finished.connect(self._deliver)

    def begin(self) -> None:
        """Start the thread, if it was not started; what was asked for until now waits for it."""
        if self._thread.ident is None:
            self._thread.start()

    def do(self, work: Work[S, Any]) -> None:
        """Queue work; returns at once."""
        self._waiting += 1
        if self._waiting == 1:
            self.cancelling.clear()
            self.busy.emit(True)
        self._asked.put(work)

    def cancel(self) -> None:
        """Ask the running work to stop at its next step."""
        self.cancelling.set()

    @property
    def is_busy(self) -> bool:
        """Whether work is under way or waiting."""
        return self._waiting > 0

    @property
    def has_ended(self) -> bool:
        """Whether the thread is not running: never begun, or over."""
        return not self._thread.is_alive()

    def stop(self, patience: float | None = None) -> None:
        """Finish the work that is queued, cancelling what can be cancelled, close the store and end the thread.

        Nobody is told of results any more: whom they were for is about to go. After ``patience`` seconds the thread
        is left to itself: it waits for a silent line, and nothing that was saved depends on it.
        """
        self._stopped = True
        self.cancel()
        if self._waiting:
            self.begin()
        if self._thread.is_alive():
            self._asked.put(None)
            self._thread.join(patience)

    @Slot(object, object, object)
    def _deliver(self, work: Work[S, Any], result: Any, error: DesaError | None) -> None:
        if self._stopped:
            return
        self._waiting -= 1
        if not self._waiting:
            self.busy.emit(False)
        if error is None:
            work.done(result)
        elif work.failed is not None:
            work.failed(error)
        else:
            self.failed.emit(error)

    def _take_all(self) -> None:
        """What the thread does: one piece of work after the other, until it is told to end."""
        from desa_app.store.database import engine_errors

        store: S | None = None
        while (work := self._asked.get()) is not None:
            result, error = None, None
            try:
                with engine_errors():
                    store = self._open_store() if store is None else store
                    result = work.run(store)
            except DesaError as known:
                error = known
            except Exception as fault:
                log.exception("work failed")
                error = Unexpected(what=type(fault).__name__)
                error.__cause__ = fault
            self._finished.emit(work, result, error)
            del work, result, error  # a thread that waits would keep them until its next work
        if store is not None:
            store.close()
