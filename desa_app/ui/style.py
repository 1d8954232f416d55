"""The look: the style sheets, colours by role, one font and one icon set, all read from resources/ (docs/design.md).

Screens name a role (``card``, ``title``, ``primary`` …) or a tone (``success``, ``warning`` …), never a colour. Light
or dark and the size of the text can change while the window is open: who draws asks :func:`colour` and :func:`px` at
that moment, icons do so by themselves, and lengths set on widgets are brought up by ``measures``.

What stands before the first paint, here and in ``parts`` and ``navigation``, does without Qt's own name space: its
hundred enumerations take 15 ms to make. A property takes the name of a value just as well.
"""

from __future__ import annotations

import json
import os
import re
from functools import cache
from pathlib import Path
from typing import ClassVar

from PySide6.QtCore import QByteArray, QRect, QRectF, QSize
from PySide6.QtGui import QColor, QFont, QFontDatabase, QIcon, QIconEngine, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication, QWidget

from desa_app.paths import cache_dir, resources
from desa_app.preferences import TextSize, Theme

_FAMILY = "Atkinson Hyperlegible Next"
_TEXT_SIZE = 14
_GROWTH: dict[TextSize, float] = {"normal": 1.0, "large": 1.15, "larger": 1.35}
_MIDDLE = 128
"""The lightness of a window, of 255, below which the system is dark."""
_HAIRLINE = 2
"""Lengths of the sheet up to here are lines, which stay as thin as they are."""
ARGUMENTS = ("-style", "fusion")
"""What QApplication is started with: the style that the sheet is made for. Asked for later it costs 5 ms more."""

_theme: Theme = "system"
_text_size: TextSize = "normal"
_system_is_dark = False
_was_resized = False


@cache
def colours(scheme: str) -> dict[str, str]:
    """Colour by role for ``light`` or ``dark``, as ``#RRGGBB``."""
    every: dict[str, dict[str, str]] = json.loads((resources() / "style" / "colours.json").read_text("utf-8"))
    return every[scheme]


def scheme() -> str:
    """The scheme in use: ``dark`` or ``light``, as chosen or as the system asks."""
    if _theme == "system":
        return "dark" if _system_is_dark else "light"
    return _theme


def theme() -> Theme:
    """What was chosen."""
    return _theme


def text_size() -> TextSize:
    """What was chosen."""
    return _text_size


def colour(role: str) -> QColor:
    """The colour of a role in the scheme in use. Ask when you draw; what is kept goes stale with the scheme."""
    return QColor(colours(scheme())[role])


def growth() -> float:
    """How much larger than normal the text is."""
    return _GROWTH[_text_size]


def px(length: int) -> int:
    """A length to draw, as large as the text asks for; the same where the text has its normal size."""
    return round(length * growth())


def fit(widget: QWidget) -> None:
    """Bring what was built with plain lengths to the size of the text; nothing to do where that was always normal."""
    if _was_resized:
        from desa_app.ui.measures import measure

        measure(widget)


def dress(app: QApplication, theme: Theme = "system", text_size: TextSize = "normal") -> None:
    """Give the application its font, palette and style sheet, now and whenever the system's scheme changes."""
    global _theme, _text_size, _was_resized, _system_is_dark
    _theme, _text_size, _was_resized = theme, text_size, text_size != "normal"
    for font in sorted((resources() / "fonts").glob("*.ttf")):
        QFontDatabase.addApplicationFont(str(font))
    _system_is_dark = app.palette().window().color().lightness() < _MIDDLE
    app.styleHints().colorSchemeChanged.connect(lambda asked: _system_changed(app, asked.name == "Dark"))
    app.focusWindowChanged.connect(lambda _: _fit_dialog(app))
    _paint(app)


def set_theme(chosen: Theme) -> None:
    """Follow the system, or be light or dark whatever it says; at once."""
    global _theme
    if chosen != _theme:
        _theme = chosen
        _repaint()


def set_text_size(chosen: TextSize) -> None:
    """Make all text larger or normal again, and with it what stands around it; at once."""
    global _text_size, _was_resized
    if chosen != _text_size:
        _text_size, _was_resized = chosen, True
        _repaint()


def _fit_dialog(app: QApplication) -> None:
    dialog = app.activeModalWidget()
    if dialog is not None:
        fit(dialog)


def _system_changed(app: QApplication, is_dark: bool) -> None:
    global _system_is_dark
    _system_is_dark = is_dark
    if _theme == "system":
        _paint(app)


def _repaint() -> None:
    app = QApplication.instance()
    if isinstance(app, QApplication):
        _paint(app)
        for window in app.topLevelWidgets():
            fit(window)


def _paint(app: QApplication) -> None:
    family = QFont(_FAMILY)
    family.setPixelSize(px(_TEXT_SIZE))
    app.setFont(family)
    app.setPalette(_palette())
    app.setStyleSheet(sheet(scheme()))


def sheet(name: str) -> str:
    """The style sheet of a scheme: every ``{role}`` and ``{icon|role}`` filled in, lengths as large as the text asks
    for."""
    values = colours(name) | {"icons": (resources() / "icons").as_posix()}
    text = "\n".join(part.read_text("utf-8") for part in sorted((resources() / "style").glob("*.qss")))
    if _text_size != "normal":
        text = re.sub(r"\b(\d+)px", lambda found: f"{_grown(int(found[1]))}px", text)
    text = re.sub(r"\{([\w-]+)\|(\w+)\}", lambda found: _coloured_file(found[1], values[found[2]]), text)
    return re.sub(r"\{(\w+)\}", lambda role: values[role[1]], text)


def _grown(length: int) -> int:
    return length if length <= _HAIRLINE else px(length)


def _coloured_file(name: str, hue: str) -> str:
    """An icon for the sheet, which takes files only: drawn in a colour, kept in the cache folder. Black where that
    folder can't be written."""
    kept = cache_dir() / "icons" / f"{name}-{hue[1:]}.svg"
    try:
        if not kept.exists():
            kept.parent.mkdir(parents=True, exist_ok=True)
            fresh = kept.with_name(f"{kept.name}.{os.getpid()}")
            fresh.write_text(_drawing(name, hue), "utf-8")
            fresh.replace(kept)
    except OSError:
        return _icon_file(name).as_posix()
    return kept.as_posix()


def _palette() -> QPalette:
    palette = QPalette()
    for part, role in (
        (QPalette.ColorRole.Window, "surface"),
        (QPalette.ColorRole.Base, "card"),
        (QPalette.ColorRole.AlternateBase, "stripe"),
        (QPalette.ColorRole.Button, "card"),
        (QPalette.ColorRole.ToolTipBase, "text"),
        (QPalette.ColorRole.ToolTipText, "card"),
        (QPalette.ColorRole.Text, "text"),
        (QPalette.ColorRole.WindowText, "text"),
        (QPalette.ColorRole.ButtonText, "text"),
        (QPalette.ColorRole.PlaceholderText, "muted"),
        (QPalette.ColorRole.Highlight, "accent"),
        (QPalette.ColorRole.HighlightedText, "on_accent"),
        (QPalette.ColorRole.Link, "accent"),
    ):
        palette.setColor(part, colour(role))
    for part in (QPalette.ColorRole.Text, QPalette.ColorRole.WindowText, QPalette.ColorRole.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, part, colour("muted"))
    return palette


@cache
def icon(name: str, role: str = "text", *, trails: bool = False) -> QIcon:
    """The icon of resources/icons by file name, in a role's colour: drawn anew in the scheme in use wherever it
    stands already, sharp at every scale, muted where what it stands on is disabled.

    In a room wider than high it stands at the left, which keeps it from the text after it; one that ``trails`` its
    text stands at the right.
    """
    return QIcon(_Drawing(name, role, trails))


class _Drawing(QIconEngine):
    """Draws an icon when it is needed, at the size and in the colour of that moment.

    Every one is kept: Qt holds engines that Python would let go of, above all those it has cloned, and crashes.
    """

    _kept: ClassVar[list[_Drawing]] = []

    def __init__(self, name: str, role: str, trails: bool) -> None:
        super().__init__()
        self._name, self._role, self._trails = name, role, trails
        self._kept.append(self)

    def clone(self) -> QIconEngine:
        return _Drawing(self._name, self._role, self._trails)

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        size = rect.size() * painter.device().devicePixelRatio()
        painter.drawPixmap(rect, self.pixmap(size, mode, state))

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        role = "muted" if mode == QIcon.Mode.Disabled else self._role
        return _picture(self._name, colours(scheme())[role], size.width(), size.height(), self._trails)

    def scaledPixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State, scale: float) -> QPixmap:
        return self.pixmap(size, mode, state)


@cache
def _picture(name: str, hue: str, width: int, height: int, trails: bool) -> QPixmap:
    picture = QPixmap(width, height)
    picture.fill(QColor("transparent"))
    painter = QPainter(picture)
    side = min(width, height)
    spot = QRectF(width - side if trails else 0, 0, side, side)
    QSvgRenderer(QByteArray(_drawing(name, hue).encode())).render(painter, spot)
    painter.end()
    return picture


def _drawing(name: str, hue: str) -> str:
    return _icon_file(name).read_text("utf-8").replace("currentColor", hue)


def _icon_file(name: str) -> Path:
    return resources() / "icons" / f"{name}.svg"


def set_role(widget: QWidget, **properties: str) -> None:
    """Set style properties (``role``, ``tone``, ``wrong``) and let the style sheet take them up."""
    if all(widget.property(name) == value for name, value in properties.items()):
        return
    for name, value in properties.items():
        widget.setProperty(name, value)
    widget.style().unpolish(widget)
    widget.style().polish(widget)
