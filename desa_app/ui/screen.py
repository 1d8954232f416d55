"""What pages are made of: the page itself, its title, and what an empty list says."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QLabel

from desa_app.ui.parts import GAP, Sign, Spoken, column, label, row


class Screen(Spoken):
    """A page of the window. While hidden it only remembers that its data are stale; when shown it asks for them."""

    wanted = Signal()
    nouns: frozenset[str] = frozenset()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._stale = True

    def hear(self, changed: set[str]) -> None:
        """Take note that records of these nouns changed; ask for new data now if in sight."""
        if self.nouns & changed:
            self._stale = True
            self._ask()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._ask()

    def _ask(self) -> None:
        if self._stale and self.isVisible():
            self._stale = False
            self.wanted.emit()


class Title(QLabel):
    """A title of one line that gives way where the room is short: cut at its end, in full as its tip."""

    def __init__(self) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", "title")

    def setText(self, text: str) -> None:
        super().setText(text)
        self.setToolTip(text)

    def minimumSizeHint(self) -> QSize:
        return QSize(self.fontMetrics().averageCharWidth() * 8, super().minimumSizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        shown = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        painter.drawText(self.contentsRect(), self.alignment(), shown)


class Empty(Spoken):
    """What an empty list says: what would stand here and what to do first."""

    def __init__(self, picture: str) -> None:
        super().__init__()
        self.title = label("heading", wrap=True)
        self.text = label("muted", wrap=True)
        for one in (self.title, self.text):
            one.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setLayout(
            column(None, row(None, Sign(picture, "muted", 48), None), self.title, self.text, None, margin=4 * GAP)
        )

    def say(self, title: str, text: str) -> None:
        """Write both lines."""
        self.title.setText(title)
        self.text.setText(text)
