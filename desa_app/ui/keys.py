"""The keys that work anywhere in the window, by the name of their command."""

from __future__ import annotations

KEYS = {
    "search": "Ctrl+K",
    "home": "Ctrl+1",
    "sessions": "Ctrl+2",
    "offers": "Ctrl+3",
    "villages": "Ctrl+4",
    "coverage": "Ctrl+5",
    "sync": "Ctrl+6",
    "settings": "Ctrl+7",
    "new_session": "Ctrl+N",
    "new_offer": "Ctrl+Shift+N",
    "import_list": "Ctrl+O",
    "synchronise": "Ctrl+R",
    "help": "F1",
    "menu": "F10",
}
ANYWHERE = frozenset(KEYS.values())
