"""Receipts, conflicts and each field's story from the command line, over a real line to a real headquarters."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import VILLAGE, Hq, Line, laptop_at, saved


@pytest.fixture
def session(officer: Line, lead: Line, tmp_path: Path) -> str:
    """A session that the officer recorded and the lead has read."""
    day = {
        "date": "2025-11-13",
        "villages": [VILLAGE],
        "minutes": "Balai",
        "attendees": [{"full_name": "Siti", "age": 30}],
    }
    added = str(officer.json("session", "add", saved(tmp_path / "day.json", day))["session"])
    for laptop in (officer, lead):
        laptop.run("sync")
    return added


def write(laptop: Line, session: str, folder: Path, minutes: str) -> None:
    laptop.run("session", "edit", session, saved(folder / "edit.json", {"minutes": minutes}))


def disagree(officer: Line, lead: Line, session: str, folder: Path) -> None:
    """Both write the minutes without having seen what the other wrote."""
    write(officer, session, folder, "Masjid")
    write(lead, session, folder, "Pasar")
    for laptop in (officer, lead, officer):
        laptop.run("sync")


def test_a_receipt_is_exported_and_verified_by_somebody_who_has_only_the_key(
    hq: Hq, officer: Line, session: str, tmp_path: Path
) -> None:
    file = tmp_path / "receipt.json"
    officer.run("receipt", "export", session, file)
    said = officer.run("receipt", "verify", file)
    assert "Terbukti" in said
    assert session in said
    [key] = [one["public_key"] for one in hq.json("key", "list")]
    stranger = laptop_at(tmp_path / "stranger")
    proven = stranger.json("receipt", "verify", file, "--key", key)
    assert (proven["noun"], proven["record"], proven["children"], proven["changes"]) == ("session", session, 1, 2)
    assert not (tmp_path / "stranger").exists()
    file.write_bytes(file.read_bytes().replace(session.encode(), session[:-1].encode() + b"0"))
    assert "E109" in stranger.run("receipt", "verify", file, "--key", key, code=1)
    assert "E101" in stranger.run("receipt", "verify", file, "--key", "abc", code=1)


def test_there_is_no_receipt_for_what_was_not_sent(officer: Line, session: str, tmp_path: Path) -> None:
    write(officer, session, tmp_path, "Masjid")
    assert "E222" in officer.run("receipt", "export", session, tmp_path / "receipt.json", code=1)
    assert "E103" in officer.run("receipt", "export", "nowhere", tmp_path / "receipt.json", code=1)


def test_a_new_key_is_followed_by_the_laptops(hq: Hq, officer: Line, session: str, tmp_path: Path) -> None:
    hq.run("key", "rotate")
    assert len(hq.json("key", "list")) == 2
    officer.run("receipt", "export", session, tmp_path / "receipt.json")
    assert "Terbukti" in officer.run("receipt", "verify", tmp_path / "receipt.json")


def test_status_counts_the_places(officer: Line, session: str) -> None:
    places = officer.json("status")["records"]["session"]
    assert places == {"saved": 0, "lead": 0, "quarantined": 0, "hq": 1}
    assert "Di ketua tim" in officer.run("status")


def test_a_conflict_names_people_and_is_settled_by_the_lead(
    officer: Line, lead: Line, session: str, tmp_path: Path
) -> None:
    disagree(officer, lead, session, tmp_path)
    [found] = lead.json("conflict", "list")
    assert {one["value"]: one["name"] for one in found["values"]} == {"Masjid": "Dewi", "Pasar": "Rini"}
    text = officer.run("conflict", "list")
    assert "Dewi" in text
    assert "Rini" in text
    masjid = next(one["change"] for one in found["values"] if one["value"] == "Masjid")
    assert "E104" in officer.run("conflict", "settle", session, "minutes", "--keep", masjid, code=1)
    assert "E103" in lead.run("conflict", "settle", session, "minutes", "--keep", "x:1", code=1)
    lead.run("conflict", "settle", session, "minutes", "--keep", masjid)
    for laptop in (lead, officer):
        laptop.run("sync")
        assert laptop.json("conflict", "list") == []
        assert laptop.json("session", "show", session)["session"]["minutes"] == "Masjid"
    assert "E103" in lead.run("conflict", "settle", session, "minutes", "--keep", masjid, code=1)


def test_the_whole_story_of_a_field_is_told(officer: Line, lead: Line, session: str, tmp_path: Path) -> None:
    write(officer, session, tmp_path, "Balai Desa")
    officer.run("sync")
    lead.run("sync")
    disagree(officer, lead, session, tmp_path)
    told = {
        one["field"]: one["values"]
        for one in officer.json("session", "show", session, "--history")["history"]
        if one["noun"] == "session"
    }
    fates = {one["value"]: (one["fate"], [by["name"] for by in one["replaced_by"]]) for one in told["minutes"]}
    assert fates["Balai"] == ("replaced", ["Dewi"])
    assert fates["Balai Desa"] == ("replaced", ["Dewi", "Rini"])
    assert sorted((fates["Masjid"], fates["Pasar"])) == [("kept", []), ("shown", [])]
    assert {one["value"]: one["name"] for one in told["minutes"]}["Pasar"] == "Rini"
    text = officer.run("session", "show", session, "--history")
    assert "diganti oleh Dewi" in text
    assert "Siti" in text
    assert "history" not in officer.json("session", "show", session)


def test_what_is_sealed_stays_sealed_in_the_story(officer: Line, tmp_path: Path) -> None:
    offer = {"received_at": "2025-11-13T09:00:00+07:00", "reporter_mode": "rahasia", "reporter_contact": "081234567890"}
    record = officer.json("offer", "add", saved(tmp_path / "offer.json", offer))["offer"]
    text = officer.run("offer", "show", record, "--history")
    assert "(disegel)" in text
    story = officer.json("offer", "show", record, "--history")["history"]
    [sealed] = [one for one in story if one["sealed"]]
    assert (sealed["field"], [one["value"] for one in sealed["values"]]) == ("reporter_contact", [None])
