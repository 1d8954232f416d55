"""Real widgets, dressed and speaking Bahasa Indonesia, over a real encrypted store where a test asks for one."""

from __future__ import annotations

import datetime as dt
import gc
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from desa_app.desktop import Desktop
from desa_app.store import key as keys
from desa_app.store.identity import Identity
from desa_app.store.store import Store
from desa_app.ui.style import dress
from desa_app.ui.translation import speak

PASSPHRASE = "jangan-dipakai"
VILLAGE = "3324082014"
NOW = dt.datetime(2026, 11, 24, 17, 30, tzinfo=dt.timezone(dt.timedelta(hours=7)))


def now() -> dt.datetime:
    """The moment at which the forms of these tests live."""
    return NOW


def identity(role: str = "officer") -> Identity:
    """An enrolled person of an office in Semarang."""
    office = "Kantor Imigrasi Kelas I TPI Semarang"
    return Identity("A1", "p1", "Dewi", role, "KANIM-SMG", office, "hq", "http://127.0.0.1:9", "x")  # type: ignore[arg-type]


@pytest.fixture(scope="session")
def qapp_args() -> list[str]:
    return ["desa-app"]


@pytest.fixture(autouse=True)
def dressed(qapp: QApplication) -> Iterator[None]:
    """The application as it is shipped, in its first language."""
    speak(qapp, "id")
    if not qapp.styleSheet():
        dress(qapp)
    yield
    speak(qapp, "id")


@pytest.fixture(autouse=True, scope="module")
def no_timer_goes_on() -> Iterator[None]:
    """A timer that still runs when its window is gone wakes an old laptop for nothing, or something that is no more."""
    yield
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    gc.collect()
    timers = [each for each in gc.get_objects() if isinstance(each, QTimer) and isValid(each) and each.isActive()]
    assert [f"{timer.parent()} every {timer.interval()} ms" for timer in timers] == []


@pytest.fixture(autouse=True, scope="session")
def cheap_keys() -> Iterator[None]:
    """Keys that are quick to derive; the cost is written beside each of them, so child processes need not know."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(keys, "MEMORY_KIB", 8)
        patch.setattr(keys, "ITERATIONS", 1)
        yield


@pytest.fixture(scope="session")
def laptop(cheap_keys: None, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of an enrolled laptop, to be copied."""
    place = tmp_path_factory.mktemp("window") / "laptop"
    store = Store.open(place, PASSPHRASE)
    store.enrolled(identity())
    store.close()
    return place


@pytest.fixture
def folder(laptop: Path, tmp_path: Path) -> Path:
    """The folder of an enrolled laptop."""
    return Path(shutil.copytree(laptop, tmp_path / "laptop"))


@pytest.fixture
def desktop(qtbot: QtBot, folder: Path) -> Iterator[Desktop]:
    """The whole window over the laptop's store, closed at the end."""
    running = Desktop(folder, PASSPHRASE, practice=False)
    show(qtbot, running)
    yield running
    running.window.close()


def show(qtbot: QtBot, desktop: Desktop) -> None:
    """Open the window and wait until what it begins with has come."""
    qtbot.addWidget(desktop.window)
    with qtbot.waitSignal(desktop.window.painted, timeout=20_000):
        desktop.window.show()
    settle(qtbot, desktop)


def settle(qtbot: QtBot, desktop: Desktop) -> None:
    """Wait until no work is under way."""
    workers = (desktop.store, desktop.long, desktop.villages, desktop.pictures)

    def is_at_rest() -> bool:
        is_building = "offers" in desktop.__dict__ and desktop.offers.is_busy
        return not is_building and not any(worker.is_busy for worker in workers)

    qtbot.waitUntil(is_at_rest, timeout=20_000)


def typed(qtbot: QtBot, grid: QWidget, *keys: str | Qt.Key) -> None:
    """Type text and press keys wherever the focus is, as a person does."""
    for key in keys:
        if isinstance(key, str):
            for letter in key:
                QTest.keyClicks(QApplication.focusWidget() or grid, letter)
        else:
            QTest.keyClick(QApplication.focusWidget() or grid, key)


def cursor() -> QWidget:
    """Where the next key goes."""
    focused = QApplication.focusWidget()
    assert focused is not None
    return focused
