"""Coverage on a map (RFC 7946) and for readers outside: small counts kept back; progress, and stopping half-way."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desa_app.domain.coverage import (
    FEW,
    AttendeeFact,
    Coverage,
    Facts,
    Level,
    OfferFact,
    Period,
    Scope,
    SessionFact,
    coverage,
    kept_back,
    narrowed,
    rules_in_force,
)
from desa_app.domain.village import Village
from desa_app.errors import ReportNotWritten, ReportStopped
from desa_app.reports.coverage import Report, write_report
from desa_app.reports.geojson import Spot, places, write_geojson

JUNE = dt.date(2025, 6, 15)
AT = dt.datetime(2026, 1, 7, 14, 30, tzinfo=dt.timezone(dt.timedelta(hours=7)))
KENDAL, NEIGHBOUR, FAR = "3324082014", "3324082015", "3324092001"
SPOTS = [
    Spot(KENDAL, -6.95, 110.25, approximate=False),
    Spot(NEIGHBOUR, -6.97, 110.27, approximate=False),
    Spot(FAR, -7.1, 110.1, approximate=True),
]


@pytest.fixture(scope="module")
def counted() -> Coverage:
    villages = [
        Village(code, name, "desa", district, "Kabupaten Kendal", "Jawa Tengah")
        for code, name, district in (
            (KENDAL, "Wonorejo", "Kaliwungu"),
            (NEIGHBOUR, "Mororejo", "Kaliwungu"),
            (FAR, "Jauh", "Singorojo"),
        )
    ]
    sessions = [
        SessionFact("s1", "SMG", JUNE, (KENDAL,), 3, "disetujui", JUNE),
        SessionFact("s2", "SMG", JUNE, (NEIGHBOUR,), 40, "disetujui", JUNE),
        SessionFact("s3", "SMG", JUNE, ("3324082099",), 50, "disetujui", JUNE),
    ]
    offers = [OfferFact(FAR, JUNE, "sedang", urgent_open=False)]
    facts = Facts(villages, sessions=sessions, attendees=[AttendeeFact("s2", None, "siti")], offers=offers)
    return coverage(facts, Period(dt.date(2025, 1, 1), dt.date(2025, 12, 31)), rules_in_force())


def report(counted: Coverage, by: Level | None = None, *, outside: bool = False) -> Report:
    return Report(counted, "Budi (SMG)", AT, by, outside)


def drawn(counted: Report, path: Path) -> dict[str, Any]:
    write_geojson(counted, path / "cakupan.geojson", SPOTS)
    found: dict[str, Any] = json.loads((path / "cakupan.geojson").read_text("utf-8"))
    check_rfc_7946(found)
    return found


def check_rfc_7946(found: dict[str, Any]) -> None:
    """The rules of the standard that a collection of points can break."""
    assert found["type"] == "FeatureCollection"
    assert isinstance(found["features"], list)
    assert not {"crs", "coordinates", "geometry", "properties"} & found.keys()
    west, south, east, north = found["bbox"]
    for feature in found["features"]:
        assert feature["type"] == "Feature"
        assert isinstance(feature["properties"], dict)
        assert isinstance(feature["id"], str)
        assert not {"coordinates", "features"} & feature.keys()
        if feature["geometry"] is not None:
            assert feature["geometry"]["type"] == "Point"
            longitude, latitude = feature["geometry"]["coordinates"]
            assert west <= longitude <= east
            assert south <= latitude <= north
            assert (95 < longitude < 141.1, -11.1 < latitude < 6.1) == (True, True), "Indonesia, longitude first"


def test_villages_are_points_with_their_figures(counted: Coverage, tmp_path: Path) -> None:
    found = drawn(report(counted), tmp_path)
    assert found["bbox"] == [110.1, -7.1, 110.27, -6.95]
    by_code = {feature["id"]: feature for feature in found["features"]}
    assert list(by_code) == [KENDAL, NEIGHBOUR, "3324082099", FAR]
    kendal = by_code[KENDAL]
    assert kendal["geometry"] == {"type": "Point", "coordinates": [110.25, -6.95]}
    told = kendal["properties"]
    assert (told["code"], told["name"], told["covered"], told["reached"]) == ("33.24.08.2014", "Wonorejo", True, 3)
    assert (told["last"], told["state"], told["approximate"]) == ("2025-06-15", "over_recent", False)
    assert (by_code[FAR]["properties"]["state_title"], by_code[FAR]["properties"]["approximate"]) == (
        "belum pernah",
        True,
    )
    assert by_code["3324082099"]["geometry"] is None
    assert set(found["titles"]) <= told.keys()
    assert any("Dibuat oleh Budi (SMG), 7 Januari 2026 14:30" in note for note in found["notes"])


def test_areas_lie_amid_their_villages(counted: Coverage, tmp_path: Path) -> None:
    districts = drawn(report(counted, "district"), tmp_path)["features"]
    assert [(one["id"], one["geometry"]["coordinates"]) for one in districts] == [
        ("332408", [110.26, -6.96]),
        ("332409", [110.1, -7.1]),
    ]
    assert districts[0]["properties"]["reached"] == 93
    assert [one["id"] for one in drawn(report(counted, "province"), tmp_path)["features"]] == ["33"]
    assert len(drawn(report(counted, "office"), tmp_path)["features"]) == 4, "offices lie nowhere: villages"


def test_a_narrowed_map_holds_and_says_only_what_it_was_narrowed_to(counted: Coverage, tmp_path: Path) -> None:
    found = drawn(report(narrowed(counted, Scope(area="332409"))), tmp_path)
    assert [one["id"] for one in found["features"]] == [FAR]
    assert "Wilayah: Singorojo" in found["notes"]
    nowhere = report(narrowed(counted, Scope(text="tidak ada")))
    write_geojson(nowhere, tmp_path / "kosong.geojson", SPOTS)
    empty = json.loads((tmp_path / "kosong.geojson").read_text("utf-8"))
    assert (empty["features"], "bbox" in empty) == ([], False)


# For outside


@given(st.dictionaries(st.integers(), st.integers(0, 30), max_size=6))
def test_no_small_count_is_told_and_none_can_be_reckoned_from_the_sum(counts: dict[int, int]) -> None:
    hidden = kept_back(counts)
    assert {key for key, count in counts.items() if 0 < count < 5} <= hidden
    told = [count for key, count in counts.items() if key not in hidden and count]
    assert len(hidden) != 1 or not told


def test_outside_a_small_village_and_the_one_that_would_give_it_away_are_kept_back(
    counted: Coverage, tmp_path: Path
) -> None:
    path = write_report(report(counted, outside=True), tmp_path / "a.csv").path
    lines = list(csv.reader(io.StringIO(path.read_text("utf-8-sig")), delimiter=";"))
    reached = lines[0].index("Orang terjangkau")
    assert {line[0]: line[reached] for line in lines[1:5]} == {
        "33.24.08.2014": FEW,
        "33.24.08.2015": FEW,
        "33.24.08.2099": "50",
        "33.24.09.2001": "0",
    }
    assert any("ditulis *" in line[1] for line in lines if len(line) == 2)
    features = drawn(report(counted, outside=True), tmp_path)["features"]
    assert [one["properties"]["reached"] for one in features] == [None, None, 50, 0]


def test_outside_a_workbook_says_nothing_of_offers(counted: Coverage, tmp_path: Path) -> None:
    inside = openpyxl.load_workbook(write_report(report(counted), tmp_path / "a.xlsx").path)["Belum dicakup"]
    outside = openpyxl.load_workbook(write_report(report(counted, outside=True), tmp_path / "b.xlsx").path)
    titles = [cell.value for cell in outside["Belum dicakup"][1]]
    assert {cell.value for cell in inside[1]} - set(titles) == {
        *("Prioritas", "Bobot tawaran mencurigakan", "SEGERA terbuka", "Mengapa")
    }
    assert inside["A2"].value == "33.24.09.2001", "by priority"
    assert outside["Belum dicakup"]["A2"].value == "33.24.08.2014", "by code: the order tells nothing"
    assert FEW in [cell.value for row in outside["Desa"].iter_rows() for cell in row]


def test_the_villages_not_covered_alone_with_why_they_come_first(counted: Coverage, tmp_path: Path) -> None:
    alone = report(counted)._replace(by="uncovered")
    lines = list(
        csv.reader(io.StringIO(write_report(alone, tmp_path / "a.csv").path.read_text("utf-8-sig")), delimiter=";")
    )
    assert (lines[0][0], lines[1][0], lines.index([])) == ("Kode", "33.24.09.2001", 4)
    assert lines[1][lines[0].index("Mengapa")].startswith("belum pernah ada sesi (30)")
    book = openpyxl.load_workbook(write_report(alone, tmp_path / "a.xlsx").path)
    assert book.sheetnames == ["Belum dicakup", "Catatan"]


def test_small_counts_are_not_told_in_sentences_either() -> None:
    village = Village(KENDAL, "Wonorejo", "desa", "Kaliwungu", "Kabupaten Kendal", "Jawa Tengah")
    sessions = [
        SessionFact("s1", "SMG", JUNE, (KENDAL,), 3, "disetujui", AT.date()),
        SessionFact("s2", "SMG", JUNE, (KENDAL,), 4, "diajukan"),
    ]
    period = Period(dt.date(2025, 1, 1), dt.date(2025, 12, 31))
    small = coverage(Facts([village], sessions=sessions), period, rules_in_force())
    said = "\n".join(report(small, outside=True).notes())
    assert "orang terjangkau: *; orang unik: antara 0 dan *" in said
    assert "1 sesi, * orang" in said
    assert "1 sesi dengan * orang disetujui atau diterima" in said
    assert "orang terjangkau: 3" in "\n".join(report(small).notes())


# On the way


@pytest.mark.parametrize("name", ["a.csv", "a.xlsx", "a.geojson"])
def test_a_report_that_is_stopped_leaves_nothing_and_the_older_file(
    counted: Coverage, tmp_path: Path, name: str
) -> None:
    (tmp_path / name).write_text("lama")

    def stop(done: int, of: int) -> None:
        raise ReportStopped

    def write() -> None:
        if name.endswith("geojson"):
            write_geojson(report(counted), tmp_path / name, SPOTS, stop)
        else:
            write_report(report(counted), tmp_path / name, stop)

    with pytest.raises(ReportStopped):
        write()
    assert [(one.name, one.read_text()) for one in tmp_path.iterdir()] == [(name, "lama")]


def test_the_way_is_told_over_all_sheets(counted: Coverage, tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    written = write_report(report(counted), tmp_path / "a.xlsx", lambda done, of: told.append((done, of)))
    assert {of for _, of in told} == {sum(written.rows.values())}
    assert [done for done, _ in told] == sorted(done for done, _ in told)


def test_a_folder_that_is_not_there_is_said(counted: Coverage, tmp_path: Path) -> None:
    with pytest.raises(ReportNotWritten, match="foldernya tidak ada"):
        write_geojson(report(counted), tmp_path / "tidak ada" / "a.geojson", SPOTS)


def test_positions_are_for_the_level(counted: Coverage) -> None:
    assert [one.approximate for one in places(report(counted, "regency"), SPOTS)] == [True]
