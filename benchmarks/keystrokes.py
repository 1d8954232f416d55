"""What it takes to record a session, counted in keys: by hand, and from a list that came by WhatsApp.

The hands press nothing but keys on the real window, as a person would who knows them. Both tasks end with the session
handed in. The letters of its content are those of what ends up in the record and is not there by itself.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from benchmarks.words import WORDS
from desa_app.desktop import Desktop

Person = tuple[str, str, int, str, str, str]
"""Name, L or P, age, hamlet, occupation, phone."""
_TAB, _ENTER, _DOWN = Qt.Key.Key_Tab, Qt.Key.Key_Return, Qt.Key.Key_Down
_CONTROL, _ALT, _SHIFT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.ShiftModifier,
)
_PATIENCE_S = 20.0
VILLAGE = "Wonorejo Kaliwungu Kendal"
VENUE = "Balai Desa"


class Hands:
    """Press keys wherever the cursor is. ``keys`` counts each; ``actions`` a word typed as one, as is a key."""

    def __init__(self, window: QWidget, settle: Callable[[], None]) -> None:
        self.keys = self.actions = 0
        self._window = window
        self._settle = settle

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """One key, with those held down with it."""
        self.keys += 1
        self.actions += 1
        QTest.keyClick(self._focused(), key, modifier)
        QApplication.processEvents()

    def type(self, text: str) -> None:
        """A text, letter by letter; each goes where the cursor is by then."""
        self.keys += len(text)
        self.actions += 1
        for letter in text:
            QTest.keyClicks(self._focused(), letter)
            QApplication.processEvents()

    def _focused(self) -> QWidget:
        """Where a key goes: to the menu that is open, else to where the cursor is."""
        popup = QApplication.activePopupWidget()
        if isinstance(popup, QMenu):
            return popup
        return QApplication.focusWidget() or self._window.focusWidget() or self._window

    def wait(self) -> None:
        """Look until what was asked for is there. Without a window manager nobody makes the window active again after
        a dialog."""
        self._settle()
        if QApplication.activeWindow() is None:
            self._window.activateWindow()
        QApplication.processEvents()


def some_people(count: int) -> list[Person]:
    """People of a village, each with everything that the list asks for."""
    names = [*WORDS.male, *WORDS.female]
    return [
        (
            f"{names[place * 7 % len(names)]} {WORDS.later[place * 5 % len(WORDS.later)]}",
            "L" if place * 7 % len(names) < len(WORDS.male) else "P",
            18 + place * 13 % 50,
            WORDS.hamlets[place % 4],
            WORDS.trades[place * 3 % 6],
            f"0812{26_107_594 + place * 71_993}",
        )
        for place in range(count)
    ]


def by_hand(desktop: Desktop, hands: Hands, people: Sequence[Person]) -> int:
    """Record a session with these people and hand it in; returns the letters of its content."""
    desktop.go("sessions")
    hands.wait()
    hands.press(Qt.Key.Key_N, _CONTROL)
    hands.wait()
    hands.type(VILLAGE)
    desktop.sessions.form.villages.search()
    hands.wait()
    hands.press(_ENTER)
    hands.press(_TAB)
    hands.type(VENUE)
    hands.press(Qt.Key.Key_P, _ALT)
    for place, person in enumerate(people):
        _type_person(desktop, hands, place, person)
    _hand_in(desktop, hands)
    return len(VILLAGE + VENUE) + sum(len(str(part)) for person in people for part in person)


def _hand_in(desktop: Desktop, hands: Hands) -> None:
    """Count as the list does, and hand in; a button that is pressed by its key shows so before it does something."""
    hands.press(Qt.Key.Key_J, _CONTROL)
    hands.press(_ENTER, _CONTROL)
    form, late = desktop.sessions.form, time.monotonic() + _PATIENCE_S
    while form.submit.isVisible() and time.monotonic() < late:
        time.sleep(0.005)
        hands.wait()


def _type_person(desktop: Desktop, hands: Hands, place: int, person: Person) -> None:
    """A hamlet and an occupation are typed until they stand there: hands watch what is completed."""
    name, sex, age, hamlet, occupation, phone = person
    table = desktop.sessions.form.table
    hands.type(name)
    hands.press(_TAB)
    hands.type(sex)
    hands.type(str(age))
    hands.press(_TAB)
    for column, text in (("hamlet", hamlet), ("occupation", occupation)):
        letters = range(1, len(text) + 1)
        enough = next((end for end in letters if table.completed(place, column, text[:end]) == text), len(text))
        hands.type(text[:enough])
        hands.press(_TAB)
    hands.type(phone)
    hands.press(_ENTER)


def from_whatsapp(desktop: Desktop, hands: Hands, people: Sequence[Person]) -> None:
    """Record a session from a list that was copied in WhatsApp, where one was held before, and hand it in."""
    lines = [f"{place}. {', '.join(map(str, person))}" for place, person in enumerate(people, start=1)]
    QGuiApplication.clipboard().setText("*Daftar hadir*\n" + "\n".join(lines))
    desktop.go("sessions")
    hands.wait()
    hands.press(Qt.Key.Key_N, _CONTROL)
    hands.wait()
    hands.press(_DOWN)
    hands.press(_ENTER)
    hands.wait()
    hands.press(Qt.Key.Key_D, _CONTROL | _SHIFT)
    hands.wait()
    hands.press(_ENTER)
    hands.press(Qt.Key.Key_P, _ALT)
    hands.press(Qt.Key.Key_V, _CONTROL)
    hands.wait()
    hands.press(_ENTER)
    hands.wait()
    _hand_in(desktop, hands)
