"""A record's state as one table row, the same on a laptop and at headquarters.

Each declared field has a column with its shown value. The rest of the registers is one compact JSON column: most
records were written whole by one change, so that change is named once and only the fields that differ are listed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from functools import cache
from typing import Any

import msgspec

from desa_app.domain.fields import Record, fields_of
from desa_app.domain.records import RECORDS
from desa_app.sync.pure.change import Dot, dot_parts
from desa_app.sync.pure.clock import wall_ms_of
from desa_app.sync.pure.merge import Register, State, conflicts, is_deleted, shown

BOOKKEEPING = ("registers", "conflicts", "deleted", "updated_ms")
"""Columns behind the fields: the registers, the conflicting fields (JSON list or empty), 0/1, last edit's clock."""

_json = msgspec.json.Encoder(order="deterministic")


class _Registers(msgspec.Struct, omit_defaults=True):
    """The JSON of the ``registers`` column. ``common`` wrote every non-empty field that ``written`` doesn't list.

    ``written`` lists survivors as [dot, stamp] where the value is the column's, else [dot, stamp, value].
    """

    common: Dot = msgspec.field(name="c", default="")
    stamp: int = msgspec.field(name="s", default=0)
    written: dict[str, list[list[Any]]] = msgspec.field(name="w", default_factory=dict)
    replaced: dict[str, list[Dot]] = msgspec.field(name="p", default_factory=dict)


_registers = msgspec.json.Decoder(_Registers)


class Shape(msgspec.Struct, frozen=True):
    """The columns of a record type: declared fields in order, and which of them hold JSON."""

    fields: tuple[str, ...]
    json: frozenset[str]

    @property
    def columns(self) -> tuple[str, ...]:
        """All columns in order: id, scope, the fields, the bookkeeping."""
        return ("id", "scope", *self.fields, *BOOKKEEPING)


@cache
def shape(noun: str) -> Shape:
    """The shape of a record type's table."""
    declared = fields_of(RECORDS[noun])
    return Shape(tuple(declared), frozenset(name for name, field in declared.items() if field.is_json))


def plain(record: Record) -> dict[str, Any]:
    """All declared fields of a record as plain JSON values, defaults included."""
    declared = fields_of(type(record))
    values = {name: getattr(record, name) for name in declared}
    decoded: dict[str, Any] = msgspec.json.decode(_json.encode(values))
    return decoded


def to_row(noun: str, record: str, scope: str, state: State) -> tuple[Any, ...]:
    """The record's row, in the order of ``shape(noun).columns``."""
    form = shape(noun)
    visible = {field: shown(register) for field, register in state.items() if register.written}
    cells = [_cell(visible.get(field), field in form.json) for field in form.fields]
    conflicting = conflicts(noun, state)
    return (
        record,
        scope,
        *cells,
        _json.encode(_packed(state, visible, form)).decode(),
        _json.encode(conflicting).decode() if conflicting else "",
        int(is_deleted(state)),
        wall_ms_of(latest_stamp(state)),
    )


def latest_stamp(state: State) -> int:
    """The greatest stamp among the survivors."""
    return max((stamp for register in state.values() for stamp, _ in register.written.values()), default=0)


def _cell(value: Any, is_json: bool) -> Any:
    return _json.encode(value).decode() if is_json and value is not None else value


def _packed(state: State, visible: Mapping[str, Any], form: Shape) -> _Registers:
    common, stamp = _most_common(state)
    written, replaced = {}, {}
    for field, register in state.items():
        in_column = field in form.fields and visible.get(field) is not None
        if register.replaced:
            replaced[field] = sorted(register.replaced, key=dot_parts)
        if in_column and len(register.written) == 1 and register.written.get(common, (None,))[0] == stamp:
            continue
        written[field] = [
            [name, each] if in_column and value == visible[field] else [name, each, value]
            for name, (each, value) in sorted(register.written.items(), key=lambda item: dot_parts(item[0]))
        ]
    return _Registers(common, stamp, written, replaced)


def _most_common(state: State) -> tuple[Dot, int]:
    sole = Counter(
        (name, stamp)
        for register in state.values()
        if len(register.written) == 1
        for name, (stamp, _) in register.written.items()
    )
    return max(sole, key=lambda each: (sole[each], *dot_parts(each[0]))) if sole else ("", 0)


def to_state(noun: str, row: Mapping[str, Any]) -> State:
    """The registers of a row; the inverse of :func:`to_row`."""
    form = shape(noun)
    packed = _registers.decode(row["registers"])
    values = visible_values(noun, row)
    state: State = {
        field: Register({packed.common: (packed.stamp, value)})
        for field, value in values.items()
        if field in form.fields and field not in packed.written
    }
    for field, survivors in packed.written.items():
        state[field] = Register(
            {each[0]: (each[1], each[2] if len(each) > 2 else values[field]) for each in survivors},
            frozenset(packed.replaced.get(field, ())),
        )
    for field, early in packed.replaced.items():
        state[field] = Register(state[field].written if field in state else {}, frozenset(early))
    return state


def visible_values(noun: str, row: Mapping[str, Any]) -> dict[str, Any]:
    """The shown values of a row as plain JSON values; empty columns are left out."""
    form = shape(noun)
    values = {field: value for field in form.fields if (value := row[field]) is not None}
    for field in form.json & values.keys():
        values[field] = msgspec.json.decode(values[field])
    return values


def to_record(noun: str, row: Mapping[str, Any]) -> Record:
    """The typed record that a row shows. A value of a later version, which this one can't take, is kept in the
    registers and not shown: its field has its default."""
    values = {"id": row["id"], **visible_values(noun, row)}
    try:
        return msgspec.convert(values, RECORDS[noun])
    except msgspec.ValidationError:
        readable = {name: value for name, value in values.items() if _can_take(noun, name, value)}
        return msgspec.convert(readable, RECORDS[noun])


def _can_take(noun: str, field: str, value: Any) -> bool:
    try:
        msgspec.convert({field: value}, RECORDS[noun])
    except msgspec.ValidationError:
        return False
    return True


def table_columns(noun: str) -> dict[str, type]:
    """The columns of a record type's table with their SQLite kinds, for whoever creates it."""
    declared = fields_of(RECORDS[noun])
    kinds: dict[str, type] = {"id": str, "scope": str}
    kinds |= {name: field.column for name, field in declared.items()}
    return kinds | {"registers": str, "conflicts": str, "deleted": int, "updated_ms": int}
