"""What desks have in common: a desk stands between its pages and the store, and tells the window what came of it."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal


class Desk(QObject):
    """``changed`` names the nouns that changed, ``went`` the page to show, ``said`` a sentence of success, ``failed``
    the error of what did not work."""

    changed = Signal(set)
    went = Signal(str)
    said = Signal(str)
    failed = Signal(object)
