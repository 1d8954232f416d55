"""Reference records: the village registry, offices, and which villages are assigned to them.

Offices and assignments are changes like any other, made by headquarters' own device in the scope every laptop reads.
"""

from __future__ import annotations

import csv
import datetime as dt
import gzip
import secrets
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import msgspec
from sqlalchemy import Connection, delete, func, insert, select

from desa_app.domain.fields import Record
from desa_app.domain.ids import new_id
from desa_app.domain.office import Assignment, Office, OfficeCode
from desa_app.domain.village import KINDS, digits, dotted
from desa_app.errors import NotFound, UnreadableFile, WrongField
from desa_app.hq import log, people
from desa_app.hq.access import REFERENCE, office_scope
from desa_app.hq.people import HEADQUARTERS
from desa_app.hq.schema import RECORD_TABLES, village
from desa_app.hq.shelf import Held, Shelf
from desa_app.language import say
from desa_app.paths import resources
from desa_app.sync.pure import change as changes
from desa_app.sync.pure.change import SCHEMA, Change, dot
from desa_app.sync.pure.clock import stamp_of
from desa_app.sync.pure.merge import bases, merge
from desa_app.sync.pure.rows import plain

CHUNK = 5000
_AREAS = ("provinces.csv", "regencies.csv.gz", "districts.csv.gz")


def load_villages(connection: Connection) -> int:
    """Put the shipped registry in place of the one that is there; returns how many villages it has."""
    connection.execute(delete(village))
    rows = list(_registry(resources() / "villages"))
    for start in range(0, len(rows), CHUNK):
        connection.execute(insert(village), rows[start : start + CHUNK])
    return len(rows)


def village_count(connection: Connection) -> int:
    """How many villages are loaded."""
    return connection.scalar(select(func.count()).select_from(village)) or 0


def _registry(folder: Path) -> Iterator[dict[str, str]]:
    try:
        names = {code: name for file in _AREAS for code, name in _named(folder / file)}
        for code, name in _named(folder / "villages.csv.gz"):
            parents = {"district": names[code[:6]], "regency": names[code[:4]], "province": names[code[:2]]}
            yield {"code": code, "name": name, "kind": KINDS[code[6]], **parents}
    except (OSError, ValueError, KeyError) as error:
        raise UnreadableFile(name="resources/villages", why=error) from error


def _named(file: Path) -> Iterator[tuple[str, str]]:
    """Code without dots and name of each line."""
    content = file.read_bytes()
    text = (gzip.decompress(content) if file.suffix == ".gz" else content).decode()
    for row in csv.DictReader(text.splitlines()):
        yield digits(row["code"]), row["name"]


def add_office(connection: Connection, code: str, name: str, now_ms: int) -> None:
    """Add an office, or give the one that has this code another name. Raises WrongField."""
    _check_code(code)
    people.check_name(name, "name")
    office = RECORD_TABLES["office"]
    known = connection.execute(select(office.c.id, office.c.name).where(office.c.code == code)).first()
    if known is None:
        log.begin(connection, office_scope(code))
        _create(connection, Office(office_code=code, code=code, name=name), now_ms)
    elif known.name != name:
        _write(connection, "office", known.id, {"name": name}, now_ms)


def assign(connection: Connection, assignment: Assignment, now_ms: int) -> None:
    """Make a village *desa binaan* of an office by its SK; the same SK, village, office and first day again
    changes the rest. Raises NotFound for an unknown village or office, WrongField for what can't be."""
    _check_assignment(connection, assignment)
    table = RECORD_TABLES["assignment"]
    named = {"village": assignment.village, "office": assignment.office, "sk": assignment.sk}
    query = select(table.c.id, table.c.end, table.c.migrant_pocket).where(
        *(table.c[column] == value for column, value in named.items()), table.c.start == str(assignment.start)
    )
    known = connection.execute(query).first()
    if known is None:
        _create(connection, assignment, now_ms)
        return
    later = {"end": assignment.end and str(assignment.end), "migrant_pocket": assignment.migrant_pocket}
    fields = {name: value for name, value in later.items() if value != getattr(known, name)}
    if fields:
        _write(connection, "assignment", known.id, fields, now_ms)


def _check_assignment(connection: Connection, assignment: Assignment) -> None:
    if assignment.end and assignment.start and assignment.end < assignment.start:
        raise WrongField(path="to", why=say("berakhir sebelum mulai", "it ends before it starts"))
    if not 0 <= assignment.migrant_pocket <= 1:
        raise WrongField(path="migrant_pocket", why=say("harus dari 0 sampai 1", "it must be from 0 to 1"))
    people.check_name(assignment.sk, "sk")
    shown = dotted(assignment.village)
    if connection.scalar(select(village.c.code).where(village.c.code == assignment.village)) is None:
        raise NotFound(what=say(f"Desa {shown}", f"Village {shown}"))
    if people.office_name(connection, assignment.office) is None:
        raise NotFound(what=say(f"Kantor {assignment.office}", f"Office {assignment.office}"))


def _check_code(code: str) -> None:
    try:
        msgspec.convert(code, OfficeCode)
    except msgspec.ValidationError as error:
        why = say(
            "pakai huruf besar, angka dan tanda hubung, paling banyak 20",
            "use capital letters, digits and hyphens, 20 at most",
        )
        raise WrongField(path="code", why=why) from error


def _create(connection: Connection, record: Record, now_ms: int) -> None:
    created_at = dt.datetime.fromtimestamp(now_ms // 1000, dt.UTC).isoformat()
    whole = msgspec.structs.replace(record, created_at=created_at, created_by=HEADQUARTERS)
    _write(connection, record.noun, new_id(now_ms, secrets.token_bytes(10)), plain(whole), now_ms)


def _write(connection: Connection, noun: str, record: str, fields: Mapping[str, Any], now_ms: int) -> None:
    """One change of headquarters' own: the record's creation where it isn't there yet, else an edit."""
    device = people.known_sender(connection, HEADQUARTERS, lock=True)
    tail = log.Tail(connection, [REFERENCE])
    shelf = Shelf(connection, now_ms)
    held = shelf.get(noun, record)
    n = device.held[-1][1] + 1 if device.held else 1
    base = bases(held.state, fields) if held else None
    stamp = stamp_of(now_ms)
    change = Change(n, stamp, HEADQUARTERS, noun, record, REFERENCE, SCHEMA, dict(fields), base)
    payload = changes.encode(change)
    name = dot(HEADQUARTERS, n)
    state = merge(held.state if held else {}, change, name, stamp, tail.seen_besides(name))
    shelf.put(noun, record, Held(REFERENCE, state, None))
    hashed = changes.change_hash(HEADQUARTERS, payload)
    tail.append(REFERENCE, log.Placed(HEADQUARTERS, n, record, stamp, False, hashed, now_ms, payload))
    shelf.store()
    tail.store()
    people.was_here(connection, device, [n], now_ms)
