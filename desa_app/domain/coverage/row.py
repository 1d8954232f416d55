"""One line of a coverage report, and how the lines of a level are put together."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Collection, Mapping, Set
from typing import NamedTuple

import msgspec

from desa_app.domain.coverage.facts import OfficeFact
from desa_app.domain.coverage.level import CODE_LENGTH, Level
from desa_app.domain.coverage.place import Place, Places
from desa_app.domain.coverage.standing import Standing
from desa_app.domain.coverage.tally import Tally
from desa_app.domain.village import Village


class Row(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """Coverage of one place. ``villages`` and the counts after it are villages; a village's own are 0 or 1.

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


Pairs = Collection[tuple[str, str]]
"""(place, village): which villages a place's figures are about."""


class Villages(NamedTuple):
    """How many villages of each place stand how, and the last visit to any of them."""

    all: Counter[str]
    assigned: Counter[str]
    covered: Counter[str]
    covered_assigned: Counter[str]
    recent: Counter[str]
    active: Counter[str]
    last: dict[str, dt.date]


def level_rows(places: Places, standing: Standing, sums: Mapping[str, Tally], level: Level) -> tuple[Row, ...]:
    """The rows of a level by code: every place known by name, and every other one that has anything to show."""
    villages = _office_villages(standing) if level == "office" else _area_villages(places, standing, sums, level)
    empty = Tally()
    codes = sorted(places.codes(level) | villages.all.keys() | sums.keys())
    rows = (_row(places.named(code, level), villages, sums.get(code, empty)) for code in codes)
    if level == "office":
        return tuple(_of_office(row, places.offices.get(row.code)) for row in rows)
    return tuple(rows)


def _of_office(row: Row, office: OfficeFact | None) -> Row:
    laptops, synced = (office.laptops, office.synced) if office else (None, None)
    return msgspec.structs.replace(row, villages=0, laptops=laptops, synced=synced)


def _office_villages(standing: Standing) -> Villages:
    pairs = standing.assigned | standing.visited
    visited = [pair for pair in pairs if pair[1] in standing.last]
    return _villages(Counter(office for office, _ in pairs), visited, standing.assigned, standing)


def _area_villages(places: Places, standing: Standing, sums: Mapping[str, Tally], level: Level) -> Villages:
    """Areas hold the registry's villages only, so that no rate is over 1; any other village is about itself."""
    length = CODE_LENGTH[level]
    known: Set[str] = places.villages.keys()
    if level == "village":
        known = known | standing.codes | sums.keys()
    assigned = known & {village for _, village in standing.assigned}
    return _villages(
        Counter(code[:length] for code in known),
        [(code[:length], code) for code in standing.last.keys() & known],
        [(code[:length], code) for code in assigned],
        standing,
    )


def _villages(everything: Counter[str], visited: Pairs, assigned: Pairs, standing: Standing) -> Villages:
    last: dict[str, dt.date] = {}
    for place, village in visited:
        last[place] = max(standing.last[village], last.get(place, dt.date.min))
    return Villages(
        all=everything,
        assigned=Counter(place for place, _ in assigned),
        covered=_among(visited, standing.covered),
        covered_assigned=_among(assigned, standing.covered),
        recent=_among(visited, standing.recent),
        active=_among(visited, standing.active),
        last=last,
    )


def _among(pairs: Pairs, villages: Collection[str]) -> Counter[str]:
    return Counter(place for place, village in pairs if village in villages)


def _row(place: Place | Village, villages: Villages, sums: Tally) -> Row:
    code = place.code
    return Row(
        code=code,
        name=place.name,
        kind=place.kind,
        district=place.district,
        regency=place.regency,
        province=place.province,
        villages=villages.all[code],
        assigned=villages.assigned[code],
        covered=villages.covered[code],
        covered_assigned=villages.covered_assigned[code],
        recent=villages.recent[code],
        active=villages.active[code],
        last=villages.last.get(code),
        sessions=sums.sessions,
        reached=sums.reached,
        unspecified=sums.unspecified,
        identified=len(sums.people),
        unnamed=sums.unnamed,
        pending_sessions=sums.pending_sessions,
        pending_reached=sums.pending_reached,
    )
