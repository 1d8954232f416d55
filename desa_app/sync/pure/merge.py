"""Merging: a pure function of the set of changes, the same at both ends (SYNC.md, Merging).

Each field is a multi-value register. An edit names the edits it replaces, so whoever applies the same set of
changes, in any order and with any repeats, holds the same values; values written at the same time all survive.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from typing import Any

import msgspec

from desa_app.domain.fields import Policy
from desa_app.domain.records import policy_of
from desa_app.sync.pure.change import Change, Dot, dot_parts

Written = tuple[int, Any]
"""A surviving value: its effective stamp and the value itself, a plain JSON value."""

DELETION = "deletion"


class Register(msgspec.Struct):
    """One field: the values nobody replaced, and the edits replaced before they arrived."""

    written: dict[Dot, Written]
    replaced: frozenset[Dot] = frozenset()


State = dict[str, Register]
"""All registers of one record, by field. Fields never written are absent and show their default."""


def merge(state: State, change: Change, name: Dot, stamp: int, seen: Callable[[Dot], bool]) -> State:
    """The state after one more change. ``stamp`` is the effective stamp; ``seen(dot)`` tells whether a change was
    applied before this one, itself included. A repeat only brings its stamp up to date."""
    repeat = seen(name)
    if change.creates and not state and not repeat:  # most changes of all
        return {field: Register({name: (stamp, value)}) for field, value in change.fields.items()}
    merged = dict(state)
    for field, value in change.fields.items():
        before = state.get(field) or Register({})
        base = (change.base or {}).get(field, ())
        merged[field] = _restamped(before, name, stamp) if repeat else _edited(before, name, (stamp, value), base, seen)
    return merged


def _restamped(register: Register, name: Dot, stamp: int) -> Register:
    if name not in register.written:
        return register
    return Register(
        register.written | {name: (stamp, register.written[name][1])},
        register.replaced,
    )


def _edited(
    register: Register, name: Dot, new: Written, base: Collection[Dot], seen: Callable[[Dot], bool]
) -> Register:
    written = {old: value for old, value in register.written.items() if old not in base}
    early = {old for old in base if old not in register.written and not seen(old)}
    replaced = register.replaced | early
    if name in replaced:
        return Register(written, replaced - {name})
    written[name] = new
    return Register(written, replaced)


def shown(register: Register) -> Any:
    """The surviving value that is shown: the one with the greatest (stamp, device, number)."""
    if len(register.written) == 1:
        return next(iter(register.written.values()))[1]
    name = max(register.written, key=lambda each: _age(register, each))
    return register.written[name][1]


def _age(register: Register, name: Dot) -> tuple[int, str, int]:
    return (register.written[name][0], *dot_parts(name))


def distinct_values(register: Register) -> list[Any]:
    """The surviving values without repeats, oldest first."""
    values: list[Any] = []
    for name in sorted(register.written, key=lambda each: _age(register, each)):
        if register.written[name][1] not in values:
            values.append(register.written[name][1])
    return values


def is_deleted(state: State) -> bool:
    """Whether the record is deleted: a deletion is shown, and it had seen every edit that survives."""
    register = state.get(DELETION)
    if register is None or not register.written or shown(register) is None:
        return False
    return not unseen_by_deletion(state)


def unseen_by_deletion(state: State) -> list[Dot]:
    """The edits that survive and that nobody who deleted the record had seen, in order."""
    register = state.get(DELETION) or Register({})
    known = {name for _, value in register.written.values() if value for name in value.get("seen", ())}
    known |= set(register.written)
    return [name for name in survivors(state) if name not in known]


def survivors(state: State) -> list[Dot]:
    """Every edit of the record that nobody replaced, in order."""
    return sorted({name for register in state.values() for name in register.written}, key=dot_parts)


def contested(state: State) -> list[str]:
    """The fields that hold more than one distinct value."""
    return sorted(
        field for field, register in state.items() if len(register.written) > 1 and len(distinct_values(register)) > 1
    )


def conflicts(noun: str, state: State) -> list[str]:
    """The contested fields that people must see: those the lead settles and free text that shows both.

    A deletion that did not see every edit is one of them: the record is alive and the lead is asked.
    """
    fields = [field for field in contested(state) if policy_of(noun, field) is not Policy.SILENT]
    if DELETION not in fields and _overruled_deletion(state):
        fields.append(DELETION)
    return fields


def _overruled_deletion(state: State) -> bool:
    register = state.get(DELETION)
    return bool(register and register.written and shown(register) and not is_deleted(state))


def bases(state: State, fields: Iterable[str]) -> dict[str, list[Dot]]:
    """What an edit of ``fields`` replaces when it has seen ``state``: all survivors of each field."""
    return {field: sorted(state[field].written, key=dot_parts) if field in state else [] for field in fields}
