"""Test searches for the village registry: drawn from it by rules, written by hand, and texts that name no village.

A search is right when the first result is a village meant. Tune on TUNING_SEED, report on REPORTED_SEED:
``python -m tests.store.village_searches`` prints the hit rate and the time of every sort.
"""

from __future__ import annotations

import csv
import random
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from desa_app.domain.village import Village
from desa_app.store.villages import Villages
from tests.store.village_rules import RULES, Registry, bare, same

TUNING_SEED = 11
REPORTED_SEED = 2026
BY_HAND = Path(__file__).with_name("village_searches.csv")


class Search(NamedTuple):
    """A text, what sort of difficulty it is, and the codes that are right."""

    sort: str
    text: str
    right: frozenset[str]


def drawn(villages: Sequence[Village], seed: int, each: int) -> Iterator[Search]:
    """``each`` searches of every sort where the registry has as many, the same for the same seed."""
    registry = Registry(villages)
    for sort, written in RULES.items():
        dice = random.Random(f"{seed} {sort}")
        made = 0
        for village in shuffled(dice, villages):
            found = written(dice, village, registry)
            if found is None:
                continue
            text, known = found
            yield Search(sort, text, registry.right(village, known))
            made += 1
            if made == each:
                break


def shuffled(dice: random.Random, villages: Sequence[Village]) -> Iterator[Village]:
    """All villages in a random order, drawn one by one, because few are needed."""
    left = list(villages)
    while left:
        at = dice.randrange(len(left))
        left[at], left[-1] = left[-1], left[at]
        yield left.pop()


def by_hand() -> list[Search]:
    """The searches written by hand, all with one right answer."""
    with BY_HAND.open(encoding="utf-8", newline="") as file:
        return [Search("by hand", row["text"], frozenset({row["code"]})) for row in csv.DictReader(file)]


def strangers(villages: Sequence[Village], seed: int, each: int) -> Iterator[str]:
    """Texts that name no village of the registry: a name with the parents of another place, far from any namesake."""
    registry = Registry(villages)
    dice = random.Random(seed)
    for _ in range(each):
        village, elsewhere = dice.sample(villages, 2)
        if any(other.regency_code == elsewhere.regency_code for other in registry.by_name[same(village.name)]):
            continue
        yield f"{village.name}, {elsewhere.district}, {bare(elsewhere.regency)}"


class Tally(NamedTuple):
    """How a sort of searches went."""

    searches: int
    first: int
    in_ten: int
    sure: int
    sure_and_wrong: int


Answers = Callable[[str], Sequence[tuple[str, bool]]]
"""A search: the codes found, best first, each with whether it is sure."""


def answers_of(villages: Villages) -> Answers:
    """The application's own search."""
    return lambda text: [(match.village.code, match.sure) for match in villages.find(text)]


def tallied(searches: Sequence[Search], answers: Answers) -> tuple[Mapping[str, Tally], list[Search]]:
    """The tally of each sort, and the searches that went wrong."""
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0, 0, 0])
    wrong = []
    for search in searches:
        found = answers(search.text)
        first = bool(found) and found[0][0] in search.right
        sure = bool(found) and found[0][1]
        single = search.right == {found[0][0]} if found else False
        row = (1, first, any(code in search.right for code, _ in found), sure, sure and not single)
        counts[search.sort] = [a + b for a, b in zip(counts[search.sort], row, strict=True)]
        if not first or (sure and not single):
            wrong.append(search)
    return {sort: Tally(*row) for sort, row in counts.items()}, wrong


def total(tallies: Mapping[str, Tally]) -> Tally:
    """All sorts together."""
    return Tally(*(sum(column) for column in zip(*tallies.values(), strict=True)))


def report(seed: int, each: int) -> None:
    """Print what was found first, what was sure, and how long it took, by sort; then the searches that went wrong."""
    villages = Villages.open()
    everything = list(villages.all())
    searches = [*drawn(everything, seed, each), *by_hand()]
    answers = answers_of(villages)
    times: list[float] = []

    def timed(text: str) -> Sequence[tuple[str, bool]]:
        start = time.perf_counter()
        found = answers(text)
        times.append(1000 * (time.perf_counter() - start))
        return found

    timed("pemanasan")
    tallies, wrong = tallied(searches, timed)
    print(f"{'':34}{'n':>6}{'first %':>9}{'in 10 %':>9}{'sure %':>8}{'sure, wrong':>13}")
    for sort, tally in {**tallies, "all": total(tallies)}.items():
        first, in_ten, sure = (100 * part / tally.searches for part in tally[1:4])
        print(f"{sort:34}{tally.searches:6}{first:9.2f}{in_ten:9.2f}{sure:8.1f}{tally.sure_and_wrong:13}")
    ordered = sorted(times)
    p50, p95, p99 = (ordered[int(share * len(ordered))] for share in (0.5, 0.95, 0.99))
    print(f"ms a search: p50 {p50:.1f}, p95 {p95:.1f}, p99 {p99:.1f}, slowest {ordered[-1]:.1f}")
    unknown = list(strangers(everything, seed, 10 * each))
    guessed = [text for text in unknown if _is_sure(answers(text))]
    print(f"texts that name no village: {len(unknown)}, of these sure: {guessed}")
    for search in wrong:
        print(f"[{search.sort}] {search.text!r}: {sorted(search.right)[:3]}, found {answers(search.text)[:2]}")
    villages.close()


def _is_sure(found: Sequence[tuple[str, bool]]) -> bool:
    return bool(found) and found[0][1]


if __name__ == "__main__":
    report(*(int(argument) for argument in sys.argv[1:] or (REPORTED_SEED, 200)))
