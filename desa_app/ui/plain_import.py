"""Python's own ``import``, while the window runs.

PySide6 puts itself before it and, so that a module can ask for other spellings of Qt's names, reads the source of every
module that imports anything: 250 files and 60 ms of a start, and 10 MB that stay. Nobody here asks.
"""

from __future__ import annotations

import builtins

import PySide6.QtCore  # noqa: F401  the first of Qt's modules puts itself there


def import_plainly() -> None:
    """Put back what PySide6 found; where it left nothing, all stays as it is."""
    builtins.__import__ = getattr(builtins, "__orig_import__", builtins.__import__)
