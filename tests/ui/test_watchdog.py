"""The watchdog itself: it barks at work on the window's thread and is quiet where there is none."""

from __future__ import annotations

import time

from pytestqt.qtbot import QtBot

from tests.ui.watchdog import Watchdog


def test_work_on_the_windows_thread_is_told_with_its_place(qtbot: QtBot) -> None:
    with Watchdog() as watched:
        begun = time.process_time()
        while time.process_time() - begun < 0.12:
            sum(range(1000))
        qtbot.wait(10)
    assert any("test_watchdog" in stall.where for stall in watched.stalls)


def test_a_window_that_waits_for_a_person_is_no_stall(qtbot: QtBot) -> None:
    with Watchdog() as watched:
        qtbot.wait(150)
    assert watched.stalls == []
