"""Headquarters' administration from the command line."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from desa_app.hq.cli import main
from tests.cli.conftest import OFFICE, VILLAGE, Hq, Line, laptop_at


def test_a_new_database_has_all_villages_and_making_it_again_keeps_it(tmp_path: Path) -> None:
    hq = Line(main, "--database", f"sqlite:///{tmp_path / 'new.db'}")
    assert "83.762" in hq.run("init")
    hq.run("office", "add", OFFICE, "Kantor Imigrasi Semarang")
    hq.run("init")
    assert "83.762" in hq.run("villages", "load")
    hq.run("assign", VILLAGE, OFFICE, "--sk", "1/2025", "--from", "2025-05-01")


def test_the_database_can_come_from_the_environment(country: Path) -> None:
    hq = Line(main)
    assert "Tidak ada" in hq.run("device", "list", DESA_HQ_DATABASE=f"sqlite:///{country}")


def test_a_person_gets_a_code_and_another_for_the_next_laptop(hq: Hq, tmp_path: Path) -> None:
    hq.code("Dewi")
    [dewi] = hq.json("person", "list")
    assert (dewi["name"], dewi["role"], dewi["office_code"]) == ("Dewi", "officer", OFFICE)
    code = hq.json("person", "invite", dewi["person"])["code"]
    laptop_at(tmp_path / "second").run("enrol", "--hq", hq.url, "--code", code)
    [device] = hq.json("device", "list")
    assert device["person"] == dewi["person"]
    assert "Dewi" in hq.run("device", "list")
    assert code not in hq.run("person", "list")


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (("office", "add", "kantor satu", "X"), "E101"),
        (("assign", "99.99.99.2999", OFFICE, "--sk", "1", "--from", "2025-05-01"), "E103"),
        (("assign", VILLAGE, "LAIN", "--sk", "1", "--from", "2025-05-01"), "E103"),
        (("assign", "desa", OFFICE, "--sk", "1", "--from", "2025-05-01"), "E101"),
        (("assign", VILLAGE, OFFICE, "--sk", "1", "--from", "2025-05-01", "--to", "2025-04-01"), "E101"),
        (("person", "add", "--name", "X", "--role", "lead", "--office", "LAIN"), "E103"),
        (("person", "invite", "p404"), "E103"),
        (("device", "revoke", "d404"), "E103"),
    ],
)
def test_what_is_unknown_or_impossible_is_refused(hq: Hq, command: tuple[str, ...], code: str) -> None:
    assert code in hq.run(*command, code=1)


def test_a_database_that_is_none_newer_or_not_there_is_refused(country: Path, tmp_path: Path) -> None:
    assert "E601" in Line(main, "--database", f"sqlite:///{tmp_path / 'none.db'}").run("device", "list", code=1)
    (tmp_path / "text.db").write_text("bukan basis data" * 100)
    assert "E603" in Line(main, "--database", f"sqlite:///{tmp_path / 'text.db'}").run("device", "list", code=1)
    assert "E603" in Line(main, "--database", "kantor").run("device", "list", code=1)
    newer = tmp_path / "newer.db"
    newer.write_bytes(country.read_bytes())
    with sqlite3.connect(newer) as database:
        database.execute("UPDATE headquarters SET version = version + 1")
    database.close()
    assert "E602" in Line(main, "--database", f"sqlite:///{newer}").run("device", "list", code=1)
