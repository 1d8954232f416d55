"""Cari: a line to type in over the window, and under it what was found. The keyboard alone is enough."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QModelIndex, QObject, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QFrame, QLineEdit, QListView, QWidget

from desa_app.domain.search import Term
from desa_app.ui.parts import GAP, Sign, Spoken, column, holder, label, row
from desa_app.ui.search.results import NAMED, Groups, Result, ResultDrawing, ResultModel, spoken
from desa_app.ui.style import colour, fit, px

_WIDTH, _TOP, _LIST_HEIGHT = 680, 64, 440
_EDGE = 16
_PAGE = 6
_SHADE = 110
"""How much of the window shows through, of 255 less this."""


class Palette(Spoken):
    """Covers the window it is given; ``asked`` says what stands in the line, ``chosen`` which result was taken."""

    asked = Signal(str)
    chosen = Signal(object)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.hide()
        self._window = window
        self._before: QWidget | None = None
        self.line = _Line()
        self.line.textChanged.connect(self.asked)
        self.line.moved.connect(self._move)
        self.line.accepted.connect(self._take)
        self.line.left.connect(self.put_away)
        self.model = ResultModel()
        self.list = QListView()
        self.list.setObjectName("results")
        self.list.setModel(self.model)
        self.list.setItemDelegate(ResultDrawing(self.list))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setMouseTracking(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.list.entered.connect(self._point)
        self.list.clicked.connect(lambda _: self._take())
        self.nothing, self.keys = label("muted", wrap=True), label("caption")
        self.nothing.setContentsMargins(GAP, GAP, GAP, GAP)
        self.nothing.hide()
        self.setLayout(column(gap=0))
        self.panel = self._panel()
        window.installEventFilter(self)
        self.retranslate()

    def _panel(self) -> QFrame:
        top = row(Sign("search", "muted", 20), self.line, gap=GAP, stretch=1)
        top.setContentsMargins(12, 8, 12, 8)
        foot = row(self.keys)
        foot.setContentsMargins(12, 4, 12, 8)
        panel = QFrame(self)
        panel.setObjectName("palette")
        panel.setLayout(column(holder(top), self.list, self.nothing, holder(foot), gap=0, stretch=1))
        return panel

    def retranslate(self) -> None:
        self.line.setPlaceholderText(self.tr("A name, a number, a village, something to do …"))
        self.line.setAccessibleName(self.tr("Search everything"))
        self.list.setAccessibleName(self.tr("Results"))
        self.keys.setText(self.tr("↑ ↓ choose   ·   Enter opens   ·   Esc closes"))

    def bring(self) -> None:
        """Come up, empty; the focus goes back where it was when the search is put away."""
        if self.isVisible():
            self.line.selectAll()
            return
        self._before = QApplication.focusWidget()
        fit(self)
        self._cover()
        self.raise_()
        self.show()
        self.line.clear()
        self.line.setFocus()
        self.asked.emit("")

    def put_away(self) -> None:
        """Go, and give the focus back."""
        self.hide()
        before, self._before = self._before, None
        if before is not None and before.isVisible():
            before.setFocus()

    def show_groups(self, groups: Groups, asked: Sequence[Term]) -> None:
        """Show what was found; the result that was chosen stays chosen if it is still there, else the first is."""
        kept = self._current()
        self.model.set_groups(groups, asked)
        places = {result.key: place for place, result in self.model.results()}
        first = next(iter(places.values()), -1)
        self._choose(places.get(kept.key, first) if kept and self.line.is_moved else first)
        text = self.line.text().strip()
        self.nothing.setText(
            self.tr(
                "Nothing found for “{text}”. Try fewer letters, three or more digits of a number, or a village with "
                "its district."
            ).format(text=text)
        )
        self.nothing.setVisible(not places)
        self.list.setVisible(bool(places))

    def _current(self) -> Result | None:
        found = self.list.currentIndex().data(NAMED)
        return found if isinstance(found, Result) else None

    def _choose(self, place: int) -> None:
        index = self.model.index(place)
        self.list.setCurrentIndex(index)
        if place <= 1:
            self.list.scrollToTop()
        else:
            self.list.scrollTo(index)
        current = self._current()
        self.line.setAccessibleDescription(spoken(current) if current else "")

    def _point(self, index: QModelIndex) -> None:
        if isinstance(index.data(NAMED), Result):
            self.list.setCurrentIndex(index)

    def _move(self, step: int) -> None:
        places = [place for place, _ in self.model.results()]
        if not places:
            return
        now = self.list.currentIndex().row()
        at = places.index(now) if now in places else 0
        beyond = at + step
        if abs(step) == 1:
            beyond %= len(places)
        self._choose(places[max(0, min(beyond, len(places) - 1))])

    def _take(self) -> None:
        current = self._current()
        if current is not None:
            self.put_away()
            self.chosen.emit(current)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and watched is self._window and self.isVisible():
            self._cover()
        return False

    def _cover(self) -> None:
        window = self._window
        self.setGeometry(window.rect())
        width = min(px(_WIDTH), window.width() - 2 * _EDGE)
        top = _TOP if window.height() > px(_LIST_HEIGHT) + 3 * _TOP else _EDGE
        height = min(px(_LIST_HEIGHT) + px(2 * _TOP) - px(24), window.height() - top - _EDGE)
        self.panel.setGeometry(QRect((window.width() - width) // 2, top, width, height))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if not self.panel.geometry().contains(event.position().toPoint()):
            self.put_away()

    def paintEvent(self, event: QPaintEvent) -> None:
        shade = colour("nav")
        shade.setAlpha(_SHADE)
        QPainter(self).fillRect(self.rect(), shade)


class _Line(QLineEdit):
    """The line: arrows, page keys and Tab move in the list, Enter takes, Escape leaves."""

    moved = Signal(int)
    accepted = Signal()
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.is_moved = False
        self.textChanged.connect(self._typed)

    def _typed(self) -> None:
        self.is_moved = False

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            step = _STEPS.get(Qt.Key(event.key()))
            if step is not None:
                self.is_moved = True
                self.moved.emit(step)
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.accepted.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)


_STEPS = {
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_Tab: 1,
    Qt.Key.Key_Backtab: -1,
    Qt.Key.Key_PageDown: _PAGE,
    Qt.Key.Key_PageUp: -_PAGE,
}
