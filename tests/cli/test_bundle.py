"""Sticks from the command lines: an officer without a line, a lead who carries, headquarters, and the way back."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import OFFICE, VILLAGE, Hq, Line, joined, laptop_at, saved

DAY = {"date": "2025-11-13", "villages": [VILLAGE], "headcount_male": 12}


@pytest.fixture
def lead(hq: Hq, tmp_path: Path) -> Line:
    """A lead's laptop."""
    return joined(hq, tmp_path / "lead", "Budi", "lead")


def where(laptop: Line) -> dict[str, int]:
    """Where the laptop's sessions are."""
    return dict(laptop.json("status")["records"]["session"])


def test_an_officer_s_day_comes_to_headquarters_by_hand(hq: Hq, officer: Line, tmp_path: Path) -> None:
    usb = tmp_path / "usb"
    officer.run("session", "add", saved(tmp_path / "day.json", DAY))
    assert "1 perubahan" in officer.run("bundle", "write", usb)
    assert officer.json("bundle", "write", usb)["folder"] == str(usb)
    assert where(officer)["hq"] == 0
    [answered] = hq.json("bundle", "read", usb, "--reply", usb)
    assert answered["problem"] == ""
    assert "1 perubahan sampai" in officer.run("bundle", "read", usb)
    assert where(officer)["hq"] == 1
    assert officer.json("check") == []
    assert "Tidak ada apa-apa" in officer.run("bundle", "read", usb)


def test_a_lead_collects_brings_on_and_brings_back(hq: Hq, officer: Line, lead: Line, tmp_path: Path) -> None:
    usb = tmp_path / "usb"
    officer.run("session", "add", saved(tmp_path / "day.json", DAY))
    officer.run("bundle", "write", usb)
    assert "Dikumpulkan" in lead.run("bundle", "read", usb)
    assert "Di ketua tim: Budi" in officer.run("bundle", "read", usb)
    assert where(officer)["hq"] == 0
    assert lead.json("sync")["forwarded"] == 1
    assert "1 ditulis" in lead.run("bundle", "reply", usb)
    assert officer.json("bundle", "read", usb)["pushed"] == 1
    assert where(officer)["hq"] == 1


def test_what_is_of_no_use_is_told_and_costs_nothing(hq: Hq, officer: Line, tmp_path: Path) -> None:
    usb = tmp_path / "usb"
    usb.mkdir()
    (usb / "x.desa").write_bytes(b"desa bundle\nnonsense")
    assert "E112" not in officer.run("bundle", "read", usb, code=3)
    assert "tulis lagi" in officer.run("bundle", "read", usb, code=3)
    assert "H450" in hq.json("bundle", "read", usb, "--reply", usb, code=3)[0]["problem"]
    assert officer.json("check") == []


def test_before_enrolment_there_is_nothing_to_write(tmp_path: Path) -> None:
    assert "E207" in laptop_at(tmp_path / "new").run("bundle", "write", tmp_path / "usb", code=1)


def test_an_office_may_let_its_leads_read(hq: Hq) -> None:
    assert "boleh" in hq.run("office", "sticks", OFFICE, "--leads-may-read")
    assert "tidak boleh" in hq.run("office", "sticks", OFFICE, "--leads-may-not-read")
    assert "E103" in hq.run("office", "sticks", "KANIM-XXX", "--leads-may-read", code=1)
