"""Pictures of the window, taken when it has come to rest, so that none shows a page half laid out."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtGui import QImage

REST_S, PATIENCE_S = 0.12, 20.0
"""How long nothing must change before a picture is taken, and how long that is waited for."""
_TURN_MS = 20


class Moving(Exception):
    """A page that never came to rest."""


def at_rest(look: Callable[[], QImage], is_at_work: Callable[[], bool]) -> QImage:
    """Let the window live until no work is under way and it has looked the same for a while; what it looks like then.

    Raises Moving. To look takes Python's lock from who works, so nobody looks while there is work.
    """
    end = time.monotonic() + PATIENCE_S
    seen, since = QImage(), time.monotonic()
    while time.monotonic() - since < REST_S or is_at_work():
        if time.monotonic() > end:
            raise Moving
        _turn()
        now = seen if is_at_work() else look()
        if now != seen or now.isNull():
            seen, since = now, time.monotonic()
    return seen


def _turn() -> None:
    """Let the window live for a moment, and sleep while nothing happens in it."""
    loop = QEventLoop()
    QTimer.singleShot(_TURN_MS, loop.quit)
    loop.exec()


def picture(
    folder: Path, passphrase: str | None, path: Path, *, page: str = "sessions", practice: bool = False
) -> None:
    """Save a page of the window with this folder's data as PNG, with or without a screen."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from desa_app.app import application
    from desa_app.desktop import Desktop

    application()
    desktop = Desktop(folder, passphrase, practice=practice)
    desktop.go(page)
    desktop.window.show()
    taken = at_rest(lambda: desktop.window.grab().toImage(), lambda: desktop.is_at_work)
    path.parent.mkdir(parents=True, exist_ok=True)
    taken.save(str(path))
    desktop.window.close()
