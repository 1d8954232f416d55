"""Ending from outside: Ctrl+C in the terminal, and the end of the user's session."""

from __future__ import annotations

import signal
import socket

from PySide6.QtCore import QSocketNotifier

from desa_app.ui.main_window import MainWindow


def heed_signals(window: MainWindow) -> None:
    """Let them close the window as its own button does.

    Python runs its handlers only between two of its own instructions, and a waiting window runs none: the signal's
    number comes through a socket, which Qt watches.
    """
    heard, rung = socket.socketpair()
    for end in (heard, rung):
        end.setblocking(False)
    before = {number: signal.signal(number, lambda *_: None) for number in (signal.SIGINT, signal.SIGTERM)}
    signal.set_wakeup_fd(rung.fileno())
    watch = QSocketNotifier(heard.fileno(), QSocketNotifier.Type.Read, window)
    watch.activated.connect(lambda *_: window.close())

    def heed_no_more() -> None:
        watch.setEnabled(False)
        signal.set_wakeup_fd(-1)
        for number, handler in before.items():
            signal.signal(number, handler)
        heard.close()
        rung.close()

    window.closing.connect(heed_no_more)
