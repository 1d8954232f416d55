"""Files at headquarters: brought in pieces and kept when they are whole and proven, read in ranges, dropped when nobody
refers to them (SYNC.md, Files).

The pieces of an upload lie in the database, in one commit with its offset, so that any process of headquarters goes on
with it and a crash leaves it where it was. Only a whole file whose digest is its name reaches the storage, and only
what is durable there is ``complete``.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from typing import NamedTuple

from sqlalchemy import Connection, and_, delete, insert, select, update

from desa_app.domain.attachment import MOST_BYTES, digest
from desa_app.errors import StorageUnusable
from desa_app.hq import keys, named_files, people
from desa_app.hq.access import Sender, may_write_to
from desa_app.hq.database import Database, insert_new
from desa_app.hq.keys import Identity
from desa_app.hq.problems import (
    FILE_NOT_HERE,
    NOT_NAMED,
    TOO_LARGE,
    WRONG_DIGEST,
    WRONG_OFFSET,
    WRONG_RANGE,
    Denied,
)
from desa_app.hq.schema import device, erased_file, file, piece, quarantine, upload
from desa_app.hq.signed import check_signed
from desa_app.hq.storage import Storage
from desa_app.language import say
from desa_app.sync.pure.files import Asked, read_range, receipt_text

DAY_MS = 24 * 3600 * 1000
GRACE_MS = 7 * DAY_MS
"""How long a file stays that no record names: until then a laptop may take the removal back."""
UPLOAD_MS = 30 * DAY_MS
"""How long the pieces of an upload wait for its laptop to go on; after that it begins anew. So long, too, a file stays
that only the storage knows: after a backup was put back, its record may yet come again."""


class Standing(NamedTuple):
    """How much of a file is here for a device, of how much, and the receipt once it is all."""

    offset: int
    size: int
    receipt: str = ""


class Part(NamedTuple):
    """Bytes of a file, the place of the first, and the size of the whole."""

    content: bytes
    first: int
    size: int


class Collected(NamedTuple):
    """What a collection dropped, or would: names of files, and how many bytes were theirs; ``owed`` are those that
    nobody names but that a laptop may still bring a record for."""

    dropped: Sequence[str]
    size: int
    owed: Sequence[str]


class Files:
    """The files of one headquarters. Every call about one file names who asks and is refused where that may not."""

    def __init__(
        self, database: Database, identity: Identity, clock: Callable[[], int], open_storage: Callable[[], Storage]
    ) -> None:
        self._database = database
        self._identity = identity
        self._clock = clock
        self._open_storage = open_storage

    @cached_property
    def _storage(self) -> Storage:
        return self._open_storage()

    def sender(self, asked: Asked) -> Sender:
        """Whose request this is. Raises Denied."""
        return check_signed(self._database, asked, self._clock())

    def begin(self, sender: Sender, name: str, size: int) -> Standing:
        """Begin an upload, or go on with the one that this device has begun; says how far it is.

        A file that is here already is only taken as brought by those who may read it. Raises Denied.
        """
        if not 0 < size <= MOST_BYTES:
            raise Denied(TOO_LARGE, "upload-length")
        with self._database.writing() as connection:
            if not named_files.may_bring(connection, name, sender):
                raise Denied(NOT_NAMED)
            insert_new(connection, file, {"sha256": name})
            kept = self._kept(connection, name, sender)
            if kept:
                return kept
            found = _upload(connection, name, sender.dev)
            if found and found.size != size:
                _drop_upload(connection, name, sender.dev)
                found = None
            if found is None:
                row = {"sha256": name, "dev": sender.dev, "size": size, "offset": 0, "touched_ms": self._clock()}
                connection.execute(insert(upload).values(row))
                return Standing(0, size)
        return self._finished(sender, name, found)

    def standing(self, sender: Sender, name: str) -> Standing:
        """How far the upload of this device is. Raises Denied where it has none."""
        with self._database.writing() as connection:
            if not named_files.may_bring(connection, name, sender):
                raise Denied(NOT_NAMED)
            kept = self._kept(connection, name, sender)
            if kept:
                return kept
            found = _upload(connection, name, sender.dev)
        if found is None:
            raise Denied(FILE_NOT_HERE)
        return self._finished(sender, name, found)

    def append(self, sender: Sender, name: str, offset: int, content: bytes) -> Standing:
        """Keep the next bytes of an upload; they are durable when this returns. The last ones make it whole: then it
        is proven and stored. Raises Denied."""
        with self._database.writing() as connection:
            if not named_files.may_bring(connection, name, sender):
                raise Denied(NOT_NAMED)
            found = _upload(connection, name, sender.dev)
            if found is None:
                raise Denied(FILE_NOT_HERE)
            if found.offset != offset:
                raise Denied(WRONG_OFFSET, "upload-offset")
            if offset + len(content) > found.size:
                raise Denied(TOO_LARGE, "upload-offset")
            if content:
                connection.execute(
                    insert(piece).values(sha256=name, dev=sender.dev, start=offset, bytes=content),
                )
            found = Standing(offset + len(content), found.size)
            statement = update(upload).where(upload.c.sha256 == name, upload.c.dev == sender.dev)
            connection.execute(statement.values(offset=found.offset, touched_ms=self._clock()))
        return self._finished(sender, name, found)

    def _finished(self, sender: Sender, name: str, found: Standing) -> Standing:
        """Store an upload that is whole; a crash before the end leaves it to be finished when it is asked for again."""
        if found.offset < found.size:
            return found
        with self._database.reading() as connection:
            content = _pieces(connection, name, sender.dev)
        if digest(content) != name:
            with self._database.writing() as connection:
                _drop_upload(connection, name, sender.dev)
            raise Denied(WRONG_DIGEST)
        self._storage.put(name, content)
        now_ms = self._clock()
        with self._database.writing() as connection:
            is_known = connection.execute(select(file.c.sha256).where(file.c.sha256 == name)).first() is not None
            this = and_(file.c.sha256 == name, file.c.complete_ms.is_(None))
            whole = {"size": len(content), "complete_ms": now_ms, "stray_ms": None}
            connection.execute(update(file).where(this).values(whole))
            named_files.prove(connection, name, sender)
            _drop_upload(connection, name, sender.dev)
        if not is_known:  # erased while its last bytes came
            self._storage.drop(name)
            raise Denied(NOT_NAMED)
        return Standing(len(content), len(content), self._receipt(name, len(content), now_ms))

    def _kept(self, connection: Connection, name: str, sender: Sender) -> Standing | None:
        """The standing of a file that is all here and open to this device; whoever drops it waits meanwhile."""
        row = connection.execute(select(file).where(file.c.sha256 == name).with_for_update()).first()
        if row is None or row.complete_ms is None or not named_files.is_proven(connection, name, sender):
            return None
        return Standing(row.size, row.size, self._receipt(name, row.size, row.complete_ms))

    def _receipt(self, name: str, size: int, at_ms: int) -> str:
        text = receipt_text(self._identity.hq, name, size, at_ms)
        return f"{at_ms} {base64.b64encode(keys.sign(self._identity.private_key, text)).decode()}"

    def read(self, sender: Sender, name: str, wanted: str = "") -> Part:
        """The bytes that a header ``Range`` asks for, all of them without one. Raises Denied."""
        with self._database.reading() as connection:
            if not named_files.may_read(connection, name, sender):
                raise Denied(NOT_NAMED)
            row = connection.execute(select(file).where(file.c.sha256 == name)).first()
            is_open = named_files.is_proven(connection, name, sender)
        if row is None or row.complete_ms is None or not is_open:
            raise Denied(FILE_NOT_HERE)
        found = read_range(wanted, row.size) if wanted else (0, row.size - 1)
        if found is None:
            raise Denied(WRONG_RANGE, "range")
        first, last = found
        content = self._storage.read(name, first, last - first + 1)
        if content is None or len(content) != last - first + 1:
            raise StorageUnusable(name=name, why=say("berkasnya hilang atau terpotong", "the file is gone or cut"))
        return Part(content, first, row.size)

    def names(self) -> Iterator[str]:
        """All files that the storage has."""
        return self._storage.names()

    def check(self) -> list[str]:
        """The files that should be here whole and are not: gone, cut, or not what their names say."""
        with self._database.reading() as connection:
            kept = connection.execute(select(file).where(file.c.complete_ms.is_not(None)).order_by(file.c.sha256)).all()
        return [row.sha256 for row in kept if digest(self._storage.read(row.sha256, 0, row.size) or b"") != row.sha256]

    def collect(self, *, dry_run: bool) -> Collected:
        """Drop every file that no record names and no laptop owes, and the pieces of uploads that nobody goes on with.

        A laptop owes an answer until it was here after the last record let go of the file: before that it may bring
        one that still names it, written at the same time. A revoked laptop owes nothing. What waits in quarantine
        names its files too.
        """
        now_ms = self._clock()
        with self._database.reading() as connection:
            unnamed = named_files.unnamed_since(connection)
            known = {row.sha256: row for row in connection.execute(select(file))}
        strays = [name for name in self._storage.names() if name not in known or known[name].complete_ms is None]
        due = {name: since for name, since in unnamed.items() if since + GRACE_MS <= now_ms and name in known}
        for name in strays:
            first_ms = known[name].stray_ms if name in known else None
            due.pop(name, None)
            if first_ms is not None and first_ms + UPLOAD_MS <= now_ms:
                due[name] = first_ms
            elif first_ms is None and not dry_run:
                self._note_stray(name, now_ms)
        if not dry_run:
            self._drop_old_uploads(now_ms)
        dropped, owed, size = [], [], 0
        for name, since_ms in sorted(due.items()):
            found = self._drop(name, since_ms, dry_run=dry_run)
            if found is None:
                owed.append(name)
            else:
                dropped.append(name)
                size += found
        return Collected(dropped, size, owed)

    def _note_stray(self, name: str, now_ms: int) -> None:
        with self._database.writing() as connection:
            insert_new(connection, file, {"sha256": name})
            this = and_(file.c.sha256 == name, file.c.complete_ms.is_(None), file.c.stray_ms.is_(None))
            connection.execute(update(file).where(this).values(stray_ms=now_ms))

    def _drop(self, name: str, since_ms: int, *, dry_run: bool) -> int | None:
        """Drop a file if still nothing stands against it; its size, None where something does. An upload that begins
        meanwhile waits for the end of this transaction."""
        with self._database.writing() as connection:
            row = connection.execute(select(file).where(file.c.sha256 == name).with_for_update()).first()
            if row is None or _is_wanted(connection, name, since_ms):
                return None
            if not dry_run:
                self._storage.drop(name)
                connection.execute(delete(file).where(file.c.sha256 == name))
            return row.size or 0

    def drop_erased(self) -> None:
        """Drop the files that an erasure took, whoever owed them; what the storage fails to drop now goes later."""
        with self._database.reading() as connection:
            names = connection.scalars(select(erased_file.c.sha256)).all()
        for name in names:
            self._storage.drop(name)
            with self._database.writing() as connection:
                for table in (piece, upload, file, erased_file):
                    connection.execute(delete(table).where(table.c.sha256 == name))

    def _drop_old_uploads(self, now_ms: int) -> None:
        with self._database.writing() as connection:
            old = connection.execute(select(upload).where(upload.c.touched_ms < now_ms - UPLOAD_MS)).all()
            for row in old:
                _drop_upload(connection, row.sha256, row.dev)


def _is_wanted(connection: Connection, name: str, since_ms: int) -> bool:
    """Whether an upload is under way, a record or a change in quarantine names the file, or a laptop owes an answer."""
    if connection.execute(select(upload.c.dev).where(upload.c.sha256 == name)).first():
        return True
    if named_files.is_named(connection, name):
        return True
    waiting = connection.scalars(select(quarantine.c.payload))
    return any(name.encode() in payload for payload in waiting) or _is_owed(connection, name, since_ms)


def _is_owed(connection: Connection, name: str, since_ms: int) -> bool:
    scopes = named_files.scopes_of(connection, name)
    absent = select(device.c.dev).where(
        device.c.revoked_ms.is_(None), device.c.dev != people.HEADQUARTERS, device.c.last_sync_ms < since_ms
    )
    senders = [people.known_sender(connection, dev) for dev in connection.scalars(absent)]
    return any(may_write_to(sender, scope) for sender in senders for scope in scopes)


def _upload(connection: Connection, name: str, dev: str) -> Standing | None:
    """How far a device's upload is, kept from other requests until the transaction ends."""
    query = select(upload).where(upload.c.sha256 == name, upload.c.dev == dev).with_for_update()
    row = connection.execute(query).first()
    return Standing(row.offset, row.size) if row else None


def _pieces(connection: Connection, name: str, dev: str) -> bytes:
    query = select(piece.c.bytes).where(piece.c.sha256 == name, piece.c.dev == dev).order_by(piece.c.start)
    return b"".join(connection.scalars(query))


def _drop_upload(connection: Connection, name: str, dev: str) -> None:
    for table in (piece, upload):
        connection.execute(delete(table).where(table.c.sha256 == name, table.c.dev == dev))
