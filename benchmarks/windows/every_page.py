"""The program's own window on a full laptop, every page visited: prints its memory, and how busy it is when nobody
touches it on Home, in the form of a session with the cursor in it, and on the map.

What is on each page is waited for, as a person would who works with it; nothing else is cleared away.
"""

from __future__ import annotations

import os
from pathlib import Path

from PySide6.QtTest import QTest

from benchmarks.waiting import is_busy, until
from benchmarks.windows.own import busy_share, memory, tell
from desa_app.app import application
from desa_app.desktop import Desktop

PAGES = ("sessions", "offers", "villages", "coverage", "sync", "settings")
SEARCHED = "siti aminah"


class Visit:
    """A person who looks at everything once."""

    def __init__(self, folder: Path, passphrase: str) -> None:
        self._rest = float(os.environ["DESA_REST_S"])
        self.desktop = Desktop(folder, passphrase, practice=False)
        self.desktop.window.show()
        until(lambda: "hq" in self.desktop.__dict__)
        self._settle()

    def _settle(self) -> None:
        until(lambda: not is_busy(self.desktop))

    def at_rest(self) -> float:
        """How busy the window is with what is in sight now."""
        self._settle()
        return busy_share(self._rest)

    def pages(self) -> None:
        """Go through the navigation."""
        for page in PAGES:
            self.desktop.go(page)
            self._settle()

    def villages(self) -> None:
        """See every village of the country in the table, then the map from the whole country down to a village."""
        self.desktop.go("villages")
        page = self.desktop.overview.screen
        page.set_scope("all")
        self._settle()
        page.set_scope("ours")
        page.show_map(True)
        self._settle()
        for go in (page.map.show_country, page.map.show_ours):
            go()
            until(lambda: not page.map._is_hurried())

    def search(self) -> None:
        """Look for a person, letter by letter."""
        self.desktop.search.bring()
        palette = self.desktop.search.palette
        for letter in SEARCHED:
            QTest.keyClicks(palette.line, letter)
            self._settle()
        palette.put_away()

    def session(self, record: str) -> None:
        """Open a session, the cursor in its list of people."""
        self.desktop.sessions.open(record)
        self._settle()
        self.desktop.window.activateWindow()
        until(self.desktop.window.isActiveWindow)
        self.desktop.sessions.form.grid.setFocus()
        self._settle()

    def offer(self, record: str) -> None:
        """Open a report of a job offer."""
        self.desktop.offers.open(record)
        self._settle()


def main() -> None:
    """Visit everything and tell what it took."""
    application()
    visit = Visit(Path(os.environ["DESA_DATA_DIR"]), os.environ["DESA_PASSPHRASE"])
    figures = {"home": visit.at_rest(), "first": memory()["resident"]}
    visit.pages()
    visit.search()
    visit.offer(os.environ["DESA_OFFER"])
    visit.session(os.environ["DESA_SESSION"])
    figures["form"] = visit.at_rest()
    visit.villages()
    figures["map"] = visit.at_rest()
    tell(figures | memory())
    visit.desktop.window.close()


if __name__ == "__main__":
    main()
