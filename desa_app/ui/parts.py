"""The small pieces every screen is made of: spoken widgets, cards, labels, pills and buttons."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLayout, QPushButton, QVBoxLayout, QWidget

from desa_app.ui.keys import ANYWHERE
from desa_app.ui.style import icon, px, set_role

GAP = 8
Piece = QWidget | QHBoxLayout | QVBoxLayout | None


class Spoken(QFrame):
    """A widget that writes its texts in ``retranslate`` and does so again when the language changes."""

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def retranslate(self) -> None:
        """Write every text in the language in use, from the data held now."""


class Sign(QWidget):
    """An icon that stands by itself, ``side`` pixels square; it follows the scheme and the size of the text."""

    def __init__(self, picture: str, role: str, side: int) -> None:
        super().__init__()
        self._picture, self._role = picture, role
        self.setFixedSize(side, side)

    def show_icon(self, picture: str, role: str) -> None:
        """Show another icon, or the same in another role."""
        self._picture, self._role = picture, role
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        icon(self._picture, self._role).paint(QPainter(self), self.rect())


def label(role: str = "", *, wrap: bool = False) -> QLabel:
    """An empty label of a role; its text comes in ``retranslate``. Text is always plain, never markup."""
    made = QLabel()
    made.setProperty("textFormat", "PlainText")
    made.setWordWrap(wrap)
    if role:
        made.setProperty("role", role)
    return made


class Button(QPushButton):
    """A button whose icon keeps its distance from the text, which Qt's own does not: its room is wider than it."""

    def __init__(self, picture: str = "") -> None:
        super().__init__()
        self._picture = picture

    def take_role(self, role: str) -> None:
        """Be ``primary``, ``quiet``, ``danger`` or plain, and the icon with it."""
        set_role(self, role=role)
        if self._picture:
            self.setIcon(icon(self._picture, {"primary": "on_accent", "danger": "danger"}.get(role, "accent")))
            self._fit_icon()

    def setText(self, text: str) -> None:
        super().setText(text)
        self._fit_icon()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit_icon()

    def _fit_icon(self) -> None:
        if not self.icon().isNull():
            self.setIconSize(QSize(px(16 + 4 * bool(self.text())), px(16)))


def button(role: str, picture: str, pressed: Callable[[], None]) -> Button:
    """A button of a role (``primary``, ``quiet``, ``danger`` or plain) with an icon; its text comes later."""
    made = Button(picture)
    made.setAutoDefault(False)
    made.setProperty("role", role)
    made.take_role(role)
    made.clicked.connect(lambda: pressed())
    return made


def name_button(named: QPushButton, text: str, keys: str) -> None:
    """Write a button's text and its shortcut, which also stands in its tip; a new text takes a shortcut away.

    Keys that work anywhere in the window are left to it, because two owners of one key would silence it; it presses
    the button in sight that shows them (see ``commands.listen``).
    """
    named.setText(text)
    named.setProperty("keys", keys)
    named.setShortcut("" if keys in ANYWHERE else keys)
    named.setToolTip(keys)


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
