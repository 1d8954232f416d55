"""What we take for granted of Qt's Python binding."""

from __future__ import annotations

import sys

from PySide6.QtCore import QObject

CALLS = 5000


def test_calls_that_return_nothing_use_up_no_reference() -> None:
    """PySide6 6.12.0 takes ``None`` for immortal and gives away a reference at each such call; under Python 3.11
    the process then dies after some ten thousand of them."""
    made = QObject()
    before = sys.getrefcount(None)
    for _ in range(CALLS):
        made.setObjectName("x")
    assert abs(sys.getrefcount(None) - before) < CALLS // 10
