"""A pasted list before it is added: who is known stays out, Space changes that, Enter adds, undo takes it back."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desa_app.desktop import Desktop
from desa_app.domain.attendee import Attendee
from desa_app.imports.attendance_list import read_pasted
from desa_app.ui.sessions.attendee_table import AttendeeTable
from desa_app.ui.sessions.paste_preview import PastePreview
from desa_app.ui.translation import speak
from tests.ui.conftest import NOW, now, settle

LIST = "*Daftar hadir*\n1. Siti Aminah, P, 34\n2. Budi Santoso, L, 40\n3. Rani, P, 14\nJumlah 3 orang"


@pytest.fixture
def dialog(qtbot: QtBot) -> PastePreview:
    """The list, where Siti is on the session's list already."""
    table = AttendeeTable(now)
    table.set_day(NOW.date())
    table.set_people([Attendee(id="a", full_name="Siti Aminah")])
    window = QWidget()
    window.resize(1100, 700)
    qtbot.addWidget(window)
    made = PastePreview(read_pasted(LIST), NOW.date(), table.known_as, window)
    made.window_kept = window  # type: ignore[attr-defined]
    made.table_kept = table  # type: ignore[attr-defined]
    made.show()
    return made


def chosen(dialog: PastePreview) -> list[str | None]:
    return [person.full_name for person in dialog._chosen()]


def test_each_row_says_what_was_understood(dialog: PastePreview) -> None:
    rows = [dialog.table.row(place) for place in range(dialog.table.rowCount())]
    assert [row.is_taken for row in rows] == [False, False, True, True, False]
    assert "sama dengan baris 1" in rows[1].note
    assert "wali" in rows[3].note
    assert chosen(dialog) == ["Budi Santoso", "Rani"]
    assert dialog.take.text() == "Tambahkan 2 orang"


def test_space_takes_a_row_in_and_leaves_it_out(dialog: PastePreview) -> None:
    dialog.view.selectRow(1)
    QTest.keyClick(dialog.view, Qt.Key.Key_Space)
    assert chosen(dialog) == ["Siti Aminah", "Budi Santoso", "Rani"]
    assert "baris 1" in dialog.note.text()
    dialog.view.selectRow(2)
    QTest.keyClick(dialog.view, Qt.Key.Key_Space)
    assert chosen(dialog) == ["Siti Aminah", "Rani"]
    dialog.view.selectRow(0)
    QTest.keyClick(dialog.view, Qt.Key.Key_Space)
    assert chosen(dialog) == ["Siti Aminah", "Rani"]


def test_what_was_chosen_stays_in_the_other_language(qtbot: QtBot, qapp: QApplication, dialog: PastePreview) -> None:
    dialog.view.selectRow(1)
    QTest.keyClick(dialog.view, Qt.Key.Key_Space)
    speak(qapp, "en")
    qtbot.waitUntil(lambda: dialog.take.text() == "Add 3 people")


def test_enter_adds_and_one_step_takes_it_back(qtbot: QtBot, desktop: Desktop) -> None:
    desktop.sessions.create()
    form = desktop.sessions.form
    form.grid.paste(LIST)
    settle(qtbot, desktop)
    (shown,) = desktop.window.findChildren(PastePreview)
    assert form.table.lines() == ()
    QTest.keyClick(shown, Qt.Key.Key_Return)
    assert [line.person.full_name for line in form.table.lines()] == ["Siti Aminah", "Budi Santoso", "Rani"]
    desktop.window.notice.undo.click()
    assert form.table.lines() == ()
    form.grid.paste("!!!\n???")
    settle(qtbot, desktop)
    assert "Tidak ada nama" in desktop.window.notice.text.text()
    settle(qtbot, desktop)
