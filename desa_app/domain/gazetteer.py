"""Every village of the registry in little room: code, name and where it lies, to be listed, drawn and measured.

Names of parents are kept once, not with each village: 83,762 villages take about 6 MB.
"""

from __future__ import annotations

import math
from array import array
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from desa_app.domain.village import Village, kind_of

CELL = 0.25
"""The side of a cell of the grid in degrees, about 28 km."""
_EARTH_KM = 6371.0088
_DEGREE_KM = math.pi * _EARTH_KM / 180

Cell = tuple[int, int]
Position = tuple[float, float]
"""Latitude and longitude in degrees."""


def distance_km(one: Position, other: Position) -> float:
    """The great-circle distance (haversine)."""
    lat1, lon1, lat2, lon2 = map(math.radians, (*one, *other))
    half = math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    return 2 * _EARTH_KM * math.asin(min(1.0, math.sqrt(half)))


class Listed(NamedTuple):
    """A line of the registry. ``approximate``: the point is that of the district; without one both are None."""

    code: str
    name: str
    latitude: float | None
    longitude: float | None
    approximate: bool


class Texts(Sequence[str]):
    """Many short texts, one behind the other in a single one: 83,762 by themselves would take five times the room."""

    def __init__(self) -> None:
        self._all = bytearray()
        self._ends = array("L", (0,))

    def append(self, text: str) -> None:
        """Put one at the end."""
        self._all += text.encode()
        self._ends.append(len(self._all))

    def __len__(self) -> int:
        return len(self._ends) - 1

    def __getitem__(self, place: int) -> str:  # type: ignore[override]
        at = range(len(self))[place]
        return self._all[self._ends[at] : self._ends[at + 1]].decode()


class Gazetteer(Sequence[Village]):
    """The villages in order of code. A village's place in that order stands for it; a village is made when asked for.

    ``villages`` are in order of code, ``areas`` the names of their parents by code.
    """

    def __init__(self, villages: Iterable[Listed], areas: Mapping[str, str]) -> None:
        self._areas = areas
        self.codes, self.names = Texts(), Texts()
        self.latitudes, self.longitudes = array("d"), array("d")
        self.approximate = bytearray()
        self._cells: dict[Cell, array[int]] = defaultdict(lambda: array("l"))
        for village in villages:
            self._take(village)

    def _take(self, village: Listed) -> None:
        if village.latitude is not None and village.longitude is not None:
            self._cells[cell_of(village.latitude, village.longitude)].append(len(self.codes))
        self.codes.append(village.code)
        self.names.append(village.name)
        self.latitudes.append(math.nan if village.latitude is None else village.latitude)
        self.longitudes.append(math.nan if village.longitude is None else village.longitude)
        self.approximate.append(village.approximate)

    @property
    def cells(self) -> Mapping[Cell, Sequence[int]]:
        """The places of the villages in each cell of the grid."""
        return self._cells

    def __len__(self) -> int:
        return len(self.codes)

    def __getitem__(self, place: int) -> Village:  # type: ignore[override]
        code = self.codes[place]
        names = (self._areas[code[:length]] for length in (6, 4, 2))
        return Village(code, self.names[place], kind_of(code), *names)

    def __iter__(self) -> Iterator[Village]:
        return map(self.__getitem__, range(len(self)))

    def place(self, code: str) -> int | None:
        """Where the village of this code stands; None if there is none today."""
        found = bisect_left(self.codes, code)
        return found if found < len(self.codes) and self.codes[found] == code else None

    def area(self, code: str) -> str:
        """The name of a district, regency or province by its code; empty if unknown."""
        return self._areas.get(code, "")

    def areas(self, length: int, within: str = "") -> list[tuple[str, str]]:
        """Codes of so many digits with their names, in order: the provinces, or the regencies of one."""
        return sorted(
            (code, name) for code, name in self._areas.items() if len(code) == length and code.startswith(within)
        )

    def position(self, code: str) -> Position | None:
        """Where the village of this code lies; None if that is not known."""
        place = self.place(code)
        if place is None or math.isnan(self.latitudes[place]):
            return None
        return self.latitudes[place], self.longitudes[place]

    def near(self, spot: Position, km: float) -> list[tuple[float, str]]:
        """Villages within a distance, with it in km, nearest first; those that lie at the spot itself included."""
        south, north = spot[0] - km / _DEGREE_KM, spot[0] + km / _DEGREE_KM
        wide = km / (_DEGREE_KM * max(0.01, math.cos(math.radians(spot[0]))))
        found = []
        for cell in cells_within(south, spot[1] - wide, north, spot[1] + wide):
            for place in self._cells.get(cell, ()):
                away = distance_km(spot, (self.latitudes[place], self.longitudes[place]))
                if away <= km:
                    found.append((away, self.codes[place]))
        return sorted(found)


def cell_of(latitude: float, longitude: float) -> Cell:
    """The cell of the grid that a spot lies in."""
    return math.floor(latitude / CELL), math.floor(longitude / CELL)


def cells_within(south: float, west: float, north: float, east: float) -> Iterator[Cell]:
    """The cells that a rectangle touches."""
    (bottom, left), (top, right) = cell_of(south, west), cell_of(north, east)
    return ((row, column) for row in range(bottom, top + 1) for column in range(left, right + 1))
