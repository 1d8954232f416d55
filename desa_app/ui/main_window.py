"""The window: navigation at the left, one page in sight, what happened above it, practice unmistakable."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSize, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QMainWindow, QStackedWidget, QWidget

from desa_app.ui.navigation import Navigation
from desa_app.ui.parts import column, holder, row
from desa_app.ui.style import fit, px

if TYPE_CHECKING:
    from desa_app.ui.notice import Notice
    from desa_app.ui.practice_band import PracticeBand
    from desa_app.ui.screen import Screen

_USUAL = QSize(1366, 768)
_ROOMY_PX = 1000
"""The width from which the navigation has room for words."""


class MainWindow(QMainWindow):
    """Pages by name; ``painted`` is said once, after the first paint, ``closing`` before it
    closes, so that nothing typed is lost."""

    closing = Signal()
    painted = Signal()

    def __init__(self, *, practice: bool) -> None:
        super().__init__()
        self._was_painted = False
        self.setWindowTitle("Desa Binaan Imigrasi")
        self.resize(_USUAL)
        self.setMinimumSize(900, 500)
        self.navigation = Navigation()
        self._pages = QStackedWidget()
        self._by_name: dict[str, Screen] = {}
        self._above = row()
        self._above.setContentsMargins(16, 8, 16, 0)
        right = column(self._above, self._pages, gap=0, stretch=1)
        if practice:
            right.insertWidget(0, self.practice_band)
        self.setCentralWidget(holder(row(self.navigation, holder(right), gap=0)))
        fit(self)

    @cached_property
    def practice_band(self) -> PracticeBand:
        """What tells practice from the real thing; there only in practice."""
        from desa_app.ui.practice_band import PracticeBand

        return PracticeBand()

    @cached_property
    def notice(self) -> Notice:
        """What happened, above the pages; built when there is something to say."""
        from desa_app.ui.notice import Notice

        notice = Notice()
        self._above.addWidget(notice)
        return notice

    def add_page(self, name: str, page: Screen) -> None:
        """Keep a page under a name."""
        fit(page)
        self._by_name[name] = page
        self._pages.addWidget(page)

    def has_page(self, name: str) -> bool:
        """Whether a page was built already."""
        return name in self._by_name

    def show_page(self, name: str) -> None:
        """Bring a page in sight; keys go where they went in it before, or to the page itself."""
        page = self._by_name[name]
        fit(page)
        before = page.focusWidget()
        self._pages.setCurrentWidget(page)
        (before or page).setFocus()

    @property
    def page(self) -> QWidget:
        """The page in sight."""
        return self._pages.currentWidget() or self._pages

    def tell(self, changed: set[str]) -> None:
        """Tell every page which records changed."""
        for page in self._by_name.values():
            page.hear(changed)

    def fit(self, room: QSize) -> None:
        """Be no larger than the screen has room for: at 150 % a laptop's has less than the usual size."""
        self.resize(_USUAL.boundedTo(room))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._give_room()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and self._was_painted:
            self._give_room()

    def _give_room(self) -> None:
        self.navigation.set_compact(self.width() < px(_ROOMY_PX))

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._was_painted:
            self._was_painted = True
            QTimer.singleShot(0, self.painted.emit)

    def closeEvent(self, event: QCloseEvent) -> None:
        self.closing.emit()
        super().closeEvent(event)
