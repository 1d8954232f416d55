"""What the first page is made of: lines and tiles that open what they name, in cards with a heading."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from desa_app.ui.parts import GAP, Sign, Spoken, button, column, holder, label, row
from desa_app.ui.screen import Title


class Entry(NamedTuple):
    """A line to show: its icon and that icon's role, what it is called, what else there is to say, a note in full
    (such as a lead's comment), a pill with its tone, and what opening it does."""

    picture: str
    role: str
    title: str
    detail: str
    opens: Callable[[], None]
    note: str = ""
    pill: str = ""
    tone: str = "plain"


class Opening(QPushButton):
    """A button as large as what it says; Enter opens it as the mouse does, arrows go to the next."""

    def __init__(self, role: str, lay: QHBoxLayout | QVBoxLayout, opens: Callable[[], None]) -> None:
        super().__init__()
        self.setProperty("role", role)
        self.setAutoDefault(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.clicked.connect(lambda: opens())
        self._lay = lay
        self.setLayout(lay)
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        for piece in self.findChildren(QWidget):
            piece.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def sizeHint(self) -> QSize:
        return self._lay.totalSizeHint()

    def minimumSizeHint(self) -> QSize:
        return self._lay.totalMinimumSize()


class _Cut(Title):
    """A text of one line, cut where the room ends."""

    def __init__(self, role: str, text: str) -> None:
        super().__init__()
        self.setProperty("role", role)
        self.setText(text)


def line(entry: Entry) -> Opening:
    """An entry as a line of a list."""
    said = column(_Cut("heading", entry.title), gap=0)
    if entry.detail:
        said.addWidget(_Cut("caption", entry.detail))
    if entry.note:
        note = label("note", wrap=True)
        note.setText(entry.note)
        said.addSpacing(4)
        said.addWidget(note)
    pill = _pill(entry)
    sign = holder(column(Sign(entry.picture, entry.role, 20), None))
    lay = row(sign, said, pill, gap=12)
    lay.setContentsMargins(GAP, 6, GAP, 6)
    lay.setStretch(1, 1)
    return _named(Opening("entry", lay, entry.opens), entry)


def tile(entry: Entry, more: str) -> Opening:
    """An entry as a tile: its title over two lines of detail, the pill at its foot."""
    pill = _pill(entry)
    lay = column(
        _Cut("heading", entry.title), _Cut("caption", entry.detail), _Cut("", more), row(pill, None), gap=2, margin=12
    )
    lay.insertSpacing(3, 6)
    return _named(Opening("tile", lay, entry.opens), entry._replace(note=more))


def _pill(entry: Entry) -> QLabel:
    """The pill; hidden where it says nothing, and never shown before it has its place: it would be a window."""
    pill = label("pill")
    pill.setProperty("tone", entry.tone)
    pill.setText(entry.pill)
    if not entry.pill:
        pill.hide()
    return pill


def _named(made: Opening, entry: Entry) -> Opening:
    made.setAccessibleName(". ".join(part for part in (entry.title, entry.detail, entry.note, entry.pill) if part))
    return made


class Section(Spoken):
    """A card with a heading and its entries; of many only the first, the others behind a button that says how many."""

    def __init__(self, most: int, more: Callable[[], None]) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self._most = most
        self.heading, self.count = label("heading"), label("caption")
        self.more = button("quiet", "arrow-right", more)
        policy = self.more.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.more.setSizePolicy(policy)
        self._lines = column(gap=0)
        head = row(self.heading, self.count, None, self.more)
        head.setContentsMargins(GAP, 0, 0, 0)
        lay = column(holder(head), self._lines, gap=4, margin=GAP)
        self.setLayout(lay)
        self.hide()

    def show_entries(self, entries: Sequence[Entry], heading: str, more: str) -> None:
        """Show these; without any there is no card. The heading, and what the button for all of them says."""
        empty(self._lines)
        self.heading.setText(heading)
        self.count.setText(str(len(entries)))
        self.more.setText(more)
        self.more.setVisible(len(entries) > self._most)
        for entry in entries[: self._most]:
            self._lines.addWidget(line(entry))
        self.setVisible(bool(entries))


def empty(lay: QLayout) -> None:
    """Take everything out of a layout for good."""
    while (item := lay.takeAt(0)) is not None:
        gone = item.widget()
        if gone is not None:
            gone.hide()
            gone.deleteLater()
