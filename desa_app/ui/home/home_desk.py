"""What matters now, asked of the store."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from desa_app.ui.desk import Desk
from desa_app.ui.work import Work, Worker

if TYPE_CHECKING:
    from desa_app.store.home import Home as Content
    from desa_app.store.store import Store
    from desa_app.ui.home.home import Home


class HomeDesk(Desk):
    """The first page; ``asked`` names the command that a button of it stands for, ``all_wanted`` a page, a filter of
    its list and what it is set to, ``join_asked`` that the laptop is to join headquarters."""

    asked = Signal(str)
    all_wanted = Signal(str, str, str)
    join_asked = Signal()

    def __init__(self, store: Worker[Store], now: Callable[[], dt.datetime]) -> None:
        super().__init__()
        self._store = store
        self._now = now

    @cached_property
    def screen(self) -> Home:
        """The page, built when it is first wanted."""
        from desa_app.ui.home.home import Home

        page = Home(lambda: self._now().date())
        page.wanted.connect(self.refresh)
        page.opened.connect(self.opened)
        page.went.connect(self.went)
        page.asked.connect(self.asked)
        page.all_wanted.connect(self.all_wanted)
        page.join_asked.connect(self.join_asked)
        return page

    def refresh(self) -> None:
        """Show what matters as it is stored."""
        self._store.do(Work(_home, self.screen.set_content))


def _home(store: Store) -> Content:
    from desa_app.store.home import home

    return home(store)
