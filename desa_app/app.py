"""The composition root of the desktop: builds the window, its desks and workers, and connects their signals.

What the first paint needs not is imported and built after it: the pages, and the stores on their threads.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar, cast

from PySide6.QtWidgets import QApplication

from desa_app.language import Language, language
from desa_app.ui.main_window import MainWindow
from desa_app.ui.style import ARGUMENTS, dress
from desa_app.ui.translation import speak

if TYPE_CHECKING:
    import datetime as dt
    import threading

    from desa_app.domain.roles import Role
    from desa_app.errors import DesaError
    from desa_app.store.identity import Identity
    from desa_app.store.store import Status, Store
    from desa_app.store.villages import Villages
    from desa_app.sync.run import Progress, SyncReport
    from desa_app.ui.coverage.coverage_desk import CoverageDesk
    from desa_app.ui.desk import Desk
    from desa_app.ui.first_run import Unlock
    from desa_app.ui.headquarters.hq_desk import HqDesk, Synchronise
    from desa_app.ui.home.home_desk import HomeDesk
    from desa_app.ui.offers.offer_desk import OfferDesk
    from desa_app.ui.offers.offer_list_desk import OfferListDesk
    from desa_app.ui.screen import Screen
    from desa_app.ui.sessions.session_desk import SessionDesk
    from desa_app.ui.sessions.session_list_desk import SessionListDesk
    from desa_app.ui.settings.settings_desk import SettingsDesk
    from desa_app.ui.villages.village_desk import VillageDesk
    from desa_app.ui.work import Closing, Worker

AnyDesk = TypeVar("AnyDesk", bound="Desk")
AnyStore = TypeVar("AnyStore", bound="Closing")
PATIENCE_S = 3.0
"""How long a closing window waits for work that nothing saved depends on, such as a silent line."""
_HOMES = {"session": "sessions", "offer": "offers"}
"""The page in the navigation that a form belongs to."""


class Desktop:
    """The running application: one window, three workers (short store work, long work, village search)."""

    def __init__(
        self, folder: Path, passphrase: str | None, *, practice: bool, synchronise: Synchronise | None = None
    ) -> None:
        self._folder, self._passphrase = folder, passphrase
        self._synchronise = synchronise or _synchronise
        self._role: Role = "officer"
        self._is_closed = False
        self._page = ""
        self.window = MainWindow(practice=practice)
        self.window.navigation.went.connect(self.go)
        self.window.navigation.language_chosen.connect(_speak)
        self.window.painted.connect(self.start)
        self.window.closing.connect(self.close)

    def start(self) -> None:
        """Begin the work beside the window; called after its first paint, which all of this would delay."""
        if self._is_closed:
            return
        from desa_app.ui.work import Work

        self.window.navigation.listen()
        self.store.do(Work(_identity, self._known))
        self.hq.refresh()
        if not self._page:
            self.go("sessions")
        for worker in (self.store, self.long, self.villages):
            worker.begin()

    def _open_store(self) -> Store:
        from desa_app.store.store import Store

        return Store.open(self._folder, self._passphrase)

    @cached_property
    def store(self) -> Worker[Store]:
        """Short work with the store: what is shown, what is saved."""
        return self._worker(self._open_store, "store")

    @cached_property
    def long(self) -> Worker[Store]:
        """Long work with the store: headquarters, coverage, reports."""
        return self._worker(self._open_store, "headquarters")

    @cached_property
    def villages(self) -> Worker[Villages]:
        """Work with the registry of villages, and with files."""
        return self._worker(_open_villages, "villages")

    @cached_property
    def sessions(self) -> SessionDesk:
        """A session in its form."""
        from desa_app.ui.sessions.session_desk import SessionDesk

        return self._desk(SessionDesk(self.store, self.villages, _now, self._role))

    @cached_property
    def session_list(self) -> SessionListDesk:
        """The sessions as a list."""
        from desa_app.ui.sessions.session_list_desk import SessionListDesk

        desk = self._desk(SessionListDesk(self.store, self.villages, _now, self._role))
        desk.created.connect(lambda: self.sessions.create())
        desk.moved.connect(lambda session: self.sessions.note(session))
        return desk

    @cached_property
    def offers(self) -> OfferDesk:
        """An offer in its form."""
        from desa_app.ui.offers.offer_desk import OfferDesk

        return self._desk(OfferDesk(self.store, self.villages, _now, self._role))

    @cached_property
    def offer_list(self) -> OfferListDesk:
        """The offers as a list."""
        from desa_app.ui.offers.offer_list_desk import OfferListDesk

        desk = self._desk(OfferListDesk(self.store, self._role))
        desk.created.connect(lambda: self.offers.create())
        desk.moved.connect(lambda offer: self.offers.note(offer))
        return desk

    @cached_property
    def home(self) -> HomeDesk:
        """What matters now."""
        from desa_app.ui.home.home_desk import HomeDesk

        return self._desk(HomeDesk(self.store, _now))

    @cached_property
    def overview(self) -> VillageDesk:
        """The villages."""
        from desa_app.ui.villages.village_desk import VillageDesk

        return self._desk(VillageDesk(self.store, _now))

    @cached_property
    def coverage(self) -> CoverageDesk:
        """The coverage of villages."""
        from desa_app.ui.coverage.coverage_desk import CoverageDesk

        return self._desk(CoverageDesk(self.long, _now))

    @cached_property
    def settings(self) -> SettingsDesk:
        """The settings of this laptop."""
        from desa_app.ui.settings.settings_desk import SettingsDesk

        return self._desk(SettingsDesk(self.store, _now))

    @cached_property
    def hq(self) -> HqDesk:
        """What concerns headquarters."""
        from desa_app.ui.headquarters.hq_desk import HqDesk

        desk = self._desk(HqDesk(self.store, self.long, _now, self._synchronise))
        desk.stood.connect(self._stood)
        desk.began.connect(lambda: self.window.notice.hide())
        return desk

    def _worker(self, open_store: Callable[[], AnyStore], name: str) -> Worker[AnyStore]:
        from desa_app.ui.work import Worker

        worker = Worker(open_store, name)
        worker.failed.connect(self._show_error)
        return worker

    def _desk(self, desk: AnyDesk) -> AnyDesk:
        desk.changed.connect(self._changed)
        desk.went.connect(self.go)
        desk.opened.connect(self._open)
        desk.said.connect(lambda sentence: self.window.notice.say(sentence))
        desk.undoable.connect(lambda sentence, take_back: self.window.notice.offer_undo(sentence, take_back))
        desk.failed.connect(self._show_error)
        return desk

    def _show_error(self, error: DesaError) -> None:
        self.window.notice.show_error(error)

    def go(self, page: str) -> None:
        """Show a page, built when it is first wanted; what was typed on another is handed on first."""
        self._flush()
        self._page = page
        if not self.window.has_page(page):
            self.window.add_page(page, self._screen(page))
        self.window.show_page(page)
        self.window.navigation.show_page(_HOMES.get(page, page))

    def _screen(self, page: str) -> Screen:
        pages: dict[str, Callable[[], Screen]] = {
            "home": lambda: self.home.screen,
            "sessions": lambda: self.session_list.screen,
            "session": lambda: self.sessions.form,
            "offers": lambda: self.offer_list.screen,
            "offer": lambda: self.offers.form,
            "villages": lambda: self.overview.screen,
            "settings": lambda: self.settings.screen,
            "sync": lambda: self.hq.sync,
            "coverage": lambda: self.coverage.screen,
        }
        return pages[page]()

    def close(self) -> None:
        """Hand on what was typed, take the window away, let every save reach the disk, and end the threads."""
        self._is_closed = True
        self._flush()
        self.window.hide()
        for name, patience in (("store", None), ("long", PATIENCE_S), ("villages", PATIENCE_S)):
            if name in self.__dict__:
                self.__dict__[name].stop(patience)

    def _flush(self) -> None:
        for name in ("sessions", "offers"):
            if name in self.__dict__:
                self.__dict__[name].flush()

    def _changed(self, nouns: set[str]) -> None:
        self.window.tell(nouns)
        self.hq.refresh()

    def _open(self, noun: str, record: str) -> None:
        (self.sessions if noun == "session" else self.offers).open(record)

    def _known(self, me: Identity | None) -> None:
        if me is None:
            self.window.navigation.set_identity("", "officer", "")
            self._enrol()
            return
        self.window.navigation.set_identity(me.name, me.role, me.office_name)
        self._role = me.role
        for name in ("sessions", "session_list", "offers", "offer_list"):
            if name in self.__dict__:
                self.__dict__[name].set_role(me.role)

    def _enrol(self) -> None:
        """Ask for headquarters' address and the code until this laptop has joined, or the dialog is put away."""
        from desa_app.ui.first_run import Enrolment
        from desa_app.ui.work import Work

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
    desktop.window.painted.connect(lambda: _heed_signals(desktop.window))
    desktop.window.fit(app.primaryScreen().availableSize())
    desktop.window.show()
    return app.exec()


def _heed_signals(window: MainWindow) -> None:
    """Let Ctrl+C in the terminal, and the end of the user's session, close the window as its own button does.

    Python runs its handlers only between two of its own instructions, and a waiting window runs none: the signal's
    number comes through a socket, which Qt watches.
    """
    import signal
    import socket

    from PySide6.QtCore import QSocketNotifier

    heard, rung = socket.socketpair()
    for end in (heard, rung):
        end.setblocking(False)
    before = {number: signal.signal(number, lambda *_: None) for number in (signal.SIGINT, signal.SIGTERM)}
    signal.set_wakeup_fd(rung.fileno())
    watch = QSocketNotifier(heard.fileno(), QSocketNotifier.Type.Read, window)
    watch.activated.connect(lambda *_: window.close())

    def heed_no_more() -> None:
        watch.setEnabled(False)
        signal.set_wakeup_fd(-1)
        for number, handler in before.items():
            signal.signal(number, handler)
        heard.close()
        rung.close()

    window.closing.connect(heed_no_more)


def ask_passphrase(folder: Path) -> str | None:
    """The passphrase that opens ``folder``, set now where there is none; empty with a keyring, None when given up."""
    from desa_app.store.key import has_key, needs_passphrase
    from desa_app.ui.first_run import NewPassphrase, Unlock

    if not needs_passphrase(folder):
        return ""
    if not has_key(folder):
        new = NewPassphrase()
        return new.passphrase() if new.exec() else None
    return _unlocked(folder, Unlock())


def _unlocked(folder: Path, door: Unlock) -> str | None:
    """The passphrase that opened the key, None when given up. To derive the key takes its time: on a thread."""
    from desa_app.ui.work import Work, Worker

    worker = Worker(lambda: _Lock(folder), "lock")
    worker.begin()
    found: list[str] = []

    def opened(passphrase: str) -> None:
        found.append(passphrase)
        door.accept()

    door.tried.connect(
        lambda passphrase: worker.do(Work(lambda lock: lock.attempt(passphrase), opened, door.show_error))
    )
    door.exec()
    worker.stop()
    return found[0] if found else None


class _Lock:
    """The key of a folder, for passphrases to be tried on."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def attempt(self, passphrase: str) -> str:
        """The passphrase again, if it is the one; raises WrongPassphrase, KeyMissing or DamagedDatabase."""
        from desa_app.store.key import open_key

        open_key(self._folder, passphrase)
        return passphrase

    def close(self) -> None:
        """Nothing is held open."""


def picture(
    folder: Path,
    passphrase: str | None,
    path: Path,
    *,
    page: str = "sessions",
    session: str | None = None,
    practice: bool = False,
) -> None:
    """Save a page of the window with this folder's data as PNG, with or without a screen; the form on a ``session``
    where one is named."""
    from PySide6.QtCore import QEventLoop

    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    app = application()
    desktop = Desktop(folder, passphrase, practice=practice)
    desktop.go(page)
    painted = QEventLoop()
    desktop.window.painted.connect(painted.quit)
    desktop.window.show()
    painted.exec()
    if session is not None:
        desktop.sessions.open(session)
    while desktop.store.is_busy or desktop.long.is_busy:
        app.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
    app.processEvents()
    path.parent.mkdir(parents=True, exist_ok=True)
    desktop.window.grab().save(str(path))
    desktop.window.close()


def application() -> QApplication:
    """The dressed application in the language in use. Qt aborts the process where there is no screen: say it first."""
    running = QApplication.instance()
    if isinstance(running, QApplication):
        return running
    if not has_screen():
        from desa_app.errors import NoScreen

        raise NoScreen
    app = QApplication([*sys.argv[:1], *ARGUMENTS])
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
    import datetime as dt

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
