"""Keeping what is here from view while the lease is over: every window hides until it is renewed."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication

if TYPE_CHECKING:
    from desa_app.errors import DesaError
    from desa_app.store.store import Store
    from desa_app.ui.headquarters.hq_desk import Synchronise
    from desa_app.ui.lease_door import LeaseDoor
    from desa_app.ui.work import Worker

    Renew = Callable[[Store, Any], object]
    """Renews the lease by a code or by a file's bytes: the lock is handed its way there."""
MOST_BYTES = 64 << 10
"""Of a file that renews a lease; one weighs some hundred."""


class LeaseLock(QObject):
    """Locks every window of the program. ``open_store`` opens the store though it is locked;
    ``ordered`` carries what headquarters ordered it to come to, which is its end."""

    ordered = Signal(object)

    def __init__(
        self, open_store: Callable[[], Store], synchronise: Synchronise, take_code: Renew, read_ticket: Renew
    ) -> None:
        super().__init__()
        self._open_store, self._synchronise = open_store, synchronise
        self._take_code, self._read_ticket = take_code, read_ticket
        self.door: LeaseDoor | None = None

    def lock(self) -> bool:
        """Hide everything until the lease is renewed; false where that was given up."""
        from desa_app.ui.lease_door import LeaseDoor
        from desa_app.ui.work import Worker

        hidden = [window for window in QApplication.topLevelWidgets() if window.isVisible()]
        stays = QApplication.quitOnLastWindowClosed()
        QApplication.setQuitOnLastWindowClosed(False)
        for window in hidden:
            window.hide()
        self.door, worker = LeaseDoor(), Worker(self._open_store, "lease")
        worker.begin()
        self._serve(self.door, worker)
        opened = bool(self.door.exec())
        worker.stop()
        self.door.deleteLater()
        self.door = None
        QApplication.setQuitOnLastWindowClosed(stays)
        if opened:
            for window in hidden:
                window.show()
        return opened

    def _serve(self, door: LeaseDoor, worker: Worker[Store]) -> None:
        from desa_app.ui.work import Work

        def attempt(run: Callable[[Store], object]) -> None:
            door.show_busy(True)
            worker.do(Work(lambda store: _renewed(store, run), lambda _: door.accept(), failed))

        def failed(error: DesaError) -> None:
            from desa_app.errors import Destroyed

            if isinstance(error, Destroyed):
                door.reject()
                self.ordered.emit(error)
            else:
                door.show_error(error)

        door.called.connect(lambda: attempt(lambda store: self._synchronise(store, lambda _: None, threading.Event())))
        door.tried.connect(lambda code: attempt(lambda store: self._take_code(store, code)))
        door.chosen.connect(lambda path: attempt(lambda store: self._read_ticket(store, _content(Path(path)))))
        worker.do(Work(_standing, lambda found: door.show_standing(*found), door.show_error))


def _renewed(store: Store, run: Callable[[Store], object]) -> None:
    """Do what may renew the lease. Raises LeaseOver where it didn't."""
    run(store)
    store.lease.check()


def _standing(store: Store) -> tuple[dt.date, int, str]:
    return store.lease.last_day or store.today(), store.journal.count_pending(), store.journal.dev or ""


def _content(path: Path) -> bytes:
    from desa_app.errors import UnreadableFile

    try:
        with path.open("rb") as file:
            return file.read(MOST_BYTES)
    except OSError as error:
        raise UnreadableFile(name=path.name, why=error.strerror or error) from error
