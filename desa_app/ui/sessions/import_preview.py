"""What was understood of an attendance list, before anything is stored: each person, and each row not taken."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QSize, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QLabel, QWidget

from desa_app.domain.attendee import Attendee
from desa_app.domain.formats import find_date
from desa_app.domain.labels import label as field_label
from desa_app.language import say
from desa_app.ui.editors import DateField
from desa_app.ui.parts import button, column, holder, label, row, show_tone
from desa_app.ui.style import px
from desa_app.ui.table import Column, RowTable, RowView
from desa_app.ui.villages.village_picker import VillagePicker

if TYPE_CHECKING:
    from desa_app.imports.person import AttendanceList, ImportedPerson


@dataclass(frozen=True)
class PreviewRow:
    """A row of the list as it was understood, or why it was not taken."""

    number: int
    cells: Sequence[str]
    note: str
    is_taken: bool


_AROUND_PILL_PX = 32
_KEPT_BACK = ("anak: nama dan HP perlu izin wali", "minor: name, phone need a guardian")
_FIELDS = ("full_name", "sex", "age", "hamlet", "occupation", "phone")


class ImportPreview(QDialog):
    """``accepted_list`` carries the list, the village and the date to store it under."""

    accepted_list = Signal(object, object, object)

    def __init__(self, name: str, found: AttendanceList, today: dt.date, parent: QWidget) -> None:
        super().__init__(parent)
        self._name = name
        self._found = found
        self.setModal(True)
        self.resize(QSize(1040, 620).boundedTo(parent.size()))
        self.title, self.understood, self.remarks = (
            label("title"),
            label("muted", wrap=True),
            label("banner", wrap=True),
        )
        self.village_title, self.day_title = label("label"), label("label")
        self.village, self.day = VillagePicker(most=1), DateField(lambda: today)
        self.day.setFixedWidth(180)
        self.day.set_value(find_date(found.hints.get("date", "")))
        self.village.line.setText(found.hints.get("village", ""))
        self.table: RowTable[PreviewRow] = RowTable()
        self.view = RowView(self.table, sortable=False)
        self.take = button("primary", "check", self._take)
        self.leave = button("", "", self.reject)
        self.note, self.lacking = RowNote(self.view, self.table), label("caption", wrap=True)
        self.village.edited.connect(self._allow)
        self.day.edited.connect(self._allow)
        self.day.edited.connect(self._show)
        where = row(
            column(self.village_title, self.village, None, gap=2), column(self.day_title, self.day, None, gap=2)
        )
        where.setStretch(0, 1)
        foot = row(self.lacking, self.leave, self.take, stretch=0)
        pieces = (self.title, self.understood, self.remarks, holder(where), self.view, self.note, foot)
        self.setLayout(column(*pieces, margin=16, gap=12, stretch=4))
        self.retranslate()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def retranslate(self) -> None:
        """Write every text in the language in use."""
        people, skipped = len(self._found.people), len(self._found.skipped)
        self.setWindowTitle(self.tr("Import attendance list"))
        self.title.setText(self.tr("Attendance list: {name}").format(name=self._name))
        text = self.tr("{people} people understood, {skipped} rows not taken. Nothing is stored yet.")
        self.understood.setText(text.format(people=people, skipped=skipped))
        show_tone(self.remarks, "\n".join(self._found.remarks), "warning")
        self.village_title.setText(field_label("session", "villages"))
        self.day_title.setText(field_label("session", "date"))
        self.take.setText(self.tr("Make the session"))
        self.leave.setText(self.tr("Not now"))
        self.table.set_columns(*preview_columns())
        self._show()
        self._allow()

    def _show(self) -> None:
        self.table.set_rows(preview_rows(self._found, self.day.value()))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.village.search()

    def _allow(self) -> None:
        ready = self.village.last is not None and self.day.value() is not None and bool(self._found.people)
        self.take.setEnabled(ready)
        self.lacking.setText("" if ready else self.tr("The session needs its village and its date."))

    def _take(self) -> None:
        self.accepted_list.emit(self._found, self.village.last, self.day.value())
        self.accept()


class RowNote(QLabel):
    """The note of the row under the cursor in full, where its column has no room for it."""

    def __init__(self, view: RowView, table: RowTable[Any]) -> None:
        super().__init__()
        self.setProperty("role", "caption")
        self.setWordWrap(True)
        self._view, self._table = view, table
        view.chosen.connect(self._say)
        view.horizontalHeader().sectionResized.connect(lambda *_: self._say())

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._say()

    def _say(self) -> None:
        place = self._view.place()
        note: str = "" if place is None else self._table.row(place).note
        room = self._view.columnWidth(1 + len(_FIELDS)) - px(_AROUND_PILL_PX)
        self.setText(note if self._view.fontMetrics().horizontalAdvance(note) > room else "")


def preview_rows(found: AttendanceList, day: dt.date | None) -> list[PreviewRow]:
    """The rows of a list in its order: people as understood, with what is kept back of who is a minor on ``day``; the
    others with the reason."""
    from desa_app.imports.person import REASONS

    def notes(one: ImportedPerson) -> str:
        minor = Attendee(age=one.age, birth_year=one.birth_year).is_minor_on(day)
        return "; ".join((*one.notes, *([say(*_KEPT_BACK)] if minor else [])))

    taken = [
        PreviewRow(
            one.row,
            (
                one.full_name,
                one.sex or "",
                str(one.age if one.age is not None else one.birth_year or ""),
                one.hamlet or "",
                one.occupation or "",
                one.phone or "",
            ),
            notes(one),
            is_taken=True,
        )
        for one in found.people
    ]
    left = [
        PreviewRow(one.row, (one.text, "", "", "", "", ""), say(*REASONS[one.reason]), is_taken=False)
        for one in found.skipped
    ]
    return sorted([*taken, *left], key=lambda one: one.number)


def preview_columns() -> list[Column[Any]]:
    """The columns of what was understood: the row, the person, and what there is to say."""
    understood: Column[Any] = Column(
        say("Terbaca", "Understood"),
        lambda one: one.note or say("semua", "all"),
        tone=lambda one: ("warning" if one.note else "success") if one.is_taken else "plain",
        width=0,
    )
    number: Column[Any] = Column(say("Baris", "Row"), lambda one: str(one.number), number=True, width=56)
    return [number, *(_cell(place, name) for place, name in enumerate(_FIELDS)), understood]


def _cell(place: int, name: str) -> Column[Any]:
    widths = {"full_name": 0, "sex": 44, "age": 56, "hamlet": 92, "occupation": 132, "phone": 126}
    title = "L/P" if name == "sex" else field_label("attendee", name)
    return Column(title, lambda one: one.cells[place], width=widths[name])
