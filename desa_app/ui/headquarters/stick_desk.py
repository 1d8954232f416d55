"""Stands between the stick's card and the work on it, which is done on the long worker's thread."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import Signal

from desa_app.errors import Cancelled, DesaError
from desa_app.stick import FOLDER
from desa_app.ui.desk import Desk
from desa_app.ui.headquarters.stick_card import Standing, StickCard
from desa_app.ui.work import Work, Worker

if TYPE_CHECKING:
    from desa_app.store.store import Store
    from desa_app.sync.sticks import Read, Written

_CHANGED = {"session", "attendee", "offer", "recruiter", "sync"}


class Sticks(Protocol):
    """What can be done with sticks; ``sync.sticks`` is it."""

    def drives(self) -> Sequence[Path]:
        """The removable drives that are in."""
        ...

    def write(
        self, store: Store, folder: Path, step: Callable[[int, int], None], cancelled: threading.Event
    ) -> Written:
        """Have everything that waits on a stick."""
        ...

    def read(self, store: Store, place: Path, step: Callable[[int, int], None], cancelled: threading.Event) -> Read:
        """Take everything that is for this laptop from a stick."""
        ...


class StickDesk(Desk):
    """``sticks`` gives what can be done with sticks, when it is first wanted."""

    _stepped = Signal(int, int)

    def __init__(
        self, card: StickCard, store: Worker[Store], long: Worker[Store], sticks: Callable[[], Sticks]
    ) -> None:
        super().__init__()
        self._card = card
        self._store = store
        self._long = long
        self._sticks = sticks
        card.write_asked.connect(self._write)
        card.read_asked.connect(self._read)
        card.cancelled.connect(long.cancel)
        card.drives_wanted.connect(self.refresh)
        self._stepped.connect(card.show_step)

    def refresh(self) -> None:
        """Look for sticks, and for what lies here of colleagues."""
        self._store.do(Work(lambda _: self._sticks().drives(), self._card.set_drives))
        self._store.do(Work(_standing, self._card.set_standing))

    def _write(self, place: Path) -> None:
        folder = place if place.name == FOLDER else place / FOLDER
        step, cancelled = self._stepped.emit, self._long.cancelling
        self._card.show_running(True)
        self._long.do(
            Work(lambda store: self._sticks().write(store, folder, step, cancelled), self._written, self._ended_by)
        )

    def _read(self, place: Path) -> None:
        step, cancelled = self._stepped.emit, self._long.cancelling
        self._card.show_running(True)
        self._long.do(
            Work(lambda store: self._sticks().read(store, place, step, cancelled), self._has_read, self._ended_by)
        )

    def _written(self, done: Written) -> None:
        self._card.show_running(False)
        self._card.show_written(done)
        self.changed.emit(_CHANGED)

    def _has_read(self, done: Read) -> None:
        self._card.show_running(False)
        self._card.show_read(done)
        self.changed.emit(_CHANGED)

    def _ended_by(self, error: DesaError) -> None:
        self._card.show_running(False)
        self._card.show_stopped()
        if not isinstance(error, Cancelled):
            self.failed.emit(error)
        self.changed.emit(_CHANGED)


def _standing(store: Store) -> Standing:
    carried = store.bundles.carried()
    answered = sum(each.is_answered for each in carried)
    me = store.me
    return Standing(me is not None and me.role in ("lead", "hq"), len(carried) - answered, answered)
