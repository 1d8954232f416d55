"""The score as a bar from nothing to critical, with the thresholds of the levels on it."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desa_app.domain.risk import Level, RiskRules
from desa_app.ui.style import colour, px
from desa_app.ui.words import tone, word

_LAST_SPAN = 60
"""The points above the last threshold that fill the bar to its end."""
_BAR_PX = 8


class ScoreBar(QWidget):
    """``show_score`` fills it; the words of the levels stand where they begin."""

    def __init__(self) -> None:
        super().__init__()
        self._levels = RiskRules.load().levels
        self._score = 0
        self._level: Level = "rendah"
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_score(self, score: int, level: Level, words: str) -> None:
        """Show a score in the tone of the level that holds, which rules may have lifted; ``words`` say it aloud."""
        self._score, self._level = score, level
        self.setAccessibleName(words)
        self.setToolTip(words)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(200, _BAR_PX + px(20))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour("line"))
        painter.drawRoundedRect(QRectF(0, 0, self.width(), _BAR_PX), 4, 4)
        if self._score:
            painter.setBrush(colour(tone(self._level)))
            painter.drawRoundedRect(QRectF(0, 0, max(_BAR_PX, self._at(self._score)), _BAR_PX), 4, 4)
        font = painter.font()
        font.setPixelSize(px(12))
        painter.setFont(font)
        words = {row.start: f"{row.start} {word(row.level)}" if row.start else word(row.level) for row in self._levels}
        room = self.width() / len(words) - 4
        fits = all(painter.fontMetrics().horizontalAdvance(each) <= room for each in words.values())
        for start, each in words.items():
            self._mark(painter, start, each if fits else str(start))

    def _mark(self, painter: QPainter, start: int, words: str) -> None:
        x = self._at(start)
        painter.setPen(colour("muted"))
        if start:
            painter.drawLine(int(x), 0, int(x), _BAR_PX + 3)
        painter.drawText(int(x), self.height() - 3, words)

    def _at(self, score: int) -> float:
        """Where a score stands: every level has the same share of the width, whatever it spans."""
        starts = [row.start for row in self._levels]
        ends = [*starts[1:], starts[-1] + _LAST_SPAN]
        share = self.width() / len(starts)
        spans = (
            min(max(score - start, 0), end - start) / (end - start) for start, end in zip(starts, ends, strict=True)
        )
        return share * sum(spans)
