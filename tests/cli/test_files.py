"""Photos and evidence from the command line: sent when the officer says so, and dropped at headquarters when nobody
names them any more."""

from __future__ import annotations

from pathlib import Path

from desa_app.domain.attachment import Attachment, digest
from desa_app.domain.session import Session
from desa_app.store.store import Store
from tests.cli.conftest import PASSPHRASE, Hq, Line

PHOTO = b"\xff\xd8\xff" + bytes(5_000)


def photographed(folder: Path) -> None:
    """A session with a photo, whose files go only when somebody says so."""
    store = Store.open(folder, PASSPHRASE)
    store.files.put((PHOTO, "image/jpeg"))
    store.sessions.record(Session(photos=(Attachment(digest(PHOTO), "image/jpeg", size=len(PHOTO)),)))
    store.file_choice.choose("unmetered")
    store.close()


def test_files_wait_until_they_may_go(hq: Hq, officer: Line, tmp_path: Path) -> None:
    officer.run("sync")
    photographed(tmp_path / "officer")
    assert "1 berkas menunggu (0,0 MB)" in officer.run("sync")
    assert officer.json("sync", "--files-now")["files_sent"] == 1
    assert "menunggu" not in officer.run("sync")


def test_headquarters_checks_collects_and_places_files(hq: Hq, officer: Line, tmp_path: Path) -> None:
    officer.run("sync")
    photographed(tmp_path / "officer")
    assert "Berkas terkirim 1" in officer.run("sync", "--files-now")
    assert "utuh" in hq.run("files", "check")
    assert hq.json("files", "gc", "--dry-run") == {"dropped": [], "size": 0, "owed": []}
    assert "0 berkas (0,0 MB) dihapus" in hq.run("files", "gc")
    (kept,) = (tmp_path / "hq.db.files").glob("??/*")
    assert kept.name == digest(PHOTO)
    kept.write_bytes(b"rusak")
    assert hq.json("files", "check", code=3) == [digest(PHOTO)]
    hq.run("files", "place", str(tmp_path / "lain"))
    assert hq.json("files", "check", code=3) == [digest(PHOTO)]
    assert "alamatnya tidak dikenal" in hq.run("files", "place", "ftp://lain", code=1)
