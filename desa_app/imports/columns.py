"""Which column of a list holds what: recognises headers in many spellings, or guesses from the content."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Sequence
from itertools import pairwise

import msgspec
from rapidfuzz import fuzz, process

from desa_app.domain.formats import fold_text, normalise_phone
from desa_app.imports.cells import is_blank, read_age, read_sex
from desa_app.imports.tables import Row
from desa_app.language import say
from desa_app.paths import resources

FUZZY_LENGTH = 5
FUZZY_SCORE = 84
LONGEST_HEADER = 40
STARTS_A_LIST = ("number", "full_name")

_Headers = dict[int, tuple[str, str | None]]
"""By column: a header as found, and the field it means."""

_REFINES: dict[str | None, tuple[str, ...]] = {
    "sex": ("male_mark", "female_mark"),
    "address": ("rt_rw", "rt", "rw", "hamlet", "village"),
}
"""Which fields may stand in a second header row under which field."""


class Layout(msgspec.Struct, frozen=True):
    """One list within a sheet: the columns ``start`` to ``end`` (exclusive) and what they hold.

    ``columns`` maps a field to its column; ``headers`` maps a column to its header as found; ``others`` are the
    columns with a header that is no field of ours, or a field that another column already gives.
    """

    start: int
    end: int
    columns: dict[str, int]
    headers: dict[int, str]
    guessed: bool = False

    @property
    def others(self) -> dict[int, str]:
        known = set(self.columns.values())
        return {column: header for column, header in self.headers.items() if column not in known}


class _Spellings(msgspec.Struct, frozen=True):
    headers: dict[str, list[str]]
    occupations: list[str]


@functools.cache
def _spellings() -> _Spellings:
    return msgspec.json.decode((resources() / "imports" / "columns.json").read_bytes(), type=_Spellings)


@functools.cache
def _field_by_spelling() -> dict[str, str]:
    return {_fold(word): field for field, words in _spellings().headers.items() for word in words}


@functools.cache
def _occupations() -> frozenset[str]:
    return frozenset(map(fold_text, _spellings().occupations))


def is_occupation(text: str) -> bool:
    """Whether ``text`` is a common occupation of the villages."""
    return fold_text(text) in _occupations()


def _fold(header: str) -> str:
    return fold_text(header) or header.strip()


@functools.lru_cache(maxsize=8192)
def field_of(header: str) -> str | None:
    """The field that a header means, forgiving case, spaces, punctuation, a bracket and small typing errors."""
    if not header or len(header) > LONGEST_HEADER:
        return None
    exact = _exact_field_of(header)
    if exact or any(character.isdigit() for character in header):
        return exact
    return _near_field_of(header) or _field_of_parts(header)


def _near_field_of(header: str) -> str | None:
    known = _field_by_spelling()
    for spelling in _spellings_of(header):
        if len(spelling) >= FUZZY_LENGTH:
            near = process.extractOne(spelling, known.keys(), scorer=fuzz.ratio, score_cutoff=FUZZY_SCORE)
            if near and len(near[0]) >= FUZZY_LENGTH:
                return known[near[0]]
    return None


def _field_of_parts(header: str) -> str | None:
    """Of ``Nama / Jabatan``, ``Dusun/RT``, ``Nama Lengkap dan Gelar``: the name if it is among them, else the first."""
    fields = [_exact_field_of(part) for part in re.split(r"[/,&]|\bdan\b", header)]
    return "full_name" if "full_name" in fields else next(filter(None, fields), None)


def _exact_field_of(header: str) -> str | None:
    known = _field_by_spelling()
    return next((known[spelling] for spelling in _spellings_of(header) if spelling in known), None)


def _spellings_of(header: str) -> list[str]:
    return [_fold(header), _fold(re.sub(r"\(.*?\)", "", header))]


def read_header(row: Row, below: Row | None) -> tuple[tuple[Layout, ...], int]:
    """The lists that a header row opens, side by side, and how many rows the header takes (1 or 2).

    No lists and 0 where ``row`` is no header. The next row belongs to the header where each of its texts makes the
    header above it more precise, as ``L | P`` under ``Jenis Kelamin`` or ``urut`` under ``No``.
    """
    own: _Headers = {column: (text, field_of(text)) for column, text in enumerate(row.cells) if text}
    if below and below.number == row.number + 1 and any(field for _, field in own.values()):
        lists = _lists(_refined(own, below))
        if lists:
            return lists, 2
    lists = _lists(own)
    return lists, 1 if lists else 0


def is_column_numbers(row: Row) -> bool:
    """Whether a row only counts the columns, ``1 2 3 …`` or ``(1) (2) (3) …``, as forms do under their header."""
    texts = [text.strip("()") for text in row.texts]
    return len(texts) >= 3 and texts == [str(number) for number in range(1, len(texts) + 1)]


def _refined(top: _Headers, below: Row) -> _Headers:
    """The headers of two rows together, or none where the second row is not part of the header."""
    second: _Headers = {}
    group = ""
    for column, text in enumerate(below.cells):
        group = top[column][0] if column in top else group
        if not text or column in below.continued:
            continue
        field = _refined_field(group, text)
        if field is None:
            return {}
        second[column] = (f"{group}: {text}" if group else text, field)
    marks = {field for _, field in second.values()} & set(_REFINES["sex"])
    return top | second if len(marks) != 1 else {}


def _refined_field(group: str, text: str) -> str | None:
    """The field of a header under ``group``; not by likeness, which would take a Hadi under *Nama* for a *hadirin*."""
    if not re.search(r"[^\W\d_]", text):
        return None
    field, above = field_of(text), field_of(group)
    if above is None or field in _REFINES.get(above, ()):
        return field
    return _exact_field_of(f"{group} {text}")


def _lists(headers: _Headers) -> tuple[Layout, ...]:
    headers = _with_unclear_name(headers)
    fields = [field for _, field in headers.values() if field]
    is_only_a_name = len(headers) == 1 and fields == ["full_name"]
    if "full_name" not in fields or (len(set(fields)) < 2 and not is_only_a_name):
        return ()
    starts = [0]
    seen: set[str] = set()
    for column, (_, field) in headers.items():
        if field in STARTS_A_LIST and field in seen and "full_name" in seen:
            starts.append(column)
            seen = set()
        if field:
            seen.add(field)
    if "full_name" not in seen:
        starts = starts[:-1] or [0]
    return tuple(_layout(start, end, headers) for start, end in pairwise([*starts, 10_000]))


def _with_unclear_name(headers: _Headers) -> _Headers:
    """Among three recognised headers or more without a name, the first unknown one is the name."""
    fields = {field for _, field in headers.values() if field}
    unknown = [column for column, (_, field) in headers.items() if field is None]
    if "full_name" in fields or len(fields) < 3 or not unknown:
        return headers
    return headers | {unknown[0]: (headers[unknown[0]][0], "full_name")}


def _layout(start: int, end: int, headers: _Headers) -> Layout:
    columns: dict[str, int] = {}
    found = {column: header for column, header in headers.items() if start <= column < end}
    for column, (_, field) in found.items():
        if field and field != "remark":
            columns.setdefault(field, column)
    return Layout(start, end, columns, {column: text for column, (text, _) in found.items()})


def guess_layout(rows: Sequence[Row]) -> Layout | None:
    """What the columns of a list without a header hold, judged by at most 200 of its rows; None without names."""
    sample = rows[:200]
    width = max((len(row.cells) for row in sample), default=0)
    values = {
        column: [row.cells[column] for row in sample if column < len(row.cells) and not is_blank(row.cells[column])]
        for column in range(width)
    }
    columns: dict[str, int] = {}
    for field, fits in _CONTENT:
        for column, texts in values.items():
            if field not in columns and column not in columns.values() and texts and fits(texts):
                columns[field] = column
    if "full_name" not in columns:
        return None
    headers = {
        column: say(f"kolom {column + 1} (ditebak dari isinya)", f"column {column + 1} (guessed from its content)")
        for column, texts in values.items()
        if texts
    }
    return Layout(0, 10_000, columns, headers, guessed=True)


def _mostly(test: Callable[[str], object]) -> Callable[[list[str]], bool]:
    return lambda texts: sum(bool(test(text)) for text in texts) >= 0.6 * len(texts)


def _counts_up(texts: list[str]) -> bool:
    numbers = [int(text.strip(". )")) for text in texts if re.fullmatch(r"\d{1,5}[.)]?", text)]
    rising = sum(later == earlier + 1 for earlier, later in pairwise(numbers))
    return len(numbers) >= 0.6 * len(texts) and rising >= 0.8 * (len(numbers) - 1) and len(numbers) > 1


def _is_wordy(text: str) -> bool:
    return bool(re.fullmatch(r"[^\W\d_][^\d]*", text)) and len(text) > 2


_CONTENT: tuple[tuple[str, Callable[[list[str]], bool]], ...] = (
    ("number", _counts_up),
    ("phone", _mostly(normalise_phone)),
    ("sex", _mostly(read_sex)),
    ("age", _mostly(lambda text: read_age(text) is not None)),
    ("address", _mostly(re.compile(r"\b(rt|rw|jl|jln|jalan)\b", re.IGNORECASE).search)),
    ("occupation", _mostly(is_occupation)),
    ("hamlet", _mostly(re.compile(r"^(dsn|dusun|dk|dukuh|kp|kampung)\b", re.IGNORECASE).search)),
    ("full_name", _mostly(_is_wordy)),
)
