"""The program's own window, opened as ``desa-app`` opens it, on the folder of an enrolled laptop.

Prints the machine's clock after the first paint, and again when the list of sessions has come from the encrypted
store; then closes the window.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

from PySide6.QtCore import QTimer

from desa_app import app


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
        print(time.perf_counter(), flush=True)
        self.window.close()


if __name__ == "__main__":
    app.Desktop = Watched  # type: ignore[misc]
    sys.exit(app.run(Path(sys.argv[1]), sys.argv[2]))
