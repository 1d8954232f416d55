"""A session between its form and the store: what a person asks for becomes work, its result is shown."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import cached_property, partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal

from desa_app.domain.attendee import Attendee
from desa_app.domain.duplicates import Roll, face
from desa_app.domain.roles import Role
from desa_app.domain.session import Session
from desa_app.domain.village import Village
from desa_app.errors import DesaError
from desa_app.ui.desk import Desk
from desa_app.ui.rebase import rebased, rebased_all
from desa_app.ui.sessions.session_place import (
    SessionPlace,
    keep_open,
    keep_place,
    kept_open,
)
from desa_app.ui.villages.picker_service import serve_picker
from desa_app.ui.work import Work, Worker

if TYPE_CHECKING:
    from desa_app.imports.person import AttendanceList
    from desa_app.store.conflicts import Conflict
    from desa_app.store.places import Place
    from desa_app.store.store import Store
    from desa_app.store.villages import Villages
    from desa_app.ui.sessions.session_form import SessionForm

Whole = tuple[Session, list[Attendee]]
TAKEN_OFF = "dihapus dari daftar hadir"
"""The reason kept with a person taken off the list in the form."""
PLACE_PAUSE_MS = 600
"""Pause of the cursor after which is kept where it is."""
_COPIES = 12
"""How many sessions are offered to copy from."""


class SessionDesk(Desk):
    """One session in its form; ``built`` hands on the form when it is there, ``print_asked`` the id of the session to
    print."""

    built = Signal(object)
    print_asked = Signal(str)

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
        form.print_asked.connect(self._ask_print)
        form.closed.connect(lambda: self.went.emit("sessions"))
        form.gone.connect(self._forget_place)
        self._place = QTimer(form, singleShot=True, interval=PLACE_PAUSE_MS)
        self._place.timeout.connect(self._keep_place)
        form.moved.connect(self._place.start)
        form.destroyed.connect(self._place.stop)
        form.folded.connect(lambda sections: self._store.do(Work(lambda store: keep_open(store, sections), _nothing)))
        form.undoable.connect(self.undoable)
        serve_picker(form.villages, self._store, self._villages)
        self.built.emit(form)
        form.villages_chosen.connect(self._look_for_guests)
        form.copies_wanted.connect(self._look_for_copies)
        form.grid.list_pasted.connect(self._read_list)
        self._store.do(Work(kept_open, form.set_open))
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

    def create(self, village: Village | None = None) -> None:
        """Open the form on a new session of today, in a village where one is named, at the hours, by the officers and
        in the language that are usual."""
        self.form.flush()
        codes, names = ((village.code,), (village.name,)) if village else ((), ())
        self.form.set_session(Session(date=self._now().date(), villages=codes, village_names=names), [])
        record = self.form.record_id
        self._store.do(Work(_usual, lambda usual: self.form.fill(record, usual)))
        self.went.emit("session")
        self.form.begin()

    def open(self, record: str, person: str = "") -> None:
        """Open the form on a stored session, at the line of a ``person`` of its list where one is named."""
        self.form.flush()

        def show(found: tuple[Session, list[Attendee], list[Conflict]]) -> None:
            self._show(found)
            row = next((row for row, each in enumerate(found[1]) if each.id == person), None)
            if row is not None:
                self.form.resume(SessionPlace(record, row=row))

        self._store.do(Work(lambda store: (*_whole(store, record), store.conflicts(record)), show))

    def reopen(self, place: SessionPlace) -> None:
        """Open the form where the work was left: on that session, at that cell."""

        def show(found: tuple[Session, list[Attendee], list[Conflict]]) -> None:
            self.form.set_session(*found)
            self.went.emit("session")
            self.form.resume(place)
            self.said.emit(self.tr("This is where you were. The session is not handed in yet."))

        self._store.do(Work(lambda store: (*_whole(store, place.session), store.conflicts(place.session)), show))

    def _ask_print(self) -> None:
        self.form.flush()
        self.print_asked.emit(self.form.record_id)

    def _keep_place(self) -> None:
        if self.form.isVisible():
            place = self.form.place()
            self._store.do(Work(lambda store: keep_place(store, place), _nothing))

    def _forget_place(self) -> None:
        self._place.stop()
        self._store.do(Work(lambda store: keep_place(store, None), _nothing))

    def submit(self, record: str) -> None:
        """Hand a session in."""
        done = self.tr("Submitted. It counts once the team lead has approved it.")

        def submit(store: Store) -> Session:
            store.records.must_have_author()
            return store.sessions.submit(record)

        self._store.do(Work(submit, lambda session: self._moved(session, done)))

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
        self.look_where()
        self.went.emit("session")
        self.form.begin()

    def look_where(self) -> None:
        """Show in the form where its session is."""
        if "form" in self.__dict__:
            record = self.form.record_id
            self._store.do(Work(lambda store: _where(store, record), partial(self.form.show_place, record)))

    def note(self, session: Session) -> None:
        """Show the status of a session that took a step elsewhere, where the form holds it."""
        if "form" in self.__dict__ and session.id == self.form.record_id:
            self.form.note_status(session)

    def _moved(self, session: Session, sentence: str) -> None:
        self.note(session)
        self.said.emit(sentence)
        self.changed.emit({"session"})

    def _record(self, session: Session, people: list[Attendee], removed: frozenset[str]) -> None:
        (base, known), place = self.form.base(), self.form.place()

        def record(store: Store) -> Whole:
            if store.me is None:
                store.unclaimed.keep_session(session, people)
                keep_place(store, place)
                return session, people
            whole, everybody = session, people
            if base.created_at:
                stored, listed = _whole(store, session.id)
                whole, everybody = rebased(session, base, stored), list(rebased_all(people, known, listed))
            saved = store.sessions.record(whole, everybody, removed=dict.fromkeys(removed, TAKEN_OFF))
            keep_place(store, place)
            new = {person.id for person in people}
            return saved, [one for one in store.sessions.attendees(saved.id) if one.id in new]

        self._store.do(Work(record, self._recorded, self._not_recorded))

    def _recorded(self, whole: Whole) -> None:
        session, people = whole
        if session.id == self.form.record_id:
            self.form.note_saved(session, people)
        self.changed.emit({"session", "attendee"})

    def _not_recorded(self, error: DesaError) -> None:
        self.form.note_failed()
        self.failed.emit(error)

    def _look_for_guests(self, villages: tuple[str, ...]) -> None:
        """Who came to earlier sessions in these villages is made ready to be recognised beside the window."""
        record = self.form.record_id
        if villages:
            self._store.do(
                Work(lambda store: _guests(store, villages, record), lambda roll: self.form.set_guests(villages, roll))
            )

    def _look_for_copies(self) -> None:
        villages, record = self.form.villages.value()[0], self.form.record_id
        self._store.do(Work(lambda store: store.earlier.sessions(villages, record, _COPIES), self.form.offer_copies))

    def _read_list(self, text: str) -> None:
        self._villages.do(Work(lambda _: _pasted(text), self._show_pasted))

    def _show_pasted(self, found: AttendanceList) -> None:
        from desa_app.ui.sessions.paste_preview import PastePreview

        if not found.people:
            self.said.emit(self.tr("No name was understood in what you pasted."))
            return
        form = self.form
        dialog = PastePreview(found, form.day.value(), form.table.known_as, form.window())
        dialog.accepted_people.connect(self._add_people)
        dialog.finished.connect(dialog.deleteLater)
        dialog.finished.connect(lambda _: form.grid.setFocus())
        dialog.open()

    def _add_people(self, people: list[Attendee]) -> None:
        table = self.form.table
        table.add_people(people)
        self.form.grid.start(table.rowCount() - 1)
        text = self.tr("{count} people added from the pasted list.").format(count=len(people))
        self.undoable.emit(text, table.undo)


def _whole(store: Store, record: str) -> Whole:
    return store.unclaimed.session(record) or (store.sessions.get(record), store.sessions.attendees(record))


def _pasted(text: str) -> AttendanceList:
    from desa_app.imports.attendance_list import read_pasted

    return read_pasted(text)


def _where(store: Store, record: str) -> Place | None:
    return store.places.of("session", record) if store.records.row("session", record) else None


def _guests(store: Store, villages: tuple[str, ...], record: str) -> Roll:
    return Roll(face(guest.person, guest.day) for guest in store.earlier.people(villages, record))


def _usual(store: Store) -> Session:
    """What a new session most likely has in common with the last one of this person."""
    last, me = store.earlier.mine(), store.me
    if last is None:
        return Session(officers=(me.name,) if me else ())
    return Session(start=last.start, end=last.end, officers=last.officers, language=last.language)


def _nothing(_: object) -> None:
    """Nothing to show."""
