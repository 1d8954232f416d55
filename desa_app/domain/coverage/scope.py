"""What a reader narrows a coverage to: an area, an office, assisted villages, how a village stands, words."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, NamedTuple

from desa_app.domain.coverage.row import Row
from desa_app.domain.village import dotted

State = Literal["covered", "uncovered", "recent", "over_recent", "over_active", "never"]
"""Covered or not in the period; active in the last 6 months, last visited 6–12 or more than 12 months ago, or never."""
STATES: tuple[State, ...] = ("covered", "uncovered", "recent", "over_recent", "over_active", "never")


class Scope(NamedTuple):
    """Which villages are wanted: those of an ``area`` (the beginning of their codes) and of an ``office``, the
    ``assigned`` ones only, in a ``state``, with every word of ``text`` in their names or their areas'."""

    area: str = ""
    office: str = ""
    assigned: bool = False
    state: State | None = None
    text: str = ""

    def wants(self, row: Row) -> bool:
        """Whether a village is wanted, its office apart."""
        if not row.code.startswith(self.area) or (self.assigned and not row.assigned):
            return False
        if self.state is not None and not _HOLDS[self.state](row):
            return False
        return not self.text or _has_words(row, self.text)


EVERYTHING = Scope()


def absence(row: Row) -> State:
    """How long nobody was there: active, 6–12 months, more than 12, never."""
    if row.last is None:
        return "never"
    return "recent" if row.recent else "over_recent" if row.active else "over_active"


def _has_words(row: Row, text: str) -> bool:
    names = f"{row.name} {row.district} {row.regency} {row.province}".casefold()
    others = [word for word in text.casefold().split() if word not in names]
    return not others or all(word in row.code or word in dotted(row.code) for word in others)


_HOLDS: dict[State, Callable[[Row], bool]] = {
    "covered": lambda row: row.covered > 0,
    "uncovered": lambda row: row.covered == 0,
    "recent": lambda row: absence(row) == "recent",
    "over_recent": lambda row: absence(row) == "over_recent",
    "over_active": lambda row: absence(row) == "over_active",
    "never": lambda row: absence(row) == "never",
}
