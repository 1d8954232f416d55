"""Proof that the database holds together: the file, the journal's numbers and hashes, the logs' chains, and that
every row is exactly what its changes say."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sqlite_utils import Database

from desa_app.domain.records import RECORDS
from desa_app.language import say
from desa_app.sync.pure.change import chain_link, chain_start, change_hash, decode, dot
from desa_app.sync.pure.merge import State, merge
from desa_app.sync.pure.rows import to_state


@dataclass(frozen=True)
class Finding:
    """Something that is not as it must be, and where."""

    where: str
    sentence: str


def check(db: Database) -> list[Finding]:
    """All findings; empty when the database holds together."""
    return [*_file(db), *_numbers(db), *_hashes(db), *_chains(db), *_rows(db)]


def _file(db: Database) -> Iterator[Finding]:
    for pragma in ("cipher_integrity_check", "integrity_check"):
        for (text,) in db.conn.execute(f"PRAGMA {pragma}").fetchall():
            if text != "ok":
                yield Finding(pragma, str(text))


def _numbers(db: Database) -> Iterator[Finding]:
    device = next(db.query("SELECT dev, n FROM device"))
    count, last = db.conn.execute(
        "SELECT count(*), coalesce(max(n), 0) FROM journal WHERE dev = ?", [device["dev"]]
    ).fetchone()
    if count != device["n"] or last != device["n"]:
        yield Finding("journal", say("nomor perubahan tidak lengkap", "the numbers of changes have a gap"))


def _hashes(db: Database) -> Iterator[Finding]:
    for dev, n, hashed, payload in db.conn.execute("SELECT dev, n, hash, payload FROM journal"):
        if change_hash(dev, payload) != hashed:
            yield Finding(dot(dev, n), say("isi perubahan tidak cocok dengan sidiknya", "a change was altered"))


def _chains(db: Database) -> Iterator[Finding]:
    for cursor in list(db.query("SELECT * FROM cursor")):
        chain, expected = chain_start(cursor["scope"]), 1
        for seq, hashed, stamp in db.conn.execute(
            "SELECT seq, hash, stamp FROM journal WHERE scope = ? AND seq <= ? ORDER BY seq",
            [cursor["scope"], cursor["seq"]],
        ):
            if seq != expected:
                break
            chain, expected = chain_link(chain, hashed, stamp), expected + 1
        if expected != cursor["seq"] + 1 or chain != cursor["chain"]:
            yield Finding(cursor["scope"], say("rantai log tidak cocok", "the log's chain does not fit"))


def _rows(db: Database) -> Iterator[Finding]:
    """Every row against the fold of its changes, in an order that differs from the one they were applied in."""
    for noun in RECORDS:
        stored = {row["id"]: row for row in db.query(f'SELECT * FROM "{noun}"')}
        folded = _folded(db, noun)
        for record in sorted(stored.keys() | folded.keys()):
            if record not in stored or record not in folded:
                yield Finding(f"{noun} {record}", say("baris dan perubahan tidak sepasang", "a row without changes"))
            elif to_state(noun, stored[record]) != folded[record]:
                yield Finding(f"{noun} {record}", say("baris berbeda dari perubahannya", "a row is not what was saved"))


def _folded(db: Database, noun: str) -> dict[str, State]:
    states: dict[str, State] = {}
    seen: set[str] = set()
    for dev, n, stamp, record, payload in db.conn.execute(
        "SELECT dev, n, stamp, record, payload FROM journal WHERE noun = ? ORDER BY dev, n", [noun]
    ):
        name = dot(dev, n)
        states[record] = merge(states.get(record, {}), decode(payload), name, stamp, seen.__contains__)
        seen.add(name)
    return states
