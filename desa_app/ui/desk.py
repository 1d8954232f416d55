"""What desks have in common: a desk stands between its pages and the store, and tells the window what came of it."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal


class Desk(QObject):
    """``changed`` names the nouns that changed, ``went`` the page to show, ``opened`` the noun and id of a record to
    show, ``said`` a sentence of success, ``undoable`` one with the call that takes back what it says, ``failed`` the
    error of what did not work."""

    changed = Signal(set)
    went = Signal(str)
    opened = Signal(str, str)
    said = Signal(str)
    undoable = Signal(str, object)
    failed = Signal(object)
