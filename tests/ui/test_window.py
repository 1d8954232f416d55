"""The whole window over a real encrypted store: a day's typing reaches the disk, and nothing is left running."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import threading
from pathlib import Path

import openpyxl
import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desa_app.desktop import Desktop
from desa_app.errors import DesaError, NotFound
from desa_app.picture import picture
from desa_app.store.store import Store
from desa_app.ui.return_dialog import ReturnDialog
from desa_app.ui.screen import Screen
from desa_app.ui.sessions.import_preview import ImportPreview
from desa_app.ui.work import Work
from tests.ui.conftest import PASSPHRASE, VILLAGE, identity, settle, show, typed


def test_a_session_typed_in_the_window_is_in_the_store(qtbot: QtBot, desktop: Desktop, folder: Path) -> None:
    QTest.mouseClick(desktop.session_list.screen.new, Qt.MouseButton.LeftButton)
    form = desktop.sessions.form
    assert form.isVisible()
    QTest.keyClicks(form.villages.line, "Wonorejo Kaliwungu Kendal")
    qtbot.waitUntil(lambda: form.villages._list is not None and form.villages._list.isVisible(), timeout=20_000)
    QTest.keyClick(form.villages.line, Qt.Key.Key_Return)
    QTest.keyClicks(form.venue, "Balai Desa")
    form.grid.start()
    form.grid.setFocus()
    typed(qtbot, form.grid, "Siti Aminah", Qt.Key.Key_Tab, "p", "34", Qt.Key.Key_Return, "Budi", Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: form.saved.text().startswith("Tersimpan"), timeout=5000)
    settle(qtbot, desktop)
    store = Store.open(folder, PASSPHRASE)
    (row,) = store.sessions.listed()
    assert row.venue == "Balai Desa"
    assert [person.full_name for person in store.sessions.attendees(row.id)] == ["Siti Aminah", "Budi"]
    store.close()


def test_later_edits_change_the_same_people(qtbot: QtBot, desktop: Desktop, folder: Path) -> None:
    desktop.sessions.create()
    form = desktop.sessions.form
    form.table.write([(0, "full_name", "Siti"), (1, "full_name", "Budi"), (2, "full_name", "Cici")])
    form.flush()
    settle(qtbot, desktop)
    form.table.write([(0, "age", "40")])
    form.table.remove(1)
    form.flush()
    settle(qtbot, desktop)
    store = Store.open(folder, PASSPHRASE)
    people = store.sessions.attendees(form.record_id)
    assert [(person.full_name, person.age) for person in people] == [("Siti", 40), ("Cici", None)]
    store.close()
    form.table.undo()
    form.flush()
    settle(qtbot, desktop)
    store = Store.open(folder, PASSPHRASE)
    assert [person.full_name for person in store.sessions.attendees(form.record_id)] == ["Siti", "Budi", "Cici"]
    store.close()


def test_what_was_typed_last_is_saved_at_closing(qtbot: QtBot, desktop: Desktop, folder: Path) -> None:
    desktop.sessions.create()
    QTest.keyClicks(desktop.sessions.form.venue, "Masjid")
    desktop.window.close()
    store = Store.open(folder, PASSPHRASE)
    assert [row.venue for row in store.sessions.listed()] == ["Masjid"]
    store.close()


def test_closing_leaves_no_thread(qtbot: QtBot, folder: Path) -> None:
    before = threading.active_count()
    running = Desktop(folder, PASSPHRASE, practice=True)
    show(qtbot, running)
    running.window.close()
    assert all(worker.has_ended for worker in (running.store, running.long, running.villages))
    assert threading.active_count() <= before


def test_a_window_closed_before_it_was_painted_begins_nothing(qtbot: QtBot, folder: Path) -> None:
    before = threading.active_count()
    running = Desktop(folder, PASSPHRASE, practice=False)
    qtbot.addWidget(running.window)
    running.window.show()
    running.window.close()
    running.window.painted.emit()
    assert threading.active_count() == before


def test_the_life_of_a_session(qtbot: QtBot, desktop: Desktop, folder: Path) -> None:
    form, rows = desktop.sessions.form, desktop.session_list.screen
    desktop.sessions.create()
    form.villages.set_value([VILLAGE], ["Wonorejo"])
    QTest.keyClicks(form.headcount.sexes["headcount_male"], "9")
    QTest.mouseClick(form.submit, Qt.MouseButton.LeftButton)
    settle(qtbot, desktop)
    assert form.status.text() == "Diajukan"
    assert not rows.approve.isVisible()
    as_lead = Store.open(folder, PASSPHRASE)
    as_lead.enrolled(identity("lead"))
    as_lead.close()
    desktop.sessions.set_role("lead")
    desktop.session_list.set_role("lead")
    desktop.go("sessions")
    settle(qtbot, desktop)
    rows.view.selectRow(1)
    QTest.mouseClick(rows.approve, Qt.MouseButton.LeftButton)
    settle(qtbot, desktop)
    assert [row.status for row in rows.table.wanted()] == ["disetujui"]


def test_what_came_in_while_the_form_was_open_is_not_written_over(qtbot: QtBot, desktop: Desktop, folder: Path) -> None:
    desktop.sessions.create()
    form = desktop.sessions.form
    QTest.keyClicks(form.venue, "Balai")
    form.table.write([(0, "full_name", "Siti"), (1, "full_name", "Budi")])
    form.flush()
    settle(qtbot, desktop)
    elsewhere = Store.open(folder, PASSPHRASE)
    session = elsewhere.sessions.get(form.record_id)
    people = elsewhere.sessions.attendees(form.record_id)
    changed = [replace(people[0], hamlet="Krajan"), people[1]]
    elsewhere.sessions.record(replace(session, assignment_letter="ST-7"), changed)
    QTest.keyClicks(form.venue, " Desa")
    form.table.write([(0, "age", "40")])
    form.flush()
    settle(qtbot, desktop)
    session = elsewhere.sessions.get(form.record_id)
    assert (session.venue, session.assignment_letter) == ("Balai Desa", "ST-7")
    assert [(one.age, one.hamlet) for one in elsewhere.sessions.attendees(form.record_id)] == [
        (40, "Krajan"),
        (None, None),
    ]
    elsewhere.close()


def test_a_lead_returns_a_session_with_a_comment(qtbot: QtBot, desktop: Desktop, folder: Path) -> None:
    as_lead = Store.open(folder, PASSPHRASE)
    as_lead.enrolled(identity("lead"))
    form, rows = desktop.sessions.form, desktop.session_list.screen
    desktop.sessions.create()
    form.villages.set_value([VILLAGE], ["Wonorejo"])
    QTest.keyClicks(form.headcount.sexes["headcount_male"], "9")
    QTest.mouseClick(form.submit, Qt.MouseButton.LeftButton)
    desktop.sessions.set_role("lead")
    desktop.session_list.set_role("lead")
    desktop.go("sessions")
    settle(qtbot, desktop)
    rows.view.selectRow(1)
    QTest.mouseClick(rows.send_back, Qt.MouseButton.LeftButton)
    (dialog,) = rows.findChildren(ReturnDialog)
    assert not dialog.send.isEnabled()
    dialog.field.setCurrentIndex(dialog.field.findData("venue"))
    QTest.keyClicks(dialog.comment, "Isi tempatnya")
    QTest.mouseClick(dialog.send, Qt.MouseButton.LeftButton)
    settle(qtbot, desktop)
    session = as_lead.sessions.get(form.record_id)
    assert (session.status, session.review_field) == ("dikembalikan", "venue")
    assert session.review_comment == "Isi tempatnya"
    as_lead.close()
    desktop.sessions.open(form.record_id)
    settle(qtbot, desktop)
    assert form.remark.text() == "Dikembalikan (Tempat): Isi tempatnya"


def test_an_offer_typed_in_the_window_is_in_the_store(qtbot: QtBot, desktop: Desktop, folder: Path) -> None:
    desktop.go("offers")
    QTest.mouseClick(desktop.offer_list.screen.new, Qt.MouseButton.LeftButton)
    form = desktop.offers.form
    QTest.mouseClick(form.prompt.begin, Qt.MouseButton.LeftButton)
    QTest.keyClicks(form.flags.answers["R11"], "y")
    QTest.keyClicks(form.recruiters.cards[0].editors["phone"], "081234567890")
    QTest.mouseClick(form.back, Qt.MouseButton.LeftButton)
    settle(qtbot, desktop)
    (shown,) = desktop.offer_list.screen.table.wanted()
    assert shown.assessment.score == 30
    desktop.offers.open(shown.id)
    settle(qtbot, desktop)
    QTest.keyClicks(form.flags.answers["R05"], "y")
    form.flush()
    settle(qtbot, desktop)
    store = Store.open(folder, PASSPHRASE)
    assert store.offers.get(shown.id).flags == {"R11": "ya", "R05": "ya"}
    assert [one.phone_e164 for one in store.offers.recruiters(shown.id)] == ["+6281234567890"]
    store.close()


def test_a_refused_step_is_said_in_the_window(qtbot: QtBot, desktop: Desktop) -> None:
    desktop.sessions.submit("0190f000-0000-7000-8000-000000000001")
    settle(qtbot, desktop)
    assert desktop.window.notice.isVisible()
    assert NotFound.code in desktop.window.notice.text.text()


def test_an_unknown_fault_becomes_a_sentence(qtbot: QtBot, desktop: Desktop) -> None:
    def broken(store: Store) -> None:
        raise RuntimeError("secret details")

    desktop.store.do(Work(broken, lambda _: None))
    settle(qtbot, desktop)
    said = desktop.window.notice.text.text()
    assert "E900" in said
    assert "secret details" not in said


def test_sync_without_headquarters_says_so_and_can_be_tried_again(qtbot: QtBot, desktop: Desktop) -> None:
    desktop.go("sync")
    QTest.mouseClick(desktop.hq.sync.start, Qt.MouseButton.LeftButton)
    assert not desktop.hq.sync.start.isEnabled()
    settle(qtbot, desktop)
    assert desktop.hq.sync.start.isEnabled()
    assert desktop.window.notice.isVisible()


def test_the_unsent_count_is_always_in_sight(qtbot: QtBot, desktop: Desktop) -> None:
    desktop.sessions.create()
    QTest.keyClicks(desktop.sessions.form.venue, "Balai")
    desktop.sessions.form.flush()
    settle(qtbot, desktop)
    for page in ("sessions", "offers", "sync", "coverage"):
        desktop.go(page)
        assert desktop.window.navigation._count.text() == "1"
        assert desktop.window.navigation._count.isVisible()
    settle(qtbot, desktop)


def test_an_attendance_list_is_shown_before_it_is_stored(
    qtbot: QtBot, desktop: Desktop, folder: Path, tmp_path: Path
) -> None:
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    for line in (["Daftar Hadir"], ["No", "Nama", "L/P", "Umur"], [1, "Siti", "P", 30], [2, "Rani", "P", 14]):
        page.append(line)
    book.save(tmp_path / "hadir.xlsx")
    desktop.go("sessions")
    desktop.session_list.preview(tmp_path / "hadir.xlsx")
    settle(qtbot, desktop)
    (dialog,) = desktop.window.findChildren(ImportPreview)
    assert dialog.table.rowCount() == 3
    assert not dialog.take.isEnabled()
    assert "wali" in dialog.table.row(2).note
    dialog.village.line.setText("Wonorejo Kaliwungu Kendal")
    dialog.village.search()
    settle(qtbot, desktop)
    QTest.keyClick(dialog.village.line, Qt.Key.Key_Return)
    QTest.keyClicks(dialog.day, "19/5/2026")
    QTest.mouseClick(dialog.take, Qt.MouseButton.LeftButton)
    settle(qtbot, desktop)
    store = Store.open(folder, PASSPHRASE)
    (row,) = store.sessions.listed()
    assert [person.full_name for person in store.sessions.attendees(row.id)] == ["Siti", None]
    store.close()


def test_a_file_that_is_no_list_is_refused_with_a_sentence(qtbot: QtBot, desktop: Desktop, tmp_path: Path) -> None:
    (tmp_path / "kosong.xlsx").write_bytes(b"")
    desktop.session_list.preview(tmp_path / "kosong.xlsx")
    settle(qtbot, desktop)
    assert "kosong.xlsx" in desktop.window.notice.text.text()


def test_a_wrong_passphrase_is_said(qtbot: QtBot, folder: Path) -> None:
    running = Desktop(folder, "salah", practice=False)
    show(qtbot, running)
    assert running.window.notice.isVisible()
    running.window.close()


def test_a_picture_of_the_window(folder: Path, tmp_path: Path) -> None:
    for page in ("sessions", "session", "coverage"):
        picture(folder, PASSPHRASE, tmp_path / f"{page}.png", page=page)
        assert (tmp_path / f"{page}.png").read_bytes().startswith(b"\x89PNG")


def test_a_kill_loses_nothing_that_was_saved(folder: Path) -> None:
    script = textwrap.dedent(
        f"""
        import pathlib
        from desa_app.app import application
        from desa_app.desktop import Desktop
        app = application()
        desktop = Desktop(pathlib.Path({str(folder)!r}), {PASSPHRASE!r}, practice=True)
        desktop.window.show()
        desktop.sessions.create()
        form = desktop.sessions.form
        form.table.write([(row, "full_name", f"Peserta {{row}}") for row in range(30)])
        while not form.saved.text().startswith("Tersimpan di"):
            app.processEvents()
        print("saved", flush=True)
        app.exec()
        """
    )
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, env=environment) as running:
        assert running.stdout is not None
        assert running.stdout.readline() == b"saved\n"
        running.send_signal(signal.SIGKILL)
    store = Store.open(folder, PASSPHRASE)
    (row,) = store.sessions.listed()
    assert row.named == 30
    store.close()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows sends no signals to another process")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_closes_the_window_and_keeps_what_was_typed(folder: Path, number: int) -> None:
    script = textwrap.dedent(
        f"""
        import pathlib
        from PySide6.QtCore import QTimer
        from desa_app import app, desktop

        class Typed(desktop.Desktop):
            def start(self):
                super().start()
                QTimer.singleShot(0, self.type)

            def type(self):
                self.sessions.create()
                self.sessions.form.venue.setText("Balai Desa")
                self.sessions.form.venue.textEdited.emit("Balai Desa")
                print("typed", flush=True)

        desktop.Desktop = Typed
        raise SystemExit(app.run(pathlib.Path({str(folder)!r}), {PASSPHRASE!r}))
        """
    )
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, env=environment) as running:
        assert running.stdout is not None
        assert running.stdout.readline() == b"typed\n"
        running.send_signal(number)
        try:
            assert running.wait(timeout=30) == 0
        finally:
            running.kill()
    store = Store.open(folder, PASSPHRASE)
    assert [row.venue for row in store.sessions.listed()] == ["Balai Desa"]
    store.close()


@pytest.mark.parametrize("page", ["sessions", "offers", "sync", "coverage"])
def test_a_hidden_page_only_remembers_that_it_is_stale(qtbot: QtBot, desktop: Desktop, page: str) -> None:
    settle(qtbot, desktop)
    screens: dict[str, Screen] = {
        "sessions": desktop.session_list.screen,
        "offers": desktop.offer_list.screen,
        "sync": desktop.hq.sync,
        "coverage": desktop.coverage.screen,
    }
    screen = screens[page]
    desktop.go("session")
    with qtbot.assertNotEmitted(screen.wanted):
        desktop.window.tell({"session", "offer"})
    with qtbot.waitSignal(screen.wanted):
        desktop.go(page)
    settle(qtbot, desktop)


def test_errors_are_said_anew_in_the_other_language(qtbot: QtBot, desktop: Desktop) -> None:
    error: DesaError = NotFound(what="X")
    desktop.window.notice.show_error(error)
    before = desktop.window.notice.text.text()
    next(command for command in desktop.commands if command.name == "in_english").run()
    qtbot.waitUntil(lambda: desktop.window.notice.text.text() != before)


def test_nothing_of_the_database_is_imported_before_the_first_paint(folder: Path) -> None:
    script = textwrap.dedent(
        f"""
        import pathlib, sys
        from desa_app import app, desktop

        class Watched(desktop.Desktop):
            def start(self):
                print(*sys.modules)
                self.window.close()

        desktop.Desktop = Watched
        raise SystemExit(app.run(pathlib.Path({str(folder)!r}), {PASSPHRASE!r}))
        """
    )
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, env=environment, check=True, timeout=60)
    imported = run.stdout.decode().split()
    assert "desa_app.ui.main_window" in imported
    heavy = {"sqlite_utils", "sqlcipher3", "requests", "cryptography", "openpyxl", "phonenumbers", "msgspec"}
    assert heavy.isdisjoint(imported)
    assert not [name for name in imported if name.startswith(("desa_app.store", "desa_app.sync", "desa_app.domain"))]


def test_all_of_them_on_home_leads_to_the_list_narrowed_to_them(qtbot: QtBot, desktop: Desktop) -> None:
    filters = desktop.offer_list.screen.filters
    filters.search.setText("kediten")
    desktop.home.screen.urgent.more.click()
    settle(qtbot, desktop)
    assert desktop.offer_list.screen.isVisible()
    assert (filters.chosen("urgency"), filters.words()) == ("SEGERA", ())
