"""The left side: where to go, whose laptop this is, and always in sight how much headquarters does not have yet."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QBoxLayout, QButtonGroup, QFrame, QPushButton, QVBoxLayout, QWidget

from desa_app.ui.keys import KEYS
from desa_app.ui.parts import Spoken, button, column, label, row
from desa_app.ui.style import icon, px, set_role

if TYPE_CHECKING:
    import datetime as dt

_COMPACT_WIDTH = 64
PAGES = {
    "home": "house",
    "sessions": "calendar-days",
    "offers": "shield-alert",
    "villages": "map-pinned",
    "coverage": "chart-column",
    "sync": "refresh-cw",
    "settings": "settings",
}
_WIDTH = 208


class Navigation(Spoken):
    """``went`` names the page asked for, ``search_asked`` wants the search, ``join_asked`` to join headquarters, as
    long as the laptop has not. In a narrow window only signs and the count stay, their words are tips."""

    went = Signal(str)
    search_asked = Signal()
    join_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("navigation")
        self.setFixedWidth(_WIDTH)
        self._unsent: int | None = None
        self._oldest_days = 0
        self._name = self._role = ""
        self._is_known = self._is_compact = False
        self._product = label("product")
        self._product.setText("Desa Binaan")
        self.search = self._way("search", "search", self.search_asked.emit)
        self.menu = self._way("menu", "menu", lambda: self.menu.showMenu())
        self._pages = {name: self._page(name, picture) for name, picture in PAGES.items()}
        self._group = QButtonGroup(self)
        for page in self._pages.values():
            self._group.addButton(page)
        self._count, self._meaning = label("count"), label(wrap=True)
        self._office, self._person = label("office", wrap=True), label(wrap=True)
        self.join = self._way("join", "key-round", self.join_asked.emit)
        self.join.hide()
        self.setLayout(self._lay())
        self.retranslate()

    def _page(self, name: str, picture: str) -> QPushButton:
        page = button("", "", lambda: self.went.emit(name))
        page.setIcon(icon(picture, "nav_text"))
        page.setIconSize(QSize(18, 18))
        page.setCheckable(True)
        return page

    def _way(self, role: str, picture: str, pressed: Callable[[], None]) -> QPushButton:
        way = button(role, "", pressed)
        way.setIcon(icon(picture, "nav_muted"))
        way.setIconSize(QSize(18, 18))
        return way

    def _lay(self) -> QVBoxLayout:
        unsent = QFrame()
        unsent.setObjectName("unsent")
        self._unsent_lines = column(self._count, self._meaning, margin=12, gap=2)
        unsent.setLayout(self._unsent_lines)
        self._top = row(self._product, self.menu, gap=0, stretch=0)
        lay = column(self._top, self.search, margin=12, gap=4)
        lay.addSpacing(8)
        for page in self._pages.values():
            lay.addWidget(page)
        lay.addStretch(1)
        lay.addWidget(unsent)
        lay.addSpacing(12)
        lay.addWidget(self._office)
        lay.addWidget(self._person)
        lay.addWidget(self.join)
        return lay

    def retranslate(self) -> None:
        titles = (
            self.tr("Home"),
            self.tr("Sessions"),
            self.tr("Job offers"),
            self.tr("Villages"),
            self.tr("Coverage"),
            self.tr("Synchronise"),
            self.tr("Settings"),
        )
        for (name, page), title in zip(self._pages.items(), titles, strict=True):
            page.setText("" if self._is_compact else "  " + title)
            page.setToolTip(f"{title} · {KEYS[name]}" if self._is_compact else KEYS[name])
            page.setAccessibleName(title)
        for way, title, keys in ((self.search, self.tr("Search"), "search"), (self.menu, self.tr("Menu"), "menu")):
            way.setAccessibleName(title)
            way.setToolTip(f"{title} · {KEYS[keys]}")
        self.search.setText("" if self._is_compact else self.tr("Search …   {keys}").format(keys=KEYS["search"]))
        self.join.setAccessibleName(self.tr("Join headquarters"))
        self.join.setToolTip(self.tr("Join headquarters"))
        self.join.setText("" if self._is_compact else self.tr("Join headquarters"))
        self._show_person()
        self._show_unsent()

    def set_compact(self, compact: bool) -> None:
        """Take little room, or all that the words need."""
        if compact == self._is_compact:
            return
        self._is_compact = compact
        self.setFixedWidth(px(_COMPACT_WIDTH if compact else _WIDTH))
        self._top.setDirection(QBoxLayout.Direction.TopToBottom if compact else QBoxLayout.Direction.LeftToRight)
        for words in (self._product, self._meaning, self._office, self._person):
            words.setHidden(compact)
        self._office.setHidden(compact or not self._office.text())
        self._unsent_lines.setContentsMargins(*[4 if compact else 12] * 4)
        self._count.setProperty("alignment", "AlignCenter" if compact else "AlignLeft")
        for piece in (self, *self.findChildren(QWidget)):
            set_role(piece, compact="true" if compact else "false")
        self.retranslate()

    def _show_person(self) -> None:
        if not self._name:
            self._person.setText(self.tr("Not enrolled yet") if self._is_known else "")
            return
        from desa_app.ui.words import word

        self._person.setText(f"{self._name} · {word(self._role)}")

    def set_identity(self, name: str, role: str, office: str) -> None:
        """Whose laptop this is; an empty name where it is nobody's yet."""
        self._name, self._role, self._is_known = name, role, True
        self._office.setText(office)
        self._office.setHidden(self._is_compact or not office)
        self.join.setHidden(bool(name))
        self._show_person()
        self._show_unsent()

    def set_unsent(self, count: int, oldest: dt.date | None, today: dt.date) -> None:
        """How many changes headquarters does not have, and since when."""
        self._unsent = count
        self._oldest_days = (today - oldest).days if oldest else 0
        self._show_unsent()

    def show_page(self, name: str) -> None:
        """Mark the page in sight."""
        self._pages[name].setChecked(True)

    def _show_unsent(self) -> None:
        if self._is_known and not self._name:
            self._count.setText("–")
            self._count.setVisible(self._is_compact)
            self._meaning.setText(self.tr("only on this laptop until it has joined"))
            self._count.setToolTip(self._meaning.text())
            return
        self._count.show()
        if self._unsent is None:
            self._count.setText("…")
            self._meaning.setText("")
            return
        from desa_app.domain.formats import show_number

        self._count.setText(show_number(self._unsent))
        if self._unsent == 0:
            self._meaning.setText(self.tr("Everything is at headquarters"))
        elif self._oldest_days > 0:
            self._meaning.setText(self.tr("not at headquarters yet, oldest {days} days").format(days=self._oldest_days))
        else:
            self._meaning.setText(self.tr("not at headquarters yet"))
        self._count.setToolTip(self._meaning.text())
