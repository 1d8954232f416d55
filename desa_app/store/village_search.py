"""Finding the village an officer means: looks up every way to read the text, then asks how well each explains it.

Three steps, each only where the one before left doubt: names spelled alike (an index look-up), names within one
or two typing errors (rapidfuzz over all keys), names that only contain or begin with what was typed (trigrams).
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from rapidfuzz import process
from rapidfuzz.distance import OSA

from desa_app.domain.village_match import Explanation, Hit, Reading, Span, spans
from desa_app.domain.village_text import NUMBERS, Level, Spelling, number_word, respell, typed_words, words
from desa_app.store.village_index import Index

FLOOR = 0.6
PLAIN = 0.985
RESPELLED = 0.985
LEVEL_OF = {10: Level.VILLAGE, 6: Level.DISTRICT, 4: Level.REGENCY, 2: Level.PROVINCE}
CLEAR = 0.03
CLEAR_OF_ERRORS = 0.12
FIRM = 0.85
ERRORS_IN_DISTRICT = 0.83
ERRORS_IN_REGENCY = 0.9
UNEXPLAINED = 0.08
SHORTEST_ALONE = 6
MOST_NEAR = 40
MOST_PLACES = 40
MOST_PARTS = 4
SHORTEST_PART = 4
LOCAL_LIKENESS = 0.55
PART_OF_NAME = 0.79
RECOGNISABLE = 0.7

Meant = set[tuple[Span, str]]
"""The spans that have one key, with the letters as typed."""
Keys = dict[str, Meant]
Widened = tuple[str, Meant]
Meanings = dict[Level, dict[str, list[Hit]]]
"""For each level the codes that the text may mean, and by which spans."""


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

    def near(self, key: str, errors: int) -> list[str]:
        """Keys within so many errors; a swap of neighbours is one."""
        if not errors:
            return []
        first = bisect_left(self._lengths, len(key) - errors)
        last = bisect_right(self._lengths, len(key) + errors)
        choices = self._keys[first:last]
        found = process.extract(key, choices, scorer=OSA.distance, score_cutoff=errors, limit=MOST_NEAR)
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
        reading = Reading(typed)
        keys: Keys = defaultdict(set)
        for span in spans(typed):
            for letters in self._spelling.runs([word.text for word in typed[span.start : span.end]]):
                keys[respell(letters)].add((span, letters))
        candidates: list[_Candidate] = []
        for widen, enough in ((self._as_typed, PLAIN), (self._near, 0.9), (self._local, 0.8), (self._containing, 0)):
            for other, meant in widen(keys):
                keys[other] |= meant
            candidates = self._explained(reading, self._meanings(reading, keys))
            if candidates and candidates[0].score >= enough:
                break
        sure = bool(candidates) and self._is_sure(candidates)
        return [Found(item.code, item.score, sure and item is candidates[0]) for item in candidates]

    def _is_sure(self, candidates: Sequence[_Candidate]) -> bool:
        """Whether the first may be taken unasked: all that was typed fits it, and no other comes near.

        A name with typing errors needs a district, or a regency and few errors; a name alone must be spelt right,
        the only one of its name, and so unlike all others that no slip of a finger makes one into the other.
        """
        first, gap = candidates[0].explanation, 1.0
        if len(candidates) > 1:
            gap = first.score - candidates[1].score
        doubtful = any(0 < parent < RECOGNISABLE for parent in (first.district, first.regency, first.province))
        if doubtful or first.unexplained > UNEXPLAINED or gap < CLEAR:
            return False
        parent = max(first.district, first.regency)
        if first.name >= RESPELLED and parent >= FIRM:
            return True
        if parent >= FIRM:
            forgiving = ERRORS_IN_DISTRICT if first.district >= FIRM else ERRORS_IN_REGENCY
            return gap >= CLEAR_OF_ERRORS and first.name >= forgiving and not self._is_numbered(candidates[0].code)
        return first.name >= RESPELLED and self._stands_alone(candidates[0].code)

    def _is_numbered(self, code: str) -> bool:
        """Whether the name has a number: an error in it, or leaving it out, makes the name of a neighbour."""
        [(name,)] = self._index.rows("SELECT name FROM villages WHERE code = ?", (code,))
        return any(number_word(word) or word in NUMBERS for word in words(name))

    def _stands_alone(self, code: str) -> bool:
        keys = {key for (key,) in self._index.rows("SELECT key FROM names WHERE code = ?", (code,))}
        near = {other for key in keys for other in self._vocabulary("villages").near(key, 1)}
        return near <= keys and min(map(len, keys)) >= SHORTEST_ALONE

    def _vocabulary(self, level: str) -> Vocabulary:
        if level not in self._vocabularies:
            [(keys,)] = self._index.rows("SELECT keys FROM vocabulary WHERE level = ?", (level,))
            self._vocabularies[level] = Vocabulary(keys)
        return self._vocabularies[level]

    def _as_typed(self, _: Keys) -> Iterable[Widened]:
        return []

    def _near(self, keys: Keys) -> list[Widened]:
        """Keys of villages and areas within a few typing errors, for spans that may mean one."""
        near: list[Widened] = []
        for key, meant in list(keys.items()):
            errors = max(allowed_errors(letters) for _, letters in meant)
            if _may_be_village(meant):
                near += [(other, meant) for other in self._vocabulary("villages").near(key, errors)]
            if _may_be_area(meant):
                near += [(other, meant) for other in self._vocabulary("areas").near(key, errors)]
        return near

    def _local(self, keys: Keys) -> list[Widened]:
        """Keys not too unlike among the few villages of the districts (else regencies) that were typed."""
        codes = [code for _, _, code, _ in self._named(keys)]
        places = [code for code in codes if len(code) == 6] or [code for code in codes if len(code) == 4]
        query = "SELECT DISTINCT key FROM names WHERE code > ? AND code < ? || ':'"
        local = [key for code in places[:MOST_PLACES] for (key,) in self._index.rows(query, (code, code))]
        return [
            (other, meant)
            for key, meant in list(keys.items())
            if len(key) >= SHORTEST_PART and _may_be_village(meant)
            for other, _, _ in process.extract(
                key, local, scorer=OSA.normalized_similarity, score_cutoff=LOCAL_LIKENESS, limit=3
            )
        ]

    def _containing(self, keys: Keys) -> list[Widened]:
        """Keys of villages in which what was typed is only a part, as while still typing."""
        query = "SELECT key FROM parts_fts WHERE key MATCH ? LIMIT 50"
        typed = sorted((key for key in keys if len(key) >= SHORTEST_PART), key=len, reverse=True)
        return [
            (other, keys[key])
            for key in typed[:MOST_PARTS]
            if _may_be_village(keys[key])
            for (other,) in self._index.rows(query, (f'"{key}"',))
        ]

    def _meanings(self, reading: Reading, keys: Keys) -> Meanings:
        meanings: Meanings = {level: defaultdict(list) for level in Level}
        for key, letters, code, trust in self._named(keys):
            level = LEVEL_OF[len(code)]
            for span, typed in keys[key]:
                hit = Hit(span, trust * likeness(typed, letters))
                if level == Level.VILLAGE or hit.likeness >= RECOGNISABLE:
                    meanings[level][code].append(reading.fit(hit, level, _kind(code)))
        return meanings

    def _explained(self, reading: Reading, meanings: Meanings) -> list[_Candidate]:
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
            if _worth_showing(known[same]):
                found.append(_Candidate(code, known[same]))
        return sorted(found, key=lambda item: (-item.score, item.code))

    def _named(self, keys: Iterable[str]) -> list[tuple[str, str, str, float]]:
        listed = list(keys)
        marks = ",".join("?" * len(listed))
        query = f"SELECT key, letters, code, trust FROM names WHERE key IN ({marks})"
        return self._index.rows(query, listed)


def likeness(typed: str, name: str) -> float:
    """How alike two runs of letters are, 0..1: errors by the longer length, old spelling almost no error.

    A part of a name is like the whole by its share, but never so much that it could be taken for it.
    """
    if typed == name:
        return 1.0
    one, other = respell(typed), respell(name)
    alike = max(OSA.normalized_similarity(typed, name), OSA.normalized_similarity(one, other) * RESPELLED)
    if one in other:
        alike = max(alike, PART_OF_NAME * (0.75 + 0.25 * len(one) / len(other)))
    return alike


def _may_be_village(meant: Meant) -> bool:
    return any(not span.label or not span.label.firm or span.label.level == Level.VILLAGE for span, _ in meant)


def _may_be_area(meant: Meant) -> bool:
    return any(not span.label or not span.label.firm or span.label.level != Level.VILLAGE for span, _ in meant)


def _worth_showing(explanation: Explanation) -> bool:
    """Whether a person would see the connection: by the name itself, or by a parent and something of the name."""
    if explanation.score < FLOOR:
        return False
    return explanation.name >= RECOGNISABLE or max(explanation.district, explanation.regency) >= FIRM


def _kind(code: str) -> str:
    if len(code) == 10:
        return {"1": "kelurahan"}.get(code[6], "desa")
    return "kota" if len(code) == 4 and code[2] == "7" else "kabupaten"
