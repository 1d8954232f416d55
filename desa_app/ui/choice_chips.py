"""Several of a list of choices as chips to press, all of them in sight, and a line for what is not among them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPushButton

from desa_app.domain.reference import Choice
from desa_app.ui.editors import ListField
from desa_app.ui.parts import Spoken, column, holder
from desa_app.ui.style import icon
from desa_app.ui.wrapping import Flow

_SIGN_PX = 12
_STEPS = {
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Up: -1,
}


class ChoiceChips(Spoken):
    """``value`` holds the codes of what is pressed and the other texts, in the order they were chosen.

    The chips are one stop of Tab: arrows go from one to the next, a letter to the next that begins with it, Space
    presses.
    """

    edited = Signal()

    def __init__(self, choices: Sequence[Choice]) -> None:
        super().__init__()
        self._choices = choices
        self._values: list[str] = []
        self.chips = {choice.code: _Toggle() for choice in choices}
        flow = Flow()
        for code, chip in self.chips.items():
            chip.clicked.connect(lambda _, code=code: self._press(code))
            chip.stepped.connect(self._step)
            chip.lettered.connect(self._seek)
            flow.addWidget(chip)
        self.others = ListField(choices)
        self.others.edited.connect(self._take_others)
        self._reach(next(iter(self.chips.values())))
        self.setFocusProxy(next(iter(self.chips.values())))
        self.setLayout(column(holder(flow), self.others, gap=4))
        self.retranslate()

    def retranslate(self) -> None:
        for choice in self._choices:
            self.chips[choice.code].name(str(choice.label))
        self.others.line.setPlaceholderText(self.tr("Something else? Type it and press Enter"))
        self.others.line.setAccessibleName(self.tr("Something else"))

    def value(self) -> tuple[str, ...]:
        return tuple(self._values)

    def set_value(self, value: Sequence[str]) -> None:
        self._values = list(value)
        for code, chip in self.chips.items():
            chip.press(code in self._values)
        self.others.set_value([one for one in self._values if one not in self.chips])
        self.others.line.setPlaceholderText(self.tr("Something else? Type it and press Enter"))

    def _press(self, code: str) -> None:
        chosen = [one for one in self._values if one != code]
        self.set_value(chosen if code in self._values else [*chosen, code])
        self.edited.emit()

    def _take_others(self) -> None:
        """What stands in the line's own list now; a choice that was typed there is pressed instead."""
        written = self.others.value()
        kept = [one for one in self._values if one in self.chips or one in written]
        self.set_value([*kept, *(one for one in written if one not in kept)])
        self.edited.emit()

    def _step(self, step: int) -> None:
        order = list(self.chips.values())
        focused = next((place for place, chip in enumerate(order) if chip.hasFocus()), 0)
        self._reach(order[max(0, min(focused + step, len(order) - 1))], focus=True)

    def _seek(self, letter: str) -> None:
        order = list(self.chips.values())
        focused = next((place for place, chip in enumerate(order) if chip.hasFocus()), 0)
        after = order[focused + 1 :] + order[: focused + 1]
        found = next((chip for chip in after if chip.text().casefold().startswith(letter.casefold())), None)
        if found is not None:
            self._reach(found, focus=True)

    def _reach(self, chip: _Toggle, *, focus: bool = False) -> None:
        """Make one chip the stop of Tab."""
        for each in self.chips.values():
            each.setFocusPolicy(Qt.FocusPolicy.StrongFocus if each is chip else Qt.FocusPolicy.ClickFocus)
        self.setFocusProxy(chip)
        if focus:
            chip.setFocus(Qt.FocusReason.TabFocusReason)


class _Toggle(QPushButton):
    """A chip that stays pressed; a tick says so beside its colour."""

    stepped = Signal(int)
    lettered = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "toggle")
        self.setCheckable(True)
        self.setAutoDefault(False)
        self.setIconSize(QSize(_SIGN_PX, _SIGN_PX))
        self.press(False)

    def name(self, text: str) -> None:
        """Write what the chip stands for."""
        self.setText(text.replace("&", "&&"))
        self.setAccessibleName(text)

    def press(self, is_pressed: bool) -> None:
        """Show whether it is chosen."""
        self.setChecked(is_pressed)
        self.setIcon(icon("check", "on_accent") if is_pressed else icon("plus", "muted"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _STEPS.get(Qt.Key(event.key()))
        if step is not None:
            self.stepped.emit(step)
        elif event.text().strip() and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.lettered.emit(event.text())
        else:
            super().keyPressEvent(event)
