"""The program's start and end: the application, the door before the window, and the window as long as it is open.

While a person types the passphrase, the window behind the door and what the store needs are got ready: what they
wait for after it is the key, which has to take its time, and their own records.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication

from desa_app.language import language
from desa_app.preferences import Preferences, preferences
from desa_app.ui.style import ARGUMENTS, dress
from desa_app.ui.translation import speak

if TYPE_CHECKING:
    from desa_app.desktop import Desktop
    from desa_app.ui.headquarters.hq_desk import Synchronise

START_OVER = 75
"""What ``run`` returns when practice is to begin with nothing again (EX_TEMPFAIL: come back)."""


def run(folder: Path, passphrase: str | None, *, practice: bool = False, synchronise: Synchronise | None = None) -> int:
    """Open the window and stay until it is closed; returns the exit code. Raises NoScreen where there is none.

    A backup that is to be restored takes its place while no window is open; then it opens again.
    """
    while True:
        app = application(preferences(folder))
        build = partial(_desktop, folder, passphrase, practice=practice, synchronise=synchronise)
        desktop = build() if passphrase is not None else let_in(folder, build)
        if desktop is None:
            return 1
        desktop.window.fit(app.primaryScreen().availableSize())
        desktop.window.show()
        code = app.exec()
        if desktop.starts_over:
            return START_OVER
        if not desktop.opens_again:
            return code


def _desktop(folder: Path, passphrase: str | None, *, practice: bool, synchronise: Synchronise | None) -> Desktop:
    from desa_app.desktop import Desktop

    desktop = Desktop(folder, passphrase or None, practice=practice, synchronise=synchronise)
    desktop.window.painted.connect(desktop.stand_guard)
    if practice:
        desktop.window.painted.connect(lambda: desktop.tour.welcome())
    return desktop


def let_in(folder: Path, build: Callable[[], Desktop]) -> Desktop | None:
    """The window of whoever gives the passphrase, or sets one where there is none; None where that is given up."""
    from PySide6.QtCore import QTimer

    from desa_app.store.restore import finish_restore
    from desa_app.ui.door import ask_passphrase

    behind: list[Desktop] = []

    def get_ready() -> None:
        behind.append(build())
        QTimer.singleShot(0, behind[0].prepare)

    finish_restore(folder)
    given = ask_passphrase(folder, get_ready)
    if given is None:
        return None
    desktop = behind[0] if behind else build()
    desktop.let_in(given)
    return desktop


def application(chosen: Preferences | None = None) -> QApplication:
    """The application in the dress and language that are chosen; DESA_LANG overrules the language.

    Qt aborts the process where there is no screen: say it first.
    """
    running = QApplication.instance()
    if isinstance(running, QApplication):
        return running
    if not has_screen():
        from desa_app.errors import NoScreen

        raise NoScreen
    app = QApplication([*sys.argv[:1], *ARGUMENTS])
    app.setApplicationName("Desa Binaan Imigrasi")
    liked = chosen or Preferences()
    speak(app, language() if chosen is None or os.environ.get("DESA_LANG") else liked.language)
    dress(app, liked.theme, liked.text_size)
    return app


def has_screen() -> bool:
    """Whether a window can open here: there is a display, or the environment names a platform for Qt."""
    named = ("QT_QPA_PLATFORM", "DISPLAY", "WAYLAND_DISPLAY")
    return not sys.platform.startswith("linux") or any(os.environ.get(name) for name in named)
