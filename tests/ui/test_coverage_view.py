"""The coverage page over a real store: filters, charts, tables in any order, drilling down, export with preview."""

from __future__ import annotations

import datetime as dt
import json
import threading
import weakref
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QHelpEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QToolTip
from pytestqt.qtbot import QtBot

from desa_app.desktop import Desktop
from desa_app.domain.attendee import Attendee
from desa_app.domain.coverage import (
    AssignmentFact,
    Coverage,
    Facts,
    OfferFact,
    Period,
    Scope,
    SessionFact,
    coverage,
    rules_in_force,
)
from desa_app.domain.session import Session
from desa_app.domain.village import Village
from desa_app.store.store import Store
from desa_app.ui.coverage import chart
from desa_app.ui.coverage.chart import Chart
from desa_app.ui.coverage.chart_paint import Mark, nice_top, paint_rows, percent
from desa_app.ui.coverage.coverage_view import CoverageView
from desa_app.ui.coverage.export import Export
from desa_app.ui.coverage.export_dialog import ExportDialog
from desa_app.ui.coverage.question import Answer, Question, answer, in_order
from desa_app.ui.style import colours
from desa_app.ui.table import Column, RowTable, RowView
from desa_app.ui.translation import speak
from desa_app.ui.work import Work
from tests.ui.conftest import NOW, PASSPHRASE, identity, settle, show

ALL = 83_762
YEAR = Period(dt.date(2026, 1, 1), NOW.date())
WONOREJO, SUMBEREJO = "3324082014", "3324082015"


class Counting(Sequence[int]):
    """A long sequence that tells how often it was read."""

    def __init__(self) -> None:
        self.reads = 0

    def __len__(self) -> int:
        return ALL

    def __getitem__(self, place: int) -> int:  # type: ignore[override]
        self.reads += 1
        return place

    def __iter__(self) -> Iterator[int]:
        raise AssertionError("nobody may read every row")


def counted(*sessions: SessionFact) -> Coverage:
    villages = [
        Village(f"33240820{number:02d}", f"Desa {number}", "desa", "Kaliwungu", "Kabupaten Kendal", "Jawa Tengah")
        for number in range(1, 21)
    ]
    september = SessionFact("s", "KANIM", dt.date(2026, 9, 19), (villages[0].code,), 25, "disetujui", sexes=(10, 12))
    facts = Facts(
        villages,
        assignments=[AssignmentFact(villages[0].code, "KANIM", dt.date(2026, 1, 1))],
        sessions=sessions or [september],
        offers=[OfferFact(villages[4].code, dt.date(2026, 9, 1), "kritis", urgent_open=True)],
    )
    return coverage(facts, YEAR, rules_in_force())


@pytest.fixture
def view(qtbot: QtBot) -> CoverageView:
    """The page, answered at once from a count of 20 villages."""
    made = CoverageView(lambda: NOW.date())
    qtbot.addWidget(made)
    made.asked.connect(lambda question: made.set_answer(answer(counted(), question, None)))
    made.wanted.connect(made.ask)
    made.set_whole(counted())
    made.resize(1150, 740)
    made.show()
    qtbot.waitExposed(made)
    return made


def cells(view: CoverageView, title: str) -> list[str]:
    """What stands in a column, from the top."""
    place = next(place for place, column in enumerate(view.table.columns) if column.title == title)
    return [view.table.index(number, place).data() for number in range(view.table.rowCount())]


def look_at(view: CoverageView, name: str, level: str | None = None) -> None:
    """Press one of the views, and choose a level."""
    view.views._choose(name)
    if level is not None:
        view.level.setCurrentIndex(view.level.findData(level))


# The tables


def test_all_villages_scroll_and_only_rows_in_sight_are_read(qtbot: QtBot) -> None:
    rows = Counting()
    table: RowTable[int] = RowTable()
    table.set_columns(Column("Kode", str), Column("Dua", lambda one: str(2 * one), number=True))
    table.set_rows(rows)
    shown = RowView(table, sortable=False)
    qtbot.addWidget(shown)
    shown.resize(600, 400)
    shown.show()
    qtbot.waitExposed(shown)
    shown.scrollToBottom()
    shown.grab()
    assert table.rowCount() == ALL
    assert table.index(ALL - 1, 1).data() == str(2 * (ALL - 1))
    assert 0 < rows.reads < 1000


def test_the_chosen_row_stays_chosen_when_the_rows_come_anew(qtbot: QtBot) -> None:
    table: RowTable[str] = RowTable()
    shown = RowView(table, key=lambda one: one)
    qtbot.addWidget(shown)
    table.set_columns(Column("Nama", str))
    table.set_rows(["a", "b", "c"])
    shown.selectRow(1)
    shown.setColumnWidth(0, 333)
    table.set_rows(["x", "a", "b"])
    assert shown.place() == 2
    assert shown.columnWidth(0) == 333
    table.sort(0, Qt.SortOrder.DescendingOrder)
    assert shown.place() == 1
    table.keep(lambda one: one != "b")
    assert shown.place() is None


def test_a_click_on_a_column_asks_for_an_order_and_shows_it(view: CoverageView) -> None:
    look_at(view, "table", "village")
    name = next(place for place, column in enumerate(view.table.columns) if column.title == "Desa/Kelurahan")
    assert cells(view, "Desa/Kelurahan")[0] == "Desa 1", "visited places first"
    view.view.sortByColumn(name, Qt.SortOrder.DescendingOrder)
    assert cells(view, "Desa/Kelurahan")[:3] == ["Desa 9", "Desa 8", "Desa 7"]
    last = next(place for place, column in enumerate(view.table.columns) if column.title == "Sesi terakhir")
    view.view.sortByColumn(last, Qt.SortOrder.AscendingOrder)
    assert cells(view, "Sesi terakhir")[:2] == ["19 September 2026", ""], "those without a value last"
    look_at(view, "uncovered")
    assert float(cells(view, "Prioritas")[0].replace(",", ".")) > 30, "by priority again"


def test_an_order_keeps_equal_rows_as_they_come_and_those_without_a_value_last() -> None:
    rows = [Mark(name, value, "", "") for name, value in (("b", 2), ("a", 2), ("C", 1), ("d", 3))]
    assert [row.name for row in in_order(rows, "value", descending=False)] == ["C", "b", "a", "d"]
    assert [row.name for row in in_order(rows, "value", descending=True)] == ["d", "b", "a", "C"]
    assert [row.name for row in in_order(rows, "name", descending=False)] == ["a", "b", "C", "d"]
    many = [Mark(str(number), number * 7919 % 20_011, "", "") for number in range(20_000)]
    assert [row.value for row in in_order(many, "value", descending=True)] == sorted(
        (row.value for row in many), reverse=True
    )


def test_an_uncovered_village_says_why_it_comes_first(view: CoverageView) -> None:
    look_at(view, "uncovered")
    assert cells(view, "Mengapa")[0] == (
        "belum pernah ada sesi (30); tawaran mencurigakan, bobot 6 (17,50); SEGERA terbuka (15)"
    )
    assert cells(view, "Desa/Kelurahan")[0] == "Desa 5"
    assert view.rows.text() == "19 baris"


def test_a_village_opens_and_an_area_narrows_one_level_down(qtbot: QtBot, view: CoverageView) -> None:
    look_at(view, "table", "province")
    for level in ("regency", "district", "village"):
        view.view.opened.emit(0)
        assert view.level.currentData() == level
    assert view.filters.scope() == Scope(area="332408")
    assert view.filters.area.currentText() == "Kaliwungu"
    view.view.setFocus()
    view.view.selectRow(1)
    with qtbot.waitSignal(view.opened) as opened:
        QTest.keyClick(view.view, Qt.Key.Key_Return)
    assert opened.args == ["3324082002"]
    look_at(view, "table", "office")
    view.view.opened.emit(0)
    assert (view.level.currentData(), view.filters.office.currentData()) == ("village", "KANIM")


def test_the_page_says_its_footnotes(view: CoverageView) -> None:
    assert "Tidak diketahui berapa laptop" in view.overview.notes.text()
    assert "Menunggu persetujuan: 0 sesi" in view.overview.notes.text()
    look_at(view, "table")
    assert "Tidak diketahui berapa laptop" in view.note.text()
    assert "1 catatan lain" in view.note.text()


# Filters


def test_each_filter_asks_at_once(qtbot: QtBot, view: CoverageView) -> None:
    filters = view.filters
    changes: tuple[tuple[Callable[[], object], Scope], ...] = (
        (lambda: filters.assigned.click(), Scope(assigned=True)),
        (lambda: filters.state.setCurrentIndex(filters.state.findData("never")), Scope(assigned=True, state="never")),
        (lambda: filters.search.setText(" desa  3 "), Scope(assigned=True, state="never", text="desa 3")),
        (lambda: filters.cleared.click(), Scope()),
        (lambda: filters.area.setCurrentIndex(filters.area.findData("33")), Scope(area="33")),
    )
    for change, scope in changes:
        with qtbot.waitSignal(view.asked) as asked:
            change()
        assert asked.args[0].scope == scope
        assert filters.cleared.isVisible() == (scope != Scope())


def test_an_area_is_found_by_typing_and_nonsense_is_put_back(qtbot: QtBot, view: CoverageView) -> None:
    box = view.filters.area
    box.setFocus()
    QTest.keyClicks(box.line, "kabupaten kendal · jawa tengah")
    QTest.keyClick(box.line, Qt.Key.Key_Return)
    assert view.filters.scope().area == "3324"
    box.line.setText("tidak ada")
    box.line.editingFinished.emit()
    assert (view.filters.scope().area, box.currentText()) == ("3324", "Kabupaten Kendal · Jawa Tengah")
    box.line.clear()
    box.line.editingFinished.emit()
    assert view.filters.scope().area == ""


@pytest.mark.parametrize(
    ("name", "start", "end"),
    [
        ("month", dt.date(2026, 11, 1), NOW.date()),
        ("quarter", dt.date(2026, 10, 1), NOW.date()),
        ("year", dt.date(2026, 1, 1), NOW.date()),
        ("last_year", dt.date(2025, 1, 1), dt.date(2025, 12, 31)),
        ("twelve_months", dt.date(2025, 11, 25), NOW.date()),
    ],
)
def test_quick_periods(view: CoverageView, name: str, start: dt.date, end: dt.date) -> None:
    view.filters.period.setCurrentIndex(view.filters.period.findData(name))
    assert view.filters.wanted_period() == Period(start, end)


def test_days_of_ones_own_begin_with_what_is_shown_and_say_what_is_wrong(qtbot: QtBot, view: CoverageView) -> None:
    filters = view.filters
    filters.period.setCurrentIndex(filters.period.findData("days"))
    assert filters.wanted_period() == YEAR
    filters.start.set_value(dt.date(2025, 1, 1))
    with qtbot.waitSignal(filters.period_chosen):
        filters.start.editingFinished.emit()
    filters.end.set_value(dt.date(2024, 1, 1))
    with qtbot.assertNotEmitted(view.asked):
        filters.end.editingFinished.emit()
    assert filters.wrong.isVisible()
    assert filters.wrong.text() == "berakhir sebelum dimulai"


def test_nothing_that_fits_teaches(view: CoverageView) -> None:
    look_at(view, "table", "village")
    view.filters.search.setText("zzz")
    assert view.nothing.isVisible()
    assert not view.view.isVisible()
    look_at(view, "overview")
    assert view.overview.empty.isVisible()
    assert "disetujui ketua tim" in view.overview.empty.text.text()
    assert not view.overview.months.isVisible()


# Charts


def test_charts_tell_their_values_in_words_and_agree_with_the_table(view: CoverageView) -> None:
    overview = view.overview
    assert overview.sexes.chart.accessibleDescription() == (
        "Laki-laki: 10 orang, 40,0 %; Perempuan: 12 orang, 48,0 %; Tidak diketahui: 3 orang, 12,0 %"
    )
    assert "Sep 2026: 1 sesi, 25 orang" in overview.months.chart.accessibleDescription()
    assert overview.every.chart.accessibleDescription().startswith("Sesi terakhir ≤ 6 bulan: 1 desa, 5,0 %")
    assert overview.ages.title.text() == "Orang terjangkau menurut kelompok umur: 25"
    look_at(view, "table", "country")
    assert cells(view, "Orang terjangkau") == ["25"]


def test_a_chart_is_asked_by_keys_and_by_the_mouse(qtbot: QtBot, view: CoverageView) -> None:
    asked = view.overview.sexes.chart
    asked.setFocus()
    asked.grab()
    for key, said in (
        (Qt.Key.Key_Right, "Laki-laki: 10 orang, 40,0 %"),
        (Qt.Key.Key_Down, "Perempuan: 12 orang, 48,0 %"),
        (Qt.Key.Key_Left, "Laki-laki: 10 orang, 40,0 %"),
        (Qt.Key.Key_Left, "Laki-laki: 10 orang, 40,0 %"),
    ):
        QTest.keyClick(asked, key)
        assert asked.said == said
    view.filters.search.setFocus()
    assert asked.said == ""
    where = QPoint(asked.width() // 2, asked.height() // 2)
    QTest.mouseMove(asked, where)
    QApplication.sendEvent(asked, QHelpEvent(QHelpEvent.Type.ToolTip, where, asked.mapToGlobal(where)))
    assert QToolTip.text() == "Perempuan: 12 orang, 48,0 %"
    QToolTip.hideText()


def test_a_chart_without_anything_says_so(qtbot: QtBot) -> None:
    asked = Chart(paint_rows, 100)
    qtbot.addWidget(asked)
    asked.show_marks("Kosong", [Mark("a", 0, "0", "a: 0")], "Tidak ada sesi")
    asked.show()
    asked.grab()
    assert asked.accessibleDescription() == "Tidak ada sesi"
    QTest.keyClick(asked, Qt.Key.Key_Right)
    assert asked.said == ""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_charts_are_drawn_in_the_colours_of_their_roles(
    view: CoverageView, monkeypatch: pytest.MonkeyPatch, scheme: str
) -> None:
    monkeypatch.setattr(chart, "colour", lambda role: QColor(colours(scheme)[role]))
    picture = view.overview.months.chart.grab().toImage()
    rows = (20, 60, picture.height() - 30)
    seen = {picture.pixelColor(x, y).name().upper() for x in range(picture.width()) for y in rows}
    assert colours(scheme)["accent"] in seen


@pytest.mark.parametrize(
    ("highest", "top"), [(0, 4), (3, 4), (4, 4), (5, 8), (42, 60), (60, 60), (61, 80), (81, 120), (9_000, 12_000)]
)
def test_an_axis_ends_in_a_round_number_not_below_the_highest(highest: int, top: int) -> None:
    assert nice_top(highest) == top
    assert top % 4 == 0


def test_a_share_is_only_nothing_or_everything_if_it_is() -> None:
    assert [percent(part, 83_762) for part in (0, 4, 185, 83_721, 83_761, 83_762)] == [
        *("0,0 %", "< 0,01 %", "0,22 %", "99,95 %", "99,99 %", "100,0 %"),
    ]


def test_the_page_speaks_english(qtbot: QtBot, qapp: QApplication, view: CoverageView) -> None:
    speak(qapp, "en")
    qtbot.waitUntil(lambda: view.title.text() == "Village coverage")
    assert view.overview.sexes.chart.accessibleDescription().startswith("Male: 10 (40.0 %)")
    look_at(view, "uncovered")
    assert "never a session (30)" in cells(view, "Why")[0]


@pytest.mark.parametrize(("width", "columns"), [(1150, 2), (700, 1)])
def test_charts_stand_side_by_side_where_there_is_room(
    qtbot: QtBot, view: CoverageView, width: int, columns: int
) -> None:
    view.resize(width, 700)
    qtbot.waitUntil(lambda: len({card.x() for card in view.overview.charts()}) == columns)


# Over the real store


@pytest.fixture
def visited(folder: Path) -> Path:
    """A laptop on which a session of Wonorejo is approved and one of Sumberejo waits."""
    store = Store.open(folder, PASSPHRASE)
    for village, men, approve in ((WONOREJO, 20, True), (SUMBEREJO, 7, False)):
        session = Session(
            date=dt.date.today().replace(day=1), villages=(village,), village_names=("x",), venue="Balai",
            headcount_male=men, notice_given="ya", legal_basis="UU", topics=("prosedur",),
        )  # fmt: skip
        saved = store.sessions.record(session, [Attendee(full_name="Siti", sex="P", age=34)])
        store.sessions.submit(saved.id)
        if approve:
            store.enrolled(identity("lead"))
            store.sessions.approve(saved.id)
            store.enrolled(identity("officer"))
    store.close()
    return folder


@pytest.fixture
def office(qtbot: QtBot, visited: Path) -> Iterator[Desktop]:
    """The window on the coverage page of that laptop."""
    running = Desktop(visited, PASSPHRASE, practice=False)
    show(qtbot, running)
    running.go("coverage")
    settled(qtbot, running)
    yield running
    running.window.close()


def settled(qtbot: QtBot, desktop: Desktop) -> None:
    """Wait until the page's question is answered."""
    screen = desktop.coverage.screen
    qtbot.waitUntil(lambda: screen.answer is not None and screen.answer.question == screen.question(), timeout=20_000)
    settle(qtbot, desktop)


def test_the_page_counts_what_the_laptop_holds_narrows_and_counts_anew(qtbot: QtBot, office: Desktop) -> None:
    screen = office.coverage.screen
    assert [tile.figure.text() for tile in screen.overview.tiles[1:]] == ["1", "1", "20", "1"]
    look_at(screen, "table", "village")
    settled(qtbot, office)
    assert screen.table.rowCount() == ALL
    assert cells_of_first(screen)["Orang terjangkau"] == "20"
    for letter in "wonorejo kaliwungu":
        screen.filters.search.setText(screen.filters.search.text() + letter)
    settled(qtbot, office)
    assert screen.table.rowCount() == 1
    assert screen.overview.tiles[2].figure.text() == "1"
    before = screen.answer
    office.window.tell({"session"})
    qtbot.waitUntil(lambda: screen.answer is not before, timeout=20_000)
    assert screen.answer is not None
    assert before is not None
    assert screen.answer.coverage.country == before.coverage.country
    with qtbot.waitSignal(office.coverage.opened) as opened:
        office.coverage.screen.opened.emit(WONOREJO)
    assert opened.args == ["village", WONOREJO]


def test_a_page_that_is_left_lets_go_of_its_count_and_comes_back_where_it_was(qtbot: QtBot, office: Desktop) -> None:
    screen = office.coverage.screen
    look_at(screen, "table", "village")
    settled(qtbot, office)
    screen.view.selectRow(5_000)
    screen.view.scrollTo(screen.table.index(5_000, 0))
    before, scrolled = screen.answer, screen.view.verticalScrollBar().value()
    assert before is not None
    assert scrolled > 0
    held = weakref.ref(before.coverage.places)
    del before
    office.go("settings")
    assert screen.answer is None
    qtbot.waitUntil(lambda: held() is None, timeout=20_000)
    office.go("coverage")
    settled(qtbot, office)
    assert screen.table.rowCount() == ALL
    assert (screen.view.place(), screen.view.verticalScrollBar().value()) == (5_000, scrolled)
    assert screen.overview.tiles[2].figure.text() == "1"


def cells_of_first(screen: CoverageView) -> dict[str, str]:
    """The first row by the titles of its columns."""
    return {column.title: screen.table.index(0, place).data() for place, column in enumerate(screen.table.columns)}


def opened_dialog(qtbot: QtBot, desktop: Desktop) -> ExportDialog:
    """The export dialog with its first preview."""
    desktop.coverage.screen.export.click()
    qtbot.waitUntil(lambda: desktop.coverage.dialog is not None)
    dialog = desktop.coverage.dialog
    assert dialog is not None
    previewed(qtbot, desktop, dialog)
    return dialog


def previewed(qtbot: QtBot, desktop: Desktop, dialog: ExportDialog) -> None:
    qtbot.waitUntil(lambda: dialog.sentence.text() != "Membuat pratinjau …", timeout=20_000)
    settle(qtbot, desktop)


def test_the_preview_shows_what_each_file_will_hold(qtbot: QtBot, office: Desktop) -> None:
    dialog = opened_dialog(qtbot, office)
    assert dialog.export() == Export("xlsx", "regency", outside=False)
    assert dialog.sentence.text() == "Baris per lembar – Kabupaten/Kota: 514."
    assert dialog.table.rowCount() == 30
    assert "Dibuat oleh Dewi, Kantor Imigrasi Kelas I TPI Semarang" in dialog.notes.text()
    assert "tidak ada nama, nomor telepon" in dialog.privacy.text()
    dialog.outside.click()
    previewed(qtbot, office, dialog)
    assert "di bawah 5" in dialog.privacy.text()
    assert "di bawah 5" in dialog.notes.text()
    for kind, sentence in (("csv", "Baris per lembar"), ("geojson", "514 titik"), ("pdf", "halaman A4")):
        dialog.kinds._choose(kind)  # type: ignore[arg-type]
        previewed(qtbot, office, dialog)
        assert sentence in dialog.sentence.text()
    dialog.reject()
    qtbot.waitUntil(lambda: office.coverage.dialog is None)
    look_at(office.coverage.screen, "uncovered")
    settled(qtbot, office)
    dialog = opened_dialog(qtbot, office)
    assert dialog.export() == Export("xlsx", "uncovered", outside=False)
    assert "Mengapa" in [column.title for column in dialog.table.columns]
    dialog.kinds._choose("pdf")
    previewed(qtbot, office, dialog)
    assert dialog.export().by == "regency", "what paper has no table of gives way"
    dialog.reject()


def test_each_kind_of_file_is_saved_and_its_folder_offered(
    qtbot: QtBot, office: Desktop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "cakupan"), ""))
    screen = office.coverage.screen
    beginnings = {"xlsx": b"PK\x03\x04", "csv": b"\xef\xbb\xbfK", "geojson": b'{"ty', "pdf": b"%PDF"}
    for kind, beginning in beginnings.items():
        dialog = opened_dialog(qtbot, office)
        dialog.kinds._choose(kind)  # type: ignore[arg-type]
        previewed(qtbot, office, dialog)
        dialog.save.click()
        path = tmp_path / f"cakupan.{kind}"
        qtbot.waitUntil(lambda path=path: screen.done.text() == f"Tersimpan: {path}", timeout=20_000)  # type: ignore[misc]
        assert screen.outcome.isVisible()
        assert not screen.writing.isVisible()
        assert path.read_bytes()[:4] == beginning
    found = json.loads((tmp_path / "cakupan.geojson").read_text("utf-8"))
    kendal = next(one for one in found["features"] if one["id"] == "3324")
    assert (len(found["features"]), kendal["properties"]["reached"]) == (514, 20)
    assert {one.name for one in tmp_path.glob("*cakupan*")} == {f"cakupan.{kind}" for kind in beginnings}
    assert len(noted(qtbot, office)) == len(beginnings)


def test_writing_that_is_refused_or_stopped_is_said_and_leaves_nothing(
    qtbot: QtBot, office: Desktop, tmp_path: Path
) -> None:
    screen, given = office.coverage.screen, office.coverage.screen.answer
    assert given is not None
    office.coverage._write(given, Export("csv", "regency", outside=False), tmp_path / "tidak ada" / "a.csv")
    qtbot.waitUntil(lambda: not screen.writing.isVisible(), timeout=20_000)
    settle(qtbot, office)
    assert "foldernya tidak ada" in office.window.notice.text.text()
    assert screen.export.isEnabled()
    assert not screen.outcome.isVisible()
    held = threading.Event()
    office.long.do(_holding(held))
    office.coverage._write(given, Export("xlsx", None, outside=False), tmp_path / "a.xlsx")
    assert screen.writing.isVisible()
    screen.stop.click()
    held.set()
    qtbot.waitUntil(lambda: not screen.writing.isVisible(), timeout=20_000)
    assert not (tmp_path / "a.xlsx").exists()
    assert "dihentikan" in office.window.notice.text.text()
    assert noted(qtbot, office) == []


def noted(qtbot: QtBot, office: Desktop) -> list[Any]:
    """What the log of exports holds of coverage."""
    found: list[Any] = []
    office.store.do(Work(lambda store: store.exports.recent(), found.extend))
    settle(qtbot, office)
    return [one for one in found if one.kind == "coverage"]


def _holding(held: threading.Event) -> Any:
    """Work that waits."""
    return Work(lambda _: held.wait(20), lambda _: None)


def test_an_answer_takes_over_what_is_still_true() -> None:
    whole = counted()
    first = answer(whole, Question(YEAR, Scope(area="33"), "village"), None)
    again = answer(whole, Question(YEAR, Scope(area="33"), "regency"), first)
    assert again.coverage is first.coverage
    other = answer(whole, Question(YEAR, Scope(), "regency"), first)
    assert other.coverage is whole
    assert isinstance(other, Answer)
