"""The pane beside a list: what is known of the row that is chosen, to be read without opening it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from desa_app.ui.field import scrolled
from desa_app.ui.parts import GAP, Spoken, button, card, column, holder, label, row, show_tone
from desa_app.ui.style import colour
from desa_app.ui.wrapping import Flow

_WIDTH = 312
_LEFT_PX = 104
_BAR_PX = 8
_LOWER_PX = 2
"""How much lower small letters begin to stand on the line of the larger ones."""


class Section(NamedTuple):
    """Lines under a small title: what stands left and right. With ``bars`` the right is a count, drawn as well."""

    title: str
    lines: Sequence[tuple[str, str]]
    bars: Sequence[int] = ()


class Detail(NamedTuple):
    """All that the pane shows: ``pills`` are words with their tones, ``note`` is what must be seen first, ``hint`` what
    can be done."""

    title: str
    pills: Sequence[tuple[str, str]] = ()
    note: str = ""
    note_tone: str = "warning"
    sections: Sequence[Section] = ()
    hint: str = ""


class DetailPane(Spoken):
    """``show_detail`` writes one row's, ``show_nothing`` what to do to see one; ``history_asked`` and ``receipt_asked``
    want more of it."""

    history_asked = Signal()
    receipt_asked = Signal()

    def __init__(self, opened: Callable[[], None]) -> None:
        super().__init__()
        self.setFixedWidth(_WIDTH)
        self.title = label("heading", wrap=True)
        self.note = label("banner", wrap=True)
        self.hint = label("muted", wrap=True)
        self.open = button("", "pencil", opened)
        self.history = button("quiet", "history", self.history_asked.emit)
        self.receipt = button("quiet", "shield-check", self.receipt_asked.emit)
        self._pills = holder(Flow())
        self._body = column(gap=GAP)
        lines = column(self.title, self._pills, self.note, self.hint, holder(self._body), None)
        inside = holder(lines)
        frame = card(scrolled(inside), holder(row(self.history, self.receipt, None)), self.open, stretch=0)
        self.setLayout(column(frame))
        self.retranslate()
        self.show_nothing("")

    def retranslate(self) -> None:
        self.history.setText(self.tr("History …"))
        self.history.setToolTip(self.tr("Every value that was ever written: whose, when, on which laptop"))
        self.receipt.setText(self.tr("Receipt …"))
        self.receipt.setToolTip(self.tr("Headquarters' signed word that it holds this record, as a file"))

    def show_nothing(self, hint: str) -> None:
        """Show no row, but what to do."""
        self._clear()
        self._show_hint(hint)
        for piece in (self.title, self._pills, self.note, *self._ways()):
            piece.hide()

    def _ways(self) -> tuple[QWidget, ...]:
        """What leads on from one row."""
        return self.open, self.history, self.receipt

    def show_detail(self, detail: Detail, *, opens: bool = True, has_receipt: bool = False) -> None:
        """Show a row; where several are chosen there is nothing to open. ``has_receipt`` tells that all of it is at
        headquarters."""
        self._clear()
        self._show_hint(detail.hint)
        self.title.setText(detail.title)
        self.title.show()
        for words, tone in detail.pills:
            pill = label("pill")
            _lay(self._pills).addWidget(pill)
            show_tone(pill, words, tone)
        self._pills.setVisible(bool(detail.pills))
        show_tone(self.note, detail.note, detail.note_tone)
        for section in detail.sections:
            self._body.addWidget(_section(section))
        for way in self._ways():
            way.setVisible(opens)
        self.receipt.setEnabled(has_receipt)

    def _show_hint(self, hint: str) -> None:
        self.hint.setText(hint)
        self.hint.setVisible(bool(hint))

    def _clear(self) -> None:
        for lay in (self._body, _lay(self._pills)):
            while (item := lay.takeAt(0)) is not None:
                widget = item.widget()
                if widget is not None:
                    widget.hide()
                    widget.deleteLater()


def _lay(pills: QWidget) -> Flow:
    lay = pills.layout()
    assert isinstance(lay, Flow)
    return lay


def _section(section: Section) -> QWidget:
    grid = QGridLayout()
    grid.setContentsMargins(0, GAP, 0, 0)
    grid.setHorizontalSpacing(GAP)
    grid.setVerticalSpacing(4)
    grid.setColumnStretch(1, 1)
    if section.title:
        title = label("label")
        title.setText(section.title)
        grid.addWidget(title, 0, 0, 1, 3)
    most = max(section.bars, default=0)
    for place, (left, right) in enumerate(section.lines, start=1):
        _add_line(grid, place, left, right, is_count=bool(section.bars))
        if section.bars:
            grid.addWidget(_Bar(section.bars[place - 1], most), place, 1)
    return holder(grid)


def _add_line(grid: QGridLayout, place: int, left: str, right: str, *, is_count: bool) -> None:
    """What a line says: across the pane where it has one side, else in two columns, a count at the right."""
    top = Qt.AlignmentFlag.AlignTop
    if not left:
        whole = label(wrap=True)
        whole.setText(right)
        grid.addWidget(whole, place, 0, 1, 3)
        return
    name, value = label("caption", wrap=True), label(wrap=True)
    name.setText(left)
    name.setFixedWidth(_LEFT_PX)
    name.setContentsMargins(0, _LOWER_PX, 0, 0)
    value.setText(right)
    grid.addWidget(name, place, 0, top)
    if is_count:
        value.setWordWrap(False)
        grid.addWidget(value, place, 2, top | Qt.AlignmentFlag.AlignRight)
    else:
        grid.addWidget(value, place, 1, 1, 2, top)


class _Bar(QWidget):
    """A count drawn as a bar, beside its number."""

    def __init__(self, count: int, most: int) -> None:
        super().__init__()
        self._share = count / most if most else 0.0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)

    def sizeHint(self) -> QSize:
        return QSize(60, 2 * _BAR_PX)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour("accent"))
        width = round(self.width() * self._share)
        if width:
            painter.drawRoundedRect(0, (self.height() - _BAR_PX) // 2, max(width, 2), _BAR_PX, 2, 2)
