"""The offline map while a hand moves it.

The map as the window shows it (1090 × 600 pixels, Qt's offscreen platform): all regencies and provinces, an office's 40
villages with their unvisited neighbours, names, and from near every village of the registry as a dot. A frame is one
paint of the widget into a picture of its size. Moved by 12 pixels a frame, over a whole island and over the office's
villages, and zoomed by a tenth a frame from the country to a village and back. The peer, in turn with it, is the same
map drawing all that is in sight anew for each frame. The limit is a frame at 60 a second, 16.7 ms. Also: the
frames in which the picture becomes sharp when the scale has come to rest, and building the ground, which a thread
does once.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import TYPE_CHECKING

from benchmarks.laptops import villages_of_office
from benchmarks.measure import Finding, Quantity, milliseconds, percentile, timed
from desa_app.store.villages import Villages

if TYPE_CHECKING:
    from desa_app.ui.villages.map_ground import Ground
    from desa_app.ui.villages.map_marks import Mark
    from desa_app.ui.villages.map_view import View

GOAL_MS = 16.7
FRAMES = 240
SIZE = (1090, 600)
NEAR_OFFICE = (110.2, -7.0)
STEP_PX, STEP_ZOOM = 12, 1.1


def measure(frames: int = FRAMES) -> list[Finding]:
    """How long a frame takes half the time, and at the longest in 19 of 20, against drawing everything anew."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from desa_app.app import application

    application()
    from desa_app.ui.villages.map_ground import Ground

    registry = Villages.open()
    gazetteer = registry.gazetteer()
    registry.close()
    ground, seconds = timed(lambda: Ground.build(gazetteer))
    kept, anew = _Canvas(ground, anew=False), _Canvas(ground, anew=True)
    findings = []
    for name, scale, factor in (
        ("pan, an island", 120.0, 1.0),
        ("pan, the office", 900.0, 1.0),
        ("zoom", 20.0, STEP_ZOOM),
    ):
        ours, theirs = [], []
        for canvas in (kept, anew):
            canvas.begin(scale)
        for turn in _turns(frames):
            ours.append(kept.frame(factor, turn))
            theirs.append(anew.frame(factor, turn))
        findings += _told(name, ours, theirs)
    kept.begin(900.0)
    resting = [seconds for _ in range(9) for seconds in kept.rests()]
    return [
        *findings,
        Finding("frames when the scale rests: p95", Quantity(1000 * percentile(resting, 0.95), "ms"), None, GOAL_MS),
        Finding("building the ground", milliseconds([seconds])),
    ]


class _Canvas:
    """A map with an office's villages and a picture to paint it on; ``anew`` keeps nothing from frame to frame."""

    def __init__(self, ground: Ground, *, anew: bool) -> None:
        from PySide6.QtGui import QPixmap

        from desa_app.ui.villages.village_map import VillageMap

        self._anew = anew
        self._map = VillageMap()
        self._map.resize(*SIZE)
        self._map.set_ground(ground)
        self._map.set_marks(_marks(ground))
        self._picture = QPixmap(*SIZE)

    def begin(self, scale: float) -> None:
        """Stand over the office's villages at a scale, drawn sharp."""
        self._map._look(self._map.view.at(*NEAR_OFFICE, scale))
        self._map._rest.stop()
        self._map._layer.forget()
        self._map.render(self._picture)

    def frame(self, factor: float, turn: int) -> float:
        """Move and paint; the seconds it took."""
        view = self._map.view
        moved = view.moved(STEP_PX * turn, STEP_PX * turn / 2) if factor == 1 else view.zoomed(factor**turn, 400, 300)
        return timed(lambda: self._paint(moved))[1]

    def rests(self) -> Iterator[float]:
        """Zoom a little and let the scale rest; the seconds of each frame until the picture is sharp."""
        self._map._look(self._map.view.zoomed(1 / STEP_ZOOM, 400, 300))
        self._map._rest.stop()
        yield timed(lambda: self._map.render(self._picture))[1]
        while self._map._layer.is_unfinished:
            yield timed(lambda: self._map.render(self._picture))[1]

    def _paint(self, view: View) -> None:
        self._map._look(view)
        if self._anew:
            self._map._rest.stop()
            self._map._layer.forget()
            self._map._placed = None
        self._map.render(self._picture)


def _marks(ground: Ground) -> list[Mark]:
    from desa_app.domain.known_village import STATES
    from desa_app.domain.neighbours import unvisited_around
    from desa_app.ui.villages.map_marks import Mark

    ours = [village.code for village in villages_of_office()][::40][:40]
    beside = [one.code for one in unvisited_around(ground.gazetteer, ours, ours)]
    kinds = {code: STATES[place % len(STATES)] for place, code in enumerate(ours)}
    marks = []
    for code in (*beside, *ours):
        latitude, longitude = ground.gazetteer.position(code) or (0.0, 0.0)
        name = ground.gazetteer.names[ground.gazetteer.place(code) or 0]
        marks.append(Mark(code, name, longitude, latitude, kinds.get(code, "neighbour")))
    return marks


def _turns(frames: int) -> Iterator[int]:
    """There and back again: 1 or -1."""
    return (1 if frame % 120 < 60 else -1 for frame in range(frames))


def _told(name: str, ours: list[float], theirs: list[float]) -> list[Finding]:
    def at(share: float, seconds: list[float]) -> Quantity:
        return Quantity(1000 * percentile(seconds, share), "ms")

    return [
        Finding(f"{name}: p50", at(0.5, ours), at(0.5, theirs), 1.0),
        Finding(f"{name}: p95 (limit {GOAL_MS} ms)", at(0.95, ours), None, GOAL_MS),
    ]
