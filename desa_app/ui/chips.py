"""Chips: short texts side by side that flow into further lines; pressing one takes it away."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from desa_app.ui.style import icon
from desa_app.ui.wrapping import Flow


class Chips(QWidget):
    """The chips themselves; ``removed`` tells the place of the one pressed."""

    removed = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._flow = Flow()
        self.setLayout(self._flow)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_texts(self, texts: Sequence[str], hint: str = "") -> None:
        """Show these texts; ``hint`` tells what pressing one does."""
        while (item := self._flow.takeAt(0)) is not None:
            chip = item.widget()
            assert chip is not None
            chip.hide()
            chip.deleteLater()
        for place, text in enumerate(texts):
            self._flow.addWidget(self._chip(place, text, hint))
        self.setVisible(bool(texts))
        self.updateGeometry()

    def _chip(self, place: int, text: str, hint: str) -> QPushButton:
        chip = QPushButton(text.replace("&", "&&"))
        chip.setProperty("role", "chip")
        chip.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        chip.setIcon(icon("x", "accent", trails=True))
        chip.setIconSize(QSize(16, 12))
        chip.setToolTip(hint)
        chip.setAccessibleName(f"{text} — {hint}" if hint else text)
        chip.clicked.connect(lambda: self.removed.emit(place))
        return chip
