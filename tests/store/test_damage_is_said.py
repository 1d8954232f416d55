"""A page that rots while the laptop is in use is said in a sentence, on the command line and in the window."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner
from pytestqt.qtbot import QtBot

from desa_app.cli import main
from desa_app.domain.session import Session
from desa_app.errors import DamagedDatabase, DesaError
from desa_app.store.database import FILE, PAGE_BYTES
from desa_app.store.store import Store
from desa_app.ui.work import Work, Worker
from tests.store.conftest import PASSPHRASE, identity, opened


@pytest.fixture
def rotten(folder: Path) -> Path:
    """A laptop's folder whose database opens, while the pages of its sessions can't be read."""
    store = opened(folder, identity())
    for number in range(200):
        store.sessions.record(Session(venue=f"Balai {number}"))
    (root,) = store.db.conn.execute("SELECT rootpage FROM sqlite_master WHERE name = 'session'").fetchone()
    store.close()
    content = bytearray((folder / FILE).read_bytes())
    content[(root - 1) * PAGE_BYTES + 2000] ^= 1
    (folder / FILE).write_bytes(content)
    return folder


def test_on_the_command_line(rotten: Path) -> None:
    arguments = ["session", "list", "--data-dir", str(rotten)]
    run = CliRunner().invoke(main, arguments, env={"DESA_PASSPHRASE": PASSPHRASE})
    assert run.exit_code == 1
    assert DamagedDatabase.code in run.stderr
    assert "Traceback" not in run.output


def test_in_the_window(rotten: Path, qtbot: QtBot) -> None:
    worker: Worker[Store] = Worker(lambda: opened(rotten), "store")
    said: list[DesaError] = []
    worker.failed.connect(said.append)
    worker.begin()
    worker.do(Work(lambda store: store.sessions.listed(), lambda _: None))
    qtbot.waitUntil(lambda: not worker.is_busy, timeout=20_000)
    worker.stop()
    assert [type(error) for error in said] == [DamagedDatabase]
