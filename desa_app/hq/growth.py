"""What a newer version declares: its columns and tables are made when headquarters starts, and what was kept for it is
merged.

A laptop may be newer than headquarters. A field that isn't declared here stays in its record's registers, and a change
of an unknown record type, or with a value that only a later version takes, in quarantine; nothing has to be sent again.
"""

from __future__ import annotations

from sqlalchemy import Connection, inspect, select

from desa_app.domain.set_aside import UNKNOWN_NOUN, WRONG_VALUE
from desa_app.hq import people, quarantine
from desa_app.hq.database import Database
from desa_app.hq.intake import Intake, arrival
from desa_app.hq.schema import RECORD_TABLES
from desa_app.hq.shelf import Shelf

_CURABLE = {UNKNOWN_NOUN.code, WRONG_VALUE.code}


def grow(database: Database, now_ms: int) -> None:
    """Bring the records' tables up to what is declared, in one transaction; nothing to do where they are."""
    with database.reading() as connection:
        if not _missing(connection):
            return
    with database.writing() as connection:
        missing = _missing(connection)
        for noun, columns in missing.items():
            _make(connection, noun, columns)
            _rewrite(connection, noun, columns, now_ms)
        if missing:
            _admit(connection, now_ms)


def _missing(connection: Connection) -> dict[str, set[str]]:
    """By record type, the columns that its table doesn't have yet; all of them where there is no table."""
    there = inspect(connection)
    tables = set(there.get_table_names())
    missing = {
        noun: set(table.columns.keys())
        - ({column["name"] for column in there.get_columns(table.name)} if table.name in tables else set())
        for noun, table in RECORD_TABLES.items()
    }
    return {noun: columns for noun, columns in missing.items() if columns}


def _make(connection: Connection, noun: str, columns: set[str]) -> None:
    table = RECORD_TABLES[noun]
    if columns == set(table.columns.keys()):
        table.create(connection)
        return
    quote = connection.dialect.identifier_preparer.quote
    for name in sorted(columns):
        kind = table.c[name].type.compile(connection.dialect)
        connection.exec_driver_sql(f"ALTER TABLE {quote(table.name)} ADD COLUMN {quote(name)} {kind}")


def _rewrite(connection: Connection, noun: str, columns: set[str], now_ms: int) -> None:
    """Give every register of a newly declared field its column."""
    table, shelf = RECORD_TABLES[noun], Shelf(connection, now_ms)
    told = [
        record
        for record, registers in connection.execute(select(table.c.id, table.c.registers))
        if any(f'"{column}":' in registers for column in columns)
    ]
    shelf.fetch((noun, record) for record in told)
    for record in told:
        held = shelf.get(noun, record)
        assert held is not None
        shelf.put(noun, record, held)
    shelf.store()


def _admit(connection: Connection, now_ms: int) -> None:
    """Let in the changes that were kept aside only because this version's forerunner didn't know what they say."""
    arrivals = [
        arrival(people.known_sender(connection, kept.dev), kept.payload, kept.received_ms)
        for kept in quarantine.all_kept(connection)
        if kept.code in _CURABLE
    ]
    Intake(connection, arrivals, now_ms).admit()
