"""Pages of A4: pieces one below the other, parted where a page ends, drawn alike into a PDF, onto a printer and into
pictures for a preview.

Lengths are pixels at 96 to the inch. Drawing may happen beside the window's thread; paper is always light.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QMarginsF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QPagedPaintDevice, QPageSize, QPainter, QPdfWriter, QPen

from desa_app.language import say
from desa_app.reports.tables import replacing
from desa_app.ui.style import colours

PAGE = QSizeF(794, 1123)
MARGIN, FOOT = 56.0, 28.0
WIDTH = PAGE.width() - 2 * MARGIN
ROOM = PAGE.height() - 2 * MARGIN - FOOT
"""What a page has room for between its margins and above its foot."""
SMALL, TEXT, LARGE, TITLE = 10, 12, 14, 20
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
CENTRE = Qt.AlignmentFlag.AlignCenter
_RESOLUTION = 1200
_PIXELS_PER_INCH = 96


class Piece(NamedTuple):
    """Something that stands on a page: how high it is, how it is drawn into its place, and what is drawn again above
    it where it begins a page. It ``keeps`` with what comes next, or begins a page of its own."""

    height: float
    draw: Callable[[QPainter, QRectF], None]
    head: Piece | None = None
    keeps: bool = False
    begins_page: bool = False


class Pages:
    """A document: its ``title``, and at the foot of each page ``foot`` and the page's number."""

    def __init__(self, title: str, foot: str, pieces: Sequence[Piece]) -> None:
        self.title = title
        self._foot = foot
        self._pages = paged(pieces)

    def __len__(self) -> int:
        return len(self._pages)

    def draw(self, painter: QPainter, number: int) -> None:
        """Draw a page, counted from 0."""
        top = MARGIN
        for piece in self._pages[number]:
            piece.draw(painter, QRectF(MARGIN, top, WIDTH, piece.height))
            top += piece.height
        foot = QRectF(MARGIN, PAGE.height() - MARGIN - 12, WIDTH, 16)
        of = len(self._pages)
        write(painter, foot, self._foot, SMALL, "muted")
        count = say(f"Halaman {number + 1} dari {of}", f"Page {number + 1} of {of}")
        write(painter, foot, count, SMALL, "muted", where=RIGHT)


def paged(pieces: Sequence[Piece]) -> list[list[Piece]]:
    """The pieces on pages. A heading goes with what follows it, and a table's head begins each page it goes on to."""
    pages: list[list[Piece]] = [[]]
    left = ROOM
    for place, piece in enumerate(pieces):
        together = piece.height
        if piece.keeps:
            together += sum(one.height for one in pieces[place + 1 : place + 3])
        if pages[-1] and (together > left or piece.begins_page):
            pages.append([])
            left = ROOM
            if piece.head is not None:
                pages[-1].append(piece.head)
                left -= piece.head.height
        pages[-1].append(piece)
        left -= piece.height
    return pages


def write_pdf(pages: Pages, path: Path, step: Callable[[int, int], None] = lambda done, of: None) -> None:
    """Write the pages as a PDF, calling ``step`` before each. Raises ReportNotWritten with an older file left as it
    was."""
    with replacing(path) as unfinished:
        writer = QPdfWriter(str(unfinished))
        writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
        writer.setPageMargins(QMarginsF(0, 0, 0, 0))
        writer.setResolution(_RESOLUTION)
        writer.setTitle(pages.title)
        writer.setCreator("Desa Binaan Imigrasi")
        if not print_on(pages, writer, step):
            raise OSError(say("berkasnya tidak dapat ditulis", "the file can't be written"))


def print_on(pages: Pages, device: QPagedPaintDevice, step: Callable[[int, int], None] = lambda done, of: None) -> bool:
    """Draw every page onto a printer or a PDF without margins of its own; false where it can't be begun."""
    painter = QPainter()
    if not painter.begin(device):
        return False
    try:
        ratio = device.logicalDpiX() / _PIXELS_PER_INCH
        painter.scale(ratio, ratio)
        for number in range(len(pages)):
            step(number, len(pages))
            if number:
                device.newPage()
            pages.draw(painter, number)
    finally:
        painter.end()
    return True


def pictures(pages: Pages, width: int, most: int) -> list[QImage]:
    """The first pages as pictures, that many pixels wide."""
    found = []
    ratio = width / PAGE.width()
    for number in range(min(most, len(pages))):
        image = QImage(width, round(PAGE.height() * ratio), QImage.Format.Format_RGB32)
        image.fill(Qt.GlobalColor.white)
        painter = QPainter(image)
        painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
        painter.scale(ratio, ratio)
        pages.draw(painter, number)
        painter.end()
        found.append(image)
    return found


def ink(role: str) -> QColor:
    """The colour of a role on paper."""
    return QColor(colours("light")[role])


def font(pixels: int, *, bold: bool = False) -> QFont:
    """The font of paper."""
    made = QFont()
    made.setPixelSize(pixels)
    made.setWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
    return made


def write(
    painter: QPainter,
    area: QRectF,
    text: str,
    pixels: int,
    role: str = "text",
    *,
    bold: bool = False,
    where: Qt.AlignmentFlag = LEFT,
) -> None:
    """A line, cut at the end where it is too long."""
    letters = font(pixels, bold=bold)
    painter.setFont(letters)
    painter.setPen(ink(role))
    shown = QFontMetricsF(letters).elidedText(text, Qt.TextElideMode.ElideRight, area.width())
    painter.drawText(area, int(where | Qt.TextFlag.TextSingleLine), shown)


def words(
    text: str,
    pixels: int,
    role: str = "text",
    *,
    bold: bool = False,
    where: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
    indent: float = 0,
) -> Piece:
    """A paragraph as high as it needs."""
    letters = font(pixels, bold=bold)
    wrapped = int(where | Qt.TextFlag.TextWordWrap)
    room = QRectF(0, 0, WIDTH - indent, 10_000)
    height = QFontMetricsF(letters).boundingRect(room, wrapped, text).height()

    def draw(painter: QPainter, area: QRectF) -> None:
        painter.setFont(letters)
        painter.setPen(ink(role))
        painter.drawText(area.adjusted(indent, 0, 0, 0), wrapped, text)

    return Piece(height + 4, draw)


def rule(weight: float = 1, room: float = 6) -> Piece:
    """A line across the page."""

    def draw(painter: QPainter, area: QRectF) -> None:
        painter.setPen(QPen(ink("text" if weight > 1 else "line"), weight))
        painter.drawLine(area.bottomLeft(), area.bottomRight())

    return Piece(room, draw)


def space(height: float) -> Piece:
    """Nothing, so high."""
    return Piece(height, lambda painter, area: None)
