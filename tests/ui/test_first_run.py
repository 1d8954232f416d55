"""The doors before the window: a passphrase that is set, tried and refused, off the window's thread."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desa_app.store.store import Store
from desa_app.ui.door import ask_passphrase
from desa_app.ui.first_run import Door, NewPassphrase, Unlock
from tests.ui.conftest import PASSPHRASE

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


def says(words: str) -> Callable[[Door], bool]:
    return lambda door: words in door.wrong.text()


def test_a_new_passphrase_is_typed_twice_and_long_enough(tmp_path: Path, at_the_door: Callable[..., None]) -> None:
    at_the_door(
        (lambda door: isinstance(door, NewPassphrase), fill("pendek", "pendek")),
        (says("Sedikitnya 8"), fill("panjang-sekali", "lain-sekali")),
        (says("tidak sama"), fill("panjang-sekali", "panjang-sekali")),
    )
    assert ask_passphrase(tmp_path / "new") == "panjang-sekali"


def test_a_wrong_passphrase_can_be_tried_again(folder: Path, at_the_door: Callable[..., None]) -> None:
    asked: list[bool] = []

    def wait_for_answer(door: Door) -> None:
        fill("salah")(door)
        asked.append(door.onward.isEnabled())

    at_the_door(
        (lambda door: isinstance(door, Unlock), wait_for_answer),
        (says("Kata sandi salah"), fill(PASSPHRASE)),
    )
    assert ask_passphrase(folder) == PASSPHRASE
    assert asked == [False]


def test_giving_up_opens_nothing(folder: Path, at_the_door: Callable[..., None]) -> None:
    at_the_door((at_once, lambda door: door.reject()))
    assert ask_passphrase(folder) is None


def test_no_door_where_the_keyring_has_the_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept: dict[str, str] = {}
    monkeypatch.setattr("keyring.set_password", lambda _, account, secret: kept.update({account: secret}))
    monkeypatch.setattr("keyring.get_password", lambda _, account: kept[account])
    Store.open(tmp_path / "laptop").close()
    assert ask_passphrase(tmp_path / "laptop") == ""
