"""The way in: the passphrase set or asked for before the window opens, and asked again when it was locked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtWidgets import QApplication, QWidget

if TYPE_CHECKING:
    from desa_app.language import Language
    from desa_app.ui.first_run import Door, Unlock


def ask_passphrase(folder: Path, meanwhile: Callable[[], None]) -> str | None:
    """The passphrase that opens ``folder``, set now where there is none; empty with a keyring, None when given up.

    ``meanwhile`` is called once the door is in sight: a person takes a while to type.
    """
    from desa_app.store.key import has_key, needs_passphrase
    from desa_app.ui.first_run import NewPassphrase, Unlock

    if not needs_passphrase(folder):
        return ""
    if not has_key(folder):
        new = NewPassphrase()
        new.painted.connect(meanwhile)
        _offer_languages(folder, new)
        return new.passphrase() if new.exec() else None
    door = Unlock()
    door.painted.connect(meanwhile)
    _offer_languages(folder, door)
    return _unlocked(folder, door)


def _offer_languages(folder: Path, door: Door) -> None:
    """Let the language be chosen, and keep it for the window that opens behind the door."""
    from desa_app.preferences import keep_preferences, preferences
    from desa_app.ui.translation import speak

    def take(chosen: Language) -> None:
        keep_preferences(folder, replace(preferences(folder), language=chosen))
        speak(cast(QApplication, QApplication.instance()), chosen)

    door.language_asked.connect(take)
    door.offer_languages()


def lock(folder: Path) -> bool:
    """Take every window of the program out of sight until the passphrase is given; false where it was given up.

    A window that was open stays as it was, with what was typed in it.
    """
    from desa_app.ui.first_run import Unlock

    hidden = [window for window in QApplication.topLevelWidgets() if window.isVisible()]
    stays = QApplication.quitOnLastWindowClosed()
    QApplication.setQuitOnLastWindowClosed(False)
    for window in hidden:
        window.hide()
    door = Unlock()
    opened = _unlocked(folder, door) is not None
    door.deleteLater()
    QApplication.setQuitOnLastWindowClosed(stays)
    if opened:
        _show_again(hidden)
    return opened


def _show_again(windows: list[QWidget]) -> None:
    for window in windows:
        window.show()
        window.activateWindow()


def _unlocked(folder: Path, door: Unlock) -> str | None:
    """The passphrase that opened the key, None when given up. To derive the key takes its time: on a thread."""
    from desa_app.ui.work import Work, Worker

    worker = Worker(lambda: _Lock(folder), "lock")
    worker.begin()
    found: list[str] = []

    def opened(passphrase: str) -> None:
        found.append(passphrase)
        door.accept()

    door.tried.connect(
        lambda passphrase: worker.do(Work(lambda lock: lock.attempt(passphrase), opened, door.show_error))
    )
    door.exec()
    worker.stop()
    return found[0] if found else None


class _Lock:
    """The key of a folder, for passphrases to be tried on."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def attempt(self, passphrase: str) -> str:
        """The passphrase again, if it is the one; raises WrongPassphrase, KeyMissing or DamagedDatabase."""
        from desa_app.store.key import open_key

        open_key(self._folder, passphrase)
        return passphrase

    def close(self) -> None:
        """Nothing is held open."""
