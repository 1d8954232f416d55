"""Showing a person around in practice: by itself the first time, and whenever it is asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desa_app.ui.desk import Desk
from desa_app.ui.work import Work, Worker

if TYPE_CHECKING:
    from desa_app.store.store import Store

TOURED = "toured"
"""The setting of a practice laptop whose person was shown around."""


class TourDesk(Desk):
    """``things`` are what the stops point at, by name, built where they are wanted; ``session_wanted`` asks for an
    empty session, which the page of the session shows."""

    session_wanted = Signal()

    def __init__(self, store: Worker[Store], things: Mapping[str, Callable[[], QWidget]], window: QWidget) -> None:
        super().__init__()
        self._store, self._things, self._window = store, things, window
        self._page = ""

    def begin(self) -> None:
        """Show the first stop."""
        from desa_app.ui.help.stops import stops
        from desa_app.ui.help.tour import Tour

        tour = Tour(stops(self._things), self._window)
        tour.went.connect(self._go)
        tour.ended.connect(lambda: self._store.do(Work(_note, lambda _: None)))
        self._page = ""
        tour.begin()

    def welcome(self) -> None:
        """Begin where nobody was shown around yet."""
        self._store.do(Work(_was_toured, lambda toured: None if toured else self.begin()))

    def _go(self, page: str) -> None:
        """The stops on a session are all on the same one."""
        if page != "session":
            self.went.emit(page)
        elif self._page != "session":
            self.session_wanted.emit()
        self._page = page


def _note(store: Store) -> None:
    store.settings.put(TOURED, True)


def _was_toured(store: Store) -> bool:
    return bool(store.settings.get(TOURED, bool))
