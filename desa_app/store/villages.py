"""The registry of villages: look-up by code, search as officers type, former codes.

Public reference data, so a database of its own without encryption; it works before enrolment. It is built from
``resources/villages`` on first use (two seconds), and again when those files change.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Literal, NamedTuple

import msgspec

from desa_app import paths
from desa_app.domain.gazetteer import Gazetteer, Listed
from desa_app.domain.village import Village, kind_of
from desa_app.domain.village_text import letters_of, respell, typed_words, words
from desa_app.store.village_index import Index, read_spelling
from desa_app.store.village_search import VillageSearch, likeness

CODE_SET = "Kepmendagri 300.2.2-2138/2025 (diubah 300.2.2-2430/2025)"
"""Legal basis of the codes (25 April 2025, amended 23 June 2025); a record stores it beside the code."""

SAME_NAME = 0.9
_CODE = re.compile(r"(?<!\d)(?<!\d[.,/-])\d{2}[.,/ -]?\d{2}[.,/ -]?\d{2}[.,/ -]?\d{4}(?![.,/-]?\d)")
_PART_OF_CODE = re.compile(r"\s*\d{2}[.\s]?\d{2}([.\s]?\d{2}([.\s]?\d{1,3})?)?[.\s]*")
_ROW = """
    SELECT village.code, village.name, district.name, regency.name, province.name
    FROM villages village
    JOIN areas district ON district.code = substr(village.code, 1, 6)
    JOIN areas regency ON regency.code = substr(village.code, 1, 4)
    JOIN areas province ON province.code = substr(village.code, 1, 2)
"""


class Match(msgspec.Struct, frozen=True):
    """A village found: ``score`` 0..100, ``sure`` only where it is right to take it without asking."""

    village: Village
    score: float
    sure: bool


class Successor(msgspec.Struct, frozen=True):
    """What a former code may have become: a suggestion, never to be applied unasked.

    ``change`` says how it was found (``moved``: same name and regency; ``moved_kab``: same name and district;
    ``reused_or_renamed``: same code, clearly another name). ``agrees``: the name at entry is today's name.
    """

    village: Village
    change: Literal["moved", "moved_kab", "reused_or_renamed"]
    agrees: bool


class Point(NamedTuple):
    """Where a village lies, for display only: centre of its polygon, or of its district if ``approximate``."""

    code: str
    latitude: float
    longitude: float
    approximate: bool


class Villages:
    """The registry, read only. Use one instance a thread; ``Villages.open()`` is the way to get one."""

    def __init__(self, index: Index, search: VillageSearch) -> None:
        self._index = index
        self._search = search

    @classmethod
    def open(cls, path: Path | None = None) -> Villages:
        """The registry, its index built where it is missing, damaged or older than the data.

        ``path`` is the folder of the index, by default the cache folder. Raises OSError if it can't be written.
        """
        sources = paths.resources() / "villages"
        index = Index(path or paths.cache_dir(), sources)
        return cls(index, VillageSearch(index, read_spelling(sources)))

    def close(self) -> None:
        """Close the database."""
        self._index.close()

    @property
    def version(self) -> str:
        """The code set, stored with every record that holds a code."""
        return CODE_SET

    def find(self, text: str, limit: int = 10) -> list[Match]:
        """Villages that the text may mean, best first; empty where nothing is like it.

        Takes names with or without parents and markers, in any order and either spelling, codes with or without
        dots, and beginnings of codes. A former code finds its successors, which are never sure.
        """
        code = _CODE.search(text)
        if code:
            return self._with_code(code[0], text.replace(code[0], " "))[:limit]
        if _PART_OF_CODE.fullmatch(text):
            return self._beginning_with(re.sub(r"\D", "", text), limit)
        found = self._search.find(text)[:limit]
        villages = {village.code: village for village in self._villages(item.code for item in found)}
        return [Match(villages[item.code], round(100 * item.score, 1), item.sure) for item in found]

    def get(self, code: str) -> Village | None:
        """The village that has this code today, dotted or not; None if there is none."""
        return next(iter(self._villages([re.sub(r"\D", "", code)])), None)

    def all(self) -> Iterator[Village]:
        """Every village, in order of code; those of one district share the names of their parents."""
        areas = self.provinces() | self.regencies() | self.districts()
        for code, name in self._by_province("SELECT code, name FROM villages village"):
            yield Village(code, name, kind_of(code), areas[code[:6]], areas[code[:4]], areas[code[:2]])

    def districts(self) -> dict[str, str]:
        """Names of *kecamatan* by code of 6 digits."""
        return self._areas(6)

    def regencies(self) -> dict[str, str]:
        """Names of *kabupaten* and *kota* by code of 4 digits."""
        return self._areas(4)

    def provinces(self) -> dict[str, str]:
        """Names of *provinsi* by code of 2 digits."""
        return self._areas(2)

    def named(self, codes: Iterable[str]) -> dict[str, Village]:
        """The villages that have these codes today, by code; others are left out."""
        return {village.code: village for village in self._villages(codes)}

    def gazetteer(self) -> Gazetteer:
        """Every village with its position, in little room."""
        return Gazetteer(self._listed(), self.provinces() | self.regencies() | self.districts())

    def _listed(self) -> Iterator[Listed]:
        query = """
            SELECT village.code, village.name, latitude, longitude, coalesce(approximate, 0)
            FROM villages village LEFT JOIN points ON points.code = village.code
        """
        return map(Listed._make, self._by_province(query))

    def _by_province(self, query: str) -> Iterator[Any]:
        """The rows of a query of every ``village``: all 83,762 at once would take 15 MB that nobody gives back."""
        ordered = f"{query} WHERE village.code BETWEEN ? AND ? || ':' ORDER BY village.code"
        for province in self.provinces():
            yield from self._index.rows(ordered, (province, province))

    def points(self) -> list[Point]:
        """Where every village lies, in order of code."""
        rows = self._index.rows("SELECT code, latitude, longitude, approximate FROM points ORDER BY code")
        return [Point(code, latitude, longitude, bool(rough)) for code, latitude, longitude, rough in rows]

    def near(self, code: str, limit: int) -> list[Village]:
        """The villages nearest to one, as the crow flies between their points; empty where its place is unknown."""
        here = next(iter(self._index.rows("SELECT latitude, longitude FROM points WHERE code = ?", (code,))), None)
        if here is None:
            return []
        latitude, longitude = here
        shrink = math.cos(math.radians(latitude))
        query = (
            "SELECT code FROM points WHERE code <> :code AND latitude BETWEEN :latitude - 1 AND :latitude + 1 "
            "ORDER BY (latitude - :latitude) * (latitude - :latitude) "
            "+ (longitude - :longitude) * (longitude - :longitude) * :shrink LIMIT :limit"
        )
        values = {"code": code, "latitude": latitude, "longitude": longitude, "shrink": shrink * shrink, "limit": limit}
        codes = [found for (found,) in self._index.rows(query, values)]
        return sorted(self._villages(codes), key=lambda village: codes.index(village.code))

    def former_codes(self, code: str) -> list[str]:
        """Codes under which the editions of 2021 and 2022 listed the village that now has ``code``."""
        query = "SELECT old_code FROM code_changes WHERE new_code = ? AND old_code <> new_code ORDER BY old_code"
        return [old for (old,) in self._index.rows(query, (code,))]

    def successors(self, code: str, name: str = "") -> list[Successor]:
        """What a code of 2021 or 2022 may mean today; ``name`` is the name stored with it at entry."""
        query = "SELECT new_code, kind FROM code_changes WHERE old_code = ? ORDER BY new_code"
        changes = dict(self._index.rows(query, (code,)))
        return [
            Successor(village, changes[village.code], _same_name(name, village.name))
            for village in self._villages(changes)
        ]

    def _with_code(self, typed: str, rest: str) -> list[Match]:
        """The village of a code typed in full, then what the other words mean; sure where both say the same."""
        code = re.sub(r"\D", "", typed)
        village = self.get(code)
        changed = self.successors(code)
        if village is None:
            heirs = [Match(successor.village, 90.0, sure=False) for successor in changed]
            return [*heirs, *self._unsure(rest)]
        says_nothing = not any(word.weight for word in typed_words(rest))
        if says_nothing or any(found.code == code for found in self._search.find(rest)):
            return [Match(village, 100.0, sure=not changed)]
        return [Match(village, 100.0, sure=False), *self._unsure(rest)]

    def _unsure(self, text: str) -> list[Match]:
        return [Match(match.village, match.score, sure=False) for match in self.find(text)]

    def _beginning_with(self, digits: str, limit: int) -> list[Match]:
        query = f"{_ROW} WHERE village.code BETWEEN ? AND ? || ':' ORDER BY village.code LIMIT ?"
        rows = self._index.rows(query, (digits, digits, limit))
        return [Match(_village(row), 10.0 * len(digits), sure=False) for row in rows]

    def _villages(self, codes: Iterable[str]) -> list[Village]:
        listed = list(codes)
        marks = ",".join("?" * len(listed))
        return [_village(row) for row in self._index.rows(f"{_ROW} WHERE village.code IN ({marks})", listed)]

    def _areas(self, length: int) -> dict[str, str]:
        query = "SELECT code, name FROM areas WHERE length(code) = ? ORDER BY code"
        return dict(self._index.rows(query, (length,)))


def _village(row: tuple[str, str, str, str, str]) -> Village:
    code, name, district, regency, province = row
    return Village(code, name, kind_of(code), district, regency, province)


def _same_name(one: str, other: str) -> bool:
    typed, name = letters_of(words(one)), letters_of(words(other))
    return likeness(typed, name, respell(typed), respell(name)) >= SAME_NAME
