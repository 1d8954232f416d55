"""The villages without a recent visit, and which of them should come first."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Collection, Mapping
from functools import cache, partial
from operator import attrgetter
from typing import Literal, NamedTuple

import msgspec

from desa_app.domain.coverage.facts import Facts
from desa_app.domain.coverage.period import months_before, months_since
from desa_app.domain.coverage.rules import Rules
from desa_app.domain.coverage.standing import Heirs, Standing
from desa_app.domain.village import Village

Absence = Literal["never", "over_active", "over_recent"]
"""Never visited, longer ago than the 12 months of "active", or longer ago than the 6 of "recent"."""


class Uncovered(msgspec.Struct, frozen=True, gc=False):
    """A village of the registry that nobody visited lately; ``priority`` is 0 to 100, the highest comes first.

    Made by position, as rows are, for speed.
    """

    code: str
    name: str
    kind: str
    district: str
    regency: str
    province: str
    assigned: int
    absence: Absence
    last: dt.date | None
    offers: int
    migrant_pocket: float
    urgent: int
    priority: float


class Need(NamedTuple):
    """What speaks for a visit, by village: weighed offers, open SEGERA, migrant pocket."""

    offers: Mapping[str, int]
    urgent: Collection[str]
    pockets: Mapping[str, float]


def uncovered(facts: Facts, standing: Standing, cutoff: dt.date, rules: Rules) -> tuple[Uncovered, ...]:
    """Every village of the registry without a visit in the last 6 months, by priority, then by code."""
    need = _need(facts, standing.heirs, cutoff, rules)
    assigned = {village for _, village in standing.assigned}
    reckoned = cache(partial(priority, rules=rules))  # most villages are alike: never visited, no offers
    lines = [
        _line(village, village.code in assigned, standing, need, cutoff, reckoned)
        for village in facts.villages
        if village.code not in standing.recent
    ]
    lines.sort(key=attrgetter("code"))
    lines.sort(key=attrgetter("priority"), reverse=True)
    return tuple(lines)


def priority(offers: int, months: int | None, pocket: float, urgent: bool, rules: Rules) -> float:
    """DOMAIN.md's priority. ``offers`` is the sum of their weights, ``months`` whole months since the last visit
    (None: never), ``pocket`` 0, ½ or 1."""
    weight = rules.priority
    absence = 1.0 if months is None else min(1.0, months / rules.absence_full_months)
    parts = (
        weight.offers * min(1.0, offers / rules.offers_full)
        + weight.absence * absence
        + weight.migrant_pocket * pocket
        + weight.urgent * urgent
    )
    return round(100 * parts, 2)


def _need(facts: Facts, heirs: Heirs, cutoff: dt.date, rules: Rules) -> Need:
    since = months_before(cutoff, rules.offer_months)
    offers: Counter[str] = Counter()
    urgent: set[str] = set()
    for offer in facts.offers:
        if offer.received > cutoff:
            continue
        villages = heirs.of(offer.village)
        if offer.urgent_open:
            urgent |= villages
        if offer.received >= since:
            offers.update(dict.fromkeys(villages, rules.offer_weights.get(offer.level, 0)))
    return Need(offers, urgent, _pockets(facts, heirs))


def _pockets(facts: Facts, heirs: Heirs) -> dict[str, float]:
    pockets: dict[str, float] = {}
    for assignment in facts.assignments:
        for village in heirs.of(assignment.village):
            pockets[village] = max(assignment.migrant_pocket, pockets.get(village, 0.0))
    return pockets


def _line(
    village: Village,
    assigned: bool,
    standing: Standing,
    need: Need,
    cutoff: dt.date,
    reckoned: Callable[[int, int | None, float, bool], float],
) -> Uncovered:
    last = standing.last.get(village.code)
    offers = need.offers.get(village.code, 0)
    pocket = need.pockets.get(village.code, 0.0)
    urgent = village.code in need.urgent
    months = None if last is None else months_since(last, cutoff)
    return Uncovered(
        village.code,
        village.name,
        village.kind,
        village.district,
        village.regency,
        village.province,
        int(assigned),
        "never" if last is None else "over_recent" if village.code in standing.active else "over_active",
        last,
        offers,
        pocket,
        int(urgent),
        reckoned(offers, months, pocket, urgent),
    )
