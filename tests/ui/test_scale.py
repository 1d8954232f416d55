"""At 200 %, and with the largest text, nothing of the pages is cut off: in processes whose scale is their own."""

from __future__ import annotations

import datetime as dt
import os
import subprocess
import sys
from pathlib import Path

import pytest

from screenshots.office_year import Size, office_year

ROOT = Path(__file__).resolve().parents[2]
TODAY = dt.date(2026, 11, 24)


@pytest.fixture(scope="module")
def office(cheap_keys: None, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An officer's laptop with something on every page."""
    few = Size(villages=10, sessions=40, people=400, offers=14)
    return office_year(tmp_path_factory.mktemp("office"), TODAY, few).officer


@pytest.mark.parametrize(
    ("scale", "text_size", "size"),
    [("2", "normal", "960 540"), ("1.5", "normal", "911 512"), ("1", "larger", "1366 768")],
    ids=["200 %", "150 %", "larger text"],
)
def test_nothing_is_cut_off(office: Path, scale: str, text_size: str, size: str) -> None:
    environment = os.environ | {"QT_SCALE_FACTOR": scale, "QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, "-m", "tests.ui.page_check", str(office), text_size, *size.split()]
    run = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120)
    assert run.returncode == 0, run.stderr
    assert run.stdout.splitlines() == []
