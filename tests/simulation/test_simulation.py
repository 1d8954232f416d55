"""Histories keep every promise; the same seed is the same history, here and on real disks with a real line; a failure
prints its seed and the shortest history."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from desa_app.domain.records import RECORDS
from simulation.ground import Memory
from simulation.history import KINDS, Step, drawn, shrunk
from simulation.mutants import broken
from simulation.run import first_broken, many, some
from simulation.world import World
from tests.simulation.real import Real

SECONDS = float(os.environ.get("SIMULATION_SECONDS", "10"))
"""How long histories are lived here; CI gives them three minutes."""
SAME = range(5_000, 5_000 + int(os.environ.get("SIMULATION_SAME", "4")))
"""The seeds that are lived on real disks as well; CI takes some hundred."""


@pytest.fixture(scope="module")
def ground() -> Memory:
    return Memory()


@pytest.fixture
def real(tmp_path: Path) -> Iterator[Real]:
    made = Real(tmp_path)
    yield made
    made.end()


def held(world: World) -> list[object]:
    """All that everybody holds in the end: headquarters' logs, quarantine and rows, each laptop's journal and rows."""
    hq = world.sight()
    found: list[object] = [hq.log, sorted(hq.aside.items()), hq.heads, sorted(hq.held.items())]
    found += [sorted(map(repr, world.hq_rows(noun)[1])) for noun in RECORDS]
    for laptop in world.laptops:
        found += [laptop.name, laptop.notes(), sorted(laptop.cursors().items())]
        found += [sorted(laptop.rows(noun).items()) for noun in RECORDS]
    return found


def lived(seed: int, ground: Memory | Real) -> list[object]:
    world = World(seed, ground)  # type: ignore[arg-type]
    world.live(drawn(seed))
    return held(world)


def test_histories_keep_every_promise() -> None:
    found = many(0, None, SECONDS)
    assert not found.failures, "\n".join(map(str, found.failures))
    assert found.histories


@pytest.mark.parametrize("seed", SAME)
def test_on_real_disks_with_a_real_line_a_history_comes_to_the_same(seed: int, ground: Memory, real: Real) -> None:
    here, there = lived(seed, ground), lived(seed, real)
    assert here == there


DIGEST = """
import hashlib
from simulation.ground import Memory
from tests.simulation.test_simulation import lived
ground = Memory()
print(hashlib.sha256(repr([lived(seed, ground) for seed in range(4)]).encode()).hexdigest())
"""


def test_a_seed_is_the_same_history_in_every_process() -> None:
    def digest(hash_seed: str) -> str:
        env = os.environ | {"PYTHONHASHSEED": hash_seed}
        done = subprocess.run([sys.executable, "-c", DIGEST], env=env, capture_output=True, text=True, check=True)
        return done.stdout.strip()

    assert digest("1") == digest("2") != hashlib.sha256(b"").hexdigest()


ONCE_BROKEN = {
    "an erasure is ordered while a laptop reads its logs again": (
        1170,
        [
            Step("visit", 4, 2556700389),
            Step("restore", 0, 4235353052),
            Step("cross", 43, 1489962958),
            Step("erase", 36, 1815664044),
        ],
    ),
    "a copy of a laptop enrols again whose records have moved away": (
        252,
        [
            Step("visit", 28, 3621483725),
            Step("clone", 10, 2940040512),
            Step("clone", 55, 573365447),
            Step("move person", 54, 3629199492),
            Step("visit", 48, 148798654),
            Step("visit", 41, 4114391688),
        ],
    ),
    "headquarters names an office again after it went on from a backup": (
        88,
        [
            Step("rename office", 36, 586879895),
            Step("run", 45, 686593642),
            Step("restore", 23, 2019697930),
            Step("rename office", 3, 2851437790),
        ],
    ),
}
"""Histories that the program once failed in, as short as they could be made."""


@pytest.mark.parametrize("name", ONCE_BROKEN)
def test_what_was_once_broken_is_not_again(name: str, ground: Memory) -> None:
    assert first_broken(*ONCE_BROKEN[name], ground) is None


def test_every_kind_of_step_is_drawn() -> None:
    assert {step.kind for seed in range(300) for step in drawn(seed)} == KINDS.keys()


def test_a_failure_prints_its_seed_and_the_shortest_history(ground: Memory) -> None:
    with broken("no base"):
        (failure,) = some(
            [next(seed for seed in range(50) if first_broken(seed, drawn(seed), ground))], ground
        ).failures
        said = str(failure)
        assert f"make simulate SEED={failure.seed}" in said
        assert f"seed {failure.seed} breaks promise {failure.promise}" in said
        assert 0 < len(failure.steps) < len(drawn(failure.seed))
    assert first_broken(failure.seed, drawn(failure.seed), ground) is None


def test_a_history_is_shortened_until_no_step_can_be_left_out() -> None:
    steps = [Step("visit", n, 0) for n in range(20)]

    def breaks(some: object) -> bool:
        return {3, 7, 12} <= {step.who for step in some}  # type: ignore[attr-defined]

    assert [step.who for step in shrunk(steps, breaks)] == [3, 7, 12]
