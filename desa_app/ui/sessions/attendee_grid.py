"""The attendee grid: 200 people by keyboard alone.

Tab goes to the next field, Enter to the next person, L or P answers the sex, digits the age. Ctrl+D copies from
the line above, Ctrl+Z takes back, Ctrl+V pastes cells or a list, Ctrl+Delete removes the line, Esc leaves the grid.
"""

from __future__ import annotations

from PySide6.QtCore import QAbstractItemModel, QEvent, QModelIndex, QObject, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QGuiApplication, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QHeaderView,
    QLineEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from desa_app.ui.sessions.attendee_table import BY_KEY, FIELDS, AttendeeTable

Index = QModelIndex | QPersistentModelIndex
_WIDTHS = {
    "sex": 44,
    "age": 52,
    "hamlet": 86,
    "occupation": 96,
    "phone": 138,
    "plans_abroad": 64,
    "guardian_consent": 56,
}
_ROW_HEIGHT = 30
_NAME_PX = 124
_AROUND_TITLE_PX = 22
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class AttendeeGrid(QTableView):
    """The view of an AttendeeTable. ``list_pasted`` hands on a pasted list that is not cells."""

    list_pasted = Signal(str)
    row_entered = Signal(int)
    left = Signal()

    def __init__(self, table: AttendeeTable) -> None:
        super().__init__()
        self._table = table
        self._moved_on = False
        self.setModel(table)
        self.setItemDelegate(_CellEditor(self))
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.AnyKeyPressed
            | QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.EditKeyPressed
        )
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setWordWrap(False)
        self.setIconSize(QSize(14, 14))
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(_ROW_HEIGHT)
        self.verticalHeader().setMinimumWidth(40)
        self.verticalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignCenter)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setMinimumSectionSize(40)
        table.headerDataChanged.connect(lambda *_: self._size())
        self.selectionModel().currentChanged.connect(lambda now, _: self.row_entered.emit(now.row()))

    def _size(self) -> None:
        """Each column as wide as its content usually is and its title in this language; the name takes what is
        left, as long as that is enough for one."""
        letters = QFont(self.font())
        letters.setPixelSize(12)
        letters.setWeight(QFont.Weight.DemiBold)
        measure = QFontMetrics(letters)
        for name, width in _WIDTHS.items():
            place = FIELDS.index(name)
            title = measure.horizontalAdvance(self._table.headerData(place, Qt.Orientation.Horizontal))
            self.setColumnWidth(place, max(width, title + _AROUND_TITLE_PX))
        left = self.viewport().width() - (self.horizontalHeader().length() - self.columnWidth(0))
        self.setColumnWidth(0, max(_NAME_PX, left))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._size()

    def start(self, row: int = 0) -> None:
        """Put the cursor on a person's name."""
        self.setCurrentIndex(self._table.index(row, 0))

    def next_person(self) -> None:
        """Go to the name on the next line."""
        self.start(min(self.currentIndex().row() + 1, self._table.rowCount() - 1))
        self.scrollTo(self.currentIndex())

    def move(self, rows: int, columns: int = 0) -> None:  # type: ignore[override]
        """Go some rows down and columns right, as far as the table reaches."""
        here = self.currentIndex()
        there = self._table.index(here.row() + rows, here.column() + columns)
        if there.isValid():
            self.setCurrentIndex(there)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        moved_on, self._moved_on = self._moved_on, False
        if moved_on and event.key() == Qt.Key.Key_Tab:
            return
        if not (self._took_command(event) or self._took_choice(event)):
            super().keyPressEvent(event)

    def _took_command(self, event: QKeyEvent) -> bool:
        control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if event.matches(QKeySequence.StandardKey.Undo):
            self._table.undo()
        elif event.matches(QKeySequence.StandardKey.Redo):
            self._table.redo()
        elif event.matches(QKeySequence.StandardKey.Paste):
            self.paste(QGuiApplication.clipboard().text())
        elif control and event.key() == Qt.Key.Key_Delete:
            self.remove_line()
        elif control and event.key() == Qt.Key.Key_D:
            self._same_as_above()
        elif event.key() in _ENTER:
            self.next_person()
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self._write("")
        else:
            return False
        return True

    def _took_choice(self, event: QKeyEvent) -> bool:
        keys = BY_KEY.get(FIELDS[max(self.currentIndex().column(), 0)])
        letter = event.text().upper()
        if keys is None or not letter.strip():
            return False
        if letter in keys:
            self._write(keys[letter])
            self._move_on()
        return True

    def _move_on(self) -> None:
        """Go to the next field after an answer by one key. A Tab pressed by habit right after it goes no further."""
        here = self.currentIndex()
        self.move(0, 1)
        self._moved_on = self.currentIndex() != here

    def _write(self, text: str) -> None:
        here = self.currentIndex()
        if here.isValid():
            self._table.write([(here.row(), FIELDS[here.column()], text)])

    def _same_as_above(self) -> None:
        here = self.currentIndex()
        if here.row() > 0:
            self._write(self._table.text(here.row() - 1, FIELDS[here.column()]))
            self._move_on()

    def remove_line(self) -> None:
        """Take the line under the cursor away; Ctrl+Z brings it back."""
        here = self.currentIndex()
        self._table.remove(here.row())
        self.start(min(here.row(), self._table.rowCount() - 1))

    def paste(self, text: str) -> None:
        """Cells go in from the cursor on, as in a spreadsheet; a list of lines is handed on to be read."""
        lines = text.strip("\r\n").splitlines()
        if len(lines) > 1 and "\t" not in text:
            self.list_pasted.emit(text)
            return
        here = self.currentIndex()
        top, left = max(here.row(), 0), max(here.column(), 0)
        self._table.write(
            [
                (top + down, FIELDS[left + right], cell.strip())
                for down, line in enumerate(lines)
                for right, cell in enumerate(line.split("\t")[: len(FIELDS) - left])
            ]
        )

    def sizeHint(self) -> QSize:
        return QSize(640, 400)


class _CellEditor(QStyledItemDelegate):
    """A line editor in which Enter goes to the next person and the arrows go up and down."""

    def __init__(self, grid: AttendeeGrid) -> None:
        super().__init__(grid)
        self._grid = grid

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        editor = QLineEdit(parent)
        editor.setMaxLength(120)
        return editor

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        editor.setGeometry(option.rect)

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        assert isinstance(editor, QLineEdit)
        model.setData(index, editor.text())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and isinstance(watched, QLineEdit):
            step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
            if event.key() in _ENTER or step is not None:
                self._finish(watched)
                if step is None:
                    self._grid.next_person()
                else:
                    self._grid.move(step)
                return True
        return super().eventFilter(watched, event)

    def _finish(self, editor: QLineEdit) -> None:
        self.commitData.emit(editor)
        self.closeEditor.emit(editor, QAbstractItemDelegate.EndEditHint.NoHint)
