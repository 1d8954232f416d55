"""Histories of one record, written by several people who had seen some of each other's changes: strategies for them.

What must become of them says the simulation's judge.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from hypothesis import settings
from hypothesis import strategies as st

from desa_app.sync.pure.change import SCHEMA, Change, Dot, dot
from desa_app.sync.pure.clock import effective, tick
from desa_app.sync.pure.merge import DELETION, State, Written, merge
from desa_app.sync.pure.rows import shape, to_row, to_state
from simulation.judge import Deed, expected_deleted, expected_state, survivors

RECORD = "0197a000-0000-7000-8000-000000000001"
SCOPE = "office:KDL"
UNKNOWN = "field_of_a_later_version"
DEVICES = ("lap", "lap:2", "zeta")
WILD_CLOCKS = (0, 1_700_000_000_000, 4_000_000_000_000)

VALUES: dict[str, dict[str, list[Any]]] = {
    "session": {
        "date": ["2025-05-19", "2025-05-20", None],
        "start": ["09:00:00+07:00", None],
        "villages": [["3324082014"], ["3324082014", "3324082015"], []],
        "headcount_male": [12, 0, None],
        "position": [{"lat": -6.9, "lng": 110.2, "accuracy": 5.0}, None],
        "minutes": ["satu", "dua", "", None],
        "status": ["draf", "diajukan", "disetujui"],
        UNKNOWN: ["x", {"deep": [1]}, None],
    },
    "offer": {
        "received_at": ["2025-05-19T09:00:00+07:00", None],
        "pay_min": [1.5e6, 0.0, None],
        "flags": [{"R01": "ya", "R02": "tidak"}, {"R02": "tidak", "R01": "ya"}, {}],
        "route": [[{"place": "Batam", "mode": "feri"}], []],
        "story": ["Dijanjikan gaji besar", None],
        "status": ["draf", "diajukan"],
        UNKNOWN: [1, 2, None],
    },
}
"""By noun: values of each kind of column, the empty ones, mappings equal but in another order, an unknown field."""

steady = settings(max_examples=200, derandomize=True, database=None, deadline=None)
"""The same examples in every run, and none too slow on a busy machine."""

Merging = Callable[[State, Change, Dot, int, Callable[[Dot], bool]], State]


# Histories.


class Save(NamedTuple):
    """An author writes fields at a time of the author's own clock; ``deletes`` makes it a deletion."""

    author: int
    wall_ms: int
    fields: dict[str, Any]
    deletes: bool = False


class Meet(NamedTuple):
    """An author pushes all to the log, and pulls up to ``room`` entries."""

    author: int
    received_ms: int
    room: int


@dataclass
class Author:
    """Somebody with a laptop, as far as knowledge goes."""

    dev: str
    number: int = 0
    clock: int = 0
    read: int = 0
    known: dict[Dot, Deed] = field(default_factory=dict)
    unsent: list[Deed] = field(default_factory=list)

    def save(self, noun: str, fields: dict[str, Any], wall_ms: int, *, creates: bool = False) -> None:
        """Write fields, naming as replaced whatever of them survives in what this author knows."""
        self.number += 1
        self.clock = tick(self.clock, wall_ms)
        known = self.known.values()
        base = None if creates else {name: sorted(survivors(known, name)) for name in fields}
        change = Change(self.number, self.clock, "orang", noun, RECORD, SCOPE, SCHEMA, fields, base)
        deed = Deed(dot(self.dev, self.number), change, self.clock, frozenset(self.known))
        self.known[deed.name] = deed
        self.unsent.append(deed)

    def delete(self, noun: str, reason: str, wall_ms: int) -> None:
        """Delete the record as known."""
        alive = {name for column in expected_state(self.known.values()) for name in self.survivors(column)}
        self.save(noun, {DELETION: {"reason": reason, "seen": sorted(alive)}}, wall_ms)

    def survivors(self, name: str) -> dict[Dot, Written]:
        return survivors(self.known.values(), name)

    def meet(self, log: list[Deed], received_ms: int, room: int) -> None:
        """Push and pull, as one exchange with headquarters does."""
        log += [deed._replace(stamp=effective(deed.stamp, received_ms)) for deed in self.unsent]
        self.unsent.clear()
        self.known |= {deed.name: deed for deed in log[self.read : self.read + room]}
        self.read = min(len(log), self.read + room)


def told(noun: str, steps: Sequence[Save | Meet], *, in_turn: bool = False) -> tuple[Deed, ...]:
    """The changes that come of these steps; ``in_turn`` has everybody read all before each save."""
    authors = [Author(dev) for dev in DEVICES]
    log: list[Deed] = []
    everything = len(steps) + 2
    authors[0].save(noun, {name: pool[0] for name, pool in VALUES[noun].items()}, 1_000, creates=True)
    for author in authors:
        author.meet(log, 1_000, everything)
    for step in steps:
        author = authors[step.author]
        if isinstance(step, Meet):
            author.meet(log, step.received_ms, step.room)
            continue
        if in_turn:
            author.meet(log, step.wall_ms, everything)
        _save(author, noun, step)
        if in_turn:
            author.meet(log, step.wall_ms, everything)
    for author in authors:
        author.meet(log, 2_000, 0)
    return tuple(log)


def _save(author: Author, noun: str, step: Save) -> None:
    is_deleted = expected_deleted(author.known.values())
    if step.deletes and not is_deleted:
        author.delete(noun, "keliru", step.wall_ms)
    else:
        author.save(noun, step.fields | ({DELETION: None} if is_deleted else {}), step.wall_ms)


authors = st.integers(0, len(DEVICES) - 1)
wall_clocks = st.integers(0, 40) | st.sampled_from(WILD_CLOCKS)


def some_fields(noun: str) -> st.SearchStrategy[dict[str, Any]]:
    """One field to four, with values."""
    pairs = [(name, value) for name, pool in VALUES[noun].items() for value in pool]
    return st.lists(st.sampled_from(pairs), min_size=1, max_size=4).map(dict)


def saves(noun: str) -> st.SearchStrategy[Save]:
    """Saves of some fields, every fifth a deletion."""
    return st.builds(Save, authors, wall_clocks, some_fields(noun), st.sampled_from([False] * 4 + [True]))


meetings = st.builds(Meet, authors, wall_clocks, st.integers(0, 8))
nouns = st.sampled_from(sorted(VALUES))


@st.composite
def histories(draw: st.DrawFn, *, in_turn: bool = False) -> tuple[Deed, ...]:
    """A record's changes by several authors, in the order of headquarters' log."""
    noun = draw(nouns)
    steps = draw(st.lists(saves(noun) | meetings, max_size=10))
    return told(noun, steps, in_turn=in_turn)


class Arrival(NamedTuple):
    """A change reaching somebody, with the stamp it is said to have."""

    deed: Deed
    stamp: int


@st.composite
def arrivals(draw: st.DrawFn, deeds: Sequence[Deed]) -> list[Arrival]:
    """The changes in any order, some of them repeated. Before the last time one may come with its author's own
    stamp instead of the effective one, as a laptop's own change does that comes back from headquarters."""
    repeated = draw(st.lists(st.sampled_from(deeds), max_size=4))
    order = draw(st.permutations([*deeds, *repeated]))
    own = draw(st.booleans())
    last = {deed.name: place for place, deed in enumerate(order)}
    return [
        Arrival(deed, deed.change.stamp if own and place < last[deed.name] else deed.stamp)
        for place, deed in enumerate(order)
    ]


def applied(arriving: Iterable[Arrival], merging: Merging = merge, *, kept: bool = False) -> State:
    """The state of somebody whom these changes reached; ``kept`` writes and reads the row after each."""
    state: State = {}
    seen: set[Dot] = set()
    for deed, stamp in arriving:
        state = merging(state, deed.change, deed.name, stamp, seen.__contains__)
        seen.add(deed.name)
        state = reread(deed.change.noun, state) if kept else state
    return state


def row_of(noun: str, state: State) -> dict[str, Any]:
    """The state's row by column."""
    return dict(zip(shape(noun).columns, to_row(noun, RECORD, SCOPE, state), strict=True))


def reread(noun: str, state: State) -> State:
    """The state after its row was written and read again."""
    return to_state(noun, row_of(noun, state))
