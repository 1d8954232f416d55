"""How the parts of a session's papers lie on a page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial, singledispatch

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen

from desa_app.reports.papers import (
    Facts,
    Grid,
    Heading,
    Kind,
    Letterhead,
    Numbered,
    Paragraph,
    Part,
    Signature,
    Signatures,
    Title,
    Visit,
    paper_title,
    parts,
)
from desa_app.ui.paper.pages import (
    CENTRE,
    LARGE,
    LEFT,
    RIGHT,
    SMALL,
    TEXT,
    WIDTH,
    Pages,
    Piece,
    font,
    ink,
    rule,
    space,
    words,
    write,
)

_NAME_PX, _WIDEST_NAME = 120.0, 240.0
"""The least and the greatest width of the names of facts."""
_ROW, _ROW_TO_SIGN = 22.0, 34.0
"""Heights of a table's row: to be read, and for a hand with a pen (9 mm)."""
_SIGN_HEIGHT = 146.0
_ACROSS = 2
"""Signatures side by side."""
_TEXT_13 = 13
_BESIDE, _ABOVE = 5.0, 2.0
"""Room around the text of a cell."""
_WRAPPED = int(Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextWordWrap)


def session_pages(kind: Kind, visits: Sequence[Visit]) -> Pages:
    """The papers of these sessions, each from a page of its own."""
    pieces: list[Piece] = []
    for visit in visits:
        laid = [piece for part in parts(kind, visit) for piece in lay(part)]
        pieces += [laid[0]._replace(begins_page=True), *laid[1:]]
    office = visits[0].letterhead.office if visits else ""
    return Pages(paper_title(kind), f"{paper_title(kind)} · {office}", pieces)


@singledispatch
def lay(part: Part) -> Iterator[Piece]:
    """The pieces of a part."""
    raise TypeError(part)


@lay.register
def _(part: Letterhead) -> Iterator[Piece]:
    for line in part.service:
        yield words(line, TEXT, where=Qt.AlignmentFlag.AlignHCenter)
    yield words(part.office.upper(), LARGE, bold=True, where=Qt.AlignmentFlag.AlignHCenter)
    if part.address:
        yield words(part.address, SMALL, where=Qt.AlignmentFlag.AlignHCenter)
    yield rule(2.5)
    yield space(16)


@lay.register
def _(part: Title) -> Iterator[Piece]:
    yield words(part.text, LARGE, bold=True, where=Qt.AlignmentFlag.AlignHCenter)
    if part.number:
        yield words(part.number, TEXT, where=Qt.AlignmentFlag.AlignHCenter)
    yield space(12)


@lay.register
def _(part: Facts) -> Iterator[Piece]:
    measure = QFontMetricsF(font(TEXT))
    widest = max((measure.horizontalAdvance(name) for name, _ in part.rows), default=0.0)
    left = min(max(widest + 6, _NAME_PX), _WIDEST_NAME)
    for name, value in part.rows:
        told = words(value, TEXT, indent=left + 12)
        yield Piece(told.height, partial(_draw_fact, name, left, told))
    yield space(8)


def _draw_fact(name: str, left: float, told: Piece, painter: QPainter, area: QRectF) -> None:
    line = QRectF(area.left(), area.top(), left, told.height)
    top = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop
    write(painter, line, name, TEXT, where=top)
    if name:
        write(painter, QRectF(line.right(), area.top(), 12, told.height), ":", TEXT, where=top)
    told.draw(painter, area)


@lay.register
def _(part: Heading) -> Iterator[Piece]:
    def draw(painter: QPainter, area: QRectF) -> None:
        write(painter, area.adjusted(0, 8, 0, 0), part.text, _TEXT_13, bold=True)

    yield Piece(30, draw, keeps=True)


@lay.register
def _(part: Paragraph) -> Iterator[Piece]:
    told = words(part.text, SMALL if part.small else TEXT, "muted" if part.small else "text")
    yield told._replace(height=told.height + 4, keeps=part.keeps)


@lay.register
def _(part: Numbered) -> Iterator[Piece]:
    for number, item in enumerate(part.items, start=1):
        told = words(item, TEXT, indent=24)
        yield Piece(told.height, partial(_draw_item, f"{number}.", told))
    yield space(4)


def _draw_item(number: str, told: Piece, painter: QPainter, area: QRectF) -> None:
    write(painter, QRectF(area.left(), area.top(), 22, area.height()), number, TEXT, where=Qt.AlignmentFlag.AlignTop)
    told.draw(painter, area)


@lay.register
def _(part: Grid) -> Iterator[Piece]:
    widths = [WIDTH * share / sum(part.shares) for share in part.shares]
    head = Piece(24, partial(_draw_row, part, widths, part.titles, True))
    yield head
    for row in part.rows:
        least = _ROW_TO_SIGN if part.to_sign else _ROW
        high = max(least, *(_height(text, width) for text, width in zip(row, widths, strict=True)))
        yield Piece(high, partial(_draw_row, part, widths, row, False), head)
    yield space(10)


def _draw_row(
    part: Grid, widths: Sequence[float], cells: Sequence[str], is_head: bool, painter: QPainter, area: QRectF
) -> None:
    left = area.left()
    for place, (width, text) in enumerate(zip(widths, cells, strict=True)):
        cell = QRectF(left, area.top(), width, area.height())
        painter.setPen(QPen(ink("field_line"), 0.8))
        painter.drawRect(cell)
        _draw_cell(
            painter, cell.adjusted(_BESIDE, _ABOVE, -_BESIDE, -_ABOVE), text, is_head, is_number=place in part.numbers
        )
        left += width


def _draw_cell(painter: QPainter, cell: QRectF, text: str, is_head: bool, *, is_number: bool) -> None:
    if text.startswith(("\t", "\r")):
        half = cell.width() / 2 if text[0] == "\t" else 0
        write(painter, cell.adjusted(half, 0, 0, 0), text[1:], SMALL, "muted")
    elif is_head:
        write(painter, cell, text, SMALL, bold=True, where=CENTRE)
    else:
        _write_small(painter, cell, text, RIGHT if is_number else LEFT)


def _height(text: str, width: float) -> float:
    """How high a cell must be for its text, so that a name is never cut."""
    measure = QFontMetricsF(font(TEXT))
    inside = width - 2 * _BESIDE
    if measure.horizontalAdvance(text) <= inside:
        return measure.height() + 2 * _ABOVE
    room = QRectF(0, 0, inside, 10_000)
    return QFontMetricsF(font(SMALL)).boundingRect(room, _WRAPPED, text).height() + 2 * _ABOVE


def _write_small(painter: QPainter, cell: QRectF, text: str, where: Qt.AlignmentFlag) -> None:
    """On one line where it fits, else on as many small ones as it takes."""
    if QFontMetricsF(font(TEXT)).horizontalAdvance(text) <= cell.width():
        write(painter, cell, text, TEXT, where=where)
        return
    painter.setFont(font(SMALL))
    painter.setPen(ink("text"))
    painter.drawText(cell, int(where | Qt.TextFlag.TextWordWrap), text)


@lay.register
def _(part: Signatures) -> Iterator[Piece]:
    for start in range(0, len(part.places), _ACROSS):
        yield Piece(_SIGN_HEIGHT, partial(_draw_signatures, part.places[start : start + _ACROSS]))


def _draw_signatures(places: Sequence[Signature], painter: QPainter, area: QRectF) -> None:
    width = area.width() / _ACROSS
    for number, place in enumerate(places):
        column = QRectF(area.left() + number * width, area.top() + 16, width - 16, 18)
        write(painter, column, place.above, TEXT, where=CENTRE)
        write(painter, column.translated(0, 18), place.office, TEXT, where=CENTRE)
        name = place.name or "(" + "…" * 14 + ")"
        write(painter, column.translated(0, _SIGN_HEIGHT - 46), name, TEXT, bold=bool(place.name), where=CENTRE)
