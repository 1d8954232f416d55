"""Villages beside those an office works in that nobody has been to: the next ones to think of."""

from __future__ import annotations

from collections.abc import Collection, Iterable

import msgspec

from desa_app.domain.gazetteer import Gazetteer

NEAR_KM = 10.0
MOST = 3
"""How far away a neighbour is at most, and how many of each village are named [ours]."""


class Neighbour(msgspec.Struct, frozen=True, gc=False):
    """A village (``code``) that lies ``km`` from a village of the office (``of``), from centre to centre."""

    code: str
    km: float
    of: str


def neighbours_of(gazetteer: Gazetteer, code: str, visited: Collection[str]) -> list[Neighbour]:
    """The nearest villages that were never visited, nearest first; none for a village that lies nobody knows where.

    A village that shares its centre with its district (``approximate``) is as far as the district is.
    """
    spot = gazetteer.position(code)
    if spot is None:
        return []
    near = gazetteer.near(spot, NEAR_KM)
    unvisited = [Neighbour(other, km, code) for km, other in near if other != code and other not in visited]
    return unvisited[:MOST]


def unvisited_around(gazetteer: Gazetteer, ours: Iterable[str], visited: Collection[str]) -> list[Neighbour]:
    """The neighbours of all of ``ours`` that are neither visited nor ours, each once beside the nearest, nearest
    first."""
    own = frozenset(ours)
    excluded = own.union(visited)
    nearest: dict[str, Neighbour] = {}
    for code in sorted(own):
        for found in neighbours_of(gazetteer, code, excluded):
            known = nearest.get(found.code)
            if known is None or found.km < known.km:
                nearest[found.code] = found
    return sorted(nearest.values(), key=lambda one: (one.km, one.code))
