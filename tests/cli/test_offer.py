"""Offers from the command line: with risk, level, flags and why; and scoring in bulk without a database."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from desa_app.paths import resources
from tests.cli.conftest import Line, laptop_at

EXAMPLE = resources() / "sample" / "contoh_tawaran.json"


@pytest.fixture
def offer(officer: Line) -> str:
    """The sample offer, recorded."""
    return str(officer.json("offer", "add", EXAMPLE)["offer"])


def test_an_offer_is_shown_with_its_risk_and_why(officer: Line, offer: str) -> None:
    shown = officer.json("offer", "show", offer)
    assert shown["risk"]["level"] == "kritis"
    assert {flag["code"] for flag in shown["risk"]["flags"] if flag["answer"] == "ya"} >= {"R01", "R02", "R06"}
    assert len(shown["offer"]["recruiters"]) == 2
    [row] = officer.json("offer", "list")
    assert (row["id"], row["risk"]["score"], row["place"]) == (offer, shown["risk"]["score"], "saved")
    text = officer.run("offer", "show", offer)
    assert "R01" in text
    assert "Versi aturan" in text
    assert "Kamboja" in officer.run("offer", "list")


def test_a_submitted_offer_reaches_headquarters(officer: Line, offer: str) -> None:
    assert officer.json("offer", "submit", offer)["status"] == "diajukan"
    officer.run("sync")
    assert officer.json("offer", "show", offer)["place"] == "hq"


def test_a_wrong_field_is_named(officer: Line) -> None:
    given = '{"recruiters": [{"platform": "SMS"}]}'
    assert "recruiters[0].platform" in officer.run("offer", "add", "-", given=given, code=1)


def test_assess_gives_what_the_worked_examples_expect(tmp_path: Path) -> None:
    examples = json.loads((resources() / "risk" / "risk_examples.json").read_bytes())
    lines = tmp_path / "cases.jsonl"
    lines.write_text("\n".join(json.dumps({k: v for k, v in one.items() if k != "expect"}) for one in examples))
    answers = laptop_at(tmp_path / "nowhere").run("offer", "assess", lines).splitlines()
    assert [json.loads(answer) for answer in answers] == [{"id": one["id"], **one["expect"]} for one in examples]
    assert not (tmp_path / "nowhere").exists()


def test_a_bad_line_is_named_and_the_others_are_scored(tmp_path: Path) -> None:
    good = '{"yes": ["R06"], "unknown": []}'
    laptop = laptop_at(tmp_path)
    said = laptop.run(
        "offer", "assess", "-", given=f'{good}\n{{"yes": ["R99"], "unknown": []}}\nrusak\n{good}\n', code=1
    )
    assert "Baris 2" in said
    assert "yes[0]" in said
    assert "Baris 3" in said
