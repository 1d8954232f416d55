"""Joining headquarters: the address and the code are asked for until the laptop has joined, or they are put away."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desa_app.ui.desk import Desk
from desa_app.ui.work import Work, Worker

if TYPE_CHECKING:
    from desa_app.errors import DesaError
    from desa_app.store.identity import Identity
    from desa_app.store.store import Store

    Enrol = Callable[[Store, str, str], Identity]
    """Joins headquarters at an address with a code: the desk is handed its way there."""


class EnrolmentDesk(Desk):
    """``claimed`` carries whose laptop this is, None before it has joined, and whether what was typed before was
    recorded under that name just now."""

    claimed = Signal(object, bool)

    def __init__(self, store: Worker[Store], long: Worker[Store], enrol: Enrol, window: QWidget) -> None:
        super().__init__()
        self._store, self._long, self._enrol, self._window = store, long, enrol, window

    def look(self, then: Callable[[], None]) -> None:
        """Find whose laptop this is, say so, and go on."""

        def looked(found: tuple[Identity | None, bool]) -> None:
            self.claimed.emit(*found)
            then()

        self._store.do(Work(_claimed, looked))

    def ask(self, why: DesaError | None = None) -> None:
        """Ask for headquarters' address and the code; ``why`` it must be asked again."""
        from desa_app.ui.first_run import Enrolment

        dialog = Enrolment(self._window)
        if why is not None:
            dialog.show_error(why)

        def join(url: str, code: str) -> None:
            self._long.do(Work(lambda store: self._enrol(store, url, code), joined, dialog.show_error))

        def joined(_: Identity) -> None:
            dialog.accept()
            self._store.do(Work(_claimed, lambda found: self.claimed.emit(found[0], True)))

        dialog.asked.connect(join)
        dialog.finished.connect(dialog.deleteLater)
        dialog.finished.connect(lambda _: self._window.activateWindow())
        dialog.open()


def _claimed(store: Store) -> tuple[Identity | None, bool]:
    """Whose laptop this is, and whether something was recorded under that name only now."""
    me = store.me
    return me, me is not None and store.unclaimed.claimed()
