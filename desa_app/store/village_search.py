"""Finding the village an officer means: looks up every way to read the text, then asks how well each explains it.

Each step is taken only where the ones before left doubt: names spelled alike (an index look-up), names not too unlike
within the places that were named, names within one or two typing errors (rapidfuzz over all keys; first of areas),
names that only contain what was typed (trigrams), and at last words that were run together. Every step is bounded, so
that nothing typed or pasted takes long.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import groupby, islice
from typing import NamedTuple

from rapidfuzz import process
from rapidfuzz.distance import OSA

from desa_app.domain.village_match import Explanation, Hit, Reading, Span, spans
from desa_app.domain.village_parting import LONGEST_RUN, Parting, partings, substrings
from desa_app.domain.village_text import (
    NUMBERS,
    Level,
    Spelling,
    Word,
    letters_of,
    modern,
    number_word,
    respell,
    typed_words,
    words,
)
from desa_app.store.village_index import EXPANDED, Index

FLOOR = 0.6
FLOOR_OF_A_NAME = 0.45
PLAIN = 0.985
RESPELLED = 0.985
GOOD = 0.9
PASSABLE = 0.8
LEVEL_OF = {10: Level.VILLAGE, 6: Level.DISTRICT, 4: Level.REGENCY, 2: Level.PROVINCE}
CLEAR = 0.03
CLEAR_OF_ERRORS = 0.12
FIRM = 0.85
ERRORS_IN_DISTRICT = 0.83
ERRORS_IN_REGENCY = 0.9
UNEXPLAINED = 0.08
SHORTEST_ALONE = 6
MOST_NEAR = 40
MOST_COMPARED = {"areas": 30, "villages": 14}
MOST_READINGS = 2
MOST_IN_ALL = 400
MOST_PLACES = 12
MOST_LOCAL = 2_000
MOST_PARTS = 4
SHORTEST_PART = 4
SHORTEST_LOCAL = 3
LOCAL_LIKENESS = 0.55
PART_OF_NAME = 0.79
RECOGNISABLE = 0.7
BELIEVABLE = 0.75
SUGGESTIVE = 0.55
CLEARLY_NAMED = 0.95


class Typed(NamedTuple):
    """A way to read the words of a span: its letters, these respelled, as they are compared, and the trust in it."""

    span: Span
    letters: str
    key: str
    trust: float


Widened = tuple[str, Typed]
"""A key of the index, and what was typed that may mean it."""
Step = tuple[Callable[[Sequence[Typed], "_Meanings"], Iterable[Widened]], float]
"""A way to find more keys, and the score from which no further step is needed."""


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


def allowed_errors(letters: str) -> int:
    """Typing errors that still leave a name recognisable: none in three letters, two from seven."""
    return 0 if len(letters) < 4 else 1 if len(letters) < 7 else 2


class _Meanings:
    """What the text may mean so far: for each level the codes, how alike, and by which spans."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._alike: dict[tuple[str, str], float] = {}
        self._asked: set[Widened] = set()
        self._hits: dict[Level, dict[str, dict[Span, float]]] = {level: defaultdict(dict) for level in Level}
        self.known: set[str] = set()
        """Keys of the index that were found."""

    def fresh(self, widened: Iterable[Widened]) -> dict[str, list[Typed]]:
        """By key, what was typed and hasn't been compared with it yet."""
        found = defaultdict(list)
        for pair in set(widened) - self._asked:
            found[pair[0]].append(pair[1])
            self._asked.add(pair)
        return found

    def add(self, key: str, letters: str, code: str, trust: float, meant: Iterable[Typed]) -> None:
        """A name of the index that what was typed may mean."""
        self.known.add(key)
        level = LEVEL_OF[len(code)]
        for typed in meant:
            alike = trust * typed.trust * self._likeness(typed, letters, key)
            if level == Level.VILLAGE or alike >= SUGGESTIVE:
                alike *= self._reading.fit(typed.span, level, _kind(code))
                hits = self._hits[level][code]
                hits[typed.span] = max(alike, hits.get(typed.span, 0.0))

    def _likeness(self, typed: Typed, letters: str, key: str) -> float:
        pair = (typed.letters, letters)
        if pair not in self._alike:
            self._alike[pair] = likeness(typed.letters, letters, typed.key, key)
        return self._alike[pair]

    def places(self) -> list[str]:
        """Codes of the districts and regencies that were named, the clearest first."""
        regencies = {code: max(hits.values()) for code, hits in self._hits[Level.REGENCY].items()}
        named = dict(regencies)
        for code, hits in self._hits[Level.DISTRICT].items():
            named[code] = max(hits.values()) + regencies.get(code[:4], 0)
        return sorted(named, key=lambda code: (-named[code], code))[:MOST_PLACES]

    def clear_words(self) -> set[int]:
        """The words that name a parent beyond doubt."""
        spans = {
            span
            for level in (Level.DISTRICT, Level.REGENCY, Level.PROVINCE)
            for hits in self._hits[level].values()
            for span, alike in hits.items()
            if alike >= CLEARLY_NAMED
        }
        return {word for span in spans for word in range(span.start, span.end)}

    def explained(self) -> list[_Candidate]:
        """The villages worth showing, best first."""
        found = []
        known: dict[tuple[tuple[Hit, ...], ...], Explanation] = {}
        areas = {
            code: _hits(hits) for level in Level if level != Level.VILLAGE for code, hits in self._hits[level].items()
        }
        for code, names in self._hits[Level.VILLAGE].items():
            same = (_hits(names), *(areas.get(code[:length], ()) for length in (6, 4, 2)))
            if same not in known:
                known[same] = self._reading.explain(dict(zip(Level, same, strict=True)))
            if _worth_showing(known[same]):
                found.append(_Candidate(code, known[same]))
        return sorted(found, key=lambda item: (-item.score, item.code))


def _hits(by_span: Mapping[Span, float]) -> tuple[Hit, ...]:
    return tuple(Hit(span, alike) for span, alike in by_span.items())


class VillageSearch:
    """Searches in the index."""

    def __init__(self, index: Index, spelling: Spelling) -> None:
        self._index = index
        self._spelling = spelling
        self._vocabularies: dict[str, Vocabulary] = {}
        self._steps: tuple[Step, ...] = (
            (self._as_typed, PLAIN),
            (self._local, GOOD),
            (self._near_areas, GOOD),
            (self._local, GOOD),
            (self._near_villages, GOOD),
            (self._local, PASSABLE),
            (self._containing, 0.0),
        )

    def find(self, text: str) -> list[Found]:
        """Villages that explain the text well enough, best first."""
        typed = typed_words(text)
        candidates = self._candidates(typed, self._steps)
        if not candidates or candidates[0].score < GOOD:
            apart = self._with_words_apart(typed)
            if apart and apart[0].score >= GOOD:
                return [Found(item.code, item.score, False) for item in apart]
        sure = bool(candidates) and self._is_sure(candidates)
        return [Found(item.code, item.score, sure and item is candidates[0]) for item in candidates]

    def _candidates(self, typed: Sequence[Word], steps: Iterable[Step]) -> list[_Candidate]:
        readings = self._readings(typed)
        meanings = _Meanings(Reading(typed))
        candidates: list[_Candidate] = []
        for widen, enough in steps:
            if self._look_up(meanings, widen(readings, meanings)):
                candidates = meanings.explained()
            if candidates and candidates[0].score >= enough:
                break
        return candidates

    def _readings(self, typed: Sequence[Word]) -> list[Typed]:
        """Every way to read every span, span by span, the likeliest first."""
        every = (reading for span in spans(typed) for reading in self._readings_of(span, typed[span.start : span.end]))
        return list(islice(every, MOST_IN_ALL))

    def _readings_of(self, span: Span, typed: Sequence[Word]) -> Iterator[Typed]:
        spoken = [word.text for word in typed]
        as_written = letters_of(spoken)
        for run in self._spelling.runs(spoken):
            yield Typed(span, run, respell(run), 1.0 if run == as_written else EXPANDED)

    def _look_up(self, meanings: _Meanings, widened: Iterable[Widened]) -> bool:
        """Add the places that have these keys; whether there was anything new to ask for."""
        asked = meanings.fresh(widened)
        query = f"SELECT key, letters, code, trust FROM names WHERE key IN ({','.join('?' * len(asked))})"
        for key, letters, code, trust in self._index.rows(query, list(asked)):
            meanings.add(key, letters, code, trust, asked[key])
        return bool(asked)

    def _is_sure(self, candidates: Sequence[_Candidate]) -> bool:
        """Whether the first may be taken unasked: all that was typed fits it, and no other comes near.

        A name with typing errors needs a district, or a regency and few errors; a name alone must be spelt right,
        the only one of its name, and so unlike all others that no slip of a finger makes one into the other.
        """
        first, gap = candidates[0].explanation, 1.0
        if len(candidates) > 1:
            gap = first.score - candidates[1].score
        doubtful = any(0 < parent < BELIEVABLE for parent in (first.district, first.regency, first.province))
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

    def _as_typed(self, readings: Sequence[Typed], _: _Meanings) -> Iterator[Widened]:
        return ((typed.key, typed) for typed in readings)

    def _local(self, readings: Sequence[Typed], meanings: _Meanings) -> Iterator[Widened]:
        """Keys not too unlike among the villages of the districts and regencies that were named."""
        query = "SELECT DISTINCT key FROM names WHERE code > ? AND code < ? || ':' AND length(code) = 10"
        rows = (row for code in meanings.places() for row in self._index.rows(query, (code, code)))
        local = list(dict.fromkeys(key for (key,) in rows))[:MOST_LOCAL]
        for typed in _likeliest(readings) if local else ():
            if len(typed.key) >= SHORTEST_LOCAL and _may_be_village(typed.span):
                found = process.extract(
                    typed.key, local, scorer=OSA.normalized_similarity, score_cutoff=LOCAL_LIKENESS, limit=3
                )
                yield from ((other, typed) for other, _, _ in found)

    def _near_areas(self, readings: Sequence[Typed], meanings: _Meanings) -> Iterator[Widened]:
        """Keys of districts, regencies and provinces within a few typing errors."""
        return self._near("areas", [typed for typed in readings if _may_be_area(typed.span)], meanings)

    def _near_villages(self, readings: Sequence[Typed], meanings: _Meanings) -> Iterator[Widened]:
        """Keys of villages within a few typing errors."""
        return self._near("villages", [typed for typed in readings if _may_be_village(typed.span)], meanings)

    def _near(self, level: str, readings: Sequence[Typed], meanings: _Meanings) -> Iterator[Widened]:
        vocabulary = self._vocabulary(level)
        for typed in _worth_comparing(readings, meanings)[: MOST_COMPARED[level]]:
            for spelt in {typed.key, modern(typed.letters)}:
                yield from ((other, typed) for other in vocabulary.near(spelt, allowed_errors(typed.letters)))

    def _containing(self, readings: Sequence[Typed], _: _Meanings) -> Iterator[Widened]:
        """Keys of villages in which what was typed is only a part, and of areas that begin with the last words."""
        within = "SELECT key FROM parts WHERE key MATCH ? LIMIT 50"
        begun = "SELECT DISTINCT key FROM names WHERE key > ? AND key < ? || '{' AND length(code) < 10 LIMIT 50"
        long = [typed for typed in readings if len(typed.key) >= SHORTEST_PART]
        villages = [typed for typed in long if _may_be_village(typed.span)]
        for typed in sorted(villages, key=lambda typed: -len(typed.key))[:MOST_PARTS]:
            yield from ((other, typed) for (other,) in self._index.rows(within, (f'"{typed.key}"',)))
        last = [typed for typed in long if typed.span.right == 0 and _may_be_area(typed.span)]
        for typed in last[-MOST_PARTS:]:
            yield from ((other, typed) for (other,) in self._index.rows(begun, (typed.key, typed.key)))

    def _with_words_apart(self, typed: Sequence[Word]) -> list[_Candidate]:
        """Candidates where words were run together, as in ``kecmorotaitimur``."""
        runs = [letters_of(word.text for word in part) for _, part in groupby(typed, lambda word: word.part)]
        if sum(map(len, runs)) > LONGEST_RUN:
            return []
        ways = [partings(run, self._known_in(run)) for run in runs]
        best: list[_Candidate] = []
        for choice in range(max(map(len, ways), default=0)):
            names = [name for run, way in zip(runs, ways, strict=True) for name in _nth(run, way, choice)]
            best = max(best, self._candidates(typed_words(", ".join(names)), self._steps[:1]), key=_first_score)
        return best

    def _known_in(self, run: str) -> set[str]:
        """What within a run of letters is a name of the registry."""
        keys = {piece: respell(piece) for piece in substrings(run)}
        query = f"SELECT DISTINCT key FROM names WHERE key IN ({','.join('?' * len(keys))})"
        known = {key for (key,) in self._index.rows(query, list(keys.values()))}
        return {piece for piece, key in keys.items() if key in known}


def likeness(typed: str, name: str, typed_key: str, key: str) -> float:
    """How alike two runs of letters are, 0..1: errors by the longer length, old spelling almost no error.

    The keys are the same letters respelled. A part of a name is like the whole by its share, but never so much that
    it could be taken for it.
    """
    if typed == name:
        return 1.0
    alike = max(OSA.normalized_similarity(typed, name), OSA.normalized_similarity(typed_key, key) * RESPELLED)
    if typed_key in key:
        alike = max(alike, PART_OF_NAME * (0.75 + 0.25 * len(typed_key) / len(key)))
    return alike


def _likeliest(readings: Sequence[Typed]) -> list[Typed]:
    by_span = groupby(readings, lambda typed: typed.span)
    return [typed for _, same in by_span for typed in islice(same, MOST_READINGS)]


def _worth_comparing(readings: Sequence[Typed], meanings: _Meanings) -> list[Typed]:
    """The readings in which typing errors are looked for: none that is a name already or lies in a parent's.

    Those between two marks (commas, markers) come first, then those beside one, the short ones before the long.
    """
    clear = meanings.clear_words()
    doubtful = (
        typed
        for typed in _likeliest(readings)
        if typed.key not in meanings.known and not clear.issuperset(range(typed.span.start, typed.span.end))
    )
    return sorted(
        doubtful, key=lambda typed: ((typed.span.left > 0) + (typed.span.right > 0), typed.span.end - typed.span.start)
    )


def _nth(run: str, ways: Sequence[Parting], choice: int) -> Sequence[str]:
    return ways[min(choice, len(ways) - 1)].names if ways else (run,)


def _first_score(candidates: Sequence[_Candidate]) -> float:
    return candidates[0].score if candidates else 0.0


def _may_be_village(span: Span) -> bool:
    return not span.label or not span.label.firm or span.label.level == Level.VILLAGE


def _may_be_area(span: Span) -> bool:
    return not span.label or not span.label.firm or span.label.level != Level.VILLAGE


def _worth_showing(explanation: Explanation) -> bool:
    """Whether a person would see the connection: by the name itself, or by a parent and something of the name."""
    if explanation.score < (FLOOR_OF_A_NAME if explanation.name >= RESPELLED else FLOOR):
        return False
    return explanation.name >= RECOGNISABLE or max(explanation.district, explanation.regency) >= FIRM


def _kind(code: str) -> str:
    if len(code) == 10:
        return {"1": "kelurahan"}.get(code[6], "desa")
    return "kota" if len(code) == 4 and code[2] == "7" else "kabupaten"
