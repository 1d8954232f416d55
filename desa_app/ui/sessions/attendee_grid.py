"""The attendee grid: 200 people by keyboard alone.

Tab goes to the next field, Enter to the next person, L or P answers the sex and a digit after it goes on with the age.
A hamlet and an occupation are completed as on the lines above. ``COMMANDS`` are the keys, also in the context menu.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QFont,
    QFontMetrics,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QHeaderView,
    QLineEdit,
    QMenu,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from desa_app.ui.sessions.attendee_table import BY_KEY, FIELDS, AttendeeTable
from desa_app.ui.style import colour, px

Index = QModelIndex | QPersistentModelIndex
_WIDTHS = {
    "full_name": 190,
    "sex": 36,
    "age": 52,
    "hamlet": 84,
    "occupation": 92,
    "phone": 134,
    "plans_abroad": 54,
    "guardian_consent": 44,
}
"""What a column needs at least, in pixels at 100 %."""
_SHARES = {"full_name": 5, "hamlet": 2, "occupation": 2}
"""How the room that is left is parted among the columns that hold words."""
_ROW_HEIGHT = 30
_AROUND_TITLE_PX = 14
_NUMBERS_PX = 34
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
COMMANDS = {
    "same": "Ctrl+D",
    "fill": "Ctrl+E",
    "allow": "Ctrl+G",
    "paste": "Ctrl+V",
    "undo": "Ctrl+Z",
    "redo": "Ctrl+Y",
    "remove": "Ctrl+Del",
}
"""The commands of the grid and their keys, in the order of the context menu."""


class AttendeeGrid(QTableView):
    """The view of an AttendeeTable. ``list_pasted`` hands on pasted rows that want to be looked at before they are
    added; ``entered`` tells that the cursor came into the grid, ``left`` that it goes on from there."""

    list_pasted = Signal(str)
    row_entered = Signal(int)
    entered = Signal()
    left = Signal()

    def __init__(self, table: AttendeeTable) -> None:
        super().__init__()
        self._table = table
        self._commands: dict[str, Callable[[], None]] = {
            "same": self._same_as_above,
            "fill": lambda: table.fill(self.row()),
            "allow": lambda: table.allow(self.row()),
            "paste": lambda: self.paste(QGuiApplication.clipboard().text()),
            "undo": table.undo,
            "redo": table.redo,
            "remove": self.remove_line,
        }
        self._keys = {QKeySequence(keys): name for name, keys in COMMANDS.items()}
        self.setObjectName("attendees")
        self.setModel(table)
        self.setItemDelegate(_CellEditor(self, table))
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
        self.verticalHeader().setFixedWidth(_NUMBERS_PX)
        self.verticalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignCenter)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setMinimumSectionSize(32)
        table.headerDataChanged.connect(lambda *_: self._size())
        table.edited.connect(self._look_again)
        self.selectionModel().currentChanged.connect(lambda now, _: self.row_entered.emit(now.row()))

    def _look_again(self) -> None:
        """What was written on one line may have to do with another: whoever stands below may be the same person."""
        if not self._table.is_typing:
            self.viewport().update()

    def _size(self) -> None:
        """Each column as wide as its content usually is and its title in this language; what is left goes to the
        columns that hold words."""
        letters = QFont(self.font())
        letters.setPixelSize(px(12))
        letters.setWeight(QFont.Weight.DemiBold)
        measure = QFontMetrics(letters)
        titles = {name: self._table.headerData(FIELDS.index(name), Qt.Orientation.Horizontal) for name in FIELDS}
        around = px(_AROUND_TITLE_PX)
        self.verticalHeader().setFixedWidth(px(_NUMBERS_PX))
        widths = {name: max(px(_WIDTHS[name]), measure.horizontalAdvance(titles[name]) + around) for name in FIELDS}
        left = max(0, self.viewport().width() - sum(widths.values()))
        given = {name: left * share // sum(_SHARES.values()) for name, share in _SHARES.items()}
        given["full_name"] += left - sum(given.values())
        for place, name in enumerate(FIELDS):
            self.setColumnWidth(place, widths[name] + given.get(name, 0))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._size()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._size()
        if self.currentIndex().isValid():
            self.scrollTo(self.currentIndex())

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.entered.emit()

    def row(self) -> int:
        """The line the cursor is on."""
        return max(self.currentIndex().row(), 0)

    def start(self, row: int = 0, column: int = 0) -> None:
        """Put the cursor on a person's name, or another cell of theirs."""
        self.setCurrentIndex(self._table.index(row, column))

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
        if not (self.took_command(event) or self._took_key(event) or self._took_choice(event)):
            super().keyPressEvent(event)

    def took_command(self, event: QKeyEvent) -> bool:
        """Do what the key commands, if it is one of ``COMMANDS``."""
        redo = event.matches(QKeySequence.StandardKey.Redo)
        name = "redo" if redo else self._keys.get(QKeySequence(event.keyCombination()))
        if name is None:
            return False
        self._commands[name]()
        return True

    def _took_key(self, event: QKeyEvent) -> bool:
        if event.key() in _ENTER:
            self.next_person()
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self._write("")
        else:
            return False
        return True

    def _took_choice(self, event: QKeyEvent) -> bool:
        """An answer by one key. A digit is none: it is the age already, and goes on there."""
        name = FIELDS[max(self.currentIndex().column(), 0)]
        keys, letter = BY_KEY.get(name), event.text().upper()
        if keys is None or not letter.strip():
            return False
        if name == "sex" and letter.isdigit():
            self.move(0, 1)
            return False
        if letter in keys:
            self._write(keys[letter])
        return True

    def _write(self, text: str) -> None:
        here = self.currentIndex()
        if here.isValid():
            self._table.write([(here.row(), FIELDS[here.column()], text)])

    def _same_as_above(self) -> None:
        here = self.currentIndex()
        if here.row() > 0:
            self._write(self._table.text(here.row() - 1, FIELDS[here.column()]))

    def remove_line(self) -> None:
        """Take the line under the cursor away; Ctrl+Z brings it back."""
        here = self.currentIndex()
        self._table.remove(here.row())
        self.start(min(here.row(), self._table.rowCount() - 1))

    def paste(self, text: str) -> None:
        """Rows that begin with the name are handed on to be looked at first, as is a list of lines; other cells go in
        from the cursor on, as in a spreadsheet."""
        lines = text.strip("\r\n").splitlines()
        here = self.currentIndex()
        top, left = max(here.row(), 0), max(here.column(), 0)
        if len(lines) > 1 and ("\t" not in text or left == 0):
            self.list_pasted.emit(text)
            return
        self._table.write(
            [
                (top + down, FIELDS[left + right], cell.strip())
                for down, line in enumerate(lines)
                for right, cell in enumerate(line.split("\t")[: len(FIELDS) - left])
            ]
        )

    def paintEvent(self, event: QPaintEvent) -> None:
        """Under an empty list stands how it is filled."""
        super().paintEvent(event)
        if self._table.rowCount() > 1 or self._table.is_typing or self._table.is_locked:
            return
        painter = QPainter(self.viewport())
        painter.setPen(colour("muted"))
        room = self.viewport().rect().adjusted(px(24), self.rowHeight(0), -px(24), 0)
        text = self.tr(
            "Type the first name above, or copy a list in Excel or WhatsApp and paste it here with Ctrl+V. "
            "Nobody is added before you have seen what was understood."
        )
        painter.drawText(room, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, text)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.menu().popup(event.globalPos())

    def menu(self) -> QMenu:
        """The commands with their keys, as far as they can do something here."""
        row, locked = self.row(), self._table.is_locked
        words = {
            "same": (self.tr("Same as above"), row > 0),
            "fill": (self.tr("Fill in from an earlier session"), self._table.guest(row) is not None),
            "allow": (self.tr("The guardian agrees"), self._table.waits_for_guardian(row)),
            "paste": (self.tr("Paste"), bool(QGuiApplication.clipboard().text())),
            "undo": (self.tr("Undo"), self._table.can_undo),
            "redo": (self.tr("Redo"), self._table.can_redo),
            "remove": (self.tr("Remove line"), row < self._table.rowCount() - 1),
        }
        menu = QMenu(self)
        menu.aboutToHide.connect(menu.deleteLater)
        for name, (text, can) in words.items():
            action = menu.addAction(f"{text}\t{COMMANDS[name]}", self._commands[name])
            action.setEnabled(can and not locked)
        return menu

    def sizeHint(self) -> QSize:
        return QSize(640, 400)


class _CellEditor(QStyledItemDelegate):
    """A line editor in which Enter goes to the next person and the arrows go up and down, and whose text counts
    while it is typed."""

    def __init__(self, grid: AttendeeGrid, table: AttendeeTable) -> None:
        super().__init__(grid)
        self._grid = grid
        self._table = table
        self.closeEditor.connect(table.end_typing)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """The cell under the cursor has a frame while the keyboard is in the grid."""
        super().paint(painter, option, index)
        if self._grid.hasFocus() and index == self._grid.currentIndex():
            painter.save()
            painter.setPen(QPen(colour("accent"), 2))
            painter.drawRect(option.rect.adjusted(1, 1, -1, -1))
            painter.restore()

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        row, name = index.row(), FIELDS[index.column()]
        editor = _Cell(parent, lambda begun: self._table.completed(row, name, begun))
        editor.setAccessibleName(self._table.headerData(index.column(), Qt.Orientation.Horizontal))
        editor.changed.connect(lambda: self._table.type(row, name, editor.text()))
        return editor

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        editor.setGeometry(option.rect)

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        assert isinstance(editor, QLineEdit)
        model.setData(index, editor.text())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and isinstance(watched, QLineEdit):
            if event.type() == QEvent.Type.ShortcutOverride and _is_command(watched, event):
                event.accept()
                return True
            if event.type() == QEvent.Type.KeyPress and self._took(watched, event):
                return True
        return super().eventFilter(watched, event)

    def _took(self, editor: QLineEdit, event: QKeyEvent) -> bool:
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        if _is_command(editor, event):
            self._finish(editor)
            return self._grid.took_command(event)
        if event.key() not in _ENTER and step is None:
            return False
        self._finish(editor)
        if step is None:
            self._grid.next_person()
        else:
            self._grid.move(step)
        return True

    def _finish(self, editor: QLineEdit) -> None:
        self.commitData.emit(editor)
        self.closeEditor.emit(editor, QAbstractItemDelegate.EndEditHint.NoHint)


def _is_command(editor: QLineEdit, event: QKeyEvent) -> bool:
    """Whether a key is the grid's while a cell is typed in: its own of the line, undo where nothing was typed yet,
    and pasting what does not fit into one cell."""
    pressed = QKeySequence(event.keyCombination())
    if pressed in {QKeySequence(COMMANDS[name]) for name in ("same", "fill", "allow", "remove")}:
        return True
    if event.matches(QKeySequence.StandardKey.Undo):
        return not editor.isUndoAvailable()
    pasted = QGuiApplication.clipboard().text().strip("\r\n")
    return bool(event.matches(QKeySequence.StandardKey.Paste)) and ("\n" in pasted or "\t" in pasted)


class _Cell(QLineEdit):
    """The line of a cell; ``changed`` after each key. What is likely to follow stands selected behind the cursor."""

    changed = Signal()

    def __init__(self, parent: QWidget, completed: Callable[[str], str]) -> None:
        super().__init__(parent)
        self.setMaxLength(120)
        self._completed = completed
        self._length = 0
        self.textEdited.connect(self._go_on)

    def _go_on(self, text: str) -> None:
        grown, self._length = len(text) > self._length, len(text)
        likely = self._completed(text) if grown and self.cursorPosition() == len(text) else ""
        if likely:
            self.setText(likely)
            self.setSelection(len(likely), len(text) - len(likely))
        self.changed.emit()
