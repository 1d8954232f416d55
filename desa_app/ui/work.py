"""Work beside the window: one thread with its own store, fed with values of work, shown errors by default.

A piece of work is a value: what to run with the store, what to do with the result on the window's thread, and
what to do with a failure. A failure nobody asked for is shown as a sentence (``failed``).
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar

from PySide6.QtCore import QObject, QThread, Signal, Slot

from desa_app.errors import DesaError, Unexpected

T = TypeVar("T")
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


class Worker(QObject, Generic[S]):
    """One background thread that opens its own store at the first work and closes it at the end. ``begin`` starts it.

    ``cancelling`` is handed to long work, which looks at it between two steps.
    """

    failed = Signal(object)
    busy = Signal(bool)
    _asked = Signal(object)

    def __init__(self, open_store: Callable[[], S], name: str) -> None:
        super().__init__()
        self.cancelling = threading.Event()
        self._waiting = 0
        self._stopped = False
        self._thread = QThread()
        self._thread.setObjectName(name)
        self._bench = _Bench(open_store)
        self._bench.moveToThread(self._thread)
        self._asked.connect(self._bench.take)
        self._bench.finished.connect(self._deliver)

    def begin(self) -> None:
        """Start the thread; what was asked for until now waits for it."""
        self._thread.start()

    def do(self, work: Work[S, Any]) -> None:
        """Queue work; returns at once."""
        self._waiting += 1
        if self._waiting == 1:
            self.cancelling.clear()
            self.busy.emit(True)
        self._asked.emit(work)

    def cancel(self) -> None:
        """Ask the running work to stop at its next step."""
        self.cancelling.set()

    @property
    def is_busy(self) -> bool:
        """Whether work is under way or waiting."""
        return self._waiting > 0

    def stop(self) -> None:
        """Finish the work that is queued, cancelling what can be cancelled, close the store and end the thread.

        Nobody is told of results any more: whom they were for is about to go.
        """
        self._stopped = True
        self.cancel()
        self._asked.emit(None)
        self._thread.wait()

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


class _Bench(QObject):
    """Lives on the worker's thread."""

    finished = Signal(object, object, object)

    def __init__(self, open_store: Callable[[], Any]) -> None:
        super().__init__()
        self._open_store = open_store
        self._store: Any = None

    @Slot(object)
    def take(self, work: Work[Any, Any] | None) -> None:
        if work is None:
            self._end()
            return
        try:
            if self._store is None:
                self._store = self._open_store()
            result = work.run(self._store)
        except DesaError as error:
            self.finished.emit(work, None, error)
        except Exception as error:
            log.exception("work failed")
            self.finished.emit(work, None, Unexpected(what=type(error).__name__))
        else:
            self.finished.emit(work, result, None)

    def _end(self) -> None:
        if self._store is not None:
            self._store.close()
            self._store = None
        QThread.currentThread().quit()
