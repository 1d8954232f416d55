"""The tour of practice: one thing at a time, shown where it is, in the words of the day's work."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from desa_app.ui.parts import GAP, button, card, holder, label, row
from desa_app.ui.style import colour

_CARD_PX = 340
_AROUND = 6
_ROUND = 8.0
_EDGE = 2
"""Room at the window's edge, so that the line around a whole page is seen."""
_FOLLOW_MS = 100


class Stop(NamedTuple):
    """A stop of the tour: the page it is on, what it points at, what it is called and what is said."""

    page: str
    target: Callable[[], QWidget]
    title: str
    text: str


class Tour(QWidget):
    """Lies over the window and lets one thing show. ``went`` names the page to show, ``ended`` is said once."""

    went = Signal(str)
    ended = Signal()

    def __init__(self, stops: Sequence[Stop], window: QWidget) -> None:
        super().__init__(window)
        self._stops, self._place = stops, 0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.title, self.text, self.count = label("heading", wrap=True), label(wrap=True), label("caption")
        self.back = button("quiet", "arrow-left", lambda: self._go(-1))
        self.onward = button("primary", "", lambda: self._go(1))
        self.away = button("quiet", "x", self.end)
        self.card = card(self.title, self.text, holder(row(self.count, None, self.away, self.back, self.onward)))
        self.card.setParent(self)
        self.card.setFixedWidth(_CARD_PX)
        self._hole = QRect()
        self._follow = QTimer(self, interval=_FOLLOW_MS)
        self._follow.timeout.connect(self._lie)
        window.installEventFilter(self)

    def begin(self) -> None:
        """Show the first stop."""
        self.resize(self.window().size())
        self.show()
        self.raise_()
        self._follow.start()
        self._show()

    def end(self) -> None:
        """Leave the tour."""
        self._follow.stop()
        self.hide()
        self.ended.emit()
        self.deleteLater()

    def _go(self, step: int) -> None:
        self._place += step
        if self._place >= len(self._stops):
            self.end()
        else:
            self._show()

    def _show(self) -> None:
        stop, last = self._stops[self._place], self._place == len(self._stops) - 1
        self.went.emit(stop.page)
        self.title.setText(stop.title)
        self.text.setText(stop.text)
        self.count.setText(f"{self._place + 1}/{len(self._stops)}")
        self.away.setText(self.tr("Leave"))
        self.back.setText(self.tr("Back"))
        self.back.setVisible(self._place > 0)
        self.onward.setText(self.tr("Done") if last else self.tr("Next"))
        self.onward.setFocus()
        self._lie()

    def _lie(self) -> None:
        """Follow what is pointed at: pages lay themselves out after they are shown."""
        target = self._stops[self._place].target()
        at = QRect(target.mapTo(self.window(), QPoint()), target.size()) if target.isVisible() else QRect()
        inside = self.rect().adjusted(_EDGE, _EDGE, -_EDGE, -_EDGE)
        hole = at.adjusted(-_AROUND, -_AROUND, _AROUND, _AROUND) & inside if at.isValid() else QRect()
        self.card.adjustSize()
        self.card.move(self._spot(hole))
        if hole != self._hole:
            self._hole = hole
            self.update()

    def _spot(self, hole: QRect) -> QPoint:
        """Beside what is pointed at, on the side with the most room; in the middle where nothing is."""
        size, room = self.card.size(), self.rect().adjusted(2 * GAP, 2 * GAP, -2 * GAP, -2 * GAP)
        if not hole.isValid():
            return room.center() - QPoint(size.width() // 2, size.height() // 2)
        spots = (
            (room.bottom() - hole.bottom() - size.height(), QPoint(hole.left(), hole.bottom() + 2 * GAP)),
            (room.right() - hole.right() - size.width(), QPoint(hole.right() + 2 * GAP, hole.top())),
            (hole.left() - room.left() - size.width(), QPoint(hole.left() - size.width() - 2 * GAP, hole.top())),
            (hole.top() - room.top() - size.height(), QPoint(hole.left(), hole.top() - size.height() - 2 * GAP)),
        )
        free = next((spot for left, spot in spots if left >= 2 * GAP), room.bottomRight())
        across = min(max(free.x(), room.left()), room.right() - size.width())
        return QPoint(across, min(max(free.y(), room.top()), room.bottom() - size.height()))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        veil = QPainterPath()
        veil.addRect(self.rect())
        if self._hole.isValid():
            hole = QPainterPath()
            hole.addRoundedRect(self._hole, _ROUND, _ROUND)
            veil -= hole
        shade = colour("nav")
        shade.setAlpha(150)
        painter.fillPath(veil, shade)
        if self._hole.isValid():
            painter.setPen(QPen(colour("practice"), 3))
            painter.drawRoundedRect(self._hole, _ROUND, _ROUND)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.end()
        elif event.key() in (Qt.Key.Key_Right, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._go(1)
        elif event.key() == Qt.Key.Key_Left and self._place:
            self._go(-1)
        else:
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self.resize(self.window().size())
            self._lie()
        return False
