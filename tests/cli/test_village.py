"""The village search from the command line, before enrolment."""

from __future__ import annotations

from pathlib import Path

from tests.cli.conftest import laptop_at


def test_the_best_match_comes_first_with_its_parents(tmp_path: Path) -> None:
    laptop = laptop_at(tmp_path / "nowhere")
    found = laptop.json("village", "find", "ds.", "wonorjo", "kec kaliwungu kendal")
    assert found[0].keys() == {"code", "name", "kind", "district", "regency", "province", "score", "sure"}
    assert (found[0]["code"], found[0]["sure"]) == ("3324082014", True)
    assert "33.24.08.2014" in laptop.run("village", "find", "wonorejo kaliwungu kendal")
    assert not (tmp_path / "nowhere").exists()


def test_what_is_like_nothing_finds_nothing(tmp_path: Path) -> None:
    laptop = laptop_at(tmp_path)
    assert laptop.json("village", "find", "qqqqqqqqxxxxx") == []
    assert "Tidak ada" in laptop.run("village", "find", "qqqqqqqqxxxxx")
