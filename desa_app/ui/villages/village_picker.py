"""Picking villages by typing: results show name, kind, district, regency and province; chosen ones are chips.

The picker only says what was ``searched``; whoever owns the registry answers with ``show_matches``. Before anything is
typed it asks for the villages that are likely (``offers_wanted``), which ``show_offers`` shows.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QFont, QHideEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem

from desa_app.domain.village import Village, dotted
from desa_app.ui.chips import Chips
from desa_app.ui.parts import Spoken, column, label
from desa_app.ui.style import colour, px

_PAUSE_MS = 120
_ROW_PX = 50
_MOST_ROWS = 6


class VillagePicker(Spoken):
    """One line to type in, a list of matches under it, chips for what was chosen. ``most`` 1 replaces the choice."""

    searched = Signal(str)
    offers_wanted = Signal()
    edited = Signal()

    def __init__(self, most: int = 20) -> None:
        super().__init__()
        self._most = most
        self._chosen: list[tuple[str, str]] = []
        self._matches: list[Village | None] = []
        self.last: Village | None = None
        self._asked: str | None = None
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self.search)
        self.line = _SearchLine()
        self.line.textEdited.connect(lambda _: self._pause.start())
        self.line.moved.connect(self._move)
        self.line.accepted.connect(self._take_current)
        self.line.left.connect(self.close_list)
        self.line.entered.connect(self._ask_offers)
        self._list: QListWidget | None = None
        self._chips = Chips(self.line)
        self._chips.removed.connect(self._remove)
        self.nothing = label("hint", wrap=True)
        self.nothing.hide()
        self.setFocusProxy(self.line)
        self.setLayout(column(self.line, self.nothing, self._chips, gap=4))
        self.retranslate()

    def retranslate(self) -> None:
        self.line.setPlaceholderText(self.tr("Type a village or district"))
        self.nothing.setText(self.tr("No village found. Try fewer letters, or the district."))
        hint = self.tr("Press to remove, or Backspace in the empty line")
        self._chips.show_texts([name for _, name in self._chosen], hint)

    def value(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Codes (10 digits) and names of the villages chosen, in order."""
        return tuple(code for code, _ in self._chosen), tuple(name for _, name in self._chosen)

    def set_value(self, codes: Sequence[str], names: Sequence[str]) -> None:
        """Show villages already chosen; a code without a name shows itself."""
        known = [*names, *(dotted(code) for code in codes[len(names) :])]
        self._chosen = list(zip(codes, known, strict=False))
        self.line.clear()
        self.retranslate()

    def show_matches(self, text: str, villages: Sequence[Village]) -> None:
        """Show what was found for ``text``, unless it is no longer asked for: other text, or the person went on."""
        if text != self._asked:
            return
        self.nothing.setVisible(not villages)
        if not villages:
            self.close_list()
            return
        shown = self._open_list()
        self._matches = []
        self._list_all(shown, villages)
        shown.setCurrentRow(0)
        self._fit(shown)

    def show_offers(self, recent: Sequence[Village], near: Sequence[Village]) -> None:
        """Offer the villages of the last sessions, and those near to the last one, while nothing is typed yet."""
        if self._asked != "" or not (recent or near):
            return
        shown = self._open_list()
        self._matches = []
        if recent:
            self._list_head(shown, self.tr("Your last villages"))
            self._list_all(shown, recent)
        if near:
            last = recent[0].name if recent else ""
            self._list_head(shown, self.tr("Near {village}").format(village=last))
            self._list_all(shown, near)
        shown.setCurrentRow(-1)
        self._fit(shown)

    def _list_all(self, shown: QListWidget, villages: Sequence[Village]) -> None:
        for village in villages:
            shown.addItem(QListWidgetItem(self._describe(village)))
            self._matches.append(village)

    def _list_head(self, shown: QListWidget, text: str) -> None:
        head = QListWidgetItem(text)
        head.setFlags(Qt.ItemFlag.NoItemFlags)
        head.setForeground(colour("muted"))
        letters = self.font()
        letters.setPixelSize(px(12))
        letters.setWeight(QFont.Weight.DemiBold)
        head.setFont(letters)
        shown.addItem(head)
        self._matches.append(None)

    def _describe(self, village: Village) -> str:
        parents = self.tr("Kec. {district}, {regency}, {province}").format(
            district=village.district, regency=village.regency, province=village.province
        )
        return f"{village.name} · {village.kind} · {village.shown_code}\n{parents}"

    def search(self) -> None:
        """Ask for what stands in the line now."""
        text = self.line.text().strip()
        self.nothing.hide()
        if len(text) > 1:
            self._asked = text
            self.searched.emit(text)
            return
        self.close_list()
        if not text:
            self._ask_offers()

    def _ask_offers(self) -> None:
        """Ask for likely villages where none is chosen and nothing is typed."""
        if not self._chosen and not self.line.text():
            self._asked = ""
            self.offers_wanted.emit()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.close_list()

    def _open_list(self) -> QListWidget:
        if self._list is None:
            self._list = QListWidget(self.window())
            self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
            self._list.itemClicked.connect(lambda _: self._take_current())
        self._list.clear()
        return self._list

    def _fit(self, shown: QListWidget) -> None:
        height = min(sum(shown.sizeHintForRow(row) for row in range(shown.count())), _MOST_ROWS * _ROW_PX) + 4
        window = self.window()
        spot = self.line.mapTo(window, QPoint(0, self.line.height() + 2))
        width = min(max(self.line.width(), 460), window.width() - spot.x() - 8)
        shown.setGeometry(spot.x(), spot.y(), width, min(height, window.height() - spot.y() - 8))
        shown.raise_()
        shown.show()

    def close_list(self) -> None:
        """Put the matches away and wait for none."""
        self._pause.stop()
        self._asked = None
        if self._list is not None:
            self._list.hide()

    def _move(self, step: int) -> None:
        if self._list is None or not self._list.isVisible():
            self.search()
            return
        row = self._list.currentRow() + step
        while 0 <= row < len(self._matches) and self._matches[row] is None:
            row += step
        if 0 <= row < len(self._matches):
            self._list.setCurrentRow(row)
            self.line.say(self._list.item(row).text())

    def _take_current(self) -> None:
        if self._list is None or not self._list.isVisible() or self._list.currentRow() < 0:
            return
        village = self._matches[self._list.currentRow()]
        if village is None:
            return
        self.close_list()
        self.line.clear()
        if village.code not in (code for code, _ in self._chosen):
            self._chosen = [*self._chosen, (village.code, village.name)][-self._most :]
            self.last = village
            self.retranslate()
            self.edited.emit()

    def _remove(self, place: int) -> None:
        del self._chosen[place]
        self.retranslate()
        self.edited.emit()


class _SearchLine(QLineEdit):
    """A line whose arrows move in the list of matches and whose Enter takes one."""

    moved = Signal(int)
    accepted = Signal()
    left = Signal()
    entered = Signal()

    def say(self, text: str) -> None:
        """Let a screen reader say which of the list is meant."""
        self.setAccessibleDescription(text)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
        if step is not None:
            self.moved.emit(step)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.accepted.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusOut:
            self.left.emit()
        done = super().event(event)
        if event.type() == QEvent.Type.FocusIn:
            self.entered.emit()
        return done
