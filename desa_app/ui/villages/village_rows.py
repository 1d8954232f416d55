"""The villages as rows of a table: the office's, their unvisited neighbours, or all of the registry, read lazily."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from typing import Literal, NamedTuple

from PySide6.QtCore import QCoreApplication

from desa_app.domain.formats import fold_text, show_date, show_number
from desa_app.domain.gazetteer import Gazetteer
from desa_app.domain.known_village import STATES, KnownVillage, letter_in_force
from desa_app.domain.neighbours import Neighbour
from desa_app.domain.village import Village
from desa_app.ui.table import Column
from desa_app.ui.villages.map_marks import TONES, kind_word

Scope = Literal["ours", "neighbours", "all"]
SCOPES: tuple[Scope, ...] = ("ours", "neighbours", "all")
_ROOMY_PX, _FAIR_PX = 1000, 660
"""The widths from which a table has room for all columns, and for all but parents and letter."""

_SHORT = 18


class VillageRow(NamedTuple):
    """A village, what is known of it, and for a neighbour the village that it lies beside."""

    village: Village
    known: KnownVillage | None = None
    neighbour: Neighbour | None = None
    beside: str = ""


class AllVillages(Sequence[VillageRow]):
    """The registry's villages whose code begins with ``area``; a row is made when it comes into sight."""

    def __init__(self, gazetteer: Gazetteer, known: Mapping[str, KnownVillage], area: str = "") -> None:
        self._gazetteer = gazetteer
        self._known = known
        self._first = bisect_left(gazetteer.codes, area)
        self._end = bisect_left(gazetteer.codes, f"{area}:")

    def __len__(self) -> int:
        return self._end - self._first

    def __getitem__(self, place: int) -> VillageRow:  # type: ignore[override]
        village = self._gazetteer[self._first + place]
        return VillageRow(village, self._known.get(village.code))

    def __iter__(self) -> Iterator[VillageRow]:
        return (self[place] for place in range(len(self)))


def our_rows(known: Sequence[KnownVillage]) -> list[VillageRow]:
    """The office's villages; those that waited longest come first."""
    ours = [VillageRow(one.village, one) for one in known if one.is_ours]
    return sorted(ours, key=lambda row: (-_rank(row), _last(row), row.village.code))


def neighbour_rows(
    found: Sequence[Neighbour], gazetteer: Gazetteer, known: Mapping[str, KnownVillage]
) -> list[VillageRow]:
    """Villages that nobody visited yet, with the village of the office that each lies beside."""
    rows = []
    for one in found:
        place, beside = gazetteer.place(one.code), gazetteer.place(one.of)
        if place is not None and beside is not None:
            rows.append(VillageRow(gazetteer[place], known.get(one.code), one, gazetteer.names[beside]))
    return rows


def holds_words(row: VillageRow, folded: Sequence[str]) -> bool:
    """Whether a row has all these words (folded) somewhere."""
    village = row.village
    letters = row.known.letters if row.known else ()
    texts = (village.name, village.district, village.regency, village.shown_code, village.code, row.beside)
    text = fold_text(" ".join((*texts, _state(row), *(letter.sk for letter in letters))))
    return all(part in text for part in folded)


def columns(scope: Scope, width: int, today: dt.date) -> tuple[Column[VillageRow], ...]:
    """The columns that a table of this width has room for; what is left out stands in the details."""
    is_fair = width >= _FAIR_PX
    if scope == "neighbours":
        return (_name(), _parents(), _near()) if is_fair else (_name_in_district(), _near())
    if width >= _ROOMY_PX:
        return (_name(), _parents(), *_standing(), *_counts(), _letter(today))
    if scope == "all":
        return (_name(), _parents(), *_standing()) if is_fair else (_name(), _parents())
    return (_name_in_district(), *_standing(), *_counts()) if is_fair else (_name_in_district(), *_standing())


def _name() -> Column[VillageRow]:
    return Column(QCoreApplication.translate("VillageRows", "Village"), lambda row: row.village.name, width=168)


def _name_in_district() -> Column[VillageRow]:
    """For a table without room for parents: names repeat, so the district stands with them all the same."""
    title = QCoreApplication.translate("VillageRows", "Village")
    return Column(title, lambda row: " · ".join(filter(None, (row.village.name, row.village.district))), width=0)


def _parents() -> Column[VillageRow]:
    """As officers abbreviate, so that the regency is not what a narrow column cuts off."""
    title = QCoreApplication.translate("VillageRows", "District, regency")
    return Column(title, lambda row: parents_of(row).replace("Kabupaten ", "Kab. "), width=0)


def _near() -> Column[VillageRow]:
    return Column(QCoreApplication.translate("VillageRows", "Lies beside"), _beside, key=_km, width=240)


def _standing() -> tuple[Column[VillageRow], ...]:
    return (
        Column(QCoreApplication.translate("VillageRows", "Coverage"), _state, key=_rank, tone=_tone, width=176),
        Column(QCoreApplication.translate("VillageRows", "Last visit"), _last_words, key=_last, width=152),
    )


def _letter(today: dt.date) -> Column[VillageRow]:
    title = QCoreApplication.translate("VillageRows", "Letter (SK)")
    return Column(title, lambda row: _letter_words(row, today), width=160)


def _counts() -> tuple[Column[VillageRow], ...]:
    return (
        Column(
            QCoreApplication.translate("VillageRows", "Sessions"),
            _sessions,
            key=lambda row: _known(row, "sessions"),
            number=True,
            width=72,
        ),
        Column(
            QCoreApplication.translate("VillageRows", "Reached"),
            lambda row: _figure(_known(row, "reached")),
            key=lambda row: _known(row, "reached"),
            number=True,
            width=84,
        ),
        Column(
            QCoreApplication.translate("VillageRows", "Offers"), _offers, key=_offer_rank, tone=_offer_tone, width=112
        ),
    )


def parents_of(row: VillageRow) -> str:
    """The district and regency of a village; a former code has none."""
    return ", ".join(part for part in (row.village.district, row.village.regency) if part) or "—"


def km_words(km: float) -> str:
    """A distance as it is said: ``2,4 km``."""
    return f"{show_number(km, 1)} km"


def _known(row: VillageRow, figure: str) -> int:
    value: int = getattr(row.known, figure) if row.known else 0
    return value


def _figure(value: int) -> str:
    return show_number(value) if value else "—"


def _sessions(row: VillageRow) -> str:
    """Sessions that count, and beside them those that wait for approval."""
    waiting = _known(row, "pending")
    counted = _figure(_known(row, "sessions"))
    return f"{counted} (+{waiting})" if waiting else counted


def _state(row: VillageRow) -> str:
    """How a village stands; of others than its own an office does not know who was there."""
    return kind_word(row.known.state) if row.known else "—"


def _rank(row: VillageRow) -> int:
    return STATES.index(row.known.state if row.known else "never")


def _tone(row: VillageRow) -> str:
    return TONES[row.known.state] if row.known else ""


def _last(row: VillageRow) -> dt.date:
    return (row.known.last if row.known else None) or dt.date.min


def _last_words(row: VillageRow) -> str:
    last = _last(row)
    return "—" if last == dt.date.min else show_date(last)


def _offers(row: VillageRow) -> str:
    count = len(row.known.reports) if row.known else 0
    urgent = _known(row, "urgent_reports")
    return f"{count} · {urgent} SEGERA" if urgent else _figure(count)


def _offer_rank(row: VillageRow) -> tuple[int, int]:
    return _known(row, "urgent_reports"), len(row.known.reports) if row.known else 0


def _offer_tone(row: VillageRow) -> str:
    return "danger" if _known(row, "urgent_reports") else ""


def _letter_words(row: VillageRow, today: dt.date) -> str:
    """The end of the letter's number: letters of one office begin alike."""
    letter = letter_in_force(row.known.letters, today) if row.known else None
    if letter is None:
        return "—"
    return letter.sk if len(letter.sk) <= _SHORT else f"…{letter.sk[-_SHORT:]}"


def _km(row: VillageRow) -> float:
    return row.neighbour.km if row.neighbour else 0.0


def _beside(row: VillageRow) -> str:
    return QCoreApplication.translate("VillageRows", "{km} from {village}").format(
        km=km_words(_km(row)), village=row.beside
    )
