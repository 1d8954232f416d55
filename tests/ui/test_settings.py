"""The settings: worn at once and kept, the passphrase, the lock, backups and restoring, the support file."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from desa_app.desktop import Desktop
from desa_app.domain.attendee import Attendee
from desa_app.domain.offer import Offer, Recruiter
from desa_app.domain.session import Session
from desa_app.errors import Unexpected
from desa_app.faults import FILE as FAULTS
from desa_app.faults import KEPT, faults, note_fault
from desa_app.language import language
from desa_app.preferences import FILE, Preferences, keep_preferences, preferences
from desa_app.store.backup import FOLDER
from desa_app.store.store import Store
from desa_app.store.support import support_facts
from desa_app.ui import style
from desa_app.ui.first_run import Unlock
from desa_app.ui.idle import IdleWatch
from desa_app.ui.segments import Segments
from desa_app.ui.settings.restore_dialog import RestoreDialog
from desa_app.ui.settings.settings import SettingsPage
from desa_app.ui.settings.support_preview import SupportPreview
from desa_app.ui.work import Work
from tests.ui.conftest import NOW, PASSPHRASE, VILLAGE, settle, show

ENTER = Qt.Key.Key_Return


@pytest.fixture(autouse=True)
def as_before(qapp: QApplication) -> Iterator[None]:
    """The look that the other tests know."""
    yield
    style.set_theme("system")
    style.set_text_size("normal")


@pytest.fixture
def page(qtbot: QtBot, desktop: Desktop) -> SettingsPage:
    """The settings of a running laptop."""
    desktop.go("settings")
    settle(qtbot, desktop)
    return desktop.settings.screen


def pressed(choice: Segments[object], value: object) -> QPushButton:
    """The segment of a value."""
    return choice.buttons[choice._values.index(value)]


def test_a_choice_is_worn_at_once_and_kept(qtbot: QtBot, page: SettingsPage, folder: Path) -> None:
    for name, value in (("theme", "dark"), ("text_size", "larger"), ("language", "en"), ("lock_minutes", 5)):
        QTest.mouseClick(pressed(page.choices[name], value), Qt.MouseButton.LeftButton)
    assert style.scheme() == "dark"
    assert style.text_size() == "larger"
    assert language() == "en"
    qtbot.waitUntil(lambda: page.title.text() == "Settings")
    assert preferences(folder) == Preferences("en", "dark", "larger", 5)


def test_the_choices_are_made_by_arrows_too(page: SettingsPage, folder: Path) -> None:
    page.choices["theme"].setFocus()
    QTest.keyClick(page.choices["theme"], Qt.Key.Key_Right)
    assert preferences(folder).theme == "light"
    QTest.keyClick(page.choices["theme"], Qt.Key.Key_Left)
    QTest.keyClick(page.choices["theme"], Qt.Key.Key_Left)
    assert preferences(folder).theme == "system"


@pytest.mark.parametrize(
    "kept", ["", "[]", '{"theme": 3, "language": "nl", "lock_minutes": 10}', "\x00", '{"theme": []}']
)
def test_preferences_that_make_no_sense_never_keep_the_window_shut(tmp_path: Path, kept: str) -> None:
    (tmp_path / FILE).write_text(kept, encoding="utf-8")
    assert preferences(tmp_path) == Preferences()


def test_preferences_come_back_and_a_full_disk_is_no_matter(tmp_path: Path) -> None:
    chosen = Preferences("en", "dark", "large", 30)
    keep_preferences(tmp_path, chosen)
    assert preferences(tmp_path) == chosen
    (tmp_path / "file").write_text("", encoding="utf-8")
    keep_preferences(tmp_path / "file", chosen)
    assert preferences(tmp_path / "file") == Preferences()


def test_the_passphrase_is_changed_with_the_old_one_only(
    qtbot: QtBot, page: SettingsPage, desktop: Desktop, folder: Path
) -> None:
    form = page.passphrase
    old, new, again = form.lines

    def change(*words: str) -> None:
        for line, text in zip((old, new, again), words, strict=True):
            line.setText(text)
        QTest.keyClick(again, ENTER)
        settle(qtbot, desktop)

    change(PASSPHRASE, "kurang", "kurang")
    assert form.wrong.text().startswith("Paling sedikit")
    change(PASSPHRASE, "cukup panjang", "lain panjang")
    assert form.wrong.text() == "Kedua kata sandi baru tidak sama."
    change("bukan ini ya", "cukup panjang", "cukup panjang")
    assert "E201" in form.wrong.text()
    change(PASSPHRASE, "cukup panjang", "cukup panjang")
    assert [line.text() for line in form.lines] == ["", "", ""]
    assert desktop.window.notice.isVisible()
    Store.open(folder, "cukup panjang").close()


def answered(qtbot: QtBot, *words: str) -> None:
    """As soon as the door stands there, give these passphrases, one after the other; nothing closes it."""

    def door() -> Unlock | None:
        return next(
            (each for each in QApplication.topLevelWidgets() if isinstance(each, Unlock) and each.isVisible()), None
        )

    left = list(words)

    def answer() -> None:
        found = door()
        if found is None or not found.onward.isEnabled():
            return
        if not left:
            if not words:
                found.reject()
            return
        found.lines[0].setText(left.pop(0))
        found.onward.click()

    timer = QTimer(QApplication.instance(), interval=10)
    timer.timeout.connect(answer)
    timer.start()
    QApplication.instance().setProperty("answering", timer)  # type: ignore[union-attr]


@pytest.fixture
def no_more_answers() -> Iterator[None]:
    yield
    timer = QApplication.instance().property("answering")  # type: ignore[union-attr]
    timer.stop()
    timer.deleteLater()


@pytest.mark.usefixtures("no_more_answers")
def test_the_lock_hides_everything_until_the_passphrase_is_given(qtbot: QtBot, desktop: Desktop) -> None:
    desktop.sessions.create()
    desktop.sessions.form.venue.setText("Balai")
    seen: list[bool] = []
    hidden = Watch(desktop.window, lambda: seen.append(desktop.window.isVisible()))
    answered(qtbot, "bukan ini", PASSPHRASE)
    desktop.lock()
    assert seen == [False]
    assert hidden
    assert desktop.window.isVisible()
    assert desktop.sessions.form.isVisible()
    assert desktop.sessions.form.venue.text() == "Balai"


class Watch(QObject):
    """Calls when a window is hidden."""

    def __init__(self, window: QWidget, call: object) -> None:
        super().__init__(window)
        self._call = call
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Hide:
            self._call()  # type: ignore[operator]
        return False


@pytest.mark.usefixtures("no_more_answers")
def test_a_door_put_away_closes_the_program(qtbot: QtBot, desktop: Desktop) -> None:
    answered(qtbot)
    desktop.lock()
    assert not desktop.window.isVisible()
    assert desktop.store.has_ended


def test_practice_has_nothing_to_lock(qtbot: QtBot, folder: Path) -> None:
    desktop = Desktop(folder, PASSPHRASE, practice=True)
    show(qtbot, desktop)
    desktop.lock()
    assert desktop.window.isVisible()
    assert "guard" not in desktop.__dict__
    desktop.window.close()


def test_untouched_it_says_so_once_and_a_touch_begins_anew(qtbot: QtBot, qapp: QApplication) -> None:
    watch = IdleWatch(qapp, look_ms=20)
    field = QWidget()
    qtbot.addWidget(field)
    field.show()
    said: list[int] = []
    watch.idle.connect(lambda: said.append(1))
    touching = QTimer(interval=15)
    touching.timeout.connect(lambda: QTest.keyClick(field, Qt.Key.Key_A))
    touching.start()
    watch.set_minutes(0.004)
    ended = QTimer(singleShot=True, interval=600)
    with qtbot.waitSignal(ended.timeout):
        ended.start()
    assert said == []
    touching.stop()
    qtbot.waitUntil(lambda: said == [1])
    with qtbot.waitSignal(ended.timeout):
        ended.start()
    assert said == [1]
    watch.deleteLater()


def record(store: Store) -> None:
    """Somebody with a name, and an offer with a number."""
    store.sessions.record(
        Session(date=NOW.date(), villages=(VILLAGE,), venue="Balai Kenanga", minutes="Catatan rahasia"),
        [Attendee(full_name="Sulastri binti Karso", age=40, phone="0812 9999 8888")],
    )
    store.offers.record(Offer(village=VILLAGE), [Recruiter(alias="Bang Jefri", phone="0813 7777 6666")])


def test_a_backup_from_the_page_and_its_way_back(
    qtbot: QtBot, page: SettingsPage, desktop: Desktop, folder: Path, tmp_path: Path
) -> None:
    assert page.last_backup.text() == "Belum pernah dibuat cadangan."
    desktop.store.do(Work(record, lambda _: None))
    settle(qtbot, desktop)
    desktop.settings.back_up(tmp_path)
    settle(qtbot, desktop)
    assert page.last_backup.text().startswith("Cadangan terakhir:")
    (made,) = tmp_path.glob(f"{FOLDER}-*")
    desktop.store.do(Work(lambda store: store.sessions.record(Session(venue="Sesudahnya")), lambda _: None))
    settle(qtbot, desktop)
    desktop.settings.look_at(made)
    settle(qtbot, desktop)
    (dialog,) = desktop.window.findChildren(RestoreDialog)
    assert "1 sesi, 1 orang, dan 1 tawaran" in dialog.intro.text()
    assert "5 catatan di sini belum" in dialog.intro.text()
    dialog.lines[0].setText("bukan ini")
    dialog.onward.click()
    settle(qtbot, desktop)
    assert "E201" in dialog.wrong.text()
    dialog.lines[0].setText(PASSPHRASE)
    dialog.onward.click()
    qtbot.waitUntil(lambda: desktop.opens_again)
    assert not desktop.window.isVisible()
    again = Store.open(folder, PASSPHRASE)
    assert [row.venue for row in again.sessions.listed()] == ["Balai Kenanga"]
    again.close()


def test_a_backup_shows_how_far_it_is_and_is_stopped_by_its_button(
    qtbot: QtBot, page: SettingsPage, desktop: Desktop, tmp_path: Path
) -> None:
    many = [Attendee(full_name=f"Peserta {number}", age=30) for number in range(300)]
    desktop.store.do(Work(lambda store: store.sessions.record(Session(venue="Balai"), many), lambda _: None))
    settle(qtbot, desktop)
    told: list[tuple[int, int]] = []
    desktop.settings._progressed.connect(lambda done, of: told.append((done, of)))
    desktop.settings.back_up(tmp_path)
    assert page.working.isVisible()
    settle(qtbot, desktop)
    assert told
    assert page.bar.maximum() == told[-1][1] // 1024
    assert not page.working.isVisible()
    desktop.settings.back_up(tmp_path)
    page.stop.click()
    settle(qtbot, desktop)
    assert "E214" in desktop.window.notice.text.text()
    assert len(list(tmp_path.glob(f"{FOLDER}-*"))) == 1


def test_what_is_no_backup_is_said_and_nothing_changes(
    qtbot: QtBot, page: SettingsPage, desktop: Desktop, tmp_path: Path
) -> None:
    desktop.settings.look_at(tmp_path)
    settle(qtbot, desktop)
    assert "E212" in desktop.window.notice.text.text()
    assert page.back_up.isEnabled()
    assert not desktop.window.findChildren(RestoreDialog)


def test_the_support_file_names_nobody(qtbot: QtBot, page: SettingsPage, desktop: Desktop, tmp_path: Path) -> None:
    desktop.store.do(Work(record, lambda _: None))
    settle(qtbot, desktop)
    page.support.click()
    qtbot.waitUntil(lambda: bool(desktop.window.findChildren(SupportPreview)))
    (preview,) = desktop.window.findChildren(SupportPreview)
    text = preview.text.toPlainText()
    for secret in ("Sulastri", "9999", "Jefri", "7777", "Kenanga", "rahasia", "Dewi", VILLAGE, "Wonorejo", PASSPHRASE):
        assert secret not in text
    found = json.loads(text)
    assert found["records"]["session"] == {"draf": 1}
    assert found["records"]["recruiter"] == {"alive": 1}
    assert found["findings"] == {}
    preview.reject()
    desktop.settings.save_support(tmp_path / "dukungan.json", text)
    settle(qtbot, desktop)
    assert (tmp_path / "dukungan.json").read_text(encoding="utf-8") == text


def test_support_hears_of_runs_by_their_code_alone(folder: Path) -> None:
    from desa_app.store.runs import Run

    store = Store.open(folder, PASSPHRASE)
    store.runs.note(Run(1, 2, error="E301", details={"why": "https://rahasia.example"}))
    facts = support_facts(store)
    store.close()
    assert facts["runs"][0]["error"] == "E301"
    assert "rahasia" not in json.dumps(facts)


def test_a_fault_is_kept_by_its_place_and_never_by_its_words(tmp_path: Path) -> None:
    for kind in (ValueError, KeyError) * KEPT:
        try:
            raise kind("Sulastri binti Karso")
        except (ValueError, KeyError) as fault:
            note_fault(tmp_path, fault)
            note_fault(tmp_path, fault)
    kept = faults(tmp_path)
    assert len(kept) == KEPT
    assert [fault["kind"] for fault in kept] == ["ValueError", "KeyError"] * (KEPT // 2)
    assert "test_a_fault_is_kept" in kept[0]["where"][-1]
    assert "Sulastri" not in (tmp_path / FAULTS).read_text(encoding="utf-8")


def test_a_fault_of_work_is_kept_for_support(qtbot: QtBot, desktop: Desktop, folder: Path) -> None:
    def broken(_: Store) -> None:
        raise ZeroDivisionError

    desktop.store.do(Work(broken, lambda _: None))
    settle(qtbot, desktop)
    assert [fault["kind"] for fault in faults(folder)] == ["ZeroDivisionError"]
    assert Unexpected.code in desktop.window.notice.text.text()


def test_a_keyring_has_no_passphrase_to_lock_with(page: SettingsPage) -> None:
    page.set_facts(dt.datetime(2026, 11, 1, 9, tzinfo=dt.UTC), has_passphrase=False, villages="2026-08-08")
    assert not page.lock.isEnabled()
    assert page.no_lock.isVisible()
    assert not page.passphrase.old.isVisible()
    page.set_facts(None, has_passphrase=True, villages="2026-08-08")
    assert page.lock.isEnabled()
    assert "2026-08-08" in page.about.versions.text()


def test_every_licence_that_lies_here_is_named(page: SettingsPage) -> None:
    from desa_app.paths import resources

    shown = " ".join(line.text() for line in page.about.sources)
    for path in resources().rglob("LICENSE*"):
        kind = path.name.removesuffix(".txt").split(".")[-1]
        assert kind.split("-")[0] in shown, path.name
    assert dataclasses.fields(Preferences)
