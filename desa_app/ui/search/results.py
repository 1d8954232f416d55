"""The results of a search as a list: groups with a heading, each result in two lines, what matched made bold."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QPointF, QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QTextCharFormat, QTextLayout
from PySide6.QtWidgets import QApplication, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from desa_app.domain.search import Term, marks
from desa_app.ui.style import colour, icon, px

Index = QModelIndex | QPersistentModelIndex
_ROW_PX, _SHORT_PX, _HEADING_PX, _SIGN_PX, _MARGIN_PX = 46, 34, 26, 18, 12
_BODY_PX, _SMALL_PX = 14, 12
_LEFT_BOTTOM = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom
NAMED = Qt.ItemDataRole.UserRole
"""The role under which the model hands out the row itself."""


class Result(NamedTuple):
    """Something found. ``key`` tells it from others, ``side`` stands at the right: a number, or a command's keys."""

    key: tuple[str, str]
    picture: str
    title: str
    detail: str
    side: str
    run: Callable[[], None]


class Heading(NamedTuple):
    """What a group of results is called."""

    text: str


Row = Result | Heading
Groups = Sequence[tuple[str, Sequence[Result]]]


class ResultModel(QAbstractListModel):
    """The rows, headings among them."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: list[Row] = []
        self.asked: tuple[Term, ...] = ()

    def set_groups(self, groups: Groups, asked: Sequence[Term]) -> None:
        """Show these groups, those without a result left out; ``asked`` is what to make bold."""
        self.beginResetModel()
        self.asked = tuple(asked)
        self._rows = []
        for title, results in groups:
            self._rows += [Heading(title), *results] if results else []
        self.endResetModel()

    def results(self) -> list[tuple[int, Result]]:
        """The results with their places."""
        return [(place, row) for place, row in enumerate(self._rows) if isinstance(row, Result)]

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def flags(self, index: Index) -> Qt.ItemFlag:
        is_result = index.isValid() and isinstance(self._rows[index.row()], Result)
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable if is_result else Qt.ItemFlag.NoItemFlags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self._rows[index.row()]
        if role == NAMED:
            return row
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return spoken(row)
        return None


def spoken(row: Row) -> str:
    """A row as it is read aloud."""
    if isinstance(row, Heading):
        return row.text
    return ". ".join(part for part in (row.title, row.detail, row.side) if part)


class ResultDrawing(QStyledItemDelegate):
    """Draws a row; a heading small and muted."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        row = index.data(NAMED)
        height = _HEADING_PX if isinstance(row, Heading) else _ROW_PX if row.detail else _SHORT_PX
        return QSize(0, px(height))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row, model = index.data(NAMED), index.model()
        assert isinstance(model, ResultModel)
        rect: QRect = option.rect
        painter.save()
        if isinstance(row, Heading):
            _heading(painter, rect, row.text)
        else:
            is_chosen = bool(option.state & QStyle.StateFlag.State_Selected)
            _result(painter, rect, row, model.asked, is_chosen=is_chosen)
        painter.restore()


def _heading(painter: QPainter, rect: QRect, text: str) -> None:
    painter.setFont(_font(_SMALL_PX, bold=True))
    painter.setPen(colour("muted"))
    painter.drawText(rect.adjusted(px(_MARGIN_PX), 0, 0, -px(3)), _LEFT_BOTTOM, text)


def _result(painter: QPainter, rect: QRect, row: Result, asked: Sequence[Term], *, is_chosen: bool) -> None:
    inner = rect.adjusted(px(_MARGIN_PX), px(4), -px(_MARGIN_PX), -px(4))
    if is_chosen:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour("accent_soft"))
        painter.drawRoundedRect(rect.adjusted(px(4), 1, -px(4), -1), 6, 6)
        painter.setBrush(colour("accent"))
        painter.drawRoundedRect(QRect(rect.left() + px(4), rect.top() + px(8), 3, rect.height() - px(16)), 1, 1)
    side = px(_SIGN_PX)
    sign = QRect(inner.left(), rect.center().y() - side // 2, side, side)
    icon(row.picture, "accent" if is_chosen else "muted").paint(painter, sign)
    beside = inner.adjusted(side + px(_MARGIN_PX), 0, 0, 0)
    beside.setRight(beside.right() - _side(painter, beside, row.side, asked))
    half = beside.height() // 2
    top = QRect(beside.left(), beside.top(), beside.width(), half if row.detail else beside.height())
    _marked(painter, top, row.title, asked, _font(_BODY_PX), "text")
    if row.detail:
        _marked(painter, top.translated(0, half), row.detail, asked, _font(_SMALL_PX), "muted")


def _side(painter: QPainter, rect: QRect, text: str, asked: Sequence[Term]) -> int:
    """What stands at the right, at most half of the row; returns the room it takes."""
    if not text:
        return 0
    font = _font(_SMALL_PX)
    width = min(QFontMetrics(font).horizontalAdvance(text) + px(2), rect.width() // 2)
    spot = QRect(rect.right() - width, rect.top(), width, rect.height())
    _marked(painter, spot, text, asked, font, "muted")
    return width + px(_MARGIN_PX)


def _marked(painter: QPainter, rect: QRect, text: str, asked: Sequence[Term], font: QFont, role: str) -> None:
    """A line of text, cut where the room ends, with what was asked for in bold."""
    shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
    lay = QTextLayout(shown, font)
    bold = QTextCharFormat()
    bold.setFontWeight(QFont.Weight.DemiBold)
    bold.setForeground(colour("accent"))
    spans = []
    for start, length in marks(shown, asked):
        span = QTextLayout.FormatRange()
        span.start, span.length, span.format = start, length, bold
        spans.append(span)
    lay.setFormats(spans)
    lay.beginLayout()
    line = lay.createLine()
    line.setLineWidth(2 * rect.width() + 1)
    lay.endLayout()
    painter.setPen(colour(role))
    lay.draw(painter, QPointF(rect.left(), rect.top() + (rect.height() - line.height()) / 2))


def _font(size: int, *, bold: bool = False) -> QFont:
    font = QFont(QApplication.font())
    font.setPixelSize(px(size))
    font.setWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
    return font
