"""A chart: the values as a picture that the mouse and the keyboard can ask, and as a text for who can't see it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QToolTip, QWidget

from desa_app.ui.coverage.chart_paint import Ink, Mark
from desa_app.ui.style import colour

Paint = Callable[[QPainter, QRectF, Sequence[Mark], Ink], list[QRectF]]
_EDGE = 4
_STEPS = {Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1, Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1}


class Chart(QWidget):
    """Draws marks by a function of ``chart_paint``. Pointing at a mark, or going there by the arrow keys, says it."""

    def __init__(self, paint: Paint, height: int) -> None:
        super().__init__()
        self._paint = paint
        self._height = height
        self._marks: Sequence[Mark] = ()
        self._nothing = ""
        self._places: list[QRectF] = []
        self._chosen: int | None = None
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(160, height)

    def show_marks(self, title: str, marks: Sequence[Mark], nothing: str) -> None:
        """Draw these; ``nothing`` is said where none of them counts anything."""
        self._marks = marks
        self._nothing = "" if any(mark.value for mark in marks) else nothing
        self._chosen = None
        self.setAccessibleName(title)
        self.setAccessibleDescription(self.in_words())
        self.update()

    def in_words(self) -> str:
        """Every value as a text."""
        return self._nothing or "; ".join(mark.said for mark in self._marks)

    @property
    def said(self) -> str:
        """What is said of the mark that is chosen; empty where none is."""
        return "" if self._chosen is None else self._marks[self._chosen].said

    def sizeHint(self) -> QSize:
        return QSize(320, self._height)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        inside = QRectF(self.rect()).adjusted(_EDGE, _EDGE, -_EDGE, -_EDGE)
        if self._nothing:
            painter.setPen(colour("muted"))
            wrapped = int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap)
            painter.drawText(inside, wrapped, self._nothing)
            self._places = []
        else:
            self._places = self._paint(painter, inside, self._marks, colour)
            self._paint_chosen(painter)
        if self.hasFocus():
            painter.setPen(QPen(colour("accent"), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 4, 4)

    def _paint_chosen(self, painter: QPainter) -> None:
        if self._chosen is not None:
            painter.setPen(QPen(colour("text"), 1, Qt.PenStyle.DotLine))
            painter.drawRect(self._places[self._chosen].adjusted(0, 0, -1, -1))

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            place = self._place_at(QPointF(event.pos()))
            self._tell(event.globalPos(), place)
            return True
        return super().event(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._choose(self._place_at(event.position()))

    def leaveEvent(self, event: QEvent) -> None:
        if not self.hasFocus():
            self._choose(None)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._choose(None)
        super().focusOutEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _STEPS.get(Qt.Key(event.key()))
        if step is None or not self._places:
            super().keyPressEvent(event)
            return
        last = len(self._places) - 1
        first = 0 if step > 0 else last
        self._choose(first if self._chosen is None else min(last, max(0, self._chosen + step)))
        box = self._places[self._chosen or 0]
        self._tell(self.mapToGlobal(QPoint(int(box.center().x()), int(box.center().y()))), self._chosen)
        self._speak()

    def _place_at(self, point: QPointF) -> int | None:
        return next((number for number, box in enumerate(self._places) if box.contains(point)), None)

    def _choose(self, place: int | None) -> None:
        if place != self._chosen:
            self._chosen = place
            self.update()

    def _tell(self, where: QPoint, place: int | None) -> None:
        if place is None or place >= len(self._marks):
            QToolTip.hideText()
            return
        QToolTip.showText(where, self._marks[place].said, self, QRect(self._places[place].toRect()))

    def _speak(self) -> None:
        """Tell a screen reader the mark that was gone to."""
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, self.said))
