"""The pictures: a year of an office holds together whatever its size, and the script writes what it is asked for."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks.field_days import WIB
from desa_app.store import key as keys
from desa_app.store.store import Store
from screenshots.office_days import moment
from screenshots.office_year import PASSPHRASE, Size, office_year

ROOT = Path(__file__).resolve().parent.parent
TODAY = dt.date(2026, 11, 24)
FEW = Size(villages=10, sessions=40, people=300, offers=14)


@pytest.fixture(autouse=True, scope="module")
def cheap_keys() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(keys, "MEMORY_KIB", 8)
        patch.setattr(keys, "ITERATIONS", 1)
        yield


def opened(folder: Path) -> Store:
    return Store.open(folder, PASSPHRASE, lambda: moment(TODAY, 17))


def told(folder: Path) -> list[object]:
    """What a person reads on a laptop, without what headquarters draws for it."""
    store = opened(folder)
    try:
        rows, offers = store.sessions.listed(), store.offers.listed()
        people = [store.sessions.attendees(row.id) for row in rows]
        return [rows, offers, [[(one.id, one.full_name, one.phone) for one in listed] for listed in people]]
    finally:
        store.close()


def test_a_year_is_whole_and_the_same_by_its_seed(tmp_path: Path) -> None:
    one, other = (office_year(tmp_path / name, TODAY, FEW) for name in ("one", "other"))
    assert told(one.officer) == told(other.officer)
    officer, lead = opened(one.officer), opened(one.lead)
    rows = officer.sessions.listed()
    assert {"draf", "diajukan", "disetujui"} <= {row.status for row in rows}
    assert {"saved", "hq"} <= {row.place for row in rows}
    assert officer.status().unsent.records > 0 == lead.status().unsent.records
    assert officer.status().unsent.oldest < dt.datetime(2026, 11, 23, tzinfo=WIB)  # type: ignore[operator]
    assert [store.check() for store in (officer, lead)] == [[], []]
    officer.close()
    lead.close()


def test_the_script_writes_the_pictures_asked_for(tmp_path: Path) -> None:
    asked = [
        "--only",
        "sessions_empty",
        "--only",
        "unlock",
        "--language",
        "id",
        "--theme",
        "dark",
        "--size",
        "1366x768",
    ]
    subprocess.run([sys.executable, "-m", "screenshots", str(tmp_path), *asked], cwd=ROOT, check=True, timeout=120)
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "sessions_empty-id-dark-1366x768.png",
        "unlock-id-dark-1366x768.png",
    ]
    assert all(path.read_bytes().startswith(b"\x89PNG") for path in tmp_path.iterdir())
