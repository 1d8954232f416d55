"""Joining, synchronising and how this laptop stands, from the command line; and every way in which they can fail."""

from __future__ import annotations

from pathlib import Path

import msgspec

from desa_app.cli import main
from desa_app.store.database import FILE
from desa_app.store.store import Store
from tests.cli.conftest import PASSPHRASE, VILLAGE, Hq, Line, laptop_at, saved

DAY = {"date": "2025-11-13", "villages": [VILLAGE], "headcount_male": 12}


def test_a_day_reaches_headquarters(officer: Line, tmp_path: Path) -> None:
    officer.run("session", "add", saved(tmp_path / "day.json", DAY))
    before = officer.json("status")
    assert (before["unsent"]["records"], before["records"]["session"]["saved"]) == (1, 1)
    report = officer.json("sync")
    assert (report["pushed"], report["quarantined"]) == (1, 0)
    assert report["bytes_up"] > 0 < report["bytes_down"]
    after = officer.json("status")
    assert (after["unsent"], after["records"]["session"]["hq"]) == ({"records": 0, "oldest": None}, 1)
    assert abs(after["clock_offset"]) < 5
    assert "Di kantor pusat" in officer.run("status")
    assert officer.json("check") == []


def test_english_is_there(officer: Line) -> None:
    assert "At headquarters" in officer.run("--lang", "en", "status")


def test_a_wrong_code_a_used_code_and_a_second_enrolment(hq: Hq, officer: Line, tmp_path: Path) -> None:
    laptop = laptop_at(tmp_path / "new")
    assert "H430" in laptop.run("enrol", "--hq", hq.url, "--code", "AAAA-BBBB-CCCC", code=1)
    code = hq.code("Yan")
    laptop_at(tmp_path / "first").run("enrol", "--hq", hq.url, "--code", code)
    assert "H432" in laptop.run("enrol", "--hq", hq.url, "--code", code, code=1)
    assert "E208" in officer.run("enrol", "--hq", hq.url, "--code", hq.code("Lain"), code=1)


def test_a_lost_headquarters_is_no_connection(hq: Hq, tmp_path: Path) -> None:
    laptop = laptop_at(tmp_path / "laptop")
    assert "E301" in laptop.run("enrol", "--hq", "http://127.0.0.1:9", "--code", "AAAA-BBBB-CCCC", code=1)


def test_before_enrolment_nothing_can_be_recorded_or_sent(tmp_path: Path) -> None:
    laptop = laptop_at(tmp_path / "laptop")
    assert "E207" in laptop.run("session", "add", "-", given="{}", code=1)
    assert "E207" in laptop.run("sync", code=1)


def test_the_passphrase(hq: Hq, officer: Line, tmp_path: Path) -> None:
    assert "E201" in officer.run("status", code=1, DESA_PASSPHRASE="salah-sekali")
    assert "E210" in officer.run("status", code=1, DESA_PASSPHRASE=None)


def test_a_new_passphrase_must_be_long_enough(hq: Hq, tmp_path: Path) -> None:
    laptop = laptop_at(tmp_path / "laptop")
    code = hq.code("Yan")
    assert "E211" in laptop.run("enrol", "--hq", hq.url, "--code", code, code=1, DESA_PASSPHRASE="pendek")
    assert not (tmp_path / "laptop").exists()
    laptop.run("enrol", "--hq", hq.url, "--code", code)


def test_without_a_keyring_there_is_a_sentence(hq: Hq, tmp_path: Path) -> None:
    laptop = laptop_at(tmp_path / "laptop")
    said = laptop.run("enrol", "--hq", hq.url, "--code", hq.code("Yan"), "--keyring", code=1, DESA_PASSPHRASE=None)
    assert "E206" in said


def test_a_damaged_database_is_said(officer: Line, tmp_path: Path) -> None:
    file = tmp_path / "officer" / FILE
    file.write_bytes(b"SQLite format 3\x00" + b"\0" * 4096)
    (tmp_path / "officer" / f"{FILE}-wal").unlink(missing_ok=True)
    assert "E203" in officer.run("status", code=1)


def test_the_folder_can_come_from_the_environment_or_before_the_command(officer: Line, tmp_path: Path) -> None:
    bare = Line(main)
    folder = str(tmp_path / "officer")
    assert "Dewi" in bare.run("status", DESA_DATA_DIR=folder)
    assert "Dewi" in bare.run("--data-dir", folder, "status")


def test_what_is_set_aside_is_said_and_is_no_full_success(hq: Hq, officer: Line, tmp_path: Path) -> None:
    """A lead who became an officer while offline approves: headquarters keeps that aside, and only that."""
    session = officer.json("session", "add", saved(tmp_path / "day.json", DAY))["session"]
    officer.run("session", "submit", session)
    _believe_to_be_lead(tmp_path / "officer")
    officer.run("session", "approve", session)
    report = officer.json("sync", code=3)
    assert (report["pushed"], report["quarantined"]) == (2, 1)
    [aside] = officer.json("status")["quarantined"]
    assert (aside["record"], aside["code"], aside["field"]) == (session, "Q108", "status")
    assert "hanya ketua tim" in officer.run("status")
    assert [one["code"] for one in hq.json("quarantine", code=3)] == ["Q108"]


def _believe_to_be_lead(folder: Path) -> None:
    store = Store.open(folder, PASSPHRASE)
    assert store.me
    store.enrolled(msgspec.structs.replace(store.me, role="lead"))
    store.close()
