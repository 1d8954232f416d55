"""The tiles of a strip of photos: pictures side by side in their order, moved by the mouse or the keyboard."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import (
    QAbstractListModel,
    QMimeData,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
)
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from desa_app.ui.style import colour, icon, px

Index = QModelIndex | QPersistentModelIndex
_TILE, _PICTURE, _LINE = QSize(144, 132), QSize(136, 100), 20
_MOVED = "application/x-desa-photo"
_PAD = 4
_SCROLL = 24
"""Room for the scroll bar and the gaps around a tile."""
_RADIUS = 6


@dataclass(frozen=True)
class Tile:
    """What a tile shows: a picture or the icon in its place, a line below, and what is read out."""

    picture: QPixmap | None
    icon: str
    line: str
    spoken: str
    is_held: bool


class TileRow(QAbstractListModel):
    """The tiles in order; those that wait to be taken in come last."""

    def __init__(self) -> None:
        super().__init__()
        self._tiles: list[Tile] = []

    def set_tiles(self, tiles: Sequence[Tile]) -> None:
        """Show these tiles; the place that is chosen stays so while it is there."""
        before, after = len(self._tiles), len(tiles)
        if after > before:
            self.beginInsertRows(QModelIndex(), before, after - 1)
            self._tiles = list(tiles)
            self.endInsertRows()
        elif after < before:
            self.beginRemoveRows(QModelIndex(), after, before - 1)
            self._tiles = list(tiles)
            self.endRemoveRows()
        self._tiles = list(tiles)
        if tiles:
            self.dataChanged.emit(self.index(0), self.index(after - 1))

    def tile(self, place: int) -> Tile:
        """The tile at a place."""
        return self._tiles[place]

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._tiles)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        tile = self._tiles[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return tile.line
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return tile.spoken
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        usual = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        held = index.isValid() and self._tiles[index.row()].is_held
        return usual | Qt.ItemFlag.ItemIsDragEnabled if held else usual

    def mimeTypes(self) -> list[str]:
        return [_MOVED]

    def mimeData(self, indexes: Sequence[Index]) -> QMimeData:
        mime = QMimeData()
        mime.setData(_MOVED, str(indexes[0].row()).encode())
        return mime


class PhotoTiles(QListView):
    """``moved`` tells from where to where a tile was put, ``opened`` and ``dropped`` which one; what comes from
    outside is the strip's."""

    moved = Signal(int, int)
    opened = Signal(int)
    removed = Signal(int)
    chosen = Signal(int)

    def __init__(self, row: TileRow) -> None:
        super().__init__()
        self.setObjectName("tiles")
        self.setModel(row)
        self._row = row
        self._gap: int | None = None
        self.setItemDelegate(_Painted(self))
        self.setFlow(QListView.Flow.LeftToRight)
        self.setWrapping(False)
        self.setUniformItemSizes(True)
        self.setSpacing(2)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setDragEnabled(True)
        self.setAcceptDrops(True)
        self.setDropIndicatorShown(False)
        self.setFixedHeight(_TILE.height() + _SCROLL)
        self.doubleClicked.connect(lambda index: self.opened.emit(index.row()))
        self.selectionModel().currentChanged.connect(lambda now, _: self.chosen.emit(now.row()))

    def place(self) -> int:
        """Which tile is chosen; -1 for none."""
        return self.currentIndex().row()

    def choose(self, place: int) -> None:
        """Choose a tile and bring it into sight."""
        index = self._row.index(place)
        self.setCurrentIndex(index)
        self.scrollTo(index)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, here = event.key(), self.place()
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(key))
        if step is not None and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.moved.emit(here, here + step)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and here >= 0:
            self.opened.emit(here)
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and here >= 0:
            self.removed.emit(here)
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down) or event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self._is_own(event):
            event.acceptProposedAction()
        else:
            event.ignore()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        if self._is_own(event):
            self._show_gap(self.gap_at(event.position().toPoint()))
            event.acceptProposedAction()
        else:
            event.ignore()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._show_gap(None)

    def dropEvent(self, event: QDropEvent) -> None:
        self._show_gap(None)
        if not self._is_own(event):
            event.ignore()
            return
        event.acceptProposedAction()
        here = int(bytes(event.mimeData().data(_MOVED).data()))
        gap = self.gap_at(event.position().toPoint())
        self.moved.emit(here, gap - 1 if gap > here else gap)

    def _is_own(self, event: QDropEvent) -> bool:
        return event.source() is self and event.mimeData().hasFormat(_MOVED)

    def gap_at(self, point: QPoint) -> int:
        """Before which tile something dropped at a point would stand."""
        middles = [self.visualRect(self._row.index(place)).center().x() for place in range(self._row.rowCount())]
        return sum(1 for middle in middles if middle < point.x())

    def _show_gap(self, gap: int | None) -> None:
        if gap != self._gap:
            self._gap = gap
            self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._gap is None:
            return
        last = self._row.rowCount() - 1
        rect = self.visualRect(self._row.index(min(self._gap, last)))
        x = rect.left() - 2 if self._gap <= last else rect.right() + 2
        painter = QPainter(self.viewport())
        painter.setPen(QPen(colour("accent"), 3))
        painter.drawLine(x, rect.top(), x, rect.bottom())


class _Painted(QStyledItemDelegate):
    """Paints a tile: its picture whole, its number in the corner, its line below."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return _grown(_TILE)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        assert isinstance(model, TileRow)
        tile = model.tile(index.row())
        painter.save()
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        _paint_frame(painter, option)
        box = QRect(option.rect.topLeft() + QPoint(_PAD, _PAD), _grown(_PICTURE))
        if tile.picture is not None:
            _paint_picture(painter, box, tile.picture)
        else:
            icon(tile.icon, "muted").paint(painter, QRect(box.center() - QPoint(16, 16), QSize(32, 32)))
        font = painter.font()
        font.setPixelSize(px(12))
        painter.setFont(font)
        if tile.is_held:
            _paint_number(painter, box, str(index.row() + 1))
        line = QRect(box.left() + _PAD, box.bottom() + 1, box.width() - 2 * _PAD, px(_LINE))
        words = painter.fontMetrics().elidedText(tile.line, Qt.TextElideMode.ElideRight, line.width())
        painter.setPen(colour("text"))
        painter.drawText(line, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, words)
        painter.restore()


def _grown(size: QSize) -> QSize:
    """A size as large as the text asks for."""
    return QSize(px(size.width()), px(size.height()))


def _paint_frame(painter: QPainter, option: QStyleOptionViewItem) -> None:
    chosen = bool(option.state & QStyle.StateFlag.State_Selected)
    focused = chosen and bool(option.state & QStyle.StateFlag.State_HasFocus)
    painter.setPen(QPen(colour("accent" if chosen else "line"), 2 if focused else 1))
    painter.setBrush(colour("accent_soft" if chosen else "surface"))
    painter.drawRoundedRect(option.rect.adjusted(1, 1, -1, -1), _RADIUS, _RADIUS)


def _paint_picture(painter: QPainter, box: QRect, picture: QPixmap) -> None:
    size = picture.size().scaled(box.size(), Qt.AspectRatioMode.KeepAspectRatio)
    target = QRect(QPoint(0, 0), size)
    target.moveCenter(box.center())
    painter.drawPixmap(target, picture)


def _paint_number(painter: QPainter, box: QRect, number: str) -> None:
    width = painter.fontMetrics().horizontalAdvance(number) + 12
    badge = QRect(box.left() + 2, box.top() + 2, width, px(18))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour("card"))
    painter.drawRoundedRect(badge, 9, 9)
    painter.setPen(colour("text"))
    painter.drawText(badge, Qt.AlignmentFlag.AlignCenter, number)
