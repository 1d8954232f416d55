"""The columns of a coverage table, declared once for the window, the CSV and the XLSX."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from desa_app.domain.coverage.count import Coverage
from desa_app.domain.coverage.level import Level, Listed
from desa_app.domain.coverage.row import Row
from desa_app.domain.coverage.rules import Rules
from desa_app.domain.coverage.scope import State
from desa_app.domain.coverage.uncovered import Uncovered
from desa_app.domain.formats import show_date, show_number
from desa_app.domain.village import dotted
from desa_app.language import say

Kind = Literal["code", "text", "date", "count", "percent", "number", "choice"]
NOT_APPLICABLE = "n/a"
FEW = "*"
"""Stands for a count that is too small to be told, and for the one that would give it away."""
Words = tuple[str, str]
"""A text in Bahasa Indonesia and in English."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: which value of a row it shows, its title, what kind of value it is, and the words of a choice."""

    key: str
    words: Words
    kind: Kind
    choices: Mapping[Any, Words] = field(default_factory=dict)

    @property
    def title(self) -> str:
        return say(*self.words)

    def shown(self, value: Any) -> str:
        """A value as a person reads it: ``19 Mei 2025``, ``1.234``, ``0,22 %``, ``n/a`` for a rate of nothing."""
        if value is None:
            return NOT_APPLICABLE if self.kind == "percent" else ""
        if self.kind == "choice":
            return say(*self.choices[value])
        return _SHOWN[self.kind](value)


@dataclass(frozen=True, slots=True)
class Table:
    """A named table: ``values(row)`` are one row's values in the order of ``columns``.

    ``hidden`` are the cells, by the row's code and the column's key, that are too small to be told.
    """

    title: str
    columns: tuple[Column, ...]
    rows: Sequence[Row | Uncovered]
    hidden: frozenset[tuple[str, str]] = frozenset()

    def values(self, row: Row | Uncovered) -> tuple[Any, ...]:
        if not self.hidden:
            return tuple(getattr(row, column.key) for column in self.columns)
        return tuple(
            FEW if (row.code, column.key) in self.hidden else getattr(row, column.key) for column in self.columns
        )

    def texts(self, row: Row | Uncovered) -> list[str]:
        """One row's values as a person reads them."""
        values = zip(self.columns, self.values(row), strict=True)
        return [FEW if value is FEW else column.shown(value) for column, value in values]


def level_title(level: Level) -> str:
    """What a level is called, as on a sheet's tab."""
    return say(*_LEVEL_TITLES[level])


def listed_title(listed: Listed) -> str:
    """What a table is called, as on a sheet's tab."""
    return say(*_UNCOVERED) if listed == "uncovered" else level_title(listed)


def level_table(coverage: Coverage, level: Level) -> Table:
    """The table of a level that the coverage was counted for."""
    return Table(level_title(level), _columns(level, coverage.rules), coverage.rows[level])


def state_word(state: State, rules: Rules) -> str:
    """How a village stands, in words."""
    return say(*_state_words(rules)[state])


def uncovered_table(coverage: Coverage) -> Table:
    """The villages without a recent visit, the most pressing first."""
    code, name, kind, district, *areas = _VILLAGE
    columns = (code, name, district, *_need(coverage.rules), *areas, _ASSIGNED_HERE, kind)
    return Table(say(*_UNCOVERED), columns, coverage.uncovered)


def percent_text(rate: float) -> str:
    """A share of 1 in percent: ``0,22 %``."""
    return f"{show_number(100 * rate, 2)} %"


_SHOWN: dict[Kind, Callable[[Any], str]] = {
    "code": dotted,
    "text": str,
    "date": show_date,
    "count": show_number,
    "percent": percent_text,
    "number": lambda value: show_number(value, 2),
}

_LEVEL_TITLES: dict[Level, Words] = {
    "village": ("Desa", "Villages"),
    "district": ("Kecamatan", "Districts"),
    "regency": ("Kabupaten-Kota", "Regencies"),
    "province": ("Provinsi", "Provinces"),
    "office": ("Kantor", "Offices"),
    "country": ("Indonesia", "Indonesia"),
}

_UNCOVERED = ("Belum dicakup", "Not covered")
_NO_OR_YES: Mapping[Any, Words] = {0: ("tidak", "no"), 1: ("ya", "yes")}
_CODE = Column("code", ("Kode", "Code"), "code")
_DISTRICT = Column("district", ("Kecamatan", "District"), "text")
_REGENCY = Column("regency", ("Kabupaten/Kota", "Regency"), "text")
_PROVINCE = Column("province", ("Provinsi", "Province"), "text")
_LAST = Column("last", ("Sesi terakhir", "Last session"), "date")
_ASSIGNED_HERE = Column("assigned", ("Desa binaan", "Assisted village"), "choice", _NO_OR_YES)
_VILLAGE = (
    _CODE,
    Column("name", ("Desa/Kelurahan", "Village"), "text"),
    Column("kind", ("Jenis", "Kind"), "text"),
    _DISTRICT,
    _REGENCY,
    _PROVINCE,
)
_PLACE: dict[Level, tuple[Column, ...]] = {
    "village": _VILLAGE,
    "district": (_CODE, Column("name", _DISTRICT.words, "text"), _REGENCY, _PROVINCE),
    "regency": (_CODE, Column("name", _REGENCY.words, "text"), _PROVINCE),
    "province": (_CODE, Column("name", _PROVINCE.words, "text")),
    "office": (Column("code", _CODE.words, "text"), Column("name", ("Kantor imigrasi", "Immigration office"), "text")),
    "country": (Column("name", ("Negara", "Country"), "text"),),
}
_BINAAN = (
    Column("assigned", ("Desa binaan", "Assisted villages"), "count"),
    Column("covered_assigned", ("Binaan dicakup", "Assisted, covered"), "count"),
    Column("rate_assigned", ("Cakupan binaan (%)", "Coverage, assisted (%)"), "percent"),
    Column("covered_unassigned", ("Dicakup, bukan binaan", "Covered, not assisted"), "count"),
    Column("covered", ("Desa dicakup", "Villages covered"), "count"),
)
_ALL = (
    Column("villages", ("Semua desa/kelurahan", "All villages"), "count"),
    Column("rate_all", ("Cakupan semua (%)", "Coverage, all (%)"), "percent"),
)
_PEOPLE = (
    Column("sessions", ("Sesi", "Sessions"), "count"),
    Column("reached", ("Orang terjangkau", "People reached"), "count"),
)
_UNSPECIFIED = Column("unspecified", ("Tidak dirinci per desa", "Not split by village"), "count")
_UNIQUE = (
    Column("identified", ("Orang unik, paling sedikit", "Distinct people, at least"), "count"),
    Column("unique_most", ("Orang unik, paling banyak", "Distinct people, at most"), "count"),
)
_PENDING = (
    Column("pending_sessions", ("Menunggu persetujuan: sesi", "Awaiting approval: sessions"), "count"),
    Column("pending_reached", ("Menunggu persetujuan: orang", "Awaiting approval: people"), "count"),
)
_LAPTOPS = (
    Column("laptops", ("Laptop", "Laptops"), "count"),
    Column("synced", ("Laptop sudah sinkron", "Laptops synced"), "count"),
)


def _columns(level: Level, rules: Rules) -> tuple[Column, ...]:
    if level == "village":
        covered = Column("covered", ("Dicakup", "Covered"), "choice", _NO_OR_YES)
        return (*_VILLAGE, _ASSIGNED_HERE, covered, *_active(rules, "choice"), _LAST, *_PEOPLE, *_UNIQUE, *_PENDING)
    done = (*_PLACE[level], *_BINAAN, *_PEOPLE, _LAST)
    figures = (*_active(rules, "count"), _UNSPECIFIED, *_UNIQUE, *_PENDING)
    return (*done, *figures, *_LAPTOPS) if level == "office" else (*done, *_ALL, *figures)


def _active(rules: Rules, kind: Kind) -> tuple[Column, ...]:
    recent, active = rules.recent_months, rules.active_months
    return (
        Column("recent", (f"Aktif {recent} bulan", f"Active {recent} months"), kind, _NO_OR_YES),
        Column("active", (f"Aktif {active} bulan", f"Active {active} months"), kind, _NO_OR_YES),
    )


def _need(rules: Rules) -> tuple[Column, ...]:
    return (
        Column("priority", ("Prioritas", "Priority"), "number"),
        Column("absence", ("Tanpa sesi sejak", "No session for"), "choice", _state_words(rules)),
        Column("why", ("Mengapa", "Why"), "text"),
        _LAST,
        Column("offers", ("Bobot tawaran mencurigakan", "Weight of suspicious offers"), "count"),
        Column("migrant_pocket", ("Kantong migran", "Migrant pocket"), "number"),
        Column("urgent", ("SEGERA terbuka", "Open SEGERA"), "choice", _NO_OR_YES),
    )


def _state_words(rules: Rules) -> dict[Any, Words]:
    recent, active = rules.recent_months, rules.active_months
    return {
        "covered": ("dicakup pada periode ini", "covered in the period"),
        "uncovered": ("belum dicakup pada periode ini", "not covered in the period"),
        "recent": (f"≤ {recent} bulan", f"≤ {recent} months"),
        "over_recent": (f"{recent}–{active} bulan", f"{recent}–{active} months"),
        "over_active": (f"> {active} bulan", f"> {active} months"),
        "never": ("belum pernah", "never"),
    }
