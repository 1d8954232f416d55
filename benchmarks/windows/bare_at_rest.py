"""A bare PySide6 window that nobody touches: prints its memory and how busy it is, and ends."""

from __future__ import annotations

import os
import sys

from PySide6.QtWidgets import QApplication, QMainWindow

from benchmarks.windows.own import busy_share, memory, tell

if __name__ == "__main__":
    app = QApplication(sys.argv[:1])
    window = QMainWindow()
    window.resize(1366, 768)
    window.show()
    share = busy_share(float(os.environ["DESA_REST_S"]))
    tell({"idle": share, **memory()})
