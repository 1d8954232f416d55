"""The people whose changes are here, and their laptops, as headquarters names them.

Whoever was learned once is kept: what somebody wrote stays theirs when they have moved to another office.
"""

from __future__ import annotations

from sqlite_utils import Database

from desa_app.store.identity import Settings
from desa_app.sync.pure.wire import People

MARK = "people"


class Colleagues:
    """The colleagues of one laptop; the caller holds the transaction of every write."""

    def __init__(self, db: Database, settings: Settings) -> None:
        self._db = db
        self._settings = settings

    @property
    def mark(self) -> str:
        """Which list of people headquarters sent last; empty before the first."""
        return self._settings.get(MARK) or ""

    def learn(self, people: People | None) -> None:
        """Take in what headquarters sent; nothing where it sent no list."""
        if people is None:
            return
        everybody = people.everybody
        self._db.conn.executemany(
            "INSERT OR REPLACE INTO colleague (person, name, role) VALUES (?, ?, ?)",
            [(one.person, one.name, one.role) for one in everybody],
        )
        self._db.conn.executemany(
            "INSERT OR REPLACE INTO colleague_laptop (dev, person, machine) VALUES (?, ?, ?)",
            [(dev, one.person, machine) for one in everybody for dev, machine in one.laptops.items()],
        )
        self._settings.put(MARK, people.mark)

    def names(self) -> dict[str, str]:
        """Everybody's name by their code."""
        return dict(self._db.conn.execute("SELECT person, name FROM colleague").fetchall())

    def machines(self) -> dict[str, str]:
        """What each laptop is called by its own system, by its device; empty where it didn't say."""
        return dict(self._db.conn.execute("SELECT dev, machine FROM colleague_laptop").fetchall())
