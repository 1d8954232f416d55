"""The villages between their page and the store."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from desa_app.ui.desk import Desk
from desa_app.ui.work import Work, Worker

if TYPE_CHECKING:
    from desa_app.domain.gazetteer import Gazetteer
    from desa_app.domain.known_village import KnownVillage
    from desa_app.domain.neighbours import Neighbour
    from desa_app.domain.village import Village
    from desa_app.store.store import Store
    from desa_app.store.villages import Villages
    from desa_app.ui.villages.map_ground import Ground
    from desa_app.ui.villages.village_overview import VillageOverview

_MOST_FOUND = 100


class VillageDesk(Desk):
    """What the laptop knows comes from the store, every village and the map's ground from the registry's worker.

    ``session_asked`` wants a new session in a village.
    """

    session_asked = Signal(object)

    def __init__(self, store: Worker[Store], villages: Worker[Villages], now: Callable[[], dt.datetime]) -> None:
        super().__init__()
        self._store = store
        self._villages = villages
        self._now = now
        self._gazetteer: Gazetteer | None = None

    @cached_property
    def screen(self) -> VillageOverview:
        """The page, built when it is first wanted."""
        from desa_app.ui.villages.village_overview import VillageOverview

        page = VillageOverview(self._now)
        page.wanted.connect(self.refresh)
        page.ground_wanted.connect(self._build_ground)
        page.searched.connect(self._find)
        page.session_asked.connect(self.session_asked)
        page.record_opened.connect(self.opened)
        return page

    def open(self, code: str) -> None:
        """Show the page with the details of a village."""
        self.went.emit("villages")
        self.screen.open_village(code)

    def refresh(self) -> None:
        """Show the villages as they are known now."""
        self._store.do(Work(lambda store: store.known_villages.listed(), self._show_known))

    def _show_known(self, known: list[KnownVillage]) -> None:
        self.screen.set_known(known)
        if self._gazetteer is None:
            self._villages.do(Work(lambda registry: registry.gazetteer(), lambda all_: self._settle(all_, known)))
        else:
            self._settle(self._gazetteer, known)

    def _settle(self, gazetteer: Gazetteer, known: Sequence[KnownVillage]) -> None:
        if self._gazetteer is None:
            self._gazetteer = gazetteer
            self.screen.set_gazetteer(gazetteer)
        self._villages.do(Work(lambda _: _unvisited(gazetteer, known), self.screen.set_neighbours))

    def _build_ground(self) -> None:
        """Needs the gazetteer, which is asked for before: the registry's worker does one thing after the other."""
        self._villages.do(Work(self._ground, self.screen.set_ground))

    def _ground(self, registry: Villages) -> Ground:
        from desa_app.ui.villages.map_ground import Ground

        return Ground.build(self._gazetteer or registry.gazetteer())

    def _find(self, text: str) -> None:
        self._villages.do(
            Work(
                lambda registry: _found(registry, text),
                lambda villages: self.screen.show_found(text, villages),
            )
        )


def _found(registry: Villages, text: str) -> list[Village]:
    return [match.village for match in registry.find(text, _MOST_FOUND)]


def _unvisited(gazetteer: Gazetteer, known: Sequence[KnownVillage]) -> list[Neighbour]:
    from desa_app.domain.neighbours import unvisited_around

    ours = [one.village.code for one in known if one.is_ours]
    visited = {one.village.code for one in known if one.visits}
    return unvisited_around(gazetteer, ours, visited)
