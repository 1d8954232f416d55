"""Many histories on all cores within a time, and what is said of one that breaks a promise."""

from __future__ import annotations

import gc
import json
import multiprocessing
import os
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass, field
from itertools import chain, count, islice
from pathlib import Path

from simulation.ground import Memory
from simulation.history import Step, drawn, shrunk
from simulation.mutants import DIRECTED, broken
from simulation.promises import Broken
from simulation.world import KnownGap, lived

PORTION = 5
"""Histories between two looks at the clock."""


@dataclass
class Failure:
    """A history that breaks a promise: as short as it can be, and what is broken."""

    seed: int
    promise: int
    said: str
    steps: list[str]

    def __str__(self) -> str:
        steps = "\n".join(f"    {step}" for step in self.steps)
        return f"seed {self.seed} breaks promise {self.said}\n{steps}\n  once more with: make simulate SEED={self.seed}"


@dataclass
class Found:
    """What came of histories: how many there were, how many steps, those that ended at a known gap, the failures."""

    histories: int = 0
    steps: int = 0
    gaps: Counter[str] = field(default_factory=Counter)
    failures: list[Failure] = field(default_factory=list)

    def add(self, other: Found) -> None:
        self.histories += other.histories
        self.steps += other.steps
        self.gaps += other.gaps
        self.failures += other.failures


def first_broken(seed: int, steps: Sequence[Step], ground: Memory) -> Broken | None:
    """The promise that a history breaks, if any."""
    try:
        lived(seed, steps, ground)
    except Broken as broken:
        return broken
    except KnownGap:
        pass
    return None


def failure(seed: int, broken: Broken, ground: Memory) -> Failure:
    """The history of a seed, shortened while it breaks the same promise."""

    def breaks(steps: Sequence[Step]) -> bool:
        again = first_broken(seed, steps, ground)
        return again is not None and again.promise == broken.promise

    steps = shrunk(drawn(seed), breaks)
    last = first_broken(seed, steps, ground) or broken
    return Failure(seed, last.promise, str(last), [str(step) for step in steps])


def some(seeds: Sequence[int], ground: Memory | None = None) -> Found:
    """The histories of these seeds, one after the other."""
    ground = ground or _ground()
    found = Found()
    for seed in seeds:
        steps = drawn(seed)
        found.histories += 1
        found.steps += len(steps)
        try:
            lived(seed, steps, ground)
        except Broken as broken:
            found.failures.append(failure(seed, broken, ground))
        except KnownGap as gap:
            found.gaps[str(gap)] += 1
    return found


def many(first: int, seeds: int | None, seconds: float | None, jobs: int | None = None) -> Found:
    """``seeds`` histories, or as many as fit into ``seconds``, from the seed ``first`` on, over ``jobs`` processes."""
    ends = time.monotonic() + seconds if seconds else float("inf")
    numbers = islice(count(first), seeds)
    found = Found()
    workers = jobs or os.cpu_count() or 1
    with ProcessPoolExecutor(workers, multiprocessing.get_context("spawn"), _begin) as pool:
        running = {pool.submit(some, portion) for portion in islice(_portions(numbers), workers + 1)}
        while running:
            done = next(as_completed(running))
            running.remove(done)
            found.add(done.result())
            if time.monotonic() < ends and not found.failures:
                running |= {pool.submit(some, portion) for portion in islice(_portions(numbers), 1)}
    return found


def _portions(numbers: Iterator[int]) -> Iterator[list[int]]:
    while portion := list(islice(numbers, PORTION)):
        yield portion


_grounds: list[Memory] = []


def _begin() -> None:
    """What lives as long as the process is not looked at again and again by the collector."""
    _ground()
    gc.freeze()


def _ground() -> Memory:
    """The ground of this process, made once."""
    if not _grounds:
        _grounds.append(Memory())
    return _grounds[0]


KILLS = Path(__file__).with_name("kills.json")
"""The seed that killed each mutant when the table was last made: where the next search begins."""


def death_of(mutant: str, most: int) -> tuple[int, str] | None:
    """The first seed whose history breaks a promise in the mutant, and which; None where it survives ``most`` seeds."""
    known = json.loads(KILLS.read_text(encoding="utf-8")) if KILLS.exists() else {}
    with broken(mutant):
        if mutant in DIRECTED and (found := first_broken(*DIRECTED[mutant], _ground())):
            return DIRECTED[mutant][0], str(found)
        for seed in chain([known[mutant]] if mutant in known else [], range(most)):
            if found := first_broken(seed, drawn(seed), _ground()):
                return seed, str(found)
    return None
