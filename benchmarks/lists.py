"""The list of 10,000 sessions: read from the encrypted store, and narrowed by a key.

*Read* is all that the list needs from the encrypted store, ready to be shown: rows with people counted, places,
and the folded text that each is found by; it happens beside the window. The peer is the same two queries on a plain
SQLite database of the same rows, fetched and nothing else done with them. *A key* is a letter typed into the filter,
until the list is narrowed, grouped by month, counted and painted; the peer is Qt's own QSortFilterProxyModel over one
column of plain text in a QStandardItemModel, painted in a QTableView, without groups, old spelling or any other
filter. The median of the keys of five words, typed in turn; the 95th percentile must fit into a frame of 60 a second.
"""

from __future__ import annotations

import datetime as dt
import os
import sqlite3
import tempfile
from collections.abc import Sequence
from contextlib import closing
from functools import partial
from pathlib import Path

from benchmarks.full_laptop import fill
from benchmarks.laptops import lone_laptop, villages_of_office
from benchmarks.measure import Finding, Quantity, milliseconds, percentile, timed
from desa_app.store.sessions import LISTED, PEOPLE, SessionRow
from desa_app.store.store import Store
from desa_app.ui.list_screen import Listing

READ_GOAL, KEY_GOAL, FRAME_MS = 5.0, 4.0, 16.0
SESSIONS, ROUNDS = 10_000, 7
LAST = dt.date(2026, 11, 24)
WORDS = ("wonosari", "balai desa", "mei 2026", "disetujui", "kaliwungu")
SIZE = (1150, 760)


def measure(sessions: int = SESSIONS, rounds: int = ROUNDS) -> list[Finding]:
    """Reading the list, the usual key and the slowest one."""
    from desa_app.ui.sessions.session_list_desk import listing

    with tempfile.TemporaryDirectory() as folder:
        store = lone_laptop(Path(folder) / "laptop")
        fill(store, villages_of_office()[:150], LAST, sessions=sessions)
        listing(store)
        with closing(_plain(store, Path(folder) / "plain.db")) as plain:
            read, raw = [], []
            for _ in range(rounds):
                read.append(timed(lambda: listing(store))[1])
                raw.append(timed(lambda: [plain.execute(query).fetchall() for query in (LISTED, PEOPLE)])[1])
        found = listing(store)
        store.close()
    ours, theirs = _keys(found)
    return [
        Finding(f"list of {sessions:,} sessions, read", milliseconds(read), milliseconds(raw), READ_GOAL),
        Finding("a key in its filter", milliseconds(ours), milliseconds(theirs), KEY_GOAL),
        Finding("the same, of 20 keys the slowest", Quantity(1000 * percentile(ours, 0.95), "ms"), None, FRAME_MS),
    ]


def _plain(store: Store, path: Path) -> sqlite3.Connection:
    """The same rows in a database without encryption."""
    plain = sqlite3.connect(path)
    for (statement,) in store.db.conn.execute(
        "SELECT sql FROM sqlite_master WHERE tbl_name IN ('session', 'attendee') AND sql IS NOT NULL"
    ):
        plain.execute(statement)
    for table in ("session", "attendee"):
        rows = store.db.conn.execute(f'SELECT * FROM "{table}"').fetchall()
        plain.executemany(f'INSERT INTO "{table}" VALUES ({", ".join("?" * len(rows[0]))})', rows)
    plain.commit()
    return plain


def _keys(found: Listing[SessionRow]) -> tuple[list[float], list[float]]:
    """The seconds of each key in the list, and in Qt's own filter."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtCore import QSortFilterProxyModel
    from PySide6.QtGui import QStandardItem, QStandardItemModel
    from PySide6.QtWidgets import QTableView

    from desa_app.app import application
    from desa_app.ui.sessions.session_list import SessionList

    app = application()
    screen = SessionList(lambda: dt.datetime.combine(LAST, dt.time(12)))
    screen.resize(*SIZE)
    screen.set_listing(found)
    model, proxy, view = QStandardItemModel(), QSortFilterProxyModel(), QTableView()
    for text in found.texts:
        model.appendRow(QStandardItem(text))
    proxy.setSourceModel(model)
    view.setModel(proxy)
    view.resize(*SIZE)

    def type_ours(text: str) -> None:
        screen.filters.search.setText(text)
        app.processEvents()

    def type_theirs(text: str) -> None:
        proxy.setFilterFixedString(text)
        app.processEvents()

    for shown in (screen, view):
        shown.show()
    app.processEvents()
    ours, theirs = ([timed(partial(one, text))[1] for text in _typed()] for one in (type_ours, type_theirs))
    for shown in (screen, view):
        shown.close()
        shown.deleteLater()
    return ours, theirs


def _typed() -> Sequence[str]:
    """What stands in the filter after each key, the whole of a word taken away at its end."""
    return [word[:length] for word in WORDS for length in (*range(1, len(word) + 1), 0)]
