"""Coverage of a period as a table with its footnotes, and its way out as CSV or XLSX."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QFileDialog

from desa_app.domain import coverage as domain
from desa_app.domain.coverage import LEVELS, Coverage, Level, level_table, level_title, uncovered_table
from desa_app.domain.formats import show_number
from desa_app.ui.editors import DateField
from desa_app.ui.field import scrolled
from desa_app.ui.parts import GAP, Spoken, button, card, column, holder, label, row
from desa_app.ui.screen import Screen
from desa_app.ui.table import Column, RowTable, RowView

_UNCOVERED = "uncovered"
_WIDTHS = {"code": 124, "text": 150, "date": 150, "count": 96, "percent": 96, "number": 96, "choice": 96}
_WIDTHS_OF = {"name": 210, "regency": 200, "kind": 84}


class CoverageView(Screen):
    """``asked`` wants a period counted; ``set_coverage`` shows it; ``exported`` wants it written to a file."""

    asked = Signal(object, object)
    exported = Signal(object, object, object)
    nouns = frozenset({"session", "offer", "attendee", "sync"})

    def __init__(self, today: Callable[[], dt.date]) -> None:
        super().__init__()
        self._coverage: Coverage | None = None
        self.title, self.busy = label("title"), label("caption")
        self.start_title, self.end_title, self.level_title = label("label"), label("label"), label("label")
        self.start, self.end = DateField(today), DateField(today)
        self.start.set_value(today().replace(month=1, day=1))
        self.end.set_value(today())
        for edge in (self.start, self.end):
            edge.setFixedWidth(170)
            edge.editingFinished.connect(self._ask_again)
        self.level = QComboBox()
        for name in (*LEVELS, _UNCOVERED):
            self.level.addItem(name, name)
        self.level.setCurrentIndex(LEVELS.index("regency"))
        self.level.currentIndexChanged.connect(lambda _: self._show())
        self.table: RowTable[Any] = RowTable()
        self.view = RowView(self.table)
        self.summary, self.notes, self.rows = label(wrap=True), label("caption", wrap=True), label("caption")
        self.notes_title = label("label")
        self.csv = button("", "download", lambda: self._export(".csv"))
        self.xlsx = button("primary", "download", lambda: self._export(".xlsx"))
        self._lay_out()
        self.wanted.connect(self._ask_period)
        self.retranslate()

    def _lay_out(self) -> None:
        def under(title: Spoken | Any, editor: Any) -> Any:
            return column(title, editor, gap=2)

        self.level.setMinimumWidth(180)
        pick = row(
            under(self.start_title, self.start),
            under(self.end_title, self.end),
            under(self.level_title, self.level),
            None,
        )
        top = row(self.title, self.rows, self.busy, None, self.csv, self.xlsx)
        foot = card(self.notes_title, scrolled(self.notes), stretch=1)
        foot.setMaximumHeight(132)
        lay = column(holder(top), card(holder(pick), self.summary), self.view, foot, margin=2 * GAP, gap=12)
        lay.setStretch(2, 3)
        lay.setStretch(3, 1)
        self.setLayout(lay)

    def retranslate(self) -> None:
        self.title.setText(self.tr("Village coverage"))
        self.start_title.setText(self.tr("From"))
        self.end_title.setText(self.tr("To"))
        self.level_title.setText(self.tr("Level"))
        for title, editor in zip(
            (self.start_title, self.end_title, self.level_title), (self.start, self.end, self.level), strict=True
        ):
            editor.setAccessibleName(title.text())
        self.view.setAccessibleName(self.title.text())
        self.notes_title.setText(self.tr("FOOTNOTES"))
        self.csv.setText(self.tr("Export CSV"))
        self.xlsx.setText(self.tr("Export Excel"))
        for place, name in enumerate(LEVELS):
            self.level.setItemText(place, level_title(name).replace("-", "/"))
        self.level.setItemText(len(LEVELS), self.tr("Not covered"))
        for edge in (self.start, self.end):
            edge.set_value(edge.value())
        self._show()

    def set_coverage(self, coverage: Coverage) -> None:
        """Show what was counted."""
        self._coverage = coverage
        self._show()

    def show_busy(self, busy: bool) -> None:
        """Counting or writing began or ended."""
        self.busy.setText(self.tr("Working on it …") if busy else "")
        for way in (self.csv, self.xlsx):
            way.setEnabled(not busy and self._coverage is not None)

    def _ask_again(self) -> None:
        period = self._coverage.period if self._coverage else None
        if period is None or (period.start, period.end) != (self.start.value(), self.end.value()):
            self._ask_period()

    def _ask_period(self) -> None:
        if self.start.value() and self.end.value():
            self.asked.emit(self.start.value(), self.end.value())

    def _show(self) -> None:
        if self._coverage is None:
            self.summary.setText(self.tr("Counted from what this laptop may see. Only approved sessions count."))
            return
        name: str = self.level.currentData()
        table = uncovered_table(self._coverage) if name == _UNCOVERED else level_table(self._coverage, _level(name))
        self.table.sort(-1)
        self.table.set_rows(())
        self.table.set_columns(*(_column(one) for one in table.columns))
        self.table.set_rows(table.rows if name == _UNCOVERED else _visited_first(table.rows))
        self.rows.setText(self.tr("{count} rows").format(count=show_number(len(table.rows))))
        self.summary.setText("\n".join(domain.summary_lines(self._coverage)[1:3]))
        self.notes.setText("\n".join(domain.notes(self._coverage)))

    def _export(self, ending: str) -> None:
        name = self.level.currentData()
        start = str(Path.home() / f"cakupan{ending}")
        path, _ = QFileDialog.getSaveFileName(self, self.tr("Export"), start, f"*{ending}")
        if path:
            self.exported.emit(Path(path), self._coverage, None if name == _UNCOVERED else name)


def _level(name: str) -> Level:
    return next(level for level in LEVELS if level == name)


def _column(declared: domain.Column) -> Column[Any]:
    def value(one: Any) -> Any:
        return getattr(one, declared.key)

    return Column(
        declared.title,
        lambda one: declared.shown(value(one)),
        key=lambda one: _sortable(value(one)),
        number=declared.kind in ("count", "percent", "number"),
        width=_WIDTHS_OF.get(declared.key) or max(_WIDTHS[declared.kind], 7 * len(declared.title) + 30),
    )


def _visited_first(rows: Sequence[Any]) -> Sequence[Any]:
    """The places where something was done come before the many where nothing was; each in their order."""
    visited = [one for one in rows if one.sessions or one.pending_sessions]
    return [*visited, *(one for one in rows if not (one.sessions or one.pending_sessions))] if visited else rows


def _sortable(value: Any) -> tuple[bool, Any]:
    """Empty values sort below all others."""
    return (value is not None, value if value is not None else 0)
