"""What can be done anywhere in the window, declared once: the menu, the keys and the search all read this list."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import NamedTuple

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from desa_app.domain.village_text import words
from desa_app.language import LANGUAGE_NAMES
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
    "help": "circle-help",
    "tour": "graduation-cap",
}
GROUPS = (
    ("search",),
    ("new_session", "new_offer", "import_list"),
    ("synchronise", "export"),
    ("home", "sessions", "offers", "villages", "coverage", "sync", "settings"),
    ("in_indonesian", "in_english", "lock"),
    ("help", "tour"),
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
    return {
        "search": QCoreApplication.translate("commands", "Search everything"),
        "new_session": QCoreApplication.translate("commands", "New session"),
        "new_offer": QCoreApplication.translate("commands", "New job offer report"),
        "import_list": QCoreApplication.translate("commands", "Import attendance list"),
        "synchronise": QCoreApplication.translate("commands", "Synchronise now"),
        "home": QCoreApplication.translate("commands", "Go to Home"),
        "sessions": QCoreApplication.translate("commands", "Go to Sessions"),
        "offers": QCoreApplication.translate("commands", "Go to Job offers"),
        "villages": QCoreApplication.translate("commands", "Go to Villages"),
        "coverage": QCoreApplication.translate("commands", "Go to Coverage"),
        "sync": QCoreApplication.translate("commands", "Go to Synchronise"),
        "settings": QCoreApplication.translate("commands", "Go to Settings"),
        "export": QCoreApplication.translate("commands", "Export coverage"),
        "lock": QCoreApplication.translate("commands", "Lock"),
        "in_indonesian": LANGUAGE_NAMES["id"],
        "in_english": LANGUAGE_NAMES["en"],
        "help": QCoreApplication.translate("commands", "Help on this page"),
        "tour": QCoreApplication.translate("commands", "Show me around"),
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


def listen(known: Sequence[Command], window: QWidget, page: Callable[[], QWidget]) -> None:
    """Take the keys of the commands in the whole window; where the page in sight has a button with the same keys, such
    as the new session of the village that is shown, that button goes first."""

    def press(command: Command) -> None:
        own = (one for one in page().findChildren(QPushButton) if one.property("keys") == command.keys)
        button = next((one for one in own if one.isVisible() and one.isEnabled()), None)
        if button is None:
            command.run()
        else:
            button.click()

    for command in known:
        if command.keys:
            QShortcut(QKeySequence(command.keys), window).activated.connect(partial(press, command))


class CommandMenu(QMenu):
    """The commands with the keys that do the same."""

    def __init__(self, known: Sequence[Command]) -> None:
        super().__init__()
        self._named = {command.name: self._action(command) for command in known}
        for number, group in enumerate(GROUPS):
            if number:
                self.addSeparator()
            self.addActions([self._named[name] for name in group if name in self._named])
        self.retranslate()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def _action(self, command: Command) -> QAction:
        action = QAction(icon(command.picture, "muted"), "", self)
        action.triggered.connect(lambda: command.run())
        return action

    def retranslate(self) -> None:
        """Write the titles in the language in use; behind a tab the keys, which the window has taken already."""
        titles = command_titles()
        for name, action in self._named.items():
            keys = KEYS.get(name, "")
            action.setText(f"{titles[name]}\t{keys}" if keys else titles[name])
