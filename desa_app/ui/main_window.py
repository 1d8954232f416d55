"""The window: navigation at the left, one page in sight, what happened above it, practice unmistakable."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QPaintEvent
from PySide6.QtWidgets import QMainWindow, QStackedWidget, QWidget

from desa_app.ui.navigation import Navigation
from desa_app.ui.notice import Notice
from desa_app.ui.parts import Screen, Spoken, column, holder, label, row


class MainWindow(QMainWindow):
    """Pages by name; ``painted`` is said once, after the first paint, ``closing`` before it
    closes, so that nothing typed is lost."""

    closing = Signal()
    painted = Signal()

    def __init__(self, *, practice: bool) -> None:
        super().__init__()
        self._was_painted = False
        self.setWindowTitle("Desa Binaan Imigrasi")
        self.resize(1366, 768)
        self.setMinimumSize(900, 500)
        self.navigation, self.notice = Navigation(), Notice()
        self._pages = QStackedWidget()
        self._by_name: dict[str, Screen] = {}
        band = PracticeBand()
        if not practice:
            band.hide()
        above = row(self.notice)
        above.setContentsMargins(16, 8, 16, 0)
        right = column(band, above, self._pages, gap=0, stretch=2)
        middle: QWidget = holder(row(self.navigation, holder(right), gap=0))
        self.setCentralWidget(middle)

    def add_page(self, name: str, page: Screen) -> None:
        """Keep a page under a name."""
        self._by_name[name] = page
        self._pages.addWidget(page)

    def has_page(self, name: str) -> bool:
        """Whether a page was built already."""
        return name in self._by_name

    def show_page(self, name: str) -> None:
        """Bring a page in sight."""
        self._pages.setCurrentWidget(self._by_name[name])

    def tell(self, changed: set[str]) -> None:
        """Tell every page which records changed."""
        for page in self._by_name.values():
            page.hear(changed)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._was_painted:
            self._was_painted = True
            QTimer.singleShot(0, self.painted.emit)

    def closeEvent(self, event: QCloseEvent) -> None:
        self.closing.emit()
        super().closeEvent(event)


class PracticeBand(Spoken):
    """The band of colour that says: this is practice."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("practice")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._text = label()
        self._text.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setLayout(column(self._text, margin=4))
        self.retranslate()

    def retranslate(self) -> None:
        self._text.setText(self.tr("PRACTICE · nothing here is real and nothing goes to the real headquarters"))
