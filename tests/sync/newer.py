"""A newer version of this program in the same process: it declares a field and a record type that this one doesn't."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated, Any, ClassVar, Literal
from unittest.mock import patch

from sqlalchemy import BigInteger, Column, Float, MetaData, String, Table

from desa_app.domain import erasure as domain_erasure
from desa_app.domain.fields import LEAD, PUBLIC, Line, Record, Short
from desa_app.domain.records import RECORDS
from desa_app.domain.session import Session
from desa_app.hq import fitness, shelf
from desa_app.hq.schema import RECORD_TABLES
from desa_app.store import records, search_index
from desa_app.store.replay import replay
from desa_app.store.store import Store
from desa_app.sync.pure import erasure, rows
from desa_app.sync.pure.rows import table_columns

NOUN = "visit"


class NewerSession(Session, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """A session that also tells the weather."""

    weather: Annotated[Short | None, PUBLIC, LEAD] = None


class Visit(Record, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """A visit to a family."""

    noun: ClassVar[str] = NOUN

    family: Annotated[Line | None, PUBLIC, LEAD] = None
    outcome: Annotated[Literal["baik", "buruk"] | None, PUBLIC, LEAD] = None


@contextmanager
def newer() -> Iterator[None]:
    """Within this the newer version runs."""
    tables = {noun: _table(noun, kind) for noun, kind in (("session", NewerSession), (NOUN, Visit))}
    declared = patch.dict(RECORDS, {"session": NewerSession, NOUN: Visit})
    with declared, patch.dict(RECORD_TABLES, tables):
        _forget()
        yield
    _forget()


def upgraded(store: Store) -> Store:
    """A laptop after its upgrade to the newer version, within :func:`newer`."""
    store.db.execute("ALTER TABLE session ADD COLUMN weather TEXT")
    store.db.table(NOUN).create(table_columns(NOUN), pk="id")
    replay(store.db)
    return store


def _table(noun: str, kind: type[Record]) -> Table:
    kinds = {str: String, int: BigInteger, float: Float}
    with patch.dict(RECORDS, {noun: kind}):
        columns: list[Column[Any]] = [
            Column(name, kinds[of], primary_key=name == "id") for name, of in table_columns(noun).items()
        ]
    return Table(noun, MetaData(), *columns, Column("status_ms", BigInteger))


def _forget() -> None:
    """Whatever was worked out from the declarations."""
    for module in (rows, erasure, records, search_index, fitness, shelf, domain_erasure):
        for known in vars(module).values():
            if hasattr(known, "cache_clear"):
                known.cache_clear()
