"""The search index, kept in the transaction that writes the records (docs/decisions/0008).

``entry`` holds what every living record is found by, ``search`` the full-text index over it. An entry's ``place`` is
of its noun's range and grows with time, so that one noun can be read alone, newest first. What a record is found by no
more, after an edit or a deletion, leaves the index at once and in full (FTS5's ``secure-delete``).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from itertools import count
from typing import Any

import msgspec
from sqlcipher3 import dbapi2 as sqlcipher
from sqlite_utils import Database

from desa_app.domain.search import Found, number_pieces, offer_found, person_found, recruiter_found, session_found
from desa_app.sync.pure.rows import shape

SEARCHED = ("attendee", "recruiter", "session", "offer")
_TABLES = ("search_word", "search", "entry")
_RANGE = 1 << 40
_STEP = 2_000
"""Rows indexed at once when the index is made anew."""
Row = Sequence[Any]
_texts = msgspec.json.Decoder(tuple[str, ...])


def make_index(db: Database) -> None:
    """The tables of the index, filled from the records that are here."""
    db.execute(
        "CREATE TABLE entry (place INTEGER PRIMARY KEY, record TEXT NOT NULL UNIQUE, words TEXT NOT NULL, "
        "numbers TEXT NOT NULL)"
    )
    db.execute("CREATE VIRTUAL TABLE search USING fts5(words, numbers, content = '', tokenize = 'ascii')")
    db.execute("INSERT INTO search (search, rank) VALUES ('secure-delete', 1)")
    db.execute("CREATE VIRTUAL TABLE search_word USING fts5vocab(search, 'row')")
    for noun in SEARCHED:
        rows = db.conn.execute(f'SELECT {_names(noun)} FROM "{noun}" ORDER BY id')
        while some := rows.fetchmany(_STEP):
            index(db, noun, some)


def index(db: Database, noun: str, rows: Iterable[Row]) -> None:
    """Let these whole rows, in the order of ``shape(noun).columns``, be found by what they say now."""
    if noun not in SEARCHED:
        return
    read, at = _READERS[noun], _positions(noun)
    now = {row[0]: Found() if row[at["deleted"]] else read(row, at) for row in rows}
    held = _held(db, now)
    outdated = {record: place for record, (place, *found) in held.items() if Found(*found) != now[record]}
    places = count(_last_place(db, noun) + 1)
    _forget(db, [(place, Found(*held[record][1:])) for record, place in outdated.items()])
    as_before = held.keys() - outdated.keys() | {record for record, found in now.items() if found == Found()}
    changed = [(record, found) for record, found in now.items() if record not in as_before]
    _learn(db, [(outdated.get(record) or next(places), record, found) for record, found in changed])


def forget(db: Database, records: Iterable[str]) -> None:
    """Records are found no more."""
    _forget(db, [(place, Found(*found)) for place, *found in _held(db, records).values()])


def span(noun: str) -> tuple[int, int]:
    """The first and the last place that entries of a noun can have."""
    first = SEARCHED.index(noun) * _RANGE
    return first + 1, first + _RANGE - 1


def entries(db: Database, noun: str) -> dict[str, Found]:
    """By record, what the records of a noun are found by as they stand in their table; for comparison."""
    read, at = _READERS[noun], _positions(noun)
    rows = db.conn.execute(f'SELECT {_names(noun)} FROM "{noun}" WHERE NOT deleted')
    found = {row[0]: read(row, at) for row in rows}
    return {record: each for record, each in found.items() if each != Found()}


def wrong_entries(db: Database) -> int:
    """How many entries lack, are of no living record, or are not what their record is found by; one more where the
    full-text index does not hold together, one where there is no index."""
    if not {*_TABLES} <= {*db.table_names()}:
        return 1
    should = {record: found for noun in SEARCHED for record, found in entries(db, noun).items()}
    held = {record: Found(*found) for record, *found in db.conn.execute("SELECT record, words, numbers FROM entry")}
    wrong = sum(should.get(record) != held.get(record) for record in should.keys() | held.keys())
    listed, indexed = (
        {place for (place,) in db.conn.execute(query)}
        for query in ("SELECT place FROM entry", "SELECT id FROM search_docsize")
    )
    return wrong + len(listed ^ indexed) + (not _is_whole(db))


def _is_whole(db: Database) -> bool:
    try:
        db.conn.execute("INSERT INTO search (search) VALUES ('integrity-check')")
    except sqlcipher.DatabaseError as error:
        if not error.sqlite_errorname.startswith("SQLITE_CORRUPT"):
            raise
        return False
    return True


def remake_index(db: Database) -> None:
    """Make the index anew from the records. The caller holds the transaction."""
    for table in _TABLES:
        db.conn.execute(f"DROP TABLE IF EXISTS {table}")
    make_index(db)


def _held(db: Database, records: Iterable[str]) -> dict[str, tuple[int, str, str]]:
    query = "SELECT record, place, words, numbers FROM entry WHERE record IN (SELECT value FROM json_each(?))"
    return {record: (place, *found) for record, place, *found in db.conn.execute(query, [json.dumps([*records])])}


def _last_place(db: Database, noun: str) -> int:
    first, last = span(noun)
    found = db.conn.execute("SELECT max(place) FROM entry WHERE place BETWEEN ? AND ?", [first, last]).fetchone()[0]
    return first - 1 if found is None else int(found)


def _forget(db: Database, outdated: Sequence[tuple[int, Found]]) -> None:
    db.conn.executemany(
        "INSERT INTO search (search, rowid, words, numbers) VALUES ('delete', ?, ?, ?)",
        [(place, found.words, _pieces(found)) for place, found in outdated],
    )
    db.conn.executemany("DELETE FROM entry WHERE place = ?", [(place,) for place, _ in outdated])


def _learn(db: Database, fresh: Sequence[tuple[int, str, Found]]) -> None:
    db.conn.executemany(
        "INSERT INTO entry (place, record, words, numbers) VALUES (?, ?, ?, ?)",
        [(place, record, *found) for place, record, found in fresh],
    )
    db.conn.executemany(
        "INSERT INTO search (rowid, words, numbers) VALUES (?, ?, ?)",
        [(place, found.words, _pieces(found)) for place, _, found in fresh],
    )


def _pieces(found: Found) -> str:
    """Numbers in pieces; ``x`` stands between two of them, so that no run of pieces goes from one into the next."""
    return " x ".join(map(number_pieces, found.numbers.split()))


def _names(noun: str) -> str:
    return ", ".join(f'"{column}"' for column in shape(noun).columns)


@cache
def _positions(noun: str) -> Mapping[str, int]:
    return {column: place for place, column in enumerate(shape(noun).columns)}


def _person(row: Row, at: Mapping[str, int]) -> Found:
    age, born, made = (row[at[name]] for name in ("age", "birth_year", "created_at"))
    if age is None and born is not None and made:
        age = int(made[:4]) - born - 1
    is_agreed = row[at["guardian_consent"]] is not None
    texts = (row[at[name]] for name in ("full_name", "phone", "phone_e164"))
    return person_found(*texts, age=age, is_agreed=is_agreed)


def _recruiter(row: Row, at: Mapping[str, int]) -> Found:
    names = (row[at["alias"]], row[at["company"]])
    contacts = (row[at["handle"]], row[at["url"]])
    return recruiter_found(names, contacts, row[at["phone_e164"]] or row[at["phone"]], row[at["account"]])


def _session(row: Row, at: Mapping[str, int]) -> Found:
    names, codes = (_texts.decode(row[at[name]] or "[]") for name in ("village_names", "villages"))
    return session_found(names, codes, *(row[at[name]] for name in ("date", "venue", "assignment_letter")))


_OFFER_VALUES = (
    *("offered_country", "offered_city", "suspected_country", "suspected_city", "job", "job_detail"),
    *("p3mi_name", "p3mi_licence"),
)


def _offer(row: Row, at: Mapping[str, int]) -> Found:
    said = (row[at[name]] for name in ("village_name", "village", "received_at", *_OFFER_VALUES))
    return offer_found(*said)


_READERS: dict[str, Callable[[Row, Mapping[str, int]], Found]] = {
    "attendee": _person,
    "recruiter": _recruiter,
    "session": _session,
    "offer": _offer,
}
