"""The coverage report as a file: CSV with one level, XLSX with a sheet a level."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from desa_app.domain.coverage import (
    LEVELS,
    Column,
    Coverage,
    Level,
    Listed,
    Table,
    for_outside,
    level_table,
    notes,
    outside_note,
    summary_lines,
    uncovered_for_outside,
    uncovered_table,
)
from desa_app.domain.formats import show_date, show_time
from desa_app.errors import UnknownReportType
from desa_app.language import say
from desa_app.reports.tables import Sheet, write_csv
from desa_app.reports.workbook import write_xlsx

ENDINGS = (".csv", ".xlsx")


class Written(NamedTuple):
    """What a report became: where it is, and how many rows each of its tables has, by title."""

    path: Path
    rows: dict[str, int]


class Report(NamedTuple):
    """A report to be written: its figures, who made it when, the one table it is about (None: all of them), and
    whether it is ``outside``: leaves the immigration service, so that small counts are kept back."""

    coverage: Coverage
    author: str
    at: dt.datetime
    by: Listed | None = None
    outside: bool = False

    def table(self, listed: Listed) -> Table:
        """The table of a level, or of the villages not covered."""
        if listed == "uncovered":
            return self.uncovered()
        table = level_table(self.coverage, listed)
        return for_outside(table, listed) if self.outside else table

    def uncovered(self) -> Table:
        """The villages not covered."""
        table = uncovered_table(self.coverage)
        return uncovered_for_outside(table) if self.outside else table

    def tables(self) -> list[Table]:
        """The tables of a workbook: the level it is about, else every one that was counted and those not covered."""
        if self.by:
            return [self.table(self.by)]
        return [*(self.table(level) for level in LEVELS if level in self.coverage.rows), self.uncovered()]

    def notes(self) -> list[str]:
        """What it says beside its tables."""
        made = f"{show_date(self.at.date())} {show_time(self.at)}"
        return [
            say("Laporan cakupan desa binaan imigrasi", "Coverage of the immigration service's assisted villages"),
            *summary_lines(self.coverage, outside=self.outside),
            say(f"Dibuat oleh {self.author}, {made}.", f"Made by {self.author}, {made}."),
            *([outside_note()] if self.outside else ()),
            *notes(self.coverage, outside=self.outside),
        ]


Step = Callable[[int, int], None]
"""Told how many rows of how many are written, now and then; may raise ReportStopped, and nothing is left behind."""
ROWS_A_STEP = 500


def write_coverage(coverage: Coverage, path: Path, *, author: str, at: dt.datetime, by: Level | None = None) -> Written:
    """Write a report; the ending of ``path`` chooses the kind.

    A CSV holds the level ``by`` (villages unless another is named); an XLSX that level alone where one is named, else
    every level that was counted and the villages not covered. Both end with the notes. ``author`` and ``at`` say who
    made it and when.
    Raises UnknownReportType, and ReportNotWritten with an older file left as it was.
    """
    return write_report(Report(coverage, author, at, by), path)


def write_report(report: Report, path: Path, step: Step = lambda done, of: None) -> Written:
    """Write a report as CSV or XLSX, as ``write_coverage`` does, and tell the way."""
    check_ending(path)
    tables = tables_in(report, path)
    if path.suffix.lower() == ".csv":
        write_csv(path, _sheets(tables, step)[0], report.notes())
    else:
        write_xlsx(path, _sheets(tables, step), say("Catatan", "Notes"), report.notes())
    return Written(path, {table.title: len(table.rows) for table in tables})


def tables_in(report: Report, path: Path) -> list[Table]:
    """The tables that a file of this name holds: all of them in a workbook, one anywhere else."""
    return report.tables() if path.suffix.lower() == ".xlsx" else [report.table(report.by or "village")]


def rows_in(report: Report, path: Path) -> int:
    """How many rows of coverage a file of this name holds."""
    return sum(len(table.rows) for table in tables_in(report, path))


def check_ending(path: Path) -> None:
    """Raise UnknownReportType unless the file's name ends in what we write: worth asking before counting."""
    if path.suffix.lower() not in ENDINGS:
        raise UnknownReportType(name=path.name, endings=say(" atau ", " or ").join(ENDINGS))


def _sheets(tables: Sequence[Table], step: Step) -> list[Sheet]:
    rows = sum(len(table.rows) for table in tables)
    sheets, before = [], 0
    for table in tables:
        columns = [(column.title, "text" if column.kind == "choice" else column.kind) for column in table.columns]
        sheets.append(Sheet(table.title, columns, _values(table, partial(_told, step, before, rows))))
        before += len(table.rows)
    return sheets


def _told(step: Step, before: int, rows: int, done: int) -> None:
    step(before + done, rows)


def _values(table: Table, told: Callable[[int], None]) -> Iterator[Sequence[Any]]:
    words: list[Callable[[Any], Any] | None] = [_words_of(column) for column in table.columns]
    for place, row in enumerate(table.rows):
        if place % ROWS_A_STEP == 0:
            told(place)
        yield [value if word is None else word(value) for value, word in zip(table.values(row), words, strict=True)]


def _words_of(column: Column) -> Callable[[Any], Any] | None:
    """A choice is written in words; every other value as it is."""
    return column.shown if column.kind == "choice" else None
