"""The coverage report on paper: A4 pages with header, figures, charts, table and footnotes, drawn by Qt.

A page is drawn the same way into a PDF and into a picture for the preview. Lengths are pixels at 96 to the inch. It is
drawn beside the window's thread, always in the light colours.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from PySide6.QtCore import QMarginsF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QPageSize, QPainter, QPdfWriter, QPen

from desa_app.domain.coverage import (
    ABSENCES,
    FEW,
    Column,
    Figures,
    Level,
    Row,
    Table,
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
from desa_app.reports.tables import replacing
from desa_app.ui.coverage.chart_paint import Mark, paint_columns, paint_divided, paint_rows, percent
from desa_app.ui.coverage.marks import absence_marks, age_marks, month_marks, sex_marks
from desa_app.ui.style import colours

PAGE = QSizeF(794, 1123)
_MARGIN, _FOOT, _GAP = 56.0, 28.0, 12.0
_WIDTH = PAGE.width() - 2 * _MARGIN
_BOTTOM = PAGE.height() - _MARGIN - _FOOT
_TEXT, _SMALL, _TITLE = 12, 10, 20
_RESOLUTION = 1200
_LINE_HEIGHT, _TWO_LINES = 19.0, 31.0
_CELL_GAP = 8
MOST_ROWS, MOST_UNCOVERED = 150, 25
"""More rows than these are for a spreadsheet, not for paper."""
_SHOWN: dict[str, tuple[str, ...]] = {
    "village": ("code", "name", "district", "assigned", "sessions", "reached", "last"),
    "office": ("name", "assigned", "covered_assigned", "rate_assigned", "sessions", "reached", "laptops", "synced"),
    "area": ("name", "assigned", "covered_assigned", "rate_assigned", "covered", "sessions", "reached", "last"),
    "uncovered": ("name", "district", "regency", "last", "priority", "why"),
}
_SHARES = {"name": 1.9, "district": 1.5, "regency": 2.1, "code": 1.5, "last": 2.0, "why": 4.8}
_NUMBERS = ("count", "percent", "number")
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class Piece(NamedTuple):
    """Something that stands on a page: how high it is, how it is drawn into its place, and what is drawn again above
    it where it begins a page. It ``keeps`` with what comes next."""

    height: float
    draw: Callable[[QPainter, QRectF], None]
    head: Piece | None = None
    keeps: bool = False


class CoveragePaper:
    """The pages of a report. ``by`` of the report is the level of its table; all villages of the country are too many
    for paper, so that regencies stand for them."""

    def __init__(self, report: Report) -> None:
        self._report = report
        self._figures = figures(report.coverage)
        self.pages = _paged(list(self._pieces()))

    def draw(self, painter: QPainter, number: int) -> None:
        """Draw a page, counted from 0, in pixels at 96 to the inch."""
        top = _MARGIN
        for piece in self.pages[number]:
            piece.draw(painter, QRectF(_MARGIN, top, _WIDTH, piece.height))
            top += piece.height
        foot = QRectF(_MARGIN, PAGE.height() - _MARGIN - 12, _WIDTH, 16)
        of = len(self.pages)
        count = say(f"Halaman {number + 1} dari {of}", f"Page {number + 1} of {of}")
        title = say("Cakupan desa binaan imigrasi", "Coverage of the assisted villages")
        _write(painter, foot, f"{title} · {period_text(self._report.coverage)}", _SMALL, "muted")
        _write(painter, foot, count, _SMALL, "muted", where=_RIGHT)

    def _pieces(self) -> Iterator[Piece]:
        yield from self._header()
        yield from self._charts()
        yield from self._table()
        yield from self._uncovered()
        yield from self._notes()

    def _header(self) -> Iterator[Piece]:
        report, coverage = self._report, self._report.coverage
        title = say("Laporan Cakupan Desa Binaan Imigrasi", "Coverage of the Assisted Villages")
        yield _words(title, _TITLE, bold=True)
        yield _words(say(f"Periode {period_text(coverage)}", f"Period {period_text(coverage)}"), 14)
        scope = scope_words(coverage) or [say("Semua yang boleh dilihat laptop ini", "All that this laptop may see")]
        yield _words(" · ".join(scope), _TEXT)
        made = f"{show_date(report.at.date())} {show_time(report.at)}"
        yield _words(say(f"Dibuat oleh {report.author}, {made}", f"Made by {report.author}, {made}"), _TEXT, "muted")
        yield _words(notes(coverage)[0], _TEXT, "muted")
        if report.outside:
            yield _words(outside_note(), _TEXT)
        yield _rule()
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
            _write(painter, left, title, _SMALL, "muted")
            _write(painter, left.translated(0, 18), figure, 14, bold=True)

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
        level = self.level
        table = self._report.table(level)
        rows = [row for row in table.rows if isinstance(row, Row) and _says_something(row)]
        yield _heading(table.title.replace("-", "/"))
        kind = level if level in _SHOWN else "area"
        yield from _listed(table, _SHOWN[kind], rows[:MOST_ROWS])
        left_out = len(table.rows) - min(len(rows), MOST_ROWS)
        if left_out:
            count = show_number(left_out)
            yield _words(
                say(
                    f"{count} baris lain tanpa sesi dan tanpa desa binaan, atau melebihi {MOST_ROWS} baris, tidak "
                    "dicetak; semuanya ada dalam berkas Excel atau CSV.",
                    f"{count} other rows without a session and an assisted village, or beyond {MOST_ROWS}, are not "
                    "printed; all are in the Excel or CSV file.",
                ),
                _SMALL,
                "muted",
            )

    @property
    def level(self) -> Level:
        """The level of the table: the report's, or regencies where that has too many rows for paper."""
        by = self._report.by
        level: Level = "regency" if by is None or by == "uncovered" else by
        rows = [row for row in self._report.coverage.rows[level] if _says_something(row)]
        return "regency" if level in ("village", "district") and len(rows) > MOST_ROWS else level

    def _uncovered(self) -> Iterator[Piece]:
        table = self._report.uncovered()
        if self._report.outside or not table.rows:
            return
        first = [row for row in table.rows if not isinstance(row, Row)][:MOST_UNCOVERED]
        shown, of = show_number(len(first)), show_number(len(table.rows))
        yield _heading(
            say(
                f"Desa yang perlu didahulukan ({shown} dari {of} belum dicakup)",
                f"Villages to be visited first ({shown} of {of} not covered)",
            )
        )
        yield from _listed(table, _SHOWN["uncovered"], first)

    def _notes(self) -> Iterator[Piece]:
        yield _heading(say("Catatan", "Notes"))
        for note in notes(self._report.coverage, outside=self._report.outside):
            yield _words(f"•  {note}", _SMALL)


def write_pdf(report: Report, path: Path, step: Step = lambda done, of: None) -> Written:
    """Write the pages as a PDF. Raises ReportNotWritten with an older file left as it was."""
    paper = CoveragePaper(report)
    with replacing(path) as unfinished:
        writer = QPdfWriter(str(unfinished))
        writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
        writer.setPageMargins(QMarginsF(0, 0, 0, 0))
        writer.setResolution(_RESOLUTION)
        writer.setTitle(say("Laporan Cakupan Desa Binaan Imigrasi", "Coverage of the Assisted Villages"))
        writer.setCreator("Desa Binaan Imigrasi")
        painter = QPainter()
        if not painter.begin(writer):
            raise OSError(say("berkasnya tidak dapat ditulis", "the file can't be written"))
        try:
            painter.scale(_RESOLUTION / 96, _RESOLUTION / 96)
            for number in range(len(paper.pages)):
                step(number, len(paper.pages))
                if number:
                    writer.newPage()
                paper.draw(painter, number)
        finally:
            painter.end()
    return Written(path, {say("Halaman", "Pages"): len(paper.pages)})


def pictures(paper: CoveragePaper, width: int, most: int) -> list[QImage]:
    """The first pages as pictures, that many pixels wide."""
    found = []
    ratio = width / PAGE.width()
    for number in range(min(most, len(paper.pages))):
        image = QImage(width, round(PAGE.height() * ratio), QImage.Format.Format_RGB32)
        image.fill(Qt.GlobalColor.white)
        painter = QPainter(image)
        painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
        painter.scale(ratio, ratio)
        paper.draw(painter, number)
        painter.end()
        found.append(image)
    return found


def _paged(pieces: list[Piece]) -> list[list[Piece]]:
    """The pieces on pages. A heading goes with what follows it, and a table's head begins each page it goes on to."""
    pages: list[list[Piece]] = [[]]
    left = _BOTTOM - _MARGIN
    for place, piece in enumerate(pieces):
        together = piece.height
        if piece.keeps:
            together += sum(one.height for one in pieces[place + 1 : place + 3])
        if together > left and pages[-1]:
            pages.append([])
            left = _BOTTOM - _MARGIN
            if piece.head is not None:
                pages[-1].append(piece.head)
                left -= piece.head.height
        pages[-1].append(piece)
        left -= piece.height
    return pages


def _ink(role: str) -> QColor:
    return QColor(colours("light")[role])


def _font(pixels: int, bold: bool) -> QFont:
    font = QFont()
    font.setPixelSize(pixels)
    font.setWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
    return font


def _write(
    painter: QPainter,
    area: QRectF,
    text: str,
    pixels: int,
    role: str = "text",
    *,
    bold: bool = False,
    where: Qt.AlignmentFlag = _LEFT,
) -> None:
    """A line, cut at the end where it is too long."""
    font = _font(pixels, bold)
    painter.setFont(font)
    painter.setPen(_ink(role))
    shown = QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideRight, area.width())
    painter.drawText(area, int(where | Qt.TextFlag.TextSingleLine), shown)


def _words(text: str, pixels: int, role: str = "text", *, bold: bool = False) -> Piece:
    """A paragraph as high as it needs."""
    font = _font(pixels, bold)
    wrapped = int(Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextWordWrap)
    height = QFontMetricsF(font).boundingRect(QRectF(0, 0, _WIDTH, 10_000), wrapped, text).height()

    def draw(painter: QPainter, area: QRectF) -> None:
        painter.setFont(font)
        painter.setPen(_ink(role))
        painter.drawText(area, wrapped, text)

    return Piece(height + 4, draw)


def _heading(*texts: str) -> Piece:
    """One heading, or two side by side."""

    def draw(painter: QPainter, area: QRectF) -> None:
        width = area.width() / len(texts)
        for number, text in enumerate(texts):
            place = QRectF(area.left() + number * width, area.top() + _GAP, width, area.height() - _GAP)
            _write(painter, place, text, 14, bold=True)

    return Piece(24 + _GAP, draw, keeps=True)


def _rule() -> Piece:
    def draw(painter: QPainter, area: QRectF) -> None:
        painter.setPen(QPen(_ink("line"), 1))
        painter.drawLine(area.bottomLeft(), area.bottomRight())

    return Piece(6, draw)


def _chart(height: float, paint: Callable[..., Any]) -> Piece:
    def draw(painter: QPainter, area: QRectF) -> None:
        painter.setFont(_font(_TEXT, bold=False))
        paint(painter, area, ink=_ink)

    return Piece(height, draw)


def _halves(area: QRectF) -> tuple[QRectF, QRectF]:
    half = area.width() / 2
    left = QRectF(area.left(), area.top(), half - 2 * _GAP, area.height())
    return left, left.translated(half, 0)


def _draw_people(by_sex: Sequence[Mark], by_age: Sequence[Mark], painter: QPainter, area: QRectF) -> None:
    for half, marks in zip(_halves(area), (by_sex, by_age), strict=True):
        painter.setFont(_font(_TEXT, bold=False))
        paint_rows(painter, half, marks, _ink)


def _draw_absences(shown: Figures, rules: Any, painter: QPainter, area: QRectF) -> None:
    for half, counts in zip(_halves(area), (shown.assigned, shown.every), strict=True):
        painter.setFont(_font(_TEXT, bold=False))
        if any(counts[state] for state in ABSENCES):
            paint_divided(painter, half, absence_marks(counts, rules), _ink)
        else:
            _write(painter, half, "n/a", _TEXT, "muted")


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
    return [_WIDTH * share / sum(shares) for share in shares]


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
        after_number, where = is_number, _RIGHT if is_number else _LEFT
        if is_head or column.key == "why":
            painter.setFont(_font(_SMALL, bold=is_head))
            painter.setPen(_ink("muted" if is_head else "text"))
            painter.drawText(cell, int(where | Qt.TextFlag.TextWordWrap), text)
        else:
            _write(painter, cell, text, _SMALL, where=where)
        left += width
    painter.setPen(QPen(_ink("line"), 1))
    painter.drawLine(area.bottomLeft(), area.bottomRight())
