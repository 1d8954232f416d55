"""Knows when nobody has touched the window for a while, so that it can lock."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication

_LOOK_MS = 10_000
_TOUCHES = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
        QEvent.Type.Drop,
    }
)


class IdleWatch(QObject):
    """``idle`` is said once after ``set_minutes`` without a touch; never where they are 0.

    To look at every event costs every key its time: so it looks only until the first touch of each ten seconds.
    """

    idle = Signal()

    def __init__(self, app: QApplication, look_ms: int = _LOOK_MS) -> None:
        super().__init__(app)
        self._app = app
        self._look_ms = look_ms
        self._patience = self._untouched = 0
        self._timer = QTimer(self, interval=look_ms)
        self._timer.timeout.connect(self._look)

    def set_minutes(self, minutes: float) -> None:
        """From now on wait so long; begins anew."""
        self._patience, self._untouched = round(minutes * 60_000), 0
        self._app.removeEventFilter(self)
        if minutes:
            self._app.installEventFilter(self)
            self._timer.start()
        else:
            self._timer.stop()

    def stop(self) -> None:
        """Look no more."""
        self.set_minutes(0)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _TOUCHES:
            self._untouched = -self._look_ms
            self._app.removeEventFilter(self)
        return False

    def _look(self) -> None:
        self._untouched += self._look_ms
        if self._untouched >= self._patience:
            self.stop()
            self.idle.emit()
        elif self._untouched == 0:
            self._app.installEventFilter(self)
