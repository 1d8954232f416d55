"""The index of the village registry: built once from the data files, then only read.

Tables: ``villages`` (code, name), ``areas`` (code, name of provinces, regencies, districts), ``points``,
``code_changes``, ``names`` (every way to spell a place: compared ``key``, true ``letters``, code, trust 0..1),
``parts`` (FTS5 trigram over the keys of villages) and ``vocabulary`` (all keys of villages and of areas as one
text each, ordered by length: splitting it takes 2 ms, reading 62,000 rows 60).
"""

from __future__ import annotations

import contextlib
import csv
import gzip
import hashlib
import os
import re
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import sqlcipher3

from desa_app.domain.village_text import Spelling, letters_of, respell, words

INDEX_VERSION = 3
FORMER = 0.97
PART_OF_NAME = 0.93
EXPANDED = 0.995
"""Trust in a name of which an abbreviation is read: less than in one that is written so."""
_CACHE_KIB = 500
"""A window has three such connections, and the system keeps what is not encrypted in memory anyway."""
_GENERIC = re.compile(r"^(kabupaten|kota)( administrasi)? ", re.IGNORECASE)
_ISLANDS = re.compile(r"^(kepulauan|pulau) ", re.IGNORECASE)


class Index:
    """The index of the registry in ``sources``, kept in ``folder``, built where it is missing or damaged.

    The file's name carries a digest of the data: another edition is another file, nothing in use is overwritten.
    One instance a thread. Raises OSError if ``folder`` can't be written.
    """

    def __init__(self, folder: Path, sources: Path) -> None:
        self._sources = sources
        self._file = folder / f"villages-{_digest(sources)}.db"
        self._connection = _connect(self._file) or self._rebuilt()

    def rows(self, query: str, values: Sequence[object] | Mapping[str, object] = ()) -> list[Any]:
        """All rows of a query. An index found damaged is built again; it holds nothing of its own."""
        try:
            return self._fetched(query, values)
        except sqlcipher3.DatabaseError as error:
            if type(error) is not sqlcipher3.DatabaseError:
                raise
        self.close()
        self._file.unlink(missing_ok=True)
        self._connection = self._rebuilt()
        return self._fetched(query, values)

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()

    def _fetched(self, query: str, values: Sequence[object] | Mapping[str, object]) -> list[Any]:
        rows: list[Any] = self._connection.execute(query, values).fetchall()
        return rows

    def _rebuilt(self) -> Any:
        _build_beside(self._file, self._sources)
        connection = _connect(self._file)
        if connection is None:
            raise OSError(f"{self._file.name} can't be read right after it was built")
        return connection


def read_spelling(sources: Path) -> Spelling:
    """The readings of abbreviations, ``abbreviations.csv``: most likely first."""
    readings: dict[str, list[str]] = defaultdict(list)
    for row in _rows(sources / "abbreviations.csv"):
        readings[row["short"]].append(row["full"])
    return Spelling(readings)


def _connect(target: Path) -> Any:
    """A connection to a complete index, or None. A file cut short shows in its length."""
    if not target.is_file() or target.stat().st_size == 0:
        return None
    connection = sqlcipher3.connect(f"{target.as_uri()}?mode=ro", uri=True)
    try:
        connection.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
        (size,) = connection.execute("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size")
        if size[0] == target.stat().st_size:
            return connection
    except sqlcipher3.DatabaseError:
        pass
    connection.close()
    return None


def _build_beside(target: Path, sources: Path) -> None:
    """Build under a name of its own and rename when complete: two processes may do so at once, the last one stays.

    Where a file in use can't be replaced (Windows), the other process has just put the same index there.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=target.stem, suffix=".building", dir=target.parent)
    os.close(handle)
    building = Path(name)
    try:
        _build(building, sources)
        with contextlib.suppress(PermissionError):
            building.replace(target)
    finally:
        building.unlink(missing_ok=True)
    for old in set(target.parent.glob("villages-*.db")) - {target}:
        with contextlib.suppress(OSError):
            old.unlink()


def _build(target: Path, sources: Path) -> None:
    villages = _names(sources, "villages.csv.gz")
    areas = _names(sources, "provinces.csv", "regencies.csv.gz", "districts.csv.gz")
    spelling = read_spelling(sources)
    connection = sqlcipher3.connect(str(target), isolation_level=None)
    connection.executescript(_TABLES)
    connection.execute("BEGIN")
    connection.executemany("INSERT INTO villages VALUES (?, ?)", villages.items())
    connection.executemany("INSERT INTO areas VALUES (?, ?)", areas.items())
    connection.executemany("INSERT INTO points VALUES (?, ?, ?, ?)", _points(sources))
    connection.executemany("INSERT INTO code_changes VALUES (?, ?, ?)", _changes(sources))
    connection.executemany("INSERT INTO names VALUES (?, ?, ?, ?, ?)", _spelled(_village_names(villages), spelling))
    connection.executemany("INSERT INTO names VALUES (?, ?, ?, ?, ?)", _spelled(_area_names(areas, sources), spelling))
    connection.execute("COMMIT")
    connection.executescript(f"BEGIN; {_INDEXES} COMMIT;")
    connection.close()


_TABLES = """
    PRAGMA journal_mode = OFF;
    PRAGMA synchronous = OFF;
    CREATE TABLE villages (code TEXT PRIMARY KEY, name TEXT) WITHOUT ROWID;
    CREATE TABLE areas (code TEXT PRIMARY KEY, name TEXT) WITHOUT ROWID;
    CREATE TABLE points (code TEXT PRIMARY KEY, latitude REAL, longitude REAL, approximate INTEGER) WITHOUT ROWID;
    CREATE TABLE code_changes (old_code TEXT, new_code TEXT, kind TEXT);
    CREATE TABLE names (key TEXT, letters TEXT, code TEXT, trust REAL, exact INTEGER);
    CREATE TABLE vocabulary (level TEXT PRIMARY KEY, keys TEXT);
    CREATE VIRTUAL TABLE parts USING fts5 (key, tokenize = trigram);
"""
_INDEXES = """
    CREATE INDEX changes_from ON code_changes (old_code);
    CREATE INDEX changes_to ON code_changes (new_code);
    CREATE INDEX names_by_key ON names (key);
    CREATE INDEX names_by_code ON names (code);
    INSERT INTO vocabulary SELECT 'villages', group_concat(key, char(10)) FROM
        (SELECT DISTINCT key FROM names WHERE length(code) = 10 ORDER BY length(key), key);
    INSERT INTO vocabulary SELECT 'areas', group_concat(key, char(10)) FROM
        (SELECT DISTINCT key FROM names WHERE length(code) < 10 AND NOT exact ORDER BY length(key), key);
    INSERT INTO parts SELECT DISTINCT key FROM names WHERE length(code) = 10 ORDER BY key;
"""


class Named(NamedTuple):
    """A name of a place: how far it can be trusted (1 = official and current), whether it forgives errors."""

    name: str
    code: str
    trust: float = 1.0
    exact: bool = False


def _village_names(villages: dict[str, str]) -> Iterator[Named]:
    """Names and parts of double names: ``Dow/Bijere``, ``Kurau (Timur)``."""
    for code, name in villages.items():
        yield Named(name, code)
        for part in re.split(r"[/()]", name):
            if len(part.strip()) > 3 and part.strip() != name:
                yield Named(part, code, PART_OF_NAME)


def _area_names(areas: dict[str, str], sources: Path) -> Iterator[Named]:
    for code, name in areas.items():
        plain = _GENERIC.sub("", name) if len(code) == 4 else name
        yield Named(plain, code)
        if len(code) == 4 and _ISLANDS.match(plain):
            yield Named(_ISLANDS.sub("", plain), code, FORMER)
    short: dict[str, list[str]] = defaultdict(list)
    for row in _coded(sources / "aliases.csv"):
        trust = FORMER if row["kind"] == "former" else 1.0
        yield Named(row["alias"], row["code"], trust, exact=row["kind"] == "short")
        if row["kind"] == "short":
            short[areas[row["code"]]].append(row["alias"])
    for row in _coded(sources / "former_provinces.csv"):
        yield Named(row["former"], row["code"], FORMER)
        for alias in short[row["former"]]:
            yield Named(alias, row["code"], FORMER, exact=True)


def _spelled(named: Iterable[Named], spelling: Spelling) -> Iterator[tuple[str, str, str, float, bool]]:
    for name, code, trust, exact in named:
        as_written = letters_of(words(name))
        for letters in spelling.runs(words(name)):
            trusted = trust if letters == as_written else trust * EXPANDED
            yield respell(letters), letters, code, trusted, exact


def _points(sources: Path) -> Iterator[tuple[str, float, float, bool]]:
    for row in _coded(sources / "village_points.csv.gz"):
        yield row["code"], float(row["lat"]), float(row["lng"]), row["src"] == "d"


def _changes(sources: Path) -> Iterator[tuple[str, str, str]]:
    for row in _rows(sources / "code_changes.csv"):
        yield row["old_code"].replace(".", ""), row["new_code"].replace(".", ""), row["kind"]


def _names(sources: Path, *files: str) -> dict[str, str]:
    return {row["code"]: row["name"] for file in files for row in _coded(sources / file)}


def _coded(source: Path) -> Iterator[dict[str, str]]:
    for row in _rows(source):
        yield row | {"code": row["code"].replace(".", "")}


def _rows(source: Path) -> Iterator[dict[str, str]]:
    content = source.read_bytes()
    text = (gzip.decompress(content) if source.suffix == ".gz" else content).decode()
    yield from csv.DictReader(text.splitlines())


def _digest(sources: Path) -> str:
    digest = hashlib.sha256(str(INDEX_VERSION).encode())
    for source in sorted(sources.glob("*.csv*")):
        digest.update(source.name.encode() + source.read_bytes())
    return digest.hexdigest()[:16]
