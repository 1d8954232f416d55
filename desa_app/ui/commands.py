"""What can be done anywhere in the window, declared once: the menu, the keys and the search all read this list."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from desa_app.domain.village_text import words
from desa_app.ui.keys import KEYS
from desa_app.ui.style import icon

PICTURES = {
    "search": "search",
    "new_session": "plus",
    "new_offer": "shield-alert",
    "import_list": "file-input",
    "synchronise": "refresh-cw",
    "home": "house",
    "sessions": "calendar-days",
    "offers": "shield-alert",
    "villages": "map-pinned",
    "coverage": "chart-column",
    "sync": "refresh-cw",
    "settings": "settings",
    "export": "file-down",
    "lock": "lock",
    "in_indonesian": "languages",
    "in_english": "languages",
}
GROUPS = (
    ("search",),
    ("new_session", "new_offer", "import_list"),
    ("synchronise", "export"),
    ("home", "sessions", "offers", "villages", "coverage", "sync", "settings"),
    ("in_indonesian", "in_english", "lock"),
)
"""The commands as the menu parts them."""


class Command(NamedTuple):
    """Something to do, by name, and how."""

    name: str
    run: Callable[[], None]

    @property
    def keys(self) -> str:
        """The keys that do it anywhere, empty for none."""
        return KEYS.get(self.name, "")

    @property
    def picture(self) -> str:
        """The icon beside it."""
        return PICTURES[self.name]

    @property
    def title(self) -> str:
        """What it is called in the language in use."""
        return command_titles()[self.name]


def command_titles() -> dict[str, str]:
    """What the commands are called in the language in use."""
    say = QCoreApplication.translate
    return {
        "search": say("commands", "Search everything"),
        "new_session": say("commands", "New session"),
        "new_offer": say("commands", "New job offer report"),
        "import_list": say("commands", "Import attendance list"),
        "synchronise": say("commands", "Synchronise now"),
        "home": say("commands", "Go to Home"),
        "sessions": say("commands", "Go to Sessions"),
        "offers": say("commands", "Go to Job offers"),
        "villages": say("commands", "Go to Villages"),
        "coverage": say("commands", "Go to Coverage"),
        "sync": say("commands", "Go to Synchronise"),
        "settings": say("commands", "Go to Settings"),
        "export": say("commands", "Export coverage"),
        "lock": say("commands", "Lock"),
        "in_indonesian": "Bahasa Indonesia",
        "in_english": "English",
    }


def commands(runs: Mapping[str, Callable[[], None]]) -> list[Command]:
    """The commands that can be run here, in the order of the menu."""
    return [Command(name, runs[name]) for group in GROUPS for name in group if name in runs]


def matching(known: Sequence[Command], text: str) -> list[Command]:
    """The commands whose titles have words beginning as every word typed does."""
    typed = words(text)
    if not typed:
        return []
    return [one for one in known if all(any(word.startswith(each) for word in words(one.title)) for each in typed)]


class CommandMenu(QMenu):
    """The commands with their keys; the keys work in the whole window, whether the menu was ever open or not."""

    def __init__(self, known: Sequence[Command], window: QWidget) -> None:
        super().__init__(window)
        by_name = {command.name: self._action(command, window) for command in known}
        for number, group in enumerate(GROUPS):
            if number:
                self.addSeparator()
            self.addActions([by_name[name] for name in group if name in by_name])
        self._named = by_name
        self.retranslate()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def _action(self, command: Command, window: QWidget) -> QAction:
        action = QAction(icon(command.picture, "muted"), "", self)
        action.setShortcut(QKeySequence(command.keys))
        action.setShortcutVisibleInContextMenu(True)
        action.triggered.connect(lambda: command.run())
        window.addAction(action)
        return action

    def retranslate(self) -> None:
        """Write the titles in the language in use."""
        titles = command_titles()
        for name, action in self._named.items():
            action.setText(titles[name])
