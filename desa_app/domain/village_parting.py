"""Cutting up what was typed without spaces: ``kecmorotaitimurkabpulaumorotai`` into markers and known names."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from desa_app.domain.village_text import MARKERS

SHORTEST_NAME = 3
LONGEST_NAME = 26
LONGEST_RUN = 80
ALTERNATIVES = 3
MARKER_COSTS = 0.1


class Parting(NamedTuple):
    """A way to cut a run of letters: its cost, and its names, each with the marker before it if there is one."""

    cost: float
    names: tuple[str, ...]
    marker: str = ""


def substrings(run: str) -> Iterator[str]:
    """Everything in a run of letters that could be a name."""
    for start in range(len(run)):
        for end in range(start + SHORTEST_NAME, min(start + LONGEST_NAME, len(run)) + 1):
            yield run[start:end]


def partings(run: str, known: Collection[str]) -> Sequence[Parting]:
    """The best ways to cut all of ``run`` into ``known`` names and markers: few long names before many short ones.

    >>> partings("dssukamajukecmajusuka", {"suka", "maju", "sukamaju", "majusuka"})[0].names
    ('ds sukamaju', 'kec majusuka')
    """
    ways: list[list[Parting]] = [[Parting(0.0, ())], *([] for _ in run)]
    for start in range(len(run)):
        for way in sorted(ways[start])[:ALTERNATIVES]:
            for end in range(start + 2, min(start + LONGEST_NAME, len(run)) + 1):
                ways[end] += _continued(way, run[start:end], known)
    return sorted(way for way in ways[-1] if not way.marker)[:ALTERNATIVES]


def _continued(way: Parting, piece: str, known: Collection[str]) -> Iterator[Parting]:
    if piece in MARKERS and not way.marker:
        yield Parting(way.cost + MARKER_COSTS, way.names, piece)
    if piece in known:
        yield Parting(way.cost + 1 + 1 / len(piece), (*way.names, f"{way.marker} {piece}".strip()))
