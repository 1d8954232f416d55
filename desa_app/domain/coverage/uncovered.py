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
from desa_app.domain.formats import show_number
from desa_app.domain.village import Village
from desa_app.language import say

Absence = Literal["never", "over_active", "over_recent"]
"""Never visited, longer ago than the 12 months of "active", or longer ago than the 6 of "recent"."""


Parts = tuple[float, float, float, float]
"""The points that make a priority: of offers, absence, migrant pocket, open SEGERA."""


class Uncovered(msgspec.Struct, frozen=True, gc=False):
    """A village of the registry that nobody visited lately; ``priority`` is 0 to 100, the highest comes first.

    Made by position, as rows are, for speed. ``months`` are the whole ones since the last visit, ``parts`` what the
    priority is made of.
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
    months: int | None
    parts: Parts

    @property
    def why(self) -> str:
        """The parts of the priority in words, the heaviest first: ``belum pernah ada sesi (30); …``."""
        told = sorted(zip(self.parts, self._reasons(), strict=True), key=lambda part: -part[0])
        return "; ".join(
            f"{reason} ({show_number(points, 2 if points % 1 else 0)})" for points, reason in told if points
        )

    def _reasons(self) -> tuple[str, ...]:
        offers, months = show_number(self.offers), show_number(self.months or 0)
        return (
            say(f"tawaran mencurigakan, bobot {offers}", f"suspicious offers, weight {offers}"),
            say("belum pernah ada sesi", "never a session")
            if self.months is None
            else say(f"{months} bulan tanpa sesi", f"{months} months without a session"),
            say("kantong migran", "migrant pocket"),
            say("SEGERA terbuka", "open SEGERA"),
        )


class Need(NamedTuple):
    """What speaks for a visit, by village: weighed offers, open SEGERA, migrant pocket."""

    offers: Mapping[str, int]
    urgent: Collection[str]
    pockets: Mapping[str, float]


def uncovered(facts: Facts, standing: Standing, cutoff: dt.date, rules: Rules) -> tuple[Uncovered, ...]:
    """Every village of the registry without a visit in the last 6 months, by priority, then by code."""
    need = _need(facts, standing.heirs, cutoff, rules)
    assigned = {village for _, village in standing.assigned}
    reckoned = cache(partial(priority_parts, rules=rules))  # most villages are alike: never visited, no offers
    lines = [
        _line(village, village.code in assigned, standing, need, cutoff, reckoned)
        for village in facts.villages
        if village.code not in standing.recent
    ]
    lines.sort(key=attrgetter("code"))
    lines.sort(key=attrgetter("priority"), reverse=True)
    return tuple(lines)


def priority(offers: int, months: int | None, pocket: float, urgent: bool, rules: Rules) -> float:
    """DOMAIN.md's priority: the sum of its parts."""
    return priority_parts(offers, months, pocket, urgent, rules)[0]


def priority_parts(offers: int, months: int | None, pocket: float, urgent: bool, rules: Rules) -> tuple[float, Parts]:
    """The priority and what it is made of. ``offers`` is the sum of their weights, ``months`` whole months since the
    last visit (None: never), ``pocket`` 0, ½ or 1."""
    weight = rules.priority
    absence = 1.0 if months is None else min(1.0, months / rules.absence_full_months)
    parts = (
        100 * weight.offers * min(1.0, offers / rules.offers_full),
        100 * weight.absence * absence,
        100 * weight.migrant_pocket * pocket,
        100 * weight.urgent * urgent,
    )
    first, second, third, fourth = (round(part, 2) for part in parts)
    return round(sum(parts), 2), (first, second, third, fourth)


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
    reckoned: Callable[[int, int | None, float, bool], tuple[float, Parts]],
) -> Uncovered:
    last = standing.last.get(village.code)
    offers = need.offers.get(village.code, 0)
    pocket = need.pockets.get(village.code, 0.0)
    urgent = village.code in need.urgent
    months = None if last is None else months_since(last, cutoff)
    points, parts = reckoned(offers, months, pocket, urgent)
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
        points,
        months,
        parts,
    )
