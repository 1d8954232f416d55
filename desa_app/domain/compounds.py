"""Places that public reports name as sites of scam compounds: suggested while a destination is typed, counted by R02.

They are dated reference data (``resources/reference/compounds.json``) and say no more than that a report named them.
"""

from __future__ import annotations

import datetime as dt
from functools import cache

import msgspec

from desa_app.domain.formats import fold_text
from desa_app.domain.reference import read_data

SHORTEST_GUESS = 4
"""Typed letters from which one typing error is allowed; two from twice as many."""


class Report(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A public report and the day it came out."""

    title: str
    day: dt.date


class Compound(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A reported place, the area it lies in, and the spellings people write; ``reports`` are keys of the reports."""

    name: str
    area: str
    country: str
    spellings: tuple[str, ...]
    reports: tuple[str, ...]


class Compounds(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The content of compounds.json."""

    version: str
    source: str
    reports: dict[str, Report]
    compounds: tuple[Compound, ...]


@cache
def _known() -> Compounds:
    return read_data("reference/compounds.json", Compounds)


def compounds() -> tuple[Compound, ...]:
    """Every reported place."""
    return _known().compounds


def newest_report(compound: Compound) -> Report:
    """The latest public report that names a place."""
    return max((_known().reports[key] for key in compound.reports), key=lambda report: report.day)


def named_compound(city: str) -> Compound | None:
    """The reported place that ``city``, as typed, names."""
    folded = fold_text(city)
    return next((each for each in compounds() if any(written in folded for written in _folded(each))), None)


def suggest_compounds(text: str, country: str | None = None) -> list[Compound]:
    """The reported places that ``text`` may mean, likeliest first, in ``country`` before others.

    One typing error is allowed from four letters, two from eight, counted against as much of a spelling as was typed;
    only those with the fewest are given. Nothing typed suggests all of the country, where one is given.
    """
    typed = fold_text(text)
    if not typed:
        return [each for each in compounds() if country and each.country == country]
    distances = {each.name: _distance(typed, each) for each in compounds()}
    fewest = min(distances.values())
    meant = [each for each in compounds() if distances[each.name] == fewest <= _allowed(typed)]
    return sorted(meant, key=lambda each: each.country != country)


def _allowed(typed: str) -> int:
    return min(2, len(typed) // SHORTEST_GUESS) if len(typed) > 1 else -1


def _distance(typed: str, compound: Compound) -> int:
    from rapidfuzz.distance import OSA

    return min(
        0 if len(typed) >= SHORTEST_GUESS and typed in written else OSA.distance(typed, part)
        for written in _folded(compound)
        for part in {written[: len(typed)], written[: len(typed) + 1]}
    )


@cache
def _folded(compound: Compound) -> tuple[str, ...]:
    return tuple(map(fold_text, (compound.name, *compound.spellings)))
