"""The boundaries of regencies and provinces: TopoJSON decoded into rings and lines, in degrees.

An arc that two regencies share is kept once, so that a border is drawn once and what is thinned out stays closed.
https://github.com/topojson/topojson-specification
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import Literal

import msgspec

from desa_app.domain.village import digits

Degrees = tuple[float, float]
"""Longitude and latitude."""
Line = Sequence[Degrees]
Edge = Literal["coast", "regency", "province"]
"""What a line parts: land from sea (or a neighbour country), two regencies of a province, two provinces."""
Arcs = tuple[int, ...]


_steps = msgspec.json.Decoder(tuple[tuple[int, int], ...])


class _Transform(msgspec.Struct, frozen=True):
    scale: Degrees
    translate: Degrees


class _Code(msgspec.Struct, frozen=True):
    code: str


class _Area(msgspec.Struct, frozen=True):
    properties: _Code
    type: Literal["Polygon", "MultiPolygon"]
    arcs: tuple[tuple[int | Arcs, ...], ...]

    @property
    def rings(self) -> Iterable[Arcs]:
        """The arcs of each ring, outer rings and holes alike; a negative one is run backwards."""
        if self.type == "Polygon":
            return [_whole(ring) for ring in self.arcs]
        return [_whole(ring) for polygon in self.arcs for ring in polygon if isinstance(ring, tuple)]


class _Layer(msgspec.Struct, frozen=True):
    geometries: tuple[_Area, ...]


class _Layers(msgspec.Struct, frozen=True):
    regencies: _Layer
    provinces: _Layer


class Topology(msgspec.Struct, frozen=True):
    """The file as it stands: whole numbers along arcs, and the arcs that each area is made of.

    Arcs are read one by one: reading them all at once would keep other threads from their turn for 20 ms.
    """

    transform: _Transform
    arcs: tuple[msgspec.Raw, ...]
    objects: _Layers


@dataclass(frozen=True)
class Boundaries:
    """Closed rings of every regency and province by code without dots, and each line between them once;
    ``islands`` are the regencies that have no border on land."""

    regencies: Mapping[str, tuple[Line, ...]]
    provinces: Mapping[str, tuple[Line, ...]]
    lines: Mapping[Edge, tuple[Line, ...]]
    islands: frozenset[str]


def boundaries(topology: Topology, tolerance: float = 0.0) -> Boundaries:
    """Decode; points nearer than ``tolerance`` degrees to the one before are left out, ends of arcs never."""
    arcs = [_thinned(_placed(_steps.decode(arc), topology.transform), tolerance) for arc in topology.arcs]
    regencies, provinces = topology.objects.regencies.geometries, topology.objects.provinces.geometries
    beside = _beside(regencies)
    inland = {code for codes in beside.values() if len(codes) > 1 for code in codes}
    rings = _rings(regencies, arcs)
    return Boundaries(rings, _rings(provinces, arcs), _lines(beside, arcs), frozenset(rings.keys() - inland))


def centre(rings: Iterable[Line]) -> Degrees:
    """The middle of the largest ring, where a name stands best: its centroid by area."""
    sized = [(abs(_twice_area(ring)), ring) for ring in rings]
    area, ring = max(sized, key=lambda one: one[0])
    if not area:
        return ring[0]
    lon = lat = total = 0.0
    for (x1, y1), (x2, y2) in pairwise(ring):
        cross = x1 * y2 - x2 * y1
        lon, lat, total = lon + (x1 + x2) * cross, lat + (y1 + y2) * cross, total + cross
    return lon / (3 * total), lat / (3 * total)


def _twice_area(ring: Line) -> float:
    return sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairwise(ring))


def _whole(ring: Iterable[object]) -> Arcs:
    return tuple(arc for arc in ring if isinstance(arc, int))


def _placed(arc: Sequence[tuple[int, int]], transform: _Transform) -> list[Degrees]:
    (across, up), (west, south) = transform.scale, transform.translate
    columns = accumulate(step for step, _ in arc)
    rows = accumulate(step for _, step in arc)
    return [(west + x * across, south + y * up) for x, y in zip(columns, rows, strict=True)]


def _thinned(arc: list[Degrees], tolerance: float) -> list[Degrees]:
    if not tolerance:
        return arc
    kept = [arc[0]]
    for point in arc[1:-1]:
        if math.dist(point, kept[-1]) >= tolerance:
            kept.append(point)
    return [*kept, arc[-1]]


def _rings(areas: Iterable[_Area], arcs: Sequence[Line]) -> dict[str, tuple[Line, ...]]:
    return {digits(area.properties.code): tuple(_joined(ring, arcs) for ring in area.rings) for area in areas}


def _joined(ring: Arcs, arcs: Sequence[Line]) -> Line:
    points: list[Degrees] = []
    for number in ring:
        arc = arcs[number] if number >= 0 else arcs[~number][::-1]
        points += arc[1:] if points else arc
    return points


def _beside(regencies: Iterable[_Area]) -> Mapping[int, set[str]]:
    """The regencies on either side of each arc."""
    beside: dict[int, set[str]] = defaultdict(set)
    for area in regencies:
        for ring in area.rings:
            for number in ring:
                beside[number if number >= 0 else ~number].add(digits(area.properties.code))
    return beside


def _lines(beside: Mapping[int, set[str]], arcs: Sequence[Line]) -> dict[Edge, tuple[Line, ...]]:
    lines: dict[Edge, list[Line]] = {"coast": [], "regency": [], "province": []}
    for number, codes in beside.items():
        lines[_edge(codes)].append(arcs[number])
    return {edge: tuple(found) for edge, found in lines.items()}


def _edge(codes: set[str]) -> Edge:
    if len(codes) == 1:
        return "coast"
    return "regency" if len({code[:2] for code in codes}) == 1 else "province"
