"""The coverage report as points on a map: GeoJSON (RFC 7946) of villages, districts, regencies or provinces.

Longitude before latitude, WGS 84, no ``crs``. Where a place lies is the centre of a village's outline; an area's point
is the mean of its villages'. A place that nobody knows the position of has the geometry null.
"""

from __future__ import annotations

import datetime as dt
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from desa_app.domain.coverage import Column, Level, Row, Table, absence, state_word
from desa_app.domain.coverage.level import CODE_LENGTH
from desa_app.domain.village import dotted
from desa_app.reports.coverage import ROWS_A_STEP, Report, Step, Written
from desa_app.reports.tables import replacing

MAP_LEVELS: tuple[Level, ...] = ("village", "district", "regency", "province")
DECIMALS = 4
"""Of a degree: eleven metres, all that the centre of a village means."""


class Spot(NamedTuple):
    """Where a village lies; ``approximate``: its district does."""

    code: str
    latitude: float
    longitude: float
    approximate: bool


class Place(NamedTuple):
    """A row of the report and where it lies, if that is known."""

    row: Row
    longitude: float | None
    latitude: float | None
    approximate: bool


def places(report: Report, spots: Iterable[Spot]) -> list[Place]:
    """The places of a report's level; the levels that have none (offices, the country) are drawn as villages."""
    level = map_level(report)
    sums: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0, 0.0, 0.0])
    for spot in spots:
        found = sums[spot.code[: CODE_LENGTH[level]]]
        for place, value in enumerate((spot.longitude, spot.latitude, 1, spot.approximate)):
            found[place] += value
    return [_place(row, sums.get(row.code), level) for row in report.coverage.rows[level]]


def map_level(report: Report) -> Level:
    """The level that a map of the report shows."""
    return next((level for level in MAP_LEVELS if level == report.by), "village")


def _place(row: Row, sums: list[float] | None, level: Level) -> Place:
    if sums is None:
        return Place(row, None, None, approximate=False)
    longitude, latitude, villages, rough = sums
    position = round(longitude / villages, DECIMALS), round(latitude / villages, DECIMALS)
    return Place(row, *position, approximate=level != "village" or rough > 0)


def write_geojson(report: Report, path: Path, spots: Iterable[Spot], step: Step = lambda done, of: None) -> Written:
    """Write the report's places, a feature a line. Raises ReportNotWritten with an older file left as it was."""
    table, drawn = report.table(map_level(report)), places(report, spots)
    with replacing(path) as unfinished, unfinished.open("w", encoding="utf-8") as file:
        head = json.dumps(_head(report, table, drawn), ensure_ascii=False)
        file.write(f'{head[:-1]}, "features": [\n')
        for number, line in enumerate(_features(report, table, drawn)):
            if number % ROWS_A_STEP == 0:
                step(number, len(drawn))
            file.write(f"{',' if number else ''}{line}\n")
        file.write("]}\n")
    return Written(path, {table.title: len(drawn)})


def _head(report: Report, table: Table, drawn: list[Place]) -> dict[str, Any]:
    """What stands before the features; members that RFC 7946 doesn't know say what the properties mean."""
    head: dict[str, Any] = {"type": "FeatureCollection"}
    if box := bounds(drawn):
        head["bbox"] = box
    return head | {
        "titles": {column.key: column.title for column in table.columns},
        "notes": report.notes(),
        "made_at": report.at.isoformat(timespec="seconds"),
        "made_by": report.author,
    }


def bounds(drawn: Iterable[Place]) -> list[float] | None:
    """West, south, east and north of the places that lie somewhere."""
    known = [(one.longitude, one.latitude) for one in drawn if one.longitude is not None and one.latitude is not None]
    if not known:
        return None
    east, north = [one for one, _ in known], [one for _, one in known]
    return [min(east), min(north), max(east), max(north)]


def _features(report: Report, table: Table, drawn: list[Place]) -> Iterator[str]:
    rules = report.coverage.rules
    for one in drawn:
        values = zip(table.columns, table.values(one.row), strict=True)
        told = {
            column.key: _property(column, value, (one.row.code, column.key) in table.hidden) for column, value in values
        }
        state = absence(one.row)
        about = {"state": state, "state_title": state_word(state, rules), "approximate": one.approximate}
        point = {"type": "Point", "coordinates": [one.longitude, one.latitude]} if one.longitude is not None else None
        feature = {"type": "Feature", "id": one.row.code, "geometry": point, "properties": told | about}
        yield json.dumps(feature, ensure_ascii=False, separators=(",", ":"))


def _property(column: Column, value: Any, is_hidden: bool) -> Any:
    """A value as JSON has it: dates ISO 8601, a share in percent, a choice as true or false; hidden ones are null."""
    if value is None or is_hidden:
        return None
    if column.kind == "code":
        return dotted(value)
    if column.kind == "percent":
        return round(100 * value, 2)
    if column.kind == "choice":
        return bool(value)
    return value.isoformat() if isinstance(value, dt.date) else value
