"""The villages' page over the real store: table, map and details of one; the registry read lazily; both languages."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from desa_app.desktop import Desktop
from desa_app.domain.gazetteer import Gazetteer
from desa_app.domain.known_village import KnownVillage
from desa_app.domain.neighbours import Neighbour
from desa_app.domain.offer import Offer
from desa_app.domain.office import Assignment
from desa_app.domain.session import Session
from desa_app.store.store import Store
from desa_app.store.villages import Villages
from desa_app.ui.translation import speak
from desa_app.ui.villages import village_desk
from desa_app.ui.villages.village_overview import VillageOverview
from desa_app.ui.villages.village_rows import AllVillages, columns
from tests.store.test_coverage import from_headquarters, record_id
from tests.ui.conftest import PASSPHRASE, VILLAGE, identity, settle

SUMBEREJO, BLUMAH = "3324082003", "3324012001"
ALL = 83_762


def today() -> dt.date:
    return dt.datetime.now().astimezone().date()


def fill(folder: Path) -> str:
    """Two villages by letter, one of them visited and with an urgent offer (its id); a draft in a third."""
    store = Store.open(folder, PASSPHRASE)
    start = today() - dt.timedelta(days=400)
    assigned = {"office": "KANIM-SMG", "start": start, "sk": "W.13.IMI.1-UM.01.01-1200 Tahun 2025"}
    from_headquarters(
        store,
        Assignment(id=record_id(1), village=VILLAGE, **assigned),  # type: ignore[arg-type]
        Assignment(id=record_id(2), village=BLUMAH, **assigned),  # type: ignore[arg-type]
    )
    saved = store.sessions.record(Session(date=today(), villages=(VILLAGE,), headcount_male=7))
    store.sessions.submit(saved.id)
    store.enrolled(identity("lead"))
    store.sessions.approve(saved.id)
    store.enrolled(identity("officer"))
    store.sessions.record(Session(date=today(), villages=(SUMBEREJO,), headcount_male=4))
    record = store.offers.record(Offer(village=VILLAGE, stage="transit"))
    store.close()
    return record.id


class Kept(NamedTuple):
    """What a laptop's store and registry answer."""

    offer: str
    known: list[KnownVillage]
    gazetteer: Gazetteer
    neighbours: list[Neighbour]


@pytest.fixture(scope="module")
def kept(laptop: Path, tmp_path_factory: pytest.TempPathFactory) -> Kept:
    """Read once from a real store; the page changes nothing of it."""
    folder = Path(shutil.copytree(laptop, tmp_path_factory.mktemp("villages") / "laptop"))
    offer = fill(folder)
    store = Store.open(folder, PASSPHRASE)
    known, gazetteer = store.known_villages.listed(), store.villages.gazetteer()
    store.close()
    return Kept(offer, known, gazetteer, village_desk._unvisited(gazetteer, known))


@pytest.fixture
def page(qtbot: QtBot, kept: Kept) -> VillageOverview:
    """The page with what the store knows."""
    shown = VillageOverview(lambda: dt.datetime.now().astimezone())
    qtbot.addWidget(shown)
    shown.resize(1100, 700)
    shown.set_known(kept.known)
    shown.set_gazetteer(kept.gazetteer)
    shown.set_neighbours(kept.neighbours)
    with qtbot.waitExposed(shown):
        shown.show()
    shown.activateWindow()
    return shown


@pytest.fixture
def running(qtbot: QtBot, folder: Path, desktop: Desktop) -> VillageOverview:
    """The page in the whole window, over the real store."""
    fill(folder)
    desktop.go("villages")
    settle(qtbot, desktop)
    return desktop.overview.screen


def names(page: VillageOverview) -> list[str]:
    return [page.table.row(place).village.name for place in range(page.table.rowCount())]


def cells(page: VillageOverview, place: int) -> list[str]:
    return [page.table.index(place, column).data() for column in range(page.table.columnCount())]


def lines(page: VillageOverview) -> list[str]:
    return [one.toolTip() for one in page.detail.findChildren(QPushButton) if one.property("role") == "line"]


def test_my_villages_are_those_with_a_letter_or_a_session_the_longest_due_first(page: VillageOverview) -> None:
    assert names(page) == ["Blumah", "Sumberejo", "Wonorejo"]
    assert [one.text() for one in page.scopes] == [
        "Desa saya  3",
        f"Tetangga belum dikunjungi  {len(page._neighbours)}",
        "Semua desa  83.762",
    ]


def test_a_row_tells_how_a_village_stands(page: VillageOverview) -> None:
    page.table.set_columns(*columns("ours", 1400, today()))
    name, parents, state, last, sessions, reached, offers, letter = cells(page, 2)
    assert (name, parents) == ("Wonorejo", "Kaliwungu, Kab. Kendal")
    assert (state, sessions, reached, offers) == ("Dalam 6 bulan terakhir", "1", "7", "1 · 1 SEGERA")
    assert str(today().year) in last
    assert letter.endswith("1200 Tahun 2025")
    assert cells(page, 0)[2:7] == ["Belum dikunjungi", "—", "—", "—", "—"]


@pytest.mark.parametrize("width", [400, 800, 1200])
def test_a_village_never_stands_without_its_district(page: VillageOverview, width: int) -> None:
    for scope in ("ours", "neighbours", "all"):
        shown = columns(scope, width, today())
        row = page._row_of(VILLAGE)
        assert row is not None
        assert "Kaliwungu" in " ".join(column.text(row) for column in shown)


def test_neighbours_nobody_visited_stand_with_the_village_they_lie_beside(page: VillageOverview) -> None:
    page.scopes[1].click()
    assert page.table.rowCount() == len(page._neighbours) > 0
    assert not {VILLAGE, SUMBEREJO, BLUMAH} & {page.table.row(at).village.code for at in range(page.table.rowCount())}
    assert " km dari " in cells(page, 0)[-1]


def test_all_villages_are_there_at_once_and_read_as_they_come_into_sight(page: VillageOverview) -> None:
    page.scopes[2].click()
    assert page.table.rowCount() == ALL
    assert isinstance(page.table._every, AllVillages)
    assert cells(page, 0)[:2] == ["Keude Bakongan", "Bakongan, Kab. Aceh Selatan"]


def test_areas_narrow_all_villages(page: VillageOverview) -> None:
    page.set_scope("all")
    page.province.setCurrentIndex(page.province.findData("33"))
    assert page.table.rowCount() == 8_563
    page.regency.setCurrentIndex(page.regency.findData("3324"))
    assert page.table.rowCount() == 286
    assert page.table.row(0).village.regency == "Kabupaten Kendal"


def test_my_villages_are_narrowed_by_any_word(qtbot: QtBot, page: VillageOverview) -> None:
    page.search.setText("kaliw wono")
    qtbot.waitUntil(lambda: names(page) == ["Wonorejo"])
    assert page.count.text() == "1 ditampilkan"
    page.search.setText("xyz")
    qtbot.waitUntil(page.empty.isVisible)
    page.elsewhere.click()
    assert page.scope == "all"


def test_all_villages_are_searched_as_officers_type(qtbot: QtBot, running: VillageOverview) -> None:
    page = running
    page.set_scope("all")
    page.search.setText("ds wonoredjo kaliwungu kendal")
    qtbot.waitUntil(lambda: names(page)[:1] == ["Wonorejo"] and page.table.row(0).village.code == VILLAGE)
    page.search.setText("")
    qtbot.waitUntil(lambda: page.table.rowCount() == ALL)


def test_choosing_a_row_opens_the_village_and_escape_closes_it(page: VillageOverview) -> None:
    page.view.setFocus()
    page.view.selectRow(2)
    assert page.detail.isVisible()
    assert page.detail.name.text() == "Wonorejo"
    assert page.detail.code.text() == "Desa · 33.24.08.2014"
    assert page.detail.place.text() == "Kaliwungu, Kabupaten Kendal, Jawa Tengah"
    assert "SK W.13.IMI.1-UM.01.01-1200 Tahun 2025" in page.detail.letter.text()
    page.close_village()
    assert not page.detail.isVisible()
    assert page.view.place() is None


def test_details_open_a_session_an_offer_and_a_neighbour(qtbot: QtBot, page: VillageOverview, kept: Kept) -> None:
    page.open_village(VILLAGE)
    visit, report, *neighbours = [
        one for one in page.detail.findChildren(QPushButton) if one.property("role") == "line"
    ]
    with qtbot.waitSignal(page.record_opened) as opened:
        report.click()
    assert opened.args == ["offer", kept.offer]
    assert "SEGERA" in report.toolTip()
    with qtbot.waitSignal(page.record_opened) as opened:
        visit.click()
    assert opened.args is not None
    assert opened.args[0] == "session"
    assert len(neighbours) == 3
    beside = neighbours[0].toolTip().partition(" · ")[0]
    neighbours[0].click()
    assert page.detail.name.text() == beside


def test_a_new_session_begins_in_the_village(qtbot: QtBot, desktop: Desktop, running: VillageOverview) -> None:
    page = running
    page.open_village(BLUMAH)
    page.detail.begin.click()
    settle(qtbot, desktop)
    assert desktop.sessions.form.isVisible()
    assert desktop.sessions.form.villages.value() == ((BLUMAH,), ("Blumah",))


def test_a_click_on_the_map_opens_the_village(qtbot: QtBot, desktop: Desktop, running: VillageOverview) -> None:
    page = running
    page.ways[1].click()
    settle(qtbot, desktop)
    assert page.map.has_ground
    spot = page.map.spot_of(BLUMAH)
    assert spot is not None
    QTest.mouseClick(page.map, Qt.MouseButton.LeftButton, pos=spot)
    assert page.detail.isVisible()
    assert page.detail.name.text() == "Blumah"
    assert page.map.accessibleDescription()


def test_enter_in_the_line_flies_to_the_village_on_the_map(
    qtbot: QtBot, desktop: Desktop, running: VillageOverview
) -> None:
    page = running
    page.show_map(True)
    settle(qtbot, desktop)
    page.search.setFocus()
    QTest.keyClicks(page.search, "sukamaju garut cilawu")
    QTest.keyClick(page.search, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.detail.isVisible() and page.detail.place.text().startswith("Cilawu"))
    code = page.detail.shown_code or ""
    middle = QPoint(page.map.width() // 2, page.map.height() // 2)
    qtbot.waitUntil(lambda: ((page.map.spot_of(code) or QPoint()) - middle).manhattanLength() < 4)


def test_a_village_asked_for_elsewhere_is_opened_as_soon_as_it_is_known(
    qtbot: QtBot, folder: Path, desktop: Desktop
) -> None:
    fill(folder)
    desktop.overview.open(BLUMAH)
    settle(qtbot, desktop)
    qtbot.waitUntil(desktop.overview.screen.detail.isVisible)
    assert desktop.overview.screen.detail.name.text() == "Blumah"


def test_what_is_recorded_elsewhere_shows_here(qtbot: QtBot, desktop: Desktop, running: VillageOverview) -> None:
    page = running
    page.open_village(BLUMAH)
    assert "SESI" not in "".join(lines(page))
    store_work(qtbot, desktop, Session(date=today(), villages=(BLUMAH,), headcount_male=3))
    qtbot.waitUntil(lambda: any("Draf" in line for line in lines(page)))


def store_work(qtbot: QtBot, desktop: Desktop, session: Session) -> None:
    """Record a session as the form would, and tell every page."""
    from desa_app.ui.work import Work

    desktop.store.do(Work(lambda store: store.sessions.record(session), lambda _: desktop.window.tell({"session"})))
    settle(qtbot, desktop)


def test_an_office_without_villages_is_told_what_will_come(qtbot: QtBot, desktop: Desktop) -> None:
    desktop.go("villages")
    settle(qtbot, desktop)
    page = desktop.overview.screen
    assert page.empty.isVisible()
    assert page.empty.title.text() == "Belum ada desa"
    assert "kantor pusat" in page.empty.text.text()
    page.show_map(True)
    settle(qtbot, desktop)
    assert page.map.view.scale == pytest.approx(page.map.view.least_scale)


def test_the_page_speaks_both_languages(qtbot: QtBot, page: VillageOverview) -> None:
    from PySide6.QtWidgets import QApplication

    app = QApplication.instance()
    assert isinstance(app, QApplication)
    page.open_village(VILLAGE)
    speak(app, "en")
    qtbot.waitUntil(lambda: page.scopes[0].text() == "My villages  3")
    assert page.detail.begin.text() == "New session here"
    assert "since" in page.detail.letter.text()
    assert page.table.headerData(0, Qt.Orientation.Horizontal) == "Village"


def test_every_control_has_a_name(page: VillageOverview) -> None:
    page.set_scope("all")
    page.open_village(VILLAGE)
    for one in page.findChildren(QPushButton):
        assert one.accessibleName() or one.text()
    assert page.province.accessibleName() == "Provinsi"
    assert page.search.accessibleName()


@pytest.mark.parametrize("area", ["", "33", "3324", "99"])
def test_an_area_holds_the_villages_whose_code_begins_with_it(area: str) -> None:
    registry = Villages.open()
    rows: Sequence[object] = AllVillages(registry.gazetteer(), {}, area)
    assert len(rows) == sum(1 for village in registry.all() if village.code.startswith(area))
    registry.close()
