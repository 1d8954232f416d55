"""Coverage as a table: 83,762 lazy rows, levels, footnotes, export."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desa_app.app import Desktop
from desa_app.domain.coverage import (
    AssignmentFact,
    Coverage,
    Facts,
    Period,
    SessionFact,
    coverage,
    rules_in_force,
)
from desa_app.domain.village import Village
from desa_app.ui.coverage.coverage_view import CoverageView
from desa_app.ui.table import Column, RowTable, RowView
from tests.ui.conftest import NOW, settle

ALL = 83_762


class Counting(Sequence[int]):
    """A long sequence that tells how often it was read."""

    def __init__(self) -> None:
        self.reads = 0

    def __len__(self) -> int:
        return ALL

    def __getitem__(self, place: int) -> int:  # type: ignore[override]
        self.reads += 1
        return place

    def __iter__(self) -> Iterator[int]:
        raise AssertionError("nobody may read every row")


def counted() -> Coverage:
    villages = [
        Village(f"33240820{number:02d}", f"Desa {number}", "desa", "Kaliwungu", "Kendal", "Jawa Tengah")
        for number in range(1, 21)
    ]
    facts = Facts(
        villages,
        assignments=[AssignmentFact(villages[0].code, "KANIM", dt.date(2026, 1, 1))],
        sessions=[SessionFact("s", "KANIM", dt.date(2026, 9, 19), (villages[0].code,), 25, "disetujui")],
    )
    return coverage(facts, Period(dt.date(2026, 1, 1), dt.date(2026, 11, 24)), rules_in_force())


@pytest.fixture
def view(qtbot: QtBot) -> CoverageView:
    made = CoverageView(lambda: NOW.date())
    qtbot.addWidget(made)
    made.resize(1150, 740)
    made.show()
    qtbot.waitExposed(made)
    return made


def test_all_villages_scroll_and_only_rows_in_sight_are_read(qtbot: QtBot) -> None:
    rows = Counting()
    table: RowTable[int] = RowTable()
    table.set_columns(Column("Kode", str), Column("Dua", lambda one: str(2 * one), number=True))
    table.set_rows(rows)
    shown = RowView(table, sortable=False)
    qtbot.addWidget(shown)
    shown.resize(600, 400)
    shown.show()
    qtbot.waitExposed(shown)
    shown.scrollToBottom()
    shown.grab()
    assert table.rowCount() == ALL
    assert table.index(ALL - 1, 1).data() == str(2 * (ALL - 1))
    assert 0 < rows.reads < 1000


def test_levels_and_footnotes(view: CoverageView) -> None:
    view.set_coverage(counted())
    view.level.setCurrentIndex(view.level.findData("village"))
    assert view.table.rowCount() == 20
    assert view.table.index(0, 0).data() == "33.24.08.2001"
    view.level.setCurrentIndex(view.level.findData("uncovered"))
    assert view.table.rowCount() == 19
    assert view.notes.text()
    assert "1 dari 1" in view.summary.text()


def test_another_period_is_asked_for_once(qtbot: QtBot, view: CoverageView) -> None:
    view.set_coverage(counted())
    with qtbot.assertNotEmitted(view.asked):
        view.start.editingFinished.emit()
    view.start.set_value(dt.date(2025, 1, 1))
    with qtbot.waitSignal(view.asked) as asked:
        view.start.editingFinished.emit()
    assert asked.args == [dt.date(2025, 1, 1), NOW.date()]


def test_export_writes_a_file(qtbot: QtBot, desktop: Desktop, tmp_path: Path) -> None:
    found = counted()
    for name in ("cakupan.csv", "cakupan.xlsx"):
        desktop.coverage.screen.exported.emit(tmp_path / name, found, "province")
        settle(qtbot, desktop)
        assert (tmp_path / name).stat().st_size > 100


def test_places_that_were_visited_come_first(view: CoverageView) -> None:
    found = counted()
    visited, *others = found.rows["village"]
    view.set_coverage(replace(found, rows={**found.rows, "village": (*others, visited)}))
    view.level.setCurrentIndex(view.level.findData("village"))
    assert [view.table.row(place) for place in range(view.table.rowCount())] == [visited, *others]


def test_the_chosen_row_stays_chosen_when_the_rows_come_anew(qtbot: QtBot) -> None:
    table: RowTable[str] = RowTable()
    shown = RowView(table, key=lambda one: one)
    qtbot.addWidget(shown)
    table.set_columns(Column("Nama", str))
    table.set_rows(["a", "b", "c"])
    shown.selectRow(1)
    shown.setColumnWidth(0, 333)
    table.set_rows(["x", "a", "b"])
    assert shown.place() == 2
    assert shown.columnWidth(0) == 333
    table.sort(0, Qt.SortOrder.DescendingOrder)
    assert shown.place() == 1
    table.keep(lambda one: one != "b")
    assert shown.place() is None
