"""Coverage between its page and the store: counting, narrowing, and writing reports, beside the window's thread."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from desa_app.errors import DesaError, ReportStopped
from desa_app.ui.desk import Desk
from desa_app.ui.work import Work, Worker

if TYPE_CHECKING:
    from desa_app.domain.coverage import Coverage, Listed
    from desa_app.reports.coverage import Report
    from desa_app.reports.geojson import Spot
    from desa_app.store.identity import Identity
    from desa_app.store.store import Store
    from desa_app.ui.coverage.coverage_view import CoverageView
    from desa_app.ui.coverage.export import Export, Preview
    from desa_app.ui.coverage.export_dialog import ExportDialog
    from desa_app.ui.coverage.question import Answer, Question


class CoverageDesk(Desk):
    """Counts the period that the page asks for on the long worker, and answers from that count on the short one.

    Only the last question is answered: who types asks again with every letter.
    """

    _told = Signal(int, int)

    def __init__(self, store: Worker[Store], long: Worker[Store], now: Callable[[], dt.datetime]) -> None:
        super().__init__()
        self._store = store
        self._long = long
        self._now = now
        self._whole: Coverage | None = None
        self._answer: Answer | None = None
        self._asked: Question | None = None
        self._is_answering = False
        self._stopping = threading.Event()
        self.dialog: ExportDialog | None = None

    @cached_property
    def screen(self) -> CoverageView:
        """The page, built when it is first wanted."""
        from desa_app.ui.coverage.coverage_view import CoverageView

        view = CoverageView(lambda: self._now().date())
        view.wanted.connect(self._recount)
        view.asked.connect(self._ask)
        view.export_asked.connect(self._offer_export)
        view.stopped.connect(self._stopping.set)
        view.left.connect(self._forget_count)
        self._told.connect(view.show_way)
        view.opened.connect(lambda code: self.opened.emit("village", code))
        return view

    def _recount(self) -> None:
        """Records changed, or the page is shown for the first time: what was counted is old."""
        self._whole = None
        self.screen.ask()

    def _forget_count(self) -> None:
        self._whole = self._answer = self._asked = None

    def _ask(self, question: Question) -> None:
        self._asked = question
        if self._whole is None or self._whole.period != question.period:
            self._count(question)
        else:
            self._narrow()

    def _count(self, question: Question) -> None:
        self.screen.show_busy(True)
        period = question.period
        self._long.do(Work(lambda store: store.coverage(period), self._counted, self._not_counted))

    def _counted(self, whole: Coverage) -> None:
        if self._asked is None or whole.period != self._asked.period:
            return
        self._whole, self._answer = whole, None
        self.screen.set_whole(whole)
        self._narrow()

    def _not_counted(self, error: DesaError) -> None:
        self.screen.show_busy(False)
        self.failed.emit(error)

    def _narrow(self) -> None:
        """Answer what is asked for now, once the answer under way has come."""
        whole, question, before = self._whole, self._asked, self._answer
        if self._is_answering or whole is None or question is None:
            return

        def work(_: Store) -> tuple[Coverage, Answer]:
            from desa_app.ui.coverage.question import answer

            return whole, answer(whole, question, before)

        self._is_answering = True
        self._store.do(Work(work, self._answered, self._not_answered))

    def _answered(self, found: tuple[Coverage, Answer]) -> None:
        self._is_answering = False
        whole, answer = found
        if whole is not self._whole or answer.question != self._asked:
            self._narrow()
            return
        self._answer = answer
        self.screen.set_answer(answer)
        self.screen.show_busy(False)

    def _not_answered(self, error: DesaError) -> None:
        self._is_answering = False
        self._not_counted(error)

    def _offer_export(self, answer: Answer, level: Listed) -> None:
        """Ask which file is wanted; one that headquarters makes is likely to leave the house."""
        from desa_app.ui.coverage.export_dialog import ExportDialog

        def show(me: Identity | None) -> None:
            is_outside = me is not None and me.role == "hq"
            dialog = ExportDialog(answer.coverage, level, outside=is_outside, parent=self.screen.window())
            dialog.previewed.connect(lambda export, width: self._preview(answer, export, width))
            dialog.exported.connect(lambda export, path: self._write(answer, export, path))
            dialog.finished.connect(self._forget_dialog)
            self.dialog = dialog
            dialog.begin()

        self._store.do(Work(_whose, show))

    def _forget_dialog(self) -> None:
        if self.dialog is not None:
            self.dialog.deleteLater()
        self.dialog = None

    def _preview(self, answer: Answer, export: Export, width: int) -> None:
        now = self._now()

        def work(store: Store) -> Preview:
            from desa_app.ui.coverage.export import preview

            return preview(export.kind, _report(store, answer, export, now), _spots(store, export), width)

        def show(preview: Preview) -> None:
            if self.dialog is not None:
                self.dialog.show_preview(export, preview)

        self._store.do(Work(work, show))

    def _write(self, answer: Answer, export: Export, path: Path) -> None:
        now, told, closing, stopping = self._now(), self._told.emit, self._long.cancelling, self._stopping
        stopping.clear()

        def step(done: int, of: int) -> None:
            if stopping.is_set() or closing.is_set():
                raise ReportStopped
            told(done, of)

        def work(store: Store) -> Path:
            from desa_app.reports.coverage import rows_in
            from desa_app.ui.coverage.export import write

            report = _report(store, answer, export, now)
            with store.exports.noting("coverage", rows_in(report, path)):
                return write(export.kind, report, path, _spots(store, export), step).path

        self.screen.show_way(0, 0)
        self._long.do(Work(work, self.screen.show_written, self._not_written))

    def _not_written(self, error: DesaError) -> None:
        self.screen.show_written(None)
        if isinstance(error, ReportStopped):
            self.said.emit(str(error))
        else:
            self.failed.emit(error)


def _whose(store: Store) -> Identity | None:
    return store.me


def _report(store: Store, answer: Answer, export: Export, at: dt.datetime) -> Report:
    from desa_app.reports.coverage import Report

    author = f"{store.me.name}, {store.me.office_name}" if store.me else ""
    return Report(answer.coverage, author, at, export.by, export.outside)


def _spots(store: Store, export: Export) -> list[Spot]:
    """Where the villages lie, for a file that draws them."""
    from desa_app.reports.geojson import Spot

    return [Spot(*point) for point in store.villages.points()] if export.kind == "geojson" else []
