"""What concerns headquarters: the sync panel and the unsent count. Long work, on its own thread."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from desa_app.domain.roles import may
from desa_app.errors import Cancelled, DesaError
from desa_app.ui.desk import Desk
from desa_app.ui.work import Work, Worker

if TYPE_CHECKING:
    from desa_app.domain.file_choice import Choice
    from desa_app.store.conflicts import Conflict
    from desa_app.store.store import Exchange, Status, Store
    from desa_app.sync.run import Progress, SyncReport
    from desa_app.ui.headquarters.stick_desk import StickDesk, Sticks
    from desa_app.ui.headquarters.sync_panel import SyncPanel

    Synchronise = Callable[[Store, Callable[[Progress], None], threading.Event], SyncReport]


class HqDesk(Desk):
    """``stood`` hands on how the laptop stands, ``began`` that a run begins, ``moved`` how
    far the files of a run are.

    ``synchronise`` runs an exchange with headquarters until drained, telling its progress and looking whether it is
    cancelled; it comes from the composition root, because practice adds a practice lead to it. ``sticks`` gives what
    can be done with sticks.
    """

    stood = Signal(object)
    began = Signal()
    moved = Signal(object)
    _progressed = Signal(object)

    def __init__(
        self,
        store: Worker[Store],
        long: Worker[Store],
        now: Callable[[], dt.datetime],
        synchronise: Synchronise,
        sticks: Callable[[], Sticks],
    ) -> None:
        super().__init__()
        self._store = store
        self._long = long
        self._now = now
        self._synchronise = synchronise
        self._sticks = sticks

    @cached_property
    def sync(self) -> SyncPanel:
        """The sync panel, built when it is first wanted."""
        from desa_app.ui.headquarters.sync_panel import SyncPanel

        panel = SyncPanel()
        panel.wanted.connect(self._show_exchange)
        panel.started.connect(self.run)
        panel.cancelled.connect(self._long.cancel)
        panel.opened.connect(self._open)
        panel.conflict_opened.connect(self._look_at)
        panel.files.chosen.connect(self._choose)
        panel.files.send_asked.connect(self._send_files)
        self._progressed.connect(panel.show_progress)
        self._progressed.connect(self._tell_files)
        return panel

    @cached_property
    def stick(self) -> StickDesk:
        """What is done with sticks on the sync panel."""
        from desa_app.ui.headquarters.stick_desk import StickDesk

        desk = StickDesk(self.sync.stick, self._store, self._long, self._sticks)
        desk.changed.connect(self.changed)
        desk.failed.connect(self.failed)
        return desk

    def refresh(self) -> None:
        """Ask how this laptop stands."""
        self._store.do(Work(_status, self._stand))

    def _show_exchange(self) -> None:
        self.refresh()
        self._store.do(Work(_exchange, self.sync.set_exchange))
        self.stick.refresh()

    def run(self) -> None:
        """Exchange with headquarters."""
        progressed, cancelled = self._progressed.emit, self._long.cancelling

        self.began.emit()
        self.sync.show_running(True)
        self._long.do(Work(lambda store: self._synchronise(store, progressed, cancelled), self._ran, self._did_not_run))

    def _choose(self, choice: Choice) -> None:
        """When photos and evidence go from now on."""
        self._store.do(Work(lambda store: store.file_choice.choose(choice), lambda _: self._show_exchange()))

    def _send_files(self) -> None:
        """The photos and evidence that wait now may go, whatever the choice is."""
        self._store.do(Work(lambda store: store.file_choice.allow_now(), lambda _: self.run()))

    def _tell_files(self, progress: Progress) -> None:
        if progress.files is not None:
            self.moved.emit(progress.files)

    def _look_at(self, conflict: Conflict) -> None:
        """Lay a conflict before the lead; whoever doesn't settle any sees its record."""

        def look(settles: bool) -> None:
            if settles:
                self._lay_before(conflict)
            else:
                self._open(conflict.noun, conflict.record)

        self._store.do(Work(lambda store: may(store.records.must_have_author().role, "settle"), look))

    def _lay_before(self, conflict: Conflict) -> None:
        from desa_app.ui.headquarters.settle_dialog import SettleDialog

        dialog = SettleDialog(conflict, self.sync.window())
        dialog.settled.connect(self._settle)
        dialog.opened.connect(self._open)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _settle(self, conflict: Conflict, kept: str) -> None:
        self._store.do(Work(lambda store: store.settle(conflict, kept), lambda _: self._settled(conflict.noun)))

    def _settled(self, noun: str) -> None:
        self.said.emit(self.tr("Settled. It holds on every laptop once they have synchronised."))
        self.changed.emit({noun, "sync"})

    def _open(self, noun: str, record: str) -> None:
        self._store.do(Work(lambda store: _home(store, noun, record), lambda home: self.opened.emit(*home)))

    def _stand(self, status: Status) -> None:
        if "sync" in self.__dict__:
            self.sync.set_status(status)
        self.stood.emit(status)

    def _ran(self, report: SyncReport) -> None:
        self.sync.show_running(False)
        self.sync.show_report(report)
        self.changed.emit({"session", "attendee", "offer", "recruiter", "sync"})

    def _did_not_run(self, error: DesaError) -> None:
        self.sync.show_running(False)
        if not (isinstance(error, Cancelled) and self.sync.is_paused):
            self.failed.emit(error)
        self.changed.emit({"session", "attendee", "offer", "recruiter", "sync"})


def _status(store: Store) -> Status:
    return store.status()


def _exchange(store: Store) -> Exchange:
    return store.exchange()


def _home(store: Store, noun: str, record: str) -> tuple[str, str]:
    """The session or offer that a record belongs to, or is."""
    from desa_app.domain.records import RECORDS

    parent = RECORDS[noun].parent
    if parent is None:
        return noun, record
    return parent.removesuffix("_id"), getattr(store.records.get(RECORDS[noun], record), parent)
