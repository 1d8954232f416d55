"""Layouts whose widgets go on in another line where one is too short for them, each as high as it must be."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget

_FLOW_GAP = 4


class Wrapping(QLayout):
    """Keeps the items; how they lie in a given width is its subclasses' ``_place``."""

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

    def _place(self, rect: QRect, *, move: bool) -> int:
        """The height that the items need in the width of ``rect``; with ``move`` they are put there."""
        raise NotImplementedError


class Flow(Wrapping):
    """Lays its widgets in lines from left to right, as words in a paragraph, each in the middle of its line."""

    def __init__(self, gap: int = _FLOW_GAP) -> None:
        super().__init__()
        self.setSpacing(gap)

    def sizeHint(self) -> QSize:
        return self.minimumSize()

    def minimumSize(self) -> QSize:
        sizes = [item.minimumSize() for item in self._items]
        return QSize(
            max((size.width() for size in sizes), default=0), max((size.height() for size in sizes), default=0)
        )

    def _place(self, rect: QRect, *, move: bool) -> int:
        y = rect.top() - self.spacing()
        for line in self._lines(rect.width()):
            x, y, high = rect.left(), y + self.spacing(), max(size.height() for _, size in line)
            for item, size in line:
                if move:
                    item.setGeometry(QRect(QPoint(x, y + (high - size.height()) // 2), size))
                x += size.width() + self.spacing()
            y += high
        return max(0, y - rect.top())

    def _lines(self, width: int) -> list[list[tuple[QLayoutItem, QSize]]]:
        """The items that show, with their sizes, as they fit side by side."""
        lines: list[list[tuple[QLayoutItem, QSize]]] = []
        left = -1
        for item in self._items:
            if item.isEmpty():
                continue
            size = item.sizeHint().boundedTo(QSize(max(width, 1), 1000))
            if size.width() > left:
                lines.append([])
                left = width
            lines[-1].append((item, size))
            left -= size.width() + self.spacing()
        return lines


class Even(Wrapping):
    """Lays its widgets in even columns, as many as there is room for.

    ``least`` is the width in pixels below which a column does not go; the widgets then take another line. Where they
    are fewer than there is room for they are wider, unless they do not ``spread``.
    """

    def __init__(self, *inside: QWidget, least: int, gap: int, spread: bool = True) -> None:
        super().__init__()
        self._least, self._spread = least, spread
        self.setSpacing(gap)
        for widget in inside:
            self.addWidget(widget)

    def sizeHint(self) -> QSize:
        shown = self._shown()
        width = len(shown) * (self._least + self.spacing())
        return QSize(width, self.heightForWidth(max(width, 1)))

    def minimumSize(self) -> QSize:
        widest = max((item.minimumSize().width() for item in self._shown()), default=0)
        return QSize(widest, 0)

    def _shown(self) -> list[QLayoutItem]:
        return [item for item in self._items if not item.isEmpty()]

    def _place(self, rect: QRect, *, move: bool) -> int:
        shown, gap = self._shown(), self.spacing()
        if not shown:
            return 0
        room = (rect.width() + gap) // (self._least + gap)
        across = max(1, min(len(shown), room) if self._spread else room)
        width = max(1, (rect.width() - (across - 1) * gap) // across)
        y = rect.top()
        for first in range(0, len(shown), across):
            line = shown[first : first + across]
            high = max(_height(item, width) for item in line)
            for place, item in enumerate(line):
                if move:
                    spot = QPoint(rect.left() + place * (width + gap), y)
                    item.setGeometry(QRect(spot, QSize(width, _height(item, width))))
            y += high + gap
        return y - gap - rect.top()


def _height(item: QLayoutItem, width: int) -> int:
    return item.heightForWidth(width) if item.hasHeightForWidth() else item.sizeHint().height()
