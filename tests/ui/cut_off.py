"""Looks over every page for what is cut off, in a process whose screen and scale are its own.

``python -m tests.ui.cut_off FOLDER TEXT_SIZE WIDTH HEIGHT``: FOLDER is an enrolled laptop's, opened by the office
year's passphrase; the window gets the size that a screen leaves it. Prints a line for each thing cut off.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QAbstractButton, QAbstractScrollArea, QCheckBox, QLabel, QPushButton, QScrollArea, QWidget

from desa_app.app import application
from desa_app.ui.screen import Title
from screenshots.office_year import PASSPHRASE
from screenshots.stage import Stage
from screenshots.takes import AT

PAGES = ("home", "sessions", "offers", "villages", "coverage", "sync", "settings")


def main(folder: str, text_size: str, width: str, height: str) -> None:
    """Go through the pages in both languages."""
    application()
    stage = Stage(Path(folder), PASSPHRASE, AT)
    stage.window.resize(int(width), int(height))
    for language in ("id", "en"):
        stage.wear(language=language, text_size=text_size)
        for page in PAGES:
            stage.go(page)
            report(stage.window, f"{language} {page}")
        stage.desktop.sessions.open(stage.known.fullest)
        stage.rest()
        report(stage.window, f"{language} session")
        stage.desktop.offers.open(stage.known.urgent)
        stage.rest()
        report(stage.window, f"{language} offer")
    stage.close()


def report(window: QWidget, where: str) -> None:
    """Say what is cut off where."""
    for widget, why in cut_off(window):
        text = getattr(widget, "text", str)()
        print(f"{where}: {type(widget).__name__} {text!r} {why}")


def cut_off(window: QWidget) -> Iterator[tuple[QWidget, str]]:
    """Texts that have less room than they need, and widgets that reach beyond the window."""
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


if __name__ == "__main__":
    main(*sys.argv[1:])
