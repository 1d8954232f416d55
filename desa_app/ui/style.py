"""The look: the style sheets, colours by role, one font and one icon set, all read from resources/.

Screens name a role (``card``, ``title``, ``primary`` …) or a tone (``success``, ``warning`` …), never a colour.
What stands before the first paint, here and in ``parts`` and ``navigation``, does without Qt's own name space: its
hundred enumerations take 15 ms to make. A property takes the name of a value just as well.
"""

from __future__ import annotations

import json
import re
from functools import cache

from PySide6.QtCore import QByteArray, QRectF
from PySide6.QtGui import QColor, QFont, QFontDatabase, QIcon, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication, QWidget

from desa_app.paths import resources

_FAMILY = "Atkinson Hyperlegible Next"
_TEXT_SIZE = 14
_MIDDLE = 128
"""The lightness of a window, of 255, below which the system is dark."""
ARGUMENTS = ("-style", "fusion")
"""What QApplication is started with: the style that the sheet is made for. Asked for later it costs 5 ms more."""


@cache
def colours(scheme: str) -> dict[str, str]:
    """Colour by role for ``light`` or ``dark``, as ``#RRGGBB``."""
    every: dict[str, dict[str, str]] = json.loads((resources() / "style" / "colours.json").read_text("utf-8"))
    return every[scheme]


_scheme = "light"


def scheme() -> str:
    """What the system asks for: ``dark`` or ``light``."""
    return _scheme


def colour(role: str) -> QColor:
    """The colour of a role in the scheme in use."""
    return QColor(colours(scheme())[role])


def dress(app: QApplication) -> None:
    """Give the application its font, palette and style sheet, now and whenever the system's scheme changes."""
    for font in sorted((resources() / "fonts").glob("*.ttf")):
        QFontDatabase.addApplicationFont(str(font))
    app.styleHints().colorSchemeChanged.connect(lambda asked: _paint(app, is_dark=asked.name == "Dark"))
    _paint(app, is_dark=app.palette().window().color().lightness() < _MIDDLE)


def _paint(app: QApplication, *, is_dark: bool) -> None:
    global _scheme
    _scheme = "dark" if is_dark else "light"
    icon.cache_clear()
    family = QFont(_FAMILY)
    family.setPixelSize(_TEXT_SIZE)
    app.setFont(family)
    app.setPalette(_palette())
    app.setStyleSheet(sheet(scheme()))


def sheet(name: str) -> str:
    """The style sheet with every ``{role}`` filled in for a scheme."""
    values = colours(name) | {"icons": (resources() / "icons").as_posix()}
    text = "\n".join(part.read_text("utf-8") for part in sorted((resources() / "style").glob("*.qss")))
    return re.sub(r"\{(\w+)\}", lambda role: values[role[1]], text)


def _palette() -> QPalette:
    palette = QPalette()
    for group, role in (
        (QPalette.ColorRole.Window, "surface"),
        (QPalette.ColorRole.Base, "card"),
        (QPalette.ColorRole.AlternateBase, "stripe"),
        (QPalette.ColorRole.Text, "text"),
        (QPalette.ColorRole.WindowText, "text"),
        (QPalette.ColorRole.ButtonText, "text"),
        (QPalette.ColorRole.PlaceholderText, "muted"),
        (QPalette.ColorRole.Highlight, "accent"),
        (QPalette.ColorRole.HighlightedText, "on_accent"),
    ):
        palette.setColor(group, colour(role))
    return palette


@cache
def icon(name: str, role: str = "text") -> QIcon:
    """The icon of resources/icons by file name, drawn in a role's colour, sharp at 100 to 200 %."""
    svg = (resources() / "icons" / f"{name}.svg").read_text("utf-8").replace("currentColor", colour(role).name())
    renderer = QSvgRenderer(QByteArray(svg.encode()))
    drawn = QIcon()
    for size in (18, 24, 36, 48):
        picture = QPixmap(size, size)
        picture.fill(QColor("transparent"))
        painter = QPainter(picture)
        renderer.render(painter, QRectF(0, 0, size, size))
        painter.end()
        drawn.addPixmap(picture)
    return drawn


def set_role(widget: QWidget, **properties: str) -> None:
    """Set style properties (``role``, ``tone``, ``wrong``) and let the style sheet take them up."""
    if all(widget.property(name) == value for name, value in properties.items()):
        return
    for name, value in properties.items():
        widget.setProperty(name, value)
    widget.style().unpolish(widget)
    widget.style().polish(widget)
