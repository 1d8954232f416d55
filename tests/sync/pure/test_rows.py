"""A row holds all of a state, and every state of the same changes is the same row."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Sequence
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desa_app.domain.offer import Offer
from desa_app.domain.records import RECORDS
from desa_app.domain.session import Position, Session
from desa_app.sync.pure.change import SCHEMA, Change
from desa_app.sync.pure.merge import Register, State, conflicts, is_deleted, merge, shown
from desa_app.sync.pure.rows import plain, shape, table_columns, to_record, to_row, to_state, visible_values
from simulation.judge import Deed, expected_state
from tests.sync.pure.history import (
    RECORD,
    SCOPE,
    UNKNOWN,
    VALUES,
    Arrival,
    applied,
    arrivals,
    histories,
    row_of,
    steady,
)

in_disorder = histories().flatmap(lambda deeds: st.tuples(st.just(deeds), arrivals(deeds)))


def through_sqlite(noun: str, row: dict[str, Any]) -> dict[str, Any]:
    """The row as SQLite gives it back from a table with the declared columns."""
    kinds = {str: "TEXT", int: "INTEGER", float: "REAL"}
    columns = ", ".join(f'"{name}" {kinds[kind]}' for name, kind in table_columns(noun).items())
    with sqlite3.connect(":memory:") as database:
        database.row_factory = sqlite3.Row
        database.execute(f"CREATE TABLE kept ({columns})")
        database.execute(f"INSERT INTO kept VALUES ({', '.join('?' * len(row))})", [*row.values()])
        kept = dict(database.execute("SELECT * FROM kept").fetchone())
    database.close()
    return kept


@steady
@given(in_disorder, st.integers(0, 14))
def test_a_row_holds_all_of_a_state(drawn: tuple[Sequence[Deed], list[Arrival]], count: int) -> None:
    _, arriving = drawn
    state = applied(arriving[:count])
    noun = arriving[0].deed.change.noun
    row = row_of(noun, state)
    assert to_state(noun, row) == state
    assert row_of(noun, to_state(noun, row)) == row


@steady
@given(histories())
def test_a_row_comes_back_from_sqlite_as_it_was(deeds: Sequence[Deed]) -> None:
    noun = deeds[0].change.noun
    row = row_of(noun, expected_state(deeds))
    assert through_sqlite(noun, row) == row


@steady
@given(histories())
def test_a_row_shows_what_the_state_shows(deeds: Sequence[Deed]) -> None:
    noun, state = deeds[0].change.noun, expected_state(deeds)
    row = row_of(noun, state)
    visible = {name: shown(register) for name, register in state.items() if name in shape(noun).fields}
    assert visible_values(noun, row) == {name: value for name, value in visible.items() if value is not None}
    assert row["deleted"] == is_deleted(state)
    assert (msgspec.json.decode(row["conflicts"]) if row["conflicts"] else []) == conflicts(noun, state)
    assert row["updated_ms"] == max(stamp >> 16 for each in state.values() for stamp, _ in each.written.values())


@steady
@given(histories())
def test_a_row_is_a_typed_record(deeds: Sequence[Deed]) -> None:
    noun = deeds[0].change.noun
    row = row_of(noun, expected_state(deeds))
    record = to_record(noun, row)
    assert type(record) is RECORDS[noun]
    written = plain(record)
    assert {name: written[name] for name in visible_values(noun, row)} == visible_values(noun, row)


SESSION = Session(
    id=RECORD,
    office_code="KDL",
    date=dt.date(2025, 5, 19),
    start=dt.time(9, tzinfo=dt.timezone(dt.timedelta(hours=7))),
    villages=("3324082014",),
    headcount_ages={"<18": 3},
    position=Position(-6.9, 110.2),
    minutes="satu",
)
OFFER = Offer(
    id=RECORD,
    received_at=dt.datetime(2025, 5, 19, 9, tzinfo=dt.timezone(dt.timedelta(hours=7))),
    pay_min=1.5e6,
    flags={"R01": "ya"},
)


@pytest.mark.parametrize("record", [SESSION, OFFER], ids=lambda record: record.noun)
def test_a_created_record_comes_back_as_it_was_and_its_change_is_named_once(record: Session | Offer) -> None:
    change = Change(1, 70_000, "orang", record.noun, RECORD, SCOPE, SCHEMA, plain(record))
    state = merge({}, change, "A:1", change.stamp, lambda _: False)
    row = row_of(record.noun, state)
    assert to_record(record.noun, row) == record
    assert row["registers"].count("A:1") == 1 + sum(value is None for value in plain(record).values())
    assert (row["id"], row["scope"], row["conflicts"], row["deleted"], row["updated_ms"]) == (RECORD, SCOPE, "", 0, 1)


REACHABLE: dict[str, State] = {
    "an unknown field": {UNKNOWN: Register({"A:1": (1, {"deep": [None]})})},
    "an unknown field emptied": {UNKNOWN: Register({"A:1": (1, None)})},
    "an explicit null": {"venue": Register({"A:1": (1, None)})},
    "a null beside a value": {"venue": Register({"A:1": (1, None), "B:1": (2, "Aula")})},
    "a shown null beside a value": {"venue": Register({"A:1": (1, "Aula"), "B:1": (2, None)})},
    "equal values of two authors": {"venue": Register({"A:1": (1, "Aula"), "B:1": (2, "Aula")})},
    "equal JSON of two authors": {"villages": Register({"A:1": (1, []), "B:1": (2, [])})},
    "an empty list": {"villages": Register({"A:1": (1, [])})},
    "an empty text": {"minutes": Register({"A:1": (1, "")})},
    "a zero": {"headcount_male": Register({"A:1": (1, 0)})},
    "a text that looks like JSON": {"minutes": Register({"A:1": (1, "null")})},
    "a replaced placeholder": {"venue": Register({"B:1": (2, "Aula")}, frozenset({"A:1", "C:10"}))},
    "a placeholder with the common change": {
        "venue": Register({"B:1": (2, "Aula")}, frozenset({"A:1"})),
        "minutes": Register({"B:1": (2, "satu")}),
    },
    "nothing left of a field": {"venue": Register({}, frozenset({"A:1"}))},
    "one change with two stamps": {"venue": Register({"A:1": (1, "Aula")}), "minutes": Register({"A:1": (2, "satu")})},
    "nothing": {},
}


@pytest.mark.parametrize("state", REACHABLE.values(), ids=REACHABLE)
def test_every_kind_of_register_survives_its_row(state: State) -> None:
    row = row_of("session", state)
    assert to_state("session", row) == state
    assert to_state("session", through_sqlite("session", row)) == state
    to_record("session", row)


def test_the_same_state_built_in_another_order_is_the_same_row() -> None:
    state = REACHABLE["a placeholder with the common change"] | REACHABLE["an unknown field"]
    turned = dict(reversed(state.items()))
    assert to_row("session", RECORD, SCOPE, turned) == to_row("session", RECORD, SCOPE, state)


def test_placeholders_stand_in_the_order_of_their_numbers() -> None:
    early = [f"{dev}:{n}" for dev in ("A", "B") for n in (1, 2, 10, 11)]
    row = row_of("session", {"venue": Register({"C:1": (1, "Aula")}, frozenset(early))})
    assert msgspec.json.decode(row["registers"])["p"] == {"venue": early}


def test_equal_values_in_another_order_of_keys_are_the_same_row() -> None:
    one, other = VALUES["offer"]["flags"][:2]
    assert [*one] != [*other]
    rows = [row_of("offer", {"flags": Register({"A:1": (1, value)})}) for value in (one, other)]
    assert rows[0] == rows[1]


@pytest.mark.parametrize("noun", RECORDS)
def test_columns_of_the_table_are_the_cells_of_the_row(noun: str) -> None:
    assert tuple(table_columns(noun)) == shape(noun).columns
    assert len(to_row(noun, RECORD, SCOPE, {})) == len(shape(noun).columns)
