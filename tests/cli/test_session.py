"""Sessions from the command line: recording, editing, the life of a session, and attendance lists."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from desa_app.paths import resources
from tests.cli.conftest import VILLAGE, Line, saved

DAY: dict[str, Any] = {
    "date": "2025-11-13",
    "start": "9.00",
    "end": "11:30",
    "villages": [VILLAGE],
    "headcount_male": 12,
    "headcount_female": 15,
    "attendees": [{"full_name": "Siti Aminah", "sex": "P", "age": 34, "phone": "0812-2610-7594"}],
}
LIST = resources() / "sample" / "contoh_daftar_hadir.xlsx"
WHERE = ("--village", VILLAGE, "--date", "2025-10-28")


@pytest.fixture
def session(officer: Line, tmp_path: Path) -> str:
    """A recorded session."""
    return str(officer.json("session", "add", saved(tmp_path / "day.json", DAY))["session"])


def test_what_is_added_is_shown_and_listed(officer: Line, session: str) -> None:
    shown = officer.json("session", "show", session)
    assert shown["place"] == "saved"
    assert (shown["session"]["start"], shown["session"]["end"]) == ("09:00:00", "11:30:00")
    assert shown["session"]["attendees"][0]["phone_e164"] == "+6281226107594"
    [row] = officer.json("session", "list")
    assert (row["id"], row["reached"], row["status"]) == (session, 27, "draf")
    text = officer.run("session", "show", session)
    assert "Siti Aminah" in text
    assert "Tersimpan" in text


def test_a_file_from_standard_input_is_taken(officer: Line) -> None:
    officer.run("session", "add", "-", given='{"date": "2025-11-13"}')
    assert [row["date"] for row in officer.json("session", "list")] == ["2025-11-13"]


def test_an_edit_changes_the_named_fields_only(officer: Line, session: str, tmp_path: Path) -> None:
    person = officer.json("session", "show", session)["session"]["attendees"][0]["id"]
    edit = {"venue": "Masjid", "attendees": [{"id": person, "age": 35}, {"full_name": "Budi"}]}
    officer.run("session", "edit", session, saved(tmp_path / "edit.json", edit))
    after = officer.json("session", "show", session)["session"]
    assert (after["venue"], after["headcount_male"]) == ("Masjid", 12)
    assert [(one["full_name"], one.get("age")) for one in after["attendees"]] == [("Siti Aminah", 35), ("Budi", None)]


@pytest.mark.parametrize(
    ("given", "path"),
    [
        ('{"attendees": 3}', "attendees"),
        ('{"attendees": [3]}', "attendees[0]"),
        ('{"attendees": [{"id": "019a7c4e-5e00-7a11-8c22-3d4e5f607182"}]}', "attendees[0].id"),
        ('{"status": "diajukan"}', "status"),
        ('{"date": null, "villages": ["1"]}', "villages[0]"),
    ],
)
def test_an_impossible_edit_is_refused_whole(officer: Line, session: str, given: str, path: str) -> None:
    before = officer.json("session", "show", session)
    assert f"'{path}'" in officer.run("session", "edit", session, "-", given=given, code=1)
    assert officer.json("session", "show", session) == before


def test_the_life_of_a_session(officer: Line, lead: Line, session: str) -> None:
    assert "E104" in officer.run("session", "approve", session, code=1)
    officer.run("session", "submit", session)
    for laptop in (officer, lead):
        laptop.run("sync")
    lead.run("session", "return", session, "--field", "venue", "--comment", "Isi tempatnya.")
    for laptop in (lead, officer):
        laptop.run("sync")
    [row] = officer.json("session", "list")
    assert (row["status"], row["review_comment"]) == ("dikembalikan", "Isi tempatnya.")
    officer.run("session", "edit", session, "-", given='{"venue": "Balai desa"}')
    officer.run("session", "submit", session)
    for laptop in (officer, lead):
        laptop.run("sync")
    assert lead.json("session", "approve", session)["status"] == "disetujui"
    for laptop in (lead, officer):
        laptop.run("sync")
    assert officer.json("session", "show", session)["place"] == "hq"
    assert "E104" in officer.run("session", "edit", session, "-", given='{"venue": "Lain"}', code=1)


@pytest.mark.parametrize(
    ("given", "path"),
    [
        ('{"attendees": [{"full_name": "A"}, {"age": "tua"}]}', "attendees[1].age"),
        ('{"headcount_male": -1}', "headcount_male"),
        ('{"created_by": "saya"}', "created_by"),
        ('{"villages": ["99.99.99.2999"]}', "villages[0]"),
        ('{"attendees": [{"full_name": "Rani", "age": 15}]}', "attendees[0].full_name"),
        ('{"tempat": "Balai"}', "tempat"),
        ('{"status": "diajukan"}', "status"),
        ("[1]", "$"),
    ],
)
def test_a_wrong_field_is_named_and_nothing_saved(officer: Line, given: str, path: str) -> None:
    assert path in officer.run("session", "add", "-", given=given, code=1)
    assert officer.json("session", "list") == []


@pytest.mark.parametrize("given", [b"", b"{", b"\xff\xfe", b"[" * 100_000, b"\x00"])
def test_what_is_no_json_is_refused_with_a_sentence(officer: Line, given: bytes) -> None:
    assert "E102" in officer.run("session", "add", "-", given=given, code=1)


def test_an_unknown_session_is_said(officer: Line) -> None:
    for step in ("show", "submit", "approve"):
        assert "E103" in officer.run("session", step, "tidak-ada", code=1)


def test_a_list_imported_twice_adds_nobody_twice(officer: Line) -> None:
    first = officer.json("session", "import", LIST, *WHERE)
    again = officer.json("session", "import", LIST, *WHERE)
    assert (first["imported"], first["duplicates"]) == (34, 0)
    assert (again["session"], again["imported"], again["duplicates"]) == (first["session"], 0, 34)
    assert first["columns"]["full_name"] == "Nama"
    assert {"row", "reason", "text"} <= first["skipped"][0].keys()
    people = officer.json("session", "show", first["session"])["session"]["attendees"]
    assert len(people) == 34
    assert sum("full_name" not in person for person in people) == first["nameless"] == 3


def test_an_imported_list_can_be_submitted_as_it_is(officer: Line) -> None:
    session = officer.json("session", "import", LIST, *WHERE)["session"]
    assert officer.json("session", "submit", session)["status"] == "diajukan"
    [row] = officer.json("session", "list")
    assert (row["headcount"], row["on_list"], row["named"], row["reached"]) == (0, 34, 31, 34)


def test_a_preview_says_each_row_and_stores_nothing(officer: Line) -> None:
    text = officer.run("session", "import", LIST, *WHERE, "--preview")
    assert "Fatimah, P, umur 52" in text
    assert "Baris 43: dilewati" in text
    values = officer.json("session", "import", LIST, *WHERE, "--preview")
    assert (values["session"], values["imported"], len(values["people"])) == (None, 0, 34)
    assert officer.json("session", "list") == []


@pytest.mark.parametrize(
    ("content", "name"), [(b"", "kosong.xlsx"), (b"\x89PNG\r\n\x1a\n" + b"\0" * 64, "foto.xlsx"), (b"", "kosong.csv")]
)
def test_a_file_that_is_no_list_is_refused(officer: Line, tmp_path: Path, content: bytes, name: str) -> None:
    (tmp_path / name).write_bytes(content)
    assert "E102" in officer.run("session", "import", tmp_path / name, *WHERE, code=1)
    assert officer.json("session", "list") == []


def test_a_wrong_village_or_day_is_refused(officer: Line) -> None:
    for village, day, code, says in (
        ("33.24", "2025-10-28", 1, "E101"),
        ("99.99.99.2999", "2025-10-28", 1, "E101"),
        (VILLAGE, "kemarin", 2, "2025-11-13"),
    ):
        assert says in officer.run("session", "import", LIST, "--village", village, "--date", day, code=code)
