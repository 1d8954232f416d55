"""``python -m simulation``: histories; ``python -m simulation mutants``: the table of broken rules and who notices."""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from functools import partial

from simulation.history import drawn
from simulation.mutants import MUTANTS
from simulation.run import KILLS, _ground, death_of, failure, first_broken, many


def main() -> int:
    """The command; 1 where a promise was broken or a mutant survived."""
    parser = argparse.ArgumentParser(prog="simulation", description=__doc__)
    parser.add_argument("what", nargs="?", choices=["histories", "mutants"], default="histories")
    parser.add_argument("--seeds", type=int, help="how many histories")
    parser.add_argument("--seconds", type=float, help="or for how long (180 without either)")
    parser.add_argument("--first", type=int, default=0, help="the first seed")
    parser.add_argument("--seed", type=int, help="only this history, step by step")
    parser.add_argument("--jobs", type=int, default=os.cpu_count(), help="processes")
    asked = parser.parse_args()
    if asked.what == "mutants":
        return mutants(asked.seeds or 1000, asked.jobs)
    if asked.seed is not None:
        return one(asked.seed)
    return histories(asked.first, asked.seeds, asked.seconds or (None if asked.seeds else 180), asked.jobs)


def histories(first: int, seeds: int | None, seconds: float | None, jobs: int) -> int:
    """Live histories and say what came of them."""
    began = time.monotonic()
    found = many(first, seeds, seconds, jobs)
    took = time.monotonic() - began
    print(f"{found.histories} histories of {found.steps} steps in {took:.0f} s on {jobs} processes")
    for gap, times in found.gaps.items():
        print(f"  {times} ended at a known gap: {gap}")
    for each in found.failures:
        print(f"\n{each}")
    print("\nno promise was broken" if not found.failures else f"\n{len(found.failures)} broke a promise")
    return int(bool(found.failures))


def one(seed: int) -> int:
    """Live one history, and shorten it where it breaks a promise."""
    steps = drawn(seed)
    print(*steps, sep="\n")
    found = first_broken(seed, steps, _ground())
    print("no promise was broken" if found is None else f"\n{failure(seed, found, _ground())}")
    return int(found is not None)


def mutants(most: int, jobs: int) -> int:
    """Print the table of mutants, and keep the seeds that killed them."""
    found: dict[str, int] = {}
    print(f"{'mutant':56}{'seed':>5}  broken promise")
    with ProcessPoolExecutor(jobs, multiprocessing.get_context("spawn")) as pool:
        for name, death in zip(MUTANTS, pool.map(partial(death_of, most=most), MUTANTS), strict=True):
            seed, said = death or ("–", "SURVIVED")
            if death:
                found[name] = death[0]
            print(f"{name:56}{seed:>5}  {' '.join(said.split())[:110]}", flush=True)
    KILLS.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    print(f"\n{len(found)} of {len(MUTANTS)} are killed")
    return int(len(found) < len(MUTANTS))


if __name__ == "__main__":
    sys.exit(main())
