"""The route as an ordered list: by what means, to which place, and on from there."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCompleter, QPushButton, QWidget

from desa_app.domain.offer import Stop
from desa_app.ui.editors import TextField
from desa_app.ui.parts import Spoken, button, column, holder, label, row

_Typed = tuple[str, str]
"""A point as it stands on a line: the place, and by what means one gets there."""


class RouteField(Spoken):
    """``value`` and ``set_value`` are the points in order.

    Enter adds a point below, Alt and an arrow moves it, Ctrl+Delete takes it away, Ctrl+Z takes that back.
    Tab comes here from ``before``.
    """

    edited = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[StopLine] = []
        self.before: QWidget | None = None
        self._past: list[list[_Typed]] = []
        self._holder = column(gap=4)
        self.add = button("quiet", "plus", lambda: self.insert(len(self.lines)))
        self.undo = button("quiet", "undo-2", self.take_back)
        self.keys = label("caption", wrap=True)
        self.setFocusProxy(self.add)
        self.setLayout(column(holder(self._holder), holder(row(self.add, self.undo, None)), self.keys, gap=4))
        self.retranslate()

    def retranslate(self) -> None:
        self.add.setText(self.tr("Add a point"))
        self.undo.setText(self.tr("Undo"))
        self.undo.setVisible(bool(self._past))
        self.keys.setText(self.tr("Enter next point · Alt+↑ ↓ move · Ctrl+Delete remove · Ctrl+Z undo"))
        self.keys.setVisible(bool(self.lines))

    def value(self) -> tuple[Stop, ...]:
        """The points that say anything, in order."""
        return tuple(Stop(place, mode or None) for place, mode in self._typed() if place or mode)

    def set_value(self, value: Sequence[Stop]) -> None:
        """Show these points; nothing is left to take back."""
        self._past.clear()
        self._show([(stop.place, stop.mode or "") for stop in value])

    def insert(self, place: int) -> None:
        """Add a point and put the cursor on it."""
        typed = self._typed()
        self._change([*typed[:place], ("", ""), *typed[place:]], place)

    def remove(self, place: int) -> None:
        """Take a point away."""
        typed = self._typed()
        self._change([*typed[:place], *typed[place + 1 :]], min(place, len(typed) - 2))

    def shift(self, place: int, step: int) -> None:
        """Move a point up or down."""
        typed, to = self._typed(), place + step
        if 0 <= to < len(typed):
            typed[place], typed[to] = typed[to], typed[place]
            self._change(typed, to)

    def take_back(self) -> None:
        """Undo the last point added, moved or taken away."""
        if self._past:
            self._show(self._past.pop())
            self._enter(len(self.lines) - 1)
            self.edited.emit()

    def _typed(self) -> list[_Typed]:
        return [line.typed() for line in self.lines]

    def _change(self, typed: list[_Typed], cursor: int) -> None:
        self._past.append(self._typed())
        self._show(typed)
        self._enter(cursor)
        self.edited.emit()

    def _enter(self, place: int) -> None:
        (self.lines[place].place if 0 <= place < len(self.lines) else self.add).setFocus()

    def _show(self, typed: Sequence[_Typed]) -> None:
        while len(self.lines) > len(typed):
            gone = self.lines.pop()
            self._holder.removeWidget(gone)
            gone.hide()
            gone.deleteLater()
        while len(self.lines) < len(typed):
            self._append()
        for line, (place, mode) in zip(self.lines, typed, strict=True):
            line.show_typed(place, mode)
        for line in self.lines:
            line.show_ends(is_last=line is self.lines[-1])
        self.retranslate()

    def _append(self) -> None:
        line = StopLine(len(self.lines))
        line.edited.connect(self.edited)
        line.entered.connect(lambda: self.insert(line.number + 1))
        line.moved.connect(lambda step: self.shift(line.number, step))
        line.removed.connect(lambda: self.remove(line.number))
        line.undone.connect(self.take_back)
        before = self.lines[-1].last if self.lines else self.before
        self.lines.append(line)
        self._holder.addWidget(line)
        line.show()
        if before is not None:
            line.follow(before)


class StopLine(Spoken):
    """One point of the route."""

    edited = Signal()
    entered = Signal()
    moved = Signal(int)
    removed = Signal()
    undone = Signal()

    def __init__(self, number: int) -> None:
        super().__init__()
        self.number = number
        self.mode, self.place = TextField(), TextField()
        for field in (self.mode, self.place):
            field.edited.connect(self.edited)
            field.installEventFilter(self)
        self._count = label("muted")
        self._up = self._small("arrow-up", lambda: self.moved.emit(-1))
        self._down = self._small("arrow-down", lambda: self.moved.emit(1))
        self._away = self._small("x", self.removed.emit)
        lay = row(self._count, self.place, self.mode, self._up, self._down, self._away, gap=4)
        lay.setStretch(1, 3)
        lay.setStretch(2, 2)
        self.setLayout(lay)
        self.retranslate()

    def _small(self, picture: str, pressed: Callable[[], None]) -> QPushButton:
        return button("quiet", picture, pressed)

    def retranslate(self) -> None:
        self._count.setText(f"{self.number + 1}.")
        self.place.setPlaceholderText(self.tr("Place, e.g. Batam"))
        self.mode.setPlaceholderText(self.tr("Reached by, e.g. ferry"))
        self.place.setAccessibleName(self.tr("Point {number} of the route").format(number=self.number + 1))
        self.mode.setAccessibleName(self.tr("Means of travel to point {number}").format(number=self.number + 1))
        means = [self.tr("bus"), self.tr("car"), self.tr("motorbike"), self.tr("train"), self.tr("ferry")]
        means += [self.tr("plane"), self.tr("boat"), self.tr("on foot")]
        offer = QCompleter(means, self)
        offer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.mode.setCompleter(offer)
        for piece, name in (
            (self._up, self.tr("Move up")),
            (self._down, self.tr("Move down")),
            (self._away, self.tr("Remove this point")),
        ):
            piece.setAccessibleName(name)
            piece.setToolTip(name)

    def typed(self) -> _Typed:
        """What stands on the line."""
        return self.place.text().strip(), self.mode.text().strip()

    def show_typed(self, place: str, mode: str) -> None:
        """Write the line."""
        if self.typed() != (place, mode):
            self.place.set_value(place)
            self.mode.set_value(mode)

    def show_ends(self, *, is_last: bool) -> None:
        """Offer only the moves that are possible."""
        self._up.setEnabled(self.number > 0)
        self._down.setEnabled(not is_last)

    @property
    def last(self) -> QWidget:
        """Where Tab leaves the line."""
        return self._away

    def follow(self, before: QWidget) -> None:
        """Let Tab come here from ``before``, whatever was made first."""
        for piece in (self.place, self.mode, self._up, self._down, self._away):
            QWidget.setTabOrder(before, piece)
            before = piece

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The keys of the list come before those of the line in it: Ctrl+Delete and Ctrl+Z mean something there."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            told = self._told(Qt.Key(event.key()), event.modifiers())
            if told is not None:
                told()
                return True
        return super().eventFilter(watched, event)

    def _told(self, key: Qt.Key, held: Qt.KeyboardModifier) -> Callable[[], None] | None:
        control, alt = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not held & control:
            return self.entered.emit
        if key in _STEPS and held & alt:
            return lambda: self.moved.emit(_STEPS[key])
        if held & control:
            return {Qt.Key.Key_Delete: self.removed.emit, Qt.Key.Key_Z: self.undone.emit}.get(key)
        return None


_STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
