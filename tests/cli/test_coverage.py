"""The coverage report from both command lines."""

from __future__ import annotations

import csv
from pathlib import Path

import openpyxl
import pytest

from desa_app.store.store import Store
from tests.cli.conftest import OFFICE, PASSPHRASE, VILLAGE, Hq, Line, saved

PERIOD = ("--from", "2025-01-01", "--to", "2025-12-31")
DAY = {"date": "2025-11-13", "villages": [VILLAGE], "headcount_male": 12}


@pytest.fixture
def approved(officer: Line, lead: Line, hq: Hq, tmp_path: Path) -> str:
    """A session that a lead has approved, in an assigned village."""
    hq.run("assign", VILLAGE, OFFICE, "--sk", "1/2025", "--from", "2025-05-01")
    session = str(officer.json("session", "add", saved(tmp_path / "day.json", DAY))["session"])
    officer.run("session", "submit", session)
    for laptop in (officer, lead):
        laptop.run("sync")
    lead.run("session", "approve", session)
    for laptop in (lead, officer):
        laptop.run("sync")
    return session


def rows_of(path: Path) -> list[dict[str, str]]:
    lines = path.read_text(encoding="utf-8-sig").split("\n\n")[0]
    return list(csv.DictReader(lines.splitlines(), delimiter=";"))


@pytest.mark.usefixtures("approved")
def test_laptop_and_headquarters_report_the_same(officer: Line, hq: Hq, tmp_path: Path) -> None:
    for program, name in ((officer, "laptop.csv"), (hq, "hq.csv")):
        said = program.run("coverage", tmp_path / name, *PERIOD)
        assert "1 dari 1 (100,00 %)" in said
        [row] = [row for row in rows_of(tmp_path / name) if row["Kode"] == VILLAGE]
        assert (row["Dicakup"], row["Orang terjangkau"]) == ("ya", "12")
    mine, theirs = (rows_of(tmp_path / name) for name in ("laptop.csv", "hq.csv"))
    assert len(mine) >= 83_762
    assert mine == theirs


@pytest.mark.usefixtures("approved")
def test_one_level_only(hq: Hq, tmp_path: Path) -> None:
    hq.run("coverage", tmp_path / "kantor.csv", *PERIOD, "--by", "office")
    [row] = rows_of(tmp_path / "kantor.csv")
    assert (row["Kode"], row["Binaan dicakup"], row["Laptop"], row["Laptop sudah sinkron"]) == (OFFICE, "1", "2", "2")
    hq.run("coverage", tmp_path / "provinsi.xlsx", *PERIOD, "--by", "province")
    assert openpyxl.load_workbook(tmp_path / "provinsi.xlsx", read_only=True).sheetnames[0] == "Provinsi"


def test_a_submitted_session_stands_beside(officer: Line, tmp_path: Path) -> None:
    session = str(officer.json("session", "add", saved(tmp_path / "day.json", DAY))["session"])
    officer.run("session", "submit", session)
    said = officer.run("coverage", tmp_path / "c.csv", *PERIOD, "--by", "country")
    assert "Menunggu persetujuan: 1 sesi, 12 orang" in said
    assert "Sesi: 0" in said


def test_an_impossible_period_or_file_is_refused(officer: Line, hq: Hq, tmp_path: Path) -> None:
    for program in (officer, hq):
        assert "E106" in program.run("coverage", tmp_path / "c.pdf", *PERIOD, code=1)
        backwards = ("--from", "2025-12-31", "--to", "2025-01-01")
        assert "E101" in program.run("coverage", tmp_path / "c.csv", *backwards, code=1)
        assert "E501" in program.run("coverage", tmp_path / "no" / "c.csv", *PERIOD, "--by", "country", code=1)


def test_a_report_is_noted_and_one_that_was_not_written_is_not(officer: Line, tmp_path: Path) -> None:
    officer.run("coverage", tmp_path / "p.csv", *PERIOD, "--by", "country")
    officer.run("coverage", tmp_path / "no" / "p.csv", *PERIOD, "--by", "country", code=1)
    store = Store.open(tmp_path / "officer", PASSPHRASE)
    assert [(one.kind, one.count, one.named) for one in store.exports.recent()] == [("coverage", 1, False)]
    store.close()
