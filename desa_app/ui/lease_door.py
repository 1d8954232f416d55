"""The door of a laptop that was out of touch with headquarters for too long: since when it is locked, what is safe, and
three ways to open it. And the last word of one whose data was destroyed by order."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QFileDialog, QVBoxLayout

from desa_app.domain.formats import show_date, show_number
from desa_app.errors import DesaError
from desa_app.ui.first_run import Door
from desa_app.ui.parts import button, column, holder, label, row


class LeaseDoor(Door):
    """``tried`` carries a code said over the telephone, ``chosen`` a file, ``called`` asks for headquarters; whoever
    can renew the lease answers with ``accept`` or ``show_error``. The way back leaves the laptop locked."""

    tried = Signal(str)
    chosen = Signal(str)
    called = Signal()

    def __init__(self) -> None:
        self._day: dt.date | None = None
        self._unsent, self._dev = 0, ""
        self._is_busy = False
        super().__init__(1, secret=False)
        self.setMinimumWidth(560)
        self.safe, self.doing = label("muted", wrap=True), label("muted", wrap=True)
        self.call = button("primary", "refresh-cw", self._call)
        self.file = button("", "folder-open", self._choose)
        self.onward.take_role("")
        self.call.setDefault(True)
        self.lines[0].textChanged.connect(lambda text: (self.onward if text else self.call).setDefault(True))
        lay = self.layout()
        assert isinstance(lay, QVBoxLayout)
        for place, one in enumerate((self.safe, holder(row(self.call, self.file, None)), self.doing), 2):
            lay.insertWidget(place, one)
        self.away.show()
        self.call.setFocus()
        self.retranslate()

    def show_standing(self, day: dt.date, unsent: int, dev: str) -> None:
        """Since when it is locked, how many changes are not sent yet, and how the office calls this laptop."""
        self._day, self._unsent, self._dev = day, unsent, dev
        self.retranslate()
        self._fit()

    def show_busy(self, busy: bool) -> None:
        """Something is being tried."""
        self._is_busy = busy
        for one in (self.call, self.file, self.onward):
            one.setEnabled(not busy)
        self.retranslate()
        self._fit()

    def show_error(self, error: DesaError) -> None:
        self.show_busy(False)
        self.wrong.setText(str(error))
        self._fit()

    def _fit(self) -> None:
        """Be as high as the texts need."""
        lay = self.layout()
        assert lay is not None
        lay.activate()
        self.resize(self.width(), max(self.minimumSizeHint().height(), lay.totalHeightForWidth(self.width())))

    def retranslate(self) -> None:
        super().retranslate()
        self.setWindowTitle(self.tr("Locked"))
        self.title.setText(self.tr("This laptop is locked"))
        since = show_date(self._day) if self._day else ""
        words = self.tr("It was out of touch with headquarters for too long, so since {day} it shows nothing any more.")
        self.intro.setText(words.format(day=since) if since else "")
        code = self.tr("Or a code that the office reads out to you; there this laptop is called {dev}")
        self.titles[0].setText(code.format(dev=self._dev))
        self.onward.setText(self.tr("Open with the code"))
        self.away.setText(self.tr("Close"))
        if not hasattr(self, "safe"):
            return
        safe = self.tr("Nothing is lost: all records are safe and encrypted here. {count} changes are not sent yet.")
        self.safe.setText(safe.format(count=show_number(self._unsent)))
        self.call.setText(self.tr("Synchronise now"))
        self.file.setText(self.tr("Open with a file …"))
        self.doing.setText(self.tr("Calling headquarters …") if self._is_busy else "")
        self.doing.setVisible(self._is_busy)

    def _go(self) -> None:
        self.wrong.clear()
        self.tried.emit(self.lines[0].text())

    def _call(self) -> None:
        self.wrong.clear()
        self.called.emit()

    def _choose(self) -> None:
        path, _ = QFileDialog.getOpenFileName(self, self.tr("The file from the office"))
        if path:
            self.wrong.clear()
            self.chosen.emit(path)


class LastWord(QDialog):
    """Tells a person that there is nothing left on this laptop, and why."""

    def __init__(self, error: DesaError) -> None:
        super().__init__()
        self.setMinimumWidth(460)
        self.setWindowTitle(self.tr("The data is destroyed"))
        title, said = label("title", wrap=True), label(wrap=True)
        title.setText(self.tr("The data is destroyed"))
        said.setText(str(error))
        onward = button("primary", "check", self.accept)
        onward.setText(self.tr("Close"))
        self.setLayout(column(title, said, row(None, onward), margin=24))
