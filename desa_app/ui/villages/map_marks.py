"""The marks of villages on the map: a shape and a colour for each state, drawn once a size and kept."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Literal, NamedTuple

from PySide6.QtCore import QCoreApplication, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap, QPolygonF

from desa_app.domain.known_village import STATES, VisitState
from desa_app.ui.style import colour, scheme

Kind = VisitState | Literal["neighbour"]
KINDS: tuple[Kind, ...] = (*STATES, "neighbour")
TONES: dict[Kind, str] = {
    "recent": "success",
    "active": "accent",
    "lapsed": "warning",
    "never": "danger",
    "neighbour": "plain",
}
MARK_PX = 24
"""The side of the square that a mark is drawn in; the shape takes half of it."""


class Mark(NamedTuple):
    """A village on the map: where it lies, how it stands, whether an offer there is urgent."""

    code: str
    name: str
    longitude: float
    latitude: float
    kind: Kind
    urgent: bool = False


def kind_word(kind: Kind) -> str:
    """What a state is called."""
    words = {
        "recent": QCoreApplication.translate("words", "Visited within 6 months"),
        "active": QCoreApplication.translate("words", "6 to 12 months ago"),
        "lapsed": QCoreApplication.translate("words", "Over 12 months ago"),
        "never": QCoreApplication.translate("words", "Not visited"),
        "neighbour": QCoreApplication.translate("words", "Unvisited neighbour"),
    }
    return words[kind]


def mark_picture(kind: Kind, ratio: float, *, urgent: bool = False, grown: bool = False) -> QPixmap:
    """A mark for a screen of this pixel ratio; ``grown`` is larger, ``urgent`` has an exclamation mark."""
    return _picture(kind, ratio, urgent, grown, scheme())


@cache
def _picture(kind: Kind, ratio: float, urgent: bool, grown: bool, _scheme: str) -> QPixmap:
    side = round(MARK_PX * ratio)
    picture = QPixmap(side, side)
    picture.setDevicePixelRatio(ratio)
    picture.fill(QColor("transparent"))
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(MARK_PX / 2, MARK_PX / 2)
    if grown:
        painter.scale(1.3, 1.3)
    _draw(painter, kind)
    if urgent:
        _draw_alarm(painter)
    painter.end()
    return picture


def _draw(painter: QPainter, kind: Kind) -> None:
    ink, paper = colour({"plain": "muted"}.get(TONES[kind], TONES[kind])), colour("card")
    hollow = kind in ("never", "neighbour")
    size = 4.0 if kind == "neighbour" else 6.0
    for pen, brush in ((QPen(paper, 4 if hollow else 3), paper), (QPen(ink, 2), paper if hollow else ink)):
        pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
        if not hollow and pen.color() == ink:
            pen = QPen(Qt.PenStyle.NoPen)
        painter.setPen(pen)
        painter.setBrush(brush)
        _shape(painter, kind, size)


def _shape(painter: QPainter, kind: Kind, size: float) -> None:
    if kind in ("recent", "neighbour"):
        painter.drawEllipse(QPointF(0, 0), size, size)
    elif kind == "active":
        painter.drawRect(QRectF(-size + 0.5, -size + 0.5, 2 * size - 1, 2 * size - 1))
    else:
        painter.drawPolygon(QPolygonF([QPointF(x * size, y * size) for x, y in _CORNERS[kind]]))


_CORNERS: dict[Kind, Sequence[tuple[float, float]]] = {
    "lapsed": ((0, -1.1), (1.15, 0.9), (-1.15, 0.9)),
    "never": ((0, -1.05), (1.05, 0), (0, 1.05), (-1.05, 0)),
}


def _draw_alarm(painter: QPainter) -> None:
    """A small disc with an exclamation mark at the upper right."""
    painter.setPen(QPen(colour("card"), 1))
    painter.setBrush(colour("danger"))
    painter.drawEllipse(QPointF(5.5, -5.5), 4.2, 4.2)
    painter.setPen(QPen(colour("card"), 1.4))
    painter.drawLine(QPointF(5.5, -7.8), QPointF(5.5, -5.2))
    painter.drawPoint(QPointF(5.5, -3.5))
