"""Telling a laptop whether it holds what headquarters holds, and giving it what it lacks (SYNC.md, Proof that both
sides hold the same).

All of it is read in one moment of the database, after the laptop's changes were taken, so that head and records belong
together; nobody waits for it, and nothing is written: a laptop's word never changes a record here.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from sqlalchemy import Connection, select

from desa_app.domain.records import RECORDS
from desa_app.hq import log
from desa_app.hq.database import portions
from desa_app.hq.log import Head
from desa_app.hq.schema import RECORD_TABLES
from desa_app.hq.schema import log as log_table
from desa_app.sync.pure.change import chain_start
from desa_app.sync.pure.digest import Claim, Comparison, Digest, Verdict, bucket_of, chain_mark, row_hash, spelled
from desa_app.sync.pure.rows import shape
from desa_app.sync.pure.wire import MAX_BODY_BYTES

MOST_BYTES = MAX_BODY_BYTES // 4
"""Bytes of changes in one answer; a laptop asks again for the records that found no room."""
_STEP = 1_000
Row = Mapping[str, Any]


class Compared(NamedTuple):
    """Verdicts, and the log entries that they speak of in the same order."""

    verdicts: tuple[Verdict, ...] = ()
    lines: tuple[bytes, ...] = ()


def compare(connection: Connection, asked: Comparison, scopes: Collection[str]) -> Compared:
    """Answer what was asked of those ``scopes`` that may be read. What nothing can be said of is left out: a scope
    whose log has moved on is compared when the laptop has read on."""
    heads = {scope: head for scope, head in log.heads(connection).items() if scope in scopes}
    verdicts: list[Verdict] = []
    for scope, claim in _within(asked.claims, heads):
        verdicts += _judged(connection, scope, heads[scope], claim)
    for scope, places in _within(asked.buckets, heads):
        verdicts.append(_named(connection, scope, heads[scope], set(places)))
    lines: list[bytes] = []
    for scope, records in _within(asked.records, heads):
        verdict, entries = _given(connection, scope, heads[scope], records, MOST_BYTES - sum(map(len, lines)))
        verdicts.append(verdict)
        lines += entries
    return Compared(tuple(verdicts), tuple(lines)) if _stood_still(connection, heads) else Compared()


def _stood_still(connection: Connection, heads: Mapping[str, Head]) -> bool:
    """Whether nothing came into these logs meanwhile; PostgreSQL shows each statement a moment of its own."""
    now = log.heads(connection)
    return all(now.get(scope) == head for scope, head in heads.items())


def rows_of(connection: Connection, scope: str) -> Iterator[tuple[str, Row]]:
    """Every record of a scope as noun and row, without ever holding all of them."""
    for noun in RECORDS:
        table, names = RECORD_TABLES[noun], shape(noun).columns
        query = select(*(table.c[name] for name in names)).where(table.c.scope == scope)
        for row in connection.execute(query.execution_options(yield_per=_STEP)):
            yield noun, dict(zip(names, row, strict=True))


def _within(asked: Mapping[str, Any], heads: Mapping[str, Head]) -> Iterable[tuple[str, Any]]:
    return [(scope, each) for scope, each in asked.items() if scope in heads]


def _judged(connection: Connection, scope: str, head: Head, claim: Claim) -> list[Verdict]:
    if claim.seq > head.head:
        return []
    if claim.chain != chain_mark(_chain_at(connection, scope, claim.seq)):
        return [Verdict(scope, claim.seq, is_forked=True)]
    if claim.seq < head.head:
        return []
    digest = Digest(head.chain)
    for noun, row in rows_of(connection, scope):
        digest.add(noun, row)
    if digest.all == claim.all:
        return [Verdict(scope, head.head, is_equal=True)]
    return [Verdict(scope, head.head, buckets=digest.buckets)]


def _chain_at(connection: Connection, scope: str, seq: int) -> bytes:
    if seq == 0:
        return chain_start(scope)
    query = select(log_table.c.chain).where(log_table.c.scope == scope, log_table.c.seq == seq)
    return bytes(connection.scalar(query) or b"")


def _named(connection: Connection, scope: str, head: Head, places: Collection[int]) -> Verdict:
    records = tuple(
        (noun, row["id"], spelled(row_hash(head.chain, noun, row)))
        for noun, row in rows_of(connection, scope)
        if bucket_of(row["id"]) in places
    )
    return Verdict(scope, head.head, records=records)


def _given(
    connection: Connection, scope: str, head: Head, records: Collection[str], room: int
) -> tuple[Verdict, list[bytes]]:
    """The changes of records, of each record all or none; at least one record's."""
    wanted: dict[str, list[tuple[int, bytes]]] = {}
    for record, seq, line in log.entries_of(connection, scope, records):
        wanted.setdefault(record, []).append((seq, line))
    entries: list[tuple[int, bytes]] = []
    given: set[str] = set()
    for record, listed in wanted.items():
        size = sum(len(line) for _, line in listed)
        if given and size > room:
            continue
        entries, room = entries + listed, room - size
        given.add(record)
    named = tuple(
        (noun, row["id"], spelled(row_hash(head.chain, noun, row))) for noun, row in _rows(connection, scope, given)
    )
    verdict = Verdict(scope, head.head, records=named, entries=tuple(seq for seq, _ in entries))
    return verdict, [line for _, line in entries]


def _rows(connection: Connection, scope: str, records: Collection[str]) -> Iterator[tuple[str, Row]]:
    for noun in RECORDS:
        table, names = RECORD_TABLES[noun], shape(noun).columns
        for portion in portions(records):
            query = select(*(table.c[name] for name in names)).where(table.c.id.in_(portion), table.c.scope == scope)
            for row in connection.execute(query):
                yield noun, dict(zip(names, row, strict=True))
