"""The program's own window, opened by ``desa-app`` on the folder of an enrolled laptop.

What is timed is the command itself, without the dialog for the passphrase, where a person decides how long it takes.
Prints the machine's clock after the first paint, and again when the first page shows what has come from the
encrypted store, painted; then closes the window.
"""

from __future__ import annotations

import os
import time
from pathlib import Path

from PySide6.QtCore import QSize, QTimer

from desa_app import app
from desa_app.__main__ import main
from desa_app.ui.main_window import MainWindow


class Watched(app.Desktop):
    """The desktop, telling when it is where."""

    def start(self) -> None:
        """Called after the first paint."""
        print(time.perf_counter(), flush=True)
        self.store.busy.connect(self._rested)
        super().start()

    def _rested(self, busy: bool) -> None:
        if not busy:
            QTimer.singleShot(0, self._filled)

    def _filled(self) -> None:
        """What has come stands on the page; once it is painted, too, a person can use it."""
        page = self.home.screen
        if page._later.isActive():
            QTimer.singleShot(0, self._filled)
            return
        assert page._content is not None
        self.window.repaint()
        print(time.perf_counter(), flush=True)
        self.window.close()


def usual(window: MainWindow, room: QSize) -> None:
    """The window keeps its usual size, as on a laptop's screen; the platform without one says 800 × 800."""


def answered(folder: Path) -> str:
    """The passphrase, as if its dialog had been answered before."""
    return os.environ["DESA_PASSPHRASE"]


if __name__ == "__main__":
    app.Desktop = Watched  # type: ignore[misc]
    app._let_in = answered
    MainWindow.fit = usual  # type: ignore[assignment, method-assign]
    main()
