"""From a fresh laptop to its first saved session: the passphrase, the language, joining headquarters or putting that
off, and what was typed before; a real headquarters on loopback."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desa_app.app import let_in
from desa_app.desktop import Desktop
from desa_app.hq.headquarters import Headquarters
from desa_app.hq.server import served
from desa_app.language import language
from desa_app.preferences import preferences
from desa_app.store.store import Store
from desa_app.ui.door import ask_passphrase
from desa_app.ui.first_run import Door, Enrolment, NewPassphrase, Unlock
from desa_app.ui.home.entries import Opening
from tests.ui.conftest import PASSPHRASE, settle, show, typed

ENTER = Qt.Key.Key_Return
LOOK_MS = 10
Step = tuple[Callable[[Door], bool], Callable[[Door], None]]
"""When a person goes on, and what the person does then."""


@pytest.fixture
def at_the_door(qapp: QApplication) -> Iterator[Callable[..., None]]:
    """Somebody who waits for the modal dialog and takes the steps one after the other."""
    watch = QTimer()
    watch.setInterval(LOOK_MS)

    def answer(*steps: Step) -> None:
        left = list(steps)

        def look() -> None:
            door = QApplication.activeModalWidget()
            if left and isinstance(door, Door) and left[0][0](door):
                left.pop(0)[1](door)

        watch.timeout.connect(look)
        watch.start()

    yield answer
    watch.stop()


def fill(*texts: str) -> Callable[[Door], None]:
    """Type into the lines and press Enter."""

    def do(door: Door) -> None:
        for line, text in zip(door.lines, texts, strict=True):
            line.selectAll()
            QTest.keyClicks(line, text)
        QTest.keyClick(door.lines[-1], ENTER)

    return do


def at_once(door: Door) -> bool:
    return True


def nothing() -> None:
    """Nothing is got ready behind the door."""


def says(words: str) -> Callable[[Door], bool]:
    return lambda door: words in door.wrong.text()


def test_a_new_passphrase_is_typed_twice_and_long_enough(tmp_path: Path, at_the_door: Callable[..., None]) -> None:
    at_the_door(
        (lambda door: isinstance(door, NewPassphrase), fill("pendek", "pendek")),
        (says("Sedikitnya 8"), fill("panjang-sekali", "lain-sekali")),
        (says("tidak sama"), fill("panjang-sekali", "panjang-sekali")),
    )
    assert ask_passphrase(tmp_path / "new", nothing) == "panjang-sekali"


def test_a_wrong_passphrase_can_be_tried_again(folder: Path, at_the_door: Callable[..., None]) -> None:
    asked: list[bool] = []

    def wait_for_answer(door: Door) -> None:
        fill("salah")(door)
        asked.append(door.onward.isEnabled())

    at_the_door(
        (lambda door: isinstance(door, Unlock), wait_for_answer),
        (says("Kata sandi salah"), fill(PASSPHRASE)),
    )
    assert ask_passphrase(folder, nothing) == PASSPHRASE
    assert asked == [False]


def test_giving_up_opens_nothing(folder: Path, at_the_door: Callable[..., None]) -> None:
    at_the_door((at_once, lambda door: door.reject()))
    assert ask_passphrase(folder, nothing) is None


def test_no_door_where_the_keyring_has_the_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept: dict[str, str] = {}
    monkeypatch.setattr("keyring.set_password", lambda _, account, secret: kept.update({account: secret}))
    monkeypatch.setattr("keyring.get_password", lambda _, account: kept[account])
    Store.open(tmp_path / "laptop").close()
    assert ask_passphrase(tmp_path / "laptop", nothing) == ""


def test_the_other_language_is_one_press_away_and_stays(tmp_path: Path, at_the_door: Callable[..., None]) -> None:
    folder = tmp_path / "new"
    at_the_door(
        (at_once, lambda door: QTest.mouseClick(door.language, Qt.MouseButton.LeftButton)),
        (lambda door: door.title.text() == "Protect this laptop's data", fill("a-long-one", "a-long-one")),
    )
    assert ask_passphrase(folder, nothing) == "a-long-one"
    assert language() == preferences(folder).language == "en"


@pytest.fixture
def behind(folder: Path) -> Iterator[list[Desktop]]:
    """The windows that are built behind the door; each is closed, and what they import is there."""
    built: list[Desktop] = []
    yield built
    for desktop in built:
        desktop.window.close()
    for thread in threading.enumerate():
        if thread.name == "imports":
            thread.join()


def builder(folder: Path, behind: list[Desktop]) -> Callable[[], Desktop]:
    def build() -> Desktop:
        behind.append(Desktop(folder, None, practice=False))
        return behind[-1]

    return build


def test_while_the_passphrase_is_typed_the_first_page_is_built_and_no_store_opened(
    qtbot: QtBot, folder: Path, behind: list[Desktop], at_the_door: Callable[..., None]
) -> None:
    seen: list[tuple[bool, bool]] = []

    def ready(door: Door) -> bool:
        return bool(behind) and behind[0].window.has_page("home")

    def look(door: Door) -> None:
        seen.append((behind[0].window.isVisible(), behind[0].store.has_ended))
        fill(PASSPHRASE)(door)

    at_the_door((ready, look))
    desktop = let_in(folder, builder(folder, behind))
    assert desktop is behind[0]
    assert seen == [(False, True)]
    show(qtbot, desktop)
    assert desktop.home.screen.count.text() != "…"
    assert len(behind) == 1


def test_who_types_before_anything_is_ready_comes_in_as_well(
    qtbot: QtBot, folder: Path, behind: list[Desktop], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("desa_app.ui.door.ask_passphrase", lambda *_: PASSPHRASE)
    desktop = let_in(folder, builder(folder, behind))
    assert desktop is not None
    show(qtbot, desktop)
    assert desktop.home.screen.count.text() != "…"


def test_giving_up_leaves_what_was_built_unseen(
    folder: Path, behind: list[Desktop], at_the_door: Callable[..., None]
) -> None:
    at_the_door((lambda door: bool(behind), lambda door: door.reject()))
    assert let_in(folder, builder(folder, behind)) is None
    assert not behind[0].window.isVisible()
    assert behind[0].store.has_ended


def test_the_window_wears_the_language_chosen_at_the_door(
    qtbot: QtBot, folder: Path, behind: list[Desktop], at_the_door: Callable[..., None]
) -> None:
    at_the_door(
        (lambda door: bool(behind), lambda door: QTest.mouseClick(door.language, Qt.MouseButton.LeftButton)),
        (lambda door: door.onward.text() == "Open", fill(PASSPHRASE)),
    )
    desktop = let_in(folder, builder(folder, behind))
    assert desktop is not None
    show(qtbot, desktop)
    assert desktop.home.screen.title.text() == "Home"
    desktop.prefer(replace(desktop._chosen, lock_minutes=1))
    assert preferences(folder).language == "en"


@pytest.fixture
def headquarters(tmp_path: Path) -> Iterator[tuple[str, str]]:
    """The address of a headquarters that answers, and the code of an officer of its one office."""
    url = f"sqlite:///{tmp_path / 'hq.db'}"
    with Headquarters.create(url) as made:
        made.add_office("KANIM-SMG", "Kantor Imigrasi Semarang")
        code = made.add_person("Dewi", "officer", "KANIM-SMG").code
    with served(url) as address:
        yield address, code


@pytest.fixture
def opened(qtbot: QtBot) -> Iterator[Callable[[Path], Desktop]]:
    """Opens the window on a folder, as often as asked; each is closed."""
    windows: list[Desktop] = []

    def open_window(folder: Path) -> Desktop:
        windows.append(Desktop(folder, PASSPHRASE, practice=False))
        show(qtbot, windows[-1])
        return windows[-1]

    yield open_window
    for each in windows:
        each.window.close()


def the_enrolment(desktop: Desktop) -> Enrolment:
    found = [dialog for dialog in desktop.window.findChildren(Enrolment) if dialog.isVisible()]
    assert len(found) == 1
    return found[0]


def join(qtbot: QtBot, desktop: Desktop, headquarters: tuple[str, str]) -> None:
    fill(*headquarters)(the_enrolment(desktop))
    qtbot.waitUntil(lambda: not desktop.window.navigation.join.isVisible(), timeout=20_000)
    settle(qtbot, desktop)


def choose_village(qtbot: QtBot, desktop: Desktop) -> None:
    """Type a village where the cursor stands, and take the first that is found."""
    picker = desktop.sessions.form.villages
    qtbot.waitUntil(lambda: picker.isAncestorOf(QApplication.focusWidget() or desktop.window))
    with qtbot.waitSignal(picker.searched):
        typed(qtbot, picker, "kediten")
    settle(qtbot, desktop)
    typed(qtbot, picker, Qt.Key.Key_Return)
    assert picker.value()[1] == ("Kediten",)


def saved(qtbot: QtBot, desktop: Desktop) -> None:
    desktop.sessions.flush()
    settle(qtbot, desktop)


def test_five_steps_from_a_fresh_laptop_to_the_first_saved_session(
    qtbot: QtBot,
    tmp_path: Path,
    at_the_door: Callable[..., None],
    headquarters: tuple[str, str],
    opened: Callable[[Path], Desktop],
) -> None:
    steps, folder = 0, tmp_path / "new"
    at_the_door((at_once, fill(PASSPHRASE, PASSPHRASE)))
    assert ask_passphrase(folder, nothing) == PASSPHRASE
    steps += 1
    desktop = opened(folder)
    join(qtbot, desktop, headquarters)
    steps += 1
    QTest.mouseClick(desktop.home.screen.first_day.begin, Qt.MouseButton.LeftButton)
    settle(qtbot, desktop)
    steps += 1
    choose_village(qtbot, desktop)
    steps += 1
    desktop.sessions.form.grid.setFocus()
    typed(qtbot, desktop.sessions.form.grid, "Siti Aminah", Qt.Key.Key_Return)
    steps += 1
    saved(qtbot, desktop)
    store = Store.open(folder, PASSPHRASE)
    (row,) = store.sessions.listed()
    assert [one.full_name for one in store.sessions.attendees(row.id)] == ["Siti Aminah"]
    store.close()
    assert steps <= 5


def test_a_session_typed_before_joining_is_kept_and_gets_its_name_later(
    qtbot: QtBot, tmp_path: Path, headquarters: tuple[str, str], opened: Callable[[Path], Desktop]
) -> None:
    desktop = opened(tmp_path / "laptop")
    QTest.mouseClick(the_enrolment(desktop).away, Qt.MouseButton.LeftButton)
    QTest.mouseClick(desktop.home.screen.first_day.begin, Qt.MouseButton.LeftButton)
    settle(qtbot, desktop)
    choose_village(qtbot, desktop)
    saved(qtbot, desktop)
    assert not desktop.window.notice.isVisible()
    record = desktop.sessions.form.record_id
    desktop.sessions.submit(record)
    settle(qtbot, desktop)
    assert "E207" in desktop.window.notice.text.text()
    desktop.window.close()

    again = opened(tmp_path / "laptop")
    assert again.sessions.form.villages.value()[1] == ("Kediten",)
    the_enrolment(again).reject()
    again.go("home")
    settle(qtbot, again)
    assert [line.accessibleName() for line in again.home.screen.drafts.findChildren(Opening)] != []
    QTest.mouseClick(again.home.screen.join, Qt.MouseButton.LeftButton)
    join(qtbot, again, headquarters)
    store = Store.open(tmp_path / "laptop", PASSPHRASE)
    assert [(row.id, row.villages) for row in store.sessions.listed()] == [(record, ("Kediten",))]
    store.close()
    again.sessions.open(record)
    settle(qtbot, again)
    again.sessions.form.grid.setFocus()
    typed(qtbot, again.sessions.form.grid, "Siti Aminah", Qt.Key.Key_Return)
    saved(qtbot, again)
    assert len(again.sessions.form.table.lines()) == 1


def test_a_report_typed_before_joining_is_kept_too(
    qtbot: QtBot, tmp_path: Path, opened: Callable[[Path], Desktop]
) -> None:
    desktop = opened(tmp_path / "laptop")
    the_enrolment(desktop).reject()
    desktop.offers.create()
    form = desktop.offers.form
    QTest.mouseClick(form.prompt.begin, Qt.MouseButton.LeftButton)
    QTest.keyClicks(form.editors["job_detail"], "Admin judi daring")
    desktop.offers.flush()
    settle(qtbot, desktop)
    record = form.record_id
    desktop.window.close()
    again = opened(tmp_path / "laptop")
    again.offers.open(record)
    settle(qtbot, again)
    assert again.offers.form.editors["job_detail"].value() == "Admin judi daring"
    assert again.offers.form.record_id == record
