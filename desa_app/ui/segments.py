"""One of a few words, all of them in sight: segments side by side, of which one is pressed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPushButton

from desa_app.ui.parts import Spoken, row

T = TypeVar("T")
_STEPS = {Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1, Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1}


class Segments(Spoken, Generic[T]):
    """``value`` is always one of ``values``; the arrows go from one to the next. One stop of Tab."""

    chosen = Signal(object)

    def __init__(self, values: Sequence[T], word: Callable[[T], str]) -> None:
        super().__init__()
        self.setObjectName("answer")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._values, self._word = list(values), word
        self._value = self._values[0]
        self.buttons = [self._button(value) for value in self._values]
        self.setLayout(row(*self.buttons, None, margin=2, gap=4))
        self.set_value(self._value)
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

    def value(self) -> T:
        """What is pressed."""
        return self._value

    def set_value(self, value: T) -> None:
        """Press one without telling anybody."""
        self._value = value
        for button, each in zip(self.buttons, self._values, strict=True):
            button.setChecked(each == value)

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
