"""What an authority may later change about coverage: data, read from ``resources/coverage/rules.json``."""

from __future__ import annotations

from functools import cache

import msgspec

from desa_app.domain.reference import read_data


class PriorityWeights(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The parts of the priority; together 1."""

    offers: float
    absence: float
    migrant_pocket: float
    urgent: float

    def __post_init__(self) -> None:
        total = self.offers + self.absence + self.migrant_pocket + self.urgent
        if abs(total - 1) > 1e-9:
            raise ValueError(f"the weights of the priority add up to {total}, not 1")


class Rules(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Thresholds in calendar months and the weights of the priority.

    ``recent_months`` and ``active_months`` are the 6/12 of "active 6/12". Offers of the last ``offer_months`` count
    by ``offer_weights``, fully from ``offers_full`` on; absence counts fully from ``absence_full_months`` on.
    """

    version: str
    recent_months: int
    active_months: int
    priority: PriorityWeights
    offer_weights: dict[str, int]
    offer_months: int
    offers_full: int
    absence_full_months: int


@cache
def rules_in_force() -> Rules:
    """The rules in force; UnreadableFile when the file is missing or not of this shape."""
    return read_data("coverage/rules.json", Rules)
