"""The people of a session as a table to type into. What can't be read stays as typed, marked, and is not stored.

Lines are immutable, so every edit keeps the lines before it and undo is only going back to them.
"""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import msgspec
from PySide6.QtCore import QAbstractTableModel, QCoreApplication, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QApplication

from desa_app.domain.attendee import Attendee, Consent, storable
from desa_app.domain.formats import find_phone
from desa_app.domain.ids import new_id
from desa_app.language import language
from desa_app.ui.style import colour, icon

Index = QModelIndex | QPersistentModelIndex
FIELDS = ("full_name", "sex", "age", "hamlet", "occupation", "phone", "plans_abroad", "guardian_consent")
BY_KEY = {
    "sex": {"L": "L", "P": "P"},
    "plans_abroad": {"Y": "ya", "T": "tidak", "N": "tidak", "U": "tidak diketahui", "?": "tidak diketahui"},
    "guardian_consent": {"Y": "ya", "T": "", "N": ""},
}
"""Columns answered by one key, without an editor."""
GUARDIAN_NOTICE = "1"
"""Version of the notice read to a guardian."""

_NARROW = ("sex", "age")
_CENTRED = ("sex", "age", "plans_abroad", "guardian_consent")
_CENTRE = Qt.AlignmentFlag.AlignCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_TO_CHOOSE = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
_TO_TYPE = _TO_CHOOSE | Qt.ItemFlag.ItemIsEditable
_LOOKS = (
    Qt.ItemDataRole.DecorationRole,
    Qt.ItemDataRole.FontRole,
    Qt.ItemDataRole.ForegroundRole,
    Qt.ItemDataRole.ToolTipRole,
)
_SIGNS = {"danger": "circle-alert", "warning": "triangle-alert"}
_UNDO_STEPS = 200
_STORES_OWN = ("session_id", "office_code", "created_at", "created_by")


@dataclass(frozen=True)
class Line:
    """One person as typed: what could be read, and by field what could not."""

    person: Attendee
    unread: dict[str, str] = field(default_factory=dict)

    @property
    def is_blank(self) -> bool:
        """Whether nothing was ever typed here."""
        return not self.unread and self.person == Attendee(id=self.person.id)


@dataclass(frozen=True)
class Mark:
    """Why a cell is marked: ``danger`` could not be read, ``warning`` is kept back or looks odd."""

    tone: str
    sentence: str


class AttendeeTable(QAbstractTableModel):
    """The lines of the grid, and one blank line below them for the next person."""

    edited = Signal()

    def __init__(self, now: Callable[[], dt.datetime]) -> None:
        super().__init__()
        self._now = now
        self._day: dt.date | None = None
        self._lines: tuple[Line, ...] = ()
        self._past: list[tuple[Line, ...]] = []
        self._future: list[tuple[Line, ...]] = []
        self._marks: dict[int, tuple[Line, dict[str, Mark]]] = {}
        self._locked = False

    def set_people(self, people: Sequence[Attendee]) -> None:
        """Show these people; nothing before can be undone."""
        self.beginResetModel()
        self._lines = tuple(Line(person) for person in people)
        self._past, self._future = [], []
        self._marks.clear()
        self.endResetModel()

    def set_locked(self, locked: bool) -> None:
        """Whether the lines are only to be read."""
        self._locked = locked

    def set_day(self, day: dt.date | None) -> None:
        """The session's date, on which a birth year becomes an age."""
        self._day = day
        self._marks.clear()
        self._repaint()

    def lines(self) -> tuple[Line, ...]:
        """Every line on which something stands."""
        return tuple(line for line in self._lines if not line.is_blank)

    def _on(self) -> dt.date:
        """The day on which ages count: the session's, or today while it has none."""
        return self._day or self._now().date()

    def storable(self, line: Line) -> Attendee:
        """The person of a line as it may be stored on the session's date."""
        return storable(line.person, self._on())

    def adopt(self, stored: Sequence[Attendee]) -> None:
        """Note what the store added to new people (when, by whom); also in what undo would bring back."""
        new = {line.person.id for line in self._lines if not line.person.created_at}
        made = {person.id: person for person in stored if person.id in new}
        known: dict[int, Line] = {}

        def noted(line: Line) -> Line:
            if line.person.id not in made or line.person.created_at:
                return line
            if id(line) not in known:
                kept = {name: getattr(made[line.person.id], name) for name in _STORES_OWN}
                known[id(line)] = replace(line, person=msgspec.structs.replace(line.person, **kept))
            return known[id(line)]

        if made:
            before = (self._lines, *self._past, *self._future)
            self._lines, *others = (tuple(map(noted, lines)) for lines in before)
            self._past, self._future = others[: len(self._past)], others[len(self._past) :]

    def add_people(self, people: Sequence[Attendee]) -> None:
        """Add people below, as one step to undo."""
        self._change((*self.lines(), *(Line(msgspec.structs.replace(person, id=self._new_id())) for person in people)))

    def _new_id(self) -> str:
        return new_id(int(self._now().timestamp() * 1000), os.urandom(10))

    def remove(self, row: int) -> None:
        """Take a line away."""
        if row < len(self._lines):
            self._change(self._lines[:row] + self._lines[row + 1 :])

    def write(self, cells: Sequence[tuple[int, str, str]]) -> None:
        """Write (row, field, text) cells as one step to undo; rows below the last are added."""
        lines = list(self._lines)
        for row, name, text in cells:
            while row >= len(lines):
                lines.append(Line(Attendee(id=self._new_id())))
            lines[row] = self._read(lines[row], name, text)
        if tuple(lines) != self._lines:
            self._change(tuple(lines))

    def undo(self) -> None:
        """Go back one step."""
        if self._past and not self._locked:
            self._future.append(self._lines)
            self._show(self._past.pop())

    def redo(self) -> None:
        """Go forward again."""
        if self._future and not self._locked:
            self._past.append(self._lines)
            self._show(self._future.pop())

    def _change(self, lines: tuple[Line, ...]) -> None:
        if self._locked:
            return
        self._past = [*self._past[-_UNDO_STEPS:], self._lines]
        self._future = []
        self._show(lines)

    def _show(self, lines: tuple[Line, ...]) -> None:
        before, after = len(self._lines), len(lines)
        first, last = _changed_span(self._lines, lines)
        if after > before:
            self.beginInsertRows(QModelIndex(), before + 1, after)
        elif after < before:
            self.beginRemoveRows(QModelIndex(), after + 1, before)
        self._lines = lines
        if after > before:
            self.endInsertRows()
        elif after < before:
            self.endRemoveRows()
        self.dataChanged.emit(self.index(first, 0), self.index(last, len(FIELDS) - 1))
        self.edited.emit()

    def _repaint(self) -> None:
        self.dataChanged.emit(self.index(0, 0), self.index(len(self._lines), len(FIELDS) - 1))

    def _read(self, line: Line, name: str, text: str) -> Line:
        text = " ".join(text.split())
        values = self._values(name, text)
        unread = {other: kept for other, kept in line.unread.items() if other != name}
        if values is None:
            unread[name] = text
            values = self._values(name, "") or {}
        return replace(line, person=msgspec.structs.replace(line.person, **values), unread=unread)

    def _values(self, name: str, text: str) -> dict[str, Any] | None:
        """What a cell's text means for the person; None where it can't be read."""
        if name == "age":
            return _age_values(text, self._now().year)
        if name == "phone":
            fits = len(text) <= 40
            return {"phone": text or None, "phone_e164": find_phone(text) if text else None} if fits else None
        if name == "guardian_consent":
            return {name: self._consent() if text else None}
        if name in BY_KEY:
            values = set(BY_KEY[name].values())
            read = BY_KEY[name].get(text.upper(), text.lower())
            return {name: read or None} if read in values or not text else None
        return {name: text or None} if len(text) <= 120 else None

    def _consent(self) -> Consent:
        return Consent(GUARDIAN_NOTICE, language(), "lisan", self._now().isoformat(timespec="seconds"))

    def text(self, row: int, name: str) -> str:
        """What stands in a cell."""
        if row >= len(self._lines):
            return ""
        line = self._lines[row]
        if name in line.unread:
            return line.unread[name]
        person = line.person
        if name == "age":
            return str(person.age if person.age is not None else person.birth_year or "")
        if name == "guardian_consent":
            return _answer_word("ya") if person.guardian_consent else ""
        if name == "plans_abroad":
            return _answer_word(person.plans_abroad)
        return str(getattr(person, name) or "")

    def mark(self, row: int, name: str) -> Mark | None:
        """What is wrong with a cell or kept back, in a sentence; None where all is well."""
        return self._marks_of(self._lines[row]).get(name) if row < len(self._lines) else None

    def _marks_of(self, line: Line) -> dict[str, Mark]:
        """The marks of a line by field, worked out once for the day and the language."""
        found = self._marks.get(id(line))
        if found is None or found[0] is not line:
            found = line, {name: mark for name in FIELDS if (mark := self._mark(line, name))}
            self._marks[id(line)] = found
        return found[1]

    def _mark(self, line: Line, name: str) -> Mark | None:
        if name in line.unread:
            return Mark(
                "danger", self.tr("“{text}” can't be read here and is not saved.").format(text=line.unread[name])
            )
        if (
            name in ("full_name", "phone")
            and getattr(line.person, name)
            and storable(line.person, self._on()) != line.person
        ):
            return Mark(
                "warning", self.tr("Under 18: name and phone are not saved until a guardian agrees (Guardian: Y).")
            )
        if name == "phone" and line.person.phone and line.person.phone_e164 is None:
            return Mark("warning", self.tr("Kept as written, but it does not look like a phone number."))
        return None

    def first_mark(self, row: int) -> Mark | None:
        """The first mark of a line, for the sentence beside the grid."""
        return next(iter(self._marks_of(self._lines[row]).values()), None) if row < len(self._lines) else None

    def marked(self) -> int:
        """How many lines have something that is not saved."""
        return sum(1 for line in self._lines if self._marks_of(line))

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._lines) + 1

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(FIELDS)

    def flags(self, index: Index) -> Qt.ItemFlag:
        return _TO_CHOOSE if self._locked or FIELDS[index.column()] in BY_KEY else _TO_TYPE

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        name = FIELDS[index.column()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return self.text(index.row(), name)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _CENTRE if name in _CENTRED else None
        if role in _LOOKS:
            return self._look(index.row(), name, role)
        return None

    def _look(self, row: int, name: str, role: int) -> Any:
        """How a mark shows: a sign before the text (a line under it where the column is narrow), the text's colour,
        and the sentence as a tip."""
        mark = self.mark(row, name)
        if role == Qt.ItemDataRole.ToolTipRole:
            return mark.sentence if mark else self.text(row, name)
        if mark is None:
            return None
        if role == Qt.ItemDataRole.ForegroundRole:
            return colour(mark.tone)
        if role == Qt.ItemDataRole.FontRole:
            return _underlined() if name in _NARROW else None
        return icon(_SIGNS[mark.tone], mark.tone) if name not in _NARROW else None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        name = FIELDS[index.column()]
        if str(value) != self.text(index.row(), name):
            self.write([(index.row(), name, str(value))])
        return True

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == Qt.ItemDataRole.TextAlignmentRole and orientation == Qt.Orientation.Horizontal:
            return _CENTRE if FIELDS[section] in _CENTRED else _LEFT
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        if orientation == Qt.Orientation.Vertical:
            return str(section + 1) if section < len(self._lines) else "+"
        return self._titles()[section]

    def _titles(self) -> tuple[str, ...]:
        return (
            self.tr("Name"),
            self.tr("L/P"),
            self.tr("Age"),
            self.tr("Hamlet"),
            self.tr("Occupation"),
            self.tr("Mobile"),
            self.tr("Abroad?"),
            self.tr("Guardian"),
        )

    def retranslate(self) -> None:
        """Write titles and marks in the language in use."""
        self._marks.clear()
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(FIELDS) - 1)
        self._repaint()


def _changed_span(before: Sequence[Line], after: Sequence[Line]) -> tuple[int, int]:
    """The first and last row that no longer show what they did."""
    shorter = min(len(before), len(after))
    first = next((row for row in range(shorter) if before[row] is not after[row]), shorter)
    if len(before) != len(after):
        return first, len(after)
    last = next((row for row in reversed(range(shorter)) if before[row] is not after[row]), first)
    return first, last


def _underlined() -> QFont:
    font = QApplication.font()
    font.setUnderline(True)
    return font


def _age_values(text: str, this_year: int) -> dict[str, int | None] | None:
    """Up to three digits are an age, four a birth year."""
    if not text:
        return {"age": None, "birth_year": None}
    number = int(text) if text.isascii() and text.isdigit() else -1
    if 0 <= number <= 120:
        return {"age": number, "birth_year": None}
    return {"age": None, "birth_year": number} if this_year - 120 <= number <= this_year else None


def _answer_word(answer: str | None) -> str:
    words = {
        "ya": QCoreApplication.translate("AttendeeTable", "Yes"),
        "tidak": QCoreApplication.translate("AttendeeTable", "No"),
        "tidak diketahui": "?",
    }
    return words.get(answer or "", "")
