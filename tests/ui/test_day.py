"""The main job in the window against a real headquarters on port 0: join, record by keyboard, hand in, synchronise,
approve, count; and what is said and kept when the line is silent, busy or cut."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desa_app.desktop import Desktop
from desa_app.errors import Cancelled
from desa_app.hq.headquarters import Headquarters
from desa_app.hq.server import served
from desa_app.practice import PASSPHRASE as PRACTICE
from desa_app.practice import synchroniser
from desa_app.store.store import Store
from desa_app.sync.enrol import enrol
from desa_app.ui.first_run import Enrolment
from tests.ui.conftest import PASSPHRASE, identity, settle, show, typed

OFFICE = "KANIM-SMG"
TAB, ENTER, ESCAPE = Qt.Key.Key_Tab, Qt.Key.Key_Return, Qt.Key.Key_Escape


@pytest.fixture
def hq(tmp_path: Path) -> Iterator[tuple[Headquarters, str]]:
    """A headquarters with one office, and its address."""
    url = f"sqlite:///{tmp_path / 'hq.db'}"
    with Headquarters.create(url) as headquarters:
        headquarters.add_office(OFFICE, "Kantor Imigrasi Kelas I TPI Semarang")
        with served(url) as address:
            yield headquarters, address


def focused(keys: str | Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """Press keys wherever the cursor is."""
    where = QApplication.focusWidget()
    assert where is not None
    if isinstance(keys, str):
        QTest.keyClicks(where, keys)
    else:
        QTest.keyClick(where, keys, modifier)


def test_a_day_by_keyboard_alone(qtbot: QtBot, hq: tuple[Headquarters, str], tmp_path: Path) -> None:
    headquarters, address = hq
    lead = Store.open(tmp_path / "lead", PRACTICE)
    enrol(lead, address, headquarters.add_person("Rini", "lead", OFFICE).code)
    lead.close()
    desktop = Desktop(tmp_path / "laptop", PASSPHRASE, practice=True, synchronise=synchroniser(tmp_path / "lead"))
    show(qtbot, desktop)
    desktop.window.activateWindow()
    (door,) = desktop.window.findChildren(Enrolment)
    assert door.isVisible()
    wrong, right = "XXXX-XXXX", headquarters.add_person("Dewi", "officer", OFFICE).code
    QTest.keyClicks(door.lines[0], address)
    QTest.keyClicks(door.lines[1], wrong)
    QTest.keyClick(door.lines[1], ENTER)
    qtbot.waitUntil(lambda: bool(door.wrong.text()), timeout=20_000)
    assert door.onward.isEnabled()
    door.lines[1].setText(right)
    QTest.keyClick(door.lines[1], ENTER)
    qtbot.waitUntil(lambda: "Dewi" in desktop.window.navigation._person.text(), timeout=20_000)
    qtbot.waitUntil(lambda: not desktop.window.findChildren(Enrolment))

    control = Qt.KeyboardModifier.ControlModifier
    form = desktop.sessions.form
    focused(Qt.Key.Key_N, control)
    qtbot.waitUntil(form.villages.line.hasFocus)
    focused("Wonorejo Kaliwungu Kendal")
    qtbot.waitUntil(lambda: form.villages._list is not None and form.villages._list.isVisible(), timeout=20_000)
    focused(ENTER)
    focused(TAB)
    focused("Balai Desa")
    for _ in range(3):
        focused(TAB)
    focused("2")
    while not form.grid.hasFocus():
        focused(TAB)
    form.grid.start()
    typed(qtbot, form.grid, "Siti Aminah", TAB, "p", "34", TAB, "Krajan", ENTER, "Budi", TAB, "L", ENTER)
    focused(ESCAPE)
    assert form.submit.hasFocus()
    focused(ENTER, control)
    qtbot.waitUntil(lambda: form.status.text() == "Diajukan", timeout=20_000)

    panel, rows, view = desktop.hq.sync, desktop.session_list.screen, desktop.coverage.screen
    focused(Qt.Key.Key_6, control)
    qtbot.waitUntil(panel.isVisible)
    settle(qtbot, desktop)
    assert panel.headline.text() == "3 catatan belum sampai kantor pusat"
    focused(Qt.Key.Key_R, control)
    qtbot.waitUntil(lambda: bool(panel.result.text()), timeout=30_000)
    settle(qtbot, desktop)
    assert "Ketua tim latihan menyetujui 1 sesi." in panel.result.text()
    assert panel.headline.text() == "Semua sudah di kantor pusat"
    assert desktop.window.navigation._count.text() == "0"
    focused(Qt.Key.Key_2, control)
    qtbot.waitUntil(rows.isVisible)
    settle(qtbot, desktop)
    (row,) = rows.table.wanted()
    assert (row.status, row.place, row.named, row.venue) == ("disetujui", "hq", 2, "Balai Desa")
    focused(Qt.Key.Key_5, control)
    qtbot.waitUntil(view.isVisible)
    settle(qtbot, desktop)
    view.level.setCurrentIndex(view.level.findData("village"))
    qtbot.waitUntil(lambda: view.table.rowCount() > 80_000)
    covered = view.table.row(0)
    assert (covered.name, covered.covered, covered.reached) == (*row.villages, 1, 2)
    desktop.window.close()


class Silent:
    """A headquarters that takes calls and says nothing until it is hung up."""

    def __init__(self) -> None:
        self._door = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self._door.getsockname()[1]}"
        self.called = threading.Event()
        self._lines: list[socket.socket] = []
        self._thread = threading.Thread(target=self._answer)
        self._thread.start()

    def _answer(self) -> None:
        while True:
            line, _ = self._door.accept()
            self._lines.append(line)
            if not line.recv(1):
                return
            self.called.set()

    def hang_up(self) -> None:
        """End every call and take no more."""
        with socket.create_connection(self._door.getsockname()) as last:
            last.shutdown(socket.SHUT_WR)
            self._thread.join()
        for line in (*self._lines, self._door):
            line.close()


@pytest.fixture
def silent() -> Iterator[Silent]:
    made = Silent()
    yield made
    if made._thread.is_alive():
        made.hang_up()


def laptop_of(folder: Path, address: str) -> None:
    """Make the laptop's headquarters answer at ``address``."""
    from msgspec.structs import replace

    store = Store.open(folder, PASSPHRASE)
    store.enrolled(replace(identity(), hq_url=address))
    store.close()


def calling(qtbot: QtBot, folder: Path, address: str) -> Desktop:
    """A window that has begun to synchronise with ``address``."""
    laptop_of(folder, address)
    desktop = Desktop(folder, PASSPHRASE, practice=False)
    show(qtbot, desktop)
    desktop.go("sync")
    QTest.mouseClick(desktop.hq.sync.start, Qt.MouseButton.LeftButton)
    return desktop


def test_a_window_closed_in_a_silent_call_goes_at_once_and_keeps_what_was_typed(
    qtbot: QtBot, folder: Path, silent: Silent, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("desa_app.desktop.PATIENCE_S", 0.0)
    desktop = calling(qtbot, folder, silent.address)
    qtbot.waitUntil(silent.called.is_set, timeout=20_000)
    desktop.sessions.create()
    QTest.keyClicks(desktop.sessions.form.venue, "Balai Desa")
    desktop.window.close()
    assert not desktop.window.isVisible()
    assert not desktop.long.has_ended
    store = Store.open(folder, PASSPHRASE)
    assert [row.venue for row in store.sessions.listed()] == ["Balai Desa"]
    store.close()
    silent.hang_up()


def test_cancelling_a_silent_call_is_said_until_it_ends(qtbot: QtBot, folder: Path, silent: Silent) -> None:
    desktop = calling(qtbot, folder, silent.address)
    qtbot.waitUntil(silent.called.is_set, timeout=20_000)
    panel = desktop.hq.sync
    QTest.mouseClick(panel.stop, Qt.MouseButton.LeftButton)
    assert not panel.stop.isEnabled()
    assert panel.progress.text().startswith("Menghentikan")
    silent.hang_up()
    settle(qtbot, desktop)
    assert panel.start.isEnabled()
    assert not panel.stop.isVisible()
    assert Cancelled.code in desktop.window.notice.text.text()
    desktop.window.close()


class Busy(BaseHTTPRequestHandler):
    """A headquarters that has no time: each call is a reason to wait and call again."""

    def __init__(self, called: threading.Event, *arguments: object) -> None:
        self._called = called
        super().__init__(*arguments)  # type: ignore[arg-type]

    def do_POST(self) -> None:
        self.send_response(503)
        self.send_header("Content-Length", "0")
        self.end_headers()
        self._called.set()

    def log_message(self, *_: object) -> None:
        """Nothing on the terminal."""


def test_cancelling_while_waiting_for_a_busy_headquarters(qtbot: QtBot, folder: Path) -> None:
    called = threading.Event()
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Busy, called)) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        desktop = calling(qtbot, folder, f"http://127.0.0.1:{server.server_port}")
        qtbot.waitUntil(called.is_set, timeout=20_000)
        QTest.mouseClick(desktop.hq.sync.stop, Qt.MouseButton.LeftButton)
        settle(qtbot, desktop)
        server.shutdown()
        thread.join()
    assert Cancelled.code in desktop.window.notice.text.text()
    assert desktop.window.notice.property("tone") == "warning"
    desktop.window.close()
