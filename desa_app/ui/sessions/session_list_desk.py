"""The list of sessions between its page and the store: what a person asks for becomes work, its result is shown."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog

from desa_app.domain.roles import Role
from desa_app.domain.session import Session
from desa_app.domain.village import Village
from desa_app.ui.desk import Desk
from desa_app.ui.sessions.session_list import SessionList
from desa_app.ui.work import Work, Worker

if TYPE_CHECKING:
    from desa_app.imports.person import AttendanceList
    from desa_app.store.sessions import Imported, SessionRow
    from desa_app.store.store import Store
    from desa_app.store.villages import Villages
    from desa_app.ui.villages.village_picker import VillagePicker


class SessionListDesk(Desk):
    """The sessions as a list, and the attendance lists that become sessions.

    ``created`` asks for the form on a new session; ``moved`` hands on a session that took a step of its life here.
    """

    created = Signal()
    moved = Signal(object)

    def __init__(
        self, store: Worker[Store], villages: Worker[Villages], now: Callable[[], dt.datetime], role: Role
    ) -> None:
        super().__init__()
        self._store = store
        self._villages = villages
        self._now = now
        self.screen = SessionList()
        self.screen.set_role(role)
        self.screen.wanted.connect(self.refresh)
        self.screen.created.connect(self.created)
        self.screen.opened.connect(lambda record: self.opened.emit("session", record))
        self.screen.submitted.connect(self.submit)
        self.screen.approved.connect(self.approve)
        self.screen.returned.connect(self.send_back)
        self.screen.import_asked.connect(self._ask_file)

    def set_role(self, role: Role) -> None:
        """What the person may do."""
        self.screen.set_role(role)

    def refresh(self) -> None:
        """Show the sessions as they are stored."""
        self._store.do(Work(_listed, self.screen.set_rows))

    def submit(self, record: str) -> None:
        """Hand a session in."""
        done = self.tr("Submitted. It counts once the team lead has approved it.")
        self._store.do(Work(lambda store: store.sessions.submit(record), lambda session: self._moved(session, done)))

    def approve(self, record: str) -> None:
        """Approve a session that was handed in."""
        done = self.tr("Approved. The session counts now.")
        self._store.do(Work(lambda store: store.sessions.approve(record), lambda session: self._moved(session, done)))

    def send_back(self, record: str, field: str, comment: str) -> None:
        """Return a session with what to correct."""
        done = self.tr("Returned to the officer with your comment.")
        self._store.do(
            Work(
                lambda store: store.sessions.send_back(record, field, comment),
                lambda session: self._moved(session, done),
            )
        )

    def _moved(self, session: Session, sentence: str) -> None:
        self.moved.emit(session)
        self.said.emit(sentence)
        self.changed.emit({"session"})

    def _ask_file(self) -> None:
        kinds = self.tr("Attendance lists (*.xlsx *.csv *.tsv *.txt)")
        path, _ = QFileDialog.getOpenFileName(self.screen, self.tr("Import attendance list"), "", kinds)
        if path:
            self.preview(Path(path))

    def preview(self, path: Path) -> None:
        """Read an attendance list and show what was understood before anything is stored."""
        self._villages.do(Work(lambda _: _read(path), lambda found: self._show_preview(path.name, found)))

    def _show_preview(self, name: str, found: AttendanceList) -> None:
        from desa_app.ui.sessions.import_preview import ImportPreview

        dialog = ImportPreview(name, found, self._now().date(), self.screen.window())
        dialog.village.searched.connect(lambda text: self._find(dialog.village, text))
        dialog.accepted_list.connect(self._import)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _import(self, found: AttendanceList, village: Village, day: dt.date) -> None:
        self._store.do(Work(lambda store: _import(store, found, village, day), self._imported))

    def _imported(self, result: Imported) -> None:
        self.said.emit(self.tr("{count} people imported.").format(count=result.added))
        self.changed.emit({"session", "attendee"})
        self.opened.emit("session", result.session.id)

    def _find(self, picker: VillagePicker, text: str) -> None:
        self._villages.do(Work(lambda registry: _found(registry, text), lambda found: picker.show_matches(text, found)))


def _listed(store: Store) -> list[SessionRow]:
    return store.sessions.listed()


def _found(registry: Villages, text: str) -> list[Village]:
    return [match.village for match in registry.find(text, 8)]


def _read(path: Path) -> AttendanceList:
    from desa_app.imports.attendance_list import read_attendance

    return read_attendance(path)


def _import(store: Store, found: AttendanceList, village: Village, day: dt.date) -> Imported:
    from desa_app.imports.attendees import to_attendees

    return store.sessions.import_list(village.code, day, to_attendees(found, day), found.digest)
