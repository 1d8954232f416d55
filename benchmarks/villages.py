"""Searching a village as officers type, in the whole registry of 83,762.

``Villages.find`` inside a running process, its index built and opened before: the searches of ``village_searches`` are
drawn from the registry by rules (markers, old spelling, abbreviations, spaces and apostrophes missing, one or two
typing errors, former provinces, codes, names alone), 40 of each sort, mixed, from a seed that the search was not tuned
on. Each is timed alone. The share found first is told beside, since a fast search that finds the wrong village would
be worth nothing.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from functools import partial

from benchmarks.field_days import SEED
from benchmarks.measure import Finding, Quantity, percentile, timed
from desa_app.store.villages import Villages
from tests.store.village_searches import Search, drawn

GOAL_MS = 50.0
EACH = 40


def measure(each: int = EACH) -> list[Finding]:
    """Half and 95 % of the searches answer within these times; how many find the village meant first."""
    villages = Villages.open()
    try:
        searches = list(drawn(list(villages.all()), SEED, each))
        random.Random(SEED).shuffle(searches)
        villages.find(searches[0].text)
        answers = [timed(partial(_is_first, villages, search)) for search in searches]
    finally:
        villages.close()
    return _findings(answers)


def _is_first(villages: Villages, search: Search) -> bool:
    found = villages.find(search.text)
    return bool(found) and found[0].village.code in search.right


def _findings(answers: Sequence[tuple[bool, float]]) -> list[Finding]:
    times = [1000 * seconds for _, seconds in answers]
    first = 100 * sum(is_first for is_first, _ in answers) / len(answers)
    return [
        Finding(f"village search ({len(answers):,} searches): p50", Quantity(percentile(times, 0.5), "ms")),
        Finding("… p95", Quantity(percentile(times, 0.95), "ms"), None, GOAL_MS),
        Finding("… slowest", Quantity(max(times), "ms")),
        Finding("… the village meant comes first", Quantity(first, "%")),
    ]
