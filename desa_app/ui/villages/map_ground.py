"""The ground of the map: land, borders and the dots of all villages, built once beside the window and drawn from then
on.

What is far away is drawn from thinned-out lines: at that scale nobody sees the difference, and it takes half the time.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPolygonF

from desa_app.domain.boundaries import Boundaries, Degrees, Edge, Line, Topology, boundaries, centre
from desa_app.domain.gazetteer import Cell, Gazetteer, cells_within
from desa_app.domain.reference import read_data
from desa_app.ui.style import colour
from desa_app.ui.villages.map_view import Box, View

THIN = 0.02
THIN_UNTIL = 45.0
"""Degrees that thinned-out lines are true to, and the scale below which they are drawn: there it is a pixel."""
DOTS_FROM = 420.0
"""The scale from which every village of the registry is a dot."""
_DOT_PX = 2.5
_REACH_PX = 4.0
_SPECK_PX = 5.0
"""A regency of islands smaller than this is drawn as a ring, or nobody would find it: Kepulauan Seribu."""
_PENS: tuple[tuple[Edge, str, float], ...] = (
    ("regency", "map_border", 1.0),
    ("coast", "map_coast", 1.0),
    ("province", "map_coast", 1.6),
)


@dataclass(frozen=True)
class _Piece:
    """Something to draw, and the rectangle that it lies in."""

    path: QPainterPath
    box: QRectF


@dataclass(frozen=True)
class _Detail:
    """The ground at one detail: land of each province, every regency, lines by what they part."""

    land: Sequence[_Piece]
    regencies: Mapping[str, _Piece]
    lines: Mapping[Edge, Sequence[_Piece]]


@dataclass(frozen=True)
class Ground:
    """What never changes on the map. Paths are in degrees, latitude downwards as Qt has it."""

    gazetteer: Gazetteer
    near: _Detail
    far: _Detail
    dots: Mapping[Cell, QPolygonF]
    islands: Collection[str]
    """Regencies with no border on land."""
    centres: Mapping[str, Degrees]
    """Where the name of a province (2 digits) or regency (4 digits) stands best."""

    @classmethod
    def build(cls, gazetteer: Gazetteer) -> Ground:
        """Read and build everything: a third of a second, meant for a thread beside the window's.

        Raises UnreadableFile where the boundaries are missing or damaged.
        """
        topology = read_data("map/boundaries_codab2020.topojson", Topology)
        exact = boundaries(topology)
        centres = {code: centre(rings) for code, rings in (*exact.regencies.items(), *exact.provinces.items())}
        far = _detail(boundaries(topology, THIN))
        return cls(gazetteer, _detail(exact), far, _dots(gazetteer), exact.islands, centres)

    def paint(self, painter: QPainter, view: View, ours: Collection[str]) -> None:
        """Draw what is in sight; regencies of ``ours`` are tinted."""
        detail = self.far if view.scale < THIN_UNTIL else self.near
        west, south, east, north = _seen(view)
        sight = QRectF(west, -north, east - west, north - south)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(view.width / 2, view.height / 2)
        painter.scale(view.scale, view.scale)
        painter.translate(-view.longitude, view.latitude)
        self._paint_land(painter, detail, sight, ours)
        for edge, role, width in _PENS:
            painter.setPen(_pen(colour(role), width))
            for line in _within(detail.lines[edge], sight):
                painter.drawPath(line)
        self._paint_specks(painter, view, sight)
        if view.scale >= DOTS_FROM:
            self._paint_dots(painter, view)
        painter.restore()

    def _paint_land(self, painter: QPainter, detail: _Detail, sight: QRectF, ours: Collection[str]) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour("map_land"))
        for path in _within(detail.land, sight):
            painter.drawPath(path)
        painter.setBrush(colour("map_ours"))
        for path in _within((detail.regencies[code] for code in ours if code in detail.regencies), sight):
            painter.drawPath(path)
        painter.setBrush(Qt.BrushStyle.NoBrush)

    def _paint_specks(self, painter: QPainter, view: View, sight: QRectF) -> None:
        least = _SPECK_PX / view.scale
        painter.setPen(_pen(colour("map_coast"), 1.4))
        for code in self.islands:
            piece = self.near.regencies[code]
            if max(piece.box.width(), piece.box.height()) < least and piece.box.intersects(sight):
                longitude, latitude = self.centres[code]
                painter.drawEllipse(QPointF(longitude, -latitude), least * 0.8, least * 0.8)

    def _paint_dots(self, painter: QPainter, view: View) -> None:
        """Square dots: round ones take twenty times as long, and at this size nobody sees the difference."""
        side = _DOT_PX if view.scale < 2 * DOTS_FROM else 1.25 * _DOT_PX
        pen = QPen(colour("map_dot"), side)
        pen.setCapStyle(Qt.PenCapStyle.SquareCap)
        to_pixels = painter.worldTransform()  # points of a stretched painter would come out as dashes
        painter.resetTransform()
        painter.setPen(pen)
        west, south, east, north = _seen(view)
        for cell in cells_within(south, west, north, east):
            if cell in self.dots:
                painter.drawPoints(to_pixels.map(self.dots[cell]))


def _seen(view: View) -> Box:
    """What is in sight, and what reaches into it with half its line or dot."""
    return view.box.padded(_REACH_PX / view.scale)


def _within(pieces: Iterable[_Piece], sight: QRectF) -> Iterable[QPainterPath]:
    return (piece.path for piece in pieces if piece.box.intersects(sight))


def _pen(tint: QColor, width: float) -> QPen:
    pen = QPen(tint, width)
    pen.setCosmetic(True)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    return pen


def _detail(found: Boundaries) -> _Detail:
    return _Detail(
        land=[_piece(rings) for rings in found.provinces.values()],
        regencies={code: _piece(rings) for code, rings in found.regencies.items()},
        lines={edge: [_piece([line]) for line in lines] for edge, lines in found.lines.items()},
    )


def _piece(lines: Iterable[Line]) -> _Piece:
    path = QPainterPath()
    path.setFillRule(Qt.FillRule.OddEvenFill)
    for line in lines:
        path.addPolygon(QPolygonF([QPointF(longitude, -latitude) for longitude, latitude in line]))
    box = path.boundingRect()
    hair = 1e-6  # a line due north has no width, and what has none meets nothing
    return _Piece(path, box.adjusted(-hair, -hair, hair, hair))


def _dots(gazetteer: Gazetteer) -> dict[Cell, QPolygonF]:
    lat, lon = gazetteer.latitudes, gazetteer.longitudes
    return {
        cell: QPolygonF([QPointF(lon[place], -lat[place]) for place in places])
        for cell, places in gazetteer.cells.items()
    }
