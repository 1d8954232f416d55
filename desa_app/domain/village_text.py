"""How names of places are compared: what officers type and what the registry says become the same letters.

Officers write ``Ds. Soeka Makmoer kec. Kaliwoengoe``; the registry says ``Sukamakmur``. Both sides go through
``words`` and ``Spelling.keys``, so that only true differences (typing errors) are left to fuzzy comparison.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from itertools import islice, product
from typing import NamedTuple

MOST_KEYS = 8
MOST_WORDS = 18
MOST_LETTERS = 300

NUMBERS = (
    *("nol", "satu", "dua", "tiga", "empat", "lima"),
    *("enam", "tujuh", "delapan", "sembilan", "sepuluh", "sebelas"),
)
_ROMAN = re.compile(r"(x{0,3})(ix|iv|v?i{0,3})")
_ROMAN_TENS = {"": 0, "x": 10, "xx": 20, "xxx": 30}
_ROMAN_ONES = {r: n for n, r in enumerate(["", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix"])}

OLD_SPELLING = (("oe", "u"), ("dj", "j"), ("tj", "c"), ("ch", "kh"), ("sj", "sy"), ("j", "y"))
"""Spelling of 1901–1972 (van Ophuijsen, Soewandi) in the order of replacement.

Old ``j`` is today's ``y`` and old ``dj`` is today's ``j``; nobody can tell which spelling one word follows, so
``j`` and ``y`` fall together on both sides and the exact letters decide between names that then look alike.
"""


_DOUBLED = re.compile(r"([a-hj-z])\1+")


class Level(IntEnum):
    """The four levels of the registry, from the village up."""

    VILLAGE = 0
    DISTRICT = 1
    REGENCY = 2
    PROVINCE = 3


def words(text: str) -> list[str]:
    """Lower-case words of letters or digits; accents and apostrophes are dropped, other marks separate."""
    return re.findall(r"[a-z]+|[0-9]+", _plain(text))


def letters_of(spoken: Iterable[str]) -> str:
    """The words run together, as they are compared: spaces are the first thing people get wrong."""
    return "".join(spoken)


def modern(run: str) -> str:
    """Old spelling made the same as new."""
    for old, new in OLD_SPELLING:
        run = run.replace(old, new)
    return run


def respell(run: str) -> str:
    """Old and new spelling, doubled and single letters, made the same; ``ii`` may be a number, so it stays."""
    return _DOUBLED.sub(r"\1", modern(run))


@dataclass(frozen=True)
class Spelling:
    """The readings of abbreviated words, from ``abbreviations.csv``.

    A word stays one of its own readings, because the registry abbreviates too (``Lb. Puding Baru``) and because
    people run words together (``SeiKarang``, ``BalakI``). Numbers are read as words.
    """

    readings: Mapping[str, Sequence[str]] = field(default_factory=dict)

    def runs(self, spoken: Sequence[str]) -> list[str]:
        """The letters of a name for each reading of its words, most likely first, ``MOST_KEYS`` at most."""
        choices = [self._choices(word) for word in spoken]
        return ["".join(chosen) for chosen in islice(product(*choices), MOST_KEYS)]

    def _choices(self, word: str) -> Sequence[str]:
        number = number_word(word)
        return (*self.readings.get(word, ()), *([number] if number else []), word)


def number_word(word: str) -> str | None:
    """``iv`` and ``4`` as ``empat``, larger Roman numbers as digits; None for what is no such number.

    >>> number_word("iv"), number_word("4"), number_word("xx"), number_word("jaya")
    ('empat', 'empat', '20', None)
    """
    roman = _ROMAN.fullmatch(word)
    if roman:
        number = _ROMAN_TENS[roman[1]] + _ROMAN_ONES[roman[2]]
        return NUMBERS[number] if number < len(NUMBERS) else str(number)
    return NUMBERS[int(word)] if word.isdigit() and len(word) < 3 and int(word) < len(NUMBERS) else None


def _plain(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text[:MOST_LETTERS]).lower()
    return re.sub(r"[\u0300-\u036f'`´‘’ʼ]", "", decomposed)


class Marker(NamedTuple):
    """A word that says what follows: its level, and the kind of place where it tells.

    ``firm`` markers stand in no name of their own accord; the others (``Kota Agung``, ``Lembang``) may.
    """

    level: Level
    kind: str = ""
    firm: bool = True


def _markers() -> dict[str, Marker]:
    spoken = {
        Marker(Level.VILLAGE, "desa"): "desa ds",
        Marker(Level.VILLAGE, "kelurahan"): "kelurahan kel",
        Marker(Level.VILLAGE, firm=False): "gampong kampung kp nagari pekon lembang kalurahan tiyuh nagori negeri ohoi",
        Marker(Level.DISTRICT): "kecamatan kec distrik dist kapanewon",
        Marker(Level.DISTRICT, firm=False): "kemantren",
        Marker(Level.REGENCY, "kabupaten"): "kabupaten kab kabup",
        Marker(Level.REGENCY, "kota", firm=False): "kota kotamadya kodya",
        Marker(Level.PROVINCE): "provinsi propinsi prov prop",
    }
    right = {word: marker for marker, listed in spoken.items() for word in listed.split()}
    return {slip: right[word]._replace(firm=False) for word in _LONG for slip in _slips(word)} | right


_LONG = ("kelurahan", "kecamatan", "kabupaten", "provinsi", "propinsi")


def _slips(word: str) -> Iterator[str]:
    """The word with an inner letter left out, or changed with the next: *kecmatan*, *kabupaetn*."""
    for at in range(1, len(word) - 1):
        yield word[:at] + word[at + 1 :]
        yield word[:at] + word[at + 1] + word[at] + word[at + 2 :]


MARKERS: Mapping[str, Marker] = _markers()
_HAMLET = {"dusun", "dsn", "dukuh", "dk", "lingkungan", "lingk", "jalan", "jl", "gang", "gg"}
_FILLER = {"di", "dan", "ke", "dari", "indonesia", "wilayah", "alamat", "kode", "pos", "administrasi", "adm"}
_NEIGHBOURHOOD = re.compile(r"\b(rt|rw)\b[\s./:]*\d+(\s*/\s*(rw)?[\s.]*\d+)?")
_NUMBERED_HAMLET = re.compile(r"\b(dusun|dsn|dukuh|lingkungan|lk|no|nomor)\b[\s.]*(\d+|[ivx]+)\b")
_POSTCODE = re.compile(r"(?<![\d.])\d{5}(?![\d.])")
_OFFICE = re.compile(
    r"\b(balai|kantor|aula|pendopo|kepala|warga|masyarakat|perangkat)\s+(?=(kepala\s+)?(desa|ds|kel|kelurahan|lurah)\b)"
)
_BREAK = re.compile(r"[,;\n\t|]+|\s[-–—>]+\s+|\s*[–—]\s*")
_CAMEL = re.compile(r"(?<=[A-Za-z][a-z])(?=[A-Z][a-z])")
HAMLET_WEIGHT = 0.15
SOFT_MARKER_WEIGHT = 0.3


class Word(NamedTuple):
    """A typed word: the part of the text it stands in (commas part it) and what it counts if unexplained."""

    text: str
    part: int
    weight: float

    @property
    def marker(self) -> Marker | None:
        """What this word marks, if it is ``desa``, ``kec`` and the like."""
        return MARKERS.get(self.text)


def typed_words(text: str) -> list[Word]:
    """What an officer typed, without house and neighbourhood numbers, numbered hamlets, offices and postcodes.

    >>> [(word.text, word.part, word.weight) for word in typed_words("Ds. Suka Maju RT 02/05, kec. Kaliwungu")]
    [('ds', 0, 0.0), ('suka', 0, 4.0), ('maju', 0, 4.0), ('kec', 2, 0.0), ('kaliwungu', 2, 9.0)]
    """
    plain = _plain(_CAMEL.sub(" ", text[:MOST_LETTERS]))
    for noise in (_NEIGHBOURHOOD, _NUMBERED_HAMLET, _POSTCODE, _OFFICE):
        plain = noise.sub(" , ", plain)
    parts = [words(piece) for piece in _BREAK.split(plain)]
    said_once = [part for at, part in enumerate(parts) if part not in parts[at + 1 :] or not _is_firm(part)]
    found = [word for part, spoken in enumerate(said_once) for word in _weighed(spoken, part)]
    return found[:MOST_WORDS]


def _is_firm(spoken: Sequence[str]) -> bool:
    marker = MARKERS.get(spoken[0]) if spoken else None
    return marker is not None and marker.firm


def _weighed(spoken: Sequence[str], part: int) -> list[Word]:
    """Words of one part; those after ``dusun`` up to the next marker say where in the village, so count little.

    A soft marker that marks nothing is a name: ``Lembang, Bandung Barat``.
    """
    found = []
    in_hamlet = False
    for at, word in enumerate(spoken):
        marker = MARKERS.get(word)
        in_hamlet = word in _HAMLET or (in_hamlet and marker is None)
        weight = float(max(len(word), 2))
        if word in _FILLER or (marker and marker.firm):
            weight = 0.0
        elif marker and at + 1 < len(spoken):
            weight = SOFT_MARKER_WEIGHT
        found.append(Word(word, part, weight * HAMLET_WEIGHT if in_hamlet else weight))
    return found
