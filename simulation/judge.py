"""A judge that knows nothing of registers.

It looks at the whole set of a record's changes and says by the definition (SYNC.md, Merging) which values survive,
what is in conflict and whether the record is deleted.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any, NamedTuple

from desa_app.domain.fields import Policy
from desa_app.domain.records import policy_of
from desa_app.sync.pure.change import Change, Dot
from desa_app.sync.pure.merge import DELETION, Register, State, Written


class Deed(NamedTuple):
    """One change as the judge sees it: its effective stamp, and all changes that its author knew."""

    name: Dot
    change: Change
    stamp: int
    knew: frozenset[Dot]

    @property
    def base(self) -> Mapping[str, Collection[Dot]]:
        return self.change.base or {}


def survivors(deeds: Collection[Deed], name: str) -> dict[Dot, Written]:
    """The values of a field that no change of the set names as replaced."""
    replaced = {old for deed in deeds for old in deed.base.get(name, ())}
    return {
        deed.name: (deed.stamp, deed.change.fields[name])
        for deed in deeds
        if name in deed.change.fields and deed.name not in replaced
    }


def expected_state(deeds: Collection[Deed]) -> State:
    """The registers that every holder of exactly these changes must have."""
    known = {deed.name for deed in deeds}
    fields = {name for deed in deeds for name in deed.change.fields}
    early = {name: {old for deed in deeds for old in deed.base.get(name, ())} - known for name in fields}
    return {name: Register(survivors(deeds, name), frozenset(early[name])) for name in fields}


def expected_shown(deeds: Collection[Deed], name: str) -> Any:
    """The survivor with the latest stamp; among equals the one of the later device, then of the later number."""
    if not (alive := survivors(deeds, name)):
        return None
    latest = max(alive, key=lambda each: (alive[each][0], each.rsplit(":", 1)[0], int(each.rsplit(":", 1)[1])))
    return alive[latest][1]


def expected_deleted(deeds: Collection[Deed]) -> bool:
    """Whether a deletion is shown whose authors together knew every surviving value."""
    if not expected_shown(deeds, DELETION):
        return False
    deletions = survivors(deeds, DELETION)
    knew = {old for deed in deeds if deed.name in deletions and deletions[deed.name][1] for old in deed.knew}
    alive = {name for column in expected_state(deeds) for name in survivors(deeds, column)}
    return alive <= knew | set(deletions)


def expected_conflicts(noun: str, deeds: Collection[Deed]) -> list[str]:
    """Fields with two different survivors, in alphabetical order; a deletion overruled by an edit comes last."""
    found = [name for name in sorted(expected_state(deeds)) if _differ(value for _, value in values(deeds, name))]
    found = [name for name in found if policy_of(noun, name) is not Policy.SILENT]
    overruled = bool(expected_shown(deeds, DELETION)) and not expected_deleted(deeds)
    return [*found, DELETION] if overruled and DELETION not in found else found


def values(deeds: Collection[Deed], name: str) -> Iterable[Written]:
    """What survives of a field, with its stamps."""
    return survivors(deeds, name).values()


def _differ(each: Iterable[Any]) -> bool:
    first, *rest = [*each] or [None]
    return any(value != first for value in rest)
