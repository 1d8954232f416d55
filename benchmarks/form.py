"""The session form with 200 people: opening it, a key in its grid, saving it; and what a session costs in keys.

The whole window over an encrypted store, without a screen (Qt's offscreen platform). *Opening* is from the form being
told to open the session, its rows read and decrypted on the store's thread, to the form painted with it; *a key* from
the press to the cell painted with the letter, its draft noted, while drafts are saved beside it as ever. The peer is a
bare ``QTableWidget`` of the same size, filled with the same 200 rows and painted, and a key in a cell of it. Saving
blocks the window for as long as its thread does not come back to its loop; told is the longest of all such moments
while names are typed and saved. Keys are counted, not timed: 30 people by hand (in letters of what ends up in the
record), and a list that was copied in WhatsApp, from Ctrl+N to handed in.
"""

from __future__ import annotations

import os
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.laptops import PASSPHRASE, lone_laptop, villages_of_office
from benchmarks.measure import Finding, Quantity, milliseconds, percentile, timed
from benchmarks.waiting import is_busy, until

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

PEOPLE, KEYS, ROUNDS = 200, 300, 12
OPEN_MS, KEY_MS, STALL_MS = 150.0, 16.0, 50.0
BY_HAND, FROM_WHATSAPP = 1.15, 10.0
_LETTERS = "Siti Aminah binti Abdullah "


def measure(people: int = PEOPLE, keys: int = KEYS, rounds: int = ROUNDS) -> list[Finding]:
    """The medians and 95th percentiles against the peer's; the counts of keys."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "laptop"
        record = _recorded(folder, people)
        opened, echoed, stalled = _timed_form(folder, record, keys, rounds)
        hand, letters, actions = _counted(folder)
    filled, bare = _timed_peer(people, keys, rounds)
    return [
        Finding(f"opening a session with {people} people", milliseconds(opened), None, OPEN_MS),
        Finding("… against filling a bare table", milliseconds(opened), milliseconds(filled)),
        Finding(f"a key to its echo among {people} rows: p95", _p95(echoed), None, KEY_MS),
        Finding("… against a bare table", _p95(echoed), _p95(bare)),
        Finding("the longest the window waits while it is saved", Quantity(1000 * max(stalled), "ms"), None, STALL_MS),
        Finding("30 people by hand", Quantity(hand, "keys"), Quantity(letters, "letters"), BY_HAND),
        Finding("30 people from WhatsApp", Quantity(actions, "actions"), None, FROM_WHATSAPP),
    ]


def _p95(seconds: list[float]) -> Quantity:
    return Quantity(1000 * percentile(seconds, 0.95), "ms")


def _recorded(folder: Path, people: int) -> str:
    from benchmarks.keystrokes import some_people
    from desa_app.domain.attendee import Attendee
    from desa_app.domain.session import Session

    store = lone_laptop(folder)
    crowd = [
        Attendee(row=row, full_name=name, sex=sex, age=age, hamlet=hamlet, occupation=trade, phone=phone)  # type: ignore[arg-type]
        for row, (name, sex, age, hamlet, trade, phone) in enumerate(some_people(people), start=1)
    ]
    saved = store.sessions.record(Session(villages=(villages_of_office()[0].code,), venue="Balai Desa"), crowd)
    store.close()
    return saved.id


def _timed_form(folder: Path, record: str, keys: int, rounds: int) -> tuple[list[float], list[float], list[float]]:
    """Seconds of each opening, of each key to its echo, and between two turns of the loop while saving."""
    from PySide6.QtWidgets import QApplication

    from desa_app.app import application
    from desa_app.desktop import Desktop

    app = application()
    desktop = Desktop(folder, PASSPHRASE, practice=False)
    desktop.window.show()
    desktop.go("sessions")
    until(lambda: desktop.window.isVisible() and not is_busy(desktop))
    form = desktop.sessions.form

    def show() -> None:
        desktop.sessions.open(record)
        until(lambda: not desktop.store.is_busy)
        form.repaint()

    show()
    opened = [timed(show)[1] for _ in range(rounds)]
    form.grid.start(form.table.rowCount() - 1)
    desktop.window.activateWindow()
    until(desktop.window.isActiveWindow)
    form.grid.setFocus()
    echoed, turns = [], []
    for place in range(keys):
        letter = _LETTERS[place % len(_LETTERS)]
        echoed.append(timed(lambda letter=letter: _echo(letter))[1])  # type: ignore[misc]
        before = time.perf_counter()
        for _ in range(8):
            app.processEvents()
            turns.append(time.perf_counter() - before)
            time.sleep(0.002)
            before = time.perf_counter()
    form.grid.next_person()
    desktop.sessions.flush()
    before = time.perf_counter()
    while desktop.store.is_busy:
        QApplication.processEvents()
        turns.append(time.perf_counter() - before)
        before = time.perf_counter()
    desktop.window.close()
    return opened, echoed, turns


def _echo(letter: str) -> None:
    """Press a key where the cursor is, and paint what came of it."""
    from PySide6.QtTest import QTest

    QTest.keyClicks(_cursor(), letter)
    _cursor().repaint()


def _cursor() -> QWidget:
    from PySide6.QtWidgets import QApplication

    cursor = QApplication.focusWidget()
    assert cursor is not None, "no window is active"
    return cursor


def _timed_peer(people: int, keys: int, rounds: int) -> tuple[list[float], list[float]]:
    """Seconds to fill and paint a bare table, and of each key to its echo in it."""
    from PySide6.QtWidgets import QTableWidget, QTableWidgetItem

    from benchmarks.keystrokes import some_people
    from desa_app.app import application

    application()
    rows = some_people(people)
    table = QTableWidget()
    table.resize(1100, 600)
    table.show()

    def fill() -> None:
        table.clear()
        table.setRowCount(people + 1)
        table.setColumnCount(8)
        for row, person in enumerate(rows):
            for column, part in enumerate(person):
                table.setItem(row, column, QTableWidgetItem(str(part)))
        table.repaint()

    filled = [timed(fill)[1] for _ in range(rounds)]
    table.activateWindow()
    until(table.isActiveWindow)
    table.setFocus()
    table.setCurrentCell(people, 0)
    echoed = [timed(lambda place=place: _echo(_LETTERS[place % len(_LETTERS)]))[1] for place in range(keys)]  # type: ignore[misc]
    table.close()
    return filled, echoed


def _counted(folder: Path) -> tuple[int, int, int]:
    """Keys by hand, the letters of the content, and actions from a list."""
    from benchmarks.keystrokes import Hands, by_hand, from_whatsapp, some_people
    from desa_app.app import application
    from desa_app.desktop import Desktop

    application()
    desktop = Desktop(folder, PASSPHRASE, practice=False)
    desktop.window.show()
    desktop.go("sessions")
    people = some_people(30)
    hands, quick = (Hands(desktop.window, lambda: until(lambda: not is_busy(desktop))) for _ in range(2))
    hands.wait()
    letters = by_hand(desktop, hands, people)
    from_whatsapp(desktop, quick, people)
    desktop.window.close()
    return hands.keys, letters, quick.actions
