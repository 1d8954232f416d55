"""This laptop's database as a whole: opening it, whose it is, and how it stands. One instance a thread."""

from __future__ import annotations

import datetime as dt
import os
import time
from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from sqlite_utils import Database

from desa_app.domain.coverage import LEVELS, Coverage, Level, Period, coverage, rules_in_force, uncollected
from desa_app.domain.file_choice import NO_FILES, FilesWaiting
from desa_app.domain.roles import Role
from desa_app.errors import DamagedDatabase, FolderUnusable
from desa_app.store.bundles import Bundles
from desa_app.store.check import Finding, check
from desa_app.store.colleagues import Colleagues
from desa_app.store.conflicts import Conflict, conflicts, settle
from desa_app.store.coverage import coverage_facts
from desa_app.store.database import FILE as FILE
from desa_app.store.database import (
    Step,
    designed_errors,
    engine_errors,
    immediate,
    make_whole,
    open_database,
    write_ahead_log,
)
from desa_app.store.departure import TOLD_MS, Departure, departed
from desa_app.store.destroy import destroy, finish_destruction
from desa_app.store.digests import Digests
from desa_app.store.earlier import Earlier
from desa_app.store.erasures import Erasures
from desa_app.store.exports import Exports
from desa_app.store.file_choice import FileChoice
from desa_app.store.files import Files, names_in
from desa_app.store.history import History
from desa_app.store.identity import Identity, LastSync, Settings
from desa_app.store.journal import Journal, Quarantined, Waiting
from desa_app.store.key import BACKUPS, has_key, make_key, open_key
from desa_app.store.known_villages import KnownVillages
from desa_app.store.lease import Leases
from desa_app.store.logs import Logs
from desa_app.store.moves import Moves
from desa_app.store.offers import Offers
from desa_app.store.places import Places, Tally, Unsent
from desa_app.store.receipts import Receipts
from desa_app.store.records import Chance, Clock, Records
from desa_app.store.restore import finish_restore
from desa_app.store.runs import Run, Runs
from desa_app.store.schema import migrate
from desa_app.store.search import Search
from desa_app.store.sessions import Sessions
from desa_app.store.sessions import Villages as VillageNames
from desa_app.store.testimony import Testimony
from desa_app.store.unclaimed import Unclaimed
from desa_app.store.villages import Villages
from desa_app.sync.pure.change import Dot

IDENTITY = "identity"
REJOIN = "rejoin"
"""The setting that keeps the device name under which headquarters last refused this laptop as a copy, as unknown or as
revoked: then another code makes it join again."""
LAST_SYNC = "last_sync"
LAST_BACKUP = "last_backup"
DEPARTURE = "departure"
FEW_PAGES_KIB = 2_000


def wall_clock() -> int:
    """This machine's wall clock in milliseconds."""
    return time.time_ns() // 1_000_000


@dataclass(frozen=True)
class Status:
    """How this laptop stands: records by noun and place, what waits, what people must look at.

    ``offset`` is how far this laptop's clock is ahead of headquarters', in seconds; None before the first sync.
    ``lease_ends`` is the day on which it locks, where that is near; ``is_locked`` tells that it must lock now.
    """

    tallies: dict[str, Tally]
    unsent: Unsent
    quarantined: list[Quarantined]
    conflicts: list[Conflict]
    last_sync: dt.datetime | None
    offset: float | None
    lease_ends: dt.date | None = None
    is_locked: bool = False


@dataclass(frozen=True)
class Exchange:
    """What the next run sends, how many changes headquarters is known to have for this laptop, the last runs, the
    files that wait, and what moves took off it lately."""

    waiting: dict[str, Waiting]
    behind: int
    runs: list[Run]
    files: FilesWaiting = NO_FILES
    departure: str = ""


class Store:
    """The database of one laptop. ``Store.open()`` is the way to get one; close it on the thread that opened it."""

    def __init__(self, folder: Path, db: Database, clock: Clock, key: bytes, chance: Chance = os.urandom) -> None:
        self.folder = folder
        self.db = db
        self.clock = clock
        self.chance = chance
        self.settings = Settings(db)
        self.journal = Journal(db)
        self.logs = Logs(db, self.journal)
        self.moves = Moves(db)
        self.lease = Leases(db, self.settings, self.journal, clock)
        self.digests = Digests(db)
        self.receipts = Receipts(db)
        self.testimony = Testimony(db, self.settings, self.logs, self.receipts)
        self.colleagues = Colleagues(db, self.settings)
        self.history = History(db, self.journal, self.colleagues)
        self.runs = Runs(db)
        self.bundles = Bundles(db)
        self.exports = Exports(db, lambda: self.me, clock)
        self.places = Places(db, self.journal)
        self.files = Files(folder, key, db, clock)
        self.file_choice = FileChoice(self.settings, self.files)
        self.erasures = Erasures(folder, key, db, self.files, clock)
        self.records = Records(db, self.journal, lambda: self.me, clock, chance)
        names = VillageNames(lambda code: self.villages.get(code), lambda: self.villages.version)
        self.sessions = Sessions(db, self.records, self.places, names, self.today, self._role)
        self.earlier = Earlier(db, lambda: self.me)
        self.offers = Offers(db, self.records, self.journal, self.places, names, self.today, self._role)
        self.unclaimed = Unclaimed(self.settings, self.sessions, self.offers, self.today)
        self.search = Search(db)
        self.known_villages = KnownVillages(db, self.offers, lambda: self.villages, lambda: self.me, self.today)

    @classmethod
    def open(
        cls, folder: Path, passphrase: str | None = None, clock: Clock = wall_clock, *, though_locked: bool = False
    ) -> Store:
        """Open the database in ``folder``, making it and its key when there is none.

        Raises LeaseOver where nothing of it may be shown, unless it is opened ``though_locked``: to send what waits,
        or to bring a renewal. Raises WrongPassphrase, KeyMissing, NewerDatabase, DamagedDatabase, FolderUnusable,
        DiskFull.
        """
        with designed_errors(str(folder)):
            folder.mkdir(parents=True, exist_ok=True)
        finish_destruction(folder)
        finish_restore(folder)
        path = folder / FILE
        is_new = not (path.exists() or has_key(folder))
        key = make_key(folder, passphrase) if is_new else open_key(folder, passphrase)
        if not path.exists():
            _make(path, key)
        store = cls(folder, _migrated(path, key), clock, key)
        store._begin(though_locked=though_locked)
        return store

    def _begin(self, *, though_locked: bool) -> None:
        """Erase what a database that was put back from a backup doesn't know to be erased; then see whether anything
        may be shown."""
        try:
            with engine_errors():
                self.erasures.replay()
                if not though_locked:
                    self.lease.check()
        except BaseException:
            self.close()
            raise

    def keep_little(self) -> Store:
        """Keep few of the database's pages in memory: for work that reads everything once."""
        self.db.conn.execute(f"PRAGMA cache_size = -{FEW_PAGES_KIB}")
        return self

    def close(self) -> None:
        """Close the databases and the registry."""
        if "villages" in self.__dict__:
            self.villages.close()
        self.files.close()
        self.db.close()

    @cached_property
    def villages(self) -> Villages:
        """The registry of villages, its index built at first use."""
        try:
            return Villages.open()
        except OSError as error:
            raise FolderUnusable(name=str(error.filename), why=error.strerror or str(error)) from error

    @property
    def me(self) -> Identity | None:
        """Whose laptop this is; None before enrolment."""
        found: Identity | None = self.settings.get(IDENTITY, Identity)
        return found

    def enrolled(self, identity: Identity) -> None:
        """This laptop is that person's from now on."""
        with immediate(self.db):
            self.settings.put(IDENTITY, identity)
            if self.journal.dev != identity.dev:
                self.journal.name_device(identity.dev)

    def today(self) -> dt.date:
        """This laptop's date."""
        return dt.datetime.fromtimestamp(self.clock() / 1000).astimezone().date()

    def status(self) -> Status:
        """How this laptop stands."""
        last: LastSync | None = self.settings.get(LAST_SYNC, LastSync)
        return Status(
            tallies=self.places.tallies(),
            unsent=self.places.unsent(),
            quarantined=self.journal.quarantined(),
            conflicts=self.conflicts(),
            last_sync=dt.datetime.fromtimestamp(last.hq_ms / 1000).astimezone() if last else None,
            offset=last.offset_ms / 1000 if last else None,
            lease_ends=self.lease.ends,
            is_locked=self.lease.is_over,
        )

    def exchange(self) -> Exchange:
        """What goes to headquarters, what comes, and how it went until now."""
        runs, files = self.runs.recent(), self.file_choice.waiting()
        return Exchange(self.journal.waiting(), self.logs.behind(), runs, files, self.departure())

    def part_with_what_left(self, office: str) -> int:
        """Drop what may no longer be read here and waits for nothing, and keep to tell it; ``office`` is the name of
        the office that the person has just gone to. Returns how many records went. The caller holds the transaction;
        files and what else lies on the disk go when it is cleaned up."""
        count, texts = self.moves.purge(self.files.are_unsent)
        if count:
            self.erasures.note_purged(names_in(texts))
        if count or office:
            known: Departure | None = self.settings.get(DEPARTURE, Departure)
            fresh = departed(known, self.clock(), count, office, is_backed_up=self.last_backup is not None)
            self.settings.put(DEPARTURE, fresh)
        return count

    def departure(self) -> str:
        """What moves took off this laptop lately, in words; empty where nothing."""
        known: Departure | None = self.settings.get(DEPARTURE, Departure)
        is_told = known is not None and self.clock() - known.at_ms < TOLD_MS
        told = known if known and is_told else Departure(0)
        return told.sentence(self.moves.count_hidden())

    def conflicts(self, record: str | None = None) -> list[Conflict]:
        """The values written at the same time that people must see; of one record, or of all."""
        return conflicts(self.db, self.journal, self.colleagues, record)

    def settle(self, conflict: Conflict, kept: Dot) -> None:
        """End a conflict in favour of what the writing ``kept`` says; a lead's. Raises NotAllowed."""
        settle(self.records, conflict, kept)

    @uncollected()
    def coverage(self, period: Period, levels: Collection[Level] = LEVELS) -> Coverage:
        """Coverage from what this laptop may see."""
        facts = coverage_facts(self.db, self.settings, self.offers, self.villages, period.end, self.today())
        return coverage(facts, period, rules_in_force(), levels)

    def back_up(self, place: Path, step: Step = lambda done, of: None) -> Path:
        """A backup of everything as a new folder in ``place``, such as a stick; see ``backup``."""
        from desa_app.store.backup import back_up_to

        me, unsent = self.me, self.places.unsent().records
        now = dt.datetime.fromtimestamp(self.clock() / 1000).astimezone()
        office = me.office_name if me else ""
        held = sum(one.saved + one.quarantined + one.hq for one in self.places.tallies().values())
        with self.exports.noting("backup", held, named=True):
            made = back_up_to(self.folder, self.db, self.files, place, now, step, office=office, unsent=unsent)
        self.settings.put(LAST_BACKUP, now)
        return made

    @property
    def last_backup(self) -> dt.datetime | None:
        """When a person last made a backup."""
        found: dt.datetime | None = self.settings.get(LAST_BACKUP, dt.datetime)
        return found

    def check(self) -> list[Finding]:
        """Everything wrong with the database, its journal, its rows and its files; empty when all is well."""
        return [*check(self.db), *self.files.check()]

    def destroy(self) -> None:
        """Close this store and destroy its data, by order of headquarters (``destroy``)."""
        self.close()
        destroy(self.folder)

    def _role(self) -> Role:
        me = self.me
        return me.role if me else "officer"


def _migrated(path: Path, key: bytes) -> Database:
    db = open_database(path, key)
    try:
        migrate(db, path.parent)
    except BaseException:
        db.close()
        raise
    return db


def _make(path: Path, key: bytes) -> None:
    """Make the database. Raises DamagedDatabase where one was here before and is gone."""
    was_here = write_ahead_log(path).exists() or any((path.parent / BACKUPS).glob("*.db"))
    if was_here and not path.exists():
        raise DamagedDatabase(name=path.name)
    make_whole(path, lambda fresh: _migrated(fresh, key))
