"""The settings between their page and what keeps them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

from desa_app.ui.desk import Desk
from desa_app.ui.work import Worker

if TYPE_CHECKING:
    from desa_app.store.store import Store
    from desa_app.ui.settings.settings import SettingsPage


class SettingsDesk(Desk):
    """The settings between their page and what keeps them."""

    def __init__(self, store: Worker[Store], now: Callable[[], dt.datetime]) -> None:
        super().__init__()
        self._store = store
        self._now = now

    @cached_property
    def screen(self) -> SettingsPage:
        """The page, built when it is first wanted."""
        from desa_app.ui.settings.settings import SettingsPage

        return SettingsPage()
