"""Coverage of a period: at a glance, as a table, and the villages that come next; filters above, export beside."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QHideEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QComboBox, QProgressBar, QStackedWidget

from desa_app.domain import coverage as domain
from desa_app.domain.coverage import LEVELS, Coverage, Level, Listed, Table, footnote_lines, level_title
from desa_app.domain.formats import show_number
from desa_app.ui.coverage.arranged_table import ArrangedTable
from desa_app.ui.coverage.coverage_filters import CoverageFilters
from desa_app.ui.coverage.overview import Overview
from desa_app.ui.coverage.question import UNCOVERED, Answer, Question
from desa_app.ui.field import scrolled
from desa_app.ui.parts import GAP, button, column, holder, label, row
from desa_app.ui.screen import Empty, Screen
from desa_app.ui.segments import Segments
from desa_app.ui.table import Column, RowView

_OVERVIEW, _TABLE = "overview", "table"
_WIDTHS = {"code": 124, "text": 150, "date": 136, "count": 92, "percent": 92, "number": 88, "choice": 92}
_WIDTHS_OF = {"name": 210, "regency": 200, "kind": 84, "why": 520, "absence": 130}
_LAST = ("recent", "active", "kind", "province", "code")
_OFFICE_PX = 290
_HEAD_PX = 44
"""Two lines of a title."""
_DRILLS: dict[Listed, Level] = {"province": "regency", "regency": "district", "district": "village"}
"""The level that opening a row of a level leads to."""


class CoverageView(Screen):
    """``asked`` is a question; ``set_whole`` brings what can be chosen from, ``set_answer`` the answer. ``opened``
    is the code of a village, ``export_asked`` what is on the page and what it lists; ``stopped`` wants the
    writing of a file ended. ``left`` says that the page is out of sight and has let go of what was counted."""

    asked = Signal(object)
    opened = Signal(str)
    export_asked = Signal(object, object)
    stopped = Signal()
    left = Signal()
    nouns = frozenset({"session", "offer", "attendee", "sync"})

    def __init__(self, today: Callable[[], dt.date]) -> None:
        super().__init__()
        self.answer: Answer | None = None
        self._order = ("", False)
        self._written: Path | None = None
        self._in_sight: tuple[int | None, int] | None = None
        self.title, self.busy = label("title"), label("caption")
        self.export = button("primary", "download", self._export)
        self.filters = CoverageFilters(today)
        self.views: Segments[str] = Segments((_OVERVIEW, _TABLE, UNCOVERED), self._view_word)
        self.level = QComboBox()
        for name in LEVELS:
            self.level.addItem(name, name)
        self.level.setCurrentIndex(LEVELS.index("regency"))
        self.rows = label("caption")
        self.overview = Overview()
        self.table = ArrangedTable()
        self.view = RowView(self.table)
        self.view.horizontalHeader().setFixedHeight(_HEAD_PX)
        self.nothing = Empty("search")
        self.note = label("caption", wrap=True)
        self._build_progress()
        self._lay_out()
        self._listen()
        self.retranslate()
        self._show_view()

    def _build_progress(self) -> None:
        self.way = label("caption")
        self.bar = QProgressBar(textVisible=False)
        self.bar.setFixedWidth(160)
        self.stop = button("quiet", "x", self.stopped.emit)
        self.writing = holder(row(self.way, self.bar, self.stop, None))
        self.done, self.folder = label(wrap=True), button("quiet", "folder-open", self._open_folder)
        self.away = button("quiet", "x", lambda: self.outcome.hide())
        self.outcome = holder(row(self.done, self.folder, self.away, stretch=0))
        for strip in (self.writing, self.outcome):
            strip.hide()

    def _lay_out(self) -> None:
        self.listing = QStackedWidget()
        self.listing.addWidget(self.view)
        self.listing.addWidget(self.nothing)
        lists = holder(column(self.listing, self.note, gap=4, stretch=0))
        self.pages = QStackedWidget()
        self.pages.addWidget(scrolled(self.overview))
        self.pages.addWidget(lists)
        top = row(self.title, self.busy, None, self.export)
        pick = row(self.views, self.level, self.rows, None)
        above = (top, self.filters, self.writing, self.outcome, pick)
        lay = column(*above, self.pages, margin=2 * GAP, gap=GAP, stretch=len(above))
        self.setLayout(lay)

    def _listen(self) -> None:
        self.filters.period_chosen.connect(self.ask)
        self.filters.scope_chosen.connect(self.ask)
        self.views.chosen.connect(lambda _: self._turn())
        self.level.currentIndexChanged.connect(lambda _: self._turn())
        self.table.order_asked.connect(self._take_order)
        self.view.opened.connect(self._open)
        QShortcut(
            QKeySequence.StandardKey.Find, self, self._find, context=Qt.ShortcutContext.WidgetWithChildrenShortcut
        )

    def _find(self) -> None:
        self.filters.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.filters.search.selectAll()

    def _view_word(self, view: str) -> str:
        words = {_OVERVIEW: self.tr("Overview"), _TABLE: self.tr("Table"), UNCOVERED: self.tr("Not covered")}
        return words[view]

    def retranslate(self) -> None:
        self.title.setText(self.tr("Village coverage"))
        self.export.setText(self.tr("Export …"))
        self.export.setShortcut("Ctrl+E")
        self.export.setToolTip("Ctrl+E")
        self.level.setAccessibleName(self.tr("Level"))
        self.view.setAccessibleName(self.title.text())
        self.views.setAccessibleName(self.tr("What is shown"))
        self.stop.setText(self.tr("Stop"))
        self.folder.setText(self.tr("Open folder"))
        self.away.setAccessibleName(self.tr("Put away"))
        self.away.setToolTip(self.tr("Put away"))
        self.nothing.say(
            self.tr("Nothing here fits the filters"), self.tr("Clear a filter, or choose another period or level.")
        )
        for place, name in enumerate(LEVELS):
            self.level.setItemText(place, level_title(name).replace("-", "/"))
        self._show()

    def question(self) -> Question | None:
        """What is asked for now; None where the days can't be read."""
        period = self.filters.wanted_period()
        if period is None:
            return None
        key, descending = self._order
        return Question(period, self.filters.scope(), self.listed(), key, descending)

    def listed(self) -> Listed:
        """The level of the table, or the villages not covered."""
        if self.views.value() == UNCOVERED:
            return UNCOVERED
        level: Level = self.level.currentData()
        return level

    def ask(self) -> None:
        """Ask for what the filters say."""
        question = self.question()
        if question is not None:
            self.asked.emit(question)

    def set_whole(self, whole: Coverage) -> None:
        """Offer the areas and offices of a coverage that is not narrowed."""
        self.filters.set_places(whole)

    def set_answer(self, answer: Answer) -> None:
        """Show what was counted."""
        is_other = self.answer is None or self.answer.question.listed != answer.question.listed
        self.answer = answer
        if is_other:
            self.view.horizontalHeader().setSortIndicator(-1, self.view.horizontalHeader().sortIndicatorOrder())
        self._show()
        self._return()
        self.overview.set_coverage(answer.coverage, answer.figures)

    def hideEvent(self, event: QHideEvent) -> None:
        """A count of the whole country fills 80 MB, so a page that is left lets go of it; it is counted anew when the
        page is wanted again, and then the rows stand as they stood."""
        super().hideEvent(event)
        if event.spontaneous():
            return
        if self.answer is not None:
            self._in_sight = (self.view.place(), self.view.verticalScrollBar().value())
        self.answer = None
        self.table.set_rows(())
        self.filters.forget()
        self.overview.forget()
        self._stale = True
        self.left.emit()

    def _return(self) -> None:
        """Go to the row where the page was left."""
        if self._in_sight is not None:
            (place, scrolled), self._in_sight = self._in_sight, None
            if place is not None:
                self.view.selectRow(place)
            self.view.verticalScrollBar().setValue(scrolled)

    def show_busy(self, busy: bool) -> None:
        """Counting began or ended."""
        self.busy.setText(self.tr("Counting …") if busy else "")
        self.export.setEnabled(self.answer is not None)

    def show_way(self, done: int, of: int) -> None:
        """A file is being written."""
        self.outcome.hide()
        self.writing.show()
        self.export.setEnabled(False)
        self.bar.setRange(0, of)
        self.bar.setValue(done)
        self.way.setText(self.tr("Writing: {done} of {of}").format(done=show_number(done), of=show_number(of)))

    def show_written(self, path: Path | None) -> None:
        """The writing ended, with a file or (None) without one."""
        self.writing.hide()
        self.export.setEnabled(True)
        self._written = path
        self.outcome.setVisible(path is not None)
        if path is not None:
            self.done.setText(self.tr("Saved: {path}").format(path=path))

    def _open_folder(self) -> None:
        if self._written is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._written.parent)))

    def _export(self) -> None:
        if self.answer is not None:
            self.export_asked.emit(self.answer, self.listed())

    def _turn(self) -> None:
        """Another view or level: its own order, from the top."""
        self._order = ("", False)
        self._show_view()
        self.ask()

    def _show_view(self) -> None:
        view = self.views.value()
        self.pages.setCurrentIndex(0 if view == _OVERVIEW else 1)
        self.level.setVisible(view == _TABLE)
        self.rows.setVisible(view != _OVERVIEW)

    def _take_order(self, place: int, descending: bool) -> None:
        if self.answer is None:
            return
        columns = _shown(self.answer.table)
        self._order = (columns[place].key, descending) if 0 <= place < len(columns) else ("", False)
        self.ask()

    def _show(self) -> None:
        if self.answer is None:
            return
        table, rows = self.answer.table, self.answer.rows
        self.table.set_rows(())
        self.table.set_columns(*(_column(one, self.answer.question.listed) for one in _shown(table)))
        self.table.set_rows(rows)
        self.view.scrollToTop()
        self.listing.setCurrentIndex(0 if rows else 1)
        count = show_number(len(rows))
        self.rows.setText(self.tr("1 row") if len(rows) == 1 else self.tr("{count} rows").format(count=count))
        said = list(footnote_lines(self.answer.coverage))
        self.note.setText(said[0] if len(said) == 1 else self._with_others(said))
        self.note.setToolTip("\n".join(said))

    def _with_others(self, said: list[str]) -> str:
        others = self.tr("{count} more footnotes are in the overview.").format(count=show_number(len(said) - 1))
        return f"{said[0]} {others}"

    def _open(self, place: int) -> None:
        """A village opens; an area or an office narrows, one level down."""
        opened, listed = self.table.row(place), self.listed()
        if listed in (UNCOVERED, "village"):
            self.opened.emit(opened.code)
        elif listed == "office":
            self.level.setCurrentIndex(LEVELS.index("village"))
            self.filters.go_to_office(opened.code)
        elif listed in _DRILLS:
            self.level.setCurrentIndex(LEVELS.index(_DRILLS[listed]))
            self.filters.go_to_area(opened.code, opened.name or opened.code)


def _shown(table: Table) -> list[domain.Column]:
    """The columns as the page has them: figures stand where they are seen without scrolling."""
    return sorted(table.columns, key=lambda column: column.key in _LAST)


def _column(declared: domain.Column, listed: Listed) -> Column[Any]:
    def text(one: Any) -> str:
        return declared.shown(getattr(one, declared.key))

    return Column(
        declared.title,
        text,
        number=declared.kind in ("count", "percent", "number"),
        width=_OFFICE_PX
        if (listed, declared.key) == ("office", "name")
        else _WIDTHS_OF.get(declared.key) or max(_WIDTHS[declared.kind], 4 * len(declared.title) + 36),
    )
