"""One of a few words, all of them in sight: segments side by side, of which one is pressed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton

from desa_app.ui.parts import Spoken, row
from desa_app.ui.style import colour

T = TypeVar("T")
_STEPS = {Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1, Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1}
_LINE_PX = 2
_UNDER_PX = 4
"""Room below the segments for the line that says where the keyboard is."""


class SegmentRow(Spoken, Generic[T]):
    """Words as buttons, one of them pressed or none; together they are one stop of Tab, underlined while it is there.
    They begin where everything above and below them begins."""

    def __init__(self, values: Sequence[T], word: Callable[[T], str]) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._values, self._word = list(values), word
        self.buttons = [self._button(value) for value in self._values]
        lay = row(*self.buttons, None, gap=4)
        lay.setContentsMargins(0, _UNDER_PX // 2, 0, _UNDER_PX)
        self.setLayout(lay)
        self.retranslate()

    def _button(self, value: T) -> QPushButton:
        made = QPushButton()
        made.setProperty("role", "segment")
        made.setCheckable(True)
        made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        made.clicked.connect(lambda: self._choose(value))
        return made

    def retranslate(self) -> None:
        for button, value in zip(self.buttons, self._values, strict=True):
            button.setText(self._word(value))

    def _press(self, value: T | None) -> None:
        """Press the segment of a value, and no other."""
        for button, each in zip(self.buttons, self._values, strict=True):
            button.setChecked(each == value)

    def _choose(self, value: T) -> None:
        """A person pressed it."""
        raise NotImplementedError

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.hasFocus():
            width = self.buttons[-1].geometry().right() + 1
            QPainter(self).fillRect(QRect(0, self.height() - _LINE_PX, width, _LINE_PX), colour("accent"))


class Segments(SegmentRow[T]):
    """``value`` is always one of ``values``; the arrows go from one to the next."""

    chosen = Signal(object)

    def __init__(self, values: Sequence[T], word: Callable[[T], str]) -> None:
        super().__init__(values, word)
        self.set_value(self._values[0])

    def value(self) -> T:
        """What is pressed."""
        return self._value

    def set_value(self, value: T) -> None:
        """Press one without telling anybody."""
        self._value = value
        self._press(value)

    def _choose(self, value: T) -> None:
        changed = value != self._value
        self.set_value(value)
        if changed:
            self.chosen.emit(value)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _STEPS.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
            return
        place = self._values.index(self._value) + step
        if 0 <= place < len(self._values):
            self._choose(self._values[place])
