"""The drawn ground kept as a picture a little larger than what is in sight, so that a frame is one copy of it.

While the scale changes the old picture is stretched, over a picture of the whole country; when it rests a sharp one
follows, a strip a frame. That keeps every frame within a few milliseconds, whatever has to be drawn.
"""

from __future__ import annotations

import math
from collections.abc import Collection
from dataclasses import replace

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QPainter, QPixmap

from desa_app.ui.style import colour
from desa_app.ui.villages.map_ground import Ground
from desa_app.ui.villages.map_view import COUNTRY, View

_MARGIN_PX = 128
_COUNTRY_PX = 1600
_STRIPS = 5


class Layer:
    """The ground's pictures; ``forget`` when the ground, its tints or the colours change."""

    def __init__(self) -> None:
        self._sharp: tuple[QPixmap, View] | None = None
        self._country: tuple[QPixmap, View] | None = None
        self._making: tuple[QPixmap, View, list[QRectF]] | None = None

    def forget(self) -> None:
        """Draw anew at the next frame."""
        self._sharp = self._country = self._making = None

    @property
    def is_unfinished(self) -> bool:
        """Whether a sharp picture is in the making and wants another frame."""
        return self._making is not None

    def draw(
        self, painter: QPainter, view: View, ground: Ground, ours: Collection[str], ratio: float, *, hurried: bool
    ) -> None:
        """Fill the room of ``view``; ``hurried`` may be blurred for once. The first picture comes over a few frames,
        so that the window does not stand still while the map opens."""
        if self._sharp is None and not hurried:
            self._sharp = self._made(view, ground, ours, ratio)
            if self._sharp is None:
                painter.fillRect(QRectF(0, 0, view.width, view.height), colour("map_sea"))
                return
        elif self._sharp is None or self._sharp[0].size() != _size(_with_margin(view), ratio):
            self._sharp, self._making = _drawn(_with_margin(view), ground, ours, ratio), None
        elif hurried or _holds(*self._sharp, view, ratio):
            self._making = None
        else:
            self._sharp = self._moved(view, ground, ours, ratio) or self._made(view, ground, ours, ratio) or self._sharp
        picture, drawn = self._sharp
        if _holds(picture, drawn, view, ratio):
            x, y = view.to_screen(*drawn.to_degrees(0, 0))
            painter.drawPixmap(QPointF(round(x * ratio) / ratio, round(y * ratio) / ratio), picture)
            return
        if not _covers(drawn, view):
            if self._country is None:
                self._country = _drawn(_of_country(), ground, ours, 1.0)
            painter.fillRect(QRectF(0, 0, view.width, view.height), colour("map_sea"))
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            _stretch(painter, *self._country, view)
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, on=False)
        _stretch(painter, picture, drawn, view)

    def _moved(self, view: View, ground: Ground, ours: Collection[str], ratio: float) -> tuple[QPixmap, View] | None:
        """The picture pushed aside, with only what came into sight drawn; None where nothing of it stays in sight."""
        if self._sharp is None:
            return None
        old, drawn = self._sharp
        if drawn.scale != view.scale or old.devicePixelRatio() != ratio:
            return None
        x, y = (round(way * ratio) / ratio for way in view.to_screen(drawn.longitude, drawn.latitude))
        x, y = x - view.width / 2, y - view.height / 2
        if abs(x) >= drawn.width or abs(y) >= drawn.height:
            return None
        there = replace(drawn, longitude=drawn.longitude - x / drawn.scale, latitude=drawn.latitude + y / drawn.scale)
        picture = _blank(there, ratio)
        painter = QPainter(picture)
        painter.drawPixmap(QPointF(x, y), old)
        for strip in _uncovered(QRectF(x, y, drawn.width, drawn.height), drawn.width, drawn.height):
            _paint_part(painter, there, strip, ground, ours)
        painter.end()
        return picture, there

    def _made(self, view: View, ground: Ground, ours: Collection[str], ratio: float) -> tuple[QPixmap, View] | None:
        """The sharp picture in the making with one more strip; None until it is whole."""
        if self._making is None or not _holds(*self._making[:2], view, ratio):
            wanted = _with_margin(view)
            self._making = (_blank(wanted, ratio), wanted, _strips(wanted))
        picture, drawn, strips = self._making
        painter = QPainter(picture)
        _paint_part(painter, drawn, strips.pop(), ground, ours)
        painter.end()
        if strips:
            return None
        self._making = None
        return picture, drawn


def _strips(view: View) -> list[QRectF]:
    """The room of a view in level strips."""
    high = math.ceil(view.height / _STRIPS)
    return [QRectF(0, place * high, view.width, high) for place in range(_STRIPS)]


def _drawn(view: View, ground: Ground, ours: Collection[str], ratio: float) -> tuple[QPixmap, View]:
    picture = _blank(view, ratio)
    painter = QPainter(picture)
    ground.paint(painter, view, ours)
    painter.end()
    return picture, view


def _size(view: View, ratio: float) -> QSize:
    return QSize(round(view.width * ratio), round(view.height * ratio))


def _blank(view: View, ratio: float) -> QPixmap:
    picture = QPixmap(_size(view, ratio))
    picture.setDevicePixelRatio(ratio)
    picture.fill(colour("map_sea"))
    return picture


def _uncovered(kept: QRectF, width: float, height: float) -> list[QRectF]:
    """The one or two strips of a room that ``kept``, as large and pushed aside, leaves bare."""
    beside = QRectF(0 if kept.x() > 0 else kept.right(), 0, abs(kept.x()), height)
    above = QRectF(max(0.0, kept.x()), 0 if kept.y() > 0 else kept.bottom(), width - abs(kept.x()), abs(kept.y()))
    return [strip for strip in (beside, above) if not strip.isEmpty()]


def _paint_part(painter: QPainter, view: View, part: QRectF, ground: Ground, ours: Collection[str]) -> None:
    longitude, latitude = view.to_degrees(part.center().x(), part.center().y())
    seen = View(longitude, latitude, view.scale, part.width(), part.height())
    painter.save()
    painter.setClipRect(part)
    painter.translate(part.topLeft())
    ground.paint(painter, seen, ours)
    painter.restore()


def _with_margin(view: View) -> View:
    return replace(view, width=view.width + 2 * _MARGIN_PX, height=view.height + 2 * _MARGIN_PX)


def _of_country() -> View:
    box = COUNTRY.padded(1)
    scale = _COUNTRY_PX / (box.east - box.west)
    middle = ((box.west + box.east) / 2, (box.south + box.north) / 2)
    return View(*middle, scale, _COUNTRY_PX, round((box.north - box.south) * scale))


def _holds(picture: QPixmap, drawn: View, view: View, ratio: float) -> bool:
    """Whether a picture shows all of ``view`` at its scale and sharpness."""
    return drawn.scale == view.scale and picture.devicePixelRatio() == ratio and _covers(drawn, view)


def _covers(drawn: View, view: View) -> bool:
    inner, outer = view.box, drawn.box
    hair = 1e-9
    return (
        outer.west <= inner.west + hair
        and outer.south <= inner.south + hair
        and outer.east >= inner.east - hair
        and outer.north >= inner.north - hair
    )


def _stretch(painter: QPainter, picture: QPixmap, drawn: View, view: View) -> None:
    """Only the part in sight is stretched, however near the view is."""
    inner, outer = view.box, drawn.box
    west, east = max(inner.west, outer.west), min(inner.east, outer.east)
    south, north = max(inner.south, outer.south), min(inner.north, outer.north)
    if west >= east or south >= north:
        return
    ratio = picture.devicePixelRatio()
    source = QRectF(
        QPointF(*(ratio * at for at in drawn.to_screen(west, north))),
        QPointF(*(ratio * at for at in drawn.to_screen(east, south))),
    )
    target = QRectF(QPointF(*view.to_screen(west, north)), QPointF(*view.to_screen(east, south)))
    painter.drawPixmap(target, picture, source)
