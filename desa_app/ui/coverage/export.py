"""A coverage report as a file of a kind: how it is written, and what it will hold, before it is."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Literal, NamedTuple

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from desa_app.domain.coverage import LEVELS, Column, Listed, absence
from desa_app.domain.formats import show_number
from desa_app.language import say
from desa_app.reports.coverage import Report, Step, Written, write_report
from desa_app.reports.geojson import MAP_LEVELS, Place, Spot, bounds, places, write_geojson
from desa_app.ui.coverage.coverage_pdf import coverage_pages, write_coverage_pdf
from desa_app.ui.coverage.marks import LOOKS
from desa_app.ui.paper.pages import pictures

Kind = Literal["xlsx", "csv", "geojson", "pdf"]
KINDS: tuple[Kind, ...] = ("xlsx", "csv", "geojson", "pdf")
ROWS_SHOWN, PAGES_SHOWN = 30, 6
_FLATNESS = 0.5
"""A map's height of its width."""
_EDGE = 16
_FEW_PLACES = 2_000
"""So many have room for larger points."""


class Export(NamedTuple):
    """What is wanted: a kind of file, the level it is about (None: all), and whether it goes outside."""

    kind: Kind
    by: Listed | None
    outside: bool


class Preview(NamedTuple):
    """What a file will hold, in a sentence; its first rows under its columns, or its pages or map as pictures; and
    the notes in it."""

    sentence: str
    columns: list[Column]
    rows: list[list[str]]
    pictures: list[QImage]
    notes: list[str]


def levels_of(kind: Kind) -> tuple[Listed | None, ...]:
    """The tables that a kind of file can be about; None is all of them."""
    lists: tuple[Listed, ...] = (*LEVELS, "uncovered")
    return {"xlsx": (None, *lists), "csv": lists, "geojson": MAP_LEVELS, "pdf": LEVELS[:-1]}[kind]


def write(kind: Kind, report: Report, path: Path, spots: Iterable[Spot], step: Step) -> Written:
    """Write the file. Raises ReportNotWritten, and what ``step`` raises."""
    if kind == "pdf":
        return write_coverage_pdf(report, path, step)
    if kind == "geojson":
        return write_geojson(report, path, spots, step)
    return write_report(report, path, step)


def preview(kind: Kind, report: Report, spots: Iterable[Spot], width: int) -> Preview:
    """What the file will hold; pages are that many pixels wide."""
    if kind == "pdf":
        return _pages(report, width)
    if kind == "geojson":
        return _map(report, places(report, spots), width)
    tables = report.tables() if kind == "xlsx" else [report.table(report.by or "village")]
    first = tables[0]
    counted = "; ".join(f"{table.title.replace('-', '/')}: {show_number(len(table.rows))}" for table in tables)
    return Preview(
        say(f"Baris per lembar – {counted}.", f"Rows by sheet – {counted}."),
        list(first.columns),
        [first.texts(row) for row in first.rows[:ROWS_SHOWN]],
        [],
        report.notes(),
    )


def _pages(report: Report, width: int) -> Preview:
    pages = coverage_pages(report)
    count = show_number(len(pages))
    said = say(f"{count} halaman A4.", f"{count} A4 pages.")
    return Preview(said, [], [], pictures(pages, width, PAGES_SHOWN), [])


def _map(report: Report, drawn: list[Place], width: int) -> Preview:
    lost = sum(one.longitude is None for one in drawn)
    points, without = show_number(len(drawn) - lost), show_number(lost)
    said = say(
        f"{points} titik (WGS 84); {without} tempat tanpa letak.",
        f"{points} points (WGS 84); {without} without a place.",
    )
    return Preview(said, [], [], [_drawn(drawn, width)], report.notes())


def _drawn(drawn: list[Place], width: int) -> QImage:
    """The points as they lie, larger where somebody was lately."""
    height = round(_FLATNESS * width)
    image = QImage(width, height, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(QColor("transparent"))
    box = bounds(drawn)
    if box is None:
        return image
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    scale = min((width - 2 * _EDGE) / max(0.05, box[2] - box[0]), (height - 2 * _EDGE) / max(0.05, box[3] - box[1]))
    is_few = len(drawn) < _FEW_PLACES
    middle = QPointF((box[0] + box[2]) / 2, (box[1] + box[3]) / 2)
    for one in sorted(drawn, key=lambda place: place.row.sessions):
        if one.longitude is None or one.latitude is None:
            continue
        x = width / 2 + (one.longitude - middle.x()) * scale
        y = height / 2 - (one.latitude - middle.y()) * scale
        size = (9.0, 5.0)[not one.row.covered] if is_few else (4.0, 1.0)[not one.row.covered]
        painter.fillRect(QRectF(x - size / 2, y - size / 2, size, size), _colour(one))
    painter.end()
    return image


def _colour(one: Place) -> QColor:
    from desa_app.ui.style import colour

    return colour(LOOKS[absence(one.row)][0])
