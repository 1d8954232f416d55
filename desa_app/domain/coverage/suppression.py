"""What a report that leaves the immigration service keeps to itself: counts of fewer than five people.

DOMAIN.md: exports that leave headquarters suppress cells < 5. A single small cell would still be known by taking the
others from their sum, so the next smallest beside it is kept back, too.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from operator import attrgetter
from typing import TypeVar

from desa_app.domain.coverage.level import CODE_LENGTH, Level
from desa_app.domain.coverage.row import Row
from desa_app.domain.coverage.table import Table
from desa_app.domain.coverage.uncovered import Uncovered

SMALLEST_TOLD = 5
OF_PEOPLE = ("reached", "unspecified", "identified", "unique_most", "pending_reached")
"""The columns that count people."""
OF_OFFERS = ("priority", "offers", "urgent", "why")
"""The columns that come from suspicious offers: of a village, they may point at who reported."""
_PARENTS: dict[Level, Level] = {"village": "district", "district": "regency", "regency": "province"}

Key = TypeVar("Key")


def kept_back(counts: Mapping[Key, int]) -> frozenset[Key]:
    """Which of these counts that add up to a sum everybody may know must not be told."""
    small = {key for key, count in counts.items() if 0 < count < SMALLEST_TOLD}
    others = [key for key, count in counts.items() if count >= SMALLEST_TOLD]
    if len(small) == 1 and others:
        small.add(min(others, key=lambda key: counts[key]))
    return frozenset(small)


def for_outside(table: Table, level: Level) -> Table:
    """A level's table with its small counts of people kept back, within each area one level up."""
    length = CODE_LENGTH[_PARENTS.get(level, "country")]
    areas: dict[str, list[Row]] = defaultdict(list)
    for row in table.rows:
        if isinstance(row, Row):
            areas[row.code[:length]].append(row)
    hidden = frozenset(
        (code, key)
        for rows in areas.values()
        for key in OF_PEOPLE
        for code in kept_back({row.code: getattr(row, key) for row in rows})
    )
    return replace(table, hidden=hidden)


def uncovered_for_outside(table: Table) -> Table:
    """The list of villages not covered without what comes from offers, its order included."""
    columns = tuple(column for column in table.columns if column.key not in OF_OFFERS)
    rows = sorted((row for row in table.rows if isinstance(row, Uncovered)), key=attrgetter("code"))
    return replace(table, columns=columns, rows=rows)
