"""Which names stand on the map at a scale, and where, so that none overlaps another or hides a mark."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import Literal, NamedTuple

Place = Literal["province", "regency", "village"]
_FROM: dict[Place, float] = {"province": 17.0, "regency": 55.0, "village": 330.0}
_UNTIL: dict[Place, float] = {"province": 90.0, "regency": float("inf"), "village": float("inf")}
"""Pixels a degree between which names of a level are shown."""
_RANK: dict[Place, int] = {"village": 0, "province": 1, "regency": 2}
MARK_PX, SMALL_PX = 17.0, 10.0
"""The room that a mark takes, and a neighbour's smaller one."""
_BIN_PX = 128
_GAP_PX = 3


class Name(NamedTuple):
    """A name and the spot (degrees) that it belongs to."""

    text: str
    longitude: float
    latitude: float
    place: Place


class Placed(NamedTuple):
    """A name with the upper left corner of its text, in pixels from its spot, and the text's size."""

    name: Name
    dx: float
    dy: float
    width: float
    height: float


Spot = tuple[float, float]
"""Longitude and latitude."""
Rect = tuple[float, float, float, float]
"""Left, top, right, bottom in pixels of the whole map at a scale."""
Measure = Callable[[Name], tuple[float, float]]


def place_names(
    names: Iterable[Name], marks: Iterable[Spot], small: Iterable[Spot], scale: float, measure: Measure
) -> list[Placed]:
    """The names that find room at ``scale``, wherever the map is moved to: villages first, then larger areas.

    ``marks`` are spots that no name may cover; those of ``small`` marks are covered only where there is no other
    room. ``measure`` gives a name's width and height.
    """
    taken = _Taken()
    taken.add_marks(marks, MARK_PX, scale)
    crowd = _Taken()
    crowd.add_marks(small, SMALL_PX, scale)
    shown = [name for name in names if _FROM[name.place] <= scale < _UNTIL[name.place]]
    placed = (_placed(name, measure(name), scale, taken, crowd) for name in sorted(shown, key=_rank))
    return [one for one in placed if one is not None]


def _rank(name: Name) -> int:
    return _RANK[name.place]


def _placed(name: Name, size: tuple[float, float], scale: float, taken: _Taken, crowd: _Taken) -> Placed | None:
    """The name where it has room, clear of the crowd if it can be."""
    x, y = name.longitude * scale, -name.latitude * scale
    found: tuple[Rect, Placed] | None = None
    for dx, dy in _corners(name.place, *size):
        rect = (x + dx - _GAP_PX, y + dy, x + dx + size[0] + _GAP_PX, y + dy + size[1])
        if taken.is_free(rect):
            found = found or (rect, Placed(name, dx, dy, *size))
            if crowd.is_free(rect):
                found = (rect, Placed(name, dx, dy, *size))
                break
    if found is None:
        return None
    taken.add(found[0])
    return found[1]


def _corners(place: Place, width: float, height: float) -> Sequence[tuple[float, float]]:
    """Where a name may begin, best first: beside a village's mark, over the middle of an area or a little aside."""
    if place == "village":
        aside = MARK_PX / 2 + _GAP_PX
        return ((aside, -height / 2), (-aside - width, -height / 2), (-width / 2, aside), (-width / 2, -aside - height))
    return tuple((-width / 2, -height / 2 + step * height) for step in (0.0, -1.1, 1.1))


class _Taken:
    """Rectangles that are taken, in bins so that only those nearby are compared."""

    def __init__(self) -> None:
        self._bins: dict[tuple[int, int], list[Rect]] = defaultdict(list)

    def add_marks(self, spots: Iterable[Spot], side: float, scale: float) -> None:
        for longitude, latitude in spots:
            x, y = longitude * scale, -latitude * scale
            self.add((x - side / 2, y - side / 2, x + side / 2, y + side / 2))

    def add(self, rect: Rect) -> None:
        for key in _bins(rect):
            self._bins[key].append(rect)

    def is_free(self, rect: Rect) -> bool:
        left, top, right, bottom = rect
        for key in _bins(rect):
            for other in self._bins.get(key, ()):
                if left < other[2] and other[0] < right and top < other[3] and other[1] < bottom:
                    return False
        return True


def _bins(rect: Rect) -> list[tuple[int, int]]:
    left, right = int(rect[0] // _BIN_PX), int(rect[2] // _BIN_PX)
    top, bottom = int(rect[1] // _BIN_PX), int(rect[3] // _BIN_PX)
    if left == right and top == bottom:
        return [(left, top)]
    return [(column, row) for column in range(left, right + 1) for row in range(top, bottom + 1)]
