"""What this laptop holds of each scope, to be compared with headquarters, and the mending of what differs.

Compared is what headquarters can know: a record that has changes which are in no log yet counts as it was without
them. Mending never deletes: a row is written anew from its changes, and a change comes back with the bytes that
headquarters has under its name.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import msgspec
from sqlite_utils import Database

from desa_app.domain.records import RECORDS
from desa_app.errors import Unproven
from desa_app.language import say
from desa_app.store.check import chains
from desa_app.store.database import one_moment
from desa_app.store.records import upsert
from desa_app.sync.pure.change import Change, change_hash, decode, dot
from desa_app.sync.pure.digest import Bucket, Claim, Digest, bucket_of, chain_mark, row_hash, spelled, state_hash
from desa_app.sync.pure.merge import State, merge
from desa_app.sync.pure.rows import shape, to_row
from desa_app.sync.pure.wire import Entry

_entries = msgspec.json.Decoder(Entry)
Row = Mapping[str, Any]


class Written(NamedTuple):
    """A change as the journal has it."""

    dev: str
    n: int
    stamp: int
    hash: bytes
    payload: bytes

    @property
    def change(self) -> Change | None:
        """What it says; None where it was damaged so that it says nothing."""
        try:
            return decode(self.payload)
        except (msgspec.MsgspecError, UnicodeDecodeError):
            return None

    @property
    def is_sound(self) -> bool:
        """Whether these are the bytes that were made under this name."""
        change = self.change
        return change is not None and change.number == self.n and change_hash(self.dev, self.payload) == self.hash


class Digests:
    """The digests of one database."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def claims(self) -> tuple[dict[str, Claim], dict[str, tuple[Bucket, ...]]]:
        """By scope that was read to its end, what is held of it, and the same in buckets."""
        claims, buckets = {}, {}
        with one_moment(self._db):
            for scope, seq, chain in self._read_to_the_end():
                digest = Digest(chain)
                for noun, row in self._settled(scope):
                    digest.add(noun, row)
                claims[scope], buckets[scope] = Claim(seq, chain_mark(chain), digest.all), digest.buckets
        return claims, buckets

    def marks(self) -> dict[str, Claim]:
        """By scope, how far its log was read and nothing of its records: enough to learn whether it is the same log."""
        nothing = Bucket(0, spelled(0))
        rows = self._db.conn.execute("SELECT scope, seq, chain FROM cursor").fetchall()
        return {scope: Claim(seq, chain_mark(chain), nothing) for scope, seq, chain in rows}

    def broken_logs(self) -> set[str]:
        """The scopes whose changes here are no longer all that their chain was made of."""
        return {finding.where for finding in chains(self._db)}

    def damaged(self) -> dict[str, list[str]]:
        """By scope, the records of which a change in its log is no longer here as it was."""
        found: dict[str, list[str]] = {}
        query = "SELECT scope, noun, record, dev, n, stamp, hash, payload FROM journal WHERE scope IS NOT NULL"
        for scope, noun, record, *written in self._db.conn.execute(query):
            each = Written._make(written)
            change = each.change if each.is_sound else None
            if change is None or (change.noun, change.record) != (noun, record):
                found.setdefault(scope, []).append(change.record if change else record)
        return found

    def hashes(self, scope: str, places: Collection[int]) -> dict[str, tuple[str, str]]:
        """By record in some buckets of a scope, its noun and its hash."""
        with one_moment(self._db):
            chain = self._chain(scope)
            return {
                row["id"]: (noun, spelled(row_hash(chain, noun, row)))
                for noun, row in self._settled(scope)
                if bucket_of(row["id"]) in places
            }

    def unplaced(self, scope: str) -> dict[str, str]:
        """The records of a scope, with their nouns, that have changes which are in no log."""
        query = "SELECT DISTINCT noun, record FROM journal WHERE scope IS NULL"
        found = {record: noun for noun, record in self._db.conn.execute(query) if noun in RECORDS}
        return {record: noun for record, noun in found.items() if self._home(noun, record) == scope}

    def refold(self, scope: str, records: Mapping[str, str], like: Mapping[str, str] | None = None) -> Counter[str]:
        """Write those records, with their nouns, anew that are not what their changes here say; returns how many by
        noun. ``like`` are headquarters' hashes, where it isn't sure that all changes are here: then only what comes out
        the same is written. One whose unsent changes were damaged stays as it is. The caller holds the transaction."""
        chain, mended = self._chain(scope), Counter[str]()
        for record, noun in records.items():
            state = _folded(self._sound_changes(noun, record))
            settled = _folded(self._changes(noun, record, placed=True))
            if like is not None and like.get(record) != spelled(state_hash(chain, noun, record, settled)):
                continue
            if state and self._put(noun, record, scope, state):
                mended[noun] += 1
        return mended

    def take(self, scope: str, entries: Sequence[tuple[int, bytes]]) -> bool:
        """Keep changes that headquarters gave, (place in the log, line) each, where they are missing or damaged here;
        returns whether any was missing, for which there is no receipt now. The caller holds the transaction. Raises
        Unproven where another whole change goes by one's name."""
        before = self._count()
        for seq, line in entries:
            entry = _entry(line)
            payload, change = bytes(entry.change), decode(bytes(entry.change))
            hashed, stamp = change_hash(entry.dev, payload), entry.stamp or change.stamp
            if self._is_whole(entry.dev, change.number, hashed):
                self._db.conn.execute(
                    "UPDATE journal SET state = 'acked', noun = ?, record = ?, stamp = ?, scope = ?, seq = ? "
                    "WHERE dev = ? AND n = ?",
                    [change.noun, change.record, stamp, scope, seq, entry.dev, change.number],
                )
                continue
            row = (entry.dev, change.number, change.noun, change.record, stamp, scope, seq, hashed, payload)
            self._db.conn.execute(
                "INSERT INTO journal (dev, n, state, noun, record, stamp, scope, seq, hash, payload) "
                "VALUES (?, ?, 'acked', ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (dev, n) DO UPDATE SET state = 'acked', "
                "noun = excluded.noun, record = excluded.record, stamp = excluded.stamp, scope = excluded.scope, "
                "seq = excluded.seq, hash = excluded.hash, payload = excluded.payload",
                row,
            )
        return self._count() > before

    def _read_to_the_end(self) -> list[tuple[str, int, bytes]]:
        return self._db.conn.execute("SELECT scope, seq, chain FROM cursor WHERE seq = head ORDER BY scope").fetchall()

    def _settled(self, scope: str) -> Iterator[tuple[str, Row]]:
        """The records of a scope as noun and row, without the changes that are in no log."""
        unplaced = {record for (record,) in self._db.conn.execute("SELECT record FROM journal WHERE scope IS NULL")}
        for noun in RECORDS:
            names = shape(noun).columns
            listed = ", ".join(f'"{name}"' for name in names)
            for cells in self._db.conn.execute(f'SELECT {listed} FROM "{noun}" WHERE scope = ?', [scope]):
                row = dict(zip(names, cells, strict=True))
                if row["id"] not in unplaced:
                    yield noun, row
                elif state := _folded(self._changes(noun, row["id"], placed=True)):
                    yield noun, dict(zip(names, to_row(noun, row["id"], scope, state), strict=True))

    def _changes(self, noun: str, record: str, *, placed: bool | None = None) -> list[Written]:
        """The changes of a record: all, or only those that are in a log, or in none."""
        only = {None: "", True: " AND scope IS NOT NULL", False: " AND scope IS NULL"}[placed]
        query = "SELECT dev, n, stamp, hash, payload FROM journal WHERE record = ? AND noun = ?"
        rows = self._db.conn.execute(f"{query}{only} ORDER BY stamp, dev, n", [record, noun]).fetchall()
        return [Written._make(row) for row in rows]

    def _sound_changes(self, noun: str, record: str) -> list[Written]:
        """The changes of a record that are what they were; none where one that is only here is not: its row is the
        last that tells of it."""
        if not all(each.is_sound for each in self._changes(noun, record, placed=False)):
            return []
        return [each for each in self._changes(noun, record) if each.is_sound]

    def _count(self) -> int:
        return int(self._db.conn.execute("SELECT count(*) FROM journal").fetchone()[0])

    def _chain(self, scope: str) -> bytes:
        found: bytes = self._db.conn.execute("SELECT chain FROM cursor WHERE scope = ?", [scope]).fetchone()[0]
        return found

    def _home(self, noun: str, record: str) -> str | None:
        found = self._db.conn.execute(f'SELECT scope FROM "{noun}" WHERE id = ?', [record]).fetchone()
        return found[0] if found else None

    def _put(self, noun: str, record: str, scope: str, state: State) -> bool:
        names = shape(noun).columns
        found = self._db.conn.execute(
            f'SELECT {", ".join(map(_quoted, names))} FROM "{noun}" WHERE id = ?', [record]
        ).fetchone()
        row = to_row(noun, record, scope, state)
        if found == row:
            return False
        upsert(self._db, noun, [row])
        return True

    def _is_whole(self, dev: str, n: int, hashed: bytes) -> bool:
        """Whether a change is here with these very bytes. Raises Unproven where it is here with others."""
        query = "SELECT dev, n, stamp, hash, payload FROM journal WHERE dev = ? AND n = ?"
        found = self._db.conn.execute(query, [dev, n]).fetchone()
        if found is None or not (written := Written._make(found)).is_sound:
            return False
        if written.hash != hashed:
            raise Unproven(why=say("perubahan lain di nomor yang sama", "another change under the same number"))
        return True


def _quoted(name: str) -> str:
    return f'"{name}"'


def _entry(line: bytes) -> Entry:
    try:
        return _entries.decode(line)
    except msgspec.MsgspecError as error:
        raise Unproven(why=say("isi log tidak terbaca", "the log can't be read")) from error


def _folded(changes: Iterable[Written]) -> State:
    state: State = {}
    seen: set[str] = set()
    for each in changes:
        change, name = each.change, dot(each.dev, each.n)
        if change is not None:
            state = merge(state, change, name, each.stamp, seen.__contains__)
            seen.add(name)
    return state
