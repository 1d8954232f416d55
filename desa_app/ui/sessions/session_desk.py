"""Sessions between their two pages and the store: what a person asks for becomes work, its result is shown."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog

from desa_app.domain.attendee import Attendee
from desa_app.domain.roles import Role
from desa_app.domain.session import Session
from desa_app.domain.village import Village
from desa_app.errors import DesaError
from desa_app.ui.desk import Desk
from desa_app.ui.rebase import rebased, rebased_all
from desa_app.ui.sessions.session_list import SessionList
from desa_app.ui.work import Work, Worker

if TYPE_CHECKING:
    from desa_app.imports.person import AttendanceList
    from desa_app.store.conflicts import Conflict
    from desa_app.store.sessions import Imported, SessionRow
    from desa_app.store.store import Store
    from desa_app.store.villages import Villages
    from desa_app.ui.sessions.session_form import SessionForm
    from desa_app.ui.villages.village_picker import VillagePicker

Whole = tuple[Session, list[Attendee]]
TAKEN_OFF = "dihapus dari daftar hadir"
"""The reason kept with a person taken off the list in the form."""


class SessionDesk(Desk):
    """The sessions: their list, the form, and the lists that are imported."""

    def __init__(
        self, store: Worker[Store], villages: Worker[Villages], now: Callable[[], dt.datetime], role: Role
    ) -> None:
        super().__init__()
        self._store = store
        self._villages = villages
        self._now = now
        self._role = role
        self.list = SessionList()
        self.list.set_role(role)
        self.list.wanted.connect(self.refresh)
        self.list.created.connect(self.create)
        self.list.opened.connect(self.open)
        self.list.submitted.connect(self.submit)
        self.list.approved.connect(self._approve)
        self.list.returned.connect(self._send_back)
        self.list.import_asked.connect(self._ask_file)

    @cached_property
    def form(self) -> SessionForm:
        """The form, built when it is first wanted: the window opens sooner without it."""
        from desa_app.ui.sessions.session_form import SessionForm

        form = SessionForm(self._now)
        form.set_role(self._role)
        form.edited.connect(self._record)
        form.submitted.connect(lambda: self.submit(form.record_id))
        form.approved.connect(lambda: self._approve(form.record_id))
        form.returned.connect(lambda field, comment: self._send_back(form.record_id, field, comment))
        form.closed.connect(lambda: self.went.emit("sessions"))
        form.villages.searched.connect(lambda text: self._find_for(form.villages, text))
        form.grid.list_pasted.connect(self._read_list)
        return form

    def set_role(self, role: Role) -> None:
        """What the person may do."""
        self._role = role
        self.list.set_role(role)
        if "form" in self.__dict__:
            self.form.set_role(role)

    def flush(self) -> None:
        """Hand on what was typed, if anything was."""
        if "form" in self.__dict__:
            self.form.flush()

    def refresh(self) -> None:
        """Show the sessions as they are stored."""
        self._store.do(Work(_listed, self.list.set_rows))

    def create(self) -> None:
        """Open the form on a new session of today."""
        self.form.flush()
        self.form.set_session(Session(date=self._now().date()), [])
        self.went.emit("session")
        self.form.begin()

    def open(self, record: str) -> None:
        """Open the form on a stored session."""
        self.form.flush()
        self._store.do(Work(lambda store: (*_whole(store, record), store.conflicts(record)), self._show))

    def submit(self, record: str) -> None:
        """Hand a session in."""
        done = self.tr("Submitted. It counts once the team lead has approved it.")
        self._store.do(Work(lambda store: store.sessions.submit(record), lambda session: self._moved(session, done)))

    def _approve(self, record: str) -> None:
        done = self.tr("Approved. The session counts now.")
        self._store.do(Work(lambda store: store.sessions.approve(record), lambda session: self._moved(session, done)))

    def _send_back(self, record: str, field: str, comment: str) -> None:
        done = self.tr("Returned to the officer with your comment.")
        self._store.do(
            Work(
                lambda store: store.sessions.send_back(record, field, comment),
                lambda session: self._moved(session, done),
            )
        )

    def _show(self, found: tuple[Session, list[Attendee], list[Conflict]]) -> None:
        self.form.set_session(*found)
        self.went.emit("session")
        self.form.begin()

    def _moved(self, session: Session, sentence: str) -> None:
        if "form" in self.__dict__ and session.id == self.form.record_id:
            self.form.note_status(session)
        self.said.emit(sentence)
        self.changed.emit({"session"})

    def _record(self, session: Session, people: list[Attendee], removed: frozenset[str]) -> None:
        base, known = self.form.base()

        def record(store: Store) -> Whole:
            whole, everybody = session, people
            if base.created_at:
                stored, listed = _whole(store, session.id)
                whole, everybody = rebased(session, base, stored), list(rebased_all(people, known, listed))
            saved = store.sessions.record(whole, everybody, removed=dict.fromkeys(removed, TAKEN_OFF))
            return saved, store.sessions.attendees(saved.id)

        self._store.do(Work(record, self._recorded, self._not_recorded))

    def _recorded(self, whole: Whole) -> None:
        session, people = whole
        if session.id == self.form.record_id:
            self.form.note_saved(session, people)
        self.changed.emit({"session", "attendee"})

    def _not_recorded(self, error: DesaError) -> None:
        self.form.note_failed()
        self.failed.emit(error)

    def _find_for(self, picker: VillagePicker, text: str) -> None:
        self._villages.do(Work(lambda registry: _found(registry, text), lambda found: picker.show_matches(text, found)))

    def _read_list(self, text: str) -> None:
        self._villages.do(Work(lambda _: _pasted(text), self._add_people))

    def _ask_file(self) -> None:
        kinds = self.tr("Attendance lists (*.xlsx *.csv *.tsv *.txt)")
        path, _ = QFileDialog.getOpenFileName(self.list, self.tr("Import attendance list"), "", kinds)
        if path:
            self.preview(Path(path))

    def preview(self, path: Path) -> None:
        """Read an attendance list and show what was understood before anything is stored."""
        self._villages.do(Work(lambda _: _read(path), lambda found: self._show_preview(path.name, found)))

    def _show_preview(self, name: str, found: AttendanceList) -> None:
        from desa_app.ui.sessions.import_preview import ImportPreview

        dialog = ImportPreview(name, found, self._now().date(), self.list.window())
        dialog.village.searched.connect(lambda text: self._find_for(dialog.village, text))
        dialog.accepted_list.connect(self._import)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _import(self, found: AttendanceList, village: Village, day: dt.date) -> None:
        self._store.do(Work(lambda store: _import(store, found, village, day), self._imported))

    def _imported(self, result: Imported) -> None:
        self.said.emit(self.tr("{count} people imported.").format(count=result.added))
        self.changed.emit({"session", "attendee"})
        self.open(result.session.id)

    def _add_people(self, found: tuple[list[Attendee], list[str]]) -> None:
        people, skipped = found
        self.form.table.add_people(people)
        said = self.tr("{count} people added from the pasted list.").format(count=len(people))
        if skipped:
            said += " " + self.tr("Not understood: {lines}").format(lines=" | ".join(skipped[:3]))
        self.said.emit(said)


def _listed(store: Store) -> list[SessionRow]:
    return store.sessions.listed()


def _whole(store: Store, record: str) -> Whole:
    return store.sessions.get(record), store.sessions.attendees(record)


def _found(registry: Villages, text: str) -> list[Village]:
    return [match.village for match in registry.find(text, 8)]


def _pasted(text: str) -> tuple[list[Attendee], list[str]]:
    """People of a pasted list, and the lines that gave nobody."""
    from desa_app.imports.attendance_list import read_pasted
    from desa_app.imports.attendees import to_attendee

    found = read_pasted(text)
    return [to_attendee(one) for one in found.people], [skipped.text for skipped in found.skipped]


def _read(path: Path) -> AttendanceList:
    from desa_app.imports.attendance_list import read_attendance

    return read_attendance(path)


def _import(store: Store, found: AttendanceList, village: Village, day: dt.date) -> Imported:
    from desa_app.imports.attendees import to_attendees

    return store.sessions.import_list(village.code, day, to_attendees(found, day), found.digest)
