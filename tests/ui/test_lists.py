"""The lists of sessions and offers over a real store with 10,000 sessions: narrowed, grouped, chosen from by mouse and
keyboard, deleted with a way back, handed in, exported, in both languages."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from benchmarks.full_laptop import fill, session_id
from benchmarks.laptops import villages_of_office
from desa_app.desktop import Desktop
from desa_app.domain.formats import show_number
from desa_app.domain.narrowing import Period, asked
from desa_app.domain.offer import Offer, Recruiter
from desa_app.domain.session import Session
from desa_app.errors import NotProven
from desa_app.imports.person import AttendanceList
from desa_app.store.sessions import SessionRow
from desa_app.store.store import Store
from desa_app.ui.grouped_table import Heading
from desa_app.ui.history_panel import HistoryPanel
from desa_app.ui.list_desk import village_options
from desa_app.ui.list_screen import Listing, ListScreen
from desa_app.ui.offers.offer_list import OfferList
from desa_app.ui.offers.offer_list_desk import listing as listing_of_offers
from desa_app.ui.sessions.import_preview import ImportPreview
from desa_app.ui.sessions.session_list import SessionList
from desa_app.ui.sessions.session_list_desk import listing
from desa_app.ui.translation import speak
from tests.ui.conftest import NOW, PASSPHRASE, VILLAGE, identity, now, settle, show

MANY, OFFERS = 10_000, 200
TODAY = NOW.date()


@pytest.fixture(scope="module")
def full(laptop: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a laptop with 10,000 sessions and 200 offers."""
    folder = tmp_path_factory.mktemp("full") / "laptop"
    shutil.copytree(laptop, folder)
    store = Store.open(folder, PASSPHRASE)
    fill(store, villages_of_office()[:150], TODAY, sessions=MANY, people=1, offers=OFFERS)
    store.close()
    return folder


@pytest.fixture(scope="module")
def many(full: Path) -> Listing[SessionRow]:
    """The listing of those sessions, from the store."""
    store = Store.open(full, PASSPHRASE)
    found = listing(store)
    store.close()
    return found


@pytest.fixture
def screen(qtbot: QtBot, many: Listing[SessionRow]) -> SessionList:
    """The list with 10,000 sessions."""
    made = SessionList(now)
    qtbot.addWidget(made)
    made.resize(1150, 760)
    made.set_listing(many)
    made.show()
    return made


@pytest.fixture
def few(qtbot: QtBot, folder: Path) -> Iterator[tuple[Desktop, list[str]]]:
    """The whole window with three sessions ready to be handed in and one that is not, and their ids."""
    store = Store.open(folder, PASSPHRASE)
    ready = [Session(date=TODAY, villages=(VILLAGE,), venue=f"Balai {n}", headcount_male=n) for n in (1, 2, 3)]
    ids = [store.sessions.record(one).id for one in ready]
    ids.append(store.sessions.record(Session(venue="Kosong")).id)
    store.close()
    running = Desktop(folder, PASSPHRASE, practice=False)
    running.go("sessions")
    show(qtbot, running)
    yield running, ids
    running.window.close()


def shown(screen: SessionList) -> list[str]:
    return [one.id for one in screen.table.wanted()]


def key(target: QWidget, pressed: Qt.Key, how: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(target, pressed, how)


def test_all_are_counted_and_stand_under_their_months(screen: SessionList, many: Listing[SessionRow]) -> None:
    assert screen.filters.count.text() == "10.000 sesi"
    head = screen.table.line(0)
    assert isinstance(head, Heading)
    assert {(one.date.year, one.date.month) for one in head.rows if one.date} == {(2026, 11)}
    reached = show_number(sum(one.reached for one in head.rows))
    assert screen.table.index(0, 0).data() == f"November 2026, sesi: {len(head.rows)} · orang dijangkau: {reached}"
    assert shown(screen) == [one.id for one in many.rows]


@pytest.mark.parametrize("typed", ["wono", "Ds. Wono", "mei 2026", "balai kend", "disetujui", "zzqq", "approved"])
def test_typing_narrows_as_a_naive_search_would(screen: SessionList, many: Listing[SessionRow], typed: str) -> None:
    QTest.keyClicks(screen.filters.search, typed)
    naive = [
        one.id for one, text in zip(many.rows, many.texts, strict=True) if all(word in text for word in asked(typed))
    ]
    assert shown(screen) == naive


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    status=st.sampled_from([None, "draf", "diajukan", "disetujui", "dikembalikan"]),
    village=st.integers(-1, 149),
    period=st.integers(0, 5),
    place=st.sampled_from([None, "saved", "hq"]),
    text=st.sampled_from(["", "a", "bal", "2025"]),
)
def test_all_filters_together_are_the_naive_filter(
    screen: SessionList,
    many: Listing[SessionRow],
    status: str | None,
    village: int,
    period: int,
    place: str | None,
    text: str,
) -> None:
    code = None if village < 0 or village >= len(many.villages) else many.villages[village][0]
    bar = screen.filters
    bar.choose("status", status)
    bar.choose("villages", code)
    bar.choose("place", place)
    bar.period.setCurrentIndex(period)
    bar.search.setText(text)
    starts = {0: None, 1: (2026, 11, 1), 2: (2026, 10, 1), 3: (2026, 8, 24), 4: (2026, 1, 1), 5: (2025, 1, 1)}
    ends = {2: dt.date(2026, 10, 31), 5: dt.date(2025, 12, 31)}
    start = starts[period]
    wanted = Period(dt.date(*start) if start else None, ends.get(period))
    naive = [
        one.id
        for one, held in zip(many.rows, many.texts, strict=True)
        if (status is None or one.status == status)
        and (code is None or code in one.codes)
        and (place is None or one.place == place)
        and wanted.holds(one.date)
        and text in held
    ]
    assert shown(screen) == naive
    lines = [screen.table.line(place_) for place_ in range(screen.table.rowCount())]
    headings = [line for line in lines if isinstance(line, Heading)]
    assert [one.id for heading in headings for one in heading.rows] == naive
    assert len({heading.key for heading in headings}) == len(headings)
    assert len(lines) == len(headings) + len(naive)
    narrowed = any((status, code, place, period, text))
    assert bar.cleared.isVisible() == narrowed


def test_what_is_left_is_said_and_one_button_or_key_clears_it(screen: SessionList) -> None:
    screen.filters.choose("status", "draf")
    drafts = len(shown(screen))
    assert screen.filters.count.text() == f"{drafts} dari 10.000 sesi"
    QTest.mouseClick(screen.filters.cleared, Qt.MouseButton.LeftButton)
    assert len(shown(screen)) == MANY
    screen.filters.choose("status", "draf")
    screen.view.setFocus()
    key(screen.view, Qt.Key.Key_Escape)
    assert len(shown(screen)) == MANY
    assert not screen.filters.cleared.isVisible()


def test_what_two_people_wrote_at_once_is_found(screen: SessionList, many: Listing[SessionRow]) -> None:
    rows = [*many.rows[:2], many.rows[2]._replace(conflicts=("venue",))]
    screen.set_listing(Listing(rows, many.texts[:3]))
    screen.filters.choose("place", "conflict")
    assert shown(screen) == [rows[2].id]


def test_nothing_left_teaches_what_to_do(screen: SessionList) -> None:
    screen.filters.search.setText("tidakadaditempatini")
    assert screen.none_left.isVisible()
    assert "Esc" in screen.none_left.text.text()
    key(screen.filters.search, Qt.Key.Key_Escape)
    assert screen.view.isVisible()


def test_filters_outlive_new_rows_and_a_change_of_language(
    qapp: QApplication, screen: SessionList, many: Listing[SessionRow]
) -> None:
    screen.filters.choose("villages", many.villages[3][0])
    screen.filters.choose("status", "disetujui")
    before = shown(screen)
    screen.set_listing(many)
    assert shown(screen) == before
    speak(qapp, "en")
    qapp.processEvents()
    assert shown(screen) == before
    assert screen.filters.count.text() == f"{len(before)} of 10,000 sessions"
    assert screen.filters.choices["status"].currentText() == "Approved"


def test_own_days_are_asked_for_by_two_dates(screen: SessionList, many: Listing[SessionRow]) -> None:
    bar = screen.filters
    bar.period.setCurrentIndex(bar.period.findData("days"))
    assert bar.start.isVisible()
    QTest.keyClicks(bar.start, "1/3/2026")
    QTest.keyClicks(bar.end, "2/3/2026")
    wanted = {dt.date(2026, 3, 1), dt.date(2026, 3, 2)}
    assert shown(screen) == [one.id for one in many.rows if one.date in wanted]


def test_sorting_takes_the_months_away_until_they_are_asked_for(screen: SessionList, many: Listing[SessionRow]) -> None:
    header = screen.view.horizontalHeader()
    QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(header.sectionPosition(3) + 20, 10))
    assert not screen.table.is_grouped
    reached = [one.reached for one in screen.table.wanted()]
    assert reached == sorted(reached)
    assert screen.table.rowCount() == MANY
    QTest.mouseClick(screen.months, Qt.MouseButton.LeftButton)
    assert screen.table.is_grouped
    assert shown(screen) == [one.id for one in many.rows]
    assert not screen.months.isVisible()


def test_months_fold_by_keyboard_and_mouse(screen: SessionList) -> None:
    view, table = screen.view, screen.table
    view.setFocus()
    first = table.line(0)
    assert isinstance(first, Heading)
    key(view, Qt.Key.Key_Left)
    assert view.currentIndex().row() == 0
    key(view, Qt.Key.Key_Left)
    assert table.rowCount() == MANY + _months(screen) - len(first.rows)
    assert isinstance(table.line(1), Heading)
    key(view, Qt.Key.Key_Right)
    assert table.rowCount() == MANY + _months(screen)
    key(view, Qt.Key.Key_Space)
    assert isinstance(table.line(1), Heading)
    where = view.visualRect(table.index(0, 0)).center()
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=where)
    assert not isinstance(table.line(1), Heading)
    table.fold_all(folded=True)
    assert table.rowCount() == _months(screen)


def test_the_keyboard_begins_on_the_first_row_and_up_reaches_its_heading(
    qtbot: QtBot, screen: SessionList, many: Listing[SessionRow]
) -> None:
    view, table, first = screen.view, screen.table, many.rows[0].id
    view.setFocus()
    with qtbot.waitSignal(screen.opened) as opened:
        key(view, Qt.Key.Key_Return)
    assert opened.args == [first]
    assert screen.rows() == []
    assert table.rowCount() == MANY + _months(screen)
    key(view, Qt.Key.Key_Down)
    assert [one.id for one in screen.rows()] == [first]
    key(view, Qt.Key.Key_Down)
    assert [one.id for one in screen.rows()] == [many.rows[1].id]
    key(view, Qt.Key.Key_End)
    key(view, Qt.Key.Key_Home)
    assert [one.id for one in screen.rows()] == [first]
    assert view.rowAt(0) == 0, "its heading is in sight"
    key(view, Qt.Key.Key_Up)
    assert view.currentIndex().row() == 0
    assert screen.rows() == []
    key(view, Qt.Key.Key_Return)
    assert isinstance(table.line(1), Heading)


def test_where_the_keyboard_waits_for_rows_it_begins_on_the_first_that_come(
    qtbot: QtBot, screen: SessionList, many: Listing[SessionRow]
) -> None:
    screen.set_listing(Listing([], []))
    screen.view.setFocus()
    screen.set_listing(many)
    screen.view.setFocus()
    assert screen.view.currentIndex().row() == 1
    screen.set_listing(Listing(many.rows[2:], many.texts[2:]))
    assert screen.view.currentIndex().row() == 1
    screen.table.fold_all(folded=True)
    assert screen.view.currentIndex().row() == 0
    with qtbot.assertNotEmitted(screen.opened):
        key(screen.view, Qt.Key.Key_Return)
    assert screen.table.rowCount() > _months(screen)


def test_the_first_click_in_a_list_that_was_scrolled_takes_the_row_under_it(screen: SessionList) -> None:
    screen.filters.search.setFocus()
    screen.view.verticalScrollBar().setValue(400)
    row = screen.table.row_near(405)
    assert row is not None
    where = screen.view.visualRect(screen.table.index(row, 0)).center()
    QTest.mouseClick(screen.view.viewport(), Qt.MouseButton.LeftButton, pos=where)
    assert screen.rows() == [screen.table.line(row)]


def _months(screen: SessionList) -> int:
    return len({(one.date.year, one.date.month) for one in screen.table.every if one.date})


def test_many_are_chosen_by_keys_and_what_is_chosen_outlives_new_rows(
    qtbot: QtBot, screen: SessionList, many: Listing[SessionRow]
) -> None:
    view = screen.view
    view.setFocus()
    key(view, Qt.Key.Key_Down)
    key(view, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert [one.id for one in screen.rows()] == [many.rows[0].id, many.rows[1].id]
    assert screen.chosen.text().endswith("2 dipilih")
    assert screen.pane.title.text() == "2 sesi dipilih"
    screen.set_listing(many)
    assert [one.id for one in screen.rows()] == [many.rows[0].id, many.rows[1].id]
    key(view, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert len(screen.rows()) == MANY
    key(view, Qt.Key.Key_Escape)
    assert screen.rows() == []
    key(view, Qt.Key.Key_End)
    assert [one.id for one in screen.rows()] == [many.rows[-1].id]
    with qtbot.waitSignal(screen.opened) as opened:
        key(view, Qt.Key.Key_Return)
    assert opened.args == [many.rows[-1].id]


def test_ctrl_f_goes_to_the_text_and_down_comes_back(screen: SessionList) -> None:
    screen.activateWindow()
    screen.view.setFocus()
    key(screen.view, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert screen.filters.search.hasFocus()
    key(screen.filters.search, Qt.Key.Key_Down)
    assert screen.view.hasFocus()


def test_letters_typed_in_the_list_go_to_the_filter(screen: SessionList, many: Listing[SessionRow]) -> None:
    screen.view.setFocus()
    key(screen.view, Qt.Key.Key_W)
    QTest.keyClicks(screen.filters.search, "ono")
    assert screen.filters.search.text() == "wono"
    assert shown(screen) == [one.id for one, text in zip(many.rows, many.texts, strict=True) if "wono" in text]


def test_the_menu_shows_the_keys(screen: SessionList) -> None:
    screen.view.choose([session_id(5)])
    texts = [action.text() for action in screen.menu().actions()]
    assert "Buka\tEnter" in texts
    assert "Ekspor …\tCtrl+E" in texts
    assert any(text.startswith("Hapus …\tDel") for text in texts)
    assert not any(text.startswith("Setujui") for text in texts)
    screen.set_role("lead")
    assert any(action.text().startswith("Setujui") for action in screen.menu().actions())


def test_what_the_lead_decided_an_officer_may_not_delete(screen: SessionList, many: Listing[SessionRow]) -> None:
    decided = next(one.id for one in many.rows if one.status == "disetujui")
    draft = next(one.id for one in many.rows if one.status == "draf")
    screen.view.choose([draft])
    assert screen.delete.isEnabled()
    screen.view.choose([draft, decided])
    assert not screen.delete.isEnabled()
    assert "ketua tim" in screen.delete.toolTip()
    screen.set_role("lead")
    assert screen.delete.isEnabled()


def test_in_a_narrow_window_the_details_fold_away_and_come_by_key(screen: SessionList) -> None:
    assert screen.pane.isVisible()
    screen.resize(815, 500)
    assert not screen.pane.isVisible()
    QTest.mouseClick(screen.fold, Qt.MouseButton.LeftButton)
    assert screen.pane.isVisible()
    assert screen.view.isColumnHidden(2)


def test_offers_stand_with_those_that_need_a_call_first(qtbot: QtBot, full: Path) -> None:
    store = Store.open(full, PASSPHRASE)
    found = listing_of_offers(store)
    store.close()
    screen = OfferList(now)
    qtbot.addWidget(screen)
    screen.resize(1150, 760)
    screen.set_listing(found)
    screen.show()
    alerts = sum(one.alert for one in found.rows)
    assert alerts
    head = screen.table.line(0)
    assert isinstance(head, Heading)
    assert len(head.rows) == alerts
    assert screen.banner.isVisible()
    phone = next(contact for contact in found.rows[7].contacts if contact.startswith("08"))
    screen.filters.search.setText(phone[:4] + " " + phone[4:])
    assert found.rows[7].id in [one.id for one in screen.table.wanted()]
    screen.filters.clear()
    screen.filters.choose("level", "kritis")
    assert {one.assessment.level for one in screen.table.wanted()} <= {"kritis"}
    screen.filters.choose("urgency", "SEGERA")
    assert {one.urgency for one in screen.table.wanted()} <= {"SEGERA"}
    screen.filters.clear()
    screen.view.choose([found.rows[0].id])
    assert screen.pane.note.isVisible()


def test_several_are_deleted_with_a_reason_and_brought_back(
    qtbot: QtBot, few: tuple[Desktop, list[str]], folder: Path
) -> None:
    desktop, ids = few
    screen = desktop.session_list.screen
    screen.view.choose(ids[:2])
    screen.view.setFocus()
    key(screen.view, Qt.Key.Key_Delete)
    assert screen.reason.isVisible()
    assert not screen.reason.delete.isEnabled()
    QTest.keyClicks(screen.reason.reason, "salah desa")
    key(screen.reason.reason, Qt.Key.Key_Return)
    settle(qtbot, desktop)
    assert set(shown(screen)) == set(ids[2:])
    assert not screen.reason.isVisible()
    store = Store.open(folder, PASSPHRASE)
    deletion = store.sessions.get(ids[0]).deletion
    assert deletion is not None
    assert deletion.reason == "salah desa"
    assert desktop.window.notice.text.text() == "2 sesi dihapus."
    QTest.mouseClick(desktop.window.notice.undo, Qt.MouseButton.LeftButton)
    settle(qtbot, desktop)
    assert set(shown(screen)) == set(ids)
    assert {one.id for one in screen.rows()} == set(ids[:2])
    assert store.sessions.get(ids[0]).deletion is None
    store.close()


def test_a_usual_reason_takes_one_press_and_ctrl_z_takes_it_back_once(
    qtbot: QtBot, few: tuple[Desktop, list[str]]
) -> None:
    desktop, ids = few
    screen = desktop.session_list.screen
    screen.view.choose([ids[0]])
    QTest.mouseClick(screen.delete, Qt.MouseButton.LeftButton)
    chip = next(one for one in screen.reason.findChildren(QPushButton) if one.text() == "Tercatat dua kali")
    QTest.mouseClick(chip, Qt.MouseButton.LeftButton)
    settle(qtbot, desktop)
    assert ids[0] not in shown(screen)
    assert len(screen.rows()) == 1
    desktop.window.activateWindow()
    screen.view.setFocus()
    key(screen.view, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    settle(qtbot, desktop)
    assert set(shown(screen)) == set(ids)
    with qtbot.assertNotEmitted(desktop.session_list.said):
        key(screen.view, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        desktop.window.notice.undo.click()
        settle(qtbot, desktop)
    assert set(shown(screen)) == set(ids)


def test_esc_puts_the_question_away_and_nothing_is_deleted(qtbot: QtBot, few: tuple[Desktop, list[str]]) -> None:
    desktop, ids = few
    screen = desktop.session_list.screen
    screen.view.choose([ids[0]])
    QTest.mouseClick(screen.delete, Qt.MouseButton.LeftButton)
    key(screen.reason.reason, Qt.Key.Key_Escape)
    settle(qtbot, desktop)
    assert not screen.reason.isVisible()
    assert set(shown(screen)) == set(ids)


def test_several_are_handed_in_and_those_not_ready_are_told(
    qtbot: QtBot, few: tuple[Desktop, list[str]], folder: Path
) -> None:
    desktop, ids = few
    screen = desktop.session_list.screen
    screen.view.selectAll()
    QTest.mouseClick(screen.submit, Qt.MouseButton.LeftButton)
    settle(qtbot, desktop)
    assert {one.id for one in screen.table.every if one.status == "diajukan"} == set(ids[:3])
    assert desktop.window.notice.text.text().startswith("3 sesi diajukan.")
    assert "Belum siap: 1" in desktop.window.notice.text.text()
    as_lead = Store.open(folder, PASSPHRASE)
    as_lead.enrolled(identity("lead"))
    as_lead.close()
    desktop.session_list.set_role("lead")
    screen.view.selectAll()
    QTest.mouseClick(screen.approve, Qt.MouseButton.LeftButton)
    settle(qtbot, desktop)
    assert {one.id for one in screen.table.every if one.status == "disetujui"} == set(ids[:3])


def test_the_pane_tells_a_sessions_life(qtbot: QtBot, few: tuple[Desktop, list[str]]) -> None:
    desktop, ids = few
    screen = desktop.session_list.screen
    screen.view.choose([ids[1]])
    qtbot.waitUntil(lambda: "RIWAYAT" in _texts(screen), timeout=5000)
    texts = _texts(screen)
    assert "Wonorejo" in texts
    assert any(text.startswith("Dicatat") for text in texts)
    assert "Tersimpan" in texts
    screen.view.clearSelection()
    qtbot.waitUntil(lambda: "Enter" in screen.pane.hint.text(), timeout=5000)
    assert screen.pane.title.text() == screen.filters.count.text(), "where none is chosen, what all come to"
    assert "Terjangkau" in _texts(screen)


def test_the_pane_leads_to_the_whole_story_and_to_a_receipt_once_there_is_one(
    qtbot: QtBot, few: tuple[Desktop, list[str]], tmp_path: Path
) -> None:
    desktop, ids = few
    screen = desktop.session_list.screen
    screen.view.choose([ids[1]])
    qtbot.waitUntil(lambda: "RIWAYAT" in _texts(screen), timeout=5000)
    assert not screen.pane.receipt.isEnabled()
    screen.pane.history.click()
    qtbot.waitUntil(lambda: bool(screen.findChildren(HistoryPanel)), timeout=5000)
    (panel,) = screen.findChildren(HistoryPanel)
    panel.changed.setChecked(False)
    assert panel.table.rowCount() > 0
    panel.accept()
    with qtbot.waitSignal(desktop.store.failed) as failed:
        screen.receipt_wanted.emit(ids[1], tmp_path / "receipt.json")
    assert failed.args is not None
    assert isinstance(failed.args[0], NotProven)
    assert not (tmp_path / "receipt.json").exists()


def test_an_empty_village_line_offers_the_last_villages_in_every_form(
    qtbot: QtBot, few: tuple[Desktop, list[str]]
) -> None:
    desktop, _ = few
    nobody = AttendanceList(columns={}, people=(), skipped=(), hints={}, remarks=(), digest="")
    desktop.session_list._show_preview("hadir.csv", nobody)
    (dialog,) = desktop.window.findChildren(ImportPreview)
    desktop.offers.create()
    settle(qtbot, desktop)
    for picker in (dialog.village, desktop.offers.form.village):
        picker._ask_offers()
        settle(qtbot, desktop)
        assert picker._list is not None
        assert picker._list.item(0).text() == "Desa terakhir Anda"
        assert picker._list.item(1).text().startswith("Wonorejo")
    dialog.reject()


def test_what_is_empty_offers_only_the_beginning(qtbot: QtBot, desktop: Desktop) -> None:
    desktop.go("sessions")
    settle(qtbot, desktop)
    screen = desktop.session_list.screen
    for piece in (screen.filters, screen.pane, screen.fold, screen.open, screen.export):
        assert not piece.isVisible()
    assert screen.new.isVisible()


def test_where_nothing_matches_no_empty_pane_stands(few: tuple[Desktop, list[str]]) -> None:
    screen = few[0].session_list.screen
    assert screen.pane.isVisible()
    screen.filters.search.setText("tidak ada yang begini")
    assert not screen.pane.isVisible()
    screen.filters.clear()
    assert screen.pane.isVisible()


def _texts(screen: ListScreen[Any]) -> list[str]:
    return [one.text() for one in screen.pane.findChildren(QLabel) if not one.isHidden()]


def test_what_is_chosen_is_exported_without_names_unless_they_are_asked_for(
    qtbot: QtBot, few: tuple[Desktop, list[str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desktop, ids = few
    screen = desktop.session_list.screen
    path = tmp_path / "sesi.xlsx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    screen.view.choose(ids[:2])
    QTest.mouseClick(screen.export, Qt.MouseButton.LeftButton)
    assert not screen.export_bar.names.isChecked()
    QTest.mouseClick(screen.export_bar.xlsx, Qt.MouseButton.LeftButton)
    settle(qtbot, desktop)
    qtbot.waitUntil(lambda: not screen.export_bar.isVisible())
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["Sesi", "Catatan"]
    assert book["Sesi"].max_row == 3
    assert desktop.window.notice.text.text() == "2 catatan ditulis ke sesi.xlsx."
    screen.view.clearSelection()
    QTest.mouseClick(screen.export, Qt.MouseButton.LeftButton)
    screen.export_bar.names.click()
    assert screen.export_bar.warning.isVisible()
    QTest.mouseClick(screen.export_bar.xlsx, Qt.MouseButton.LeftButton)
    settle(qtbot, desktop)
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["Sesi", "Peserta", "Catatan"]
    assert book["Sesi"].max_row == 5
    QTest.mouseClick(screen.export, Qt.MouseButton.LeftButton)
    assert not screen.export_bar.names.isChecked()


def test_a_stopped_export_writes_nothing(
    qtbot: QtBot, full: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desktop = Desktop(Path(shutil.copytree(full, tmp_path / "laptop")), PASSPHRASE, practice=False)
    desktop.go("sessions")
    show(qtbot, desktop)
    screen, path = desktop.session_list.screen, tmp_path / "sesi.xlsx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    QTest.mouseClick(screen.export, Qt.MouseButton.LeftButton)
    QTest.mouseClick(screen.export_bar.xlsx, Qt.MouseButton.LeftButton)
    assert screen.export_bar.stop.isVisible()
    QTest.mouseClick(screen.export_bar.stop, Qt.MouseButton.LeftButton)
    settle(qtbot, desktop)
    assert not path.exists()
    assert "dihentikan" in desktop.window.notice.text.text()
    assert list(tmp_path.glob(".sesi*")) == []
    desktop.window.close()


def test_an_empty_list_teaches_how_to_begin(qtbot: QtBot, desktop: Desktop) -> None:
    desktop.go("sessions")
    settle(qtbot, desktop)
    screen = desktop.session_list.screen
    assert screen.empty.isVisible()
    assert "Sesi baru" in screen.empty.text.text()
    assert not screen.export.isEnabled()


def test_every_control_of_the_lists_has_a_name(screen: SessionList) -> None:
    bar = screen.filters
    for control in (bar.search, bar.period, *bar.choices.values(), bar.start, bar.end, screen.view):
        assert control.accessibleName()


def test_an_offers_pane_tells_its_risk_what_to_ask_and_who_was_seen_elsewhere(
    qtbot: QtBot, desktop: Desktop, folder: Path
) -> None:
    store = Store.open(folder, PASSPHRASE)
    jo = Recruiter(alias="Bang Jo", phone="081234567890")
    first = store.offers.record(Offer(village=VILLAGE, received_at=NOW, suspected_country="KH"), [jo])
    store.offers.record(Offer(village=VILLAGE, received_at=NOW), [jo])
    store.close()
    desktop.go("offers")
    settle(qtbot, desktop)
    screen = desktop.offer_list.screen
    screen.view.choose([first.id])
    qtbot.waitUntil(lambda: "RIWAYAT" in _texts(screen), timeout=5000)
    texts = _texts(screen)
    assert "Bang Jo · 081234567890 · juga di 1 laporan lain" in texts
    assert any(text.startswith("+25") for text in texts)
    assert texts.index("BELUM DIKETAHUI, PALING PENTING") < texts.index("TAWARAN")
    screen.view.setFocus()
    key(screen.view, Qt.Key.Key_Delete)
    QTest.keyClicks(screen.reason.reason, "ganda")
    key(screen.reason.reason, Qt.Key.Key_Return)
    settle(qtbot, desktop)
    assert first.id not in [one.id for one in screen.table.wanted()]
    key(screen.view, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    settle(qtbot, desktop)
    assert first.id in [one.id for one in screen.table.wanted()]


def test_of_two_villages_of_one_name_each_is_told_by_its_district() -> None:
    same = [village for village in villages_of_office() if village.name == "Wonorejo"][:2]
    assert len(same) == 2
    names = {village.code: village.name for village in same} | {VILLAGE[:-1] + "9": "Sukamaju"}
    words = dict(village_options(names, {village.code: village for village in same}))
    assert {words[village.code] for village in same} == {f"Wonorejo · {village.district}" for village in same}
    assert words[VILLAGE[:-1] + "9"] == "Sukamaju"
