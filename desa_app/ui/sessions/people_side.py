"""The people of a session: the grid, what is marked on the line under the cursor, and the keys that mend it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence

from PySide6.QtCore import QTimer, Signal

from desa_app.domain.attendee import Attendee
from desa_app.domain.duplicates import Roll
from desa_app.domain.tally import Tally, tally
from desa_app.ui.parts import GAP, Spoken, button, column, holder, label, row
from desa_app.ui.sessions.attendee_grid import COMMANDS, AttendeeGrid
from desa_app.ui.sessions.attendee_table import FIELDS, AttendeeTable, Mark
from desa_app.ui.style import set_role

_SAID_PX = 40
"""The height of the line below the grid, whatever it says: the grid stays where it is."""
_LOOK_MS = 120
"""Pause in typing after which is said what the line means."""


class PeopleSide(Spoken):
    """``edited`` tells that the list changed, ``counted`` hands on what it counts then, ``moved`` that the cursor went
    to another cell."""

    edited = Signal()
    counted = Signal(object)
    moved = Signal()

    def __init__(self, now: Callable[[], dt.datetime]) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self._now = now
        self._day: dt.date | None = None
        self.table = AttendeeTable(now)
        self.grid = AttendeeGrid(self.table)
        self._look = QTimer(self, singleShot=True, interval=_LOOK_MS)
        self._look.timeout.connect(self._look_at)
        self.table.edited.connect(self._note)
        self.table.dataChanged.connect(lambda *_: self.explain())
        self.grid.row_entered.connect(lambda _: self.explain())
        self.grid.selectionModel().currentChanged.connect(lambda *_: self.moved.emit())
        self.people = label("heading")
        self.rule = label("hint", wrap=True)
        self.keys = label("caption", wrap=True)
        self.remove = button("quiet", "trash-2", self.grid.remove_line)
        self.undo = button("quiet", "undo-2", self.table.undo)
        self.allow = button("", "shield-check", lambda: self._mend(self.table.allow))
        self.fill = button("", "user-check", lambda: self._mend(self.table.fill))
        top = holder(row(self.people, None, self.undo, self.remove))
        said = holder(row(self.keys, self.rule, self.fill, self.allow, stretch=1))
        said.setMinimumHeight(_SAID_PX)
        self.setLayout(column(top, self.grid, said, margin=GAP, stretch=1))
        self.retranslate()

    def retranslate(self) -> None:
        self.grid.setAccessibleName(self.tr("People"))
        self.keys.setText(
            self.tr(
                "Tab next field · Enter next person · L/P sex · Ctrl+D same as above · Ctrl+V paste · Ctrl+Z undo · "
                "Esc done · Alt+1–6 sections"
            )
        )
        for piece, text, command in (
            (self.undo, self.tr("Undo"), "undo"),
            (self.remove, self.tr("Remove line"), "remove"),
            (self.allow, self.tr("The guardian agrees"), "allow"),
            (self.fill, self.tr("Fill in"), "fill"),
        ):
            piece.setText(text)
            piece.setToolTip(f"{text} ({COMMANDS[command]})")
        self.allow.setText(f"{self.allow.text()}  {COMMANDS['allow']}")
        self.fill.setText(f"{self.fill.text()}  {COMMANDS['fill']}")
        self.people.setToolTip("Alt+P")
        self.table.retranslate()
        self._count()
        self.explain()

    def set_people(self, people: Sequence[Attendee], day: dt.date | None) -> None:
        """Show a session's people as they were on its day."""
        self._day = day
        self.table.set_day(day)
        self.table.set_people(people)
        self.table.set_guests(Roll())
        self._count()

    def set_day(self, day: dt.date | None) -> None:
        """The session's date, on which a birth year becomes an age."""
        self._day = day
        self.table.set_day(day)
        self._count()

    def set_locked(self, locked: bool) -> None:
        """Whether the people are only to be read."""
        self.table.set_locked(locked)
        for piece in (self.undo, self.remove):
            piece.setHidden(locked)
        self.explain()

    def storable(self) -> list[Attendee]:
        """The people as they may be stored."""
        return [self.table.storable(line) for line in self.table.lines()]

    def tally(self) -> Tally:
        """What the list counts."""
        return tally(self.storable(), self._day or self._now().date())

    def _note(self) -> None:
        """Something changed; while a cell is typed in, what that means is said after a pause."""
        self.edited.emit()
        if self.table.is_typing:
            self._look.start()
        else:
            self._count()

    def _look_at(self) -> None:
        self._count()
        self.explain()

    def _count(self) -> None:
        listed = self.tally()
        self.undo.setEnabled(self.table.can_undo)
        self.people.setText(self.tr("People ({count})").format(count=listed.listed))
        self.counted.emit(listed)

    def _mend(self, command: Callable[[int], None]) -> None:
        command(self.grid.row())
        self.grid.setFocus()

    def _mark(self, row: int) -> Mark | None:
        """What is marked in the cell under the cursor, else first on its line; while somebody types there, on the line
        as it is then."""
        column = self.grid.currentIndex().column()
        own = self.table.mark(row, FIELDS[column]) if column >= 0 and not self.table.is_typing else None
        return own or self.table.first_mark(row)

    def explain(self) -> None:
        """Say what is marked under the cursor, else how many lines are marked at all."""
        here = self.grid.row()
        mark, marked = self._mark(here), self.table.marked()
        text = ""
        if mark:
            text = self.tr("Line {row}: {sentence}").format(row=here + 1, sentence=mark.sentence)
        elif marked:
            text = self.tr("{count} lines have something to look at; it is marked.").format(count=marked)
        self.rule.setText(text)
        set_role(self.rule, role={"danger": "wrong", "accent": "caption"}.get(mark.tone if mark else "", "hint"))
        can_mend = not self.table.is_locked
        waits = can_mend and self.table.waits_for_guardian(here)
        self.rule.setVisible(bool(text))
        self.keys.setVisible(not text and can_mend)
        self.allow.setVisible(waits)
        self.fill.setVisible(can_mend and not waits and mark is not None and mark.tone == "accent")
