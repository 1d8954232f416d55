"""Texts that have less room than they need: a line for each, said while pictures are taken, and asked for by tests."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QAbstractButton, QAbstractScrollArea, QCheckBox, QLabel, QPushButton, QScrollArea, QWidget

from desa_app.ui.screen import Title


def cut_off(window: QWidget) -> list[str]:
    """What is cut off in a window: its kind, its text, and by how much."""
    return [f"{type(widget).__name__} {getattr(widget, 'text', str)()!r} {why}" for widget, why in _cut_off(window)]


def _cut_off(window: QWidget) -> Iterator[tuple[QWidget, str]]:
    for widget in window.findChildren(QWidget):
        if not widget.isVisible() or _is_empty(widget):
            continue
        if isinstance(widget, QLabel) and not isinstance(widget, Title):
            if widget.wordWrap() and widget.height() < widget.heightForWidth(widget.width()) - 1:
                yield widget, f"is {widget.height()} high, needs {widget.heightForWidth(widget.width())}"
            if not widget.wordWrap() and widget.width() < widget.sizeHint().width() - 1:
                yield widget, f"is {widget.width()} wide, needs {widget.sizeHint().width()}"
        if isinstance(widget, QPushButton | QCheckBox) and widget.width() < widget.sizeHint().width() - 1:
            yield widget, f"is {widget.width()} wide, needs {widget.sizeHint().width()}"
        if isinstance(widget, QScrollArea) and widget.horizontalScrollBar().maximum() > 0:
            yield widget, f"is {widget.horizontalScrollBar().maximum()} narrower than what is in it"
        if not _scrolls(widget, window) and not window.rect().contains(QRect(_spot(widget, window), widget.size())):
            yield widget, "reaches beyond the window"


def _is_empty(widget: QWidget) -> bool:
    return isinstance(widget, QLabel | QAbstractButton) and not widget.text()


def _spot(widget: QWidget, window: QWidget) -> QPoint:
    return widget.mapTo(window, QPoint(0, 0))


def _scrolls(widget: QWidget, window: QWidget) -> bool:
    above = widget.parentWidget()
    while above is not None and above is not window:
        if isinstance(above, QAbstractScrollArea):
            return True
        above = above.parentWidget()
    return False
