"""A condition that holds or not: a button that stays pressed, with a box that is ticked."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize
from PySide6.QtWidgets import QPushButton

from desa_app.ui.style import icon


class Toggle(QPushButton):
    """A button that stays pressed; its box says so as well as its colour."""

    def __init__(self) -> None:
        super().__init__()
        self.setCheckable(True)
        self.setAutoDefault(False)
        self.setProperty("role", "condition")
        self.setIconSize(QSize(16, 16))
        self.toggled.connect(lambda _: self._tick())
        self._tick()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._tick()

    def _tick(self) -> None:
        self.setIcon(icon("square-check", "accent") if self.isChecked() else icon("square", "muted"))
