"""A history: a list of steps drawn from a seed. Each step carries all its luck in itself, so that leaving out others
leaves a history that can be lived, too, and one that breaks a promise can be made short."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random
from typing import NamedTuple

KINDS = {
    "visit": 9,
    "offer": 3,
    "edit": 20,
    "delete": 3,
    "review": 3,
    "settle": 2,
    "exchange": 20,
    "run": 12,
    "cross": 2,
    "hear late": 3,
    "deliver late": 3,
    "set clock": 3,
    "wait": 2,
    "start again": 2,
    "copy disk": 2,
    "restore disk": 3,
    "clone": 1,
    "enrol again": 1,
    "back up": 2,
    "restore": 3,
    "revoke": 0.5,
    "rename office": 1,
    "move person": 2,
    "erase": 2,
    "write stick": 3,
    "carry stick": 4,
    "bring back": 4,
}
"""What can happen, and how often. A feature of the protocol is one line here and one method of the world."""

SHORTEST, LONGEST = 10, 20


class Step(NamedTuple):
    """One thing that happens, to whom, and the luck it has."""

    kind: str
    who: int
    luck: int

    def __str__(self) -> str:
        return f"{self.kind:14} who={self.who} luck={self.luck}"


def drawn(seed: int) -> list[Step]:
    """The history of a seed. Each leaves many kinds of steps out and favours others, so that rare things meet."""
    luck = Random(f"history {seed}")
    weights = [weight * luck.choice([0.3, 1, 2] if weight > 5 else [0, 0, 1, 4]) for weight in KINDS.values()]
    kinds = luck.choices([*KINDS], weights, k=luck.randint(SHORTEST, LONGEST))
    return [Step(kind, luck.randrange(60), luck.randrange(1 << 32)) for kind in kinds]


def shrunk(steps: Sequence[Step], breaks: Callable[[Sequence[Step]], bool]) -> list[Step]:
    """A shorter history that still ``breaks``: no single step can be left out of it."""
    kept, size = list(steps), max(1, len(steps) // 2)
    while True:
        at = 0
        while at < len(kept):
            fewer = kept[:at] + kept[at + size :]
            if breaks(fewer):
                kept = fewer
            else:
                at += size
        if size == 1:
            return kept
        size //= 2
