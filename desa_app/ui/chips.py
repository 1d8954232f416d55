"""Chips: short texts side by side that flow into further lines; pressing one takes it away."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtWidgets import QLayout, QLayoutItem, QPushButton, QSizePolicy, QWidget

from desa_app.ui.style import icon

_GAP = 4


class Flow(QLayout):
    """Lays its widgets in lines from left to right, as words in a paragraph."""

    def __init__(self) -> None:
        super().__init__()
        self._items: list[QLayoutItem] = []
        self.setContentsMargins(0, 0, 0, 0)

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem:
        return self._items[index] if 0 <= index < len(self._items) else None  # type: ignore[return-value]

    def takeAt(self, index: int) -> QLayoutItem:
        return self._items.pop(index) if 0 <= index < len(self._items) else None  # type: ignore[return-value]

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._place(QRect(0, 0, width, 0), move=False)

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        self._place(rect, move=True)

    def sizeHint(self) -> QSize:
        return self.minimumSize()

    def minimumSize(self) -> QSize:
        sizes = [item.minimumSize() for item in self._items]
        return QSize(
            max((size.width() for size in sizes), default=0), max((size.height() for size in sizes), default=0)
        )

    def _place(self, rect: QRect, *, move: bool) -> int:
        x, y, line = rect.left(), rect.top(), 0
        for item in self._items:
            size = item.sizeHint().boundedTo(QSize(max(rect.width(), 1), 1000))
            if x > rect.left() and x + size.width() > rect.right() + 1:
                x, y, line = rect.left(), y + line + _GAP, 0
            if move:
                item.setGeometry(QRect(QPoint(x, y), size))
            x += size.width() + _GAP
            line = max(line, size.height())
        return y + line - rect.top()


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
        chip.setIcon(icon("x", "accent"))
        chip.setIconSize(QSize(12, 12))
        chip.setToolTip(hint)
        chip.setAccessibleName(f"{text} — {hint}" if hint else text)
        chip.clicked.connect(lambda: self.removed.emit(place))
        return chip
