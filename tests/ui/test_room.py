"""Room for everything: no text is cut off at 1366 × 768 nor on that screen at 150 %, in either language, and nothing
flashes up as a window of its own."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject, QSize
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from desa_app.desktop import Desktop
from desa_app.domain.attendee import Attendee
from desa_app.domain.offer import Offer, Recruiter
from desa_app.domain.session import Session
from desa_app.store.store import Store
from desa_app.ui.main_window import MainWindow
from desa_app.ui.screen import Title
from desa_app.ui.translation import speak
from desa_app.ui.wrapping import Even
from tests.ui.conftest import PASSPHRASE, settle

LONG = ("1107112018", "Matang Glumpang Dua Meunasah Timur (Meunasah Baro) dan Sekitarnya")
SCREENS = (QSize(1366, 768), QSize(911, 512))
PAGES = ("home", "villages", "settings", "sessions", "session", "offers", "offer", "sync", "coverage")


def filled(folder: Path) -> tuple[str, str]:
    """Ids of a session and an offer with long names in the laptop of ``folder``."""
    store = Store.open(folder, PASSPHRASE)
    code, name = LONG
    people = [Attendee(full_name=f"Siti Aminah binti Abdurrahman {number}", age=15, sex="P") for number in range(120)]
    kept = [Attendee(sex=one.sex, age=one.age) for one in people]
    session = store.sessions.record(
        Session(
            date=dt.date(2026, 9, 19),
            villages=(code,),
            village_names=(name,),
            venue="Pendopo Kecamatan Peusangan, ruang pertemuan lantai dua",
            headcount_male=1234,
            headcount_ages={"18-24": 99},
        ),
        kept,
    )
    offer = store.offers.record(
        Offer(
            village=code, village_name=name, suspected_country="KH", stage="transit", flags={"R11": "ya", "R05": "ya"}
        ),
        [Recruiter(alias="Mas Joko", company="PT Sukses Bersama Internasional", phone="0812-3456-7890")],
    )
    store.close()
    return session.id, offer.id


def cut_off(window: QWidget) -> list[str]:
    """What is in sight and needs more room than it has."""
    found = []
    pieces: list[QLabel | QPushButton] = [*window.findChildren(QLabel), *window.findChildren(QPushButton)]
    for piece in pieces:
        if not piece.isVisible() or not piece.text() or isinstance(piece, Title):
            continue
        if isinstance(piece, QLabel) and piece.wordWrap():
            if piece.height() < piece.heightForWidth(piece.width()) - 1:
                found.append(piece.text())
        elif piece.width() < piece.minimumSizeHint().width():
            found.append(piece.text())
    return found


@pytest.mark.parametrize("spoken", ["id", "en"])
def test_nothing_is_cut_off(qtbot: QtBot, qapp: QApplication, desktop: Desktop, folder: Path, spoken: str) -> None:
    session, offer = filled(folder)
    speak(qapp, "en" if spoken == "en" else "id")
    for screen in SCREENS:
        desktop.window.resize(screen)
        for page in PAGES:
            if page == "session":
                desktop.sessions.open(session)
            elif page == "offer":
                desktop.offers.open(offer)
            else:
                desktop.go(page)
            settle(qtbot, desktop)

            def has_room(where: tuple[str, QSize] = (page, screen)) -> None:
                assert desktop.window.size() == where[1]
                assert cut_off(desktop.window) == [], where

            qtbot.waitUntil(has_room)


def test_a_narrow_window_keeps_the_signs_and_the_count(qtbot: QtBot, qapp: QApplication, desktop: Desktop) -> None:
    navigation = desktop.window.navigation
    desktop.window.resize(SCREENS[1])
    qapp.processEvents()
    assert navigation._pages["offers"].text() == ""
    assert navigation._pages["offers"].toolTip() == "Tawaran kerja · Ctrl+3"
    assert navigation._count.isVisible()
    assert not navigation._office.isVisible()
    desktop.window.resize(SCREENS[0])
    qapp.processEvents()
    assert navigation._pages["offers"].text().strip() == "Tawaran kerja"
    assert navigation._office.isVisible()


class Windows(QObject):
    """Notes every widget that shows as a window."""

    def __init__(self) -> None:
        super().__init__()
        self.shown: list[QWidget] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.shown.append(watched)
        return False


def test_no_page_shows_as_a_window_while_it_is_built(qtbot: QtBot, qapp: QApplication, desktop: Desktop) -> None:
    windows = Windows()
    qapp.installEventFilter(windows)
    for page in PAGES:
        desktop.go(page)
    desktop.offers.create()
    desktop.offers.form.recruiters.add.click()
    settle(qtbot, desktop)
    qapp.removeEventFilter(windows)
    assert windows.shown == []


def test_as_many_columns_as_there_is_room_for(qtbot: QtBot) -> None:
    pieces = [QLabel(f"Isian {number}") for number in range(3)]
    outer = QWidget()
    outer.setLayout(Even(*pieces, least=100, gap=10))
    qtbot.addWidget(outer)
    outer.resize(320, 200)
    outer.show()
    assert [piece.x() for piece in pieces] == [0, 110, 220]
    assert {piece.width() for piece in pieces} == {100}
    outer.resize(319, 200)
    assert [(piece.x(), piece.y() > 0) for piece in pieces] == [(0, False), (164, False), (0, True)]
    pieces[1].hide()
    QApplication.processEvents()
    assert [(pieces[0].x(), pieces[0].y()), (pieces[2].x(), pieces[2].y())] == [(0, 0), (164, 0)]
    outer.resize(90, 200)
    assert pieces[0].x() == pieces[2].x() == 0
    assert outer.heightForWidth(90) == 2 * pieces[0].height() + 10


@pytest.mark.parametrize(
    ("room", "size"),
    [
        (QSize(1920, 1040), QSize(1366, 768)),
        (QSize(1366, 728), QSize(1366, 728)),
        (QSize(911, 512), QSize(911, 512)),
        (QSize(683, 384), QSize(900, 500)),
    ],
)
def test_the_window_is_no_larger_than_the_screen_unless_it_could_not_be_read(
    qtbot: QtBot, room: QSize, size: QSize
) -> None:
    window = MainWindow(practice=False)
    qtbot.addWidget(window)
    window.fit(room)
    assert window.size() == size
