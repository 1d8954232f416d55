"""Colleagues' changes that headquarters has forgotten, and that this laptop brings back with headquarters' receipts
(``sync/pure/testimony.py``)."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Sequence
from typing import Any

from sqlite_utils import Database

from desa_app.domain.records import RECORDS
from desa_app.store.identity import Settings
from desa_app.store.logs import Logs
from desa_app.store.receipts import Receipts
from desa_app.sync.pure.change import Dot, change_hash, dot, dot_parts
from desa_app.sync.pure.testimony import MOST
from desa_app.sync.pure.wire import Grant

_IS_READING = "reading_again"
MOST_BYTES = 128 << 10
"""Of witnessed changes in one request; at least one goes."""
_FORGOTTEN = (
    "FROM (SELECT testimony.*, stamp FROM testimony JOIN journal USING (dev, n) "
    "WHERE journal.scope IS NULL AND journal.record NOT IN (SELECT record FROM hidden))"
)


class Testimony:
    """What one database has yet to say; the caller holds the transaction of every write."""

    def __init__(self, db: Database, settings: Settings, logs: Logs, receipts: Receipts) -> None:
        self._db = db
        self._settings = settings
        self._logs = logs
        self._receipts = receipts

    def look_out(self, grants: Iterable[Grant]) -> None:
        """Called before the logs follow ``grants``: where one is to be read again, headquarters has forgotten
        something. What it had signed for of others is kept in mind until the logs are read."""
        cursors = self._logs.cursors()
        for each in grants:
            cursor = cursors.get(each.scope)
            if cursor and (cursor.epoch != each.epoch or cursor.seq > each.head):
                self._db.conn.execute(
                    "INSERT OR IGNORE INTO testimony (dev, n, receipt) SELECT dev, n, receipt FROM journal "
                    "WHERE scope = ? AND state = 'acked' AND receipt IS NOT NULL "
                    "AND dev <> (SELECT dev FROM device) AND noun IN (SELECT value FROM json_each(?))",
                    [each.scope, json.dumps([*RECORDS])],
                )
                self._db.conn.execute("UPDATE testimony SET said = 0")
                self._settings.put(_IS_READING, "yes")

    def waiting(self) -> dict[Dot, bytes]:
        """The first lines that are to be said, by the changes they are about; none while the logs are being read."""
        if self._settings.get(_IS_READING) == "yes":
            return {}
        found: dict[Dot, bytes] = {}
        size = 0
        for dev, n, receipt in self._rows(
            f"SELECT dev, n, receipt {_FORGOTTEN} WHERE said = 0 ORDER BY stamp, dev, n LIMIT ?", [MOST]
        ):
            line = self._line(dev, n, receipt) or b""
            size += len(line)
            if found and size > MOST_BYTES:
                break
            found[dot(dev, n)] = line
        return found

    def settle(self, said: Collection[Dot], taken: int) -> bool:
        """Take note of what was said, and gather what is to be; whether there is more to say at once. What was said is
        kept until it is in a log again: headquarters may forget it once more before."""
        if taken:
            said_now = [dot_parts(one) for one in said]
            self._db.conn.executemany("UPDATE testimony SET said = 1 WHERE dev = ? AND n = ?", said_now)
        gathered = self._gather()
        return (gathered or taken > 0) and bool(self._rows(f"SELECT dev, n {_FORGOTTEN} WHERE said = 0 LIMIT 1"))

    def _gather(self) -> bool:
        """Once all is read: what stands in no log is what headquarters has forgotten."""
        if self._settings.get(_IS_READING) != "yes" or self._logs.behind():
            return False
        self._db.conn.execute(f"DELETE FROM testimony WHERE (dev, n) NOT IN (SELECT dev, n {_FORGOTTEN})")
        vain = [each[:2] for each in self._rows(f"SELECT dev, n, receipt {_FORGOTTEN}") if not self._line(*each)]
        self._db.conn.executemany("DELETE FROM testimony WHERE dev = ? AND n = ?", vain)
        self._settings.put(_IS_READING, "no")
        return True

    def _line(self, dev: str, n: int, receipt: int) -> bytes | None:
        """A change with its proof; None where there is none, or where some of it was erased since."""
        hashed, payload = self._rows("SELECT hash, payload FROM journal WHERE dev = ? AND n = ?", [dev, n])[0]
        return self._receipts.witnessed(dev, n, receipt) if change_hash(dev, payload) == hashed else None

    def _rows(self, query: str, values: Sequence[Any] = ()) -> list[Any]:
        return list(self._db.conn.execute(query, list(values)).fetchall())
