"""The form with 200 people over the real store: nothing stalls while it is typed in and saved; a kill costs the last
second at most, and the next start opens where the work was; what a session costs in keys."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from benchmarks.keystrokes import Hands, by_hand, from_whatsapp, some_people
from desa_app.desktop import Desktop
from desa_app.domain.attendee import Attendee
from desa_app.domain.session import Session
from desa_app.store.store import Store
from desa_app.ui.sessions.paste_preview import PastePreview
from tests.ui.conftest import NOW, PASSPHRASE, VILLAGE, settle, show, typed
from tests.ui.watchdog import Watchdog

MANY = 200


def recorded(folder: Path, people: int = MANY) -> str:
    """The id of a session with so many people, already on the laptop."""
    store = Store.open(folder, PASSPHRASE)
    crowd = [
        Attendee(row=place, full_name=f"Peserta {place} Krajan", sex="P", age=20 + place % 50, hamlet="Krajan")
        for place in range(1, people + 1)
    ]
    saved = store.sessions.record(Session(date=NOW.date(), villages=(VILLAGE,)), crowd)
    store.close()
    return saved.id


def opened(qtbot: QtBot, desktop: Desktop, record: str) -> None:
    desktop.sessions.open(record)
    settle(qtbot, desktop)


def test_nothing_stalls_while_a_list_of_200_is_typed_in_and_saved(qtbot: QtBot, desktop: Desktop, folder: Path) -> None:
    opened(qtbot, desktop, recorded(folder))
    form = desktop.sessions.form
    form.grid.start(MANY)
    form.grid.setFocus()
    with Watchdog() as watched:
        for _ in range(3):
            for key in ("Siti Aminah", Qt.Key.Key_Tab, "p", "34", Qt.Key.Key_Tab, "Kraj", Qt.Key.Key_Return):
                for one in key if isinstance(key, str) else (key,):
                    typed(qtbot, form.grid, one)
                    QApplication.processEvents()
            form.flush()
            qtbot.waitUntil(lambda: form.saved.text().startswith("Tersimpan di"), timeout=20_000)
        settle(qtbot, desktop)
    assert not watched.stalls, "\n".join(f"{one.milliseconds:.0f} ms\n{one.where}" for one in watched.stalls)
    store = Store.open(folder, PASSPHRASE)
    assert len(store.sessions.attendees(form.record_id)) == MANY + 3
    store.close()


def killed(folder: Path, script: str) -> None:
    """Run a window until it says that it is ready, and kill it as a dead battery would."""
    begin = f"""
        import faulthandler, pathlib
        faulthandler.dump_traceback_later(120, exit=True)
        from PySide6.QtCore import Qt
        from PySide6.QtTest import QTest
        from PySide6.QtWidgets import QApplication
        from desa_app.app import application
        from desa_app.desktop import Desktop
        app = application()
        desktop = Desktop(pathlib.Path({str(folder)!r}), {PASSPHRASE!r}, practice=False)
        desktop.window.show()
        desktop.window.activateWindow()

        def until(happened):
            while not happened():
                app.processEvents()

        def keys(text):
            for letter in text:
                QTest.keyClicks(QApplication.focusWidget(), letter)
                app.processEvents()

        until(lambda: "hq" in desktop.__dict__ and not desktop.store.is_busy)
    """
    program = textwrap.dedent(begin) + textwrap.dedent(script)
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, env=environment) as running:
        assert running.stdout is not None
        assert running.stdout.readline() == b"ready\n"
        running.send_signal(signal.SIGKILL)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows knows no such kill")
def test_a_kill_while_a_name_is_typed_reopens_at_its_cell(qtbot: QtBot, folder: Path) -> None:
    """Nothing but keys, none of them leaves the cell: what stands in its open editor is kept as well."""
    record = recorded(folder, 3)
    killed(
        folder,
        f"""
        desktop.sessions.open({record!r})
        until(lambda: desktop.sessions.form.isVisible() and not desktop.store.is_busy)
        form = desktop.sessions.form
        form.grid.start(3)
        form.grid.setFocus()
        keys("Rukmini")
        until(lambda: form.saved.text().startswith("Tersimpan di"))
        print("ready", flush=True)
        app.exec()
        """,
    )
    again = Desktop(folder, PASSPHRASE, practice=False)
    show(qtbot, again)
    settle(qtbot, again)
    form = again.sessions.form
    assert form.isVisible()
    assert form.record_id == record
    assert (form.grid.currentIndex().row(), form.grid.currentIndex().column()) == (3, 0)
    assert form.table.lines()[3].person.full_name == "Rukmini"
    again.window.close()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows knows no such kill")
def test_typing_without_a_pause_is_kept_all_the_same(qtbot: QtBot, folder: Path) -> None:
    """No pause ever comes, so a save that waits for one would keep nothing."""
    killed(
        folder,
        """
        desktop.sessions.create()
        form = desktop.sessions.form
        until(lambda: not desktop.store.is_busy)
        form._jump("notes")
        form.fields["minutes"].editor.setFocus()
        saves = []
        form.edited.connect(lambda *_: saves.append(1))
        while len(saves) < 3:
            keys("tipu ")
        until(lambda: not desktop.store.is_busy)
        print("ready", flush=True)
        app.exec()
        """,
    )
    again = Desktop(folder, PASSPHRASE, practice=False)
    show(qtbot, again)
    settle(qtbot, again)
    form = again.sessions.form
    assert form.isVisible()
    assert (form.session().minutes or "").startswith("tipu tipu")
    assert form.place().field == "minutes"
    assert form.sections["notes"].is_open
    again.window.close()


def test_a_window_that_was_closed_opens_where_it_was(qtbot: QtBot, desktop: Desktop, folder: Path) -> None:
    record = recorded(folder, 30)
    opened(qtbot, desktop, record)
    desktop.sessions.form.grid.start(17, 3)
    qtbot.waitUntil(lambda: not desktop.sessions._place.isActive(), timeout=5000)
    settle(qtbot, desktop)
    desktop.window.close()
    again = Desktop(folder, PASSPHRASE, practice=False)
    show(qtbot, again)
    settle(qtbot, again)
    here = again.sessions.form.grid.currentIndex()
    assert (again.sessions.form.record_id, here.row(), here.column()) == (record, 17, 3)
    again.sessions.form.back.click()
    settle(qtbot, again)
    again.window.close()
    third = Desktop(folder, PASSPHRASE, practice=False)
    show(qtbot, third)
    settle(qtbot, third)
    assert not third.window.has_page("session")
    third.window.close()


def test_thirty_people_by_hand_cost_hardly_more_keys_than_letters(qtbot: QtBot, desktop: Desktop, folder: Path) -> None:
    hands = Hands(desktop.window, lambda: settle(qtbot, desktop))
    people = some_people(30)
    content = by_hand(desktop, hands, people)
    desktop.sessions.flush()
    settle(qtbot, desktop)
    store = Store.open(folder, PASSPHRASE)
    (row,) = store.sessions.listed()
    listed = store.sessions.attendees(row.id)
    assert [(one.full_name, one.sex, one.age, one.hamlet, one.occupation, one.phone) for one in listed] == people
    assert (row.headcount, row.venue, row.status) == (30, "Balai Desa", "diajukan")
    store.close()
    assert hands.keys <= 1.15 * content, f"{hands.keys} keys for {content} letters"


def test_a_list_from_whatsapp_costs_ten_actions(qtbot: QtBot, desktop: Desktop, folder: Path) -> None:
    recorded(folder, 2)
    hands = Hands(desktop.window, lambda: settle(qtbot, desktop))
    people = some_people(30)
    from_whatsapp(desktop, hands, people)
    settle(qtbot, desktop)
    assert desktop.window.findChildren(PastePreview) == [] or not any(
        dialog.isVisible() for dialog in desktop.window.findChildren(PastePreview)
    )
    store = Store.open(folder, PASSPHRASE)
    row = max(store.sessions.listed(), key=lambda one: one.on_list)
    assert (row.on_list, row.headcount, row.status) == (30, 30, "diajukan")
    store.close()
    assert hands.actions <= 10
