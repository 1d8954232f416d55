"""What the coverage page asks for and what it is answered; the answer is worked out beside the window's thread."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from typing import Any, NamedTuple

from desa_app.domain.coverage import (
    Coverage,
    Figures,
    Listed,
    Period,
    Scope,
    Table,
    figures,
    level_table,
    narrowed,
    uncollected,
    uncovered_table,
)

UNCOVERED: Listed = "uncovered"
_RUN = 8_192
"""How many values are sorted at a time: the window's thread gets its turn in between."""


class Question(NamedTuple):
    """A period, what it is narrowed to, what is listed, and in which order: by the column of that ``key`` (empty: as
    it comes), ``descending`` or not."""

    period: Period
    scope: Scope
    listed: Listed
    key: str = ""
    descending: bool = False


class Answer(NamedTuple):
    """The coverage that was asked for, its figures, and its table with the rows in the order asked for."""

    question: Question
    coverage: Coverage
    figures: Figures
    table: Table
    rows: Sequence[Any]


@uncollected()
def answer(whole: Coverage, question: Question, before: Answer | None) -> Answer:
    """The answer from the count of the period; of the answer ``before`` what is still true is taken over."""
    if before is not None and before.question.scope == question.scope:
        coverage, shown = before.coverage, before.figures
    else:
        coverage = narrowed(whole, question.scope)
        shown = figures(coverage)
    listed = question.listed
    table = uncovered_table(coverage) if listed == "uncovered" else level_table(coverage, listed)
    return Answer(question, coverage, shown, table, _arranged(table, question))


def _arranged(table: Table, question: Question) -> Sequence[Any]:
    if question.key in (column.key for column in table.columns):
        return in_order(table.rows, question.key, descending=question.descending)
    return table.rows if question.listed == UNCOVERED else _visited_first(table.rows)


def in_order(rows: Sequence[Any], key: str, *, descending: bool) -> list[Any]:
    """Rows by a value, equal ones as they come; those without it last."""
    sign = -1 if descending else 1
    known = [(value, sign * place) for place, row in enumerate(rows) if (value := getattr(row, key)) is not None]
    if known and isinstance(known[0][0], str):
        known = [(value.casefold(), place) for value, place in known]
    ordered = _sorted(known)
    if descending:
        ordered.reverse()
    places = (sign * place for _, place in ordered)
    without = [place for place, row in enumerate(rows) if getattr(row, key) is None]
    return [rows[place] for place in (*places, *without)]


def _sorted(pairs: list[tuple[Any, int]]) -> list[tuple[Any, int]]:
    """The pairs in order. Sorted in runs and then merged: sorting all at once would hold every other thread up."""
    runs = [sorted(pairs[start : start + _RUN]) for start in range(0, len(pairs), _RUN)]
    return sorted(chain.from_iterable(runs))


def _visited_first(rows: Sequence[Any]) -> Sequence[Any]:
    """The places where something was done come before the many where nothing was; each in their order."""
    visited = [one for one in rows if one.sessions or one.pending_sessions]
    return [*visited, *(one for one in rows if not (one.sessions or one.pending_sessions))] if visited else rows
