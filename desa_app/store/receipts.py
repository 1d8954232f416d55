"""Headquarters' receipts on this laptop: what they cover, and the proof of any single record.

A receipt is kept in the transaction that settles the changes it covers, and only where it verifies: a change without
one is nowhere shown as being at headquarters.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import msgspec
from sqlite_utils import Database

from desa_app.domain.records import RECORDS
from desa_app.errors import NotFound, NotProven, Unproven
from desa_app.language import say
from desa_app.sync.pure.proof import Link, Proof, Signed
from desa_app.sync.pure.receipt import Endorsement, Named, Statement, in_order, key_id, named, path, root, stated
from desa_app.sync.pure.signing import is_signed_by, raw, text
from desa_app.sync.pure.testimony import Witnessed
from desa_app.sync.pure.wire import Reply

_LEAF = 32


class Receipts:
    """The receipts of one database, and the keys of headquarters that they were signed with; the caller holds the
    transaction of every write."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def next_id(self) -> int:
        """What the next receipt is called; the changes that it is to cover are marked with it first."""
        return int(self._db.conn.execute("SELECT coalesce(max(id), 0) + 1 FROM receipt").fetchone()[0])

    def trust(self, known: bytes, endorsed: Iterable[Endorsement]) -> None:
        """Keep the key of headquarters that this laptop knows and those that it was found to lead to."""
        links = [(known, b""), *((raw(each.key), raw(each.signature)) for each in endorsed)]
        self._db.conn.executemany(
            "INSERT OR IGNORE INTO hq_key (key, public_key, signature) VALUES (?, ?, ?)",
            [(key_id(key), key, signature) for key, signature in links],
        )

    def trusted_keys(self) -> list[bytes]:
        """All keys of headquarters that this laptop has trusted, the newest last."""
        return [key for (key,) in self._db.conn.execute("SELECT public_key FROM hq_key ORDER BY rowid").fetchall()]

    def keep(self, receipt: int, reply: Reply, key: bytes) -> None:
        """Keep the receipt of an answer for the changes that are marked with it; nothing where there are none. Raises
        Unproven where ``key`` has not signed over exactly these: then the transaction must not be committed."""
        leaves = [each.leaf for each in in_order(self._marked(receipt))]
        if not leaves:
            return
        signature = raw(reply.receipt)
        if not is_signed_by(key, signature, stated(reply.hq, reply.wall_ms, leaves).text()):
            raise Unproven(why=say("tanda terima tidak cocok", "the receipt does not fit"))
        self._db.conn.execute(
            "INSERT INTO receipt (id, hq, key, at_ms, leaves, signature) VALUES (?, ?, ?, ?, ?, ?)",
            [receipt, reply.hq, key_id(key), reply.wall_ms, b"".join(leaves), signature],
        )

    def _marked(self, receipt: int) -> Iterator[Named]:
        for dev, n, hashed, payload in self._db.conn.execute(
            "SELECT dev, n, hash, payload FROM journal WHERE receipt = ?", [receipt]
        ):
            yield named(dev, n, hashed, payload)

    def proof(self, noun: str, record: str) -> Proof:
        """The proof that every change of a record and of what belongs to it, as far as they are here, is durable at
        headquarters. Raises NotFound, or NotProven where one of them is not known to be."""
        changes = self._changes(noun, record)
        if not changes:
            raise NotFound(what=f"{noun} {record}")
        kept = self._kept({receipt for _, receipt in changes})
        if any(receipt not in kept for _, receipt in changes):
            raise NotProven
        places = {receipt: place for place, receipt in enumerate(kept)}
        leaves = {receipt: _leaves(row["leaves"]) for receipt, row in kept.items()}
        links = tuple(
            _link(change, places[receipt], leaves[receipt], record)
            for change, receipt in changes
            if receipt is not None
        )
        signed = tuple(_signed(row, leaves[receipt]) for receipt, row in kept.items())
        return Proof(1, next(iter(kept.values()))["hq"], noun, record, links, signed, self._endorsements())

    def witnessed(self, dev: str, n: int, receipt: int) -> bytes | None:
        """A change with the proof by a receipt that headquarters once held it (``sync.pure.testimony``); None where
        that doesn't cover it."""
        hashed, payload = self._db.conn.execute(
            "SELECT hash, payload FROM journal WHERE dev = ? AND n = ?", [dev, n]
        ).fetchone()
        row = self._kept([receipt]).get(receipt)
        leaf = named(dev, n, hashed, payload).leaf
        leaves = _leaves(row["leaves"]) if row else []
        if row is None or leaf not in leaves:
            return None
        place = leaves.index(leaf)
        siblings = tuple(each.hex() for each in path(leaves, place))
        return msgspec.json.encode(Witnessed(dev, n, msgspec.Raw(payload), _signed(row, leaves), place, siblings))

    def _changes(self, noun: str, record: str) -> list[tuple[Named, int | None]]:
        """The changes of a record and of its children, with the receipts that cover them."""
        records = [(noun, record)]
        for kind in RECORDS.values():
            if kind.parent == f"{noun}_id":
                query = f'SELECT id FROM "{kind.noun}" WHERE "{kind.parent}" = ? ORDER BY id'
                records += [(kind.noun, child) for (child,) in self._db.conn.execute(query, [record]).fetchall()]
        return [
            (named(dev, n, hashed, payload), receipt)
            for each in records
            for dev, n, hashed, payload, receipt in self._db.conn.execute(
                "SELECT dev, n, hash, payload, receipt FROM journal WHERE noun = ? AND record = ? ORDER BY dev, n", each
            ).fetchall()
        ]

    def _kept(self, receipts: Iterable[int | None]) -> dict[int, dict[str, Any]]:
        asked = sorted(receipt for receipt in receipts if receipt is not None)
        marks = ", ".join("?" * len(asked))
        return {row["id"]: row for row in self._db.query(f"SELECT * FROM receipt WHERE id IN ({marks})", asked)}

    def _endorsements(self) -> tuple[Endorsement, ...]:
        rows = self._db.conn.execute("SELECT public_key, signature FROM hq_key ORDER BY rowid").fetchall()
        return tuple(Endorsement(text(key), text(signature)) for key, signature in rows if signature)


def is_good(row: dict[str, Any], public_key: bytes | None) -> bool:
    """Whether a kept receipt still verifies with the key that it names."""
    statement = Statement(row["hq"], row["at_ms"], len(row["leaves"]) // _LEAF, root(_leaves(row["leaves"])))
    return public_key is not None and is_signed_by(public_key, row["signature"], statement.text())


def covers(row: dict[str, Any], changes: Iterable[Named]) -> bool:
    """Whether a kept receipt is one over all of these changes."""
    leaves = set(_leaves(row["leaves"]))
    return all(change.leaf in leaves for change in changes)


def _leaves(joined: bytes) -> list[bytes]:
    return [joined[start : start + _LEAF] for start in range(0, len(joined), _LEAF)]


def _link(change: Named, receipt: int, leaves: Sequence[bytes], of: str) -> Link:
    if change.leaf not in leaves:
        raise NotProven
    place = leaves.index(change.leaf)
    siblings = tuple(each.hex() for each in path(leaves, place))
    child = (change.noun, change.record) if change.record != of else ()
    return Link(change.dev, change.n, change.hash.hex(), receipt, place, siblings, *child)


def _signed(row: dict[str, Any], leaves: Sequence[bytes]) -> Signed:
    return Signed(row["at_ms"], len(leaves), root(leaves).hex(), row["key"], text(row["signature"]))
