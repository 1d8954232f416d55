"""The coverage report as a file: CSV with one level, XLSX with a sheet a level."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from desa_app.domain.coverage import (
    LEVELS,
    Column,
    Coverage,
    Level,
    Table,
    level_table,
    notes,
    summary_lines,
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


def write_coverage(coverage: Coverage, path: Path, *, author: str, at: dt.datetime, by: Level | None = None) -> Written:
    """Write a report; the ending of ``path`` chooses the kind.

    A CSV holds the level ``by`` (villages unless another is named); an XLSX that level alone where one is named, else
    every level that was counted and the villages not covered. Both end with the notes. ``author`` and ``at`` say who
    made it and when.
    Raises UnknownReportType, and ReportNotWritten with an older file left as it was.
    """
    check_ending(path)
    if path.suffix.lower() == ".csv":
        tables = [level_table(coverage, by or "village")]
        write_csv(path, _sheet(tables[0]), _report_notes(coverage, author, at))
    else:
        tables = [level_table(coverage, by)] if by else _all_tables(coverage)
        title = say("Catatan", "Notes")
        write_xlsx(path, [_sheet(table) for table in tables], title, _report_notes(coverage, author, at))
    return Written(path, {table.title: len(table.rows) for table in tables})


def _all_tables(coverage: Coverage) -> list[Table]:
    levels = [level for level in LEVELS if level in coverage.rows]
    return [*(level_table(coverage, level) for level in levels), uncovered_table(coverage)]


def check_ending(path: Path) -> None:
    """Raise UnknownReportType unless the file's name ends in what we write: worth asking before counting."""
    if path.suffix.lower() not in ENDINGS:
        raise UnknownReportType(name=path.name, endings=say(" atau ", " or ").join(ENDINGS))


def _report_notes(coverage: Coverage, author: str, at: dt.datetime) -> list[str]:
    made = f"{show_date(at.date())} {show_time(at)}"
    return [
        say("Laporan cakupan desa binaan imigrasi", "Coverage of the immigration service's assisted villages"),
        *summary_lines(coverage),
        say(f"Dibuat oleh {author}, {made}.", f"Made by {author}, {made}."),
        *notes(coverage),
    ]


def _sheet(table: Table) -> Sheet:
    columns = [(column.title, "text" if column.kind == "choice" else column.kind) for column in table.columns]
    return Sheet(table.title, columns, _values(table))


def _values(table: Table) -> Iterator[Sequence[Any]]:
    words: list[Callable[[Any], Any] | None] = [_words_of(column) for column in table.columns]
    for row in table.rows:
        yield [value if word is None else word(value) for value, word in zip(table.values(row), words, strict=True)]


def _words_of(column: Column) -> Callable[[Any], Any] | None:
    """A choice is written in words; every other value as it is."""
    return column.shown if column.kind == "choice" else None
