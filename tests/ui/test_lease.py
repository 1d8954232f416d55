"""A laptop that was out of touch for too long: its window shows the door, three ways open it, and nothing is lost."""

from __future__ import annotations

import base64
import datetime as dt
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from desa_app.desktop import Desktop
from desa_app.domain.session import Session
from desa_app.errors import Destroyed, NoConnection, WrongRenewal
from desa_app.store.store import Store
from desa_app.sync.pure import lease
from desa_app.sync.pure.lease import DAY_MS
from desa_app.sync.run import SyncReport
from desa_app.ui.lease_door import LastWord, LeaseDoor
from tests.ui.conftest import PASSPHRASE, settle, show

SECRET = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="
VENUE = "Balai Rahasia"


@pytest.fixture
def locked(folder: Path) -> Path:
    """The folder of a laptop with a session on it, last in touch forty days ago."""
    store = Store.open(folder, PASSPHRASE)
    store.sessions.record(Session(venue=VENUE), [])
    then = store.clock() - 40 * DAY_MS
    store.lease.renew(lease.until(then), then)
    found = store.lease.look()
    assert found
    store.settings.put("lease", lease.renewed(found.until_ms, store.clock() - DAY_MS, store.clock(), 0))
    store.lease.keep_secret(SECRET)
    store.close()
    return folder


@pytest.fixture
def opened(qtbot: QtBot, locked: Path) -> Iterator[Desktop]:
    """Its window, closed at the end."""
    running = Desktop(locked, PASSPHRASE, practice=False, synchronise=_no_line)
    qtbot.addWidget(running.window)
    yield running
    door = running.lease_lock.door
    if door:
        door.reject()
    running.window.close()


def _no_line(*_: object) -> SyncReport:
    raise NoConnection(why="tidak terhubung")


def at_the_door(qtbot: QtBot, desktop: Desktop, steps: Callable[[LeaseDoor], None]) -> None:
    """Open the window and do this at the door; ends when the door has gone."""
    done: list[bool] = []

    def look() -> None:
        door = desktop.lease_lock.door
        if door is None or not door.isVisible() or not door.intro.text():
            QTimer.singleShot(10, look)
            return
        steps(door)
        done.append(True)

    QTimer.singleShot(10, look)
    desktop.window.show()
    qtbot.waitUntil(lambda: bool(done) and desktop.lease_lock.door is None, timeout=20_000)


def texts(desktop: Desktop) -> str:
    """Everything that any window of the program shows."""
    return " ".join(
        one.text()
        for window in QApplication.topLevelWidgets()
        for one in window.findChildren(QLabel)
        if one.isVisible()
    )


def code() -> str:
    """The code that the office reads out now."""
    now = time.time_ns() // 1_000_000
    return lease.code(base64.b64decode(SECRET), "A1", lease.code_day(now))


def test_the_door_says_since_when_what_is_safe_and_what_to_do(qtbot: QtBot, opened: Desktop) -> None:
    seen: list[str] = []

    def steps(door: LeaseDoor) -> None:
        assert "laptop ini bernama A1" in door.titles[0].text()
        seen.append(" ".join((door.title.text(), door.intro.text(), door.safe.text(), door.call.text())))
        seen.append(texts(opened))
        assert not opened.window.isVisible()
        door.reject()

    at_the_door(qtbot, opened, steps)
    assert "terkunci" in seen[0]
    assert "1 perubahan belum terkirim" in seen[0]
    assert "Sinkronkan sekarang" in seen[0]
    assert str(dt.date.today().year) in seen[0]
    assert VENUE not in seen[1]


def test_a_code_over_the_telephone_opens_it(qtbot: QtBot, opened: Desktop, locked: Path) -> None:
    def steps(door: LeaseDoor) -> None:
        door.lines[0].setText(code().lower())
        door.onward.click()

    at_the_door(qtbot, opened, steps)
    settle(qtbot, opened)
    assert opened.window.isVisible()
    with closing(Store.open(locked, PASSPHRASE)) as store:
        assert store.db.conn.execute("SELECT venue FROM session").fetchall() == [(VENUE,)]


@pytest.mark.parametrize("way", ["code", "line", "file"])
def test_what_does_not_open_it_is_said_at_the_door(qtbot: QtBot, opened: Desktop, way: str, tmp_path: Path) -> None:
    seen: list[str] = []
    wrong = tmp_path / "surat.txt"
    wrong.write_bytes(b"bukan perpanjangan")

    def steps(door: LeaseDoor) -> None:
        if way == "code":
            door.lines[0].setText("AAAA-BBBB-CCCC")
            door.onward.click()
        elif way == "line":
            door.call.click()
        else:
            door.chosen.emit(str(wrong))
        qtbot.waitUntil(lambda: bool(door.wrong.text()), timeout=10_000)
        seen.append(door.wrong.text())
        assert door.call.isEnabled()
        assert not opened.window.isVisible()
        door.reject()

    at_the_door(qtbot, opened, steps)
    assert {"code": WrongRenewal.code, "line": NoConnection.code, "file": WrongRenewal.code}[way] in seen[0]


def test_enter_calls_headquarters_and_with_a_code_it_tries_that(qtbot: QtBot, opened: Desktop) -> None:
    heights: list[int] = []

    def steps(door: LeaseDoor) -> None:
        for typed, expected in (("", NoConnection.code), ("AAAA-BBBB-CCCC", WrongRenewal.code)):
            where = door.lines[0] if typed else door.call
            where.setFocus()
            QTest.keyClicks(door.lines[0], typed)
            QTest.keyClick(where, Qt.Key.Key_Return)
            qtbot.waitUntil(lambda expected=expected: expected in door.wrong.text(), timeout=10_000)  # type: ignore[misc]
            heights.append(door.height() - door.layout().totalHeightForWidth(door.width()))  # type: ignore[union-attr]
        door.reject()

    at_the_door(qtbot, opened, steps)
    assert min(heights) >= 0, "a text is cut"


def test_a_window_that_stays_open_locks_when_the_time_has_come(qtbot: QtBot, folder: Path) -> None:
    desktop = Desktop(folder, PASSPHRASE, practice=False)
    show(qtbot, desktop)
    store = Store.open(folder, PASSPHRASE)
    now = store.clock()
    store.settings.put("lease", lease.renewed(now - 1, now, now, 0))
    store.close()
    desktop.hq.refresh()
    at_the_door(qtbot, desktop, lambda door: door.reject())
    assert not desktop.window.isVisible()


def test_data_that_was_destroyed_by_order_is_the_last_word(
    qtbot: QtBot, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []

    def destroys(store: Store, *_: object) -> SyncReport:
        store.destroy()
        raise Destroyed

    monkeypatch.setattr(LastWord, "exec", lambda self: said.append(self.windowTitle()))
    desktop = Desktop(folder, PASSPHRASE, practice=False, synchronise=destroys)
    show(qtbot, desktop)
    desktop.hq.run()
    qtbot.waitUntil(lambda: bool(said), timeout=10_000)
    assert not desktop.window.isVisible()


def test_the_sync_panel_says_that_it_locks_soon(qtbot: QtBot, folder: Path) -> None:
    store = Store.open(folder, PASSPHRASE)
    now = store.clock()
    store.settings.put("lease", lease.renewed(now + 3 * DAY_MS, now, now, 0))
    store.close()
    desktop = Desktop(folder, PASSPHRASE, practice=False)
    show(qtbot, desktop)
    desktop.go("sync")
    settle(qtbot, desktop)
    assert "terkunci pada" in desktop.hq.sync.lease.text()
    desktop.window.close()
