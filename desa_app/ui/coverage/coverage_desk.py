"""Coverage between its page and the store: counting, and writing reports. Long work, on its own thread."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from desa_app.errors import DesaError
from desa_app.ui.desk import Desk
from desa_app.ui.work import Work, Worker

if TYPE_CHECKING:
    from desa_app.domain.coverage import Coverage, Level
    from desa_app.store.store import Store
    from desa_app.ui.coverage.coverage_view import CoverageView


class CoverageDesk(Desk):
    """Counts the period that the page asks for and writes what it exports."""

    def __init__(self, long: Worker[Store], now: Callable[[], dt.datetime]) -> None:
        super().__init__()
        self._long = long
        self._now = now

    @cached_property
    def screen(self) -> CoverageView:
        """The page, built when it is first wanted."""
        from desa_app.ui.coverage.coverage_view import CoverageView

        view = CoverageView(lambda: self._now().date())
        view.asked.connect(self._count)
        view.exported.connect(self._export)
        return view

    def _count(self, start: dt.date, end: dt.date) -> None:
        from desa_app.domain.coverage import Period

        self.screen.show_busy(True)
        self._long.do(Work(lambda store: store.coverage(Period(start, end)), self._counted, self._not_counted))

    def _counted(self, coverage: Coverage) -> None:
        self.screen.set_coverage(coverage)
        self.screen.show_busy(False)

    def _not_counted(self, error: DesaError) -> None:
        self.screen.show_busy(False)
        self.failed.emit(error)

    def _export(self, path: Path, coverage: Coverage, level: Level | None) -> None:
        now = self._now()

        def write(store: Store) -> Path:
            from desa_app.reports.coverage import write_coverage

            author = store.me.name if store.me else ""
            by = level if path.suffix.lower() == ".csv" else None
            return write_coverage(coverage, path, author=author, at=now, by=by).path

        self.screen.show_busy(True)
        self._long.do(Work(write, self._written, self._not_counted))

    def _written(self, path: Path) -> None:
        self.screen.show_busy(False)
        self.said.emit(self.tr("Written: {path}").format(path=path))
