"""Keeping what is typed: a save after a pause, one at a time, and a word on how it stands."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

SAVE_PAUSE_MS = 500
"""Pause in typing after which a draft is handed on; with the save itself it stays under a second."""
LONGEST_MS = 800
"""The longest that typing without a pause waits: what a kill may cost is the last second."""


class Draft(QObject):
    """``due`` asks the form to hand on what stands in it; ``stood`` tells that the sentence changed."""

    due = Signal()
    stood = Signal()

    def __init__(self, now: Callable[[], dt.datetime]) -> None:
        super().__init__()
        self._now = now
        self._pause = QTimer(self, singleShot=True, interval=SAVE_PAUSE_MS)
        self._pause.timeout.connect(self.flush)
        self._longest = QTimer(self, singleShot=True, interval=LONGEST_MS)
        self._longest.timeout.connect(self.flush)
        self.begin()

    def begin(self) -> None:
        """Another record is shown: nothing is typed yet."""
        self._rest()
        self._dirty = self._saving = False
        self._saved_at: dt.datetime | None = None

    def touch(self) -> None:
        """Something was typed."""
        self._dirty = True
        self._pause.start()
        if not self._longest.isActive():
            self._longest.start()
        self.stood.emit()

    def flush(self) -> None:
        """Hand on what was typed, now; while a save is under way it follows that one."""
        self._rest()
        if self._dirty and not self._saving:
            self._dirty, self._saving = False, True
            self.due.emit()
            self.stood.emit()

    def _rest(self) -> None:
        self._pause.stop()
        self._longest.stop()

    def note_saved(self) -> None:
        """The save is on the disk."""
        self._saving = False
        self._saved_at = self._now()
        self.stood.emit()
        self.flush()

    def note_failed(self) -> None:
        """The save failed: what was typed stays and is tried again with the next change."""
        self._saving, self._dirty = False, True
        self.stood.emit()

    def sentence(self) -> str:
        """How the draft stands, for the line beside the title."""
        if self._dirty or self._saving:
            return self.tr("Saving …")
        if self._saved_at:
            return self.tr("Saved on this laptop {time}").format(time=f"{self._saved_at:%H.%M.%S}")
        return self.tr("Everything you type is saved by itself")
