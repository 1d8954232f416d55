"""The list of sessions between its page and the store: what a person asks for becomes work, its result is shown."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog

from desa_app.domain.formats import show_number
from desa_app.domain.roles import Role
from desa_app.domain.session import Session
from desa_app.domain.village import Village
from desa_app.ui.list_desk import ListDesk, Steps, village_options
from desa_app.ui.list_screen import Listing
from desa_app.ui.sessions.session_list import FoundSession, SessionList
from desa_app.ui.villages.picker_service import serve_picker
from desa_app.ui.work import Work, Worker

if TYPE_CHECKING:
    from desa_app.domain.attendee import Attendee
    from desa_app.imports.person import AttendanceList
    from desa_app.reports.records import Made
    from desa_app.reports.sessions import SessionLine
    from desa_app.store.sessions import Imported, Moved, SessionRow
    from desa_app.store.store import Store
    from desa_app.store.villages import Villages


class SessionListDesk(ListDesk):
    """The sessions as a list, and the attendance lists that become sessions."""

    noun = "session"
    export_kind = "sessions"

    def __init__(
        self,
        store: Worker[Store],
        long: Worker[Store],
        villages: Worker[Villages],
        now: Callable[[], dt.datetime],
        role: Role,
    ) -> None:
        self.screen = SessionList(now)
        super().__init__(self.screen, store, long, now, role)
        self._villages = villages
        self.screen.approved.connect(self.approve)
        self.screen.returned.connect(self.send_back)
        self.screen.import_asked.connect(self.ask_file)

    def submit(self, records: Sequence[str]) -> None:
        one = self.tr("Submitted. It counts once the team lead has approved it.")
        several = self.tr("{count} sessions submitted. They count once the team lead has approved them.")
        self._store.do(
            Work(lambda store: store.sessions.submit_all(records), lambda moved: self._went_on(moved, one, several))
        )

    def approve(self, records: Sequence[str]) -> None:
        """Approve sessions that were handed in."""
        one = self.tr("Approved. The session counts now.")
        several = self.tr("{count} sessions approved. They count now.")
        self._store.do(
            Work(lambda store: store.sessions.approve_all(records), lambda moved: self._went_on(moved, one, several))
        )

    def send_back(self, record: str, field: str, comment: str) -> None:
        """Return a session with what to correct."""
        done = self.tr("Returned to the officer with your comment.")
        self._store.do(
            Work(
                lambda store: store.sessions.send_back(record, field, comment),
                lambda session: self._stepped([session], [], done),
            )
        )

    def _went_on(self, moved: Moved, one: str, several: str) -> None:
        count = len(moved.sessions)
        done = one if count == 1 else several.format(count=show_number(count))
        self._stepped(moved.sessions, moved.refused, done)

    def _listing(self, store: Store) -> Listing[SessionRow]:
        return listing(store)

    def _find(self, store: Store, record: str) -> FoundSession:
        return _found(store, record)

    def _delete(self, store: Store, records: Sequence[str], reason: str) -> None:
        store.sessions.delete_all(records, reason)

    def _restore(self, store: Store, records: Sequence[str]) -> None:
        store.sessions.restore(*records)

    def _words_of_deletion(self, count: int) -> str:
        one, several = self.tr("The session is deleted."), self.tr("{count} sessions deleted.")
        return one if count == 1 else several.format(count=show_number(count))

    def _write(
        self, store: Store, records: Sequence[str], path: Path, steps: Steps, made: Made, with_names: bool
    ) -> None:
        from desa_app.reports.sessions import write_sessions

        people = (lambda: _people(store, records, steps)) if with_names else None
        write_sessions(path, lambda: _lines(store, records, steps), people, made)

    def ask_file(self) -> None:
        """Let a person choose an attendance list, and show it."""
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
        serve_picker(dialog.village, self._store, self._villages)
        dialog.accepted_list.connect(self._import)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _import(self, found: AttendanceList, village: Village, day: dt.date) -> None:
        self._store.do(Work(lambda store: _import(store, found, village, day), self._imported))

    def _imported(self, result: Imported) -> None:
        self.said.emit(self.tr("{count} people imported.").format(count=result.added))
        self.changed.emit({"session", "attendee"})
        self.opened.emit("session", result.session.id)


def listing(store: Store) -> Listing[SessionRow]:
    """The sessions as the list shows them, with the villages they were held in."""
    from desa_app.domain.narrowing import day_text, row_text
    from desa_app.ui.words import both_words

    rows = store.sessions.listed()
    held_in = {code: name for one in rows for code, name in zip(one.codes, one.villages, strict=False)}
    known = {code: store.villages.get(code) for code in held_in}
    around = {code: f"{one.district}\n{one.regency}" if one else "" for code, one in known.items()}
    texts = [
        row_text(
            (
                *one.villages,
                one.venue,
                day_text(one.date),
                both_words(one.status),
                *one.codes,
                *(around[code] for code in one.codes),
            )
        )
        for one in rows
    ]
    return Listing(rows, texts, village_options(held_in, known))


def _found(store: Store, record: str) -> FoundSession:
    from desa_app.store.life import life

    session, people = store.sessions.get(record), store.sessions.attendees(record)
    return FoundSession(
        session, people, life(store.journal, record, store.colleagues.names()), store.me.person if store.me else ""
    )


def _lines(store: Store, records: Sequence[str], steps: Steps) -> Iterator[SessionLine]:
    from desa_app.reports.sessions import SessionLine
    from desa_app.ui.words import place_word

    rows = {one.id: one for one in store.sessions.listed()}
    for record in steps.over([record for record in records if record in rows]):
        row = rows[record]
        yield SessionLine(store.sessions.get(record), row.reached, row.on_list, row.named, place_word(row.place))


def _people(store: Store, records: Sequence[str], steps: Steps) -> Iterator[tuple[Session, Attendee | None]]:
    for record in steps.over(records):
        session = store.sessions.get(record)
        for person in store.sessions.attendees(record) or (None,):
            yield session, person


def _read(path: Path) -> AttendanceList:
    from desa_app.imports.attendance_list import read_attendance

    return read_attendance(path)


def _import(store: Store, found: AttendanceList, village: Village, day: dt.date) -> Imported:
    from desa_app.imports.attendees import to_attendees

    return store.sessions.import_list(village.code, day, to_attendees(found, day), found.digest)
