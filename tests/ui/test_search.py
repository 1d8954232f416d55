"""Search over everything, and the commands: what is typed is found, chosen and opened by keys alone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desa_app.desktop import Desktop
from desa_app.domain.attendee import Attendee
from desa_app.domain.offer import Offer, Recruiter
from desa_app.domain.session import Session
from desa_app.store.store import Store
from desa_app.ui.commands import CommandMenu, command_titles, commands
from desa_app.ui.keys import KEYS
from desa_app.ui.search.palette import Palette
from desa_app.ui.search.results import Heading, Result, spoken
from desa_app.ui.translation import speak
from tests.ui.conftest import PASSPHRASE, VILLAGE, settle, show

CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
PEOPLE = ("Siti Rohayati", "Budi Santoso", "Siti Aminah")


@pytest.fixture
def desktop(qtbot: QtBot, folder: Path) -> Iterator[Desktop]:
    """The window over a laptop with a session of three people and an offer."""
    store = Store.open(folder, PASSPHRASE)
    people = [Attendee(full_name=name, age=30, phone=f"0812 3456 780{row}") for row, name in enumerate(PEOPLE)]
    store.sessions.record(Session(date=dt.date(2026, 11, 20), villages=(VILLAGE,), venue="Balai"), people)
    store.offers.record(Offer(village=VILLAGE, suspected_country="KH"), [Recruiter(alias="Bang Rudi", handle="@rudi")])
    store.close()
    running = Desktop(folder, PASSPHRASE, practice=False)
    show(qtbot, running)
    running.window.activateWindow()
    yield running
    running.window.close()


def palette(qtbot: QtBot, desktop: Desktop) -> Palette:
    """The palette, brought by its key."""
    QTest.keyClick(desktop.window, Qt.Key.Key_K, CONTROL)
    found = desktop.search.palette
    qtbot.waitUntil(found.isVisible)
    settle(qtbot, desktop)
    return found


def typed(qtbot: QtBot, desktop: Desktop, text: str) -> Palette:
    """The palette with text typed in and the answers shown."""
    found = palette(qtbot, desktop)
    QTest.keyClicks(found.line, text)
    settle(qtbot, desktop)
    return found


def rows(found: Palette) -> list[str]:
    """The rows as they are read aloud."""
    model = found.model
    return [spoken(model.data(model.index(row), Qt.ItemDataRole.UserRole)) for row in range(model.rowCount())]


def current(found: Palette) -> str:
    """The row that is chosen, as it is read aloud."""
    row = found.list.currentIndex().data(Qt.ItemDataRole.UserRole)
    assert isinstance(row, Result)
    return spoken(row)


def test_a_person_is_found_and_opened_at_their_line(qtbot: QtBot, desktop: Desktop) -> None:
    found = typed(qtbot, desktop, "siti")
    assert rows(found)[:3] == [
        "Peserta",
        "Siti Aminah. Wonorejo · 20 November 2026. 0812 3456 7802",
        "Siti Rohayati. Wonorejo · 20 November 2026. 0812 3456 7800",
    ]
    assert current(found).startswith("Siti Aminah")
    QTest.keyClick(found.line, Qt.Key.Key_Down)
    assert current(found).startswith("Siti Rohayati")
    QTest.keyClick(found.line, Qt.Key.Key_Up)
    QTest.keyClick(found.line, Qt.Key.Key_Return)
    assert not found.isVisible()
    qtbot.waitUntil(lambda: desktop.sessions.form.isVisible())
    assert desktop.sessions.form.grid.currentIndex().row() == 2


def test_by_number_by_handle_and_by_village(qtbot: QtBot, desktop: Desktop) -> None:
    assert "Budi Santoso" in "".join(rows(typed(qtbot, desktop, "3456 7801")))
    found = desktop.search.palette
    found.line.selectAll()
    QTest.keyClicks(found.line, "@rudi")
    settle(qtbot, desktop)
    assert rows(found)[:2] == ["Perekrut", "Bang Rudi. Wonorejo. @rudi"]
    found.line.selectAll()
    QTest.keyClicks(found.line, "wonorejo kaliwungu")
    settle(qtbot, desktop)
    assert rows(found)[0] == "Desa"
    opened: list[tuple[str, str]] = []
    desktop.search.opened.disconnect()
    desktop.search.opened.connect(lambda *what: opened.append(what))
    QTest.keyClick(found.line, Qt.Key.Key_Return)
    assert opened == [("village", VILLAGE)]


def test_of_villages_called_alike_the_offices_own_comes_first(qtbot: QtBot, desktop: Desktop) -> None:
    found = typed(qtbot, desktop, "wonorejo")
    villages = rows(found)[rows(found).index("Desa") + 1 :]
    assert villages[0].startswith("Wonorejo. desa, Kec. Kaliwungu, Kabupaten Kendal")
    assert villages[1].startswith("Wonorejo. ")


def test_what_can_be_done_is_found_with_its_keys(qtbot: QtBot, desktop: Desktop) -> None:
    found = typed(qtbot, desktop, "sesi baru")
    assert rows(found)[:2] == ["Perintah", "Sesi baru. Ctrl+N"]
    QTest.keyClick(found.line, Qt.Key.Key_Return)
    assert desktop.sessions.form.isVisible()


def test_nothing_typed_shows_what_is_recent_and_often_needed(qtbot: QtBot, desktop: Desktop) -> None:
    found = palette(qtbot, desktop)
    said = rows(found)
    assert said[0] == "Terakhir"
    assert "Sering dipakai" in said
    found = typed(qtbot, desktop, "budi")
    QTest.keyClick(found.line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: desktop.sessions.form.isVisible())
    assert rows(palette(qtbot, desktop))[1].startswith("Budi Santoso")


def test_nothing_found_teaches(qtbot: QtBot, desktop: Desktop) -> None:
    found = typed(qtbot, desktop, "qqqqqqq")
    assert found.nothing.isVisible()
    assert "qqqqqqq" in found.nothing.text()
    assert not found.list.isVisible()
    QTest.keyClick(found.line, Qt.Key.Key_Return)
    assert found.isVisible()


def test_escape_gives_the_focus_back_and_a_press_outside_too(qtbot: QtBot, desktop: Desktop) -> None:
    before = desktop.home.screen.synchronise
    before.setFocus()
    found = palette(qtbot, desktop)
    assert QApplication.focusWidget() is found.line
    QTest.keyClick(found.line, Qt.Key.Key_Escape)
    assert not found.isVisible()
    assert QApplication.focusWidget() is before
    palette(qtbot, desktop)
    QTest.mouseClick(found, Qt.MouseButton.LeftButton, pos=found.rect().bottomLeft())
    assert not found.isVisible()


def test_the_arrows_pass_over_headings_and_go_round(qtbot: QtBot, desktop: Desktop) -> None:
    found = palette(qtbot, desktop)
    results = [text for text in rows(found) if text not in ("Terakhir", "Sering dipakai")]
    seen = [current(found)]
    for _ in results[1:]:
        QTest.keyClick(found.line, Qt.Key.Key_Tab)
        seen.append(current(found))
    assert seen == results
    QTest.keyClick(found.line, Qt.Key.Key_Down)
    assert current(found) == results[0]
    QTest.keyClick(found.line, Qt.Key.Key_Up)
    assert current(found) == results[-1]
    QTest.keyClick(found.line, Qt.Key.Key_PageUp)
    assert current(found) == results[max(0, len(results) - 7)]


def test_an_answer_to_older_text_is_dropped(qtbot: QtBot, desktop: Desktop) -> None:
    found = palette(qtbot, desktop)
    shown: list[list[str]] = []
    found.model.modelReset.connect(lambda: shown.append(rows(found)))
    asked: list[str] = []
    plain = desktop.search._ask_all

    def noted(text: str) -> None:
        asked.append(text)
        plain(text)

    desktop.search._ask_all = noted  # type: ignore[method-assign]
    QTest.keyClicks(found.line, "budi")
    settle(qtbot, desktop)
    assert asked == ["b", "budi"]
    assert [one[1].split(".")[0] for one in shown] == ["Budi Santoso"]


def test_the_palette_fits_a_small_window_and_follows_it(qtbot: QtBot, desktop: Desktop) -> None:
    desktop.window.resize(911, 512)
    found = typed(qtbot, desktop, "siti")
    assert found.rect().contains(found.panel.geometry())
    desktop.window.resize(1366, 768)
    qtbot.waitUntil(lambda: found.size() == desktop.window.size())
    assert found.list.grab().width() > 0


def test_a_screen_reader_hears_what_is_chosen(qtbot: QtBot, desktop: Desktop) -> None:
    found = typed(qtbot, desktop, "budi")
    assert found.line.accessibleName() == "Cari apa saja"
    assert found.line.accessibleDescription() == current(found)
    item = QAccessible.queryAccessibleInterface(found.list)
    assert item is not None
    headings = [row for row in range(found.model.rowCount()) if isinstance(found.model.index(row).data(256), Heading)]
    assert all(not found.model.flags(found.model.index(row)) & Qt.ItemFlag.ItemIsSelectable for row in headings)


@pytest.mark.parametrize(
    ("key", "modifier", "page"),
    [
        (getattr(Qt.Key, f"Key_{number}"), CONTROL, page)
        for number, page in enumerate(("home", "sessions", "offers"), 1)
    ],
)
def test_the_keys_of_pages_work_anywhere(
    desktop: Desktop, key: Qt.Key, modifier: Qt.KeyboardModifier, page: str
) -> None:
    QTest.keyClick(desktop.window, key, modifier)
    assert desktop._page == page


def test_new_things_begin_from_anywhere_and_the_search_gives_way(qtbot: QtBot, desktop: Desktop) -> None:
    found = palette(qtbot, desktop)
    QTest.keyClick(desktop.window, Qt.Key.Key_N, CONTROL)
    assert desktop.sessions.form.isVisible()
    assert not found.isVisible()
    QTest.keyClick(desktop.window, Qt.Key.Key_N, CONTROL | SHIFT)
    assert desktop.offers.form.isVisible()


def test_the_menu_has_every_command_with_its_keys_in_both_languages(
    qtbot: QtBot, desktop: Desktop, qapp: QApplication
) -> None:
    menu = desktop.window.navigation.menu.menu()
    assert isinstance(menu, CommandMenu)
    shown = {action.text() for action in menu.actions() if not action.isSeparator()}
    assert shown == {"\t".join(filter(None, (one.title, one.keys))) for one in desktop.commands}
    assert "Sinkronkan sekarang\tCtrl+R" in shown
    speak(qapp, "en")
    qtbot.waitUntil(lambda: "Synchronise now\tCtrl+R" in {action.text() for action in menu.actions()})


def test_every_key_has_one_command_and_every_command_a_title() -> None:
    assert len(set(KEYS.values())) == len(KEYS)
    assert KEYS.keys() - {"menu"} <= command_titles().keys()
    known = commands(dict.fromkeys(command_titles(), lambda: None))
    assert [one.name for one in known] == list(dict.fromkeys(one.name for one in known))
    assert {one.name for one in known} == command_titles().keys()


def test_the_navigation_shows_the_way_to_the_search(qtbot: QtBot, desktop: Desktop) -> None:
    way = desktop.window.navigation.search
    assert "Ctrl+K" in way.text()
    QTest.mouseClick(way, Qt.MouseButton.LeftButton)
    assert desktop.search.palette.isVisible()
    desktop.window.resize(911, 512)
    qtbot.waitUntil(lambda: way.text() == "")
    assert "Ctrl+K" in way.toolTip()
