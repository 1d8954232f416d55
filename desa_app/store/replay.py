"""What an earlier version kept of fields and record types that it didn't know, merged by the first that does.

A field that is not declared lives in its record's registers and has no column; a change of an unknown record type only
in the journal. Both were pulled, chained and passed on like all others, so nothing needs to be fetched again.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from sqlite_utils import Database

from desa_app.domain.fields import fields_of
from desa_app.domain.records import RECORDS
from desa_app.store.database import immediate
from desa_app.store.records import upsert
from desa_app.sync.pure.change import decode, dot
from desa_app.sync.pure.merge import State, merge
from desa_app.sync.pure.rows import shape, to_row, to_state

Declared = set[tuple[str, str]]


def make_declared(db: Database) -> None:
    """The table of fields that the rows were written with; none yet, so that all rows are looked at once."""
    db.execute("CREATE TABLE declared (noun TEXT NOT NULL, field TEXT NOT NULL, PRIMARY KEY (noun, field))")


def replay(db: Database) -> None:
    """Bring the rows up to what is declared now, in one transaction; nothing to do where that is as it was."""
    if _new(db):
        with immediate(db):
            _replay(db, _new(db))


def _new(db: Database) -> Declared:
    known = set(db.conn.execute("SELECT noun, field FROM declared").fetchall())
    return {(noun, field) for noun, kind in RECORDS.items() for field in fields_of(kind)} - known


def _replay(db: Database, new: Declared) -> None:
    known_nouns = {noun for (noun,) in db.conn.execute("SELECT DISTINCT noun FROM declared")}
    for noun in sorted({noun for noun, _ in new}):
        if known_nouns and noun not in known_nouns:
            _fold_all(db, noun)
        else:
            _rewrite(db, noun, {field for of, field in new if of == noun})
    db.conn.executemany("INSERT INTO declared (noun, field) VALUES (?, ?)", sorted(new))


def _rewrite(db: Database, noun: str, fields: Collection[str]) -> None:
    """Give every register of a newly declared field its column. Rows that say nothing of one stay."""
    for record, registers in db.conn.execute(f'SELECT id, registers FROM "{noun}" ORDER BY id').fetchall():
        if any(f'"{field}":' in registers for field in fields):
            [row] = db.query(f'SELECT * FROM "{noun}" WHERE id = ?', [record])
            written = to_row(noun, record, row["scope"], to_state(noun, row))
            if written != tuple(row[column] for column in shape(noun).columns):
                upsert(db, noun, [written])


def _fold_all(db: Database, noun: str) -> None:
    """Write the records of a type that is new from all changes of theirs that are here."""
    for record, scope, state in _folded(db, noun):
        upsert(db, noun, [to_row(noun, record, scope, state)])


def _folded(db: Database, noun: str) -> Iterator[tuple[str, str, State]]:
    """Records of a type with the scope that their changes name and their state."""
    records = db.conn.execute("SELECT DISTINCT record FROM journal WHERE noun = ?", [noun]).fetchall()
    for (record,) in records:
        state: State = {}
        seen: set[str] = set()
        scope = ""
        for dev, n, stamp, placed, payload in db.conn.execute(
            "SELECT dev, n, stamp, scope, payload FROM journal WHERE noun = ? AND record = ? ORDER BY dev, n",
            [noun, record],
        ):
            change, name = decode(payload), dot(dev, n)
            state = merge(state, change, name, stamp, seen.__contains__)
            seen.add(name)
            scope = placed or scope or change.scope
        yield record, scope, state
