"""A watchdog over the window's thread: tells of every moment in which it could not have answered a key.

A timer beats in the event loop; a thread beside it looks whether the beat is late, and if so where the window's thread
is at that moment. A machine with other work is late by itself, so a stall counts only where this process was at work
as long: its own time on the processor is measured, that of all its threads, since a thread that holds Python's lock
keeps the window waiting, too. The store has no business on the window's thread, so there it counts in any case.
"""

from __future__ import annotations

import sys
import threading
import time
import traceback
from dataclasses import dataclass
from types import TracebackType

from PySide6.QtCore import QObject, QTimer

LIMIT_MS = 50.0
_BEAT_MS = 2
_LOOK_S = 0.01
_STORE = "desa_app/store/"


@dataclass(frozen=True)
class Stall:
    """How long the window's thread did not come back to its loop, how long this process was at work meanwhile, and
    where the thread was then."""

    milliseconds: float
    at_work: float
    where: str


class Watchdog(QObject):
    """``with Watchdog() as watched: …`` and then ``watched.stalls``, empty where all is well."""

    def __init__(self, limit_ms: float = LIMIT_MS) -> None:
        super().__init__()
        self.stalls: list[Stall] = []
        self._limit = limit_ms
        self._where = ""
        self._over = threading.Event()
        self._beat = QTimer(self, interval=_BEAT_MS)
        self._beat.timeout.connect(self._note)
        self._window_thread = threading.get_ident()
        self._thread = threading.Thread(target=self._look, name="watchdog", daemon=True)
        self._last = self._last_work = 0.0

    def __enter__(self) -> Watchdog:
        self._last, self._last_work = time.perf_counter(), time.process_time()
        self._beat.start()
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._note()
        self._beat.stop()
        self._over.set()
        self._thread.join()

    def _note(self) -> None:
        """The loop has come round: was it late?"""
        now, work = time.perf_counter(), time.process_time()
        late, at_work = 1000 * (now - self._last), 1000 * (work - self._last_work)
        if late > self._limit and (at_work > self._limit or _STORE in self._where):
            self.stalls.append(Stall(late, at_work, self._where))
        self._last, self._last_work, self._where = now, work, ""

    def _look(self) -> None:
        while not self._over.wait(_LOOK_S):
            if 1000 * (time.perf_counter() - self._last) > self._limit and not self._where:
                frame = sys._current_frames().get(self._window_thread)
                self._where = "".join(traceback.format_stack(frame, 12)) if frame else ""
