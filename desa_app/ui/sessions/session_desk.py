"""A session between its form and the store: what a person asks for becomes work, its result is shown."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

from desa_app.domain.attendee import Attendee
from desa_app.domain.roles import Role
from desa_app.domain.session import Session
from desa_app.domain.village import Village
from desa_app.errors import DesaError
from desa_app.ui.desk import Desk
from desa_app.ui.rebase import rebased, rebased_all
from desa_app.ui.work import Work, Worker

if TYPE_CHECKING:
    from desa_app.store.conflicts import Conflict
    from desa_app.store.store import Store
    from desa_app.store.villages import Villages
    from desa_app.ui.sessions.session_form import SessionForm
    from desa_app.ui.villages.village_picker import VillagePicker

Whole = tuple[Session, list[Attendee]]
TAKEN_OFF = "dihapus dari daftar hadir"
"""The reason kept with a person taken off the list in the form."""


class SessionDesk(Desk):
    """One session in its form."""

    def __init__(
        self, store: Worker[Store], villages: Worker[Villages], now: Callable[[], dt.datetime], role: Role
    ) -> None:
        super().__init__()
        self._store = store
        self._villages = villages
        self._now = now
        self._role = role

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
        if "form" in self.__dict__:
            self.form.set_role(role)

    def flush(self) -> None:
        """Hand on what was typed, if anything was."""
        if "form" in self.__dict__:
            self.form.flush()

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

    def note(self, session: Session) -> None:
        """Show the status of a session that took a step elsewhere, where the form holds it."""
        if "form" in self.__dict__ and session.id == self.form.record_id:
            self.form.note_status(session)

    def _moved(self, session: Session, sentence: str) -> None:
        self.note(session)
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

    def _add_people(self, found: tuple[list[Attendee], list[str]]) -> None:
        people, skipped = found
        self.form.table.add_people(people)
        said = self.tr("{count} people added from the pasted list.").format(count=len(people))
        if skipped:
            said += " " + self.tr("Not understood: {lines}").format(lines=" | ".join(skipped[:3]))
        self.said.emit(said)


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
