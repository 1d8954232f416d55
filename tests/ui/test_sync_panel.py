"""The sync panel: how the laptop stands, how a run goes and ends, what people must look at and why."""

from __future__ import annotations

import dataclasses
import datetime as dt
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desa_app.desktop import Desktop
from desa_app.domain.attendee import Attendee
from desa_app.domain.session import Session
from desa_app.errors import Unproven
from desa_app.store.conflicts import Conflict, Rival
from desa_app.store.database import immediate
from desa_app.store.journal import Quarantined, Waiting
from desa_app.store.places import Tally, Unsent
from desa_app.store.runs import Run
from desa_app.store.store import Exchange, Status, Store
from desa_app.sync.run import Progress, SyncReport
from desa_app.ui.headquarters.pace import seconds_left
from desa_app.ui.headquarters.sync_panel import SyncPanel
from desa_app.ui.table import RowView
from desa_app.ui.words import value_words
from tests.ui.conftest import NOW, PASSPHRASE, settle, show


def status(unsent: int = 0, offset: float | None = None) -> Status:
    """A laptop on which so many records wait since five days ago."""
    tallies = {noun: Tally(unsent, 0, 1200) for noun in ("session", "attendee", "offer", "recruiter")}
    oldest = NOW - dt.timedelta(days=5) if unsent else None
    return Status(tallies, Unsent(unsent, oldest), [], [], NOW if offset is not None else None, offset)


@pytest.fixture
def panel(qtbot: QtBot) -> SyncPanel:
    made = SyncPanel()
    qtbot.addWidget(made)
    made.resize(1150, 740)
    made.show()
    qtbot.waitExposed(made)
    return made


def test_what_waits_and_since_when(panel: SyncPanel) -> None:
    panel.set_status(status(unsent=12))
    assert panel.headline.text() == "12 catatan belum sampai kantor pusat"
    assert "19 November 2026" in panel.oldest.text()
    assert panel.places_table.index(0, 5).data() == "1.200"
    panel.set_status(status())
    assert panel.headline.text() == "Semua sudah di kantor pusat"
    assert not panel._aside.isVisible()
    assert not panel._conflicts.isVisible()


def exchange(runs: int = 0) -> Exchange:
    """Two kinds of records wait, forty changes are to come, so many runs are behind us, the first one failed."""
    failed = Run(1_795_000_000_000, 1_795_000_090_000, error="E301", details={"why": "tidak terhubung"})
    drained = Run(1_795_000_000_000, 1_795_000_004_000, 34, 12, 0, 2, 3174, 1024)
    return Exchange(
        {"session": Waiting(3, 2048), "attendee": Waiting(31, 10_240)}, 40, [failed, *[drained] * (runs - 1)][:runs]
    )


@pytest.mark.parametrize("width", [1150, 830], ids=["1366 px", "911 px"])
def test_what_stands_in_the_table_of_places_has_room(panel: SyncPanel, qtbot: QtBot, width: int) -> None:
    panel.resize(width, 740)
    panel.set_status(status(unsent=12))
    view = panel.places_view
    header = view.horizontalHeader()

    def has_room() -> None:
        for place in range(header.count()):
            wanted = max(header.sectionSizeHint(place), view.sizeHintForColumn(place))
            assert header.sectionSize(place) >= wanted, panel.places_table.columns[place].title

    qtbot.waitUntil(has_room)


def test_what_goes_what_comes_and_how_it_went(panel: SyncPanel) -> None:
    panel.set_status(status(unsent=12))
    panel.set_exchange(exchange())
    assert [panel.places_table.index(0, place).data() for place in (1, 2)] == ["3", "2,0"]
    assert [panel.places_table.index(1, place).data() for place in (1, 2)] == ["31", "10,0"]
    assert panel.places_table.index(2, 1).data() == "–"
    assert panel.coming.text().startswith("40 perubahan")
    assert panel.no_history.isVisible()
    assert not panel.history_view.isVisible()
    panel.set_exchange(exchange(runs=2))
    assert not panel.no_history.isVisible()
    failed, drained = ([panel.history_table.index(line, place).data() for place in range(1, 6)] for line in (0, 1))
    assert failed[0] == "2 mnt"
    assert "tidak terhubung" in failed[4]
    assert drained == ["4 dtk", "34", "12", "4,1", "Selesai"]


def test_what_ended_a_run_is_read_in_full_where_its_line_is_too_short(panel: SyncPanel, qtbot: QtBot) -> None:
    panel.set_exchange(exchange(runs=2))
    for width, said in ((2000, False), (640, True)):
        panel.resize(width, 740)
        panel.history_view.clearSelection()
        qtbot.waitUntil(lambda: panel.history_view.width() < panel.width())
        panel.history_view.selectRow(0)
        assert panel.ending.isVisible() is said
        assert panel.ending.text() == panel.history_table.row(0).sentence
    panel.history_view.selectRow(1)
    assert not panel.ending.isVisible()


def test_troubles_are_as_tall_as_their_lines(panel: SyncPanel, qtbot: QtBot) -> None:
    asides = [Quarantined(n, "offer", f"record-{n}", "Q107", "date") for n in range(1, 4)]
    panel.set_status(dataclasses.replace(status(), quarantined=asides))
    view = panel.aside_view
    for width in (1150, 700):
        panel.resize(width, 740)
        qtbot.waitUntil(lambda: 0 <= view.viewport().height() - view.verticalHeader().length() <= 4)


def test_a_pause_is_offered_to_be_continued(panel: SyncPanel, qtbot: QtBot) -> None:
    panel.show_running(True)
    panel.show_progress(Progress(pushed=10, pulled=0, left_to_push=30, left_to_pull=0))
    with qtbot.waitSignal(panel.cancelled):
        panel.pause.click()
    assert not panel.pause.isEnabled()
    panel.show_running(False)
    assert panel.is_paused
    assert panel.start.text() == "Lanjutkan"
    assert panel.bar.isVisible()
    assert panel.progress.text() == "Dijeda. Yang sudah terkirim tetap terkirim."
    with qtbot.waitSignal(panel.started):
        panel.start.click()
    panel.show_running(True)
    assert not panel.is_paused
    panel.stop.click()
    panel.show_running(False)
    assert panel.start.text() == "Sinkronkan"
    assert not panel.bar.isVisible()


@given(st.integers(0, 10**6), st.integers(0, 10**6), st.floats(0, 10**5))
def test_the_time_left_follows_the_pace(done: int, left: int, elapsed: float) -> None:
    told = seconds_left(done, left, elapsed)
    if done == 0 or elapsed < 2:
        assert told is None
    else:
        assert told is not None
        assert abs(told * done - left * elapsed) <= done / 2 + 1e-3 * (1 + left * elapsed)


def test_correct_goes_to_the_record_under_the_cursor(panel: SyncPanel, qtbot: QtBot) -> None:
    asides = [Quarantined(n, "session", f"record-{n}", "Q107", "date") for n in (1, 2)]
    panel.set_status(dataclasses.replace(status(), quarantined=asides))
    with qtbot.waitSignal(panel.opened) as first:
        panel.repair.click()
    assert first.args == ["session", "record-1"]
    panel.aside_view.setCurrentIndex(panel.aside_view.model().index(1, 0))
    with qtbot.waitSignal(panel.opened) as second:
        panel.repair.click()
    assert second.args == ["session", "record-2"]


@pytest.mark.parametrize(("offset", "said"), [(299.0, False), (-540.0, True)])
def test_a_clock_that_is_off_is_said(panel: SyncPanel, offset: float, said: bool) -> None:
    panel.set_status(status(offset=offset))
    assert panel.clock.isVisible() is said
    assert ("9 menit" in panel.clock.text()) is said


def test_a_run_shows_how_far_it_is_and_how_it_ended(panel: SyncPanel) -> None:
    panel.show_running(True)
    assert panel.stop.isVisible()
    assert not panel.start.isEnabled()
    panel.show_progress(Progress(340, 1200, 5400, 12000))
    assert panel.progress.text() == "340 terkirim, 5.400 lagi · 1.200 diterima, 12.000 lagi"
    assert (panel.bar.value(), panel.bar.maximum()) == (1540, 18_940)
    panel.show_running(False)
    panel.show_report(SyncReport(pushed=3, pulled=5, quarantined=2, bytes_up=2048, remark="Ketua tim menyetujui."))
    assert panel.result.text().startswith("Selesai: 3 perubahan terkirim, 5 diterima, 2,0 KB")
    assert "Ketua tim menyetujui. 2 disisihkan" in panel.result.text()
    assert panel.result.property("tone") == "warning"
    assert panel.start.isEnabled()


def test_what_is_set_aside_or_contested_has_its_reason(panel: SyncPanel) -> None:
    rivals = (Rival("ya", "a", "A", NOW, True), Rival("tidak", "b", "B", NOW, False))
    waiting = status()
    waiting.quarantined.append(Quarantined(7, "session", "s", "Q107", "venue"))
    waiting.conflicts.append(Conflict("attendee", "p", "plans_abroad", rivals))
    panel.set_status(waiting)
    assert [panel.aside_table.index(0, place).data() for place in range(3)] == [
        "Sesi penyuluhan",
        "Tempat",
        "isian tidak dapat diterima",
    ]
    assert panel.conflict_table.index(0, 2).data() == "Ya (rekan) ⇄ Tidak (rekan)"


@pytest.mark.parametrize(
    ("noun", "field", "value", "words"),
    [
        ("session", "date", "2026-11-15", "15 November 2026"),
        ("session", "start", "09:30:00+07:00", "09.30"),
        ("session", "headcount_ages", {"18-24": 5}, "18–24 tahun: 5"),
        ("session", "date", "lama sekali", "lama sekali"),
        ("attendee", "birth_year", 1990, "1990"),
        (
            "attendee",
            "guardian_consent",
            {"version": "1", "language": "id", "method": "lisan", "given_at": "x"},
            "1, id, lisan, x",
        ),
        ("offer", "received_at", "2026-11-15T14:30:00+07:00", "15 November 2026 14:30 WIB"),
        ("offer", "suspected_country", "KH", "Kamboja"),
        ("offer", "fee", 12500000.0, "12.500.000"),
        ("offer", "village", "3324082014", "33.24.08.2014"),
        ("offer", "field_of_tomorrow", "x", "x"),
        ("offer", "story", None, "—"),
    ],
)
def test_values_in_words(noun: str, field: str, value: object, words: str) -> None:
    assert value_words(noun, field, value) == words


def test_what_is_set_aside_opens_where_it_can_be_put_right(qtbot: QtBot, desktop: Desktop, folder: Path) -> None:
    store = Store.open(folder, PASSPHRASE)
    session = store.sessions.record(Session(venue="Balai"), [Attendee(full_name="Siti")])
    with immediate(store.db):
        store.db.conn.execute(
            "UPDATE journal SET state = 'quarantined', code = 'Q107', field = 'age' WHERE noun = 'attendee'"
        )
    store.close()
    desktop.go("sync")
    settle(qtbot, desktop)
    view = next(one for one in desktop.hq.sync.findChildren(RowView) if one.model() is desktop.hq.sync.aside_table)
    view.selectRow(0)
    QTest.keyClick(view, Qt.Key.Key_Return)
    settle(qtbot, desktop)
    assert desktop.sessions.form.isVisible()
    assert desktop.sessions.form.record_id == session.id


def scripted(report: SyncReport | Exception) -> Callable[..., SyncReport]:
    """A synchronisation that tells two steps and ends as it is told to."""

    def synchronise(store: Store, progress: Callable[[Progress], None], cancelled: threading.Event) -> SyncReport:
        progress(Progress(1, 0, 1, 3))
        progress(Progress(2, 3, 0, 0))
        if isinstance(report, Exception):
            raise report
        return report

    return synchronise


def test_the_practice_lead_has_the_last_word(qtbot: QtBot, folder: Path) -> None:
    said = SyncReport(pushed=2, remark="Ketua tim latihan menyetujui 3 sesi.")
    desktop = Desktop(folder, PASSPHRASE, practice=True, synchronise=scripted(said))
    show(qtbot, desktop)
    desktop.go("sync")
    QTest.mouseClick(desktop.hq.sync.start, Qt.MouseButton.LeftButton)
    settle(qtbot, desktop)
    assert desktop.hq.sync.result.text().endswith("Ketua tim latihan menyetujui 3 sesi.")
    desktop.window.close()


def test_a_run_that_fails_is_said_above_the_page(qtbot: QtBot, folder: Path) -> None:
    desktop = Desktop(folder, PASSPHRASE, practice=False, synchronise=scripted(Unproven(why="tanda tangan")))
    show(qtbot, desktop)
    desktop.go("sync")
    QTest.mouseClick(desktop.hq.sync.start, Qt.MouseButton.LeftButton)
    settle(qtbot, desktop)
    assert "tidak terbukti asli" in desktop.window.notice.text.text()
    assert desktop.window.notice.property("tone") == "danger"
    assert desktop.hq.sync.start.isEnabled()
    assert not desktop.hq.sync.result.isVisible()
    desktop.window.close()
