"""The composition root of the desktop: builds the window, its desks and workers, and connects their signals.

Nothing of the database is imported here: the window paints first, and the stores open on their threads.
"""

from __future__ import annotations

import datetime as dt
import os
import sys
import threading
from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QEventLoop, QObject
from PySide6.QtWidgets import QApplication

from desa_app.errors import DesaError, NoScreen
from desa_app.language import Language, language
from desa_app.ui.hq_desk import HqDesk
from desa_app.ui.main_window import MainWindow
from desa_app.ui.session_desk import SessionDesk
from desa_app.ui.style import dress
from desa_app.ui.translation import speak
from desa_app.ui.work import Work, Worker

if TYPE_CHECKING:
    from desa_app.store.identity import Identity
    from desa_app.store.store import Status, Store
    from desa_app.store.villages import Villages
    from desa_app.sync.run import Progress, SyncReport
    from desa_app.ui.hq_desk import Synchronise
    from desa_app.ui.offer_desk import OfferDesk
    from desa_app.ui.parts import Screen


class Desktop(QObject):
    """The running application: one window, three workers (short store work, long work, village search)."""

    def __init__(
        self, folder: Path, passphrase: str | None, *, practice: bool, synchronise: Synchronise | None = None
    ) -> None:
        super().__init__()

        def open_store() -> Store:
            from desa_app.store.store import Store

            return Store.open(folder, passphrase)

        self.store: Worker[Store] = Worker(open_store, "store")
        self.long: Worker[Store] = Worker(open_store, "headquarters")
        self.villages: Worker[Villages] = Worker(_open_villages, "villages")
        self.window = MainWindow(practice=practice)
        self.sessions = SessionDesk(self.store, self.villages, _now)
        self.hq = HqDesk(self.store, self.long, _now, synchronise or _synchronise)
        self._pages: dict[str, Callable[[], Screen]] = {
            "sessions": lambda: self.sessions.list,
            "session": lambda: self.sessions.form,
            "offers": lambda: self.offers.list,
            "offer": lambda: self.offers.form,
            "sync": lambda: self.hq.sync,
            "coverage": lambda: self.hq.coverage,
        }
        self._connect()
        self.go("sessions")

    @cached_property
    def offers(self) -> OfferDesk:
        """The offers, built when they are first wanted."""
        from desa_app.ui.offer_desk import OfferDesk

        desk = OfferDesk(self.store, self.villages, _now)
        self._connect_desk(desk)
        return desk

    def _connect(self) -> None:
        self._connect_desk(self.sessions)
        self.hq.changed.connect(self._changed)
        self.hq.stood.connect(self._stood)
        self.hq.began.connect(self.window.notice.hide)
        self.hq.said.connect(self.window.notice.say)
        for source in (self.hq, self.store, self.long, self.villages):
            source.failed.connect(self.window.notice.show_error)
        self.window.navigation.went.connect(self.go)
        self.window.navigation.language_chosen.connect(_speak)
        self.window.painted.connect(self.start)
        self.window.closing.connect(self.close)

    def _connect_desk(self, desk: SessionDesk | OfferDesk) -> None:
        desk.changed.connect(self._changed)
        desk.went.connect(self.go)
        desk.said.connect(self.window.notice.say)
        desk.failed.connect(self.window.notice.show_error)

    def start(self) -> None:
        """Begin the work beside the window; called after its first paint, which opening a store would delay."""
        for worker in (self.store, self.long, self.villages):
            worker.begin()
        self.store.do(Work(_identity, self._known))
        self.hq.refresh()

    def go(self, page: str) -> None:
        """Show a page; what was typed on another is handed on first."""
        self._flush()
        if not self.window.has_page(page):
            self.window.add_page(page, self._pages[page]())
        self.window.show_page(page)
        self.window.navigation.show_page({"session": "sessions", "offer": "offers"}.get(page, page))

    def close(self) -> None:
        """Hand on what was typed, let the work that was asked for end, and end every thread."""
        self._flush()
        for worker in (self.long, self.villages, self.store):
            worker.stop()

    def _flush(self) -> None:
        self.sessions.flush()
        if "offers" in self.__dict__:
            self.offers.flush()

    def _changed(self, nouns: set[str]) -> None:
        self.window.tell(nouns)
        self.hq.refresh()

    def _known(self, me: Identity | None) -> None:
        if me is None:
            self._enrol()
            return
        self.window.navigation.set_identity(me.name, me.role, me.office_name)
        self.sessions.list.set_lead(me.role == "lead")

    def _enrol(self) -> None:
        """Ask for headquarters' address and the code until this laptop has joined, or the dialog is put away."""
        from desa_app.ui.first_run import Enrolment

        dialog = Enrolment(self.window)

        def join(url: str, code: str) -> None:
            self.long.do(Work(lambda store: _enrol(store, url, code), joined, dialog.show_error))

        def joined(me: Identity) -> None:
            dialog.accept()
            self._known(me)

        dialog.asked.connect(join)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _stood(self, status: Status) -> None:
        oldest = status.unsent.oldest
        today = _now().date()
        self.window.navigation.set_unsent(status.unsent.records, oldest.date() if oldest else None, today)


def run(folder: Path, passphrase: str | None, *, practice: bool = False, synchronise: Synchronise | None = None) -> int:
    """Open the window and stay until it is closed; returns the exit code. Raises NoScreen where there is none."""
    app = application()
    if passphrase is None:
        passphrase = ask_passphrase(folder)
        if passphrase is None:
            return 1
    desktop = Desktop(folder, passphrase or None, practice=practice, synchronise=synchronise)
    desktop.window.show()
    return app.exec()


def ask_passphrase(folder: Path) -> str | None:
    """The passphrase that opens ``folder``, set now where there is none; empty with a keyring, None when given up."""
    from desa_app.store.key import has_key, needs_passphrase, open_key
    from desa_app.ui.first_run import NewPassphrase, Unlock

    if not needs_passphrase(folder):
        return ""
    if not has_key(folder):
        new = NewPassphrase()
        return new.passphrase() if new.exec() else None
    door = Unlock()

    def attempt(passphrase: str) -> None:
        try:
            open_key(folder, passphrase)
        except DesaError as error:
            door.show_error(error)
        else:
            door.accept()

    door.tried.connect(attempt)
    return door.lines[0].text() if door.exec() else None


def picture(
    folder: Path, passphrase: str | None, path: Path, *, page: str = "sessions", practice: bool = False
) -> None:
    """Save a page of the window with this folder's data as PNG, with or without a screen."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    app = application()
    desktop = Desktop(folder, passphrase, practice=practice)
    desktop.go(page)
    painted = QEventLoop()
    desktop.window.painted.connect(painted.quit)
    desktop.window.show()
    painted.exec()
    while desktop.store.is_busy or desktop.long.is_busy:
        app.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
    path.parent.mkdir(parents=True, exist_ok=True)
    desktop.window.grab().save(str(path))
    desktop.window.close()


def application() -> QApplication:
    """The dressed application in the language in use. Qt aborts the process where there is no screen: say it first."""
    running = QApplication.instance()
    if isinstance(running, QApplication):
        return running
    no_screen = sys.platform.startswith("linux") and not (
        os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    )
    if no_screen and "QT_QPA_PLATFORM" not in os.environ:
        raise NoScreen
    app = QApplication(sys.argv[:1])
    app.setApplicationName("Desa Binaan Imigrasi")
    speak(app, language())
    dress(app)
    return app


def has_screen() -> bool:
    """Whether a window can open here: there is a display, or the environment names a platform for Qt."""
    named = ("QT_QPA_PLATFORM", "DISPLAY", "WAYLAND_DISPLAY")
    return not sys.platform.startswith("linux") or any(os.environ.get(name) for name in named)


def _speak(chosen: str) -> None:
    speak(cast(QApplication, QApplication.instance()), cast(Language, chosen))


def _now() -> dt.datetime:
    return dt.datetime.now().astimezone()


def _identity(store: Store) -> Identity | None:
    return store.me


def _enrol(store: Store, url: str, code: str) -> Identity:
    from desa_app.sync.enrol import enrol

    return enrol(store, url, code)


def _synchronise(store: Store, progress: Callable[[Progress], None], cancelled: threading.Event) -> SyncReport:
    from desa_app.sync.run import sync

    return sync(store, progress=progress, cancelled=cancelled)


def _open_villages() -> Villages:
    from desa_app.store.villages import Villages

    return Villages.open()
