"""The proof proves something: it holds for the real functions and breaks for every mutant of them.

The same seeds drive all worlds, so a mutant's row of the table can be replayed from its seed.
"""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from desa_app.sync.pure.merge import merge
from tests.sync.pure.exchange import FAULTS, NOUN, POISON, World
from tests.sync.pure.history import VALUES, WILD_CLOCKS, Arrival, Deed, Merging, arrivals, histories, steady
from tests.sync.pure.mutants import MERGE_MUTANTS, MUTANTS, Parts
from tests.sync.pure.test_merge import judge

SEEDS = range(150)
STEPS = 40


def step(world: World, luck: Random) -> None:
    """One thing that happens."""
    laptop = luck.choice(world.laptops)
    wall_ms = luck.choice([luck.randrange(40), world.now, *WILD_CLOCKS])
    match luck.choices(["save", "delete", "exchange", "late", "backup", "restore", "wait"], [12, 2, 16, 2, 1, 1, 1])[0]:
        case "save":
            save(world, luck, wall_ms)
        case "delete" if records := world.records(laptop):
            world.delete(laptop, luck.choice(records), wall_ms)
        case "exchange":
            world.exchange(laptop, luck.choice(["", "", *FAULTS]))
        case "late" if world.late:
            world.deliver(luck.randrange(len(world.late)))
        case "backup":
            world.hq.back_up()
        case "restore":
            world.hq.restore()
        case "wait":
            world.now += luck.choice([10, 10_000, 2_000_000_000_000])


def save(world: World, luck: Random, wall_ms: int) -> None:
    """Somebody edits a record, or makes one; every twelfth new one is poisoned."""
    laptop = luck.choice(world.laptops)
    records = world.records(laptop)
    if not records or luck.random() < 0.25:
        world.create(laptop, wall_ms, POISON if luck.random() < 0.08 else None)
        return
    names = luck.sample(sorted(VALUES[NOUN]), luck.choice([1, 1, 2, 4]))
    world.edit(laptop, luck.choice(records), {name: luck.choice(VALUES[NOUN][name]) for name in names}, wall_ms)


def live(parts: Parts, seed: int) -> None:
    """One world's life, all of it decided by the seed; AssertionError where a promise is broken."""
    luck, world = Random(seed), parts.world()
    for _ in range(STEPS):
        step(world, luck)
        world.check_safety()
    world.settle()
    world.check_settled()


def death(parts: Parts) -> tuple[int, str] | None:
    """The first seed whose life breaks a promise, and which one; None for parts that keep all."""
    for seed in SEEDS:
        try:
            live(parts, seed)
        except AssertionError as broken:
            return seed, str(broken).splitlines()[0]
    return None


def test_the_real_functions_keep_every_promise() -> None:
    for seed in SEEDS:
        live(Parts(), seed)


def test_every_mutant_is_killed(capsys: pytest.CaptureFixture[str]) -> None:
    deaths = {name: death(parts) for name, parts in MUTANTS.items()}
    with capsys.disabled():
        print(f"\n\n{'mutant':34}{'seed':>5}  broken promise")
        for name, found in deaths.items():
            print(f"{name:34}{found[0] if found else '–':>5}  {found[1] if found else 'SURVIVED'}")
    assert [name for name, found in deaths.items() if not found] == []


def proven(merging: Merging) -> bool:
    """Whether any order, repeats and new stamps lead to what the judge says; drawn the same way every time."""

    @settings(steady, phases=[Phase.generate])
    @given(histories().flatmap(lambda deeds: st.tuples(st.just(deeds), arrivals(deeds))))
    def converges(drawn: tuple[Sequence[Deed], list[Arrival]]) -> None:
        judge(*drawn, merging=merging)

    try:
        converges()
    except AssertionError:
        return False
    return True


def test_the_properties_hold_for_the_real_merge() -> None:
    assert proven(merge)


@pytest.mark.parametrize("name", MERGE_MUTANTS)
def test_the_properties_break_for_a_mutant_of_merge(name: str) -> None:
    assert not proven(MERGE_MUTANTS[name])
