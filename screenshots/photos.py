"""Photos that never were: a village hall with people in it, and a chat on a telephone, drawn without a screen."""

from __future__ import annotations

import random
from collections.abc import Iterator

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QLinearGradient, QPainter

_SHIRTS = ("#8C3B2E", "#2E5E8C", "#3C7A4B", "#B9873A", "#6B4A86", "#3A6F75", "#A8556B", "#5C6B2F")
_SKIN = ("#8D5A3A", "#A56B46", "#7A4A2F")
_BUBBLES = ("#DCF5C8", "#FFFFFF")


def hall(chance: random.Random, width: int = 1600, height: int = 1200) -> QImage:
    """Rows of people before a speaker, in a hall or under the sky."""
    image, painter = _begun(width, height)
    wall = QLinearGradient(0, 0, 0, height * 0.55)
    wall.setColorAt(0, QColor(chance.choice(("#D9C9A5", "#B9D3C2", "#BBD1E6"))))
    wall.setColorAt(1, QColor("#F0E6CF"))
    painter.fillRect(QRectF(0, 0, width, height * 0.55), wall)
    painter.fillRect(QRectF(0, height * 0.55, width, height * 0.45), QColor("#9A7B57"))
    for place in range(3):
        painter.fillRect(
            QRectF(width * (0.1 + 0.3 * place), height * 0.12, width * 0.18, height * 0.22), QColor("#E9F3F7")
        )
    painter.fillRect(QRectF(width * 0.3, height * 0.05, width * 0.4, height * 0.06), QColor("#0B5B6D"))
    _person(painter, chance, QPointF(width * 0.5, height * 0.36), height * 0.13)
    for row in range(4):
        for seat in range(9 - row):
            spot = QPointF(width * (0.1 + 0.8 * seat / (8 - row)), height * (0.52 + 0.14 * row))
            _person(painter, chance, spot, height * (0.08 + 0.02 * row))
    painter.end()
    return image


def chat(chance: random.Random, width: int = 720, height: int = 1440) -> QImage:
    """Bubbles left and right, as on the telephone of somebody who is offered a job."""
    image, painter = _begun(width, height)
    image.fill(QColor("#E8DFD3"))
    painter.fillRect(QRectF(0, 0, width, 120), QColor("#0F5C4D"))
    painter.setBrush(QColor("#C9D6D3"))
    painter.drawEllipse(QPointF(90, 60), 38, 38)
    painter.fillRect(QRectF(150, 48, 240, 22), QColor("#EAF2F0"))
    for top, high, at_right in _bubbles(chance, height):
        left = width * (0.3 if at_right else 0.05)
        painter.setBrush(QColor(_BUBBLES[not at_right]))
        painter.drawRoundedRect(QRectF(left, top, width * 0.65, high), 18, 18)
        for line in range(int(high // 40)):
            long = width * chance.uniform(0.3, 0.56)
            painter.fillRect(QRectF(left + 24, top + 22 + 38 * line, long, 14), QColor("#8C9790"))
    painter.end()
    return image


def _bubbles(chance: random.Random, height: int) -> Iterator[tuple[float, float, bool]]:
    top = 160.0
    while top < height - 220:
        high = chance.choice((72.0, 110.0, 150.0, 190.0))
        yield top, high, chance.random() < 0.4
        top += high + 28


def _begun(width: int, height: int) -> tuple[QImage, QPainter]:
    image = QImage(width, height, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    return image, painter


def _person(painter: QPainter, chance: random.Random, head: QPointF, size: float) -> None:
    painter.setBrush(QColor(chance.choice(_SHIRTS)))
    painter.drawRoundedRect(
        QRectF(head.x() - size * 0.42, head.y() + size * 0.3, size * 0.84, size), size * 0.3, size * 0.3
    )
    painter.setBrush(QColor(chance.choice(_SKIN)))
    painter.drawEllipse(head, size * 0.28, size * 0.34)
    painter.setBrush(QColor(chance.choice(("#1E1A18", "#EFE7DA", "#B33A4A"))))
    painter.drawPie(QRectF(head.x() - size * 0.3, head.y() - size * 0.38, size * 0.6, size * 0.6), 0, 180 * 16)
