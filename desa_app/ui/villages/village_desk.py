"""The villages between their page and the store."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

from desa_app.ui.desk import Desk
from desa_app.ui.work import Worker

if TYPE_CHECKING:
    from desa_app.store.store import Store
    from desa_app.ui.villages.village_overview import VillageOverview


class VillageDesk(Desk):
    """The villages between their page and the store."""

    def __init__(self, store: Worker[Store], now: Callable[[], dt.datetime]) -> None:
        super().__init__()
        self._store = store
        self._now = now

    @cached_property
    def screen(self) -> VillageOverview:
        """The page, built when it is first wanted."""
        from desa_app.ui.villages.village_overview import VillageOverview

        return VillageOverview()
