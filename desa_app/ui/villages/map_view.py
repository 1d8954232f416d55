"""Which part of the map is in sight: degrees to pixels and back. Plate carrée: true enough beside the equator."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import NamedTuple

from desa_app.domain.gazetteer import distance_km


class Box(NamedTuple):
    """A rectangle in degrees."""

    west: float
    south: float
    east: float
    north: float

    def padded(self, degrees: float) -> Box:
        """A little more on every side."""
        return Box(self.west - degrees, self.south - degrees, self.east + degrees, self.north + degrees)


COUNTRY = Box(94.9, -11.1, 141.1, 6.2)
MOST_SCALE = 6000.0
"""Pixels a degree at which a village of 1 km is 54 px wide: nearer there is nothing more to see."""
_STEPS_KM = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)


@dataclass(frozen=True)
class View:
    """The spot (longitude, latitude) in the middle of ``width`` × ``height`` pixels, and pixels a degree."""

    longitude: float
    latitude: float
    scale: float
    width: float
    height: float

    def to_screen(self, longitude: float, latitude: float) -> tuple[float, float]:
        """Where a spot lies on the screen."""
        return (
            (longitude - self.longitude) * self.scale + self.width / 2,
            (self.latitude - latitude) * self.scale + self.height / 2,
        )

    def to_degrees(self, x: float, y: float) -> tuple[float, float]:
        """Longitude and latitude of a pixel."""
        return (
            self.longitude + (x - self.width / 2) / self.scale,
            self.latitude - (y - self.height / 2) / self.scale,
        )

    @property
    def box(self) -> Box:
        """What is in sight."""
        west, north = self.to_degrees(0, 0)
        east, south = self.to_degrees(self.width, self.height)
        return Box(west, south, east, north)

    @property
    def least_scale(self) -> float:
        """The scale at which the country fills the room, with a little sea around."""
        wide, high = COUNTRY.east - COUNTRY.west, COUNTRY.north - COUNTRY.south
        return 0.86 * min(self.width / wide, self.height / high)

    def moved(self, x: float, y: float) -> View:
        """The map pushed by so many pixels; the country never leaves sight."""
        return replace(
            self, longitude=self.longitude - x / self.scale, latitude=self.latitude + y / self.scale
        ).kept_inside()

    def zoomed(self, factor: float, x: float, y: float) -> View:
        """Nearer (``factor`` above 1) or farther; what lies under the pixel stays there."""
        scale = max(self.least_scale, min(MOST_SCALE, self.scale * factor))
        longitude, latitude = self.to_degrees(x, y)
        nearer = replace(
            self,
            scale=scale,
            longitude=longitude - (x - self.width / 2) / scale,
            latitude=latitude + (y - self.height / 2) / scale,
        )
        return nearer.kept_inside()

    def resized(self, width: float, height: float) -> View:
        """The same middle in another room."""
        other = replace(self, width=width, height=height)
        return replace(other, scale=max(other.least_scale, self.scale)).kept_inside()

    def at(self, longitude: float, latitude: float, scale: float) -> View:
        """Another middle and scale."""
        least = max(self.least_scale, min(MOST_SCALE, scale))
        return replace(self, longitude=longitude, latitude=latitude, scale=least).kept_inside()

    def fitted(self, box: Box, margin: float) -> View:
        """A rectangle filling the room but for a margin in pixels."""
        wide, high = max(1.0, self.width - 2 * margin), max(1.0, self.height - 2 * margin)
        scale = min(wide / max(1e-9, box.east - box.west), high / max(1e-9, box.north - box.south))
        return self.at((box.west + box.east) / 2, (box.south + box.north) / 2, scale)

    def whole(self) -> View:
        """The whole country."""
        return self.at((COUNTRY.west + COUNTRY.east) / 2, (COUNTRY.south + COUNTRY.north) / 2, self.least_scale)

    def kept_inside(self) -> View:
        """The middle kept over the country."""
        return replace(
            self,
            longitude=max(COUNTRY.west, min(COUNTRY.east, self.longitude)),
            latitude=max(COUNTRY.south, min(COUNTRY.north, self.latitude)),
        )

    def scale_bar(self, most: float) -> tuple[int, float]:
        """A round number of kilometres no longer than ``most`` pixels, and its length in pixels."""
        per_degree = distance_km((self.latitude, self.longitude), (self.latitude, self.longitude + 1))
        pixels = self.scale / per_degree
        km = max((step for step in _STEPS_KM if step * pixels <= most), default=_STEPS_KM[0])
        return km, km * pixels


def between(one: View, other: View, share: float) -> View:
    """A view on the way from one to another (``share`` 0 to 1): even in the middle and in the logarithm of scale."""
    scale = math.exp(math.log(one.scale) + share * (math.log(other.scale) - math.log(one.scale)))
    return replace(
        other,
        longitude=one.longitude + share * (other.longitude - one.longitude),
        latitude=one.latitude + share * (other.latitude - one.latitude),
        scale=scale,
    )
