"""Finding the village an officer means: looks up every way to read the text, then asks how well each explains it.

Three steps, each only where the one before left doubt: names spelled alike (an index look-up), names within one
or two typing errors (rapidfuzz over all keys), names that only contain or begin with what was typed (trigrams).
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from rapidfuzz import process
from rapidfuzz.distance import OSA

from desa_app.domain.village_match import Explanation, Hit, Reading, Span, spans
from desa_app.domain.village_text import Level, Spelling, respell, typed_words
from desa_app.store.village_index import Index

FLOOR = 0.6
PLAIN = 0.985
RESPELLED = 0.985
LEVEL_OF = {10: Level.VILLAGE, 6: Level.DISTRICT, 4: Level.REGENCY, 2: Level.PROVINCE}
CLEAR = 0.03
CLEAR_OF_ERRORS = 0.12
FIRM = 0.85
UNEXPLAINED = 0.08
SHORTEST_ALONE = 6
MOST_FUZZY_KEYS = 40


class Found(NamedTuple):
    """A village's code, its score (0..1), and whether it may be taken without asking."""

    code: str
    score: float
    sure: bool


class _Candidate(NamedTuple):
    code: str
    explanation: Explanation

    @property
    def score(self) -> float:
        return self.explanation.score


class Vocabulary:
    """All keys of one sort, ordered by length, for comparison with typing errors."""

    def __init__(self, keys: str) -> None:
        self._keys = keys.split("\n")
        self._lengths = [len(key) for key in self._keys]

    def near(self, key: str) -> list[str]:
        """Keys at most one error away, two from eight letters on (a swap of neighbours is one error)."""
        errors = allowed_errors(key)
        if not errors:
            return []
        first = bisect_left(self._lengths, len(key) - errors)
        last = bisect_right(self._lengths, len(key) + errors)
        found = process.extract(
            key, self._keys[first:last], scorer=OSA.distance, score_cutoff=errors, limit=MOST_FUZZY_KEYS
        )
        return [near for near, _, _ in found]


def allowed_errors(key: str) -> int:
    """Typing errors that still leave a name recognisable: none in three letters, two from seven."""
    return 0 if len(key) < 4 else 1 if len(key) < 7 else 2


class VillageSearch:
    """Searches in the index."""

    def __init__(self, index: Index, spelling: Spelling) -> None:
        self._index = index
        self._spelling = spelling
        self._vocabularies: dict[str, Vocabulary] = {}

    def find(self, text: str) -> list[Found]:
        """Villages that explain the text well enough, best first."""
        typed = typed_words(text)
        readable = spans(typed)
        if not readable:
            return []
        reading = Reading(typed)
        runs = {span: self._spelling.runs([w.text for w in typed[span.start : span.end]]) for span in readable}
        keys: dict[str, set[tuple[Span, str]]] = defaultdict(set)
        for span, spelled in runs.items():
            for letters in spelled:
                keys[respell(letters)].add((span, letters))
        candidates = self._explained(reading, keys)
        if not candidates or candidates[0].score < PLAIN:
            self._add_near(keys)
            candidates = self._explained(reading, keys)
        if not candidates:
            return []
        sure = self._is_sure(candidates)
        return [Found(item.code, item.score, sure and item is candidates[0]) for item in candidates]

    def _is_sure(self, candidates: Sequence[_Candidate]) -> bool:
        """Whether the first may be taken unasked: all that was typed fits it, and no other comes near.

        A name with typing errors needs a district, or a regency and few errors; a name alone must be spelt right,
        the only one of its name, and so unlike all others that no slip of a finger makes one into the other.
        """
        first, gap = candidates[0].explanation, 1.0
        if len(candidates) > 1:
            gap = first.score - candidates[1].score
        if first.unexplained > UNEXPLAINED or gap < CLEAR:
            return False
        parent = max(first.district, first.regency)
        if first.name >= RESPELLED and parent >= FIRM:
            return True
        if parent >= FIRM:
            return gap >= CLEAR_OF_ERRORS and first.name >= (0.8 if first.district >= FIRM else 0.87)
        return first.name >= RESPELLED and self._stands_alone(candidates[0].code)

    def _stands_alone(self, code: str) -> bool:
        keys = {key for (key,) in self._index.rows("SELECT key FROM names WHERE code = ?", (code,))}
        near = {other for key in keys for other in self._vocabulary("villages").near(key)}
        return near <= keys and min(map(len, keys)) >= SHORTEST_ALONE

    def _vocabulary(self, level: str) -> Vocabulary:
        if level not in self._vocabularies:
            [(keys,)] = self._index.rows("SELECT keys FROM vocabulary WHERE level = ?", (level,))
            self._vocabularies[level] = Vocabulary(keys)
        return self._vocabularies[level]

    def _add_near(self, keys: dict[str, set[tuple[Span, str]]]) -> None:
        near: list[tuple[str, set[tuple[Span, str]]]] = []
        for key, meant in keys.items():
            labels = {span.label.level for span, _ in meant if span.label and span.label.firm}
            if Level.VILLAGE in labels or not labels:
                near += [(other, meant) for other in self._vocabulary("villages").near(key)]
            if labels != {Level.VILLAGE}:
                near += [(other, meant) for other in self._vocabulary("areas").near(key)]
        for other, meant in near:
            keys[other] |= meant

    def _explained(self, reading: Reading, keys: Mapping[str, set[tuple[Span, str]]]) -> list[_Candidate]:
        meanings: dict[Level, dict[str, list[Hit]]] = {level: defaultdict(list) for level in Level}
        for key, letters, code, trust in self._named(keys):
            level = LEVEL_OF[len(code)]
            for span, typed in keys[key]:
                hit = Hit(span, trust * likeness(typed, letters))
                meanings[level][code].append(reading.fit(hit, level, _kind(code)))
        found = []
        known: dict[tuple[tuple[Hit, ...], ...], Explanation] = {}
        for code, names in meanings[Level.VILLAGE].items():
            hits = {
                Level.VILLAGE: names,
                Level.DISTRICT: meanings[Level.DISTRICT].get(code[:6], []),
                Level.REGENCY: meanings[Level.REGENCY].get(code[:4], []),
                Level.PROVINCE: meanings[Level.PROVINCE].get(code[:2], []),
            }
            same = tuple(tuple(level) for level in hits.values())
            if same not in known:
                known[same] = reading.explain(hits)
            if known[same].score >= FLOOR:
                found.append(_Candidate(code, known[same]))
        return sorted(found, key=lambda item: (-item.score, item.code))

    def _named(self, keys: Iterable[str]) -> Iterable[tuple[str, str, str, float]]:
        listed = list(keys)
        marks = ",".join("?" * len(listed))
        query = f"SELECT key, letters, code, trust FROM names WHERE key IN ({marks})"  # noqa: S608
        return self._index.rows(query, listed)


def likeness(typed: str, name: str) -> float:
    """How alike two runs of letters are, 0..1: errors by the longer length, old spelling almost no error."""
    if typed == name:
        return 1.0
    spoken = OSA.normalized_similarity(respell(typed), respell(name))
    return max(OSA.normalized_similarity(typed, name), spoken * RESPELLED)


def _kind(code: str) -> str:
    if len(code) == 10:
        return {"1": "kelurahan"}.get(code[6], "desa")
    return "kota" if len(code) == 4 and code[2] == "7" else "kabupaten"
