"""The program's own window on the folder of an enrolled laptop, as an officer opens it with ``desa-app``.

Prints the machine's clock at each moment that counts, then closes the window. With ``door`` the passphrase is typed at
the door, by somebody who types it ten characters a second: the first paint of the door, Enter, and the first page
painted with what has come from the encrypted store. Without it the passphrase was given before (as in practice): the
first paint of the window, and the first page.
"""

from __future__ import annotations

import os
import sys
import time

from PySide6.QtCore import QSize, QTimer

from desa_app import app, desktop
from desa_app.paths import data_dir
from desa_app.ui.main_window import MainWindow

KEY_MS = 100
PASSPHRASE = os.environ["DESA_PASSPHRASE"]


class Watched(desktop.Desktop):
    """The desktop, telling when it is where."""

    def start(self) -> None:
        """Called after the first paint."""
        if "door" not in sys.argv:
            tell()
        self.store.busy.connect(self._rested)
        super().start()

    def _rested(self, busy: bool) -> None:
        if not busy:
            self.store.busy.disconnect(self._rested)
            QTimer.singleShot(0, self._filled)

    def _filled(self) -> None:
        """What has come stands on the page; once it is painted, too, a person can use it."""
        page = self.home.screen
        if page._later.isActive():
            QTimer.singleShot(0, self._filled)
            return
        assert page._content is not None
        self.window.repaint()
        tell()
        self.window.close()


def tell() -> None:
    """Say what the clock shows."""
    print(time.perf_counter(), flush=True)


def usual(window: MainWindow, room: QSize) -> None:
    """The window keeps its usual size, as on a laptop's screen; the platform without one says 800 × 800."""


def open_door() -> None:
    """Type the passphrase once the door is there."""
    from desa_app.ui import first_run

    class Typed(first_run.Unlock):
        def __init__(self) -> None:
            super().__init__()
            self._keys = QTimer(self, interval=KEY_MS)
            self._keys.timeout.connect(self._type)
            self.painted.connect(tell)
            self.painted.connect(self._keys.start)

        def _type(self) -> None:
            line = self.lines[0]
            typed = len(line.text())
            if typed < len(PASSPHRASE):
                line.insert(PASSPHRASE[typed])
                return
            self._keys.stop()
            tell()
            self.onward.click()

    first_run.Unlock = Typed  # type: ignore[misc]


if __name__ == "__main__":
    desktop.Desktop = Watched  # type: ignore[misc]
    MainWindow.fit = usual  # type: ignore[assignment, method-assign]
    if "door" in sys.argv:
        open_door()
    sys.exit(app.run(data_dir(), None if "door" in sys.argv else PASSPHRASE))
