"""What this laptop knows of bundles: its own until they are answered, colleagues' that it carries, and the receipts of
whoever carries its own (SYNC.md, USB stick and LAN).

Nothing here ends a change's waiting: only headquarters' answer does, whichever road it comes by.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import msgspec
from sqlite_utils import Database

from desa_app.store.database import immediate
from desa_app.sync.pure.receipt import Named, named

Interval = tuple[int, int]
KEPT_MS = 90 * 24 * 60 * 60 * 1000
"""How long a colleague's answers are kept here after they came."""
_intervals = msgspec.json.Decoder(list[Interval])


@dataclass(frozen=True)
class Made:
    """A bundle of this laptop: its name, the device it was then, the numbers of the changes in it, its questions
    (JSON), and its bytes until they are on a medium."""

    id: str
    dev: str
    made_ms: int
    numbers: tuple[Interval, ...]
    questions: bytes
    content: bytes | None


@dataclass(frozen=True)
class Relay:
    """A lead's proven receipt for a bundle of this laptop; ``receipt`` are its bytes."""

    bundle: str
    lead: str
    name: str
    at_ms: int
    receipt: bytes

    @property
    def at(self) -> dt.datetime:
        """When the lead took it, by the lead's clock."""
        return dt.datetime.fromtimestamp(self.at_ms / 1000).astimezone()


@dataclass(frozen=True)
class Carried:
    """A colleague's bundle in the spool, which can't be read here: whether headquarters' answers to it are here, or the
    number of the problem that it gave instead."""

    id: str
    dev: str
    name: str
    kept_ms: int
    is_answered: bool
    refused: str


class Bundles:
    """The bundles of one database."""

    def __init__(self, db: Database) -> None:
        self._db = db

    # This laptop's own.

    def keep_made(self, made: Made) -> None:
        """Keep a bundle that was just made."""
        with immediate(self._db):
            self._db.conn.execute(
                "INSERT INTO bundle (id, dev, made_ms, numbers, questions, content) VALUES (?, ?, ?, ?, ?, ?)",
                [made.id, made.dev, made.made_ms, _json(made.numbers), made.questions, made.content],
            )

    def made(self, id: str) -> Made | None:
        """A bundle of this laptop by its name."""
        return next(iter(self._made("id = ?", id)), None)

    def unwritten(self, dev: str) -> list[Made]:
        """The bundles that no medium holds yet."""
        return self._made("content IS NOT NULL AND dev = ?", dev)

    def _made(self, condition: str, *values: str) -> list[Made]:
        rows = self._db.query(f"SELECT * FROM bundle WHERE {condition} ORDER BY made_ms, id", values)
        return [
            Made(
                row["id"],
                row["dev"],
                row["made_ms"],
                tuple(_intervals.decode(row["numbers"])),
                row["questions"],
                row["content"],
            )
            for row in rows
        ]

    def changes(self, made: Made) -> list[Named]:
        """The changes of a bundle as a receipt names them."""
        return [
            named(*row)
            for first, last in made.numbers
            for row in self._db.conn.execute(
                "SELECT dev, n, hash, payload FROM journal WHERE dev = ? AND n BETWEEN ? AND ?", [made.dev, first, last]
            )
        ]

    def is_all(self, made: Iterable[Made]) -> bool:
        """Whether every change that waits for headquarters is in one of these bundles."""
        spans = [span for each in made for span in each.numbers]
        waiting = self._db.conn.execute("SELECT n FROM journal WHERE state <> 'acked' AND state = 'pending'").fetchall()
        return all(any(first <= n <= last for first, last in spans) for (n,) in waiting)

    def written(self, ids: Iterable[str]) -> None:
        """These bundles are on a medium, or of no use any more: their bytes needn't be kept."""
        with immediate(self._db):
            self._db.conn.executemany("UPDATE bundle SET content = NULL WHERE id = ?", [(id,) for id in ids])

    # Receipts for them.

    def note_relay(self, relay: Relay) -> None:
        """Keep a proven receipt for a bundle of this laptop, and mark the changes that it is about."""
        with immediate(self._db):
            id = self._db.conn.execute(
                "INSERT OR REPLACE INTO relayed (bundle, lead, name, at_ms, receipt) VALUES (?, ?, ?, ?, ?)",
                [relay.bundle, relay.lead, relay.name, relay.at_ms, relay.receipt],
            ).lastrowid
            self._db.conn.execute(_MARK, [id, relay.bundle])

    def relays(self) -> list[Relay]:
        """All receipts, the newest first."""
        rows = self._db.query("SELECT bundle, lead, name, at_ms, receipt FROM relayed ORDER BY at_ms DESC, bundle")
        return [Relay(**row) for row in rows]

    def relayed_changes(self) -> dict[int, Relay]:
        """The changes of this laptop that headquarters has not answered for, and that lie on a lead's laptop: by
        number, with the receipt."""
        rows = self._db.conn.execute(_RELAYED).fetchall()
        return {n: Relay(*relay) for n, *relay in rows}

    # Colleagues'.

    def keep(self, id: str, dev: str, name: str, bundle: bytes, now_ms: int) -> bool:
        """Keep a colleague's bundle to carry it on, unless its answers came before it; whether it is the same that may
        be here already."""
        with immediate(self._db):
            self._db.conn.execute("DELETE FROM spool WHERE answers IS NOT NULL AND kept_ms < ?", [now_ms - KEPT_MS])
            kept = self._db.conn.execute("SELECT sha256 FROM spool WHERE id = ?", [id]).fetchone()
            if kept is not None and kept[0]:
                return bool(kept[0] == _digest(bundle))
            self._db.conn.execute(
                "INSERT INTO spool (id, dev, name, kept_ms, sha256, bundle) VALUES (?, ?, ?, ?, ?, ?) "
                "ON CONFLICT (id) DO UPDATE SET name = excluded.name, sha256 = excluded.sha256",
                [id, dev, name, now_ms, _digest(bundle), bundle],
            )
        return True

    def carried(self) -> list[Carried]:
        """Everything in the spool, oldest first."""
        rows = self._db.query(
            "SELECT id, dev, name, kept_ms, answers IS NOT NULL AS answered, refused FROM spool ORDER BY kept_ms, id"
        )
        return [
            Carried(row["id"], row["dev"], row["name"], row["kept_ms"], bool(row["answered"]), row["refused"] or "")
            for row in rows
        ]

    def bundle(self, id: str) -> bytes | None:
        """The bytes of a colleague's bundle that has no answers yet."""
        row = self._db.conn.execute("SELECT bundle FROM spool WHERE id = ?", [id]).fetchone()
        return row[0] if row else None

    def keep_answers(self, id: str, dev: str, answers: bytes, now_ms: int) -> None:
        """Headquarters has answered a colleague's bundle, whose own bytes are of no use any more."""
        with immediate(self._db):
            self._db.conn.execute(
                "INSERT INTO spool (id, dev, name, kept_ms, sha256, answers) VALUES (?, ?, '', ?, x'', ?) "
                "ON CONFLICT (id) DO UPDATE SET bundle = NULL, answers = excluded.answers, refused = NULL",
                [id, dev, now_ms, answers],
            )

    def refused(self, id: str, number: str) -> None:
        """Headquarters did not take a colleague's bundle; it is kept, for what is wrong may be put right there."""
        with immediate(self._db):
            self._db.conn.execute("UPDATE spool SET refused = ? WHERE id = ?", [number, id])

    def answers(self, dev: str | None = None) -> list[tuple[Carried, bytes]]:
        """The answers to bring back, to one device or to all, with whose they are."""
        whose = {each.id: each for each in self.carried() if each.is_answered and dev in (None, each.dev)}
        rows = self._db.conn.execute("SELECT id, answers FROM spool WHERE answers IS NOT NULL").fetchall()
        return [(whose[id], answers) for id, answers in rows if id in whose]


_MARK = """
    UPDATE journal SET relayed = ? WHERE EXISTS (
        SELECT 1 FROM bundle, json_each(bundle.numbers) AS span WHERE bundle.id = ? AND bundle.dev = journal.dev
        AND journal.n BETWEEN span.value ->> 0 AND span.value ->> 1)"""
_RELAYED = """
    SELECT n, relayed.bundle, relayed.lead, relayed.name, relayed.at_ms, relayed.receipt
    FROM journal JOIN relayed ON relayed.id = journal.relayed
    WHERE journal.state <> 'acked' AND journal.state = 'pending'"""


def _json(numbers: Sequence[Interval]) -> str:
    return msgspec.json.encode(numbers).decode()


def _digest(content: bytes) -> bytes:
    return hashlib.sha256(content).digest()
