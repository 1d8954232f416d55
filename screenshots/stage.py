"""The window on a stage: without a screen, at a given moment, until what it shows has come to rest.

The language, the colours and the size of the window change while it is open, as they do for a person.
"""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple, TypeVar
from unittest import mock

from PySide6.QtCore import QEventLoop, QPoint, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication, QDialog, QScrollArea, QWidget

from desa_app import desktop
from desa_app.picture import at_rest
from desa_app.preferences import Preferences
from desa_app.store.store import Store
from desa_app.ui.section import Section
from desa_app.ui.style import colour
from screenshots.cut_off import cut_off

AnyWidget = TypeVar("AnyWidget", bound=QWidget)
_VEIL = 0.35
"""How much of the window a dialog before it dims."""


class Known(NamedTuple):
    """Records of the laptop that pictures are taken of; empty where there is none."""

    fullest: str = ""
    approved: str = ""
    sent_back: str = ""
    urgent: str = ""
    reviewed: str = ""
    village: str = ""


def known(store: Store) -> Known:
    """Find them."""
    rows, offers = store.sessions.listed(), store.offers.listed()

    def session(status: str) -> str:
        return next((row.id for row in rows if row.status == status and row.named), "")

    return Known(
        fullest=max(rows, key=lambda row: row.on_list).id if rows else "",
        approved=session("disetujui"),
        sent_back=session("dikembalikan"),
        urgent=next((offer.id for offer in offers if offer.alert), ""),
        village=store.sessions.get(rows[0].id).villages[0] if rows else "",
        reviewed=next((offer.id for offer in offers if offer.status == "ditinjau"), ""),
    )


class _Desktop(desktop.Desktop):
    """The program itself, but for its stores, whose clocks stand still."""

    def __init__(self, folder: Path, passphrase: str, at: dt.datetime, practice: bool) -> None:
        self._at = at
        super().__init__(folder, passphrase, practice=practice)

    def _open_store(self) -> Store:
        return Store.open(self._folder, self._passphrase, lambda: round(self._at.timestamp() * 1000))


class Stage:
    """One laptop's window. ``at`` is what its clock says. Close it."""

    def __init__(self, folder: Path, passphrase: str, at: dt.datetime, *, practice: bool = False) -> None:
        store = Store.open(folder, passphrase, lambda: round(at.timestamp() * 1000))
        self.known = known(store)
        store.close()
        self._now = mock.patch.object(desktop, "_now", return_value=at)
        self._now.start()
        self.desktop = _Desktop(folder, passphrase, at, practice)
        self.window = self.desktop.window
        painted = QEventLoop()
        self.window.painted.connect(painted.quit)
        self.window.show()
        painted.exec()
        self._caught: list[BaseException] = []
        self._hook = mock.patch.object(sys, "excepthook", lambda kind, error, trace: self._caught.append(error))
        self._hook.start()
        try:
            self.rest()
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Close the window; nothing of it stays."""
        self.window.close()
        self._hook.stop()
        self._now.stop()
        QApplication.sendPostedEvents()

    def go(self, page: str) -> None:
        """Show a page."""
        self.desktop.go(page)
        self.rest()

    def wear(self, **liked: Any) -> None:
        """Be as a person likes it: ``language``, ``theme``, ``text_size``."""
        self.desktop.prefer(Preferences(lock_minutes=0, **liked))

    def tidy(self) -> None:
        """Put away what stands before the page."""
        for dialog in self.window.findChildren(QDialog):
            dialog.reject()
        self.window.notice.hide()

    def the(self, kind: type[AnyWidget]) -> AnyWidget:
        """The one widget of a kind that is in sight."""
        found = [each for each in QApplication.allWidgets() if isinstance(each, kind) and each.isVisible()]
        return found[-1]

    def bring(self, kind: type[QWidget]) -> None:
        """Bring a part of a form in sight: what is folded opens, what scrolls scrolls."""
        self.rest()
        part = next(each for each in self.window.findChildren(kind) if each.window() is self.window)
        for above in _above(part):
            if isinstance(above, Section):
                above.set_open(True)
        self.rest()
        for above in _above(part):
            if isinstance(above, QScrollArea):
                above.ensureWidgetVisible(part, 0, 200)
        self.rest()

    def rest(self) -> QImage:
        """Wait until no work is under way and the window has not changed for a while; what it looks like then."""
        return at_rest(self._look, self._is_at_work)

    def cut_off(self) -> list[str]:
        """What has too little room in the window, or in the dialogs before it."""
        dialogs: list[QWidget] = [each for each in self.window.findChildren(QDialog) if each.isVisible()]
        return [cut for each in (dialogs or [self.window]) for cut in cut_off(each)]

    def _is_at_work(self) -> bool:
        if self._caught:
            raise self._caught[0]
        return self.desktop.is_at_work

    def _look(self) -> QImage:
        """The window, and the dialog before it."""
        picture = self.window.grab().toImage()
        for dialog in self.window.findChildren(QDialog):
            if dialog.isVisible():
                _put_before(picture, dialog)
        return picture


def _above(widget: QWidget) -> Iterator[QWidget]:
    above = widget.parentWidget()
    while above is not None:
        yield above
        above = above.parentWidget()


def _put_before(picture: QImage, dialog: QWidget) -> None:
    front = dialog.grab()
    painter = QPainter(picture)
    painter.setOpacity(_VEIL)
    painter.fillRect(picture.rect(), Qt.GlobalColor.black)
    painter.setOpacity(1.0)
    spot = QPoint((picture.width() - front.width()) // 2, (picture.height() - front.height()) // 2)
    painter.drawPixmap(spot, front)
    painter.setPen(colour("line"))
    painter.drawRect(spot.x() - 1, spot.y() - 1, front.width() + 1, front.height() + 1)
    painter.end()


def alone(dialog: QWidget) -> QImage:
    """A door that stands before any window."""
    dialog.show()
    QApplication.processEvents()
    picture = dialog.grab(dialog.rect()).toImage()
    dialog.close()
    dialog.deleteLater()
    return picture
