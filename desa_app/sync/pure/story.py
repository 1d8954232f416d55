"""The story of a record's fields: every value that was ever written, what replaced it, and which of them stand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any, NamedTuple

from desa_app.sync.pure.change import Change, Dot
from desa_app.sync.pure.merge import DELETION, State, is_deleted, merge, shown


class Writing(NamedTuple):
    """One value of a field: which change wrote it and with which stamp that counts. ``replaced_by`` are the changes
    that had seen it when they wrote another; while there is none, it stands: shown, or kept beside what is shown."""

    name: Dot
    stamp: int
    person: str
    value: Any
    replaced_by: tuple[Dot, ...]
    is_shown: bool
    is_kept: bool


def story(changes: Iterable[tuple[Dot, int, Change]]) -> dict[str, list[Writing]]:
    """By field, in the order in which fields were first written, all that was written, the oldest first. ``changes``
    are all of a record with their effective stamps, in the order of those."""
    told = list(changes)
    state = _merged(told)
    replaced: dict[tuple[str, Dot], list[Dot]] = defaultdict(list)
    for name, _, change in told:
        for field in change.fields:
            for old in (change.base or {}).get(field, ()):
                replaced[field, old].append(name)
    found: dict[str, list[Writing]] = {}
    for name, stamp, change in told:
        for field, value in change.fields.items():
            standing = state[field].written
            is_standing = name in standing
            is_shown = is_standing and value == shown(state[field])
            if field == DELETION and value is not None:
                is_shown = is_shown and is_deleted(state)
            by = tuple(replaced[field, name])
            found.setdefault(field, []).append(
                Writing(name, stamp, change.person, value, by, is_shown, is_standing and not is_shown)
            )
    return found


def _merged(changes: Iterable[tuple[Dot, int, Change]]) -> State:
    state: State = {}
    seen: set[Dot] = set()
    for name, stamp, change in changes:
        state = merge(state, change, name, stamp, seen.__contains__)
        seen.add(name)
    return state
