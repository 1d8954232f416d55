"""Names on the map as pictures: with a rim of the land's colour, so that they can be read over any line."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPainterPath, QPen, QPixmap
from PySide6.QtWidgets import QApplication

from desa_app.ui.style import colour, growth, px, scheme
from desa_app.ui.villages.map_labels import Name, Place

_RIM_PX = 2
_Key = tuple[str, Place, float, str, float]
_pictures: dict[_Key, QPixmap] = {}
_INKS: dict[Place, str] = {"province": "muted", "regency": "muted", "village": "text"}


def name_size(name: Name) -> tuple[float, float]:
    """Width and height of a name in pixels."""
    return _size(name.text, name.place, growth())


@cache
def _size(text: str, place: Place, _growth: float) -> tuple[float, float]:
    metrics = QFontMetricsF(name_font(place))
    return metrics.horizontalAdvance(text) + 2 * _RIM_PX, metrics.height()


def name_font(place: Place) -> QFont:
    """The font of a level's names: provinces stand a little wider."""
    font = QFont(QApplication.font())
    font.setPixelSize(px(12))
    if place == "province":
        font.setWeight(QFont.Weight.DemiBold)
        font.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, 0.6)
    return font


def has_picture(name: Name, ratio: float) -> bool:
    """Whether a name was drawn before, so that it takes no time now."""
    return _key(name, ratio) in _pictures


def name_picture(name: Name, ratio: float) -> QPixmap:
    """A name, sharp on a screen of this pixel ratio."""
    key = _key(name, ratio)
    if key not in _pictures:
        _pictures[key] = _drawn(name.text, name.place, ratio)
    return _pictures[key]


def _key(name: Name, ratio: float) -> _Key:
    return name.text, name.place, ratio, scheme(), growth()


def _drawn(text: str, place: Place, ratio: float) -> QPixmap:
    font = name_font(place)
    metrics = QFontMetricsF(font)
    wide, high = metrics.horizontalAdvance(text) + 2 * _RIM_PX, metrics.height()
    picture = QPixmap(round(wide * ratio) + 1, round(high * ratio) + 1)
    picture.setDevicePixelRatio(ratio)
    picture.fill(QColor("transparent"))
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    path = QPainterPath()
    spot = QPointF(_RIM_PX, metrics.ascent())
    path.addText(spot, font, text)
    rim = QPen(colour("map_land"), 2 * _RIM_PX)
    rim.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.strokePath(path, rim)
    painter.setFont(font)
    painter.setPen(colour(_INKS[place]))
    painter.drawText(spot, text)
    painter.end()
    return picture
