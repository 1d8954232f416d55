"""The people of a session as a table to type into. What can't be read stays as typed, marked, and is not stored.

Lines are immutable, so every edit keeps the lines before it and undo is only going back to them.
"""

from __future__ import annotations

import datetime as dt
import os
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import msgspec
from PySide6.QtCore import QAbstractTableModel, QCoreApplication, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QApplication

from desa_app.domain.attendee import Attendee, Consent, storable
from desa_app.domain.duplicates import Face, Roll, face
from desa_app.domain.formats import find_phone, show_date
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
_SIGNS = {"danger": "circle-alert", "warning": "triangle-alert", "accent": "history"}
COMPLETED = ("hamlet", "occupation")
"""Columns that are completed while typing, by what stands above and what earlier sessions know."""
FILLED = ("full_name", "sex", "age", "hamlet", "occupation", "phone")
"""What is known of somebody who came before, in the order of the columns."""
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
    """Why a cell is marked: ``danger`` could not be read, ``warning`` is kept back or looks odd, ``accent`` is only
    worth knowing."""

    tone: str
    sentence: str


@dataclass(frozen=True)
class Known:
    """What is known of somebody to be added, in a sentence, and whether they may stand on the list already."""

    sentence: str
    is_listed: bool


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
        self._faces: dict[int, tuple[Line, Face]] = {}
        self._roll: Roll | None = None
        self._guests = Roll()
        self._known: dict[str, tuple[str, ...]] = {}
        self._typed: tuple[int, Line] | None = None
        self._locked = False

    def set_people(self, people: Sequence[Attendee]) -> None:
        """Show these people; nothing before can be undone."""
        self.beginResetModel()
        self._lines = tuple(Line(person) for person in people)
        self._past, self._future = [], []
        self._typed = None
        self._forget()
        self.endResetModel()

    def set_guests(self, guests: Roll) -> None:
        """Who came to earlier sessions here, the latest first: they are recognised, and what they were is completed."""
        self._guests = guests
        self._known = {name: _by_frequency(getattr(one.person, name) for one in guests.faces) for name in COMPLETED}
        self._repaint()

    def _forget(self) -> None:
        """What was worked out for the lines counts no more."""
        self._marks.clear()
        self._faces.clear()
        self._roll = None

    def set_locked(self, locked: bool) -> None:
        """Whether the lines are only to be read."""
        self._locked = locked

    @property
    def is_locked(self) -> bool:
        """Whether the lines are only to be read."""
        return self._locked

    @property
    def is_typing(self) -> bool:
        """Whether a cell is being typed in."""
        return self._typed is not None

    def set_day(self, day: dt.date | None) -> None:
        """The session's date, on which a birth year becomes an age."""
        self._day = day
        self._forget()
        self._repaint()

    def lines(self) -> tuple[Line, ...]:
        """Every line on which something stands, what is being typed included."""
        return tuple(line for line in self._with_typed() if not line.is_blank)

    def _with_typed(self) -> tuple[Line, ...]:
        if self._typed is None:
            return self._lines
        row, line = self._typed
        return (*self._lines[:row], line, *self._lines[row + 1 :])

    def line(self, row: int) -> Line | None:
        """The line of a row as it is being typed; None below the last."""
        if self._typed is not None and self._typed[0] == row:
            return self._typed[1]
        return self._lines[row] if row < len(self._lines) else None

    def type(self, row: int, name: str, text: str) -> None:
        """Somebody types in a cell: what stands there so far is kept as the rest is, but is no step to undo yet."""
        if self._locked:
            return
        before = self._lines[row] if row < len(self._lines) else self._fresh(row)
        self._typed = row, self._read(before, name, text)
        self.edited.emit()

    def end_typing(self) -> None:
        """The cell's editor is closed: what was not written into the cell is given up."""
        if self._typed is not None:
            self._typed = None
            self.edited.emit()

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
                lines.append(self._fresh(len(lines)))
            lines[row] = self._read(lines[row], name, text)
        if tuple(lines) != self._lines:
            self._change(tuple(lines))

    def _fresh(self, row: int) -> Line:
        """A blank line; of the person that is being typed there, where somebody is."""
        typed = self._typed[1].person.id if self._typed is not None and self._typed[0] == row else ""
        return Line(Attendee(id=typed or self._new_id()))

    def allow(self, row: int) -> None:
        """The guardian of the person on this line agrees."""
        self.write([(row, "guardian_consent", "ya")])

    def fill(self, row: int) -> None:
        """Write what earlier sessions know of the person on this line into the cells that are empty."""
        guest = self.guest(row)
        if guest is not None:
            known = [(name, _known_text(guest, name, self._on())) for name in FILLED]
            self.write([(row, name, text) for name, text in known if text and not self.text(row, name)])

    def guest(self, row: int) -> Face | None:
        """Who at an earlier session may be the person on this line."""
        line = self.line(row)
        place = self._guests.find(self._face(line)) if line is not None else None
        return None if place is None else self._guests.faces[place]

    def twin(self, row: int) -> int | None:
        """The row above on which the same person may stand already."""
        line = self.line(row)
        if line is None:
            return None
        if self._roll is None:
            self._roll = Roll(map(self._face, self._lines))
        return self._roll.find(self._face(line), row)

    def known_as(self, person: Attendee) -> Known:
        """What is known here of somebody to be added: that they may stand on the list, or came before."""
        self._roll = self._roll or Roll(map(self._face, self._lines))
        wanted = face(person, self._on())
        place = self._roll.find(wanted)
        if place is not None:
            return Known(self._twin_sentence(place), is_listed=True)
        place = self._guests.find(wanted)
        return Known("" if place is None else self._guest_sentence(self._guests.faces[place]), is_listed=False)

    def _is_typed(self, line: Line) -> bool:
        """Whether a line is only on its way, so that nothing is kept of it."""
        return self._typed is not None and self._typed[1] is line

    def _face(self, line: Line) -> Face:
        if self._is_typed(line):
            return face(line.person, self._on())
        found = self._faces.get(id(line))
        if found is None or found[0] is not line:
            found = line, face(line.person, self._on())
            self._faces[id(line)] = found
        return found[1]

    def completed(self, row: int, name: str, begun: str) -> str:
        """What a text that was begun in a cell is likely to become: as on the lines above, the nearest first, else as
        at earlier sessions; empty where nothing begins so. Whole words are taken as they are: who types ``Krajan``
        means no ``Krajan Kidul``."""
        if name not in COMPLETED or not begun.strip():
            return ""
        above = (getattr(line.person, name) or "" for line in reversed(self._lines[:row]))
        start = begun.casefold()
        longer = (text for text in (*above, *self._known.get(name, ())) if text.casefold().startswith(start))
        likely = next((text for text in longer if len(text) > len(begun)), "")
        return "" if likely[len(begun) :].startswith(" ") else likely

    def undo(self) -> None:
        """Go back one step."""
        if self._past and not self._locked:
            self._future.append(self._lines)
            self._show(self._past.pop())

    @property
    def can_undo(self) -> bool:
        """Whether there is a step to go back."""
        return bool(self._past)

    @property
    def can_redo(self) -> bool:
        """Whether there is a step to go forward again."""
        return bool(self._future)

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
        self._typed = self._roll = None
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
        """What is wrong with a cell, kept back or worth knowing, in a sentence; None where all is well."""
        line = self._lines[row] if row < len(self._lines) else None
        if line is None:
            return None
        found = self._marks_of(line).get(name)
        return self._likeness(row) if found is None and name == "full_name" else found

    def _likeness(self, row: int) -> Mark | None:
        """That the person may stand above already, or came before."""
        place = self.twin(row)
        if place is not None:
            return Mark("warning", self._twin_sentence(place))
        guest = self.guest(row)
        return Mark("accent", self._guest_sentence(guest)) if guest else None

    def _twin_sentence(self, place: int) -> str:
        who = self._describe(self._lines[place].person)
        return self.tr("Line {row} may be the same person: {who}.").format(row=place + 1, who=who)

    def _guest_sentence(self, guest: Face) -> str:
        day = show_date(guest.day) if guest.day else "?"
        text = self.tr("May be {who}, who also came on {date}.")
        return text.format(who=self._describe(guest.person), date=day)

    def _describe(self, person: Attendee) -> str:
        """``Siti Aminah, 34, Krajan``: what is known of somebody, to tell them from a namesake."""
        age = str(person.age if person.age is not None else person.birth_year or "")
        parts = (person.full_name, age, person.hamlet, "" if person.full_name else person.phone)
        return ", ".join(part for part in parts if part)

    def _marks_of(self, line: Line) -> dict[str, Mark]:
        """The marks of a line by field, worked out once for the day and the language."""
        found = self._marks.get(id(line))
        if found is None or found[0] is not line:
            found = line, {name: mark for name in FIELDS if (mark := self._mark(line, name))}
            if not self._is_typed(line):
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
        """The first mark of a line as it is being typed, for the sentence beside the grid."""
        line = self.line(row)
        return None if line is None else next(iter(self._marks_of(line).values()), None) or self._likeness(row)

    def waits_for_guardian(self, row: int) -> bool:
        """Whether the name or number on a line is kept back until a guardian agrees."""
        line = self.line(row)
        return line is not None and self.storable(line) != line.person

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


def _by_frequency(texts: Iterable[str | None]) -> tuple[str, ...]:
    return tuple(text for text, _ in Counter(filter(None, texts)).most_common())


def _known_text(guest: Face, name: str, day: dt.date) -> str:
    """What is known for a column; an age has grown since."""
    person = guest.person
    if name != "age":
        return str(getattr(person, name) or "")
    if person.birth_year or person.age is None:
        return str(person.birth_year or "")
    return str(person.age + day.year - (guest.day or day).year)


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
