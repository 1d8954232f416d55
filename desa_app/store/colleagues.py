"""The people whose changes are here, and their laptops, as headquarters names them.

Whoever was learned once is kept: what somebody wrote stays theirs when they have moved to another office.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlite_utils import Database

from desa_app.store.identity import Settings
from desa_app.sync.pure.change import Dot, dot_parts
from desa_app.sync.pure.wire import People

MARK = "people"


@dataclass(frozen=True)
class Author:
    """Who wrote something: the person's code and name (empty where headquarters has named nobody of that code), the
    device, and what its machine is called."""

    person: str
    name: str
    dev: str
    machine: str
    is_own: bool


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


class Authors:
    """Who stands behind a change, as far as headquarters has told."""

    def __init__(self, colleagues: Colleagues, own: str | None) -> None:
        self._names = colleagues.names()
        self._machines = colleagues.machines()
        self._own = own

    def of(self, name: Dot, person: str) -> Author:
        """The author of a change by its dot and its person's code."""
        dev = dot_parts(name)[0]
        return Author(person, self._names.get(person, ""), dev, self._machines.get(dev, ""), dev == self._own)
