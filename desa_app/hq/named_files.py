"""Which records name which files, and who may therefore bring or read the bytes.

Knowing a digest is not enough, and neither is writing it into a record of one's own: a record opens a file only once
its bytes came from a laptop that may write there. Whoever has them needs no permission to read them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Select, and_, bindparam, insert, select, union_all, update

from desa_app.domain.attachment import NAMING
from desa_app.domain.offer import Offer
from desa_app.hq import moves
from desa_app.hq.access import Sender, may_write_to, office_scope, readable
from desa_app.hq.database import portions
from desa_app.hq.schema import RECORD_TABLES, named_file
from desa_app.sync.pure.merge import State, shown

_ROW: dict[str, Any] = {"sha256": bindparam("s"), "noun": bindparam("t"), "record": bindparam("r")}


def note_names(connection: Connection, noun: str, states: Mapping[str, State], now_ms: int) -> None:
    """Keep which files these records name from now on; their rows are written already."""
    if noun not in NAMING:
        return
    named = {(name, record) for record, state in states.items() for name in _names(state, NAMING[noun])}
    known = {key: unnamed for portion in portions(states) for key, unnamed in _known(connection, noun, portion)}
    gone = {key for key, unnamed_ms in known.items() if unnamed_ms is None} - named
    back = {key for key, unnamed_ms in known.items() if unnamed_ms is not None} & named
    nameless = {record for record, state in states.items() if _is_anonymous(noun, state)}
    at_once = {key for key in gone if key[1] in nameless}
    for keys, since in ((at_once, 0), (gone - at_once, now_ms), (back, None)):
        _execute(connection, update(named_file).where(_this_row()).values(unnamed_ms=since), noun, keys)
    fresh = named - known.keys()
    _execute(connection, insert(named_file).values(**_ROW, proven=0), noun, fresh)
    for name in sorted({name for name, _ in fresh}):
        _prove_among(connection, name)


def _names(state: State, field: str) -> Iterator[str]:
    """The files that a field names, in every value that nobody replaced."""
    written = state[field].written.values() if field in state else ()
    for _, value in written:
        for each in value or ():
            yield from (each[key] for key in ("sha256", "preview") if each.get(key))


def _is_anonymous(noun: str, state: State) -> bool:
    """Whether a report is anonymous: what it names no more may have told whose it was, so it is due to be dropped at
    once, as on the laptop that let go of it."""
    register = state.get("reporter_mode") if noun == Offer.noun else None
    return bool(register and register.written and shown(register) == "anonim")


def _known(connection: Connection, noun: str, records: Sequence[str]) -> list[tuple[tuple[str, str], int | None]]:
    query = select(named_file).where(named_file.c.noun == noun, named_file.c.record.in_(records))
    return [((row.sha256, row.record), row.unnamed_ms) for row in connection.execute(query)]


def _this_row() -> Any:
    return and_(*(named_file.c[name] == parameter for name, parameter in _ROW.items()))


def _execute(connection: Connection, statement: Any, noun: str, keys: Iterable[tuple[str, str]]) -> None:
    rows = [{"s": name, "t": noun, "r": record} for name, record in sorted(keys)]
    if rows:
        connection.execute(statement, rows)


def _prove_among(connection: Connection, name: str) -> None:
    """What was brought for one record of a scope opens the file for the others of that scope."""
    homes = _homes(connection, name)
    proven = {scope for scope, is_proven, _, _ in homes if is_proven}
    _set_proven(connection, name, [row for row in homes if row[0] in proven and not row[1]])


def prove(connection: Connection, name: str, sender: Sender) -> None:
    """This device brought the very bytes: every record that it may write and that names them opens the file.

    What an administrator brings opens it in one office only: of several that name it one may have guessed its digest.
    """
    rows = _brought_by(connection, name, sender)
    if len({scope for scope, *_ in rows}) > 1:
        rows = [row for row in rows if row[0] == office_scope(sender.office_code)]
    _set_proven(connection, name, rows)


def _set_proven(connection: Connection, name: str, rows: Iterable[tuple[str, int, str, str]]) -> None:
    for _, _, noun, record in rows:
        connection.execute(update(named_file).where(_this_row()).values(proven=1), {"s": name, "t": noun, "r": record})


def _homes(connection: Connection, name: str) -> list[tuple[str, int, str, str]]:
    """Scope, proven, noun and id of every record that names a file now."""
    parts: list[Select[Any]] = []
    for noun in NAMING:
        table = RECORD_TABLES[noun]
        this = and_(named_file.c.noun == noun, named_file.c.record == table.c.id, named_file.c.sha256 == name)
        columns = (table.c.scope, named_file.c.proven, named_file.c.noun, named_file.c.record)
        parts.append(select(*columns).where(this, named_file.c.unnamed_ms.is_(None)))
    return [tuple(row) for row in connection.execute(union_all(*parts))]


def may_bring(connection: Connection, name: str, sender: Sender) -> bool:
    """Whether a record that this device may write names the file."""
    return bool(_brought_by(connection, name, sender))


def _brought_by(connection: Connection, name: str, sender: Sender) -> list[tuple[str, int, str, str]]:
    """The records that this device may write and that name a file; those that have moved on since, too: it may bring
    late what it owes them."""
    rows = _homes(connection, name)
    former = moves.former_homes(connection, (record for *_, record in rows))
    return [row for row in rows if any(may_write_to(sender, scope) for scope in (row[0], *former.get(row[3], ())))]


def may_read(connection: Connection, name: str, sender: Sender) -> bool:
    """Whether a record that this device may read names the file."""
    return bool(readable(sender, {scope for scope, *_ in _homes(connection, name)}))


def is_proven(connection: Connection, name: str, sender: Sender) -> bool:
    """Whether the bytes came from where the device may read them."""
    return bool(readable(sender, {scope for scope, proven, *_ in _homes(connection, name) if proven}))


def is_named(connection: Connection, name: str) -> bool:
    """Whether any record names a file."""
    this = and_(named_file.c.sha256 == name, named_file.c.unnamed_ms.is_(None))
    return connection.execute(select(named_file.c.record).where(this)).first() is not None


def unnamed_since(connection: Connection) -> dict[str, int]:
    """The files that no record names any more, and since when."""
    found: dict[str, int] = {}
    named = set()
    for name, unnamed_ms in connection.execute(select(named_file.c.sha256, named_file.c.unnamed_ms)):
        if unnamed_ms is None:
            named.add(name)
        else:
            found[name] = max(unnamed_ms, found.get(name, 0))
    return {name: since for name, since in found.items() if name not in named}


def scopes_of(connection: Connection, name: str) -> set[str]:
    """The scopes of all records that ever named a file."""
    found: set[str] = set()
    for noun in NAMING:
        table = RECORD_TABLES[noun]
        this = and_(named_file.c.noun == noun, named_file.c.record == table.c.id)
        found |= set(connection.scalars(select(table.c.scope).where(this, named_file.c.sha256 == name)))
    return found
