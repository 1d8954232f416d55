"""The way through the conversation: its parts in order, and how far each is answered."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QPushButton

from desa_app.ui.parts import Spoken, column
from desa_app.ui.style import icon, px, set_role

_WIDE_PX, _NARROW_PX = 168, 52


class Steps(Spoken):
    """The way through the conversation: every part with how far it is answered; pressing one goes there.

    Alt and its number do the same. ``chosen`` tells the place of the part.
    """

    chosen = Signal(int)

    def __init__(self, count: int) -> None:
        super().__init__()
        self.setObjectName("steps")
        self.names = [""] * count
        self._counts = [(0, 0)] * count
        self._is_compact = False
        self.steps = [self._step(place) for place in range(count)]
        self.setLayout(column(*self.steps, None, gap=2))
        self.setFixedWidth(_WIDE_PX)

    def _step(self, place: int) -> QPushButton:
        step = QPushButton()
        step.setProperty("role", "step")
        step.setAutoDefault(False)
        step.setIconSize(QSize(16, 16))
        step.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        step.clicked.connect(lambda: self.chosen.emit(place))
        return step

    def name(self, names: list[str]) -> None:
        """Write the names of the parts."""
        self.names = names
        self.retranslate()

    def show_counts(self, counts: list[tuple[int, int]]) -> None:
        """Show how many questions of each part are answered, of how many; 0 of 0 where there is nothing to count."""
        if counts != self._counts:
            self._counts = counts
            self.retranslate()

    def show_place(self, here: int) -> None:
        """Mark the part that the cursor is in."""
        for place, step in enumerate(self.steps):
            set_role(step, here="true" if place == here else "false")

    def set_compact(self, compact: bool) -> None:
        """Take little room, or all that the names need."""
        if compact != self._is_compact:
            self._is_compact = compact
            self.setFixedWidth(px(_NARROW_PX if compact else _WIDE_PX))
            self.retranslate()

    def retranslate(self) -> None:
        for place, (step, name, (answered, total)) in enumerate(zip(self.steps, self.names, self._counts, strict=True)):
            number = place + 1
            step.setText(f"{number}" if self._is_compact else f"{number}  {name}")
            step.setIcon(icon(_picture(answered, total), "success" if answered and answered == total else "muted"))
            step.setShortcut(f"Alt+{number}")
            told = self.tr("{answered} of {total} answered").format(answered=answered, total=total) if total else ""
            step.setToolTip(" · ".join(part for part in (name, told, f"Alt+{number}") if part))
            step.setAccessibleName(name)
            step.setAccessibleDescription(told)


def _picture(answered: int, total: int) -> str:
    if not answered:
        return "circle"
    return "circle-check" if answered == total else "circle-dot"
