"""One table model for every list: columns are values, rows are whatever sequence it is given, read lazily."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from PySide6.QtCore import (
    QAbstractTableModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from desa_app.ui.style import colour, px

R = TypeVar("R")
Index = QModelIndex | QPersistentModelIndex
ROW_HEIGHT = 34
_LEFT_PX = 2
"""What is left below the last row, so that none is cut by the frame."""
_PADDING = 8
"""What the sheet leaves free at both sides of a cell."""
_TONE_ROLE = Qt.ItemDataRole.UserRole + 1
_NUMBER = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_WORD = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True)
class Column(Generic[R]):
    """A column: its title, the text of a row, what it sorts by, and for pills the tone of a row.

    ``width`` is in pixels at 100 %; 0 takes the room that is left.
    """

    title: str
    text: Callable[[R], str]
    key: Callable[[R], Any] | None = None
    tone: Callable[[R], str] | None = None
    number: bool = False
    width: int = 120


class RowTable(QAbstractTableModel, Generic[R]):
    """Rows of one kind in columns. A row is read when it comes into sight, so a lazy sequence stays lazy."""

    def __init__(self) -> None:
        super().__init__()
        self.columns: tuple[Column[R], ...] = ()
        self._every: Sequence[R] = ()
        self._shown: Sequence[int] = range(0)
        self._keep: Callable[[R], bool] | None = None
        self._order: tuple[int, Qt.SortOrder] | None = None

    def set_columns(self, *columns: Column[R]) -> None:
        """Name the columns, at first and whenever the language changes."""
        if len(columns) != len(self.columns):
            self.beginResetModel()
            self.columns = columns
            self.endResetModel()
            return
        self.columns = columns
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(columns) - 1)
        self._repaint()

    def set_rows(self, rows: Sequence[R]) -> None:
        """Show these rows, filtered and sorted as before."""
        self._arrange(rows)

    def keep(self, wanted: Callable[[R], bool] | None) -> None:
        """Show only the rows that are wanted; None shows all."""
        self._keep = wanted
        self._arrange(self._every)

    def row(self, index: int) -> R:
        """The row shown at a place."""
        return self._every[self._shown[index]]

    def _arrange(self, rows: Sequence[R]) -> None:
        self.beginResetModel()
        self._every = rows
        shown: Sequence[int] = range(len(self._every))
        if self._keep is not None:
            shown = [place for place in shown if self._keep(self._every[place])]
        if self._order is not None:
            shown = self._sorted(shown, *self._order)
        self._shown = shown
        self.endResetModel()

    def _sorted(self, shown: Sequence[int], column: int, order: Qt.SortOrder) -> Sequence[int]:
        key = self.columns[column].key or self.columns[column].text
        descending = order == Qt.SortOrder.DescendingOrder
        return sorted(shown, key=lambda place: key(self._every[place]), reverse=descending)

    def _repaint(self) -> None:
        if self._shown and self.columns:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._shown) - 1, len(self.columns) - 1))

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        self._order = (column, order) if 0 <= column < len(self.columns) else None
        self._arrange(self._every)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._shown)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        column = self.columns[index.column()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return column.text(self.row(index.row()))
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _NUMBER if column.number else _WORD
        if role == _TONE_ROLE and column.tone is not None:
            return column.tone(self.row(index.row()))
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Vertical:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.columns[section].title
        if role == Qt.ItemDataRole.TextAlignmentRole:
            is_sorted = self._order is not None and self._order[0] == section
            return _NUMBER if self.columns[section].number and not is_sorted else _WORD  # the arrow stands at the right
        return None


class Pills(QStyledItemDelegate):
    """Paints a cell that has a tone as a pill, every other cell as usual, and a bar before the row that is chosen."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        self._paint_cell(painter, option, index)
        if option.state & QStyle.StateFlag.State_Selected and index.column() == 0:
            painter.fillRect(option.rect.left(), option.rect.top(), 3, option.rect.height(), colour("accent"))

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """As Qt says, but for the room that the sheet takes from the lines of a text that wraps."""
        if not option.features & QStyleOptionViewItem.ViewItemFeature.WrapText:
            return super().sizeHint(option, index)
        narrow = QStyleOptionViewItem(option)
        narrow.rect = option.rect.adjusted(0, 0, -2 * _PADDING, 0)
        return super().sizeHint(narrow, index)

    def _paint_cell(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        tone = index.data(_TONE_ROLE)
        if not tone:
            super().paint(painter, option, index)
            return
        words = index.data()
        bare = QStyleOptionViewItem(option)
        self.initStyleOption(bare, index)
        bare.text = ""
        bare.widget.style().drawControl(bare.widget.style().ControlElement.CE_ItemViewItem, bare, painter, bare.widget)
        if words:
            paint_pill(painter, option, words, tone)


def paint_pill(painter: QPainter, option: QStyleOptionViewItem, words: str, tone: str) -> None:
    painter.save()
    font = painter.font()
    font.setPixelSize(px(12))
    painter.setFont(font)
    width = min(painter.fontMetrics().horizontalAdvance(words) + 20, option.rect.width() - 12)
    high = px(10)
    box = QRect(option.rect.left() + 8, option.rect.center().y() - high, width, 2 * high + 1)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(colour("line") if tone == "plain" else Qt.PenStyle.NoPen)
    is_chosen = bool(option.state & QStyle.StateFlag.State_Selected)
    painter.setBrush(colour("card" if is_chosen else "surface" if tone == "plain" else f"{tone}_soft"))
    painter.drawRoundedRect(box, high, high)
    painter.setPen(colour("muted" if tone == "plain" else tone))
    shown = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, width - 12)
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, shown)
    painter.restore()


class RowView(QTableView):
    """A list to read and choose from: whole rows, Enter or double click opens, columns sized once.

    With a ``key`` the row that is chosen, and what is in sight, stay so when the rows are shown anew; ``wraps`` lets
    long texts take several lines, for short lists.
    """

    opened = Signal(int)
    chosen = Signal()

    def __init__(
        self,
        table: RowTable[Any],
        *,
        sortable: bool = True,
        key: Callable[[Any], object] | None = None,
        wraps: bool = False,
    ) -> None:
        super().__init__()
        self.setModel(table)
        self._table = table
        self._key = key
        self._kept: tuple[object, int] | None = None
        self._widths: tuple[int, ...] = ()
        self._most: int | None = None
        self.setItemDelegate(Pills(self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setShowGrid(False)
        self.setAlternatingRowColors(True)
        self.setTabKeyNavigation(False)
        self.setWordWrap(wraps)
        self.setProperty("wraps", wraps)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        mode = QHeaderView.ResizeMode.ResizeToContents if wraps else QHeaderView.ResizeMode.Fixed
        self.verticalHeader().setSectionResizeMode(mode)
        self.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
        self.verticalHeader().setMinimumSectionSize(ROW_HEIGHT)
        self.horizontalHeader().setHighlightSections(False)
        if sortable:
            self.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
            self.setSortingEnabled(True)
        self.doubleClicked.connect(lambda index: self.opened.emit(index.row()))
        self.selectionModel().selectionChanged.connect(lambda *_: self.chosen.emit())
        table.modelAboutToBeReset.connect(self._keep_place)
        table.modelReset.connect(self._settle)
        if wraps:
            self.horizontalHeader().sectionResized.connect(self._fit, Qt.ConnectionType.QueuedConnection)

    def _keep_place(self) -> None:
        place = self.place()
        chosen = None if place is None or self._key is None else self._key(self._table.row(place))
        self._kept = (chosen, self.verticalScrollBar().value())

    def _find_place(self) -> None:
        """Choose again the row that was chosen, where it still is."""
        if self._key is None or self._kept is None or self._kept[0] is None:
            return
        chosen, scrolled = self._kept
        for place in range(self._table.rowCount()):
            if self._key(self._table.row(place)) == chosen:
                self.selectRow(place)
                self.verticalScrollBar().setValue(scrolled)
                self.scrollTo(self._table.index(place, 0))
                return

    def _settle(self) -> None:
        widths = tuple(column.width for column in self._table.columns)
        if widths != self._widths:
            self._widths = widths
            self._size()
        self._fit()
        self._find_place()
        self.chosen.emit()

    def _size(self) -> None:
        header = self.horizontalHeader()
        for place, column in enumerate(self._table.columns):
            if column.width:
                header.setSectionResizeMode(place, QHeaderView.ResizeMode.Interactive)
                self.setColumnWidth(place, px(column.width))
            else:
                header.setSectionResizeMode(place, QHeaderView.ResizeMode.Stretch)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and self._widths:
            self._size()

    def fit_rows(self, most: int) -> None:
        """Be as tall as the rows are from now on, ``most`` of them at most; what is beyond is scrolled to."""
        self._most = most
        self._fit()

    def _fit(self) -> None:
        if self._most is None:
            return
        rows = self._table.rowCount()
        wraps = self.wordWrap()
        heights = (self.sizeHintForRow(place) if wraps else ROW_HEIGHT for place in range(min(self._most, rows)))
        tall = sum(max(height, ROW_HEIGHT) for height in heights)
        never, as_needed = Qt.ScrollBarPolicy.ScrollBarAlwaysOff, Qt.ScrollBarPolicy.ScrollBarAsNeeded
        self.setVerticalScrollBarPolicy(as_needed if rows > self._most else never)
        self.ensurePolished()
        self.setFixedHeight(tall + self.horizontalHeader().sizeHint().height() + 2 * self.frameWidth() + _LEFT_PX)

    def place(self) -> int | None:
        """Which row is chosen."""
        chosen = self.selectionModel().selectedRows()
        return chosen[0].row() if chosen else None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        place = self.place()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and place is not None:
            self.opened.emit(place)
            return
        super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        return QSize(480, 240)
