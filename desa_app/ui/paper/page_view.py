"""Pages as they will be on paper, one below the other, to scroll through before anything is printed or written."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QVBoxLayout

from desa_app.ui.parts import GAP, holder


class PageView(QScrollArea):
    """``show_pages`` takes pictures as wide as ``page_width`` asks."""

    def __init__(self) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._pages = QVBoxLayout()
        self._pages.setSpacing(2 * GAP)
        self.setWidget(holder(self._pages))
        self.setAccessibleName(self.tr("Preview"))

    def page_width(self) -> int:
        """Pixels of the screen that a page may be wide."""
        return round(max(240, self.viewport().width() - 4 * GAP) * self.devicePixelRatioF())

    def show_pages(self, pictures: Sequence[QImage]) -> None:
        """Show these instead of those before."""
        while (item := self._pages.takeAt(0)) is not None:
            if (before := item.widget()) is not None:
                before.hide()
                before.deleteLater()
        for number, picture in enumerate(pictures, start=1):
            shown = QLabel()
            image = QPixmap.fromImage(picture)
            image.setDevicePixelRatio(self.devicePixelRatioF())
            shown.setPixmap(image)
            shown.setProperty("role", "page")
            shown.setAccessibleName(self.tr("Page {number}").format(number=number))
            self._pages.addWidget(shown, 0, Qt.AlignmentFlag.AlignHCenter)
        self._pages.addStretch(1)
