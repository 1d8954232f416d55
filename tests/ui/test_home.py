"""Home: what matters now is in sight, and every line opens what it names, by mouse and by keyboard."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from desa_app.desktop import Desktop
from desa_app.domain.due import Due
from desa_app.domain.known_village import KnownVillage
from desa_app.domain.offer import Offer
from desa_app.domain.session import Session
from desa_app.domain.village import Village
from desa_app.store.home import Home as Content
from desa_app.store.home import Task
from desa_app.store.places import Unsent
from desa_app.store.store import Store
from desa_app.ui.home.entries import Opening
from desa_app.ui.home.home import Home
from tests.ui.conftest import NOW, PASSPHRASE, VILLAGE, settle, show

TODAY = NOW.date()
NOTHING = Content(Unsent(0, None), None, (), (), (), (), 0, 0, (), is_new=False)
LONG = "Kantor Desa Rowosari Lor yang berada di sebelah utara lapangan sepak bola dan balai pertemuan warga " * 2


@pytest.fixture
def page(qtbot: QtBot) -> Home:
    """The page by itself."""
    made = Home(lambda: TODAY)
    qtbot.addWidget(made)
    made.resize(1150, 760)
    made.show()
    return made


def task(number: int, noun: str = "session", comment: str | None = None, what: str = "Balai Desa") -> Task:
    """Something to do."""
    return Task(noun, f"r{number}", TODAY, ("Wonorejo",), what, comment)  # type: ignore[arg-type]


def known(name: str, need: str) -> Due:
    """A village and what is due there."""
    village = Village(VILLAGE, name, "desa", "Kaliwungu", "Kabupaten Kendal", "Jawa Tengah")
    return Due(KnownVillage(village=village, is_assigned=True), need, TODAY)  # type: ignore[arg-type]


def texts(page: Home) -> str:
    """Everything that is in sight."""
    shown: list[QLabel | QPushButton] = [*page.findChildren(QLabel), *page.findChildren(QPushButton)]
    return "\n".join(one.text() for one in shown if one.isVisible())


def openings(page: Home) -> list[Opening]:
    """The lines and tiles in sight."""
    return [one for one in page.findChildren(Opening) if one.isVisible()]


def test_the_page_stands_before_the_store_has_answered(page: Home) -> None:
    assert "Membuka catatan di laptop ini" in texts(page)
    assert openings(page) == []


@pytest.mark.parametrize(
    ("unsent", "said", "primary"),
    [
        (Unsent(12, NOW - dt.timedelta(days=9)), "12 belum sampai kantor pusat, tertua 9 hari", "Sinkronkan"),
        (Unsent(1, NOW), "1 belum sampai kantor pusat", "Sinkronkan"),
        (Unsent(0, None), "Semua sudah di kantor pusat", "Sesi baru"),
    ],
)
def test_the_one_button_is_what_matters_most(page: Home, unsent: Unsent, said: str, primary: str) -> None:
    page.set_content(NOTHING._replace(unsent=unsent))
    assert page.count.text() == said
    buttons = [one for one in page.findChildren(QPushButton) if one.property("role") == "primary" and one.isVisible()]
    assert [one.text() for one in buttons] == [primary]
    assert "Tidak ada lagi yang menunggu Anda." in texts(page)


def test_what_waits_is_named_with_its_comment_and_counted(page: Home) -> None:
    returned = (task(1, comment="Tulis alamat lengkap."), task(2, "offer", "Tanyakan visanya.", "KH"))
    page.set_content(NOTHING._replace(returned=returned, drafts=tuple(task(n) for n in range(3, 10)), conflicts=5))
    said = texts(page)
    for part in ("Tulis alamat lengkap.", "Tanyakan visanya.", "Kamboja", "5 isian ditulis dua orang"):
        assert part in said
    assert page.drafts.count.text() == "7"
    assert page.drafts.more.isVisible()
    assert not page.returned.more.isVisible()
    assert not page.urgent.isVisible()


def test_every_line_opens_what_it_names(qtbot: QtBot, page: Home) -> None:
    page.set_content(
        NOTHING._replace(
            returned=(task(1),), drafts=(task(2, "offer"),), quarantined=1, villages=(known("Wonorejo", "first"),)
        )
    )
    qtbot.waitUntil(lambda: len(openings(page)) == 4)
    opened: list[tuple[str, ...]] = []
    page.opened.connect(lambda noun, record: opened.append((noun, record)))
    page.went.connect(lambda name: opened.append((name,)))
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Space):
        opened.clear()
        for one in openings(page):
            QTest.keyClick(one, key)
        assert sorted(opened) == [("offer", "r2"), ("session", "r1"), ("sync",), ("village", VILLAGE)]
    opened.clear()
    QTest.mouseClick(openings(page)[0], Qt.MouseButton.LeftButton)
    assert opened == [("offer", "r2")]


def test_every_line_says_to_a_screen_reader_what_it_is(qtbot: QtBot, page: Home) -> None:
    page.set_content(
        NOTHING._replace(returned=(task(1, comment="Lengkapi."),), villages=(known("Wonorejo", "overdue"),))
    )
    qtbot.waitUntil(lambda: len(openings(page)) == 2)
    line, tile = openings(page)
    assert line.accessibleName() == "Wonorejo. Sesi · 24 November 2026 · Balai Desa. Lengkapi."
    assert tile.accessibleName().startswith("Wonorejo. Kec. Kaliwungu, Kabupaten Kendal")
    assert tile.accessibleName().endswith("Lebih dari 12 bulan")


def test_long_names_are_cut_and_never_widen_the_page(qtbot: QtBot, page: Home) -> None:
    page.resize(703, 512)
    long = Task("session", "r1", TODAY, (LONG,), LONG, LONG)
    page.set_content(NOTHING._replace(returned=(long,), drafts=(long,), villages=(known(LONG, "first"),)))
    qtbot.waitUntil(lambda: len(openings(page)) == 3)
    for one in openings(page):
        assert one.mapTo(page, one.rect().topRight()).x() <= page.width()
        assert one.height() >= one.heightForWidth(one.width())


def test_what_is_as_it_was_keeps_the_focus(qtbot: QtBot, page: Home) -> None:
    page.activateWindow()
    content = NOTHING._replace(drafts=(task(1), task(2)))
    page.set_content(content)
    first = openings(page)[0]
    first.setFocus()
    page.set_content(content._replace(drafts=(task(1), task(2))))
    assert openings(page)[0] is first


def test_the_first_day_teaches(page: Home) -> None:
    asked: list[str] = []
    page.asked.connect(asked.append)
    page.set_content(NOTHING._replace(is_new=True))
    said = texts(page)
    for part in ("Mulai sesi pertama", "Jumlah hadir saja cukup", "Ctrl+K", "Yang diketik langsung tersimpan"):
        assert part in said
    assert "Tidak ada lagi" not in said
    QTest.mouseClick(page.first_day.begin, Qt.MouseButton.LeftButton)
    assert asked == ["new_session"]


@pytest.fixture
def lived(qtbot: QtBot, folder: Path) -> Iterator[tuple[Desktop, str]]:
    """The window over a laptop with a draft and an offer, and the draft's id."""
    store = Store.open(folder, PASSPHRASE)
    record = store.sessions.record(Session(date=TODAY, villages=(VILLAGE,), venue="Balai")).id
    store.offers.record(Offer(village=VILLAGE))
    store.close()
    desktop = Desktop(folder, PASSPHRASE, practice=False)
    show(qtbot, desktop)
    settle(qtbot, desktop)
    yield desktop, record
    desktop.window.close()


def test_the_window_opens_on_home_and_home_follows_what_is_saved(qtbot: QtBot, lived: tuple[Desktop, str]) -> None:
    desktop, record = lived
    page = desktop.home.screen
    assert desktop.window.page is page
    assert page.count.text() == "2 belum sampai kantor pusat"
    assert page.drafts.count.text() == "2"
    next(one for one in openings(page) if "Sesi" in one.accessibleName()).click()
    qtbot.waitUntil(lambda: "sessions" in desktop.__dict__ and desktop.sessions.form.isVisible())
    assert desktop.sessions.form.record_id == record
    desktop.offers.create()
    desktop.go("home")
    settle(qtbot, desktop)
    assert page.isVisible()
    store = Store.open(Path(desktop._folder), PASSPHRASE)
    store.sessions.delete(record, "salah")
    store.close()
    desktop.home.refresh()
    settle(qtbot, desktop)
    assert page.drafts.count.text() == "1"


def test_the_button_synchronises_in_sight(qtbot: QtBot, lived: tuple[Desktop, str]) -> None:
    desktop, _ = lived
    ran: list[bool] = []
    desktop.hq.began.connect(lambda: ran.append(True))
    QTest.mouseClick(desktop.home.screen.synchronise, Qt.MouseButton.LeftButton)
    assert ran == [True]
    assert desktop.window.page is desktop.hq.sync
    settle(qtbot, desktop)
    assert QApplication.activeModalWidget() is None
