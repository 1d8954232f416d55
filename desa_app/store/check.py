"""Proof that the database holds together: the file, the journal's numbers and hashes, the logs' chains, and that
every row is exactly what its changes say."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import msgspec
from sqlite_utils import Database

from desa_app.domain.formats import show_number
from desa_app.domain.records import RECORDS
from desa_app.errors import DesaError
from desa_app.language import say
from desa_app.store.database import engine_errors, immediate
from desa_app.store.receipts import covers, is_good
from desa_app.store.search_index import remake_index, wrong_entries
from desa_app.sync.pure.change import Change, chain_link, chain_start, change_hash, decode, dot
from desa_app.sync.pure.merge import State, merge
from desa_app.sync.pure.receipt import Named
from desa_app.sync.pure.rows import shape, to_row, to_state


@dataclass(frozen=True)
class Finding:
    """Something that is not as it must be, and where; or was not, and is mended."""

    where: str
    sentence: str
    is_mended: bool = False


def check(db: Database) -> list[Finding]:
    """All findings; empty when the database holds together. A step that damage cuts short is a finding, too."""
    findings: list[Finding] = []
    for step in (_file, _numbers, _changes, chains, _receipts, _rows, _search):
        try:
            with engine_errors():
                findings.extend(step(db))
        except DesaError as error:
            findings.append(Finding(step.__name__.lstrip("_"), error.sentence))
    return findings


def _file(db: Database) -> Iterator[Finding]:
    for pragma in ("cipher_integrity_check", "integrity_check"):
        for (text,) in db.conn.execute(f"PRAGMA {pragma}").fetchall():
            if text != "ok":
                yield Finding(pragma, str(text))


def _numbers(db: Database) -> Iterator[Finding]:
    device = next(db.query("SELECT dev, n, unknown_from, unknown_to FROM device"))
    numbers = "SELECT n FROM journal WHERE dev = :dev UNION SELECT n FROM gone WHERE dev = :dev"
    here = {n for (n,) in db.conn.execute(numbers, device)}
    missing = {*range(1, device["n"] + 1)} - here
    unknown = {*range(device["unknown_from"] or 1, (device["unknown_to"] or 0) + 1)}
    if missing - unknown or max(here, default=0) > device["n"]:
        yield Finding("journal", say("nomor perubahan tidak lengkap", "the numbers of changes have a gap"))
    elif missing:
        count = len(missing)
        yield Finding(
            "journal",
            say(
                f"laptop ini dipulihkan dari cadangan: {count} perubahan yang dikirimnya sebelum itu tidak ada di "
                "sini, tetapi aman di kantor pusat, yang menyisihkannya",
                f"this laptop was restored from a backup: {count} changes that it sent before are not here, but safe "
                "at headquarters, which keeps them aside",
            ),
        )


def _changes(db: Database) -> Iterator[Finding]:
    for dev, n, noun, record, hashed, payload in db.conn.execute(
        "SELECT dev, n, noun, record, hash, payload FROM journal"
    ):
        change = _decoded(payload)
        says = (change.number, change.noun, change.record) if change else None
        if change_hash(dev, payload) != hashed or says != (n, noun, record):
            yield Finding(dot(dev, n), say("isi perubahan tidak cocok dengan sidiknya", "a change was altered"))


def _receipts(db: Database) -> Iterator[Finding]:
    """Every receipt against its key, and every change against the receipt that it is said to be covered by."""
    keys = dict(db.conn.execute("SELECT key, public_key FROM hq_key").fetchall())
    for row in list(db.query("SELECT * FROM receipt")):
        where = f"receipt {row['id']}"
        if not is_good(row, keys.get(row["key"])):
            yield Finding(where, say("tanda terima tidak sah", "a receipt does not verify"))
        changes = db.conn.execute("SELECT dev, n, noun, record, hash FROM journal WHERE receipt = ?", [row["id"]])
        if not covers(row, map(Named._make, changes)):
            yield Finding(where, say("perubahan di luar tanda terima", "a change outside its receipt"))
    lost = "SELECT count(*) FROM journal WHERE receipt IS NOT NULL AND receipt NOT IN (SELECT id FROM receipt)"
    if db.conn.execute(lost).fetchone()[0]:
        yield Finding("receipt", say("tanda terima hilang", "a receipt is missing"))


def _decoded(payload: bytes) -> Change | None:
    try:
        return decode(payload)
    except msgspec.MsgspecError:
        return None


def chains(db: Database) -> Iterator[Finding]:
    """The scopes whose log, as far as it was read, is not what its chain says."""
    for cursor in list(db.query("SELECT * FROM cursor")):
        chain, expected = chain_start(cursor["scope"]), 1
        for seq, places, hashed, stamp, behind in db.conn.execute(
            "SELECT seq, 1 AS count, hash, stamp, NULL AS chain FROM journal WHERE scope = :scope AND seq <= :seq "
            "UNION ALL SELECT seq, count, hash, stamp, chain FROM gone WHERE scope = :scope AND seq <= :seq "
            "ORDER BY seq",
            cursor,
        ):
            if seq != expected:
                break
            chain, expected = behind or chain_link(chain, hashed, stamp), expected + places
        if expected != cursor["seq"] + 1 or chain != cursor["chain"]:
            yield Finding(cursor["scope"], say("rantai log tidak cocok", "the log's chain does not fit"))


def _rows(db: Database) -> Iterator[Finding]:
    """Every row against the fold of its changes, in an order that differs from the one they were applied in."""
    for noun in RECORDS:
        stored = {row["id"]: row for row in db.query(f'SELECT * FROM "{noun}"')}
        folded = _folded(db, noun)
        hidden = {record for (record,) in db.conn.execute("SELECT record FROM hidden")}
        for record in sorted(stored.keys() | folded.keys()):
            where = f"{noun} {record}"
            if record not in folded:
                yield Finding(where, say("baris tanpa perubahan", "a row without changes"))
            elif record not in stored and record in hidden:
                continue
            elif record not in stored:
                yield Finding(where, say("perubahan tanpa baris", "changes without a row"))
            elif _differs(noun, stored[record], folded[record]):
                yield Finding(where, say("baris berbeda dari perubahannya", "a row is not what was saved"))


def _search(db: Database) -> Iterator[Finding]:
    """What everything is found by, against the rows. It holds nothing of its own, so it is made anew where it is
    wrong."""
    wrong = wrong_entries(db)
    if wrong:
        with immediate(db):
            remake_index(db)
        count = show_number(wrong)
        yield Finding(
            "search",
            say(
                f"{count} entri indeks pencarian hilang atau usang; indeksnya telah dibuat ulang",
                f"{count} entries of the search index were missing or outdated; it was made anew",
            ),
            is_mended=True,
        )


def _differs(noun: str, row: dict[str, Any], state: State) -> bool:
    """Registers are compared as what they say, all other columns as they are."""
    try:
        if to_state(noun, row) != state:
            return True
    except (msgspec.MsgspecError, LookupError, TypeError):
        return True
    expected = dict(zip(shape(noun).columns, to_row(noun, row["id"], row["scope"], state), strict=True))
    return {**row, "registers": ""} != {**expected, "registers": ""}


def _folded(db: Database, noun: str) -> dict[str, State]:
    states: dict[str, State] = {}
    seen: set[str] = set()
    for dev, n, stamp, record, payload in db.conn.execute(
        "SELECT dev, n, stamp, record, payload FROM journal WHERE noun = ? ORDER BY dev, n", [noun]
    ):
        name, change = dot(dev, n), _decoded(payload)
        if change is not None:
            states[record] = merge(states.get(record, {}), change, name, stamp, seen.__contains__)
            seen.add(name)
    return states
