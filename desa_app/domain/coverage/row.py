"""One line of a coverage report, and how the lines of a level are put together."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass

import msgspec

from desa_app.domain.coverage.facts import OfficeFact
from desa_app.domain.coverage.level import CODE_LENGTH, Level
from desa_app.domain.coverage.place import Place, Places
from desa_app.domain.coverage.standing import Standing
from desa_app.domain.coverage.tally import Tally
from desa_app.domain.village import Village


class Row(msgspec.Struct, frozen=True, gc=False):
    """Coverage of one place. ``villages`` and the counts after it are villages; a village's own are 0 or 1.

    Made by position, which is 20 times as fast as by name: a country has 91,000.
    An office's figures are about the villages assigned to it and those its sessions visited; as it has no share of
    *all* villages its ``villages`` is 0.
    """

    code: str
    name: str
    kind: str
    district: str
    regency: str
    province: str
    villages: int
    assigned: int
    covered: int
    covered_assigned: int
    recent: int
    active: int
    last: dt.date | None
    sessions: int
    reached: int
    unspecified: int
    identified: int
    unnamed: int
    pending_sessions: int
    pending_reached: int
    laptops: int | None = None
    synced: int | None = None

    @property
    def covered_unassigned(self) -> int:
        return self.covered - self.covered_assigned

    @property
    def rate_assigned(self) -> float | None:
        """*Binaan*: covered ∩ assigned / assigned; None ("n/a") where nothing is assigned."""
        return rate(self.covered_assigned, self.assigned)

    @property
    def rate_all(self) -> float | None:
        """Covered / all desa and kelurahan."""
        return rate(self.covered, self.villages)

    @property
    def unique_most(self) -> int:
        """The high end of the distinct people reached; ``identified`` is the low end."""
        return self.identified + self.unnamed


def rate(part: int, whole: int) -> float | None:
    """A share rounded half up to two decimals of a percent (185 of 83,762 is 0.0022); None of nothing."""
    if whole == 0:
        return None
    return (20_000 * part + whole) // (2 * whole) / 10_000


Pairs = Iterable[tuple[str, str]]
"""(place, village): which villages a place's figures are about."""


@dataclass(slots=True)
class Count:
    """How many villages of a place stand how, and the last visit to any of them."""

    assigned: int = 0
    covered: int = 0
    covered_assigned: int = 0
    recent: int = 0
    active: int = 0
    last: dt.date | None = None


def level_rows(places: Places, standing: Standing, sums: Mapping[str, Tally], level: Level) -> tuple[Row, ...]:
    """The rows of a level by code: every place known by name, and every other one that has anything to show."""
    if level == "office":
        return _office_rows(places, standing, sums)
    sizes = places.sizes[level]
    others = (standing.codes | sums.keys()) - places.villages.keys() if level == "village" else set()
    counts = _area_counts(places.villages.keys() | others, standing, level)
    nobody, nothing = Tally(), Count()
    return tuple(
        _row(
            places.named(code, level),
            sizes.get(code, 1 if code in others else 0),
            counts.get(code, nothing),
            sums.get(code, nobody),
        )
        for code in _in_order(places.codes(level), counts.keys() | sums.keys())
    )


def _in_order(known: Sequence[str], others: Set[str]) -> list[str]:
    """Codes in order. Those of the registry stand in order already, and Python's sort takes next to no time for what is
    nearly sorted; 80,000 out of a set would hold every other thread up for 30 ms."""
    return sorted([*known, *(others - set(known))])


def _area_counts(known: Set[str], standing: Standing, level: Level) -> Mapping[str, Count]:
    """Areas hold the registry's villages only, so that no rate is over 1; any other village is about itself."""
    length = CODE_LENGTH[level]
    visited = [(code[:length], code) for code in standing.last if code in known]
    assigned = [(code[:length], code) for code in {village for _, village in standing.assigned} if code in known]
    return _counts(visited, assigned, standing)


def _office_rows(places: Places, standing: Standing, sums: Mapping[str, Tally]) -> tuple[Row, ...]:
    visited = [pair for pair in standing.assigned | standing.visited if pair[1] in standing.last]
    counts = _counts(visited, standing.assigned, standing)
    rows = (
        _row(places.named(code, "office"), 0, counts.get(code, Count()), sums.get(code, Tally()))
        for code in _in_order(places.codes("office"), counts.keys() | sums.keys())
    )
    return tuple(_with_laptops(row, places.offices.get(row.code)) for row in rows)


def _with_laptops(row: Row, office: OfficeFact | None) -> Row:
    laptops, synced = (office.laptops, office.synced) if office else (None, None)
    return msgspec.structs.replace(row, laptops=laptops, synced=synced)


def _counts(visited: Pairs, assigned: Pairs, standing: Standing) -> Mapping[str, Count]:
    counts: dict[str, Count] = defaultdict(Count)
    for place, village in assigned:
        count = counts[place]
        count.assigned += 1
        count.covered_assigned += village in standing.covered
    for place, village in visited:
        count = counts[place]
        count.covered += village in standing.covered
        count.recent += village in standing.recent
        count.active += village in standing.active
        last = standing.last[village]
        count.last = last if count.last is None else max(last, count.last)
    return counts


def _row(place: Place | Village, villages: int, count: Count, sums: Tally) -> Row:
    return Row(
        place.code,
        place.name,
        place.kind,
        place.district,
        place.regency,
        place.province,
        villages,
        count.assigned,
        count.covered,
        count.covered_assigned,
        count.recent,
        count.active,
        count.last,
        sums.sessions,
        sums.reached,
        sums.unspecified,
        sums.identified,
        sums.unnamed,
        sums.pending_sessions,
        sums.pending_reached,
    )
