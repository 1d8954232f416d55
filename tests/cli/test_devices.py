"""Laptops that are out of touch, revoked or forgotten, and headquarters' backup, from the command line."""

from __future__ import annotations

import shutil
from contextlib import closing
from pathlib import Path

import msgspec

from desa_app.hq.cli import main
from desa_app.hq.server import served
from desa_app.store.store import Store
from desa_app.sync.pure import lease
from desa_app.sync.pure.lease import DAY_MS
from tests.cli.conftest import OFFICE, PASSPHRASE, Hq, Line, joined, saved

SESSION = {"date": "2025-11-13", "villages": ["3324082014"], "headcount_male": 3}


def locked(folder: Path) -> None:
    """Forty days go by for the laptop in a folder."""
    with closing(Store.open(folder, PASSPHRASE)) as store:
        now = store.clock()
        store.settings.put("lease", lease.renewed(now - 10 * DAY_MS, now - DAY_MS, now - DAY_MS, now - DAY_MS))


def dev(hq: Hq) -> str:
    [device] = hq.json("device", "list")
    return str(device["dev"])


def test_a_locked_laptop_shows_nothing_and_can_still_send(officer: Line, tmp_path: Path) -> None:
    officer.run("session", "add", saved(tmp_path / "s.json", SESSION))
    locked(tmp_path / "officer")
    for command in (("status",), ("session", "list"), ("check",)):
        assert "E215" in officer.run(*command, code=1)
    assert "Terkunci sejak" in officer.run("lease", "show")
    assert "Terkirim 1" in officer.run("sync")
    assert "dapat dipakai sampai" in officer.run("lease", "show")
    officer.run("status")


def test_a_file_from_headquarters_opens_it(hq: Hq, officer: Line, tmp_path: Path) -> None:
    locked(tmp_path / "officer")
    file = tmp_path / "stick" / "perpanjangan.txt"
    assert "Kode: " in hq.run("lease", "write", dev(hq), file)
    assert "dapat dipakai sampai" in officer.run("lease", "read", file)
    officer.run("status")
    assert "E108" in officer.run("lease", "read", file, code=1)


def test_a_code_over_the_telephone_opens_it(hq: Hq, officer: Line, tmp_path: Path) -> None:
    locked(tmp_path / "officer")
    code = hq.run("lease", "code", dev(hq)).split()[1]
    assert "E108" in officer.run("lease", "code", "AAAA-BBBB-CCCC", code=1)
    officer.run("lease", "code", code)
    officer.run("status")


def test_a_revoked_laptop_is_emptied_and_what_it_sent_is_let_in(hq: Hq, officer: Line, tmp_path: Path) -> None:
    officer.run("session", "add", saved(tmp_path / "s.json", SESSION))
    name = dev(hq)
    hq.run("device", "revoke", name, "--because", "left")
    assert "E104" in hq.run("lease", "code", name, code=1)
    assert "E309" in officer.run("sync", code=1)
    assert [one["code"] for one in hq.json("quarantine", code=3)] == ["Q112"]
    assert "1 perubahan diterima" in hq.run("device", "admit", name)
    [device] = hq.json("device", "list")
    assert device["destroyed"]
    assert "left" in hq.run("device", "list")
    assert not (tmp_path / "officer" / "key.json").exists()
    assert "E104" in hq.run("device", "readmit", name, code=1)


def test_a_revocation_is_taken_back(hq: Hq, officer: Line) -> None:
    hq.run("device", "revoke", dev(hq))
    hq.run("device", "readmit", dev(hq))
    officer.run("sync")


def test_headquarters_is_backed_up_and_goes_on_from_there(country: Path, tmp_path: Path) -> None:
    database = f"sqlite:///{shutil.copy(country, tmp_path / 'hq.db')}"
    hq = Line(main, "--database", database)
    place = tmp_path / "cadangan"
    with served(database) as url:
        serving = Hq(database, url)
        dewi = joined(serving, tmp_path / "dewi", "Dewi")
        dewi.run("sync")
        said = hq.run("backup", place)
        assert "terbukti utuh" in said
        assert "tidak disandikan" in said
        dewi.run("session", "add", saved(tmp_path / "s.json", SESSION))
        dewi.run("sync")
        hq.run("person", "add", "--name", "Rini", "--role", "lead", "--office", OFFICE)
        [made] = place.iterdir()
        assert "E606" in hq.run("restore", made, code=1)
    assert "utuh" in hq.run("check")
    said = hq.run("restore", made)
    assert "Basis data sebelumnya" in said
    assert [one["name"] for one in hq.json("person", "list")] == ["Dewi"]
    assert "utuh" in hq.run("check")
    with served(database) as url:
        folder = tmp_path / "dewi"
        with closing(Store.open(folder, PASSPHRASE)) as store:
            me = store.me
            assert me
            store.settings.put("identity", msgspec.structs.replace(me, hq_url=url))
        assert "Terkirim 1" in dewi.run("sync")
    assert "E607" in hq.run("restore", tmp_path, code=1)
