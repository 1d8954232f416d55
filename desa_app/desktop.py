"""The composition root of the desktop: builds the window, its desks and workers, and connects their signals.

What the first paint needs not is imported and built after it, or before it while a person types the passphrase: the
pages, and the stores on their threads.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast

from PySide6.QtWidgets import QApplication

from desa_app.language import Language, language
from desa_app.preferences import Preferences, keep_preferences, preferences
from desa_app.ui.main_window import MainWindow
from desa_app.ui.translation import speak

if TYPE_CHECKING:
    import datetime as dt
    import threading

    from PySide6.QtWidgets import QWidget

    from desa_app.domain.roles import Role
    from desa_app.errors import DesaError
    from desa_app.store.identity import Identity
    from desa_app.store.store import Status, Store
    from desa_app.store.villages import Villages
    from desa_app.sync.run import Progress, SyncReport
    from desa_app.ui.commands import Command
    from desa_app.ui.coverage.coverage_desk import CoverageDesk
    from desa_app.ui.desk import Desk
    from desa_app.ui.files.files_desk import FilesDesk
    from desa_app.ui.guard import Guard
    from desa_app.ui.headquarters.enrolment_desk import EnrolmentDesk
    from desa_app.ui.headquarters.hq_desk import HqDesk, Synchronise
    from desa_app.ui.headquarters.stick_desk import Sticks
    from desa_app.ui.help.help_view import HelpView
    from desa_app.ui.help.tour_desk import TourDesk
    from desa_app.ui.home.home_desk import HomeDesk
    from desa_app.ui.lease_lock import LeaseLock
    from desa_app.ui.list_screen import ListScreen
    from desa_app.ui.offers.offer_desk import OfferDesk
    from desa_app.ui.offers.offer_list_desk import OfferListDesk
    from desa_app.ui.offers.offer_place import OfferPlace
    from desa_app.ui.paper.paper_desk import PaperDesk
    from desa_app.ui.screen import Screen
    from desa_app.ui.search.search_desk import SearchDesk
    from desa_app.ui.sessions.session_desk import SessionDesk
    from desa_app.ui.sessions.session_list_desk import SessionListDesk
    from desa_app.ui.sessions.session_place import SessionPlace
    from desa_app.ui.settings.settings_desk import SettingsDesk
    from desa_app.ui.villages.village_desk import VillageDesk
    from desa_app.ui.work import Closing, Worker

    Unfinished = tuple[SessionPlace | None, OfferPlace | None]
AnyDesk = TypeVar("AnyDesk", bound="Desk")
AnyStore = TypeVar("AnyStore", bound="Closing")
PATIENCE_S = 3.0
"""How long a closing window waits for work that nothing saved depends on, such as a silent line."""
UNEXPECTED, LOCKED, DESTROYED = "E900", "E215", "E309"
"""The codes of a fault of the program itself, of a lease that is over, and of data that was destroyed by order."""
REFUSED = ("E307", "E308")
"""The codes of a laptop that headquarters takes for a copy, or doesn't know any more: it joins again."""
_OPENING = (
    "cryptography.hazmat.primitives.ciphers.aead",
    "cryptography.hazmat.primitives.kdf.argon2",
    "desa_app.store.home",
)
"""What opens the store and reads the first page from it."""
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
        self._is_closed = self._is_locked_out = False
        self._page = ""
        self._chosen = preferences(folder)
        self._practice = practice
        self.opens_again = self.starts_over = False
        self.window = MainWindow(practice=practice)
        self.window.navigation.went.connect(self.go)
        self.window.navigation.join_asked.connect(lambda: self.enrolment.ask())
        if practice:
            self.window.practice_band.toured.connect(lambda: self.tour.begin())
            self.window.practice_band.restarted.connect(self._start_over)
        self.window.painted.connect(self.start)
        self.window.closing.connect(self.close)

    def prepare(self) -> None:
        """Build what will be seen first, and import what opens and reads the stores, while the passphrase is still
        being typed; the stores stay closed."""
        import threading

        from desa_app.ui.work import share_one_heap

        share_one_heap()
        self._add("home", self.home.screen)
        threading.Thread(target=_import_store, name="imports", daemon=True).start()

    def let_in(self, passphrase: str) -> None:
        """The passphrase was given; empty where the keyring has the key. The store opens while the window is shown."""
        self._passphrase = passphrase or None
        self._chosen = preferences(self._folder)
        self.store.begin()

    def start(self) -> None:
        """Begin the work beside the window; called after its first paint, which all of this would delay."""
        if self._is_closed:
            return
        from desa_app.ui.work import Work, share_one_heap

        share_one_heap()
        self._derive_key()
        is_first = not self._page
        if is_first:
            self.go("home")
        settle_in = Work(_unfinished, partial(self._settle_in, is_first=is_first))
        self.enrolment.look(lambda: self.store.do(settle_in))
        self.store.begin()

    def _settle_in(self, unfinished: Unfinished, *, is_first: bool) -> None:
        """The first page shows what matters: now the rest, such as the keys, what was being typed, and the code of
        the other pages."""
        from desa_app.ui.ahead import read_ahead
        from desa_app.ui.work import Work

        self._listen()
        if self._can_lock:
            self.guard.watch()
        self.hq.refresh()
        for worker in (self.long, self.villages):
            worker.begin()
        if is_first:
            self._go_on(*unfinished)
        self.villages.do(Work(lambda _: read_ahead(), lambda _: None))

    def _derive_key(self) -> None:
        """Take the key from the passphrase on a thread of its own: that needs a fifth of a second but not Python's
        lock, so what else there is to import and to build is done meanwhile; the stores find the key derived."""
        if not self._passphrase:
            return
        import threading

        threading.Thread(target=_derive_key, args=(self._folder, self._passphrase), name="key", daemon=True).start()

    def _open_store(self) -> Store:
        from desa_app.store.store import Store

        return Store.open(self._folder, self._passphrase)

    def _open_beside(self) -> Store:
        return self._open_store().keep_little()

    @cached_property
    def store(self) -> Worker[Store]:
        """Short work with the store: what is shown, what is saved."""
        return self._worker(self._open_store, "store")

    @cached_property
    def long(self) -> Worker[Store]:
        """Long work with the store: headquarters, coverage, reports."""
        return self._worker(self._open_beside, "headquarters")

    @cached_property
    def villages(self) -> Worker[Villages]:
        """Work with the registry of villages, and with files."""
        return self._worker(_open_villages, "villages")

    @cached_property
    def pictures(self) -> Worker[Store]:
        """Work with photos and evidence, which takes its time."""
        return self._worker(self._open_beside, "pictures")

    @cached_property
    def files(self) -> FilesDesk:
        """Photos and evidence."""
        from desa_app.ui.files.files_desk import FilesDesk

        desk = self._desk(FilesDesk(self.store, self.pictures, _now))
        desk.fetching.connect(lambda: self.hq.run())
        self.hq.moved.connect(desk.show_step)
        self.hq.changed.connect(lambda _: desk.look_again())
        return desk

    @cached_property
    def sessions(self) -> SessionDesk:
        """A session in its form."""
        from desa_app.ui.sessions.session_desk import SessionDesk

        desk = SessionDesk(self.store, self.villages, _now, self._role)
        desk.built.connect(lambda form: self.files.serve(form.photos, "session", lambda: form.record_id, form))
        desk.print_asked.connect(lambda session: self.papers.print([session]))
        return self._desk(desk)

    @cached_property
    def session_list(self) -> SessionListDesk:
        """The sessions as a list."""
        from desa_app.ui.sessions.session_list_desk import SessionListDesk

        desk = self._desk(SessionListDesk(self.store, self.long, self.villages, _now, self._role))
        desk.created.connect(lambda: self.sessions.create())
        desk.moved.connect(lambda session: self.sessions.note(session))
        desk.print_asked.connect(lambda sessions: self.papers.print(sessions))
        return desk

    @cached_property
    def papers(self) -> PaperDesk:
        """What is printed of sessions; what was typed is handed on first, the store does one thing after the other."""
        from desa_app.ui.paper.paper_desk import PaperDesk

        return self._desk(PaperDesk(self.store, self.long, lambda: self.window))

    @cached_property
    def offers(self) -> OfferDesk:
        """An offer in its form."""
        from desa_app.ui.offers.offer_desk import OfferDesk

        desk = self._desk(OfferDesk(self.store, self.villages, _now, self._role))
        desk.begun.connect(lambda page: self._add("offer", page))
        desk.built.connect(lambda form: self.files.serve(form.evidence, "offer", lambda: form.record_id, form))
        return desk

    @cached_property
    def offer_list(self) -> OfferListDesk:
        """The offers as a list."""
        from desa_app.ui.offers.offer_list_desk import OfferListDesk

        desk = self._desk(OfferListDesk(self.store, self.long, _now, self._role))
        desk.screen.wanted.connect(lambda: self.offers.prepare())
        desk.created.connect(lambda: self.offers.create())
        desk.moved.connect(lambda offer: self.offers.note(offer))
        return desk

    @cached_property
    def home(self) -> HomeDesk:
        """What matters now."""
        from desa_app.ui.home.home_desk import HomeDesk

        desk = self._desk(HomeDesk(self.store, _now))
        desk.asked.connect(self._do)
        desk.all_wanted.connect(self._list)
        desk.join_asked.connect(lambda: self.enrolment.ask())
        return desk

    @cached_property
    def search(self) -> SearchDesk:
        """The search over everything."""
        from desa_app.ui.search.search_desk import SearchDesk

        desk = self._desk(SearchDesk(self.store, self.villages, self.commands, self.window))
        desk.person_opened.connect(lambda session, person: self.sessions.open(session, person))
        return desk

    @cached_property
    def commands(self) -> list[Command]:
        """What can be done anywhere in the window."""
        from desa_app.ui.commands import commands
        from desa_app.ui.navigation import PAGES

        runs: dict[str, Callable[[], None]] = {page: partial(self.go, page) for page in PAGES}
        runs |= {
            "search": lambda: self.search.bring(),
            "new_session": lambda: self.sessions.create(),
            "new_offer": lambda: self.offers.create(),
            "import_list": self._import_list,
            "synchronise": self._run,
            "export": partial(self.go, "coverage"),
            "in_indonesian": partial(self._prefer_language, "id"),
            "in_english": partial(self._prefer_language, "en"),
        }
        runs["help"] = self.help
        if self._can_lock:
            runs["lock"] = self.lock
        if self._practice:
            runs["tour"] = lambda: self.tour.begin()
        return commands(runs)

    def _listen(self) -> None:
        """Take the keys of the commands, and give the navigation its menu and its way to the search."""
        from PySide6.QtGui import QShortcut

        from desa_app.ui.commands import CommandMenu, listen
        from desa_app.ui.keys import KEYS

        navigation = self.window.navigation
        listen(self.commands, self.window, lambda: self.window.page)
        self.menu = CommandMenu(self.commands)
        navigation.menu.setMenu(self.menu)
        QShortcut(KEYS["menu"], self.window).activated.connect(navigation.menu.showMenu)
        navigation.search_asked.connect(lambda: self.search.bring())

    def _import_list(self) -> None:
        self.go("sessions")
        self.session_list.ask_file()

    def _run(self) -> None:
        """Exchange with headquarters, in sight."""
        self.go("sync")
        self.hq.sync.start.click()

    def _list(self, page: str, name: str, value: str) -> None:
        """Show a list, narrowed by one of its filters alone."""
        screen: ListScreen[Any] = self.session_list.screen if page == "sessions" else self.offer_list.screen
        filters = screen.filters
        filters.clear()
        filters.choose(name, value)
        self.go(page)

    def _do(self, name: str) -> None:
        next(command for command in self.commands if command.name == name).run()

    @cached_property
    def overview(self) -> VillageDesk:
        """The villages."""
        from desa_app.ui.villages.village_desk import VillageDesk

        desk = self._desk(VillageDesk(self.store, self.villages, _now))
        desk.session_asked.connect(lambda village: self.sessions.create(village))
        return desk

    @cached_property
    def coverage(self) -> CoverageDesk:
        """The coverage of villages."""
        from desa_app.ui.coverage.coverage_desk import CoverageDesk

        return self._desk(CoverageDesk(self.store, self.long, _now))

    @cached_property
    def settings(self) -> SettingsDesk:
        """The settings of this laptop."""
        from desa_app.ui.settings.settings_desk import SettingsDesk

        desk = SettingsDesk(self.store, self.long, _now, lambda: self._chosen, practice=self._practice)
        desk.preferred.connect(self.prefer)
        desk.locked.connect(self.lock)
        desk.practised.connect(_practise)
        desk.replaced.connect(self._open_again)
        return self._desk(desk)

    @cached_property
    def hq(self) -> HqDesk:
        """What concerns headquarters."""
        from desa_app.ui.headquarters.hq_desk import HqDesk
        from desa_app.ui.headquarters.metered import look_at_network

        desk = self._desk(HqDesk(self.store, self.long, _now, self._synchronise, _sticks))
        desk.stood.connect(self._stood)
        desk.began.connect(lambda: self.window.notice.hide())
        desk.began.connect(look_at_network)
        return desk

    @cached_property
    def enrolment(self) -> EnrolmentDesk:
        """Whose laptop this is, and how it becomes somebody's."""
        from desa_app.ui.headquarters.enrolment_desk import EnrolmentDesk

        desk = self._desk(EnrolmentDesk(self.store, self.long, _enrol, self.window))
        desk.claimed.connect(self._claim)
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

    @cached_property
    def guard(self) -> Guard:
        """What locks the window."""
        from desa_app.ui.guard import Guard

        guard = Guard(self._folder, lambda: self._chosen.lock_minutes)
        guard.locking.connect(self._flush)
        guard.refused.connect(self.window.close)
        guard.refused.connect(QApplication.quit)
        return guard

    def lock(self) -> None:
        """Hide everything until the passphrase is given."""
        if self._can_lock:
            self.guard.lock()

    @property
    def _can_lock(self) -> bool:
        """Whether a passphrase keeps the data; practice has nothing to keep."""
        return bool(self._passphrase) and not self._practice

    @cached_property
    def guide(self) -> HelpView:
        """The user guide beside the work."""
        from desa_app.ui.help.help_view import HelpView

        return HelpView(self.window)

    def help(self) -> None:
        """Open the guide on the page in sight."""
        self.guide.show_topic(self._page)
        self.guide.show()
        self.guide.activateWindow()

    @cached_property
    def tour(self) -> TourDesk:
        """Shows a person around in practice."""
        from desa_app.ui.help.tour_desk import TourDesk

        things: dict[str, Callable[[], QWidget]] = {
            "home": lambda: self.home.screen,
            "new_session": lambda: self.session_list.screen.new,
            "village": lambda: self.sessions.form.villages,
            "people": lambda: self.sessions.form.grid,
            "submit": lambda: self.sessions.form.submit,
            "new_offer": lambda: self.offer_list.screen.new,
            "synchronise": lambda: self.hq.sync.start,
        }
        tour = self._desk(TourDesk(self.store, things, self.window))
        tour.session_wanted.connect(lambda: self.sessions.create())
        return tour

    def _start_over(self) -> None:
        self.starts_over = True
        self.window.close()

    def stand_guard(self) -> None:
        """Heed the end of the user's session, and say a fault of the program in the window, not in a terminal."""
        from desa_app.errors import Unexpected
        from desa_app.faults import watch_faults
        from desa_app.ui.ending import heed_signals

        heed_signals(self.window)
        watch_faults(self._folder, lambda fault: self._show_error(Unexpected(what=type(fault).__name__)))

    def prefer(self, chosen: Preferences) -> None:
        """Wear and keep what a person likes."""
        from desa_app.ui import style

        before, self._chosen = self._chosen, chosen
        keep_preferences(self._folder, chosen)
        if chosen.language != language():
            _speak(chosen.language)
        if chosen.theme != before.theme:
            style.set_theme(chosen.theme)
        if chosen.text_size != before.text_size:
            style.set_text_size(chosen.text_size)
        if self._can_lock:
            self.guard.watch()
        if "settings" in self.__dict__:
            self.settings.screen.set_preferences(chosen)

    def _prefer_language(self, chosen: str) -> None:
        self.prefer(replace(self._chosen, language=cast(Language, chosen)))

    def _open_again(self) -> None:
        self.opens_again = True
        self.window.close()

    @cached_property
    def lease_lock(self) -> LeaseLock:
        """What locks the window of a laptop that was out of touch for too long."""
        from desa_app.ui.lease_lock import LeaseLock

        def open_though_locked() -> Store:
            from desa_app.store.store import Store

            return Store.open(self._folder, self._passphrase, though_locked=True)

        lock = LeaseLock(open_though_locked, self._synchronise, _take_code, _read_ticket)
        lock.ordered.connect(self._end)
        return lock

    def _lock_out(self) -> None:
        """Show nothing until the lease is renewed; the program ends where that is given up."""
        if self._is_locked_out or self._is_closed:
            return
        self._is_locked_out = True
        self._flush()
        if not self.lease_lock.lock():
            self.window.close()
            QApplication.quit()
            return
        self._is_locked_out = False
        self.start()
        self._changed({"session", "attendee", "offer", "recruiter", "sync"})

    def _end(self, error: DesaError) -> None:
        """Nothing is left to show."""
        from desa_app.ui.lease_door import LastWord

        self.window.hide()
        LastWord(error).exec()
        self.window.close()
        QApplication.quit()

    def _show_error(self, error: DesaError) -> None:
        if error.code == LOCKED:
            self._lock_out()
            return
        if error.code == DESTROYED:
            self._end(error)
            return
        if error.code in REFUSED:
            self.enrolment.ask(error)
            return
        if error.__cause__ is not None and error.code == UNEXPECTED:
            from desa_app.faults import note_fault

            note_fault(self._folder, error.__cause__)
        self.window.notice.show_error(error)

    def go(self, page: str) -> None:
        """Show a page, built when it is first wanted; what was typed on another is handed on first."""
        self._flush()
        self._page = page
        if "search" in self.__dict__:
            self.search.put_away()
        if not self.window.has_page(page):
            self._add(page, self._screen(page))
        self.window.show_page(page)
        self.window.navigation.show_page(_HOMES.get(page, page))

    def _add(self, page: str, screen: Screen) -> None:
        """Keep a page, which may stand in the window already before it is gone to."""
        if not self.window.has_page(page):
            self.window.add_page(page, screen)

    def _go_on(self, session: SessionPlace | None, offer: OfferPlace | None) -> None:
        """Open the session or the report that was being typed when the window was last closed, or cut off, where the
        cursor was."""
        if self._page != "home":
            return
        if session is not None:
            self.sessions.reopen(session)
        elif offer is not None:
            self.offers.reopen(offer)

    def _screen(self, page: str) -> Screen:
        pages: dict[str, Callable[[], Screen]] = {
            "home": lambda: self.home.screen,
            "sessions": lambda: self.session_list.screen,
            "session": lambda: self.sessions.form,
            "offers": lambda: self.offer_list.screen,
            "offer": lambda: self.offers.page,
            "villages": lambda: self.overview.screen,
            "settings": lambda: self.settings.screen,
            "sync": lambda: self.hq.sync,
            "coverage": lambda: self.coverage.screen,
        }
        return pages[page]()

    @property
    def is_at_work(self) -> bool:
        """Whether anything is under way beside the window."""
        from PySide6.QtCore import QThreadPool

        workers = (self.__dict__.get(name) for name in ("store", "long", "villages", "pictures", "offers"))
        busy = any(worker.is_busy for worker in workers if worker is not None)
        return busy or QThreadPool.globalInstance().activeThreadCount() > 0

    def close(self) -> None:
        """Hand on what was typed, take the window away, let every save reach the disk, and end the threads."""
        self._is_closed = True
        if "guard" in self.__dict__:
            self.guard.stop()
        self._flush()
        self.window.hide()
        if "files" in self.__dict__:
            self.files.finish()
            self._flush()
        for name, patience in (
            ("store", None),
            ("long", PATIENCE_S),
            ("villages", PATIENCE_S),
            ("pictures", PATIENCE_S),
        ):
            if name in self.__dict__:
                self.__dict__[name].stop(patience)

    def _flush(self) -> None:
        for name in ("sessions", "offers"):
            if name in self.__dict__:
                self.__dict__[name].flush()

    def _changed(self, nouns: set[str]) -> None:
        from desa_app.ui.work import Work

        self.window.tell(nouns)
        self.hq.refresh()
        if "sync" in nouns:
            self.store.do(Work(lambda store: store.me, self._look_at))

    def _look_at(self, me: Identity | None) -> None:
        """Headquarters may have said that the person is of another office now, or of another role."""
        if me is not None:
            self._known(me)

    def _open(self, noun: str, record: str) -> None:
        homes: dict[str, Callable[[str], None]] = {
            "session": lambda record: self.sessions.open(record),
            "offer": lambda record: self.offers.open(record),
            "village": lambda code: self.overview.open(code),
        }
        homes[noun](record)

    def _claim(self, me: Identity | None, claimed: bool) -> None:
        """The laptop is somebody's; ``claimed`` tells that it became so just now, and with it what was typed before."""
        self._known(me)
        if claimed:
            self._changed({"session", "attendee", "offer", "recruiter", "sync"})

    def _known(self, me: Identity | None) -> None:
        if me is None:
            self.window.navigation.set_identity("", "officer", "")
            self.enrolment.ask()
            return
        self.window.navigation.set_identity(me.name, me.role, me.office_name)
        self._role = me.role
        for name in ("sessions", "session_list", "offers", "offer_list"):
            if name in self.__dict__:
                self.__dict__[name].set_role(me.role)

    def _stood(self, status: Status) -> None:
        if status.is_locked:
            self._lock_out()
        oldest = status.unsent.oldest
        today = _now().date()
        self.window.navigation.set_unsent(status.unsent.records, oldest.date() if oldest else None, today)
        for name in ("sessions", "offers"):
            if name in self.__dict__:
                self.__dict__[name].look_where()


def _speak(chosen: str) -> None:
    speak(cast(QApplication, QApplication.instance()), cast(Language, chosen))


def _practise() -> None:
    """Open practice beside this window, as a program of its own."""
    import subprocess

    program = [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, "-m", "desa_app"]
    subprocess.Popen([*program, "practice"], start_new_session=True)


def _now() -> dt.datetime:
    import datetime as dt

    return dt.datetime.now().astimezone()


def _derive_key(folder: Path, passphrase: str) -> None:
    """Whatever is wrong with it is said by the store that is opened."""
    from contextlib import suppress

    from desa_app.errors import DesaError
    from desa_app.store.key import has_key, open_key

    with suppress(DesaError):
        if has_key(folder):
            open_key(folder, passphrase)


def _import_store() -> None:
    from importlib import import_module

    for name in _OPENING:
        import_module(name)


def _unfinished(store: Store) -> Unfinished:
    from desa_app.ui.offers.offer_place import kept_place as kept_report
    from desa_app.ui.sessions.session_place import kept_place

    return kept_place(store), kept_report(store)


def _enrol(store: Store, url: str, code: str) -> Identity:
    from desa_app.sync.enrol import enrol

    return enrol(store, url, code)


def _take_code(store: Store, code: str) -> object:
    from desa_app.sync.renewal import take_code

    return take_code(store, code)


def _read_ticket(store: Store, content: bytes) -> object:
    from desa_app.sync.renewal import read_ticket

    return read_ticket(store, content)


def _synchronise(store: Store, progress: Callable[[Progress], None], cancelled: threading.Event) -> SyncReport:
    from desa_app.sync.run import sync
    from desa_app.ui.headquarters.metered import is_metered

    return sync(store, progress=progress, cancelled=cancelled, metered=is_metered)


def _sticks() -> Sticks:
    from desa_app.sync import sticks

    return sticks


def _open_villages() -> Villages:
    from desa_app.store.villages import Villages

    return Villages.open()
