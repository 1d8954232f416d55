"""Waiting for the window: until something has happened, and whether its workers still have work."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtWidgets import QApplication

from desa_app.desktop import Desktop


def until(happened: Callable[[], bool]) -> None:
    """Let the window go on until that has happened."""
    QApplication.processEvents()
    while not happened():
        QApplication.processEvents()
        time.sleep(0.0005)
    QApplication.processEvents()


def is_busy(desktop: Desktop) -> bool:
    """Whether work is under way beside the window."""
    workers = ("store", "long", "villages", "offers")
    return any(name in desktop.__dict__ and desktop.__dict__[name].is_busy for name in workers)
