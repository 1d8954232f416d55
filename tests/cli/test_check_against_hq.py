"""``check --against-hq`` says in words whether this laptop holds what headquarters holds, and what it put right."""

from __future__ import annotations

from pathlib import Path

from desa_app.cli.compared import compared_lines
from desa_app.store.store import Store
from desa_app.sync.compare import Compared, ScopeCompared
from tests.cli.conftest import PASSPHRASE, VILLAGE, Line, saved

DAY = {
    "date": "2025-11-13",
    "villages": [VILLAGE],
    "headcount_male": 12,
    "attendees": [{"full_name": "Siti"}, {"full_name": "Joko"}],
}


def damage(folder: Path, *statements: str) -> None:
    """Change the laptop's database behind its back."""
    store = Store.open(folder, PASSPHRASE)
    for statement in statements:
        store.db.conn.execute(statement)
    store.close()


def test_both_are_equal_and_what_waits_is_sent_first(officer: Line, tmp_path: Path) -> None:
    officer.run("session", "add", saved(tmp_path / "day.json", DAY))
    assert "3 catatan, sama dengan kantor pusat." in officer.run("check", "--against-hq")
    assert "3 records, equal to headquarters." in officer.run("--lang", "en", "check", "--against-hq")
    assert officer.json("status")["unsent"]["records"] == 0


def test_what_differs_is_put_right_and_counted(officer: Line, tmp_path: Path) -> None:
    officer.run("session", "add", saved(tmp_path / "day.json", DAY))
    officer.run("sync")
    damage(
        tmp_path / "officer", "UPDATE attendee SET full_name = 'Lain' WHERE full_name = 'Joko'", "DELETE FROM session"
    )
    said = officer.run("check", "--against-hq")
    assert "1 peserta" in said
    assert "1 sesi penyuluhan" in said
    assert "diperbaiki di laptop ini. 3 catatan, sama dengan kantor pusat." in said
    found = officer.json("check", "--against-hq")
    assert found["findings"] == []
    assert [scope["is_equal"] for scope in found["compared"]["scopes"]] == [True, True]


def test_what_cannot_be_put_right_here_is_told_and_stays(officer: Line, tmp_path: Path) -> None:
    officer.run("session", "add", saved(tmp_path / "day.json", DAY))
    officer.run("sync")
    damage(
        tmp_path / "officer",
        "CREATE TEMP TABLE one AS SELECT * FROM attendee WHERE full_name = 'Joko'",
        "UPDATE one SET id = '00000000-0000-7000-8000-000000000000'",
        "INSERT INTO attendee SELECT * FROM one",
    )
    found = officer.json("check", "--against-hq", code=1)
    assert [scope["left"] for scope in found["compared"]["scopes"]] == [{"attendee": 1}, {}]
    assert [each["is_mended"] for each in found["findings"]] == [False, True]
    assert len(officer.json("session", "list")) == 1


def test_every_outcome_has_its_words() -> None:
    scopes = (
        ScopeCompared(scope="office:SMG", records=1234, is_equal=False, mended={"offer": 2}, left={"attendee": 3}),
        ScopeCompared(scope="office:KDL", records=7, is_equal=True, is_read_again=True),
        ScopeCompared(scope="ref"),
    )
    differs, again, unknown = compared_lines(Compared(at_ms=0, scopes=scopes))
    assert differs.startswith(
        "Kantor SMG: 2 tawaran kerja mencurigakan diperbaiki di laptop ini. 3 peserta masih berbeda"
    )
    assert again == "Kantor KDL: log dibaca ulang dari awal. 7 catatan, sama dengan kantor pusat."
    assert unknown == "Data acuan: kantor pusat belum dapat membandingkannya; coba lagi nanti."
