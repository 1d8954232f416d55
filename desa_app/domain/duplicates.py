"""Who may be the same person: twice on one list, or on the list of an earlier session.

Names in a village repeat: there are five called Siti, and a family shares a telephone. So a name counts for as much
as it tells: a full name alone is enough, a short one needs the same hamlet and age, a misspelt one any of these.
Whatever speaks against it (another sex, an age that does not fit, another hamlet) is heard first. [ours]
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from rapidfuzz import process
from rapidfuzz.distance import OSA

from desa_app.domain.attendee import Attendee
from desa_app.domain.formats import fold_text, name_words
from desa_app.domain.village_text import respell

TELLING_LETTERS = 8
"""Letters from which a name of two words or more tells one person from another."""
LONG_LETTERS = 14
"""Letters from which two typing errors may be in a name instead of one."""
YEARS_APART = 3
"""Years by which an age may differ: people say it in round numbers."""
_SHORT_FORMS = {
    **dict.fromkeys(("m", "md", "muh", "moh", "mukh", "mokh", "mohd", "mohamad", "mokhamad", "mukhamad"), "muhamad"),
    **dict.fromkeys(("akh", "akhmad"), "ahmad"),
    "abd": "abdul",
    "st": "siti",
}
"""How common names are cut short, spelt as by ``respell``."""


class Face(NamedTuple):
    """What a person is recognised by; ``day`` is that of the session they were at, ``born`` about their year."""

    person: Attendee
    day: dt.date | None
    words: tuple[str, ...]
    born: int | None
    hamlet: str

    @property
    def letters(self) -> str:
        """The name run together, as names are compared."""
        return "".join(self.words)

    @property
    def is_telling(self) -> bool:
        """Whether the name alone tells one person from another."""
        return len(self.words) > 1 and sum(map(len, self.words)) >= TELLING_LETTERS


def face(person: Attendee, day: dt.date | None) -> Face:
    """What a person at a session on ``day`` is recognised by."""
    spelt = (respell(word) for word in name_words(person.full_name or ""))
    age = person.age_on(day)
    born = person.birth_year or (day.year - age if day and age is not None else None)
    words = tuple(_SHORT_FORMS.get(word, word) for word in spelt if word)
    return Face(person, day, words, born, fold_text(person.hamlet or ""))


def may_be_one(one: Face, other: Face) -> bool:
    """Whether two may be the same person: whether they are is for a person to say."""
    if _is_against(one, other):
        return False
    has_phone = _same(one.person.phone_e164, other.person.phone_e164)
    if has_phone and not (one.words and other.words):
        return True
    if not (one.words and other.words):
        return False
    if has_phone and set(one.words) & set(other.words):
        return True
    return _names_agree(one, other, has_phone)


def _names_agree(one: Face, other: Face, has_phone: bool) -> bool:
    has_hamlet = _same(one.hamlet, other.hamlet)
    has_age = one.born is not None and other.born is not None and abs(one.born - other.born) <= 1
    is_telling = one.is_telling and other.is_telling
    if one.letters == other.letters or sorted(one.words) == sorted(other.words):
        return is_telling or has_phone or (has_hamlet and has_age)
    if not is_telling:
        return False
    return (_is_misspelt(one.letters, other.letters) or _is_cut(one.words, other.words)) and (
        has_phone or has_hamlet or has_age
    )


def _is_against(one: Face, other: Face) -> bool:
    a, b = one.person, other.person
    if a.sex and b.sex and a.sex != b.sex:
        return True
    if one.born is not None and other.born is not None and abs(one.born - other.born) > YEARS_APART:
        return True
    has_phone = _same(a.phone_e164, b.phone_e164)
    return bool(one.hamlet and other.hamlet and one.hamlet != other.hamlet) and not has_phone


def _same(one: str | None, other: str | None) -> bool:
    return bool(one) and one == other


def _is_misspelt(one: str, other: str) -> bool:
    errors = 2 if min(len(one), len(other)) >= LONG_LETTERS else 1
    return OSA.distance(one, other, score_cutoff=errors) <= errors


def _is_cut(one: Sequence[str], other: Sequence[str]) -> bool:
    """``Siti A.`` for ``Siti Aminah``: word by word the same, or its first letter; not of the first word."""
    return (
        len(one) == len(other)
        and one[0] == other[0]
        and all(a == b or ((len(a) == 1 or len(b) == 1) and a[0] == b[0]) for a, b in zip(one, other, strict=True))
    )


class Roll:
    """People to look for somebody among, made ready to be searched; ``faces`` in the order that counts."""

    def __init__(self, faces: Iterable[Face] = ()) -> None:
        self.faces = tuple(faces)
        self._letters = [one.letters for one in self.faces]
        self._places: dict[str, list[int]] = defaultdict(list)
        for place, one in enumerate(self.faces):
            for mark in _marks(one):
                self._places[mark].append(place)

    def find(self, wanted: Face, before: int | None = None) -> int | None:
        """The place of the first who may be the one wanted; ``before`` a place, where one is given."""
        end = len(self.faces) if before is None else before
        near = {place for mark in _marks(wanted) for place in self._places.get(mark, ()) if place < end}
        if wanted.is_telling:
            near |= {
                place
                for _, _, place in process.extract(
                    wanted.letters, self._letters[:end], scorer=OSA.distance, score_cutoff=2, limit=None
                )
            }
        return next((place for place in sorted(near) if may_be_one(wanted, self.faces[place])), None)


def _marks(one: Face) -> set[str]:
    """What two who may be one have in common, misspelt names apart: the first word or the last, or the number."""
    return {*one.words[:1], *one.words[-1:], *([one.person.phone_e164] if one.person.phone_e164 else [])}
