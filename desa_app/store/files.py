"""The bytes of photos and evidence: a database of their own beside the records', under the same key.

A file is named by the SHA-256 of its bytes, so the same one lies here once, and whatever is read is proven first. It
is on the disk before a record names it; one that no record has named for a week is dropped. What is damaged or not
here is said of the file alone: the records never wait for it (docs/decisions/0007).
"""

from __future__ import annotations

import json
import re
import shutil
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from sqlite_utils import Database, Migrations

from desa_app.domain.attachment import NAMING, digest
from desa_app.errors import DamagedDatabase, DesaError, FileDamaged, FileNotHere, NewerDatabase
from desa_app.language import say
from desa_app.store.check import Finding
from desa_app.store.coming import Coming
from desa_app.store.database import (
    Step,
    copy_database,
    designed_errors,
    engine_errors,
    immediate,
    make_whole,
    open_database,
    write_ahead_log,
)
from desa_app.store.records import Clock

FILE = "files.db"
GRACE_MS = 7 * 24 * 3600 * 1000
"""How long a file stays that no record names: until then a removal can be taken back."""

_BYTES = "SELECT bytes FROM file LEFT JOIN content ON content.file = file.id WHERE sha256 = ?"
_NAMES = re.compile(r'"(?:sha256|preview)":"([0-9a-f]{64})"')
_SET_UP = ("PRAGMA cache_size = -2000", "PRAGMA journal_size_limit = 4000000")
"""Less memory than the records get, each file being read once, and a log that a large file leaves no larger."""

Record = tuple[str, str]
"""Noun and id."""
shelves = Migrations("files")


@shelves()
def f001_file(db: Database) -> None:
    """The bytes lie apart from what is known of them: SQLite writes a row anew as a whole."""
    db.execute(
        """CREATE TABLE file (
            id INTEGER PRIMARY KEY, sha256 TEXT NOT NULL UNIQUE, media_type TEXT NOT NULL, size INTEGER NOT NULL,
            put_ms INTEGER NOT NULL, unnamed_ms INTEGER, sent_ms INTEGER)"""
    )
    db.execute("CREATE TABLE content (file INTEGER PRIMARY KEY, bytes BLOB NOT NULL)")
    db.execute("CREATE TRIGGER dropped AFTER DELETE ON file BEGIN DELETE FROM content WHERE file = OLD.id; END")


@shelves()
def f002_coming(db: Database) -> None:
    """Files that are wanted from headquarters, by a person where ``asked_ms`` says when, and what has come of them."""
    db.execute(
        """CREATE TABLE wanted (
            sha256 TEXT PRIMARY KEY, media_type TEXT NOT NULL, size INTEGER NOT NULL, asked_ms INTEGER,
            refusal TEXT NOT NULL, refused_ms INTEGER NOT NULL DEFAULT 0)"""
    )
    db.execute("CREATE TABLE piece (sha256 TEXT, start INTEGER, bytes BLOB NOT NULL, PRIMARY KEY (sha256, start))")


class Waiting(NamedTuple):
    """A file that headquarters doesn't have yet, when it was taken in, and the records that name it."""

    sha256: str
    media_type: str
    size: int
    put_ms: int
    records: frozenset[Record]


class Files:
    """The files of one laptop, opened at first use; ``records`` is the database of the records."""

    def __init__(self, folder: Path, key: bytes, records: Database, clock: Clock) -> None:
        self._path = folder / FILE
        self._key = key
        self.records = records
        self.clock = clock
        self.coming = Coming(self)

    def put(self, *contents: tuple[bytes, str]) -> list[str]:
        """Keep files, each with its media type, in one transaction; they are on the disk when this returns their
        names. One that is here already is kept once. Raises DiskFull, DamagedDatabase, FolderUnusable."""
        with immediate(self.db):
            return [self.insert(content, media_type) for content, media_type in contents]

    def insert(self, content: bytes, media_type: str, sent_ms: int | None = None) -> str:
        """Keep a file within the caller's transaction; ``sent_ms`` is since when headquarters has it."""
        name = digest(content)
        self.db.conn.execute(
            "INSERT INTO file (sha256, media_type, size, put_ms, sent_ms) VALUES (?, ?, ?, ?, ?) "
            "ON CONFLICT (sha256) DO UPDATE SET unnamed_ms = NULL",
            [name, media_type, len(content), self.clock(), sent_ms],
        )
        self.db.conn.execute(
            "INSERT OR REPLACE INTO content (file, bytes) SELECT id, ? FROM file WHERE sha256 = ?", [content, name]
        )
        return name

    def get(self, name: str) -> bytes:
        """The bytes of a file, proven to be those. Raises FileNotHere, FileDamaged."""
        content = self._read(name) if self.exists else None
        if content is None:
            raise FileNotHere
        if digest(content) != name:
            raise FileDamaged
        return content

    def waiting(self) -> list[Waiting]:
        """The files that headquarters doesn't have yet and a record names, oldest first."""
        if not self.exists:
            return []
        naming = self.naming()
        rows = self.db.query(
            "SELECT sha256, media_type, size, put_ms FROM file WHERE sent_ms IS NULL ORDER BY put_ms, size, sha256"
        )
        found = (Waiting(**row, records=frozenset(naming.get(row["sha256"], ()))) for row in rows)
        return [each for each in found if each.records]

    def note_sent(self, name: str, at_ms: int) -> None:
        """Headquarters has had a file since ``at_ms``, by its own receipt."""
        with immediate(self.db):
            self.db.conn.execute("UPDATE file SET sent_ms = ? WHERE sha256 = ?", [at_ms, name])

    def offer_again(self) -> None:
        """Headquarters was restored from a backup: ask it again for every file whether it has it."""
        if self.exists:
            with immediate(self.db):
                self.db.conn.execute("UPDATE file SET sent_ms = NULL WHERE sent_ms IS NOT NULL")

    def absent(self, names: Iterable[str]) -> set[str]:
        """Those of these files that are not here."""
        wanted = list(names)
        if not self.exists:
            return set(wanted)
        query = "SELECT sha256 FROM file WHERE sha256 IN (SELECT value FROM json_each(?))"
        here = {name for (name,) in self.db.conn.execute(query, [json.dumps(wanted)])}
        return set(wanted) - here

    def naming(self) -> dict[str, set[Record]]:
        """By name of a file the records that name it: as they show it, or in a value written at the same time; a
        deleted record too, which may come back, and one that is hidden because it has yet to be sent."""
        found: dict[str, set[Record]] = defaultdict(set)
        for noun, field in NAMING.items():
            query = f'SELECT id, "{field}", registers FROM "{noun}" WHERE "{field}" IS NOT NULL'
            for record, *texts in self.records.conn.execute(query):
                for name in names_in(texts):
                    found[name].add((noun, record))
        for noun, record, text in self.records.conn.execute("SELECT noun, record, files FROM hidden"):
            for name in names_in([text]):
                found[name].add((noun, record))
        return found

    def are_unsent(self, text: str) -> bool:
        """Whether a text names a file that is here and that headquarters has yet to get."""
        names = json.dumps([*names_in([text])])
        query = "SELECT 1 FROM file WHERE sent_ms IS NULL AND sha256 IN (SELECT value FROM json_each(?))"
        return self.exists and self.db.conn.execute(query, [names]).fetchone() is not None

    def let_go(self, names: Iterable[str]) -> None:
        """Files that no record is to name any more are dropped by the next sweep, without waiting a week."""
        with immediate(self.db) as db:
            db.conn.executemany("UPDATE file SET unnamed_ms = 0 WHERE sha256 = ?", [(name,) for name in names])

    def sweep(self) -> int:
        """Drop what no record has named for a week; returns how many files.

        A file is only dropped when an earlier sweep found it unnamed, or it was let go: a clock that jumped ahead
        takes nothing that was put down a moment ago. One that is named again is offered to headquarters again, which
        may have dropped it. No record is saved meanwhile.
        """
        if not self.exists:
            return 0
        now = self.clock()
        with immediate(self.records), immediate(self.db) as db:
            named = [(name,) for name in self.naming()]
            db.conn.execute("CREATE TEMP TABLE named (sha256 TEXT PRIMARY KEY)")
            db.conn.executemany("INSERT INTO named VALUES (?)", named)
            db.conn.execute(
                "UPDATE file SET unnamed_ms = NULL, sent_ms = NULL WHERE sha256 IN named AND unnamed_ms IS NOT NULL"
            )
            dropped = db.conn.execute("DELETE FROM file WHERE unnamed_ms <= ?", [now - GRACE_MS]).rowcount
            db.conn.execute("UPDATE file SET unnamed_ms = ? WHERE unnamed_ms IS NULL AND sha256 NOT IN named", [now])
            db.conn.execute("DROP TABLE named")
            self.coming.forget_unnamed(name for (name,) in named)
        return int(dropped)

    def copy(self, path: Path, step: Step = lambda done, of: None) -> None:
        """A copy of them all for a backup, proved to hold together; none where no file was ever taken in. A ruined
        one is copied as it is: the records' backup does not wait for it, and something may be saved from it."""
        if not self._path.exists():
            return
        try:
            copy_database(self.db, path, step)
        except DamagedDatabase:
            shutil.copyfile(self._path, path)

    def check(self) -> list[Finding]:
        """Every file that is damaged, and every one that this laptop took in for a record and that is gone."""
        try:
            with engine_errors(FILE):
                return [*self._check_bytes(), *self._check_gone()]
        except DesaError as error:
            return [Finding(FILE, error.sentence)]

    def close(self) -> None:
        """Close the database, if it was opened."""
        if "db" in self.__dict__:
            self.db.close()

    @property
    def exists(self) -> bool:
        return self._path.exists() or write_ahead_log(self._path).exists()

    @cached_property
    def db(self) -> Database:
        """Opened, and made when absent. Raises DamagedDatabase where only its log is left."""
        if not self._path.exists():
            if self.exists:
                raise DamagedDatabase(name=FILE)
            make_whole(self._path, self._opened)
        return self._opened(self._path)

    def _opened(self, path: Path) -> Database:
        db = open_database(path, self._key)
        try:
            for statement in _SET_UP:
                db.conn.execute(statement)
            _migrate(db)
        except BaseException:
            db.close()
            raise
        return db

    def _read(self, name: str) -> bytes | None:
        try:
            with engine_errors(FILE):
                row = self.db.conn.execute(_BYTES, [name]).fetchone()
        except DamagedDatabase as error:
            raise FileDamaged from error
        return bytes(row[0] or b"") if row else None

    def _check_bytes(self) -> Iterator[Finding]:
        if not self.exists:
            return
        for (text,) in self.db.conn.execute("PRAGMA cipher_integrity_check").fetchall():
            yield Finding(FILE, str(text))
        for (name,) in self.db.conn.execute("SELECT sha256 FROM file").fetchall():
            try:
                self.get(name)
            except DesaError as error:
                yield Finding(f"{FILE} {name}", error.sentence)

    def _check_gone(self) -> Iterator[Finding]:
        """What a record names by a change made here was here once."""
        query = "SELECT payload FROM journal WHERE dev = (SELECT dev FROM device) AND noun IN (?, ?)"
        payloads = self.records.conn.execute(query, list(NAMING))
        taken = {name for (payload,) in payloads for name in names_in([payload.decode()])}
        gone = say("berkas yang disebut catatan ini hilang", "a file that this record names is gone")
        here = {name for (name,) in self.db.conn.execute("SELECT sha256 FROM file")} if self.exists else set()
        for name, records in self.naming().items():
            if name in taken - here:
                yield from (Finding(f"{noun} {record}", gone) for noun, record in sorted(records))


def _migrate(db: Database) -> None:
    """Bring the tables up to date; a newer database is refused unchanged."""
    with designed_errors(FILE):
        applied = {migration.name for migration in shelves.applied(db)}
        if applied - {migration.name for migration in shelves._migrations}:
            raise NewerDatabase
        if not shelves.pending(db):
            return
    with immediate(db):
        shelves.apply(db)


def names_in(texts: Iterable[str | None]) -> set[str]:
    """The files that texts name: values of fields as they are stored, or registers."""
    return {name for text in texts if text for name in _NAMES.findall(text)}
