"""What matters now, asked of the store."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

from desa_app.ui.desk import Desk
from desa_app.ui.work import Worker

if TYPE_CHECKING:
    from desa_app.store.store import Store
    from desa_app.ui.home.home import Home


class HomeDesk(Desk):
    """What matters now, asked of the store."""

    def __init__(self, store: Worker[Store], now: Callable[[], dt.datetime]) -> None:
        super().__init__()
        self._store = store
        self._now = now

    @cached_property
    def screen(self) -> Home:
        """The page, built when it is first wanted."""
        from desa_app.ui.home.home import Home

        return Home()
