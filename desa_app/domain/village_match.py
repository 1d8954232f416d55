"""How well a village explains what was typed: pure scoring, whatever index found the candidates.

Typed words are cut into spans; a span can be the village's name or a parent's. The best set of spans that don't
overlap is the explanation, and its score is the share of the typed letters that it accounts for, the village's
own name counting twice. Nothing is lost by not typing a parent; much is lost by typing what doesn't fit.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise, product
from typing import NamedTuple

from desa_app.domain.village_text import Level, Marker, Word

NAME_COUNTS = 2.0
WRONG_LABEL = 0.7
SOFT_LABEL = 0.95
WRONG_KIND = 0.97
WRONG_REGENCY_KIND = 0.8
LABELLED_ELSEWHERE = 0.85
CUT_NAME = 0.85
UPWARD = 1.0
DOWNWARD = 0.985
MIXED = 0.97
LONGEST_SPAN = 7
MOST_HITS = 5


class Span(NamedTuple):
    """Words ``start`` up to ``end`` taken together, the marker right before them, and how many words of the same
    stretch stand on either side."""

    start: int
    end: int
    label: Marker | None
    left: int = 0
    right: int = 0


class Hit(NamedTuple):
    """A span that could mean a name, and how alike they are (0..1)."""

    span: Span
    likeness: float


class Explanation(NamedTuple):
    """The best reading of the text for one village: its score (0..1) and the likeness by level (0 = not typed)."""

    score: float
    name: float
    district: float
    regency: float
    province: float
    unexplained: float


NOTHING = Explanation(0, 0, 0, 0, 0, 1)


def spans(typed: Sequence[Word]) -> list[Span]:
    """Every run of words that could be a name; firm markers only stand before, never inside."""
    found = []
    for first, last in _stretches(typed):
        for start in range(first, last):
            label = typed[start - 1].marker if start and typed[start - 1].part == typed[start].part else None
            for end in range(start + 1, min(start + LONGEST_SPAN, last) + 1):
                found.append(Span(start, end, label, start - first, last - end))
    return found


def _stretches(typed: Sequence[Word]) -> Iterator[tuple[int, int]]:
    """From where to where words follow each other in one part without a firm marker."""
    first = 0
    for at, word in enumerate(typed):
        is_firm = word.marker is not None and word.marker.firm
        if is_firm or word.part != typed[first].part:
            yield first, at
            first = at + is_firm
    yield first, len(typed)


class Reading:
    """One typed text, ready to score many villages."""

    def __init__(self, typed: Sequence[Word]) -> None:
        self._weights = [word.weight for word in typed]
        self._parts = [word.part for word in typed]
        self._total = sum(self._weights)
        self._labelled = {word.marker.level for word in typed if word.marker and word.marker.firm}

    def fit(self, span: Span, level: Level, kind: str) -> float:
        """How far a span may be a name of this level and kind, 0..1: less where the markers typed say another."""
        label = span.label
        if label is None or (label.level != level and not label.firm):
            return (LABELLED_ELSEWHERE if level in self._labelled else 1.0) * (SOFT_LABEL if label else 1.0)
        if label.level != level:
            return WRONG_LABEL
        if label.kind and label.kind != kind:
            return WRONG_KIND if level == Level.VILLAGE else WRONG_REGENCY_KIND
        return 1.0

    def explain(self, hits: Mapping[Level, Sequence[Hit]]) -> Explanation:
        """The best explanation with a span for the village's name and at most one for each parent.

        ``hits`` are already fitted; without one for the village there is no explanation. Of many for one level only
        those that explain most are tried.
        """
        names, *parents = [self._heaviest(hits.get(level, ())) for level in Level]
        best = NOTHING
        for name in names:
            for chosen in product(*((None, *level) for level in parents)):
                if _apart(name, chosen):
                    best = max(best, self._score(name, chosen))
        return best

    def _heaviest(self, hits: Sequence[Hit]) -> Sequence[Hit]:
        if len(hits) <= MOST_HITS:
            return hits
        return sorted(hits, key=lambda hit: -self._weight(hit.span) * hit.likeness)[:MOST_HITS]

    def _score(self, name: Hit, parents: Sequence[Hit | None]) -> Explanation:
        own = self._weight(name.span)
        explained = own + sum(self._weight(hit.span) for hit in parents if hit)
        gained = NAME_COUNTS * own * name.likeness
        gained += sum(self._weight(hit.span) * hit.likeness for hit in parents if hit)
        total = max(self._total, explained)
        score = gained / (total + (NAME_COUNTS - 1) * own)
        score *= _order([name, *parents])
        if self._is_cut(name.span, [hit.span for hit in parents if hit]):
            score *= CUT_NAME
        likeness = [hit.likeness if hit else 0.0 for hit in parents]
        return Explanation(score, name.likeness, likeness[0], likeness[1], likeness[2], 1 - explained / total)

    def _weight(self, span: Span) -> float:
        return sum(self._weights[span.start : span.end]) or 1.0

    def _is_cut(self, name: Span, parents: Iterable[Span]) -> bool:
        """Whether an unexplained word stands right beside the name: then the name is probably longer."""
        taken = {index for span in parents for index in range(span.start, span.end)}
        beside = [name.end] if name.label else [name.start - 1, name.end]
        return any(
            0 <= index < len(self._parts)
            and index not in taken
            and self._weights[index] >= 2
            and self._parts[index] == self._parts[name.start]
            for index in beside
        )


def _apart(name: Hit, parents: Sequence[Hit | None]) -> bool:
    taken = sorted([name.span, *(hit.span for hit in parents if hit)], key=lambda span: span.start)
    return all(left.end <= right.start for left, right in pairwise(taken))


def _order(hits: Sequence[Hit | None]) -> float:
    """From the village up is how places are written; from the province down is rarer, a mixture rarer still."""
    starts = [hit.span.start for hit in hits if hit]
    if starts == sorted(starts):
        return UPWARD
    return DOWNWARD if starts == sorted(starts, reverse=True) else MIXED
