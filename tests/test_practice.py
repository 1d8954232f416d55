"""The practice day without a screen: from the sample files to a coverage report, twice."""

from __future__ import annotations

import csv
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner

from desa_app.cli import main
from desa_app.practice import PASSPHRASE
from desa_app.store.lease import LEASE
from desa_app.store.store import Store
from desa_app.sync.pure.lease import renewed


def lived(folder: Path) -> str:
    done = CliRunner().invoke(main, ["practice", "--data-dir", str(folder)])
    assert done.exit_code == 0, done.output
    return done.stdout


@pytest.mark.usefixtures("own_folders")
def test_a_practice_day_leaves_the_recorded_villages_covered_and_a_second_adds_nothing(tmp_path: Path) -> None:
    first = lived(tmp_path)
    assert "tanpa jendela" in first
    assert "Ketua tim latihan menyetujui 5 sesi." in first
    results = tmp_path / "practice" / "hasil"
    covered = covered_in(results / "coverage.csv")
    assert {"33.24.08.2014", "33.24.08.2011", "33.24.08.2009", "33.24.08.2012"} == covered
    for name in ("coverage.xlsx", "coverage.csv", "jendela.png"):
        assert str(results / name) in first
    assert (results / "jendela.png").read_bytes().startswith(b"\x89PNG")
    for laptop in ("laptop", "lead"):
        lock(tmp_path / "practice" / laptop)
    second = lived(tmp_path)
    assert "34 sudah ada" in second
    assert "menyetujui" not in second
    assert covered_in(results / "coverage.csv") == covered


def lock(folder: Path) -> None:
    """A practice that nobody has opened for months."""
    with closing(Store.open(folder, PASSPHRASE)) as store:
        store.settings.put(LEASE, renewed(0, 1, store.clock(), 0))


def covered_in(report: Path) -> set[str]:
    lines = report.read_text(encoding="utf-8-sig").split("\n\n")[0].splitlines()
    return {row["Kode"] for row in csv.DictReader(lines, delimiter=";") if row["Dicakup"] == "ya"}
