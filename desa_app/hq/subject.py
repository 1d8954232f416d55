"""What somebody may ask of headquarters about their data: where it is, and that it be erased; and what keeps it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Literal, NamedTuple

import msgspec
from sqlalchemy import Connection, delete, insert, select

from desa_app.domain.erasure import EVERYTHING, personal
from desa_app.domain.fields import fields_of
from desa_app.domain.records import RECORDS
from desa_app.domain.review import REFERENCE_NOUNS
from desa_app.errors import NotFound, WrongField
from desa_app.hq import people, quarantine
from desa_app.hq.database import portions
from desa_app.hq.erasure import Order
from desa_app.hq.retention import Names
from desa_app.hq.schema import RECORD_TABLES, hold
from desa_app.hq.schema import log as log_table
from desa_app.language import say
from desa_app.sync.pure import change as changes

Size = Literal["person", "record"]
"""``person``: what can tell of people; the record stays and counts. ``record``: all of it and of what belongs to it."""
SIZES: tuple[Size, ...] = ("person", "record")
_CHUNK = 1_000


class Found(NamedTuple):
    """A record that says or once said the words: in these fields, at this many places in the log or quarantine."""

    noun: str
    record: str
    scope: str
    fields: tuple[str, ...]


class Hold(NamedTuple):
    """A legal hold: the columns of the table."""

    record: str
    noun: str
    reason: str
    person: str
    at_ms: int


def find(connection: Connection, words: str) -> list[Found]:
    """Every record of which any change says these words, also one that was replaced since or waits in quarantine.

    All that was ever written is read: a minute for a country, and nothing is overlooked.
    """
    wanted = words.strip().casefold()
    if len(wanted) < 3:
        raise WrongField(path="words", why=say("tulis sedikitnya tiga huruf", "write three letters at least"))
    found: dict[tuple[str, str, str], set[str]] = {}
    for scope, payload in _payloads(connection):
        if wanted in payload.decode(errors="replace").casefold():
            for key, fields in _saying(scope, payload, wanted):
                found.setdefault(key, set()).update(fields)
    return [Found(*key, tuple(sorted(fields))) for key, fields in sorted(found.items())]


def _payloads(connection: Connection) -> Iterator[tuple[str, bytes]]:
    for scope, seq in [(row.scope, 0) for row in connection.execute(select(log_table.c.scope).distinct())]:
        while True:
            query = select(log_table.c.seq, log_table.c.payload).where(
                log_table.c.scope == scope, log_table.c.seq > seq
            )
            rows = connection.execute(query.order_by(log_table.c.seq).limit(_CHUNK)).all()
            yield from ((scope, row.payload) for row in rows if row.payload)
            if len(rows) < _CHUNK:
                break
            seq = rows[-1].seq
    yield from (("", kept.payload) for kept in quarantine.all_kept(connection))


def _saying(scope: str, payload: bytes, wanted: str) -> Iterator[tuple[tuple[str, str, str], set[str]]]:
    try:
        change = changes.decode(payload)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return
    said = (field for field, value in change.fields.items() if wanted in str(value).casefold())
    if fields := set(said):
        yield (change.noun, change.record, scope or change.scope), fields


def orders(
    connection: Connection, records: Sequence[str], size: Size, fields: Sequence[str], names: Names
) -> list[Order]:
    """The orders that erase these records to such a size, or these fields of them. Raises NotFound, WrongField."""
    nouns = {record: noun_of(connection, record) for record in records}
    if not fields and size == "record":
        nouns |= {child: noun for record, of in nouns.items() for noun, child in _children(connection, of, record)}
    _refuse_held(connection, nouns)
    names.look_for(connection, [record for record, noun in nouns.items() if noun == "attendee"])
    made: list[Order] = []
    for record, noun in nouns.items():
        taken = _checked(noun, fields) or ((EVERYTHING,) if size == "record" else personal(noun))
        if noun == "attendee" and {"full_name", "birth_year"} & set(taken):
            made += names.keeping(connection, taken, [record])
        else:
            made.append(Order(noun, record, tuple(taken)))
    return made


def noun_of(connection: Connection, record: str) -> str:
    """What kind of record this is, also one that only waits in quarantine. Raises NotFound."""
    for noun, table in RECORD_TABLES.items():
        if noun not in REFERENCE_NOUNS and connection.scalar(select(table.c.id).where(table.c.id == record)):
            return noun
    for kept in quarantine.all_kept(connection):
        if record.encode() in kept.payload:
            try:
                change = changes.decode(kept.payload)
            except (msgspec.MsgspecError, UnicodeDecodeError):
                continue
            if change.record == record and change.noun in RECORDS:
                return change.noun
    raise NotFound(what=say(f"Catatan {record}", f"Record {record}"))


def _children(connection: Connection, noun: str, record: str) -> Iterator[tuple[str, str]]:
    for kind in RECORDS.values():
        if kind.parent == f"{noun}_id":
            table = RECORD_TABLES[kind.noun]
            for child in connection.scalars(select(table.c.id).where(table.c[kind.parent] == record)):
                yield kind.noun, child


def _checked(noun: str, fields: Iterable[str]) -> tuple[str, ...]:
    wanted = tuple(fields)
    for field in wanted:
        if field not in fields_of(RECORDS[noun]) or field == RECORDS[noun].parent:
            raise WrongField(path=field, why=say(f"bukan isian {noun}", f"no field of {noun}"))
    return wanted


def keep(connection: Connection, record: str, reason: str, by: str, now_ms: int) -> None:
    """Put a record on legal hold. Raises NotFound, WrongField."""
    people.check_name(reason, "reason")
    people.check_name(by, "by")
    noun = noun_of(connection, record)
    release(connection, record)
    connection.execute(insert(hold).values(Hold(record, noun, reason, by, now_ms)._asdict()))


def release(connection: Connection, record: str) -> bool:
    """End a legal hold; whether there was one."""
    return connection.execute(delete(hold).where(hold.c.record == record)).rowcount == 1


def holds(connection: Connection) -> list[Hold]:
    """All legal holds, oldest first."""
    return [Hold._make(row) for row in connection.execute(select(hold).order_by(hold.c.at_ms, hold.c.record))]


def _refuse_held(connection: Connection, nouns: dict[str, str]) -> None:
    """What is on hold stays, and so does what belongs to it."""
    watched = set(nouns)
    for record, noun in nouns.items():
        parent = RECORDS[noun].parent
        if parent:
            table = RECORD_TABLES[noun]
            watched |= set(connection.scalars(select(table.c[parent]).where(table.c.id == record)))
    for portion in portions(sorted(filter(None, watched))):
        held = connection.scalar(select(hold.c.record).where(hold.c.record.in_(portion)).limit(1))
        if held:
            why = say(f"catatan {held} ditahan untuk perkara hukum", f"record {held} is on legal hold")
            raise WrongField(path="record", why=why)
