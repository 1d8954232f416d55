"""The small pieces every screen is made of: spoken widgets, cards, labels, pills and buttons."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLayout, QPushButton, QVBoxLayout, QWidget

from desa_app.ui.style import icon, set_role

GAP = 8
Piece = QWidget | QHBoxLayout | QVBoxLayout | None


class Spoken(QWidget):
    """A widget that writes its texts in ``retranslate`` and does so again when the language changes."""

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def retranslate(self) -> None:
        """Write every text in the language in use, from the data held now."""


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


def label(role: str = "", *, wrap: bool = False) -> QLabel:
    """An empty label of a role; its text comes in ``retranslate``. Text is always plain, never markup."""
    made = QLabel()
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setWordWrap(wrap)
    if role:
        made.setProperty("role", role)
    return made


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


def button(role: str, picture: str, pressed: Callable[[], None]) -> QPushButton:
    """A button of a role (``primary``, ``quiet``, ``danger`` or plain) with an icon; its text comes later."""
    made = QPushButton()
    made.setProperty("role", role)
    made.setCursor(Qt.CursorShape.PointingHandCursor)
    made.setAutoDefault(False)
    if picture:
        made.setIcon(icon(picture, {"primary": "on_accent", "danger": "danger"}.get(role, "accent")))
        made.setIconSize(QSize(16, 16))
    made.clicked.connect(lambda: pressed())
    return made


def card(*inside: QWidget, stretch: int | None = None) -> QFrame:
    """A framed surface with its widgets one below the other; ``stretch`` is the place of the one that grows."""
    frame = QFrame()
    frame.setProperty("role", "card")
    frame.setLayout(column(*inside, margin=2 * GAP, stretch=stretch))
    return frame


def column(*inside: Piece, margin: int = 0, gap: int = GAP, stretch: int | None = None) -> QVBoxLayout:
    """A column of widgets and layouts; None is a gap that grows, ``stretch`` the place of the piece that does."""
    lay = QVBoxLayout()
    _fill(lay, inside, margin, gap, stretch)
    return lay


def row(*inside: Piece, margin: int = 0, gap: int = GAP, stretch: int | None = None) -> QHBoxLayout:
    """A row of widgets and layouts, as ``column``."""
    lay = QHBoxLayout()
    _fill(lay, inside, margin, gap, stretch)
    return lay


def holder(lay: QLayout) -> QWidget:
    """A widget that only holds a layout."""
    made = QWidget()
    made.setLayout(lay)
    return made


def _fill(
    lay: QHBoxLayout | QVBoxLayout, inside: tuple[Piece, ...], margin: int, gap: int, stretch: int | None
) -> None:
    lay.setContentsMargins(margin, margin, margin, margin)
    lay.setSpacing(gap)
    for piece in inside:
        if piece is None:
            lay.addStretch(1)
        elif isinstance(piece, QWidget):
            lay.addWidget(piece)
        else:
            lay.addLayout(piece)
    if stretch is not None:
        lay.setStretch(stretch, 1)


def show_tone(pill: QLabel, text: str, tone: str) -> None:
    """Write a pill and give it its tone; the word says it, the colour only helps."""
    pill.setText(text)
    pill.setVisible(bool(text))
    set_role(pill, tone=tone)


class Empty(Spoken):
    """What an empty list says: what would stand here and what to do first."""

    def __init__(self, picture: str) -> None:
        super().__init__()
        self._picture = QLabel()
        self._picture.setPixmap(icon(picture, "muted").pixmap(QSize(48, 48)))
        self._picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.title = label("heading", wrap=True)
        self.text = label("muted", wrap=True)
        for one in (self.title, self.text):
            one.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setLayout(column(None, self._picture, self.title, self.text, None, margin=4 * GAP))

    def say(self, title: str, text: str) -> None:
        """Write both lines."""
        self.title.setText(title)
        self.text.setText(text)
