"""Keeping strangers out: the window locks when it is told to, and when nobody has touched it for a while."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication

if TYPE_CHECKING:
    from desa_app.ui.idle import IdleWatch


class Guard(QObject):
    """Locks every window of the program behind the passphrase of ``folder``. ``locking`` is said before they hide,
    ``refused`` where somebody closes the door instead of opening it."""

    locking = Signal()
    refused = Signal()

    def __init__(self, folder: Path, minutes: Callable[[], float]) -> None:
        super().__init__()
        self._folder, self._minutes = folder, minutes

    @cached_property
    def idle(self) -> IdleWatch:
        """Tells when nobody has touched the window for as long as is liked."""
        from desa_app.ui.idle import IdleWatch

        watch = IdleWatch(cast(QApplication, QApplication.instance()))
        watch.idle.connect(self.lock)
        return watch

    def watch(self) -> None:
        """From now on lock after the minutes that are liked."""
        self.idle.set_minutes(self._minutes())

    def stop(self) -> None:
        """Look no more."""
        self.idle.stop()

    def lock(self) -> None:
        """Hide everything until the passphrase is given."""
        from desa_app.ui.door import lock

        self.locking.emit()
        if lock(self._folder):
            self.watch()
        else:
            self.refused.emit()
