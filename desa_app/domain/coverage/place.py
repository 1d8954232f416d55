"""What a row is about: villages of the registry, the areas above them, offices, and codes that nobody knows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Container, Sequence
from copy import copy

import msgspec

from desa_app.domain.coverage.facts import Facts
from desa_app.domain.coverage.level import AREA_LEVELS, CODE_LENGTH, Level
from desa_app.domain.village import Village

OLD_CODE = "kode lama"
"""The kind of a place whose code is not in the registry in force: it is shown, never dropped."""


class Place(msgspec.Struct, frozen=True, gc=False):
    """An area or office with its parents; ``kind`` is its level."""

    code: str
    name: str
    kind: str
    district: str = ""
    regency: str = ""
    province: str = ""


class Places:
    """The names of places by code: villages of the registry, and the areas their codes begin with."""

    def __init__(self, facts: Facts) -> None:
        self.villages = {village.code: village for village in facts.villages}
        self.offices = {office.code: office for office in facts.offices}
        self._areas = {"": "Indonesia"}
        for village in facts.villages:
            self._areas[village.code[:6]] = village.district
            self._areas[village.code[:4]] = village.regency
            self._areas[village.code[:2]] = village.province
        self.sizes = _sizes(self.villages)

    def only(self, codes: Container[str], office: str) -> Places:
        """These villages alone, and where an ``office`` is named that one; the areas keep their names."""
        fewer = copy(self)
        fewer.villages = {code: village for code, village in self.villages.items() if code in codes}
        fewer.offices = {code: one for code, one in self.offices.items() if not office or code == office}
        fewer.sizes = _sizes(fewer.villages)
        return fewer

    def codes(self, level: Level) -> Sequence[str]:
        """Every code of a level that is known by name, as the registry has them."""
        if level == "office":
            return list(self.offices)
        return [""] if level == "country" else list(self.sizes[level])

    def named(self, code: str, level: Level) -> Place | Village:
        """A place and its parents; one that nobody knows has the kind OLD_CODE."""
        if level == "village" and code in self.villages:
            return self.villages[code]
        if level == "office":
            return Place(code, self.offices[code].name if code in self.offices else "", level)
        name = self._areas.get(code) if level != "village" else None
        parents = (self._areas.get(code[:length], "") if len(code) > length else "" for length in (6, 4, 2))
        return Place(code, name or "", level if name else OLD_CODE, *parents)


def _sizes(villages: Collection[str]) -> dict[Level, dict[str, int]]:
    """How many villages each area of a level holds, by its code; summed up from level to level."""
    sizes: dict[Level, dict[str, int]] = {"village": dict.fromkeys(villages, 1)}
    inner = sizes["village"]
    for level in AREA_LEVELS[1:]:
        outer: dict[str, int] = defaultdict(int)
        for code, size in inner.items():
            outer[code[: CODE_LENGTH[level]]] += size
        sizes[level] = inner = dict(outer)
    return sizes
