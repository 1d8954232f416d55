"""A bare PySide6 window: prints the machine's clock after its first paint and ends."""

from __future__ import annotations

import sys
import time

from PySide6.QtCore import QTimer
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QApplication, QMainWindow


class Bare(QMainWindow):
    """Nothing but what Qt draws by itself."""

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        QTimer.singleShot(0, self._painted)

    def _painted(self) -> None:
        print(time.perf_counter(), flush=True)
        QApplication.quit()


if __name__ == "__main__":
    app = QApplication(sys.argv[:1])
    window = Bare()
    window.resize(1366, 768)
    window.show()
    app.exec()
