"""What was understood of a pasted list, before anybody is added: each person, who is known, each row left out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QWidget

from desa_app.domain.attendee import Attendee
from desa_app.ui.parts import button, column, label, row, show_tone
from desa_app.ui.sessions.attendee_table import Known
from desa_app.ui.sessions.import_preview import PreviewRow, RowNote, preview_columns, preview_rows
from desa_app.ui.table import Column, RowTable, RowView

if TYPE_CHECKING:
    from desa_app.imports.person import AttendanceList


@dataclass(frozen=True)
class _Row(PreviewRow):
    """``person`` is who would be added; None for a row that gave nobody."""

    person: Attendee | None = None


class PastePreview(QDialog):
    """``accepted_people`` carries the people to add. Enter adds them, Space leaves one out or takes them in."""

    accepted_people = Signal(object)

    def __init__(
        self, found: AttendanceList, day: dt.date | None, known: Callable[[Attendee], Known], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._found = found
        self._day = day
        self._known = known
        self.setModal(True)
        self.resize(QSize(1120, 600).boundedTo(parent.size()))
        self.title, self.understood = label("title"), label(wrap=True)
        self.remarks, self.keys = label("banner", wrap=True), label("caption", wrap=True)
        self.table: RowTable[_Row] = RowTable()
        self.view = RowView(self.table, sortable=False)
        self.view.doubleClicked.connect(lambda index: self._turn(index.row()))
        self.view.installEventFilter(self)
        self.take = button("primary", "check", self._take)
        self.leave = button("", "", self.reject)
        self.note = RowNote(self.view, self.table)
        foot = row(self.keys, self.leave, self.take, stretch=0)
        self.setLayout(
            column(self.title, self.understood, self.remarks, self.view, self.note, foot, margin=16, gap=12, stretch=3)
        )
        self._rows = self._read()
        self.retranslate()
        self.take.setDefault(True)
        self.take.setFocus()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            chosen = [one.is_taken for one in self._rows]
            self._rows = [replace(one, is_taken=was) for one, was in zip(self._read(), chosen, strict=True)]
            self.retranslate()
        super().changeEvent(event)

    def retranslate(self) -> None:
        """Write every text in the language in use."""
        self.setWindowTitle(self.tr("Pasted list"))
        self.title.setText(self.tr("Pasted list"))
        show_tone(self.remarks, "\n".join(self._found.remarks), "warning")
        self.leave.setText(self.tr("Not now"))
        self.keys.setText(self.tr("Space leaves a row out or takes it in"))
        self.view.setAccessibleName(self.tr("Pasted list"))
        self.table.set_columns(
            *preview_columns(),
            Column(self.tr("Added"), lambda one: self.tr("yes") if one.is_taken else self.tr("no"), width=76),
        )
        self._show()

    def _read(self) -> list[_Row]:
        from desa_app.imports.attendees import to_attendee

        people = iter([to_attendee(one) for one in self._found.people])
        taken_rows = {one.row: next(people) for one in self._found.people}
        return [self._told(one, taken_rows.get(one.number)) for one in preview_rows(self._found, self._day)]

    def _told(self, one: PreviewRow, person: Attendee | None) -> _Row:
        known = self._known(person) if person is not None and one.is_taken else Known("", False)
        note = "; ".join(part for part in (known.sentence, one.note) if part)
        is_taken = one.is_taken and not known.is_listed
        return _Row(one.number, one.cells, note, is_taken, person if one.is_taken else None)

    def _show(self) -> None:
        here = self.view.currentIndex()
        self.table.set_rows(self._rows)
        self.view.setCurrentIndex(self.table.index(max(here.row(), 0), max(here.column(), 0)))
        count = len(self._chosen())
        text = self.tr("{people} people to add, {skipped} rows left out. Nothing is added yet.")
        self.understood.setText(text.format(people=count, skipped=len(self._rows) - count))
        self.take.setText(self.tr("Add {count} people").format(count=count))
        self.take.setEnabled(count > 0)

    def _chosen(self) -> list[Attendee]:
        return [one.person for one in self._rows if one.is_taken and one.person is not None]

    def _turn(self, place: int) -> None:
        """Leave a row out, or take it in; one that gave nobody stays out."""
        one = self._rows[place]
        if one.person is not None:
            self._rows[place] = replace(one, is_taken=not one.is_taken)
            self._show()

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and watched is self.view:
            if event.key() == Qt.Key.Key_Space:
                self._turn(self.view.currentIndex().row())
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._take()
                return True
        return super().eventFilter(watched, event)  # type: ignore[arg-type]

    def _take(self) -> None:
        people = self._chosen()
        if people:
            self.accepted_people.emit(people)
            self.accept()
