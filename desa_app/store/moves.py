"""What leaves this laptop with a scope, or with a move to another office (SYNC.md, Scopes).

A record that may no longer be read is hidden at once: its row and what it is found by are taken out. Its changes stay
until nothing of it waits for headquarters any more, its files included; then they are purged, and the database
overwrites them (``secure_delete``). Of the own ones only the numbers are kept, and of all of them what the chain of a
log that is still read needs.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence

from sqlite_utils import Database

from desa_app.domain.attachment import NAMING
from desa_app.domain.records import RECORDS
from desa_app.store.search_index import forget
from desa_app.sync.pure.moves import Key, Move

_NO_LONGER_WAITING = (
    "SELECT record, files FROM hidden WHERE NOT EXISTS "
    "(SELECT 1 FROM journal WHERE journal.record = hidden.record AND state <> 'acked' AND state = 'pending')"
)


class Moves:
    """The comings and goings of one database's records; the caller holds the transaction."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def follow(self, move: Move, stamp: int) -> None:
        """Take note of a move, from whichever of its two logs; an earlier one than is known of a record is none."""
        known = self._later(move, stamp)
        fresh = [(noun, record) for noun, record in move.records if record not in known]
        self._db.conn.executemany(
            "INSERT OR REPLACE INTO moved (record, stamp) VALUES (?, ?)", [(record, stamp) for _, record in fresh]
        )
        if move.target in self._read():
            self.bring_home(fresh, move.target)
        else:
            self.hide(fresh, move.target)

    def _later(self, move: Move, stamp: int) -> set[str]:
        """The records of a move that are known to have moved since."""
        ids = json.dumps([record for _, record in move.records])
        query = "SELECT record FROM moved WHERE stamp > ? AND record IN (SELECT value FROM json_each(?))"
        return {record for (record,) in self._db.conn.execute(query, [stamp, ids])}

    def _read(self) -> set[str]:
        """The scopes that may be read."""
        return {scope for (scope,) in self._db.conn.execute("SELECT scope FROM cursor")}

    def bring_home(self, records: Iterable[Key], scope: str) -> None:
        """Rows that are here are at home in this scope from now on."""
        for noun, ids in _by_noun(records).items():
            self._db.conn.execute(
                f'UPDATE "{noun}" SET scope = ? WHERE scope <> ? AND id IN (SELECT value FROM json_each(?))',
                [scope, scope, json.dumps(ids)],
            )

    def lose(self, scope: str) -> None:
        """A scope may not be read any more: hide what is at home there, and forget how far its log was read."""
        for noun in RECORDS:
            ids = [record for (record,) in self._db.conn.execute(f'SELECT id FROM "{noun}" WHERE scope = ?', [scope])]
            self._hide(noun, ids, scope)
        self.forget_places(scope)
        self._db.conn.execute("UPDATE journal SET scope = NULL, seq = NULL WHERE scope = ?", [scope])
        self._db.conn.execute("DELETE FROM cursor WHERE scope = ?", [scope])

    def hide(self, records: Sequence[Key], scope: str) -> None:
        """Take records out of sight, with those that belong to them and that headquarters may not know yet."""
        for noun, ids in _by_noun(records).items():
            for child, children in self._children(noun, ids).items():
                self._hide(child, children, scope)
            self._hide(noun, ids, scope)

    def _children(self, noun: str, ids: Sequence[str]) -> dict[str, list[str]]:
        kinds = [kind for kind in RECORDS.values() if kind.parent == f"{noun}_id"]
        query = 'SELECT id FROM "{}" WHERE "{}" IN (SELECT value FROM json_each(?))'
        return {
            kind.noun: [
                child for (child,) in self._db.conn.execute(query.format(kind.noun, kind.parent), [json.dumps(ids)])
            ]
            for kind in kinds
        }

    def _hide(self, noun: str, ids: Sequence[str], scope: str) -> None:
        named = f"coalesce(\"{NAMING[noun]}\", '') || registers" if noun in NAMING else "NULL"
        here = "id IN (SELECT value FROM json_each(?))"
        self._db.conn.execute(
            f'INSERT OR REPLACE INTO hidden (record, noun, scope, files) SELECT id, ?, ?, {named} FROM "{noun}" '
            f"WHERE {here}",
            [noun, scope, json.dumps(ids)],
        )
        self._db.conn.execute(f'DELETE FROM "{noun}" WHERE {here}', [json.dumps(ids)])
        forget(self._db, ids)

    def hidden_among(self, records: Collection[str]) -> list[Key]:
        """Those of the records that are out of sight here."""
        query = "SELECT noun, record FROM hidden WHERE record IN (SELECT value FROM json_each(?)) ORDER BY rowid"
        return [(noun, record) for noun, record in self._db.conn.execute(query, [json.dumps([*records])])]

    def hidden_in(self, scope: str) -> list[Key]:
        """The records out of sight that were at home in a scope."""
        query = "SELECT noun, record FROM hidden WHERE scope = ? ORDER BY rowid"
        return [(noun, record) for noun, record in self._db.conn.execute(query, [scope])]

    def unhide(self, records: Iterable[Key]) -> None:
        """Records may be read again; their rows are made by the caller."""
        self._db.conn.executemany("DELETE FROM hidden WHERE record = ?", [(record,) for _, record in records])

    def count_hidden(self) -> int:
        """How many records are out of sight but wait for headquarters."""
        return int(self._db.conn.execute("SELECT count(*) FROM hidden").fetchone()[0])

    def purge(self, unsent_files: Callable[[str], bool]) -> tuple[int, list[str]]:
        """Drop what is hidden and waits for nothing; ``unsent_files`` tells whether a text names a file that
        headquarters has yet to get. Returns how many records went, and the texts that name their files."""
        found = self._db.conn.execute(_NO_LONGER_WAITING).fetchall()
        going = [(record, files) for record, files in found if not (files and unsent_files(files))]
        for record, _ in going:
            self._purge(record)
        return len(going), [files for _, files in going if files]

    def _purge(self, record: str) -> None:
        """Of a change nothing stays but its place in a log that is still read, and its number where it is an own one.
        What has no place and is nobody's own needs no trace."""
        self._db.conn.execute(
            "INSERT OR REPLACE INTO gone (scope, seq, count, hash, stamp, dev, n) "
            "SELECT scope, seq, 1, hash, stamp, dev, n FROM journal WHERE record = ? "
            "AND (scope IS NOT NULL OR dev = (SELECT dev FROM device))",
            [record],
        )
        self._db.conn.execute("DELETE FROM journal WHERE record = ?", [record])
        self._db.conn.execute("DELETE FROM hidden WHERE record = ?", [record])

    def leave_behind(self, scope: str, places: Iterable[tuple[str, int, int]]) -> None:
        """Changes, by device and number, are about to get these places in the log of a scope: one that had another
        place leaves that empty."""
        self._db.conn.execute(
            "INSERT OR IGNORE INTO gone (scope, seq, count, hash, stamp) "
            "SELECT journal.scope, seq, 1, hash, stamp FROM json_each(?) AS new JOIN journal "
            "ON journal.dev = new.value ->> 0 AND journal.n = new.value ->> 1 "
            "WHERE journal.scope <> ? OR seq <> new.value ->> 2",
            [json.dumps(list(places)), scope],
        )

    def leave_empty(self, scope: str, seq: int, count: int, chain: bytes) -> None:
        """So many places of a log were served empty; ``chain`` is the hash behind them."""
        self._db.conn.execute(
            "INSERT OR REPLACE INTO gone (scope, seq, count, chain) VALUES (?, ?, ?, ?)", [scope, seq, count, chain]
        )

    def forget_places(self, scope: str) -> None:
        """A log is read anew, or no more: of what has gone from it only the own numbers are kept."""
        self._db.conn.execute("DELETE FROM gone WHERE scope = ? AND dev IS NOT (SELECT dev FROM device)", [scope])
        self._db.conn.execute("UPDATE gone SET scope = NULL, seq = NULL WHERE scope = ?", [scope])

    def forget_moves(self) -> None:
        """Headquarters was restored from a backup: what it said of moves since then it may say otherwise."""
        self._db.conn.execute("DELETE FROM moved")


def _by_noun(records: Iterable[Key]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for noun, record in records:
        if noun in RECORDS:
            found[noun].append(record)
    return found
