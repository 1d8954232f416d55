"""How charts are drawn, in the window, on paper and in a preview: columns, rows and one divided bar.

Every mark has its value printed beside it and a pattern of its own where colours tell marks apart. Lengths are pixels
at 100 %; a painter that is scaled draws them sharp at any size. Each function returns where the marks lie.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal, NamedTuple

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen

from desa_app.domain.formats import show_number

Ink = Callable[[str], QColor]
"""The colour of a role."""
Pattern = Literal["full", "slanted", "crossed", "hollow"]
SMALL_PX, USUAL_PX = 12, 14
"""The text of a chart, where that of the painter it is given has the usual size."""
_ROWS = 1.6
"""How many times as high as its text a row is, where there is room."""
_AXIS = 1.0
_WIDEST = 44.0
_LINES_OF_AXIS = 4


class Mark(NamedTuple):
    """One bar or part: its name on the axis, its value and how that is printed (empty: not told), what is said of it
    when it is pointed at, and its colour role and pattern."""

    name: str
    value: int
    text: str
    said: str
    role: str = "accent"
    pattern: Pattern = "full"


def paint_columns(painter: QPainter, area: QRectF, marks: Sequence[Mark], ink: Ink) -> list[QRectF]:
    """Upright bars over an axis of round numbers; names and values where there is room for them."""
    if not marks:
        return []
    top = nice_top(max(mark.value for mark in marks))
    metrics = _small(painter)
    left = metrics.horizontalAdvance(show_number(top)) + 8
    line = metrics.height()
    plot = QRectF(area.left() + left, area.top() + line, area.width() - left, area.height() - 2 * line - 4)
    _paint_axis(painter, plot, top, ink)
    room = plot.width() / len(marks)
    every = _every(metrics, [mark.name for mark in marks], room)
    prints = all(metrics.horizontalAdvance(mark.text) + 2 <= room for mark in marks)
    places = []
    for number, mark in enumerate(marks):
        column = QRectF(plot.left() + number * room, area.top(), room, area.height())
        places.append(column)
        width = min(_WIDEST, 0.7 * room)
        height = plot.height() * mark.value / top
        bar = QRectF(column.center().x() - width / 2, plot.bottom() - height, width, height)
        _paint_bar(painter, bar, mark, ink)
        if prints and mark.value:
            over = QRectF(column.left(), bar.top() - line, room, line)
            _write(painter, over, mark.text, ink("text"), Qt.AlignmentFlag.AlignCenter)
        if number % every == 0:
            below = QRectF(column.center().x() - every * room / 2, plot.bottom() + 4, every * room, line)
            _write(painter, below, mark.name, ink("muted"), Qt.AlignmentFlag.AlignCenter)
    return places


def paint_rows(painter: QPainter, area: QRectF, marks: Sequence[Mark], ink: Ink) -> list[QRectF]:
    """Lying bars one below the other: name, bar, value."""
    metrics = _small(painter)
    left = max((metrics.horizontalAdvance(mark.name) for mark in marks), default=0) + 8
    right = max((metrics.horizontalAdvance(mark.text) for mark in marks), default=0) + 8
    top = max((mark.value for mark in marks), default=0) or 1
    longest = max(8.0, area.width() - left - right)
    step = min(_ROWS * metrics.height(), area.height() / max(1, len(marks)))
    places = []
    for number, mark in enumerate(marks):
        line = QRectF(area.left(), area.top() + number * step, area.width(), step)
        places.append(line)
        name = QRectF(line.left(), line.top(), left - 8, step)
        _write(painter, name, mark.name, ink("text"), Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        bar = QRectF(line.left() + left, line.top() + 4, longest * mark.value / top, step - 8)
        _paint_bar(painter, bar, mark, ink)
        value = QRectF(bar.right() + 6, line.top(), right, step)
        _write(painter, value, mark.text, ink("text"), Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    return places


def paint_divided(painter: QPainter, area: QRectF, marks: Sequence[Mark], ink: Ink) -> list[QRectF]:
    """One bar divided into its parts, the legend with every value below it. A part that counts is never too thin to
    be seen; where a part lies is its line of the legend."""
    metrics = _small(painter)
    whole = sum(mark.value for mark in marks)
    bar = QRectF(area.left(), area.top(), area.width(), 22)
    widths = _shares([mark.value for mark in marks], bar.width())
    left = bar.left()
    for mark, width in zip(marks, widths, strict=True):
        if width:
            _paint_bar(painter, QRectF(left, bar.top(), max(1.0, width - 1), bar.height()), mark, ink)
        left += width
    step = min(_ROWS * metrics.height(), (area.height() - bar.height() - 6) / max(1, len(marks)))
    places = []
    for number, mark in enumerate(marks):
        line = QRectF(area.left(), bar.bottom() + 6 + number * step, area.width(), step)
        places.append(line)
        sample = QRectF(line.left() + 2, line.center().y() - 6, 12, 12)
        _paint_bar(painter, sample, mark, ink)
        share = f"{mark.text} ({percent(mark.value, whole)})" if whole else mark.text
        words = line.adjusted(22, 0, 0, 0)
        _write(painter, words, mark.name, ink("text"), Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        _write(painter, words, share, ink("text"), Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    return places


def percent(part: int, whole: int) -> str:
    """A share in percent with a decimal, and with two near nothing and near the whole, which it only is if it is."""
    share = 100 * part / whole if whole else 0.0
    if 0 < share < 0.01:
        return f"< {show_number(0.01, 2)} %"
    decimals = 2 if 0 < share < 1 or 99 < share < 100 else 1
    return f"{show_number(min(share, 99.99) if part < whole else share, decimals)} %"


def nice_top(highest: int) -> int:
    """The top of an axis: the least 4, 8, 12, 20, 40, 60 or 80, times a power of ten, that is not below the highest
    value; so that each of the axis' four lines is a whole number."""
    power = 1
    while True:
        for factor in (4, 8, 12, 20, 40, 60, 80):
            if factor * power >= highest:
                return factor * power
        power *= 10


def _shares(values: Sequence[int], width: float) -> list[float]:
    """How wide the parts of a bar are: by their values, but three pixels at least where there is any."""
    whole = sum(values)
    if not whole:
        return [0.0 for _ in values]
    wide = [max(3.0, width * value / whole) if value else 0.0 for value in values]
    widest = max(range(len(wide)), key=lambda place: wide[place])
    wide[widest] -= sum(wide) - width
    return wide


def _small(painter: QPainter) -> QFontMetricsF:
    font = QFont(painter.font())
    font.setPixelSize(round(font.pixelSize() * SMALL_PX / USUAL_PX))
    painter.setFont(font)
    return QFontMetricsF(font)


def _every(metrics: QFontMetricsF, names: Sequence[str], room: float) -> int:
    """Each how many names there is room for one."""
    widest = max(metrics.horizontalAdvance(name) for name in names) + 6
    every = 1
    while every * room < widest and every < len(names):
        every += 1
    return every


def _paint_axis(painter: QPainter, plot: QRectF, top: int, ink: Ink) -> None:
    for line in range(_LINES_OF_AXIS + 1):
        value = top * line // _LINES_OF_AXIS
        y = plot.bottom() - plot.height() * value / top
        painter.setPen(QPen(ink("line"), _AXIS))
        painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y))
        words = QRectF(plot.left() - 200, y - 10, 194, 20)
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        _write(painter, words, show_number(value), ink("muted"), right)


def _write(painter: QPainter, area: QRectF, text: str, colour: QColor, where: Qt.AlignmentFlag) -> None:
    painter.setPen(colour)
    painter.drawText(area, int(where | Qt.TextFlag.TextDontClip | Qt.TextFlag.TextSingleLine), text)


def _paint_bar(painter: QPainter, bar: QRectF, mark: Mark, ink: Ink) -> None:
    """A bar in its colour, and in its pattern so that colour isn't the only sign."""
    if bar.width() <= 0 or bar.height() <= 0:
        return
    colour = ink(mark.role)
    painter.save()
    painter.setPen(QPen(colour, 1))
    if mark.pattern == "full":
        painter.fillRect(bar, colour)
    else:
        painter.setBrush(ink("card"))
        painter.drawRect(bar.adjusted(0.5, 0.5, -0.5, -0.5))
        painter.setClipRect(bar, Qt.ClipOperation.IntersectClip)
        _paint_pattern(painter, bar, mark.pattern)
    painter.restore()


def _paint_pattern(painter: QPainter, bar: QRectF, pattern: Pattern) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    high = bar.height()
    x = bar.left() - high
    while pattern != "hollow" and x < bar.right():
        painter.drawLine(QPointF(x, bar.bottom()), QPointF(x + high, bar.top()))
        if pattern == "crossed":
            painter.drawLine(QPointF(x, bar.top()), QPointF(x + high, bar.bottom()))
        x += 5
