"""The coverage report on paper: A4 pages with header, figures, charts, table and footnotes, drawn by Qt.

A page is drawn the same way into a PDF and into a picture for the preview. Lengths are pixels at 96 to the inch. It is
drawn beside the window's thread, always in the light colours.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from desa_app.domain.coverage import (
    ABSENCES,
    FEW,
    Column,
    Figures,
    Level,
    Row,
    Table,
    Uncovered,
    figures,
    kept_back,
    notes,
    outside_note,
    period_text,
    scope_words,
)
from desa_app.domain.formats import show_date, show_number, show_time
from desa_app.language import say
from desa_app.reports.coverage import Report, Step, Written
from desa_app.ui.coverage.chart_paint import Mark, paint_columns, paint_divided, paint_rows, percent
from desa_app.ui.coverage.marks import absence_marks, age_marks, month_marks, sex_marks
from desa_app.ui.paper.pages import (
    LARGE,
    LEFT,
    RIGHT,
    SMALL,
    TEXT,
    TITLE,
    WIDTH,
    Pages,
    Piece,
    font,
    ink,
    rule,
    words,
    write,
    write_pdf,
)

_GAP = 12.0
_LINE_HEIGHT, _TWO_LINES = 19.0, 31.0
_CELL_GAP = 8
MOST_ROWS, MOST_UNCOVERED = 150, 25
"""More rows than these are for a spreadsheet, not for paper."""
_CROWD = 200
"""So many villages of one priority say nothing about which of them comes first."""
_SHOWN: dict[str, tuple[str, ...]] = {
    "village": ("code", "name", "district", "assigned", "sessions", "reached", "last"),
    "office": ("name", "assigned", "covered_assigned", "rate_assigned", "sessions", "reached", "laptops", "synced"),
    "area": ("name", "assigned", "covered_assigned", "rate_assigned", "covered", "sessions", "reached", "last"),
    "uncovered": ("name", "district", "regency", "last", "priority", "why"),
}
_SHARES = {"name": 1.9, "district": 1.5, "regency": 2.1, "code": 1.5, "last": 2.0, "why": 4.8}
_NUMBERS = ("count", "percent", "number")


def coverage_pages(report: Report) -> Pages:
    """The pages of a report."""
    return _Paper(report).pages()


def table_level(report: Report) -> Level:
    """The level of the table: the report's, or regencies where that has too many rows for paper."""
    level: Level = "regency" if report.by is None or report.by == "uncovered" else report.by
    rows = [row for row in report.coverage.rows[level] if _says_something(row)]
    return "regency" if level in ("village", "district") and len(rows) > MOST_ROWS else level


class _Paper:
    """What stands on the pages of a report. ``by`` of the report is the level of its table; all villages of the country
    are too many for paper, so that regencies stand for them."""

    def __init__(self, report: Report) -> None:
        self._report = report
        self._figures = figures(report.coverage)

    def pages(self) -> Pages:
        """The report laid out."""
        title = say("Cakupan desa binaan imigrasi", "Coverage of the assisted villages")
        foot = f"{title} · {period_text(self._report.coverage)}"
        whole = say("Laporan Cakupan Desa Binaan Imigrasi", "Coverage of the Assisted Villages")
        return Pages(whole, foot, list(self._pieces()))

    def _pieces(self) -> Iterator[Piece]:
        yield from self._header()
        yield from self._charts()
        yield from self._table()
        yield from self._uncovered()
        yield from self._notes()

    def _header(self) -> Iterator[Piece]:
        report, coverage = self._report, self._report.coverage
        title = say("Laporan Cakupan Desa Binaan Imigrasi", "Coverage of the Assisted Villages")
        yield words(title, TITLE, bold=True)
        yield words(say(f"Periode {period_text(coverage)}", f"Period {period_text(coverage)}"), LARGE)
        scope = scope_words(coverage) or [say("Semua yang boleh dilihat laptop ini", "All that this laptop may see")]
        yield words(" · ".join(scope), TEXT)
        made = f"{show_date(report.at.date())} {show_time(report.at)}"
        yield words(say(f"Dibuat oleh {report.author}, {made}", f"Made by {report.author}, {made}"), TEXT, "muted")
        yield words(notes(coverage)[0], TEXT, "muted")
        if report.outside:
            yield words(outside_note(), TEXT)
        yield rule()
        yield Piece(58, self._draw_tiles)

    def _draw_tiles(self, painter: QPainter, area: QRectF) -> None:
        country = self._report.coverage.country
        rate = percent(country.covered_assigned, country.assigned) if country.assigned else "n/a"
        assigned = f"{show_number(country.covered_assigned)}/{show_number(country.assigned)} ({rate})"
        tiles = (
            (say("Binaan dicakup", "Assisted, covered"), assigned),
            (say("Desa dicakup", "Villages covered"), show_number(country.covered)),
            (say("Sesi", "Sessions"), show_number(country.sessions)),
            (say("Orang terjangkau", "People reached"), self._people(country.reached)),
            (say("Orang unik", "Distinct people"), self._distinct(country)),
        )
        width = area.width() / len(tiles)
        for number, (title, figure) in enumerate(tiles):
            left = QRectF(area.left() + number * width, area.top() + 6, width - 6, 18)
            write(painter, left, title, SMALL, "muted")
            write(painter, left.translated(0, 18), figure, LARGE, bold=True)

    def _distinct(self, country: Row) -> str:
        low, high = self._people(country.identified), self._people(country.unique_most)
        return low if low == high else f"{low}–{high}"

    def _people(self, count: int) -> str:
        hidden = self._report.outside and kept_back({"": count})
        return FEW if hidden else show_number(count)

    def _charts(self) -> Iterator[Piece]:
        shown, coverage = self._figures, self._report.coverage
        if coverage.country.sessions:
            yield _heading(say("Sesi per bulan", "Sessions by month"))
            yield _chart(150, partial(paint_columns, marks=month_marks(shown.months)))
            by_sex, by_age = sex_marks(shown), age_marks(shown)
            yield _heading(
                say("Orang terjangkau menurut jenis kelamin", "People reached by sex"),
                say("… menurut kelompok umur", "… by age group"),
            )
            yield Piece(124, partial(_draw_people, self._told(by_sex), self._told(by_age)))
        yield _heading(
            say("Desa binaan menurut sesi terakhir", "Assisted villages by last session"),
            say("Semua desa menurut sesi terakhir", "All villages by last session"),
        )
        yield Piece(116, partial(_draw_absences, shown, coverage.rules))

    def _told(self, marks: Sequence[Mark]) -> list[Mark]:
        """Counts of people as they may be told; a bar that may not be is not drawn either."""
        if not self._report.outside:
            return list(marks)
        hidden = kept_back({mark.name: mark.value for mark in marks})
        return [mark._replace(value=0, text=FEW) if mark.name in hidden else mark for mark in marks]

    def _table(self) -> Iterator[Piece]:
        level = table_level(self._report)
        table = self._report.table(level)
        rows = [row for row in table.rows if isinstance(row, Row) and _says_something(row)]
        yield _heading(table.title.replace("-", "/"))
        kind = level if level in _SHOWN else "area"
        yield from _listed(table, _SHOWN[kind], rows[:MOST_ROWS])
        left_out = len(table.rows) - min(len(rows), MOST_ROWS)
        if left_out:
            count = show_number(left_out)
            yield words(
                say(
                    f"{count} baris lain tanpa sesi dan tanpa desa binaan, atau melebihi {MOST_ROWS} baris, tidak "
                    "dicetak; semuanya ada dalam berkas Excel atau CSV.",
                    f"{count} other rows without a session and an assisted village, or beyond {MOST_ROWS}, are not "
                    "printed; all are in the Excel or CSV file.",
                ),
                SMALL,
                "muted",
            )

    def _uncovered(self) -> Iterator[Piece]:
        table = self._report.uncovered()
        if self._report.outside or not table.rows:
            return
        rows = [row for row in table.rows if not isinstance(row, Row)]
        first = _ahead(rows)
        shown, of = show_number(len(first)), show_number(len(table.rows))
        yield _heading(
            say(
                f"Desa yang perlu didahulukan ({shown} dari {of} belum dicakup)",
                f"Villages to be visited first ({shown} of {of} not covered)",
            )
        )
        yield from _listed(table, _SHOWN["uncovered"], first)
        if len(first) < len(rows):
            count, least = show_number(len(rows) - len(first)), show_number(rows[len(first)].priority, 2)
            yield words(
                say(
                    f"{count} desa lain berprioritas {least} atau kurang; semuanya ada dalam berkas Excel atau CSV.",
                    f"{count} other villages have a priority of {least} or less; all are in the Excel or CSV file.",
                ),
                SMALL,
                "muted",
            )

    def _notes(self) -> Iterator[Piece]:
        yield _heading(say("Catatan", "Notes"))
        for note in notes(self._report.coverage, outside=self._report.outside):
            yield words(f"•  {note}", SMALL)


def write_coverage_pdf(report: Report, path: Path, step: Step = lambda done, of: None) -> Written:
    """Write the pages as a PDF. Raises ReportNotWritten with an older file left as it was."""
    pages = coverage_pages(report)
    write_pdf(pages, path, step)
    return Written(path, {say("Halaman", "Pages"): len(pages)})


def _heading(*texts: str) -> Piece:
    """One heading, or two side by side."""

    def draw(painter: QPainter, area: QRectF) -> None:
        width = area.width() / len(texts)
        for number, text in enumerate(texts):
            place = QRectF(area.left() + number * width, area.top() + _GAP, width, area.height() - _GAP)
            write(painter, place, text, LARGE, bold=True)

    return Piece(24 + _GAP, draw, keeps=True)


def _chart(height: float, paint: Callable[..., Any]) -> Piece:
    def draw(painter: QPainter, area: QRectF) -> None:
        painter.setFont(font(TEXT))
        paint(painter, area, ink=ink)

    return Piece(height, draw)


def _halves(area: QRectF) -> tuple[QRectF, QRectF]:
    half = area.width() / 2
    left = QRectF(area.left(), area.top(), half - 2 * _GAP, area.height())
    return left, left.translated(half, 0)


def _draw_people(by_sex: Sequence[Mark], by_age: Sequence[Mark], painter: QPainter, area: QRectF) -> None:
    for half, marks in zip(_halves(area), (by_sex, by_age), strict=True):
        painter.setFont(font(TEXT))
        paint_rows(painter, half, marks, ink)


def _draw_absences(shown: Figures, rules: Any, painter: QPainter, area: QRectF) -> None:
    for half, counts in zip(_halves(area), (shown.assigned, shown.every), strict=True):
        painter.setFont(font(TEXT))
        if any(counts[state] for state in ABSENCES):
            paint_divided(painter, half, absence_marks(counts, rules), ink)
        else:
            write(painter, half, "n/a", TEXT, "muted")


def _ahead(rows: Sequence[Uncovered]) -> Sequence[Uncovered]:
    """The villages that come first; not a few of a crowd of one priority, such as the whole country where nobody ever
    was, unless there are no others."""
    shown = rows[:MOST_UNCOVERED]
    if len(rows) < _CROWD:
        return shown
    least = rows[MOST_UNCOVERED].priority
    if sum(row.priority == least for row in rows) < _CROWD:
        return shown
    return [row for row in shown if row.priority > least] or shown


def _says_something(row: Row) -> bool:
    return bool(row.assigned or row.sessions or row.pending_sessions or row.covered)


def _listed(table: Table, keys: Sequence[str], rows: Sequence[Any]) -> Iterator[Piece]:
    """The head of a table and its rows, with these of its columns."""
    places = [place for key in keys for place, column in enumerate(table.columns) if column.key == key]
    columns = [table.columns[place] for place in places]
    widths = _widths(columns)
    height = _TWO_LINES if "why" in keys else _LINE_HEIGHT
    head = Piece(32, partial(_draw_cells, widths, columns, [column.title for column in columns], True))
    yield head
    for row in rows:
        texts = table.texts(row)
        cells = [texts[place] for place in places]
        yield Piece(height, partial(_draw_cells, widths, columns, cells, False), head)


def _widths(columns: Sequence[Column]) -> list[float]:
    shares = [_SHARES.get(column.key, 1.0) for column in columns]
    return [WIDTH * share / sum(shares) for share in shares]


def _draw_cells(
    widths: Sequence[float],
    columns: Sequence[Column],
    texts: Sequence[str],
    is_head: bool,
    painter: QPainter,
    area: QRectF,
) -> None:
    left, after_number = area.left(), False
    for width, column, text in zip(widths, columns, texts, strict=True):
        is_number = column.kind in _NUMBERS
        cell = QRectF(left, area.top(), width - _CELL_GAP, area.height())
        if after_number and not is_number:
            cell.adjust(_CELL_GAP, 0, 0, 0)
        after_number, where = is_number, RIGHT if is_number else LEFT
        text = text or "–"
        if is_head or (area.height() > _LINE_HEIGHT and not is_number):
            painter.setFont(font(SMALL, bold=is_head))
            painter.setPen(ink("muted" if is_head else "text"))
            painter.drawText(cell, int(where | Qt.TextFlag.TextWordWrap), text)
        else:
            write(painter, cell, text, SMALL, where=where)
        left += width
    painter.setPen(QPen(ink("line"), 1))
    painter.drawLine(area.bottomLeft(), area.bottomRight())
