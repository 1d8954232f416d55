"""A walk through the whole window of an office's laptop with a watchdog beside it: saving never makes the window wait.

What else makes it wait longer than a person would notice is printed, not judged: it depends on the machine.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from benchmarks.full_laptop import fill, index_anew, offer_id, session_id
from benchmarks.laptops import villages_of_office
from desa_app.desktop import Desktop
from desa_app.store.store import Store
from tests.ui.conftest import NOW, PASSPHRASE, settle, show, typed
from tests.ui.watchdog import Stall, Watchdog

PAGES = ("sessions", "offers", "villages", "coverage", "sync", "settings", "home")
PEOPLE = 30
DRAFT, UNTOLD = 43, 6
"""A session and a report that are still drafts."""
KEYS = ("Siti Aminah", Qt.Key.Key_Tab, "p", "34", Qt.Key.Key_Return)


@pytest.fixture
def office(qtbot: QtBot, folder: Path) -> Iterator[Desktop]:
    """The window of a laptop with 120 sessions of 3,600 people and 60 offers."""
    store = Store.open(folder, PASSPHRASE)
    fill(store, villages_of_office()[:40], NOW.date(), sessions=120, people=PEOPLE, offers=60)
    index_anew(store)
    store.close()
    running = Desktop(folder, PASSPHRASE, practice=False)
    show(qtbot, running)
    yield running
    running.window.close()


def told(stalls: list[Stall]) -> str:
    return "\n".join(f"{one.milliseconds:.0f} ms, {one.at_work:.0f} at work\n{one.where}" for one in stalls)


def test_saving_never_makes_the_window_wait(qtbot: QtBot, office: Desktop, folder: Path) -> None:
    for page in PAGES:
        with Watchdog() as walked:
            office.go(page)
            settle(qtbot, office)
        print(f"\n{page}: {', '.join(f'{one.milliseconds:.0f} ms' for one in walked.stalls) or 'no stall'}", end="")
    name, story = typed_in_session(qtbot, office), typed_in_offer(qtbot, office)
    store = Store.open(folder, PASSPHRASE)
    assert name in [one.full_name for one in store.sessions.attendees(session_id(DRAFT))]
    assert store.offers.get(offer_id(UNTOLD)).story == story
    store.close()


def typed_in_session(qtbot: QtBot, desktop: Desktop) -> str:
    """Add people to the newest draft, saving after each; returns the name of one."""
    desktop.sessions.open(session_id(DRAFT))
    settle(qtbot, desktop)
    form = desktop.sessions.form
    form.grid.start(PEOPLE)
    form.grid.setFocus()
    with Watchdog() as saved:
        for _ in range(3):
            for key in KEYS:
                for one in key if isinstance(key, str) else (key,):
                    typed(qtbot, form.grid, one)
                    QApplication.processEvents()
            form.flush()
            qtbot.waitUntil(lambda: form.saved.text().startswith("Tersimpan di"), timeout=20_000)
        settle(qtbot, desktop)
    assert not saved.stalls, told(saved.stalls)
    return str(KEYS[0])


def typed_in_offer(qtbot: QtBot, desktop: Desktop) -> str:
    """Write on in the story of a draft, saving after each word; returns what it says now."""
    desktop.offers.open(offer_id(UNTOLD))
    settle(qtbot, desktop)
    form = desktop.offers.form
    story = form.editors["story"]
    with Watchdog() as saved:
        for word in ("Diminta", " menyerahkan", " paspor"):
            for letter in word:
                QTest.keyClicks(story, letter)
                QApplication.processEvents()
            desktop.offers.flush()
            settle(qtbot, desktop)
    assert not saved.stalls, told(saved.stalls)
    return str(story.value())
