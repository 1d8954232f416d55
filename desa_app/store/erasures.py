"""What headquarters ordered to be erased: carried out in the transaction that brings it, and never taken in again.

Afterwards nothing of it is left anywhere on this laptop: freed pages are overwritten (``secure_delete``), the
write-ahead logs are cut, the copies beside the database are made anew. Only then is a receipt given. The orders also
lie in a file of their own beside the database, so that a backup that is put back obeys them before anything is shown.
"""

from __future__ import annotations

import base64
import contextlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from sqlite_utils import Database

from desa_app import durable
from desa_app.domain.attachment import NAMING
from desa_app.domain.erasure import is_taken
from desa_app.domain.records import RECORDS
from desa_app.errors import DamagedDatabase, DesaError
from desa_app.store.database import FILE, designed_errors, immediate, open_database
from desa_app.store.erased import Erased, erased_of
from desa_app.store.files import Files, names_in
from desa_app.store.identity import Identity, Settings
from desa_app.store.key import BACKUPS
from desa_app.store.records import upsert
from desa_app.store.restore import COMING
from desa_app.sync.pure.erasure import erased_change, erased_state
from desa_app.sync.pure.rows import to_row, to_state
from desa_app.sync.pure.wire import Erased as Receipt
from desa_app.sync.pure.wire import Erasure, erased_text

if TYPE_CHECKING:
    from desa_app.store.records import Clock

ORDERS = "erasures.jsonl"
"""The orders beside the database: record types, ids and fields, nothing that was said in them."""
REMADE = "after-erasure"
LONGEST_CARRIED_MS = 72 * 3600 * 1000
"""How long colleagues' answers from before an erasure may lie here (DOMAIN.md, People's data, 7)."""
_STATE = "erasing"
_NOT_CLEAN = -1
_TAIL_BYTES = 4096
_orders = msgspec.json.Decoder(Erasure)


class State(msgspec.Struct, frozen=True, omit_defaults=True):
    """How far this laptop is: ``done`` is the number up to which all orders are carried out, ``clean`` the one up to
    which nothing is left of what they erased, ``told`` the one that headquarters has a receipt for; all three are equal
    but for a moment. ``left`` are copies that can't be opened here, ``files`` the names of files still to drop."""

    done: int = 0
    clean: int = 0
    told: int = 0
    left: int = 0
    files: tuple[str, ...] = ()


class Erasures:
    """The erasures of one database; ``folder`` is where it lies and ``key`` opens it."""

    def __init__(self, folder: Path, key: bytes, db: Database, files: Files, clock: Clock) -> None:
        self._folder = folder
        self._key = key
        self._db = db
        self._files = files
        self._clock = clock
        self._settings = Settings(db)

    @property
    def done(self) -> int:
        """The number up to which all orders that concern this laptop are carried out."""
        return self._state.done

    @property
    def _state(self) -> State:
        return self._settings.get(_STATE, State) or State()

    def carry_out(self, orders: Sequence[Erasure], number: int = 0) -> int:
        """Erase what these orders name, in the caller's transaction; with them all up to ``number`` are done. Returns
        of how many records something was erased."""
        self._db.conn.executemany(
            "INSERT OR IGNORE INTO erasure (record, number, noun, fields) VALUES (?, ?, ?, ?)",
            [(each.record, each.number, each.noun, json.dumps(each.fields)) for each in orders],
        )
        found = erased_of(self._db, (order.record for order in orders))
        files = self._files_of(found)
        changed = [record for record, erased in found.items() if self._erase(record, erased)]
        if changed:  # what waits there can be made again from what waits here
            self._db.conn.execute("UPDATE bundle SET content = NULL WHERE content IS NOT NULL")
        self._note(number, files, is_dirty=bool(changed), is_told=not orders)
        return len(changed)

    def note_purged(self, files: Iterable[str]) -> None:
        """What may no longer be read was dropped, in the caller's transaction; it is to leave this disk as well."""
        self._note(self.done, files, is_dirty=True, is_told=True)

    def _note(self, number: int, files: Iterable[str], *, is_dirty: bool, is_told: bool) -> None:
        """Keep how far this laptop is; there is nothing to tell headquarters where it gave no order."""
        state = self._state
        done = max(state.done, number)
        clean = _NOT_CLEAN if is_dirty else done if state.clean == state.done else state.clean
        told = done if is_told and state.told == state.done else state.told
        kept = tuple(sorted({*state.files, *files}))
        fresh = msgspec.structs.replace(state, done=done, clean=clean, told=told, files=kept)
        if fresh != state:
            self._settings.put(_STATE, fresh)

    def _files_of(self, found: Mapping[str, Erased]) -> set[str]:
        """The files that these records name in what is erased of them, also those that are hidden here."""
        naming = {
            (erased.noun, record)
            for record, erased in found.items()
            if erased.noun in NAMING and is_taken(erased.fields, erased.noun, NAMING[erased.noun])
        }
        if not naming:
            return set()
        named = {name for name, records in self._files.naming().items() if records & naming}
        return named | self._hidden_files([record for _, record in naming])

    def _hidden_files(self, records: Sequence[str]) -> set[str]:
        """The files that hidden ones of these records name; what is kept of them names none from now on."""
        hidden = "record IN (SELECT value FROM json_each(?))"
        rows = self._db.conn.execute(f"SELECT files FROM hidden WHERE {hidden}", [json.dumps(records)]).fetchall()
        self._db.conn.execute(f"UPDATE hidden SET files = NULL WHERE {hidden}", [json.dumps(records)])
        return names_in(text for (text,) in rows)

    def _erase(self, record: str, erased: Erased) -> bool:
        in_changes = self._erase_changes(record, erased)
        return self._erase_row(record, erased) or in_changes

    def _erase_changes(self, record: str, erased: Erased) -> bool:
        """Take it out of the changes of a record, those that wait for headquarters included; their hashes stay."""
        rows = self._db.conn.execute(
            "SELECT dev, n, payload FROM journal WHERE record = ? AND noun = ?", [record, erased.noun]
        ).fetchall()
        fresh = [(erased_change(dev, payload, erased.fields), dev, n, payload) for dev, n, payload in rows]
        changed = [(payload, dev, n) for payload, dev, n, before in fresh if payload != before]
        self._db.conn.executemany("UPDATE journal SET payload = ? WHERE dev = ? AND n = ?", changed)
        return bool(changed)

    def _erase_row(self, record: str, erased: Erased) -> bool:
        if erased.noun not in RECORDS:
            return False
        row = next(self._db.query(f'SELECT * FROM "{erased.noun}" WHERE id = ?', [record]), None)
        if row is None:
            return False
        state = to_state(erased.noun, row)
        fresh = erased_state(erased.noun, state, erased.fields)
        if fresh == state:
            return False
        upsert(self._db, erased.noun, [to_row(erased.noun, record, row["scope"], fresh)])
        return True

    # What is left of it on the disk.

    def clean_up(self) -> None:
        """Leave nothing of what was erased on this disk, and be ready to give a receipt. Nothing to do is the rule.

        What can't be done now, a reader being at work or the disk full, is done at the next occasion.
        """
        state = self._state
        if (state.clean >= state.done and not state.left) or not (self._folder / FILE).exists():
            return
        with contextlib.suppress(DesaError), designed_errors(str(self._folder)):
            self._keep_orders()
            is_clean = _drop_files(self._files, state.files)
            left = self._erase_copies() + self._carried(state.done)
            if is_clean and _cut_log(self._db):
                self._note_clean(state, left)

    def _note_clean(self, state: State, left: int) -> None:
        """Everything that was done at ``state`` is gone for good, but for copies that can't be opened."""
        with immediate(self._db):
            now = self._state
            if now.done == state.done and now.files == state.files:
                told = now.told if left == state.left else _NOT_CLEAN
                self._settings.put(_STATE, State(done=now.done, clean=now.done, told=told, left=left))

    def _erase_copies(self) -> int:
        """Erase in every copy beside the database; returns how many can't be opened.

        A backup before a migration holds nothing else than the database does, so it is made anew. What was put aside
        by a restore may hold more, and a backup that waits to be restored, too: in these it is erased.
        """
        from desa_app.store.schema import back_up

        copies = sorted((self._folder / BACKUPS).glob("*.db"))
        if copies:
            back_up(self._db, self._folder / BACKUPS, REMADE)
        for copy in copies:
            if copy.stem != REMADE:
                copy.unlink()
        others = [*(self._folder / BACKUPS).glob(f"*/{FILE}"), *self._folder.glob(f"{COMING}/{FILE}")]
        return sum(not self._is_erased_in(path) for path in sorted(others))

    def _carried(self, number: int) -> int:
        """How many sealed bundles of colleagues from before the last order lie here, which nobody can open here.

        Answers that nobody fetched in time are dropped: they can be had again. What waits for headquarters is brought
        there and erased on its arrival; numbers of orders are times.
        """
        late = [number, self._clock() - LONGEST_CARRIED_MS]
        with immediate(self._db) as db:
            db.conn.execute("DELETE FROM spool WHERE answers IS NOT NULL AND kept_ms < ? AND kept_ms < ?", late)
        return int(self._db.conn.execute("SELECT count(*) FROM spool WHERE kept_ms < ?", [number]).fetchone()[0])

    def _is_erased_in(self, path: Path) -> bool:
        """Carry out all orders in another database under the same key; False where that doesn't open it."""
        from desa_app.store.schema import laptop

        try:
            with contextlib.closing(open_database(path, self._key)) as db:
                with immediate(db):
                    laptop.apply(db)
                files = Files(path.parent, self._key, db, self._clock)
                with contextlib.closing(files):
                    there = Erasures(path.parent, self._key, db, files, self._clock)
                    with immediate(db):
                        there.carry_out(self._all(), self.done)
                    return _drop_files(files, there._state.files) and _cut_log(db)
        except DamagedDatabase:
            return False

    def _all(self) -> list[Erasure]:
        rows = self._db.conn.execute("SELECT number, noun, record, fields FROM erasure ORDER BY number").fetchall()
        return [Erasure(number, noun, record, tuple(json.loads(fields))) for number, noun, record, fields in rows]

    def _keep_orders(self) -> None:
        """Write the file beside the database anew, whole or not at all."""
        path = self._folder / ORDERS
        lines = [msgspec.json.encode(order) for order in self._all()]
        fresh = durable.beside(path)
        durable.write(fresh, b"".join(line + b"\n" for line in lines))
        durable.replace(fresh, path)

    def replay(self) -> None:
        """Carry out what the file beside the database says and the database doesn't know: it was put back from a
        backup. Called before anything is shown; headquarters is asked for all orders since the backup anyway."""
        path = self._folder / ORDERS
        last = self._db.conn.execute("SELECT coalesce(max(number), 0) FROM erasure").fetchone()[0]
        if path.exists() and _last_number(path) > last:
            with immediate(self._db):
                self.carry_out([order for order in _read(path) if order.number > last])
        self.clean_up()

    # The receipt.

    def receipt(self, me: Identity, sign: Callable[[bytes], bytes]) -> Receipt | None:
        """The receipt that headquarters waits for; None where there is none to give."""
        state = self._state
        if not self.owes_receipt:
            return None
        at = self._clock()
        signature = sign(erased_text(me.hq, me.dev, state.clean, at, state.left))
        return Receipt(state.clean, at, state.left, base64.b64encode(signature).decode())

    def has_told(self, receipt: Receipt | None) -> None:
        """Headquarters has this receipt; in the caller's transaction."""
        state = self._state
        if receipt and receipt.number == state.clean and receipt.left == state.left:
            self._settings.put(_STATE, msgspec.structs.replace(state, told=receipt.number))

    @property
    def owes_receipt(self) -> bool:
        """Whether there is a receipt to be given that headquarters doesn't have."""
        state = self._state
        return state.done == state.clean > state.told


def _drop_files(files: Files, names: Sequence[str]) -> bool:
    """Drop files that an erasure took, unless another record names them; False while somebody reads in their log."""
    if not (names and files.exists):
        return True
    files.let_go(names)
    files.sweep()
    return _cut_log(files.db)


def _cut_log(db: Database) -> bool:
    """Empty the write-ahead log, which still holds pages as they were; False while somebody reads them."""
    return not db.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]


def _read(path: Path) -> Iterator[Erasure]:
    for line in path.read_bytes().splitlines():
        with contextlib.suppress(msgspec.MsgspecError):
            yield _orders.decode(line)


def _last_number(path: Path) -> int:
    """The number of the last order in the file, without reading all of it."""
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - _TAIL_BYTES))
        last = file.read().splitlines()[-1:]
    return max((order.number for line in last for order in [_orders.decode(line)]), default=0)
