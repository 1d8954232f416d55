"""Chips: short texts side by side that flow into further lines; pressing one takes it away, and Backspace in the empty
line above them the last one, so that Tab goes from field to field and not over chips."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QPushButton, QSizePolicy, QWidget

from desa_app.ui.style import icon
from desa_app.ui.wrapping import Flow


class Chips(QWidget):
    """The chips themselves; ``removed`` tells the place of the one pressed."""

    removed = Signal(int)

    def __init__(self, line: QLineEdit) -> None:
        super().__init__()
        self._line = line
        line.installEventFilter(self)
        self._flow = Flow()
        self.setLayout(self._flow)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            count = self._flow.count()
            if event.key() == Qt.Key.Key_Backspace and count and not self._line.text() and not event.isAutoRepeat():
                self.removed.emit(count - 1)
                return True
        return False

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
        chip.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        chip.setAccessibleName(f"{text} — {hint}" if hint else text)
        chip.clicked.connect(lambda: self.removed.emit(place))
        return chip
