"""A long list under the headings of its groups: whole rows chosen by mouse or keyboard, groups that fold.

Ten thousand rows are narrowed, ordered and grouped within a frame, so a list answers to every letter typed.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any, Generic, NamedTuple, TypeVar

from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from desa_app.ui.style import colour, icon, px
from desa_app.ui.table import ROW_HEIGHT, Column, RowTable, paint_pill

R = TypeVar("R")
Index = QModelIndex | QPersistentModelIndex
Narrowing = Callable[[Sequence[int]], Sequence[int]]
"""What is left of the places of all rows, in the same order."""
_NUMBER = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_WORD = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_MOST_CUTS = 10_000
_PADDING_PX, _MARK_PX = 11, 3
"""The room beside a cell's text, as the header has it; the bar before a row that is chosen."""


class Heading(NamedTuple):
    """A group in sight: its key, how many rows it has, and whether they are folded away."""

    key: Hashable
    rows: Sequence[Any]
    is_folded: bool


class GroupedTable(RowTable[R], Generic[R]):
    """Rows in the order they are given, under a heading where ``group`` changes; sorting by a column takes the
    headings away. ``title`` writes a heading: what it is called, and what its rows come to."""

    def __init__(self, group: Callable[[R], Hashable], title: Callable[[Heading], tuple[str, str]]) -> None:
        super().__init__()
        self._group = group
        self.title = title
        self._folded: set[Hashable] = set()
        self._headings: list[Heading] = []
        self._lines: Sequence[int] = ()
        self._keys: Sequence[Hashable] = ()
        self._narrows: Narrowing | None = None
        self._ordered: tuple[object, object, Sequence[int]] = (None, None, ())

    @property
    def every(self) -> Sequence[R]:
        """All rows, shown or not."""
        return self._every

    @property
    def total(self) -> int:
        """How many rows there are, shown or not."""
        return len(self._every)

    @property
    def found(self) -> int:
        """How many rows are wanted, folded ones included."""
        return len(self._shown)

    @property
    def is_grouped(self) -> bool:
        """Whether the rows stand under headings."""
        return self._order is None

    def wanted(self) -> list[R]:
        """The rows that are wanted, folded ones included."""
        return [self._every[place] for place in self._shown]

    def line(self, place: int) -> R | Heading:
        """The row or heading shown at a place."""
        line = self._lines[place]
        return self._every[line] if line >= 0 else self._headings[-line - 1]

    def rows_between(self, first: int, last: int) -> list[R]:
        """The rows, without headings, from one place to another."""
        return [self._every[line] for line in self._lines[first : last + 1] if line >= 0]

    def row(self, index: int) -> R:
        found = self.line(index)
        assert not isinstance(found, Heading)
        return found

    def places(self, ids: Iterable[object]) -> list[int]:
        """Where the rows of these ids are shown, in order."""
        sought = frozenset(ids)
        every: Sequence[Any] = self._every
        return [place for place, line in enumerate(self._lines) if line >= 0 and every[line].id in sought]

    def row_near(self, place: int) -> int | None:
        """The place of the row that stands here, else of the next, else of the last before; None without rows."""
        count = len(self._lines)
        below, above = range(max(place, 0), count), range(min(place, count) - 1, -1, -1)
        return next((at for at in (*below, *above) if self._lines[at] >= 0), None)

    def heading_place(self, place: int) -> int | None:
        """Where the heading above a place is; None where there are none."""
        return next((above for above in range(place, -1, -1) if self._lines[above] < 0), None)

    def narrow(self, narrows: Narrowing | None) -> None:
        """Show what is left of all places by this; None shows all."""
        self._narrows = narrows
        self._arrange(self._every)

    def fold(self, key: Hashable, *, folded: bool) -> None:
        """Fold a group away, or show its rows again."""
        self._folded = self._folded | {key} if folded else self._folded - {key}
        self._arrange(self._every)

    def fold_all(self, *, folded: bool) -> None:
        """Fold every group away, or show all rows again."""
        self._folded = {heading.key for heading in self._headings} if folded else set()
        self._arrange(self._every)

    def _arrange(self, rows: Sequence[R]) -> None:
        self.beginResetModel()
        if rows is not self._every or len(self._keys) != len(rows):
            self._keys = [self._group(row) for row in rows]
        self._every = rows
        order = self._in_order()
        self._shown = order if self._narrows is None else self._narrows(order)
        self._headings = []
        self._lines = self._shown if self._order is not None else self._under_headings()
        self.endResetModel()

    def _in_order(self) -> Sequence[int]:
        """All rows in order; sorted anew only when the rows or the order changed."""
        rows, order, places = self._ordered
        if rows is not self._every or order != self._order:
            places = range(len(self._every))
            places = places if self._order is None else self._sorted(places, *self._order)
            self._ordered = (self._every, self._order, places)
        return places

    def _under_headings(self) -> list[int]:
        lines: list[int] = []
        for key, group in groupby(self._shown, self._keys.__getitem__):
            places = list(group)
            folded = key in self._folded
            self._headings.append(Heading(key, [self._every[place] for place in places], folded))
            lines.append(-len(self._headings))
            lines += () if folded else places
        return lines

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._lines)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        line = self._lines[index.row()]
        if line >= 0:
            return super().data(index, role)
        heading = self._headings[-line - 1]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return ", ".join(self.title(heading))
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if index.isValid() and self._lines[index.row()] < 0:
            return Qt.ItemFlag.ItemIsEnabled
        return super().flags(index)

    def _repaint(self) -> None:
        if self._lines and self.columns:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._lines) - 1, len(self.columns) - 1))

    def set_columns(self, *columns: Column[R]) -> None:
        self._ordered = (None, None, ())
        super().set_columns(*columns)


class Lines(QStyledItemDelegate):
    """Paints a heading across all columns, and lines around the row the keyboard is on."""

    def __init__(self, view: GroupedView) -> None:
        super().__init__(view)
        self._view = view

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        table: GroupedTable[Any] = self._view.table
        line = table.line(index.row())
        if isinstance(line, Heading):
            self._paint_heading(painter, option.rect, *table.title(line), line.is_folded)
        else:
            _paint_cell(painter, option, table.columns[index.column()], line, is_first=index.column() == 0)
        if self._view.hasFocus() and index.row() == self._view.currentIndex().row():
            for edge in (option.rect.top(), option.rect.bottom()):
                painter.fillRect(option.rect.left(), edge, option.rect.width(), 1, colour("accent"))

    def _paint_heading(self, painter: QPainter, cell: QRect, title: str, sum_: str, is_folded: bool) -> None:
        """The whole heading, of which only this cell is let through: no column cuts it."""
        header = self._view.horizontalHeader()
        line = QRect(-header.offset(), cell.top(), header.length(), cell.height())
        painter.save()
        painter.setClipRect(cell)
        painter.fillRect(cell, colour("surface"))
        chevron = icon("chevron-right" if is_folded else "chevron-down", "muted")
        chevron.paint(painter, QRect(line.left() + 10, line.center().y() - px(8), px(16), px(16)))
        font = painter.font()
        font.setBold(True)
        painter.setFont(font)
        painter.setPen(colour("text"))
        left = line.adjusted(18 + px(16), 0, -12, 0)
        painter.drawText(left, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, title)
        taken = painter.fontMetrics().horizontalAdvance(title) + 12
        font.setBold(False)
        painter.setFont(font)
        painter.setPen(colour("muted"))
        rest = left.adjusted(taken, 0, 0, 0)
        rest.setRight(min(rest.right(), self._view.viewport().width() - 12))
        words = painter.fontMetrics().elidedText(sum_, Qt.TextElideMode.ElideRight, max(rest.width(), 0))
        painter.drawText(rest, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, words)
        painter.restore()


def _paint_cell(
    painter: QPainter, option: QStyleOptionViewItem, column: Column[Any], row: object, *, is_first: bool
) -> None:
    """A cell as every table paints it, without asking the model and the style a dozen times: a screen has a hundred,
    and all are painted at each key."""
    box, words = option.rect, column.text(row)
    is_chosen = bool(option.state & QStyle.StateFlag.State_Selected)
    if is_chosen:
        painter.fillRect(box, colour("accent_soft"))
    if is_chosen and is_first:
        painter.fillRect(box.left(), box.top(), _MARK_PX, box.height(), colour("accent"))
    tone = column.tone(row) if column.tone else ""
    if tone and words:
        paint_pill(painter, option, words, tone)
    elif words:
        painter.setPen(colour("text"))
        inside = box.adjusted(_PADDING_PX, 0, -_PADDING_PX, 0)
        painter.drawText(inside, _NUMBER if column.number else _WORD, _cut(option, words, inside.width()))


def _runs(places: Sequence[int]) -> Iterator[Sequence[int]]:
    """Places in order as runs without a gap: a selection is quick where it has few."""
    for _, run in groupby(enumerate(places), lambda each: each[1] - each[0]):
        yield [place for _, place in run]


_cuts: dict[tuple[str, int, int], str] = {}


def _cut(option: QStyleOptionViewItem, words: str, width: int) -> str:
    """Words cut at their end to a width; kept, because the same rows come again with each key."""
    key = (words, width, option.font.pixelSize())
    if key not in _cuts:
        if len(_cuts) > _MOST_CUTS:
            _cuts.clear()
        _cuts[key] = option.fontMetrics.elidedText(words, Qt.TextElideMode.ElideRight, width)
    return _cuts[key]


class _Kept(NamedTuple):
    """What was chosen, where the keyboard was and what was in sight before the rows are shown anew."""

    chosen: frozenset[object] = frozenset()
    mark: object = None
    place: int = -1
    scrolled: int = 0


class GroupedView(QTableView):
    """The list to read and choose from. Enter or double click opens a row (``opened``, with its id) and folds a
    heading, as a click on it does; Left and Right fold and unfold. What is chosen, and what is in sight, stay so when
    the rows are shown anew. ``chosen`` says that the choice changed, ``asked`` wants the menu at a place on screen,
    ``typed`` hands on a letter, for the filter: Qt's own search for a row would read all of them.
    """

    opened = Signal(str)
    chosen = Signal()
    delete_pressed = Signal()
    asked = Signal(object)
    typed = Signal(str)

    def __init__(self, table: GroupedTable[Any]) -> None:
        super().__init__()
        self.setModel(table)
        self.table = table
        self._kept = _Kept()
        self._follows = False
        self._widths: tuple[int, ...] = ()
        self.setItemDelegate(Lines(self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
        self.verticalHeader().setMinimumSectionSize(ROW_HEIGHT)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        header.setSortIndicatorClearable(True)
        header.setSelectionModel(QItemSelectionModel(table, header))  # else it asks 10,000 rows whether it is chosen
        self.setSortingEnabled(True)
        self.doubleClicked.connect(lambda index: self._open(index.row()))
        self.selectionModel().selectionChanged.connect(lambda *_: self.chosen.emit())
        table.modelAboutToBeReset.connect(self._keep_place)
        table.modelReset.connect(self._settle)

    def rows(self) -> list[Any]:
        """The chosen rows, from the top."""
        chosen = self.selectionModel().selection()
        ranges = sorted((chosen.at(place).top(), chosen.at(place).bottom()) for place in range(chosen.size()))
        return [row for top, bottom in ranges for row in self.table.rows_between(top, bottom)]

    def choose(self, ids: Iterable[object]) -> None:
        """Choose the rows of these ids, as far as they are shown, and bring the first in sight."""
        places = self.table.places(ids)
        self._select(_runs(places))
        if places:
            self._go(places[0])

    def group(self) -> None:
        """Show the rows under their headings again."""
        self.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)

    def selectAll(self) -> None:
        self._select([range(self.table.rowCount())] if self.table.rowCount() else [])

    def set_column_shown(self, place: int, *, shown: bool) -> None:
        """Show a column or leave it out, where the room is short."""
        self.setColumnHidden(place, not shown)

    def _select(self, runs: Iterable[Sequence[int]]) -> None:
        """Choose these runs of places."""
        found, last = QItemSelection(), self.table.columnCount() - 1
        for run in runs:
            found.select(self.table.index(run[0], 0), self.table.index(run[-1], last))
        self.selectionModel().select(found, QItemSelectionModel.SelectionFlag.ClearAndSelect)

    def _go(self, place: int) -> None:
        """Put the keyboard on a place without changing what is chosen."""
        at = self.table.index(place, self.horizontalHeader().logicalIndexAt(1))
        self.selectionModel().setCurrentIndex(at, QItemSelectionModel.SelectionFlag.NoUpdate)
        self.scrollTo(at)

    def _begin(self, place: int) -> None:
        """Put the keyboard on the first row from a place, not on a heading, which Up reaches: Enter opens a row and
        folds nothing away. Where all rows are folded away it begins on the first heading."""
        if self.table.rowCount():
            self._go(self.table.row_near(place) or 0)

    def _keep_place(self) -> None:
        at = self.currentIndex()
        line = self.table.line(at.row()) if at.isValid() else None
        mark = line.key if isinstance(line, Heading) else getattr(line, "id", None)
        chosen = frozenset(one.id for one in self.rows())
        self._kept = _Kept(chosen, mark, at.row(), self.verticalScrollBar().value())

    def _settle(self) -> None:
        widths = tuple(column.width for column in self.table.columns)
        if widths != self._widths:
            self._widths = widths
            self._size()
        kept = self._kept
        if kept.chosen:
            self._select(_runs(self.table.places(kept.chosen)))
        self.verticalScrollBar().setValue(kept.scrolled)
        place = self._place_of(kept.mark)
        if place is not None:
            at = self.table.index(place, 0)
            self.selectionModel().setCurrentIndex(at, QItemSelectionModel.SelectionFlag.NoUpdate)
        elif self._follows and kept.chosen:
            self._follows = False
            near = self.table.row_near(kept.place)
            if near is not None:
                self.setCurrentIndex(self.table.index(near, 0))
        if self.hasFocus() and not self.currentIndex().isValid():
            self._begin(kept.place)
        self.chosen.emit()

    def follow(self) -> None:
        """What is chosen is about to go: choose then what comes to stand in its place."""
        self._follows = True

    def _place_of(self, mark: object) -> int | None:
        for place in range(self.table.rowCount()) if mark is not None else ():
            line = self.table.line(place)
            if mark == (line.key if isinstance(line, Heading) else line.id):
                return place
        return None

    def _size(self) -> None:
        header = self.horizontalHeader()
        for place, column in enumerate(self.table.columns):
            if column.width:
                header.setSectionResizeMode(place, QHeaderView.ResizeMode.Interactive)
                self.setColumnWidth(place, px(column.width))
            else:
                header.setSectionResizeMode(place, QHeaderView.ResizeMode.Stretch)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and self._widths:
            self._size()

    def _open(self, place: int) -> None:
        line = self.table.line(place)
        if isinstance(line, Heading):
            self._fold(place, folded=not line.is_folded)
        else:
            self.opened.emit(line.id)

    def _fold(self, place: int, *, folded: bool) -> None:
        line = self.table.line(place)
        if isinstance(line, Heading) and line.is_folded != folded:
            self.table.fold(line.key, folded=folded)

    def _turn(self, *, folded: bool) -> None:
        """Fold the group the keyboard is on or in, or unfold it, as in a tree."""
        place = self.currentIndex().row()
        heading = self.table.heading_place(place) if place >= 0 else None
        if heading is None:
            return
        if folded and heading != place:
            self.selectionModel().clearSelection()
            self._go(heading)
        else:
            self._fold(heading, folded=folded)

    def _is_outlined_only(self, place: int) -> bool:
        """Whether the keyboard is on a row while none is chosen: the first Down chooses this one, as in Explorer."""
        is_row = place >= 0 and not isinstance(self.table.line(place), Heading)
        return is_row and not self.selectionModel().hasSelection()

    def _choose_current(self) -> None:
        self.selectionModel().select(
            self.currentIndex(),
            QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows,
        )

    def _leap(self, *, to_end: bool) -> None:
        last = self.table.rowCount() - 1
        if last < 0:
            return
        if to_end:
            self.setCurrentIndex(self.table.index(last, 0))
        else:
            self.scrollToTop()
            self._begin(0)
            self._choose_current()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, place = Qt.Key(event.key()), self.currentIndex().row()
        bare = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        turns = {Qt.Key.Key_Left: True, Qt.Key.Key_Right: False}
        if (bare and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and place >= 0) or (
            bare and key == Qt.Key.Key_Space and place >= 0 and isinstance(self.table.line(place), Heading)
        ):
            self._open(place)
        elif bare and key in turns and self.table.is_grouped:
            self._turn(folded=turns[key])
        elif bare and key == Qt.Key.Key_Down and place >= 0 and self._is_outlined_only(place):
            self._choose_current()
        elif bare and key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self._leap(to_end=key == Qt.Key.Key_End)
        elif bare and key == Qt.Key.Key_Delete:
            self.delete_pressed.emit()
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:
        self.typed.emit(search)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        at = self.indexAt(event.position().toPoint())
        if at.isValid() and isinstance(self.table.line(at.row()), Heading):
            if event.button() == Qt.MouseButton.LeftButton:
                self._go(at.row())
                self._open(at.row())
            return
        super().mousePressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        at = self.indexAt(event.position().toPoint())
        if at.isValid() and isinstance(self.table.line(at.row()), Heading):
            self.mousePressEvent(event)
            return
        super().mouseDoubleClickEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The menu where the mouse is, or by the keyboard at the row it is on."""
        at = event.globalPos()
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            at = self.viewport().mapToGlobal(self.visualRect(self.currentIndex()).bottomLeft())
        self.asked.emit(at)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Where it was nowhere yet, the keyboard comes in at the first row in sight; Qt would take a heading, and
        whatever scrolled here would move the row under a click."""
        if not self.currentIndex().isValid():
            self._begin(self.rowAt(0))
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    def sizeHint(self) -> QSize:
        return QSize(480, 240)
